//===- Requirements.cpp - what an op asks of its operands and attributes --------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
#include "nnf/IR/Requirements.h"
#include "mlir/IR/Verifier.h"

using namespace mlir;
using namespace mlir::nnf;

/// Where requirements go while somebody listens on this thread; null else, and then they cost nothing.
static thread_local SmallVectorImpl<std::string> *heard = nullptr;

void nnf::detail::noteRequirement(const Twine &expects) {
  if (!heard)
    return;
  std::string text = expects.str();
  text.resize(std::min(text.size(), text.find(", but got")));
  if (!llvm::is_contained(*heard, text))
    heard->push_back(std::move(text));
}

SmallVector<std::string> nnf::requirementsOf(Operation *op) {
  SmallVector<std::string> found;
  heard = &found;
  (void)verify(op, /*verifyRecursively=*/false);
  heard = nullptr;
  return found;
}
