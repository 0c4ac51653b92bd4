func.func @PoolingFractional_11_0_2d(%a0: tensor<?x?x?x?xf32>, %a1: tensor<?x?x?xf32>) -> (tensor<?x?x?x?xf32>, tensor<?x?x?x?xi64>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 5.000000e-06 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r:2 = nnf.fractional_max_pool2d %a0 kernel_size = [1, 2] output_ratio = [0.3, 0.3] return_indices = true random_samples = %a1 : (tensor<?x?x?x?xf32>, tensor<?x?x?xf32>) -> (tensor<?x?x?x?xf32>, tensor<?x?x?x?xi64>)
  return %r#0, %r#1 : tensor<?x?x?x?xf32>, tensor<?x?x?x?xi64>
}

func.func @PoolingFractional_11_1_3d(%a0: tensor<1x1x8x4x2xf32>, %a1: tensor<1x1x?xf32>) -> (tensor<1x1x?x1x1xf32>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 5.000000e-06 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r = nnf.fractional_max_pool3d %a0 kernel_size = [3, 3, 1] output_size = [2, 1, 1] random_samples = %a1 : (tensor<1x1x8x4x2xf32>, tensor<1x1x?xf32>) -> tensor<1x1x?x1x1xf32>
  return %r : tensor<1x1x?x1x1xf32>
}

func.func @PoolingFractional_11_2_2d(%a0: tensor<?x?x?x?xbf16>, %a1: tensor<2x2x2xbf16>) -> (tensor<?x?x?x?xbf16>, tensor<?x?x?x?xi64>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 1.600000e-02 : f64, nnf.atol = 8.000000e-02 : f64} {
  %r:2 = nnf.fractional_max_pool2d_with_indices %a0 kernel_size = [1, 2] output_ratio = [0.5, 0.3] random_samples = %a1 : (tensor<?x?x?x?xbf16>, tensor<2x2x2xbf16>) -> (tensor<?x?x?x?xbf16>, tensor<?x?x?x?xi64>)
  return %r#0, %r#1 : tensor<?x?x?x?xbf16>, tensor<?x?x?x?xi64>
}

func.func @PoolingFractional_11_3_3d(%a0: tensor<2x1x3x4x3xf32>, %a1: tensor<2x1x3xf32>) -> (tensor<2x1x1x2x1xf32>, tensor<2x1x1x2x1xi64>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 5.000000e-06 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r:2 = nnf.fractional_max_pool3d_with_indices %a0 kernel_size = [2, 2, 2] output_size = [1, 2, 1] random_samples = %a1 : (tensor<2x1x3x4x3xf32>, tensor<2x1x3xf32>) -> (tensor<2x1x1x2x1xf32>, tensor<2x1x1x2x1xi64>)
  return %r#0, %r#1 : tensor<2x1x1x2x1xf32>, tensor<2x1x1x2x1xi64>
}

func.func @PoolingFractional_11_4_3d(%a0: tensor<?x?x?x?x?xbf16>, %a1: tensor<2x?x3xbf16>) -> (tensor<2x3x4x4x2xbf16>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 1.600000e-02 : f64, nnf.atol = 8.000000e-02 : f64} {
  %r = nnf.fractional_max_pool3d %a0 kernel_size = [1, 3, 3] output_size = [4, 4, 2] random_samples = %a1 : (tensor<?x?x?x?x?xbf16>, tensor<2x?x3xbf16>) -> tensor<2x3x4x4x2xbf16>
  return %r : tensor<2x3x4x4x2xbf16>
}

