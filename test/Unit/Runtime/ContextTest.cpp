//===- ContextTest.cpp - making contexts, names -------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Runtime/Abi.h"
#include "gtest/gtest.h"

#include <cstdlib>
#include <string>

namespace {
struct Made {
  nnf_context *context = nullptr;
  nnf_status status;
  char message[256] = "";
  explicit Made(nnf_context_options options) {
    status = nnf_context_create(&context, &options, message, sizeof(message));
  }
  ~Made() { nnf_context_destroy(context); }
};

nnf_context_options withThreads(int32_t threads) {
  nnf_context_options options{};
  options.struct_size = sizeof(options);
  options.threads = threads;
  return options;
}
} // namespace

TEST(ContextTest, DefaultHasAtLeastOneThread) {
  nnf_context *context;
  ASSERT_EQ(nnf_context_create(&context, nullptr, nullptr, 0), NNF_OK);
  EXPECT_GE(nnf_context_threads(context), 1);
  EXPECT_EQ(nnf_context_error(context)->status, NNF_OK);
  EXPECT_STREQ(nnf_context_error(context)->message, "");
  nnf_context_destroy(context);
}

TEST(ContextTest, AcceptsAnyThreadCountInRange) {
  for (int32_t threads : {1, 2, 7, 64}) {
    Made made(withThreads(threads));
    ASSERT_EQ(made.status, NNF_OK) << made.message;
    EXPECT_EQ(nnf_context_threads(made.context), threads);
  }
}

TEST(ContextTest, RefusesBadThreadCounts) {
  for (int32_t threads : {-1, NNF_MAX_THREADS + 1, INT32_MIN}) {
    Made made(withThreads(threads));
    EXPECT_EQ(made.status, NNF_INVALID_ARGUMENT);
    EXPECT_EQ(made.context, nullptr);
    EXPECT_EQ(made.message, "nnf_context_create: the number of threads must be from 1 to 1024, or 0 for one per core, got " +
                                std::to_string(threads));
  }
}

TEST(ContextTest, RefusesHalfAnAllocator) {
  nnf_context_options options = withThreads(1);
  options.release = [](void *, void *data, size_t) { std::free(data); };
  Made made(options);
  EXPECT_EQ(made.status, NNF_INVALID_ARGUMENT);
  EXPECT_STREQ(made.message, "nnf_context_create: allocate and release come together, got only release");
}

TEST(ContextTest, RefusesUnknownFlagsAndSizes) {
  nnf_context_options options = withThreads(1);
  options.flags = 1u << 20;
  EXPECT_EQ(Made(options).status, NNF_INVALID_ARGUMENT);
  options.flags = 0;
  options.struct_size = 4;
  EXPECT_EQ(Made(options).status, NNF_INVALID_ARGUMENT);
  EXPECT_EQ(nnf_context_create(nullptr, nullptr, nullptr, 0), NNF_INVALID_ARGUMENT);
}

TEST(ContextTest, AcceptsOptionsOfAnOlderCaller) {
  nnf_context_options options = withThreads(3);
  options.struct_size = offsetof(nnf_context_options, cache_limit);
  options.cache_limit = 1; // Not read.
  Made made(options);
  EXPECT_EQ(made.status, NNF_OK) << made.message;
  EXPECT_EQ(nnf_context_threads(made.context), 3);
}

TEST(ContextTest, TruncatesTheMessageToItsSpace) {
  nnf_context_options options = withThreads(-5);
  nnf_context *context;
  char message[10];
  EXPECT_EQ(nnf_context_create(&context, &options, message, sizeof(message)), NNF_INVALID_ARGUMENT);
  EXPECT_STREQ(message, "nnf_conte");
}

TEST(ContextTest, DestroysNull) {
  nnf_context_destroy(nullptr);
  nnf_context_free(nullptr, nullptr);
}

TEST(NamesTest, TypesAndStatuses) {
  EXPECT_EQ(nnf_abi_version(), static_cast<uint32_t>(NNF_ABI_VERSION));
  EXPECT_STREQ(nnf_dtype_name(NNF_BF16), "bf16");
  EXPECT_STREQ(nnf_dtype_name(NNF_F8E5M2), "f8E5M2");
  EXPECT_STREQ(nnf_dtype_name(0), "?");
  EXPECT_STREQ(nnf_dtype_name(NNF_F8E5M2 + 1), "?");
  EXPECT_STREQ(nnf_dtype_name(-1), "?");
  EXPECT_EQ(nnf_dtype_size(NNF_BOOL), 1u);
  EXPECT_EQ(nnf_dtype_size(NNF_U16), 2u);
  EXPECT_EQ(nnf_dtype_size(NNF_F32), 4u);
  EXPECT_EQ(nnf_dtype_size(NNF_I64), 8u);
  EXPECT_EQ(nnf_dtype_size(99), 0u);
  EXPECT_STREQ(nnf_status_name(NNF_OUT_OF_MEMORY), "out of memory");
  EXPECT_STREQ(nnf_status_name(77), "unknown status");
}
