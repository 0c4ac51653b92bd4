//===- Statistics.cpp - the memory of a function and of a call ----------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Statistics.h"
#include "nnf/Tooling/Benchmark.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"

using namespace llvm;
using namespace mlir::nnf;

static int64_t sum(ArrayRef<HostTensor> tensors, function_ref<bool(size_t)> which) {
  int64_t bytes = 0;
  for (auto [i, tensor] : enumerate(tensors))
    if (which(i))
      bytes += static_cast<int64_t>(tensor.numBytes());
  return bytes;
}

Error mlir::nnf::printStatistics(raw_ostream &os, const LoadedFunction &function, ArrayRef<HostTensor> inputs,
                                 ArrayRef<HostTensor> results) {
  LoadReport report = function.report();
  if (!report.memory)
    return makeError("the target '" + report.cpu + "' keeps no account of memory");
  const MemoryStatistics &m = *report.memory;
  auto row = [&](StringRef name, int64_t bytes) -> raw_ostream & {
    return os << right_justify(formatBytes(bytes), 14) << "  " << name;
  };
  os << "memory of @" << function.name() << "\n";
  row("inputs\n", sum(inputs, [&](size_t i) { return !function.isParameter(i); }));
  row("parameters\n", sum(inputs, [&](size_t i) { return function.isParameter(i); }));
  row("results\n", sum(results, [](size_t) { return true; }));
  row("packed: made of parameters and constants once\n", m.packed);
  row("most bytes of temporaries in use at once", m.live) << ", " << m.buffers << " of static size\n";
  row("planned for them", m.planned);
  if (m.live)
    os << format(", %.2f times that", double(m.planned) / double(m.live));
  os << "\n";
  row("beside one another\n", m.separate);
  row("workspace of a task\n", m.tasks);
  if (m.open)
    os << right_justify(std::to_string(m.open), 14) << "  temporaries of open sizes\n";
  for (const Counter &counter : function.counters())
    if (counter.name == "peak bytes" || counter.name == "held bytes")
      row(counter.name == "held bytes" ? "held by the allocator after the call\n" : "peak of what the call asked for\n",
          static_cast<int64_t>(counter.value));
  return Error::success();
}
