func.func @Heads_11_0_heads(%a0: tensor<7x1x8xf32>, %a1: tensor<3x1x8xf32>, %a2: tensor<?x1x?xf32>, %a3: tensor<8x8xf32>, %a4: tensor<?xf32>, %a5: tensor<?x?xf32>, %a6: tensor<7x3xi1>) -> (tensor<?x1x?xf32>, tensor<1x?x?x?xf32>) attributes {nnf.gradients = [0 : i64, 1 : i64, 2 : i64, 3 : i64, 4 : i64, 5 : i64], nnf.rtol = 1.000000e-04 : f64, nnf.atol = 1.000000e-04 : f64} {
  %r:2 = nnf.multi_head_attention_forward %a0, %a1, %a2, %a3 num_heads = 2 out_proj_bias = %a4 in_proj_weight = %a5 attn_mask = %a6 add_zero_attn = true need_weights = true average_attn_weights = false is_causal = true : (tensor<7x1x8xf32>, tensor<3x1x8xf32>, tensor<?x1x?xf32>, tensor<8x8xf32>, tensor<?xf32>, tensor<?x?xf32>, tensor<7x3xi1>) -> (tensor<?x1x?xf32>, tensor<1x?x?x?xf32>)
  return %r#0, %r#1 : tensor<?x1x?xf32>, tensor<1x?x?x?xf32>
}

func.func @Heads_11_1_heads(%a0: tensor<?x8xf32>, %a1: tensor<3x8xf32>, %a2: tensor<3x8xf32>, %a3: tensor<8x8xf32>, %a4: tensor<24x8xf32>, %a5: tensor<24xf32>, %a6: tensor<?xf32>, %a7: tensor<2x5x3xi1>) -> (tensor<?x?xf32>) attributes {nnf.gradients = [0 : i64, 1 : i64, 2 : i64, 3 : i64, 4 : i64, 5 : i64, 6 : i64], nnf.rtol = 1.000000e-04 : f64, nnf.atol = 1.000000e-04 : f64} {
  %r = nnf.multi_head_attention_forward %a0, %a1, %a2, %a3 num_heads = 2 in_proj_weight = %a4 in_proj_bias = %a5 key_padding_mask = %a6 attn_mask = %a7 add_zero_attn = true need_weights = false average_attn_weights = true : (tensor<?x8xf32>, tensor<3x8xf32>, tensor<3x8xf32>, tensor<8x8xf32>, tensor<24x8xf32>, tensor<24xf32>, tensor<?xf32>, tensor<2x5x3xi1>) -> tensor<?x?xf32>
  return %r : tensor<?x?xf32>
}

func.func @Heads_11_2_ranks(%a0: tensor<?x?x1xf32>, %a1: tensor<1x?x?x1xf32>, %a2: tensor<5x1xf32>) -> (tensor<1x?x?x1xf32>) attributes {nnf.gradients = [0 : i64, 1 : i64, 2 : i64], nnf.rtol = 3.000000e-05 : f64, nnf.atol = 3.000000e-05 : f64} {
  %r = nnf.scaled_dot_product_attention %a0, %a1, %a2 : (tensor<?x?x1xf32>, tensor<1x?x?x1xf32>, tensor<5x1xf32>) -> tensor<1x?x?x1xf32>
  return %r : tensor<1x?x?x1xf32>
}

func.func @Heads_11_3_heads(%a0: tensor<5x10xbf16>, %a1: tensor<?x?xbf16>, %a2: tensor<?x?xbf16>, %a3: tensor<?x10xbf16>, %a4: tensor<3xbf16>, %a5: tensor<30x?xbf16>) -> (tensor<5x3xbf16>, tensor<2x5x4xbf16>) attributes {nnf.gradients = [0 : i64, 1 : i64, 2 : i64, 3 : i64, 4 : i64, 5 : i64], nnf.rtol = 6.000000e-02 : f64, nnf.atol = 2.000000e-01 : f64} {
  %r:2 = nnf.multi_head_attention_forward %a0, %a1, %a2, %a3 num_heads = 2 out_proj_bias = %a4 in_proj_weight = %a5 need_weights = true average_attn_weights = false : (tensor<5x10xbf16>, tensor<?x?xbf16>, tensor<?x?xbf16>, tensor<?x10xbf16>, tensor<3xbf16>, tensor<30x?xbf16>) -> (tensor<5x3xbf16>, tensor<2x5x4xbf16>)
  return %r#0, %r#1 : tensor<5x3xbf16>, tensor<2x5x4xbf16>
}

func.func @Heads_11_4_heads(%a0: tensor<2x2x3xbf16>, %a1: tensor<?x?x?xbf16>, %a2: tensor<3x?x2xbf16>, %a3: tensor<3x3xbf16>, %a4: tensor<9xbf16>, %a5: tensor<3x3xbf16>, %a6: tensor<3x3xbf16>, %a7: tensor<?x?xbf16>) -> (tensor<2x2x3xbf16>) attributes {nnf.gradients = [0 : i64, 1 : i64, 2 : i64, 3 : i64, 4 : i64, 5 : i64, 6 : i64, 7 : i64], nnf.rtol = 6.000000e-02 : f64, nnf.atol = 2.000000e-01 : f64} {
  %r = nnf.multi_head_attention_forward %a0, %a1, %a2, %a3 num_heads = 3 in_proj_bias = %a4 q_proj_weight = %a5 k_proj_weight = %a6 v_proj_weight = %a7 add_zero_attn = true need_weights = false use_separate_proj_weight = true average_attn_weights = true : (tensor<2x2x3xbf16>, tensor<?x?x?xbf16>, tensor<3x?x2xbf16>, tensor<3x3xbf16>, tensor<9xbf16>, tensor<3x3xbf16>, tensor<3x3xbf16>, tensor<?x?xbf16>) -> tensor<2x2x3xbf16>
  return %r : tensor<2x2x3xbf16>
}

