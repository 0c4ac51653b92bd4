//===- Random.h - the random numbers of dropout --------------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_REFERENCE_RANDOM_H
#define NNF_LIB_REFERENCE_RANDOM_H

#include "Machine.h"
#include "nnf/Tooling/Generators.h"
#include <cmath>

namespace mlir::nnf::reference {

/// Word i mod 4 of the block at counter offset + i div 4, keyed by `seed`.
inline uint32_t randomWord(int64_t i, int64_t seed, int64_t offset) {
  uint64_t counter = static_cast<uint64_t>(offset) + static_cast<uint64_t>(i) / 4, key = static_cast<uint64_t>(seed);
  std::array<uint32_t, 4> words = philox4x32(
      {static_cast<uint32_t>(counter), static_cast<uint32_t>(counter >> 32), 0, 0},
      {static_cast<uint32_t>(key), static_cast<uint32_t>(key >> 32)});
  return words[i % 4];
}

/// Whether element `i` stays: u >= p, with u from its word. Of the word, f64 takes all 32 bits, other types the upper 24.
inline bool dropoutKeeps(int64_t i, int64_t seed, int64_t offset, double p, bool isDouble) {
  uint32_t word = randomWord(i, seed, offset);
  if (isDouble)
    return std::ldexp(static_cast<double>(word), -32) >= p;
  // The comparison is made in f32.
  return std::ldexp(static_cast<float>(word >> 8), -24) >= static_cast<float>(p);
}

/// u in [0, 1) from the same bits.
inline long double uniform(int64_t i, int64_t seed, int64_t offset, bool isDouble) {
  uint32_t word = randomWord(i, seed, offset);
  return isDouble ? std::ldexp((long double)word, -32) : std::ldexp((long double)(word >> 8), -24);
}

/// u in (0, 1): the middle of an interval of 2^-23, for f64 of 2^-32.
inline long double openUniform(int64_t i, int64_t seed, int64_t offset, bool isDouble) {
  uint32_t word = randomWord(i, seed, offset);
  return isDouble ? std::ldexp(word + 0.5L, -32) : std::ldexp((word >> 9) + 0.5L, -23);
}

} // namespace mlir::nnf::reference

#endif // NNF_LIB_REFERENCE_RANDOM_H
