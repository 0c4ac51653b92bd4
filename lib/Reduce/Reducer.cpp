//===- Reducer.cpp - a smaller program that fails in the same way ---------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A candidate is a clone of the module with a rewrite applied to the op of some number in a walk. What verifies and is still
// interesting takes the module's place. Rewrites that remove much are tried first, and on halves of the ops before single
// ones (delta debugging: Zeller and Hildebrandt, Simplifying and isolating failure-inducing input, 2002).
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Reduce/Reducer.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Parser/Parser.h"
#include "nnf/Tooling/ProgramInputs.h"
#include "llvm/ADT/StringExtras.h"
#include <set>

using namespace mlir;
using namespace mlir::nnf;

/// Ties an input to an argument, while a program is reduced.
static constexpr StringLiteral kInput = "reduce.input";

static FunctionOpInterface entryOf(ModuleOp module) {
  FunctionOpInterface entry;
  for (auto function : module.getOps<FunctionOpInterface>())
    if (function.isPublic() && !function.isExternal()) {
      if (entry)
        return {};
      entry = function;
    }
  return entry;
}

void nnf::attachInputs(ModuleOp module, StringRef text) {
  std::vector<std::string> inputs = readProgramInputs(text);
  FunctionOpInterface entry = entryOf(module);
  if (!entry || inputs.empty() || inputs.size() != entry.getNumArguments())
    return;
  for (auto [i, input] : llvm::enumerate(inputs))
    entry.setArgAttr(i, kInput, StringAttr::get(module.getContext(), input));
}

std::string nnf::randomInput(Type type) {
  std::string text;
  llvm::raw_string_ostream os(text);
  if (auto shaped = dyn_cast<RankedTensorType>(type))
    for (int64_t size : shaped.getShape())
      os << (ShapedType::isDynamic(size) ? 3 : size) << "x";
  Type element = getElementTypeOrSelf(type);
  os << element << "=" << (isa<FloatType>(element) ? "randn" : "zeros");
  return text;
}

static std::string print(ModuleOp module) {
  std::string text;
  llvm::raw_string_ostream os(text);
  module.print(os, OpPrintingFlags().useLocalScope());
  return text;
}

std::string nnf::printProgram(ModuleOp module) {
  FunctionOpInterface entry = entryOf(module);
  std::vector<std::string> inputs;
  bool any = false;
  for (unsigned i = 0, n = entry ? entry.getNumArguments() : 0; i < n; ++i) {
    auto input = entry.getArgAttrOfType<StringAttr>(i, kInput);
    any |= input != nullptr;
    inputs.push_back(input ? input.str() : randomInput(entry.getArgument(i).getType()));
  }
  if (!any)
    return print(module);
  OwningOpRef<ModuleOp> bare = module.clone();
  for (unsigned i = 0; i < inputs.size(); ++i)
    entryOf(*bare).removeArgAttr(i, StringAttr::get(module.getContext(), kInput));
  return writeProgramInputs(inputs) + print(*bare);
}

//===-- rewrites: each does something to an op, or says that it does not apply -------------------------------------===//

using Rewrite = LogicalResult (*)(Operation *op);

/// A function that no one calls.
static LogicalResult dropFunction(Operation *op) {
  if (!isa<FunctionOpInterface>(op) || !SymbolTable::symbolKnownUseEmpty(op, op->getParentOp()))
    return failure();
  op->erase();
  return success();
}

/// The only public function keeps its place, so that the program stays one that can be run.
static FunctionOpInterface functionOf(Operation *op) { return op->getParentOfType<FunctionOpInterface>(); }

static bool isMovable(Operation *op) {
  return !op->hasTrait<OpTrait::IsTerminator>() && !isa<FunctionOpInterface, ModuleOp>(op) && functionOf(op);
}

/// Something of `type` that is there before `op`: one of its operands, or a zero.
static Value standIn(Operation *op, Type type) {
  for (Value operand : op->getOperands())
    if (operand.getType() == type)
      return operand;
  OpBuilder b(op);
  Type element = getElementTypeOrSelf(type);
  bool isStatic = !isa<ShapedType>(type) || (isa<RankedTensorType>(type) && cast<ShapedType>(type).hasStaticShape());
  TypedAttr zero = isStatic && element.isIntOrIndexOrFloat() && !element.isSignedInteger() && !element.isUnsignedInteger()
                       ? b.getZeroAttr(type)
                       : TypedAttr();
  return zero ? arith::ConstantOp::create(b, op->getLoc(), zero).getResult() : Value();
}

