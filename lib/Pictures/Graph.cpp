//===- Graph.cpp - a module as nodes and edges -----------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Pictures/Graph.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Interfaces/CallInterfaces.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "nnf/IR/NnfBase.h"
#include "nnf/Transforms/Lint.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir;
using namespace mlir::nnf;

StringRef nnf::getFamilyColour(StringRef family) {
  return llvm::StringSwitch<StringRef>(family)
      .StartsWith("Activation", "#b7e4c7")
      .Case("Softmax", "#95d5c9")
      .StartsWith("Loss", "#f4acb7")
      .Cases({"Linear", "Convolution"}, "#a9c9f5")
      .Case("Attention", "#b8b5f2")
      .Case("Normalization", "#e0bbf0")
      .Case("Pooling", "#ffd6a5")
      .Case("Vision", "#ffc8dd")
      .Case("Embedding", "#f5e6a8")
      .Case("Dropout", "#d9d9d9")
      .Case("Distance", "#f2c6a0")
      .Default("#f2f2f2");
}

/// The attributes of an op as its own syntax has them: "dim = 1", without operands, clauses of operands and types.
static std::string detailOf(Operation *op) {
  std::string text;
  llvm::raw_string_ostream os(text);
  op->print(os, OpPrintingFlags().useLocalScope().elideLargeElementsAttrs(4).skipRegions().enableDebugInfo(false));
  StringRef rest = StringRef(text).rsplit(" : ").first;
  size_t name = rest.find(op->getName().getStringRef());
  if (name == StringRef::npos)
    return "";
  rest = rest.substr(name + op->getName().getStringRef().size());
  SmallVector<StringRef> words, kept;
  rest.split(words, ' ', -1, /*KeepEmpty=*/false);
  for (StringRef word : words) {
    if (!word.starts_with("%")) {
      kept.push_back(word);
      continue;
    }
    // "bias = %b": the edge says it.
    if (kept.size() >= 2 && kept.back() == "=")
      kept.pop_back_n(2);
  }
  std::string detail = llvm::join(kept, " ");
  return detail.size() > 80 ? detail.substr(0, 77) + "..." : detail;
}

static std::string typeText(Type type) {
  std::string text;
  llvm::raw_string_ostream os(text);
  type.print(os);
  StringRef inner(text);
  if (isa<RankedTensorType>(type) && inner.consume_front("tensor<"))
    inner.consume_back(">");
  return inner.str();
}

namespace {
class FunctionReader {
public:
  FunctionReader(FunctionOpInterface function, const llvm::MapVector<Operation *, int> &groups,
                 const DenseMap<Operation *, std::vector<std::pair<std::string, std::string>>> &badges)
      : function(function), groups(groups), badges(badges) {}

  FunctionGraph run() {
    graph.name = function.getName().str();
    for (BlockArgument argument : function.getArguments())
      producers[argument] = addBoundary("%" + nameOf(argument, "arg" + std::to_string(argument.getArgNumber())));
    for (Block &block : function.getFunctionBody())
      for (Operation &op : block)
        add(&op);
    return std::move(graph);
  }

private:
  std::string nameOf(Value v, const std::string &otherwise) {
    auto named = dyn_cast<NameLoc>(v.getLoc());
    return named ? named.getName().str() : otherwise;
  }

  unsigned addBoundary(std::string title) {
    GraphNode node;
    node.title = std::move(title);
    node.boundary = true;
    graph.nodes.push_back(std::move(node));
    return graph.nodes.size() - 1;
  }

  void add(Operation *op) {
    // What is the same in every run stands in the attributes of who uses it, or nowhere.
    if (matchPattern(op, m_Constant()))
      return;
    unsigned index = graph.nodes.size();
    GraphNode node;
    if (op->hasTrait<OpTrait::IsTerminator>()) {
      node.boundary = true;
      node.title = op->getName().stripDialect().str();
    } else {
      auto torch = dyn_cast<TorchOpInterface>(op);
      node.family = torch ? torch.getFamily().str() : "";
      node.title = (torch ? op->getName().stripDialect() : op->getName().getStringRef()).str();
      if (torch)
        node.detail = detailOf(op);
      else if (auto call = dyn_cast<CallOpInterface>(op))
        if (auto callee = dyn_cast<SymbolRefAttr>(call.getCallableForCallee()))
          node.detail = "@" + callee.getRootReference().str();
    }
    if (auto it = groups.find(op); it != groups.end())
      node.group = it->second;
    if (auto it = badges.find(op); it != badges.end())
      node.badges = it->second;
    graph.nodes.push_back(std::move(node));
    for (Value result : op->getResults())
      producers[result] = index;
    // An op with regions stands for what is in them.
    llvm::SetVector<Value> read(op->operand_begin(), op->operand_end());
    for (Region &region : op->getRegions())
      region.walk([&](Operation *inner) { read.insert(inner->operand_begin(), inner->operand_end()); });
    for (Value v : read)
      if (auto it = producers.find(v); it != producers.end() && it->second != index)
        graph.edges.push_back({it->second, index, typeText(v.getType())});
  }

  FunctionOpInterface function;
  const llvm::MapVector<Operation *, int> &groups;
  const DenseMap<Operation *, std::vector<std::pair<std::string, std::string>>> &badges;
  FunctionGraph graph;
  DenseMap<Value, unsigned> producers;
};
} // namespace

std::vector<FunctionGraph> nnf::buildGraphs(ModuleOp module) {
  llvm::MapVector<Operation *, int> groups = findLoopGroups(module);
  DenseMap<Operation *, std::vector<std::pair<std::string, std::string>>> badges;
  if (FailureOr<Linter> linter = Linter::create(module.getLoc(), {}); succeeded(linter))
    for (const LintFinding &finding : linter->check(module))
      badges[finding.op].push_back({finding.rule->id.str(), finding.message});
  std::vector<FunctionGraph> graphs;
  for (auto function : module.getOps<FunctionOpInterface>())
    if (!function.isExternal())
      graphs.push_back(FunctionReader(function, groups, badges).run());
  return graphs;
}
