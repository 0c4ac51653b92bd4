func.func @ActivationSmooth_11_0_tanhshrink(%a0: tensor<22xf64>) -> (tensor<22xf64>) attributes {nnf.gradients = [0 : i64]} {
  %r = nnf.tanhshrink %a0 : tensor<22xf64>
  return %r : tensor<22xf64>
}

func.func @ActivationSmooth_11_1_selu(%a0: tensor<f32>) -> (tensor<f32>) attributes {nnf.gradients = [0 : i64]} {
  %r = nnf.selu %a0 : tensor<f32>
  return %r : tensor<f32>
}

func.func @ActivationSmooth_11_2_tanh(%a0: tensor<7x1xf32>) -> (tensor<7x1xf32>) attributes {nnf.gradients = [0 : i64]} {
  %r = nnf.tanh %a0 : tensor<7x1xf32>
  return %r : tensor<7x1xf32>
}

func.func @ActivationSmooth_11_3_celu(%a0: tensor<bf16>) -> (tensor<bf16>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 2.400000e-02 : f64, nnf.atol = 1.000000e-03 : f64} {
  %r = nnf.celu %a0 : tensor<bf16>
  return %r : tensor<bf16>
}

func.func @ActivationSmooth_11_4_selu(%a0: tensor<f32>) -> (tensor<f32>) attributes {nnf.gradients = [0 : i64]} {
  %r = nnf.selu %a0 : tensor<f32>
  return %r : tensor<f32>
}

