//===- Convolution.cpp - convolutions as one contraction over a padded input ------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "ConvolutionProducts.h"
#include "Decomposition.h"
#include "nnf/IR/ops/Convolution.h"

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;
using scalar::ScalarIR;

namespace mlir::nnf {
void registerConvolutionDecompositions(MLIRContext *context);
void registerTransposedConvolutionDecompositions(MLIRContext *context);
}

Value nnf::addProducts(TensorBuilder &t, Value x, Value w, Value init, ArrayRef<AffineMap> maps, int64_t firstReduction) {
  SmallVector<utils::IteratorType> iterators(maps[0].getNumDims(), utils::IteratorType::reduction);
  std::fill_n(iterators.begin(), firstReduction, utils::IteratorType::parallel);
  Type compute = t.elementType(init);
  return linalg::GenericOp::create(
             t.b, t.loc, TypeRange(init.getType()), ValueRange{x, w}, ValueRange{init}, maps, iterators,
             [&](OpBuilder &nested, Location l, ValueRange args) {
               Value p = t.convert(nested, l, args[0], compute), q = t.convert(nested, l, args[1], compute), sum;
               using F = arith::FastMathFlags;
               if (isa<FloatType>(compute))
                 sum = arith::AddFOp::create(nested, l, args[2], arith::MulFOp::create(nested, l, p, q, F::contract),
                                             F::contract | F::reassoc);
               else
                 sum = arith::AddIOp::create(nested, l, args[2], arith::MulIOp::create(nested, l, p, q));
               linalg::YieldOp::create(nested, l, sum);
             })
      .getResult(0);
}

Value nnf::startOfSums(TensorBuilder &t, Value bias, ArrayRef<OpFoldResult> sizes, Type compute, int64_t features) {
  if (!bias)
    return t.filled(sizes, compute, 0);
  int64_t rank = sizes.size();
  SmallVector<utils::IteratorType> parallel(rank, utils::IteratorType::parallel);
  return t.generic({{bias, {features}}}, {{t.empty(sizes, compute), t.range(rank)}}, parallel,
                   [&](OpBuilder &nested, Location l, ValueRange args) {
                     return SmallVector<Value>{t.convert(nested, l, args[0], compute)};
                   })[0];
}

/// out[n, f, o...] = bias[f] + sum_{c, k...} padded[n, c, o * stride + k * dilation] * weight[f, c, k...]; with groups, both
/// channel dimensions are split and the group is one more parallel dimension.
template <class ConvOp>
static Values convolution(ConvOp op, typename ConvOp::Adaptor adaptor, TensorBuilder &t) {
  OpBuilder &b = t.b;
  Value x = adaptor.getInput(), w = adaptor.getWeight(), bias = adaptor.getBias();
  constexpr int64_t n = ConvOp::spatialRank;
  int64_t groups = op.getGroups(), first = t.rank(x) - n;
  bool batched = first == 2, grouped = groups != 1;
  Type element = t.elementType(x), compute = t.computeType(element);
  auto pads = resolvePadding(op.getPaddingAttr(), cast<RankedTensorType>(w.getType()).getShape().drop_front(2),
                             op.getDilation());
  if (failed(pads))
    return failure();

  // Result sizes come from the shape rule.
  FailureOr<SmallVector<Shape>> shapes =
      cast<ShapeRuleOpInterface>(op.getOperation()).emitShapes(b, adaptor.getOperands(), /*guards=*/false);
  if (failed(shapes))
    return failure();
  SmallVector<OpFoldResult> sizes = mixedSizes(b, (*shapes)[0]);

  // Split before padding: sizes then come from the operand itself.
  x = t.padZeros(grouped ? t.splitDim(x, first - 1, groups) : x, first + (grouped ? 1 : 0), *pads);
  if (grouped)
    w = t.splitDim(w, 0, groups);
  // Iteration: [n] [g] f o... c k...
  int64_t next = 0, batchDim = batched ? next++ : -1, groupDim = grouped ? next++ : -1, featureDim = next++;
  int64_t spatial = next, channelDim = spatial + n, kernel = channelDim + 1, rank = kernel + n;
  auto d = [&](int64_t i) { return b.getAffineDimExpr(i); };
  SmallVector<AffineExpr> xExprs, wExprs, outExprs;
  if (batched)
    xExprs.push_back(d(batchDim)), outExprs.push_back(d(batchDim));
  if (grouped)
    xExprs.push_back(d(groupDim)), wExprs.push_back(d(groupDim)), outExprs.push_back(d(groupDim));
  outExprs.push_back(d(featureDim));
  wExprs.append({d(featureDim), d(channelDim)});
  xExprs.push_back(d(channelDim));
  for (int64_t i = 0; i < n; ++i) {
    xExprs.push_back(d(spatial + i) * op.getStride()[i] + d(kernel + i) * op.getDilation()[i]);
    wExprs.push_back(d(kernel + i));
    outExprs.push_back(d(spatial + i));
  }

  int64_t outRank = sizes.size();
  Value init = startOfSums(t, bias, sizes, compute, outRank - n - 1);
  SmallVector<ReassociationIndices> merge;
  Type outType = init.getType();
  if (grouped) {
    init = t.splitDim(init, outRank - n - 1, groups);
    for (int64_t i = 0, at = 0; i < outRank; ++i) {
      merge.push_back({at++});
      if (i == outRank - n - 1)
        merge.back().push_back(at++);
    }
  }
  SmallVector<AffineMap> maps;
  for (auto &exprs : {xExprs, wExprs, outExprs})
    maps.push_back(AffineMap::get(rank, 0, exprs, b.getContext()));
  Value y = addProducts(t, x, w, init, maps, channelDim);
  if (grouped)
    y = tensor::CollapseShapeOp::create(b, t.loc, outType, y, merge);
  return SmallVector<Value>{t.cast_(y, element)};
}

void nnf::registerConvolutionDecompositions(MLIRContext *context) {
  attach<Conv1dOp, convolution<Conv1dOp>>(context);
  attach<Conv2dOp, convolution<Conv2dOp>>(context);
  attach<Conv3dOp, convolution<Conv3dOp>>(context);
  registerTransposedConvolutionDecompositions(context);
}
