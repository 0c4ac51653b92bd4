//===- CommandLine.cpp - flags, and what to say about wrong ones ---------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/CommandLine.h"
#include "nnf/Tooling/DidYouMean.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/StringSaver.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>

using namespace llvm;
using namespace mlir::nnf;

using OptionMap = std::remove_reference_t<decltype(cl::getRegisteredOptions())>;

/// The option that the argument "--name=value" names, or an option with a prefix form ("-O3").
static cl::Option *findOption(const OptionMap &options, StringRef argument) {
  StringRef name = argument.ltrim('-').split('=').first;
  auto it = options.find(name);
  if (it != options.end())
    return it->second;
  for (size_t length = name.size(); length > 0; --length) {
    auto prefix = options.find(name.take_front(length));
    if (prefix != options.end() &&
        (prefix->second->getFormattingFlag() == cl::Prefix || prefix->second->getFormattingFlag() == cl::AlwaysPrefix))
      return prefix->second;
  }
  return nullptr;
}

static bool isFlag(StringRef argument) { return argument.size() > 1 && argument.starts_with("-"); }

static bool isIn(const cl::Option &option, ArrayRef<const cl::OptionCategory *> categories) {
  return any_of(option.Categories, [&](cl::OptionCategory *category) { return is_contained(categories, category); });
}

std::optional<std::string> mlir::nnf::findUnknownFlag(ArrayRef<const char *> arguments,
                                                      ArrayRef<const cl::OptionCategory *> categories) {
  const OptionMap &options = cl::getRegisteredOptions();
  for (size_t i = 0; i < arguments.size(); ++i) {
    StringRef argument = arguments[i];
    if (argument == "--")
      break;
    if (!isFlag(argument))
      continue;
    if (cl::Option *option = findOption(options, argument)) {
      // Its value may be an argument of its own, and begin with '-'.
      if (!argument.contains('=') && option->getValueExpectedFlag() == cl::ValueRequired)
        ++i;
      continue;
    }
    StringRef name = argument.split('=').first;
    SmallVector<StringRef> names;
    for (auto &entry : options)
      if (categories.empty() ? entry.second->getOptionHiddenFlag() == cl::NotHidden : isIn(*entry.second, categories))
        names.push_back(entry.first);
    // The map has no order; the suggestion must not depend on it.
    llvm::sort(names);
    std::optional<StringRef> meant = didYouMean(name.ltrim('-'), names);
    std::string text = ("unknown flag '" + name + "'").str();
    if (meant)
      text += (", did you mean '--" + *meant + "'?").str();
    return text;
  }
  return std::nullopt;
}

/// What a parser of a flag's value said last: llvm::cl has no way for more than "wrong".
static std::string refused;

bool mlir::nnf::refuseFlagValue(StringRef flag, const Twine &text) {
  if (refused.empty())
    refused = ("--" + flag + ": " + text).str();
  return true;
}

void mlir::nnf::claimFlags(ArrayRef<StringRef> names) {
  const OptionMap &options = cl::getRegisteredOptions();
  for (StringRef name : names) {
    auto it = options.find(name);
    if (it != options.end())
      it->second->removeArgument();
  }
}

bool mlir::nnf::parseCommandLine(StringRef program, ArrayRef<const char *> arguments,
                                 ArrayRef<const cl::OptionCategory *> categories, StringRef overview,
                                 std::string &problem) {
  BumpPtrAllocator allocator;
  StringSaver saver(allocator);
  const OptionMap &options = cl::getRegisteredOptions();
  // LLVM prints some errors of its own, in which what stands for the program's name should say that they are errors.
  // The help text has the name as well.
  bool help = any_of(arguments, [](StringRef a) { return a.ltrim('-').starts_with("help") || a == "--version"; });
  SmallVector<const char *> all = {saver.save(help ? program.str() : (program + ": error").str()).data()};
  for (const char *text : arguments) {
    StringRef argument = text;
    auto [name, value] = argument.split('=');
    std::string dashed = name.str();
    std::replace(dashed.begin(), dashed.end(), '_', '-');
    auto known = isFlag(argument) ? options.find(StringRef(dashed).ltrim('-')) : options.end();
    // Others' flags keep the spelling they have.
    bool alias = dashed != name && known != options.end() && isIn(*known->second, categories);
    all.push_back(alias ? saver.save(dashed + argument.drop_front(name.size())).data() : text);
  }
  if (std::optional<std::string> unknown = findUnknownFlag(ArrayRef(all).drop_front(), categories)) {
    problem = *unknown;
    return false;
  }
  SmallVector<const cl::OptionCategory *> shown(categories.begin(), categories.end());
  cl::HideUnrelatedOptions(shown);
  raw_string_ostream os(problem);
  bool parsed = cl::ParseCommandLineOptions(all.size(), all.data(), overview, &os);
  if (!refused.empty()) {
    problem = std::exchange(refused, {});
    return false;
  }
  // LLVM's message is "program: error: text.  Try: …" or "… option: text!" with a line about --help after it.
  StringRef message = StringRef(problem).split('\n').first.split(".  Try:").first;
  message.consume_front(StringRef(all.front()).str() + ": ");
  problem = message.str();
  return parsed;
}
