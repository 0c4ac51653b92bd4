//===- DType.cpp - element types of host tensors -------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/DType.h"
#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/ErrorHandling.h"
#include <cmath>
#include <cstring>

using namespace llvm;
using namespace mlir::nnf;

ArrayRef<nnf_dtype> mlir::nnf::allDTypes() {
  static constexpr nnf_dtype all[] = {NNF_BOOL, NNF_I8,  NNF_U8,   NNF_I16, NNF_U16, NNF_I32,      NNF_U32,   NNF_I64,
                                      NNF_U64,  NNF_F16, NNF_BF16, NNF_F32, NNF_F64, NNF_F8E4M3FN, NNF_F8E5M2};
  return all;
}

StringRef mlir::nnf::dtypeName(nnf_dtype dtype) {
  switch (dtype) {
  case NNF_BOOL:
    return "i1";
  case NNF_I8:
    return "i8";
  case NNF_U8:
    return "ui8";
  case NNF_I16:
    return "i16";
  case NNF_U16:
    return "ui16";
  case NNF_I32:
    return "i32";
  case NNF_U32:
    return "ui32";
  case NNF_I64:
    return "i64";
  case NNF_U64:
    return "ui64";
  case NNF_F16:
    return "f16";
  case NNF_BF16:
    return "bf16";
  case NNF_F32:
    return "f32";
  case NNF_F64:
    return "f64";
  case NNF_F8E4M3FN:
    return "f8E4M3FN";
  case NNF_F8E5M2:
    return "f8E5M2";
  }
  llvm_unreachable("no element type");
}

std::optional<nnf_dtype> mlir::nnf::parseDType(StringRef name) {
  for (nnf_dtype dtype : allDTypes())
    if (dtypeName(dtype) == name)
      return dtype;
  return StringSwitch<std::optional<nnf_dtype>>(name)
      .Case("bool", NNF_BOOL)
      .Case("si8", NNF_I8)
      .Case("u8", NNF_U8)
      .Case("si16", NNF_I16)
      .Case("u16", NNF_U16)
      .Case("si32", NNF_I32)
      .Case("u32", NNF_U32)
      .Case("si64", NNF_I64)
      .Case("u64", NNF_U64)
      .Default(std::nullopt);
}

unsigned mlir::nnf::dtypeBytes(nnf_dtype dtype) {
  switch (dtype) {
  case NNF_BOOL:
  case NNF_I8:
  case NNF_U8:
  case NNF_F8E4M3FN:
  case NNF_F8E5M2:
    return 1;
  case NNF_I16:
  case NNF_U16:
  case NNF_F16:
  case NNF_BF16:
    return 2;
  case NNF_I32:
  case NNF_U32:
  case NNF_F32:
    return 4;
  case NNF_I64:
  case NNF_U64:
  case NNF_F64:
    return 8;
  }
  llvm_unreachable("no element type");
}

bool mlir::nnf::isFloat(nnf_dtype dtype) { return dtype >= NNF_F16; }
bool mlir::nnf::isInteger(nnf_dtype dtype) { return dtype >= NNF_I8 && dtype <= NNF_U64; }
bool mlir::nnf::isUnsigned(nnf_dtype dtype) {
  return dtype == NNF_U8 || dtype == NNF_U16 || dtype == NNF_U32 || dtype == NNF_U64;
}

const fltSemantics &mlir::nnf::floatSemantics(nnf_dtype dtype) {
  switch (dtype) {
  case NNF_F16:
    return APFloat::IEEEhalf();
  case NNF_BF16:
    return APFloat::BFloat();
  case NNF_F32:
    return APFloat::IEEEsingle();
  case NNF_F64:
    return APFloat::IEEEdouble();
  case NNF_F8E4M3FN:
    return APFloat::Float8E4M3FN();
  case NNF_F8E5M2:
    return APFloat::Float8E5M2();
  default:
    llvm_unreachable("no float type");
  }
}

int64_t mlir::nnf::integerMin(nnf_dtype dtype) {
  if (dtype == NNF_BOOL || isUnsigned(dtype))
    return 0;
  return std::numeric_limits<int64_t>::min() >> (64 - 8 * dtypeBytes(dtype));
}
uint64_t mlir::nnf::integerMax(nnf_dtype dtype) {
  if (dtype == NNF_BOOL)
    return 1;
  return std::numeric_limits<uint64_t>::max() >> (64 - 8 * dtypeBytes(dtype) + !isUnsigned(dtype));
}

uint64_t mlir::nnf::loadBits(nnf_dtype dtype, const void *element) {
  uint64_t bits = 0;
  // The project runs on little-endian machines only (NumPy.cpp swaps what comes from others).
  std::memcpy(&bits, element, dtypeBytes(dtype));
  return bits;
}
void mlir::nnf::storeBits(nnf_dtype dtype, void *element, uint64_t bits) {
  std::memcpy(element, &bits, dtypeBytes(dtype));
}

