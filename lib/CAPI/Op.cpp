//===- Op.cpp - a function of one op ------------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// What other languages ask for most: not a module, but torch.nn.functional's leaky_relu on this kind of tensor. The op is
// named, its result types are inferred by its own rule, and its verifier speaks for it; nothing is printed and parsed again.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Compiler.h"
#include "mlir/AsmParser/AsmParser.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "nnf/Transforms/Differentiate.h"
#include <cstring>

using namespace mlir;
using namespace mlir::nnf;

namespace {
/// The parts of a request, checked.
struct Request {
  std::string op, operands, attributes;
  SmallVector<unsigned> gradients;
  CompileOptions options;

  /// Stands for the function in the object cache.
  std::string key() const {
    std::string text = "op " + op + "(" + operands + ") " + attributes;
    for (unsigned i : gradients)
      text += " d" + std::to_string(i);
    return text;
  }
};
} // namespace

static Request readRequest(const nnf_op_request &from) {
  nnf_op_request given = {};
  given.threads = 1;
  given.opt_level = 1;
  memcpy(&given, &from, std::min<size_t>(from.struct_size, sizeof(given)));
  Request request;
  request.op = given.op ? given.op : "";
  request.operands = given.operands ? given.operands : "";
  request.attributes = given.attributes ? given.attributes : "";
  for (int32_t i = 0; given.gradients && i < given.gradient_count; ++i)
    request.gradients.push_back(static_cast<unsigned>(given.gradients[i]));
  request.options.pipeline.threads = given.threads != 0;
  request.options.jit.optLevel = given.opt_level;
  request.options.jit.cache = given.cache != 0;
  request.options.sourceText = request.key();
  return request;
}

/// "tensor<4xf32>, i64" as types: the inputs of a function type.
static LogicalResult parseTypes(MLIRContext &context, StringRef text, SmallVectorImpl<Type> &types) {
  auto function = dyn_cast_or_null<FunctionType>(parseType(("(" + text + ") -> ()").str(), &context));
  if (!function)
    return emitError(UnknownLoc::get(&context), "these are no operand types: ") << text;
  llvm::append_range(types, function.getInputs());
  return success();
}

namespace {
/// An op's properties outside of an operation, for its type inference.
class Properties {
public:
  explicit Properties(RegisteredOperationName name)
      : name(name), storage(new char[std::max<size_t>(name.getOpPropertyByteSize(), 1)]) {
    if (name.getOpPropertyByteSize())
      name.initOpProperties(get(), nullptr);
  }
  ~Properties() {
    if (name.getOpPropertyByteSize())
      name.destroyOpProperties(get());
  }
  OpaqueProperties get() { return OpaqueProperties(storage.get()); }
  /// Fails, and says at `loc` why, where an attribute is unknown or not of its kind.
  LogicalResult set(DictionaryAttr attributes, Location loc) {
    if (!name.getOpPropertyByteSize())
      return success();
    auto say = [&] { return emitError(loc) << "'" << name.getStringRef() << "' op "; };
    NamedAttrList list(attributes);
    if (failed(name.verifyInherentAttrs(list, say)) ||
        failed(name.setOpPropertiesFromAttribute(name, get(), attributes, say)))
      return failure();
    name.populateDefaultProperties(get());
    return success();
  }

private:
  RegisteredOperationName name;
  std::unique_ptr<char[]> storage;
};
} // namespace

/// As many operands as an op of the dialect may have without saying how many there are of each kind.
static constexpr size_t kMaxOperands = 16;

/// How many operands an op has whose trait says so, from 2 on; 0 for others.
template <size_t... n>
static size_t exactOperands(RegisteredOperationName name, std::index_sequence<n...>) {
  size_t found = 0;
  ((name.hasTrait<OpTrait::NOperands<n + 2>::template Impl>() ? void(found = n + 2) : void()), ...);
  return found;
}

/// How many operands an op has at least whose trait says so; 0 for others.
template <size_t... n>
static size_t leastOperands(RegisteredOperationName name, std::index_sequence<n...>) {
  size_t found = 0;
  ((name.hasTrait<OpTrait::AtLeastNOperands<n + 1>::template Impl>() ? void(found = n + 1) : void()), ...);
  return found;
}

