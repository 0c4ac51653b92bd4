//===- ProgramInputs.cpp - the inputs that a program's file names ---------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/ProgramInputs.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Allocator.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/StringSaver.h"

using namespace llvm;

std::string mlir::nnf::writeProgramInputs(ArrayRef<std::string> inputs) {
  std::string line = "// nnf-runner --lint=off --compare-with=reference";
  for (const std::string &input : inputs)
    line += " '--input=" + input + "'";
  return line + "\n";
}

std::vector<std::string> mlir::nnf::readProgramInputs(StringRef program) {
  StringRef line = program.split('\n').first;
  std::vector<std::string> inputs;
  if (!line.consume_front("// nnf-runner "))
    return inputs;
  BumpPtrAllocator memory;
  StringSaver saver(memory);
  SmallVector<const char *> words;
  cl::TokenizeGNUCommandLine(line, saver, words);
  for (StringRef word : words)
    if (word.consume_front("--input="))
      inputs.push_back(word.str());
  return inputs;
}
