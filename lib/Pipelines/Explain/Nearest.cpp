//===- Nearest.cpp - the nearest form of an op that lowers, by trying ----------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Probe.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Pass/PassRegistry.h"
#include "nnf/IR/NnfBase.h"
#include "nnf/Tooling/DidYouMean.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace mlir::nnf;

/// Dialects that a conversion of MLIR's makes something of that lowers.
static constexpr std::pair<StringRef, StringRef> conversions[] = {
    {"tosa", "func.func(tosa-to-linalg-named,tosa-to-linalg,tosa-to-arith,tosa-to-tensor,canonicalize)"},
    {"shape", "func.func(shape-to-shape-lowering),convert-shape-to-std"},
    {"complex", "convert-complex-to-standard"},
    {"linalg", "func.func(linalg-generalize-named-ops)"},
    {"vector", "func.func(convert-vector-to-scf)"},
};

void nnf::getProbeDialects(DialectRegistry &registry) {
  for (ProbeTarget target : {ProbeTarget::Linalg, ProbeTarget::Cpu, ProbeTarget::Nvvm}) {
    OpPassManager pm(ModuleOp::getOperationName());
    buildProbePipeline(pm, target);
    pm.getDependentDialects(registry);
  }
  for (auto [dialect, passes] : conversions) {
    OpPassManager pm(ModuleOp::getOperationName());
    // A tool that does not have these passes does not suggest them.
    if (succeeded(parsePassPipeline(passes, pm, llvm::nulls())))
      pm.getDependentDialects(registry);
  }
}

/// One change of all types of an op, in words where it changes something.
namespace {
struct Retyping {
  std::function<Type(Type)> element; // null: element types stay
  bool makeStatic = false, makeRanked = false;

  Type operator()(Type type) const {
    auto shaped = dyn_cast<ShapedType>(type);
    Type scalar = shaped ? shaped.getElementType() : type;
    Type mapped = element ? element(scalar) : scalar;
    if (!shaped)
      return mapped;
    if (isa<UnrankedTensorType>(type))
      return makeRanked ? Type(RankedTensorType::get({ShapedType::kDynamic, ShapedType::kDynamic}, mapped))
                        : Type(UnrankedTensorType::get(mapped));
    auto tensor = dyn_cast<RankedTensorType>(type);
    if (!tensor)
      return type;
    SmallVector<int64_t> shape(tensor.getShape());
    if (makeStatic)
      llvm::replace(shape, ShapedType::kDynamic, int64_t(4));
    return RankedTensorType::get(shape, mapped, makeRanked ? Attribute() : tensor.getEncoding());
  }
};
} // namespace

static void addTypes(Operation *op, llvm::SetVector<Type> &types) {
  types.insert(op->operand_type_begin(), op->operand_type_end());
  types.insert(op->result_type_begin(), op->result_type_end());
}

/// "f32 for complex<f32>, static sizes": what the change does to these types.
static std::string describe(const Retyping &change, ArrayRef<Type> types) {
  llvm::SetVector<Type> elements;
  bool open = false, unranked = false, encoded = false;
  for (Type type : types) {
    auto shaped = dyn_cast<ShapedType>(type);
    elements.insert(shaped ? shaped.getElementType() : type);
    unranked |= isa<UnrankedTensorType>(type);
    auto tensor = dyn_cast<RankedTensorType>(type);
    open |= tensor && !tensor.hasStaticShape();
    encoded |= tensor && tensor.getEncoding();
  }
  std::string text;
  llvm::raw_string_ostream os(text);
  llvm::ListSeparator comma;
  if (change.element)
    for (Type type : elements)
      if (Type other = change.element(type); other != type)
        os << comma << other << " for " << type;
  if (change.makeRanked && unranked)
    os << comma << "a tensor with a rank";
  if (change.makeRanked && encoded)
    os << comma << "a tensor without an encoding";
  if (change.makeStatic && open)
    os << comma << "static sizes";
  return text;
}

