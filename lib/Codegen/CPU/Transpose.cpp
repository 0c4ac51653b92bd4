//===- Transpose.cpp - square blocks of elements, transposed in registers ------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Two kinds of rounds, each of which pairs the vectors whose numbers differ in one bit. The first rounds interleave
// elements, then pairs of them and so on, within the 128-bit parts of the registers (vpunpck and vunpck):
//
//   a0 a1 a2 a3 | a4 ...      lo: a0 b0 a1 b1 | a4 ...
//   b0 b1 b2 b3 | b4 ...  ->  hi: a2 b2 a3 b3 | a6 ...
//
// until a part holds one column of as many rows as it has elements. The others bring parts of one column together
// (vshuff32x4, vperm2f128): the even parts of both vectors, and the odd ones. None needs a register of indices.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Codegen/CPU/Transpose.h"

#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::nnf;

/// Pairs the vectors whose numbers differ in `bit`: the first mask gives the lower one, the second the higher one.
static void round(OpBuilder &b, Location loc, MutableArrayRef<Value> vectors, size_t bit, ArrayRef<int64_t> low,
                  ArrayRef<int64_t> high) {
  for (size_t i = 0; i < vectors.size(); ++i) {
    if (i & bit)
      continue;
    Value x = vectors[i], y = vectors[i | bit];
    vectors[i] = vector::ShuffleOp::create(b, loc, x, y, low);
    vectors[i | bit] = vector::ShuffleOp::create(b, loc, x, y, high);
  }
}

SmallVector<Value> nnf::transposeInRegisters(OpBuilder &b, Location loc, ArrayRef<Value> rows) {
  auto type = cast<VectorType>(rows.front().getType());
  int64_t n = type.getNumElements();
  assert(static_cast<int64_t>(rows.size()) == n && llvm::isPowerOf2_64(n) && "a square block");
  SmallVector<Value> v(rows);
  int64_t part = std::clamp<int64_t>(128 / type.getElementTypeBitWidth(), 1, n), parts = n / part;
  SmallVector<int64_t> low, high;
  for (int64_t chunk = 1; chunk < part; chunk *= 2) {
    low.clear();
    high.clear();
    for (int64_t at = 0; at < n; at += part)
      for (int64_t k = 0; k < part; ++k) {
        // Chunk k / chunk of the result: chunks of the two vectors in turn.
        int64_t turn = k / chunk, from = (turn / 2) * chunk + k % chunk + at + (turn % 2 ? n : 0);
        low.push_back(from);
        high.push_back(from + part / 2);
      }
    round(b, loc, v, chunk, low, high);
  }
  for (int64_t bit = 1; bit < parts; bit *= 2) {
    low.clear();
    high.clear();
    for (int64_t p = 0; p < parts; ++p)
      for (int64_t k = 0; k < part; ++k) {
        int64_t even = p < parts / 2 ? 2 * p : parts + 2 * (p - parts / 2);
        low.push_back(even * part + k);
        high.push_back((even + 1) * part + k);
      }
    round(b, loc, v, bit * part, low, high);
  }
  // Column q of a part is found at q with its bits in reverse order.
  SmallVector<Value> columns;
  unsigned bits = llvm::Log2_64(part);
  for (int64_t k = 0; k < n; ++k) {
    int64_t at = k / part * part;
    for (unsigned i = 0; i < bits; ++i)
      at |= ((k >> i) & 1) << (bits - 1 - i);
    columns.push_back(v[at]);
  }
  return columns;
}
