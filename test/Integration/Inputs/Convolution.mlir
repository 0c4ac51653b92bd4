func.func @Convolution_11_0_2d(%a0: tensor<1x3x5x9xf64>, %a1: tensor<2x3x1x2xf64>) -> (tensor<1x2x9x5xf64>) attributes {nnf.gradients = [0 : i64, 1 : i64]} {
  %r = nnf.conv2d %a0, %a1 stride = [1, 2] padding = [2, 1] dilation = [1, 1] groups = 1 : (tensor<1x3x5x9xf64>, tensor<2x3x1x2xf64>) -> tensor<1x2x9x5xf64>
  return %r : tensor<1x2x9x5xf64>
}

func.func @Convolution_11_1_2d(%a0: tensor<3x3x9x3xf16>, %a1: tensor<6x1x3x1xf16>) -> (tensor<3x6x13x3xf16>) attributes {nnf.gradients = [0 : i64, 1 : i64], nnf.rtol = 1.000000e-02 : f64, nnf.atol = 5.000000e-02 : f64} {
  %r = nnf.conv2d %a0, %a1 stride = [1, 3] padding = [3, 3] dilation = [1, 1] groups = 3 : (tensor<3x3x9x3xf16>, tensor<6x1x3x1xf16>) -> tensor<3x6x13x3xf16>
  return %r : tensor<3x6x13x3xf16>
}

func.func @Convolution_11_2_1d(%a0: tensor<?x?x?xf32>, %a1: tensor<?x?x2xf32>) -> (tensor<?x?x?xf32>) attributes {nnf.gradients = [0 : i64, 1 : i64]} {
  %r = nnf.conv1d %a0, %a1 stride = [1] padding = "same" dilation = [2] groups = 3 : (tensor<?x?x?xf32>, tensor<?x?x2xf32>) -> tensor<?x?x?xf32>
  return %r : tensor<?x?x?xf32>
}

func.func @Convolution_11_3_2d(%a0: tensor<3x6x3x5xf32>, %a1: tensor<?x?x1x3xf32>, %a2: tensor<2xf32>) -> (tensor<3x2x3x3xf32>) attributes {nnf.gradients = [0 : i64, 1 : i64, 2 : i64]} {
  %r = nnf.conv2d %a0, %a1 bias = %a2 stride = [3, 3] padding = [3, 2] dilation = [1, 1] groups = 2 : (tensor<3x6x3x5xf32>, tensor<?x?x1x3xf32>, tensor<2xf32>) -> tensor<3x2x3x3xf32>
  return %r : tensor<3x2x3x3xf32>
}

func.func @Convolution_11_4_2d(%a0: tensor<2x2x9x9xf64>, %a1: tensor<?x1x?x1xf64>, %a2: tensor<?xf64>) -> (tensor<?x?x?x?xf64>) attributes {nnf.gradients = [0 : i64, 1 : i64, 2 : i64]} {
  %r = nnf.conv2d %a0, %a1 bias = %a2 stride = [1, 2] padding = [3, 2] dilation = [1, 1] groups = 2 : (tensor<2x2x9x9xf64>, tensor<?x1x?x1xf64>, tensor<?xf64>) -> tensor<?x?x?x?xf64>
  return %r : tensor<?x?x?x?xf64>
}

