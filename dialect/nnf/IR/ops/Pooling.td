//===- Pooling.td - pooling over windows ------------------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
include "nnf/IR/NnfBase.td"

/// One record for 1-d, 2-d and 3-d: torch's rule is the same.
class Nnf_MaxPool<int n>
    : Nnf_Composite<"max_pool" # n # "d", "Pooling", (ins Nnf_NumberTensor:$input), (ins),
        (ins DenseI64ArrayAttr:$kernel_size, Nnf_I64Tuple<"{}">:$stride,
             Nnf_I64Tuple<!cond(!eq(n, 1): "{0}", !eq(n, 2): "{0, 0}", true: "{0, 0, 0}")>:$padding,
             Nnf_I64Tuple<!cond(!eq(n, 1): "{1}", !eq(n, 2): "{1, 1}", true: "{1, 1, 1}")>:$dilation,
             Nnf_Flag<"false">:$ceil_mode, Nnf_Flag<"false">:$return_indices),
        (outs Nnf_NumberTensor:$result, Optional<RankedTensorOf<[I64]>>:$indices)> {
  let resultNames = ["max_pool" # n # "d", "indices"];
  let assemblyFormat = [{
    $input `kernel_size` `=` $kernel_size oilist(`stride` `=` $stride
      | `padding` `=` $padding
      | `dilation` `=` $dilation
      | `ceil_mode` `=` $ceil_mode
      | `return_indices` `=` $return_indices) attr-dict `:` functional-type(operands, results)
  }];
  let resultBounds = "detail::maxPoolBounds(getPadding(), getDilation(), operands[0])";
  let shapeRuleBody = "return detail::maxPoolShape(c, adaptor, " # n # ", results);";
  let elementTypesBody = [{
  types.push_back(detail::elementTypeOf(operands[0]));
  if (adaptor.getReturnIndices())
    types.push_back(::mlir::IntegerType::get(operands[0].getContext(), 64));
}];
  let hasCanonicalizer = 1;
  let extraClassDeclaration = commonDeclarations # "  static constexpr int64_t spatialRank = " # n # ";\n";
}

def Nnf_MaxPool1dOp : Nnf_MaxPool<1> {
  let summary = "1-d maximum over windows";
  let description = [{
    Formula: the maximum over each window of `kernel_size` elements `dilation` apart, at steps of `stride` (by default the
    kernel size), over `input` (N, C, spatial...) or (C, spatial...) padded with -inf. NaN wins. With `return_indices` the
    second result is the position of the (first) maximum in the flattened spatial dimensions of the input, as i64.
    `ceil_mode` lets the last window start inside the input or the left padding and run over the end.

    ```mlir
    %max_pool1d = nnf.max_pool1d %x kernel_size = [2] : (tensor<1x3x8xf32>) -> tensor<1x3x4xf32>
    ```

    [torch.nn.functional.max_pool1d](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.max_pool1d.html)
  }];
}
def Nnf_MaxPool2dOp : Nnf_MaxPool<2> {
  let summary = "2-d maximum over windows";
  let description = [{
    Formula: the maximum over each window of `kernel_size` elements `dilation` apart, at steps of `stride` (by default the
    kernel size), over `input` (N, C, spatial...) or (C, spatial...) padded with -inf. NaN wins. With `return_indices` the
    second result is the position of the (first) maximum in the flattened spatial dimensions of the input, as i64.
    `ceil_mode` lets the last window start inside the input or the left padding and run over the end.

    ```mlir
    %max_pool2d = nnf.max_pool2d %x kernel_size = [2, 2] : (tensor<1x3x8x8xf32>) -> tensor<1x3x4x4xf32>
    ```

    [torch.nn.functional.max_pool2d](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.max_pool2d.html)
  }];
}
def Nnf_MaxPool3dOp : Nnf_MaxPool<3> {
  let summary = "3-d maximum over windows";
  let description = [{
    Formula: the maximum over each window of `kernel_size` elements `dilation` apart, at steps of `stride` (by default the
    kernel size), over `input` (N, C, spatial...) or (C, spatial...) padded with -inf. NaN wins. With `return_indices` the
    second result is the position of the (first) maximum in the flattened spatial dimensions of the input, as i64.
    `ceil_mode` lets the last window start inside the input or the left padding and run over the end.

    ```mlir
    %max_pool3d = nnf.max_pool3d %x kernel_size = [2, 2, 2] : (tensor<1x3x8x8x8xf32>) -> tensor<1x3x4x4x4xf32>
    ```

    [torch.nn.functional.max_pool3d](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.max_pool3d.html)
  }];
}
