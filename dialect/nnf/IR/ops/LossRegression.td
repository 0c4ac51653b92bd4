//===- LossRegression.td - losses on real-valued targets --------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
include "nnf/IR/NnfBase.td"

class Nnf_Regression<string mnemonic, dag attrs, string formula, bit meanByWeight>
    : Nnf_ElementwiseLoss<mnemonic, "LossRegression", (ins), attrs, formula, meanByWeight> {
  let weightBroadcasts = 0;
}

def Nnf_MseLossOp : Nnf_Regression<"mse_loss", (ins), "square(input - target)", /*meanByWeight=*/1> {
  let summary = "squared error";
  let description = [{
    Formula: `square(input - target)`, times the weight, reduced. `mean` divides by the number of elements, or by the sum of
    the weights where there are weights; the mean of nothing is NaN.

    ```mlir
    %loss = nnf.mse_loss %x, %y reduction = sum : (tensor<?x4xf32>, tensor<?x4xf32>) -> tensor<f32>
    ```

    [torch.nn.functional.mse_loss](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.mse_loss.html)
  }];
}
def Nnf_L1LossOp : Nnf_Regression<"l1_loss", (ins), "abs(input - target)", /*meanByWeight=*/1> {
  let summary = "absolute error";
  let description = [{
    Formula: `abs(input - target)`, times the weight, reduced as in mse_loss. The gradient where both are equal is 0.

    ```mlir
    %loss = nnf.l1_loss %x, %y : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
    ```

    [torch.nn.functional.l1_loss](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.l1_loss.html)
  }];
}
def Nnf_HuberLossOp : Nnf_Regression<"huber_loss", (ins Nnf_F64<"1.0">:$delta), "huber(input - target, delta)", 0> {
  let summary = "squared near 0, absolute beyond delta";
  let description = [{
    Formula: `huber(input - target, delta)`, with huber(d) = 0.5 d^2 for |d| <= delta, delta (|d| - delta/2) beyond; times
    the weight, reduced. `mean` divides by the number of elements. `delta` must be positive.

    ```mlir
    %loss = nnf.huber_loss %x, %y delta = 2.0 reduction = none : (tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
    ```

    [torch.nn.functional.huber_loss](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.huber_loss.html)
  }];
  let hasVerifier = 1;
}
def Nnf_SmoothL1LossOp : Nnf_Regression<"smooth_l1_loss", (ins Nnf_F64<"1.0">:$beta), "smoothL1(input - target, beta)", 0> {
  let summary = "huber_loss divided by beta";
  let description = [{
    Formula: `smoothL1(input - target, beta)`, with 0.5 d^2 / beta for |d| < beta and |d| - beta/2 elsewhere; times the
    weight, reduced. `beta = 0` is l1_loss; a negative one is refused.

    ```mlir
    %loss = nnf.smooth_l1_loss %x, %y beta = 0.5 : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
    ```

    [torch.nn.functional.smooth_l1_loss](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.smooth_l1_loss.html)
  }];
  let hasVerifier = 1;
}
def Nnf_PoissonNllLossOp : Nnf_TermLoss<"poisson_nll_loss", "LossRegression", (ins Nnf_NumberTensor:$input, Nnf_NumberTensor:$target), (ins), 0,
    (ins Nnf_Flag<"true">:$log_input, Nnf_Flag<"false">:$full, Nnf_F64<"1e-08">:$eps),
    "poissonNll(input, target, log_input, full, eps)"> {
  let summary = "negative log likelihood of counts";
  let description = [{
    Formula: `poissonNll(input, target, log_input, full, eps)` = exp(x) - y x where the input is the logarithm of the rate, x - y log(x + eps)
    with `log_input = false`; with `full`, for targets above 1, plus Stirling's y log(y) - y + log(2 pi y) / 2. Input and target of
    one integer type are multiplied in it, where they may wrap around; the result is f32. With one of floats the other is
    converted first.

    ```mlir
    %loss = nnf.poisson_nll_loss %x, %y full = true : (tensor<?x4xf32>, tensor<?x4xf32>) -> tensor<f32>
    ```

    [torch.nn.functional.poisson_nll_loss](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.poisson_nll_loss.html)
  }];
}
def Nnf_GaussianNllLossOp : Nnf_Composite<"gaussian_nll_loss", "LossRegression",
    (ins Nnf_Tensor:$input, Nnf_Tensor:$target, Nnf_Tensor:$var), (ins),
    (ins Nnf_Flag<"false">:$full, Nnf_F64<"1e-06">:$eps, Nnf_ReductionAttr:$reduction), (outs Nnf_Tensor:$result)> {
  let summary = "negative log likelihood of a normal distribution";
  let description = [{
    Formula: `0.5 * (log(v) + square(input - target) / v)` with `v = max(var, eps)`, reduced; `full` adds log(2 pi) / 2. `var` has the
    input's shape, or that with one dimension of size 1, or lacks the last dimension, or is one number (rank 0). A negative
    variance is an error at run time. As in PyTorch the gradient does not see the maximum.

    ```mlir
    %loss = nnf.gaussian_nll_loss %x, %y, %v : (tensor<?x4xf32>, tensor<?x4xf32>, tensor<?xf32>) -> tensor<f32>
    ```

    [torch.nn.functional.gaussian_nll_loss](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.gaussian_nll_loss.html)
  }];
  let resultNames = ["loss"];
}
