//===- Accuracy.h - errors of the vector math library, in units in the last place -------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// Every function and kernel of the library, compiled to machine code by the C++ compiler from the same templates that
// emit IR, with a reference and the bound it is held to. `nnf-ulp` runs them over all inputs, the unit tests over a
// part.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_ACCURACY_H
#define NNF_TOOLING_ACCURACY_H

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace mlir::nnf::accuracy {

/// What is measured: a function of one argument in f32 and f64.
struct Case {
  /// As in C++: "exp", "accurate::silu", "accurate::elu(0.7)".
  const char *name;
  /// y[i] = f(x[i]).
  std::function<void(const float *x, float *y, size_t n)> f32;
  std::function<void(const double *x, double *y, size_t n)> f64;
  /// The true value, good to a hundredth of an ULP of f64.
  std::function<long double(long double x)> reference;
  /// Largest error allowed, in ULP.
  double bound32, bound64;
  /// Null, or the sum of the magnitudes of the terms that make up f(x): where they cancel three bits or more, the error
  /// is held to 2^-24 (f64: 2^-53) of this sum instead of the ULP bound. The sum is below 2 for every x.
  double (*terms)(double x);
};

/// All cases, in the order of the tables.
const std::vector<Case> &cases();
/// Null if there is none of this name.
const Case *findCase(const std::string &name);

/// A sweep's outcome.
struct Result {
  /// Largest error in ULP, where it was found, what came and what should have come. An error that is not a number of
  /// ULP (a NaN or an infinity on one side only, a zero of the wrong sign) counts as infinite.
  double worst = 0, at = 0, got = 0, want = 0;
  /// Where terms cancel: largest error as a multiple of 2^-24 (2^-53) times their magnitudes.
  double worstCancelled = 0, cancelledAt = 0;
  /// Whether, and where, the f64 function is not near enough to the reference to stand in for it (measureF32).
  bool standInFails = false;
  double standInFailsAt = 0;
  uint64_t inputs = 0;
  bool within(double bound) const { return worst <= bound && worstCancelled <= 1 && !standInFails; }
};

/// Hears now and then how much of a sweep is done, from 0 to 1; on one thread.
using Progress = std::function<void(double)>;

/// Over the bit patterns first, first + stride, ... below 2^32. The errors are first taken from the function's own f64
/// form, whose error is some 2^-28 f32 ULP, sixteen inputs at a time; those that might be the worst, and one input in
/// 4096 / stride (all of them where that is below 1), are measured against the reference, and there the f64 form itself
/// is held to 2^-26 f32 ULP.
Result measureF32(const Case &c, uint32_t stride = 1, uint32_t first = 0, unsigned threads = 0, const Progress &progress = nullptr);
/// Over special values, `samples` pseudo-random bit patterns and as many points spread over [-2^10, 2^10] by magnitude.
Result measureF64(const Case &c, uint64_t samples, unsigned threads = 0);

} // namespace mlir::nnf::accuracy

#endif // NNF_TOOLING_ACCURACY_H
