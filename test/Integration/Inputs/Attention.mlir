func.func @Attention_11_0(%a0: tensor<?x4x?x?xf32>, %a1: tensor<?x2x61x?xf32>, %a2: tensor<2x2x61x20xf32>, %a3: tensor<65x61xf32>) -> (tensor<2x4x65x20xf32>) attributes {nnf.gradients = [0 : i64, 1 : i64, 2 : i64, 3 : i64], nnf.rtol = 5.000000e-06 : f64} {
  %r = nnf.scaled_dot_product_attention %a0, %a1, %a2 attn_mask = %a3 is_causal = false scale = 2.99999999999999989e-01 enable_gqa = true : (tensor<?x4x?x?xf32>, tensor<?x2x61x?xf32>, tensor<2x2x61x20xf32>, tensor<65x61xf32>) -> tensor<2x4x65x20xf32>
  return %r : tensor<2x4x65x20xf32>
}

func.func @Attention_11_1(%a0: tensor<1x1x17x1xf32>, %a1: tensor<1x1x130x1xf32>, %a2: tensor<1x1x130x8xf32>) -> (tensor<1x1x17x8xf32>) attributes {nnf.gradients = [0 : i64, 1 : i64, 2 : i64], nnf.rtol = 5.000000e-06 : f64} {
  %r = nnf.scaled_dot_product_attention %a0, %a1, %a2 is_causal = false enable_gqa = false : (tensor<1x1x17x1xf32>, tensor<1x1x130x1xf32>, tensor<1x1x130x8xf32>) -> tensor<1x1x17x8xf32>
  return %r : tensor<1x1x17x8xf32>
}

func.func @Attention_11_2(%a0: tensor<1x1x1x1xf16>, %a1: tensor<1x1x?x1xf16>, %a2: tensor<1x1x3x3xf16>) -> (tensor<1x1x1x?xf16>) attributes {nnf.gradients = [0 : i64, 1 : i64, 2 : i64], nnf.rtol = 2.000000e-02 : f64, nnf.atol = 1.000000e-02 : f64} {
  %r = nnf.scaled_dot_product_attention %a0, %a1, %a2 is_causal = true scale = 2.99999999999999989e-01 enable_gqa = false : (tensor<1x1x1x1xf16>, tensor<1x1x?x1xf16>, tensor<1x1x3x3xf16>) -> tensor<1x1x1x?xf16>
  return %r : tensor<1x1x1x?xf16>
}

func.func @Attention_11_3(%a0: tensor<1x2x17x3xf32>, %a1: tensor<1x2x?x?xf32>, %a2: tensor<1x2x?x?xf32>) -> (tensor<1x?x?x?xf32>) attributes {nnf.gradients = [0 : i64, 1 : i64, 2 : i64], nnf.rtol = 5.000000e-06 : f64} {
  %r = nnf.scaled_dot_product_attention %a0, %a1, %a2 is_causal = false scale = 2.99999999999999989e-01 enable_gqa = false : (tensor<1x2x17x3xf32>, tensor<1x2x?x?xf32>, tensor<1x2x?x?xf32>) -> tensor<1x?x?x?xf32>
  return %r : tensor<1x?x?x?xf32>
}

func.func @Attention_11_4(%a0: tensor<2x1x1x20xf16>, %a1: tensor<?x1x?x?xf16>, %a2: tensor<2x1x61x8xf16>) -> (tensor<2x1x1x8xf16>) attributes {nnf.gradients = [0 : i64, 1 : i64, 2 : i64], nnf.rtol = 2.000000e-02 : f64, nnf.atol = 1.000000e-02 : f64} {
  %r = nnf.scaled_dot_product_attention %a0, %a1, %a2 is_causal = true enable_gqa = false : (tensor<2x1x1x20xf16>, tensor<?x1x?x?xf16>, tensor<2x1x61x8xf16>) -> tensor<2x1x1x8xf16>
  return %r : tensor<2x1x1x8xf16>
}

