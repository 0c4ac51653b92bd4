//===- Graph.h - a module as a graph ----------------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Ops are nodes in the colour of their family, values are edges with their shapes; ops that become one loop nest on the
// CPU stand in a box, and what nnf-lint finds is a badge at its op.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_PICTURES_GRAPH_H
#define NNF_PICTURES_GRAPH_H

#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/Support/Error.h"
#include <string>
#include <vector>

namespace mlir::nnf {

struct GraphNode {
  /// "softmax" in large letters, "dim = 1" below, the family as ops.json names it (empty for other dialects' ops).
  std::string title, detail, family;
  /// Of ops that share a loop nest; negative for none.
  int group = -1;
  /// Findings of nnf-lint: the rule and what it says.
  std::vector<std::pair<std::string, std::string>> badges;
  /// An argument or the end of a function, not an op.
  bool boundary = false;
};

struct GraphEdge {
  unsigned from, to;
  /// "64x10xf32".
  std::string type;
};

struct FunctionGraph {
  std::string name;
  std::vector<GraphNode> nodes;
  std::vector<GraphEdge> edges;
};

/// The functions of a module. Groups are left out where the module does not compile for the CPU.
std::vector<FunctionGraph> buildGraphs(ModuleOp module);

/// Which of the module's nnf ops (and others that compute) share a loop nest once they are compiled for this processor:
/// a number for each op that shares one. Empty where it does not compile.
llvm::MapVector<Operation *, int> findLoopGroups(ModuleOp module);

/// The fill colour of a family's nodes, "#rrggbb".
StringRef getFamilyColour(StringRef family);

enum class GraphFormat { Dot, Svg, Html };

/// Draws the module. `Svg` and `Html` are laid out by Graphviz' program `dot`, which has to be in the PATH; the page is
/// self-contained.
llvm::Error printGraph(ModuleOp module, GraphFormat format, raw_ostream &os);

} // namespace mlir::nnf

#endif // NNF_PICTURES_GRAPH_H
