//===- Frame.h - what all calls begin and end with -----------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_RUNTIME_FRAME_H
#define NNF_LIB_RUNTIME_FRAME_H

#include "Internal.h"

namespace nnf::runtime {

/// Takes the context for a call; NNF_OK, or why not. On success the frame is ready for `finish`.
int32_t begin(nnf_rt_frame &frame, nnf_context *context, nnf_handle *handle, const int64_t *signature);
/// Frees what the call still holds and gives the context back. Returns `status`.
int32_t finish(nnf_rt_frame &frame, int32_t status);

/// Errors that any call may have; each reports to the context and returns the status or false.
int32_t failVersion(nnf_rt_frame &frame);
int32_t failNull(nnf_rt_frame &frame, const char *strings, const char *what);
bool checkHandle(nnf_rt_frame &frame, const char *strings);
bool refuseStrides(nnf_rt_frame &frame, const char *strings, const Argument &argument, const char *why);

/// Memory until `finish`, or null.
void *allocateTemporary(nnf_context &context, uint64_t bytes);
/// Memory that lives as long as the handle, or null.
void *allocateInHandle(nnf_handle &handle, uint64_t bytes);
/// For the context's statistics.
void countCopy(nnf_context &context, const Argument &argument);

/// Writes the open sizes of a tensor.
inline int64_t *writeSizes(const Argument &argument, int64_t *args) {
  for (int32_t i = 0, rank = argument.words.rank(); i < rank; ++i)
    if (argument.words.shape()[i] == NNF_DYNAMIC)
      *args++ = argument.tensor->shape[i];
  return args;
}

inline int64_t *writeData(const void *data, int64_t *args) {
  *args = static_cast<int64_t>(reinterpret_cast<intptr_t>(data));
  return args + 1;
}

/// The dense data of an input or parameter; copies it when it has strides. Null in `ok == false`.
template <class Allocate>
const void *denseData(nnf_rt_frame &frame, const char *strings, const Argument &argument, bool &ok,
                      Allocate allocate) {
  const nnf_tensor &tensor = *argument.tensor;
  ok = true;
  if (isDense(tensor, argument.elements))
    return tensor.data;
  nnf_context &context = *frame.context;
  if (context.flags & NNF_STRICT_STRIDES) {
    ok = refuseStrides(frame, strings, argument, "are not dense row-major, which this context does not accept");
    return nullptr;
  }
  void *copy = allocate(argument.elements * nnf_dtype_size(tensor.dtype));
  if (!copy) {
    nnf_rt_fail_memory(&frame);
    ok = false;
    return nullptr;
  }
  gather(tensor, copy);
  countCopy(context, argument);
  return copy;
}

} // namespace nnf::runtime

#endif // NNF_LIB_RUNTIME_FRAME_H
