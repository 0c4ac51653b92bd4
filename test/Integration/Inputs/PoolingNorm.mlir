func.func @PoolingNorm_11_0_2d(%a0: tensor<2x2x4x4xf32>) -> (tensor<2x2x1x2xf32>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 2.000000e-05 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r = nnf.lp_pool2d %a0 norm_type = 2.00000000000000000e+00 kernel_size = [3, 2] ceil_mode = false : (tensor<2x2x4x4xf32>) -> tensor<2x2x1x2xf32>
  return %r : tensor<2x2x1x2xf32>
}

func.func @PoolingNorm_11_1_3d(%a0: tensor<2x5x4x5xf32>) -> (tensor<2x5x2x3xf32>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 2.000000e-05 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r = nnf.lp_pool3d %a0 norm_type = 1.50000000000000000e+00 kernel_size = [1, 2, 1] stride = [1, 2, 2] ceil_mode = false : (tensor<2x5x4x5xf32>) -> tensor<2x5x2x3xf32>
  return %r : tensor<2x5x2x3xf32>
}

func.func @PoolingNorm_11_2_2d(%a0: tensor<2x?x?x?xf32>) -> (tensor<2x2x4x2xf32>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 2.000000e-05 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r = nnf.lp_pool2d %a0 norm_type = 4.00000000000000000e+00 kernel_size = [1, 2] ceil_mode = true : (tensor<2x?x?x?xf32>) -> tensor<2x2x4x2xf32>
  return %r : tensor<2x2x4x2xf32>
}

func.func @PoolingNorm_11_3_2d(%a0: tensor<2x1x5x3xf32>) -> (tensor<2x1x2x1xf32>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 2.000000e-05 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r = nnf.lp_pool2d %a0 norm_type = 2.00000000000000000e+00 kernel_size = [2, 2] ceil_mode = false : (tensor<2x1x5x3xf32>) -> tensor<2x1x2x1xf32>
  return %r : tensor<2x1x2x1xf32>
}

func.func @PoolingNorm_11_4_2d(%a0: tensor<?x3x5x?xf16>) -> (tensor<?x?x?x?xf16>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 2.000000e-02 : f64, nnf.atol = 5.000000e-02 : f64} {
  %r = nnf.lp_pool2d %a0 norm_type = 1.00000000000000000e+00 kernel_size = [2, 1] stride = [2, 2] ceil_mode = true : (tensor<?x3x5x?xf16>) -> tensor<?x?x?x?xf16>
  return %r : tensor<?x?x?x?xf16>
}

