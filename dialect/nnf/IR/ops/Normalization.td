//===- Normalization.td - normalisation with statistics ---------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
include "nnf/IR/NnfBase.td"

def Nnf_LayerNormOp : Nnf_Composite<"layer_norm", "Normalization", (ins Nnf_Tensor:$input),
    (ins Optional<Nnf_Tensor>:$weight, Optional<Nnf_Tensor>:$bias),
    (ins DenseI64ArrayAttr:$normalized_shape, Nnf_F64<"1e-05">:$eps), (outs Nnf_Tensor:$result),
    [DeclareOpInterfaceMethods<Nnf_SlicewiseOpInterface, ["getWholeDims"]>]> {
  let summary = "mean 0 and variance 1 over the last dimensions";
  let resultKind = "Scores";
  let description = [{
    Formula: `(x - mean(x)) / sqrt(var(x) + eps) * weight + bias` over the last dimensions, which must have the sizes
    `normalized_shape`; the variance is the biased one. Two passes: the mean is exact to rounding before the variance is
    taken, so a large offset costs no digits.

    ```mlir
    %layer_norm = nnf.layer_norm %x normalized_shape = [768] weight = %w bias = %b : (tensor<?x768xf32>, tensor<768xf32>, tensor<768xf32>) -> tensor<?x768xf32>
    ```

    [torch.nn.functional.layer_norm](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.layer_norm.html)
  }];
  let assemblyFormat = [{
    $input `normalized_shape` `=` $normalized_shape oilist(`weight` `=` $weight
      | `bias` `=` $bias
      | `eps` `=` $eps) attr-dict
    `:` functional-type(operands, results)
  }];
}
def Nnf_BatchNormOp : Nnf_Composite<"batch_norm", "Normalization", (ins Nnf_Tensor:$input),
    (ins Optional<Nnf_Tensor>:$running_mean, Optional<Nnf_Tensor>:$running_var, Optional<Nnf_Tensor>:$weight,
         Optional<Nnf_Tensor>:$bias),
    (ins Nnf_Flag<"false">:$training, Nnf_F64<"0.1">:$momentum, Nnf_F64<"1e-05">:$eps),
    (outs Nnf_Tensor:$result, Optional<Nnf_Tensor>:$new_running_mean, Optional<Nnf_Tensor>:$new_running_var),
    [SameVariadicResultSize]> {
  let summary = "mean 0 and variance 1 over all dimensions but the channels";
  let resultKind = "Scores";
  let description = [{
    Formula: `(x - mean) / sqrt(var + eps) * weight + bias` for each channel of `input` (N, C, ...). In inference the statistics
    are `running_mean` and `running_var`, which must be given. With `training = true` they are the batch's own (the biased
    variance), and where running statistics are given, the second and third results are the new ones:
    `(1 - momentum) * running + momentum * batch`, with the unbiased variance. In training there must be more than one value a
    channel.

    ```mlir
    %batch_norm = nnf.batch_norm %x running_mean = %m running_var = %v : (tensor<?x16x8x8xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<?x16x8x8xf32>
    ```

    [torch.nn.functional.batch_norm](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.batch_norm.html)
  }];
  let resultNames = ["batch_norm", "new_running_mean", "new_running_var"];
  let elementTypesBody = [{
  types.push_back(detail::elementTypeOf(operands[0]));
  if (adaptor.getTraining() && adaptor.getRunningMean()) {
    types.push_back(detail::elementTypeOf(adaptor.getRunningMean()));
    types.push_back(detail::elementTypeOf(adaptor.getRunningVar()));
  }
}];
}
