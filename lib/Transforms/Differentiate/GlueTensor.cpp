//===- GlueTensor.cpp - gradients of casts, reshapes, slices, pads and single elements ------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "Glue.h"
#include "Vjp.h"

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;

/// A gradient for the first operand, none for sizes and indices after it.
static SmallVector<Value> forSource(Operation *op, Value gradient) {
  SmallVector<Value> gradients(op->getNumOperands());
  gradients[0] = gradient;
  return gradients;
}

static Value zerosLike(TensorBuilder &t, Value v) {
  return t.filled(tensor::getMixedSizes(t.b, t.loc, v), t.elementType(v), 0);
}

/// The type may know more or less: the sweep casts.
static Gradients castOp(tensor::CastOp op, ValueRange cotangents, TensorBuilder &) {
  return SmallVector<Value>{cotangents[0]};
}

static Gradients expand(tensor::ExpandShapeOp op, ValueRange cotangents, TensorBuilder &t) {
  Value g = tensor::CollapseShapeOp::create(t.b, t.loc, op.getSrcType(), cotangents[0], op.getReassociationIndices());
  return forSource(op, g);
}

static Gradients collapse(tensor::CollapseShapeOp op, ValueRange cotangents, TensorBuilder &t) {
  Value g = tensor::ExpandShapeOp::create(t.b, t.loc, op.getSrcType(), cotangents[0], op.getReassociationIndices(),
                                          tensor::getMixedSizes(t.b, t.loc, op.getSrc()));
  return SmallVector<Value>{g};
}

static Gradients extractSlice(tensor::ExtractSliceOp op, ValueRange cotangents, TensorBuilder &t) {
  Value g = tensor::InsertSliceOp::create(t.b, t.loc, cotangents[0], zerosLike(t, op.getSource()), op.getMixedOffsets(),
                                          op.getMixedSizes(), op.getMixedStrides());
  return forSource(op, g);
}

/// The source gets its part of the cotangent, the destination the rest.
static Gradients insertSlice(tensor::InsertSliceOp op, ValueRange cotangents, TensorBuilder &t) {
  Value dy = cotangents[0];
  SmallVector<Value> gradients = forSource(
      op, tensor::ExtractSliceOp::create(t.b, t.loc, op.getSourceType(), dy, op.getMixedOffsets(), op.getMixedSizes(),
                                         op.getMixedStrides()));
  gradients[1] = tensor::InsertSliceOp::create(t.b, t.loc, zerosLike(t, op.getSource()), dy, op.getMixedOffsets(),
                                               op.getMixedSizes(), op.getMixedStrides());
  return gradients;
}

static Gradients pad(tensor::PadOp op, ValueRange cotangents, TensorBuilder &t) {
  for (int64_t p : llvm::concat<const int64_t>(op.getStaticLow(), op.getStaticHigh()))
    if (!ShapedType::isDynamic(p) && p < 0)
      return op.emitError("cannot differentiate 'tensor.pad' that cuts off elements");
  SmallVector<OpFoldResult> strides(op.getSourceType().getRank(), t.b.getIndexAttr(1));
  Value g = tensor::ExtractSliceOp::create(t.b, t.loc, op.getSourceType(), cotangents[0], op.getMixedLowPad(),
                                           tensor::getMixedSizes(t.b, t.loc, op.getSource()), strides);
  return forSource(op, g);
}

static Gradients concat(tensor::ConcatOp op, ValueRange cotangents, TensorBuilder &t) {
  int64_t rank = t.rank(op.getResult()), along = op.getDim();
  SmallVector<OpFoldResult> offsets(rank, t.b.getIndexAttr(0)), strides(rank, t.b.getIndexAttr(1));
  SmallVector<Value> gradients;
  for (Value input : op.getInputs()) {
    SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(t.b, t.loc, input);
    gradients.push_back(tensor::ExtractSliceOp::create(t.b, t.loc, cast<RankedTensorType>(input.getType()), cotangents[0],
                                                       offsets, sizes, strides));
    ShapeContext c(t.b, t.loc, "tensor.concat", /*guards=*/false);
    auto dim = [&](OpFoldResult v) {
      auto fixed = getConstantIntValue(v);
      return fixed ? Dim(*fixed) : Dim(c, cast<Value>(v));
    };
    offsets[along] = (dim(offsets[along]) + dim(sizes[along])).mixed(t.b);
  }
  return gradients;
}

static Gradients extract(tensor::ExtractOp op, ValueRange cotangents, TensorBuilder &t) {
  Value g = tensor::InsertOp::create(t.b, t.loc, cotangents[0], zerosLike(t, op.getTensor()), op.getIndices());
  return forSource(op, g);
}

static Gradients insert(tensor::InsertOp op, ValueRange cotangents, TensorBuilder &t) {
  SmallVector<Value> gradients =
      forSource(op, tensor::ExtractOp::create(t.b, t.loc, cotangents[0], op.getIndices()));
  Value zero = t.constant(op.getScalar().getType(), 0);
  gradients[1] = tensor::InsertOp::create(t.b, t.loc, zero, cotangents[0], op.getIndices());
  return gradients;
}

static Gradients fromElements(tensor::FromElementsOp op, ValueRange cotangents, TensorBuilder &t) {
  SmallVector<Value> gradients;
  ArrayRef<int64_t> shape = op.getType().getShape();
  for (int64_t i = 0, n = op->getNumOperands(); i < n; ++i) {
    SmallVector<Value> at(shape.size());
    int64_t rest = i;
    for (int64_t d = shape.size() - 1; d >= 0; rest /= shape[d--])
      at[d] = t.index(rest % shape[d]);
    gradients.push_back(tensor::ExtractOp::create(t.b, t.loc, cotangents[0], at));
  }
  return gradients;
}

static Gradients splat(tensor::SplatOp op, ValueRange cotangents, TensorBuilder &t) {
  int64_t n = t.rank(cotangents[0]);
  Value sum = t.sum({{cotangents[0], t.range(n)}}, n, t.range(n), [](Scalars s) { return *s[0]; });
  return forSource(op, tensor::ExtractOp::create(t.b, t.loc, t.cast_(sum, op.getInput().getType()), ValueRange()));
}

void nnf::attachTensorVjps(MLIRContext *context) {
  attachVjp<tensor::CastOp, castOp>(context);
  attachVjp<tensor::ExpandShapeOp, expand>(context);
  attachVjp<tensor::CollapseShapeOp, collapse>(context);
  attachVjp<tensor::ExtractSliceOp, extractSlice>(context);
  attachVjp<tensor::InsertSliceOp, insertSlice>(context);
  attachVjp<tensor::PadOp, pad>(context);
  attachVjp<tensor::ConcatOp, concat>(context);
  attachVjp<tensor::ExtractOp, extract>(context);
  attachVjp<tensor::InsertOp, insert>(context);
  attachVjp<tensor::FromElementsOp, fromElements>(context);
  attachVjp<tensor::SplatOp, splat>(context);
}
