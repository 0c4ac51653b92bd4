func.func @Groups_11_0_rows(%a0: tensor<3x2xf32>, %a1: tensor<?x?x?xf32>, %a2: tensor<17xi32>) -> (tensor<?x?xf32>) attributes {nnf.rtol = 2.000000e-05 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r = nnf.grouped_mm %a0, %a1 offs = %a2 : (tensor<3x2xf32>, tensor<?x?x?xf32>, tensor<17xi32>) -> tensor<?x?xf32>
  return %r : tensor<?x?xf32>
}

func.func @Groups_11_1_columns(%a0: tensor<8x?x1xf64>, %a1: tensor<1x1xf64>, %a2: tensor<8xi32>) -> (tensor<5x1xf64>) {
  %r = nnf.grouped_mm %a0, %a1 offs = %a2 : (tensor<8x?x1xf64>, tensor<1x1xf64>, tensor<8xi32>) -> tensor<5x1xf64>
  return %r : tensor<5x1xf64>
}

func.func @Groups_11_2_sums(%a0: tensor<5x3xf64>, %a1: tensor<3x1xf64>, %a2: tensor<?xi32>) -> (tensor<?x?x1xf64>) {
  %r = nnf.grouped_mm %a0, %a1 offs = %a2 : (tensor<5x3xf64>, tensor<3x1xf64>, tensor<?xi32>) -> tensor<?x?x1xf64>
  return %r : tensor<?x?x1xf64>
}

func.func @Groups_11_3_apart(%a0: tensor<?x1x?xf32>, %a1: tensor<2x17x2xf32>) -> (tensor<2x1x2xf32>) attributes {nnf.rtol = 2.000000e-05 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r = nnf.grouped_mm %a0, %a1 : (tensor<?x1x?xf32>, tensor<2x17x2xf32>) -> tensor<2x1x2xf32>
  return %r : tensor<2x1x2xf32>
}

func.func @Groups_11_4_rows(%a0: tensor<17x5xf32>, %a1: tensor<5x?x1xf32>, %a2: tensor<5xi32>) -> (tensor<17x1xf32>) attributes {nnf.rtol = 2.000000e-05 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r = nnf.grouped_mm %a0, %a1 offs = %a2 : (tensor<17x5xf32>, tensor<5x?x1xf32>, tensor<5xi32>) -> tensor<17x1xf32>
  return %r : tensor<17x1xf32>
}

func.func @Groups_11_5_columns(%a0: tensor<?x?x?xf32>, %a1: tensor<5x2xf32>, %a2: tensor<?xi32>) -> (tensor<5x2xf32>) attributes {nnf.rtol = 2.000000e-05 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r = nnf.grouped_mm %a0, %a1 offs = %a2 : (tensor<?x?x?xf32>, tensor<5x2xf32>, tensor<?xi32>) -> tensor<5x2xf32>
  return %r : tensor<5x2xf32>
}

func.func @Groups_11_6_sums(%a0: tensor<1x1xf64>, %a1: tensor<1x17xf64>, %a2: tensor<17xi32>) -> (tensor<17x1x17xf64>) {
  %r = nnf.grouped_mm %a0, %a1 offs = %a2 : (tensor<1x1xf64>, tensor<1x17xf64>, tensor<17xi32>) -> tensor<17x1x17xf64>
  return %r : tensor<17x1x17xf64>
}

func.func @Groups_11_7_apart(%a0: tensor<2x3x8xf32>, %a1: tensor<?x?x?xf32>) -> (tensor<2x3x5xf32>) attributes {nnf.rtol = 2.000000e-05 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r = nnf.grouped_mm %a0, %a1 : (tensor<2x3x8xf32>, tensor<?x?x?xf32>) -> tensor<2x3x5xf32>
  return %r : tensor<2x3x5xf32>
}

