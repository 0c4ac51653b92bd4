//===- FunctionBenchmark.cpp - time a loaded function --------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "FunctionBenchmark.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;
using namespace mlir::nnf;

static std::string typeNames(ArrayRef<HostTensor> tensors) {
  return join(map_range(tensors, [](const HostTensor &tensor) { return tensor.typeName(); }), ", ");
}

static int64_t totalBytes(ArrayRef<HostTensor> tensors) {
  int64_t bytes = 0;
  for (const HostTensor &tensor : tensors)
    bytes += tensor.numBytes();
  return bytes;
}

namespace {
/// What one call reads and writes.
struct Buffers {
  std::vector<HostTensor> inputs, outputs;
};
} // namespace

/// Copies of the inputs and room for the results, and one call, which allocates results whose shape depends on values.
static Expected<Buffers> makeBuffers(LoadedFunction &function, ArrayRef<HostTensor> inputs) {
  Buffers buffers;
  for (auto [i, input] : enumerate(inputs)) {
    // Parameters are bound once, not passed with each call.
    Expected<HostTensor> copy = function.isParameter(i) ? Expected<HostTensor>(input) : input.clone();
    if (!copy)
      return copy.takeError();
    buffers.inputs.push_back(std::move(*copy));
  }
  Expected<std::vector<HostTensor>> outputs = allocateResults(function, buffers.inputs, HostTensor::allocate);
  if (!outputs)
    return outputs.takeError();
  buffers.outputs = std::move(*outputs);
  if (Error error = function.run(buffers.inputs, buffers.outputs))
    return std::move(error);
  return buffers;
}

Expected<BenchmarkReport> mlir::nnf::benchmarkFunction(LoadedFunction &function, ArrayRef<HostTensor> inputs,
                                                       bool rotate, const BenchmarkOptions &options) {
  std::vector<Buffers> sets;
  BenchmarkReport report;
  int64_t wanted = 1;
  do {
    Expected<Buffers> set = makeBuffers(function, inputs);
    if (!set)
      return set.takeError();
    sets.push_back(std::move(*set));
    if (sets.size() > 1)
      continue;
    report.bytes = totalBytes(sets[0].inputs) + totalBytes(sets[0].outputs);
    constexpr int64_t mostSets = 4096;
    if (rotate)
      wanted = std::min(2 * lastLevelCacheBytes() / std::max<int64_t>(report.bytes, 1) + 2, mostSets);
  } while (int64_t(sets.size()) < wanted);

  std::vector<unique_function<Error()>> calls;
  for (Buffers &set : sets)
    calls.push_back(function.prepare(set.inputs, set.outputs));
  Expected<BenchmarkTimes> times =
      runBenchmark([&](int64_t number) { return calls[number % calls.size()](); }, options);
  if (!times)
    return times.takeError();

  LoadReport loaded = function.report();
  report.name = function.name().str();
  report.signature = typeNames(inputs) + " -> " + typeNames(sets[0].outputs);
  report.cpu = loaded.cpu;
  report.threads = loaded.threads;
  report.cached = loaded.cached;
  report.buffers = sets.size() == 1 ? "reused" : "rotated over " + std::to_string(sets.size()) + " sets";
  report.times = std::move(*times);
  return report;
}
