//===- Driver.cpp - runs a fuzzer's target without libFuzzer ===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
//
// The same targets in an ordinary build, so that every run of the tests tries the corpus and some mutations of it.
// Takes -runs=N and -seed=S as libFuzzer does, and folders of inputs. A crash names the input, as libFuzzer's would, by
// leaving it in crash-input.
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Tokens.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <unistd.h>
#include <vector>

extern "C" {
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
__attribute__((weak)) int LLVMFuzzerInitialize(int *argc, char ***argv);
__attribute__((weak)) size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t capacity, unsigned seed);
}

static std::minstd_rand bytesRandom;

/// Some bytes changed, left out or inserted.
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t capacity) {
  size_t at = size ? bytesRandom() % size : 0;
  switch (size ? bytesRandom() % 4 : 3) {
  case 0:
    data[at] ^= 1u << bytesRandom() % 8;
    return size;
  case 1:
    data[at] = static_cast<uint8_t>(bytesRandom());
    return size;
  case 2:
    std::memmove(data + at, data + at + 1, size - at - 1);
    return size - 1;
  default:
    if (size == capacity)
      return size;
    std::memmove(data + at + 1, data + at, size - at);
    data[at] = static_cast<uint8_t>(bytesRandom());
    return size + 1;
  }
}

static const std::vector<uint8_t> *current;

static void keepInput(int signal) {
  if (FILE *file = std::fopen("crash-input", "wb")) {
    std::fwrite(current->data(), 1, current->size(), file);
    std::fclose(file);
  }
  std::fprintf(stderr, "signal %d; the input is in crash-input\n", signal);
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

static void run(const std::vector<uint8_t> &input) {
  current = &input;
  alarm(30); // A hang is a crash.
  // Exactly as many bytes as there are, so that reading on is seen.
  std::vector<uint8_t> exact(input.begin(), input.end());
  exact.shrink_to_fit();
  LLVMFuzzerTestOneInput(exact.data(), exact.size());
  alarm(0);
}

int main(int argc, char **argv) {
  unsigned long runs = 0, seed = 1;
  std::vector<std::string> files;
  for (int i = 1; i < argc; ++i) {
    if (!std::strncmp(argv[i], "-runs=", 6))
      runs = std::strtoul(argv[i] + 6, nullptr, 10);
    else if (!std::strncmp(argv[i], "-seed=", 6))
      seed = std::strtoul(argv[i] + 6, nullptr, 10);
    else if (std::filesystem::is_directory(argv[i]))
      for (const auto &entry : std::filesystem::recursive_directory_iterator(argv[i]))
        if (entry.is_regular_file())
          files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<std::vector<uint8_t>> corpus;
  for (const std::string &name : files) {
    std::ifstream file(name, std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  if (corpus.empty()) {
    std::fprintf(stderr, "no inputs: name a folder\n");
    return 1;
  }
  for (int signal : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGALRM})
    std::signal(signal, keepInput);
  if (LLVMFuzzerInitialize)
    LLVMFuzzerInitialize(&argc, &argv);
  for (const std::vector<uint8_t> &input : corpus)
    run(input);
  std::minstd_rand random(seed);
  bytesRandom.seed(seed);
  constexpr size_t capacity = 1 << 16;
  for (unsigned long i = 0; i < runs; ++i) {
    std::vector<uint8_t> input = corpus[random() % corpus.size()];
    size_t size = input.size();
    input.resize(std::max(capacity, size));
    for (unsigned long times = random() % 2 ? 1 : 1 + random() % 4; times; --times)
      size = LLVMFuzzerCustomMutator ? LLVMFuzzerCustomMutator(input.data(), size, input.size(), random())
                                     : LLVMFuzzerMutate(input.data(), size, input.size());
    input.resize(size);
    run(input);
  }
  std::printf("Done %lu runs, %zu inputs\n", runs, corpus.size());
  return 0;
}
