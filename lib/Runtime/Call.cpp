//===- Call.cpp - begin and end of a call -------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// Everything that can be said of a call's tensors from the signature alone is checked here, by a table, instead of by
// generated code: it costs some tens of nanoseconds a call and no compile time.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Frame.h"

#include <algorithm>

using namespace nnf::runtime;

//===--------------------------------------------------------------------------------------------------------===//
// run
//===--------------------------------------------------------------------------------------------------------===//

/// Memory for an output that the caller left to the context.
static void *allocateResult(nnf_rt_frame &frame, nnf_tensor &output, int32_t index, uint64_t elements) {
  nnf_context &context = *frame.context;
  Block *block = context.cache.allocate(elements * nnf_dtype_size(output.dtype));
  if (!block) {
    nnf_rt_fail_memory(&frame);
    return nullptr;
  }
  {
    std::lock_guard<std::mutex> lock(context.resultsMutex);
    context.results.push(block);
  }
  if (!frame.allocated)
    frame.allocated = new std::vector<int32_t>;
  frame.allocated->push_back(index);
  return output.data = block->data();
}

/// Where to write an output: its own memory, or a dense temporary that is copied back in the end.
static void *outputData(nnf_rt_frame &frame, const char *strings, const Argument &argument) {
  const nnf_tensor &tensor = *argument.tensor;
  if (isDense(tensor, argument.elements))
    return tensor.data;
  nnf_context &context = *frame.context;
  if (context.flags & NNF_STRICT_STRIDES) {
    refuseStrides(frame, strings, argument, "are not dense row-major, which this context does not accept");
    return nullptr;
  }
  if (mayOverlapItself(tensor, argument.elements)) {
    refuseStrides(frame, strings, argument, "let elements of an output share memory");
    return nullptr;
  }
  void *data = allocateTemporary(context, argument.elements * nnf_dtype_size(tensor.dtype));
  if (!data) {
    nnf_rt_fail_memory(&frame);
    return nullptr;
  }
  if (!frame.copies)
    frame.copies = new std::vector<OutputCopy>;
  frame.copies->push_back({data, &tensor});
  countCopy(context, argument);
  return data;
}

namespace {
/// Memory that generated code accesses directly.
struct Access {
  ByteRange bytes;
  nnf_role role;
  int32_t index;
};

/// A short list that seldom needs the heap.
struct Accesses {
  Access few[16];
  std::vector<Access> many;
  size_t count = 0;
  void push(const Access &access) {
    if (count < 16)
      few[count] = access;
    else
      many.push_back(access);
    ++count;
  }
  const Access &operator[](size_t i) const { return i < 16 ? few[i] : many[i - 16]; }
};
} // namespace

static bool refuseOverlap(nnf_rt_frame &frame, const char *strings, const Access &a, const Access &b) {
  frame.context->fail(NNF_INVALID_ARGUMENT, "", "",
                      describeTensor(frame.signature, strings, a.role, a.index) + " overlaps " +
                          describeTensor(frame.signature, strings, b.role, b.index).substr(std::string(strings).size() + 2) +
                          " in memory");
  return false;
}

