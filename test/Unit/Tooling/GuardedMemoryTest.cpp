//===- GuardedMemoryTest.cpp ---------------------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/GuardedMemory.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace mlir::nnf;

static void touch(volatile char *address) { *address = *address + 1; }
static void look(volatile char *address) { (void)*address; }

TEST(GuardedMemoryDeathTest, EndsAtAGuard) {
  for (int64_t count : {1, 7, 4096, 5000}) {
    HostTensor tensor = cantFail(allocateGuarded(NNF_F32, {count}, GuardSide::End));
    char *begin = static_cast<char *>(tensor.data()), *end = begin + tensor.numBytes();
    for (float element : tensor.as<float>())
      ASSERT_EQ(element, 0);
    touch(begin);
    touch(end - 1);
    EXPECT_DEATH(look(end), "");
  }
}

TEST(GuardedMemoryDeathTest, BeginsAtAGuard) {
  HostTensor tensor = cantFail(allocateGuarded(NNF_F32, {7}, GuardSide::Begin));
  char *begin = static_cast<char *>(tensor.data());
  touch(begin);
  touch(begin + 27);
  EXPECT_DEATH(look(begin - 1), "");
}

TEST(GuardedMemoryDeathTest, CopiesCanNotBeWritten) {
  HostTensor tensor = cantFail(HostTensor::allocate(NNF_F64, {3}));
  tensor.as<double>()[2] = 5;
  for (GuardSide side : {GuardSide::Begin, GuardSide::End}) {
    HostTensor copy = cantFail(copyGuarded(tensor, side));
    EXPECT_EQ(copy.as<double>()[2], 5);
    EXPECT_DEATH(touch(static_cast<char *>(copy.data())), "");
  }
}

TEST(GuardedMemoryDeathTest, EmptyTensorsHaveNoByte) {
  HostTensor tensor = cantFail(allocateGuarded(NNF_F32, {0, 3}, GuardSide::End));
  EXPECT_NE(tensor.data(), nullptr);
  EXPECT_DEATH(look(static_cast<char *>(tensor.data())), "");
  HostTensor copy = cantFail(copyGuarded(tensor, GuardSide::Begin));
  EXPECT_DEATH(look(static_cast<char *>(copy.data())), "");
}
