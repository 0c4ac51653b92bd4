//===- ElementsTest.cpp --------------------------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/Elements.h"
#include "gtest/gtest.h"
#include <cmath>
#include <limits>

using namespace llvm;
using namespace mlir::nnf;

/// The bits that `text` becomes, or the message.
static uint64_t bitsOf(nnf_dtype dtype, StringRef text) {
  uint64_t bits = 0;
  Error error = parseElement(dtype, text, &bits);
  EXPECT_FALSE(bool(error)) << text.str();
  if (error)
    consumeError(std::move(error));
  return bits;
}
static std::string messageOf(nnf_dtype dtype, StringRef text) {
  uint64_t bits = 0;
  return toString(parseElement(dtype, text, &bits));
}

TEST(Elements, Floats) {
  EXPECT_EQ(bitsOf(NNF_F32, "0.1"), 0x3DCCCCCDu);
  EXPECT_EQ(bitsOf(NNF_F32, "+1"), 0x3F800000u);
  EXPECT_EQ(bitsOf(NNF_F32, "-0"), 0x80000000u);
  EXPECT_EQ(bitsOf(NNF_F32, ".5"), 0x3F000000u);
  EXPECT_EQ(bitsOf(NNF_F32, "5."), 0x40A00000u);
  EXPECT_EQ(bitsOf(NNF_F32, "1E3"), 0x447A0000u);
  EXPECT_EQ(bitsOf(NNF_F32, "0x1.8p1"), 0x40400000u) << "C's hexadecimal";
  EXPECT_EQ(bitsOf(NNF_F32, "0x7FC00001"), 0x7FC00001u) << "MLIR's bits";
  EXPECT_EQ(bitsOf(NNF_F32, "inf"), 0x7F800000u);
  EXPECT_EQ(bitsOf(NNF_F32, "-inf"), 0xFF800000u);
  EXPECT_EQ(bitsOf(NNF_F32, "nan"), 0x7FC00000u);
  EXPECT_EQ(bitsOf(NNF_F32, "1e-45"), 1u) << "denormal";
  EXPECT_EQ(bitsOf(NNF_F32, "1e-60"), 0u) << "too small is 0";
  EXPECT_EQ(bitsOf(NNF_F64, "0.1"), 0x3FB999999999999Au);
  EXPECT_EQ(bitsOf(NNF_F64, "0xFFF0000000000000"), 0xFFF0000000000000u);
  EXPECT_EQ(bitsOf(NNF_BF16, "3.14159"), 0x4049u);
  EXPECT_EQ(bitsOf(NNF_F16, "65504"), 0x7BFFu);
  EXPECT_EQ(bitsOf(NNF_F8E4M3FN, "448"), 0x7Eu);
  EXPECT_EQ(bitsOf(NNF_F8E5M2, "inf"), 0x7Cu);
}

/// 1 + 2^-11 + 2^-40 is just above the middle of two f16 numbers; by way of f32 it would be the middle and go down.
TEST(Elements, RoundsOnce) { EXPECT_EQ(bitsOf(NNF_F16, "1.00048828125090949470"), 0x3C01u); }

TEST(Elements, IntegersAndBools) {
  EXPECT_EQ(bitsOf(NNF_I8, "-128"), 0x80u);
  EXPECT_EQ(bitsOf(NNF_I8, "+0x7f"), 0x7Fu);
  EXPECT_EQ(bitsOf(NNF_U64, "18446744073709551615"), UINT64_MAX);
  EXPECT_EQ(bitsOf(NNF_I64, "-9223372036854775808"), uint64_t(1) << 63);
  EXPECT_EQ(bitsOf(NNF_BOOL, "true"), 1u);
  EXPECT_EQ(bitsOf(NNF_BOOL, "0"), 0u);
}

TEST(Elements, SaysWhatIsWrong) {
  EXPECT_EQ(messageOf(NNF_F32, "one"), "expected a number of type f32, but found 'one'");
  for (StringRef text : {"", "-", "+-1", "-+1", ".", "1e", "0x", "0x1.8", "infinity", "nan(1)", "1.0f", "--1", "1 2"})
    EXPECT_EQ(messageOf(NNF_F32, text), ("expected a number of type f32, but found '" + text + "'").str());
  EXPECT_EQ(messageOf(NNF_F32, "1e39"), "'1e39' is out of the range of f32");
  EXPECT_EQ(messageOf(NNF_F16, "65520"), "'65520' is out of the range of f16");
  EXPECT_EQ(messageOf(NNF_F8E4M3FN, "inf"), "'inf' is out of the range of f8E4M3FN");
  EXPECT_EQ(messageOf(NNF_I32, "2.5"), "expected an integer of type i32, but found '2.5'");
  EXPECT_EQ(messageOf(NNF_I8, "128"), "'128' is out of the range of i8 (-128 to 127)");
  EXPECT_EQ(messageOf(NNF_U8, "-1"), "'-1' is out of the range of ui8 (0 to 255)");
  EXPECT_EQ(messageOf(NNF_I64, "99999999999999999999"),
            "'99999999999999999999' is out of the range of i64 (-9223372036854775808 to 9223372036854775807)");
  EXPECT_EQ(messageOf(NNF_BOOL, "2"), "expected a bool (true, false, 1 or 0), but found '2'");
}

