//===- Distance.td - distances and angles between vectors ------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
include "nnf/IR/NnfBase.td"

def Nnf_PairwiseDistanceOp : Nnf_Composite<"pairwise_distance", "Distance", (ins Nnf_NumberTensor:$x1, Nnf_NumberTensor:$x2), (ins),
    (ins Nnf_F64<"2.0">:$p, Nnf_F64<"1e-06">:$eps, Nnf_Flag<"false">:$keepdim), (outs Nnf_Tensor:$result)> {
  let elementTypesBody = "types.push_back(detail::promotedElementType(operands[0]));";
  let summary = "the p-norm of the difference of vectors";
  let description = [{
    Formula: `norm(x1 - x2 + eps, p)` over the last dimension; the operands broadcast. The norm is `sum(|d|^p)^(1/p)`, the number of values other
    than 0 for p = 0, the largest (smallest) |d| for p = inf (-inf). `keepdim` keeps the last dimension, with size 1. Integers
    are subtracted in their own type, where they may wrap around; the result is f32.

    ```mlir
    %pairwise_distance = nnf.pairwise_distance %a, %b p = 1.0 : (tensor<?x64xf32>, tensor<?x64xf32>) -> tensor<?xf32>
    ```

    [torch.nn.functional.pairwise_distance](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.pairwise_distance.html)
  }];
}
def Nnf_CosineSimilarityOp : Nnf_Composite<"cosine_similarity", "Distance", (ins Nnf_Tensor:$x1, Nnf_Tensor:$x2), (ins),
    (ins Nnf_I64<"1">:$dim, Nnf_F64<"1e-08">:$eps), (outs Nnf_Tensor:$result)> {
  let summary = "the cosine of the angle between vectors";
  let description = [{
    Formula: `sum((x1 / max(norm(x1), eps)) * (x2 / max(norm(x2), eps)))` along `dim` of the shape that the operands broadcast to, with Euclidean norms.
    As in PyTorch the gradient does not see the maxima.

    ```mlir
    %cosine_similarity = nnf.cosine_similarity %a, %b dim = -1 : (tensor<?x64xf32>, tensor<?x64xf32>) -> tensor<?xf32>
    ```

    [torch.nn.functional.cosine_similarity](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.cosine_similarity.html)
  }];
}
def Nnf_PdistOp : Nnf_Composite<"pdist", "Distance", (ins Nnf_Tensor:$input), (ins), (ins Nnf_F64<"2.0">:$p),
    (outs Nnf_Tensor:$result)> {
  let summary = "the distances between all pairs of rows";
  let description = [{
    Formula: `norm(input[i] - input[j], p)` for all i < j, in the order (0, 1), (0, 2), ..., of the rows of `input` (N, M): N (N - 1) / 2 numbers, with
    the norms of pairwise_distance for p >= 0.

    ```mlir
    %pdist = nnf.pdist %x : (tensor<5x64xf32>) -> tensor<10xf32>
    ```

    [torch.nn.functional.pdist](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.pdist.html)
  }];
}
