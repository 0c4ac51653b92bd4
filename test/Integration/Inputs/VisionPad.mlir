func.func @VisionPad_11_0_circular(%a0: tensor<1x?x?xf16>) -> (tensor<1x?x?xf16>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 1.600000e-02 : f64, nnf.atol = 2.000000e-02 : f64} {
  %r = nnf.pad %a0 pad = [1, 1] mode = circular : (tensor<1x?x?xf16>) -> tensor<1x?x?xf16>
  return %r : tensor<1x?x?xf16>
}

func.func @VisionPad_11_1_reflect(%a0: tensor<?x2x3xf16>) -> (tensor<2x2x2xf16>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 1.600000e-02 : f64, nnf.atol = 2.000000e-02 : f64} {
  %r = nnf.pad %a0 pad = [-1, 0] mode = reflect : (tensor<?x2x3xf16>) -> tensor<2x2x2xf16>
  return %r : tensor<2x2x2xf16>
}

func.func @VisionPad_11_2_constant(%a0: tensor<33xf32>) -> (tensor<38xf32>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 5.000000e-06 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r = nnf.pad %a0 pad = [3, 2] mode = constant value = 0xFFF0000000000000 : (tensor<33xf32>) -> tensor<38xf32>
  return %r : tensor<38xf32>
}

func.func @VisionPad_11_3_constant(%a0: tensor<0xf32>) -> (tensor<0xf32>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 5.000000e-06 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r = nnf.pad %a0 pad = [0, 0] mode = constant value = 2.00000000000000000e+00 : (tensor<0xf32>) -> tensor<0xf32>
  return %r : tensor<0xf32>
}

func.func @VisionPad_11_4_reflect(%a0: tensor<1x4x3x3xf16>) -> (tensor<1x5x4x2xf16>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 1.600000e-02 : f64, nnf.atol = 2.000000e-02 : f64} {
  %r = nnf.pad %a0 pad = [-1, 0, 2, -1, 2, -1] mode = reflect : (tensor<1x4x3x3xf16>) -> tensor<1x5x4x2xf16>
  return %r : tensor<1x5x4x2xf16>
}

