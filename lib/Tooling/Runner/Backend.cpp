//===- Backend.cpp - what can run a function -----------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/Backend.h"
#include "nnf/Tooling/DidYouMean.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;
using namespace mlir::nnf;

LoadedFunction::~LoadedFunction() = default;
Backend::~Backend() = default;

unique_function<Error()> LoadedFunction::prepare(ArrayRef<HostTensor> inputs, MutableArrayRef<HostTensor> outputs) {
  return [this, inputs, outputs] { return run(inputs, outputs); };
}

Error Backend::inspect(Source &, const LoadOptions &, const InspectOptions &what, raw_ostream &) {
  return makeError("the target '" + name() + "' has no " + what.emit + " to show: it runs the functions as they are");
}

Expected<Backend *> BackendRegistry::find(StringRef name) const {
  SmallVector<StringRef> names;
  for (const std::unique_ptr<Backend> &backend : backends) {
    if (backend->name() == name)
      return backend.get();
    names.push_back(backend->name());
  }
  return makeError("expected a target (" + join(names, ", ") + "), but got '" + name + "'" +
                   didYouMeanSuffix(name, names));
}

Expected<std::vector<HostTensor>>
mlir::nnf::allocateResults(LoadedFunction &function, ArrayRef<HostTensor> inputs,
                           function_ref<Expected<HostTensor>(nnf_dtype, ArrayRef<int64_t>)> allocate) {
  Expected<std::vector<TensorShape>> shapes = function.resultShapes(inputs);
  if (!shapes)
    return shapes.takeError();
  std::vector<HostTensor> results;
  for (auto [type, shape] : zip(function.outputs(), *shapes)) {
    if (is_contained(shape, NNF_DYNAMIC)) {
      results.push_back(HostTensor::borrow(type.dtype, shape, nullptr));
      continue;
    }
    Expected<HostTensor> result = allocate(type.dtype, shape);
    if (!result)
      return result.takeError();
    results.push_back(std::move(*result));
  }
  return results;
}

Expected<std::vector<HostTensor>>
mlir::nnf::callFunction(LoadedFunction &function, ArrayRef<HostTensor> inputs,
                        function_ref<Expected<HostTensor>(nnf_dtype, ArrayRef<int64_t>)> allocate) {
  Expected<std::vector<HostTensor>> results = allocateResults(function, inputs, allocate);
  if (results)
    if (Error error = function.run(inputs, *results))
      return std::move(error);
  return results;
}
