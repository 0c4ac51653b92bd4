//===- ActivationSmooth.td - activations with exponentials --------------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
include "nnf/IR/NnfBase.td"

class Nnf_Smooth<string mnemonic, dag attrs, string formula, string integers = "">
    : Nnf_Activation<mnemonic, "ActivationSmooth", attrs, formula, integers>;

def Nnf_EluOp : Nnf_Smooth<"elu", (ins Nnf_F64<"1.0">:$alpha, Nnf_Flag<"false">:$inplace),
    "select(input <= 0, alpha * expm1(input), input)"> {
  let summary = "exponential below 0, a line above";
  let description = [{
    Formula: `select(input <= 0, alpha * expm1(input), input)`. NaN stays NaN. The gradient at 0 is alpha, as in PyTorch.

    ```mlir
    %elu = nnf.elu %x alpha = 0.5 : tensor<?x128xf32>
    ```

    [torch.nn.functional.elu](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.elu.html)
  }];
  let compute = "accurate::elu(input, alpha)";
  let derivative = "accurate::eluGrad(input, alpha)";
}
def Nnf_SeluOp : Nnf_Smooth<"selu", (ins Nnf_Flag<"false">:$inplace),
    "1.0507009873554805 * select(input <= 0, 1.6732632423543772 * expm1(input), input)"> {
  let summary = "scaled elu with self-normalising constants";
  let description = [{
    Formula: `1.0507009873554805 * select(input <= 0, 1.6732632423543772 * expm1(input), input)`. NaN stays NaN.

    ```mlir
    %selu = nnf.selu %x : tensor<?x128xf32>
    ```

    [torch.nn.functional.selu](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.selu.html)
  }];
  let compute = "accurate::selu(input)";
  let derivative = "accurate::seluGrad(input)";
}
def Nnf_CeluOp : Nnf_Smooth<"celu", (ins Nnf_F64<"1.0">:$alpha, Nnf_Flag<"false">:$inplace),
    "select(input <= 0, alpha * expm1(input / alpha), input)"> {
  let summary = "elu that is smooth for every alpha";
  let description = [{
    Formula: `select(input <= 0, alpha * expm1(input / alpha), input)`. NaN stays NaN. `alpha` must not be 0.

    ```mlir
    %celu = nnf.celu %x alpha = 2.0 : tensor<?x128xf32>
    ```

    [torch.nn.functional.celu](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.celu.html)
  }];
  let compute = "accurate::celu(input, alpha)";
  let derivative = "accurate::celuGrad(input, alpha)";
  let hasVerifier = 1;
}
def Nnf_GeluOp : Nnf_Smooth<"gelu", (ins DefaultValuedAttr<Nnf_GeluKind, "::mlir::nnf::GeluKind::None">:$approximate),
    "gelu(input, approximate == GeluKind::Tanh)"> {
  let summary = "x times the normal distribution function";
  let description = [{
    Formula: `gelu(input, approximate == GeluKind::Tanh)`. NaN stays NaN. `approximate = tanh` takes the approximation of Hendrycks and Gimpel (2016).

    ```mlir
    %gelu = nnf.gelu %x approximate = tanh : tensor<?x128xf32>
    ```

    [torch.nn.functional.gelu](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.gelu.html)
  }];
  let compute = "approximate == GeluKind::Tanh ? accurate::geluTanh(input) : accurate::geluErf(input)";
  let derivative = "approximate == GeluKind::Tanh ? accurate::geluTanhGrad(input) : accurate::geluErfGrad(input)";
}
def Nnf_SigmoidOp : Nnf_Smooth<"sigmoid", (ins), "sigmoid(input)", "promote"> {
  let resultKind = "Chances";
  let summary = "1 / (1 + exp(-x))";
  let description = [{
    Formula: `sigmoid(input)`. NaN stays NaN. Integer tensors compute and return f32.

    ```mlir
    %sigmoid = nnf.sigmoid %x : tensor<?x128xf32>
    ```

    [torch.nn.functional.sigmoid](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.sigmoid.html)
  }];
  let compute = "accurate::sigmoid(input)";
  let derivative = "accurate::sigmoidGrad(input)";
}
def Nnf_TanhOp : Nnf_Smooth<"tanh", (ins), "tanh(input)", "promote"> {
  let summary = "the hyperbolic tangent";
  let description = [{
    Formula: `tanh(input)`. NaN stays NaN. Integer tensors compute and return f32.

    ```mlir
    %tanh = nnf.tanh %x : tensor<?x128xf32>
    ```

    [torch.nn.functional.tanh](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.tanh.html)
  }];
  let derivative = "accurate::tanhGrad(input)";
}
def Nnf_SiluOp : Nnf_Smooth<"silu", (ins Nnf_Flag<"false">:$inplace), "input * sigmoid(input)"> {
  let summary = "x times sigmoid(x)";
  let description = [{
    Formula: `input * sigmoid(input)`. NaN stays NaN. The value at -inf is NaN, as in PyTorch.

    ```mlir
    %silu = nnf.silu %x : tensor<?x128xf32>
    ```

    [torch.nn.functional.silu](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.silu.html)
  }];
  let compute = "accurate::silu(input)";
  let derivative = "accurate::siluGrad(input)";
}
def Nnf_MishOp : Nnf_Smooth<"mish", (ins Nnf_Flag<"false">:$inplace), "input * tanh(softplus(input))"> {
  let summary = "x times tanh(softplus(x))";
  let description = [{
    Formula: `input * tanh(softplus(input))`. NaN stays NaN. The value at -inf is NaN, as in PyTorch.

    ```mlir
    %mish = nnf.mish %x : tensor<?x128xf32>
    ```

    [torch.nn.functional.mish](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.mish.html)
  }];
  let compute = "accurate::mish(input)";
  let derivative = "accurate::mishGrad(input)";
}
def Nnf_SoftplusOp : Nnf_Smooth<"softplus", (ins Nnf_F64<"1.0">:$beta, Nnf_F64<"20.0">:$threshold),
    "select(beta * input > threshold, input, log1p(exp(beta * input)) / beta)"> {
  let summary = "a smooth relu";
  let description = [{
    Formula: `select(beta * input > threshold, input, log1p(exp(beta * input)) / beta)`. NaN stays NaN. Above the threshold the value is x itself, as in PyTorch.

    ```mlir
    %softplus = nnf.softplus %x beta = 2.0 : tensor<?x128xf32>
    ```

    [torch.nn.functional.softplus](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.softplus.html)
  }];
  let compute = "accurate::softplus(input, beta, threshold)";
  let derivative = "accurate::softplusGrad(input, beta, threshold)";
}
def Nnf_LogsigmoidOp : Nnf_Smooth<"logsigmoid", (ins), "logSigmoid(input)"> {
  let resultKind = "LogChances";
  let summary = "log(sigmoid(x)) without overflow";
  let description = [{
    Formula: `logSigmoid(input)`. NaN stays NaN.

    ```mlir
    %logsigmoid = nnf.logsigmoid %x : tensor<?x128xf32>
    ```

    [torch.nn.functional.logsigmoid](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.logsigmoid.html)
  }];
  let compute = "accurate::logSigmoid(input)";
  let derivative = "accurate::logSigmoidGrad(input)";
}
def Nnf_SoftsignOp : Nnf_Smooth<"softsign", (ins), "input / (1 + abs(input))", "promote"> {
  let summary = "x / (1 + |x|)";
  let description = [{
    Formula: `input / (1 + abs(input))`. NaN stays NaN. The value at an infinity is NaN, as in PyTorch. Integer tensors compute and return f32.

    ```mlir
    %softsign = nnf.softsign %x : tensor<?x128xf32>
    ```

    [torch.nn.functional.softsign](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.softsign.html)
  }];
  let derivative = "accurate::softsignGrad(input)";
}
def Nnf_TanhshrinkOp : Nnf_Smooth<"tanhshrink", (ins), "input - tanh(input)", "promote"> {
  let summary = "x - tanh(x)";
  let description = [{
    Formula: `input - tanh(input)`. NaN stays NaN. Integer tensors compute and return f32.

    ```mlir
    %tanhshrink = nnf.tanhshrink %x : tensor<?x128xf32>
    ```

    [torch.nn.functional.tanhshrink](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.tanhshrink.html)
  }];
  let compute = "accurate::tanhshrink(input)";
  let derivative = "accurate::tanhshrinkGrad(input)";
}
def Nnf_GluOp : Nnf_Composite<"glu", "ActivationSmooth", (ins Nnf_Tensor:$input), (ins), (ins Nnf_I64<"-1">:$dim), (outs Nnf_Tensor:$result)> {
  let summary = "one half, gated by the sigmoid of the other";
  let resultKind = "Activated";
  let description = [{
    Formula: `a * sigmoid(b)` of the first and second half of the input along `dim`, whose size is even.

    ```mlir
    %glu = nnf.glu %x dim = 1 : (tensor<?x128xf32>) -> tensor<?x64xf32>
    ```

    [torch.nn.functional.glu](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.glu.html)
  }];
}
