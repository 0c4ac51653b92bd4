//===- NnfBase.td - the dialect and the family classes ---------------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A family class carries all that its ops share: operands, results, assembly format, traits, interfaces, and the
// C++ that binds a record's formula to its operands and attributes by their torch names. An op is then a mnemonic,
// attributes, a formula and its documentation. docs/AddingAnOp.md walks through one of each kind.
//
//===--------------------------------------------------------------------------------------------------===//
#ifndef NNF_IR_NNFBASE_TD
#define NNF_IR_NNFBASE_TD

include "mlir/IR/OpAsmInterface.td"
include "mlir/IR/OpBase.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"
include "nnf/IR/NnfAttrs.td"
include "nnf/IR/NnfInterfaces.td"

def Nnf_Dialect : Dialect {
  let name = "nnf";
  let cppNamespace = "::mlir::nnf";
  let summary = "torch.nn.functional as first-class tensor ops";
  let description = [{
    An op for every activation, loss and layer function of torch.nn.functional, with torch's names, attributes,
    defaults and semantics, on ranked tensors with value semantics. A dimension `?` never broadcasts: a dimension
    of size 1 that broadcasts is static. Wrong shapes are refused by the verifier where they are static, and at run
    time, before anything is read or written, where they are not.
  }];
  let hasConstantMaterializer = 1;
  let hasCanonicalizer = 1;
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::cf::ControlFlowDialect",
                           "::mlir::math::MathDialect", "::mlir::tensor::TensorDialect"];
  let extraClassDeclaration = [{
    /// The version written into bytecode; docs/Compatibility.md says what it promises.
    static constexpr uint64_t kVersion = 2;
    /// Reads torch's names that end in an underscore (`nnf.relu_`), and makes the error about a name that is no op.
    std::optional<ParseOpHook> getParseOperationHook(::llvm::StringRef name) const override;
#define NNF_FAMILY(NAME) void register##NAME##Ops();
#include "nnf/IR/Families.inc"
  }];
}

//===-- strings that a record says once and that are spliced everywhere --------------------------------------===//

