//===- Lane.h - what the vector math library computes on --------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// The functions of this library are templates over a lane type L: the value of one element. Two types are lanes:
//
//   Native<float>, Native<double>   plain numbers (this file): tests over all inputs at the speed of compiled C++
//   IRLane                          an SSA value, scalar or vector (IRLane.h): what generated code computes
//
// so that what is tested is what is compiled. A lane type has, found by argument-dependent lookup:
//
//   L(double)                          a literal, rounded to the element type
//   + - * /, unary -, fma, sqrt        IEEE operations, each rounded once; nothing is contracted behind our back
//   abs, copySign, trunc, roundEven
//   < <= > >= ==  ->  L::Mask          ordered comparisons (false for NaN); & | ! on masks
//   select(Mask, L, L), isNan(L)
//   bits(L) -> L::Int, fromBits(Int)   the representation, an integer of the width of the element
//   Int: + - & | ^, shl, shrLogical, comparisons, select; literals are int64_t
//   scaleByPow2(L p, L n)              p * 2^n, rounded once, n integral (see below)
//   lookup(Int i, float table[8])      table[i & 7], f32 lanes only
//   widen(f32 lane), narrow(f64 lane)  conversions, the latter rounded
//   orRarely(Mask, L y, slow)          y, but slow() in the elements of the mask, which are few
//
// and `withPrecision(x, f)` calls f with F32{}, F32For16{} or F64{}: the algorithms' constants are a matter of the element type,
// which is known at compile time for numbers and at run time for SSA values.
//
// No function may depend on the position of an element: the same operations are done for a scalar, a vector and
// a vector's tail, so all agree to the last bit.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_MATH_LANE_H
#define NNF_CODEGEN_MATH_LANE_H

#include <cmath>
#include <cstdint>
#include <cstring>

