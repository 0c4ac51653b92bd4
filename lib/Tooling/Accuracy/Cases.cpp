//===- Cases.cpp - the functions measured, with references and bounds -------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// References are computed in x87 long double. Those of the functions are the C library's.
//
//===--------------------------------------------------------------------------------------------------------===//

#include "References.h"
#include "VectorLane.h"
#include "nnf/Codegen/Math/Functions.h"
#include "nnf/Formulas/Accurate/Kernels.h"
#include "nnf/Tooling/Accuracy.h"

#include <cstring>

using namespace mlir::nnf;
using namespace mlir::nnf::accuracy;

namespace {

/// Largest errors allowed, in ULP.
struct Bounds {
  double f32, f64;
};

/// y[i] = kernel(x[i]), the last elements in a vector filled up with ones.
template <class Kernel, class T> void evaluate(const Kernel &kernel, const T *x, T *y, size_t n) {
  auto some = [&](size_t i, size_t count) {
    VectorLane<T> v(1.0);
    std::memcpy(&v.v, x + i, count * sizeof(T));
    v = kernel(v);
    std::memcpy(y + i, &v.v, count * sizeof(T));
  };
  size_t i = 0;
  for (; i + vectorLanes <= n; i += vectorLanes)
    some(i, vectorLanes);
  if (i < n)
    some(i, n - i);
}

/// `kernel` takes any lane, `reference` a long double.
template <class Kernel, class Reference>
Case makeCase(const char *name, Bounds bounds, Kernel kernel, Reference reference, double (*terms)(double) = nullptr) {
  Case c;
  c.name = name;
  c.f32 = [kernel](const float *x, float *y, size_t n) { evaluate(kernel, x, y, n); };
  c.f64 = [kernel](const double *x, double *y, size_t n) { evaluate(kernel, x, y, n); };
  c.reference = [reference](long double x) -> long double { return reference(x); };
  c.bound32 = bounds.f32;
  c.bound64 = bounds.f64;
  c.terms = terms;
  return c;
}

/// A function of the vector math library against the C library's.
#define FUNCTION(NAME, BOUND32, BOUND64)                                                                               \
  makeCase(                                                                                                            \
      #NAME, {BOUND32, BOUND64}, [](auto x) { return vecmath::NAME(x); }, [](auto x) { return std::NAME(x); })
/// pow of one variable: x^Y and X^y.
#define POWER(Y)                                                                                                       \
  makeCase(                                                                                                            \
      "pow(x, " #Y ")", {1, 1}, [](auto x) { return vecmath::pow(x, decltype(x)(Y)); },                                \
      [](auto x) { return std::pow(x, decltype(x)(Y)); })
#define POWER_OF(X)                                                                                                    \
  makeCase(                                                                                                            \
      "pow(" #X ", x)", {1, 1}, [](auto x) { return vecmath::pow(decltype(x)(X), x); },                                \
      [](auto x) { return std::pow(decltype(x)(X), x); })
/// atan2 of one variable.
#define ANGLE(CALL, REFERENCE, OURS)                                                                                   \
  makeCase(                                                                                                            \
      #CALL, {1, 2.5}, [](auto x) { return OURS; }, [](auto x) { return REFERENCE; })
/// An activation or its derivative: the bounds are those of Kernels.h.
#define KERNEL(NAME, BOUND)                                                                                            \
  makeCase(                                                                                                            \
      "accurate::" #NAME, {BOUND, 4}, [](auto x) { return vecmath::accurate::NAME(x); },                               \
      [](auto x) { return reference::NAME(x); })
/// A derivative with a zero between its tails.
#define KERNEL_WITH_ZERO(NAME, TERMS)                                                                                  \
  makeCase(                                                                                                            \
      "accurate::" #NAME, {4, 4}, [](auto x) { return vecmath::accurate::NAME(x); },                                   \
      [](auto x) { return reference::NAME(x); }, reference::TERMS<double>)
/// With parameters; they show in the name.
#define KERNEL_WITH(NAME, BOUND, ...)                                                                                  \
  makeCase(                                                                                                            \
      "accurate::" #NAME "(" #__VA_ARGS__ ")", {BOUND, 4},                                                             \
      [](auto x) { return vecmath::accurate::NAME(x, __VA_ARGS__); },                                                  \
      [](auto x) { return reference::apply(reference::NAME<decltype(x)>, x, __VA_ARGS__); })

} // namespace

const std::vector<Case> &mlir::nnf::accuracy::cases() {
  static const std::vector<Case> all = {
      FUNCTION(exp, 1, 1),
      FUNCTION(exp2, 1, 1),
      FUNCTION(expm1, 1, 1.1),
      FUNCTION(log, 1, 1),
      FUNCTION(log2, 1, 1.1),
      FUNCTION(log10, 1.1, 1),
      FUNCTION(log1p, 1, 1),
      FUNCTION(tanh, 1, 1),
      FUNCTION(erf, 1, 1.1),
      FUNCTION(erfc, 2, 2.2),
      FUNCTION(sin, 1, 1),
      FUNCTION(cos, 1, 1),
      FUNCTION(tan, 1, 2.5),
      FUNCTION(asin, 1, 2.5),
      FUNCTION(acos, 1, 2.5),
      FUNCTION(sinh, 1, 3),
      FUNCTION(cosh, 1, 3),
      FUNCTION(asinh, 1, 3),
      FUNCTION(acosh, 1, 3),
      FUNCTION(atanh, 1, 3),
      FUNCTION(cbrt, 1, 1),
      FUNCTION(atan, 1.5, 1),
      makeCase(
          "rsqrt", {1.5, 1.5}, [](auto x) { return vecmath::rsqrt(x); },
          [](auto x) { return x == 0 ? 1 / x : 1 / std::sqrt(x); }),
      ANGLE(atan2(x, 1.5), std::atan2(x, decltype(x)(1.5)), vecmath::atan2(x, decltype(x)(1.5))),
      ANGLE(atan2(x, -3.0), std::atan2(x, decltype(x)(-3.0)), vecmath::atan2(x, decltype(x)(-3.0))),
      POWER(2.5),
      POWER(-3.0),
      POWER(0.125),
      POWER_OF(1.75),
      KERNEL(sigmoid, 2),
      KERNEL(sigmoidGrad, 4),
      KERNEL(silu, 2),
      KERNEL_WITH_ZERO(siluGrad, siluTerms),
      KERNEL(geluErf, 2),
      KERNEL_WITH_ZERO(geluErfGrad, geluErfTerms),
      KERNEL(geluTanh, 2),
      KERNEL_WITH_ZERO(geluTanhGrad, geluTanhTerms),
      KERNEL(mish, 2),
      KERNEL_WITH_ZERO(mishGrad, mishTerms),
      KERNEL_WITH(softplus, 2, 1.0, 20.0),
      KERNEL_WITH(softplusGrad, 4, 1.0, 20.0),
      KERNEL_WITH(softplus, 2, 0.3, 1000.0),
      KERNEL_WITH(softplusGrad, 4, 0.3, 1000.0),
      KERNEL_WITH(softplus, 2.5, -7.0, 20.0),
      KERNEL(logSigmoid, 2),
      KERNEL(logSigmoidGrad, 4),
      KERNEL_WITH(elu, 1, 1.0),
      KERNEL_WITH(eluGrad, 4, 1.0),
      KERNEL_WITH(elu, 1, 0.7),
      KERNEL_WITH(eluGrad, 4, 0.7),
      KERNEL_WITH(celu, 1, 0.7),
      KERNEL_WITH(celuGrad, 4, 0.7),
      KERNEL(selu, 2),
      KERNEL(seluGrad, 4),
      KERNEL(tanhGrad, 4),
      KERNEL(tanhshrink, 2),
      KERNEL(tanhshrinkGrad, 4),
      KERNEL(softsignGrad, 4),
      KERNEL(hardsigmoid, 1.5),
      KERNEL(hardswish, 2),
      KERNEL(hardswishGrad, 4),
  };
  return all;
}

const Case *mlir::nnf::accuracy::findCase(const std::string &name) {
  for (const Case &c : cases())
    if (name == c.name)
      return &c;
  return nullptr;
}
