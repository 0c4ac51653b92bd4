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
  /// (e^r - 1 - r) / r^2 for |r| <= 0.6935, relative to e^r - 1; error 2^-27.2.
  static constexpr float expm1[] = {
      0x1.0000020000000p-1f, 0x1.55555a0000000p-3f, 0x1.5553ac0000000p-5f, 0x1.110c080000000p-7f, 0x1.6cc5260000000p-10f,
      0x1.a53af80000000p-13f, 0x1.7995480000000p-16f};
  /// (log(1 + f) - f + f^2 / 2) / f^3 for |f| <= 1/3, relative to log(1 + f); error 2^-30.0.
  static constexpr float log[] = {
      0x1.5555560000000p-2f, -0x1.ffff020000000p-3f, 0x1.9998600000000p-3f, -0x1.559bbe0000000p-3f, 0x1.24d7260000000p-3f,
      -0x1.f3334e0000000p-4f, 0x1.bb5cb40000000p-4f, -0x1.07e4a20000000p-3f, 0x1.dfd0f40000000p-4f};
  /// 1 / ln 10.
  static constexpr double log10e = 0x1.bcb7b20000000p-2;
  static constexpr double log10eLo = -0x1.5b235e0000000p-27;
  /// log10 of 2; the high part times an exponent is exact.
  static constexpr double log10Of2Hi = 0x1.3442000000000p-2;
  static constexpr double log10Of2Lo = -0x1.95ec100000000p-19;
  /// From here on tanh is 1.
  static constexpr double tanhSaturation = 0x1.2800000000000p+3;
  /// (tanh x - x) / x^3 as a function of x^2 for x <= 1, relative to tanh x; error 2^-27.7.
  static constexpr float tanh[] = {
      -0x1.55553c0000000p-2f, 0x1.110be40000000p-3f, -0x1.b962380000000p-5f, 0x1.60098a0000000p-6f, -0x1.045f660000000p-7f,
      0x1.2d9db40000000p-9f, -0x1.77c5b80000000p-12f};
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
  /// (e^r - 1 - r) / r^2 for |r| <= 0.6935, relative to e^r - 1; error 2^-58.0.
  static constexpr double expm1[] = {
      0x1.fffffffffffffp-2, 0x1.5555555555554p-3, 0x1.55555555556a5p-5, 0x1.1111111111651p-7,
      0x1.6c16c16bf7d2fp-10, 0x1.a01a019ec13fep-13, 0x1.a01a01c581d44p-16, 0x1.71de3c9dfa2bep-19,
      0x1.27e4e7a0dba66p-22, 0x1.ae60a32bc337ep-26, 0x1.1ef4f8eabfebfp-29, 0x1.63fede2823f08p-33,
      0x1.94e48b210741fp-37};
  /// (2 atanh(s) - 2 s) / s^3 as a function of s^2 for |s| <= 1/5, relative to 2 atanh(s); error 2^-62.7.
  static constexpr double log[] = {
      0x1.555555555554fp-1, 0x1.999999999c179p-2, 0x1.24924921e44f7p-2, 0x1.c71c748fc3111p-3,
      0x1.745c4ad8bd2dep-3, 0x1.3b35c179237acp-3, 0x1.0dcb84d4795bcp-3, 0x1.1b822ae7649f3p-3};
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
};

} // namespace mlir::nnf::vecmath

#endif // NNF_CODEGEN_MATH_COEFFICIENTS_H