namespace mlir::nnf::vecmath {

/// IEEE single precision.
struct F32 {
  using Float = float;
  using Int = int32_t;
  using UInt = uint32_t;
  static constexpr int mantissaBits = 23, bias = 127, width = 32;
  /// 1.5 * 2^mantissaBits: adding it rounds to an integer, which then stands in the low bits.
  static constexpr double magic = 12582912.0;
};

/// The same where all that follows is rounded to 16 bits: kernels may take shorter polynomials, relative errors below
/// 2^-15 and all else as ever.
struct F32For16 : F32 {};

/// IEEE double precision.
struct F64 {
  using Float = double;
  using Int = int64_t;
  using UInt = uint64_t;
  static constexpr int mantissaBits = 52, bias = 1023, width = 64;
  static constexpr double magic = 6755399441055744.0;
};

template <class T> struct PrecisionOf;
template <> struct PrecisionOf<float> { using type = F32; };
template <> struct PrecisionOf<double> { using type = F64; };
template <class T, class P = typename PrecisionOf<T>::type> struct Native;
template <class P, class L> L portableScaleByPow2(L p, L n);


/// The integer lane of Native<T>: two's complement, wrapping.
template <class T, class P> struct NativeInt {
  using Int = typename P::Int;
  using UInt = typename P::UInt;
  Int v;
  NativeInt(int64_t v) : v(Int(v)) {}
  friend NativeInt operator+(NativeInt a, NativeInt b) { return Int(UInt(a.v) + UInt(b.v)); }
  friend NativeInt operator-(NativeInt a, NativeInt b) { return Int(UInt(a.v) - UInt(b.v)); }
  friend NativeInt operator&(NativeInt a, NativeInt b) { return a.v & b.v; }
  friend NativeInt operator|(NativeInt a, NativeInt b) { return a.v | b.v; }
  friend NativeInt operator^(NativeInt a, NativeInt b) { return a.v ^ b.v; }
  friend NativeInt shl(NativeInt a, int amount) { return Int(UInt(a.v) << amount); }
  friend NativeInt shrLogical(NativeInt a, int amount) { return Int(UInt(a.v) >> amount); }
  friend bool operator<(NativeInt a, NativeInt b) { return a.v < b.v; }
  friend bool operator==(NativeInt a, NativeInt b) { return a.v == b.v; }
  friend NativeInt select(bool c, NativeInt a, NativeInt b) { return c ? a : b; }
  friend Native<T, P> fromBits(NativeInt a) {
    T r;
    std::memcpy(&r, &a.v, sizeof(r));
    return Native<T, P>::of(r);
  }
};

/// A number as a lane.
template <class T, class P> struct Native {
  using Precision = P;
  using Int = NativeInt<T, P>;
  using Mask = bool;
  T v;
  Native(double v) : v(T(v)) {}
  static Native of(T v) {
    Native r(0.0);
    r.v = v;
    return r;
  }
  friend Native operator+(Native a, Native b) { return of(a.v + b.v); }
  friend Native operator-(Native a, Native b) { return of(a.v - b.v); }
  friend Native operator*(Native a, Native b) { return of(a.v * b.v); }
  friend Native operator/(Native a, Native b) { return of(a.v / b.v); }
  friend Native operator-(Native a) { return of(-a.v); }
  friend Native fma(Native a, Native b, Native c) { return of(std::fma(a.v, b.v, c.v)); }
  friend Native sqrt(Native a) { return of(std::sqrt(a.v)); }
  friend Native abs(Native a) { return of(std::fabs(a.v)); }
  friend Native copySign(Native a, Native b) { return of(std::copysign(a.v, b.v)); }
  friend Native trunc(Native a) { return of(std::trunc(a.v)); }
  friend Native roundEven(Native a) { return of(__builtin_roundeven(a.v)); }
  friend bool operator<(Native a, Native b) { return a.v < b.v; }
  friend bool operator<=(Native a, Native b) { return a.v <= b.v; }
  friend bool operator>(Native a, Native b) { return a.v > b.v; }
  friend bool operator>=(Native a, Native b) { return a.v >= b.v; }
  friend bool operator==(Native a, Native b) { return a.v == b.v; }
  friend bool isNan(Native a) { return a.v != a.v; }
  friend Native select(bool c, Native a, Native b) { return c ? a : b; }
  friend Int bits(Native a) {
    typename Int::Int i;
    std::memcpy(&i, &a.v, sizeof(i));
    return Int(i);
  }
  friend Native scaleByPow2(Native p, Native n) { return portableScaleByPow2<Precision>(p, n); }
  template <class Fn> friend auto withPrecision(Native, Fn fn) { return fn(Precision{}); }
};

template <class P> Native<float, P> lookup(NativeInt<float, P> i, const float (&table)[8]) {
  return Native<float, P>::of(table[i.v & 7]);
}
template <class P> Native<double> widen(Native<float, P> a) { return Native<double>::of(a.v); }
inline Native<float> narrow(Native<double> a) { return Native<float>::of(float(a.v)); }
template <class T, class P, class Slow> Native<T, P> orRarely(bool mask, Native<T, P> y, Slow slow) { return mask ? slow() : y; }

//===-- building blocks for every lane ----------------------------------------------------------------------===//

/// 2^n for integral n with a normal result: the exponent field is made from n's low bits.
template <class P, class L> L pow2(L n) {
  return fromBits(shl(bits(n + L(P::magic + P::bias)), P::mantissaBits));
}

/// p * 2^n for integral n, |n| <= 2 * bias - 2, in two exact or once rounded steps; the result may be denormal, zero
/// or infinite. AVX-512 does the same in one instruction (vscalefps), to the same bits.
template <class P, class L> L portableScaleByPow2(L p, L n) {
  L half = roundEven(n * 0.5);
  return p * pow2<P>(half) * pow2<P>(n - half);
}

/// c[First] + c[First + 1] x + ... + c[N-1] x^(N-1-First) by Horner's rule, one fma a coefficient.
template <std::size_t First = 0, class L, class T, std::size_t N> L horner(L x, const T (&c)[N]) {
  L r = L(double(c[N - 1]));
  for (std::size_t i = N - 1; i-- > First;)
    r = fma(r, x, L(double(c[i])));
  return r;
}

/// The place of t in a table of intervals: the nearest integer to a t + b t^2, below 8, in the low bits.
template <class L> auto placeOf(L t, double a, double b) { return bits(fma(t, fma(t, L(b), L(a)), L(F32::magic))); }
/// table[First] + table[First + 1] u + ... with the coefficients of a place.
template <std::size_t First = 0, class Place, class L, std::size_t N>
L hornerAt(Place place, L u, const float (&table)[N][8]) {
  L r = lookup(place, table[N - 1]);
  for (std::size_t i = N - 1; i-- > First;)
    r = fma(r, u, lookup(place, table[i]));
  return r;
}

/// The smaller (larger) of x and a bound; NaN stays NaN. One vminps (vmaxps).
template <class L> L atMost(L x, L bound) { return select(bound < x, bound, x); }
template <class L> L atMost(L x, double bound) { return atMost(x, L(bound)); }
template <class L> L atLeast(L x, L bound) { return select(bound > x, bound, x); }
template <class L> L atLeast(L x, double bound) { return atLeast(x, L(bound)); }

} // namespace mlir::nnf::vecmath

#endif // NNF_CODEGEN_MATH_LANE_H
