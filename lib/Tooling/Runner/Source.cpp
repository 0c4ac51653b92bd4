//===- Source.cpp - a file of functions, parsed when somebody asks -------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/Source.h"
#include "Rewritten.h"
#include "mlir/AsmParser/AsmParser.h"
#include "mlir/AsmParser/AsmParserState.h"
#include "mlir/Bytecode/BytecodeReader.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/Parser/Parser.h"
#include "nnf/Tooling/DidYouMean.h"
#include "nnf/Tooling/Input.h"
#include "llvm/Support/SourceMgr.h"

using namespace llvm;
using namespace mlir;
using namespace mlir::nnf;

struct Source::Impl {
  std::string name;
  /// Owns the file's bytes.
  SourceMgr sources;
  /// Bytecode as this process may read it.
  SourceMgr readAnew;
  /// Why the file was not given to a parser.
  std::string problem;
  RegisterDialectsFn registerDialects;
  // In this order: the module dies before its context, the handlers before the context they are registered in.
  std::unique_ptr<MLIRContext> context;
  std::unique_ptr<SourceMgrDiagnosticHandler> handler;
  std::unique_ptr<ScopedDiagnosticHandler> counter;
  AsmParserState names;
  OwningOpRef<ModuleOp> module;
  std::vector<FunctionInfo> functions;
  bool parsed = false, error = false;

  StringRef text() const { return sources.getMemoryBuffer(sources.getMainFileID())->getBuffer(); }
  void parse();
  bool readBytecode(const MemoryBuffer &buffer, const DialectRegistry &registry);
  void collectFunctions();
};

Error mlir::nnf::reported() { return makeError(""); }

Source::Source() : impl(std::make_unique<Impl>()) {}
Source::~Source() = default;
StringRef Source::name() const { return impl->name; }
std::string Source::identity() const { return impl->name + "\n" + impl->text().str(); }
bool Source::reportedError() const { return impl->error; }

Expected<std::unique_ptr<Source>> Source::open(StringRef path, RegisterDialectsFn registerDialects) {
  // Alignment: bytecode holds elements of constants that are used in place.
  ErrorOr<std::unique_ptr<MemoryBuffer>> file =
      path == "-" ? MemoryBuffer::getSTDIN()
                  : MemoryBuffer::getFile(path, /*IsText=*/false, /*RequiresNullTerminator=*/true, /*IsVolatile=*/false,
                                          /*Alignment=*/Align(64));
  if (!file)
    return makeError("cannot read '" + path + "': " + file.getError().message());
  return make(std::move(*file), path == "-" ? "<stdin>" : path, registerDialects);
}

std::unique_ptr<Source> Source::fromText(StringRef text, StringRef name, RegisterDialectsFn registerDialects) {
  return make(MemoryBuffer::getMemBufferCopy(text, name), name, registerDialects);
}

std::unique_ptr<Source> Source::make(std::unique_ptr<MemoryBuffer> buffer, StringRef name,
                                     RegisterDialectsFn registerDialects) {
  std::unique_ptr<Source> source(new Source());
  source->impl->name = name.str();
  source->impl->registerDialects = registerDialects;
  source->impl->sources.AddNewSourceBuffer(std::move(buffer), SMLoc());
  return source;
}

//===----------------------------------------------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------------------------------------------===//

/// The element type, or nothing where host memory has none like it.
static std::optional<nnf_dtype> dtypeOf(mlir::Type type, bool &anySign) {
  if (auto integer = dyn_cast<IntegerType>(type)) {
    anySign = integer.isSignless() && integer.getWidth() > 1;
    std::string name = (integer.isUnsigned() ? "ui" : "i") + std::to_string(integer.getWidth());
    return parseDType(name);
  }
  anySign = false;
  if (isa<IndexType>(type))
    return NNF_I64;
  std::string name;
  raw_string_ostream(name) << type;
  return parseDType(name);
}

FunctionInfo::Value mlir::nnf::describeType(Type type) {
  FunctionInfo::Value value;
  raw_string_ostream(value.spelling) << type;
  Type element = type;
  if (auto tensor = dyn_cast<RankedTensorType>(type)) {
    element = tensor.getElementType();
    for (int64_t size : tensor.getShape())
      value.type.shape.push_back(ShapedType::isDynamic(size) ? NNF_DYNAMIC : size);
    if (tensor.getEncoding())
      value.problem = "expected a tensor without an encoding, but got " + value.spelling;
    if (tensor.getRank() > NNF_MAX_RANK)
      value.problem = "expected a rank of at most " + std::to_string(NNF_MAX_RANK) + ", but got " +
                      std::to_string(tensor.getRank());
  }
  std::optional<nnf_dtype> dtype = dtypeOf(element, value.type.anySign);
  if (dtype)
    value.type.dtype = *dtype;
  else
    value.problem =
        "expected a ranked tensor or a number, with an element type that files have, but got " + value.spelling;
  return value;
}

std::string FunctionInfo::signature() const {
  std::string text = (isPublic ? "func @" : "func private @") + name + "(";
  for (auto [i, input] : enumerate(inputs)) {
    std::string argument = input.name.empty() ? "arg" + std::to_string(i) : input.name;
    text += (i ? ", %" : "%") + argument + ": " + input.spelling + (input.parameter ? " {nnf.parameter}" : "");
  }
  text += ")";
  for (auto [i, output] : enumerate(outputs))
    text += (i ? ", " : " -> (") + output.spelling;
  return outputs.empty() ? text : text + ")";
}