/// Outputs that the context shall allocate need sizes first: asks the kernel's own `shapes`.
static int32_t sizeMissingOutputs(nnf_context *context, nnf_handle *handle, const int64_t *signature,
                                  const nnf_tensor *inputs, nnf_tensor *outputs, nnf_rt_shapes_fn shapes) {
  int32_t count = static_cast<int32_t>(signature[NNF_SIGNATURE_OUTPUTS]);
  auto before = static_cast<int32_t>(signature[NNF_SIGNATURE_PARAMETERS] + signature[NNF_SIGNATURE_INPUTS]);
  TensorWords words = firstTensor(signature);
  for (int32_t i = 0; i < before; ++i)
    words = words.next();
  bool any = false;
  for (int32_t i = 0; i < count; ++i)
    any |= !outputs[i].data;
  if (!any)
    return NNF_OK;
  std::vector<nnf_tensor> tensors(count);
  std::vector<int64_t> sizes(static_cast<size_t>(count) * NNF_MAX_RANK);
  for (int32_t i = 0; i < count; ++i)
    tensors[i].shape = sizes.data() + static_cast<size_t>(i) * NNF_MAX_RANK;
  if (int32_t status = shapes(handle, context, inputs, tensors.data()))
    return status;
  for (int32_t i = 0; i < count; ++i, words = words.next()) {
    if (outputs[i].data || words.has(NNF_TENSOR_LATE))
      continue;
    // An empty output with null data may come with its sizes: those are checked like any other's.
    const int64_t *found = tensors[i].shape;
    bool empty = std::find(found, found + words.rank(), 0) != found + words.rank();
    if (empty && outputs[i].shape && outputs[i].rank == words.rank())
      continue;
    outputs[i].rank = words.rank();
    if (outputs[i].shape)
      std::copy(found, found + words.rank(), outputs[i].shape);
  }
  return NNF_OK;
}

static int32_t enterRun(nnf_rt_frame &frame, const char *strings, const nnf_tensor *inputs, nnf_tensor *outputs,
                        int64_t *args) {
  const int64_t *signature = frame.signature;
  nnf_context &context = *frame.context;
  auto failed = [&] { return context.error.status; };
  if (!checkHandle(frame, strings))
    return failed();
  TensorWords words = firstTensor(signature);
  Accesses accesses;
  for (int32_t i = 0; i < signature[NNF_SIGNATURE_PARAMETERS]; ++i, words = words.next()) {
    Argument argument{&frame.handle->parameters[i], words, NNF_PARAMETER, i, 1};
    for (int32_t d = 0; d < words.rank(); ++d)
      argument.elements *= static_cast<uint64_t>(argument.tensor->shape[d]);
    accesses.push({bytesOf(*argument.tensor, argument.elements), NNF_PARAMETER, i});
    args = writeSizes(argument, writeData(argument.tensor->data, args));
  }
  for (int32_t i = 0; i < signature[NNF_SIGNATURE_INPUTS]; ++i, words = words.next()) {
    Argument argument{&inputs[i], words, NNF_INPUT, i, 0};
    if (!checkType(frame, strings, argument) || !checkData(frame, strings, argument))
      return failed();
    bool ok;
    const void *data = denseData(frame, strings, argument, ok,
                                 [&](uint64_t bytes) { return allocateTemporary(context, bytes); });
    if (!ok)
      return failed();
    if (data == inputs[i].data)
      accesses.push({bytesOf(inputs[i], argument.elements), NNF_INPUT, i});
    args = writeSizes(argument, writeData(data, args));
  }
  size_t readOnly = accesses.count;
  for (int32_t i = 0; i < signature[NNF_SIGNATURE_OUTPUTS]; ++i, words = words.next()) {
    if (words.has(NNF_TENSOR_LATE))
      continue;
    Argument argument{&outputs[i], words, NNF_OUTPUT, i, 0};
    if (!checkType(frame, strings, argument))
      return failed();
    if (!outputs[i].data && argument.elements) {
      if (!isDense(outputs[i], argument.elements)) {
        refuseStrides(frame, strings, argument, "are not dense, as those of an output that is to be allocated must be");
        return failed();
      }
      if (!allocateResult(frame, outputs[i], i, argument.elements))
        return failed();
    }
    if (!checkData(frame, strings, argument))
      return failed();
    void *data = outputData(frame, strings, argument);
    if (!data && argument.elements)
      return failed();
    Access access{bytesOf(outputs[i], argument.elements), NNF_OUTPUT, i};
    // An output that is copied back at the end may overlap an input, but not another output.
    for (size_t k = data == outputs[i].data ? 0 : readOnly; k < accesses.count; ++k)
      if (access.bytes.overlaps(accesses[k].bytes)) {
        refuseOverlap(frame, strings, access, accesses[k]);
        return failed();
      }
    accesses.push(access);
    args = writeSizes(argument, writeData(data, args));
  }
  return NNF_OK;
}

