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
    (third dimension from the end) serve H * n query heads, n neighbours each. Otherwise the dimensions before the last two
    broadcast, and need not be as many. With `dropout_p` > 0 the probabilities pass through nnf.dropout with `seed` and
    `offset`, element numbers being those of the (..., L, S) tensor.

    ```mlir
    %attention = nnf.scaled_dot_product_attention %q, %k, %v is_causal = true : (tensor<?x8x128x64xf32>, tensor<?x8x128x64xf32>, tensor<?x8x128x64xf32>) -> tensor<?x8x128x64xf32>
    ```

    [torch.nn.functional.scaled_dot_product_attention](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.scaled_dot_product_attention.html)
  }];
  let resultNames = ["attention"];
}

class Nnf_MultiHeadAttention<dag required, dag optionals, dag attrs>
    : Nnf_Composite<"multi_head_attention_forward", "Attention", required, optionals, !con((ins Nnf_I64Base:$num_heads), attrs),
                    (outs Nnf_Tensor:$result, Optional<Nnf_Tensor>:$attn_weights)> {
  let assemblyFormat = Nnf_OperandList<required>.text # " `num_heads` `=` $num_heads" # Nnf_Clauses<!con(optionals, attrs)>.text
      # " attr-dict `:` functional-type(operands, results)";
}
def Nnf_MultiHeadAttentionForwardOp : Nnf_MultiHeadAttention<
    (ins Nnf_Tensor:$query, Nnf_Tensor:$key, Nnf_Tensor:$value, Nnf_Tensor:$out_proj_weight),
    (ins Optional<Nnf_Tensor>:$out_proj_bias, Optional<Nnf_Tensor>:$in_proj_weight, Optional<Nnf_Tensor>:$in_proj_bias,
         Optional<Nnf_Tensor>:$q_proj_weight, Optional<Nnf_Tensor>:$k_proj_weight, Optional<Nnf_Tensor>:$v_proj_weight,
         Optional<Nnf_Tensor>:$bias_k, Optional<Nnf_Tensor>:$bias_v, Optional<Nnf_Tensor>:$static_k,
         Optional<Nnf_Tensor>:$static_v, Optional<Nnf_MaskTensor>:$key_padding_mask, Optional<Nnf_MaskTensor>:$attn_mask,
         Optional<I64>:$seed, Optional<I64>:$offset),
    (ins OptionalAttr<Nnf_I64Base>:$embed_dim_to_check, Nnf_Flag<"false">:$add_zero_attn, Nnf_F64<"0.0">:$dropout_p,
         Nnf_Flag<"true">:$training, Nnf_Flag<"true">:$need_weights, Nnf_Flag<"false">:$use_separate_proj_weight,
         Nnf_Flag<"true">:$average_attn_weights, Nnf_Flag<"false">:$is_causal)> {
  let summary = "attention of several heads between linear layers";
  let description = [{
    Formula: `linear(heads(softmax(q k^T / sqrt(E / H) + mask) v), out_proj_weight, out_proj_bias)` with q, k, v = linear(query, key, value).
    `query` is (L, N, E) or (L, E), `key` and `value` are (S, N, E) or (S, E); the result is (L, N, out) or (L, out). The rows of
    `in_proj_weight` (3 E, E) are the weights of q, k and v, or with `use_separate_proj_weight` there is one for each, and keys
    and values may have widths of their own; `in_proj_bias` is (3 E). The E features are `num_heads` heads side by side.
    `bias_k` and `bias_v` (1, 1, E) or (E) are one more key and value, `add_zero_attn` adds one of zeros; `static_k` and `static_v`
    (N * H, S, E / H) take the place of k and v. `key_padding_mask` (N, S) or (S), and `attn_mask` (L, S) or (N * H, L, S), shut out what is
    true, or are added. Without a key_padding_mask and without weights, `is_causal` promises that attn_mask is the causal one.
    With `need_weights` the second result is the softmax after dropout, (N, L, S) as the mean over the heads, or (N, H, L, S)
    without `average_attn_weights`; a query all of whose keys are shut out is NaN then, and 0 otherwise. In training
    `dropout_p` is that of scaled_dot_product_attention.

    ```mlir
    %y, %w = nnf.multi_head_attention_forward %q, %k, %v, %o num_heads = 4 in_proj_weight = %i : (tensor<5x2x16xf32>, tensor<7x2x16xf32>, tensor<7x2x16xf32>, tensor<16x16xf32>, tensor<48x16xf32>) -> (tensor<5x2x16xf32>, tensor<2x5x7xf32>)
    ```

    [torch.nn.MultiheadAttention](https://docs.pytorch.org/docs/stable/generated/torch.nn.MultiheadAttention.html)
  }];
  let resultNames = ["attention", "weights"];
  let elementTypesBody = "types.append(adaptor.getNeedWeights() ? 2 : 1, detail::elementTypeOf(operands[0]));";
}

def Nnf_GatedDeltaRuleOp : Nnf_Composite<"gated_delta_rule", "Attention",
    (ins Nnf_Tensor:$query, Nnf_Tensor:$key, Nnf_Tensor:$value, Nnf_Tensor:$g, Nnf_Tensor:$beta),
    (ins Optional<Nnf_Tensor>:$initial_state), (ins OptionalAttr<Nnf_F64Base>:$scale, Nnf_Flag<"false">:$output_final_state),
    (outs Nnf_Tensor:$result, Optional<Nnf_Tensor>:$final_state)> {
  let summary = "attention in linear time: a memory that forgets, and is corrected";
  let description = [{
    Formula: `S_t = exp(g_t) S_(t-1) + beta_t k_t (v_t - exp(g_t) S_(t-1)^T k_t)^T` and `o_t = scale S_t^T q_t` for t = 0, 1, ..., L - 1, with q, k and
    v the rows of `query` and `key` (..., L, K) and `value` (..., L, V), and `g` (the logarithm of what is kept) and `beta` (the share that is
    corrected) of (..., L). The result holds the o_t, (..., L, V). S begins as `initial_state` (..., K, V) or zeros; its last
    value is the second result with `output_final_state`, in the type that it is computed in (f32 for narrower ones). `scale` is 1 / sqrt(K) by
    default. Rows are not normalised: nnf.normalize before it is what models do to q and k.

    ```mlir
    %o = nnf.gated_delta_rule %q, %k, %v, %g, %b : (tensor<2x4x?x16xf32>, tensor<2x4x?x16xf32>, tensor<2x4x?x8xf32>, tensor<2x4x?xf32>, tensor<2x4x?xf32>) -> tensor<2x4x?x8xf32>
    ```

    [Gated Delta Networks (Yang, Kautz and Hatamizadeh, 2024)](https://arxiv.org/abs/2412.06464)
  }];
  let resultNames = ["attention", "state"];
  let elementTypesBody = [{
  ::mlir::Type element = detail::elementTypeOf(adaptor.getValue());
  types.push_back(element);
  if (adaptor.getOutputFinalState())
    types.push_back(element.isF64() ? element : ::mlir::Type(::mlir::Float32Type::get(element.getContext())));
}];
}
