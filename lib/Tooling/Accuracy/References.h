//===- References.h - activations in a wider type ---------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// W is double (for f32) or x87 long double (for f64). Each is written so that it loses less than a hundredth of a unit
// of the narrow type: where terms cancel another form is taken than the kernels have, and where the absolute error of
// an argument would become the relative error of an exponential, the argument has a second word. Infinities give what
// torch gives.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_ACCURACY_REFERENCES_H
#define NNF_TOOLING_ACCURACY_REFERENCES_H

#include <cmath>
#include <limits>

namespace mlir::nnf::accuracy::reference {

/// f(x, parameters...) with the parameters in the type of x.
template <class F, class W, class... Parameters> W apply(F f, W x, Parameters... parameters) {
  return f(x, W(parameters)...);
}

template <class W> constexpr W notANumber = std::numeric_limits<W>::quiet_NaN();

/// Bits of a product that its rounding lost.
template <class W> W lost(W a, W b) { return std::fma(a, b, -(a * b)); }

template <class W> W sigmoid(W x) { return 1 / (1 + std::exp(-x)); }
template <class W> W sigmoidGrad(W x) {
  W z = std::exp(-std::fabs(x));
  return z / ((1 + z) * (1 + z));
}
template <class W> W silu(W x) { return x / (1 + std::exp(-x)); }
template <class W> W siluTerms(W x) { return sigmoid(x) + std::fabs(x) * sigmoidGrad(x); }
/// (1 + e^-x + x e^-x) / (1 + e^-x)^2, for x < 0 times e^x above and below.
template <class W> W siluGrad(W x) {
  if (std::isinf(x))
    return notANumber<W>;
  W z = std::exp(-std::fabs(x));
  return x < 0 ? z * (1 + x + z) / ((1 + z) * (1 + z)) : (1 + z * (1 + x)) / ((1 + z) * (1 + z));
}

constexpr long double invSqrt2Pi = 0.398942280401432677939946059934381868L;

/// A constant given as the nearest long double and what that lacks, in two words of W.
template <class W> struct Constant {
  W high, low;
  Constant(long double nearest, long double rest) : high(W(nearest)), low(W((nearest - high) + rest)) {}
};

/// Phi(x) = erfc(-x / sqrt 2) / 2. What the rounding of the argument loses counts by the derivative.
template <class W> W Phi(W x) {
  const Constant<W> root(0.7071067811865475244008443621048490392848L, 1.8950325588932570797e-20L);
  const W r = root.high, rLow = root.low;
  W y = -x * r;
  W low = -(lost(x, r) + x * rLow);
  W tail = std::erfc(y);
  // erfc(y + low) = erfc(y) - low * 2 / sqrt(pi) * e^(-y^2) + ...
  return W(0.5) * (tail - low * W(1.12837916709551257389615890312154517L) * std::exp(-y * y));
}
/// x^2 / 2 in two words as the argument of an exponential.
template <class W> W phi(W x) {
  W square = x * x;
  return W(invSqrt2Pi) * std::exp(-square / 2) * (1 - lost(x, x) / 2);
}
template <class W> W geluErf(W x) { return std::isinf(x) ? (x > 0 ? x : notANumber<W>) : x * Phi(x); }
template <class W> W geluErfTerms(W x) { return Phi(x) + std::fabs(x) * phi(x); }
template <class W> W geluErfGrad(W x) {
  if (std::isinf(x))
    return notANumber<W>;
  W y = Phi(x) + x * phi(x);
  return y == 0 ? std::copysign(y, x) : y;
}

template <class W> struct TanhGelu {
  W v, vLow, slope;
  explicit TanhGelu(W x) {
    const Constant<W> linear(1.595769121605730711759784239737527473903L, 5.351177755720478292e-20L);
    const Constant<W> c(0.044715L, 5.1174342541315809285e-22L);
    // 1 + c x^2 in two words, by Knuth's sum.
    W square = x * x, product = c.high * square;
    W inner = 1 + product, part = inner - 1;
    W innerLow = (product - part) + (1 - (inner - part)) + lost(c.high, square) + c.high * lost(x, x) + c.low * square;
    W head = linear.high * x, headLow = lost(linear.high, x) + linear.low * x;
    v = head * inner;
    vLow = lost(head, inner) + headLow * inner + head * innerLow;
    slope = linear.high * (1 + 3 * product);
  }
};
template <class W> W geluTanh(W x) {
  if (std::isinf(x))
    return x > 0 ? x : notANumber<W>;
  if (std::fabs(x) > 1000)
    return x > 0 ? x : -W(0);
  TanhGelu<W> g(x);
  return x / (1 + std::exp(-g.v) * (1 - g.vLow));
}
template <class W> W geluTanhTerms(W x) {
  TanhGelu<W> g(std::fabs(x) > 1000 ? std::copysign(W(1000), x) : x);
  W z = std::exp(-std::fabs(g.v));
  return (x < 0 ? z / (1 + z) : 1 / (1 + z)) + std::fabs(x * g.slope) * z / ((1 + z) * (1 + z));
}
template <class W> W geluTanhGrad(W x) {
  if (std::isinf(x))
    return notANumber<W>;
  if (std::fabs(x) > 1000)
    return x > 0 ? W(1) : -W(0);
  TanhGelu<W> g(x);
  W z = std::exp(-std::fabs(g.v)) * (1 - (x < 0 ? -g.vLow : g.vLow));
  W w = x * g.slope;
  return x < 0 ? z * (1 + w + z) / ((1 + z) * (1 + z)) : (1 + z * (1 + w)) / ((1 + z) * (1 + z));
}

/// tanh(log(1 + e^x)) = e (2 + e) / (2 + 2 e + e^2)
template <class W> W mish(W x) {
  if (x > 100)
    return x;
  if (std::isinf(x))
    return notANumber<W>;
  W e = std::exp(x);
  return x * (e * (e + 2) / (e * (e + 2) + 2));
}
template <class W> W mishTerms(W x) {
  W e = std::exp(std::fmin(x, W(100))), D = e * (e + 2) + 2;
  return e * (e + 2) / D + std::fabs(std::fmin(x, W(100))) * 4 * e * (1 + e) / (D * D);
}
template <class W> W mishGrad(W x) {
  if (std::isinf(x))
    return notANumber<W>;
  if (x > 100)
    return 1;
  W e = std::exp(x), D = e * (e + 2) + 2;
  // e (4 + 4 x + e (6 + 4 x + e (4 + e))) / D^2: one rounding near the zero, where 4 + 4 x is exact.
  return e * (4 + 4 * x + e * (6 + 4 * x + e * (4 + e))) / (D * D);
}

template <class W> W logSigmoid(W x) {
  return x < 0 ? x - std::log1p(std::exp(x)) : 0 - std::log1p(std::exp(-x));
}
template <class W> W logSigmoidGrad(W x) { return sigmoid(-x); }
/// What the rounding of a product lost, where it is small enough to be the second word of an exponential's argument.
template <class W> W smallLost(W a, W b) {
  W low = lost(a, b);
  return std::fabs(low) < W(1e-3) ? low : W(0);
}
template <class W> W softplus(W x, W beta, W threshold) {
  W v = x * beta;
  if (v > threshold)
    return x;
  W low = smallLost(x, beta);
  return (v > 0 ? v + (low + std::log1p(std::exp(-v) * (1 - low))) : std::log1p(std::exp(v) * (1 + low))) / beta;
}
template <class W> W softplusGrad(W x, W beta, W threshold) {
  W v = x * beta;
  if (v > threshold)
    return 1;
  W low = smallLost(x, beta);
  return v > 0 ? 1 / (1 + std::exp(-v) * (1 - low)) : std::exp(v) * (1 + low) / (1 + std::exp(v));
}

template <class W> W elu(W x, W alpha) { return x > 0 || x == 0 ? x : alpha * std::expm1(x); }
template <class W> W eluGrad(W x, W alpha) { return x > 0 ? W(1) : alpha * std::exp(x); }
template <class W> W celu(W x, W alpha) { return x > 0 || x == 0 ? x : alpha * std::expm1(x / alpha); }
template <class W> W celuGrad(W x, W alpha) {
  if (x > 0)
    return 1;
  W v = x / alpha, low = std::fma(-v, alpha, x) / alpha;
  return std::exp(v) * (1 + (std::fabs(low) < W(1e-3) ? low : W(0)));
}
template <class W> W selu(W x) {
  return x > 0 ? W(1.0507009873554804934193349852946L) * x
               : W(1.7580993408473768599402175208123L) * std::expm1(x);
}
template <class W> W seluGrad(W x) {
  return x > 0 ? W(1.0507009873554804934193349852946L) : W(1.7580993408473768599402175208123L) * std::exp(x);
}

template <class W> W tanhGrad(W x) {
  W z = std::exp(-2 * std::fabs(x));
  return 4 * z / ((1 + z) * (1 + z));
}
/// Below 1/2 the series of x - tanh x = x^3 (1/3 - 2/15 x^2 + ...) by the recurrence of tanh's coefficients
/// ((2k + 1) t_k = -sum t_i t_j over i + j = k - 1, from tanh' = 1 - tanh^2).
template <class W> W tanhshrink(W x) {
  if (!(std::fabs(x) < W(0.5)))
    return x - std::tanh(x);
  constexpr int terms = 48;
  static const auto *coefficients = [] {
    auto *t = new W[terms];
    t[0] = 1;
    for (int k = 1; k < terms; ++k) {
      W sum = 0;
      for (int i = 0; i < k; ++i)
        sum += t[i] * t[k - 1 - i];
      t[k] = -sum / (2 * k + 1);
    }
    return t;
  }();
  W square = x * x, sum = 0;
  for (int k = terms - 1; k >= 1; --k)
    sum = sum * square - coefficients[k];
  return x * square * sum;
}
template <class W> W tanhshrinkGrad(W x) {
  W t = std::tanh(x);
  return t * t;
}
template <class W> W softsignGrad(W x) {
  W d = 1 + std::fabs(x);
  return std::isinf(x) ? notANumber<W> : 1 / d / d;
}
template <class W> W hardsigmoid(W x) { return x <= -3 ? W(0) : x >= 3 ? W(1) : (x + 3) / 6; }
template <class W> W hardswish(W x) {
  if (x >= 3)
    return x;
  return x > -3 ? x * (x + 3) / 6 : x * W(0);
}
template <class W> W hardswishGrad(W x) { return x <= -3 ? W(0) : x >= 3 ? W(1) : (2 * x + 3) / 6; }

} // namespace mlir::nnf::accuracy::reference

#endif // NNF_TOOLING_ACCURACY_REFERENCES_H
