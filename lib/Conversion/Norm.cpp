//===- Norm.cpp - p-norms and their derivatives --------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/Conversion/Norm.h"
#include <cmath>

using namespace mlir;
using namespace mlir::nnf;
using scalar::ScalarIR;
using Scalars = TensorBuilder::Scalars;

SmallVector<int64_t> nnf::normDims(ArrayRef<int64_t> dim, int64_t rank) {
  if (dim.empty() || rank == 0)
    return TensorBuilder::range(rank);
  return llvm::map_to_vector(dim, [&](int64_t d) { return d < 0 ? d + rank : d; });
}

Value nnf::pNorm(TensorBuilder &t, ArrayRef<Along> ins, int64_t rank, ArrayRef<int64_t> dims, double p,
                 TensorBuilder::Body term) {
  int64_t kept = rank - static_cast<int64_t>(dims.size());
  auto finish = [&](Value v, TensorBuilder::Body body) {
    return t.map({{v, t.range(kept)}}, kept, t.elementType(v), body);
  };
  if (std::isinf(p) && p > 0)
    return t.max(ins, rank, dims, [&](Scalars s) { return abs(term(s)); });
  if (std::isinf(p)) // the smallest is the largest of the negated
    return finish(t.max(ins, rank, dims, [&](Scalars s) { return -abs(term(s)); }), [](Scalars s) { return -*s[0]; });
  Value sum = t.sum(ins, rank, dims, [&](Scalars s) {
    ScalarIR v = term(s);
    if (p == 0)
      return select(equals(v, ScalarIR(0.0)), ScalarIR(0.0), ScalarIR(1.0));
    if (p == 2)
      return v * v;
    return p == 1 ? abs(v) : pow(abs(v), ScalarIR(p));
  });
  if (p == 0 || p == 1)
    return sum;
  return finish(sum, [&](Scalars s) { return p == 2 ? sqrt(*s[0]) : pow(*s[0], ScalarIR(1 / p)); });
}

Value nnf::distance(TensorBuilder &t, Value a, Value b, double p, double eps, bool isUnsigned) {
  int64_t n = std::max(t.rank(a), t.rank(b));
  Along as = t.aligned(a, n), bs = t.aligned(b, n);
  auto difference = [](Scalars s) { return *s[0] - *s[1]; };
  if (isa<FloatType>(t.elementType(a)))
    return pNorm(t, {as, bs}, n, n - 1, p, [&](Scalars s) { return difference(s) + ScalarIR(eps); });
  Value d = t.cast_(t.map({as, bs}, n, t.elementType(a), difference), t.b.getF32Type(), isUnsigned);
  return pNorm(t, {{d, t.range(n)}}, n, n - 1, p, [&](Scalars s) { return *s[0] + ScalarIR(eps); });
}

ScalarIR nnf::pNormPartial(ScalarIR v, ScalarIR norm, double p) {
  ScalarIR zero(0.0);
  if (p == 0)
    return zero;
  // NaN has no sign of its own.
  ScalarIR sign = select(v > zero, ScalarIR(1.0), select(v < zero, ScalarIR(-1.0), v * zero));
  if (p == 1)
    return sign;
  if (std::isinf(p))
    return select(equals(abs(v), norm), sign, zero);
  if (p < 1)
    return select(equals(v, zero), zero, sign * pow(abs(v), ScalarIR(p - 1)) * pow(norm, ScalarIR(1 - p)));
  ScalarIR slope = p == 2  ? v / norm
                   : p < 2 ? sign * pow(abs(v), ScalarIR(p - 1)) / pow(norm, ScalarIR(p - 1))
                           : v * pow(abs(v), ScalarIR(p - 2)) / pow(norm, ScalarIR(p - 1));
  return select(equals(norm, zero), zero, slope);
}

Value nnf::normTies(TensorBuilder &t, ArrayRef<Along> ins, int64_t rank, ArrayRef<int64_t> dims, double p,
                    TensorBuilder::Body term) {
  if (!std::isinf(p))
    return Value();
  return t.sum(ins, rank, dims, [&](Scalars s) {
    return select(equals(abs(term(s)), *s.back()), ScalarIR(1.0), ScalarIR(0.0));
  });
}
