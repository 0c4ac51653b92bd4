//===- Trace.cpp - every value on the way through a function -------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/Trace.h"
#include "Rewritten.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "nnf/IR/Location.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"
#include <cmath>

using namespace llvm;
using namespace mlir;
using namespace mlir::nnf;

static std::string placeOf(Operation *op) {
  std::string place = formatPlace(op->getLoc());
  return (place.empty() ? place : place + ": ") + op->getName().getStringRef().str();
}

/// Something that host memory can hold and that says something.
static bool isWorthTracing(Operation &op, mlir::Type type) {
  if (op.hasTrait<OpTrait::ConstantLike>() || isa<tensor::EmptyOp>(op))
    return false;
  return describeType(type).problem.empty() && !isa<IndexType>(type);
}

Expected<TracedSource> mlir::nnf::traceSource(Source &source, StringRef function, RegisterDialectsFn registerDialects) {
  Expected<ParsedFunction> parsed = parsedFunction(source, function);
  if (!parsed)
    return parsed.takeError();
  const FunctionInfo &info = *parsed->info;
  OwningOpRef<ModuleOp> copy = parsed->module.clone();
  auto traced = copy->lookupSymbol<func::FuncOp>(info.name);
  if (!traced || !llvm::hasSingleElement(traced.getBody()))
    return makeError("@" + info.name + ": expected a func.func of one block");

  TracedSource result;
  SmallVector<mlir::Value> values;
  for (Operation &op : traced.front().without_terminator())
    for (OpResult value : op.getResults()) {
      if (!isWorthTracing(op, value.getType()))
        continue;
      values.push_back(value);
      result.labels.push_back(placeOf(&op));
      if (op.getNumResults() > 1)
        result.labels.back() += ", result " + std::to_string(value.getResultNumber());
    }
  if (values.empty())
    return makeError("@" + info.name + " computes nothing that can be shown");
  traced.front().getTerminator()->setOperands(values);
  traced.setFunctionType(
      FunctionType::get(copy->getContext(), traced.getArgumentTypes(), TypeRange(ValueRange(values))));
  traced.setResAttrsAttr(nullptr);
  result.source =
      rewrittenSource(*copy, traced, (source.name() + " (trace of @" + info.name + ")").str(), registerDialects);
  return std::move(result);
}

std::string mlir::nnf::describeValues(const HostTensor &tensor) {
  int64_t nans = 0, infinities = 0, finite = 0;
  double low = 0, high = 0, sum = 0;
  for (int64_t i = 0, n = tensor.numElements(); i < n; ++i) {
    double value = loadDouble(tensor.dtype(), tensor.at(i));
    if (std::isnan(value)) {
      ++nans;
      continue;
    }
    if (std::isinf(value)) {
      ++infinities;
      continue;
    }
    low = finite ? std::min(low, value) : value;
    high = finite ? std::max(high, value) : value;
    sum += value;
    ++finite;
  }
  std::string text = tensor.typeName();
  raw_string_ostream os(text);
  if (finite)
    os << format(", min %.6g, max %.6g, mean %.6g", low, high, sum / double(finite));
  if (nans)
    os << ", " << nans << " nan";
  if (infinities)
    os << ", " << infinities << " inf";
  return text;
}
