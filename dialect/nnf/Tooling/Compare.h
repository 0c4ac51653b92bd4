//===- Compare.h - whether two tensors are the same, or near enough --------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_COMPARE_H
#define NNF_TOOLING_COMPARE_H

#include "nnf/Tooling/HostTensor.h"
#include <optional>

namespace mlir::nnf {

enum class EqualityMode {
  /// Floats within the tolerances, integers equal. 0 equals -0.
  Approximate,
  /// The same bits, but that any NaN equals any NaN.
  Exact
};

/// When an element `a` agrees with the expected `e`:
///  - both are NaN, or both the same infinity;
///  - |a - e| <= atol + rtol * |e|, for finite numbers;
///  - a and e are at most maxUlp representable numbers apart, where maxUlp is given. The default tolerances are then 0;
///    one that is given as well counts beside it: either is enough.
struct CompareOptions {
  EqualityMode mode = EqualityMode::Approximate;
  /// Where missing: torch.testing's for the element type of the actual value (f32 1.3e-6 and 1e-5, f64 1e-7 and 1e-7,
  /// f16 1e-3 and 1e-5, bf16 1.6e-2 and 1e-5; 0 for integers). The 8-bit floats, which torch.testing does not list,
  /// have half a step of theirs: 2^-4 and 2^-3, and 1e-5.
  std::optional<double> rtol, atol;
  std::optional<uint64_t> maxUlp;
};

/// torch.testing's relative and absolute tolerance.
std::pair<double, double> defaultTolerances(nnf_dtype dtype);

struct Comparison {
  bool equal = true;
  int64_t mismatches = 0;
  /// The element with the largest error in relation to what is allowed for it, and one line about it.
  int64_t worst = -1;
  std::string message;
};

/// Compares element by element. The expected tensor may be of a wider float type than the actual one (references in
/// double precision): tolerances are those of the actual type, and steps and exactness are judged after rounding the
/// expected element to it. Any other difference of type, and any of shape, is a mismatch.
///
/// The message is such as "element [1, 2]: expected 2, but got 2.5 (off by 0.5 where 1.26e-05 is allowed, 2097152 ULP);
/// 3 of 32 elements differ"; the element that is named first is the first that differs, and the largest difference
/// follows where it is another one.
Comparison compareTensors(const HostTensor &actual, const HostTensor &expected, const CompareOptions &options);

} // namespace mlir::nnf

#endif // NNF_TOOLING_COMPARE_H
