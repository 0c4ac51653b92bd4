//===- ReferenceBackend.cpp - functions by the definitions of their ops ---------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "Rewritten.h"
#include "nnf/Reference/Evaluator.h"
#include "nnf/Tooling/Backend.h"

using namespace llvm;
using namespace mlir;
using namespace mlir::nnf;

namespace {
class ReferenceFunction final : public LoadedFunction {
public:
  explicit ReferenceFunction(func::FuncOp function) : function(function), functionName(function.getName().str()) {}

  /// Element types and sizes of arguments and results, as the file has them.
  Error describe(const FunctionInfo &info) {
    for (auto [what, values, types] :
         {std::tuple("argument", &info.inputs, &inputTypes), std::tuple("result", &info.outputs, &outputTypes)})
      for (auto [i, value] : enumerate(*values)) {
        if (!value.problem.empty())
          return makeError("@" + info.name + ", " + what + " " + Twine(i) + ": " + value.problem);
        types->push_back(value.type);
      }
    return Error::success();
  }

  StringRef name() const override { return functionName; }
  ArrayRef<HostTensorType> inputs() const override { return inputTypes; }
  ArrayRef<HostTensorType> outputs() const override { return outputTypes; }

  /// Open sizes are known when the function has run.
  Expected<std::vector<TensorShape>> resultShapes(ArrayRef<HostTensor>) override {
    std::vector<TensorShape> shapes;
    for (const HostTensorType &type : outputTypes)
      shapes.push_back(type.shape);
    return shapes;
  }

  Error run(ArrayRef<HostTensor> inputs, MutableArrayRef<HostTensor> outputs) override {
    SmallVector<HostTensor> results;
    if (Error error = evaluateReference(function, inputs, results))
      return error;
    for (auto [output, result] : zip_equal(outputs, results)) {
      if (output.data())
        memcpy(output.data(), result.data(), result.numBytes());
      else
        output = result;
    }
    return Error::success();
  }

  LoadReport report() const override { return {}; }

private:
  func::FuncOp function;
  std::string functionName;
  std::vector<HostTensorType> inputTypes, outputTypes;
};

class ReferenceBackend final : public Backend {
public:
  StringRef name() const override { return "reference"; }
  StringRef description() const override { return "a slow interpreter of what the ops mean, in extended precision"; }
  Expected<std::unique_ptr<LoadedFunction>> load(Source &source, StringRef function, const LoadOptions &) override {
    Expected<ParsedFunction> parsed = parsedFunction(source, function);
    if (!parsed)
      return parsed.takeError();
    const FunctionInfo &info = *parsed->info;
    auto f = parsed->module.lookupSymbol<func::FuncOp>(info.name);
    if (!f)
      return makeError("@" + info.name + " is no func.func");
    auto loaded = std::make_unique<ReferenceFunction>(f);
    if (Error error = loaded->describe(info))
      return std::move(error);
    return std::move(loaded);
  }
};
} // namespace

std::unique_ptr<Backend> mlir::nnf::createReferenceBackend() { return std::make_unique<ReferenceBackend>(); }
