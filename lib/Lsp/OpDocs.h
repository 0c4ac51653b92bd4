//===- OpDocs.h - the generated op documentation, by op ------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_LSP_OPDOCS_H
#define NNF_LIB_LSP_OPDOCS_H

#include "mlir/Support/LLVM.h"

namespace mlir::nnf {

/// The section of docs/generated/Ops.md on an op ("nnf.relu"), as Markdown without its heading; empty for other ops.
StringRef getOpDocumentation(StringRef name);

/// The first sentence of that: the op's summary.
StringRef getOpSummary(StringRef name);

} // namespace mlir::nnf

#endif // NNF_LIB_LSP_OPDOCS_H
