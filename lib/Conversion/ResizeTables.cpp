//===- ResizeTables.cpp - which pixels an output position reads, and their weights ---------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "nnf/Conversion/Resize.h"

using namespace mlir;
using namespace mlir::nnf;
using scalar::Emit;
using scalar::ScalarIR;

namespace {
/// Builds the tables of one dimension. Places are computed in f32 (in f64 for f64 images), step by step as PyTorch does, since a
/// place that is rounded to the other side of a pixel's edge is another pixel.
class Tables {
public:
  Tables(TensorBuilder &t, const ResizeDim &dim, bool alignCorners, Type real)
      : t(t), b(t.b), dim(dim), alignCorners(alignCorners), real(real), i64(b.getI64Type()),
        in(getValueOrCreateConstantIndexOp(b, t.loc, dim.in)), out(getValueOrCreateConstantIndexOp(b, t.loc, dim.out)),
        last(arith::SubIOp::create(b, t.loc, asI64(in), constant(1))) {}

  ResizeTables nearest(bool exact) {
    Value scale = scaleOf(/*corners=*/false);
    Value isSame = arith::CmpIOp::create(b, t.loc, arith::CmpIPredicate::eq, in, out);
    Value doubled = arith::MulIOp::create(b, t.loc, in, t.index(2));
    Value isDouble = arith::CmpIOp::create(b, t.loc, arith::CmpIPredicate::eq, doubled, out);
    ResizeTables tables;
    tables.positions = fill({i64}, [&](OpBuilder &n, Location l, Value o) {
      Emit e{n, l};
      ScalarIR place(e, t.convert(n, l, o, real));
      if (exact)
        place = place + ScalarIR(0.5);
      Value p = toInteger(n, l, (place * ScalarIR(e, scale)).value(e, real));
      p = arith::MinSIOp::create(n, l, p, last);
      if (!exact) {
        // PyTorch takes these two without the scale.
        Value one = arith::ConstantOp::create(n, l, n.getI64IntegerAttr(1));
        p = arith::SelectOp::create(n, l, isDouble, arith::ShRSIOp::create(n, l, o, one), p);
        p = arith::SelectOp::create(n, l, isSame, o, p);
      }
      return SmallVector<Value>{p};
    });
    return tables;
  }

  /// Two pixels; where the sizes are equal, one with the whole weight.
  ResizeTables linear() {
    Value scale = scaleOf(alignCorners);
    Value isSame = arith::CmpIOp::create(b, t.loc, arith::CmpIPredicate::eq, in, out);
    return split(fill({i64, i64, real, real}, [&](OpBuilder &n, Location l, Value o) {
      Emit e{n, l};
      ScalarIR place = placeOf(e, o, scale);
      if (!alignCorners)
        place = select(place < ScalarIR(0.0), ScalarIR(0.0), place);
      auto [low, part] = splitPlace(e, place);
      low = arith::SelectOp::create(n, l, isSame, o, low);
      part = arith::SelectOp::create(n, l, isSame, TensorBuilder(n, l).constant(real, 0), part);
      Value one = arith::ConstantOp::create(n, l, n.getI64IntegerAttr(1));
      Value high = arith::MinSIOp::create(n, l, arith::AddIOp::create(n, l, low, one), last);
      high = arith::SelectOp::create(n, l, isSame, o, high);
      ScalarIR rest = ScalarIR(1.0) - ScalarIR(e, part);
      return SmallVector<Value>{low, high, rest.value(e, real), part};
    }));
  }

  /// Four pixels, those outside being the edge's.
  ResizeTables cubic() {
    Value scale = scaleOf(alignCorners);
    return split(fill({i64, i64, i64, i64, real, real, real, real}, [&](OpBuilder &n, Location l, Value o) {
      Emit e{n, l};
      auto [low, part] = splitPlace(e, placeOf(e, o, scale));
      SmallVector<Value> row;
      Value zero = arith::ConstantOp::create(n, l, n.getI64IntegerAttr(0));
      for (int64_t k = -1; k <= 2; ++k) {
        Value p = arith::AddIOp::create(n, l, low, arith::ConstantOp::create(n, l, n.getI64IntegerAttr(k)));
        row.push_back(arith::MaxSIOp::create(n, l, arith::MinSIOp::create(n, l, p, last), zero));
      }
      ScalarIR x(e, part), y = ScalarIR(1.0) - x;
      for (ScalarIR w : {cubicFar(x + ScalarIR(1.0), -0.75), cubicNear(x, -0.75), cubicNear(y, -0.75),
                         cubicFar(y + ScalarIR(1.0), -0.75)})
        row.push_back(w.value(e, real));
      return row;
    }));
  }

