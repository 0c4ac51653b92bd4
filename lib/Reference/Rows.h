//===- Rows.h - the rows of a tensor along a dimension ----------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_REFERENCE_ROWS_H
#define NNF_LIB_REFERENCE_ROWS_H

#include "Machine.h"

namespace mlir::nnf::reference {

/// Elements start, start + stride, ... of a row-major tensor.
struct Row {
  int64_t start, stride, size;

  int64_t at(int64_t i) const { return start + i * stride; }
  std::vector<long double> gather(const Array &a) const {
    std::vector<long double> row;
    for (int64_t i = 0; i < size; ++i)
      row.push_back(a.number(at(i)));
    return row;
  }
};

/// Visit the rows along `dim` (negative: from the end), in the order of the other dimensions. A tensor of rank 0 is one
/// row of one element.
inline void forEachRow(ArrayRef<int64_t> shape, int64_t dim, llvm::function_ref<void(const Row &)> visit) {
  if (shape.empty())
    return visit({0, 1, 1});
  int64_t along = dim < 0 ? dim + static_cast<int64_t>(shape.size()) : dim, size = shape[along];
  int64_t inner = product(shape.drop_front(along + 1)), outer = product(shape.take_front(along));
  for (int64_t o = 0; o < outer; ++o)
    for (int64_t i = 0; i < inner; ++i)
      visit({o * size * inner + i, inner, size});
}

/// exp(x) / sum(exp(x)). A row that is all -inf is NaN, or 0 with `emptyIsZero`.
std::vector<long double> softmaxOf(std::vector<long double> row, bool emptyIsZero = false);
/// log(sum(exp(x))), -inf where all are.
long double logSumOf(const std::vector<long double> &row);
/// The p-norm: p = 0 counts what is not 0, p = inf (-inf) takes the largest (smallest); NaN wins.
long double normOf(const std::vector<long double> &row, long double p);
/// x - log(sum(exp(x))).
std::vector<long double> logSoftmaxOf(std::vector<long double> row);

} // namespace mlir::nnf::reference

#endif // NNF_LIB_REFERENCE_ROWS_H
