//===- ActivationPiecewise.td - activations made of lines ------------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
include "nnf/IR/NnfBase.td"

class Nnf_Piecewise<string mnemonic, dag attrs, string formula, string integers = "native">
    : Nnf_Activation<mnemonic, "ActivationPiecewise", attrs, formula, integers>;

def Nnf_ReluOp : Nnf_Piecewise<"relu", (ins Nnf_Flag<"false">:$inplace), "select(input <= 0, 0, input)"> {
  let summary = "max(x, 0)";
  let description = [{
    Formula: `select(input <= 0, 0, input)`. NaN stays NaN, -0 becomes 0, the gradient at 0 is 0. Integer tensors
    compute in their own type.

    ```mlir
    %relu = nnf.relu %x : tensor<?x128xf32>
    ```

    [torch.nn.functional.relu](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.relu.html)
  }];
}
def Nnf_Relu6Op : Nnf_Piecewise<"relu6", (ins Nnf_Flag<"false">:$inplace), "clamp(input, 0, 6)"> {
  let summary = "min(max(x, 0), 6)";
  let description = [{
    Formula: `clamp(input, 0, 6)`. NaN stays NaN; the gradient is 0 at both ends.

    ```mlir
    %relu6 = nnf.relu6 %x : tensor<8xf32>
    ```

    [torch.nn.functional.relu6](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.relu6.html)
  }];
}
def Nnf_HardtanhOp : Nnf_Piecewise<"hardtanh", (ins Nnf_F64<"-1.0">:$min_val, Nnf_F64<"1.0">:$max_val, Nnf_Flag<"false">:$inplace),
    "clamp(input, min_val, max_val)"> {
  let hasVerifier = 1;
  let summary = "min(max(x, min_val), max_val)";
  let description = [{
    Formula: `clamp(input, min_val, max_val)`. NaN stays NaN; the gradient is 0 at both ends. Integer tensors must
    be able to hold both limits.

    ```mlir
    %hardtanh = nnf.hardtanh %x min_val = -2.0 max_val = 2.0 : tensor<8xf32>
    ```

    [torch.nn.functional.hardtanh](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.hardtanh.html)
  }];
}
def Nnf_ThresholdOp : Nnf_Piecewise<"threshold", (ins Nnf_F64Base:$threshold, Nnf_F64Base:$value, Nnf_Flag<"false">:$inplace),
    "select(input <= threshold, value, input)"> {
  let hasVerifier = 1;
  let summary = "x where it is above the threshold, a value elsewhere";
  let assemblyFormat = "$input `threshold` `=` $threshold `value` `=` $value oilist(`inplace` `=` $inplace)"
      # Nnf_ClausesEnd<"inplace">.text # " attr-dict `:` custom<UnaryTypes>(type($input), type($result))";
  let description = [{
    Formula: `select(input <= threshold, value, input)`. NaN stays NaN; the gradient at the threshold is 0. Integer
    tensors must be able to hold both numbers.

    ```mlir
    %threshold = nnf.threshold %x threshold = 0.1 value = 20.0 : tensor<8xf32>
    ```

    [torch.nn.functional.threshold](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.threshold.html)
  }];
}
def Nnf_LeakyReluOp : Nnf_Piecewise<"leaky_relu", (ins Nnf_F64<"0.01">:$negative_slope, Nnf_Flag<"false">:$inplace),
    "select(input > 0, input, negative_slope * input)", ""> {
  let summary = "x, or a small slope below 0";
  let description = [{
    Formula: `select(input > 0, input, negative_slope * input)`. NaN stays NaN; the gradient at 0 is the slope.

    ```mlir
    %leaky_relu = nnf.leaky_relu %x negative_slope = 0.2 : tensor<8xf32>
    ```

    [torch.nn.functional.leaky_relu](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.leaky_relu.html)
  }];
}
def Nnf_HardsigmoidOp : Nnf_Piecewise<"hardsigmoid", (ins Nnf_Flag<"false">:$inplace), "clamp(input + 3, 0, 6) / 6", ""> {
  let summary = "a sigmoid made of three lines";
  let description = [{
    Formula: `clamp(input + 3, 0, 6) / 6`. NaN stays NaN; the gradient is 0 at -3 and 3 and for NaN, as in PyTorch.

    ```mlir
    %hardsigmoid = nnf.hardsigmoid %x : tensor<8xf32>
    ```

    [torch.nn.functional.hardsigmoid](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.hardsigmoid.html)
  }];
  let compute = "accurate::hardsigmoid(input)";
  let derivative = "select(input > -3, select(input < 3, S(1.0 / 6), S(0.0)), 0)";
}
def Nnf_HardswishOp : Nnf_Piecewise<"hardswish", (ins Nnf_Flag<"false">:$inplace), "input * clamp(input + 3, 0, 6) / 6", ""> {
  let summary = "x times hardsigmoid(x)";
  let description = [{
    Formula: `input * clamp(input + 3, 0, 6) / 6`. NaN stays NaN; the gradient is 0 below and at -3, 1 at and above 3.

    ```mlir
    %hardswish = nnf.hardswish %x : tensor<8xf32>
    ```

    [torch.nn.functional.hardswish](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.hardswish.html)
  }];
  let compute = "accurate::hardswish(input)";
  let derivative = "accurate::hardswishGrad(input)";
}
def Nnf_HardshrinkOp : Nnf_Piecewise<"hardshrink", (ins Nnf_F64<"0.5">:$lambd),
    "select(input >= -lambd, select(input <= lambd, S(0.0), input), input)", ""> {
  let summary = "0 within [-lambd, lambd], x outside";
  let description = [{
    Formula: `select(input >= -lambd, select(input <= lambd, 0, input), input)`. NaN stays NaN.

    ```mlir
    %hardshrink = nnf.hardshrink %x lambd = 0.3 : tensor<8xf32>
    ```

    [torch.nn.functional.hardshrink](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.hardshrink.html)
  }];
}
def Nnf_SoftshrinkOp : Nnf_Piecewise<"softshrink", (ins Nnf_F64<"0.5">:$lambd),
    "select(input > lambd, input - lambd, select(input < -lambd, input + lambd, input * 0))", ""> {
  let summary = "x moved towards 0 by lambd";
  let description = [{
    Formula: `select(input > lambd, input - lambd, select(input < -lambd, input + lambd, input * 0))`. NaN stays NaN;
    `lambd` must not be negative.

    ```mlir
    %softshrink = nnf.softshrink %x lambd = 0.3 : tensor<8xf32>
    ```

    [torch.nn.functional.softshrink](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.softshrink.html)
  }];
  let derivative = "select(input > lambd, S(1.0), select(input < -lambd, S(1.0), S(0.0)))";
  let hasVerifier = 1;
}
def Nnf_PreluOp : Nnf_Composite<"prelu", "ActivationPiecewise", (ins Nnf_Tensor:$input, Nnf_Tensor:$weight), (ins), (ins),
    (outs Nnf_Tensor:$result)> {
  let summary = "leaky_relu with a slope that is learnt, for each channel or for all";
  let resultKind = "Activated";
  let description = [{
    Formula: `select(input > 0, input, weight * input)`. `weight` has one element, or one for each channel: dimension 1 of `input`, which is 1 for an
    input of rank 1. NaN stays NaN; the gradient at 0 is the weight.

    ```mlir
    %prelu = nnf.prelu %x, %w : (tensor<?x16x8x8xf32>, tensor<16xf32>) -> tensor<?x16x8x8xf32>
    ```

    [torch.nn.functional.prelu](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.prelu.html)
  }];
}
def Nnf_RreluOp : Nnf_Composite<"rrelu", "ActivationPiecewise", (ins Nnf_Tensor:$input), (ins Optional<I64>:$seed, Optional<I64>:$offset),
    (ins Nnf_F64<"0.125">:$lower, Nnf_F64<"0.33333333333333331">:$upper, Nnf_Flag<"false">:$training, Nnf_Flag<"false">:$inplace),
    (outs Nnf_Tensor:$result)> {
  let summary = "leaky_relu with a random slope";
  let resultKind = "Activated";
  let description = [{
    Formula: `select(input > 0, input, slope * input)` with the slope `(lower + upper) / 2`, or in training `lower + u * (upper - lower)` with u in [0, 1) drawn for
    each element as in dropout. NaN stays NaN; the gradient at 0 is the slope. `seed` and `offset` are required in training.

    ```mlir
    %rrelu = nnf.rrelu %x seed = %s offset = %o training = true : (tensor<?x64xf32>, i64, i64) -> tensor<?x64xf32>
    %mean = nnf.rrelu %x : (tensor<?x64xf32>) -> tensor<?x64xf32>
    ```

    [torch.nn.functional.rrelu](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.rrelu.html)
  }];
}
