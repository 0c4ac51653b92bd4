//===- Handle.cpp - create and destroy -----------------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Frame.h"

#include <algorithm>
#include <memory>

using namespace nnf::runtime;

nnf_handle::~nnf_handle() {
  for (const Memory &m : memory)
    system.release(m.data, m.bytes, nullptr);
}

void *nnf::runtime::allocateInHandle(nnf_handle &handle, uint64_t bytes) {
  if (bytes == UINT64_MAX)
    return nullptr;
  size_t size = std::max<uint64_t>(bytes, kAlignment);
  void *data = handle.system.allocate(size, nullptr);
  if (data)
    handle.memory.push_back({data, size});
  return data;
}

static int32_t enterCreate(nnf_rt_frame &frame, const char *strings, const nnf_tensor *parameters, int64_t *args) {
  const int64_t *signature = frame.signature;
  nnf_handle &handle = *frame.handle;
  int64_t count = signature[NNF_SIGNATURE_PARAMETERS];
  TensorWords words = firstTensor(signature);
  size_t sizes = 0;
  for (int32_t i = 0; i < count; ++i, words = words.next())
    sizes += words.rank();
  handle.parameterSizes.reserve(sizes); // Tensors point into it.
  handle.slots.resize(signature[NNF_SIGNATURE_SLOTS]);
  words = firstTensor(signature);
  for (int32_t i = 0; i < count; ++i, words = words.next()) {
    Argument argument{&parameters[i], words, NNF_PARAMETER, i, 0};
    if (!checkType(frame, strings, argument) || !checkData(frame, strings, argument))
      return frame.context->error.status;
    bool ok;
    const void *data = denseData(frame, strings, argument, ok,
                                 [&](uint64_t bytes) { return allocateInHandle(handle, bytes); });
    if (!ok)
      return frame.context->error.status;
    int64_t *shape = handle.parameterSizes.data() + handle.parameterSizes.size();
    handle.parameterSizes.insert(handle.parameterSizes.end(), parameters[i].shape, parameters[i].shape + words.rank());
    handle.parameters.push_back(
        nnf_tensor{const_cast<void *>(data), shape, nullptr, words.rank(), parameters[i].dtype});
    args = writeSizes(argument, writeData(data, args));
  }
  return NNF_OK;
}

int32_t nnf_rt_enter_create(nnf_rt_frame *frame, nnf_context *context, nnf_handle **handle, const int64_t *signature,
                            const char *strings, const nnf_tensor *parameters, int64_t *args) {
  if (int32_t status = begin(*frame, context, nullptr, signature))
    return status;
  if (!handle)
    return finish(*frame, failNull(*frame, strings, "the place for the handle"));
  *handle = nullptr;
  if (signature[NNF_SIGNATURE_VERSION] != NNF_ABI_VERSION)
    return finish(*frame, failVersion(*frame));
  if (signature[NNF_SIGNATURE_PARAMETERS] && !parameters)
    return finish(*frame, failNull(*frame, strings, "parameters"));
  auto made = std::make_unique<nnf_handle>(context->system);
  made->signature = signature;
  frame->handle = made.get();
  if (int32_t status = enterCreate(*frame, strings, parameters, args))
    return finish(*frame, status);
  frame->newHandle = handle;
  made.release();
  return NNF_OK;
}

int32_t nnf_rt_create(nnf_handle **handle, nnf_context *context, const int64_t *signature, const char *strings,
                      const nnf_tensor *parameters) {
  nnf_rt_frame frame;
  // Room for the data pointer and all sizes of each parameter.
  std::vector<int64_t> args(signature[NNF_SIGNATURE_VERSION] == NNF_ABI_VERSION
                                ? signature[NNF_SIGNATURE_PARAMETERS] * (1 + NNF_MAX_RANK)
                                : 0);
  if (int32_t status = nnf_rt_enter_create(&frame, context, handle, signature, strings, parameters, args.data()))
    return status;
  return nnf_rt_leave(&frame, NNF_OK);
}

void nnf_rt_destroy(nnf_handle *handle) { delete handle; }

int64_t *nnf_rt_slots(nnf_rt_frame *frame) { return frame->handle->slots.data(); }
