//===- Transfer.cpp - what an op makes of the facts about its operands --------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include "nnf/Analysis/Structure.h"
#include "nnf/Analysis/ValueFacts.h"
#include "nnf/Formulas/Interval.h"
#include "nnf/IR/NnfBase.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mlir::nnf;
using scalar::Interval;
using scalar::Precision;
using Lookup = function_ref<ValueFacts(Value)>;

static constexpr double kInfinity = std::numeric_limits<double>::infinity();

ValueFacts nnf::factsOfType(Type type) {
  ValueFacts f;
  auto integer = dyn_cast<IntegerType>(getElementTypeOrSelf(type));
  if (!integer)
    return f;
  unsigned width = std::min(integer.getWidth(), 64u);
  bool isSigned = !integer.isUnsigned() && width > 1;
  f.bounds = Bounds::between(isSigned ? -std::ldexp(1.0, width - 1) : 0, std::ldexp(1.0, isSigned ? width - 1 : width) - 1, false);
  return f;
}

//===-- scalars and elementwise ops ---------------------------------------------------------------------------------===//

static Precision precisionOf(Type type) {
  Type element = getElementTypeOrSelf(type);
  return !isa<FloatType>(element) ? Precision::Integer : element.isF64() ? Precision::Double : Precision::Single;
}

static Bounds roundedTo(const Bounds &b, Type type) {
  auto element = dyn_cast<FloatType>(getElementTypeOrSelf(type));
  return element ? scalar::roundTo(b, element.getFloatSemantics()) : b;
}

/// f of the operands, as intervals; equal values are known to be equal.
template <class F>
static Bounds evaluate(Operation *op, Lookup lookup, F f) {
  SmallVector<Interval, 3> in;
  Precision precision = precisionOf(op->getResult(0).getType());
  for (auto [i, v] : llvm::enumerate(op->getOperands())) {
    unsigned same = i;
    for (unsigned j = 0; j < i; ++j)
      if (op->getOperand(j) == v)
        same = j;
    in.push_back(Interval::operand(lookup(v).bounds, precision, same));
  }
  return roundedTo(f(in), op->getResult(0).getType());
}

/// The smaller of the ends; NaN as either operand has it.
static Bounds minimum(const Bounds &a, const Bounds &b) {
  return Bounds::between(std::min(a.lo, b.lo), std::min(a.hi, b.hi), a.nan || b.nan, a.negativeZero || b.negativeZero);
}
static Bounds maximum(const Bounds &a, const Bounds &b) {
  return Bounds::between(std::max(a.lo, b.lo), std::max(a.hi, b.hi), a.nan || b.nan, a.negativeZero || b.negativeZero);
}

/// maxnumf and minnumf drop a NaN for the other operand.
static Bounds withoutNan(Bounds r, const Bounds &a, const Bounds &b) {
  for (auto [x, other] : {std::pair(&a, &b), std::pair(&b, &a)})
    if (x->nan)
      r = r.join(*other);
  r.nan = a.nan && b.nan;
  return r;
}

