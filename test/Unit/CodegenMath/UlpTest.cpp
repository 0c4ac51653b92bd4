//===- UlpTest.cpp - the library's functions against their bounds -----------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//

#include "nnf/Tooling/Accuracy.h"

#include <cctype>
#include <gtest/gtest.h>

using namespace mlir::nnf::accuracy;

namespace {

class Ulp : public testing::TestWithParam<Case> {};

std::string caseName(const testing::TestParamInfo<Case> &info) {
  std::string name = info.param.name;
  for (char &c : name)
    if (!std::isalnum(c))
      c = '_';
  return name;
}

/// An odd stride visits every exponent and all low mantissa bits.
TEST_P(Ulp, F32) {
  const Case &c = GetParam();
  Result r = measureF32(c, /*stride=*/8191);
  EXPECT_LE(r.worst, c.bound32) << "at " << r.at << ": got " << r.got << ", want " << r.want;
  EXPECT_LE(r.worstCancelled, 1) << "at " << r.cancelledAt;
  EXPECT_FALSE(r.standInFails) << "at " << r.standInFailsAt;
  EXPECT_GT(r.inputs, 500000u);
}

TEST_P(Ulp, F64) {
  const Case &c = GetParam();
  Result r = measureF64(c, /*samples=*/200000);
  EXPECT_LE(r.worst, c.bound64) << "at " << r.at << ": got " << r.got << ", want " << r.want;
  EXPECT_LE(r.worstCancelled, 1) << "at " << r.cancelledAt;
}

INSTANTIATE_TEST_SUITE_P(Math, Ulp, testing::ValuesIn(cases()), caseName);

} // namespace
