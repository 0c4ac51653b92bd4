//===- NnfDialect.cpp - the dialect, and what generated code shares ------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "nnf/IR/NnfBase.h"
#include "nnf/Tooling/DidYouMean.h"

using namespace mlir;
using namespace mlir::nnf;

#include "nnf/IR/NnfDialect.cpp.inc"
#include "nnf/IR/NnfEnums.cpp.inc"
#include "nnf/IR/NnfInterfaces.cpp.inc"

//===-- dialect -------------------------------------------------------------------------------------------------===//

void NnfDialect::initialize() {
#define NNF_FAMILY(NAME) register##NAME##Ops();
#include "nnf/IR/Families.inc"
  detail::addBytecodeInterface(*this);
}

Operation *NnfDialect::materializeConstant(OpBuilder &b, Attribute value, Type type, Location loc) {
  return arith::ConstantOp::materialize(b, value, type, loc);
}

/// The op that torch's name with an underscore at its end stands for, where that op may work in place.
static std::optional<RegisteredOperationName> inPlaceOp(StringRef name, MLIRContext *context) {
  if (!name.consume_back("_"))
    return std::nullopt;
  std::optional<RegisteredOperationName> op = RegisteredOperationName::lookup(name, context);
  if (!op || !llvm::any_of(op->getAttributeNames(), [](StringAttr a) { return a.getValue() == "inplace"; }))
    return std::nullopt;
  return op;
}

/// The parser asks for a way to read names that are no ops. `nnf.relu_` is nnf.relu with `inplace = true`; any other gets an
/// error with the name that was probably meant.
std::optional<Dialect::ParseOpHook> NnfDialect::getParseOperationHook(StringRef name) const {
  // A hook is a reference to a function: it may not hold anything of its own.
  static constexpr auto inPlace = [](OpAsmParser &parser, OperationState &state) -> ParseResult {
    RegisteredOperationName op = *inPlaceOp(state.name.getStringRef(), parser.getContext());
    state.name = op;
    if (op.getParseAssemblyFn()(parser, state))
      return failure();
    state.addAttribute("inplace", parser.getBuilder().getBoolAttr(true));
    return success();
  };
  static constexpr auto fail = [](OpAsmParser &parser, OperationState &state) -> ParseResult {
    SmallVector<StringRef> known;
    for (RegisteredOperationName op : parser.getContext()->getRegisteredOperations())
      if (op.getDialectNamespace() == getDialectNamespace())
        known.push_back(op.getStringRef());
    return parser.emitError(parser.getNameLoc())
           << "is unknown" << didYouMeanSuffix(state.name.getStringRef(), known);
  };
  return inPlaceOp(name, getContext()) ? ParseOpHook(inPlace) : ParseOpHook(fail);
}

//===-- what generated code shares ------------------------------------------------------------------------------===//

LogicalResult nnf::detail::verifyRules(Operation *op) {
  ArrayRef<StringAttr> names = op->getName().getAttributeNames();
  SmallVector<StringRef> known(llvm::map_range(names, [](StringAttr name) { return name.getValue(); }));
  for (NamedAttribute attribute : op->getDiscardableAttrs()) {
    // Others may attach what they like, if only it is not what was meant for us.
    StringRef name = attribute.getName();
    std::string meant = name.contains('.') ? "" : didYouMeanSuffix(name, known);
    if (!meant.empty())
      return op->emitOpError("has no attribute '") << name << "'" << meant;
  }
  SmallVector<Type> types;
  auto infer = cast<InferTypeOpInterface>(op);
  if (failed(infer.inferReturnTypes(op->getContext(), op->getLoc(), op->getOperands(), op->getRawDictionaryAttrs(),
                                    op->getPropertiesStorage(), op->getRegions(), types)))
    return failure();
  if (!infer.isCompatibleReturnTypes(types, op->getResultTypes()))
    return op->emitOpError("inferred type(s) ")
           << types << " are incompatible with return type(s) of operation " << op->getResultTypes();
  return success();
}

Type nnf::detail::elementTypeOf(Value tensor) {
  return cast<ShapedType>(tensor.getType()).getElementType();
}

int64_t nnf::detail::axisFromFront(int64_t dim, Operation *op) {
  int64_t rank = cast<ShapedType>(op->getResult(0).getType()).getRank();
  return dim < 0 ? dim + std::max<int64_t>(rank, 1) : dim;
}

Bounds nnf::detail::reducedBounds(const Bounds &term, ArrayRef<Bounds> operands, int64_t weightIndex) {
  if (term.lo < 0 || (weightIndex >= 0 && operands[weightIndex].lo < 0))
    return Bounds();
  return Bounds::between(0, std::numeric_limits<double>::infinity(), true, true);
}

Type nnf::detail::promotedElementType(Value tensor) {
  Type t = elementTypeOf(tensor);
  return isa<FloatType>(t) ? t : Type(Float32Type::get(t.getContext()));
}