/// The value of an IEEE-like format with `fractionBits` fraction bits and the exponent bias `bias`. Every such value is
/// a double.
static double decodeFloat(uint64_t bits, int width, int fractionBits) {
  int exponentBits = width - 1 - fractionBits;
  int bias = (1 << (exponentBits - 1)) - 1;
  uint64_t fraction = bits & ((uint64_t(1) << fractionBits) - 1);
  int exponent = (bits >> fractionBits) & ((1 << exponentBits) - 1);
  bool negative = bits >> (width - 1);
  double value;
  if (exponent == (1 << exponentBits) - 1)
    value = fraction ? std::numeric_limits<double>::quiet_NaN() : std::numeric_limits<double>::infinity();
  else if (exponent == 0)
    value = std::ldexp(double(fraction), 1 - bias - fractionBits);
  else
    value = std::ldexp(double(fraction | (uint64_t(1) << fractionBits)), exponent - bias - fractionBits);
  return negative ? -value : value;
}

/// The inverse, rounding to nearest even.
static uint64_t encodeFloat(double value, int width, int fractionBits) {
  int exponentBits = width - 1 - fractionBits;
  int bias = (1 << (exponentBits - 1)) - 1;
  uint64_t infinity = ((uint64_t(1) << exponentBits) - 1) << fractionBits;
  uint64_t sign = uint64_t(std::signbit(value)) << (width - 1);
  if (std::isnan(value))
    return sign | infinity | (uint64_t(1) << (fractionBits - 1));
  double magnitude = std::fabs(value);
  if (std::isinf(magnitude))
    return sign | infinity;
  if (magnitude == 0)
    return sign;
  // The exponent of the last fraction bit at this magnitude; for subnormal numbers it stays that of the smallest
  // normal.
  int exponent = std::max(std::ilogb(magnitude), 1 - bias);
  // At most fractionBits + 1 bits before the point: nearbyint is exact in the default rounding mode, nearest even.
  double scaled = std::nearbyint(std::ldexp(magnitude, fractionBits - exponent));
  // Adding, not or-ing, the fraction lets a carry run into the exponent, up to infinity.
  uint64_t steps = uint64_t(scaled);
  uint64_t encoded = (uint64_t(exponent + bias - 1) << fractionBits) + steps;
  return sign | std::min(encoded, infinity);
}

/// f8E4M3FN has no infinities and a single NaN: left to LLVM.
static double decodeE4M3FN(uint64_t bits) {
  APFloat value(APFloat::Float8E4M3FN(), APInt(8, bits));
  bool losesInfo;
  value.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven, &losesInfo);
  return value.convertToDouble();
}
static uint64_t encodeE4M3FN(double number) {
  APFloat value(number);
  bool losesInfo;
  value.convert(APFloat::Float8E4M3FN(), APFloat::rmNearestTiesToEven, &losesInfo);
  return value.bitcastToAPInt().getZExtValue();
}

double mlir::nnf::loadDouble(nnf_dtype dtype, const void *element) {
  uint64_t bits = loadBits(dtype, element);
  switch (dtype) {
  case NNF_F64: {
    double value;
    std::memcpy(&value, &bits, sizeof(value));
    return value;
  }
  case NNF_F32: {
    float value;
    std::memcpy(&value, &bits, sizeof(value));
    return value;
  }
  case NNF_F16:
    return decodeFloat(bits, 16, 10);
  case NNF_BF16:
    return decodeFloat(bits, 16, 7);
  case NNF_F8E5M2:
    return decodeFloat(bits, 8, 2);
  case NNF_F8E4M3FN:
    return decodeE4M3FN(bits);
  case NNF_U64:
    return double(bits);
  default:
    return double(loadInteger(dtype, element));
  }
}

void mlir::nnf::storeDouble(nnf_dtype dtype, void *element, double value) {
  switch (dtype) {
  case NNF_F64:
    std::memcpy(element, &value, sizeof(value));
    return;
  case NNF_F32: {
    float narrow = static_cast<float>(value);
    std::memcpy(element, &narrow, sizeof(narrow));
    return;
  }
  case NNF_F16:
    return storeBits(dtype, element, encodeFloat(value, 16, 10));
  case NNF_BF16:
    return storeBits(dtype, element, encodeFloat(value, 16, 7));
  case NNF_F8E5M2:
    return storeBits(dtype, element, encodeFloat(value, 8, 2));
  case NNF_F8E4M3FN:
    return storeBits(dtype, element, encodeE4M3FN(value));
  case NNF_BOOL:
    return storeBits(dtype, element, value != 0);
  case NNF_U64:
    return storeBits(dtype, element, static_cast<uint64_t>(value));
  default:
    return storeBits(dtype, element, static_cast<uint64_t>(static_cast<int64_t>(value)));
  }
}

int64_t mlir::nnf::loadInteger(nnf_dtype dtype, const void *element) {
  uint64_t bits = loadBits(dtype, element);
  if (dtype == NNF_BOOL)
    return bits != 0;
  if (isUnsigned(dtype))
    return static_cast<int64_t>(bits);
  unsigned unused = 64 - 8 * dtypeBytes(dtype);
  return static_cast<int64_t>(bits << unused) >> unused;
}
void mlir::nnf::storeInteger(nnf_dtype dtype, void *element, int64_t value) {
  storeBits(dtype, element, static_cast<uint64_t>(value));
}

uint64_t mlir::nnf::ulpDistance(nnf_dtype dtype, uint64_t aBits, uint64_t bBits) {
  // Sign and magnitude become a line on which neighbours differ by one and both zeros meet.
  uint64_t signBit = uint64_t(1) << (8 * dtypeBytes(dtype) - 1);
  uint64_t a = aBits & ~signBit, b = bBits & ~signBit;
  if ((aBits & signBit) == (bBits & signBit))
    return a > b ? a - b : b - a;
  return a + b;
}
