//===- Compare.cpp - whether two tensors are the same, or near enough ----------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/Compare.h"
#include "nnf/Tooling/Elements.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"
#include <cmath>
#include <tuple>

using namespace llvm;
using namespace mlir::nnf;

std::pair<double, double> mlir::nnf::defaultTolerances(nnf_dtype dtype) {
  switch (dtype) {
  case NNF_F64:
    return {1e-7, 1e-7};
  case NNF_F32:
    return {1.3e-6, 1e-5};
  case NNF_F16:
    return {1e-3, 1e-5};
  case NNF_BF16:
    return {1.6e-2, 1e-5};
  case NNF_F8E4M3FN:
    return {0x1p-4, 1e-5};
  case NNF_F8E5M2:
    return {0x1p-3, 1e-5};
  default:
    return {0, 0};
  }
}

/// Every value of `narrow` is one of `wide`.
static bool isWiderFloat(nnf_dtype wide, nnf_dtype narrow) {
  return isFloat(narrow) && (wide == NNF_F64 || (wide == NNF_F32 && narrow != NNF_F64)) && wide != narrow;
}

namespace {
/// How far one element is off.
struct Difference {
  bool within;
  double error;   ///< |actual - expected|; infinite where that is no number
  double allowed; ///< absolute
  std::optional<uint64_t> ulp;
  /// Comparable between elements: 1 is what is allowed.
  double badness() const { return allowed > 0 ? error / allowed : error; }
};

class ElementComparer {
public:
  ElementComparer(const HostTensor &actual, const HostTensor &expected, const CompareOptions &options)
      : actual(actual), expected(expected), options(options) {
    std::tie(rtol, atol) = defaultTolerances(actual.dtype());
    if (options.maxUlp)
      rtol = atol = 0;
    rtol = options.rtol.value_or(rtol);
    atol = options.atol.value_or(atol);
  }

  Difference operator()(int64_t i) const {
    nnf_dtype dtype = actual.dtype();
    const void *a = actual.at(i), *e = expected.at(i);
    if (!isFloat(dtype)) {
      double error = std::fabs(loadDouble(dtype, a) - loadDouble(dtype, e));
      // Two 64-bit integers that are one double are still two.
      if (error == 0 && loadBits(dtype, a) != loadBits(dtype, e) && dtype != NNF_BOOL)
        error = 1;
      double allowed = options.mode == EqualityMode::Exact ? 0 : atol + rtol * std::fabs(loadDouble(dtype, e));
      return {error <= allowed, error, allowed, std::nullopt};
    }
    double x = loadDouble(dtype, a), y = loadDouble(expected.dtype(), e);
    bool xNan = std::isnan(x), yNan = std::isnan(y);
    if (xNan || yNan)
      return {xNan && yNan, xNan && yNan ? 0 : std::numeric_limits<double>::infinity(), 0, std::nullopt};
    uint64_t rounded = 0;
    if (expected.dtype() == dtype)
      rounded = loadBits(dtype, e);
    else
      storeDouble(dtype, &rounded, y);
    uint64_t bits = loadBits(dtype, a);
    // f8E4M3FN rounds what it can not hold to NaN, from which there is no distance.
    uint64_t ulp = std::isnan(loadDouble(dtype, &rounded)) ? std::numeric_limits<uint64_t>::max()
                                                           : ulpDistance(dtype, bits, rounded);
    // A wider expected value can not be met better than by its rounding, which may be infinite.
    double error = ulp == 0 ? 0 : std::fabs(x - y);
    if (options.mode == EqualityMode::Exact)
      return {bits == rounded, error, 0, ulp};
    // An infinity is near nothing but itself.
    bool finite = std::isfinite(x) && std::isfinite(y);
    double allowed = finite ? atol + rtol * std::fabs(y) : 0;
    bool withinUlp = options.maxUlp && finite && ulp <= *options.maxUlp;
    return {error <= allowed || withinUlp, error, allowed, ulp};
  }

private:
  const HostTensor &actual, &expected;
  const CompareOptions &options;
  double rtol, atol;
};
} // namespace

static void describe(raw_ostream &os, const HostTensor &actual, const HostTensor &expected, int64_t i,
                     const Difference &difference, bool exact) {
  os << "element " << formatIndices(actual.shape(), i) << ": expected ";
  printElement(os, expected.dtype(), expected.at(i));
  os << ", but got ";
  printElement(os, actual.dtype(), actual.at(i));
  if (std::isfinite(difference.error)) {
    os << " (off by " << format("%.3g", difference.error);
    if (!exact)
      os << " where " << format("%.3g", difference.allowed) << " is allowed";
    if (difference.ulp)
      os << ", " << *difference.ulp << " ULP";
    os << ")";
  }
}

Comparison mlir::nnf::compareTensors(const HostTensor &actual, const HostTensor &expected,
                                     const CompareOptions &options) {
  Comparison result;
  bool comparable = actual.dtype() == expected.dtype() || isWiderFloat(expected.dtype(), actual.dtype());
  if (!comparable || actual.shape() != expected.shape()) {
    result.equal = false;
    result.message = "expected " + expected.typeName() + ", but got " + actual.typeName();
    return result;
  }
  ElementComparer compare(actual, expected, options);
  int64_t first = -1, count = actual.numElements();
  double worstBadness = -1;
  for (int64_t i = 0; i < count; ++i) {
    Difference difference = compare(i);
    if (difference.within)
      continue;
    ++result.mismatches;
    if (first < 0)
      first = i;
    if (difference.badness() > worstBadness) {
      worstBadness = difference.badness();
      result.worst = i;
    }
  }
  if (!result.mismatches)
    return result;
  result.equal = false;
  bool exact = options.mode == EqualityMode::Exact;
  raw_string_ostream os(result.message);
  describe(os, actual, expected, first, compare(first), exact);
  os << "; " << result.mismatches << " of " << count << " elements differ";
  if (result.worst != first) {
    os << ", most ";
    describe(os, actual, expected, result.worst, compare(result.worst), exact);
  }
  return result;
}
