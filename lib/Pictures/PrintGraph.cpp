//===- PrintGraph.cpp - graphs as dot, SVG and HTML -------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Pictures/Graph.h"
#include "nnf/Pictures/Stages.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"
#include <map>

using namespace mlir;
using namespace mlir::nnf;

static void printNode(const GraphNode &node, const std::string &id, StringRef indent, raw_ostream &os) {
  if (node.boundary) {
    os << indent << id << " [shape=plaintext fontcolor=\"#444444\" label=\"" << node.title << "\"];\n";
    return;
  }
  std::string tip;
  os << indent << id
     << " [shape=plain label=<<table border=\"1\" cellborder=\"0\" cellspacing=\"0\" cellpadding=\"4\" bgcolor=\""
     << getFamilyColour(node.family) << "\" color=\"#555555\" style=\"rounded\"><tr><td><b>" << escapeHtml(node.title)
     << "</b></td></tr>";
  if (!node.detail.empty())
    os << "<tr><td><font point-size=\"9\">" << escapeHtml(node.detail) << "</font></td></tr>";
  for (auto &[rule, message] : node.badges) {
    os << "<tr><td bgcolor=\"#d00000\"><font color=\"white\" point-size=\"9\"><b>" << rule << "</b></font></td></tr>";
    tip += (tip.empty() ? "" : "; ") + message;
  }
  os << "</table>> tooltip=\"" << escapeHtml(tip.empty() ? node.family : tip) << "\"];\n";
}

static void printDot(ArrayRef<FunctionGraph> graphs, raw_ostream &os) {
  os << "digraph nnf {\n  node [fontname=\"Helvetica\" fontsize=12];\n  edge [fontname=\"Helvetica\" fontsize=9 "
        "color=\"#666666\" "
        "fontcolor=\"#666666\"];\n";
  for (auto [f, graph] : llvm::enumerate(graphs)) {
    std::string prefix = "n" + std::to_string(f) + "_";
    os << "  subgraph cluster_" << f << " {\n    label=\"@" << graph.name
       << "\" labeljust=l fontname=\"Helvetica\" fontsize=13 color=\"#bbbbbb\" style=rounded;\n";
    std::map<int, std::vector<unsigned>> members;
    for (auto [n, node] : llvm::enumerate(graph.nodes))
      members[node.group].push_back(n);
    for (auto &[group, nodes] : members) {
      // One op in a loop of its own needs no box.
      bool boxed = group >= 0 && nodes.size() > 1;
      if (boxed)
        os << "    subgraph cluster_" << f << "_" << group
           << " {\n      label=\"one loop nest\" labeljust=r fontname=\"Helvetica\" fontsize=9 fontcolor=\"#777777\" "
              "color=\"#777777\" style=\"dashed,rounded\";\n";
      for (unsigned n : nodes)
        printNode(graph.nodes[n], prefix + std::to_string(n), boxed ? "      " : "    ", os);
      if (boxed)
        os << "    }\n";
    }
    for (const GraphEdge &edge : graph.edges)
      os << "    " << prefix << edge.from << " -> " << prefix << edge.to << " [label=\" " << edge.type << "\"];\n";
    os << "  }\n";
  }
  os << "}\n";
}

/// Graphviz' picture of `dot`.
static llvm::Expected<std::string> layOut(StringRef dot) {
  auto fail = [](const Twine &why) { return llvm::createStringError(why); };
  llvm::ErrorOr<std::string> program = llvm::sys::findProgramByName("dot");
  if (!program)
    return fail("pictures as svg and html are laid out by 'dot', which is not in the PATH (Debian package graphviz)");
  SmallString<128> input, output, errors;
  for (SmallString<128> *file : {&input, &output, &errors})
    if (std::error_code code = llvm::sys::fs::createTemporaryFile("nnf-graph", "tmp", *file))
      return fail("cannot make a temporary file: " + code.message());
  llvm::FileRemover removeInput(input), removeOutput(output), removeErrors(errors);
  std::error_code code;
  llvm::raw_fd_ostream os(input, code);
  os << dot;
  os.close();
  if (code || os.has_error()) {
    os.clear_error();
    return fail("cannot write '" + input + "'");
  }
  std::string why;
  std::optional<StringRef> redirects[] = {StringRef(input), StringRef(output), StringRef(errors)};
  if (llvm::sys::ExecuteAndWait(*program, {*program, "-Tsvg"}, std::nullopt, redirects, 60, 0, &why) != 0) {
    if (auto said = llvm::MemoryBuffer::getFile(errors); said && why.empty())
      why = (*said)->getBuffer().split('\n').first.str();
    return fail("'dot' failed: " + why);
  }
  auto picture = llvm::MemoryBuffer::getFile(output);
  if (!picture)
    return fail("cannot read '" + output + "'");
  return (*picture)->getBuffer().str();
}

static void printPage(ArrayRef<FunctionGraph> graphs, StringRef svg, raw_ostream &os) {
  os << "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>nnf: the graph of a "
        "module</title>\n<style>\n"
        "body { font-family: Helvetica, Arial, sans-serif; margin: 1.5em; color: #222; background: #fff }\n"
        ".legend span { display: inline-block; padding: .2em .6em; margin: .15em; border: 1px solid #777; "
        "border-radius: .5em }\n"
        "svg { max-width: 100%; height: auto } td { padding: .2em .8em .2em 0; vertical-align: top }\n"
        ".rule { background: #d00000; color: #fff; padding: .1em .4em; border-radius: .3em "
        "}\n</style></head><body>\n<p class=\"legend\">";
  llvm::StringSet<> seen;
  for (const FunctionGraph &graph : graphs)
    for (const GraphNode &node : graph.nodes)
      if (!node.boundary && seen.insert(node.family).second)
        os << "<span style=\"background: " << getFamilyColour(node.family) << "\">"
           << (node.family.empty() ? "other dialects" : escapeHtml(node.family)) << "</span>";
  // Without what stands before the picture itself.
  os << "</p>\n" << svg.substr(svg.find("<svg")) << "\n<table>\n";
  for (const FunctionGraph &graph : graphs)
    for (const GraphNode &node : graph.nodes)
      for (auto &[rule, message] : node.badges)
        os << "<tr><td><span class=\"rule\">" << rule << "</span></td><td>@" << escapeHtml(graph.name) << ", "
           << escapeHtml(node.title) << "</td><td>" << escapeHtml(message) << "</td></tr>\n";
  os << "</table>\n</body></html>\n";
}

llvm::Error nnf::printGraph(ModuleOp module, GraphFormat format, raw_ostream &os) {
  std::vector<FunctionGraph> graphs = buildGraphs(module);
  std::string dot;
  llvm::raw_string_ostream text(dot);
  printDot(graphs, text);
  if (format == GraphFormat::Dot) {
    os << dot;
    return llvm::Error::success();
  }
  llvm::Expected<std::string> svg = layOut(dot);
  if (!svg)
    return svg.takeError();
  if (format == GraphFormat::Svg)
    os << *svg;
  else
    printPage(graphs, *svg, os);
  return llvm::Error::success();
}
