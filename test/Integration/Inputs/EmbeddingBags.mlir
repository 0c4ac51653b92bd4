func.func @EmbeddingBags_11_0_mean(%a0: tensor<1x?xi64>, %a1: tensor<10x1xf16>) -> (tensor<1x1xf16>) attributes {nnf.gradients = [1 : i64], nnf.rtol = 1.600000e-02 : f64, nnf.atol = 5.000000e-02 : f64} {
  %r = nnf.embedding_bag %a0, %a1 scale_grad_by_freq = false mode = mean include_last_offset = false : (tensor<1x?xi64>, tensor<10x1xf16>) -> tensor<1x1xf16>
  return %r : tensor<1x1xf16>
}

func.func @EmbeddingBags_11_1_max(%a0: tensor<?x?xi64>, %a1: tensor<1x?xf32>) -> (tensor<?x?xf32>) attributes {nnf.gradients = [1 : i64], nnf.rtol = 5.000000e-06 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r = nnf.embedding_bag %a0, %a1 scale_grad_by_freq = false mode = max include_last_offset = false : (tensor<?x?xi64>, tensor<1x?xf32>) -> tensor<?x?xf32>
  return %r : tensor<?x?xf32>
}

func.func @EmbeddingBags_11_2_mean(%a0: tensor<1xi64>, %a1: tensor<3x4xf32>, %a2: tensor<1xi64>) -> (tensor<1x4xf32>, tensor<3x4xf32>) attributes {nnf.gradients = [1 : i64], nnf.rtol = 5.000000e-06 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r:2 = nnf.embedding_bag %a0, %a1 offsets = %a2 max_norm = 1.00000000000000000e+00 scale_grad_by_freq = false mode = mean include_last_offset = false padding_idx = 0 : (tensor<1xi64>, tensor<3x4xf32>, tensor<1xi64>) -> (tensor<1x4xf32>, tensor<3x4xf32>)
  return %r#0, %r#1 : tensor<1x4xf32>, tensor<3x4xf32>
}

func.func @EmbeddingBags_11_3_max(%a0: tensor<1xi64>, %a1: tensor<1x4xf32>, %a2: tensor<?xi64>) -> (tensor<4x4xf32>) attributes {nnf.gradients = [1 : i64], nnf.rtol = 5.000000e-06 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r = nnf.embedding_bag %a0, %a1 offsets = %a2 scale_grad_by_freq = false mode = max include_last_offset = true padding_idx = -1 : (tensor<1xi64>, tensor<1x4xf32>, tensor<?xi64>) -> tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

func.func @EmbeddingBags_11_4_one_hot(%a0: tensor<5xi64>) -> (tensor<5x3xi64>) {
  %r = nnf.one_hot %a0 num_classes = 3 : (tensor<5xi64>) -> tensor<5x3xi64>
  return %r : tensor<5x3xi64>
}

