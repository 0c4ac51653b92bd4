//===- Coefficients.h - made by scripts/math/generate.py; do not edit -------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// Minimax polynomials (Remez' exchange, coefficients rounded one by one into the fit), lowest coefficient first. The
// error is the largest one over the interval, in the sense said, before any rounding of the evaluation.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_MATH_COEFFICIENTS_H
#define NNF_CODEGEN_MATH_COEFFICIENTS_H

#include "nnf/Codegen/Math/Lane.h"

namespace mlir::nnf::vecmath {

template <class P> struct Coefficients;

template <> struct Coefficients<F32> {
  /// 1 / ln 2 and what it lacks.
  static constexpr double log2e = 0x1.7154760000000p+0;
  static constexpr double log2eLo = 0x1.4ae0c00000000p-26;
  /// ln 2 in two parts.
  static constexpr double ln2Hi = 0x1.62e4300000000p-1;
  static constexpr double ln2Lo = -0x1.05c6100000000p-29;
  /// Below, e^x rounds to 0; above expHighest it overflows.
  static constexpr double expLowest = -0x1.a049ce0000000p+6;
  static constexpr double expHighest = 0x1.634a960000000p+6;
  static constexpr double exp2Lowest = -0x1.2e00000000000p+7;
  static constexpr double exp2Highest = 0x1.0080000000000p+7;
  /// Below, e^x - 1 rounds to -1.
  static constexpr double expm1Lowest = -0x1.2000000000000p+4;
  /// (e^r - 1 - r) / r^2 for |r| <= 0.3475, relative to e^r; error 2^-31.2.
  static constexpr float exp[] = {
      0x1.0000000000000p-1f, 0x1.55553c0000000p-3f, 0x1.5554f20000000p-5f, 0x1.1136f40000000p-7f, 0x1.6d42580000000p-10f,
      0x1.6c298e0000000p-13f};
  /// (2^r - 1 - r ln 2) / r^2 for |r| <= 0.5, relative to 2^r; error 2^-28.2.
  static constexpr float exp2[] = {
      0x1.ebfbdc0000000p-3f, 0x1.c6af840000000p-5f, 0x1.3b2db00000000p-7f, 0x1.5f06c00000000p-10f, 0x1.41a65a0000000p-13f};
  /// (log(1 + f) - f + f^2 / 2) / f^3 for |f| <= 1/3, relative to log(1 + f); error 2^-30.0.
  static constexpr float log[] = {
      0x1.5555560000000p-2f, -0x1.ffff020000000p-3f, 0x1.9998600000000p-3f, -0x1.559bbe0000000p-3f, 0x1.24d7260000000p-3f,
      -0x1.f3334e0000000p-4f, 0x1.bb5cb40000000p-4f, -0x1.07e4a20000000p-3f, 0x1.dfd0f40000000p-4f};
  /// (log(1 + z) - z) / z^2 for 0 <= z <= 1, relative to log(1 + z); error 2^-30.1.
  static constexpr float log1pUnit[] = {
      -0x1.fffff80000000p-2f, 0x1.5553b60000000p-2f, -0x1.ffc59e0000000p-3f, 0x1.978b540000000p-3f, -0x1.4a72b20000000p-3f,
      0x1.ff28d80000000p-4f, -0x1.54f16c0000000p-4f, 0x1.58ff440000000p-5f, -0x1.c0a2000000000p-7f, 0x1.1136340000000p-9f};
  /// 1 / ln 10.
  static constexpr double log10e = 0x1.bcb7b20000000p-2;
  static constexpr double log10eLo = -0x1.5b235e0000000p-27;
  /// log10 of 2; the high part times an exponent is exact.
  static constexpr double log10Of2Hi = 0x1.3442000000000p-2;
  static constexpr double log10Of2Lo = -0x1.95ec100000000p-19;
  /// The centers of the 16 intervals of tanhTable.
  static constexpr float tanhCenters[] = {
      0x1.3f80000000000p+0f, 0x1.c1c0000000000p+0f, 0x1.1f20000000000p+1f, 0x1.6120000000000p+1f, 0x1.c0a0000000000p+1f,
      0x1.1fb0000000000p+2f, 0x1.5fa0000000000p+2f, 0x1.9ff0000000000p+2f, 0x1.ff40000000000p+2f, 0x1.2460000000000p+3f,
      0x1.2800000000000p+3f, 0x1.2800000000000p+3f, 0x0.0p+0f, 0x1.7f00000000000p-2f, 0x1.4100000000000p-1f,
      0x1.bc00000000000p-1f};
  /// 1 in the interval that begins at 0, 0 elsewhere: a term u of its own.
  static constexpr float tanhLinear[] = {
      0x0.0p+0f, 0x0.0p+0f, 0x0.0p+0f, 0x0.0p+0f, 0x0.0p+0f,
      0x0.0p+0f, 0x0.0p+0f, 0x0.0p+0f, 0x0.0p+0f, 0x0.0p+0f,
      0x0.0p+0f, 0x0.0p+0f, 0x1.0000000000000p+0f, 0x0.0p+0f, 0x0.0p+0f,
      0x0.0p+0f};
  /// tanh t, less that term, as a polynomial in u = t - center, relative; error 2^-25.4.
  static constexpr float tanhTable[7][16] = {
      {0x1.b20a540000000p-1f, 0x1.e2614c0000000p-1f, 0x1.f498a20000000p-1f, 0x1.fbe78e0000000p-1f,
       0x1.ff137e0000000p-1f, 0x1.ffdf560000000p-1f, 0x1.fffb920000000p-1f, 0x1.ffff680000000p-1f,
       0x1.fffff80000000p-1f, 0x1.0000000000000p+0f, 0x1.0000000000000p+0f, 0x1.0000000000000p+0f,
       0x0.0p+0f, 0x1.6e160a0000000p-2f, 0x1.1ca5900000000p-1f, 0x1.665ed80000000p-1f},
      {0x1.2018f20000000p-2f, 0x1.cc35cc0000000p-4f, 0x1.68db5e0000000p-5f, 0x1.05102a0000000p-6f,
       0x1.d8999a0000000p-9f, 0x1.054b6a0000000p-11f, 0x1.1b83be0000000p-14f, 0x1.2ffa1e0000000p-17f,
       0x1.ec694c0000000p-22f, 0x1.8e1aae0000000p-25f, 0x0.0p+0f, 0x0.0p+0f,
       0x0.0p+0f, 0x1.be8fa00000000p-1f, 0x1.61c01e0000000p-1f, 0x1.05294c0000000p-1f},
      {-0x1.e876280000000p-3f, -0x1.b196d40000000p-4f, -0x1.60d1b60000000p-5f, -0x1.02f8b40000000p-6f,
       -0x1.d7bb4c0000000p-9f, -0x1.055cca0000000p-11f, -0x1.1bb8c00000000p-14f, -0x1.2ed7a20000000p-17f,
       -0x1.543a500000000p-22f, -0x1.77c08a0000000p-16f, 0x0.0p+0f, 0x0.0p+0f,
       -0x1.266c8c0000000p-20f, -0x1.3f4b960000000p-2f, -0x1.8956da0000000p-2f, -0x1.6d983e0000000p-2f},
      {0x1.bc1b3c0000000p-4f, 0x1.fe46920000000p-5f, 0x1.c15c800000000p-6f, 0x1.53bc8c0000000p-7f,
       0x1.3905120000000p-9f, 0x1.5b928e0000000p-12f, 0x1.794f9c0000000p-15f, 0x1.94ceac0000000p-18f,
       0x1.5532f00000000p-22f, -0x1.63669e0000000p-22f, 0x0.0p+0f, 0x0.0p+0f,
       -0x1.5544c80000000p-2f, -0x1.6f21440000000p-3f, -0x1.12736e0000000p-6f, 0x1.472a520000000p-4f},
      {-0x1.95b3800000000p-7f, -0x1.7ed73e0000000p-6f, -0x1.9856560000000p-7f, -0x1.4958ba0000000p-8f,
       -0x1.3724740000000p-10f, -0x1.5571dc0000000p-13f, -0x1.6fe9100000000p-16f, -0x1.c512e20000000p-19f,
       -0x1.20225e0000000p-21f, 0x1.a200780000000p-9f, 0x0.0p+0f, 0x0.0p+0f,
       -0x1.365cfc0000000p-10f, 0x1.57b40a0000000p-3f, 0x1.1a88e80000000p-3f, 0x1.01c7c40000000p-4f},
      {-0x1.45a2d80000000p-6f, 0x1.ce77080000000p-9f, 0x1.0655560000000p-8f, 0x1.f0654e0000000p-10f,
       0x1.fe8cc00000000p-12f, 0x1.23cf080000000p-14f, 0x1.3ea2e20000000p-17f, 0x1.5236600000000p-20f,
       0x1.e02af80000000p-25f, 0x1.5b25a40000000p-14f, 0x0.0p+0f, 0x0.0p+0f,
       0x1.250a500000000p-3f, 0x1.421b680000000p-6f, -0x1.c4fe180000000p-5f, -0x1.e75bea0000000p-5f},
      {0x1.eafa6c0000000p-7f, 0x1.b8e6a60000000p-10f, -0x1.6d60d40000000p-11f, -0x1.d676440000000p-12f,
       -0x1.40f7ee0000000p-13f, -0x1.001d420000000p-15f, -0x1.38c3f80000000p-18f, 0x1.20d9d80000000p-21f,
       0x1.f53b0e0000000p-23f, -0x1.cffb020000000p-4f, 0x0.0p+0f, 0x0.0p+0f,
       -0x1.2ef2ec0000000p-5f, -0x1.f367900000000p-5f, -0x1.913dd00000000p-5f, 0x1.4330f80000000p-6f}};
  /// From here on tanh is 1.
  static constexpr double tanhSaturation = 0x1.2800000000000p+3;
  /// (tanh x - x) / x^3 as a function of x^2 for x <= 1, relative to tanh x; error 2^-27.7.
  static constexpr float tanh[] = {
      -0x1.55553c0000000p-2f, 0x1.110be40000000p-3f, -0x1.b962380000000p-5f, 0x1.60098a0000000p-6f, -0x1.045f660000000p-7f,
      0x1.2d9db40000000p-9f, -0x1.77c5b80000000p-12f};
  /// 1/3.
  static constexpr double third = 0x1.5555560000000p-2;
  static constexpr double thirdLo = -0x1.5555560000000p-27;
  /// ((x - tanh x) / x^3 - 1/3) / x^2 as a function of x^2 for x <= 1, as it counts in x - tanh x; error 2^-27.4.
  static constexpr float tanhshrink[] = {
      -0x1.1110fc0000000p-3f, 0x1.ba13180000000p-5f, -0x1.65b7360000000p-6f, 0x1.1d4e8c0000000p-7f, -0x1.a5df220000000p-9f,
      0x1.e84f680000000p-11f, -0x1.2fdbfc0000000p-13f};
  /// (erf x - x) / x as a function of x^2 for x <= 1, relative to erf x; error 2^-29.4.
  static constexpr float erf[] = {
      0x1.06eba80000000p-3f, -0x1.81273e0000000p-2f, 0x1.ce2ce60000000p-4f, -0x1.b7f71a0000000p-6f, 0x1.53f2260000000p-8f,
      -0x1.a351880000000p-11f, 0x1.4772d80000000p-14f};
  /// From here on erf is 1.
  static constexpr double erfSaturation = 0x1.f9999a0000000p+1;
  /// -log(erfc x) / x for 1 <= x <= erfSaturation, as it counts in erf x; error 2^-31.3.
  static constexpr float erfLog[] = {
      0x1.20f24c0000000p+0f, 0x1.4519400000000p-1f, 0x1.b46cf20000000p-4f, -0x1.89a2de0000000p-6f, 0x1.ed73d80000000p-9f,
      -0x1.7178dc0000000p-12f, 0x1.da565c0000000p-17f};
  /// k of erfcx(t) (t + k).
  static constexpr double erfcxShift = 0x1.1800000000000p+0;
  /// erfcx(t) (t + k) as a function of (t - k) / (t + k), relative; error 2^-26.9.
  static constexpr float erfcx[] = {
      0x1.c3a7ec0000000p-1f, -0x1.2f41e60000000p-2f, -0x1.2899940000000p-4f, 0x1.f87ab60000000p-6f, 0x1.885b080000000p-6f,
      0x1.c71d8e0000000p-9f, -0x1.1b0ac80000000p-8f, -0x1.dbab1a0000000p-9f, -0x1.01cc580000000p-10f, 0x1.4eebb40000000p-11f,
      0x1.538c320000000p-11f, 0x1.b22d160000000p-14f, -0x1.75f1d20000000p-15f};
  /// Beyond, erfc rounds to 0.
  static constexpr double erfcHighest = 0x1.41eb860000000p+3;
  /// k of Phi(-t) e^(t^2/2) (t + k).
  static constexpr double phiShift = 0x1.7e00000000000p+0;
  /// Phi(-t) e^(t^2/2) (t + k) as a function of (t - k) / (t + k), relative; error 2^-26.7.
  static constexpr float phi[] = {
      0x1.3b83860000000p-1f, -0x1.8a9bc80000000p-3f, -0x1.df2f160000000p-5f, 0x1.19fd3e0000000p-6f, 0x1.2267de0000000p-6f,
      0x1.1677120000000p-8f, -0x1.2fbfd40000000p-9f, -0x1.66a1280000000p-9f, -0x1.1ffda80000000p-10f, 0x1.e16f5e0000000p-13f,
      0x1.eceac20000000p-12f, 0x1.4562a20000000p-13f};
  /// Beyond, t phi(t) rounds to 0.
  static constexpr double phiHighest = 0x1.d9999a0000000p+3;
  /// The centers of the 16 intervals of phiTable.
  static constexpr float phiCenters[] = {
      0x1.4000000000000p+0f, 0x1.c1c0000000000p+0f, 0x1.1f00000000000p+1f, 0x1.5f60000000000p+1f, 0x1.c180000000000p+1f,
      0x1.1fb0000000000p+2f, 0x1.5fb0000000000p+2f, 0x1.a070000000000p+2f, 0x1.ff40000000000p+2f, 0x1.3fe8000000000p+3f,
      0x1.8050000000000p+3f, 0x1.be80000000000p+3f, 0x1.0c00000000000p-3f, 0x1.7500000000000p-2f, 0x1.3f80000000000p-1f,
      0x1.bd00000000000p-1f};
  /// Phi(-t) e^(t^2/2) as a polynomial in t - center, relative; error 2^-27.4.
  static constexpr float phiTable[7][16] = {
      {0x1.d898de0000000p-3f, 0x1.7a4f5e0000000p-3f, 0x1.3b886c0000000p-3f, 0x1.0c1e8a0000000p-3f,
       0x1.b24f620000000p-4f, 0x1.5bb39a0000000p-4f, 0x1.205d720000000p-4f, 0x1.eb27620000000p-5f,
       0x1.92fc2c0000000p-5f, 0x1.43bb5c0000000p-5f, 0x1.0e46400000000p-5f, 0x1.d213300000000p-6f,
       0x1.cea35e0000000p-2f, 0x1.878de40000000p-2f, 0x1.4b504c0000000p-2f, 0x1.1f69980000000p-2f},
      {-0x1.c493240000000p-4f, -0x1.30cf6e0000000p-4f, -0x1.b633120000000p-5f, -0x1.440f440000000p-5f,
       -0x1.b392240000000p-6f, -0x1.1c6ee40000000p-6f, -0x1.8bbe760000000p-7f, -0x1.211c620000000p-7f,
       -0x1.87d17c0000000p-8f, -0x1.fc3ce80000000p-9f, -0x1.633ea80000000p-9f, -0x1.088bcc0000000p-9f,
       -0x1.5bf9f20000000p-2f, -0x1.09e3e40000000p-2f, -0x1.9389f00000000p-3f, -0x1.3d6e180000000p-3f},
      {0x1.7b7a040000000p-5f, 0x1.ba3ca60000000p-6f, 0x1.179b2c0000000p-6f, 0x1.6dc8b20000000p-7f,
       0x1.9f46dc0000000p-8f, 0x1.c0fbb00000000p-9f, 0x1.0885680000000p-9f, 0x1.4dac5c0000000p-10f,
       0x1.77b4920000000p-11f, 0x1.8b47f60000000p-12f, 0x1.cfe0b60000000p-13f, 0x1.2ad7460000000p-13f,
       0x1.a11a980000000p-3f, 0x1.26b3a40000000p-3f, 0x1.9acede0000000p-4f, 0x1.2aeec80000000p-4f},
      {-0x1.1f30880000000p-6f, -0x1.26ddbc0000000p-7f, -0x1.4c9e820000000p-8f, -0x1.857f560000000p-9f,
       -0x1.7a8f7a0000000p-10f, -0x1.56f2e80000000p-11f, -0x1.59106c0000000p-12f, -0x1.79e7fa0000000p-13f,
       -0x1.636bda0000000p-14f, -0x1.30a77a0000000p-15f, -0x1.2ce72e0000000p-16f, -0x1.4ff3de0000000p-17f,
       -0x1.ab97100000000p-4f, -0x1.1af4380000000p-4f, -0x1.6f24100000000p-5f, -0x1.f41ad20000000p-6f},
      {0x1.8faa440000000p-8f, 0x1.6e66ba0000000p-9f, 0x1.74adbe0000000p-10f, 0x1.8ebb700000000p-11f,
       0x1.4b7b600000000p-12f, 0x1.fcb83a0000000p-14f, 0x1.b7f54e0000000p-15f, 0x1.a4e2e80000000p-16f,
       0x1.4c0e8a0000000p-17f, 0x1.d17b2a0000000p-19f, 0x1.8418560000000p-20f, 0x1.7712980000000p-21f,
       0x1.83f6fe0000000p-5f, 0x1.e64d380000000p-6f, 0x1.293e2c0000000p-6f, 0x1.7da3840000000p-7f},
      {-0x1.0675a40000000p-9f, -0x1.af48980000000p-11f, -0x1.8ee0c00000000p-12f, -0x1.76940e0000000p-13f,
       -0x1.1cf1240000000p-14f, -0x1.73fb720000000p-16f, -0x1.14c7ea0000000p-17f, -0x1.d3e2c80000000p-19f,
       -0x1.39316a0000000p-20f, -0x1.6603f40000000p-22f, -0x1.f8ee080000000p-24f, -0x1.a231c00000000p-25f,
       -0x1.3fc46c0000000p-6f, -0x1.7f23c40000000p-7f, -0x1.bc0ffe0000000p-8f, -0x1.0207200000000p-8f},
      {0x1.57923a0000000p-11f, 0x1.e4e9ee0000000p-13f, 0x1.8446260000000p-14f, -0x1.bfa8920000000p-15f,
       0x1.d7fb220000000p-17f, 0x1.f1180a0000000p-19f, 0x1.4ea5e40000000p-20f, 0x1.b3867c0000000p-22f,
       0x1.19f0a20000000p-23f, 0x1.0ec9820000000p-25f, 0x1.3606120000000p-27f, 0x1.2a68e60000000p-28f,
       0x1.bf5bfe0000000p-7f, 0x1.1885320000000p-8f, -0x1.1ba5b60000000p-14f, -0x1.46a5a00000000p-14f}};
  /// Beyond, t Phi(-t) rounds to 0.
  static constexpr double phiTableHighest = 0x1.dc00000000000p+3;
  /// 1 / sqrt(2 pi).
  static constexpr double inverseSqrt2Pi = 0x1.9884540000000p-2;
  static constexpr double inverseSqrt2PiLo = -0x1.8579360000000p-27;
  /// 2 sqrt(2/pi), a short part and the rest; and 0.044715 times that.
  static constexpr double tanhGeluLinear = 0x1.9800000000000p+0;
  static constexpr double tanhGeluLinearLo = 0x1.08a67a0000000p-9;
  static constexpr double tanhGeluCubic = 0x1.2444f20000000p-4;
  static constexpr double tanhGeluCubicLo = 0x1.49b16a0000000p-29;
  /// (atan t - t) / t^3 as a function of t^2 for t <= 1, relative to atan t; error 2^-28.4.
  static constexpr float atan[] = {
      -0x1.55553e0000000p-2f, 0x1.9991e40000000p-3f, -0x1.2420a60000000p-3f, 0x1.c08fea0000000p-4f, -0x1.581b0c0000000p-4f,
      0x1.da7fd00000000p-5f, -0x1.fe55920000000p-6f, 0x1.65379a0000000p-7f, -0x1.d58bcc0000000p-10f};
  /// pi / 2 in two parts.
  static constexpr double piOver2Hi = 0x1.921fb60000000p+0;
  static constexpr double piOver2Lo = -0x1.777a5c0000000p-25;
};

template <> struct Coefficients<F64> {
  /// 1 / ln 2 and what it lacks.
  static constexpr double log2e = 0x1.71547652b82fep+0;
  static constexpr double log2eLo = 0x1.777d0ffda0d24p-56;
  /// ln 2 in two parts.
  static constexpr double ln2Hi = 0x1.62e42fefa39efp-1;
  static constexpr double ln2Lo = 0x1.abc9e3b39803fp-56;
  /// Below, e^x rounds to 0; above expHighest it overflows.
  static constexpr double expLowest = -0x1.749dda1f9fd1fp+9;
  static constexpr double expHighest = 0x1.62f0fcbc706bcp+9;
  static constexpr double exp2Lowest = -0x1.0d00000000000p+10;
  static constexpr double exp2Highest = 0x1.0010000000000p+10;
  /// Below, e^x - 1 rounds to -1.
  static constexpr double expm1Lowest = -0x1.3000000000000p+5;
  /// (e^r - 1 - r) / r^2 for |r| <= 0.3475, relative to e^r; error 2^-57.9.
  static constexpr double exp[] = {
      0x1.000000000000ap-1, 0x1.55555555554fbp-3, 0x1.55555555505d7p-5, 0x1.1111111127124p-7,
      0x1.6c16c184c5f7ap-10, 0x1.a01a012ffb427p-13, 0x1.a0199853841f8p-16, 0x1.71df1442fca87p-19,
      0x1.28af18f3cf4ebp-22, 0x1.ada175b50da2bp-26};
  /// (2^r - 1 - r ln 2) / r^2 for |r| <= 0.5, relative to 2^r; error 2^-57.9.
  static constexpr double exp2[] = {
      0x1.ebfbdff82c5a1p-3, 0x1.c6b08d704a046p-5, 0x1.3b2ab6fba07abp-7, 0x1.5d87fe78c3676p-10,
      0x1.4309130dc009ap-13, 0x1.ffcbfbc7f3e2ep-17, 0x1.62bfca037d030p-20, 0x1.b52652aa13808p-24,
      0x1.e6179c1cf0a94p-28, 0x1.e7c6e849a7111p-32};
  /// (2 atanh(s) - 2 s) / s^3 as a function of s^2 for |s| <= 1/5, relative to 2 atanh(s); error 2^-62.7.
  static constexpr double log[] = {
      0x1.555555555554fp-1, 0x1.999999999c179p-2, 0x1.24924921e44f7p-2, 0x1.c71c748fc3111p-3,
      0x1.745c4ad8bd2dep-3, 0x1.3b35c179237acp-3, 0x1.0dcb84d4795bcp-3, 0x1.1b822ae7649f3p-3};
  /// (log(1 + z) - z) / z^2 for 0 <= z <= 1, relative to log(1 + z); error 2^-59.1.
  static constexpr double log1pUnit[] = {
      -0x1.fffffffffffeep-2, 0x1.5555555554755p-2, -0x1.ffffffff84b49p-3, 0x1.999999882f1ddp-3,
      -0x1.555553d7bfc5fp-3, 0x1.24923362b4ee6p-3, -0x1.fffe3e231b453p-4, 0x1.c70f054201222p-4,
      -0x1.994b764072164p-4, 0x1.72fa6c12f6d71p-4, -0x1.50574eae388f0p-4, 0x1.2c9662df0ce86p-4,
      -0x1.02467c17c60e1p-4, 0x1.9c250d79d0d98p-5, -0x1.25256fba50256p-5, 0x1.63f1c7d456040p-6,
      -0x1.604eb85ac75f3p-7, 0x1.0d7a392ad6d24p-8, -0x1.283fb7a678b09p-10, 0x1.9e0f26dc5c900p-13,
      -0x1.1331aeb966891p-16};
  /// 2/3.
  static constexpr double twoThirds = 0x1.5555555555555p-1;
  static constexpr double twoThirdsLo = 0x1.5555555555555p-55;
  /// ((2 atanh(s) - 2 s) / s^3 - 2/3) / s^2 as a function of s^2 for |s| <= 1/5, relative to it; error 2^-66.2.
  static constexpr double logTail[] = {
      0x1.999999999999ap-2, 0x1.249249249232dp-2, 0x1.c71c71c75205bp-3, 0x1.745d172661c60p-3,
      0x1.3b13bba0ca0f8p-3, 0x1.110f0018c7d99p-3, 0x1.e2626953c9564p-4, 0x1.a5de44c101842p-4,
      0x1.e29c5c468c178p-4};
  /// 1 / ln 10.
  static constexpr double log10e = 0x1.bcb7b1526e50ep-2;
  static constexpr double log10eLo = 0x1.95355baaafad3p-57;
  /// log10 of 2; the high part times an exponent is exact.
  static constexpr double log10Of2Hi = 0x1.34413509f7800p-2;
  static constexpr double log10Of2Lo = 0x1.fef311f12b358p-46;
  /// From here on tanh is 1.
  static constexpr double tanhSaturation = 0x1.3400000000000p+4;
  /// (tanh x - x) / x^3 as a function of x^2 for x <= 1, relative to tanh x; error 2^-56.2.
  static constexpr double tanh[] = {
      -0x1.555555555550fp-2, 0x1.111111110d7dfp-3, -0x1.ba1ba1b80fd76p-5, 0x1.664f483685169p-6,
      -0x1.226e2ebc9cc3ep-7, 0x1.d6d30fa50e135p-9, -0x1.7d9bc904d5ef4p-10, 0x1.35212927fc42ap-11,
      -0x1.f335c4809e46dp-13, 0x1.8d792f8f48dcdp-14, -0x1.2eafd51f609e6p-15, 0x1.9e035d489d33fp-17,
      -0x1.cac9e81be00bfp-19, 0x1.5f247a858b85ep-21, -0x1.0d00da7c7adf1p-24};
  /// 1/3.
  static constexpr double third = 0x1.5555555555555p-2;
  static constexpr double thirdLo = 0x1.5555555555555p-56;
  /// ((x - tanh x) / x^3 - 1/3) / x^2 as a function of x^2 for x <= 1, as it counts in x - tanh x; error 2^-59.4.
  static constexpr double tanhshrink[] = {
      -0x1.111111111110cp-3, 0x1.ba1ba1ba1b07fp-5, -0x1.664f48828e8f5p-6, 0x1.226e355607e93p-7,
      -0x1.d6d3cf36d3d44p-9, 0x1.7da34891b218bp-10, -0x1.3556e3682883dp-11, 0x1.f568875981e01p-13,
      -0x1.95fccb0d21027p-14, 0x1.4724c92cc1ee9p-15, -0x1.02c9f7f46be02p-16, 0x1.8444aad77a6aap-18,
      -0x1.02a6648e4a488p-19, 0x1.144f6b78b8025p-21, -0x1.94ecaee3b43f3p-24, 0x1.2805b92c074b0p-27};
  /// (erf x - x) / x as a function of x^2 for x <= 1, relative to erf x; error 2^-56.3.
  static constexpr double erf[] = {
      0x1.06eba8214db69p-3, -0x1.812746b037a25p-2, 0x1.ce2f21a0458d7p-4, -0x1.b82ce31354c24p-6,
      0x1.565bcd2c5fb20p-8, -0x1.c02db9324125bp-11, 0x1.f9a3b932da1dcp-14, -0x1.f4dcee63ff06bp-17,
      0x1.ba68e87c67539p-20, -0x1.638f20741e44fp-23, 0x1.1316e83c19883p-26, -0x1.c478a66198ee5p-30,
      0x1.3b42003e47f69p-33};
  /// From here on erf is 1.
  static constexpr double erfSaturation = 0x1.7cccccccccccdp+2;
  /// -log(erfc x) / x for 1 <= x <= erfSaturation, as it counts in erf x; error 2^-58.0.
  static constexpr double erfLog[] = {
      0x1.20dd74074189bp+0, 0x1.45f317cc28472p-1, 0x1.a4f2e9c98810ep-4, -0x1.3956c2afa74c1p-6,
      -0x1.bdb93bfd7f65bp-13, 0x1.bbe1c992bfa42p-10, -0x1.2da3d2b1e4b85p-11, -0x1.e1614c03f2b2fp-22,
      0x1.8f25c5a02a929p-14, -0x1.d4c7dd995f577p-15, 0x1.54728f77aa2f7p-16, -0x1.6837527fb1929p-18,
      0x1.20517e80ef74ep-20, -0x1.5c916a4abc8bfp-23, 0x1.35ecbabd94547p-26, -0x1.7f4afc09dba37p-30,
      0x1.26b8d5bc58946p-34, -0x1.a86d20001eaacp-40};
  /// k of erfcx(t) (t + k).
  static constexpr double erfcxShift = 0x1.3800000000000p+0;
  /// erfcx(t) (t + k) as a function of (t - k) / (t + k), relative; error 2^-56.7.
  static constexpr double erfcx[] = {
      0x1.d351b3c22f45ap-1, -0x1.795acf691b180p-2, -0x1.0e96f3ccb6ebbp-5, 0x1.79c7eda7b0d9ap-5,
      0x1.0edbf66f89336p-6, -0x1.f8433d5de49c8p-9, -0x1.6a59b84865321p-8, -0x1.db806689c5a23p-10,
      0x1.03cdf79532a36p-11, 0x1.b918bb6652ebbp-11, 0x1.ae6aec8d2d6f2p-12, 0x1.552d9da042a31p-16,
      -0x1.01099b919f632p-13, -0x1.afe95cd31f0c8p-14, -0x1.4ee904d08b12bp-15, 0x1.181b67635f71cp-18,
      0x1.3b6c9dd95020dp-16, 0x1.0376de1e41eacp-16, 0x1.aaf8fe0ae03b8p-18, -0x1.0e0308cfb062dp-20,
      -0x1.8043ab03c5848p-19, -0x1.28808c7c6f482p-20, -0x1.cd133541b760fp-21, -0x1.081039b531cddp-19,
      -0x1.59f2766264b43p-21, 0x1.ba14f24224263p-20, 0x1.5f3966e9ec2f5p-20, -0x1.41fbda88e690fp-22,
      -0x1.3a3c48605e507p-21, -0x1.5ca9ca4715917p-24, 0x1.821e4c4b2fb4bp-24, 0x1.da80d767615f7p-26};
  /// Beyond, erfc rounds to 0.
  static constexpr double erfcHighest = 0x1.b3ae147ae147bp+4;
  /// k of Phi(-t) e^(t^2/2) (t + k).
  static constexpr double phiShift = 0x1.a200000000000p+0;
  /// Phi(-t) e^(t^2/2) (t + k) as a function of (t - k) / (t + k), relative; error 2^-58.8.
  static constexpr double phi[] = {
      0x1.4502a0e50ca98p-1, -0x1.e10a1c6387b89p-3, -0x1.3a6574f9968c2p-5, 0x1.c7e9006cfadd0p-6,
      0x1.e57cca3575e2ap-7, -0x1.0502edd88157bp-12, -0x1.e9e5fc610fe9ap-9, -0x1.0568580bd8b20p-9,
      -0x1.35ac59a6a4af9p-13, 0x1.0b9fcf47cade0p-11, 0x1.af1a86db931a1p-12, 0x1.2321637c67d33p-13,
      -0x1.172274c4430efp-15, -0x1.442c83a31d874p-14, -0x1.c1eee35423e3fp-15, -0x1.2b89d56051340p-16,
      0x1.3e1347430813dp-18, 0x1.80b6548cf68c3p-17, 0x1.29d1ae1eb0263p-17, 0x1.0e90a8038e74cp-18,
      0x1.e2c764b3710bfp-22, -0x1.c9354666c122ap-20, -0x1.28ac8181778c0p-19, -0x1.78977e2fc13c1p-21,
      0x1.10fb299c5b83fp-21, -0x1.6401541cae5ffp-22, -0x1.909718a66010dp-21, 0x1.24843ec558292p-21,
      0x1.08f380d7c45e0p-20, -0x1.2ad72990728abp-26, -0x1.fb4db41cb6689p-22, -0x1.f3b3b57de3587p-24,
      0x1.5b6c3eed596bfp-24, 0x1.0e623177f92c1p-25};
  /// Beyond, t phi(t) rounds to 0.
  static constexpr double phiHighest = 0x1.3733333333333p+5;
  /// 1 / sqrt(2 pi).
  static constexpr double inverseSqrt2Pi = 0x1.9884533d43651p-2;
  static constexpr double inverseSqrt2PiLo = -0x1.cbc0d30ebfd15p-56;
  /// 2 sqrt(2/pi), a short part and the rest; and 0.044715 times that.
  static constexpr double tanhGeluLinear = 0x1.9800000000000p+0;
  static constexpr double tanhGeluLinearLo = 0x1.08a67a86ca11ap-9;
  static constexpr double tanhGeluCubic = 0x1.2444f2a4d8b4bp-4;
  static constexpr double tanhGeluCubicLo = -0x1.6c843a29d1c70p-61;
  /// (atan t - t) / t^3 as a function of t^2 for t <= 0.4375, relative to atan t; error 2^-62.3.
  static constexpr double atan[] = {
      -0x1.5555555555552p-2, 0x1.999999999900cp-3, -0x1.24924924469b5p-3, 0x1.c71c71a19ffe0p-4,
      -0x1.745d11d4b43f5p-4, 0x1.3b133031d0592p-4, -0x1.11091023863adp-4, 0x1.e13334a1f15ffp-5,
      -0x1.a9fe755037b28p-5, 0x1.6b284947f7874p-5, -0x1.057843b3a56c2p-5, 0x1.c0b6d0aafa0bbp-7};
  /// pi / 2 in two parts.
  static constexpr double piOver2Hi = 0x1.921fb54442d18p+0;
  static constexpr double piOver2Lo = 0x1.1a62633145c07p-54;
  /// atan of Half.
  static constexpr double atanHalfHi = 0x1.dac670561bb4fp-2;
  static constexpr double atanHalfLo = 0x1.a2b7f222f65e2p-56;
  /// atan of One.
  static constexpr double atanOneHi = 0x1.921fb54442d18p-1;
  static constexpr double atanOneLo = 0x1.1a62633145c07p-55;
  /// atan of ThreeHalves.
  static constexpr double atanThreeHalvesHi = 0x1.f730bd281f69bp-1;
  static constexpr double atanThreeHalvesLo = 0x1.007887af0cbbdp-56;
  /// atan of infinity.
  static constexpr double atanInfHi = 0x1.921fb54442d18p+0;
  static constexpr double atanInfLo = 0x1.1a62633145c07p-54;
  static constexpr double twoOverPi = 0x1.45f306dc9c883p-1;
  /// 2 / pi in digits of 24 bits.
  static constexpr double twoOverPiDigits[] = {
      0x1.45f3060000000p+23, 0x1.b939100000000p+22, 0x1.529fc00000000p+20, 0x1.3abe880000000p+21,
      0x1.ea69ba0000000p+23, 0x1.81b6c40000000p+23, 0x1.2b32780000000p+23, 0x1.0e41040000000p+22,
      0x1.fca2c60000000p+23, 0x1.57bd760000000p+23, 0x1.8ac36e0000000p+23, 0x1.2371d00000000p+21,
      0x1.0937480000000p+22, 0x1.c00c920000000p+23, 0x1.7750480000000p+21, 0x1.a324380000000p+23,
      0x1.fc3bd60000000p+23, 0x1.cb12900000000p+20, 0x1.4e7dd00000000p+23, 0x1.046bea0000000p+23,
      0x1.75da200000000p+21, 0x1.09d3380000000p+23, 0x1.c09ad00000000p+22, 0x1.7df9040000000p+22,
      0x1.cc8eb00000000p+21, 0x1.cc1a980000000p+21, 0x1.cfa4e00000000p+21, 0x1.08bf160000000p+23,
      0x1.7bf2500000000p+23, 0x1.d8ffc00000000p+21, 0x1.2fffbc0000000p+23, 0x1.6603c00000000p+18,
      0x1.de5e220000000p+23, 0x1.16b4140000000p+23, 0x1.b47db40000000p+22, 0x1.b3f6780000000p+21,
      0x1.3e58480000000p+21, 0x1.6e9e8c0000000p+23, 0x1.fb34f00000000p+21, 0x1.7fa8b40000000p+22,
      0x1.d49ee80000000p+22, 0x1.8fd7ca0000000p+23, 0x1.e2f67a0000000p+23, 0x1.ce7dc00000000p+18,
      0x1.14a5240000000p+23, 0x1.d4d7f60000000p+23, 0x1.7ec47c0000000p+22, 0x1.1aba100000000p+23,
      0x1.580cc00000000p+22};
  /// pi / 2 in parts of 33 bits and the rest.
  static constexpr double piOver2Short1 = 0x1.921fb54400000p+0;
  static constexpr double piOver2Short2 = 0x1.0b4611a600000p-34;
  static constexpr double piOver2Short3 = 0x1.3198a2e037073p-69;
  /// (sin r - r) / r^3 as a function of r^2 for |r| <= pi/4, relative to sin r; error 2^-63.2.
  static constexpr double sin[] = {
      -0x1.5555555555555p-3, 0x1.1111111111069p-7, -0x1.a01a019ffe52ap-13, 0x1.71de3a33a6cb6p-19,
      -0x1.ae642c5458e34p-26, 0x1.6109bfbf108eep-33, -0x1.9ffedf9195246p-41};
  /// (cos r - 1 + r^2 / 2) / r^4 as a function of r^2 for |r| <= pi/4, relative to cos r; error 2^-69.0.
  static constexpr double cos[] = {
      0x1.5555555555555p-5, -0x1.6c16c16c16b30p-10, 0x1.a01a019ffcb79p-16, -0x1.27e4fb5a1f997p-22,
      0x1.1eed6f7f67c70p-29, -0x1.937451b97b05bp-37, 0x1.9dadc42528b2cp-45};
  /// (sin r - r) / r^3 as a function of r^2 for |r| <= pi/4, relative to sin r; error 2^-37.5.
  static constexpr double sinShort[] = {
      -0x1.5555554c6f90bp-3, 0x1.11110868b3beap-7, -0x1.a00f7dc97e060p-13, 0x1.6cd19de4f9c57p-19};
  /// (cos r - 1 + r^2 / 2) / r^4 as a function of r^2 for |r| <= pi/4, relative to cos r; error 2^-42.9.
  static constexpr double cosShort[] = {
      0x1.5555554ed7877p-5, -0x1.6c16b827f8bb0p-10, 0x1.a010dd71187d3p-16, -0x1.241e547e7dc90p-22};
};

} // namespace mlir::nnf::vecmath

#endif // NNF_CODEGEN_MATH_COEFFICIENTS_H
