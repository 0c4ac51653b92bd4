//===- LossDistance.td - losses on distances between samples ------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
include "nnf/IR/NnfBase.td"

def Nnf_MarginRankingLossOp : Nnf_TermLoss<"margin_ranking_loss", "LossDistance",
    (ins Nnf_NumberTensor:$input1, Nnf_NumberTensor:$input2, Nnf_NumberTensor:$target), (ins), 0, (ins Nnf_F64<"0.0">:$margin),
    "marginRanking(input1, input2, target, margin)"> {
  let shapeRuleBody = "";
  let summary = "which of two is to be larger";
  let description = [{
    Formula: `marginRanking(input1, input2, target, margin)` = max(0, -target (input1 - input2) + margin), reduced. The operands have one rank
    and broadcast. The gradient where both are equal is that of the line. Integers, all of one type, are multiplied in it, where they
    may wrap around; the result is f32. With floats among the operands, integers are converted first.

    ```mlir
    %loss = nnf.margin_ranking_loss %a, %b, %y margin = 0.5 : (tensor<?xf32>, tensor<?xf32>, tensor<?xf32>) -> tensor<f32>
    ```

    [torch.nn.functional.margin_ranking_loss](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.margin_ranking_loss.html)
  }];
}
class Nnf_DistanceLoss<string mnemonic, dag required, dag attrs>
    : Nnf_Composite<mnemonic, "LossDistance", required, (ins), !con(attrs, (ins Nnf_ReductionAttr:$reduction)),
                    (outs Nnf_Tensor:$result)> {
  let resultNames = ["loss"];
  let elementTypesBody = "types.push_back(detail::promotedElementType(operands[0]));";
}
def Nnf_CosineEmbeddingLossOp : Nnf_DistanceLoss<"cosine_embedding_loss",
    (ins Nnf_AnyTensor:$input1, Nnf_AnyTensor:$input2, Nnf_AnyTensor:$target), (ins Nnf_F64<"0.0">:$margin)> {
  let summary = "directions that are to be equal or apart";
  let description = [{
    Formula: `1 - cos` where the target is 1, `max(0, cos - margin)` where it is -1, 0 elsewhere, with
    `cos = sum(a * b) / sqrt((sum(a * a) + 1e-12) * (sum(b * b) + 1e-12))` over the last dimension of inputs (N, D) with a target (N),
    or (D) with a target of rank 0; reduced. Integers (and bools, whose product is 'and') are multiplied in their own type, where
    they may wrap around, and summed up as i64; the result is f32.

    ```mlir
    %loss = nnf.cosine_embedding_loss %a, %b, %y margin = 0.2 : (tensor<?x64xf32>, tensor<?x64xf32>, tensor<?xf32>) -> tensor<f32>
    ```

    [torch.nn.functional.cosine_embedding_loss](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.cosine_embedding_loss.html)
  }];
}
def Nnf_TripletMarginLossOp : Nnf_DistanceLoss<"triplet_margin_loss",
    (ins Nnf_NumberTensor:$anchor, Nnf_NumberTensor:$positive, Nnf_NumberTensor:$negative),
    (ins Nnf_F64<"1.0">:$margin, Nnf_F64<"2.0">:$p, Nnf_F64<"1e-06">:$eps, Nnf_Flag<"false">:$swap)> {
  let summary = "one sample is to be nearer than another";
  let description = [{
    Formula: `max(0, margin + d(anchor, positive) - d(anchor, negative))`, reduced, with d the pairwise_distance of order `p` with `eps`. With
    `swap`, d(positive, negative) takes the place of the latter where it is smaller. The operands have one rank and
    broadcast; `margin` is positive. The distances of integers are those of pairwise_distance.

    ```mlir
    %loss = nnf.triplet_margin_loss %a, %p, %n swap = true : (tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>) -> tensor<f32>
    ```

    [torch.nn.functional.triplet_margin_loss](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.triplet_margin_loss.html)
  }];
}
def Nnf_TripletMarginWithDistanceLossOp : Nnf_DistanceLoss<"triplet_margin_with_distance_loss",
    (ins Nnf_NumberTensor:$anchor, Nnf_NumberTensor:$positive, Nnf_NumberTensor:$negative), (ins Nnf_F64<"1.0">:$margin, Nnf_Flag<"false">:$swap)> {
  let summary = "triplet_margin_loss with the distance that PyTorch takes where none is given";
  let description = [{
    Formula: `triplet_margin_loss(anchor, positive, negative)` with p = 2 and eps = 1e-6. A distance function of one's own is no attribute: what
    calls it writes the distances as ops and ends in margin_ranking_loss(d(anchor, negative), d(anchor, positive), 1), which
    is the same number.

    ```mlir
    %loss = nnf.triplet_margin_with_distance_loss %a, %p, %n margin = 0.5 : (tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>) -> tensor<f32>
    ```

    [torch.nn.functional.triplet_margin_with_distance_loss](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.triplet_margin_with_distance_loss.html)
  }];
}
