//===- Stages.h - a module at every stage of its compilation, on one page --------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_PICTURES_STAGES_H
#define NNF_PICTURES_STAGES_H

#include "mlir/IR/BuiltinOps.h"
#include "llvm/Support/Error.h"
#include <string>
#include <vector>

namespace mlir::nnf {

/// A text, and where each of its lines comes from.
struct StageText {
  std::string name, what, text;
  /// For each line the line of the first stage that it was made from, from 1; 0 where that is not known.
  std::vector<unsigned> origins;
};

/// nnf, linalg, bufferized, vector, llvm and assembly, as compiled for this processor.
llvm::Expected<std::vector<StageText>> compileInStages(ModuleOp module);

/// The stages side by side as one self-contained HTML page: pointing at a line shows what became of it in the others.
llvm::Error printStagesPage(ModuleOp module, raw_ostream &os);

/// `text` with what HTML gives a meaning replaced.
std::string escapeHtml(StringRef text);

} // namespace mlir::nnf

#endif // NNF_PICTURES_STAGES_H
