//===- Convolution.td - convolutions ----------------------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
include "nnf/IR/NnfBase.td"

/// A tuple of ints, or "same" or "valid".
def Nnf_Padding : AnyAttrOf<[DenseI64ArrayAttr, StrAttr], "tuple of integers, \"same\" or \"valid\""> {
  let constBuilderCall = "$_builder.getDenseI64ArrayAttr($0)";
}

/// One record for 1-d, 2-d and 3-d: torch's rule is the same.
class Nnf_Conv<int n>
    : Nnf_Composite<"conv" # n # "d", "Convolution", (ins Nnf_NumberTensor:$input, Nnf_NumberTensor:$weight),
        (ins Optional<Nnf_NumberTensor>:$bias),
        (ins Nnf_I64Tuple<!cond(!eq(n, 1): "{1}", !eq(n, 2): "{1, 1}", true: "{1, 1, 1}")>:$stride,
             DefaultValuedAttr<Nnf_Padding, !cond(!eq(n, 1): "{0}", !eq(n, 2): "{0, 0}", true: "{0, 0, 0}")>:$padding,
             Nnf_I64Tuple<!cond(!eq(n, 1): "{1}", !eq(n, 2): "{1, 1}", true: "{1, 1, 1}")>:$dilation,
             Nnf_I64<"1">:$groups),
        (outs Nnf_NumberTensor:$result)> {
  let assemblyFormat = "$input `,` $weight oilist(`bias` `=` $bias | `stride` `=` $stride"
      # " | `padding` `=` custom<Padding>($padding) | `dilation` `=` $dilation | `groups` `=` $groups)"
      # Nnf_ClausesEnd<"bias stride padding dilation groups">.text # " attr-dict `:` functional-type(operands, results)";
  let resultKind = "Scores";
  let shapeRuleBody = "return detail::convShape(c, adaptor, " # n # ", results);";
  let extraClassDeclaration = commonDeclarations # "  static constexpr int64_t spatialRank = " # n # ";\n";
}

def Nnf_Conv1dOp : Nnf_Conv<1> {
  let summary = "1-d convolution";
  let description = [{
    Formula: cross-correlation of `input` (N, C, spatial...) or (C, spatial...) with `weight` (F, C / groups, kernel...), plus
    `bias` (F). `padding` is a tuple, "valid" (none) or "same" (stride 1 only; the odd element is padded at the end).
    f16 and bf16 accumulate in f32.

    ```mlir
    %conv1d = nnf.conv1d %x, %w padding = "same" : (tensor<1x3x8xf32>, tensor<4x3x3xf32>) -> tensor<1x4x8xf32>
    ```

    [torch.nn.functional.conv1d](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.conv1d.html)
  }];
}
def Nnf_Conv2dOp : Nnf_Conv<2> {
  let summary = "2-d convolution";
  let description = [{
    Formula: cross-correlation of `input` (N, C, spatial...) or (C, spatial...) with `weight` (F, C / groups, kernel...), plus
    `bias` (F). `padding` is a tuple, "valid" (none) or "same" (stride 1 only; the odd element is padded at the end).
    f16 and bf16 accumulate in f32.

    ```mlir
    %conv2d = nnf.conv2d %x, %w padding = "same" : (tensor<1x3x8x8xf32>, tensor<4x3x3x3xf32>) -> tensor<1x4x8x8xf32>
    ```

    [torch.nn.functional.conv2d](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.conv2d.html)
  }];
}
def Nnf_Conv3dOp : Nnf_Conv<3> {
  let summary = "3-d convolution";
  let description = [{
    Formula: cross-correlation of `input` (N, C, spatial...) or (C, spatial...) with `weight` (F, C / groups, kernel...), plus
    `bias` (F). `padding` is a tuple, "valid" (none) or "same" (stride 1 only; the odd element is padded at the end).
    f16 and bf16 accumulate in f32.

    ```mlir
    %conv3d = nnf.conv3d %x, %w padding = "same" : (tensor<1x3x8x8x8xf32>, tensor<4x3x3x3x3xf32>) -> tensor<1x4x8x8x8xf32>
    ```

    [torch.nn.functional.conv3d](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.conv3d.html)
  }];
}