  /// The filter at the pixels around the place, `support` to each side of it, divided by their sum.
  ResizeTables antialias(ResizeKernel kernel) {
    double width = kernel == ResizeKernel::AntialiasLinear ? 2 : kernel == ResizeKernel::AntialiasCubic ? 4 : 6;
    Value scale = scaleOf(alignCorners);
    // A dimension that keeps its size is left alone, whatever the factor says.
    Value isSame = arith::CmpIOp::create(b, t.loc, arith::CmpIPredicate::eq, in, out);
    Emit e{b, t.loc};
    ScalarIR s(e, scale), half(width * 0.5);
    Value support = select(s >= ScalarIR(1.0), half * s, half).value(e, real);
    Value inverse = select(s >= ScalarIR(1.0), ScalarIR(1.0) / s, ScalarIR(1.0)).value(e, real);
    ResizeTables tables;
    SmallVector<Value> ranges = fill({i64, i64}, [&](OpBuilder &n, Location l, Value o) {
      Emit inner{n, l};
      ScalarIR centre = centreOf(inner, o, scale), reach(inner, support);
      Value zero = arith::ConstantOp::create(n, l, n.getI64IntegerAttr(0));
      Value from = truncated(n, l, (centre - reach + ScalarIR(0.5)).value(inner, real));
      Value to = truncated(n, l, (centre + reach + ScalarIR(0.5)).value(inner, real));
      from = arith::MaxSIOp::create(n, l, from, zero);
      to = arith::MinSIOp::create(n, l, to, asI64(n, l, in));
      Value count = arith::SubIOp::create(n, l, to, from), one = arith::ConstantOp::create(n, l, n.getI64IntegerAttr(1));
      return SmallVector<Value>{arith::SelectOp::create(n, l, isSame, o, from),
                                arith::SelectOp::create(n, l, isSame, one, count)};
    });
    tables.positions = {ranges[0]};
    tables.counts = ranges[1];
    // ceil(support) to each side and the pixel between, but not more than there are.
    Value most = toInteger(b, t.loc, math::CeilOp::create(b, t.loc, support));
    most = arith::AddIOp::create(b, t.loc, arith::MulIOp::create(b, t.loc, most, constant(2)), constant(1));
    most = arith::MinSIOp::create(b, t.loc, most, asI64(in));
    tables.reach = arith::IndexCastOp::create(b, t.loc, b.getIndexType(), most).getResult();

    SmallVector<utils::IteratorType> parallel(2, utils::IteratorType::parallel);
    Value raw = t.generic(
        {{tables.positions[0], {0}}, {tables.counts, {0}}}, {{t.empty({dim.out, tables.reach}, real), {0, 1}}}, parallel,
        [&](OpBuilder &n, Location l, ValueRange args) {
          Emit inner{n, l};
          Value o = asI64(n, l, linalg::IndexOp::create(n, l, 0)), k = asI64(n, l, linalg::IndexOp::create(n, l, 1));
          Value p = t.convert(n, l, arith::AddIOp::create(n, l, args[0], k), real);
          ScalarIR x = (ScalarIR(inner, p) - centreOf(inner, o, scale) + ScalarIR(0.5)) * ScalarIR(inner, inverse);
          Value counts = arith::CmpIOp::create(n, l, arith::CmpIPredicate::slt, k, args[1]);
          Value w = filter(kernel, x).value(inner, real);
          w = arith::SelectOp::create(n, l, isSame, TensorBuilder(n, l).constant(real, 1), w);
          return SmallVector<Value>{
              arith::SelectOp::create(n, l, counts, w, TensorBuilder(n, l).constant(real, 0))};
        })[0];
    Value total = t.sum({{raw, {0, 1}}}, 2, {1}, [](auto s) { return *s[0]; });
    tables.weights = {t.map({{raw, {0, 1}}, {total, {0}}}, 2, real, [](auto s) {
      return select(equals(*s[1], ScalarIR(0.0)), ScalarIR(0.0), *s[0] / *s[1]);
    })};
    return tables;
  }

private:
  Value constant(int64_t v) { return arith::ConstantOp::create(b, t.loc, b.getI64IntegerAttr(v)); }
  Value asI64(Value v) { return asI64(b, t.loc, v); }
  static Value asI64(OpBuilder &n, Location l, Value v) {
    return arith::IndexCastOp::create(n, l, n.getI64Type(), v);
  }
  static Value truncated(OpBuilder &n, Location l, Value v) { return arith::FPToSIOp::create(n, l, n.getI64Type(), v); }
  /// Rounded down.
  static Value toInteger(OpBuilder &n, Location l, Value v) {
    return truncated(n, l, math::FloorOp::create(n, l, v));
  }

  /// Input pixels an output pixel.
  Value scaleOf(bool corners) {
    Emit e{b, t.loc};
    if (!corners && dim.factor)
      return ScalarIR(real.isF32() ? static_cast<float>(1 / *dim.factor) : 1 / *dim.factor).value(e, real);
    Value inSize = asI64(in), outSize = asI64(out);
    if (!corners)
      return arith::DivFOp::create(b, t.loc, t.convert(b, t.loc, inSize, real), t.convert(b, t.loc, outSize, real));
    Value steps = arith::SubIOp::create(b, t.loc, outSize, constant(1));
    Value single = arith::CmpIOp::create(b, t.loc, arith::CmpIPredicate::sle, steps, constant(0));
    Value divisor = arith::MaxSIOp::create(b, t.loc, steps, constant(1));
    Value quotient = arith::DivFOp::create(b, t.loc, t.convert(b, t.loc, last, real), t.convert(b, t.loc, divisor, real));
    return arith::SelectOp::create(b, t.loc, single, t.constant(real, 0), quotient);
  }

