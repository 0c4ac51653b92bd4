//===- CommandLine.h - flags, and what to say about wrong ones -------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// llvm::cl serves all tools. A program that links LLVM has hundreds of its flags as well, which hide our own in the
// help text and turn up in suggestions; and a wrong flag ends the program with the status of a failed run. This is the
// cure.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_COMMANDLINE_H
#define NNF_TOOLING_COMMANDLINE_H

#include "nnf/Tooling/DidYouMean.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CommandLine.h"
#include <optional>
#include <string>

namespace mlir::nnf {

/// One line about the first argument that is no flag, with the flag that was probably meant: "unknown flag
/// '--fucntion', did you mean '--function'?". Nothing where all are known. Suggests flags of `categories` only (of all,
/// where empty); those of others are still accepted.
std::optional<std::string> findUnknownFlag(llvm::ArrayRef<const char *> arguments,
                                           llvm::ArrayRef<const llvm::cl::OptionCategory *> categories = {});

/// Refuses the value of a flag: parseCommandLine fails with "--flag: text". Returns true, as parsers of llvm::cl do
/// then.
bool refuseFlagValue(llvm::StringRef flag, const llvm::Twine &text);

/// The parser of a flag that takes one of some words (cl::opt<T, false, ChoiceParser<T>> with cl::values).
template <class T>
struct ChoiceParser : llvm::cl::parser<T> {
  using llvm::cl::parser<T>::parser;
  bool parse(llvm::cl::Option &, llvm::StringRef flag, llvm::StringRef text, T &value) {
    llvm::SmallVector<llvm::StringRef> words;
    for (auto &choice : this->Values) {
      if (choice.Name == text) {
        value = choice.V.getValue();
        return false;
      }
      words.push_back(choice.Name);
    }
    return refuseFlagValue(flag, "expected " + llvm::join(words, " or ") + ", but got '" + text + "'" +
                                     didYouMeanSuffix(text, words));
  }
};

/// Takes names away from flags that a library has registered (LLVM has a "stop-after" of its own), so that the program
/// can give them to its own. To be called before those are made.
void claimFlags(llvm::ArrayRef<llvm::StringRef> names);

/// Parses the arguments (without the program's name), where "--a_flag" stands for "--a-flag" as well. Flags outside of
/// `categories` are accepted but hidden from the help text. On failure returns false and puts one line into
/// `problem`, or none where LLVM has printed its own (a flag that lacks its value, or that was given twice).
bool parseCommandLine(llvm::StringRef program, llvm::ArrayRef<const char *> arguments,
                      llvm::ArrayRef<const llvm::cl::OptionCategory *> categories, llvm::StringRef overview,
                      std::string &problem);

} // namespace mlir::nnf

#endif // NNF_TOOLING_COMMANDLINE_H
