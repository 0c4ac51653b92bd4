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
  /// The same for results of 16 bits; error 2^-17.5.
  static constexpr float expShort[] = {
      0x1.0006c60000000p-1f, 0x1.571f220000000p-3f, 0x1.5222700000000p-5f};
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
  /// The end of softplusTable.
  static constexpr double softplusTableHighest = 0x1.e000000000000p+3;
  /// Places in softplusTable: a t + b t^2, rounded.
  static constexpr double softplusTablePlace1 = 0x1.24884c0000000p-2;
  static constexpr double softplusTablePlace2 = 0x1.d40d480000000p-7;
  /// The centers of the 8 intervals of softplusTable.
  static constexpr float softplusTableCenters[] = {
      0x1.1ec0000000000p+0f, 0x1.bda0000000000p+1f, 0x1.8020000000000p+2f, 0x1.0128000000000p+3f, 0x1.3948000000000p+3f,
      0x1.72a0000000000p+3f, 0x1.a5d0000000000p+3f, 0x1.d338000000000p+3f};
  /// log(1 + e^-t) as a polynomial in t - center, relative; error 2^-26.3.
  static constexpr float softplusTable[11][8] = {
      {0x1.21201c0000000p-2f, 0x1.f06c280000000p-6f, 0x1.43dc520000000p-9f, 0x1.5338560000000p-12f,
       0x1.d5ce200000000p-15f, 0x1.39234c0000000p-17f, 0x1.f9f8980000000p-20f, 0x1.e9b7c00000000p-22f},
      {-0x1.f7c9600000000p-3f, -0x1.e8fa2c0000000p-6f, -0x1.4375fa0000000p-9f, -0x1.532a4c0000000p-12f,
       -0x1.d5cac20000000p-15f, -0x1.3922ec0000000p-17f, -0x1.f9f8780000000p-20f, -0x1.e9b7ba0000000p-22f},
      {0x1.7bdc0e0000000p-4f, 0x1.da623e0000000p-7f, 0x1.42a9a60000000p-10f, 0x1.530e240000000p-13f,
       0x1.d5c4000000000p-16f, 0x1.3922260000000p-18f, 0x1.f9f81e0000000p-21f, 0x1.e9b7a20000000p-23f},
      {-0x1.014bdc0000000p-6f, -0x1.2961620000000p-8f, -0x1.ac18080000000p-12f, -0x1.c3c6ec0000000p-15f,
       -0x1.39244c0000000p-17f, -0x1.a180ee0000000p-20f, -0x1.5150320000000p-22f, -0x1.46799a0000000p-24f},
      {-0x1.c7e67e0000000p-11f, 0x1.0551e60000000p-10f, 0x1.a7da260000000p-14f, 0x1.c33ede0000000p-17f,
       0x1.3914320000000p-19f, 0x1.a183060000000p-22f, 0x1.515b740000000p-24f, 0x1.46804e0000000p-26f},
      {0x1.f7d56a0000000p-11f, -0x1.3644940000000p-13f, -0x1.4c57c00000000p-16f, -0x1.6857d80000000p-19f,
       -0x1.f4b8180000000p-22f, -0x1.4def000000000p-24f, -0x1.0d790e0000000p-26f, -0x1.05948e0000000p-28f},
      {-0x1.0960860000000p-13f, 0x1.3819dc0000000p-17f, 0x1.aa45940000000p-19f, 0x1.d645000000000p-22f,
       0x1.4cac300000000p-24f, 0x1.b99efe0000000p-27f, 0x1.63569c0000000p-29f, 0x1.54a6c80000000p-31f},
      {-0x1.9543740000000p-15f, 0x1.252eea0000000p-19f, -0x1.bb38e00000000p-22f, -0x1.0c113a0000000p-24f,
       -0x1.7e5d340000000p-27f, -0x1.0a58c60000000p-29f, -0x1.05989a0000000p-31f, -0x1.6a57280000000p-34f},
      {0x1.3cea280000000p-15f, -0x1.0ec2ba0000000p-20f, 0x1.3b5d660000000p-25f, 0x1.347ea20000000p-26f,
       0x1.b8b0e60000000p-30f, 0x1.9442ea0000000p-32f, -0x1.88d9d40000000p-36f, 0x1.ddfbf40000000p-35f},
      {0x1.c84eb20000000p-16f, 0x1.33b2ae0000000p-22f, -0x1.29743e0000000p-27f, 0x1.ff0d340000000p-28f,
       0x1.d72d9c0000000p-35f, 0x1.838dda0000000p-33f, -0x1.75b1d20000000p-38f, 0x1.49160e0000000p-35f},
      {0x1.ec1c720000000p-18f, 0x1.01f1a00000000p-25f, -0x1.f90dba0000000p-30f, 0x1.1fe09a0000000p-29f,
       0x1.2ab1700000000p-34f, 0x1.3d04380000000p-34f, 0x1.5a32100000000p-37f, 0x1.8ad8060000000p-37f}};
  /// 1 / ln 10.
  static constexpr double log10e = 0x1.bcb7b20000000p-2;
  static constexpr double log10eLo = -0x1.5b235e0000000p-27;
  /// log10 of 2; the high part times an exponent is exact.
  static constexpr double log10Of2Hi = 0x1.3442000000000p-2;
  static constexpr double log10Of2Lo = -0x1.95ec100000000p-19;
  /// The end of tanhTable.
  static constexpr double tanhTableHighest = 0x1.20a3d80000000p+3;
  /// Places in tanhTable: a t + b t^2, rounded.
  static constexpr double tanhTablePlace1 = 0x1.9530e80000000p+0;
  static constexpr double tanhTablePlace2 = -0x1.5536a80000000p-4;
  /// The centers of the 8 intervals of tanhTable.
  static constexpr float tanhTableCenters[] = {
      0x0.0p+0f, 0x1.0e80000000000p-1f, 0x1.4380000000000p+0f, 0x1.1800000000000p+1f, 0x1.6ea0000000000p+1f,
      0x1.d1a0000000000p+1f, 0x1.4ee0000000000p+2f, 0x1.a290000000000p+2f};
  /// tanh t, less t itself in the interval of 0, as a polynomial in t - center, relative; error 2^-25.8.
  static constexpr float tanhTable[8][8] = {
      {0x0.0p+0f, 0x1.efb6e20000000p-2f, 0x1.b442f20000000p-1f, 0x1.f3451e0000000p-1f,
       0x1.fcae4c0000000p-1f, 0x1.ff4aa00000000p-1f, 0x1.fff8860000000p-1f, 0x1.ffff740000000p-1f},
      {0x0.0p+0f, 0x1.8803680000000p-1f, 0x1.188be60000000p-2f, 0x1.924be00000000p-5f,
       0x1.a779780000000p-7f, 0x1.6a7fba0000000p-9f, 0x1.de7e020000000p-14f, 0x1.17d3520000000p-17f},
      {-0x1.be7dc20000000p-23f, -0x1.7b8ade0000000p-2f, -0x1.de17da0000000p-3f, -0x1.884acc0000000p-5f,
       -0x1.a4ba6c0000000p-7f, -0x1.69ffdc0000000p-9f, -0x1.de84020000000p-14f, -0x1.1868780000000p-17f},
      {-0x1.5552260000000p-2f, -0x1.366c240000000p-4f, 0x1.b8adf40000000p-4f, 0x1.f0db560000000p-6f,
       0x1.14d7380000000p-7f, 0x1.e15a1e0000000p-10f, 0x1.3eddb00000000p-14f, 0x1.7957b00000000p-18f},
      {-0x1.ec01ce0000000p-13f, 0x1.47f4e00000000p-3f, -0x1.c598760000000p-7f, -0x1.be329a0000000p-7f,
       -0x1.0da8c00000000p-8f, -0x1.de32ca0000000p-11f, -0x1.3dd4a60000000p-15f, -0x1.7684080000000p-19f},
      {0x1.1540460000000p-3f, -0x1.2068100000000p-5f, -0x1.26a9ec0000000p-6f, 0x1.1869e20000000p-8f,
       0x1.990d840000000p-10f, 0x1.740cce0000000p-12f, 0x1.00143e0000000p-16f, 0x1.0928fe0000000p-20f},
      {-0x1.18ff4c0000000p-7f, -0x1.5f1adc0000000p-5f, 0x1.dd08de0000000p-7f, -0x1.415bee0000000p-11f,
       -0x1.e0e4080000000p-12f, -0x1.b021ec0000000p-14f, -0x1.6cfb8c0000000p-18f, -0x1.ce4b0c0000000p-23f},
      {-0x1.3ec1400000000p-5f, 0x1.b603fe0000000p-6f, -0x1.24c98c0000000p-8f, -0x1.409dea0000000p-12f,
       0x1.64daf80000000p-14f, 0x1.17e7a60000000p-16f, 0x1.79b64c0000000p-20f, 0x1.6732320000000p-26f}};
  /// The factor of t.
  static constexpr float tanhLinear[] = {
      0x1.0000000000000p+0f, 0x0.0p+0f, 0x0.0p+0f, 0x0.0p+0f, 0x0.0p+0f,
      0x0.0p+0f, 0x0.0p+0f, 0x0.0p+0f};
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
  /// The end of geluTable.
  static constexpr double geluTableHighest = 0x1.5ccccc0000000p+2;
  /// Places in geluTable: a t + b t^2, rounded.
  static constexpr double geluTablePlace1 = 0x1.5113fe0000000p-1;
  static constexpr double geluTablePlace2 = 0x1.0da9980000000p-3;
  /// The centers of the 8 intervals of geluTable.
  static constexpr float geluTableCenters[] = {
      0x0.0p+0f, 0x1.6c80000000000p+0f, 0x1.2600000000000p+1f, 0x1.8840000000000p+1f, 0x1.dde0000000000p+1f,
      0x1.17b0000000000p+2f, 0x1.36d0000000000p+2f, 0x1.5880000000000p+2f};
  /// t Phi(-t) as a polynomial in t - center, relative; error 2^-26.0.
  static constexpr float geluTable[9][8] = {
      {0x0.0p+0f, 0x1.c282d20000000p-4f, 0x1.96e9b80000000p-6f, 0x1.b5f3760000000p-9f,
       0x1.71c6480000000p-12f, 0x1.c73bc60000000p-16f, 0x1.85805e0000000p-19f, 0x1.a7d59c0000000p-23f},
      {0x1.0000000000000p-1f, -0x1.07f4e60000000p-3f, -0x1.c043940000000p-5f, -0x1.4a4bfa0000000p-7f,
       -0x1.566f7a0000000p-10f, -0x1.ef27740000000p-14f, -0x1.d779f60000000p-17f, -0x1.1c97ba0000000p-20f},
      {-0x1.9884580000000p-2f, 0x1.02de020000000p-9f, 0x1.7ecdae0000000p-5f, 0x1.b9641c0000000p-7f,
       0x1.258bac0000000p-9f, 0x1.fdca6a0000000p-13f, 0x1.1114e00000000p-15f, 0x1.70df620000000p-19f},
      {0x1.464b740000000p-19f, 0x1.1598c20000000p-4f, -0x1.c88b500000000p-7f, -0x1.48dcb20000000p-7f,
       -0x1.301ba20000000p-9f, -0x1.47df800000000p-12f, -0x1.911b8e0000000p-15f, -0x1.32657c0000000p-18f},
      {0x1.103a7a0000000p-4f, -0x1.2c78fa0000000p-5f, -0x1.8d145e0000000p-8f, 0x1.074f620000000p-8f,
       0x1.9cb9220000000p-10f, 0x1.23ff160000000p-12f, 0x1.a09b560000000p-15f, 0x1.6d0c060000000p-18f},
      {0x1.488bdc0000000p-13f, 0x1.6ffe3e0000000p-12f, 0x1.b4a1ec0000000p-8f, -0x1.1cd7920000000p-12f,
       -0x1.68c2a80000000p-11f, -0x1.776b380000000p-13f, -0x1.426baa0000000p-15f, -0x1.4a07800000000p-18f},
      {-0x1.55c5960000000p-7f, 0x1.7090fa0000000p-8f, -0x1.ee69a80000000p-10f, -0x1.4877ce0000000p-11f,
       0x1.3b84fe0000000p-13f, 0x1.5363740000000p-14f, 0x1.7bf4ec0000000p-16f, 0x1.dfb2300000000p-19f},
      {0x1.6f15100000000p-11f, -0x1.7835380000000p-10f, -0x1.2999ae0000000p-12f, 0x1.6377440000000p-12f,
       0x1.c279900000000p-17f, -0x1.e9a6ee0000000p-16f, -0x1.4ccede0000000p-17f, -0x1.be4a420000000p-20f},
      {0x1.753d280000000p-11f, -0x1.8f83b40000000p-11f, 0x1.65f9600000000p-12f, -0x1.cea7c80000000p-16f,
       -0x1.a2c0480000000p-15f, -0x1.044f080000000p-19f, 0x1.fef7d40000000p-19f, 0x1.7e38920000000p-20f}};
  /// The end of geluShort.
  static constexpr double geluShortHighest = 0x1.5ccccc0000000p+2;
  /// Places in geluShort: a t + b t^2, rounded.
  static constexpr double geluShortPlace1 = 0x1.5113fe0000000p-1;
  static constexpr double geluShortPlace2 = 0x1.0da9980000000p-3;
  /// The centers of the 8 intervals of geluShort.
  static constexpr float geluShortCenters[] = {
      0x0.0p+0f, 0x1.7e80000000000p+0f, 0x1.2600000000000p+1f, 0x1.8840000000000p+1f, 0x1.e3a0000000000p+1f,
      0x1.17b0000000000p+2f, 0x1.38d0000000000p+2f, 0x1.59c0000000000p+2f};
  /// t Phi(-t), for results of 16 bits, as a polynomial in t - center, relative; error 2^-17.4.
  static constexpr float geluShort[7][8] = {
      {0x0.0p+0f, 0x1.9d86640000000p-4f, 0x1.96e9b00000000p-6f, 0x1.b5f3780000000p-9f,
       0x1.38c49c0000000p-12f, 0x1.c73bd60000000p-16f, 0x1.4ea52a0000000p-19f, 0x1.7d8c3c0000000p-23f},
      {0x1.fffff60000000p-2f, -0x1.056eb00000000p-3f, -0x1.c042f00000000p-5f, -0x1.4a4c7c0000000p-7f,
       -0x1.25395c0000000p-10f, -0x1.ef287e0000000p-14f, -0x1.97b6a80000000p-17f, -0x1.01263c0000000p-20f},
      {-0x1.9880b20000000p-2f, 0x1.f198220000000p-7f, 0x1.7ecfdc0000000p-5f, 0x1.b964660000000p-7f,
       0x1.fdfc2c0000000p-10f, 0x1.fdc2660000000p-13f, 0x1.db86440000000p-16f, 0x1.4e815a0000000p-19f},
      {-0x1.c1af1a0000000p-13f, 0x1.d6db2a0000000p-5f, -0x1.c928a00000000p-7f, -0x1.48aa820000000p-7f,
       -0x1.0cdffe0000000p-9f, -0x1.47a1120000000p-12f, -0x1.5ff26c0000000p-15f, -0x1.15aee60000000p-18f},
      {0x1.15513c0000000p-4f, -0x1.2894460000000p-5f, -0x1.9011f20000000p-8f, 0x1.07cc220000000p-8f,
       0x1.7280120000000p-10f, 0x1.281f5c0000000p-12f, 0x1.79b45e0000000p-15f, 0x1.64608a0000000p-18f},
      {-0x1.88ec1c0000000p-9f, 0x1.8a09040000000p-9f, 0x1.c326b00000000p-8f, -0x1.a030e80000000p-12f,
       -0x1.6c280e0000000p-11f, -0x1.4f47a40000000p-13f, -0x1.d3b8b00000000p-16f, -0x1.807a4e0000000p-19f},
      {-0x1.cded6c0000000p-8f, 0x1.a241140000000p-8f, -0x1.37b6e00000000p-10f, -0x1.1037480000000p-10f,
       0x1.68dc940000000p-14f, 0x1.f5c75a0000000p-14f, 0x1.25a61c0000000p-15f, 0x1.b89c400000000p-18f}};
  /// The end of tanhGeluTable.
  static constexpr double tanhGeluTableHighest = 0x1.4666660000000p+2;
  /// Places in tanhGeluTable: a t + b t^2, rounded.
  static constexpr double tanhGeluTablePlace1 = 0x1.4aeb460000000p-1;
  static constexpr double tanhGeluTablePlace2 = 0x1.4aeb460000000p-3;
  /// The centers of the 8 intervals of tanhGeluTable.
  static constexpr float tanhGeluTableCenters[] = {
      0x0.0p+0f, 0x1.5b80000000000p+0f, 0x1.1d00000000000p+1f, 0x1.71e0000000000p+1f, 0x1.c880000000000p+1f,
      0x1.0300000000000p+2f, 0x1.2050000000000p+2f, 0x1.4240000000000p+2f};
  /// t / (1 + e^v), v the tanh form of gelu, as a polynomial in t - center, relative; error 2^-26.6.
  static constexpr float tanhGeluTable[10][8] = {
      {0x0.0p+0f, 0x1.e679e60000000p-4f, 0x1.d51e740000000p-6f, 0x1.4fe5300000000p-8f,
       0x1.efeade0000000p-12f, 0x1.d643680000000p-15f, 0x1.4f3cb00000000p-18f, 0x1.83b3fa0000000p-23f},
      {0x1.0000000000000p-1f, -0x1.068bbe0000000p-3f, -0x1.fdddda0000000p-5f, -0x1.fd136a0000000p-7f,
       -0x1.f492680000000p-10f, -0x1.1d5aa00000000p-12f, -0x1.df38a40000000p-16f, -0x1.4ab9a20000000p-20f},
      {-0x1.9884540000000p-2f, -0x1.b444e80000000p-7f, 0x1.99a0680000000p-5f, 0x1.480a980000000p-6f,
       0x1.c76fe60000000p-9f, 0x1.3ff0880000000p-11f, 0x1.41cd3a0000000p-14f, 0x1.0cd2a60000000p-18f},
      {0x1.8128660000000p-22f, 0x1.3b94360000000p-4f, -0x1.6e045e0000000p-7f, -0x1.b5ed7e0000000p-7f,
       -0x1.e2b30c0000000p-9f, -0x1.b252f80000000p-11f, -0x1.0be4000000000p-13f, -0x1.13ec0c0000000p-17f},
      {0x1.11ad680000000p-4f, -0x1.2572be0000000p-5f, -0x1.2759060000000p-7f, 0x1.f02dc00000000p-9f,
       0x1.3bccbe0000000p-9f, 0x1.86a4760000000p-11f, 0x1.326a840000000p-13f, 0x1.8f1f6a0000000p-17f},
      {0x1.13455c0000000p-16f, -0x1.b2d4a80000000p-10f, 0x1.d3d8ec0000000p-8f, 0x1.d2c3800000000p-11f,
       -0x1.d054380000000p-11f, -0x1.d7e0440000000p-12f, -0x1.f5d7740000000p-14f, -0x1.acfdc60000000p-17f},
      {-0x1.4f25c80000000p-7f, 0x1.83d4720000000p-8f, -0x1.8239780000000p-10f, -0x1.2620840000000p-10f,
       0x1.0bcdca0000000p-14f, 0x1.6015e40000000p-13f, 0x1.26822c0000000p-14f, 0x1.5faff60000000p-17f},
      {-0x1.0019100000000p-15f, -0x1.2c65c40000000p-10f, -0x1.e2a8080000000p-12f, 0x1.3825bc0000000p-12f,
       0x1.de4d760000000p-14f, -0x1.9733520000000p-16f, -0x1.d43abc0000000p-16f, -0x1.baa0cc0000000p-18f},
      {0x1.738ff60000000p-10f, -0x1.23038c0000000p-11f, 0x1.a171e20000000p-13f, -0x1.13838c0000000p-16f,
       -0x1.1165120000000p-14f, -0x1.5c0c7c0000000p-16f, 0x1.0042500000000p-18f, 0x1.7fdb200000000p-19f},
      {-0x1.f58c0e0000000p-13f, 0x1.23fa740000000p-13f, -0x1.00d66e0000000p-14f, -0x1.7bc7260000000p-15f,
       -0x1.1ce34a0000000p-17f, 0x1.0058040000000p-18f, -0x1.0135b60000000p-21f, -0x1.39e2d40000000p-20f}};
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

template <> struct Coefficients<F32For16> : Coefficients<F32> {};

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
