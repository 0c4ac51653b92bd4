//===- Stages.cpp - the texts of a module's stages, line by line back to the first one
//-----------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The first stage is the module as it prints, parsed again: its lines are the locations that all later stages carry
// along. In assembly they are line tables.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Pictures/Stages.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/LLVMIR/Transforms/Passes.h"
#include "mlir/IR/AsmState.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "nnf/Pipelines/CPU.h"
#include "nnf/Tooling/Executable.h"
#include "nnf/Tooling/Jit.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace mlir::nnf;

static constexpr StringLiteral firstStage = "nnf.mlir";

/// The line of the first stage in a location; the first one where it holds several.
static unsigned originOf(Location loc) {
  unsigned line = 0;
  loc->walk([&](Location part) {
    auto file = dyn_cast<FileLineColLoc>(part);
    if (!file || file.getFilename() != firstStage)
      return WalkResult::advance();
    line = file.getLine();
    return WalkResult::interrupt();
  });
  return line;
}

static size_t countLines(StringRef text) { return text.count('\n') + 1; }

/// The module as text, and the origin of each op at the line where it is printed.
static StageText printStage(ModuleOp module, StringRef name, StringRef what) {
  StageText stage;
  stage.name = name.str();
  stage.what = what.str();
  OpPrintingFlags flags;
  flags.elideLargeElementsAttrs(16).enableDebugInfo(false);
  AsmState::LocationMap lines;
  AsmState state(module, flags, &lines);
  llvm::raw_string_ostream os(stage.text);
  module->print(os, state);
  stage.origins.assign(countLines(stage.text), 0);
  for (auto &[op, place] : lines)
    if (size_t line = place.first; line >= 1 && line <= stage.origins.size() && !isa<ModuleOp>(op))
      stage.origins[line - 1] = originOf(op->getLoc());
  return stage;
}

/// Assembly without directives, each instruction with the line that `.loc` gives it.
static StageText readAssembly(StringRef text) {
  StageText stage;
  stage.name = "assembly";
  stage.what = "LLVM's code for this processor";
  unsigned origin = 0;
  llvm::StringRef line;
  while (!text.empty()) {
    std::tie(line, text) = text.split('\n');
    StringRef word = line.ltrim();
    if (word.consume_front(".loc")) {
      // ".loc 1 3 8": file, line, column.
      SmallVector<StringRef> numbers;
      word.split(numbers, ' ', 3, /*KeepEmpty=*/false);
      unsigned number;
      origin = numbers.size() > 1 && !numbers[1].getAsInteger(10, number) ? number : 0;
      continue;
    }
    // Tables of line numbers are at the end.
    if (word.starts_with(".section") && word.contains(".debug"))
      break;
    bool label = !line.empty() && !llvm::isSpace(line.front()) && line.contains(':');
    if (word.empty() || (word.starts_with(".") && !label) || word.starts_with("#") || word.starts_with(".Ltmp") ||
        word.starts_with(".Lfunc"))
      continue;
    // A function begins; what it is made of follows.
    if (label && !word.starts_with("."))
      origin = 0;
    stage.text += line.split('#').first.rtrim();
    stage.text += '\n';
    stage.origins.push_back(label ? 0 : origin);
  }
  stage.origins.push_back(0);
  return stage;
}

llvm::Expected<std::vector<StageText>> nnf::compileInStages(ModuleOp module) {
  auto fail = [](const Twine &why) { return llvm::createStringError(why); };
  std::string source;
  llvm::raw_string_ostream os(source);
  module->print(os, OpPrintingFlags().enableDebugInfo(false));
  os << "\n";
  MLIRContext *context = module.getContext();
  OwningOpRef<ModuleOp> first = parseSourceString<ModuleOp>(source, context, firstStage);
  if (!first)
    return fail("the module does not parse again as it was printed");

  std::string error;
  std::unique_ptr<Jit> jit = Jit::create(&error);
  if (!jit)
    return fail(error);
  std::vector<StageText> stages;
  stages.push_back(printStage(*first, "nnf", "the program"));
  struct Step {
    Stage stage;
    StringLiteral name, what;
  };
  for (const Step &step :
       {Step{Stage::Linalg, "linalg", "loops as their index maps, on tensors"},
        Step{Stage::Bufferized, "bufferized", "the same on memory"},
        Step{Stage::Vector, "vector", "loops, tiles and vectors"}, Step{Stage::LLVM, "llvm", "what LLVM is given"}}) {
    OwningOpRef<ModuleOp> copy = first->clone();
    PassManager passes(context);
    CpuPipelineOptions options;
    options.stopAfter = step.stage;
    buildNnfToCPU(passes, completeOptions(*jit, options));
    if (step.stage == Stage::LLVM) {
      LLVM::DIScopeForLLVMFuncOpPassOptions lines;
      lines.emissionKind = LLVM::DIEmissionKind::LineTablesOnly;
      passes.addPass(LLVM::createDIScopeForLLVMFuncOpPass(lines));
    }
    if (failed(passes.run(*copy)))
      return fail("the module does not compile to the stage '" + step.name + "'");
    stages.push_back(printStage(*copy, step.name, step.what));
    std::string assembly;
    if (step.stage == Stage::LLVM) {
      if (!jit->emit(*copy, EmitKind::Assembly, JitOptions(), assembly, &error))
        return fail(error);
      stages.push_back(readAssembly(assembly));
    }
  }
  return stages;
}