/// The changes to try, the smallest first.
static SmallVector<Retyping> retypings(MLIRContext *context) {
  Builder b(context);
  Type f32 = b.getF32Type(), i32 = b.getI32Type(), i64 = b.getI64Type();
  // What functions of nnf take; all else gets the nearest of them.
  auto unusual = [=](Type t) -> Type {
    if (isa<ComplexType>(t))
      return f32;
    if (isa<FloatType>(t))
      return isa<Float16Type, BFloat16Type, Float32Type, Float64Type>(t) ? t : Type(f32);
    if (auto integer = dyn_cast<IntegerType>(t)) {
      static constexpr unsigned usual[] = {1, 8, 16, 32, 64};
      return llvm::is_contained(usual, integer.getWidth()) ? t : integer.getWidth() < 32 ? Type(i32) : Type(i64);
    }
    return t;
  };
  auto floats = [=](Type t) -> Type { return isa<ComplexType, FloatType>(t) ? f32 : t; };
  auto numbers = [=](Type t) -> Type { return isa<ComplexType, FloatType, IntegerType>(t) ? f32 : t; };
  auto integers = [=](Type t) -> Type { return isa<IntegerType>(t) ? i64 : t; };
  SmallVector<Retyping> all;
  for (bool ranked : {false, true})
    for (bool fixed : {false, true})
      for (std::function<Type(Type)> element : {std::function<Type(Type)>(), std::function<Type(Type)>(unusual),
                                                std::function<Type(Type)>(floats), std::function<Type(Type)>(integers),
                                                std::function<Type(Type)>(numbers)})
        all.push_back({element, fixed, ranked});
  return all;
}

/// The op of nnf whose name is nearest to a part of another dialect's: nnf.softmax for aten.softmax.int. Empty where none is.
static std::string nearestOp(Operation *op) {
  SmallVector<StringRef> names, parts;
  for (RegisteredOperationName known : op->getContext()->getRegisteredOperations())
    if (known.getDialectNamespace() == NnfDialect::getDialectNamespace())
      names.push_back(known.stripDialect());
  op->getName().getStringRef().split(parts, '.');
  for (StringRef part : ArrayRef(parts).drop_front()) {
    part = part.trim('_');
    if (llvm::is_contained(names, part))
      return ("nnf." + part).str();
  }
  for (StringRef part : ArrayRef(parts).drop_front())
    if (std::optional<StringRef> found = didYouMean(part, names))
      return ("nnf." + *found).str();
  return "";
}

static bool lowers(OwningOpRef<ModuleOp> probe, ProbeTarget target, StringRef passes = "") {
  return probe && !whyNotLowered(*probe, target, passes);
}

std::string nnf::nearestForm(Operation *op, const llvm::DenseSet<Operation *> &broken, ProbeTarget target) {
  StringRef dialect = op->getName().getDialectNamespace();
  bool isNnf = dialect == NnfDialect::getDialectNamespace();
  if (op->isRegistered()) {
    llvm::SetVector<Type> types;
    op->walk([&](Operation *inner) { addTypes(inner, types); });
    for (const Retyping &change : retypings(op->getContext())) {
      std::string words = describe(change, types.getArrayRef());
      if (!words.empty() && lowers(makeProbe(op, broken, change), target))
        return words;
    }
    for (auto [name, passes] : conversions) {
      OpPassManager parsed(ModuleOp::getOperationName());
      if (name == dialect && succeeded(parsePassPipeline(passes, parsed, llvm::nulls())) &&
          lowers(makeProbe(op, broken), target, passes))
        return ("run --pass-pipeline='builtin.module(" + passes + ")' first").str();
    }
  }
  std::string other = isNnf ? "" : nearestOp(op);
  return other.empty() ? "-" : other;
}

std::string nnf::nearestArgument(Location loc, Type type, ProbeTarget target) {
  for (const Retyping &change : retypings(type.getContext())) {
    std::string words = describe(change, type);
    if (!words.empty() && lowers(makeArgumentProbe(loc, change(type)), target))
      return words;
  }
  if (auto memref = dyn_cast<MemRefType>(type)) {
    Type tensor = RankedTensorType::get(memref.getShape(), memref.getElementType());
    if (lowers(makeArgumentProbe(loc, tensor), target)) {
      std::string text;
      llvm::raw_string_ostream(text) << tensor;
      return text;
    }
  }
  return "-";
}
