//===- SpelledActivations.cpp - activations as someone may write them ----------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Beside each function: what is gained. All ops reach their accuracy mark (docs/Accuracy.md, at most 2 units in the last place of
// f32) for all numbers; the bound of a spelling is that of its worst number.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Spelling.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "nnf/IR/ops/ActivationPiecewise.h"
#include "nnf/IR/ops/ActivationSmooth.h"

using namespace mlir;
using namespace mlir::nnf;
using Id = Expressions::Id;

Value nnf::valueOfRootsType(const Expressions &f, Id id) {
  for (Value v : f.getValues(id))
    if (v.getType() == f.getType())
      return v;
  return {};
}

/// Formulas with more candidates are those of whole networks.
static constexpr size_t kMostCandidates = 24;

SmallVector<Id> nnf::nearestCandidates(const Expressions &f) {
  SmallVector<Id> candidates(f.getCandidates().take_front(kMostCandidates));
  std::reverse(candidates.begin(), candidates.end());
  return candidates;
}

namespace {
/// Formulas of the functions, of one operand.
struct Formulas {
  Expressions &f;
  Id x;

  Id n(double v) const { return f.number(v); }
  Id exp(Id a) const { return f.function("exp", {a}); }
  Id scaled(double c, Id a) const { return f.mul(n(c), a); }
  Id tanh(Id a) const { return f.function("tanh", {a}); }
  Id max(Id a, Id b) const { return f.function("max", {a, b}); }
  Id min(Id a, Id b) const { return f.function("min", {a, b}); }
  Id select(Id c, Id a, Id b) const { return f.function("select", {c, a, b}); }
  Id plus1(Id a) const { return f.add(n(1), a); }
  /// clamp(a, 0, 6), either end first.
  Id clamp(Id a, double lo, double hi, bool lowFirst) const {
    return lowFirst ? min(n(hi), max(a, n(lo))) : max(n(lo), min(a, n(hi)));
  }
  /// x + 0.044715 x^3, times sqrt(2 / pi) and `c`; with x in front of the sum, or in it.
  SmallVector<Id, 2> cubic(double c) const {
    double scale = c * 0.7978845608028654;
    return {scaled(scale, f.add(x, scaled(0.044715, f.power(x, 3)))), scaled(scale, f.mul(x, plus1(scaled(0.044715, f.power(x, 2)))))};
  }
  /// `above` where x > 0 and `below` elsewhere, in all ways to ask; at 0 both are 0.
  SmallVector<Id, 4> positive(Id above, Id below) const {
    return {select(f.function("lt", {n(0), x}), above, below), select(f.function("le", {n(0), x}), above, below),
            select(f.function("lt", {x, n(0)}), below, above), select(f.function("le", {x, n(0)}), below, above)};
  }
};
} // namespace

template <class Op, class... Args>
static Recognized as(StringRef name, Type type, Value x, Args... args) {
  return {name, [=](OpBuilder &b, Location loc) -> Value { return Op::create(b, loc, type, x, args...); }};
}

static Value negated(OpBuilder &b, Location loc, Value x) { return arith::NegFOp::create(b, loc, x); }

