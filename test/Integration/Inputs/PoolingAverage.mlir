func.func @PoolingAverage_11_0_2d(%a0: tensor<1x?x?x?xbf16>) -> (tensor<1x3x3x4xbf16>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 1.600000e-02 : f64, nnf.atol = 8.000000e-02 : f64} {
  %r = nnf.avg_pool2d %a0 kernel_size = [3, 2] stride = [1, 1] padding = [0, 1] ceil_mode = false count_include_pad = false divisor_override = -2 : (tensor<1x?x?x?xbf16>) -> tensor<1x3x3x4xbf16>
  return %r : tensor<1x3x3x4xbf16>
}

func.func @PoolingAverage_11_1_1d(%a0: tensor<?x1x?xf32>) -> (tensor<?x1x?xf32>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 5.000000e-06 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r = nnf.avg_pool1d %a0 kernel_size = [1] stride = [1] padding = [0] ceil_mode = false count_include_pad = true : (tensor<?x1x?xf32>) -> tensor<?x1x?xf32>
  return %r : tensor<?x1x?xf32>
}

func.func @PoolingAverage_11_2_2d(%a0: tensor<?x2x?x3xf32>) -> (tensor<?x?x?x1xf32>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 5.000000e-06 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r = nnf.avg_pool2d %a0 kernel_size = [3, 1] stride = [1, 3] padding = [1, 0] ceil_mode = true count_include_pad = false divisor_override = 3 : (tensor<?x2x?x3xf32>) -> tensor<?x?x?x1xf32>
  return %r : tensor<?x?x?x1xf32>
}

func.func @PoolingAverage_11_3_2d(%a0: tensor<3x3x5x3xf16>) -> (tensor<3x3x3x2xf16>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 1.600000e-02 : f64, nnf.atol = 2.000000e-02 : f64} {
  %r = nnf.avg_pool2d %a0 kernel_size = [2, 3] stride = [2, 3] padding = [0, 1] ceil_mode = true count_include_pad = true divisor_override = -2 : (tensor<3x3x5x3xf16>) -> tensor<3x3x3x2xf16>
  return %r : tensor<3x3x3x2xf16>
}

func.func @PoolingAverage_11_4_2d(%a0: tensor<2x?x?x?xf32>) -> (tensor<2x2x2x1xf32>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 5.000000e-06 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r = nnf.avg_pool2d %a0 kernel_size = [4, 4] padding = [2, 0] ceil_mode = false count_include_pad = true divisor_override = 3 : (tensor<2x?x?x?xf32>) -> tensor<2x2x2x1xf32>
  return %r : tensor<2x2x2x1xf32>
}

