//===- Kernel.cpp - names, signatures, descriptions ---------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Internal.h"

#include <cstring>

using namespace nnf::runtime;

namespace {
struct Dtype {
  const char *name;
  size_t size;
};
} // namespace

/// By nnf_dtype.
static const Dtype dtypes[] = {{"?", 0},   {"bool", 1}, {"i8", 1},  {"u8", 1},  {"i16", 2},   {"u16", 2},
                               {"i32", 4}, {"u32", 4},  {"i64", 8}, {"u64", 8}, {"f16", 2},   {"bf16", 2},
                               {"f32", 4}, {"f64", 8},  {"f8E4M3FN", 1},        {"f8E5M2", 1}};

static const Dtype &getDtype(int32_t dtype) {
  constexpr int32_t count = sizeof(dtypes) / sizeof(dtypes[0]);
  return dtypes[dtype > 0 && dtype < count ? dtype : 0];
}

const char *nnf_dtype_name(int32_t dtype) { return getDtype(dtype).name; }
size_t nnf_dtype_size(int32_t dtype) { return getDtype(dtype).size; }
uint32_t nnf_abi_version(void) { return NNF_ABI_VERSION; }

const char *nnf_status_name(int32_t status) {
  switch (status) {
  case NNF_OK:
    return "ok";
  case NNF_INVALID_ARGUMENT:
    return "invalid argument";
  case NNF_RUNTIME_ERROR:
    return "run-time error";
  case NNF_OUT_OF_MEMORY:
    return "out of memory";
  case NNF_BUSY:
    return "the context is serving another call";
  case NNF_VERSION_MISMATCH:
    return "compiled for another version of the runtime";
  case NNF_UNSUPPORTED_CPU:
    return "compiled for another processor";
  }
  return "unknown status";
}

/// The n-th string of a kernel.
static const char *getString(const char *strings, int32_t n) {
  for (; n > 0; --n)
    strings += std::strlen(strings) + 1;
  return strings;
}

static int32_t countOf(const int64_t *signature, nnf_role role) {
  return static_cast<int32_t>(signature[NNF_SIGNATURE_PARAMETERS + role]);
}

/// Index over all roles.
static int32_t overallIndex(const int64_t *signature, nnf_role role, int32_t index) {
  for (int r = NNF_PARAMETER; r < role; ++r)
    index += countOf(signature, static_cast<nnf_role>(r));
  return index;
}

/// Function name, target, build come before the tensors' names.
static constexpr int32_t kFirstTensorName = 3;

int32_t nnf_kernel_count(const nnf_kernel *kernel, nnf_role role) {
  if (!kernel || kernel->abi_version != NNF_ABI_VERSION || role < NNF_PARAMETER || role > NNF_OUTPUT)
    return -1;
  return countOf(kernel->signature, role);
}

nnf_status nnf_kernel_parameter(const nnf_kernel *kernel, nnf_role role, int32_t index, nnf_parameter_info *info) {
  if (!info || index < 0 || index >= nnf_kernel_count(kernel, role))
    return NNF_INVALID_ARGUMENT;
  int32_t overall = overallIndex(kernel->signature, role, index);
  TensorWords tensor = firstTensor(kernel->signature);
  for (int32_t i = 0; i < overall; ++i)
    tensor = tensor.next();
  *info = nnf_parameter_info{getString(kernel->strings, kFirstTensorName + overall), tensor.dtype(),
                             tensor.has(NNF_TENSOR_ANY_SIGN), tensor.rank(), tensor.shape()};
  return NNF_OK;
}

int32_t nnf_kernel_reads_parameter(const nnf_kernel *kernel, int32_t index) {
  if (index < 0 || index >= nnf_kernel_count(kernel, NNF_PARAMETER))
    return -1;
  TensorWords tensor = firstTensor(kernel->signature);
  for (int32_t i = 0; i < index; ++i)
    tensor = tensor.next();
  return !tensor.has(NNF_TENSOR_SPENT);
}

uint64_t nnf_handle_bytes(const nnf_handle *handle) {
  uint64_t bytes = 0;
  if (handle)
    for (const nnf_handle::Memory &memory : handle->memory)
      bytes += memory.bytes;
  return bytes;
}

const char *nnf_kernel_name(const nnf_kernel *kernel) { return getString(kernel->strings, 0); }
const char *nnf_kernel_target(const nnf_kernel *kernel) { return getString(kernel->strings, 1); }
const char *nnf_kernel_build(const nnf_kernel *kernel) { return getString(kernel->strings, 2); }

std::string nnf::runtime::describeTensor(const int64_t *signature, const char *strings, nnf_role role, int32_t index) {
  static const char *const roles[] = {"parameter ", "input ", "output "};
  std::string text = std::string(getString(strings, 0)) + ": " + roles[role] + std::to_string(index);
  const char *name = getString(strings, kFirstTensorName + overallIndex(signature, role, index));
  if (*name)
    text += std::string(" (") + name + ")";
  return text;
}

std::string nnf::runtime::formatShape(const int64_t *shape, int32_t rank) {
  std::string text = "[";
  for (int32_t i = 0; i < rank; ++i) {
    text += i ? ", " : "";
    text += shape[i] == NNF_DYNAMIC ? "?" : std::to_string(shape[i]);
  }
  return text + "]";
}
