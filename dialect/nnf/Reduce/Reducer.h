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

/// "3x4xf32=randn", an input for an argument of the type: sizes that are open become 3, integers are 0.
std::string randomInput(Type type);

/// Ties the inputs that the first line of `text` names to the arguments of the module's only public function; a line with another
/// number of them is ignored.
void attachInputs(ModuleOp module, StringRef text);
/// The module as text, with the inputs that are tied to arguments in the first line.
std::string printProgram(ModuleOp module);

/// Rounds of rewrites on a module that verifies, until none of them leaves it interesting: functions, ops (their results
/// become operands, new arguments or zeros), results and arguments of functions, attributes, regions' ops, sizes. Every
/// candidate verifies. `module` is interesting before and after.
/// The inputs in the first line of a program are kept with the arguments that they are for: an argument that goes takes its input
/// along, a new one gets random numbers, sizes change in both.
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
    Differs,
    /// nnf-generate --check finds a problem of the kind that it finds in the program to begin with.
    Check
  };
  Kind kind = Kind::Command;
  /// The command with its arguments; for the other kinds the first is ignored, and arguments are the tool's.
  SmallVector<std::string> command;
  std::string pipeline, message;
  /// Folder of nnf-opt, nnf-runner and nnf-generate.
  std::string tools;
  /// Seconds that a run may take; one that takes longer is not interesting.
  unsigned timeout = 30;
};

/// Fails, with a message, where the criterion cannot be used: a tool is not there, no temporary file can be made.
llvm::Expected<Interesting> makeInteresting(const Criterion &criterion);

} // namespace mlir::nnf

#endif // NNF_REDUCE_REDUCER_H
