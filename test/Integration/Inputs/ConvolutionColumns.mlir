func.func @ConvolutionColumns_11_0_fold(%a0: tensor<1x4x?xf16>) -> (tensor<1x1x5x5xf16>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 1.600000e-02 : f64, nnf.atol = 2.000000e-02 : f64} {
  %r = nnf.fold %a0 output_size = [5, 5] kernel_size = [2, 2] dilation = [1, 2] padding = [2, 0] stride = [1, 1] : (tensor<1x4x?xf16>) -> tensor<1x1x5x5xf16>
  return %r : tensor<1x1x5x5xf16>
}

func.func @ConvolutionColumns_11_1_unfold(%a0: tensor<1x?x?xf32>) -> (tensor<?x?xf32>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 5.000000e-06 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r = nnf.unfold %a0 kernel_size = [1, 3] dilation = [1, 1] padding = [2, 1] stride = [1, 2] : (tensor<1x?x?xf32>) -> tensor<?x?xf32>
  return %r : tensor<?x?xf32>
}

func.func @ConvolutionColumns_11_2_unfold(%a0: tensor<1x3x3x5xf32>) -> (tensor<1x18x3xf32>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 5.000000e-06 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r = nnf.unfold %a0 kernel_size = [3, 2] dilation = [1, 1] padding = [0, 2] stride = [1, 3] : (tensor<1x3x3x5xf32>) -> tensor<1x18x3xf32>
  return %r : tensor<1x18x3xf32>
}

func.func @ConvolutionColumns_11_3_tbc(%a0: tensor<?x1x?xf32>, %a1: tensor<2x2x5xf32>, %a2: tensor<?xf32>) -> (tensor<2x1x5xf32>) attributes {nnf.gradients = [0 : i64, 1 : i64, 2 : i64], nnf.rtol = 5.000000e-06 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r = nnf.conv_tbc %a0, %a1, %a2 pad = 0 : (tensor<?x1x?xf32>, tensor<2x2x5xf32>, tensor<?xf32>) -> tensor<2x1x5xf32>
  return %r : tensor<2x1x5xf32>
}

func.func @ConvolutionColumns_11_4_unfold(%a0: tensor<1x?x?x?xf64>) -> (tensor<1x?x?xf64>) attributes {nnf.gradients = [0 : i64]} {
  %r = nnf.unfold %a0 kernel_size = [2, 1] dilation = [1, 1] padding = [2, 1] stride = [3, 2] : (tensor<1x?x?x?xf64>) -> tensor<1x?x?xf64>
  return %r : tensor<1x?x?xf64>
}

