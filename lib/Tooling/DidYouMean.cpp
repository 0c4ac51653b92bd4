//===- DidYouMean.cpp - the name that was probably meant ----------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/DidYouMean.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;
using namespace mlir::nnf;

static char fold(char c) { return c == '-' ? '_' : toLower(c); }

// Optimal string alignment: LLVM's edit_distance knows no swap, and a swap is the commonest slip of the fingers.
unsigned mlir::nnf::nameDistance(StringRef a, StringRef b) {
  SmallVector<unsigned> before(b.size() + 1), previous(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j)
    previous[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      unsigned replace = previous[j - 1] + (fold(a[i - 1]) != fold(b[j - 1]));
      row[j] = std::min({previous[j] + 1, row[j - 1] + 1, replace});
      if (i > 1 && j > 1 && fold(a[i - 1]) == fold(b[j - 2]) && fold(a[i - 2]) == fold(b[j - 1]))
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, previous);
    std::swap(previous, row);
  }
  return previous[b.size()];
}

std::optional<StringRef> mlir::nnf::didYouMean(StringRef word, ArrayRef<StringRef> candidates) {
  std::optional<StringRef> best;
  unsigned bestDistance = 0;
  for (StringRef candidate : candidates) {
    if (candidate == word || candidate.empty())
      continue;
    size_t longer = std::max(word.size(), candidate.size());
    size_t shorter = std::min(word.size(), candidate.size());
    unsigned allowed = std::max<size_t>(1, longer / 3);
    // Nothing of a name is left when every character changes: "x" is not a slip of "y".
    if (longer - shorter > allowed || longer == 1)
      continue;
    unsigned distance = nameDistance(word, candidate);
    if (distance > allowed || (best && distance >= bestDistance))
      continue;
    best = candidate;
    bestDistance = distance;
  }
  return best;
}

std::string mlir::nnf::didYouMeanSuffix(StringRef word, ArrayRef<StringRef> candidates) {
  std::optional<StringRef> name = didYouMean(word, candidates);
  return name ? (", did you mean '" + *name + "'?").str() : std::string();
}
