//===- IntervalTest.cpp - no value lies outside of the set that was computed for it --------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Random sets, random points in them: what a function makes of the points must be in what it makes of the sets. Every
// function of the vocabulary alone, the derived ones, and random formulas of several, in which values are compared,
// selected and used again.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Formulas/Interval.h"
#include "nnf/Formulas/Scalar.h"
#include "gtest/gtest.h"
#include <cmath>
#include <cstring>
#include <random>

using namespace mlir::nnf;
using namespace mlir::nnf::scalar;

namespace {
template <class T>
constexpr Precision precisionOf = std::is_same_v<T, float> ? Precision::Single : Precision::Double;

template <class T>
class Sampler {
public:
  explicit Sampler(unsigned seed) : random(seed) {}

  /// Any number: small, large, special, of either sign.
  T number() {
    static const T special[] = {0,
                                T(-0.0),
                                1,
                                -1,
                                2,
                                T(0.5),
                                3,
                                -2,
                                std::numeric_limits<T>::denorm_min(),
                                -std::numeric_limits<T>::denorm_min(),
                                std::numeric_limits<T>::min(),
                                std::numeric_limits<T>::max(),
                                std::numeric_limits<T>::lowest(),
                                std::numeric_limits<T>::infinity(),
                                -std::numeric_limits<T>::infinity(),
                                std::numeric_limits<T>::epsilon(),
                                T(88.7),
                                T(-87.4),
                                T(1e-3)};
    switch (below(4)) {
    case 0:
      return special[below(std::size(special))];
    case 1:
      return std::uniform_real_distribution<T>(-4, 4)(random);
    case 2:
      return std::uniform_real_distribution<T>(-100, 100)(random);
    default:
      return std::ldexp(std::uniform_real_distribution<T>(-1, 1)(random),
                        int(below(std::numeric_limits<T>::max_exponent * 2)) - std::numeric_limits<T>::max_exponent);
    }
  }

  Bounds set() {
    if (below(40) == 0)
      return Bounds{Bounds::none().lo, Bounds::none().hi, true, false};
    T a = number() + T(0), b = below(5) == 0 ? a : number() + T(0); // an end has no sign of zero
    return Bounds::between(std::min(a, b), std::max(a, b), below(3) == 0, below(2) == 0);
  }

  /// A point of the set: often one of its ends.
  T point(const Bounds &of) {
    if (of.nan && (of.holdsNoNumber() || below(6) == 0))
      return std::numeric_limits<T>::quiet_NaN();
    if (of.contains(0) && below(4) == 0)
      return of.negativeZero && below(2) ? T(-0.0) : T(0);
    T v;
    switch (below(4)) {
    case 0:
      v = T(of.lo);
      break;
    case 1:
      v = T(of.hi);
      break;
    default:
      v = number();
      // Far from the set is outside of it: a convex combination of its ends instead.
      if (!of.contains(v)) {
        T t = std::uniform_real_distribution<T>(0, 1)(random);
        v = T(std::max(of.lo, double(std::numeric_limits<T>::lowest()))) * (1 - t) +
            T(std::min(of.hi, double(std::numeric_limits<T>::max()))) * t;
        v = std::min(std::max(v, T(of.lo)), T(of.hi));
      }
    }
    return v == 0 && (std::signbit(v) && !of.negativeZero) ? T(0) : v;
  }

