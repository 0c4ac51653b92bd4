func.func @LossRegression_11_0_mse_loss(%a0: tensor<f32>, %a1: tensor<f32>) -> (tensor<f32>) attributes {nnf.gradients = [0 : i64, 1 : i64], nnf.rtol = 2.000000e-06 : f64} {
  %r = nnf.mse_loss %a0, %a1 reduction = mean : (tensor<f32>, tensor<f32>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @LossRegression_11_1_l1_loss(%a0: tensor<1x4x3xf64>, %a1: tensor<1x1x3xf64>) -> (tensor<1x4x3xf64>) attributes {nnf.gradients = [0 : i64, 1 : i64]} {
  %r = nnf.l1_loss %a0, %a1 reduction = none : (tensor<1x4x3xf64>, tensor<1x1x3xf64>) -> tensor<1x4x3xf64>
  return %r : tensor<1x4x3xf64>
}

func.func @LossRegression_11_2_smooth_l1_loss(%a0: tensor<bf16>, %a1: tensor<bf16>) -> (tensor<bf16>) attributes {nnf.gradients = [0 : i64, 1 : i64], nnf.rtol = 1.600000e-02 : f64, nnf.atol = 5.000000e-02 : f64} {
  %r = nnf.smooth_l1_loss %a0, %a1 beta = 5.00000000000000000e-01 reduction = mean : (tensor<bf16>, tensor<bf16>) -> tensor<bf16>
  return %r : tensor<bf16>
}

func.func @LossRegression_11_3_smooth_l1_loss(%a0: tensor<?x?x?x?xf32>, %a1: tensor<1x0x?xf32>) -> (tensor<?x?x?x?xf32>) attributes {nnf.gradients = [0 : i64, 1 : i64], nnf.rtol = 2.000000e-06 : f64} {
  %r = nnf.smooth_l1_loss %a0, %a1 beta = 0.00000000000000000e+00 reduction = none : (tensor<?x?x?x?xf32>, tensor<1x0x?xf32>) -> tensor<?x?x?x?xf32>
  return %r : tensor<?x?x?x?xf32>
}

func.func @LossRegression_11_4_smooth_l1_loss(%a0: tensor<2x16x16x5xf16>, %a1: tensor<?x?x?xf16>) -> (tensor<f16>) attributes {nnf.gradients = [0 : i64, 1 : i64], nnf.rtol = 1.600000e-02 : f64, nnf.atol = 5.000000e-02 : f64} {
  %r = nnf.smooth_l1_loss %a0, %a1 beta = 5.00000000000000000e-01 reduction = mean : (tensor<2x16x16x5xf16>, tensor<?x?x?xf16>) -> tensor<f16>
  return %r : tensor<f16>
}

