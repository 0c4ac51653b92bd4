//===- Machine.cpp - runs the ops of a function, one after another ------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "Broadcast.h"
#include "Machine.h"
#include "Linalg.h"
#include "Scalars.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "nnf/IR/Location.h"
#include "nnf/IR/NnfBase.h"
#include "nnf/Reference/Evaluator.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::reference;

namespace mlir::nnf::reference {
void registerControl(Handlers &handlers);
void registerTensor(Handlers &handlers);
// Families with a file in this folder; the list is made by CMake.
#define NNF_FAMILY(NAME) void register##NAME(Handlers &handlers);
#include "nnf/Reference/Families.inc"
} // namespace mlir::nnf::reference

//===-- ops -----------------------------------------------------------------------------------------------------------===//

const Handlers &Handlers::get() {
  static const Handlers handlers = [] {
    Handlers h;
    registerControl(h);
    registerTensor(h);
#define NNF_FAMILY(NAME) register##NAME(h);
#include "nnf/Reference/Families.inc"
    return h;
  }();
  return handlers;
}

Handler Handlers::lookup(Operation *op) const {
  if (auto it = byName.find(op->getName().getStringRef()); it != byName.end())
    return it->second;
  if (isa<ScalarFormulaOpInterface>(op))
    return runFormula;
  if (isa<linalg::LinalgOp>(op))
    return runLinalg;
  if (isScalarOp(op))
    return runElementwise;
  return nullptr;
}

//===-- errors --------------------------------------------------------------------------------------------------------===//

std::string reference::text(Location loc) {
  std::string place = formatPlace(loc);
  return place.empty() ? "unknown location" : place;
}

LogicalResult Machine::fail(Operation *op, const Twine &message) {
  error = text(op->getLoc()) + ": " + op->getName().getStringRef().str() + ": " + message.str();
  return failure();
}

//===-- running -------------------------------------------------------------------------------------------------------===//

LogicalResult Machine::set(Value v, Array value) {
  if (auto type = dyn_cast<RankedTensorType>(v.getType())) {
    if (failed(verifyCompatibleShape(type.getShape(), value.shape()))) {
      std::string expected;
      llvm::raw_string_ostream(expected) << type;
      Operation *op = v.getDefiningOp() ? v.getDefiningOp() : v.getParentBlock()->getParentOp();
      return fail(op, "the result has shape " + reference::text(value.shape()) + ", but its type is " + expected);
    }
  }
  values[v] = std::move(value);
  return success();
}

/// What the op requires of its operands' shapes, by its rule over the sizes that they have.
LogicalResult Machine::checkShapes(Operation *op) {
  auto infer = dyn_cast<InferTypeOpInterface>(op);
  if (!infer || !isa<ShapeRuleOpInterface>(op))
    return success();
  Block operands; // its arguments stand for the operands
  for (Value v : op->getOperands()) {
    auto type = dyn_cast<RankedTensorType>(v.getType());
    operands.addArgument(type ? type.clone(get(v).shape()) : v.getType(), op->getLoc());
  }
  std::string message;
  ScopedDiagnosticHandler handler(op->getContext(), [&](Diagnostic &diagnostic) { message += diagnostic.str(); });
  SmallVector<Type> types;
  if (succeeded(infer.inferReturnTypes(op->getContext(), op->getLoc(), operands.getArguments(), op->getAttrDictionary(),
                                       op->getPropertiesStorage(), op->getRegions(), types)))
    return success();
  StringRef text = message;
  text.consume_front("'" + op->getName().getStringRef().str() + "' op ");
  return fail(op, text);
}

LogicalResult Machine::run(Operation *op) {
  if (failed(checkShapes(op)))
    return failure();
  if (Handler handler = Handlers::get().lookup(op))
    return handler(op, *this);
  return fail(op, "the reference does not know this op");
}

LogicalResult Machine::run(Block &block) {
  for (Operation &op : block.without_terminator())
    if (failed(run(&op)))
      return failure();
  return success();
}

LogicalResult Machine::call(func::FuncOp f, ArrayRef<Array> inputs, SmallVectorImpl<Array> &results, std::string &error,
                            unsigned depth) {
  Machine m(error, depth);
  if (f.isExternal())
    return m.fail(f, "function '" + f.getName() + "' has no body");
  if (!f.getBody().hasOneBlock())
    return m.fail(f, "function '" + f.getName() + "' has several blocks, which the reference cannot run");
  if (inputs.size() != f.getNumArguments())
    return m.fail(f, "function '" + f.getName() + "' takes " + Twine(f.getNumArguments()) + " inputs, but got " +
                         Twine(inputs.size()));
  for (auto [i, argument, input] : llvm::enumerate(f.getArguments(), inputs)) {
    auto type = dyn_cast<RankedTensorType>(argument.getType());
    bool fits = type ? succeeded(verifyCompatibleShape(type.getShape(), input.shape())) : input.rank() == 0;
    if (!fits) {
      std::string expected;
      llvm::raw_string_ostream(expected) << argument.getType();
      return m.fail(f, "input " + Twine(i) + " has shape " + reference::text(input.shape()) + ", but its type is " +
                           expected);
    }
    m.values[argument] = input;
  }
  Block &body = f.getBody().front();
  if (failed(m.run(body)))
    return failure();
  for (Value v : body.getTerminator()->getOperands())
    results.push_back(m.get(v));
  return success();
}

llvm::Error nnf::evaluateReference(func::FuncOp f, llvm::ArrayRef<HostTensor> inputs,
                                   llvm::SmallVectorImpl<HostTensor> &outputs) {
  SmallVector<Array> values, results;
  for (auto [i, input] : llvm::enumerate(inputs)) {
    if (i >= f.getNumArguments())
      break; // the call below says so
    llvm::Expected<Array> value = fromHost(getElementTypeOrSelf(f.getArgumentTypes()[i]), input);
    if (!value)
      return makeError("input " + Twine(i) + ": " + llvm::toString(value.takeError()));
    values.push_back(std::move(*value));
  }
  values.resize(inputs.size());
  std::string error;
  if (failed(Machine::call(f, values, results, error)))
    return makeError(error);
  for (const Array &result : results) {
    llvm::Expected<HostTensor> tensor = toHost(result);
    if (!tensor)
      return tensor.takeError();
    outputs.push_back(std::move(*tensor));
  }
  return llvm::Error::success();
}
