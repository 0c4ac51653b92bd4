//===- InlineCalls.cpp - functions without calls ------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/SymbolTable.h"
#include "nnf/Codegen/Runtime/Passes.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_NNFINLINECALLS
#include "nnf/Codegen/Runtime/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;

namespace {
/// Inlines callees first, so every function is inlined into its callers as a whole.
class Inliner {
public:
  explicit Inliner(ModuleOp module) : symbols(module) {}
  LogicalResult visit(func::FuncOp f);

private:
  enum State { Unknown, Active, Done };
  SymbolTable symbols;
  llvm::DenseMap<Operation *, State> states;
};
} // namespace

/// %r = func.call @g(%x)  ->  the body of @g with %x for its argument
static void inlineCall(func::CallOp call, func::FuncOp callee) {
  OpBuilder b(call);
  IRMapping mapping;
  mapping.map(callee.getArguments(), call.getOperands());
  Block &body = callee.front();
  // An error in the callee is to name the place in it, and say from where it was called.
  for (Operation &op : body.without_terminator())
    b.clone(op, mapping)->walk([&](Operation *copy) { copy->setLoc(CallSiteLoc::get(copy->getLoc(), call.getLoc())); });
  SmallVector<Value> results;
  for (Value v : body.getTerminator()->getOperands())
    results.push_back(mapping.lookupOrDefault(v));
  call.replaceAllUsesWith(results);
  call.erase();
}

LogicalResult Inliner::visit(func::FuncOp f) {
  if (states[f] == Done)
    return success();
  states[f] = Active;
  SmallVector<func::CallOp> calls;
  f.walk([&](func::CallOp call) { calls.push_back(call); });
  for (func::CallOp call : calls) {
    auto callee = symbols.lookup<func::FuncOp>(call.getCallee());
    if (!callee || callee.isExternal())
      return call.emitOpError() << "calls @" << call.getCallee() << ", which has no body in this module";
    if (states[callee] == Active)
      return call.emitOpError() << "is recursive: @" << call.getCallee() << " is being called already";
    if (!callee.getBody().hasOneBlock())
      return call.emitOpError() << "calls @" << call.getCallee() << ", which has several blocks";
    if (failed(visit(callee)))
      return failure();
    inlineCall(call, callee);
  }
  states[f] = Done;
  return success();
}

namespace {
struct InlineCalls : nnf::impl::NnfInlineCallsBase<InlineCalls> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    // In a module an op may even be its own operand; nobody runs it.
    for (Operation &op : *module.getBody())
      if (op.getNumResults() || op.getNumOperands()) {
        op.emitOpError() << "stands outside of a function: nothing would compute it";
        return signalPassFailure();
      }
    Inliner inliner(module);
    for (auto f : module.getOps<func::FuncOp>())
      if (!f.isExternal() && f.isPublic() && failed(inliner.visit(f)))
        return signalPassFailure();
    for (auto f : llvm::make_early_inc_range(module.getOps<func::FuncOp>()))
      if (!f.isPublic() && SymbolTable::symbolKnownUseEmpty(f, module))
        f.erase();
  }
};
} // namespace