//===----------------------------------------------------------------------------------------------------------===//
// Parsing
//===----------------------------------------------------------------------------------------------------------===//

bool Source::Impl::readBytecode(const MemoryBuffer &buffer, const DialectRegistry &registry) {
  Expected<std::unique_ptr<MemoryBuffer>> anew = readBytecodeApart(buffer, registry);
  if (!anew) {
    problem = "'" + name + "': " + toString(anew.takeError());
    return false;
  }
  readAnew.AddNewSourceBuffer(std::move(*anew), SMLoc());
  return true;
}

void Source::Impl::parse() {
  DialectRegistry registry;
  registerDialects(registry);
  const MemoryBuffer *buffer = sources.getMemoryBuffer(sources.getMainFileID());
  bool bytecode = isBytecode(*buffer);
  if (bytecode && !readBytecode(*buffer, registry))
    return;
  if (std::optional<std::string> bad = bytecode ? std::nullopt : findOversizedNumber(text())) {
    problem = name + ":" + *bad;
    return;
  }
  context = std::make_unique<MLIRContext>(registry, MLIRContext::Threading::DISABLED);
  // The line of the text is in the message already.
  context->printOpOnDiagnostic(false);
  handler = std::make_unique<SourceMgrDiagnosticHandler>(sources, context.get(), errs());
  // Called before the handler that prints, and passes everything on.
  counter = std::make_unique<ScopedDiagnosticHandler>(context.get(), [this](Diagnostic &diagnostic) {
    error |= diagnostic.getSeverity() == DiagnosticSeverity::Error;
    return failure();
  });

  ParserConfig config(context.get());
  if (bytecode) {
    module = parseSourceFile<ModuleOp>(readAnew, config);
  } else {
    // The names of arguments are not part of a module, only of its text.
    Block block;
    Location location = FileLineColLoc::get(context.get(), name, 0, 0);
    if (succeeded(parseAsmSourceFile(sources, &block, config, &names)))
      module = mlir::detail::constructContainerOpForParserIfNecessary<ModuleOp>(&block, context.get(), location);
  }
  if (!module)
    return;
  collectFunctions();
}

void Source::Impl::collectFunctions() {
  // What is read of the text is "%name" where the definition of the argument stands.
  llvm::DenseMap<mlir::Value, std::string> argumentNames;
  for (const AsmParserState::BlockDefinition &block : names.getBlockDefs())
    for (auto [argument, definition] : zip(block.block->getArguments(), block.arguments)) {
      StringRef spelled(definition.loc.Start.getPointer(),
                        definition.loc.End.getPointer() - definition.loc.Start.getPointer());
      argumentNames[argument] = spelled.ltrim('%').str();
    }
  for (func::FuncOp function : module->getOps<func::FuncOp>()) {
    FunctionInfo info;
    info.name = function.getName().str();
    info.isPublic = function.isPublic();
    info.hasBody = !function.isDeclaration();
    for (auto [i, type] : enumerate(function.getArgumentTypes())) {
      info.inputs.push_back(describeType(type));
      info.inputs.back().parameter = static_cast<bool>(function.getArgAttr(i, "nnf.parameter"));
      if (info.hasBody)
        info.inputs.back().name = argumentNames.lookup(function.getArgument(i));
    }
    for (Type type : function.getResultTypes())
      info.outputs.push_back(describeType(type));
    functions.push_back(std::move(info));
  }
}

Expected<ModuleOp> Source::module() {
  if (!impl->parsed) {
    impl->parsed = true;
    impl->parse();
  }
  if (impl->module)
    return *impl->module;
  if (!impl->problem.empty())
    return makeError(impl->problem);
  // A file of another kind gets a diagnostic from the parser; this is for one that fails in silence.
  return impl->error ? reported() : makeError("cannot parse '" + name() + "'");
}

Expected<ArrayRef<FunctionInfo>> Source::functions() {
  Expected<ModuleOp> parsed = module();
  if (!parsed)
    return parsed.takeError();
  return ArrayRef<FunctionInfo>(impl->functions);
}

/// "@a, @b and 3 more".
static std::string listNames(ArrayRef<StringRef> names) {
  constexpr size_t most = 8;
  std::string text;
  for (StringRef name : names.take_front(most))
    text += (text.empty() ? "" : ", ") + ("@" + name).str();
  return names.size() > most ? text + " and " + std::to_string(names.size() - most) + " more" : text;
}

Expected<const FunctionInfo *> Source::function(StringRef wanted) {
  Expected<ArrayRef<FunctionInfo>> all = functions();
  if (!all)
    return all.takeError();
  SmallVector<StringRef> names;
  const FunctionInfo *found = nullptr;
  for (const FunctionInfo &function : *all) {
    if (!function.hasBody || (wanted.empty() && !function.isPublic))
      continue;
    if (function.name == wanted)
      return &function;
    names.push_back(function.name);
    found = &function;
  }
  if (!wanted.empty()) {
    std::string meant = didYouMeanSuffix(wanted.ltrim('@'), names);
    if (meant.empty() && !names.empty())
      meant = "; there is " + listNames(names);
    return makeError("no function '" + wanted + "' in '" + name() + "'" + meant);
  }
  if (names.empty())
    return makeError("no public function in '" + name() + "'");
  if (names.size() > 1)
    return makeError("expected --function=, because '" + name() + "' has " + Twine(names.size()) +
                     " public functions: " + listNames(names));
  return found;
}
