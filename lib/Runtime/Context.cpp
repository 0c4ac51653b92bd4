//===- Context.cpp - contexts and their error records -------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Cores.h"
#include "Internal.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <new>

using namespace nnf::runtime;

static constexpr uint64_t kDefaultCacheLimit = uint64_t(1) << 30;

nnf_context::nnf_context(const nnf_context_options &options, int threads)
    : flags(options.flags), system(options.allocate, options.release, options.allocator_user),
      cache(system, options.cache_limit ? options.cache_limit : kDefaultCacheLimit, memory),
      pool(threads, !(options.flags & NNF_UNBOUND_THREADS), system, memory) {
  clearError();
}

nnf_context::~nnf_context() {
  while (Block *block = temporaries.head) {
    temporaries.remove(block);
    cache.free(block);
  }
  while (Block *block = results.head) {
    results.remove(block);
    cache.free(block);
  }
}

int32_t nnf_context::enter(nnf_context *context) {
  if (!context)
    return NNF_INVALID_ARGUMENT;
  if (!context->isOurs())
    return NNF_VERSION_MISMATCH;
  if (context->busy.exchange(true, std::memory_order_acquire))
    return NNF_BUSY;
  if (context->error.status != NNF_OK)
    context->clearError();
  return NNF_OK;
}

void nnf_context::clearError() {
  errorOp.clear();
  errorLocation.clear();
  errorMessage.clear();
  error = nnf_error{NNF_OK, "", "", ""};
}

int32_t nnf_context::fail(int32_t status, std::string op, std::string location, std::string message) {
  std::lock_guard<std::mutex> lock(errorMutex);
  if (error.status != NNF_OK)
    return error.status;
  errorOp = std::move(op);
  errorLocation = std::move(location);
  errorMessage = std::move(message);
  error = nnf_error{status, errorOp.c_str(), errorLocation.c_str(), errorMessage.c_str()};
  return status;
}

std::string nnf::runtime::formatMessage(const char *message, int64_t count, const int64_t *values) {
  std::string text;
  for (const char *p = message; *p; ++p) {
    if (*p == '{') {
      int64_t index = 0;
      const char *q = p + 1;
      for (; *q >= '0' && *q <= '9' && index < count; ++q)
        index = index * 10 + (*q - '0');
      if (q != p + 1 && *q == '}' && index < count) {
        text += std::to_string(values[index]);
        p = q;
        continue;
      }
    }
    text += *p;
  }
  return text;
}

static nnf_status refuse(char *message, size_t size, const std::string &text) {
  if (message && size)
    std::snprintf(message, size, "%s", text.c_str());
  return NNF_INVALID_ARGUMENT;
}

nnf_status nnf_context_create(nnf_context **context, const nnf_context_options *given, char *message, size_t size) {
  if (!context)
    return refuse(message, size, "nnf_context_create: no place to store the context");
  *context = nullptr;
  nnf_context_options options{};
  if (given) {
    // A caller compiled against an older header knows fewer fields; one against a newer header may want more than there is.
    if (given->struct_size < offsetof(nnf_context_options, cache_limit) || given->struct_size > 4096)
      return refuse(message, size,
                    "nnf_context_create: struct_size must be sizeof(nnf_context_options), which is " +
                        std::to_string(sizeof(options)) + " here, got " + std::to_string(given->struct_size));
    std::memcpy(&options, given, std::min<size_t>(given->struct_size, sizeof(options)));
  }
  if (options.threads < 0 || options.threads > NNF_MAX_THREADS)
    return refuse(message, size,
                  "nnf_context_create: the number of threads must be from 1 to " + std::to_string(NNF_MAX_THREADS) +
                      ", or 0 for one per core, got " + std::to_string(options.threads));
  if (!options.allocate != !options.release)
    return refuse(message, size,
                  std::string("nnf_context_create: allocate and release come together, got only ") +
                      (options.allocate ? "allocate" : "release"));
  constexpr uint32_t kKnownFlags = NNF_STRICT_STRIDES | NNF_UNBOUND_THREADS;
  if (options.flags & ~kKnownFlags)
    return refuse(message, size,
                  "nnf_context_create: unknown flags " + std::to_string(options.flags & ~kKnownFlags));
  int threads = options.threads ? options.threads : std::min(defaultThreads(), NNF_MAX_THREADS);
  *context = new (std::nothrow) nnf_context(options, threads);
  if (!*context) {
    refuse(message, size, "nnf_context_create: out of memory");
    return NNF_OUT_OF_MEMORY;
  }
  return NNF_OK;
}

void nnf_context_destroy(nnf_context *context) { delete context; }

int32_t nnf_context_threads(const nnf_context *context) { return context->pool.size(); }

const nnf_error *nnf_context_error(const nnf_context *context) { return &context->error; }

void nnf_context_counters(const nnf_context *context, nnf_counters *counters) {
  auto get = [](const std::atomic<uint64_t> &counter) { return counter.load(std::memory_order_relaxed); };
  counters->calls = get(context->calls);
  counters->temporaries = get(context->memory.temporaries);
  counters->temporary_bytes = get(context->memory.temporaryBytes);
  counters->system_allocations = get(context->memory.systemAllocations);
  counters->system_bytes = get(context->memory.systemBytes);
  counters->copies = get(context->copies);
  counters->copied_bytes = get(context->copiedBytes);
  counters->parallel_regions = get(context->parallelRegions);
  counters->serial_regions = get(context->serialRegions);
  counters->live_bytes = get(context->memory.liveBytes);
  counters->peak_bytes = get(context->memory.peakBytes);
}

void nnf_context_reset_counters(nnf_context *context) {
  // What is held is a state, not a count: it stays.
  for (std::atomic<uint64_t> *counter :
       {&context->calls, &context->memory.temporaries, &context->memory.temporaryBytes,
        &context->memory.systemAllocations, &context->memory.systemBytes, &context->copies, &context->copiedBytes,
        &context->parallelRegions, &context->serialRegions})
    counter->store(0, std::memory_order_relaxed);
  context->memory.peakBytes.store(context->memory.usedBytes.load(std::memory_order_relaxed), std::memory_order_relaxed);
}

void nnf_context_trim(nnf_context *context) {
  // During a call memory is in use anyway; the cache belongs to that call's thread.
  if (context->busy.exchange(true, std::memory_order_acquire))
    return;
  context->cache.trim();
  context->busy.store(false, std::memory_order_release);
}

void nnf_context_free(nnf_context *context, void *data) {
  if (!data)
    return;
  Block *block = Block::of(data);
  {
    std::lock_guard<std::mutex> lock(context->resultsMutex);
    context->results.remove(block);
  }
  context->cache.freeLater(block);
}
