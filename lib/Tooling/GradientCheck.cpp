//===- GradientCheck.cpp - a gradient against finite differences ---------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/GradientCheck.h"
#include "nnf/Tooling/Elements.h"
#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"
#include <cmath>

using namespace llvm;
using namespace mlir::nnf;

/// Distance from 1 to the next number of the type.
static double epsilonOf(nnf_dtype dtype) {
  return std::ldexp(1.0, 1 - int(APFloat::semanticsPrecision(floatSemantics(dtype))));
}

namespace {
/// s(b) - s(a), and how much of it rounding may have made.
struct Rise {
  double value = 0, noise = 0;
};

/// The slopes of s at one element for one step.
struct Slopes {
  double forward, backward, central, noise;
};

class Checker {
public:
  Checker(TensorFunction function, ArrayRef<HostTensor> inputs, ArrayRef<HostTensor> cotangents,
          const GradientCheckOptions &options)
      : function(function), cotangents(cotangents), options(options), inputs(inputs) {}

  Error checkInput(size_t which, const HostTensor &gradient, GradientCheckResult &result);
  /// f at the given inputs, and as the base of all differences.
  Error evaluateBase();

private:
  Expected<TensorList> evaluate() const;
  Rise rise(const TensorList &from, const TensorList &to) const;
  Expected<Slopes> slopes(size_t which, int64_t element, double x, double step);
  Error checkElement(size_t which, int64_t element, double gradient, GradientCheckResult &result);

  TensorFunction function;
  ArrayRef<HostTensor> cotangents;
  const GradientCheckOptions &options;
  /// The element under test is changed in place, so its tensor is a copy.
  SmallVector<HostTensor> inputs;
  TensorList base;
  double worst = -1;
};
} // namespace

Expected<TensorList> Checker::evaluate() const {
  Expected<TensorList> results = function(inputs);
  if (!results)
    return results;
  if (results->size() != cotangents.size())
    return makeError("expected a cotangent for each of " + Twine(results->size()) + " results, but got " +
                     Twine(cotangents.size()));
  for (auto [i, result, cotangent] : enumerate(*results, cotangents))
    if (result.shape() != cotangent.shape())
      return makeError("cotangent " + Twine(i) + ": expected the shape of the result, " + result.typeName() +
                       ", but got " + cotangent.typeName());
  return results;
}

Error Checker::evaluateBase() {
  Expected<TensorList> results = evaluate();
  if (!results)
    return results.takeError();
  base = std::move(*results);
  return Error::success();
}

Rise Checker::rise(const TensorList &from, const TensorList &to) const {
  Rise rise;
  for (auto [a, b, cotangent] : zip(from, to, cotangents)) {
    if (!isFloat(a.dtype()))
      continue;
    double epsilon = epsilonOf(a.dtype());
    for (int64_t k = 0, n = a.numElements(); k < n; ++k) {
      double before = loadDouble(a.dtype(), a.at(k)), after = loadDouble(b.dtype(), b.at(k));
      // What did not move does not depend on the element, and what is equal in this way includes two infinities.
      if (before == after)
        continue;
      double weight = loadDouble(cotangent.dtype(), cotangent.at(k));
      rise.value += weight * (after - before);
      rise.noise += std::fabs(weight) * epsilon * (std::fabs(before) + std::fabs(after)) / 2;
    }
  }
  return rise;
}

Expected<Slopes> Checker::slopes(size_t which, int64_t element, double x, double step) {
  nnf_dtype dtype = inputs[which].dtype();
  void *place = inputs[which].at(element);
  auto evaluateAt = [&](double wanted, double &reached) -> Expected<TensorList> {
    storeDouble(dtype, place, wanted);
    reached = loadDouble(dtype, place);
    Expected<TensorList> results = evaluate();
    storeDouble(dtype, place, x);
    return results;
  };
  double above, below;
  Expected<TensorList> up = evaluateAt(x + step, above);
  if (!up)
    return up.takeError();
  Expected<TensorList> down = evaluateAt(x - step, below);
  if (!down)
    return down.takeError();
  Rise forward = rise(base, *up), backward = rise(*down, base), both = rise(*down, *up);
  return Slopes{forward.value / (above - x), backward.value / (x - below), both.value / (above - below),
                std::max({forward.noise / (above - x), backward.noise / (x - below), both.noise / (above - below)})};
}

