//===- Text.cpp - what the parser of texts cannot take ----------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/Input.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

/// More than the results of any op: a place for each takes 32 MB.
static constexpr uint64_t kMostResults = 1 << 20;

static bool isNameByte(char c) { return isAlnum(c) || c == '_' || c == '$' || c == '.' || c == '-'; }

/// Whether the end of this part of a line stands in a string or behind "//".
static bool isQuotedOrComment(StringRef before) {
  bool quoted = false;
  for (size_t i = 0; i < before.size(); ++i) {
    if (quoted && before[i] == '\\')
      ++i;
    else if (before[i] == '"')
      quoted = !quoted;
    else if (!quoted && before.substr(i).starts_with("//"))
      return true;
  }
  return quoted;
}

std::optional<std::string> mlir::nnf::findOversizedNumber(StringRef text) {
  for (size_t at = text.find('#'); at != StringRef::npos; at = text.find('#', at + 1)) {
    StringRef digits = text.substr(at + 1).take_while(isDigit);
    // Most are names of attributes: "#map".
    if (digits.size() < 7)
      continue;
    size_t name = at;
    while (name > 0 && isNameByte(text[name - 1]))
      --name;
    uint64_t number;
    if (name == 0 || text[name - 1] != '%' || (!digits.getAsInteger(10, number) && number < kMostResults))
      continue;
    size_t lineBegin = text.rfind('\n', name) + 1;
    if (isQuotedOrComment(text.slice(lineBegin, name - 1)))
      continue;
    return std::to_string(text.take_front(lineBegin).count('\n') + 1) + ":" + std::to_string(name - lineBegin) +
           ": error: no op has as many results as '" +
           text.slice(name - 1, at + 1 + std::min<size_t>(digits.size(), 20)).str() + "' asks for";
  }
  return std::nullopt;
}