Type nnf::detail::promotedFloatType(ValueRange operands) {
  Type best;
  for (Value v : operands) {
    auto shaped = dyn_cast<ShapedType>(v.getType());
    auto t = shaped ? dyn_cast<FloatType>(shaped.getElementType()) : FloatType();
    if (!t)
      continue;
    if (!best || t.getIntOrFloatBitWidth() > best.getIntOrFloatBitWidth())
      best = t;
    else if (t != best && t.getIntOrFloatBitWidth() == best.getIntOrFloatBitWidth())
      best = Float32Type::get(t.getContext()); // f16 with bf16
  }
  return best ? best : Float32Type::get(operands.front().getContext());
}

bool nnf::detail::compatibleTypes(TypeRange inferred, TypeRange actual) {
  return inferred.size() == actual.size() && llvm::all_of(llvm::zip(inferred, actual), [](auto pair) {
           auto [a, b] = pair;
           auto x = dyn_cast<RankedTensorType>(a), y = dyn_cast<RankedTensorType>(b);
           return x && y && x.getElementType() == y.getElementType() && succeeded(verifyCompatibleShape(x, y));
         });
}

LogicalResult nnf::detail::reducedShape(ShapeContext &c, Reduction reduction, const Shape &samples,
                                        SmallVectorImpl<Shape> &results) {
  if (failed(c.require(reduction != Reduction::BatchMean, "expects reduction to be none, mean or sum, but got batchmean")))
    return failure();
  results.push_back(reduction == Reduction::None ? samples : Shape());
  return success();
}

LogicalResult nnf::detail::lossShape(ShapeContext &c, ValueRange operands, ArrayRef<StringRef> required,
                                     Reduction reduction, Value likeInput, bool hasBatchMean,
                                     SmallVectorImpl<Shape> &results) {
  SmallVector<Shape> shapes;
  SmallVector<std::string> names;
  for (auto [i, v] : llvm::enumerate(operands)) {
    shapes.push_back(c.shape(v));
    names.push_back(i < required.size() ? required[i].str() : "operand " + std::to_string(i));
  }
  FailureOr<Shape> shape = c.broadcast(shapes, names);
  if (failed(shape) || failed(c.requireSameIntegers(operands)))
    return failure();
  if (likeInput) {
    Shape weight = c.shape(likeInput), input = shapes.front();
    if (failed(c.requireRank(weight, input.size(), input.size(), "weight")))
      return failure();
    for (size_t i = 0; i < input.size(); ++i)
      if (failed(c.requireEqual(weight[i], input[i], "dimension " + Twine(i) + " of weight",
                                "dimension " + Twine(i) + " of input")))
        return failure();
  }
  if (hasBatchMean && reduction == Reduction::BatchMean) {
    results.push_back(Shape());
    return success();
  }
  return reducedShape(c, reduction, *shape, results);
}

LogicalResult nnf::detail::reifyShapes(Operation *op, OpBuilder &b, ReifiedRankedShapedTypeDims &dims) {
  FailureOr<SmallVector<Shape>> shapes = cast<ShapeRuleOpInterface>(op).emitShapes(b, op->getOperands(), false);
  if (failed(shapes))
    return failure();
  for (auto [shape, result] : llvm::zip_equal(*shapes, op->getResults())) {
    SmallVector<OpFoldResult> sizes;
    auto type = cast<RankedTensorType>(result.getType());
    // The declared type may know more than the operands tell.
    for (auto [i, d] : llvm::enumerate(shape)) {
      sizes.push_back(type.isDynamicDim(i) ? d.mixed(b) : OpFoldResult(b.getIndexAttr(type.getDimSize(i))));
      if (!sizes.back()) // a size that depends on values
        return failure();
    }
    dims.push_back(std::move(sizes));
  }
  return success();
}

void nnf::detail::nameResults(Operation *op, ArrayRef<StringRef> names, OpAsmSetValueNameFn setName) {
  StringRef mnemonic = op->getName().stripDialect();
  for (auto [i, result] : llvm::enumerate(op->getResults())) {
    // A location that names the value (as importers attach) wins over the op's own word.
    if (auto named = dyn_cast<NameLoc>(op->getLoc()); named && i == 0 && !named.getName().empty()) {
      setName(result, named.getName());
      continue;
    }
    setName(result, i < names.size() ? names[i] : mnemonic);
  }
}

ParseResult nnf::detail::parseClausesEnd(OpAsmParser &p, StringRef names) {
  SMLoc loc = p.getCurrentLocation();
  StringRef word;
  if (failed(p.parseOptionalKeyword(&word)))
    return success();
  SmallVector<StringRef> known;
  names.split(known, ' ', -1, /*KeepEmpty=*/false);
  InFlightDiagnostic error = p.emitError(loc) << "has no clause '" << word << "'";
  std::string meant = didYouMeanSuffix(word, known);
  if (!meant.empty() || known.empty())
    return error << meant;
  return error << "; there is " << llvm::join(known, ", ");
}

ParseResult nnf::detail::parseUnaryTypes(OpAsmParser &p, Type &input, Type &result) {
  if (p.parseType(input))
    return failure();
  result = input;
  return succeeded(p.parseOptionalArrow()) ? p.parseType(result) : success();
}

void nnf::detail::printUnaryTypes(OpAsmPrinter &p, Operation *, Type input, Type result) {
  p << input;
  if (input != result)
    p << " -> " << result;
}
