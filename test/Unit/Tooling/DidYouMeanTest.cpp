//===- DidYouMeanTest.cpp ------------------------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/DidYouMean.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace mlir::nnf;

TEST(DidYouMean, CountsEdits) {
  EXPECT_EQ(nameDistance("", ""), 0u);
  EXPECT_EQ(nameDistance("", "abc"), 3u);
  EXPECT_EQ(nameDistance("abc", ""), 3u);
  EXPECT_EQ(nameDistance("kitten", "sitting"), 3u);
  EXPECT_EQ(nameDistance("softmax", "sofmtax"), 1u) << "a swap is one edit";
  EXPECT_EQ(nameDistance("negative_slope", "Negative-Slope"), 0u);
}

TEST(DidYouMean, TakesTheNearest) {
  StringRef names[] = {"softmin", "softmax", "log_softmax", "softplus"};
  EXPECT_EQ(didYouMean("sofmax", names), "softmax");
  EXPECT_EQ(didYouMean("logsoftmax", names), "log_softmax");
  EXPECT_EQ(didYouMean("SoftPlus", names), "softplus");
  EXPECT_EQ(didYouMean("softmix", names), "softmin") << "of two equally near the first";
}

TEST(DidYouMean, KeepsSilentWhereNothingIsNear) {
  StringRef names[] = {"relu", "gelu", "", "x"};
  EXPECT_EQ(didYouMean("convolution", names), std::nullopt);
  EXPECT_EQ(didYouMean("y", names), std::nullopt);
  EXPECT_EQ(didYouMean("relu", {"relu"}), std::nullopt) << "not the word itself";
  EXPECT_EQ(didYouMean("relu", {}), std::nullopt);
}

TEST(DidYouMean, EndsASentence) {
  EXPECT_EQ(didYouMeanSuffix("rleu", {"relu"}), ", did you mean 'relu'?");
  EXPECT_EQ(didYouMeanSuffix("rleu", {"convolution"}), "");
}
