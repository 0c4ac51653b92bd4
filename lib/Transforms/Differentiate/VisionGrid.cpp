//===- VisionGrid.cpp - gradients of grids and of images sampled by them -------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "Vjp.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "nnf/Conversion/AffineGrid.h"
#include "nnf/Conversion/Grid.h"
#include "nnf/Conversion/Windows.h"

using namespace mlir;
using namespace mlir::nnf;

namespace mlir::nnf {
void registerGridVjps(MLIRContext *context);
}

namespace {
/// One grid_sample and its places.
class GridVjp {
public:
  GridVjp(GridSampleOp op, Value dy, TensorBuilder &t)
      : op(op), t(t), b(t.b), x(op.getInput()), dy(dy), n(t.rank(x) - 2), element(t.elementType(x)),
        compute(t.computeType(element)), sampler(op) {
    sampler.places(t, x, op.getGrid(), compute, places, &slopes);
    for (int64_t i = 0; i < n; ++i)
      extents.push_back(getValueOrCreateConstantIndexOp(b, t.loc, t.sizeOf(x, 2 + i)));
  }

  /// Every cotangent is added to the pixels it came from, with their weights, one after another.
  Value ofInput() {
    SmallVector<OpFoldResult> sizes;
    for (int64_t d = 0; d < t.rank(x); ++d)
      sizes.push_back(t.sizeOf(x, d));
    Value flat = t.collapseDims(dy, 2, n); // (N, C, P)
    SmallVector<Value> at;                 // (N, P) each
    for (Value p : places)
      at.push_back(t.collapseDims(p, 1, n));
    Value zero = t.index(0), one = t.index(1);
    auto extent = [&](int64_t d) -> Value { return getValueOrCreateConstantIndexOp(b, t.loc, t.sizeOf(flat, d)); };
    Value images = extent(0), channels = extent(1), count = extent(2);
    auto loop = [&](OpBuilder &ob, Location l, Value bound, ValueRange carried,
                    function_ref<Value(OpBuilder &, Location, Value, Value)> body) {
      return scf::ForOp::create(ob, l, zero, bound, one, carried,
                                [&](OpBuilder &nested, Location loc, Value i, ValueRange current) {
                                  scf::YieldOp::create(nested, loc, ValueRange{body(nested, loc, i, current[0])});
                                })
          .getResult(0);
    };
    Value sum = loop(b, t.loc, images, t.filled(sizes, compute, 0), [&](OpBuilder &b0, Location l0, Value image, Value dx0) {
      return loop(b0, l0, count, dx0, [&](OpBuilder &b1, Location l1, Value p, Value dx1) {
        SmallVector<SmallVector<GridTap>> axes;
        for (int64_t i = 0; i < n; ++i) {
          Value place = tensor::ExtractOp::create(b1, l1, at[i], ValueRange{image, p});
          axes.push_back(sampler.taps(b1, l1, place, extents[i]));
        }
        return loop(b1, l1, channels, dx1, [&](OpBuilder &b2, Location l2, Value channel, Value dx2) {
          Value g = t.convert(b2, l2, tensor::ExtractOp::create(b2, l2, flat, ValueRange{image, channel, p}), compute);
          return spread(b2, l2, axes, 0, {image, channel}, Value(), g, dx2);
        });
      });
    });
    return t.cast_(sum, element);
  }

