//===- Elements.h - one element of a tensor as text ------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_ELEMENTS_H
#define NNF_TOOLING_ELEMENTS_H

#include "nnf/Tooling/HostTensor.h"
#include "llvm/Support/raw_ostream.h"

namespace mlir::nnf {

/// Writes the number that `text` spells to `element`, rounded once to nearest even. Spellings:
///   floats    2, -0.5, 1e-3, 0x1.8p3 (C's hexadecimal), nan, inf, and as in MLIR 0x7FC00000: the bits of the element,
///             with as many digits as it has;
///   integers  -7, 0xFF;
///   bool      true, false, 1, 0.
/// An error says what was expected: no number, a fraction for an integer type, out of range (also a finite number that
/// would become infinite; one that is too small becomes 0 or denormal).
llvm::Error parseElement(nnf_dtype dtype, llvm::StringRef text, void *element);

/// The shortest spelling that parseElement reads back to the same element ("0.1", "-inf", "nan"), so that what is
/// printed can be given as input. A NaN loses its payload.
void printElement(llvm::raw_ostream &os, nnf_dtype dtype, const void *element);
std::string elementText(nnf_dtype dtype, const void *element);

struct PrintOptions {
  /// Elements that are printed; "..." stands for the rest. Negative: all.
  int64_t maxElements = 1024;
  /// As an MLIR attribute, "dense<[[0.5, 1.0]]> : tensor<1x2xf32>", with all elements: for pasting into IR.
  bool dense = false;
};

/// "2x3xf32=[[1, 2, 3], [4, 5, 6]]", "f32=0.5", "0x4xf32=[]": the syntax of an input.
void printTensor(llvm::raw_ostream &os, const HostTensor &tensor, const PrintOptions &options = {});

} // namespace mlir::nnf

#endif // NNF_TOOLING_ELEMENTS_H
