//===- Attention.td - attention -------------------------------------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
include "nnf/IR/NnfBase.td"

def Nnf_ScaledDotProductAttentionOp
    : Nnf_Composite<"scaled_dot_product_attention", "Attention",
        (ins Nnf_Tensor:$query, Nnf_Tensor:$key, Nnf_Tensor:$value),
        (ins Optional<Nnf_MaskTensor>:$attn_mask, Optional<I64>:$seed, Optional<I64>:$offset),
        (ins Nnf_F64<"0.0">:$dropout_p, Nnf_Flag<"false">:$is_causal, OptionalAttr<Nnf_F64Base>:$scale,
             Nnf_Flag<"false">:$enable_gqa),
        (outs Nnf_Tensor:$result)> {
  let summary = "softmax(query key^T scale + mask) value";
  let description = [{
    Formula: `softmax(scale * query key^T + mask) value` over the last two dimensions of `query` (..., L, E), `key` (..., S, E)
    and `value` (..., S, V); the result is (..., L, V). `scale` is 1 / sqrt(E) by default. A bool mask keeps the scores where
    it is true, a floating-point one is added; both broadcast to (..., L, S). `is_causal` keeps key s for query l where
    s <= l and excludes a mask. A query all of whose keys are masked gives 0. With `enable_gqa`, H key and value heads
    (third dimension from the end) serve H * n query heads, n neighbours each. With `dropout_p` > 0 the probabilities pass
    through nnf.dropout with `seed` and `offset`, element numbers being those of the (..., L, S) tensor.

    ```mlir
    %attention = nnf.scaled_dot_product_attention %q, %k, %v is_causal = true : (tensor<?x8x128x64xf32>, tensor<?x8x128x64xf32>, tensor<?x8x128x64xf32>) -> tensor<?x8x128x64xf32>
    ```

    [torch.nn.functional.scaled_dot_product_attention](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.scaled_dot_product_attention.html)
  }];
  let resultNames = ["attention"];
}
