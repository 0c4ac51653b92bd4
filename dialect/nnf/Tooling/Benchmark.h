//===- Benchmark.h - how long a call takes ---------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_BENCHMARK_H
#define NNF_TOOLING_BENCHMARK_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"
#include <string>
#include <vector>

namespace mlir::nnf {

struct BenchmarkOptions {
  /// Times that are taken; 0: as many as fit `minSeconds`, at least 10 and at most a million.
  int64_t repetitions = 0;
  /// Calls before the first that counts; negative: for a tenth of `minSeconds`, at least 2.
  int64_t warmup = -1;
  double minSeconds = 0.5;
};

/// Seconds of a call, sorted.
struct BenchmarkTimes {
  std::vector<double> seconds;
  int64_t warmup = 0;
  /// Each time is the mean over so many calls: 1, or more where reading the clock would weigh beside a single call.
  int64_t batch = 1;
  /// The time that the share `p` (0 to 1) of the calls did not exceed; linear between calls.
  double quantile(double p) const;
  double mean() const;
};

/// Times single calls: `call` gets the number of the call, counting the warm-up, so that it can rotate its buffers.
/// Stops at the first error.
llvm::Expected<BenchmarkTimes> runBenchmark(llvm::function_ref<llvm::Error(int64_t)> call,
                                            const BenchmarkOptions &options);

/// All that a line of results says.
struct BenchmarkReport {
  std::string name;      ///< the function
  std::string signature; ///< the types of this call, "4x8xf32 -> 4x8xf32"
  std::string target;    ///< "cpu"
  std::string cpu;       ///< what it was compiled for
  int threads = 1;
  std::string buffers;  ///< "reused" or "rotated over 12 sets"
  int64_t bytes = 0;    ///< of all inputs and outputs, each once
  double compileMs = 0; ///< from the file to the first call that could be made
  bool cached = false;  ///< the kernel came out of the cache
  BenchmarkTimes times;
  double gigabytesPerSecond() const;
};

enum class BenchmarkFormat { Console, Json, Csv };

/// One report; JSON and CSV are complete documents. Times are in nanoseconds, in the console form in a fitting unit.
void printBenchmark(llvm::raw_ostream &os, const BenchmarkReport &report, BenchmarkFormat format);

/// "12.3 us", "4.56 ms".
std::string formatSeconds(double seconds);
/// "512 B", "1.50 MiB".
std::string formatBytes(uint64_t bytes);

/// Bytes of the largest cache of this machine; 32 MiB where the system does not say.
int64_t lastLevelCacheBytes();

} // namespace mlir::nnf

#endif // NNF_TOOLING_BENCHMARK_H
