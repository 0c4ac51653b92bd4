//===- Outputs.h - where results go ----------------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_RUNNER_OUTPUTS_H
#define NNF_TOOLING_RUNNER_OUTPUTS_H

#include "nnf/Tooling/Elements.h"
#include <optional>
#include <string>
#include <vector>

namespace mlir::nnf {

/// What `--output=` says about each result.
class OutputList {
public:
  /// `texts` is empty, or has one for each of `results`: "-", "@y.npy", "+y.npy", "@y.bin" or "".
  static llvm::Expected<OutputList> parse(llvm::ArrayRef<std::string> texts, size_t results);

  /// Prints and writes. Every file is written once, with all the arrays that go into it, and appears whole or not at
  /// all. Without texts all results are printed where `printByDefault`.
  llvm::Error write(llvm::ArrayRef<HostTensor> results, bool printByDefault, const PrintOptions &print,
                    llvm::raw_ostream &os) const;

private:
  enum class Kind { Print, Npy, AppendNpy, Raw, Drop };
  struct Target {
    Kind kind;
    std::string path;
  };
  std::optional<std::vector<Target>> targets;
};

} // namespace mlir::nnf

#endif // NNF_TOOLING_RUNNER_OUTPUTS_H
