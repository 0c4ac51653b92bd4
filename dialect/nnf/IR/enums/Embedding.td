//===- Embedding.td - enums of the family's attributes -------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Apart from NnfAttrs.td, so that a new case recompiles the units of one family.
//
//===--------------------------------------------------------------------------------------------------===//
#ifndef NNF_IR_ENUMS_EMBEDDING_TD
#define NNF_IR_ENUMS_EMBEDDING_TD

include "nnf/IR/NnfFamilyEnum.td"

def Nnf_BagMode : Nnf_FamilyEnum<"BagMode", "how the rows of a bag become one", [
  I32EnumAttrCase<"Sum", 0, "sum">, I32EnumAttrCase<"Mean", 1, "mean">, I32EnumAttrCase<"Max", 2, "max">]>;
def Nnf_BagModeAttr : DefaultValuedAttr<Nnf_BagMode, "::mlir::nnf::BagMode::Mean">;

#endif // NNF_IR_ENUMS_EMBEDDING_TD
