//===- Linear.td - affine maps ----------------------------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
include "nnf/IR/NnfBase.td"

def Nnf_LinearOp : Nnf_Composite<"linear", "Linear", (ins Nnf_NumberTensor:$input, Nnf_NumberTensor:$weight),
    (ins Optional<Nnf_NumberTensor>:$bias), (ins), (outs Nnf_NumberTensor:$result)> {
  let summary = "input times the transpose of weight, plus bias";
  let resultKind = "Scores";
  let description = [{
    Formula: `result[..., n] = sum_k(input[..., k] * weight[n, k]) + bias[n]`. `input` has shape (..., K), `weight` (N, K) or
    (K), `bias` (N) or (); without N the result is (...). f16 and bf16 accumulate in f32. K = 0 gives the bias.

    ```mlir
    %linear = nnf.linear %x, %w bias = %b : (tensor<?x784xf32>, tensor<10x784xf32>, tensor<10xf32>) -> tensor<?x10xf32>
    ```

    [torch.nn.functional.linear](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.linear.html)
  }];
}
def Nnf_BilinearOp : Nnf_Composite<"bilinear", "Linear",
    (ins Nnf_NumberTensor:$input1, Nnf_NumberTensor:$input2, Nnf_NumberTensor:$weight), (ins Optional<Nnf_NumberTensor>:$bias), (ins),
    (outs Nnf_NumberTensor:$result)> {
  let summary = "a bilinear form an output, plus bias";
  let resultKind = "Scores";
  let description = [{
    Formula: `result[..., n] = sum_ij(input1[..., i] * weight[n, i, j] * input2[..., j]) + bias[n]`, for inputs (..., I) and (..., J), `weight` (N, I, J) and
    `bias` (N). f16 and bf16 accumulate in f32.

    ```mlir
    %bilinear = nnf.bilinear %a, %b, %w bias = %c : (tensor<?x8xf32>, tensor<?x16xf32>, tensor<4x8x16xf32>, tensor<4xf32>) -> tensor<?x4xf32>
    ```

    [torch.nn.functional.bilinear](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.bilinear.html)
  }];
}
