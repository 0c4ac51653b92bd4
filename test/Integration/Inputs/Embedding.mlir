func.func @Embedding_11_0(%a0: tensor<5x13xi32>, %a1: tensor<3x1xf32>) -> (tensor<5x13x1xf32>) attributes {nnf.gradients = [1 : i64]} {
  %r = nnf.embedding %a0, %a1 padding_idx = -1 scale_grad_by_freq = true : (tensor<5x13xi32>, tensor<3x1xf32>) -> tensor<5x13x1xf32>
  return %r : tensor<5x13x1xf32>
}

func.func @Embedding_11_1(%a0: tensor<5x7x33xi32>, %a1: tensor<10x17xf64>) -> (tensor<5x7x33x17xf64>) attributes {nnf.gradients = [1 : i64]} {
  %r = nnf.embedding %a0, %a1 scale_grad_by_freq = false : (tensor<5x7x33xi32>, tensor<10x17xf64>) -> tensor<5x7x33x17xf64>
  return %r : tensor<5x7x33x17xf64>
}

func.func @Embedding_11_2(%a0: tensor<1x0xi64>, %a1: tensor<3x17xf32>) -> (tensor<1x0x17xf32>) attributes {nnf.gradients = [1 : i64]} {
  %r = nnf.embedding %a0, %a1 scale_grad_by_freq = false : (tensor<1x0xi64>, tensor<3x17xf32>) -> tensor<1x0x17xf32>
  return %r : tensor<1x0x17xf32>
}

func.func @Embedding_11_3(%a0: tensor<?xi64>, %a1: tensor<3x17xf32>) -> (tensor<?x?xf32>, tensor<?x?xf32>) attributes {nnf.gradients = [1 : i64]} {
  %r:2 = nnf.embedding %a0, %a1 padding_idx = 0 max_norm = 1.00000000000000000e+00 scale_grad_by_freq = false : (tensor<?xi64>, tensor<3x17xf32>) -> (tensor<?x?xf32>, tensor<?x?xf32>)
  return %r#0, %r#1 : tensor<?x?xf32>, tensor<?x?xf32>
}

func.func @Embedding_11_4(%a0: tensor<5x16xi64>, %a1: tensor<?x4xf32>) -> (tensor<?x?x?xf32>) attributes {nnf.gradients = [1 : i64]} {
  %r = nnf.embedding %a0, %a1 scale_grad_by_freq = true : (tensor<5x16xi64>, tensor<?x4xf32>) -> tensor<?x?x?xf32>
  return %r : tensor<?x?x?xf32>
}

