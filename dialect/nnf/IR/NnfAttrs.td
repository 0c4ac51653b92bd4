//===- NnfAttrs.td - types and attributes of the ops ----------------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
#ifndef NNF_IR_NNFATTRS_TD
#define NNF_IR_NNFATTRS_TD

include "mlir/IR/OpBase.td"
include "mlir/IR/EnumAttr.td"

//===-- tensors -----------------------------------------------------------------------------------------===//

def Nnf_Float : AnyTypeOf<[F32, F64, F16, BF16]>;
/// Signless is signed, as in linalg; torch.uint8 is ui8, torch.bool is i1.
def Nnf_Int   : AnyTypeOf<[I8, I16, I32, I64, UI<8>]>;
defvar Nnf_Bool = I1;

def Nnf_Tensor       : RankedTensorOf<[Nnf_Float]>;
def Nnf_NumberTensor : RankedTensorOf<[Nnf_Float, Nnf_Int]>;
/// For ops that move elements and do not compute with them.
def Nnf_AnyTensor    : RankedTensorOf<[Nnf_Float, Nnf_Int, Nnf_Bool]>;
def Nnf_IndexTensor  : RankedTensorOf<[I64, I32]>;
def Nnf_BoolTensor   : RankedTensorOf<[Nnf_Bool]>;
def Nnf_MaskTensor   : RankedTensorOf<[Nnf_Bool, Nnf_Float]>;

//===-- Python numbers ----------------------------------------------------------------------------------===//

/// A Python float: getters and formulas see a double.
def Nnf_F64Base : TypedAttrBase<F64, "FloatAttr", F64Attr.predicate, "64-bit float attribute"> {
  let returnType = "double";
  let convertFromStorage = "$_self.getValueAsDouble()";
  let constBuilderCall = "$_builder.getF64FloatAttr($0)";
}
/// A Python int. The stock I64Attr getter returns uint64_t, with which `dim < 0` is never true.
def Nnf_I64Base : TypedAttrBase<I64, "IntegerAttr", I64Attr.predicate, "64-bit integer attribute"> {
  let returnType = "int64_t";
  let convertFromStorage = "$_self.getInt()";
  let constBuilderCall = "$_builder.getI64IntegerAttr($0)";
}
class Nnf_F64<string default> : DefaultValuedAttr<Nnf_F64Base, default>;
class Nnf_I64<string default> : DefaultValuedAttr<Nnf_I64Base, default>;
class Nnf_Flag<string default> : DefaultValuedAttr<BoolAttr, default>;
/// A tuple of ints such as stride or padding: one entry a spatial dimension.
class Nnf_I64Tuple<string default> : DefaultValuedAttr<DenseI64ArrayAttr, default>;

//===-- enums -------------------------------------------------------------------------------------------===//

class Nnf_Enum<string name, string summary, list<I32EnumAttrCase> cases> : I32EnumAttr<name, summary, cases> {
  let cppNamespace = "::mlir::nnf";
}
def Nnf_Reduction : Nnf_Enum<"Reduction", "how a loss is reduced", [
  I32EnumAttrCase<"None", 0, "none">, I32EnumAttrCase<"Mean", 1, "mean">, I32EnumAttrCase<"Sum", 2, "sum">,
  I32EnumAttrCase<"BatchMean", 3, "batchmean">]>;
def Nnf_GeluKind : Nnf_Enum<"GeluKind", "the approximation in gelu", [
  I32EnumAttrCase<"None", 0, "none">, I32EnumAttrCase<"Tanh", 1, "tanh">]>;
def Nnf_EmptyRow : Nnf_Enum<"EmptyRow", "the softmax of a row that is all -inf", [
  I32EnumAttrCase<"Nan", 0, "nan">, I32EnumAttrCase<"Zero", 1, "zero">]>;
def Nnf_InputKind : Nnf_Enum<"InputKind", "what a classifier loss is fed", [
  I32EnumAttrCase<"Logits", 0, "logits">, I32EnumAttrCase<"LogProbs", 1, "log_probs">,
  I32EnumAttrCase<"Probs", 2, "probs">]>;
def Nnf_ReductionAttr : DefaultValuedAttr<Nnf_Reduction, "::mlir::nnf::Reduction::Mean">;

#endif // NNF_IR_NNFATTRS_TD
