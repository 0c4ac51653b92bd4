//===- GeneratorsTest.cpp ------------------------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/Generators.h"
#include "nnf/Tooling/Elements.h"
#include "gtest/gtest.h"
#include <cmath>
#include <cstring>

using namespace llvm;
using namespace mlir::nnf;

static HostTensor made(nnf_dtype dtype, ArrayRef<int64_t> shape, StringRef rule, GeneratorSeed seed = {}) {
  HostTensor tensor = cantFail(HostTensor::allocate(dtype, shape));
  if (Error error = generate(tensor, rule, seed))
    ADD_FAILURE() << toString(std::move(error));
  return tensor;
}
static std::string text(const HostTensor &tensor) {
  std::string result;
  raw_string_ostream os(result);
  printTensor(os, tensor);
  return result;
}
static std::string message(nnf_dtype dtype, ArrayRef<int64_t> shape, StringRef rule) {
  HostTensor tensor = cantFail(HostTensor::allocate(dtype, shape));
  return toString(generate(tensor, rule, {}));
}

/// The known answers that Random123, the authors' own code, is tested with.
TEST(Generators, PhiloxKnownAnswers) {
  using Words = std::array<uint32_t, 4>;
  EXPECT_EQ(philox4x32({0, 0, 0, 0}, {0, 0}), (Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox4x32({~0u, ~0u, ~0u, ~0u}, {~0u, ~0u}), (Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

/// Quantiles to 16 digits, computed with 40-digit arithmetic.
TEST(Generators, InverseNormal) {
  std::pair<double, double> known[] = {{0.5, 0},
                                       {0.75, 0.67448975019608174},
                                       {0.975, 1.9599639845400539},
                                       {0.001, -3.0902323061678135},
                                       {1e-20, -9.2623400897984076},
                                       {1 - 0x1p-53, 8.2095361516013869}};
  for (auto [p, expected] : known)
    EXPECT_NEAR(inverseNormal(p), expected, 2e-15 * std::max(1.0, std::fabs(expected))) << p;
}

TEST(Generators, Rules) {
  EXPECT_EQ(text(made(NNF_F32, {2}, "zeros")), "2xf32=[0, 0]");
  EXPECT_EQ(text(made(NNF_BF16, {2}, "ones")), "2xbf16=[1, 1]");
  EXPECT_EQ(text(made(NNF_BOOL, {2}, "ones")), "2xi1=[true, true]");
  EXPECT_EQ(text(made(NNF_I64, {2, 2}, "iota")), "2x2xi64=[[0, 1], [2, 3]]");
  EXPECT_EQ(text(made(NNF_F32, {3}, "iota( 1 , -0.5 )")), "3xf32=[1, 0.5, 0]");
  EXPECT_EQ(text(made(NNF_I8, {3}, "iota(125)")), "3xi8=[125, 126, 127]");
  EXPECT_EQ(text(made(NNF_F16, {2, 3}, "eye")), "2x3xf16=[[1, 0, 0], [0, 1, 0]]");
  EXPECT_EQ(text(made(NNF_I32, {2, 2, 2}, "eye")), "2x2x2xi32=[[[1, 0], [0, 1]], [[1, 0], [0, 1]]]");
  EXPECT_EQ(text(made(NNF_F32, {0}, "randn")), "0xf32=[]");
}

/// The same bits on every machine. The literals come from another implementation, in 40-digit arithmetic.
TEST(Generators, FixedForever) {
  HostTensor uniform = made(NNF_F64, {2}, "uniform");
  // From the known answer for counter 0 and key 0: words e169c58d'6627e8d5 and 9b00dbd8'bc57ac4c.
  EXPECT_EQ(uniform.as<double>()[0], (double(0xe169c58d6627e8d5u >> 11) + 0.5) * 0x1p-53);
  EXPECT_EQ(uniform.as<double>()[1], (double(0x9b00dbd8bc57ac4cu >> 11) + 0.5) * 0x1p-53);
  EXPECT_EQ(text(made(NNF_I32, {6}, "uniform")), "6xi32=[8, 6, 3, 0, 3, 2]");
  EXPECT_EQ(text(made(NNF_F32, {4}, "randn")), "4xf32=[1.1775912, 0.26756224, -0.3528749, -1.7854512]");
}

TEST(Generators, SeedAndStreamSeparate) {
  std::string base = text(made(NNF_F32, {8}, "randn", {7, 0}));
  EXPECT_EQ(base, text(made(NNF_F32, {8}, "randn", {7, 0})));
  EXPECT_NE(base, text(made(NNF_F32, {8}, "randn", {8, 0})));
  EXPECT_NE(base, text(made(NNF_F32, {8}, "randn", {7, 1})));
  EXPECT_NE(base, text(made(NNF_F32, {8}, "randn", {7ull << 32, 0})));
  // A longer tensor begins with the same elements.
  HostTensor shorter = made(NNF_F32, {8}, "randn", {7, 0}), longer = made(NNF_F32, {31}, "randn", {7, 0});
  EXPECT_EQ(std::memcmp(shorter.data(), longer.data(), shorter.numBytes()), 0);
}

TEST(Generators, Moments) {
  constexpr int n = 200000;
  HostTensor normal = made(NNF_F32, {n}, "randn(3, 2)", {1, 0});
  double sum = 0, squares = 0;
  for (float x : normal.as<float>()) {
    sum += x;
    squares += (x - 3.0) * (x - 3.0);
  }
  EXPECT_NEAR(sum / n, 3, 5 * 2 / std::sqrt(n)) << "five standard errors";
  EXPECT_NEAR(squares / n, 4, 5 * 4 * std::sqrt(2.0 / n));
  int counts[10] = {};
  HostTensor digits = made(NNF_I64, {n}, "uniform", {2, 0});
  for (int64_t x : digits.as<int64_t>()) {
    ASSERT_TRUE(x >= 0 && x < 10);
    ++counts[x];
  }
  for (int count : counts)
    EXPECT_NEAR(count, n / 10, 5 * std::sqrt(n * 0.09));
}

/// Rounding to a narrow type must not reach the upper end.
TEST(Generators, UniformExcludesItsUpperEnd) {
  for (nnf_dtype dtype : {NNF_F16, NNF_BF16, NNF_F8E5M2, NNF_F8E4M3FN})
    for (auto [rule, low, high] : {std::tuple("uniform", 0.0, 1.0), std::tuple("uniform(-1, 0)", -1.0, 0.0),
                                   std::tuple("uniform(-2,-1)", -2.0, -1.0)}) {
      HostTensor tensor = made(dtype, {20000}, rule);
      double largest = low;
      for (int64_t i = 0; i < tensor.numElements(); ++i) {
        double x = loadDouble(dtype, tensor.at(i));
        ASSERT_TRUE(x >= low && x < high) << dtypeName(dtype).str() << " " << rule << " " << x;
        largest = std::max(largest, x);
      }
      EXPECT_GT(largest, low + 0.7 * (high - low));
    }
  HostTensor bytes = made(NNF_I8, {5000}, "uniform(-128, 128)");
  EXPECT_EQ(*std::max_element(bytes.as<int8_t>().begin(), bytes.as<int8_t>().end()), 127);
  EXPECT_EQ(*std::min_element(bytes.as<int8_t>().begin(), bytes.as<int8_t>().end()), -128);
  HostTensor wide = made(NNF_I64, {1000}, "uniform(-9223372036854775808, 9223372036854775807)");
  EXPECT_GT(*std::max_element(wide.as<int64_t>().begin(), wide.as<int64_t>().end()), int64_t(1) << 61);
  EXPECT_LT(*std::min_element(wide.as<int64_t>().begin(), wide.as<int64_t>().end()), -(int64_t(1) << 61));
}

TEST(Generators, SaysWhatIsWrong) {
  EXPECT_EQ(message(NNF_F32, {2}, "rnadn"),
            "expected a generator (zeros, ones, iota, eye, randn, uniform), but found 'rnadn', did you mean 'randn'?");
  EXPECT_EQ(message(NNF_F32, {2}, "zeros(1)"), "zeros: expected no arguments, but got 1");
  EXPECT_EQ(message(NNF_F32, {2}, "uniform(1)"), "uniform: expected no or 2 arguments, but got 1");
  EXPECT_EQ(message(NNF_F32, {2}, "iota(1,2,3)"), "iota: expected at most 2 arguments, but got 3");
  EXPECT_EQ(message(NNF_F32, {2}, "iota(1"), "iota: expected arguments in parentheses, but found '(1'");
  EXPECT_EQ(message(NNF_F32, {2}, "iota(a)"), "iota: expected a number of type f64, but found 'a'");
  EXPECT_EQ(message(NNF_I32, {2}, "iota(1.5)"), "iota: expected an integer of type i64, but found '1.5'");
  EXPECT_EQ(message(NNF_I8, {200}, "iota"), "iota: element 128 is out of the range of i8");
  EXPECT_EQ(message(NNF_U8, {2}, "iota(0,-1)"), "iota: element 1 is out of the range of ui8");
  EXPECT_EQ(message(NNF_F32, {2}, "eye"), "eye: expected a rank of at least 2, but got 2xf32");
  EXPECT_EQ(message(NNF_I32, {2}, "randn"), "randn: expected a float type, but got i32");
  EXPECT_EQ(message(NNF_F32, {2}, "randn(0,-1)"), "randn: expected a deviation of at least 0, but got -1");
  EXPECT_EQ(message(NNF_F32, {2}, "randn(inf)"), "randn: expected finite numbers");
  EXPECT_EQ(message(NNF_F32, {2}, "uniform(1,1)"), "uniform: expected low < high in f32, but got 1 and 1");
  EXPECT_EQ(message(NNF_I32, {2}, "uniform(3,2)"), "uniform: expected low < high, but got 3 and 2");
  EXPECT_EQ(message(NNF_U8, {2}, "uniform(-1,2)"), "uniform: -1 is out of the range of ui8");
  EXPECT_EQ(message(NNF_I8, {2}, "uniform(0,200)"), "uniform: 199 is out of the range of i8");
}

TEST(Generators, ToldFromNumbers) {
  for (StringRef rule : {"randn", "iota(1)", "unknown", "infinity", "nans"})
    EXPECT_TRUE(isGenerator(rule)) << rule.str();
  for (StringRef number : {"", "1", "nan", "inf", "true", "false", "-inf", "[1]", "0x1p3", "nan, 1"})
    EXPECT_FALSE(isGenerator(number)) << number.str();
}
