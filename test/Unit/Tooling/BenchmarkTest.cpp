//===- BenchmarkTest.cpp -------------------------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/Benchmark.h"
#include "nnf/Tooling/HostTensor.h"
#include "llvm/Support/JSON.h"
#include "gtest/gtest.h"
#include <chrono>
#include <numeric>
#include <thread>

using namespace llvm;
using namespace mlir::nnf;

TEST(Benchmark, Quantiles) {
  BenchmarkTimes times;
  EXPECT_EQ(times.quantile(0.5), 0);
  times.seconds = {1, 2, 3, 4, 10};
  EXPECT_EQ(times.quantile(0), 1);
  EXPECT_EQ(times.quantile(0.5), 3);
  EXPECT_DOUBLE_EQ(times.quantile(0.9), 7.6);
  EXPECT_EQ(times.quantile(1), 10);
  EXPECT_EQ(times.mean(), 4);
}

TEST(Benchmark, CountsCalls) {
  BenchmarkOptions options;
  options.repetitions = 7;
  options.warmup = 3;
  std::vector<int64_t> numbers;
  BenchmarkTimes times = cantFail(runBenchmark(
      [&](int64_t number) {
        numbers.push_back(number);
        std::this_thread::sleep_for(std::chrono::microseconds(50));
        return Error::success();
      },
      options));
  EXPECT_EQ(numbers, (std::vector<int64_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
  EXPECT_EQ(times.seconds.size(), 7u);
  EXPECT_EQ(times.warmup, 3);
  EXPECT_EQ(times.batch, 1);
  EXPECT_GT(times.quantile(0), 50e-6);
  EXPECT_TRUE(std::is_sorted(times.seconds.begin(), times.seconds.end()));
  options.repetitions = 0;
  options.minSeconds = 0;
  options.warmup = -1;
  times = cantFail(runBenchmark([](int64_t) { return Error::success(); }, options));
  EXPECT_EQ(times.seconds.size(), 10u) << "never fewer";
  EXPECT_EQ(times.warmup, 2);
  EXPECT_GT(times.batch, 100) << "next to nothing is timed";
}

TEST(Benchmark, ShortCallsComeInBatches) {
  BenchmarkOptions options;
  options.repetitions = 4;
  std::vector<int64_t> numbers;
  BenchmarkTimes times = cantFail(runBenchmark(
      [&](int64_t number) {
        numbers.push_back(number);
        return Error::success();
      },
      options));
  EXPECT_GT(times.batch, 1);
  EXPECT_EQ(times.seconds.size(), 4u);
  ASSERT_EQ(int64_t(numbers.size()), times.warmup + 4 * times.batch);
  std::vector<int64_t> counted(numbers.size());
  std::iota(counted.begin(), counted.end(), 0);
  EXPECT_EQ(numbers, counted);
  EXPECT_LT(times.quantile(0.5), 1e-5) << "of one call, not of a batch";
}

TEST(Benchmark, StopsAtAnError) {
  for (int64_t failing : {0, 5}) {
    int64_t calls = 0;
    BenchmarkOptions options;
    options.warmup = 2;
    Error error = runBenchmark(
                      [&](int64_t number) {
                        ++calls;
                        return number == failing ? makeError("broke") : Error::success();
                      },
                      options)
                      .takeError();
    EXPECT_EQ(toString(std::move(error)), "broke");
    EXPECT_EQ(calls, failing + 1);
  }
}

TEST(Benchmark, Units) {
  EXPECT_EQ(formatSeconds(2.5e-8), "25 ns");
  EXPECT_EQ(formatSeconds(1.2344e-5), "12.34 us");
  EXPECT_EQ(formatSeconds(0.5), "500 ms");
  EXPECT_EQ(formatSeconds(2), "2 s");
  EXPECT_EQ(formatBytes(1023), "1023 B");
  EXPECT_EQ(formatBytes(1536), "1.50 KiB");
  EXPECT_EQ(formatBytes(uint64_t(3) << 30), "3.00 GiB");
  EXPECT_GE(lastLevelCacheBytes(), 1 << 16);
}

static BenchmarkReport report() {
  BenchmarkReport report;
  report.name = "f";
  report.signature = "4xf32, 2xi64 -> 4xf32";
  report.target = "cpu";
  report.cpu = "a \"cpu\"";
  report.threads = 2;
  report.buffers = "reused";
  report.bytes = 4000;
  report.compileMs = 12.5;
  report.times.seconds = {1e-6, 2e-6, 3e-6};
  report.times.warmup = 4;
  return report;
}
static std::string printed(BenchmarkFormat format) {
  std::string text;
  raw_string_ostream os(text);
  printBenchmark(os, report(), format);
  return text;
}

TEST(Benchmark, Console) {
  EXPECT_EQ(printed(BenchmarkFormat::Console),
            "f: 4xf32, 2xi64 -> 4xf32\n"
            "  time     median 2 us, p10 1.2 us, p90 2.8 us, best 1 us of 3 calls after 4 to warm up\n"
            "  memory   3.91 KiB of inputs and outputs, 2 GB/s at the median, buffers reused\n"
            "  run      cpu (a \"cpu\"), 2 threads\n"
            "  compile  12.5 ms\n");
}

TEST(Benchmark, Json) {
  Expected<json::Value> value = json::parse(printed(BenchmarkFormat::Json));
  ASSERT_TRUE(bool(value));
  const json::Object *object = value->getAsObject();
  EXPECT_EQ(object->getString("cpu"), "a \"cpu\"");
  EXPECT_NEAR(*object->getNumber("median_ns"), 2000, 1e-6);
  EXPECT_NEAR(*object->getNumber("gigabytes_per_second"), 2, 1e-9);
  EXPECT_EQ(object->getInteger("repetitions"), 3);
  EXPECT_EQ(object->getBoolean("cached"), false);
}

TEST(Benchmark, Csv) {
  std::string text = printed(BenchmarkFormat::Csv);
  auto [head, row] = StringRef(text).split('\n');
  EXPECT_TRUE(
      row.starts_with("f,\"4xf32, 2xi64 -> 4xf32\",cpu,\"a \"\"cpu\"\"\",2,reused,4000,2,12.5,false,4,3,1,2000,1200,"))
      << row.str();
  // Two commas stand inside quotes.
  EXPECT_EQ(head.count(','), row.count(',') - 1);
}
