//===- Profile.cpp - when each kernel of a call ran ---------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Runtime/Profile.h"
#include "Internal.h"
#include <chrono>
#include <new>

/// A profile never makes a call fail: what there is no memory for is not recorded.
static void record(nnf_context *context, const nnf_profile_record &entry) {
  try {
    context->profile.push_back(entry);
  } catch (const std::bad_alloc &) {
  }
}

static int64_t now() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

int64_t nnf_context_profile(const nnf_context *context, const nnf_profile_record **records) {
  *records = context->profile.data();
  return static_cast<int64_t>(context->profile.size());
}

void nnf_context_reset_profile(nnf_context *context) { context->profile.clear(); }

int64_t nnf_rt_profile_begin(nnf_rt_frame *) { return now(); }

void nnf_rt_profile_end(nnf_rt_frame *frame, int64_t begin, const char *where, int64_t bytes) {
  record(frame->context, {where, begin, now(), bytes, 0});
}

void nnf_rt_profile_work(nnf_rt_frame *frame, const char *where, int64_t flops) {
  record(frame->context, {where, -1, -1, 0, flops});
}
