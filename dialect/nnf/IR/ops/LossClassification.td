//===- LossClassification.td - losses on classes and probabilities ----------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
include "nnf/IR/NnfBase.td"

def Nnf_BinaryCrossEntropyWithLogitsOp : Nnf_ElementwiseLoss<"binary_cross_entropy_with_logits", "LossClassification",
    (ins Optional<Nnf_Tensor>:$pos_weight), (ins), "bceWithLogits(input, target, pos_weight)"> {
  let summary = "binary cross entropy of logits";
  let description = [{
    Formula: `bceWithLogits(input, target, pos_weight)` = (1 - target) x - (1 + (pos_weight - 1) target) log(sigmoid(x)), times
    the weight, reduced. Large logits of either sign neither overflow nor lose digits.

    ```mlir
    %loss = nnf.binary_cross_entropy_with_logits %x, %y pos_weight = %p : (tensor<?x3xf32>, tensor<?x3xf32>, tensor<3xf32>) -> tensor<f32>
    ```

    [torch.nn.functional.binary_cross_entropy_with_logits](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.binary_cross_entropy_with_logits.html)
  }];
}
def Nnf_BinaryCrossEntropyOp : Nnf_ElementwiseLoss<"binary_cross_entropy", "LossClassification", (ins), (ins),
    "binaryCrossEntropy(input, target)"> {
  let summary = "binary cross entropy of probabilities";
  let description = [{
    Formula: `binaryCrossEntropy(input, target)` = -(target log(x) + (1 - target) log(1 - x)), times the weight, reduced. The
    logarithms are clamped at -100, as in PyTorch. Probabilities outside [0, 1] give NaN.

    ```mlir
    %loss = nnf.binary_cross_entropy %p, %y : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
    ```

    [torch.nn.functional.binary_cross_entropy](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.binary_cross_entropy.html)
  }];
}

def Nnf_SoftMarginLossOp : Nnf_ElementwiseLoss<"soft_margin_loss", "LossClassification", (ins), (ins),
    "-logSigmoid(input * target)"> {
  let summary = "logistic loss of labels -1 and 1";
  let description = [{
    Formula: `-logSigmoid(input * target)` = log(1 + exp(-target x)), reduced. Unlike PyTorch's exp it does not overflow.

    ```mlir
    %loss = nnf.soft_margin_loss %x, %y : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
    ```

    [torch.nn.functional.soft_margin_loss](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.soft_margin_loss.html)
  }];
}

class Nnf_ClassLoss<string mnemonic, dag target, dag attrs>
    : Nnf_Composite<mnemonic, "LossClassification", !con((ins Nnf_Tensor:$input), target), (ins Optional<Nnf_Tensor>:$weight),
                    attrs, (outs Nnf_Tensor:$result)> {
  let resultNames = ["loss"];
}

def Nnf_NllLossOp : Nnf_ClassLoss<"nll_loss", (ins Nnf_IndexTensor:$target),
    (ins Nnf_I64<"-100">:$ignore_index, Nnf_ReductionAttr:$reduction)> {
  let summary = "negative log likelihood of class indices";
  let description = [{
    Formula: `-weight[t] * input[n, t, ...]` for each target t that is not `ignore_index`, 0 elsewhere. `input` has shape (C),
    (N, C) or (N, C, d1, ..., dk), `target` the same without C. `mean` divides by the sum of the weights of the targets that
    count; where there are none it is NaN. A target outside [0, C) is an error at run time.

    ```mlir
    %loss = nnf.nll_loss %logp, %t ignore_index = 255 : (tensor<?x21x8x8xf32>, tensor<?x8x8xi64>) -> tensor<f32>
    ```

    [torch.nn.functional.nll_loss](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.nll_loss.html)
  }];
}
def Nnf_CrossEntropyOp : Nnf_ClassLoss<"cross_entropy", (ins RankedTensorOf<[Nnf_Float, I64, I32]>:$target),
    (ins Nnf_I64<"-100">:$ignore_index, Nnf_ReductionAttr:$reduction, Nnf_F64<"0.0">:$label_smoothing,
         DefaultValuedAttr<Nnf_InputKind, "::mlir::nnf::InputKind::Logits">:$input_kind)> {
  let summary = "cross entropy of logits with class indices or probabilities";
  let description = [{
    Formula, for class indices: nll_loss(log_softmax(input)), and with smoothing e
    `(1 - e) * nll + e / C * sum_c(-weight[c] * logp[c])`; for a floating-point target of the input's shape:
    `-sum_c(weight[c] * (target[c] (1 - e) + e / C) * logp[c])`, whose `mean` divides by the number of samples. Shapes,
    `ignore_index` and `mean` over indices are those of nll_loss. `input_kind` says that the input holds log-probabilities or
    probabilities already; PyTorch's function takes logits. A target outside [0, C) is an error at run time.

    ```mlir
    %loss = nnf.cross_entropy %logits, %t label_smoothing = 0.1 : (tensor<?x10xf32>, tensor<?xi64>) -> tensor<f32>
    ```

    [torch.nn.functional.cross_entropy](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.cross_entropy.html)
  }];
}