  ScalarIR centreOf(const Emit &e, Value o, Value scale) {
    return ScalarIR(e, scale) * (ScalarIR(e, t.convert(e.b, e.loc, o, real)) + ScalarIR(0.5));
  }
  ScalarIR placeOf(const Emit &e, Value o, Value scale) {
    if (alignCorners)
      return ScalarIR(e, scale) * ScalarIR(e, t.convert(e.b, e.loc, o, real));
    // Rounded once, as PyTorch's kernels are compiled.
    Value middle = (ScalarIR(e, t.convert(e.b, e.loc, o, real)) + ScalarIR(0.5)).value(e, real);
    return ScalarIR(e, math::FmaOp::create(e.b, e.loc, scale, middle, TensorBuilder(e.b, e.loc).constant(real, -0.5)));
  }

  /// The pixel that a place lies behind, no further than the last one, and how far it lies behind it, from 0 to 1.
  std::pair<Value, Value> splitPlace(const Emit &e, ScalarIR place) {
    Value p = place.value(e, real);
    Value low = arith::MinSIOp::create(e.b, e.loc, toInteger(e.b, e.loc, p), last);
    ScalarIR part = place - ScalarIR(e, t.convert(e.b, e.loc, low, real));
    part = select(part < ScalarIR(0.0), ScalarIR(0.0), part);
    return {low, select(part > ScalarIR(1.0), ScalarIR(1.0), part).value(e, real)};
  }

  /// Keys' cubic kernel for |x| < 1 and for 1 <= |x| < 2.
  static ScalarIR cubicNear(ScalarIR x, double a) {
    return ((ScalarIR(a + 2) * x - ScalarIR(a + 3)) * x) * x + ScalarIR(1.0);
  }
  static ScalarIR cubicFar(ScalarIR x, double a) {
    return ((ScalarIR(a) * x - ScalarIR(5 * a)) * x + ScalarIR(8 * a)) * x - ScalarIR(4 * a);
  }

  static ScalarIR filter(ResizeKernel kernel, ScalarIR x) {
    ScalarIR far = abs(x);
    if (kernel == ResizeKernel::AntialiasLinear)
      return select(far < ScalarIR(1.0), ScalarIR(1.0) - far, ScalarIR(0.0));
    if (kernel == ResizeKernel::AntialiasCubic)
      return select(far < ScalarIR(1.0), cubicNear(far, -0.5),
                    select(far < ScalarIR(2.0), cubicFar(far, -0.5), ScalarIR(0.0)));
    // sinc(x) sinc(x / 3)
    ScalarIR angle = far * ScalarIR(M_PI), third = angle / ScalarIR(3.0);
    ScalarIR value = sin(angle) / angle * (sin(third) / third);
    return select(far < ScalarIR(3.0), select(equals(far, ScalarIR(0.0)), ScalarIR(1.0), value), ScalarIR(0.0));
  }

  /// One table a type, from the output position as i64.
  SmallVector<Value> fill(ArrayRef<Type> types, function_ref<SmallVector<Value>(OpBuilder &, Location, Value)> row) {
    SmallVector<Along> outs;
    for (Type type : types)
      outs.push_back({t.empty({dim.out}, type), {0}});
    return t.generic({}, outs, {utils::IteratorType::parallel}, [&](OpBuilder &n, Location l, ValueRange) {
      return row(n, l, asI64(n, l, linalg::IndexOp::create(n, l, 0)));
    });
  }
  /// Positions first, then as many weights.
  static ResizeTables split(ArrayRef<Value> columns) {
    ResizeTables tables;
    size_t taps = columns.size() / 2;
    tables.positions.assign(columns.begin(), columns.begin() + taps);
    tables.weights.assign(columns.begin() + taps, columns.end());
    return tables;
  }

  TensorBuilder &t;
  OpBuilder &b;
  const ResizeDim &dim;
  bool alignCorners;
  Type real, i64;
  Value in, out, last;
};
} // namespace

ResizeTables nnf::resizeTables(TensorBuilder &t, ResizeKernel kernel, const ResizeDim &dim, bool alignCorners,
                               Type compute) {
  // Copies find their pixel in f32 whatever the image holds.
  bool copies = kernel == ResizeKernel::Nearest || kernel == ResizeKernel::NearestExact;
  Tables tables(t, dim, alignCorners, copies || !compute.isF64() ? Type(t.b.getF32Type()) : compute);
  switch (kernel) {
  case ResizeKernel::Nearest:
    return tables.nearest(/*exact=*/false);
  case ResizeKernel::NearestExact:
    return tables.nearest(/*exact=*/true);
  case ResizeKernel::Linear:
    return tables.linear();
  case ResizeKernel::Cubic:
    return tables.cubic();
  default:
    return tables.antialias(kernel);
  }
}
