func.func @Integers_11_0_pairwise_distance(%a0: tensor<?x?xi64>, %a1: tensor<?x?xi64>) -> (tensor<13xf32>) attributes {nnf.rtol = 3.000000e-05 : f64, nnf.atol = 3.000000e-05 : f64} {
  %r = nnf.pairwise_distance %a0, %a1 p = 3.00000000000000000e+00 keepdim = false : (tensor<?x?xi64>, tensor<?x?xi64>) -> tensor<13xf32>
  return %r : tensor<13xf32>
}

func.func @Integers_11_1_margin_ranking_loss(%a0: tensor<?x?xi8>, %a1: tensor<7x2xi8>, %a2: tensor<?x?xi8>) -> (tensor<f32>) attributes {nnf.rtol = 3.000000e-05 : f64, nnf.atol = 3.000000e-05 : f64} {
  %r = nnf.margin_ranking_loss %a0, %a1, %a2 margin = 5.00000000000000000e-01 reduction = sum : (tensor<?x?xi8>, tensor<7x2xi8>, tensor<?x?xi8>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @Integers_11_2_poisson_nll_loss(%a0: tensor<33x7xi32>, %a1: tensor<33x7xi32>) -> (tensor<f32>) attributes {nnf.rtol = 3.000000e-05 : f64, nnf.atol = 3.000000e-05 : f64} {
  %r = nnf.poisson_nll_loss %a0, %a1 log_input = false full = true reduction = mean : (tensor<33x7xi32>, tensor<33x7xi32>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @Integers_11_3_cosine_embedding_loss(%a0: tensor<1x?xi32>, %a1: tensor<1x16xi32>, %a2: tensor<1xi32>) -> (tensor<1xf32>) attributes {nnf.rtol = 3.000000e-05 : f64, nnf.atol = 3.000000e-05 : f64} {
  %r = nnf.cosine_embedding_loss %a0, %a1, %a2 margin = 2.50000000000000000e-01 reduction = none : (tensor<1x?xi32>, tensor<1x16xi32>, tensor<1xi32>) -> tensor<1xf32>
  return %r : tensor<1xf32>
}

func.func @Integers_11_4_triplet_margin_loss(%a0: tensor<8x8xui8>, %a1: tensor<?x?xui8>, %a2: tensor<8x8xui8>) -> (tensor<f32>) attributes {nnf.rtol = 3.000000e-05 : f64, nnf.atol = 3.000000e-05 : f64} {
  %r = nnf.triplet_margin_loss %a0, %a1, %a2 margin = 5.00000000000000000e-01 swap = false reduction = sum : (tensor<8x8xui8>, tensor<?x?xui8>, tensor<8x8xui8>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @Integers_11_5_triplet_margin_with_distance_loss(%a0: tensor<2x16xi8>, %a1: tensor<2x16xi8>, %a2: tensor<?x?xi8>) -> (tensor<f32>) attributes {nnf.rtol = 3.000000e-05 : f64, nnf.atol = 3.000000e-05 : f64} {
  %r = nnf.triplet_margin_with_distance_loss %a0, %a1, %a2 margin = 5.00000000000000000e-01 swap = true reduction = sum : (tensor<2x16xi8>, tensor<2x16xi8>, tensor<?x?xi8>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @Integers_11_6_local_response_norm(%a0: tensor<2x?x8xi64>) -> (tensor<2x8x8xf32>) attributes {nnf.rtol = 3.000000e-05 : f64, nnf.atol = 3.000000e-05 : f64} {
  %r = nnf.local_response_norm %a0 size = 1 alpha = 5.00000000000000000e-01 : (tensor<2x?x8xi64>) -> tensor<2x8x8xf32>
  return %r : tensor<2x8x8xf32>
}

func.func @Integers_11_7_pairwise_distance(%a0: tensor<13x4xi8>, %a1: tensor<13x4xi8>) -> (tensor<13x1xf32>) attributes {nnf.rtol = 3.000000e-05 : f64, nnf.atol = 3.000000e-05 : f64} {
  %r = nnf.pairwise_distance %a0, %a1 p = 3.00000000000000000e+00 keepdim = true : (tensor<13x4xi8>, tensor<13x4xi8>) -> tensor<13x1xf32>
  return %r : tensor<13x1xf32>
}

func.func @Integers_11_8_margin_ranking_loss(%a0: tensor<?x1xui8>, %a1: tensor<8x1xui8>, %a2: tensor<8x1xui8>) -> (tensor<f32>) attributes {nnf.rtol = 3.000000e-05 : f64, nnf.atol = 3.000000e-05 : f64} {
  %r = nnf.margin_ranking_loss %a0, %a1, %a2 margin = 5.00000000000000000e-01 reduction = sum : (tensor<?x1xui8>, tensor<8x1xui8>, tensor<8x1xui8>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @Integers_11_9_poisson_nll_loss(%a0: tensor<3x8xi32>, %a1: tensor<3x8xi32>) -> (tensor<3x8xf32>) attributes {nnf.rtol = 3.000000e-05 : f64, nnf.atol = 3.000000e-05 : f64} {
  %r = nnf.poisson_nll_loss %a0, %a1 log_input = false full = false reduction = none : (tensor<3x8xi32>, tensor<3x8xi32>) -> tensor<3x8xf32>
  return %r : tensor<3x8xf32>
}

