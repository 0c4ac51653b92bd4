//===- GuardedMemory.h - tensors next to memory that must not be touched ---------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A read or write one element outside a tensor usually meets other valid memory and goes unnoticed. Here it ends the
// process.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_GUARDEDMEMORY_H
#define NNF_TOOLING_GUARDEDMEMORY_H

#include "nnf/Tooling/HostTensor.h"

namespace mlir::nnf {

/// Which end of a tensor lies against the guard. The other end lies anywhere on its page, with a guard beyond that
/// page.
enum class GuardSide { Begin, End };

/// A zeroed tensor on pages of its own between two pages without access. It is aligned to its element's size and, with
/// GuardSide::Begin, to a page.
llvm::Expected<HostTensor> allocateGuarded(nnf_dtype dtype, llvm::ArrayRef<int64_t> shape, GuardSide side);

/// A copy in such memory which can not be written to either.
llvm::Expected<HostTensor> copyGuarded(const HostTensor &tensor, GuardSide side);

} // namespace mlir::nnf

#endif // NNF_TOOLING_GUARDEDMEMORY_H
