//===- Tokens.h - mutations of programs that leave most of them whole ===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TEST_FUZZ_TOKENS_H
#define NNF_TEST_FUZZ_TOKENS_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/// libFuzzer's own mutations of bytes; the stand-alone driver has some of its own.
extern "C" size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t capacity);

namespace nnf::fuzz {

/// Names of ops that may be put in the place of others.
void addNames(std::vector<std::string> names);

/// Changes a text of MLIR in place and returns its new size: tokens are replaced by others of their kind (a name of an
/// op by another, a number by an extreme one), left out, doubled or swapped; lines, too. Now and then bytes are changed
/// instead.
size_t mutateText(uint8_t *data, size_t size, size_t capacity, unsigned seed);

} // namespace nnf::fuzz

#endif // NNF_TEST_FUZZ_TOKENS_H
