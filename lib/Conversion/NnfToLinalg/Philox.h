//===- Philox.h - the random numbers of dropout and its kind ----------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_CONVERSION_NNFTOLINALG_PHILOX_H
#define NNF_LIB_CONVERSION_NNFTOLINALG_PHILOX_H

#include "nnf/Conversion/TensorBuilder.h"

namespace mlir::nnf {

/// Whether element `linear` (an index) is kept by dropout with probability `p` of zeroing: u >= p, where u is in [0, 1) from
/// word linear mod 4 of the counter offset + linear div 4 of Philox 4x32-10 keyed by `seed`. `type` (f32 or f64) decides
/// whether u has 24 or 32 bits.
Value emitDropoutKeeps(OpBuilder &b, Location loc, Value linear, Value seed, Value offset, double p, Type type);

/// u in [0, 1) for element `linear`, from the same word: its upper 24 bits over 2^24, for f64 its 32 bits over 2^32.
Value emitUniform(OpBuilder &b, Location loc, Value linear, Value seed, Value offset, Type type);

/// u in (0, 1), both ends left out: (v + 1/2) / 2^b for the word's upper b = 23 bits v (f64: b = 32).
Value emitOpenUniform(OpBuilder &b, Location loc, Value linear, Value seed, Value offset, Type type);

/// The row-major position of the current element of a linalg body, whose iteration space has these extents.
Value emitLinearIndex(OpBuilder &b, Location loc, ArrayRef<Value> extents);

} // namespace mlir::nnf

#endif // NNF_LIB_CONVERSION_NNFTOLINALG_PHILOX_H
