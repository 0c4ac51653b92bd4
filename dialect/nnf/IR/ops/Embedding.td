//===- Embedding.td - rows of a table by index ------------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
include "nnf/IR/NnfBase.td"
include "nnf/IR/enums/Embedding.td"

def Nnf_EmbeddingOp : Nnf_Composite<"embedding", "Embedding", (ins Nnf_IndexTensor:$input, Nnf_Tensor:$weight), (ins),
    (ins OptionalAttr<Nnf_I64Base>:$padding_idx, OptionalAttr<Nnf_F64Base>:$max_norm, Nnf_F64<"2.0">:$norm_type,
         Nnf_Flag<"false">:$scale_grad_by_freq, Nnf_Flag<"false">:$sparse),
    (outs Nnf_Tensor:$result, Optional<Nnf_Tensor>:$new_weight)> {
  let summary = "rows of a table by index";
  let description = [{
    Formula: `result[..., :] = weight[input[...], :]` for a `weight` of shape (V, D). With `max_norm`, the rows that are looked up
    and whose p-norm (`norm_type`) exceeds it are first scaled by `max_norm / (norm + 1e-7)`; the table so changed is
    the second result. `padding_idx` names the row whose gradient stays 0 (negative counts from the end);
    `scale_grad_by_freq` divides a row's gradient by the number of its look-ups; `sparse` is a hint. An index outside [0, V) is
    an error at run time.

    ```mlir
    %embedding = nnf.embedding %i, %table : (tensor<?x8xi64>, tensor<100x16xf32>) -> tensor<?x8x16xf32>
    ```

    [torch.nn.functional.embedding](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.embedding.html)
  }];
  let resultNames = ["embedding", "new_weight"];
  let resultBounds = "getMaxNorm() ? ::mlir::nnf::Bounds() : operands[1]";
  let elementTypesBody = [{
  types.push_back(detail::elementTypeOf(operands[1]));
  if (adaptor.getMaxNorm())
    types.push_back(detail::elementTypeOf(operands[1]));
}];
}

def Nnf_EmbeddingBagOp : Nnf_Composite<"embedding_bag", "Embedding", (ins Nnf_IndexTensor:$input, Nnf_Tensor:$weight),
    (ins Optional<Nnf_IndexTensor>:$offsets, Optional<Nnf_Tensor>:$per_sample_weights),
    (ins OptionalAttr<Nnf_F64Base>:$max_norm, Nnf_F64<"2.0">:$norm_type, Nnf_Flag<"false">:$scale_grad_by_freq,
         Nnf_BagModeAttr:$mode, Nnf_Flag<"false">:$sparse, Nnf_Flag<"false">:$include_last_offset,
         OptionalAttr<Nnf_I64Base>:$padding_idx),
    (outs Nnf_Tensor:$result, Optional<Nnf_Tensor>:$new_weight)> {
  let summary = "sums, means or maxima of rows of a table";
  let description = [{
    Formula: `result[b, :]` is the sum, mean or maximum (`mode`) over the indices i of bag b of `weight[i, :]`, for a `weight` of shape (V, D).
    The bags are the rows of a 2-d `input`, or the stretches of a 1-d `input` that begin at `offsets`; with
    `include_last_offset` the last offset is the end of the last bag. `per_sample_weights`, of the input's shape, multiply the
    rows of a sum. Indices equal to `padding_idx` (negative counts from the end) are left out, and an empty bag gives 0. With
    `max_norm`, the rows that are named and whose p-norm (`norm_type`) exceeds it are first scaled down to it; the table
    so changed is the second result. `scale_grad_by_freq` divides a row's gradient by the number of its look-ups; `sparse` is
    a hint. An index outside [0, V), or an offset outside the input, is an error at run time.

    ```mlir
    %bags = nnf.embedding_bag %i, %table : (tensor<?x8xi64>, tensor<100x16xf32>) -> tensor<?x16xf32>
    %bags = nnf.embedding_bag %i, %table offsets = %o mode = sum : (tensor<?xi64>, tensor<100x16xf32>, tensor<4xi64>) -> tensor<4x16xf32>
    ```

    [torch.nn.functional.embedding_bag](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.embedding_bag.html)
  }];
  let resultNames = ["bags", "new_weight"];
  let elementTypesBody = [{
  types.push_back(detail::elementTypeOf(operands[1]));
  if (adaptor.getMaxNorm())
    types.push_back(detail::elementTypeOf(operands[1]));
}];
}

def Nnf_OneHotOp : Nnf_Composite<"one_hot", "Embedding", (ins Nnf_IndexTensor:$tensor), (ins), (ins Nnf_I64<"-1">:$num_classes),
    (outs RankedTensorOf<[I64]>:$result)> {
  let resultBounds = "::mlir::nnf::Bounds::between(0, 1, false)";
  let summary = "ones at the classes, zeros elsewhere";
  let description = [{
    Formula: `result[..., c] = 1 if tensor[...] == c else 0`, for c from 0 to `num_classes`. With -1 there is one class more than the
    largest index: the result's last dimension is known only when the values are. A class outside [0, num_classes) is an
    error at run time, as is a tensor without elements where the classes are to be counted.

    ```mlir
    %one_hot = nnf.one_hot %t num_classes = 10 : (tensor<?xi64>) -> tensor<?x10xi64>
    ```

    [torch.nn.functional.one_hot](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.one_hot.html)
  }];
  let resultNames = ["one_hot"];
  let elementTypesBody = "types.push_back(::mlir::IntegerType::get(operands[0].getContext(), 64));";
  let hasVerifier = 1;
}
