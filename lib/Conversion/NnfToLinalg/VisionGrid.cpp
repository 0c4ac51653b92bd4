//===- VisionGrid.cpp - grids and images sampled by them ---------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Decomposition.h"
#include "nnf/Conversion/AffineGrid.h"
#include "nnf/Conversion/Grid.h"

using namespace mlir;
using namespace mlir::nnf;

namespace mlir::nnf {
void registerGridDecompositions(MLIRContext *context);
}

/// First the places in pixels, once for all channels; then out[n, c, p...] = the weighted sum of the pixels around place (n, p).
static Values gridSample(GridSampleOp op, GridSampleOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = adaptor.getInput(), grid = adaptor.getGrid();
  int64_t rank = t.rank(x), n = rank - 2;
  Type element = t.elementType(x), compute = t.computeType(element);
  GridSampler sampler(op);
  SmallVector<Value> places, extents;
  sampler.places(t, x, grid, compute, places, /*slopes=*/nullptr);
  SmallVector<int64_t> along{0};
  SmallVector<OpFoldResult> sizes{t.sizeOf(x, 0), t.sizeOf(x, 1)};
  SmallVector<Along> ins;
  for (int64_t i = 0; i < n; ++i) {
    along.push_back(2 + i);
    sizes.push_back(t.sizeOf(grid, 1 + i));
    extents.push_back(tensor::DimOp::create(t.b, t.loc, x, 2 + i));
  }
  for (Value p : places)
    ins.push_back({p, along});
  SmallVector<utils::IteratorType> parallel(rank, utils::IteratorType::parallel);
  return t.generic(ins, {{t.empty(sizes, element), t.range(rank)}}, parallel,
                   [&](OpBuilder &b, Location l, ValueRange args) {
                     SmallVector<SmallVector<GridTap>> axes;
                     for (int64_t i = 0; i < n; ++i)
                       axes.push_back(sampler.taps(b, l, args[i], extents[i]));
                     Value image = linalg::IndexOp::create(b, l, 0), channel = linalg::IndexOp::create(b, l, 1);
                     Value y = GridSampler::combine(b, l, axes, -1, [&](ValueRange positions, Value inside) -> Value {
                       SmallVector<Value> at{image, channel};
                       llvm::append_range(at, positions);
                       Value v = t.convert(b, l, tensor::ExtractOp::create(b, l, x, at), compute);
                       return arith::SelectOp::create(b, l, inside, v, TensorBuilder(b, l).constant(compute, 0));
                     });
                     return SmallVector<Value>{t.convert(b, l, y, element)};
                   });
}

/// out[n, p..., i] = sum over j of base_j(p) theta[n, i, j] + theta[n, i, last].
static Values affineGrid(AffineGridOp op, AffineGridOp::Adaptor adaptor, TensorBuilder &t) {
  Value theta = adaptor.getTheta();
  int64_t n = static_cast<int64_t>(op.getSize().size()) - 2, rank = n + 2;
  Type element = t.elementType(theta), compute = t.computeType(element);
  SmallVector<Along> ins;
  SmallVector<OpFoldResult> sizes{t.sizeOf(theta, 0)};
  for (int64_t i = 0; i < n; ++i) {
    ins.push_back({baseCoordinates(t, op.getSize()[2 + i], op.getAlignCorners(), compute), {1 + i}});
    sizes.push_back(t.b.getIndexAttr(op.getSize()[2 + i]));
  }
  sizes.push_back(t.b.getIndexAttr(n));
  SmallVector<utils::IteratorType> parallel(rank, utils::IteratorType::parallel);
  return t.generic(ins, {{t.empty(sizes, element), t.range(rank)}}, parallel,
                   [&](OpBuilder &b, Location l, ValueRange args) {
                     Value image = linalg::IndexOp::create(b, l, 0), row = linalg::IndexOp::create(b, l, rank - 1);
                     auto coefficient = [&](int64_t j) -> Value {
                       Value at[] = {image, row, arith::ConstantIndexOp::create(b, l, j)};
                       return t.convert(b, l, tensor::ExtractOp::create(b, l, theta, at), compute);
                     };
                     Value sum = coefficient(n);
                     for (int64_t j = 0; j < n; ++j) // column 0 is x, the last axis
                       sum = arith::AddFOp::create(
                           b, l, sum, arith::MulFOp::create(b, l, args[n - 1 - j], coefficient(j)));
                     return SmallVector<Value>{t.convert(b, l, sum, element)};
                   });
}

void nnf::registerGridDecompositions(MLIRContext *context) {
  attach<GridSampleOp, gridSample>(context);
  attach<AffineGridOp, affineGrid>(context);
}