static std::optional<Bounds> scalarBounds(Operation *op, Lookup lookup) {
  auto bounds = [&](unsigned i) { return lookup(op->getOperand(i)).bounds; };
  using In = ArrayRef<Interval>;
  return llvm::TypeSwitch<Operation *, std::optional<Bounds>>(op)
      .Case<arith::AddFOp>([&](auto) { return evaluate(op, lookup, [](In x) { return x[0] + x[1]; }); })
      .Case<arith::SubFOp>([&](auto) { return evaluate(op, lookup, [](In x) { return x[0] - x[1]; }); })
      .Case<arith::MulFOp>([&](auto) { return evaluate(op, lookup, [](In x) { return x[0] * x[1]; }); })
      .Case<arith::DivFOp>([&](auto) { return evaluate(op, lookup, [](In x) { return x[0] / x[1]; }); })
      .Case<arith::NegFOp>([&](auto) { return evaluate(op, lookup, [](In x) { return -x[0]; }); })
      .Case<math::FmaOp>([&](auto) { return evaluate(op, lookup, [](In x) { return x[0] * x[1] + x[2]; }); })
      .Case<math::AbsFOp>([&](auto) { return evaluate(op, lookup, [](In x) { return abs(x[0]); }); })
      .Case<math::ExpOp>([&](auto) { return evaluate(op, lookup, [](In x) { return exp(x[0]); }); })
      .Case<math::Exp2Op>([&](auto) { return evaluate(op, lookup, [](In x) { return exp(x[0] * Interval(0.6931471805599453)); }); })
      .Case<math::ExpM1Op>([&](auto) { return evaluate(op, lookup, [](In x) { return expm1(x[0]); }); })
      .Case<math::LogOp, math::Log2Op, math::Log10Op>([&](auto) {
        // To other bases the same signs, zeros and infinities; the ends in between are not asked for.
        Bounds r = evaluate(op, lookup, [](In x) { return log(x[0]); });
        if (!isa<math::LogOp>(op))
          r = Bounds::between(r.lo >= 0 ? 0 : -kInfinity, r.hi <= 0 ? 0 : kInfinity, r.nan, false);
        return r;
      })
      .Case<math::Log1pOp>([&](auto) { return evaluate(op, lookup, [](In x) { return log1p(x[0]); }); })
      .Case<math::SqrtOp>([&](auto) { return evaluate(op, lookup, [](In x) { return sqrt(x[0]); }); })
      .Case<math::RsqrtOp>([&](auto) { return evaluate(op, lookup, [](In x) { return Interval(1.0) / sqrt(x[0]); }); })
      .Case<math::TanhOp>([&](auto) { return evaluate(op, lookup, [](In x) { return tanh(x[0]); }); })
      .Case<math::ErfOp>([&](auto) { return evaluate(op, lookup, [](In x) { return erf(x[0]); }); })
      .Case<math::SinOp>([&](auto) { return evaluate(op, lookup, [](In x) { return sin(x[0]); }); })
      .Case<math::CosOp>([&](auto) { return evaluate(op, lookup, [](In x) { return cos(x[0]); }); })
      .Case<math::PowFOp>([&](auto) { return evaluate(op, lookup, [](In x) { return pow(x[0], x[1]); }); })
      .Case<arith::MaximumFOp>([&](auto) { return maximum(bounds(0), bounds(1)); })
      .Case<arith::MinimumFOp>([&](auto) { return minimum(bounds(0), bounds(1)); })
      .Case<arith::MaxNumFOp>([&](auto) { return withoutNan(maximum(bounds(0), bounds(1)), bounds(0), bounds(1)); })
      .Case<arith::MinNumFOp>([&](auto) { return withoutNan(minimum(bounds(0), bounds(1)), bounds(0), bounds(1)); })
      .Case<arith::MaxSIOp>([&](auto) { return maximum(bounds(0), bounds(1)); })
      .Case<arith::MinSIOp>([&](auto) { return minimum(bounds(0), bounds(1)); })
      .Case<arith::SelectOp>([&](auto) { return bounds(1).join(bounds(2)); })
      .Case<arith::ExtFOp>([&](auto) { return bounds(0); })
      .Case<arith::TruncFOp>([&](auto) { return roundedTo(bounds(0), op->getResult(0).getType()); })
      .Case<arith::SIToFPOp>([&](auto) { return roundedTo(bounds(0), op->getResult(0).getType()); })
      .Case<arith::UIToFPOp>([&](auto) -> std::optional<Bounds> {
        if (bounds(0).lo < 0)
          return Bounds::between(0, std::ldexp(1.0, getElementTypeOrSelf(op->getOperand(0).getType()).getIntOrFloatBitWidth()), false);
        return roundedTo(bounds(0), op->getResult(0).getType());
      })
      .Case<arith::ExtSIOp, arith::IndexCastOp>([&](auto) -> std::optional<Bounds> {
        // An i1 that is true extends to -1.
        if (getElementTypeOrSelf(op->getOperand(0).getType()).isInteger(1))
          return Bounds::between(-1, 0, false);
        return bounds(0);
      })
      .Case<arith::ExtUIOp>([&](auto) -> std::optional<Bounds> {
        return bounds(0).lo >= 0 ? std::optional<Bounds>(bounds(0)) : std::nullopt;
      })
      .Case<arith::TruncIOp>([&](auto) -> std::optional<Bounds> {
        Bounds fits = factsOfType(op->getResult(0).getType()).bounds;
        return bounds(0).within(fits.lo, fits.hi) ? std::optional<Bounds>(bounds(0)) : std::nullopt;
      })
      .Default([](Operation *) { return std::nullopt; });
}