/// The rule that infers types reads operands by position: their number must be right before it runs.
static LogicalResult checkOperandCount(RegisteredOperationName name, DictionaryAttr attributes, size_t count,
                                       Location loc) {
  auto wrong = [&](const Twine &expected) {
    return emitError(loc) << "'" << name.getStringRef() << "' op expects " << expected << " operands, but got " << count;
  };
  if (name.hasTrait<OpTrait::AttrSizedOperandSegments>()) {
    auto segments = attributes.getAs<DenseI32ArrayAttr>("operandSegmentSizes");
    if (!segments)
      return emitError(loc) << "'" << name.getStringRef() << "' op needs operandSegmentSizes";
    int64_t sum = 0;
    for (int32_t size : segments.asArrayRef()) {
      if (size < 0 || size > 1)
        return emitError(loc) << "'" << name.getStringRef() << "' op operandSegmentSizes must be 0 or 1 each";
      sum += size;
    }
    return sum == static_cast<int64_t>(count) ? success() : wrong("the sum of operandSegmentSizes as");
  }
  if (name.hasTrait<OpTrait::OneOperand>())
    return count == 1 ? success() : wrong("1");
  std::make_index_sequence<kMaxOperands> numbers;
  if (size_t exact = exactOperands(name, numbers))
    return count == exact ? success() : wrong(Twine(exact));
  // One optional operand at the end.
  size_t least = leastOperands(name, numbers);
  return count == least || count == least + 1 ? success() : wrong(Twine(least) + " or " + Twine(least + 1));
}

/// ```
/// func.func @f(%0: <operand>, ...) -> (<results>) {
///   %r... = <op>(%0, ...) {attributes}
///   return %r...
/// }
/// ```
static OwningOpRef<ModuleOp> buildModule(MLIRContext &context, const Request &request) {
  context.getOrLoadDialect(StringRef(request.op).split('.').first);
  context.loadDialect<func::FuncDialect>();
  Location loc = UnknownLoc::get(&context);
  SmallVector<Type> operands;
  if (failed(parseTypes(context, request.operands, operands)))
    return {};
  DictionaryAttr attributes = DictionaryAttr::get(&context);
  if (!request.attributes.empty()) {
    attributes = dyn_cast_or_null<DictionaryAttr>(parseAttribute(request.attributes, &context));
    if (!attributes) {
      emitError(loc, "these are no attributes: ") << request.attributes;
      return {};
    }
  }
  std::optional<RegisteredOperationName> name = RegisteredOperationName::lookup(request.op, &context);
  if (!name || !name->hasInterface<InferTypeOpInterface>()) {
    emitError(loc, "there is no op '") << request.op << "' whose result types can be inferred";
    return {};
  }
  Properties properties(*name);
  if (failed(checkOperandCount(*name, attributes, operands.size(), loc)) || failed(properties.set(attributes, loc)))
    return {};

  OpBuilder b(&context);
  OwningOpRef<ModuleOp> module = ModuleOp::create(loc);
  b.setInsertionPointToEnd(module->getBody());
  auto function = func::FuncOp::create(b, loc, "f", b.getFunctionType(operands, {}));
  Block *body = function.addEntryBlock();
  b.setInsertionPointToEnd(body);
  SmallVector<Type> results;
  if (failed(name->getInterface<InferTypeOpInterface>()->inferReturnTypes(
          &context, loc, body->getArguments(), attributes, properties.get(), {}, results)))
    return {};
  OperationState state(loc, *name, body->getArguments(), results, attributes.getValue());
  Operation *op = b.create(state);
  func::ReturnOp::create(b, loc, op->getResults());
  function.setFunctionType(b.getFunctionType(operands, results));
  if (failed(verify(*module)))
    return {};
  return module;
}

/// Compiles the function, or its vector-Jacobian product. Diagnostics have told why where there is none.
static std::unique_ptr<Executable> compileRequest(nnf_compiler &compiler, const Request &request, std::string &error) {
  OwningOpRef<ModuleOp> module = buildModule(compiler.getContext(), request);
  if (!module)
    return nullptr;
  StringRef function = "f";
  if (!request.gradients.empty()) {
    VjpOptions options;
    options.name = "vjp";
    options.arguments = request.gradients;
    if (failed(buildVjpFunction(module->lookupSymbol<func::FuncOp>("f"), options)) || failed(verify(*module)))
      return nullptr;
    function = "vjp";
  }
  return Executable::compile(*compiler.jit, *module, function, request.options, &error);
}

nnf_executable *nnf_compile_op(nnf_compiler *compiler, const nnf_op_request *given, char **message) {
  std::lock_guard<std::recursive_mutex> lock(compiler->mutex);
  Request request = readRequest(*given);
  auto result = std::make_unique<nnf_executable>();
  StringRef function = request.gradients.empty() ? "f" : "vjp";
  result->executable = Executable::loadCached(*compiler->jit, function, request.options);
  if ((result->cached = result->executable != nullptr))
    return result.release();

  std::string diagnostics, error;
  llvm::raw_string_ostream os(diagnostics);
  ScopedDiagnosticHandler handler(&compiler->getContext(), [&](Diagnostic &d) {
    if (d.getSeverity() == DiagnosticSeverity::Error)
      os << (diagnostics.empty() ? "" : "\n") << d;
    return success();
  });
  result->executable = compileRequest(*compiler, request, error);
  if (!result->executable) {
    capi::say(message, diagnostics.empty() ? error : diagnostics);
    return nullptr;
  }
  return result.release();
}
