//===- ValueFacts.cpp - facts through control flow and calls ------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/Analysis/ValueFacts.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Interfaces/CallInterfaces.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace mlir::nnf;

static constexpr double kInfinity = std::numeric_limits<double>::infinity();

//===-- facts -----------------------------------------------------------------------------------------------------===//

ValueFacts ValueFacts::join(const ValueFacts &other) const {
  if (!reached)
    return other;
  if (!other.reached)
    return *this;
  ValueFacts f;
  f.bounds = bounds.join(other.bounds);
  if (kind != other.kind)
    return f;
  f.kind = kind;
  if (axis == other.axis)
    f.axis = axis;
  // Two ops that make the same of their operands: the first is named.
  f.origin = origin;
  f.call = call;
  return f;
}

const ValueFacts &FunctionFacts::lookup(Value v) const {
  static const ValueFacts unreached = ValueFacts::unreached();
  auto it = values.find(v);
  return it == values.end() ? unreached : it->second;
}

bool FunctionFacts::isForUnknownArguments() const {
  FunctionOpInterface f = function;
  return llvm::all_of(llvm::zip_equal(f.getArgumentTypes(), arguments),
                      [](auto pair) { return std::get<1>(pair) == factsOfType(std::get<0>(pair)); });
}

//===-- one function ------------------------------------------------------------------------------------------------===//

namespace mlir::nnf {
/// Walks the body until nothing changes. What comes in by several ways (block arguments, results of loops and branches) is
/// joined; everything else follows from it.
class FactsSolver {
public:
  FactsSolver(ValueFactsAnalysis &analysis, FunctionFacts &facts) : analysis(analysis), facts(facts) {}

  void run() {
    for (auto [argument, f] : llvm::zip_equal(facts.function.getArguments(), facts.arguments))
      facts.values[argument] = f;
    facts.results.assign(facts.function.getNumResults(), ValueFacts::unreached());
    do {
      changed = false;
      facts.function.getFunctionBody().walk<WalkOrder::PreOrder>([&](Operation *op) { return visit(op); });
      ++pass;
    } while (changed);
  }

private:
  ValueFacts lookup(Value v) { return facts.lookup(v); }

  void assign(Value v, const ValueFacts &f) {
    auto [it, inserted] = facts.values.try_emplace(v, f);
    if (!inserted && it->second != f) {
      it->second = f;
      changed = true;
    }
    changed |= inserted;
  }

  /// In a loop a bound may move for ever: after a few passes it is given up.
  ValueFacts widened(const ValueFacts &before, ValueFacts after) {
    if (pass < 3 || !before.isReached())
      return after;
    if (after.bounds.lo < before.bounds.lo)
      after.bounds.lo = -kInfinity;
    if (after.bounds.hi > before.bounds.hi)
      after.bounds.hi = kInfinity;
    return after;
  }

  void join(Value v, const ValueFacts &f) {
    ValueFacts before = lookup(v);
    assign(v, widened(before, before.join(f)));
  }
  void join(ValueRange to, ValueRange from) {
    for (auto [t, f] : llvm::zip_equal(to, from))
      join(t, lookup(f));
  }
  void joinUnknown(ValueRange values) {
    for (Value v : values)
      join(v, factsOfType(v.getType()));
  }

  WalkResult visit(Operation *op) {
    // Operands that are not reached yet: the loop's other end has not been seen.
    if (llvm::any_of(op->getOperands(), [&](Value v) { return !lookup(v).isReached(); }))
      return WalkResult::advance();
    if (op->hasTrait<OpTrait::IsTerminator>()) {
      visitTerminator(op);
      return WalkResult::advance();
    }
    if (auto call = dyn_cast<CallOpInterface>(op)) {
      visitCall(call);
      return WalkResult::advance();
    }
    if (auto branch = dyn_cast<RegionBranchOpInterface>(op)) {
      SmallVector<RegionSuccessor> successors;
      branch.getSuccessorRegions(RegionBranchPoint::parent(), successors);
      for (const RegionSuccessor &successor : successors)
        join(successor.getSuccessorInputs(), branch.getEntrySuccessorOperands(successor));
      // Arguments that no one hands over: induction variables.
      for (Region &region : op->getRegions())
        for (BlockArgument argument : region.getArguments())
          if (llvm::none_of(successors, [&](const RegionSuccessor &s) {
                return s.getSuccessor() == &region && llvm::is_contained(s.getSuccessorInputs(), argument);
              }) && !isHandedOver(branch, argument))
            joinUnknown(argument);
      return WalkResult::advance();
    }
    for (auto [result, f] : llvm::zip_equal(op->getResults(), inferFacts(op, [&](Value v) { return lookup(v); })))
      assign(result, f);
    if (auto linalgOp = dyn_cast<linalg::LinalgOp>(op); linalgOp && linalgOp.hasPureTensorSemantics()) {
      // What the body sees of an element; what it accumulates is not followed here.
      for (OpOperand &operand : op->getOpOperands()) {
        BlockArgument argument = linalgOp.getMatchingBlockArgument(&operand);
        ValueFacts f = linalgOp.isDpsInit(&operand) ? factsOfType(argument.getType()) : lookup(operand.get());
        f.axis = std::nullopt;
        join(argument, f);
      }
      return WalkResult::advance();
    }
    // What other regions do is not known.
    for (Region &region : op->getRegions())
      for (Block &block : region)
        joinUnknown(block.getArguments());
    return WalkResult::advance();
  }