/// After a failure: outputs that this call allocated are none.
static void dropAllocatedResults(nnf_rt_frame &frame) {
  if (!frame.allocated)
    return;
  for (int32_t index : *frame.allocated) {
    nnf_context_free(frame.context, frame.outputs[index].data);
    frame.outputs[index].data = nullptr;
  }
}

int32_t nnf_rt_enter_run(nnf_rt_frame *frame, nnf_context *context, nnf_handle *handle, const int64_t *signature,
                         const char *strings, const nnf_tensor *inputs, nnf_tensor *outputs, int64_t *args,
                         nnf_rt_shapes_fn shapes) {
  bool current = signature[NNF_SIGNATURE_VERSION] == NNF_ABI_VERSION;
  bool missing = (signature[NNF_SIGNATURE_INPUTS] && !inputs) || (signature[NNF_SIGNATURE_OUTPUTS] && !outputs);
  if (context && current && !missing)
    if (int32_t status = sizeMissingOutputs(context, handle, signature, inputs, outputs, shapes))
      return status;
  if (int32_t status = begin(*frame, context, handle, signature))
    return status;
  frame->outputs = outputs;
  if (!current)
    return finish(*frame, failVersion(*frame));
  if (missing)
    return finish(*frame, failNull(*frame, strings, signature[NNF_SIGNATURE_INPUTS] && !inputs ? "inputs" : "outputs"));
  if (int32_t status = enterRun(*frame, strings, inputs, outputs, args)) {
    dropAllocatedResults(*frame);
    return finish(*frame, status);
  }
  return NNF_OK;
}

int32_t nnf_rt_result(nnf_rt_frame *frame, int64_t index, const int64_t *sizes, void **data) {
  const int64_t *signature = frame->signature;
  nnf_context &context = *frame->context;
  TensorWords words = firstTensor(signature);
  int64_t before = signature[NNF_SIGNATURE_PARAMETERS] + signature[NNF_SIGNATURE_INPUTS] + index;
  for (int64_t i = 0; i < before; ++i)
    words = words.next();
  nnf_tensor &output = frame->outputs[index];
  int32_t rank = words.rank();
  auto fail = [&](const std::string &why) {
    return context.fail(NNF_INVALID_ARGUMENT, "", "", "output " + std::to_string(index) + ": " + why);
  };
  int64_t found[NNF_MAX_RANK];
  for (int32_t i = 0; i < rank; ++i)
    found[i] = words.shape()[i] == NNF_DYNAMIC ? *sizes++ : words.shape()[i];
  int64_t bytes = static_cast<int64_t>(nnf_dtype_size(words.dtype()));
  bool empty = std::find(found, found + rank, 0) != found + rank;
  for (int32_t i = 0; i < rank && !empty; ++i)
    bytes = saturatingMul(bytes, found[i]);
  if (bytes == INT64_MAX)
    return nnf_rt_fail_memory(frame);
  uint64_t elements = empty ? 0 : static_cast<uint64_t>(bytes) / nnf_dtype_size(words.dtype());
  if (rank > 0 && !output.shape)
    return fail("no room for the sizes, which depend on the inputs' values");
  if (!output.data) {
    output.rank = rank;
    output.dtype = words.dtype();
    std::copy(found, found + rank, output.shape);
    // Empty results have an address too: null would mean that there is none.
    if (!allocateResult(*frame, output, static_cast<int32_t>(index), std::max<uint64_t>(elements, 1)))
      return context.error.status;
  } else if (output.rank != rank || !std::equal(found, found + rank, output.shape)) {
    return fail("expected sizes " + formatShape(found, rank) + ", which depend on the inputs' values, got " +
                formatShape(output.shape, std::min<int32_t>(std::max<int32_t>(output.rank, 0), NNF_MAX_RANK)));
  } else if (output.dtype != words.dtype() || !isDense(output, elements)) {
    return fail("must be dense and of element type " + std::string(nnf_dtype_name(words.dtype())) +
                ", because its sizes depend on the inputs' values");
  }
  *data = output.data;
  return NNF_OK;
}