  /// dgrid[n, p..., i] = slope_i * sum over c of dy[n, c, p...] * (the image's derivative at the place along the axis).
  Value ofGrid() {
    Value grid = op.getGrid();
    int64_t rank = t.rank(x); // iteration: n, p..., c
    SmallVector<OpFoldResult> sizes;
    for (int64_t d = 0; d < rank - 1; ++d)
      sizes.push_back(t.sizeOf(grid, d));
    if (sampler.mode == GridMode::Nearest) {
      sizes.push_back(t.sizeOf(grid, rank - 1));
      return t.filled(sizes, t.elementType(grid), 0);
    }
    SmallVector<int64_t> outer = t.range(rank - 1), channelsBehind{0, rank - 1};
    for (int64_t i = 1; i <= n; ++i)
      channelsBehind.push_back(i);
    SmallVector<Along> ins{{dy, channelsBehind}}, outs;
    for (Value p : places)
      ins.push_back({p, outer});
    for (int64_t i = 0; i < n; ++i)
      outs.push_back({t.filled(sizes, compute, 0), outer});
    SmallVector<utils::IteratorType> iterators = parallel(rank);
    iterators.back() = utils::IteratorType::reduction;
    SmallVector<Value> sums = t.generic(ins, outs, iterators, [&](OpBuilder &nested, Location l, ValueRange args) {
      SmallVector<SmallVector<GridTap>> axes;
      for (int64_t i = 0; i < n; ++i)
        axes.push_back(sampler.taps(nested, l, args[1 + i], extents[i]));
      Value image = linalg::IndexOp::create(nested, l, 0), channel = linalg::IndexOp::create(nested, l, rank - 1);
      Value g = t.convert(nested, l, args[0], compute);
      SmallVector<Value> next;
      for (int64_t i = 0; i < n; ++i) {
        Value v = GridSampler::combine(nested, l, axes, i, [&](ValueRange positions, Value inside) -> Value {
          SmallVector<Value> at{image, channel};
          llvm::append_range(at, positions);
          Value pixel = t.convert(nested, l, tensor::ExtractOp::create(nested, l, x, at), compute);
          return arith::SelectOp::create(nested, l, inside, pixel, TensorBuilder(nested, l).constant(compute, 0));
        });
        Value part = arith::MulFOp::create(nested, l, g, v);
        next.push_back(arith::AddFOp::create(nested, l, args[1 + n + i], part, arith::FastMathFlags::reassoc));
      }
      return next;
    });
    // (N, P..., n), the last axis first.
    sizes.push_back(t.sizeOf(grid, rank - 1));
    ins.clear();
    for (Value v : llvm::concat<Value>(sums, slopes))
      ins.push_back({v, outer});
    return t.generic(ins, {{t.empty(sizes, t.elementType(grid)), t.range(rank)}}, parallel(rank),
                     [&](OpBuilder &nested, Location l, ValueRange args) {
                       Value axis = linalg::IndexOp::create(nested, l, rank - 1), chosen;
                       for (int64_t i = 0; i < n; ++i) {
                         Value v = arith::MulFOp::create(nested, l, args[i], args[n + i]);
                         Value mine = arith::CmpIOp::create(nested, l, arith::CmpIPredicate::eq, axis,
                                                            TensorBuilder(nested, l).index(n - 1 - i));
                         chosen = chosen ? arith::SelectOp::create(nested, l, mine, v, chosen).getResult() : v;
                       }
                       return SmallVector<Value>{t.convert(nested, l, chosen, t.elementType(grid))};
                     })[0];
  }

private:
  /// Adds g times the weights of the taps of axis `i` and those after it.
  Value spread(OpBuilder &nested, Location l, ArrayRef<SmallVector<GridTap>> axes, size_t i, SmallVector<Value> at,
               Value inside, Value g, Value dx) {
    if (i == axes.size()) {
      Value part = arith::SelectOp::create(nested, l, inside, g, TensorBuilder(nested, l).constant(compute, 0));
      Value sum = arith::AddFOp::create(nested, l, tensor::ExtractOp::create(nested, l, dx, at), part);
      return tensor::InsertOp::create(nested, l, sum, dx, at);
    }
    for (const GridTap &tap : axes[i]) {
      SmallVector<Value> next(at);
      next.push_back(tap.position);
      Value both = inside ? arith::AndIOp::create(nested, l, inside, tap.inside).getResult() : tap.inside;
      Value scaled = tap.weight ? arith::MulFOp::create(nested, l, g, tap.weight).getResult() : g;
      dx = spread(nested, l, axes, i + 1, next, both, scaled, dx);
    }
    return dx;
  }

  GridSampleOp op;
  TensorBuilder &t;
  OpBuilder &b;
  Value x, dy;
  int64_t n;
  Type element, compute;
  GridSampler sampler;
  SmallVector<Value> places, slopes, extents;
};
} // namespace

static Gradients gridSample(GridSampleOp op, ValueRange cotangents, TensorBuilder &t) {
  GridVjp vjp(op, cotangents[0], t);
  return SmallVector<Value>{vjp.ofInput(), vjp.ofGrid()};
}

/// dtheta[n, i, j] = sum over p... of dy[n, p..., i] base_j(p).
static Gradients affineGrid(AffineGridOp op, ValueRange cotangents, TensorBuilder &t) {
  Value theta = op.getTheta(), dy = cotangents[0];
  int64_t n = static_cast<int64_t>(op.getSize().size()) - 2;
  Type element = t.elementType(theta), compute = t.computeType(element);
  // Iteration: image, row i, column j, then the pixels.
  SmallVector<int64_t> pixels{0};
  SmallVector<Along> ins;
  for (int64_t i = 0; i < n; ++i)
    pixels.push_back(3 + i);
  pixels.push_back(1);
  ins.push_back({dy, pixels});
  for (int64_t i = 0; i < n; ++i)
    ins.push_back({baseCoordinates(t, op.getSize()[2 + i], op.getAlignCorners(), compute), {3 + i}});
  SmallVector<utils::IteratorType> iterators(3, utils::IteratorType::parallel);
  iterators.append(n, utils::IteratorType::reduction);
  SmallVector<OpFoldResult> sizes;
  for (int64_t d = 0; d < 3; ++d)
    sizes.push_back(t.sizeOf(theta, d));
  Value sum = t.generic(ins, {{t.filled(sizes, compute, 0), {0, 1, 2}}}, iterators,
                        [&](OpBuilder &b, Location l, ValueRange args) {
                          Value column = linalg::IndexOp::create(b, l, 2), base = TensorBuilder(b, l).constant(compute, 1);
                          for (int64_t j = 0; j < n; ++j) {
                            Value mine = arith::CmpIOp::create(b, l, arith::CmpIPredicate::eq, column,
                                                               TensorBuilder(b, l).index(j));
                            base = arith::SelectOp::create(b, l, mine, args[n - j], base);
                          }
                          Value part = arith::MulFOp::create(b, l, t.convert(b, l, args[0], compute), base);
                          return SmallVector<Value>{
                              arith::AddFOp::create(b, l, args.back(), part, arith::FastMathFlags::reassoc)};
                        })[0];
  return SmallVector<Value>{t.cast_(sum, element)};
}

void nnf::registerGridVjps(MLIRContext *context) {
  attachVjp<GridSampleOp, gridSample>(context);
  attachVjp<AffineGridOp, affineGrid>(context);
}
