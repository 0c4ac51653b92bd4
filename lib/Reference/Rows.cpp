//===- Rows.cpp - softmax of one row ------------------------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "Rows.h"
#include <cmath>
#include <limits>

using namespace mlir::nnf;

/// The largest element; NaN where there is one.
static long double maximumOf(const std::vector<long double> &row) {
  long double m = -std::numeric_limits<long double>::infinity();
  for (long double v : row)
    if (std::isnan(v) || v > m)
      m = v;
  return m;
}

std::vector<long double> reference::softmaxOf(std::vector<long double> row, bool emptyIsZero) {
  long double m = maximumOf(row), sum = 0;
  if (emptyIsZero && std::isinf(m) && m < 0) {
    row.assign(row.size(), 0);
    return row;
  }
  for (long double &v : row)
    sum += v = std::exp(v - m);
  for (long double &v : row)
    v /= sum;
  return row;
}

std::vector<long double> reference::logSoftmaxOf(std::vector<long double> row) {
  long double m = maximumOf(row), sum = 0;
  for (long double v : row)
    sum += std::exp(v - m);
  for (long double &v : row)
    v = v - m - std::log(sum);
  return row;
}
