//===- Embedding.td - rows of a table by index ------------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
include "nnf/IR/NnfBase.td"

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