  /// Some terminator inside `op` gives `argument` a value.
  static bool isHandedOver(RegionBranchOpInterface op, BlockArgument argument) {
    for (Region &region : op->getRegions()) {
      SmallVector<RegionSuccessor> successors;
      op.getSuccessorRegions(region, successors);
      for (const RegionSuccessor &s : successors)
        if (s.getSuccessor() == argument.getOwner()->getParent() && llvm::is_contained(s.getSuccessorInputs(), argument))
          return true;
    }
    return false;
  }

  void visitTerminator(Operation *op) {
    if (auto branch = dyn_cast<BranchOpInterface>(op)) {
      for (auto [i, block] : llvm::enumerate(op->getSuccessors())) {
        SuccessorOperands operands = branch.getSuccessorOperands(i);
        for (auto [k, argument] : llvm::enumerate(block->getArguments())) {
          Value v = operands[k];
          join(argument, v ? lookup(v) : factsOfType(argument.getType()));
        }
      }
      return;
    }
    if (op->getParentOp() == facts.function) {
      for (auto [result, v] : llvm::zip_equal(facts.results, op->getOperands())) {
        ValueFacts joined = widened(result, result.join(lookup(v)));
        changed |= joined != result;
        result = joined;
      }
      return;
    }
    auto terminator = dyn_cast<RegionBranchTerminatorOpInterface>(op);
    if (terminator && isa<RegionBranchOpInterface>(op->getParentOp())) {
      SmallVector<RegionSuccessor> successors;
      terminator.getSuccessorRegions(SmallVector<Attribute>(op->getNumOperands()), successors);
      for (const RegionSuccessor &successor : successors)
        join(successor.getSuccessorInputs(), terminator.getSuccessorOperands(successor));
    }
  }

  void visitCall(CallOpInterface call) {
    auto callee = dyn_cast_or_null<FunctionOpInterface>(call.resolveCallableInTable(&analysis.symbols));
    if (!callee || callee.isExternal() || callee.getNumArguments() != call.getArgOperands().size() ||
        callee.getNumResults() != call->getNumResults())
      return joinUnknown(call->getResults());
    SmallVector<ValueFacts> arguments;
    for (Value v : call.getArgOperands()) {
      arguments.push_back(lookup(v));
      if (arguments.back().origin)
        arguments.back().call = call;
    }
    facts.calls[call] = {callee, arguments};
    // What recursion gives is not known; what it is given is looked at when its callers are done.
    if (analysis.active.contains(callee))
      return joinUnknown(call->getResults());
    for (auto [result, f] : llvm::zip_equal(call->getResults(), analysis.analyse(callee, arguments).results)) {
      // A function that never returns leaves nothing to know.
      ValueFacts here = f.isReached() ? f : factsOfType(result.getType());
      if (here.origin)
        here.call = call;
      assign(result, here);
    }
  }

  ValueFactsAnalysis &analysis;
  FunctionFacts &facts;
  bool changed = false;
  unsigned pass = 0;
};
} // namespace mlir::nnf

//===-- all functions ------------------------------------------------------------------------------------------------===//

ValueFactsAnalysis::ValueFactsAnalysis(Operation *root) {
  SmallVector<FunctionOpInterface> functions;
  llvm::SmallPtrSet<Operation *, 8> called;
  root->walk([&](Operation *op) {
    if (auto f = dyn_cast<FunctionOpInterface>(op); f && !f.isExternal())
      functions.push_back(f);
    if (auto call = dyn_cast<CallOpInterface>(op))
      if (Operation *callee = call.resolveCallableInTable(&symbols))
        called.insert(callee);
  });
  llvm::SetVector<const FunctionFacts *> roots;
  auto addRoot = [&](FunctionOpInterface f) {
    roots.insert(&analyse(f, llvm::map_to_vector(f.getArgumentTypes(), [](Type t) { return factsOfType(t); })));
  };
  // A private function that someone calls is analysed with what its callers know, and only so.
  for (FunctionOpInterface f : functions)
    if (SymbolTable::getSymbolVisibility(f) != SymbolTable::Visibility::Private || !called.contains(f))
      addRoot(f);
  // One that only calls itself has no such caller.
  for (FunctionOpInterface f : functions)
    if (!contextsOf.contains(f))
      addRoot(f);
  for (size_t i = 0; i < roots.size(); ++i)
    for (const auto &[call, made] : roots[i]->calls)
      roots.insert(&analyse(made.callee, made.arguments));
  reachable = roots.takeVector();
}

/// Equal but for the calls they came through, which only matter to what is reported.
static bool sameArguments(ArrayRef<ValueFacts> a, ArrayRef<ValueFacts> b) {
  return llvm::all_of(llvm::zip_equal(a, b), [](auto pair) {
    ValueFacts x = std::get<0>(pair);
    x.call = std::get<1>(pair).call;
    return x == std::get<1>(pair);
  });
}

const FunctionFacts &ValueFactsAnalysis::analyse(FunctionOpInterface function, ArrayRef<ValueFacts> given) {
  SmallVector<ValueFacts> arguments(given);
  auto find = [&]() -> const FunctionFacts * {
    for (const FunctionFacts *known : contextsOf[function])
      if (sameArguments(known->arguments, arguments))
        return known;
    return nullptr;
  };
  if (const FunctionFacts *known = find())
    return *known;
  if (contextsOf[function].size() >= kMostContexts) {
    arguments = llvm::map_to_vector(function.getArgumentTypes(), [](Type t) { return factsOfType(t); });
    if (const FunctionFacts *known = find())
      return *known;
  }
  auto facts = std::make_unique<FunctionFacts>(function, arguments);
  active.insert(function);
  FactsSolver(*this, *facts).run();
  active.erase(function);
  contextsOf[function].push_back(facts.get());
  contexts.push_back(std::move(facts));
  return *contexts.back();
}
