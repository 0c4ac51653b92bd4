//===- CompareTest.cpp ---------------------------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/Compare.h"
#include "nnf/Tooling/Values.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace mlir::nnf;

static HostTensor value(StringRef text) {
  ValueReader reader;
  SmallVector<HostTensor> values;
  cantFail(reader.read(text, {}, values));
  return values[0];
}
/// The message, "" for tensors that agree.
static std::string compared(StringRef actual, StringRef expected, CompareOptions options = {}) {
  Comparison result = compareTensors(value(actual), value(expected), options);
  EXPECT_EQ(result.equal, result.message.empty());
  return result.message;
}

static CompareOptions exact() {
  CompareOptions options;
  options.mode = EqualityMode::Exact;
  return options;
}
static CompareOptions ulps(uint64_t n) {
  CompareOptions options;
  options.maxUlp = n;
  return options;
}

TEST(Compare, SpecialValues) {
  for (const CompareOptions &options : {CompareOptions(), exact(), ulps(0)}) {
    EXPECT_EQ(compared("3xf32=nan inf -inf", "3xf32=nan inf -inf", options), "");
    EXPECT_EQ(compared("f32=0x7FC00001", "f32=0xFFC12345", options), "") << "a NaN is a NaN";
    EXPECT_EQ(compared("f32=inf", "f32=-inf", options),
              "element []: expected -inf, but got inf; 1 of 1 elements differ");
    EXPECT_EQ(compared("f32=nan", "f32=1", options), "element []: expected 1, but got nan; 1 of 1 elements differ");
    EXPECT_EQ(compared("f32=1", "f32=nan", options), "element []: expected nan, but got 1; 1 of 1 elements differ");
    EXPECT_EQ(compared("f32=3.4028235e38", "f32=inf", options),
              "element []: expected inf, but got 3.4028235e+38; 1 of 1 elements differ");
    EXPECT_EQ(compared("f32=inf", "f32=3.4028235e38", options),
              "element []: expected 3.4028235e+38, but got inf; 1 of 1 elements differ");
  }
  EXPECT_EQ(compared("f32=0", "f32=-0"), "");
  EXPECT_EQ(compared("f32=0", "f32=-0", exact()),
            "element []: expected -0, but got 0 (off by 0, 0 ULP); 1 of 1 elements differ");
}

TEST(Compare, DefaultTolerancesAreTorchTestings) {
  // Just inside and just outside atol + rtol * |expected|.
  EXPECT_EQ(compared("f32=1000.0013", "f32=1000"), "");
  EXPECT_NE(compared("f32=1000.0015", "f32=1000"), "");
  EXPECT_EQ(compared("f32=9e-6", "f32=0"), "");
  EXPECT_NE(compared("f32=1.1e-5", "f32=0"), "");
  EXPECT_EQ(compared("f64=1.00000019", "f64=1"), "");
  EXPECT_NE(compared("f64=1.00000021", "f64=1"), "");
  EXPECT_EQ(compared("f16=1.001", "f16=1"), "");
  EXPECT_NE(compared("f16=1.002", "f16=1"), "");
  EXPECT_EQ(compared("bf16=1.0156", "bf16=1"), "");
  EXPECT_NE(compared("bf16=1.0234", "bf16=1"), "");
  EXPECT_NE(compared("i32=1000001", "i32=1000000"), "");
  EXPECT_NE(compared("i1=true", "i1=false"), "");
}

TEST(Compare, GivenTolerances) {
  CompareOptions rtol;
  rtol.rtol = 0.1;
  EXPECT_EQ(compared("f32=1.09", "f32=1", rtol), "");
  EXPECT_NE(compared("f32=1.11", "f32=1", rtol), "");
  EXPECT_EQ(compared("f32=0.9", "f32=1", rtol), "") << "relative to the expected value, plus the default atol";
  CompareOptions atol;
  atol.atol = 2;
  EXPECT_EQ(compared("i64=7", "i64=5", atol), "");
  EXPECT_NE(compared("i64=8", "i64=5", atol), "");
  EXPECT_NE(compared("ui64=18446744073709551615", "ui64=18446744073709551614"), "") << "one double, two integers";
}

TEST(Compare, Ulps) {
  EXPECT_EQ(compared("f32=0x3F800002", "f32=1", ulps(2)), "");
  EXPECT_EQ(
      compared("f32=0x3F800003", "f32=1", ulps(2)),
      "element []: expected 1, but got 1.0000004 (off by 3.58e-07 where 0 is allowed, 3 ULP); 1 of 1 elements differ")
      << "the default tolerances are off";
  CompareOptions both = ulps(2);
  both.atol = 1e-5;
  EXPECT_EQ(compared("f32=0x3F800003", "f32=1", both), "") << "either is enough";
  EXPECT_EQ(compared("f32=1e-45", "f32=-1e-45", ulps(2)), "");
}

TEST(Compare, ExactMeansBits) {
  EXPECT_EQ(compared("2xf32=1 2", "2xf32=1 2", exact()), "");
  EXPECT_NE(compared("f32=0x3F800001", "f32=1", exact()), "");
  CompareOptions loose = exact();
  loose.atol = 100;
  EXPECT_NE(compared("f32=0x3F800001", "f32=1", loose), "") << "tolerances do not count";
}

TEST(Compare, WiderReferences) {
  EXPECT_EQ(compared("f32=0.1", "f64=0.1"), "");
  EXPECT_EQ(compared("f32=0.1", "f64=0.1", exact()), "") << "the rounded reference";
  EXPECT_EQ(compared("bf16=0.1", "f32=0.1", ulps(0)), "");
  EXPECT_EQ(compared("f32=inf", "f64=1e300"), "") << "rounds to infinity";
  EXPECT_NE(compared("f32=3e38", "f64=1e300"), "");
  EXPECT_EQ(compared("f64=0.1", "f32=0.1"), "expected f32, but got f64") << "not the other way";
}

TEST(Compare, ShapesAndTypes) {
  EXPECT_EQ(compared("2xf32=0", "3xf32=0"), "expected 3xf32, but got 2xf32");
  EXPECT_EQ(compared("2x1xf32=0", "2xf32=0"), "expected 2xf32, but got 2x1xf32");
  EXPECT_EQ(compared("2xi32=0", "2xf32=0"), "expected 2xf32, but got 2xi32");
  EXPECT_EQ(compared("0x3xf32=", "0x3xf32="), "");
}

TEST(Compare, NamesTheFirstAndTheWorst) {
  EXPECT_EQ(
      compared("2x3xf32=1 2 3 4 5.5 9", "2x3xf32=1 2 3 4 5 6"),
      "element [1, 1]: expected 5, but got 5.5 (off by 0.5 where 1.65e-05 is allowed, 1048576 ULP); 2 of 6 elements "
      "differ, most element [1, 2]: expected 6, but got 9 (off by 3 where 1.78e-05 is allowed, 5242880 ULP)");
  EXPECT_EQ(compared("2xi32=1 2", "2xi32=1 3"),
            "element [1]: expected 3, but got 2 (off by 1 where 0 is allowed); 1 of 2 elements differ");
}