/// A constant so small (or so near to 1) that adding it, or bounding by it, guards against 0 and changes nothing else.
static bool isGuard(const Bounds &b) { return b.lo == b.hi && (std::abs(b.lo) <= 1e-3 || std::abs(1 - b.lo) <= 1e-3); }

/// The kind of a scalar op's result: the meaning that an operand has and that the op keeps or turns over.
static void inferKind(Operation *op, Lookup lookup, ValueFacts &result) {
  auto keep = [&](const ValueFacts &from, ValueKind kind) {
    result.kind = kind;
    result.axis = from.axis;
    result.origin = from.origin;
    result.call = from.call;
  };
  if (isa<arith::ExtFOp, arith::TruncFOp, arith::ExtSIOp, arith::ExtUIOp, arith::TruncIOp, arith::IndexCastOp>(op)) {
    ValueFacts x = lookup(op->getOperand(0));
    return keep(x, x.kind);
  }
  if (isa<arith::SIToFPOp, arith::UIToFPOp>(op)) {
    // A mask of bits that becomes 0.0 and 1.0 numbers nothing.
    if (!getElementTypeOrSelf(op->getOperand(0).getType()).isInteger(1)) {
      result.kind = ValueKind::Indices;
      result.origin = op;
    }
    return;
  }
  if (isa<math::LogOp>(op)) {
    ValueFacts x = lookup(op->getOperand(0));
    if (x.kind == ValueKind::Probabilities)
      keep(x, ValueKind::LogProbabilities);
    if (x.kind == ValueKind::Chances)
      keep(x, ValueKind::LogChances);
    return;
  }
  if (isa<math::ExpOp>(op)) {
    ValueFacts x = lookup(op->getOperand(0));
    if (x.kind == ValueKind::LogProbabilities)
      keep(x, ValueKind::Probabilities);
    if (x.kind == ValueKind::LogChances)
      keep(x, ValueKind::Chances);
    return;
  }
  if (isa<arith::SelectOp>(op)) {
    ValueFacts a = lookup(op->getOperand(1)), b = lookup(op->getOperand(2));
    // Of two softmaxes, say: the first one stands for both.
    if (a.kind == b.kind) {
      if (a.axis != b.axis)
        a.axis = std::nullopt;
      keep(a, a.kind);
    }
    return;
  }
  // clamp(p, eps, 1 - eps) and p + eps are still probabilities.
  if (isa<arith::MaximumFOp, arith::MinimumFOp, arith::MaxNumFOp, arith::MinNumFOp, arith::AddFOp>(op)) {
    ValueFacts a = lookup(op->getOperand(0)), b = lookup(op->getOperand(1));
    for (const auto &[x, other] : {std::pair(a, b), std::pair(b, a)})
      if ((x.kind == ValueKind::Probabilities || x.kind == ValueKind::Chances) && isGuard(other.bounds))
        return keep(x, x.kind);
  }
}

static ValueFacts inferScalar(Operation *op, Lookup lookup) {
  ValueFacts result = factsOfType(op->getResult(0).getType());
  if (std::optional<Bounds> bounds = scalarBounds(op, lookup))
    result.bounds = *bounds;
  inferKind(op, lookup, result);
  return result;
}

//===-- constants ----------------------------------------------------------------------------------------------------===//

/// Constants of more elements are not looked at.
static constexpr int64_t kMostElements = 1 << 20;

