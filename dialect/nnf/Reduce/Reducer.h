//===- Reducer.h - a smaller program that fails in the same way ----------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_REDUCE_REDUCER_H
#define NNF_REDUCE_REDUCER_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include <functional>
#include <string>

namespace mlir::nnf {

/// True where a program (as text) still shows what is looked for.
using Interesting = std::function<bool(StringRef program)>;

struct ReduceStatistics {
  /// Programs that were tried, and those that were kept.
  unsigned tried = 0, kept = 0;
};

/// Rounds of rewrites on a module that verifies, until none of them leaves it interesting: functions, ops (their results
/// become operands, new arguments or zeros), results and arguments of functions, attributes, regions' ops, sizes. Every
/// candidate verifies. `module` is interesting before and after.
ReduceStatistics reduceModule(OwningOpRef<ModuleOp> &module, const Interesting &interesting);

/// Removes lines, for a text that does not parse. `text` is interesting before and after.
ReduceStatistics reduceLines(std::string &text, const Interesting &interesting);

/// Named criteria, for when a command would only say the same: each runs a tool that lies beside this program.
struct Criterion {
  enum class Kind {
    /// `command` with the file's name behind it exits with 0.
    Command,
    /// nnf-opt dies of a signal while it runs `pipeline`.
    Crash,
    /// nnf-opt reports an error that contains `message` while it runs `pipeline`.
    Error,
    /// nnf-runner finds that cpu and reference differ on random inputs.
    Differs
  };
  Kind kind = Kind::Command;
  /// The command with its arguments; for the other kinds the first is ignored, and arguments are the tool's.
  SmallVector<std::string> command;
  std::string pipeline, message;
  /// Folder of nnf-opt and nnf-runner.
  std::string tools;
  /// Seconds that a run may take; one that takes longer is not interesting.
  unsigned timeout = 30;
};

/// Fails, with a message, where the criterion cannot be used: a tool is not there, no temporary file can be made.
llvm::Expected<Interesting> makeInteresting(const Criterion &criterion);

} // namespace mlir::nnf

#endif // NNF_REDUCE_REDUCER_H
