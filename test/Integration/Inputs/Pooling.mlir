func.func @Pooling_11_0_1d(%a0: tensor<1x1x4xbf16>) -> (tensor<1x1x2xbf16>, tensor<1x1x2xi64>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 2.400000e-02 : f64, nnf.atol = 1.000000e-03 : f64} {
  %r:2 = nnf.max_pool1d %a0 kernel_size = [3] padding = [1] dilation = [1] ceil_mode = true return_indices = true : (tensor<1x1x4xbf16>) -> (tensor<1x1x2xbf16>, tensor<1x1x2xi64>)
  return %r#0, %r#1 : tensor<1x1x2xbf16>, tensor<1x1x2xi64>
}

func.func @Pooling_11_1_2d(%a0: tensor<2x1x4x4xbf16>) -> (tensor<2x1x2x2xbf16>, tensor<2x1x2x2xi64>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 2.400000e-02 : f64, nnf.atol = 1.000000e-03 : f64} {
  %r:2 = nnf.max_pool2d %a0 kernel_size = [2, 3] stride = [3, 2] padding = [1, 1] dilation = [2, 1] ceil_mode = false return_indices = true : (tensor<2x1x4x4xbf16>) -> (tensor<2x1x2x2xbf16>, tensor<2x1x2x2xi64>)
  return %r#0, %r#1 : tensor<2x1x2x2xbf16>, tensor<2x1x2x2xi64>
}

func.func @Pooling_11_2_2d(%a0: tensor<1x?x?xf32>) -> (tensor<1x?x1xf32>) attributes {nnf.gradients = [0 : i64]} {
  %r = nnf.max_pool2d %a0 kernel_size = [1, 1] stride = [2, 3] padding = [0, 0] dilation = [1, 2] ceil_mode = true return_indices = false : (tensor<1x?x?xf32>) -> tensor<1x?x1xf32>
  return %r : tensor<1x?x1xf32>
}

func.func @Pooling_11_3_2d(%a0: tensor<1x1x3x5xf32>) -> (tensor<1x1x2x4xf32>, tensor<1x1x2x4xi64>) attributes {nnf.gradients = [0 : i64]} {
  %r:2 = nnf.max_pool2d %a0 kernel_size = [2, 2] stride = [2, 1] padding = [1, 0] dilation = [1, 1] ceil_mode = false return_indices = true : (tensor<1x1x3x5xf32>) -> (tensor<1x1x2x4xf32>, tensor<1x1x2x4xi64>)
  return %r#0, %r#1 : tensor<1x1x2x4xf32>, tensor<1x1x2x4xi64>
}

func.func @Pooling_11_4_1d(%a0: tensor<2x3x3xf32>) -> (tensor<2x3x3xf32>, tensor<2x3x3xi64>) attributes {nnf.gradients = [0 : i64]} {
  %r:2 = nnf.max_pool1d %a0 kernel_size = [1] padding = [0] dilation = [1] ceil_mode = true return_indices = true : (tensor<2x3x3xf32>) -> (tensor<2x3x3xf32>, tensor<2x3x3xi64>)
  return %r#0, %r#1 : tensor<2x3x3xf32>, tensor<2x3x3xi64>
}