/// The results become operands or zeros.
static LogicalResult bypass(Operation *op) {
  if (!isMovable(op) || isa<arith::ConstantOp>(op))
    return failure();
  for (Value result : op->getResults()) {
    if (result.use_empty())
      continue;
    Value other = standIn(op, result.getType());
    if (!other)
      return failure();
    result.replaceAllUsesWith(other);
  }
  op->erase();
  return success();
}

/// The results become arguments of the function.
static LogicalResult makeArguments(Operation *op) {
  FunctionOpInterface function = isMovable(op) ? functionOf(op) : FunctionOpInterface();
  if (!function || op->getNumResults() == 0 || !SymbolTable::symbolKnownUseEmpty(function, function->getParentOp()))
    return failure();
  for (Value result : op->getResults()) {
    if (result.use_empty())
      continue;
    unsigned number = function.getNumArguments();
    if (failed(function.insertArgument(number, result.getType(), {}, op->getLoc())))
      return failure();
    result.replaceAllUsesWith(function.getArgument(number));
  }
  op->erase();
  return success();
}

/// An op whose results no one reads.
static LogicalResult dropUnread(Operation *op) {
  if (!isMovable(op) || !op->use_empty())
    return failure();
  op->erase();
  return success();
}

/// A return without its last value. The first values go once the last are gone or needed.
template <bool first>
static LogicalResult returnLess(Operation *op) {
  FunctionOpInterface function = op->hasTrait<OpTrait::ReturnLike>() ? dyn_cast<FunctionOpInterface>(op->getParentOp()) : nullptr;
  if (!function || op->getNumOperands() == 0 || !SymbolTable::symbolKnownUseEmpty(function, function->getParentOp()))
    return failure();
  unsigned number = first ? 0 : op->getNumOperands() - 1;
  op->eraseOperand(number);
  return function.eraseResult(number);
}

/// Arguments that no one reads.
static LogicalResult dropArguments(Operation *op) {
  auto function = dyn_cast<FunctionOpInterface>(op);
  if (!function || function.isExternal() || !SymbolTable::symbolKnownUseEmpty(op, op->getParentOp()))
    return failure();
  llvm::BitVector unread(function.getNumArguments());
  for (BlockArgument argument : function.getArguments())
    unread[argument.getArgNumber()] = argument.use_empty();
  return unread.none() ? failure() : function.eraseArguments(unread);
}

/// Attributes that may be absent, and those at which a default would do.
static LogicalResult dropAttributes(Operation *op) {
  if (isa<FunctionOpInterface>(op) || op->getDiscardableAttrDictionary().empty())
    return failure();
  op->setDiscardableAttrs(DictionaryAttr::get(op->getContext()));
  return success();
}

//===-- the search ---------------------------------------------------------------------------------------------------===//

namespace {
class Search {
public:
  Search(OwningOpRef<ModuleOp> &module, const Interesting &interesting) : module(module), interesting(interesting) {}

  void run() {
    for (bool changed = true; changed;) {
      changed = false;
      for (Rewrite rewrite : {dropFunction, returnLess<false>, returnLess<true>, makeArguments, bypass, dropUnread,
                              dropArguments, dropAttributes})
        changed |= sweep(rewrite);
      changed |= shrinkSizes();
    }
  }
  ReduceStatistics statistics;

private:
  bool keeps(OwningOpRef<ModuleOp> candidate) {
    ScopedDiagnosticHandler quiet(candidate->getContext(), [](Diagnostic &) {});
    if (failed(verify(*candidate)))
      return false;
    ++statistics.tried;
    if (!interesting(printProgram(*candidate)))
      return false;
    ++statistics.kept;
    module = std::move(candidate);
    return true;
  }

  /// `rewrite` on the ops from number `from` on, as many as `count`, the last first: users go before what they use.
  bool tryOn(Rewrite rewrite, size_t from, size_t count) {
    OwningOpRef<ModuleOp> candidate = module->clone();
    SmallVector<Operation *> ops;
    candidate->walk<WalkOrder::PreOrder>([&](Operation *op) { ops.push_back(op); });
    if (from >= ops.size())
      return false;
    ArrayRef<Operation *> chosen = ArrayRef<Operation *>(ops).slice(from, std::min(count, ops.size() - from));
    bool applied = false;
    for (Operation *op : llvm::reverse(chosen))
      applied |= succeeded(rewrite(op));
    return applied && keeps(std::move(candidate));
  }

