//===- DTypeTest.cpp -----------------------------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/DType.h"
#include "nnf/Tooling/HostTensor.h"
#include "llvm/ADT/APFloat.h"
#include "gtest/gtest.h"
#include <cmath>
#include <cstring>

using namespace llvm;
using namespace mlir::nnf;

TEST(DType, NamesGoBothWays) {
  for (nnf_dtype dtype : allDTypes())
    EXPECT_EQ(parseDType(dtypeName(dtype)), dtype);
  EXPECT_EQ(parseDType("bool"), NNF_BOOL);
  EXPECT_EQ(parseDType("si16"), NNF_I16);
  for (StringRef no : {"", "f", "f33", "F32", "i2", "index", "f32 "})
    EXPECT_EQ(parseDType(no), std::nullopt) << no.str();
}

TEST(DType, IntegerRanges) {
  EXPECT_EQ(integerMin(NNF_I8), -128);
  EXPECT_EQ(integerMax(NNF_I8), 127u);
  EXPECT_EQ(integerMin(NNF_U8), 0);
  EXPECT_EQ(integerMax(NNF_U8), 255u);
  EXPECT_EQ(integerMin(NNF_I64), INT64_MIN);
  EXPECT_EQ(integerMax(NNF_I64), uint64_t(INT64_MAX));
  EXPECT_EQ(integerMax(NNF_U64), UINT64_MAX);
  EXPECT_EQ(integerMax(NNF_BOOL), 1u);
  int8_t minusOne = -1;
  EXPECT_EQ(loadInteger(NNF_I8, &minusOne), -1);
  EXPECT_EQ(loadInteger(NNF_U8, &minusOne), 255);
}

/// Every bit pattern of the narrow floats goes to double as LLVM's APFloat has it.
TEST(DType, DecodesEveryNarrowFloat) {
  for (nnf_dtype dtype : {NNF_F16, NNF_BF16, NNF_F8E4M3FN, NNF_F8E5M2}) {
    unsigned width = 8 * dtypeBytes(dtype);
    for (uint64_t bits = 0; bits < (uint64_t(1) << width); ++bits) {
      APFloat reference(floatSemantics(dtype), APInt(width, bits));
      bool losesInfo;
      reference.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven, &losesInfo);
      double expected = reference.convertToDouble(), actual = loadDouble(dtype, &bits);
      ASSERT_TRUE(std::isnan(expected) ? std::isnan(actual)
                                       : expected == actual && std::signbit(expected) == std::signbit(actual))
          << dtypeName(dtype).str() << " " << bits;
      // And back.
      uint64_t back = 0;
      storeDouble(dtype, &back, actual);
      ASSERT_TRUE(std::isnan(actual) || back == bits) << dtypeName(dtype).str() << " " << bits;
    }
  }
}

/// Rounding agrees with APFloat at and around the middle between any two neighbours.
TEST(DType, RoundsToNearestEven) {
  for (nnf_dtype dtype : {NNF_F16, NNF_BF16, NNF_F8E4M3FN, NNF_F8E5M2}) {
    unsigned width = 8 * dtypeBytes(dtype);
    uint64_t positive = uint64_t(1) << (width - 1);
    for (uint64_t bits = 0; bits + 1 < positive; ++bits) {
      uint64_t next = bits + 1;
      double low = loadDouble(dtype, &bits), high = loadDouble(dtype, &next);
      if (!std::isfinite(low))
        break;
      // Beyond the last number the middle lies half a step further.
      uint64_t before = bits - 1;
      if (!std::isfinite(high))
        high = 2 * low - loadDouble(dtype, &before);
      double middle = low + (high - low) / 2;
      for (double value : {middle, std::nextafter(middle, 0), std::nextafter(middle, INFINITY), -middle}) {
        APFloat reference(value);
        bool losesInfo;
        reference.convert(floatSemantics(dtype), APFloat::rmNearestTiesToEven, &losesInfo);
        uint64_t actual = 0;
        storeDouble(dtype, &actual, value);
        ASSERT_EQ(actual, reference.bitcastToAPInt().getZExtValue()) << dtypeName(dtype).str() << " " << value;
      }
    }
  }
}

