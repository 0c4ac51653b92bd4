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
def Nnf_KlDivOp : Nnf_TermLoss<"kl_div", "LossClassification", (ins Nnf_Tensor:$input, Nnf_Tensor:$target), (ins), 0,
    (ins Nnf_Flag<"false">:$log_target), "klDiv(input, target, log_target)"> {
  let hasBatchMean = 1;
  let summary = "Kullback-Leibler divergence of log-probabilities from a target";
  let description = [{
    Formula: `klDiv(input, target, log_target)` = target (log(target) - input), which is 0 for a target of 0, or
    exp(target) (target - input) where the target holds logarithms; reduced. `mean` divides by the number of elements,
    `batchmean` by the first dimension of the input, which makes it the divergence of distributions.

    ```mlir
    %loss = nnf.kl_div %logp, %q reduction = batchmean : (tensor<?x10xf32>, tensor<?x10xf32>) -> tensor<f32>
    ```

    [torch.nn.functional.kl_div](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.kl_div.html)
  }];
}
def Nnf_HingeEmbeddingLossOp : Nnf_TermLoss<"hinge_embedding_loss", "LossClassification",
    (ins Nnf_Tensor:$input, Nnf_Tensor:$target), (ins), 0, (ins Nnf_F64<"1.0">:$margin), "hingeEmbedding(input, target, margin)"> {
  let summary = "distances that are to be small or above a margin";
  let description = [{
    Formula: `hingeEmbedding(input, target, margin)` = x where the target is 1, max(0, margin - x) where it is -1, the sum of both
    elsewhere; reduced.

    ```mlir
    %loss = nnf.hinge_embedding_loss %d, %y margin = 2.0 : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
    ```

    [torch.nn.functional.hinge_embedding_loss](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.hinge_embedding_loss.html)
  }];
}
def Nnf_MultiMarginLossOp : Nnf_ClassLoss<"multi_margin_loss", (ins Nnf_IndexTensor:$target),
    (ins Nnf_I64<"1">:$p, Nnf_F64<"1.0">:$margin, Nnf_ReductionAttr:$reduction)> {
  let summary = "hinge loss of many classes, one of which is right";
  let description = [{
    Formula: `sum_c(max(0, margin - input[n, t] + input[n, c])^p) * weight[t] / C` over the classes c other than the target t, for `input`
    (N, C) or (C), reduced. `p` is 1 or 2. A target outside [0, C) is an error at run time.

    ```mlir
    %loss = nnf.multi_margin_loss %x, %t p = 2 : (tensor<?x10xf32>, tensor<?xi64>) -> tensor<f32>
    ```

    [torch.nn.functional.multi_margin_loss](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.multi_margin_loss.html)
  }];
}
def Nnf_MultilabelMarginLossOp : Nnf_Composite<"multilabel_margin_loss", "LossClassification",
    (ins Nnf_Tensor:$input, Nnf_IndexTensor:$target), (ins), (ins Nnf_ReductionAttr:$reduction), (outs Nnf_Tensor:$result)> {
  let summary = "hinge loss of many classes, several of which are right";
  let description = [{
    Formula: `sum(max(0, 1 - input[n, t] + input[n, c])) / C` over the targets t of a sample and the classes c that are none of them, for
    `input` (N, C) or (C), reduced. `target` has the input's shape; its entries before the first -1 are the targets. An
    entry outside [-1, C) is an error at run time.

    ```mlir
    %loss = nnf.multilabel_margin_loss %x, %t : (tensor<?x10xf32>, tensor<?x10xi64>) -> tensor<f32>
    ```

    [torch.nn.functional.multilabel_margin_loss](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.multilabel_margin_loss.html)
  }];
  let resultNames = ["loss"];
}
def Nnf_MultilabelSoftMarginLossOp : Nnf_Composite<"multilabel_soft_margin_loss", "LossClassification",
    (ins Nnf_Tensor:$input, Nnf_Tensor:$target), (ins Optional<Nnf_Tensor>:$weight), (ins Nnf_ReductionAttr:$reduction),
    (outs Nnf_Tensor:$result)> {
  let summary = "logistic loss of many classes, several of which are right";
  let description = [{
    Formula: `-mean_c(weight[c] * (y * logSigmoid(x) + (1 - y) * logSigmoid(-x)))` over the last dimension, reduced. Operands broadcast.

    ```mlir
    %loss = nnf.multilabel_soft_margin_loss %x, %y : (tensor<?x10xf32>, tensor<?x10xf32>) -> tensor<f32>
    ```

    [torch.nn.functional.multilabel_soft_margin_loss](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.multilabel_soft_margin_loss.html)
  }];
  let resultNames = ["loss"];
}
def Nnf_LinearCrossEntropyOp : Nnf_Composite<"linear_cross_entropy", "LossClassification",
    (ins Nnf_Tensor:$input, Nnf_Tensor:$linear_weight, RankedTensorOf<[Nnf_Float, I64, I32]>:$target),
    (ins Optional<Nnf_Tensor>:$linear_bias, Optional<Nnf_Tensor>:$weight),
    (ins Nnf_ReductionAttr:$reduction, OptionalAttr<Nnf_I64Base>:$ignore_index, Nnf_F64<"0.0">:$label_smoothing),
    (outs Nnf_Tensor:$result)> {
  let summary = "cross entropy of the logits of a linear layer";
  let description = [{
    Formula: `cross_entropy(linear(input, linear_weight, linear_bias), target, weight)`, for `input` (N, F) or (F) and `linear_weight` (C, F) or
    (C, d1, ..., dk, F), whose logits have shape (N, C, d1, ..., dk). `ignore_index`, -100 where it is not given, is for class
    indices only. A target outside [0, C) is an error at run time.

    ```mlir
    %loss = nnf.linear_cross_entropy %x, %w, %t label_smoothing = 0.1 : (tensor<?x64xf32>, tensor<1000x64xf32>, tensor<?xi64>) -> tensor<f32>
    ```

    [torch.nn.functional.linear_cross_entropy](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.linear_cross_entropy.html)
  }];
  let resultNames = ["loss"];
}
def Nnf_CtcLossOp : Nnf_Composite<"ctc_loss", "LossClassification",
    (ins Nnf_Tensor:$log_probs, Nnf_IndexTensor:$targets, Nnf_IndexTensor:$input_lengths, Nnf_IndexTensor:$target_lengths), (ins),
    (ins Nnf_I64<"0">:$blank, Nnf_ReductionAttr:$reduction, Nnf_Flag<"false">:$zero_infinity), (outs Nnf_Tensor:$result)> {
  let summary = "connectionist temporal classification: the likelihood of a sequence without its timing";
  let description = [{
    Formula: `-log(sum(exp(sum_t(log_probs[t, n, path[t]]))))` over all paths of `input_lengths[n]` labels that are the sample's target when repeated
    labels are made one and then those equal to `blank` are left out. `log_probs` is (T, N, C), or (T, C) for one sample;
    `targets` is (N, S), of which the first `target_lengths[n]` entries of row n count, or holds the targets of all samples one
    behind another. `mean` divides each loss by the target's length (at least 1) before the mean over the samples.
    `zero_infinity` makes infinite losses, of targets too long for their input, and their gradients 0. Lengths that do not fit and labels
    outside [0, C) are errors at run time. As in PyTorch the gradient takes `log_probs` to be the result of log_softmax.

    ```mlir
    %loss = nnf.ctc_loss %logp, %t, %n, %m : (tensor<50x?x20xf32>, tensor<?x10xi64>, tensor<?xi64>, tensor<?xi64>) -> tensor<f32>
    ```

    [torch.nn.functional.ctc_loss](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.ctc_loss.html); Graves et al., Connectionist temporal classification (2006)
  }];
  let resultNames = ["loss"];
}
