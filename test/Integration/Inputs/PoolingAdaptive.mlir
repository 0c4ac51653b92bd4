func.func @PoolingAdaptive_11_0_max_1d(%a0: tensor<2x4xf64>) -> (tensor<2x5xf64>, tensor<2x5xi64>) attributes {nnf.gradients = [0 : i64]} {
  %r:2 = nnf.adaptive_max_pool1d %a0 output_size = [5] return_indices = true : (tensor<2x4xf64>) -> (tensor<2x5xf64>, tensor<2x5xi64>)
  return %r#0, %r#1 : tensor<2x5xf64>, tensor<2x5xi64>
}

func.func @PoolingAdaptive_11_1_max_1d(%a0: tensor<3x3x6xf32>) -> (tensor<3x3x2xf32>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 5.000000e-06 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r = nnf.adaptive_max_pool1d %a0 output_size = [2] : (tensor<3x3x6xf32>) -> tensor<3x3x2xf32>
  return %r : tensor<3x3x2xf32>
}

func.func @PoolingAdaptive_11_2_avg_2d(%a0: tensor<?x?x?x?xf32>) -> (tensor<?x?x1x1xf32>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 5.000000e-06 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r = nnf.adaptive_avg_pool2d %a0 output_size = [1, 1] : (tensor<?x?x?x?xf32>) -> tensor<?x?x1x1xf32>
  return %r : tensor<?x?x1x1xf32>
}

func.func @PoolingAdaptive_11_3_max_3d(%a0: tensor<1x2x4x6x9xf32>) -> (tensor<1x2x3x1x5xf32>, tensor<1x2x3x1x5xi64>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 5.000000e-06 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r:2 = nnf.adaptive_max_pool3d %a0 output_size = [3, 1, 5] return_indices = true : (tensor<1x2x4x6x9xf32>) -> (tensor<1x2x3x1x5xf32>, tensor<1x2x3x1x5xi64>)
  return %r#0, %r#1 : tensor<1x2x3x1x5xf32>, tensor<1x2x3x1x5xi64>
}

func.func @PoolingAdaptive_11_4_max_2d(%a0: tensor<?x2x2x?xf32>) -> (tensor<?x?x1x?xf32>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 5.000000e-06 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r = nnf.adaptive_max_pool2d %a0 output_size = [1, 3] : (tensor<?x2x2x?xf32>) -> tensor<?x?x1x?xf32>
  return %r : tensor<?x?x1x?xf32>
}

