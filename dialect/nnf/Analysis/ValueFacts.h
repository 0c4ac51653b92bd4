//===- ValueFacts.h - what the values of a program mean -----------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A forward analysis over SSA. A fact holds on every path and for every call that is analysed: where two meet and differ,
// nothing is known. Facts pass through casts, reshapes, slices, elementwise ops of arith, math and linalg, control flow
// and calls.
//
// Functions are analysed once for each different set of facts about their arguments, so that a helper that is given
// probabilities in one place and logits in another is two contexts. A function that others may call is analysed for
// unknown arguments as well.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_ANALYSIS_VALUEFACTS_H
#define NNF_ANALYSIS_VALUEFACTS_H

#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "nnf/Formulas/Bounds.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SmallPtrSet.h"
#include <memory>
#include <optional>

namespace mlir::nnf {

/// What is known of one value (of the elements of a tensor).
struct ValueFacts {
  Bounds bounds;
  ValueKind kind = ValueKind::Unknown;
  /// For probabilities and their logarithms: the dimension along which they are normalised, where it is known.
  std::optional<int64_t> axis;
  /// The op that gave the value its kind (or, where that is Unknown, null): it may be in another function.
  Operation *origin = nullptr;
  /// The call through which the origin's values came here last; null where they did not leave the function.
  Operation *call = nullptr;

  /// Before any op is seen: what joins to anything else.
  static ValueFacts unreached() {
    ValueFacts f;
    f.bounds = Bounds::none();
    f.reached = false;
    return f;
  }
  bool isReached() const { return reached; }
  ValueFacts join(const ValueFacts &other) const;
  bool operator==(const ValueFacts &other) const {
    return bounds == other.bounds && kind == other.kind && axis == other.axis && origin == other.origin &&
           call == other.call && reached == other.reached;
  }
  bool operator!=(const ValueFacts &other) const { return !(*this == other); }

private:
  bool reached = true;
};

/// The facts of one function for one set of facts about its arguments.
class FunctionFacts {
public:
  FunctionFacts(FunctionOpInterface function, ArrayRef<ValueFacts> arguments)
      : function(function), arguments(arguments) {}

  FunctionOpInterface getFunction() const { return function; }
  /// Unreached for values in code that is never run.
  const ValueFacts &lookup(Value v) const;
  /// True where the arguments stand for any call.
  bool isForUnknownArguments() const;

private:
  friend class ValueFactsAnalysis;
  friend class FactsSolver;
  FunctionOpInterface function;
  SmallVector<ValueFacts> arguments, results;
  llvm::DenseMap<Value, ValueFacts> values;
  /// What each call of the body hands over, to whom.
  struct Call {
    FunctionOpInterface callee;
    SmallVector<ValueFacts> arguments;
  };
  llvm::MapVector<Operation *, Call> calls;
};

/// The facts of all functions below an op (a module), for all their contexts.
class ValueFactsAnalysis {
public:
  explicit ValueFactsAnalysis(Operation *root);

  /// Every function with a body in every context that some call (or an unknown caller) puts it in.
  ArrayRef<const FunctionFacts *> getContexts() const { return reachable; }

private:
  friend class FactsSolver;
  /// The context of a function with a body for `arguments`; for unknown ones beyond `kMostContexts` of one function.
  const FunctionFacts &analyse(FunctionOpInterface function, ArrayRef<ValueFacts> arguments);

  static constexpr size_t kMostContexts = 16;
  SymbolTableCollection symbols;
  /// All contexts ever met, also those of facts that a loop in a caller later took back.
  SmallVector<std::unique_ptr<FunctionFacts>> contexts;
  SmallVector<const FunctionFacts *> reachable;
  llvm::DenseMap<Operation *, SmallVector<const FunctionFacts *>> contextsOf;
  llvm::SmallPtrSet<Operation *, 8> active;
};

/// What is known of a value by its type alone.
ValueFacts factsOfType(Type type);

/// The facts of the results of `op`, from those of the values it uses. Control flow and calls are not followed: their results
/// are as their types say.
SmallVector<ValueFacts> inferFacts(Operation *op, function_ref<ValueFacts(Value)> lookup);

} // namespace mlir::nnf

#endif // NNF_ANALYSIS_VALUEFACTS_H
