//===- Benchmark.cpp - how long a call takes -----------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/Benchmark.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/JSON.h"
#include <chrono>
#include <cmath>
#include <numeric>
#include <unistd.h>

using namespace llvm;
using namespace mlir::nnf;

double BenchmarkTimes::quantile(double p) const {
  if (seconds.empty())
    return 0;
  double at = p * double(seconds.size() - 1);
  size_t below = size_t(at), above = std::min(below + 1, seconds.size() - 1);
  return seconds[below] + (at - double(below)) * (seconds[above] - seconds[below]);
}

double BenchmarkTimes::mean() const {
  return seconds.empty() ? 0 : std::accumulate(seconds.begin(), seconds.end(), 0.0) / double(seconds.size());
}

using Clock = std::chrono::steady_clock;
static double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

Expected<BenchmarkTimes> mlir::nnf::runBenchmark(function_ref<Error(int64_t)> call, const BenchmarkOptions &options) {
  constexpr int64_t fewest = 10, most = 1000000, fewestWarmups = 2;
  BenchmarkTimes times;
  Clock::time_point start = Clock::now();
  auto warmAgain = [&] {
    if (options.warmup >= 0)
      return times.warmup < options.warmup;
    return times.warmup < fewestWarmups || secondsSince(start) < options.minSeconds / 10;
  };
  double shortest = std::numeric_limits<double>::infinity();
  while (warmAgain()) {
    Clock::time_point before = Clock::now();
    if (Error error = call(times.warmup++))
      return std::move(error);
    shortest = std::min(shortest, secondsSince(before));
  }
  constexpr double shortCall = 10e-6, shortBatch = 20e-6, clockCost = 20e-9;
  if (shortest < shortCall)
    times.batch = int64_t(std::ceil(shortBatch / std::max(shortest, clockCost)));

  start = Clock::now();
  auto measureAgain = [&] {
    int64_t done = times.seconds.size();
    if (options.repetitions > 0)
      return done < options.repetitions;
    return done < fewest || (done < most && secondsSince(start) < options.minSeconds);
  };
  int64_t number = times.warmup;
  while (measureAgain()) {
    Clock::time_point before = Clock::now();
    for (int64_t i = 0; i < times.batch; ++i)
      if (Error error = call(number++))
        return std::move(error);
    times.seconds.push_back(secondsSince(before) / double(times.batch));
  }
  llvm::sort(times.seconds);
  return times;
}

double BenchmarkReport::gigabytesPerSecond() const {
  double median = times.quantile(0.5);
  return median > 0 ? double(bytes) / median * 1e-9 : 0;
}

static std::string formatted(const char *pattern, double value) {
  std::string text;
  raw_string_ostream(text) << format(pattern, value);
  return text;
}

std::string mlir::nnf::formatSeconds(double seconds) {
  if (seconds < 1e-6)
    return formatted("%.4g ns", seconds * 1e9);
  if (seconds < 1e-3)
    return formatted("%.4g us", seconds * 1e6);
  if (seconds < 1)
    return formatted("%.4g ms", seconds * 1e3);
  return formatted("%.4g s", seconds);
}

std::string mlir::nnf::formatBytes(uint64_t bytes) {
  if (bytes < 1024)
    return std::to_string(bytes) + " B";
  const char *units[] = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  double value = double(bytes) / 1024;
  size_t unit = 0;
  while (value >= 1024 && unit + 1 < std::size(units)) {
    value /= 1024;
    ++unit;
  }
  return formatted("%.2f ", value) + units[unit];
}

int64_t mlir::nnf::lastLevelCacheBytes() {
  int64_t largest = 0;
#ifdef _SC_LEVEL3_CACHE_SIZE
  for (int level : {_SC_LEVEL2_CACHE_SIZE, _SC_LEVEL3_CACHE_SIZE, _SC_LEVEL4_CACHE_SIZE})
    largest = std::max<int64_t>(largest, sysconf(level));
#endif
  return largest > 0 ? largest : int64_t(32) << 20;
}

