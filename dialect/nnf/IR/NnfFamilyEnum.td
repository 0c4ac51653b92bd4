//===- NnfFamilyEnum.td - the class of enums that belong to one family -----------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
#ifndef NNF_IR_NNFFAMILYENUM_TD
#define NNF_IR_NNFFAMILYENUM_TD

include "mlir/IR/EnumAttr.td"

class Nnf_FamilyEnum<string name, string summary, list<I32EnumAttrCase> cases> : I32EnumAttr<name, summary, cases> {
  let cppNamespace = "::mlir::nnf";
}

#endif // NNF_IR_NNFFAMILYENUM_TD
