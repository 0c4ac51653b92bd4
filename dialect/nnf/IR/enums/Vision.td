//===- Vision.td - enums of the family's attributes -------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Apart from NnfAttrs.td, so that a new case recompiles the units of one family.
//
//===--------------------------------------------------------------------------------------------------===//
#ifndef NNF_IR_ENUMS_VISION_TD
#define NNF_IR_ENUMS_VISION_TD

include "nnf/IR/NnfFamilyEnum.td"

def Nnf_PadMode : Nnf_FamilyEnum<"PadMode", "what padding is filled with", [
  I32EnumAttrCase<"Constant", 0, "constant">, I32EnumAttrCase<"Reflect", 1, "reflect">,
  I32EnumAttrCase<"Replicate", 2, "replicate">, I32EnumAttrCase<"Circular", 3, "circular">]>;
def Nnf_PadModeAttr : DefaultValuedAttr<Nnf_PadMode, "::mlir::nnf::PadMode::Constant">;
def Nnf_InterpolateMode : Nnf_FamilyEnum<"InterpolateMode", "how an image is resampled", [
  I32EnumAttrCase<"Nearest", 0, "nearest">, I32EnumAttrCase<"NearestExact", 1, "nearest-exact">,
  I32EnumAttrCase<"Linear", 2, "linear">, I32EnumAttrCase<"Bilinear", 3, "bilinear">,
  I32EnumAttrCase<"Trilinear", 4, "trilinear">, I32EnumAttrCase<"Bicubic", 5, "bicubic">,
  I32EnumAttrCase<"Area", 6, "area">, I32EnumAttrCase<"Lanczos", 7, "lanczos">]>;
def Nnf_InterpolateModeAttr : DefaultValuedAttr<Nnf_InterpolateMode, "::mlir::nnf::InterpolateMode::Nearest">;
def Nnf_GridMode : Nnf_FamilyEnum<"GridMode", "how grid_sample interpolates", [
  I32EnumAttrCase<"Bilinear", 0, "bilinear">, I32EnumAttrCase<"Nearest", 1, "nearest">,
  I32EnumAttrCase<"Bicubic", 2, "bicubic">]>;
def Nnf_GridModeAttr : DefaultValuedAttr<Nnf_GridMode, "::mlir::nnf::GridMode::Bilinear">;
def Nnf_GridPadding : Nnf_FamilyEnum<"GridPadding", "what grid_sample sees outside the image", [
  I32EnumAttrCase<"Zeros", 0, "zeros">, I32EnumAttrCase<"Border", 1, "border">,
  I32EnumAttrCase<"Reflection", 2, "reflection">]>;
def Nnf_GridPaddingAttr : DefaultValuedAttr<Nnf_GridPadding, "::mlir::nnf::GridPadding::Zeros">;

#endif // NNF_IR_ENUMS_VISION_TD