/// What follows the clauses: whatever else stands there gets an error that names the clause that was probably meant.
/// `names` are separated by spaces. Prints nothing.
class Nnf_ClausesEnd<string names> {
  string text = " `` custom<ClausesEnd>(\"\\\"" # names # "\\\"\")";
}
/// Clauses "name = $name" for optional operands and attributes, in any order, printed in this one; elided where absent
/// or at their default.
class Nnf_Clauses<dag args> {
  defvar names = !foldl("", !range(!size(args)), s, i, s # !if(!eq(i, 0), "", " ") # !getdagname(args, i));
  string text = !if(!eq(!size(args), 0), "", !strconcat(" oilist(", !foldl("", !range(!size(args)), s, i,
      !strconcat(s, !if(!eq(i, 0), "`", " | `"), !getdagname(args, i), "` `=` $", !getdagname(args, i))), ")"))
      # Nnf_ClausesEnd<names>.text;
}
/// "$a `,` $b" for the operands that are always there.
class Nnf_OperandList<dag args> {
  string text = !foldl("", !range(!size(args)), s, i,
      !strconcat(s, !if(!eq(i, 0), "$", " `,` $"), !getdagname(args, i)));
}
/// One line an attribute: the formula sees it by its torch name.
class Nnf_BindAttrs<dag attrs> {
  string text = !foldl("", !range(!size(attrs)), s, i,
      !strconcat(s, "    [[maybe_unused]] const auto ", !getdagname(attrs, i),
                 " = scalar::native(this->getProperties().", !getdagname(attrs, i), ");\n"));
}
/// One line an operand; the optional ones are std::optional<S>.
class Nnf_BindOperands<dag required, dag optional> {
  defvar n = !size(required);
  string text = !strconcat(
    !foldl("", !range(n), s, i, !strconcat(s,
      "    [[maybe_unused]] const S ", !getdagname(required, i), " = *in[", !cast<string>(i), "];\n")),
    !foldl("", !range(!size(optional)), s, i, !strconcat(s,
      "    [[maybe_unused]] const std::optional<S> ", !getdagname(optional, i), " = in[",
      !cast<string>(!add(n, i)), "];\n")));
}
/// A member template over the scalar S with `expr` as its value, or nothing where `expr` is empty.
class Nnf_ScalarMember<string name, string extraParams, string bind, string expr> {
  string text = !if(!empty(expr), "", !strconcat("  template <class S> S ", name,
    "(::llvm::ArrayRef<std::optional<S>> in", extraParams, ") {\n    using namespace ::mlir::nnf::scalar;\n",
    bind, "    return ", expr, ";\n  }\n"));
}
/// formula, and where the record has them: compute (the kernel that reaches the accuracy mark) and derivative
/// (with `wrt`, the index of the operand) where dual numbers would differ from PyTorch or lose digits.
class Nnf_FormulaMembers<dag required, dag optional, dag attrs, string formula, string compute, string derivative,
                         string integers> {
  defvar bind = Nnf_BindOperands<required, optional>.text # Nnf_BindAttrs<attrs>.text;
  string text = "  static constexpr unsigned formulaArity = "
    # !cast<string>(!add(!size(required), !size(optional))) # ";\n"
    # "  static constexpr bool formulaPromotesIntegers = " # !if(!eq(integers, "promote"), "true", "false") # ";\n"
    # Nnf_ScalarMember<"formula", "", bind, formula>.text
    # Nnf_ScalarMember<"compute", "", bind, compute>.text
    # Nnf_ScalarMember<"derivative", ", unsigned wrt", bind, derivative>.text;
}

//===-- the base of every op -----------------------------------------------------------------------------------===//

/// `resultNames`: what the results are called in printed IR (the mnemonic where empty). `shapeRule` is written in
/// lib/IR/ops/<Family>.cpp, or comes from the family class; `elementTypes` likewise.
/// `dialect`: another one's, for ops outside of nnf (examples/standalone-consumer).
class Nnf_Op<string mnemonic, string family_, list<Trait> traits = [], Dialect dialect = Nnf_Dialect>
    : Op<dialect, mnemonic, !listconcat(traits, [
        Pure, Nnf_TorchOpInterface, Nnf_ShapeRuleOpInterface, Nnf_ValueFactsOpInterface, InferTypeOpInterface,
        DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmResultNames"]>,
        DeclareOpInterfaceMethods<ReifyRankedShapedTypeOpInterface, ["reifyResultShapes"]>])> {
  string family = family_;
  string torchName = mnemonic;
  /// Reference cases and further reading; shown in the generated docs.
  list<string> references = [];
  list<string> resultNames = [];
  /// A body for `shapeRule`; empty where lib/IR/ops/<Family>.cpp defines it.
  string shapeRuleBody = "";
  string elementTypesBody = "types.push_back(::mlir::nnf::detail::elementTypeOf(operands[0]));";
  /// What the first result is: a case of ValueKind, the dimension along which it is normalised (an expression, empty where
  /// there is none), and its bounds: an expression over `operands`, the bounds of the operands.
  string resultKind = "Unknown";
  string resultAxis = "";
  string resultBounds = "::mlir::nnf::Bounds()";
  /// The operand that the first result equals, an expression over `operands` as well.
  string forwardedOperand = "-1";
  defvar commonDecls = [{
  static ::llvm::StringRef getTorchName() { return "}] # mnemonic # [{"; }
  static ::llvm::StringRef getFamily() { return "}] # family_ # [{"; }
  static ::llvm::LogicalResult shapeRule(::mlir::nnf::ShapeContext &c, Adaptor adaptor, ::llvm::SmallVectorImpl<::mlir::nnf::Shape> &results);
  static void elementTypes(::mlir::ValueRange operands, Adaptor adaptor, ::llvm::SmallVectorImpl<::mlir::Type> &types);
  static ::llvm::LogicalResult inferReturnTypes(::mlir::MLIRContext *context, std::optional<::mlir::Location> location,
      ::mlir::ValueRange operands, ::mlir::DictionaryAttr attributes, ::mlir::OpaqueProperties properties,
      ::mlir::RegionRange regions, ::llvm::SmallVectorImpl<::mlir::Type> &types);
  static bool isCompatibleReturnTypes(::mlir::TypeRange inferred, ::mlir::TypeRange actual) { return ::mlir::nnf::detail::compatibleTypes(inferred, actual); }
  ::mlir::nnf::ValueKind getResultKind();
  std::optional<int64_t> getResultAxis();
  ::mlir::nnf::Bounds getResultBounds(::llvm::ArrayRef<::mlir::nnf::Bounds> operands);
  int64_t getForwardedOperand(::llvm::ArrayRef<::mlir::nnf::Bounds> operands);
}];
  string commonDeclarations = commonDecls;
  string resultNameList = !foldl("", resultNames, s, n, s # !if(!empty(s), "", ", ") # "\"" # n # "\"");
  string commonDefinitions = [{
::llvm::LogicalResult $cppClass::inferReturnTypes(::mlir::MLIRContext *context, std::optional<::mlir::Location> location,
    ::mlir::ValueRange operands, ::mlir::DictionaryAttr attributes, ::mlir::OpaqueProperties properties,
    ::mlir::RegionRange regions, ::llvm::SmallVectorImpl<::mlir::Type> &types) {
  return ::mlir::nnf::detail::inferTypes<$cppClass>(context, location, operands, attributes, properties, regions, types);
}
::llvm::LogicalResult $cppClass::reifyResultShapes(::mlir::OpBuilder &b, ::mlir::ReifiedRankedShapedTypeDims &dims) {
  return ::mlir::nnf::detail::reifyShapes(*this, b, dims);
}
void $cppClass::getAsmResultNames(::mlir::OpAsmSetValueNameFn setName) {
  ::mlir::nnf::detail::nameResults(*this, {}] # resultNameList # "}" # [{, setName);
}
void $cppClass::elementTypes(::mlir::ValueRange operands, Adaptor adaptor, ::llvm::SmallVectorImpl<::mlir::Type> &types) {
  }] # elementTypesBody # [{
}
::mlir::nnf::ValueKind $cppClass::getResultKind() { return ::mlir::nnf::ValueKind::}] # resultKind # [{; }
std::optional<int64_t> $cppClass::getResultAxis() { return }]
  # !if(!empty(resultAxis), "std::nullopt", "::mlir::nnf::detail::axisFromFront(" # resultAxis # ", *this)") # [{; }
::mlir::nnf::Bounds $cppClass::getResultBounds(::llvm::ArrayRef<::mlir::nnf::Bounds> operands) { return }] # resultBounds # [{; }
int64_t $cppClass::getForwardedOperand(::llvm::ArrayRef<::mlir::nnf::Bounds> operands) { return }] # forwardedOperand # [{; }
}] # !if(!foldl(!size(!filter(t, traits, !eq(!cast<string>(t), "AttrSizedOperandSegments"))), !range(!size(arguments)), n, i,
        !if(!initialized(!getdagarg<Attr>(arguments, i)), 1, n)), [{
::llvm::LogicalResult $cppClass::readProperties(::mlir::DialectBytecodeReader &reader, ::mlir::OperationState &state) {
  return ::mlir::nnf::detail::readProperties<$cppClass>(reader, state);
}
void $cppClass::writeProperties(::mlir::DialectBytecodeWriter &writer) {
  // Null where no attribute is there.
  ::mlir::Attribute attributes = getPropertiesAsAttr(getContext(), getProperties());
  writer.writeAttribute(attributes ? attributes : ::mlir::DictionaryAttr::get(getContext()));
}
}], "") # !if(!empty(shapeRuleBody), "", [{
::llvm::LogicalResult $cppClass::shapeRule(::mlir::nnf::ShapeContext &c, Adaptor adaptor, ::llvm::SmallVectorImpl<::mlir::nnf::Shape> &results) {
  }] # shapeRuleBody # [{
}
}]);
  let extraClassDeclaration = commonDeclarations;
  let extraClassDefinition = commonDefinitions;
  /// Bytecode holds attributes by name, so that an op may get more of them (lib/IR/Bytecode.cpp).
  let useCustomPropertiesEncoding = 1;
}

