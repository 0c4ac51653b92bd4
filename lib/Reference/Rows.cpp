//===- Rows.cpp - softmax and norm of one row ------------------------------------------------------------------------------------===//
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

long double reference::logSumOf(const std::vector<long double> &row) {
  long double m = maximumOf(row), sum = 0;
  if (std::isinf(m) && m < 0)
    return m;
  for (long double v : row)
    sum += std::exp(v - m);
  return m + std::log(sum);
}

long double reference::normOf(const std::vector<long double> &row, long double p) {
  bool isExtreme = std::isinf(p);
  long double norm = isExtreme && p < 0 ? std::numeric_limits<long double>::infinity() : 0;
  for (long double v : row) {
    v = std::fabs(v);
    if (isExtreme)
      norm = std::isnan(v) || (p > 0 ? v > norm : v < norm) ? v : norm;
    else
      norm += p == 0 ? v != 0 : std::pow(v, p);
  }
  return isExtreme || p == 0 ? norm : std::pow(norm, 1 / p);
}

std::vector<long double> reference::logSoftmaxOf(std::vector<long double> row) {
  long double m = maximumOf(row), sum = 0;
  for (long double v : row)
    sum += std::exp(v - m);
  for (long double &v : row)
    v = v - m - std::log(sum);
  return row;
}
