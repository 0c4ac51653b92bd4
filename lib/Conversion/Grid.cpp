//===- Grid.cpp - places in an image ----------------------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/Conversion/Grid.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"

using namespace mlir;
using namespace mlir::nnf;
using scalar::Emit;
using scalar::ScalarIR;

/// The size of an axis as a number.
static ScalarIR sizeNumber(const Emit &e, Value size, Type type) {
  return ScalarIR(e, TensorBuilder(e.b, e.loc).toFloat(size, type));
}

static ScalarIR floorOf(ScalarIR x, Type type) {
  const Emit &e = *x.emit();
  return ScalarIR(e, math::FloorOp::create(e.b, e.loc, x.value(e, type)));
}

std::pair<Value, Value> GridSampler::moveInside(OpBuilder &b, Location l, Value place, Value size) const {
  Emit e{b, l};
  Type type = place.getType();
  ScalarIR x(e, place), count = sizeNumber(e, size, type), last = count - ScalarIR(1.0), slope(1.0);
  Value one = ScalarIR(1.0).value(e, type);
  if (padding == GridPadding::Zeros)
    return {place, one};
  if (padding == GridPadding::Reflection) {
    // Between the centres of the outermost pixels, or their outer edges.
    ScalarIR low = corners ? ScalarIR(0.0) : ScalarIR(-0.5), span = corners ? last : count;
    ScalarIR from = x - low, away = abs(from);
    ScalarIR safe = select(span > ScalarIR(0.0), span, ScalarIR(1.0));
    ScalarIR turns = floorOf(away / safe, type), extra = away - turns * safe;
    // An even number of turns goes forth, an odd one back.
    ScalarIR half = turns * ScalarIR(0.5);
    ScalarIR isOdd = half - floorOf(half, type);
    ScalarIR sign = select(from < ScalarIR(0.0), ScalarIR(-1.0), ScalarIR(1.0));
    slope = select(isOdd > ScalarIR(0.0), -sign, sign);
    x = select(isOdd > ScalarIR(0.0), safe - extra + low, extra + low);
    // One pixel whose centre is all there is.
    x = select(span > ScalarIR(0.0), x, ScalarIR(0.0));
    slope = select(span > ScalarIR(0.0), slope, ScalarIR(0.0));
  }
  // NaN goes to the first pixel.
  slope = select(x > ScalarIR(0.0), select(x < last, slope, ScalarIR(0.0)), ScalarIR(0.0));
  x = select(x > ScalarIR(0.0), x, ScalarIR(0.0));
  x = select(x < last, x, last);
  return {x.value(e, type), slope.value(e, type)};
}

void GridSampler::places(TensorBuilder &t, Value image, Value grid, Type compute, SmallVectorImpl<Value> &places,
                         SmallVectorImpl<Value> *slopes) {
  int64_t n = t.rank(image) - 2, rank = t.rank(grid) - 1;
  SmallVector<OpFoldResult> sizes;
  for (int64_t d = 0; d < rank; ++d)
    sizes.push_back(t.sizeOf(grid, d));
  SmallVector<Value> extents;
  SmallVector<Along> outs;
  for (int64_t i = 0; i < n; ++i)
    extents.push_back(getValueOrCreateConstantIndexOp(t.b, t.loc, t.sizeOf(image, 2 + i)));
  for (int64_t i = 0; i < (slopes ? 2 * n : n); ++i)
    outs.push_back({t.empty(sizes, compute), t.range(rank)});
  SmallVector<utils::IteratorType> parallel(rank, utils::IteratorType::parallel);
  SmallVector<Value> columns = t.generic({}, outs, parallel, [&](OpBuilder &b, Location l, ValueRange) {
    Emit e{b, l};
    SmallVector<Value> at, values, derivatives;
    for (int64_t d = 0; d < rank; ++d)
      at.push_back(linalg::IndexOp::create(b, l, d));
    for (int64_t i = 0; i < n; ++i) {
      // The grid names the last axis first.
      at.push_back(arith::ConstantIndexOp::create(b, l, n - 1 - i));
      ScalarIR g(e, t.convert(b, l, tensor::ExtractOp::create(b, l, grid, at), compute));
      at.pop_back();
      ScalarIR size = sizeNumber(e, extents[i], compute), one(1.0), half(0.5);
      ScalarIR slope = (corners ? size - one : size) * half;
      // Rounded once behind the product, as PyTorch's kernels are: places in a large image have few digits to spare.
      ScalarIR moved = g + one;
      ScalarIR x = corners ? moved * slope
                           : ScalarIR(e, math::FmaOp::create(b, l, moved.value(e, compute), slope.value(e, compute),
                                                             ScalarIR(-0.5).value(e, compute)));
      Value place = x.value(e, compute), factor = slope.value(e, compute);
      if (mode != GridMode::Bicubic) { // whose taps are moved one by one
        auto [inside, turn] = moveInside(b, l, place, extents[i]);
        place = inside;
        factor = (slope * ScalarIR(e, turn)).value(e, compute);
      }
      values.push_back(place);
      derivatives.push_back(factor);
    }
    if (slopes)
      llvm::append_range(values, derivatives);
    return values;
  });
  places.assign(columns.begin(), columns.begin() + n);
  if (slopes)
    slopes->assign(columns.begin() + n, columns.end());
}