Error Checker::checkElement(size_t which, int64_t element, double gradient, GradientCheckResult &result) {
  const HostTensor &input = inputs[which];
  double x = loadDouble(input.dtype(), input.at(element));
  double epsilon = epsilonOf(input.dtype());
  double relative = options.step > 0 ? options.step : std::cbrt(epsilon);
  double rtol = options.rtol >= 0 ? options.rtol : std::max(4 * epsilon, 1e-5);
  double atol = options.atol >= 0 ? options.atol : std::max(epsilon / 8, 1e-6);
  double step = relative * std::max(1.0, std::fabs(x));
  Expected<Slopes> wide = slopes(which, element, x, step);
  if (!wide)
    return wide.takeError();
  Expected<Slopes> narrow = slopes(which, element, x, step / 2);
  if (!narrow)
    return narrow.takeError();

  ++result.tried;
  double noise = 4 * narrow->noise + atol + rtol * std::fabs(gradient);
  double curvature = std::fabs(wide->central - narrow->central);
  double bend = std::fabs(narrow->forward - narrow->backward);
  bool finite = std::isfinite(wide->central) && std::isfinite(narrow->forward) && std::isfinite(narrow->backward);
  // Halving the step of a smooth function halves the bend between the one-sided slopes and quarters the curvature.
  bool kink = !finite || (bend > noise && bend > 0.75 * std::fabs(wide->forward - wide->backward)) ||
              curvature > noise + 0.01 * std::fabs(narrow->central);
  double low, high, tolerance;
  if (kink) {
    ++result.kinks;
    // Beside an infinity or a NaN there is no slope to hold anything against.
    if (!finite)
      return Error::success();
    std::tie(low, high) = std::minmax(narrow->forward, narrow->backward);
    tolerance = noise;
  } else {
    // Richardson's extrapolation: the error of a central difference falls with the square of the step.
    low = high = narrow->central + (narrow->central - wide->central) / 3;
    tolerance = noise + curvature;
  }
  double off = gradient < low ? low - gradient : gradient > high ? gradient - high : 0;
  if (off <= tolerance && !std::isnan(gradient))
    return Error::success();
  ++result.failed;
  result.ok = false;
  double badness = std::isnan(gradient) ? std::numeric_limits<double>::infinity() : off / tolerance;
  if (badness <= worst)
    return Error::success();
  worst = badness;
  result.message.clear();
  raw_string_ostream os(result.message);
  os << "input " << which << ", element " << formatIndices(input.shape(), element) << " = ";
  printElement(os, input.dtype(), input.at(element));
  os << ": the gradient is " << format("%.6g", gradient) << ", but the function's slope is ";
  if (kink)
    os << "between " << format("%.6g", low) << " and " << format("%.6g", high);
  else
    os << format("%.6g", low);
  os << " (within " << format("%.2g", tolerance) << ")";
  return Error::success();
}

Error Checker::checkInput(size_t which, const HostTensor &gradient, GradientCheckResult &result) {
  if (!gradient.numElements() && inputs[which].numElements())
    return Error::success();
  if (gradient.shape() != inputs[which].shape() || !isFloat(gradient.dtype()) || !isFloat(inputs[which].dtype()))
    return makeError("gradient " + Twine(which) + ": expected the type of the input, " + inputs[which].typeName() +
                     ", but got " + gradient.typeName());
  Expected<HostTensor> copy = inputs[which].clone();
  if (!copy)
    return copy.takeError();
  HostTensor original = inputs[which];
  inputs[which] = *copy;
  int64_t count = gradient.numElements(), tried = std::min(count, options.maxElements);
  for (int64_t i = 0; i < tried; ++i) {
    // The first and the last are always among them.
    int64_t element = tried == count ? i : tried == 1 ? 0 : int64_t(double(i) * double(count - 1) / double(tried - 1));
    double value = loadDouble(gradient.dtype(), gradient.at(element));
    if (Error error = checkElement(which, element, value, result))
      return error;
  }
  inputs[which] = original;
  return Error::success();
}

Expected<GradientCheckResult> mlir::nnf::checkGradient(TensorFunction function, ArrayRef<HostTensor> inputs,
                                                       ArrayRef<HostTensor> cotangents, ArrayRef<HostTensor> gradients,
                                                       const GradientCheckOptions &options) {
  if (gradients.size() != inputs.size())
    return makeError("expected a gradient for each of " + Twine(inputs.size()) + " inputs, but got " +
                     Twine(gradients.size()));
  Checker checker(function, inputs, cotangents, options);
  if (Error error = checker.evaluateBase())
    return std::move(error);
  GradientCheckResult result;
  for (size_t i = 0; i < inputs.size(); ++i)
    if (Error error = checker.checkInput(i, gradients[i], result))
      return std::move(error);
  return result;
}
