//===- ConvolutionTransposed.cpp - gradients of transposed convolutions, columns and sequences ------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "ConvolutionWeight.h"
#include "Vjp.h"
#include "nnf/Conversion/Windows.h"
#include "nnf/IR/ops/Convolution.h"

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;

namespace mlir::nnf {
void registerTransposedConvolutionVjps(MLIRContext *context);
}

static SmallVector<OpFoldResult> sizesOf(TensorBuilder &t, Value v) {
  SmallVector<OpFoldResult> sizes;
  for (int64_t d = 0; d < t.rank(v); ++d)
    sizes.push_back(t.sizeOf(v, d));
  return sizes;
}

/// The roles of input and result are those of a convolution exchanged: the gradient by the input is the convolution of the
/// cotangent with the same weight, cut to the input's size where output_padding lets one more window fit.
template <class TransposeOp, class ConvOp>
static Gradients convTranspose(TransposeOp op, ValueRange cotangents, TensorBuilder &t) {
  constexpr int64_t n = TransposeOp::spatialRank;
  OpBuilder &b = t.b;
  Value x = op.getInput(), w = op.getWeight(), dy = cotangents[0];
  if (!hasGradient(x))
    return SmallVector<Value>(op->getNumOperands());
  int64_t channel = t.rank(x) - n - 1;
  Type element = t.elementType(x);
  auto type = cast<RankedTensorType>(x.getType());
  SmallVector<int64_t> shape(type.getShape());
  bool cuts = false;
  SmallVector<std::pair<int64_t, int64_t>> pads;
  for (int64_t i = 0; i < n; ++i) {
    cuts = cuts || op.getOutputPadding()[i] >= op.getStride()[i];
    pads.push_back({op.getPadding()[i], op.getPadding()[i]});
    shape[channel + 1 + i] = ShapedType::kDynamic;
  }
  Value dx = ConvOp::create(b, t.loc, RankedTensorType::get(shape, element), dy, w, Value(), op.getStrideAttr(),
                            op.getPaddingAttr(), op.getDilationAttr(), op.getGroupsAttr());
  if (cuts) {
    SmallVector<OpFoldResult> offsets(t.rank(x), b.getIndexAttr(0)), strides(t.rank(x), b.getIndexAttr(1));
    dx = tensor::ExtractSliceOp::create(b, t.loc, type, dx, offsets, sizesOf(t, x), strides);
  }
  SmallVector<Value> gradients{dx, convolutionWeightGradient(t, dy, x, w, n, op.getGroups(), op.getStride(),
                                                             op.getDilation(), pads)};
  if (op.getBias())
    gradients.push_back(t.cast_(t.sum({{dy, t.range(t.rank(dy))}}, t.rank(dy), t.range(t.rank(dy), channel),
                                      [](Scalars s) { return *s[0]; }),
                                element));
  return gradients;
}

/// Columns and images are each other's gradients.
static Gradients unfold(UnfoldOp op, ValueRange cotangents, TensorBuilder &t) {
  Value x = op.getInput();
  if (!hasGradient(x))
    return SmallVector<Value>{Value()};
  Windows w{t.rank(x) - 2, llvm::to_vector(op.getKernelSize()), llvm::to_vector(op.getStride()),
            llvm::to_vector(op.getPadding()), llvm::to_vector(op.getDilation())};
  return SmallVector<Value>{t.cast_(foldColumns(t, cotangents[0], w, sizesOf(t, x)), t.elementType(x))};
}

static Gradients fold(FoldOp op, ValueRange cotangents, TensorBuilder &t) {
  if (!hasGradient(op.getInput()))
    return SmallVector<Value>{Value()};
  Value dx = UnfoldOp::create(t.b, t.loc, op.getInput().getType(), cotangents[0], op.getKernelSize(), op.getDilation(),
                              op.getPadding(), op.getStride());
  return SmallVector<Value>{dx};
}

/// Through the 1-d convolution that it is, with time as the last dimension.
static Gradients convTbc(ConvTbcOp op, ValueRange cotangents, TensorBuilder &t) {
  OpBuilder &b = t.b;
  if (!hasGradient(op.getInput()))
    return SmallVector<Value>(3);
  Value x = t.transposed(op.getInput(), {1, 2, 0}), w = t.transposed(op.getWeight(), {2, 1, 0});
  Value dy = t.transposed(cotangents[0], {1, 2, 0});
  Operation *conv = Conv1dOp::create(b, t.loc, dy.getType(), x, w, op.getBias(), b.getDenseI64ArrayAttr({1}),
                                     b.getDenseI64ArrayAttr({op.getPad()}), b.getDenseI64ArrayAttr({1}),
                                     b.getI64IntegerAttr(1));
  Gradients inner = cast<DifferentiableOpInterface>(conv).buildVjp(b, dy);
  if (failed(inner))
    return failure();
  return SmallVector<Value>{t.transposed((*inner)[0], {2, 0, 1}), t.transposed((*inner)[1], {2, 1, 0}), (*inner)[2]};
}

void nnf::registerTransposedConvolutionVjps(MLIRContext *context) {
  attachVjp<ConvTranspose1dOp, convTranspose<ConvTranspose1dOp, Conv1dOp>>(context);
  attachVjp<ConvTranspose2dOp, convTranspose<ConvTranspose2dOp, Conv2dOp>>(context);
  attachVjp<ConvTranspose3dOp, convTranspose<ConvTranspose3dOp, Conv3dOp>>(context);
  attachVjp<UnfoldOp, unfold>(context);
  attachVjp<FoldOp, fold>(context);
  attachVjp<ConvTbcOp, convTbc>(context);
}
