//===- Tensors.cpp - checks and copies of a call's tensors --------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Internal.h"

#include <algorithm>
#include <cstring>

using namespace nnf::runtime;

static bool refuse(nnf_rt_frame &frame, const char *strings, const Argument &argument, const std::string &why) {
  frame.context->fail(NNF_INVALID_ARGUMENT, "", "",
                      describeTensor(frame.signature, strings, argument.role, argument.index) + ": " + why);
  return false;
}

static bool isInteger(int32_t dtype) { return dtype >= NNF_BOOL && dtype <= NNF_U64; }

static bool acceptsType(const TensorWords &words, int32_t dtype) {
  if (dtype == words.dtype())
    return true;
  return words.has(NNF_TENSOR_ANY_SIGN) && isInteger(dtype) && nnf_dtype_size(dtype) == nnf_dtype_size(words.dtype());
}

bool nnf::runtime::checkType(nnf_rt_frame &frame, const char *strings, Argument &argument) {
  const nnf_tensor &tensor = *argument.tensor;
  const TensorWords &words = argument.words;
  int32_t rank = words.rank();
  auto expected = [&] { return "expected sizes " + formatShape(words.shape(), rank) + ", got "; };
  if (!acceptsType(words, tensor.dtype))
    return refuse(frame, strings, argument,
                  std::string("expected element type ") + nnf_dtype_name(words.dtype()) + ", got " +
                      (nnf_dtype_size(tensor.dtype) ? nnf_dtype_name(tensor.dtype)
                                                    : "the unknown type " + std::to_string(tensor.dtype)));
  if (tensor.rank != rank) {
    bool readable = tensor.shape && tensor.rank > 0 && tensor.rank <= NNF_MAX_RANK;
    return refuse(frame, strings, argument,
                  "expected rank " + std::to_string(rank) + ", got rank " + std::to_string(tensor.rank) +
                      (readable ? " with sizes " + formatShape(tensor.shape, tensor.rank) : ""));
  }
  if (rank > 0 && !tensor.shape)
    return refuse(frame, strings, argument, expected() + "a null pointer for the sizes");
  bool empty = false;
  for (int32_t i = 0; i < rank; ++i) {
    int64_t size = tensor.shape[i];
    if (size < 0)
      return refuse(frame, strings, argument, "size " + std::to_string(size) + " of dimension " + std::to_string(i) +
                                                  " is negative");
    if (words.shape()[i] != NNF_DYNAMIC && words.shape()[i] != size)
      return refuse(frame, strings, argument, expected() + formatShape(tensor.shape, rank));
    empty |= size == 0;
  }
  int64_t bytes = static_cast<int64_t>(nnf_dtype_size(tensor.dtype));
  for (int32_t i = 0; i < rank && !empty; ++i)
    bytes = saturatingMul(bytes, tensor.shape[i]);
  if (bytes == INT64_MAX)
    return refuse(frame, strings, argument, "sizes " + formatShape(tensor.shape, rank) + " exceed what memory can hold");
  argument.elements = empty ? 0 : static_cast<uint64_t>(bytes) / nnf_dtype_size(tensor.dtype);
  return true;
}

bool nnf::runtime::checkData(nnf_rt_frame &frame, const char *strings, const Argument &argument) {
  const nnf_tensor &tensor = *argument.tensor;
  if (argument.elements == 0)
    return true;
  if (!tensor.data)
    return refuse(frame, strings, argument,
                  "the data pointer is null, but there are " + std::to_string(argument.elements) + " elements");
  size_t size = nnf_dtype_size(tensor.dtype);
  if (reinterpret_cast<uintptr_t>(tensor.data) % size)
    return refuse(frame, strings, argument,
                  "the data pointer is not aligned to the " + std::to_string(size) + " bytes of an element");
  return true;
}

bool nnf::runtime::isDense(const nnf_tensor &tensor, uint64_t elements) {
  if (!tensor.strides || elements <= 1)
    return true;
  int64_t expected = 1;
  for (int32_t i = tensor.rank; i-- > 0;) {
    if (tensor.shape[i] == 1)
      continue;
    if (tensor.strides[i] != expected)
      return false;
    expected *= tensor.shape[i];
  }
  return true;
}

