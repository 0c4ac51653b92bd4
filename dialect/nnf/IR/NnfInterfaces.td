//===- NnfInterfaces.td - one concern each -------------------------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Every pass is written against these interfaces; no pass lists ops.
//
//===--------------------------------------------------------------------------------------------------===//
#ifndef NNF_IR_NNFINTERFACES_TD
#define NNF_IR_NNFINTERFACES_TD

include "mlir/IR/OpBase.td"

class Nnf_Interface<string name> : OpInterface<name> {
  let cppNamespace = "::mlir::nnf";
}

def Nnf_TorchOpInterface : Nnf_Interface<"TorchOpInterface"> {
  let description = "What an op is called in torch.nn.functional, and its family.";
  let methods = [
    StaticInterfaceMethod<"The function's name, without the module path.", "::llvm::StringRef", "getTorchName">,
    StaticInterfaceMethod<"The family: the name of the .td file under ops/.", "::llvm::StringRef", "getFamily">,
  ];
}

def Nnf_ShapeRuleOpInterface : Nnf_Interface<"ShapeRuleOpInterface"> {
  let description = [{
    An op whose result shapes follow from its operands' shapes by one rule, `ConcreteOp::shapeRule`. The rule is
    run over numbers by the verifier and by type inference, and over SSA values to reify result shapes and to emit
    the run-time guards for what is not known at compile time (see ShapeRule.h).
  }];
  let methods = [
    InterfaceMethod<[{
        Run the rule over SSA values: `operands` stand for the op's operands (they may have converted element types).
        With `guards`, what the rule requires of dynamic dimensions becomes cf.assert ops at the insertion point.
      }],
      "::llvm::FailureOr<::llvm::SmallVector<::mlir::nnf::Shape>>", "emitShapes",
      (ins "::mlir::OpBuilder &":$b, "::mlir::ValueRange":$operands, "bool":$guards), "",
      [{ return detail::emitShapes($_op, b, operands, guards); }]>,
  ];
  let verify = "return ::mlir::nnf::detail::verifyRules($_op);";
}