TEST(DType, UlpDistance) {
  auto f32 = [](float value) {
    uint32_t bits;
    std::memcpy(&bits, &value, 4);
    return uint64_t(bits);
  };
  EXPECT_EQ(ulpDistance(NNF_F32, f32(1), f32(std::nextafter(1.0f, 2.0f))), 1u);
  EXPECT_EQ(ulpDistance(NNF_F32, f32(0.0f), f32(-0.0f)), 0u);
  EXPECT_EQ(ulpDistance(NNF_F32, f32(1e-45f), f32(-1e-45f)), 2u) << "across zero";
  EXPECT_EQ(ulpDistance(NNF_F32, f32(INFINITY), f32(3.4028235e38f)), 1u);
  EXPECT_EQ(ulpDistance(NNF_BF16, 0x3F80, 0x3F82), 2u);
}

TEST(HostTensor, KnowsItsShape) {
  Expected<HostTensor> tensor = HostTensor::allocate(NNF_F32, {2, 3});
  ASSERT_TRUE(bool(tensor));
  EXPECT_EQ(tensor->typeName(), "2x3xf32");
  EXPECT_EQ(tensor->numElements(), 6);
  EXPECT_EQ(tensor->numBytes(), 24u);
  EXPECT_EQ(reinterpret_cast<uintptr_t>(tensor->data()) % 64, 0u);
  for (float element : tensor->as<float>())
    EXPECT_EQ(element, 0);
  EXPECT_EQ(formatIndices(tensor->shape(), 5), "[1, 2]");
  EXPECT_EQ(formatIndices({}, 0), "[]");
  EXPECT_EQ(tensorTypeName(NNF_BOOL, {4, -1}), "4x?xi1");
}

TEST(HostTensor, ScalarsAndEmptyTensors) {
  Expected<HostTensor> scalar = HostTensor::allocate(NNF_F64, {});
  ASSERT_TRUE(bool(scalar));
  EXPECT_EQ(scalar->numElements(), 1);
  EXPECT_EQ(scalar->typeName(), "f64");
  Expected<HostTensor> empty = HostTensor::allocate(NNF_I8, {3, 0, 5});
  ASSERT_TRUE(bool(empty));
  EXPECT_EQ(empty->numElements(), 0);
  EXPECT_NE(empty->data(), nullptr);
}

TEST(HostTensor, RefusesImpossibleSizes) {
  auto message = [](ArrayRef<int64_t> shape) { return toString(HostTensor::allocate(NNF_F32, shape).takeError()); };
  EXPECT_EQ(message({2, -1}), "expected sizes of at least 0, but got -1");
  EXPECT_EQ(message({int64_t(1) << 40, int64_t(1) << 40}), "1099511627776x1099511627776xf32 is larger than any memory");
  // The product is 0, but strides would overflow.
  EXPECT_EQ(message({int64_t(1) << 40, int64_t(1) << 40, 0}),
            "1099511627776x1099511627776x0xf32 is larger than any memory");
  EXPECT_EQ(message({int64_t(1) << 50}),
            "1125899906842624xf32 takes 4503599627370496 bytes, more than there is memory");
  EXPECT_EQ(message(SmallVector<int64_t>(17, 1)), "expected a rank of at most 16, but got 17");
}

TEST(HostTensor, CopiesShareAndClonesDoNot) {
  Expected<HostTensor> tensor = HostTensor::allocate(NNF_I32, {2});
  ASSERT_TRUE(bool(tensor));
  HostTensor copy = *tensor;
  Expected<HostTensor> clone = tensor->clone();
  ASSERT_TRUE(bool(clone));
  tensor->as<int32_t>()[1] = 7;
  EXPECT_EQ(copy.as<int32_t>()[1], 7);
  EXPECT_EQ(clone->as<int32_t>()[1], 0);
  EXPECT_EQ(tensor->bitcast(NNF_U32).data(), tensor->data());
}
