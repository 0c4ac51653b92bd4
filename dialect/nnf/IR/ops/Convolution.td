//===- Convolution.td - convolutions ----------------------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
include "nnf/IR/NnfBase.td"
include "nnf/IR/NnfSpatial.td"

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

//===-- transposed -----------------------------------------------------------------------------------------------===//

class Nnf_ConvTranspose<int n>
    : Nnf_Composite<"conv_transpose" # n # "d", "Convolution", (ins Nnf_NumberTensor:$input, Nnf_NumberTensor:$weight),
        (ins Optional<Nnf_NumberTensor>:$bias),
        (ins Nnf_I64Tuple<Nnf_Spatial<n>.ones>:$stride, Nnf_I64Tuple<Nnf_Spatial<n>.zeros>:$padding,
             Nnf_I64Tuple<Nnf_Spatial<n>.zeros>:$output_padding, Nnf_I64<"1">:$groups,
             Nnf_I64Tuple<Nnf_Spatial<n>.ones>:$dilation),
        (outs Nnf_NumberTensor:$result)> {
  let resultKind = "Scores";
  let shapeRuleBody = "return detail::convTransposeShape(c, adaptor, " # n # ", results);";
  let extraClassDeclaration = commonDeclarations # "  static constexpr int64_t spatialRank = " # n # ";\n";
  let summary = n # "-d transposed convolution";
  let description = [{
    Formula: `result[n, f, i stride + k dilation - padding] = bias[f] + sum input[n, c, i] weight[c, f, k]` over all c, i and k that
    meet, for an `input` (N, C, spatial...) or (C, spatial...) and a `weight` (C, F / groups, kernel...): the gradient of a
    convolution by its input. Sizes are (I - 1) stride - 2 padding + dilation (kernel - 1) + output_padding + 1, where
    `output_padding`, less than stride or dilation, chooses among the sizes whose convolution gives I. f16 and bf16
    accumulate in f32.

    ```mlir
    %y = nnf.conv_transpose}] # n # "d %x, %w stride = " # Nnf_Spatial<n>.twos # " : (tensor<1x3x" # Nnf_Spatial<n>.fours
    # "xf32>, tensor<3x4x" # !cond(!eq(n, 1): "2", !eq(n, 2): "2x2", true: "2x2x2") # "xf32>) -> tensor<1x4x"
    # Nnf_Spatial<n>.eights # "xf32>\n```\n\n"
    # Nnf_TorchLink<"conv_transpose" # n # "d">.text;
}
def Nnf_ConvTranspose1dOp : Nnf_ConvTranspose<1>;
def Nnf_ConvTranspose2dOp : Nnf_ConvTranspose<2>;
def Nnf_ConvTranspose3dOp : Nnf_ConvTranspose<3>;

//===-- windows as columns ---------------------------------------------------------------------------------------===//

def Nnf_UnfoldOp : Nnf_Composite<"unfold", "Convolution", (ins Nnf_AnyTensor:$input), (ins),
    (ins DenseI64ArrayAttr:$kernel_size, Nnf_I64Tuple<"{1, 1}">:$dilation, Nnf_I64Tuple<"{0, 0}">:$padding,
         Nnf_I64Tuple<"{1, 1}">:$stride),
    (outs Nnf_AnyTensor:$result)> {
  let assemblyFormat = "$input `kernel_size` `=` $kernel_size oilist(`dilation` `=` $dilation | `padding` `=` $padding"
      # " | `stride` `=` $stride)" # Nnf_ClausesEnd<"dilation padding stride">.text
      # " attr-dict `:` functional-type(operands, results)";
  let summary = "the windows of an image as columns";
  let resultNames = ["columns"];
  let description = [{
    Formula: `result[n, (c K1 + k1) K2 + k2, o1 O2 + o2] = input[n, c, o1 stride + k1 dilation - padding, o2 ...]`, 0 outside the image,
    for an `input` (N, C, H, W) or (C, H, W): a column a window, of which there are O1 times O2.

    ```mlir
    %columns = nnf.unfold %x kernel_size = [2, 2] stride = [2, 2] : (tensor<1x3x8x8xf32>) -> tensor<1x12x16xf32>
    ```

    [torch.nn.functional.unfold](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.unfold.html)
  }];
}

def Nnf_FoldOp : Nnf_Composite<"fold", "Convolution", (ins Nnf_AnyTensor:$input), (ins),
    (ins DenseI64ArrayAttr:$output_size, DenseI64ArrayAttr:$kernel_size, Nnf_I64Tuple<"{1, 1}">:$dilation,
         Nnf_I64Tuple<"{0, 0}">:$padding, Nnf_I64Tuple<"{1, 1}">:$stride),
    (outs Nnf_AnyTensor:$result)> {
  let assemblyFormat = "$input `output_size` `=` $output_size `kernel_size` `=` $kernel_size oilist(`dilation` `=` $dilation"
      # " | `padding` `=` $padding | `stride` `=` $stride)" # Nnf_ClausesEnd<"dilation padding stride">.text
      # " attr-dict `:` functional-type(operands, results)";
  let summary = "an image from the sum of its windows";
  let resultNames = ["image"];
  let description = [{
    Formula: each pixel of the result (N, C, `output_size`) is the sum of all elements of the columns (N, C K1 K2, O1 O2) that
    nnf.unfold with the same attributes would have made of it; of bools, whether one of them is true.

    ```mlir
    %image = nnf.fold %x output_size = [8, 8] kernel_size = [2, 2] stride = [2, 2] : (tensor<1x12x16xf32>) -> tensor<1x3x8x8xf32>
    ```

    [torch.nn.functional.fold](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.fold.html)
  }];
}

def Nnf_ConvTbcOp : Nnf_Composite<"conv_tbc", "Convolution",
    (ins Nnf_NumberTensor:$input, Nnf_NumberTensor:$weight, Nnf_NumberTensor:$bias), (ins), (ins Nnf_I64<"0">:$pad),
    (outs Nnf_NumberTensor:$result)> {
  let resultKind = "Scores";
  let summary = "1-d convolution of sequences (time, batch, channels)";
  let description = [{
    Formula: `result[t, b, f] = bias[f] + sum over k, c of input[t + k - pad, b, c] weight[k, c, f]`, 0 outside, for an `input`
    (T, B, C), a `weight` (K, C, F) and a `bias` (F).

    ```mlir
    %y = nnf.conv_tbc %x, %w, %b pad = 1 : (tensor<8x2x3xf32>, tensor<3x3x4xf32>, tensor<4xf32>) -> tensor<8x2x4xf32>
    ```

    [torch.conv_tbc](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.conv1d.html)
  }];
}
