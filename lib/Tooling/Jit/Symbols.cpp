//===- Symbols.cpp - what compiled code may refer to --------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// A table instead of dlsym: the same in a static executable, nothing of the process leaks into kernels by accident of a
// name, and a missing function is found when a kernel is linked.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Symbols.h"

#include "nnf/Runtime/Profile.h"
#include "nnf/Runtime/Support.h"
#include <cmath>
#include <cstring>

using namespace mlir::nnf;

/// f32 and f64 of a function of <math.h>.
#define MATH1(name)                                                                                                    \
  {#name, reinterpret_cast<void *>(static_cast<double (*)(double)>(::name))},                                          \
      {#name "f", reinterpret_cast<void *>(static_cast<float (*)(float)>(::name##f))}
#define MATH2(name)                                                                                                    \
  {#name, reinterpret_cast<void *>(static_cast<double (*)(double, double)>(::name))},                                  \
      {#name "f", reinterpret_cast<void *>(static_cast<float (*)(float, float)>(::name##f))}
#define MATH3(name)                                                                                                    \
  {#name, reinterpret_cast<void *>(static_cast<double (*)(double, double, double)>(::name))},                          \
      {#name "f", reinterpret_cast<void *>(static_cast<float (*)(float, float, float)>(::name##f))}
#define FUNCTION(f) {#f, reinterpret_cast<void *>(&f)},

static const RuntimeSymbol symbols[] = {
    // clang-format off
    NNF_RT_FUNCTIONS(FUNCTION)
    FUNCTION(nnf_rt_profile_begin) FUNCTION(nnf_rt_profile_end) FUNCTION(nnf_rt_profile_work)
    {"memcpy", reinterpret_cast<void *>(static_cast<void *(*)(void *, const void *, size_t)>(std::memcpy))},
    {"memmove", reinterpret_cast<void *>(static_cast<void *(*)(void *, const void *, size_t)>(std::memmove))},
    {"memset", reinterpret_cast<void *>(static_cast<void *(*)(void *, int, size_t)>(std::memset))},
    MATH1(acos), MATH1(acosh), MATH1(asin), MATH1(asinh), MATH1(atan), MATH1(atanh), MATH1(cbrt), MATH1(ceil),
    MATH1(cos), MATH1(cosh), MATH1(erf), MATH1(erfc), MATH1(exp), MATH1(exp2), MATH1(expm1), MATH1(fabs), MATH1(floor),
    MATH1(log), MATH1(log10), MATH1(log1p), MATH1(log2), MATH1(nearbyint), MATH1(rint), MATH1(round), MATH1(sin),
    MATH1(sinh), MATH1(sqrt), MATH1(tan), MATH1(tanh), MATH1(tgamma), MATH1(lgamma), MATH1(trunc),
    MATH2(atan2), MATH2(copysign), MATH2(fmax), MATH2(fmin), MATH2(fmod), MATH2(pow), MATH3(fma),
    {"roundeven", reinterpret_cast<void *>(static_cast<double (*)(double)>(::roundeven))},
    {"roundevenf", reinterpret_cast<void *>(static_cast<float (*)(float)>(::roundevenf))},
    // LLVM makes one call of a sine and a cosine of one number.
    {"sincos", reinterpret_cast<void *>(static_cast<void (*)(double, double *, double *)>(::sincos))},
    {"sincosf", reinterpret_cast<void *>(static_cast<void (*)(float, float *, float *)>(::sincosf))},
    {"__extendhfsf2", reinterpret_cast<void *>(nnf_rt_extend_half)},
    {"__truncsfhf2", reinterpret_cast<void *>(nnf_rt_truncate_to_half)},
    {"__truncdfhf2", reinterpret_cast<void *>(nnf_rt_truncate_double_to_half)},
    {"__truncsfbf2", reinterpret_cast<void *>(nnf_rt_truncate_to_bfloat)},
    {"__truncdfbf2", reinterpret_cast<void *>(nnf_rt_truncate_double_to_bfloat)},
    // clang-format on
};

llvm::ArrayRef<RuntimeSymbol> mlir::nnf::getRuntimeSymbols() { return symbols; }
