//===- Hover.cpp - what an op does and what is known of a value ----------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Document.h"
#include "OpDocs.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mlir::nnf;
namespace lsp = llvm::lsp;

static StringRef describe(ValueKind kind) {
  switch (kind) {
  case ValueKind::Unknown:
    return "";
  case ValueKind::Scores:
    return "scores of a layer with weights";
  case ValueKind::Activated:
    return "what an activation left";
  case ValueKind::Probabilities:
    return "probabilities";
  case ValueKind::LogProbabilities:
    return "logarithms of probabilities";
  case ValueKind::Chances:
    return "chances, each in [0, 1] on its own";
  case ValueKind::LogChances:
    return "logarithms of chances";
  case ValueKind::Indices:
    return "class or row numbers";
  }
  llvm_unreachable("every kind has a description");
}

/// "values in [0, 1], probabilities along dimension 1".
static std::string describeFacts(const ValueFacts &facts) {
  std::string text;
  llvm::raw_string_ostream os(text);
  if (facts.bounds.isBounded())
    os << "values in [" << llvm::format("%g", facts.bounds.lo) << ", " << llvm::format("%g", facts.bounds.hi) << "]";
  if (facts.kind != ValueKind::Unknown) {
    os << (text.empty() ? "" : "; ") << describe(facts.kind);
    if (facts.axis)
      os << " along dimension " << *facts.axis;
  }
  return text;
}

/// What holds for every call of the function.
static std::string factsOf(const DocumentPart &part, Value value) {
  if (!isa<ShapedType>(value.getType()) || !part.isValid())
    return {};
  ValueFactsAnalysis analysis(part.getModule());
  auto function = value.getParentRegion()->getParentOfType<FunctionOpInterface>();
  ValueFacts facts = ValueFacts::unreached();
  for (const FunctionFacts *context : analysis.getContexts())
    if (context->getFunction() == function)
      facts = facts.join(context->lookup(value));
  return facts.isReached() ? describeFacts(facts) : std::string();
}

static void describeTypes(raw_ostream &os, Operation *op) {
  os << "```mlir\n" << op->getName() << " : (";
  llvm::interleaveComma(op->getOperandTypes(), os);
  os << ") -> (";
  llvm::interleaveComma(op->getResultTypes(), os);
  os << ")\n```\n";
}

static void describeFunction(raw_ostream &os, FunctionOpInterface function) {
  os << "```mlir\n" << function->getName() << " @" << function.getName() << "(";
  llvm::interleaveComma(function.getArgumentTypes(), os);
  os << ") -> (";
  llvm::interleaveComma(function.getResultTypes(), os);
  os << ")\n```\n";
}

std::optional<lsp::Hover> nnf::hover(const DocumentPart &part, lsp::Position position) {
  SMLoc at = position.getAsSMLoc(part.getSources());
  Entity entity = at.isValid() ? findEntity(part, at) : Entity();
  if (!entity)
    return std::nullopt;
  lsp::Hover result(inDocument(part.getRange(entity.range), part));
  llvm::raw_string_ostream os(result.contents.value);
  if (entity.value) {
    os << "```mlir\n" << StringRef(entity.range.Start.getPointer(), entity.range.End.getPointer() - entity.range.Start.getPointer());
    os << " : " << entity.value.getType() << "\n```\n";
    if (Operation *op = entity.value.getDefiningOp())
      os << "result of `" << op->getName() << "`\n";
    if (std::string facts = factsOf(part, entity.value); !facts.empty())
      os << "\n" << facts << "\n";
    return result;
  }
  if (!entity.op)
    return std::nullopt;
  Operation *op = entity.op->op;
  if (auto function = dyn_cast<FunctionOpInterface>(op))
    describeFunction(os, function);
  else
    describeTypes(os, op);
  if (StringRef docs = getOpDocumentation(op->getName().getStringRef()); !docs.empty())
    os << "\n" << docs << "\n";
  return result;
}