func.func @Heads_11_5_ranks(%a0: tensor<2x1x1xf32>, %a1: tensor<2x2x1xf32>, %a2: tensor<2x2x5xf32>) -> (tensor<2x1x5xf32>) attributes {nnf.gradients = [0 : i64, 1 : i64, 2 : i64], nnf.rtol = 3.000000e-05 : f64, nnf.atol = 3.000000e-05 : f64} {
  %r = nnf.scaled_dot_product_attention %a0, %a1, %a2 : (tensor<2x1x1xf32>, tensor<2x2x1xf32>, tensor<2x2x5xf32>) -> tensor<2x1x5xf32>
  return %r : tensor<2x1x5xf32>
}

func.func @Heads_11_6_heads(%a0: tensor<5x1x4xf16>, %a1: tensor<4x1x?xf16>, %a2: tensor<4x1x4xf16>, %a3: tensor<?x?xf16>, %a4: tensor<3xf16>, %a5: tensor<12x4xf16>, %a6: tensor<1x1x?xf16>, %a7: tensor<4xf16>) -> (tensor<5x1x3xf16>, tensor<1x1x5x5xf16>) attributes {nnf.gradients = [0 : i64, 1 : i64, 2 : i64, 3 : i64, 4 : i64, 5 : i64, 6 : i64, 7 : i64], nnf.rtol = 2.000000e-02 : f64, nnf.atol = 2.000000e-02 : f64} {
  %r:2 = nnf.multi_head_attention_forward %a0, %a1, %a2, %a3 num_heads = 1 out_proj_bias = %a4 in_proj_weight = %a5 bias_k = %a6 bias_v = %a7 need_weights = true average_attn_weights = false : (tensor<5x1x4xf16>, tensor<4x1x?xf16>, tensor<4x1x4xf16>, tensor<?x?xf16>, tensor<3xf16>, tensor<12x4xf16>, tensor<1x1x?xf16>, tensor<4xf16>) -> (tensor<5x1x3xf16>, tensor<1x1x5x5xf16>)
  return %r#0, %r#1 : tensor<5x1x3xf16>, tensor<1x1x5x5xf16>
}

func.func @Heads_11_7_heads(%a0: tensor<5x1x2xf16>, %a1: tensor<?x1x?xf16>, %a2: tensor<?x1x?xf16>, %a3: tensor<2x2xf16>, %a4: tensor<?xf16>, %a5: tensor<6x?xf16>, %a6: tensor<1x8x2xf16>, %a7: tensor<1x?xi1>) -> (tensor<?x1x?xf16>, tensor<1x?x?xf16>) attributes {nnf.gradients = [0 : i64, 1 : i64, 2 : i64, 3 : i64, 4 : i64, 5 : i64, 6 : i64], nnf.rtol = 2.000000e-02 : f64, nnf.atol = 2.000000e-02 : f64} {
  %r:2 = nnf.multi_head_attention_forward %a0, %a1, %a2, %a3 num_heads = 1 out_proj_bias = %a4 in_proj_weight = %a5 static_v = %a6 key_padding_mask = %a7 need_weights = true average_attn_weights = true : (tensor<5x1x2xf16>, tensor<?x1x?xf16>, tensor<?x1x?xf16>, tensor<2x2xf16>, tensor<?xf16>, tensor<6x?xf16>, tensor<1x8x2xf16>, tensor<1x?xi1>) -> (tensor<?x1x?xf16>, tensor<1x?x?xf16>)
  return %r#0, %r#1 : tensor<?x1x?xf16>, tensor<1x?x?xf16>
}

func.func @Heads_11_8_ranks(%a0: tensor<3x2x5xf32>, %a1: tensor<?x1x?xf32>, %a2: tensor<3x1x?xf32>) -> (tensor<3x2x5xf32>) attributes {nnf.gradients = [0 : i64, 1 : i64, 2 : i64], nnf.rtol = 3.000000e-05 : f64, nnf.atol = 3.000000e-05 : f64} {
  %r = nnf.scaled_dot_product_attention %a0, %a1, %a2 : (tensor<3x2x5xf32>, tensor<?x1x?xf32>, tensor<3x1x?xf32>) -> tensor<3x2x5xf32>
  return %r : tensor<3x2x5xf32>
}

func.func @Heads_11_9_heads(%a0: tensor<?x?xf64>, %a1: tensor<4x12xf64>, %a2: tensor<4x12xf64>, %a3: tensor<3x12xf64>, %a4: tensor<?x?xf64>, %a5: tensor<3x4x4xf64>, %a6: tensor<?x?xi1>) -> (tensor<?x?xf64>) attributes {nnf.gradients = [0 : i64, 1 : i64, 2 : i64, 3 : i64, 4 : i64, 5 : i64]} {
  %r = nnf.multi_head_attention_forward %a0, %a1, %a2, %a3 num_heads = 3 in_proj_weight = %a4 static_k = %a5 attn_mask = %a6 add_zero_attn = true need_weights = false average_attn_weights = true is_causal = true : (tensor<?x?xf64>, tensor<4x12xf64>, tensor<4x12xf64>, tensor<3x12xf64>, tensor<?x?xf64>, tensor<3x4x4xf64>, tensor<?x?xi1>) -> tensor<?x?xf64>
  return %r : tensor<?x?xf64>
}