  size_t size() {
    size_t count = 0;
    module->walk([&](Operation *) { ++count; });
    return count;
  }

  bool sweep(Rewrite rewrite) {
    bool changed = false;
    for (size_t chunk = std::max<size_t>(size() / 2, 1);; chunk /= 2) {
      for (size_t end = size(); end > 0;) {
        size_t from = end > chunk ? end - chunk : 0;
        if (tryOn(rewrite, from, end - from)) {
          changed = true;
          end = std::min(size(), end);
          if (from == 0)
            break;
          continue;
        }
        end = from;
      }
      if (chunk == 1)
        return changed;
    }
  }

  /// Every static size in the text, everywhere at once: 1024x becomes 1x, 2x, 3x or half.
  bool shrinkSizes() {
    bool changed = false;
    for (bool again = true; again;) {
      again = false;
      std::string text = print(*module);
      std::set<int64_t, std::greater<>> sizes;
      module->walk([&](Operation *op) {
        auto note = [&](Type type) {
          if (auto shaped = dyn_cast<RankedTensorType>(type))
            for (int64_t size : shaped.getShape())
              if (size > 1)
                sizes.insert(size);
        };
        llvm::for_each(op->getResultTypes(), note);
        for (Region &region : op->getRegions())
          for (Block &block : region)
            llvm::for_each(block.getArgumentTypes(), note);
      });
      // Where a type is open, the input has the size.
      if (FunctionOpInterface entry = entryOf(*module))
        for (unsigned i = 0; i < entry.getNumArguments(); ++i)
          if (auto input = entry.getArgAttrOfType<StringAttr>(i, kInput))
            for (StringRef piece : llvm::split(input.getValue().split('=').first, 'x'))
              if (int64_t size; !piece.getAsInteger(10, size) && size > 1)
                sizes.insert(size);
      for (int64_t size : sizes) {
        for (int64_t smaller : {int64_t(1), int64_t(2), int64_t(3), size / 2}) {
          if (smaller < 1 || smaller >= size)
            continue;
          ScopedDiagnosticHandler quiet(module->getContext(), [](Diagnostic &) {});
          OwningOpRef<ModuleOp> candidate =
              parseSourceString<ModuleOp>(replaceSize(text, size, smaller), ParserConfig(module->getContext()));
          if (candidate && keeps(std::move(candidate))) {
            again = changed = true;
            break;
          }
        }
        if (again)
          break;
      }
    }
    return changed;
  }

  /// 64x, and [64] or , 64 in lists of sizes; not a part of a longer number or name.
  static std::string replaceSize(StringRef text, int64_t size, int64_t smaller) {
    std::string from = std::to_string(size), to = std::to_string(smaller), result;
    while (!text.empty()) {
      size_t at = text.find(from);
      if (at == StringRef::npos)
        break;
      char before = at == 0 ? ' ' : text[at - 1];
      StringRef behind = text.drop_front(at + from.size());
      bool isSize = (before == '<' || before == 'x' || before == ' ' || before == '[' || before == '"') &&
                    (behind.starts_with("x") || behind.starts_with(",") || behind.starts_with("]"));
      result += text.take_front(at);
      result += isSize ? to : from;
      text = behind;
    }
    return result + text.str();
  }

  OwningOpRef<ModuleOp> &module;
  const Interesting &interesting;
};
} // namespace

ReduceStatistics nnf::reduceModule(OwningOpRef<ModuleOp> &module, const Interesting &interesting) {
  Search search(module, interesting);
  search.run();
  return search.statistics;
}

ReduceStatistics nnf::reduceLines(std::string &text, const Interesting &interesting) {
  ReduceStatistics statistics;
  SmallVector<std::string> lines;
  for (StringRef line : llvm::split(text, '\n'))
    lines.push_back(line.str());
  for (size_t chunk = std::max<size_t>(lines.size() / 2, 1);; chunk /= 2) {
    for (size_t end = lines.size(); end > 0;) {
      size_t from = end > chunk ? end - chunk : 0;
      SmallVector<std::string> rest(lines.begin(), lines.begin() + from);
      rest.append(lines.begin() + end, lines.end());
      ++statistics.tried;
      if (interesting(llvm::join(rest, "\n"))) {
        ++statistics.kept;
        lines = std::move(rest);
      }
      end = from;
    }
    if (chunk == 1)
      break;
  }
  text = llvm::join(lines, "\n");
  return statistics;
}
