//===- DidYouMean.h - the name that was probably meant ---------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One rule for misspelt flags, functions, ops and attributes alike, so that all tools suggest the same way.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_DIDYOUMEAN_H
#define NNF_TOOLING_DIDYOUMEAN_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>

namespace mlir::nnf {

/// The number of single-character edits (insert, delete, replace, swap two neighbours) that turn `a` into `b`.
/// Upper and lower case count as equal, and so do '-' and '_'.
unsigned nameDistance(llvm::StringRef a, llvm::StringRef b);

/// The candidate nearest to `word`, or nothing where none is near: at most one edit for every three characters of
/// the longer name. Of equally near ones the first. `word` itself is never suggested.
std::optional<llvm::StringRef> didYouMean(llvm::StringRef word, llvm::ArrayRef<llvm::StringRef> candidates);

/// The same as the end of a sentence: ", did you mean 'softmax'?", or empty where nothing is near.
std::string didYouMeanSuffix(llvm::StringRef word, llvm::ArrayRef<llvm::StringRef> candidates);

} // namespace mlir::nnf

#endif // NNF_TOOLING_DIDYOUMEAN_H
