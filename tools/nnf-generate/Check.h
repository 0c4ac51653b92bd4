//===- Check.h - one module through everything ------------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLS_NNFGENERATE_CHECK_H
#define NNF_TOOLS_NNFGENERATE_CHECK_H

#include "nnf/Generate/ModuleGenerator.h"

namespace mlir::nnf {

struct CheckResult {
  /// What went wrong; empty where nothing did.
  std::string problem;
  /// Both the compiled program and the reference refuse the inputs, as they do an index that does not exist.
  bool refused = false;
};

/// Parses, lints, canonicalises, fuses, compiles and runs `text` on `inputs`, and compares with the reference: each element may be off by
/// what the type's tolerance allows, and by what changes of the inputs in their last digits change the reference's own results.
/// Where that is not so, the first op whose value differs is named, with its place in `name`. `faultyOp` is for tests of this tool: what is
/// compiled has another op in place of each of that name.
///
/// The text of a problem before its first colon is its kind.
CheckResult checkModule(llvm::StringRef text, llvm::ArrayRef<std::string> inputs, llvm::StringRef name, llvm::StringRef faultyOp = "");

} // namespace mlir::nnf

#endif // NNF_TOOLS_NNFGENERATE_CHECK_H
