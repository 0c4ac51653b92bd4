//===- Frame.cpp - what all calls begin and end with ---------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Frame.h"

using namespace nnf::runtime;

// The workers compute with the default rounding and with denormals. So must the caller's thread, whatever mode it is in,
// or a result would depend on which thread computed it.
#if defined(__x86_64__)
static constexpr uint32_t kDefaultFloatState = 0x1f80, kFloatControlBits = 0xffc0;
static uint32_t setDefaultFloatState() {
  uint32_t state = __builtin_ia32_stmxcsr();
  if ((state & kFloatControlBits) != kDefaultFloatState)
    __builtin_ia32_ldmxcsr(kDefaultFloatState);
  return state;
}
static void restoreFloatState(uint32_t state) {
  if ((state & kFloatControlBits) != kDefaultFloatState)
    __builtin_ia32_ldmxcsr(state);
}
#else
static uint32_t setDefaultFloatState() { return 0; }
static void restoreFloatState(uint32_t) {}
#endif

int32_t nnf::runtime::begin(nnf_rt_frame &frame, nnf_context *context, nnf_handle *handle, const int64_t *signature) {
  if (int32_t status = nnf_context::enter(context))
    return status;
  context->calls.fetch_add(1, std::memory_order_relaxed);
  frame = nnf_rt_frame{context, handle, nullptr, signature, nullptr, nullptr, nullptr, setDefaultFloatState()};
  return NNF_OK;
}

int32_t nnf::runtime::finish(nnf_rt_frame &frame, int32_t status) {
  nnf_context &context = *frame.context;
  while (Block *block = context.temporaries.head) {
    context.temporaries.remove(block);
    context.cache.free(block);
  }
  delete frame.copies;
  delete frame.allocated;
  restoreFloatState(frame.floatState);
  context.leave();
  return status;
}

int32_t nnf::runtime::failVersion(nnf_rt_frame &frame) {
  return frame.context->fail(NNF_VERSION_MISMATCH, "", "",
                             "the function was compiled for version " +
                                 std::to_string(frame.signature[NNF_SIGNATURE_VERSION]) +
                                 " of the runtime interface, the runtime has version " +
                                 std::to_string(NNF_ABI_VERSION));
}

int32_t nnf::runtime::failNull(nnf_rt_frame &frame, const char *strings, const char *what) {
  return frame.context->fail(NNF_INVALID_ARGUMENT, "", "", std::string(strings) + ": " + what + " is a null pointer");
}

bool nnf::runtime::checkHandle(nnf_rt_frame &frame, const char *strings) {
  const int64_t *signature = frame.signature;
  if (frame.handle && frame.handle->signature != signature) {
    frame.context->fail(NNF_INVALID_ARGUMENT, "", "",
                        std::string(strings) + ": the handle was made by another function's create");
    return false;
  }
  if (!frame.handle && (signature[NNF_SIGNATURE_PARAMETERS] || signature[NNF_SIGNATURE_SLOTS])) {
    failNull(frame, strings, "the handle");
    return false;
  }
  return true;
}

void *nnf::runtime::allocateTemporary(nnf_context &context, uint64_t bytes) {
  Block *block = context.cache.allocate(bytes);
  if (!block)
    return nullptr;
  context.temporaries.push(block);
  return block->data();
}

void nnf::runtime::countCopy(nnf_context &context, const Argument &argument) {
  context.copies.fetch_add(1, std::memory_order_relaxed);
  context.copiedBytes.fetch_add(argument.elements * nnf_dtype_size(argument.tensor->dtype), std::memory_order_relaxed);
}

bool nnf::runtime::refuseStrides(nnf_rt_frame &frame, const char *strings, const Argument &argument, const char *why) {
  frame.context->fail(NNF_INVALID_ARGUMENT, "", "",
                      describeTensor(frame.signature, strings, argument.role, argument.index) + ": strides " +
                          formatShape(argument.tensor->strides, argument.tensor->rank) + " for sizes " +
                          formatShape(argument.tensor->shape, argument.tensor->rank) + " " + why);
  return false;
}
