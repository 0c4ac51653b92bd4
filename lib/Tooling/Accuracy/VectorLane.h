//===- VectorLane.h - sixteen numbers as a lane of the vector math library --------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// A third lane type beside those of Lane.h, for sweeps over all inputs: vectors of the C++ compiler, each operation
// rounded as for a single number, so that the results are those of Native<T> to the last bit (ExpandMathTest compares
// them with generated code). f32 and f64 have the same number of elements: one widens into the other.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_ACCURACY_VECTORLANE_H
#define NNF_TOOLING_ACCURACY_VECTORLANE_H

#include "nnf/Codegen/Math/Lane.h"

namespace mlir::nnf::accuracy {

constexpr int vectorLanes = 16;

template <class T> struct VectorOf {
  typedef T type __attribute__((vector_size(vectorLanes * sizeof(T))));
};

/// What comparisons give: all bits set, or none, in integers of the element's width. Converts to the other width.
template <class I> struct VectorMask {
  typename VectorOf<I>::type v;
  VectorMask(typename VectorOf<I>::type v) : v(v) {}
  template <class J> VectorMask(VectorMask<J> other) : v(__builtin_convertvector(other.v, typename VectorOf<I>::type)) {}
  friend VectorMask operator&(VectorMask a, VectorMask b) { return a.v & b.v; }
  friend VectorMask operator|(VectorMask a, VectorMask b) { return a.v | b.v; }
  friend VectorMask operator!(VectorMask a) { return ~a.v; }
  bool any() const {
    I all = 0;
    for (int i = 0; i < vectorLanes; ++i)
      all |= v[i];
    return all != 0;
  }
};

template <class T> struct VectorLane;

/// The integer lane of VectorLane<T>: two's complement, wrapping.
template <class T> struct VectorInt {
  using Precision = typename vecmath::PrecisionOf<T>::type;
  using Int = typename Precision::Int;
  using V = typename VectorOf<Int>::type;
  using U = typename VectorOf<typename Precision::UInt>::type;
  using Mask = VectorMask<Int>;
  V v;
  VectorInt(V v) : v(v) {}
  VectorInt(int64_t c) : v(V{} + Int(c)) {}
  friend VectorInt operator+(VectorInt a, VectorInt b) { return V(U(a.v) + U(b.v)); }
  friend VectorInt operator-(VectorInt a, VectorInt b) { return V(U(a.v) - U(b.v)); }
  friend VectorInt operator&(VectorInt a, VectorInt b) { return a.v & b.v; }
  friend VectorInt operator|(VectorInt a, VectorInt b) { return a.v | b.v; }
  friend VectorInt operator^(VectorInt a, VectorInt b) { return a.v ^ b.v; }
  friend VectorInt shl(VectorInt a, int amount) { return V(U(a.v) << amount); }
  friend VectorInt shrLogical(VectorInt a, int amount) { return V(U(a.v) >> amount); }
  friend Mask operator<(VectorInt a, VectorInt b) { return Mask(a.v < b.v); }
  friend Mask operator==(VectorInt a, VectorInt b) { return Mask(a.v == b.v); }
  friend VectorInt select(Mask c, VectorInt a, VectorInt b) { return (c.v & a.v) | (~c.v & b.v); }
  friend VectorLane<T> fromBits(VectorInt a) { return typename VectorOf<T>::type(a.v); }
};

template <class T> struct VectorLane {
  using Precision = typename vecmath::PrecisionOf<T>::type;
  using Int = VectorInt<T>;
  using Mask = typename Int::Mask;
  using V = typename VectorOf<T>::type;
  V v;
  VectorLane(V v) : v(v) {}
  /// Every element c.
  VectorLane(double c) {
    for (int i = 0; i < vectorLanes; ++i)
      v[i] = T(c);
  }
  friend VectorLane operator+(VectorLane a, VectorLane b) { return a.v + b.v; }
  friend VectorLane operator-(VectorLane a, VectorLane b) { return a.v - b.v; }
  friend VectorLane operator*(VectorLane a, VectorLane b) { return a.v * b.v; }
  friend VectorLane operator/(VectorLane a, VectorLane b) { return a.v / b.v; }
  friend VectorLane operator-(VectorLane a) { return -a.v; }
  friend VectorLane fma(VectorLane a, VectorLane b, VectorLane c) {
#if __has_builtin(__builtin_elementwise_fma)
    return __builtin_elementwise_fma(a.v, b.v, c.v);
#else
    return each([](T x, T y, T z) { return std::fma(x, y, z); }, a, b, c);
#endif
  }
  friend VectorLane sqrt(VectorLane a) {
#if __has_builtin(__builtin_elementwise_sqrt)
    return __builtin_elementwise_sqrt(a.v);
#else
    return each([](T x) { return std::sqrt(x); }, a);
#endif
  }
  friend VectorLane trunc(VectorLane a) {
#if __has_builtin(__builtin_elementwise_trunc)
    return __builtin_elementwise_trunc(a.v);
#else
    return each([](T x) { return std::trunc(x); }, a);
#endif
  }
  friend VectorLane roundEven(VectorLane a) {
#if __has_builtin(__builtin_elementwise_roundeven)
    return __builtin_elementwise_roundeven(a.v);
#else
    return each([](T x) { return __builtin_roundeven(x); }, a);
#endif
  }
  friend VectorLane abs(VectorLane a) { return fromBits(andNot(bits(a), signs())); }
  friend VectorLane copySign(VectorLane a, VectorLane b) {
    return fromBits(andNot(bits(a), signs()) | (bits(b) & signs()));
  }
  friend Mask operator<(VectorLane a, VectorLane b) { return Mask(a.v < b.v); }
  friend Mask operator<=(VectorLane a, VectorLane b) { return Mask(a.v <= b.v); }
  friend Mask operator>(VectorLane a, VectorLane b) { return Mask(a.v > b.v); }
  friend Mask operator>=(VectorLane a, VectorLane b) { return Mask(a.v >= b.v); }
  friend Mask operator==(VectorLane a, VectorLane b) { return Mask(a.v == b.v); }
  friend Mask isNan(VectorLane a) { return Mask(a.v != a.v); }
  friend VectorLane select(Mask c, VectorLane a, VectorLane b) { return fromBits(select(c, bits(a), bits(b))); }
  friend Int bits(VectorLane a) { return typename Int::V(a.v); }
  friend VectorLane scaleByPow2(VectorLane p, VectorLane n) { return vecmath::portableScaleByPow2<Precision>(p, n); }
  template <class Fn> friend auto withPrecision(VectorLane, Fn fn) { return fn(Precision{}); }
  /// y, but slow() in the elements of the mask: computed where there is any.
  template <class Slow> friend VectorLane orRarely(Mask mask, VectorLane y, Slow slow) {
    return mask.any() ? select(mask, slow(), y) : y;
  }

private:
  static Int signs() { return Int(int64_t(uint64_t(1) << (Precision::width - 1))); }
  static Int andNot(Int a, Int b) { return Int(a.v & ~b.v); }
  template <class Fn, class... L> [[maybe_unused]] static VectorLane each(Fn fn, L... operands) {
    V r;
    for (int i = 0; i < vectorLanes; ++i)
      r[i] = fn(operands.v[i]...);
    return r;
  }
};

inline VectorLane<float> lookup(VectorInt<float> i, const float (&table)[8]) {
  VectorOf<float>::type r;
  for (int lane = 0; lane < vectorLanes; ++lane)
    r[lane] = table[i.v[lane] & 7];
  return r;
}
inline VectorLane<double> widen(VectorLane<float> a) { return __builtin_convertvector(a.v, VectorOf<double>::type); }
inline VectorLane<float> narrow(VectorLane<double> a) { return __builtin_convertvector(a.v, VectorOf<float>::type); }

} // namespace mlir::nnf::accuracy

#endif // NNF_TOOLING_ACCURACY_VECTORLANE_H
