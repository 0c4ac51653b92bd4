func.func @ConvolutionTransposed_11_0_3d(%a0: tensor<3x2x4x5x2xf64>, %a1: tensor<?x3x3x1x1xf64>, %a2: tensor<3xf64>) -> (tensor<?x?x?x?x?xf64>) attributes {nnf.gradients = [0 : i64, 1 : i64, 2 : i64]} {
  %r = nnf.conv_transpose3d %a0, %a1 bias = %a2 stride = [3, 2, 3] padding = [0, 2, 1] output_padding = [0, 1, 2] groups = 1 dilation = [1, 1, 2] : (tensor<3x2x4x5x2xf64>, tensor<?x3x3x1x1xf64>, tensor<3xf64>) -> tensor<?x?x?x?x?xf64>
  return %r : tensor<?x?x?x?x?xf64>
}

func.func @ConvolutionTransposed_11_1_2d(%a0: tensor<?x1x1x1xf32>, %a1: tensor<1x2x?x1xf32>) -> (tensor<?x?x?x1xf32>) attributes {nnf.gradients = [0 : i64, 1 : i64], nnf.rtol = 5.000000e-06 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r = nnf.conv_transpose2d %a0, %a1 stride = [1, 2] padding = [1, 0] output_padding = [1, 0] groups = 1 dilation = [2, 2] : (tensor<?x1x1x1xf32>, tensor<1x2x?x1xf32>) -> tensor<?x?x?x1xf32>
  return %r : tensor<?x?x?x1xf32>
}

func.func @ConvolutionTransposed_11_2_3d(%a0: tensor<6x5x4x1xf64>, %a1: tensor<?x1x?x?x1xf64>, %a2: tensor<3xf64>) -> (tensor<?x?x?x1xf64>) attributes {nnf.gradients = [0 : i64, 1 : i64, 2 : i64]} {
  %r = nnf.conv_transpose3d %a0, %a1 bias = %a2 stride = [1, 2, 1] padding = [0, 2, 0] output_padding = [1, 1, 0] groups = 3 dilation = [2, 1, 2] : (tensor<6x5x4x1xf64>, tensor<?x1x?x?x1xf64>, tensor<3xf64>) -> tensor<?x?x?x1xf64>
  return %r : tensor<?x?x?x1xf64>
}

func.func @ConvolutionTransposed_11_3_2d(%a0: tensor<2x1x1xf64>, %a1: tensor<2x3x1x?xf64>, %a2: tensor<6xf64>) -> (tensor<?x1x1xf64>) attributes {nnf.gradients = [0 : i64, 1 : i64, 2 : i64]} {
  %r = nnf.conv_transpose2d %a0, %a1 bias = %a2 stride = [1, 1] padding = [0, 1] output_padding = [0, 0] groups = 2 dilation = [2, 1] : (tensor<2x1x1xf64>, tensor<2x3x1x?xf64>, tensor<6xf64>) -> tensor<?x1x1xf64>
  return %r : tensor<?x1x1xf64>
}

func.func @ConvolutionTransposed_11_4_3d(%a0: tensor<?x?x?x?x?xf16>, %a1: tensor<?x?x?x?x?xf16>) -> (tensor<?x?x?x?x?xf16>) attributes {nnf.gradients = [0 : i64, 1 : i64], nnf.rtol = 1.000000e-02 : f64, nnf.atol = 5.000000e-02 : f64} {
  %r = nnf.conv_transpose3d %a0, %a1 stride = [1, 1, 2] padding = [0, 0, 0] output_padding = [0, 0, 1] groups = 2 dilation = [1, 2, 1] : (tensor<?x?x?x?x?xf16>, tensor<?x?x?x?x?xf16>) -> tensor<?x?x?x?x?xf16>
  return %r : tensor<?x?x?x?x?xf16>
}

