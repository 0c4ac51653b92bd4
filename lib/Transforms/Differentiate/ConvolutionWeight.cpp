//===- ConvolutionWeight.cpp - the gradient of a convolution by its weight -------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "ConvolutionWeight.h"
#include "Vjp.h"

using namespace mlir;
using namespace mlir::nnf;

/// dw[f, c, k...] = sum_{n, o...} dy[n, f, o] padded[n, c, o * stride + k * dilation]; with groups, both channel
/// dimensions are split and the group is one more parallel dimension.
Value nnf::convolutionWeightGradient(TensorBuilder &t, Value x, Value dy, Value w, int64_t n, int64_t groups,
                                     ArrayRef<int64_t> stride, ArrayRef<int64_t> dilation,
                                     ArrayRef<std::pair<int64_t, int64_t>> pads) {
  OpBuilder &b = t.b;
  int64_t channelDim = t.rank(x) - n - 1;
  Type element = t.elementType(x), compute = t.computeType(element);
  bool batched = channelDim == 1, grouped = groups != 1;
  Value cotangent = dy;
  SmallVector<OpFoldResult> sizes;
  for (int64_t d = 0; d < n + 2; ++d)
    sizes.push_back(t.sizeOf(w, d));
  Value init = t.filled(sizes, compute, 0);
  Type flat = init.getType();
  // Split before padding: sizes then come from the operand itself.
  Value padded = t.padZeros(grouped ? t.splitDim(x, channelDim, groups) : x, channelDim + (grouped ? 2 : 1), pads);
  if (grouped) {
    cotangent = t.splitDim(cotangent, channelDim, groups);
    init = t.splitDim(init, 0, groups);
  }
  // Iteration: [g] f c k... [n] o...
  int64_t next = 0, groupDim = grouped ? next++ : -1, featureDim = next++, inputDim = next++, kernel = next;
  next += n;
  int64_t reduced = next, batchDim = batched ? next++ : -1, output = next, rank = output + n;
  auto d = [&](int64_t i) { return b.getAffineDimExpr(i); };
  SmallVector<AffineExpr> xExprs, dyExprs, wExprs;
  if (batched)
    xExprs.push_back(d(batchDim)), dyExprs.push_back(d(batchDim));
  if (grouped)
    xExprs.push_back(d(groupDim)), dyExprs.push_back(d(groupDim)), wExprs.push_back(d(groupDim));
  xExprs.push_back(d(inputDim));
  dyExprs.push_back(d(featureDim));
  wExprs.append({d(featureDim), d(inputDim)});
  for (int64_t i = 0; i < n; ++i) {
    xExprs.push_back(d(output + i) * stride[i] + d(kernel + i) * dilation[i]);
    dyExprs.push_back(d(output + i));
    wExprs.push_back(d(kernel + i));
  }
  SmallVector<utils::IteratorType> iterators = parallel(rank);
  for (int64_t i = reduced; i < rank; ++i)
    iterators[i] = utils::IteratorType::reduction;
  SmallVector<AffineMap> maps;
  for (auto &exprs : {dyExprs, xExprs, wExprs})
    maps.push_back(AffineMap::get(rank, 0, exprs, b.getContext()));
  auto sum = linalg::GenericOp::create(
      b, t.loc, TypeRange(init.getType()), ValueRange{cotangent, padded}, ValueRange{init}, maps, iterators,
      [&](OpBuilder &nested, Location l, ValueRange args) {
        using F = arith::FastMathFlags;
        Value p = t.convert(nested, l, args[0], compute), q = t.convert(nested, l, args[1], compute);
        Value product = arith::MulFOp::create(nested, l, p, q, F::contract);
        linalg::YieldOp::create(nested, l,
                                ValueRange{arith::AddFOp::create(nested, l, args[2], product, F::contract | F::reassoc)});
      });
  Value gradient = sum.getResult(0);
  if (grouped) {
    SmallVector<ReassociationIndices> merge{{0, 1}};
    for (int64_t i = 2; i < n + 3; ++i)
      merge.push_back({i});
    gradient = tensor::CollapseShapeOp::create(b, t.loc, flat, gradient, merge);
  }
  return t.cast_(gradient, element);
}
