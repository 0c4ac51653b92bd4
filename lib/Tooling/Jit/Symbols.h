//===- Symbols.h - what compiled code may refer to ------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_TOOLING_JIT_SYMBOLS_H
#define NNF_LIB_TOOLING_JIT_SYMBOLS_H

#include "llvm/ADT/ArrayRef.h"

namespace mlir::nnf {

struct RuntimeSymbol {
  const char *name;
  void *address;
};

/// The runtime's functions, and those of the C library that LLVM makes calls of by itself.
llvm::ArrayRef<RuntimeSymbol> getRuntimeSymbols();

} // namespace mlir::nnf

#endif // NNF_LIB_TOOLING_JIT_SYMBOLS_H