bool nnf::runtime::mayOverlapItself(const nnf_tensor &tensor, uint64_t elements) {
  if (!tensor.strides || elements <= 1)
    return false;
  // Sorted by stride, each dimension must step over all that the smaller ones span.
  std::pair<int64_t, int64_t> dims[NNF_MAX_RANK];
  int count = 0;
  for (int32_t i = 0; i < tensor.rank; ++i)
    if (tensor.shape[i] != 1)
      dims[count++] = {std::abs(tensor.strides[i]), tensor.shape[i]};
  std::sort(dims, dims + count);
  int64_t span = 0;
  for (int i = 0; i < count; ++i) {
    if (dims[i].first <= span)
      return true;
    span += dims[i].first * (dims[i].second - 1);
  }
  return false;
}

ByteRange nnf::runtime::bytesOf(const nnf_tensor &tensor, uint64_t elements) {
  auto base = reinterpret_cast<uintptr_t>(tensor.data);
  size_t size = nnf_dtype_size(tensor.dtype);
  if (elements == 0)
    return {base, base};
  if (!tensor.strides)
    return {base, base + elements * size};
  int64_t low = 0, high = 0;
  for (int32_t i = 0; i < tensor.rank; ++i) {
    int64_t reach = (tensor.shape[i] - 1) * tensor.strides[i];
    (reach < 0 ? low : high) += reach;
  }
  return {base + low * static_cast<int64_t>(size), base + (high + 1) * static_cast<int64_t>(size)};
}

/// Calls `row(strided, dense)` with the byte offsets of every row along the last dimension of a tensor.
template <class Row>
static void forEachRow(const nnf_tensor &tensor, Row row) {
  int64_t size = static_cast<int64_t>(nnf_dtype_size(tensor.dtype));
  int32_t outer = tensor.rank - 1;
  int64_t index[NNF_MAX_RANK] = {}, strided = 0, dense = 0;
  while (true) {
    row(strided * size, dense * size);
    dense += tensor.shape[outer];
    int32_t i = outer - 1;
    for (; i >= 0; --i) {
      strided += tensor.strides[i];
      if (++index[i] < tensor.shape[i])
        break;
      strided -= index[i] * tensor.strides[i];
      index[i] = 0;
    }
    if (i < 0)
      return;
  }
}

/// Elements of 1, 2, 4 or 8 bytes, `n` of them.
template <class Word>
static void copyRow(const char *from, int64_t fromStride, char *to, int64_t toStride, int64_t n) {
  for (int64_t i = 0; i < n; ++i)
    std::memcpy(to + i * toStride * static_cast<int64_t>(sizeof(Word)),
                from + i * fromStride * static_cast<int64_t>(sizeof(Word)), sizeof(Word));
}

static void copyRow(size_t size, const char *from, int64_t fromStride, char *to, int64_t toStride, int64_t n) {
  switch (size) {
  case 1:
    return copyRow<uint8_t>(from, fromStride, to, toStride, n);
  case 2:
    return copyRow<uint16_t>(from, fromStride, to, toStride, n);
  case 4:
    return copyRow<uint32_t>(from, fromStride, to, toStride, n);
  default:
    return copyRow<uint64_t>(from, fromStride, to, toStride, n);
  }
}

void nnf::runtime::gather(const nnf_tensor &from, void *to) {
  int32_t last = from.rank - 1;
  forEachRow(from, [&](int64_t strided, int64_t dense) {
    copyRow(nnf_dtype_size(from.dtype), static_cast<const char *>(from.data) + strided, from.strides[last],
            static_cast<char *>(to) + dense, 1, from.shape[last]);
  });
}

void nnf::runtime::scatter(const void *from, const nnf_tensor &to) {
  int32_t last = to.rank - 1;
  forEachRow(to, [&](int64_t strided, int64_t dense) {
    copyRow(nnf_dtype_size(to.dtype), static_cast<const char *>(from) + dense, 1,
            static_cast<char *>(to.data) + strided, to.strides[last], to.shape[last]);
  });
}
