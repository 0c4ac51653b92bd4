//===- LowerViews.cpp - subviews and reshapes as arithmetic -------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// Upstream's expand-strided-metadata goes through affine maps, which costs compile time, and does not know an expand_shape
// with two open sizes in one group.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "RuntimeIR.h"
#include "mlir/Conversion/LLVMCommon/MemRefBuilder.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "nnf/Codegen/DroppedDims.h"
#include "nnf/Codegen/Runtime/Passes.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_NNFLOWERVIEWS
#include "nnf/Codegen/Runtime/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;
using namespace mlir::nnf;

namespace {
/// Offset, sizes and strides of a memref as far as somebody asks for them.
class Lowering {
public:
  Lowering(RuntimeIR &ir, Operation *op, Value source)
      : ir(ir), b(op), loc(op->getLoc()), descriptor(ir.toLLVM(b, loc, source)) {
    type = cast<MemRefType>(source.getType());
    std::tie(strides, offset) = type.getStridesAndOffset();
  }
  void lower(memref::SubViewOp op);
  void lower(memref::ExpandShapeOp op);
  void lower(memref::CollapseShapeOp op);

private:
  /// Replaces `op`. The functions give the parts of the result that its type leaves open.
  void finish(Operation *op, llvm::function_ref<Value()> newOffset, llvm::function_ref<Value(int64_t)> newSize,
              llvm::function_ref<Value(int64_t)> newStride);
  Value getOffset() {
    return ShapedType::isDynamic(offset) ? descriptor.offset(b, loc) : ir.constant(b, loc, offset);
  }
  Value getSize(int64_t d) {
    return type.isDynamicDim(d) ? descriptor.size(b, loc, d) : ir.constant(b, loc, type.getDimSize(d));
  }
  Value getStride(int64_t d) {
    return ShapedType::isDynamic(strides[d]) ? descriptor.stride(b, loc, d) : ir.constant(b, loc, strides[d]);
  }
  Value get(OpFoldResult v) {
    if (auto attr = dyn_cast<Attribute>(v))
      return ir.constant(b, loc, cast<IntegerAttr>(attr).getInt());
    return ir.toLLVM(b, loc, cast<Value>(v));
  }
  Value mul(Value x, Value y) { return LLVM::MulOp::create(b, loc, x, y); }

  RuntimeIR &ir;
  OpBuilder b;
  Location loc;
  MemRefDescriptor descriptor;
  MemRefType type;
  SmallVector<int64_t> strides;
  int64_t offset;
};
} // namespace

void Lowering::finish(Operation *op, llvm::function_ref<Value()> newOffset, llvm::function_ref<Value(int64_t)> newSize,
                      llvm::function_ref<Value(int64_t)> newStride) {
  auto result = cast<MemRefType>(op->getResult(0).getType());
  auto [resultStrides, resultOffset] = result.getStridesAndOffset();
  SmallVector<Value> open;
  if (ShapedType::isDynamic(resultOffset))
    open.push_back(newOffset());
  for (int64_t d = 0; d < result.getRank(); ++d)
    if (result.isDynamicDim(d))
      open.push_back(newSize(d));
  if (!result.getLayout().isIdentity())
    for (int64_t d = 0; d < result.getRank(); ++d)
      if (ShapedType::isDynamic(resultStrides[d]))
        open.push_back(newStride(d));
  op->getResult(0).replaceAllUsesWith(ir.buildMemRef(b, loc, result, descriptor.alignedPtr(b, loc), open));
  op->erase();
}

/// memref.subview %m[%o0, %o1] [%n0, %n1] [%s0, %s1]
///   ->  offset + o0 * stride0 + o1 * stride1, sizes n0, n1, strides s0 * stride0, s1 * stride1
void Lowering::lower(memref::SubViewOp op) {
  llvm::SmallBitVector dropped = droppedDims(op);
  SmallVector<int64_t> kept;
  for (int64_t d = 0; d < type.getRank(); ++d)
    if (!dropped[d])
      kept.push_back(d);
  SmallVector<OpFoldResult> offsets = op.getMixedOffsets(), sizes = op.getMixedSizes(), steps = op.getMixedStrides();
  finish(
      op,
      [&] {
        Value sum = getOffset();
        for (auto [d, by] : llvm::enumerate(offsets))
          if (!isConstantIntValue(by, 0))
            sum = LLVM::AddOp::create(b, loc, sum, mul(get(by), getStride(d)));
        return sum;
      },
      [&](int64_t d) { return get(sizes[kept[d]]); },
      [&](int64_t d) {
        Value stride = getStride(kept[d]);
        return isConstantIntValue(steps[kept[d]], 1) ? stride : mul(get(steps[kept[d]]), stride);
      });
}

/// memref.expand_shape %m [[0, 1]] output_shape [%a, %b]  ->  sizes a, b, strides b * stride0, stride0
void Lowering::lower(memref::ExpandShapeOp op) {
  SmallVector<OpFoldResult> sizes = op.getMixedOutputShape();
  SmallVector<ReassociationIndices> groups = op.getReassociationIndices();
  finish(
      op, [&] { return getOffset(); }, [&](int64_t d) { return get(sizes[d]); },
      [&](int64_t d) {
        for (auto [from, group] : llvm::enumerate(groups)) {
          if (d < group.front() || d > group.back())
            continue;
          Value stride = getStride(from);
          for (int64_t inner = group.back(); inner > d; --inner)
            stride = mul(stride, get(sizes[inner]));
          return stride;
        }
        return ir.constant(b, loc, 1);
      });
}

/// memref.collapse_shape %m [[0, 1]]  ->  size size0 * size1, stride stride1
void Lowering::lower(memref::CollapseShapeOp op) {
  SmallVector<ReassociationIndices> groups = op.getReassociationIndices();
  finish(
      op, [&] { return getOffset(); },
      [&](int64_t d) {
        Value product = getSize(groups[d].front());
        for (int64_t other : ArrayRef<int64_t>(groups[d]).drop_front())
          product = mul(product, getSize(other));
        return product;
      },
      [&](int64_t d) {
        // The stride of a dimension of size 1 says nothing.
        int64_t last = groups[d].back();
        while (last > groups[d].front() && type.getDimSize(last) == 1)
          --last;
        return getStride(last);
      });
}

namespace {
struct LowerViews : nnf::impl::NnfLowerViewsBase<LowerViews> {
  void runOnOperation() override {
    RuntimeIR ir(getOperation());
    getOperation().walk([&](Operation *op) {
      if (auto view = dyn_cast<memref::SubViewOp>(op))
        Lowering(ir, op, view.getSource()).lower(view);
      else if (auto view = dyn_cast<memref::ExpandShapeOp>(op))
        Lowering(ir, op, view.getSrc()).lower(view);
      else if (auto view = dyn_cast<memref::CollapseShapeOp>(op))
        Lowering(ir, op, view.getSrc()).lower(view);
    });
  }
};
} // namespace