  unsigned below(unsigned n) { return std::uniform_int_distribution<unsigned>(0, n - 1)(random); }

private:
  std::mt19937 random;
};

template <class T>
std::string show(const Bounds &b) {
  char text[128];
  snprintf(text, sizeof(text), "[%a, %a]%s%s", b.lo, b.hi, b.nan ? " or NaN" : "", b.negativeZero ? " or -0" : "");
  return text;
}

template <class T>
bool isIn(const Bounds &set, T v) {
  if (v != v)
    return set.nan;
  return set.contains(v) && !(v == 0 && std::signbit(v) && !set.negativeZero);
}

template <class T>
bool sameBits(T a, T b) {
  return (a != a && b != b) || std::memcmp(&a, &b, sizeof(T)) == 0;
}

/// `formula` is generic: over intervals and over numbers.
template <class T, class F>
void checkBinary(const char *name, F formula, unsigned rounds = 1500) {
  Sampler<T> sample(std::hash<std::string>()(name));
  for (unsigned i = 0; i < rounds; ++i) {
    Bounds sets[] = {sample.set(), sample.set()};
    Interval result =
        formula(Interval::operand(sets[0], precisionOf<T>, 0), Interval::operand(sets[1], precisionOf<T>, 1));
    for (unsigned k = 0; k < 12; ++k) {
      T a = sample.point(sets[0]), b = sample.point(sets[1]);
      T value = formula(Number<T>(a), Number<T>(b)).v;
      ASSERT_TRUE(isIn(result, value)) << name << "(" << a << ", " << b << ") = " << value << " is not in "
                                       << show<T>(result) << " of " << show<T>(sets[0]) << " and " << show<T>(sets[1]);
      for (unsigned operand : {0u, 1u})
        if (result.isOperand(operand)) {
          ASSERT_TRUE(sameBits(value, operand ? b : a))
              << name << "(" << a << ", " << b << ") = " << value << " is not operand " << operand;
        }
    }
  }
}

template <class T, class F>
void checkUnary(const char *name, F formula) {
  checkBinary<T>(name, [&](auto a, auto) { return formula(a); });
}

template <class T>
void checkVocabulary() {
  checkBinary<T>("+", [](auto a, auto b) { return a + b; });
  checkBinary<T>("-", [](auto a, auto b) { return a - b; });
  checkBinary<T>("*", [](auto a, auto b) { return a * b; });
  checkBinary<T>("/", [](auto a, auto b) { return a / b; });
  checkBinary<T>("pow", [](auto a, auto b) { return pow(a, b); });
  for (double p : {-3.0, -2.0, -1.0, 0.0, 0.5, 1.0, 2.0, 3.0})
    checkUnary<T>("pow to a constant", [p](auto a) { return pow(a, decltype(a)(p)); });
  checkUnary<T>("negation", [](auto a) { return -a; });
  checkUnary<T>("square", [](auto a) { return a * a; });
  checkUnary<T>("abs", [](auto a) { return abs(a); });
  checkUnary<T>("exp", [](auto a) { return exp(a); });
  checkUnary<T>("expm1", [](auto a) { return expm1(a); });
  checkUnary<T>("log", [](auto a) { return log(a); });
  checkUnary<T>("log1p", [](auto a) { return log1p(a); });
  checkUnary<T>("sqrt", [](auto a) { return sqrt(a); });
  checkUnary<T>("tanh", [](auto a) { return tanh(a); });
  checkUnary<T>("erf", [](auto a) { return erf(a); });
  checkUnary<T>("sin", [](auto a) { return sin(a); });
  checkUnary<T>("cos", [](auto a) { return cos(a); });
  checkUnary<T>("sigmoid", [](auto a) { return sigmoid(a); });
  checkUnary<T>("logSigmoid", [](auto a) { return logSigmoid(a); });
  checkUnary<T>("clamp", [](auto a) { return clamp(a, -1.0, 6.0); });
  checkBinary<T>("maximum", [](auto a, auto b) { return maximum(a, b); });
  checkUnary<T>("relu", [](auto a) { return select(a <= decltype(a)(0.0), decltype(a)(0.0), a); });
  checkUnary<T>("leaky", [](auto a) { return select(a > decltype(a)(0.0), a, decltype(a)(0.01) * a); });
  checkBinary<T>("a < b ? a : b", [](auto a, auto b) { return select(a < b, a, b); });
  checkBinary<T>("a >= b ? a - b : b - a", [](auto a, auto b) { return select(a >= b, a - b, b - a); });
  checkBinary<T>("a == b ? a : b", [](auto a, auto b) { return select(equals(a, b), a, b); });
}

/// A random formula: each step makes a value of those before it. The same seed is the same formula, whatever S is.
template <class S>
S randomFormula(unsigned seed, S a, S b) {
  std::mt19937 random(seed);
  auto below = [&](unsigned n) { return unsigned(random() % n); };
  std::vector<S> values = {a, b};
  static const double literals[] = {0, 1, -1, 0.5, 2, 3, -0.01, 6};
  unsigned steps = 2 + below(5);
  for (unsigned i = 0; i < steps; ++i) {
    S x = values[below(values.size())], y = values[below(values.size())], z = values[below(values.size())];
    S literal = literals[below(std::size(literals))];
    switch (below(17)) {
    case 0:
      values.push_back(x + y);
      break;
    case 1:
      values.push_back(x - y);
      break;
    case 2:
      values.push_back(x * y);
      break;
    case 3:
      values.push_back(x / y);
      break;
    case 4:
      values.push_back(literal * x);
      break;
    case 5:
      values.push_back(x + literal);
      break;
    case 6:
      values.push_back(literal - x);
      break;
    case 7:
      values.push_back(select(x < literal, x, y));
      break;
    case 8:
      values.push_back(select(x <= literal, literal, x));
      break;
    case 9:
      values.push_back(select(x > y, x, z));
      break;
    case 10:
      values.push_back(select(x >= literal, y, literal * x));
      break;
    case 11:
      values.push_back(abs(x));
      break;
    case 12:
      values.push_back(exp(x));
      break;
    case 13:
      values.push_back(log1p(x));
      break;
    case 14:
      values.push_back(tanh(x));
      break;
    case 15:
      values.push_back(sqrt(x));
      break;
    default:
      values.push_back(-x);
    }
  }
  return values.back();
}

template <class T>
void checkRandomFormulas(unsigned count) {
  for (unsigned seed = 0; seed < count; ++seed) {
    std::string name = "random formula " + std::to_string(seed);
    checkBinary<T>(name.c_str(), [&](auto a, auto b) { return randomFormula(seed, a, b); }, /*rounds=*/12);
    if (::testing::Test::HasFatalFailure())
      return;
  }
}
} // namespace

TEST(Interval, HoldsEveryValueInSinglePrecision) { checkVocabulary<float>(); }
TEST(Interval, HoldsEveryValueInDoublePrecision) { checkVocabulary<double>(); }
TEST(Interval, HoldsEveryValueOfRandomFormulas) {
  checkRandomFormulas<float>(1500);
  checkRandomFormulas<double>(1500);
}

TEST(Interval, IsNoLooserThanItMustBe) {
  // A test that everything passes would find the useless set of all numbers sound as well.
  auto on = [](double lo, double hi) {
    return Interval::operand(Bounds::between(lo, hi, false), Precision::Single, 0);
  };
  EXPECT_EQ(on(1, 2) + on(3, 4), Bounds::between(4, 6, false));
  EXPECT_EQ(abs(on(-3, 2)), Bounds::between(0, 3, false));
  EXPECT_TRUE(sigmoid(on(-100, 100)).within(0, 1));
  EXPECT_TRUE(clamp(on(-100, 100), -1.0, 6.0).within(-1, 6));
  EXPECT_TRUE(exp(on(-1, 0)).within(0.36f, 1));
  EXPECT_TRUE(select(on(-1, 1) <= Interval(0.0), Interval(0.0), on(-1, 1)).within(0, 1));
  EXPECT_TRUE(select(on(0, 5) <= Interval(0.0), Interval(0.0), on(0, 5)).isOperand(0));
}
