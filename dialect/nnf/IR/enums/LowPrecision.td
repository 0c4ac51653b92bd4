//===- LowPrecision.td - enums of the family's attributes ----------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Apart from NnfAttrs.td, so that a new case recompiles the units of one family.
//
//===--------------------------------------------------------------------------------------------------===//
#ifndef NNF_IR_ENUMS_LOWPRECISION_TD
#define NNF_IR_ENUMS_LOWPRECISION_TD

include "nnf/IR/NnfFamilyEnum.td"

def Nnf_ScaleRecipe : Nnf_FamilyEnum<"ScaleRecipe", "what shares a scale", [
  I32EnumAttrCase<"TensorWise", 0, "tensorwise">, I32EnumAttrCase<"RowWise", 1, "rowwise">]>;

#endif // NNF_IR_ENUMS_LOWPRECISION_TD
