func.func @Gates_11_0_glu(%a0: tensor<?x?x1x?xf32>) -> (tensor<?x1x1x?xf32>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 3.000000e-06 : f64, nnf.atol = 3.000000e-06 : f64} {
  %r = nnf.glu %a0 dim = -3 : (tensor<?x?x1x?xf32>) -> tensor<?x1x1x?xf32>
  return %r : tensor<?x1x1x?xf32>
}

func.func @Gates_11_1_prelu(%a0: tensor<3x8x16x3xf64>, %a1: tensor<f64>) -> (tensor<3x8x16x3xf64>) attributes {nnf.gradients = [0 : i64, 1 : i64]} {
  %r = nnf.prelu %a0, %a1 : (tensor<3x8x16x3xf64>, tensor<f64>) -> tensor<3x8x16x3xf64>
  return %r : tensor<3x8x16x3xf64>
}

func.func @Gates_11_2_rrelu(%a0: tensor<0x5xbf16>) -> (tensor<0x5xbf16>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 6.000000e-02 : f64, nnf.atol = 2.000000e-01 : f64} {
  %r = nnf.rrelu %a0 lower = 1.25000000000000000e-01 upper = 3.33333333333333315e-01 : (tensor<0x5xbf16>) -> tensor<0x5xbf16>
  return %r : tensor<0x5xbf16>
}

func.func @Gates_11_3_converted(%a0: tensor<?xi1>) -> (tensor<4xf32>) attributes {nnf.rtol = 1.000000e-05 : f64, nnf.atol = 1.000000e-05 : f64} {
  %r = nnf.softmax %a0 dim = -1 dtype = f32 : tensor<?xi1> -> tensor<4xf32>
  return %r : tensor<4xf32>
}

func.func @Gates_11_4_glu(%a0: tensor<13x2x13xf32>) -> (tensor<13x1x13xf32>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 3.000000e-06 : f64, nnf.atol = 3.000000e-06 : f64} {
  %r = nnf.glu %a0 dim = -2 : (tensor<13x2x13xf32>) -> tensor<13x1x13xf32>
  return %r : tensor<13x1x13xf32>
}

func.func @Gates_11_5_prelu(%a0: tensor<?x?x?x?xf16>, %a1: tensor<f16>) -> (tensor<4x13x4x4xf16>) attributes {nnf.gradients = [0 : i64, 1 : i64], nnf.rtol = 2.000000e-02 : f64, nnf.atol = 2.000000e-02 : f64} {
  %r = nnf.prelu %a0, %a1 : (tensor<?x?x?x?xf16>, tensor<f16>) -> tensor<4x13x4x4xf16>
  return %r : tensor<4x13x4x4xf16>
}

func.func @Gates_11_6_rrelu(%a0: tensor<?xbf16>) -> (tensor<?xbf16>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 6.000000e-02 : f64, nnf.atol = 2.000000e-01 : f64} {
  %r = nnf.rrelu %a0 lower = 1.00000000000000006e-01 upper = 5.00000000000000000e-01 : (tensor<?xbf16>) -> tensor<?xbf16>
  return %r : tensor<?xbf16>
}

func.func @Gates_11_7_converted(%a0: tensor<2x8x16xf32>) -> (tensor<2x8x16xf64>) attributes {nnf.gradients = [0 : i64]} {
  %r = nnf.softmax %a0 dim = 2 dtype = f64 : tensor<2x8x16xf32> -> tensor<2x8x16xf64>
  return %r : tensor<2x8x16xf64>
}

