//===- Internal.h - the runtime's own structures --------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_RUNTIME_INTERNAL_H
#define NNF_LIB_RUNTIME_INTERNAL_H

#include "Allocator.h"
#include "ThreadPool.h"
#include "nnf/Runtime/Profile.h"
#include "nnf/Runtime/Support.h"
#include <atomic>
#include <mutex>
#include <string>
#include <vector>

/// Libraries that were compiled ahead of time carry a runtime each, and a process may give the context of one to a kernel of
/// another: fine as long as both know it as the same structure. To be counted up when a structure here changes its meaning.
inline constexpr uint32_t kContextLayout = 2;

struct nnf_context {
  nnf_context(const nnf_context_options &options, int threads);
  ~nnf_context();

  /// Takes the context for a call (of another context or null: refuses) and forgets the last error; NNF_OK, or why not.
  static int32_t enter(nnf_context *context);
  /// Gives it back.
  void leave() { busy.store(false, std::memory_order_release); }
  /// Forgets the last error.
  void clearError();
  /// Records an error and returns its status. The first one of a call stays. Thread safe.
  int32_t fail(int32_t status, std::string op, std::string location, std::string message);

  /// Whether this is a context as this runtime makes them. Other members may only be looked at where it is.
  bool isOurs() const { return layout == kContextLayout && size == sizeof(nnf_context); }

  // In every version of the structure the first two.
  uint32_t layout = kContextLayout, size = sizeof(nnf_context);
  uint32_t flags;
  nnf::runtime::MemoryCounters memory;
  nnf::runtime::SystemAllocator system;
  nnf::runtime::CachingAllocator cache;
  nnf::runtime::ThreadPool pool;

  /// Set while a call is under way.
  std::atomic<bool> busy{false};
  /// Temporaries of the call under way.
  nnf::runtime::BlockList temporaries;
  /// Results that were allocated for the caller; nnf_context_free may come from any thread.
  std::mutex resultsMutex;
  nnf::runtime::BlockList results;

  std::atomic<uint64_t> calls{0}, copies{0}, copiedBytes{0}, parallelRegions{0}, serialRegions{0};

  /// Of calls of code that profiles itself.
  std::vector<nnf_profile_record> profile;

  std::mutex errorMutex;
  nnf_error error;
  std::string errorOp, errorLocation, errorMessage;
};

/// Made by `create`, read only afterwards.
struct nnf_handle {
  nnf_handle(const nnf::runtime::SystemAllocator &system) : system(system) {}
  ~nnf_handle();

  nnf::runtime::SystemAllocator system; ///< a copy: a handle may outlive the context that made it
  const int64_t *signature = nullptr;   ///< of the kernel it belongs to
  std::vector<nnf_tensor> parameters;
  std::vector<int64_t> parameterSizes; ///< what `parameters` point to
  std::vector<int64_t> slots;
  struct Memory {
    void *data;
    size_t bytes;
  };
  std::vector<Memory> memory;
};

/// Something that `nnf_rt_leave` copies back: an output that is not dense.
struct OutputCopy {
  const void *from;
  const nnf_tensor *to;
};

struct nnf_rt_frame {
  nnf_context *context;
  nnf_handle *handle;
  nnf_handle **newHandle; ///< in `create`: where the handle goes when all went well
  const int64_t *signature;
  nnf_tensor *outputs;
  std::vector<OutputCopy> *copies; ///< null when there are none
  std::vector<int32_t> *allocated; ///< indices of the outputs that this call allocated; null when there are none
  uint32_t floatState; ///< the caller's floating-point control word
};
static_assert(sizeof(nnf_rt_frame) <= NNF_RT_FRAME_BYTES, "generated code reserves too little");
static_assert(alignof(nnf_rt_frame) <= NNF_RT_FRAME_ALIGNMENT, "generated code aligns too little");

namespace nnf::runtime {

/// A tensor of a signature.
struct TensorWords {
  const int64_t *words;
  int32_t dtype() const { return static_cast<int32_t>(words[NNF_TENSOR_TYPE] & NNF_TENSOR_DTYPE_MASK); }
  bool has(int64_t flag) const { return words[NNF_TENSOR_TYPE] & flag; }
  int32_t rank() const { return static_cast<int32_t>(words[NNF_TENSOR_RANK]); }
  const int64_t *shape() const { return words + NNF_TENSOR_HEADER; }
  TensorWords next() const { return {words + NNF_TENSOR_HEADER + rank()}; }
};

inline TensorWords firstTensor(const int64_t *signature) { return {signature + NNF_SIGNATURE_HEADER}; }

/// Name of tensor `index` of a role as it reads in messages: `input 1 ("weight")`.
std::string describeTensor(const int64_t *signature, const char *strings, nnf_role role, int32_t index);
/// "2x3x?".
std::string formatShape(const int64_t *shape, int32_t rank);

/// A tensor as a call meets it.
struct Argument {
  const nnf_tensor *tensor;
  TensorWords words;
  nnf_role role;
  int32_t index;
  uint64_t elements; ///< set by checkType
};

/// Checks rank, element type and sizes against the signature; reports to the frame's context.
bool checkType(nnf_rt_frame &frame, const char *strings, Argument &argument);
/// Checks the data pointer.
bool checkData(nnf_rt_frame &frame, const char *strings, const Argument &argument);
/// Whether the elements lie in memory in row-major order without gaps.
bool isDense(const nnf_tensor &tensor, uint64_t elements);
/// Whether different indices may mean the same memory.
bool mayOverlapItself(const nnf_tensor &tensor, uint64_t elements);
/// The addresses of the elements' bytes: from the lowest to one past the highest.
struct ByteRange {
  uintptr_t begin, end;
  bool overlaps(const ByteRange &other) const { return begin < other.end && other.begin < end; }
};
ByteRange bytesOf(const nnf_tensor &tensor, uint64_t elements);
/// Dense from strided and back. `elements` is not 0.
void gather(const nnf_tensor &from, void *to);
void scatter(const void *from, const nnf_tensor &to);

/// Replaces `{i}` in a message by values[i].
std::string formatMessage(const char *message, int64_t count, const int64_t *values);

} // namespace nnf::runtime

#endif // NNF_LIB_RUNTIME_INTERNAL_H
