//===- Support.cpp - errors, memory and parallel regions of a call -------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Frame.h"

using namespace nnf::runtime;

int32_t nnf_rt_fail(nnf_rt_frame *frame, const char *record, int64_t count, const int64_t *values) {
  std::string op = record;
  std::string location = record + op.size() + 1;
  const char *message = record + op.size() + 1 + location.size() + 1;
  return frame->context->fail(NNF_RUNTIME_ERROR, std::move(op), std::move(location),
                              formatMessage(message, count, values));
}

int32_t nnf_rt_fail_memory(nnf_rt_frame *frame) {
  return frame->context->fail(NNF_OUT_OF_MEMORY, "", "", "out of memory");
}

int64_t nnf_rt_saturating_mul(int64_t a, int64_t b) { return saturatingMul(a, b); }

void *nnf_rt_alloc(nnf_rt_frame *frame, int64_t bytes, int64_t d0, int64_t d1, int64_t d2, int64_t d3) {
  return allocateTemporary(*frame->context, allocationBytes(bytes, d0, d1, d2, d3));
}

void nnf_rt_free(nnf_rt_frame *frame, void *data) {
  Block *block = Block::of(data);
  frame->context->temporaries.remove(block);
  frame->context->cache.free(block);
}

void *nnf_rt_handle_alloc(nnf_rt_frame *frame, int64_t bytes, int64_t d0, int64_t d1, int64_t d2, int64_t d3) {
  return allocateInHandle(*frame->handle, allocationBytes(bytes, d0, d1, d2, d3));
}

int32_t nnf_rt_parallel_for(nnf_rt_frame *frame, int64_t n, nnf_rt_task task, void *env) {
  nnf_context &context = *frame->context;
  bool parallel;
  int32_t status = context.pool.parallelFor(frame, n, task, env, parallel);
  (parallel ? context.parallelRegions : context.serialRegions).fetch_add(1, std::memory_order_relaxed);
  return status;
}

void *nnf_rt_task_alloc(nnf_rt_worker *worker, int64_t bytes, int64_t d0, int64_t d1, int64_t d2, int64_t d3) {
  return worker->workspace.allocate(allocationBytes(bytes, d0, d1, d2, d3));
}

void nnf_rt_task_free(nnf_rt_worker *worker, void *data) { worker->workspace.free(data); }

int32_t nnf_rt_task_fail(nnf_rt_worker *worker, const char *record, int64_t count, const int64_t *values) {
  return nnf_rt_fail(worker->frame, record, count, values);
}

int32_t nnf_rt_task_fail_memory(nnf_rt_worker *worker) { return nnf_rt_fail_memory(worker->frame); }