static std::optional<Bounds> boundsOf(Attribute value) {
  auto point = [](const APFloat &v) {
    APFloat wide = v;
    bool loses;
    wide.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven, &loses);
    return Bounds::point(wide.convertToDouble());
  };
  auto number = [](const APInt &v, Type type) {
    bool isUnsigned = type.isUnsignedInteger() || type.isInteger(1);
    double d = v.roundToDouble(!isUnsigned);
    return Bounds::between(d, d, false);
  };
  if (auto f = dyn_cast<FloatAttr>(value))
    return point(f.getValue());
  if (auto i = dyn_cast<IntegerAttr>(value))
    return number(i.getValue(), i.getType());
  auto dense = dyn_cast<DenseElementsAttr>(value);
  if (!dense || (!dense.isSplat() && dense.getNumElements() > kMostElements))
    return std::nullopt;
  Bounds all = Bounds::none();
  if (auto floats = dyn_cast<DenseFPElementsAttr>(dense)) {
    if (dense.isSplat())
      return point(dense.getSplatValue<APFloat>());
    for (const APFloat &v : floats.getValues<APFloat>())
      all = all.join(point(v));
    return all;
  }
  if (!isa<DenseIntElementsAttr>(dense))
    return std::nullopt;
  if (dense.isSplat())
    return number(dense.getSplatValue<APInt>(), dense.getElementType());
  for (const APInt &v : dense.getValues<APInt>())
    all = all.join(number(v, dense.getElementType()));
  return all;
}

//===-- linalg ---------------------------------------------------------------------------------------------------------===//

/// Runs the body over facts. A dimension along which an operand is normalised is followed through the indexing maps; a
/// result that is accumulated is the join of what it starts from and of what any number of iterations makes of it.
static SmallVector<ValueFacts> inferLinalg(linalg::LinalgOp op, Lookup lookup) {
  Block *body = op.getBlock();
  bool parallel = op.getNumParallelLoops() == op.getNumLoops();
  llvm::DenseMap<Value, ValueFacts> scalars;
  for (OpOperand &operand : op->getOpOperands()) {
    ValueFacts f = lookup(operand.get());
    AffineMap map = op.getMatchingIndexingMap(&operand);
    // The dimension as a loop, for the time inside the body.
    if (f.axis && *f.axis < map.getNumResults() && isa<AffineDimExpr>(map.getResult(*f.axis)))
      f.axis = map.getDimPosition(*f.axis);
    else
      f.axis = std::nullopt;
    if (!parallel || op.isDpsInit(&operand))
      f.kind = ValueKind::Unknown, f.origin = nullptr;
    scalars[op.getMatchingBlockArgument(&operand)] = f;
  }
  auto inBody = [&](Value v) {
    auto it = scalars.find(v);
    return it != scalars.end() ? it->second : lookup(v);
  };
  Operation *yield = body->getTerminator();
  for (unsigned round = 0;; ++round) {
    for (Operation &inner : body->without_terminator())
      for (auto [result, facts] : llvm::zip_equal(inner.getResults(), inferFacts(&inner, inBody)))
        scalars[result] = facts;
    if (parallel)
      break;
    bool changed = false;
    for (auto [i, v] : llvm::enumerate(yield->getOperands())) {
      ValueFacts &accumulator = scalars[op.getMatchingBlockArgument(op.getDpsInitOperand(i))];
      ValueFacts next = accumulator.join(inBody(v));
      if (next == accumulator)
        continue;
      changed = true;
      // A bound that moves twice moves for ever.
      if (round > 1) {
        if (next.bounds.lo < accumulator.bounds.lo)
          next.bounds.lo = -kInfinity;
        if (next.bounds.hi > accumulator.bounds.hi)
          next.bounds.hi = kInfinity;
      }
      accumulator = next;
    }
    if (!changed)
      break;
  }
  SmallVector<ValueFacts> results;
  for (auto [i, v] : llvm::enumerate(yield->getOperands())) {
    OpOperand *init = op.getDpsInitOperand(i);
    ValueFacts f = parallel ? inBody(v) : scalars[op.getMatchingBlockArgument(init)];
    if (f.axis) {
      std::optional<unsigned> position =
          op.getMatchingIndexingMap(init).getResultPosition(getAffineDimExpr(*f.axis, op->getContext()));
      f.axis = position ? std::optional<int64_t>(*position) : std::nullopt;
    }
    results.push_back(f);
  }
  return results;
}

//===-- tensors ----------------------------------------------------------------------------------------------------------===//