//===-- families: scalar formulas -------------------------------------------------------------------------------===//

/// y[i] = formula(input[i]), with the shape of the input. `integers`: "" refuses integer tensors, "native" computes
/// in them, "promote" computes and returns f32.
class Nnf_Activation<string mnemonic, string family, dag attrs, string formula_, string integers_ = "",
                     Dialect dialect = Nnf_Dialect>
    : Nnf_Op<mnemonic, family, [Nnf_ScalarFormulaOpInterface, Nnf_SlicewiseOpInterface], dialect> {
  string formula = formula_;
  string compute = "";
  string derivative = "";
  string integers = integers_;
  defvar type = !if(!empty(integers_), Nnf_Tensor, Nnf_NumberTensor);
  let resultKind = "Activated";
  let resultBounds = "::mlir::nnf::detail::evalBounds(*this, operands).first";
  let forwardedOperand = "::mlir::nnf::detail::evalBounds(*this, operands).second ? 0 : -1";
  let arguments = !con((ins type:$input), attrs);
  let results = (outs type:$result);
  let assemblyFormat = "$input" # Nnf_Clauses<attrs>.text # " attr-dict `:` custom<UnaryTypes>(type($input), type($result))";
  let hasFolder = 1;
  let shapeRuleBody = "results.push_back(c.shape(::mlir::nnf::detail::operandAt(adaptor, 0))); return ::mlir::success();";
  let elementTypesBody = !if(!eq(integers_, "promote"),
      "types.push_back(::mlir::nnf::detail::promotedElementType(operands[0]));",
      "types.push_back(::mlir::nnf::detail::elementTypeOf(operands[0]));");
  let extraClassDeclaration = commonDeclarations
      # Nnf_FormulaMembers<(ins type:$input), (ins), attrs, formula, compute, derivative, integers_>.text;
  let extraClassDefinition = commonDefinitions # [{
::mlir::OpFoldResult $cppClass::fold(FoldAdaptor adaptor) { return ::mlir::nnf::detail::foldFormula(*this, adaptor.getOperands()); }
}];
}

