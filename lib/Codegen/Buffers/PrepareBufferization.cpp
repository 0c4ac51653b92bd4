//===- PrepareBufferization.cpp - say what may be overwritten -----------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "mlir/Dialect/Bufferization/IR/BufferizableOpInterface.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "nnf/Codegen/Buffers/Passes.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_NNFPREPAREBUFFERIZATION
#include "nnf/Codegen/Buffers/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;

namespace {
struct PrepareBufferization : nnf::impl::NnfPrepareBufferizationBase<PrepareBufferization> {
  void runOnOperation() override {
    func::FuncOp f = getOperation();
    BoolAttr no = BoolAttr::get(&getContext(), false);
    for (auto [i, type] : llvm::enumerate(f.getArgumentTypes()))
      if (isa<TensorType>(type))
        f.setArgAttr(i, bufferization::BufferizationDialect::kWritableAttrName, no);
  }
};
} // namespace
