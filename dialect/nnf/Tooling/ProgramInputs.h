//===- ProgramInputs.h - the inputs that a program's file names -------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A program that shows a failure does so on certain inputs. They stand in its first line, as the command that runs it:
//
//   // nnf-runner --lint=off --compare-with=reference '--input=2x10xf32=uniform(0, 1)'
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_PROGRAMINPUTS_H
#define NNF_TOOLING_PROGRAMINPUTS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace mlir::nnf {

/// The first line for these inputs, each as --input= takes it; ends with a newline.
std::string writeProgramInputs(llvm::ArrayRef<std::string> inputs);

/// The inputs that the first line of `program` names; none where it is no such line.
std::vector<std::string> readProgramInputs(llvm::StringRef program);

} // namespace mlir::nnf

#endif // NNF_TOOLING_PROGRAMINPUTS_H
