func.func @Linear_11_0(%a0: tensor<13x4xf32>, %a1: tensor<7x4xf32>, %a2: tensor<7xf32>) -> (tensor<13x7xf32>) attributes {nnf.gradients = [0 : i64, 1 : i64, 2 : i64], nnf.atol = 1.000000e-04 : f64} {
  %r = nnf.linear %a0, %a1 bias = %a2 : (tensor<13x4xf32>, tensor<7x4xf32>, tensor<7xf32>) -> tensor<13x7xf32>
  return %r : tensor<13x7xf32>
}

func.func @Linear_11_1(%a0: tensor<?xf32>, %a1: tensor<2x3xf32>) -> (tensor<?xf32>) attributes {nnf.gradients = [0 : i64, 1 : i64], nnf.atol = 1.000000e-04 : f64} {
  %r = nnf.linear %a0, %a1 : (tensor<?xf32>, tensor<2x3xf32>) -> tensor<?xf32>
  return %r : tensor<?xf32>
}

func.func @Linear_11_2(%a0: tensor<33xf32>, %a1: tensor<?xf32>, %a2: tensor<f32>) -> (tensor<f32>) attributes {nnf.gradients = [0 : i64, 1 : i64, 2 : i64], nnf.atol = 1.000000e-04 : f64} {
  %r = nnf.linear %a0, %a1 bias = %a2 : (tensor<33xf32>, tensor<?xf32>, tensor<f32>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @Linear_11_3(%a0: tensor<4xf32>, %a1: tensor<?x?xf32>, %a2: tensor<7xf32>) -> (tensor<?xf32>) attributes {nnf.gradients = [0 : i64, 1 : i64, 2 : i64], nnf.atol = 1.000000e-04 : f64} {
  %r = nnf.linear %a0, %a1 bias = %a2 : (tensor<4xf32>, tensor<?x?xf32>, tensor<7xf32>) -> tensor<?xf32>
  return %r : tensor<?xf32>
}

func.func @Linear_11_4(%a0: tensor<8x5x?x2xf64>, %a1: tensor<5x2xf64>) -> (tensor<8x5x4x5xf64>) attributes {nnf.gradients = [0 : i64, 1 : i64]} {
  %r = nnf.linear %a0, %a1 : (tensor<8x5x?x2xf64>, tensor<5x2xf64>) -> tensor<8x5x4x5xf64>
  return %r : tensor<8x5x4x5xf64>
}

