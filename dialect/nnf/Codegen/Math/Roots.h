//===- Roots.h - cbrt, rsqrt --------------------------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_MATH_ROOTS_H
#define NNF_CODEGEN_MATH_ROOTS_H

#include "nnf/Codegen/Math/Exp.h"
#include "nnf/Codegen/Math/Log.h"

#include <limits>

namespace mlir::nnf::vecmath::detail {

/// Two operations that are rounded once each: within 1.5 ULP.
template <class P, class L> L rsqrt(L x) { return 1.0 / sqrt(x); }

/// 2^(log2 |x| / 3) in f64; for f64 one step of Newton's after that, with the cube in two words.
template <class P, class L> L cbrt(L x) {
  constexpr double third = 1.0 / 3;
  if constexpr (P::width == 32) {
    auto w = abs(widen(x));
    return copySign(narrow(exp2<F64>(log2<F64>(w) * third)), x);
  } else {
    L a = abs(x);
    // The cube of a tiny root has no second word.
    auto tiny = a < 0x1p-900;
    L scaled = select(tiny, a * 0x1p216, a);
    L y = exp2<P>(log2<P>(scaled) * third);
    L square = y * y;
    L off = fma(square, y, -scaled) + fma(y, y, -square) * y;
    L root = y - off / (square * 3.0);
    root = select(tiny, root * 0x1p-72, root);
    auto itself = (a == 0.0) | (a == std::numeric_limits<double>::infinity());
    return copySign(select(itself, a, root), x);
  }
}

} // namespace mlir::nnf::vecmath::detail

#endif // NNF_CODEGEN_MATH_ROOTS_H
