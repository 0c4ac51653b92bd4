func.func @LossClassification_11_0_bce_logits(%a0: tensor<17xf32>, %a1: tensor<17xf32>, %a2: tensor<f32>) -> (tensor<17xf32>) attributes {nnf.gradients = [0 : i64, 1 : i64], nnf.rtol = 3.000000e-06 : f64} {
  %r = nnf.binary_cross_entropy_with_logits %a0, %a1 weight = %a2 reduction = none : (tensor<17xf32>, tensor<17xf32>, tensor<f32>) -> tensor<17xf32>
  return %r : tensor<17xf32>
}

func.func @LossClassification_11_1_bce(%a0: tensor<1x8x13xf32>, %a1: tensor<1x8x13xf32>) -> (tensor<f32>) attributes {nnf.gradients = [0 : i64, 1 : i64], nnf.rtol = 3.000000e-06 : f64} {
  %r = nnf.binary_cross_entropy %a0, %a1 reduction = mean : (tensor<1x8x13xf32>, tensor<1x8x13xf32>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @LossClassification_11_2_error(%a0: tensor<3x10x2xf32>, %a1: tensor<3x?xi64>) -> (tensor<f32>) attributes {nnf.error = "target[5] is 10, but must be at least 0 and less than 10"} {
  %r = nnf.nll_loss %a0, %a1 : (tensor<3x10x2xf32>, tensor<3x?xi64>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @LossClassification_11_3_nll(%a0: tensor<1x?xf32>, %a1: tensor<1xi64>) -> (tensor<f32>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 3.000000e-06 : f64} {
  %r = nnf.nll_loss %a0, %a1 ignore_index = -100 reduction = sum : (tensor<1x?xf32>, tensor<1xi64>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @LossClassification_11_4_index(%a0: tensor<1xf64>, %a1: tensor<i64>) -> (tensor<f64>) attributes {nnf.gradients = [0 : i64]} {
  %r = nnf.cross_entropy %a0, %a1 ignore_index = 0 reduction = mean label_smoothing = 0.00000000000000000e+00 : (tensor<1xf64>, tensor<i64>) -> tensor<f64>
  return %r : tensor<f64>
}