/// A slice keeps the elements; it keeps the sum along a dimension where it takes all of that.
static ValueFacts inferSlice(tensor::ExtractSliceOp op, ValueFacts f) {
  if (!f.axis)
    return f;
  int64_t axis = *f.axis;
  ArrayRef<int64_t> sizes = op.getStaticSizes(), offsets = op.getStaticOffsets(), strides = op.getStaticStrides();
  int64_t size = op.getSourceType().getDimSize(axis);
  llvm::SmallBitVector dropped = op.getDroppedDims();
  bool whole = !ShapedType::isDynamic(size) && sizes[axis] == size && offsets[axis] == 0 && strides[axis] == 1;
  if (!whole || dropped.test(axis)) {
    // No longer a distribution, though still numbers between the same bounds.
    ValueFacts rest;
    rest.bounds = f.bounds;
    return rest;
  }
  for (int64_t d = 0; d < axis; ++d)
    f.axis = *f.axis - dropped.test(d);
  return f;
}

/// Elements of several tensors side by side.
static ValueFacts joinBounds(ValueRange values, Lookup lookup) {
  ValueFacts f;
  f.bounds = Bounds::none();
  for (Value v : values)
    f.bounds = f.bounds.join(lookup(v).bounds);
  return f;
}

static ValueFacts inferNnf(ValueFactsOpInterface op, Lookup lookup) {
  SmallVector<Bounds> bounds = llvm::map_to_vector(op->getOperands(), [&](Value v) { return lookup(v).bounds; });
  if (int64_t forwarded = op.getForwardedOperand(bounds); forwarded >= 0)
    return lookup(op->getOperand(forwarded));
  ValueFacts f = factsOfType(op->getResult(0).getType());
  f.bounds = op.getResultBounds(bounds);
  f.kind = op.getResultKind();
  f.axis = op.getResultAxis();
  f.origin = f.kind == ValueKind::Unknown ? nullptr : op.getOperation();
  return f;
}

SmallVector<ValueFacts> nnf::inferFacts(Operation *op, Lookup lookup) {
  SmallVector<ValueFacts> results = llvm::map_to_vector(op->getResultTypes(), [](Type t) { return factsOfType(t); });
  if (results.empty())
    return results;
  ValueFacts &first = results.front();
  Attribute constant;
  if (matchPattern(op, m_Constant(&constant))) {
    if (std::optional<Bounds> bounds = boundsOf(constant))
      first.bounds = *bounds;
  } else if (auto facts = dyn_cast<ValueFactsOpInterface>(op)) {
    first = inferNnf(facts, lookup);
  } else if (OpOperand *source = getViewSource(op)) {
    first = lookup(source->get());
    if (first.axis)
      first.axis = mapAxisThroughView(op, *first.axis);
  } else if (auto softmax = dyn_cast<linalg::SoftmaxOp>(op)) {
    first.bounds = Bounds::between(0, 1);
    first.kind = ValueKind::Probabilities;
    first.axis = softmax.getDimension();
    first.origin = op;
  } else if (auto linalgOp = dyn_cast<linalg::LinalgOp>(op)) {
    if (linalgOp.hasPureTensorSemantics())
      results = inferLinalg(linalgOp, lookup);
  } else if (auto slice = dyn_cast<tensor::ExtractSliceOp>(op)) {
    first = inferSlice(slice, lookup(slice.getSource()));
  } else if (isa<tensor::ExtractOp, tensor::GatherOp>(op)) {
    first.bounds = lookup(op->getOperand(0)).bounds;
  } else if (isa<tensor::ConcatOp, tensor::FromElementsOp, tensor::SplatOp>(op)) {
    first = joinBounds(op->getOperands(), lookup);
    if (isa<tensor::SplatOp>(op))
      first.bounds = lookup(op->getOperand(0)).bounds;
  } else if (isa<tensor::InsertOp, tensor::InsertSliceOp>(op)) {
    first = joinBounds({op->getOperand(0), op->getOperand(1)}, lookup);
  } else if (auto pad = dyn_cast<tensor::PadOp>(op)) {
    first = factsOfType(op->getResult(0).getType());
    if (Value v = pad.getConstantPaddingValue())
      first.bounds = lookup(pad.getSource()).bounds.join(lookup(v).bounds);
  } else if (op->getNumRegions() == 0 && op->getNumResults() == 1) {
    first = inferScalar(op, lookup);
  }
  return results;
}
