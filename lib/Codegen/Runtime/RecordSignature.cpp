//===- RecordSignature.cpp - element types that lowering forgets --------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "RuntimeIR.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "nnf/Codegen/Runtime/Passes.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_NNFRECORDSIGNATURE
#include "nnf/Codegen/Runtime/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;
using namespace mlir::nnf;

/// The element type to remember, or null: signed, unsigned and 1-bit integers, and floats of 8 bits. Signless integers
/// of other widths are what the author did not say, and stay open.
static Type getForgotten(Type type) {
  // Floats of 8 bits are bytes from linalg on.
  if (isa<Float8E4M3FNType, Float8E5M2Type>(getElementTypeOrSelf(type)))
    return getElementTypeOrSelf(type);
  auto element = dyn_cast<IntegerType>(getElementTypeOrSelf(type));
  return element && (!element.isSignless() || element.getWidth() == 1) ? Type(element) : Type();
}

/// Whether no memory holds a tensor: sizes beyond it overflow wherever code generation multiplies them. The limit
/// leaves room for factors and paddings.
static bool isOversized(Type type) {
  auto shaped = dyn_cast<ShapedType>(type);
  if (!shaped || !shaped.hasRank())
    return false;
  constexpr int64_t most = int64_t(1) << 48;
  int64_t count = 1;
  for (int64_t size : shaped.getShape())
    if (!ShapedType::isDynamic(size) && size > 1) {
      if (count > most / size)
        return true;
      count *= size;
    }
  return false;
}

/// Refuses programs with such tensors.
static LogicalResult checkSizes(func::FuncOp f) {
  for (Type type : f.getArgumentTypes())
    if (isOversized(type))
      return f.emitError() << "@" << f.getName() << " takes " << type << ", which has more elements than memory";
  WalkResult result = f.walk([](Operation *op) {
    for (Type type : op->getResultTypes())
      if (isOversized(type)) {
        op->emitOpError() << "gives " << type << ", which has more elements than memory";
        return WalkResult::interrupt();
      }
    return WalkResult::advance();
  });
  return failure(result.wasInterrupted());
}

namespace {
struct RecordSignature : nnf::impl::NnfRecordSignatureBase<RecordSignature> {
  void runOnOperation() override {
    func::FuncOp f = getOperation();
    if (failed(checkSizes(f)))
      return signalPassFailure();
    if (!f.isPublic() || f.isExternal())
      return;
    for (auto [i, type] : llvm::enumerate(f.getArgumentTypes()))
      if (Type forgotten = getForgotten(type); forgotten && !f.getArgAttr(i, kTypeAttr))
        f.setArgAttr(i, kTypeAttr, TypeAttr::get(forgotten));
    for (auto [i, type] : llvm::enumerate(f.getResultTypes()))
      if (Type forgotten = getForgotten(type); forgotten && !f.getResultAttr(i, kTypeAttr))
        f.setResultAttr(i, kTypeAttr, TypeAttr::get(forgotten));
  }
};
} // namespace
