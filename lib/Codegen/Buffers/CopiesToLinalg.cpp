//===- CopiesToLinalg.cpp - memref.copy as a linalg op ------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "nnf/Codegen/Buffers/Passes.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_NNFCOPIESTOLINALG
#include "nnf/Codegen/Buffers/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;

/// memref.copy %a, %b : memref<?x4xf32> to memref<?x4xf32, strided<…>>
///   ->
/// linalg.generic {maps = [id, id], iterators = [parallel, parallel]} ins(%a) outs(%b) { yield %in }
static void rewrite(memref::CopyOp copy) {
  OpBuilder b(copy);
  Value source = copy.getSource(), target = copy.getTarget();
  // A cast is no other memory.
  auto origin = [](Value v) {
    while (auto cast = v.getDefiningOp<memref::CastOp>())
      v = cast.getSource();
    return v;
  };
  if (origin(source) != origin(target)) {
    int64_t rank = cast<MemRefType>(target.getType()).getRank();
    AffineMap identity = b.getMultiDimIdentityMap(rank);
    SmallVector<utils::IteratorType> iterators(rank, utils::IteratorType::parallel);
    linalg::GenericOp::create(b, copy.getLoc(), source, target, ArrayRef<AffineMap>{identity, identity}, iterators,
                              [](OpBuilder &nested, Location loc, ValueRange args) {
                                linalg::YieldOp::create(nested, loc, args[0]);
                              });
  }
  copy.erase();
}

namespace {
struct CopiesToLinalg : nnf::impl::NnfCopiesToLinalgBase<CopiesToLinalg> {
  void runOnOperation() override {
    getOperation().walk([](memref::CopyOp copy) {
      if (isa<MemRefType>(copy.getSource().getType()) && isa<MemRefType>(copy.getTarget().getType()))
        rewrite(copy);
    });
  }
};
} // namespace
