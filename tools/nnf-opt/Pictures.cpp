//===- Pictures.cpp - nnf-opt's flags for pictures ---------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Pictures.h"
#include "mlir/Parser/Parser.h"
#include "nnf/Pictures/Graph.h"
#include "nnf/Pictures/Stages.h"
#include "nnf/Tooling/Jit.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/ManagedStatic.h"

using namespace mlir;
using namespace mlir::nnf;
namespace cl = llvm::cl;

namespace {
enum class StagesFormat { Html };

struct Flags {
  cl::opt<GraphFormat> graph{"nnf-print-graph",
                             cl::desc("Draw the module that the passes leave, instead of printing it"),
                             cl::values(clEnumValN(GraphFormat::Dot, "dot", "for Graphviz"),
                                        clEnumValN(GraphFormat::Svg, "svg", "a picture, laid out by Graphviz' dot"),
                                        clEnumValN(GraphFormat::Html, "html",
                                                   "a page of its own: the picture, a legend, what nnf-lint finds"))};
  cl::opt<StagesFormat> stages{
      "nnf-stages", cl::desc("Show the module at every stage down to assembly, instead of printing it"),
      cl::values(clEnumValN(StagesFormat::Html, "html", "a page of its own, the stages side by side"))};
};
llvm::ManagedStatic<Flags> flags;
} // namespace

void nnf::registerPictureOptions() { (void)*flags; }

bool nnf::wantsPicture() { return flags->graph.getNumOccurrences() || flags->stages.getNumOccurrences(); }

llvm::Error nnf::printPicture(StringRef text, DialectRegistry &registry, bool allowUnregistered, raw_ostream &os) {
  if (flags->graph.getNumOccurrences() && flags->stages.getNumOccurrences())
    return llvm::createStringError("--nnf-print-graph and --nnf-stages each write a picture: expected one of them");
  registerJitTranslations(registry);
  MLIRContext context(registry);
  context.allowUnregisteredDialects(allowUnregistered);
  OwningOpRef<ModuleOp> module = parseSourceString<ModuleOp>(text, &context);
  if (!module)
    return llvm::createStringError("the module that the passes left does not parse again");
  if (flags->stages.getNumOccurrences())
    return printStagesPage(*module, os);
  return printGraph(*module, flags->graph, os);
}
