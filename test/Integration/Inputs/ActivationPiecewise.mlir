func.func @ActivationPiecewise_11_0_relu6(%a0: tensor<22xf32>) -> (tensor<22xf32>) attributes {nnf.gradients = [0 : i64]} {
  %r = nnf.relu6 %a0 : tensor<22xf32>
  return %r : tensor<22xf32>
}

func.func @ActivationPiecewise_11_1_relu(%a0: tensor<4xf32>) -> (tensor<4xf32>) attributes {nnf.gradients = [0 : i64]} {
  %r = nnf.relu %a0 : tensor<4xf32>
  return %r : tensor<4xf32>
}

func.func @ActivationPiecewise_11_2_hardshrink(%a0: tensor<24xf64>) -> (tensor<24xf64>) attributes {nnf.gradients = [0 : i64]} {
  %r = nnf.hardshrink %a0 : tensor<24xf64>
  return %r : tensor<24xf64>
}

func.func @ActivationPiecewise_11_3_hardsigmoid(%a0: tensor<?xf32>) -> (tensor<?xf32>) attributes {nnf.gradients = [0 : i64]} {
  %r = nnf.hardsigmoid %a0 : tensor<?xf32>
  return %r : tensor<?xf32>
}

func.func @ActivationPiecewise_11_4_threshold(%a0: tensor<4x8x1x?xf32>) -> (tensor<4x8x1x?xf32>) attributes {nnf.gradients = [0 : i64]} {
  %r = nnf.threshold %a0 threshold = 1.25000000000000000e-01 value = 2.00000000000000000e+01 : tensor<4x8x1x?xf32>
  return %r : tensor<4x8x1x?xf32>
}