/// The formula as a function of `x`, whose elements are those of `value`.
static std::optional<Recognized> recognize(Expressions &f, Id x, Value value) {
  Formulas m{f, x};
  Type type = f.getType();
  Id root = f.getRoot();
  auto is = [&](Id formula) { return f.matches(root, formula); };
  auto any = [&](ArrayRef<Id> formulas) { return llvm::any_of(formulas, is); };

  if (f.mentions("exp")) {
    Id e = m.exp(x), inverse = m.exp(m.scaled(-1, x)), square = m.exp(m.scaled(2, x)), inverseSquare = m.exp(m.scaled(-2, x));
    Id sigmoid = f.power(m.plus1(inverse), -1), other = f.div(e, m.plus1(e));
    // exp overflows at 89, where exp(x) / (1 + exp(x)) is NaN; 1 / (1 + exp(-x)) loses what is below 1e-38.
    if (any({sigmoid, other}))
      return as<SigmoidOp>("nnf.sigmoid", type, value);
    if (any({f.mul(x, sigmoid), f.mul(x, other)}))
      return as<SiluOp>("nnf.silu", type, value, false);
    // Cancels near 0 (no digit is left below 1e-7) and is NaN beyond 44 or 89.
    if (any({f.div(f.sub(e, inverse), f.add(e, inverse)), f.div(f.sub(square, m.n(1)), m.plus1(square)),
             f.div(f.sub(m.n(1), inverseSquare), m.plus1(inverseSquare)), f.sub(f.div(m.n(2), m.plus1(inverseSquare)), m.n(1))}))
      return as<TanhOp>("nnf.tanh", type, value);
    Id log = f.function("log", {m.plus1(e)}), logOfInverse = f.function("log", {m.plus1(inverse)});
    // -inf where sigmoid underflows (below -104), 0 where 1 + exp(-x) rounds to 1 (above 17).
    if (any({f.function("log", {sigmoid}), m.scaled(-1, logOfInverse), f.function("log", {other}), f.sub(x, log)}))
      return as<LogsigmoidOp>("nnf.logsigmoid", type, value);
    // The logarithm of one minus a sigmoid is that of the sigmoid of -x; no threshold, as softplus has one, is put in.
    if (any({f.function("log", {f.sub(m.n(1), sigmoid)}), f.function("log", {f.sub(m.n(1), other)}), m.scaled(-1, log)}))
      return Recognized{"nnf.logsigmoid", [=](OpBuilder &b, Location loc) -> Value {
                          return LogsigmoidOp::create(b, loc, type, negated(b, loc, value));
                        }};
    // Infinite above 89, 0 below -17 where 1 + exp(x) rounds to 1.
    if (any({log, f.add(x, logOfInverse)}))
      return Recognized{"nnf.logsigmoid", [=](OpBuilder &b, Location loc) -> Value {
                          return negated(b, loc, LogsigmoidOp::create(b, loc, type, negated(b, loc, value)));
                        }};
    // softplus overflows in it; behind 20 its tanh is 1 to all digits of f64.
    if (f.mentions("tanh") && is(f.mul(x, m.tanh(log))))
      return as<MishOp>("nnf.mish", type, value, false);
    for (Id cubic : m.cubic(-2))
      if (is(f.div(x, m.plus1(m.exp(cubic)))))
        return as<GeluOp>("nnf.gelu", type, value, GeluKind::Tanh);
    // exp(x) - 1 has no digit left below 1e-7.
    Id expm1 = f.sub(e, m.n(1));
    SmallVector<double> alphas(f.getNumbers());
    alphas.push_back(1);
    for (double alpha : alphas) {
      if (!(alpha > 0) || !std::isfinite(alpha))
        continue;
      Id below = m.scaled(alpha, expm1);
      SmallVector<Id, 4> forms = m.positive(x, below);
      forms.push_back(f.add(m.max(x, m.n(0)), m.min(m.n(0), below)));
      if (any(forms))
        return as<EluOp>("nnf.elu", type, value, alpha, false);
    }
  }
  if (f.mentions("tanh")) {
    // 1 + tanh cancels for negative x; the op computes the sigmoid of it.
    for (Id cubic : m.cubic(1))
      if (is(m.scaled(0.5, f.mul(x, m.plus1(m.tanh(cubic))))))
        return as<GeluOp>("nnf.gelu", type, value, GeluKind::Tanh);
  }
  if (f.mentions("erf")) {
    // 1 + erf cancels for negative x: from -5.6 on (f32) nothing is left. The op uses erfc.
    auto erf = [&](double c) { return f.function("erf", {m.scaled(c, x)}); };
    constexpr double half = 0.7071067811865476;
    if (any({m.scaled(0.5, f.mul(x, m.plus1(erf(half)))), m.scaled(0.5, f.mul(x, f.sub(m.n(1), erf(-half))))}))
      return as<GeluOp>("nnf.gelu", type, value, GeluKind::None);
  }
  if (f.mentions("abs") && is(f.div(x, m.plus1(f.function("abs", {x})))))
    return as<SoftsignOp>("nnf.softsign", type, value);
  // From here on comparisons and one multiplication: as exact as the spelling.
  if (f.mentions("max") && f.mentions("min")) {
    for (bool lowFirst : {true, false}) {
      Id shifted = m.clamp(f.add(x, m.n(3)), 0, 6, lowFirst), scaled = m.clamp(f.add(m.scaled(1.0 / 6, x), m.n(0.5)), 0, 1, lowFirst);
      if (any({m.scaled(1.0 / 6, f.mul(x, shifted)), f.mul(x, scaled)}))
        return as<HardswishOp>("nnf.hardswish", type, value, false);
      if (any({m.scaled(1.0 / 6, shifted), scaled}))
        return as<HardsigmoidOp>("nnf.hardsigmoid", type, value, false);
      if (is(m.clamp(x, 0, 6, lowFirst)))
        return as<Relu6Op>("nnf.relu6", type, value, false);
      for (double low : f.getNumbers())
        for (double high : f.getNumbers())
          if (low < high && is(m.clamp(x, low, high, lowFirst)))
            return as<HardtanhOp>("nnf.hardtanh", type, value, low, high, false);
    }
  }
  if (f.mentions("max") || f.mentions("select") || f.mentions("bit")) {
    SmallVector<Id, 6> forms = m.positive(x, m.n(0));
    forms.append({m.max(x, m.n(0)), f.mul(x, f.function("bit", {f.function("lt", {m.n(0), x})}))});
    if (any(forms))
      return as<ReluOp>("nnf.relu", type, value, false);
    for (double slope : f.getNumbers()) {
      if (!std::isfinite(slope) || slope == 0)
        continue;
      forms = m.positive(x, m.scaled(slope, x));
      if (slope > 0 && slope < 1)
        forms.append({m.max(x, m.scaled(slope, x)), f.add(m.max(x, m.n(0)), m.scaled(slope, m.min(x, m.n(0))))});
      if (any(forms))
        return as<LeakyReluOp>("nnf.leaky_relu", type, value, slope, false);
    }
  }
  return std::nullopt;
}

/// `math.log` of 1 + x and `exp(x) - 1`, where they are no more than that.
static std::optional<Recognized> recognizeShifted(Expressions &f, Id x, Value value) {
  Id root = f.getRoot();
  if (f.matches(root, f.function("log", {f.add(f.number(1), x)})))
    return Recognized{"math.log1p", [=](OpBuilder &b, Location loc) -> Value { return math::Log1pOp::create(b, loc, value); }};
  if (f.matches(root, f.sub(f.function("exp", {x}), f.number(1))))
    return Recognized{"math.expm1", [=](OpBuilder &b, Location loc) -> Value { return math::ExpM1Op::create(b, loc, value); }};
  return std::nullopt;
}

std::optional<Recognized> nnf::recognizeActivation(Expressions &f) {
  SmallVector<Id> candidates = nearestCandidates(f);
  for (auto *match : {&recognize, &recognizeShifted})
    for (Id x : candidates) {
      Value value = valueOfRootsType(f, x);
      if (!value || f[x].kind == Expressions::Kind::Number)
        continue;
      if (std::optional<Recognized> found = match(f, x, value))
        return found;
    }
  return std::nullopt;
}