/// loss = reduce(weight * formula(required..., extra...)), operands broadcast as torch does it. `weighted`: there is an
/// optional weight. `meanByWeight`: 'mean' divides by the sum of the weights.
class Nnf_TermLoss<string mnemonic, string family, dag required, dag extra, bit weighted, dag attrs, string formula_,
                   bit meanByWeight = 0>
    : Nnf_Op<mnemonic, family, !listconcat([Nnf_ScalarFormulaOpInterface, Nnf_ReducingLossOpInterface],
        !if(!and(weighted, !gt(!size(extra), 0)), [AttrSizedOperandSegments], []<Trait>))> {
  string formula = formula_;
  string compute = "";
  string derivative = "";
  /// 0: the weight must have the input's shape, as torch asks of it.
  bit weightBroadcasts = 1;
  /// 1: 'batchmean' is one of the reductions, as in kl_div.
  bit hasBatchMean = 0;
  defvar optionals = !if(weighted, !con(extra, (ins Optional<Nnf_Tensor>:$weight)), extra);
  defvar allAttrs = !con(attrs, (ins Nnf_ReductionAttr:$reduction));
  defvar weightIndex = !if(weighted, "::mlir::nnf::detail::operandIndex(*this, getWeightMutable())", "-1");
  let arguments = !con(required, optionals, allAttrs);
  let results = (outs Nnf_Tensor:$result);
  let assemblyFormat = Nnf_OperandList<required>.text # Nnf_Clauses<!con(optionals, allAttrs)>.text
      # " attr-dict `:` functional-type(operands, results)";
  let resultNames = ["loss"];
  let resultBounds = "::mlir::nnf::detail::reducedBounds(::mlir::nnf::detail::evalBounds(*this, operands).first, operands, lossWeightIndex())";
  let shapeRuleBody = "return ::mlir::nnf::detail::lossShape(c, adaptor.getOperands(), {"
      # !foldl("", !range(!size(required)), s, i, s # !if(!eq(i, 0), "\"", ", \"") # !getdagname(required, i) # "\"")
      # "}, adaptor.getReduction(), " # !if(!or(weightBroadcasts, !not(weighted)), "::mlir::Value()", "adaptor.getWeight()")
      # ", " # !if(hasBatchMean, "true", "false") # ", results);";
  let elementTypesBody = "types.push_back(::mlir::nnf::detail::promotedFloatType(operands));";
  let extraClassDeclaration = commonDeclarations
      # "  static constexpr bool lossMeanDividesByWeight = " # !if(meanByWeight, "true", "false") # ";\n"
      # "  int64_t lossWeightIndex() { return " # weightIndex # "; }\n"
      # Nnf_FormulaMembers<required, extra, attrs, formula, compute, derivative, "">.text;
}
/// The usual one: of an input and a target, with a weight.
class Nnf_ElementwiseLoss<string mnemonic, string family, dag extra, dag attrs, string formula_, bit meanByWeight = 0>
    : Nnf_TermLoss<mnemonic, family, (ins Nnf_Tensor:$input, Nnf_Tensor:$target), extra, 1, attrs, formula_, meanByWeight>;

//===-- families: composites and structured ops -------------------------------------------------------------------===//

/// An op that is lowered by its `decompose`: operands that are always there, optional ones, attributes, results.
class Nnf_Composite<string mnemonic, string family, dag required, dag optionals, dag attrs, dag outs_,
                    list<Trait> traits = [], Dialect dialect = Nnf_Dialect>
    : Nnf_Op<mnemonic, family, !listconcat(traits,
        !if(!gt(!size(optionals), 1), [AttrSizedOperandSegments], []<Trait>)), dialect> {
  let arguments = !con(required, optionals, attrs);
  let results = outs_;
  let assemblyFormat = Nnf_OperandList<required>.text # Nnf_Clauses<!con(optionals, attrs)>.text
      # " attr-dict `:` functional-type(operands, results)";
}

#endif // NNF_IR_NNFBASE_TD
