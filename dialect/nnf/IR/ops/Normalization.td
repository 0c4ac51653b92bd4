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
  let assemblyFormat = "$input `normalized_shape` `=` $normalized_shape"
      # " oilist(`weight` `=` $weight | `bias` `=` $bias | `eps` `=` $eps)" # Nnf_ClausesEnd<"weight bias eps">.text
      # " attr-dict `:` functional-type(operands, results)";
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
def Nnf_RmsNormOp : Nnf_Composite<"rms_norm", "Normalization", (ins Nnf_Tensor:$input), (ins Optional<Nnf_Tensor>:$weight),
    (ins DenseI64ArrayAttr:$normalized_shape, OptionalAttr<Nnf_F64Base>:$eps), (outs Nnf_Tensor:$result)> {
  let summary = "root mean square 1 over the last dimensions";
  let resultKind = "Scores";
  let description = [{
    Formula: `x / sqrt(mean(x * x) + eps) * weight` over the last dimensions, which must have the sizes `normalized_shape`. Without
    `eps` it is the distance from 1 to the next number of the type that is computed in: 2^-52 for f64, 2^-23 for the others,
    as f16 and bf16 compute in f32.

    ```mlir
    %rms_norm = nnf.rms_norm %x normalized_shape = [768] weight = %w eps = 1.0e-06 : (tensor<?x768xf32>, tensor<768xf32>) -> tensor<?x768xf32>
    ```

    [torch.nn.functional.rms_norm](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.rms_norm.html)
  }];
  let assemblyFormat = "$input `normalized_shape` `=` $normalized_shape oilist(`weight` `=` $weight | `eps` `=` $eps)"
      # Nnf_ClausesEnd<"weight eps">.text # " attr-dict `:` functional-type(operands, results)";
}
def Nnf_GroupNormOp : Nnf_Composite<"group_norm", "Normalization", (ins Nnf_Tensor:$input),
    (ins Optional<Nnf_Tensor>:$weight, Optional<Nnf_Tensor>:$bias), (ins Nnf_I64Base:$num_groups, Nnf_F64<"1e-05">:$eps),
    (outs Nnf_Tensor:$result)> {
  let summary = "mean 0 and variance 1 over groups of channels";
  let resultKind = "Scores";
  let description = [{
    Formula: `(x - mean) / sqrt(var + eps) * weight + bias`, with mean and (biased) variance over a sample's channels of one group
    and all that follows them, for `input` (N, C, ...) whose C is a multiple of `num_groups`; `weight` and `bias` have C entries.
    As in PyTorch, an input with one value a group in all is refused.

    ```mlir
    %group_norm = nnf.group_norm %x num_groups = 4 weight = %w bias = %b : (tensor<?x16x8x8xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<?x16x8x8xf32>
    ```

    [torch.nn.functional.group_norm](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.group_norm.html)
  }];
  let assemblyFormat = "$input `num_groups` `=` $num_groups"
      # " oilist(`weight` `=` $weight | `bias` `=` $bias | `eps` `=` $eps)"
      # Nnf_ClausesEnd<"weight bias eps">.text # " attr-dict `:` functional-type(operands, results)";
}
def Nnf_InstanceNormOp : Nnf_Composite<"instance_norm", "Normalization", (ins Nnf_Tensor:$input),
    (ins Optional<Nnf_Tensor>:$running_mean, Optional<Nnf_Tensor>:$running_var, Optional<Nnf_Tensor>:$weight,
         Optional<Nnf_Tensor>:$bias),
    (ins Nnf_Flag<"true">:$use_input_stats, Nnf_F64<"0.1">:$momentum, Nnf_F64<"1e-05">:$eps),
    (outs Nnf_Tensor:$result, Optional<Nnf_Tensor>:$new_running_mean, Optional<Nnf_Tensor>:$new_running_var),
    [SameVariadicResultSize]> {
  let summary = "mean 0 and variance 1 of each channel of each sample";
  let resultKind = "Scores";
  let description = [{
    Formula: `(x - mean) / sqrt(var + eps) * weight + bias` for each channel of each sample of `input` (N, C, ...), with the (biased)
    variance over the dimensions from the third on, which must hold more than one value. Where running statistics are given, the
    second and third results are the new ones: `(1 - momentum) * running + momentum * m`, where m is the mean over the samples
    of their means, or of their unbiased variances. With `use_input_stats = false` the running statistics, which must be given
    then, are what is subtracted and divided by, as in batch_norm, and there is one result.

    ```mlir
    %instance_norm = nnf.instance_norm %x weight = %w : (tensor<?x16x8x8xf32>, tensor<16xf32>) -> tensor<?x16x8x8xf32>
    %y:3 = nnf.instance_norm %x running_mean = %m running_var = %v momentum = 0.2 : (tensor<?x3x8xf32>, tensor<3xf32>, tensor<3xf32>) -> (tensor<?x3x8xf32>, tensor<3xf32>, tensor<3xf32>)
    ```

    [torch.nn.functional.instance_norm](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.instance_norm.html)
  }];
  let resultNames = ["instance_norm", "new_running_mean", "new_running_var"];
  let elementTypesBody = [{
  types.push_back(detail::elementTypeOf(operands[0]));
  if (adaptor.getUseInputStats() && adaptor.getRunningMean()) {
    types.push_back(detail::elementTypeOf(adaptor.getRunningMean()));
    types.push_back(detail::elementTypeOf(adaptor.getRunningVar()));
  }
}];
}
def Nnf_LocalResponseNormOp : Nnf_Composite<"local_response_norm", "Normalization", (ins RankedTensorOf<[Nnf_Float, I64]>:$input), (ins),
    (ins Nnf_I64Base:$size, Nnf_F64<"0.0001">:$alpha, Nnf_F64<"0.75">:$beta, Nnf_F64<"1.0">:$k), (outs Nnf_Tensor:$result)> {
  let summary = "division by the energy of neighbouring channels";
  let elementTypesBody = "types.push_back(detail::promotedElementType(operands[0]));";
  let resultKind = "Scores";
  let description = [{
    Formula: `x / (k + alpha * mean)^beta` for `input` (N, C, ...) of rank 3 or more, where mean is the sum of the squares of the
    `size` channels from c - size/2 to c + (size - 1)/2, those beyond the ends being 0, divided by `size`. Of i64 the sum and
    the quotient are integers, as PyTorch's average pool has them, and the result is f32.

    ```mlir
    %local_response_norm = nnf.local_response_norm %x size = 5 alpha = 0.001 : (tensor<?x16x8x8xf32>) -> tensor<?x16x8x8xf32>
    ```

    [torch.nn.functional.local_response_norm](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.local_response_norm.html)
  }];
  let assemblyFormat = "$input `size` `=` $size oilist(`alpha` `=` $alpha | `beta` `=` $beta | `k` `=` $k)"
      # Nnf_ClausesEnd<"alpha beta k">.text # " attr-dict `:` functional-type(operands, results)";
}
def Nnf_NormalizeOp : Nnf_Composite<"normalize", "Normalization", (ins Nnf_Tensor:$input), (ins),
    (ins Nnf_F64<"2.0">:$p, Nnf_I64Tuple<"{1}">:$dim, Nnf_F64<"1e-12">:$eps), (outs Nnf_Tensor:$result)> {
  let summary = "p-norm 1 along dimensions";
  let resultKind = "Scores";
  let description = [{
    Formula: `x / max(norm(x), eps)`, with the p-norm over the dimensions `dim`: `sum(|x|^p)^(1/p)`, the number of elements other than 0
    for p = 0, the largest (smallest) |x| for p = inf (-inf). No entry in `dim` means all dimensions. A row of zeros stays one.

    ```mlir
    %normalize = nnf.normalize %x : (tensor<?x64xf32>) -> tensor<?x64xf32>
    %matrix = nnf.normalize %x p = 1.0 dim = [-2, -1] : (tensor<?x8x8xf32>) -> tensor<?x8x8xf32>
    ```

    [torch.nn.functional.normalize](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.normalize.html)
  }];
}
