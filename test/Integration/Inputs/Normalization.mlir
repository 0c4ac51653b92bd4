func.func @Normalization_11_0_batch(%a0: tensor<2x1x4xf64>, %a1: tensor<1xf64>, %a2: tensor<1xf64>, %a3: tensor<1xf64>) -> (tensor<2x1x4xf64>) attributes {nnf.gradients = [0 : i64, 3 : i64]} {
  %r = nnf.batch_norm %a0 running_mean = %a1 running_var = %a2 weight = %a3 training = false momentum = 2.99999999999999989e-01 eps = 1.00000000000000002e-03 : (tensor<2x1x4xf64>, tensor<1xf64>, tensor<1xf64>, tensor<1xf64>) -> tensor<2x1x4xf64>
  return %r : tensor<2x1x4xf64>
}

func.func @Normalization_11_1_layer(%a0: tensor<?x?x?x?xf16>, %a1: tensor<4x3x33x5xf16>, %a2: tensor<4x3x33x5xf16>) -> (tensor<4x3x33x5xf16>) attributes {nnf.gradients = [0 : i64, 1 : i64, 2 : i64], nnf.rtol = 2.000000e-02 : f64, nnf.atol = 2.000000e-02 : f64} {
  %r = nnf.layer_norm %a0 normalized_shape = [4, 3, 33, 5] weight = %a1 bias = %a2 eps = 1.00000000000000008e-05 : (tensor<?x?x?x?xf16>, tensor<4x3x33x5xf16>, tensor<4x3x33x5xf16>) -> tensor<4x3x33x5xf16>
  return %r : tensor<4x3x33x5xf16>
}

func.func @Normalization_11_2_batch(%a0: tensor<3x1x8x3xf64>, %a1: tensor<1xf64>) -> (tensor<3x1x8x3xf64>) attributes {nnf.gradients = [0 : i64, 1 : i64]} {
  %r = nnf.batch_norm %a0 weight = %a1 training = true momentum = 2.99999999999999989e-01 eps = 1.00000000000000008e-05 : (tensor<3x1x8x3xf64>, tensor<1xf64>) -> tensor<3x1x8x3xf64>
  return %r : tensor<3x1x8x3xf64>
}

func.func @Normalization_11_3_layer(%a0: tensor<?x?xf32>, %a1: tensor<13xf32>) -> (tensor<3x13xf32>) attributes {nnf.gradients = [0 : i64, 1 : i64], nnf.rtol = 1.000000e-05 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r = nnf.layer_norm %a0 normalized_shape = [13] bias = %a1 eps = 1.00000000000000008e-05 : (tensor<?x?xf32>, tensor<13xf32>) -> tensor<3x13xf32>
  return %r : tensor<3x13xf32>
}

func.func @Normalization_11_4_layer(%a0: tensor<3x1x?xf16>, %a1: tensor<3x1x?xf16>) -> (tensor<?x1x?xf16>) attributes {nnf.gradients = [0 : i64, 1 : i64], nnf.rtol = 2.000000e-02 : f64, nnf.atol = 2.000000e-02 : f64} {
  %r = nnf.layer_norm %a0 normalized_shape = [3, 1, 17] bias = %a1 eps = 1.00000000000000002e-03 : (tensor<3x1x?xf16>, tensor<3x1x?xf16>) -> tensor<?x1x?xf16>
  return %r : tensor<?x1x?xf16>
}

