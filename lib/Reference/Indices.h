//===- Indices.h - indices that must be in range ---------------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_REFERENCE_INDICES_H
#define NNF_LIB_REFERENCE_INDICES_H

#include "Machine.h"

namespace mlir::nnf::reference {

/// Fails with "target[3] is 12, but must be at least 0 and less than 10" at the first index outside [0, bound) that is not
/// `ignored`.
inline LogicalResult checkIndices(Operation *op, StringRef name, const Array &indices, int64_t bound,
                                  std::optional<int64_t> ignored, Machine &m) {
  for (auto [k, c] : llvm::enumerate(indices.read()))
    if ((c.i < 0 || c.i >= bound) && c.i != ignored)
      return m.fail(op, name + "[" + Twine(k) + "] is " + Twine(c.i) + ", but must be at least 0 and less than " +
                            Twine(bound));
  return success();
}

} // namespace mlir::nnf::reference

#endif // NNF_LIB_REFERENCE_INDICES_H