static void printConsole(raw_ostream &os, const BenchmarkReport &report) {
  const BenchmarkTimes &times = report.times;
  os << report.name << ": " << report.signature << "\n";
  os << "  time     median " << formatSeconds(times.quantile(0.5)) << ", p10 " << formatSeconds(times.quantile(0.1))
     << ", p90 " << formatSeconds(times.quantile(0.9)) << ", best " << formatSeconds(times.quantile(0)) << " of "
     << times.seconds.size() << (times.batch == 1 ? "" : " batches of " + std::to_string(times.batch))
     << " calls after " << times.warmup << " to warm up\n";
  os << "  memory   " << formatBytes(report.bytes) << " of inputs and outputs, "
     << formatted("%.3g", report.gigabytesPerSecond()) << " GB/s at the median, buffers " << report.buffers << "\n";
  os << "  run      " << report.target << " (" << report.cpu << "), " << report.threads
     << (report.threads == 1 ? " thread\n" : " threads\n");
  os << "  compile  " << formatted("%.3g", report.compileMs) << " ms"
     << (report.cached ? ", out of the cache\n" : "\n");
}

static void printJson(raw_ostream &os, const BenchmarkReport &report) {
  const BenchmarkTimes &times = report.times;
  json::OStream j(os, /*IndentSize=*/2);
  j.object([&] {
    j.attribute("name", report.name);
    j.attribute("signature", report.signature);
    j.attribute("target", report.target);
    j.attribute("cpu", report.cpu);
    j.attribute("threads", report.threads);
    j.attribute("buffers", report.buffers);
    j.attribute("bytes", report.bytes);
    j.attribute("gigabytes_per_second", report.gigabytesPerSecond());
    j.attribute("compile_ms", report.compileMs);
    j.attribute("cached", report.cached);
    j.attribute("warmup", times.warmup);
    j.attribute("repetitions", int64_t(times.seconds.size()));
    j.attribute("batch", times.batch);
    j.attribute("median_ns", times.quantile(0.5) * 1e9);
    j.attribute("p10_ns", times.quantile(0.1) * 1e9);
    j.attribute("p90_ns", times.quantile(0.9) * 1e9);
    j.attribute("min_ns", times.quantile(0) * 1e9);
    j.attribute("max_ns", times.quantile(1) * 1e9);
    j.attribute("mean_ns", times.mean() * 1e9);
  });
  os << "\n";
}

/// As RFC 4180 has it: quotes where the text holds a comma or a quote, quotes doubled.
static std::string csvField(StringRef text) {
  if (text.find_first_of(",\"\n") == StringRef::npos)
    return text.str();
  std::string quoted = "\"";
  for (char c : text)
    quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

static void printCsv(raw_ostream &os, const BenchmarkReport &report) {
  const BenchmarkTimes &times = report.times;
  os << "name,signature,target,cpu,threads,buffers,bytes,gigabytes_per_second,compile_ms,cached,warmup,repetitions,"
        "batch,median_ns,p10_ns,p90_ns,min_ns,max_ns,mean_ns\n";
  os << csvField(report.name) << ',' << csvField(report.signature) << ',' << csvField(report.target) << ','
     << csvField(report.cpu) << ',' << report.threads << ',' << csvField(report.buffers) << ',' << report.bytes << ','
     << format("%.6g", report.gigabytesPerSecond()) << ',' << format("%.6g", report.compileMs) << ','
     << (report.cached ? "true" : "false") << ',' << times.warmup << ',' << times.seconds.size() << ',' << times.batch;
  for (double seconds : {times.quantile(0.5), times.quantile(0.1), times.quantile(0.9), times.quantile(0),
                         times.quantile(1), times.mean()})
    os << ',' << format("%.6g", seconds * 1e9);
  os << "\n";
}

void mlir::nnf::printBenchmark(raw_ostream &os, const BenchmarkReport &report, BenchmarkFormat format) {
  switch (format) {
  case BenchmarkFormat::Console:
    return printConsole(os, report);
  case BenchmarkFormat::Json:
    return printJson(os, report);
  case BenchmarkFormat::Csv:
    return printCsv(os, report);
  }
}