//===--------------------------------------------------------------------------------------------------------===//
// shapes
//===--------------------------------------------------------------------------------------------------------===//

static int32_t enterShapes(nnf_rt_frame &frame, const char *strings, const nnf_tensor *inputs, int64_t *args) {
  const int64_t *signature = frame.signature;
  auto failed = [&] { return frame.context->error.status; };
  if (!checkHandle(frame, strings))
    return failed();
  TensorWords words = firstTensor(signature);
  for (int32_t i = 0; i < signature[NNF_SIGNATURE_PARAMETERS]; ++i, words = words.next()) {
    Argument argument{&frame.handle->parameters[i], words, NNF_PARAMETER, i, 0};
    args = writeSizes(argument, writeData(argument.tensor->data, args));
  }
  for (int32_t i = 0; i < signature[NNF_SIGNATURE_INPUTS]; ++i, words = words.next()) {
    Argument argument{&inputs[i], words, NNF_INPUT, i, 0};
    if (!checkType(frame, strings, argument))
      return failed();
    if (words.has(NNF_TENSOR_SCALAR) && !checkData(frame, strings, argument))
      return failed();
    args = writeSizes(argument, writeData(inputs[i].data, args));
  }
  for (int32_t i = 0; i < signature[NNF_SIGNATURE_OUTPUTS]; ++i, words = words.next())
    if (words.rank() > 0 && !frame.outputs[i].shape)
      return failNull(frame, strings, "the place for an output's sizes");
  return NNF_OK;
}

int32_t nnf_rt_enter_shapes(nnf_rt_frame *frame, nnf_context *context, nnf_handle *handle, const int64_t *signature,
                            const char *strings, const nnf_tensor *inputs, nnf_tensor *outputs, int64_t *args) {
  if (int32_t status = begin(*frame, context, handle, signature))
    return status;
  frame->outputs = outputs;
  if (signature[NNF_SIGNATURE_VERSION] != NNF_ABI_VERSION)
    return finish(*frame, failVersion(*frame));
  if (signature[NNF_SIGNATURE_INPUTS] && !inputs)
    return finish(*frame, failNull(*frame, strings, "inputs"));
  if (signature[NNF_SIGNATURE_OUTPUTS] && !outputs)
    return finish(*frame, failNull(*frame, strings, "outputs"));
  if (int32_t status = enterShapes(*frame, strings, inputs, args))
    return finish(*frame, status);
  return NNF_OK;
}

int32_t nnf_rt_leave_shapes(nnf_rt_frame *frame, int32_t status, const int64_t *sizes) {
  if (status != NNF_OK)
    return finish(*frame, status);
  const int64_t *signature = frame->signature;
  TensorWords words = firstTensor(signature);
  int64_t before = signature[NNF_SIGNATURE_PARAMETERS] + signature[NNF_SIGNATURE_INPUTS];
  for (int64_t i = 0; i < before; ++i)
    words = words.next();
  for (int64_t i = 0; i < signature[NNF_SIGNATURE_OUTPUTS]; ++i, words = words.next()) {
    nnf_tensor &output = frame->outputs[i];
    output.rank = words.rank();
    output.dtype = words.dtype();
    for (int32_t d = 0; d < words.rank(); ++d)
      output.shape[d] = words.shape()[d] == NNF_DYNAMIC ? *sizes++ : words.shape()[d];
  }
  return finish(*frame, NNF_OK);
}

//===--------------------------------------------------------------------------------------------------------===//
// leave
//===--------------------------------------------------------------------------------------------------------===//

int32_t nnf_rt_leave(nnf_rt_frame *frame, int32_t status) {
  if (frame->newHandle) {
    if (status == NNF_OK)
      *frame->newHandle = frame->handle;
    else
      delete frame->handle;
  } else if (status == NNF_OK) {
    if (frame->copies)
      for (const OutputCopy &copy : *frame->copies)
        scatter(copy.from, *copy.to);
  } else {
    dropAllocatedResults(*frame);
  }
  return finish(*frame, status);
}
