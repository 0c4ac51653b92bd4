func.func @Attention_11_0(%a0: tensor<?x4x?x?xf64>, %a1: tensor<?x2x5x?xf64>, %a2: tensor<2x2x5x3xf64>) -> (tensor<?x?x?x?xf64>) {
  %r = nnf.scaled_dot_product_attention %a0, %a1, %a2 is_causal = false scale = 2.99999999999999989e-01 enable_gqa = true : (tensor<?x4x?x?xf64>, tensor<?x2x5x?xf64>, tensor<2x2x5x3xf64>) -> tensor<?x?x?x?xf64>
  return %r : tensor<?x?x?x?xf64>
}

func.func @Attention_11_1(%a0: tensor<1x1x8x5xf32>, %a1: tensor<1x1x1x?xf32>, %a2: tensor<1x1x1x1xf32>, %a3: tensor<8x1xi1>) -> (tensor<1x1x8x1xf32>) attributes {nnf.rtol = 5.000000e-06 : f64} {
  %r = nnf.scaled_dot_product_attention %a0, %a1, %a2 attn_mask = %a3 is_causal = false scale = 2.99999999999999989e-01 enable_gqa = false : (tensor<1x1x8x5xf32>, tensor<1x1x1x?xf32>, tensor<1x1x1x1xf32>, tensor<8x1xi1>) -> tensor<1x1x8x1xf32>
  return %r : tensor<1x1x8x1xf32>
}

func.func @Attention_11_2(%a0: tensor<1x1x1x1xf16>, %a1: tensor<1x1x?x1xf16>, %a2: tensor<1x1x3x3xf16>) -> (tensor<1x1x1x?xf16>) attributes {nnf.rtol = 1.000000e-02 : f64, nnf.atol = 1.000000e-02 : f64} {
  %r = nnf.scaled_dot_product_attention %a0, %a1, %a2 is_causal = true scale = 2.99999999999999989e-01 enable_gqa = false : (tensor<1x1x1x1xf16>, tensor<1x1x?x1xf16>, tensor<1x1x3x3xf16>) -> tensor<1x1x1x?xf16>
  return %r : tensor<1x1x1x?xf16>
}

func.func @Attention_11_3(%a0: tensor<1x2x?x5xf32>, %a1: tensor<1x2x?x?xf32>, %a2: tensor<1x2x?x?xf32>) -> (tensor<1x?x?x?xf32>) attributes {nnf.rtol = 5.000000e-06 : f64} {
  %r = nnf.scaled_dot_product_attention %a0, %a1, %a2 is_causal = true enable_gqa = false : (tensor<1x2x?x5xf32>, tensor<1x2x?x?xf32>, tensor<1x2x?x?xf32>) -> tensor<1x?x?x?xf32>
  return %r : tensor<1x?x?x?xf32>
}

func.func @Attention_11_4(%a0: tensor<2x1x1x8xf16>, %a1: tensor<?x1x?x?xf16>, %a2: tensor<2x1x8x5xf16>) -> (tensor<2x1x1x5xf16>) attributes {nnf.rtol = 1.000000e-02 : f64, nnf.atol = 1.000000e-02 : f64} {
  %r = nnf.scaled_dot_product_attention %a0, %a1, %a2 is_causal = true enable_gqa = false : (tensor<2x1x1x8xf16>, tensor<?x1x?x?xf16>, tensor<2x1x8x5xf16>) -> tensor<2x1x1x5xf16>
  return %r : tensor<2x1x1x5xf16>
}