def Nnf_ScalarFormulaOpInterface : Nnf_Interface<"ScalarFormulaOpInterface"> {
  let description = [{
    An op whose result (before any reduction) is one scalar formula of the elements of its tensor operands.
    `ConcreteOp::formula<S>` is that formula; every method here is one instantiation of it. An absent optional
    operand is a null Value or an empty optional.
  }];
  let methods = [
    InterfaceMethod<"The index of each formula operand among the op's operands; -1 where it is absent.",
      "::llvm::SmallVector<int64_t>", "getFormulaOperands", (ins), "", [{ return detail::formulaOperands($_op); }]>,
    InterfaceMethod<[{
        Emit the value as arith and math ops on scalars or vectors, in the compute type that `scalars` have.
        Takes the record's `compute` kernel where it has one, its formula otherwise.
      }],
      "::mlir::Value", "emitFormula",
      (ins "::mlir::OpBuilder &":$b, "::mlir::Location":$loc, "::mlir::ValueRange":$scalars, "bool":$isUnsigned), "",
      [{ return detail::emitFormula($_op, b, loc, scalars, isUnsigned); }]>,
    InterfaceMethod<"Emit the partial derivative with respect to formula operand `wrt`.",
      "::mlir::Value", "emitPartial",
      (ins "::mlir::OpBuilder &":$b, "::mlir::Location":$loc, "::mlir::ValueRange":$scalars, "unsigned":$wrt), "",
      [{ return detail::emitPartial($_op, b, loc, scalars, wrt); }]>,
    InterfaceMethod<"Evaluate the formula in extended precision, for reference.",
      "long double", "evalFormula", (ins "::llvm::ArrayRef<std::optional<long double>>":$scalars), "",
      [{ return detail::evalFormula<long double>($_op, scalars); }]>,
    InterfaceMethod<"Evaluate the formula in integers, for ops that compute integer tensors in their own type.",
      "int64_t", "evalIntegerFormula", (ins "::llvm::ArrayRef<std::optional<int64_t>>":$scalars), "",
      [{ return detail::evalFormula<int64_t>($_op, scalars); }]>,
    InterfaceMethod<[{
        Bounds of the formula's values, given those of all operands of the op, in their order. The values are those of
        one element, before any reduction and rounded to the result's type.
      }],
      "::mlir::nnf::Bounds", "evalBounds", (ins "::llvm::ArrayRef<::mlir::nnf::Bounds>":$operands), "",
      [{ return detail::evalBounds($_op, operands).first; }]>,
    InterfaceMethod<[{
        True where integer operands are computed as floating point (torch's true division). Where they are not, and the result is
        of floats, the formula gets the integers and says itself where they become `real`.
      }],
      "bool", "promotesIntegers", (ins), "", [{ return ConcreteOp::formulaPromotesIntegers; }]>,
  ];
}

def Nnf_ValueFactsOpInterface : Nnf_Interface<"ValueFactsOpInterface"> {
  let description = [{
    What is known of an op's first result: what it means to the functions that read it, and between which bounds its
    values lie. Canonicalisation and lints ask this instead of naming ops.
  }];
  let methods = [
    InterfaceMethod<"What the result is; Unknown where nothing is known.", "::mlir::nnf::ValueKind", "getResultKind">,
    InterfaceMethod<"The dimension along which the result sums to 1 (or its exponentials do), counted from the front.",
      "std::optional<int64_t>", "getResultAxis">,
    InterfaceMethod<"Bounds of the result, given those of all operands, in their order.",
      "::mlir::nnf::Bounds", "getResultBounds", (ins "::llvm::ArrayRef<::mlir::nnf::Bounds>":$operands)>,
    InterfaceMethod<[{
        The index of the operand whose values the result hands on as they are, bit for bit (any NaN for any NaN), given the
        bounds of all operands; -1 where there is none.
      }],
      "int64_t", "getForwardedOperand", (ins "::llvm::ArrayRef<::mlir::nnf::Bounds>":$operands)>,
  ];
}

def Nnf_ReducingLossOpInterface : Nnf_Interface<"ReducingLossOpInterface"> {
  let description = [{
    A loss with torch's `reduction` and an optional per-element `weight`. The methods are the ODS getters.
  }];
  let methods = [
    InterfaceMethod<"torch's reduction argument.", "::mlir::nnf::Reduction", "getReduction">,
    InterfaceMethod<"The index of the weight among the op's operands, -1 where absent.", "int64_t", "getWeightIndex",
      (ins), "", [{ return $_op.lossWeightIndex(); }]>,
    InterfaceMethod<"'mean' divides by the sum of the weights instead of the number of elements.",
      "bool", "meanDividesByWeight", (ins), "", [{ return ConcreteOp::lossMeanDividesByWeight; }]>,
  ];
}

def Nnf_SlicewiseOpInterface : Nnf_Interface<"SlicewiseOpInterface"> {
  let description = [{
    An op with one result of operand 0's shape that can be computed slice by slice: of a slice of operand 0 that takes some
    dimensions whole, the same op with the same attributes makes the same slice of the result. The other operands are not
    sliced. TilingInterface follows from it (nnf/Transforms/Tiling.h).
  }];
  let methods = [
    InterfaceMethod<"The dimensions that a slice must take whole.", "::llvm::SmallVector<int64_t>", "getWholeDims", (ins), "",
      [{ return {}; }]>,
  ];
}

def Nnf_DecomposableOpInterface : Nnf_Interface<"DecomposableOpInterface"> {
  let description = [{
    An op that builds the simpler ops it stands for. Decompositions into nnf ops live with the op in lib/IR;
    those that emit upstream dialects are external models in lib/Conversion/NnfToLinalg/<Family>.cpp.
  }];
  let methods = [
    InterfaceMethod<[{
        Build the replacement at the insertion point. `operands` stand for the op's operands, with element types
        as the linalg stage has them (no signedness, bool as i8); the results have those types too.
      }],
      "::llvm::FailureOr<::llvm::SmallVector<::mlir::Value>>", "decompose",
      (ins "::mlir::OpBuilder &":$b, "::mlir::ValueRange":$operands)>,
  ];
}

def Nnf_DifferentiableOpInterface : Nnf_Interface<"DifferentiableOpInterface"> {
  let description = "An op that builds its vector-Jacobian product; implemented in lib/Transforms/Differentiate.";
  let methods = [
    InterfaceMethod<[{
        Build the cotangents of the operands from `cotangents` of the results (null: zero). The answer has one value
        an operand, null where the operand has no gradient (indices, seeds). A failure carries its own diagnostic.
      }],
      "::llvm::FailureOr<::llvm::SmallVector<::mlir::Value>>", "buildVjp",
      (ins "::mlir::OpBuilder &":$b, "::mlir::ValueRange":$cotangents)>,
  ];
}

#endif // NNF_IR_NNFINTERFACES_TD