/// What is printed is read back as the same element, for every 16-bit float and a spread of the others.
TEST(Elements, PrintedElementsReadBack) {
  for (nnf_dtype dtype : {NNF_F16, NNF_BF16, NNF_F8E4M3FN, NNF_F8E5M2, NNF_I8, NNF_U16, NNF_BOOL})
    for (uint64_t bits = 0; bits < (dtype == NNF_BOOL ? 2u : 1u << 8 * dtypeBytes(dtype)); ++bits)
      if (!isFloat(dtype) || !std::isnan(loadDouble(dtype, &bits)))
        ASSERT_EQ(bitsOf(dtype, elementText(dtype, &bits)), bits) << dtypeName(dtype).str();
  for (uint64_t i = 0; i < 20000; ++i) {
    uint64_t bits = i * 0x9E3779B97F4A7C15u;
    uint32_t narrow = bits >> 32;
    if (!std::isnan(loadDouble(NNF_F64, &bits)))
      ASSERT_EQ(bitsOf(NNF_F64, elementText(NNF_F64, &bits)), bits);
    if (!std::isnan(loadDouble(NNF_F32, &narrow)))
      ASSERT_EQ(bitsOf(NNF_F32, elementText(NNF_F32, &narrow)), narrow);
    ASSERT_EQ(bitsOf(NNF_I64, elementText(NNF_I64, &bits)), bits);
  }
}

TEST(Elements, PrintsTheShortestSpelling) {
  auto text = [](nnf_dtype dtype, double value) {
    uint64_t bits = 0;
    storeDouble(dtype, &bits, value);
    return elementText(dtype, &bits);
  };
  EXPECT_EQ(text(NNF_F32, 0.1), "0.1");
  EXPECT_EQ(text(NNF_F64, 0.1), "0.1");
  EXPECT_EQ(text(NNF_F16, 0.1), "0.1");
  EXPECT_EQ(text(NNF_BF16, 0.1), "0.1");
  EXPECT_EQ(text(NNF_F32, 1.0), "1");
  EXPECT_EQ(text(NNF_F32, -0.0), "-0");
  EXPECT_EQ(text(NNF_F32, NAN), "nan");
  EXPECT_EQ(text(NNF_F16, -INFINITY), "-inf");
}

static std::string printed(const HostTensor &tensor, PrintOptions options = {}) {
  std::string text;
  raw_string_ostream os(text);
  printTensor(os, tensor, options);
  return text;
}

TEST(Elements, PrintsTensors) {
  HostTensor tensor = cantFail(HostTensor::allocate(NNF_F32, {2, 3}));
  for (int i = 0; i < 6; ++i)
    tensor.as<float>()[i] = i * 0.5f;
  EXPECT_EQ(printed(tensor), "2x3xf32=[[0, 0.5, 1], [1.5, 2, 2.5]]");
  PrintOptions few;
  few.maxElements = 4;
  EXPECT_EQ(printed(tensor, few), "2x3xf32=[[0, 0.5, 1], [1.5, ...]]");
  few.maxElements = 6;
  EXPECT_EQ(printed(tensor, few), "2x3xf32=[[0, 0.5, 1], [1.5, 2, 2.5]]");
  few.maxElements = 0;
  EXPECT_EQ(printed(tensor, few), "2x3xf32=[[...]]");
  EXPECT_EQ(printed(cantFail(HostTensor::allocate(NNF_BOOL, {}))), "i1=false");
  EXPECT_EQ(printed(cantFail(HostTensor::allocate(NNF_I64, {2, 0}))), "2x0xi64=[]");
}

TEST(Elements, PrintsDenseAttributes) {
  PrintOptions dense;
  dense.dense = true;
  dense.maxElements = 1;
  HostTensor tensor = cantFail(HostTensor::allocate(NNF_F32, {4}));
  float values[] = {1, 1e-10f, INFINITY, NAN};
  std::copy(values, values + 4, tensor.as<float>().begin());
  EXPECT_EQ(printed(tensor, dense), "dense<[1.0, 1.0e-10, 0x7F800000, 0x7FC00000]> : tensor<4xf32>");
  EXPECT_EQ(printed(cantFail(HostTensor::allocate(NNF_I32, {}))), "i32=0");
  EXPECT_EQ(printed(cantFail(HostTensor::allocate(NNF_I32, {})), dense), "dense<0> : tensor<i32>");
  EXPECT_EQ(printed(cantFail(HostTensor::allocate(NNF_I32, {0, 2})), dense), "dense<> : tensor<0x2xi32>");
}
