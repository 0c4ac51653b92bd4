//===- Vjp.cpp - the gradient of a function in a file --------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Vjp.h"
#include "Rewritten.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/IR/Verifier.h"
#include "nnf/Tooling/Generators.h"
#include "nnf/Transforms/Differentiate.h"
#include "llvm/ADT/STLExtras.h"

using namespace llvm;
using namespace mlir;
using namespace mlir::nnf;

Expected<std::unique_ptr<Source>> mlir::nnf::differentiate(Source &source, StringRef function,
                                                           RegisterDialectsFn registerDialects) {
  Expected<ParsedFunction> parsed = parsedFunction(source, function);
  if (!parsed)
    return parsed.takeError();
  const FunctionInfo &info = *parsed->info;
  OwningOpRef<ModuleOp> copy = parsed->module.clone();
  auto original = copy->lookupSymbol<func::FuncOp>(info.name);
  FailureOr<func::FuncOp> vjp = buildVjpFunction(original);
  if (failed(vjp) || failed(verify(*copy)))
    return source.reportedError() ? reported() : makeError("cannot differentiate @" + info.name);
  return rewrittenSource(*copy, *vjp, (source.name() + " (gradient of @" + info.name + ")").str(),
                         registerDialects);
}

static bool hasGradient(const HostTensorType &type) { return isFloat(type.dtype); }

Expected<GradientCheckResult> mlir::nnf::checkGradientOf(LoadedFunction &function, LoadedFunction &vjp,
                                                         ArrayRef<HostTensor> inputs, ArrayRef<HostTensor> results,
                                                         uint64_t seed, double step) {
  // A cotangent for every result, also those that have none, whose weight is 0.
  TensorList cotangents, arguments(inputs.begin(), inputs.end());
  for (auto [i, result] : enumerate(results)) {
    Expected<HostTensor> cotangent = HostTensor::allocate(result.dtype(), result.shape());
    if (!cotangent)
      return cotangent.takeError();
    if (isFloat(result.dtype())) {
      if (Error error = generate(*cotangent, "uniform(0.5, 1.5)", {seed, uint32_t(inputs.size() + i)}))
        return std::move(error);
      arguments.push_back(*cotangent);
    }
    cotangents.push_back(std::move(*cotangent));
  }
  SmallVector<HostTensor> checked(arguments.begin(), arguments.end());
  if (Error error = checkTensors("input", vjp.inputs(), checked))
    return makeError("@" + vjp.name() + ": " + toString(std::move(error)));
  Expected<TensorList> computed = callFunction(vjp, arguments, HostTensor::allocate);
  if (!computed)
    return computed.takeError();

  TensorList gradients;
  size_t next = 0;
  for (auto [type, input] : zip(function.inputs(), inputs)) {
    if (hasGradient(type) && next < computed->size())
      gradients.push_back((*computed)[next++]);
    else
      gradients.push_back(HostTensor::borrow(input.dtype(), {0}, nullptr));
  }
  GradientCheckOptions options;
  options.step = step;
  auto call = [&](ArrayRef<HostTensor> at) { return callFunction(function, at, HostTensor::allocate); };
  return checkGradient(call, inputs, cotangents, gradients, options);
}
