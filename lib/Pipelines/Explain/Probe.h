//===- Probe.h - does this op lower? -----------------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_PIPELINES_EXPLAIN_PROBE_H
#define NNF_LIB_PIPELINES_EXPLAIN_PROBE_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/Pass/PassManager.h"
#include <optional>
#include <string>

namespace mlir::nnf {

/// Where a module is to be lowered to.
enum class ProbeTarget { Linalg, Cpu, Nvvm };

/// "linalg", "cpu" or "nvvm"; nothing for another word.
std::optional<ProbeTarget> parseProbeTarget(StringRef word);

/// The pipeline of a target, on a pass manager of builtin.module.
void buildProbePipeline(OpPassManager &pm, ProbeTarget target);

/// Runs `passes` (may be empty: a textual pipeline that comes first) and the pipeline of `target` over `module`. The reason
/// where it cannot be lowered: the first error, or the first op that is left over.
std::optional<std::string> whyNotLowered(ModuleOp module, ProbeTarget target, StringRef passes = "");

/// A module with one function that computes `op` alone. Its arguments are the op's operands; constants, and values of
/// types that no function takes, are computed inside. With `retype` all types are mapped. Null where an op that stands
/// for such a value is in `broken`, or where the op cannot stand alone.
OwningOpRef<ModuleOp> makeProbe(Operation *op, const llvm::DenseSet<Operation *> &broken,
                                llvm::function_ref<Type(Type)> retype = nullptr);

/// A module with one function that takes a `type` and returns nothing.
OwningOpRef<ModuleOp> makeArgumentProbe(Location loc, Type type);

/// What the verifier has against `op` itself, its regions aside; nothing where it has nothing.
std::optional<std::string> whyInvalid(Operation *op);

/// The nearest form of `op` that lowers, in words, found by trying; "-" where none was found.
std::string nearestForm(Operation *op, const llvm::DenseSet<Operation *> &broken, ProbeTarget target);

/// The same for a function's argument of a type.
std::string nearestArgument(Location loc, Type type, ProbeTarget target);

/// The dialects that anything above may load.
void getProbeDialects(DialectRegistry &registry);

} // namespace mlir::nnf

#endif // NNF_LIB_PIPELINES_EXPLAIN_PROBE_H
