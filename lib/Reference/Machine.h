//===- Machine.h - runs the ops of a function, one after another ---------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_REFERENCE_MACHINE_H
#define NNF_LIB_REFERENCE_MACHINE_H

#include "Array.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/StringMap.h"

namespace mlir::nnf::reference {

class Machine;
/// Computes the results of an op from the values of its operands.
using Handler = LogicalResult (*)(Operation *, Machine &);

/// What each op means, by its name.
class Handlers {
public:
  /// Every op that is known, collected once.
  static const Handlers &get();
  /// Null where the op is not known.
  Handler lookup(Operation *op) const;

  void add(StringRef name, Handler handler) { byName[name] = handler; }
  template <class OpTy>
  void add(Handler handler) {
    add(OpTy::getOperationName(), handler);
  }
  /// add<ConvOp, conv>(): `body` gets the op in its own class.
  template <class OpTy, LogicalResult (*body)(OpTy, Machine &)>
  void add() {
    add(OpTy::getOperationName(), [](Operation *op, Machine &m) { return body(cast<OpTy>(op), m); });
  }

private:
  llvm::StringMap<Handler> byName;
};

/// The values of one call. Functions that are called get a machine of their own.
class Machine {
public:
  /// `depth`: how many calls are open.
  explicit Machine(std::string &error, unsigned depth = 0) : error(error), callDepth(depth) {}

  /// The value of `v`, which was computed before.
  const Array &get(Value v) const {
    auto it = values.find(v);
    assert(it != values.end() && "used before it was computed");
    return it->second;
  }
  /// The value of an operand of `user`, given away where nobody reads it afterwards, so that it can be changed in place.
  Array take(Value v, Operation *user) {
    if (v.hasOneUse() && v.getParentBlock() == user->getBlock())
      return std::move(values[v]);
    return get(v);
  }
  /// Null for an absent optional operand.
  const Array *find(Value v) const { return v ? &get(v) : nullptr; }
  int64_t integer(Value v) const { return get(v).read()[0].i; }
  /// Sets the value of `v`. What its type says about sizes must hold.
  LogicalResult set(Value v, Array value);

  /// Run the ops of a block whose arguments are set, up to its terminator.
  LogicalResult run(Block &block);
  LogicalResult run(Operation *op);
  /// Call a function; fails with an error where inputs do not fit.
  static LogicalResult call(func::FuncOp f, ArrayRef<Array> inputs, SmallVectorImpl<Array> &results, std::string &error,
                            unsigned depth = 0);

  /// Records "file:line:col: name: message" and fails.
  LogicalResult fail(Operation *op, const Twine &message);
  std::string &errorText() { return error; }
  unsigned depth() const { return callDepth; }

private:
  LogicalResult checkShapes(Operation *op);

  llvm::DenseMap<Value, Array> values;
  std::string &error;
  unsigned callDepth;
};

/// "model.mlir:7:3" or, where there is none, "unknown location".
std::string text(Location loc);

} // namespace mlir::nnf::reference

#endif // NNF_LIB_REFERENCE_MACHINE_H
