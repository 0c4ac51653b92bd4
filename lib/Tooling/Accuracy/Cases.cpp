//===- Cases.cpp - the functions measured, with references and bounds -------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// References are the C library's functions in the next wider type (f64 for f32, x87 long double for f64).
//
//===--------------------------------------------------------------------------------------------------------===//

#include "nnf/Codegen/Math/Functions.h"
#include "nnf/Tooling/Accuracy.h"

using namespace mlir::nnf;
using namespace mlir::nnf::accuracy;

/// A case of a function in namespace vecmath with a C library function as its reference.
#define NNF_MATH_CASE(NAME, REFERENCE, BOUND32, BOUND64)                                                               \
  Case {                                                                                                               \
    #NAME,                                                                                                             \
        [](const float *x, float *y, size_t n) {                                                                       \
          for (size_t i = 0; i < n; ++i)                                                                               \
            y[i] = vecmath::NAME(vecmath::Native<float>::of(x[i])).v;                                                  \
        },                                                                                                             \
        [](const double *x, double *y, size_t n) {                                                                     \
          for (size_t i = 0; i < n; ++i)                                                                               \
            y[i] = vecmath::NAME(vecmath::Native<double>::of(x[i])).v;                                                 \
        },                                                                                                             \
        [](double x) -> double { return REFERENCE(x); }, [](long double x) -> long double { return REFERENCE(x); },    \
        BOUND32, BOUND64, nullptr                                                                                      \
  }

const std::vector<Case> &mlir::nnf::accuracy::cases() {
  static const std::vector<Case> all = {
      NNF_MATH_CASE(exp, std::exp, 1.0, 1.0),      NNF_MATH_CASE(exp2, std::exp2, 1.0, 1.0),
      NNF_MATH_CASE(expm1, std::expm1, 1.0, 1.1),  NNF_MATH_CASE(log, std::log, 1.0, 1.0),
      NNF_MATH_CASE(log2, std::log2, 1.0, 1.0),    NNF_MATH_CASE(log10, std::log10, 1.1, 1.0),
      NNF_MATH_CASE(log1p, std::log1p, 1.0, 1.0),  NNF_MATH_CASE(tanh, std::tanh, 1.0, 1.0),
      NNF_MATH_CASE(erf, std::erf, 1.0, 1.0),      NNF_MATH_CASE(erfc, std::erfc, 2.0, 2.0),
  };
  return all;
}

const Case *mlir::nnf::accuracy::findCase(const std::string &name) {
  for (const Case &c : cases())
    if (name == c.name)
      return &c;
  return nullptr;
}
