//===- Pictures.h - nnf-opt's flags for pictures ----------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLS_NNF_OPT_PICTURES_H
#define NNF_TOOLS_NNF_OPT_PICTURES_H

#include "mlir/IR/DialectRegistry.h"
#include "llvm/Support/Error.h"

namespace mlir::nnf {

/// Makes --nnf-print-graph and --nnf-stages known.
void registerPictureOptions();
/// Whether the user asked for a picture instead of a module.
bool wantsPicture();
/// The picture of the module `text`, which is what the passes left.
llvm::Error printPicture(StringRef text, DialectRegistry &registry, bool allowUnregistered, raw_ostream &os);

} // namespace mlir::nnf

#endif // NNF_TOOLS_NNF_OPT_PICTURES_H