SmallVector<GridTap> GridSampler::taps(OpBuilder &b, Location l, Value place, Value size) const {
  Emit e{b, l};
  Type type = place.getType();
  ScalarIR x(e, place), one(1.0), last = sizeNumber(e, size, type) - one;
  // A number far outside is no index: only what is inside becomes one.
  auto tap = [&](ScalarIR p, Value weight, Value slope) -> GridTap {
    Value v = p.value(e, type);
    Value low = arith::CmpFOp::create(b, l, arith::CmpFPredicate::OGE, v, ScalarIR(0.0).value(e, type));
    Value high = arith::CmpFOp::create(b, l, arith::CmpFPredicate::OLE, v, last.value(e, type));
    Value inside = arith::AndIOp::create(b, l, low, high);
    Value safe = arith::SelectOp::create(b, l, inside, v, ScalarIR(0.0).value(e, type));
    Value position =
        arith::IndexCastOp::create(b, l, b.getIndexType(), arith::FPToSIOp::create(b, l, b.getI64Type(), safe));
    return {position, inside, weight, slope};
  };
  if (mode == GridMode::Nearest)
    return {tap(ScalarIR(e, math::RoundEvenOp::create(b, l, place)), Value(), Value())};
  ScalarIR low = floorOf(x, type), part = x - low;
  if (mode == GridMode::Bilinear)
    return {tap(low, (one - part).value(e, type), ScalarIR(-1.0).value(e, type)),
            tap(low + one, part.value(e, type), ScalarIR(1.0).value(e, type))};
  // Keys' kernel with a = -0.75, and its derivative, at the distances from the four pixels.
  constexpr double a = -0.75;
  auto far = [&](ScalarIR d) {
    return ((ScalarIR(a) * d - ScalarIR(5 * a)) * d + ScalarIR(8 * a)) * d - ScalarIR(4 * a);
  };
  auto near = [&](ScalarIR d) { return ((ScalarIR(a + 2) * d - ScalarIR(a + 3)) * d) * d + one; };
  auto farSlope = [&](ScalarIR d) { return (ScalarIR(3 * a) * d - ScalarIR(10 * a)) * d + ScalarIR(8 * a); };
  auto nearSlope = [&](ScalarIR d) { return (ScalarIR(3 * (a + 2)) * d - ScalarIR(2 * (a + 3))) * d; };
  ScalarIR rest = one - part;
  ScalarIR weights[] = {far(part + one), near(part), near(rest), far(rest + one)};
  ScalarIR slopes[] = {farSlope(part + one), nearSlope(part), -nearSlope(rest), -farSlope(rest + one)};
  SmallVector<GridTap> taps;
  for (int64_t k = 0; k < 4; ++k) {
    Value p = moveInside(b, l, (low + ScalarIR(static_cast<double>(k - 1))).value(e, type), size).first;
    taps.push_back(tap(ScalarIR(e, p), weights[k].value(e, type), slopes[k].value(e, type)));
  }
  return taps;
}

/// Axis `i` and those after it.
static Value combineFrom(OpBuilder &b, Location l, ArrayRef<SmallVector<GridTap>> axes, size_t i, int64_t slope,
                         SmallVectorImpl<Value> &positions, Value inside,
                         function_ref<Value(ValueRange, Value)> element) {
  if (i == axes.size())
    return element(positions, inside);
  Value sum;
  for (const GridTap &tap : axes[i]) {
    positions.push_back(tap.position);
    Value both = inside ? arith::AndIOp::create(b, l, inside, tap.inside).getResult() : tap.inside;
    Value v = combineFrom(b, l, axes, i + 1, slope, positions, both, element);
    positions.pop_back();
    Value factor = static_cast<int64_t>(i) == slope ? tap.slope : tap.weight;
    if (factor)
      v = arith::MulFOp::create(b, l, v, factor);
    sum = sum ? arith::AddFOp::create(b, l, sum, v).getResult() : v;
  }
  return sum;
}

Value GridSampler::combine(OpBuilder &b, Location l, ArrayRef<SmallVector<GridTap>> axes, int64_t slope,
                           function_ref<Value(ValueRange positions, Value inside)> element) {
  SmallVector<Value> positions;
  return combineFrom(b, l, axes, 0, slope, positions, Value(), element);
}
