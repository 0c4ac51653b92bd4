//===- Location.cpp - locations as text ---------------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------------===//

#include "nnf/IR/Location.h"

#include "llvm/Support/raw_ostream.h"

using namespace mlir;

std::string nnf::formatPlace(Location loc) {
  std::string text;
  llvm::raw_string_ostream os(text);
  if (auto place = loc->findInstanceOf<FileLineColLoc>())
    os << place.getFilename().getValue() << ":" << place.getLine() << ":" << place.getColumn();
  return text;
}

std::string nnf::formatLocation(Location loc) {
  std::string text = formatPlace(loc);
  if (text.empty())
    llvm::raw_string_ostream(text) << loc;
  return text;
}
