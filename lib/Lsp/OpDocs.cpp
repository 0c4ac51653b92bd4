//===- OpDocs.cpp - the generated op documentation, by op ----------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "OpDocs.h"
#include "llvm/ADT/StringMap.h"

using namespace mlir;

/// All of docs/Ops.md, which CMake splices in as a literal.
static constexpr llvm::StringLiteral text =
#include "nnf/Lsp/OpDocs.inc"
    ;

/// Sections start with "### `nnf.relu` (nnf::ReluOp)".
static llvm::StringMap<StringRef> makeSections() {
  llvm::StringMap<StringRef> sections;
  static constexpr StringRef heading = "\n### `";
  StringRef rest = StringRef(text);
  for (size_t at = rest.find(heading); at != StringRef::npos;) {
    rest = rest.drop_front(at + heading.size());
    auto [name, body] = rest.split('`');
    at = rest.find(heading);
    StringRef section = rest.take_front(at);
    // The rest of the heading's line is the class; another kind of heading ends the last section.
    section = section.drop_front(std::min(section.size(), section.find('\n')));
    sections[name] = section.take_front(section.find("\n## ")).trim();
  }
  return sections;
}

StringRef nnf::getOpDocumentation(StringRef name) {
  static const llvm::StringMap<StringRef> sections = makeSections();
  return sections.lookup(name);
}

StringRef nnf::getOpSummary(StringRef name) {
  StringRef first = getOpDocumentation(name).split('\n').first.trim();
  // mlir-tblgen sets summaries in italics.
  first.consume_front("_");
  first.consume_back("_");
  return first;
}
