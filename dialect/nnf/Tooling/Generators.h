//===- Generators.h - tensors made by rule ---------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The same arguments give the same bits on every machine: random numbers come from a counter-based generator and go
// through additions, multiplications, divisions and square roots of double precision only, which IEEE 754 fixes. The
// mathematical library has no part in it.
//
// Random numbers: element i of a tensor takes the words 2i and 2i+1 of Philox 4x32-10 (Salmon et al., "Parallel random
// numbers: as easy as 1, 2, 3", 2011) with key (low word of seed, high word of seed); word w is number w mod 4 of the
// block with counter (low word of w div 4, high word of it, stream, 0). Its upper 53 bits k make u = (k + 1/2) / 2^53.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_GENERATORS_H
#define NNF_TOOLING_GENERATORS_H

#include "nnf/Tooling/HostTensor.h"
#include <array>

namespace mlir::nnf {

/// One block of Philox 4x32-10.
std::array<uint32_t, 4> philox4x32(std::array<uint32_t, 4> counter, std::array<uint32_t, 2> key);

/// The inverse of the standard normal distribution function for 0 < p < 1, relative error about 1e-16 (Wichura,
/// "Algorithm AS 241: the percentage points of the normal distribution", 1988).
double inverseNormal(double p);

/// Which random numbers: the run's seed, and the position of the tensor among the inputs, so that two inputs of one run
/// differ.
struct GeneratorSeed {
  uint64_t seed = 0;
  uint32_t stream = 0;
};

/// True where `text` begins with a letter that is no spelling of an element: "randn(0, 2)" but not "nan" or "true".
bool isGenerator(llvm::StringRef text);

/// Fills a tensor by rule. `text` is one of
///   zeros, ones
///   iota, iota(start), iota(start, step)   0, 1, 2, … in row-major order
///   eye                                    1 where the last two indices are equal; rank 2 or more
///   randn, randn(mean, deviation)          normal; float types only
///   uniform                                floats in [0, 1), integers in [0, 10), bools
///   uniform(low, high)                     low <= x < high; for integers each whole number is equally likely
/// Results are computed in double (integers: exactly) and rounded once. An error names the generator and what was
/// expected: an unknown name (with the nearest one), a wrong number of arguments, an element out of the type's range.
llvm::Error generate(HostTensor &tensor, llvm::StringRef text, GeneratorSeed seed);

} // namespace mlir::nnf

#endif // NNF_TOOLING_GENERATORS_H
