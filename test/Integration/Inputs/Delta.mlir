func.func @Delta_11_0(%a0: tensor<2x3x1x1xbf16>, %a1: tensor<?x?x1x1xbf16>, %a2: tensor<?x?x1x?xbf16>, %a3: tensor<?x3x1xbf16>, %a4: tensor<2x3x1xbf16>) -> (tensor<2x3x1x4xbf16>) attributes {nnf.rtol = 6.000000e-02 : f64, nnf.atol = 2.000000e-01 : f64} {
  %r = nnf.gated_delta_rule %a0, %a1, %a2, %a3, %a4 : (tensor<2x3x1x1xbf16>, tensor<?x?x1x1xbf16>, tensor<?x?x1x?xbf16>, tensor<?x3x1xbf16>, tensor<2x3x1xbf16>) -> tensor<2x3x1x4xbf16>
  return %r : tensor<2x3x1x4xbf16>
}

func.func @Delta_11_1(%a0: tensor<3x1x17x1xf32>, %a1: tensor<3x1x?x1xf32>, %a2: tensor<3x1x17x1xf32>, %a3: tensor<3x1x17xf32>, %a4: tensor<?x1x?xf32>) -> (tensor<3x1x17x1xf32>, tensor<3x1x1x1xf32>) attributes {nnf.rtol = 2.000000e-05 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r:2 = nnf.gated_delta_rule %a0, %a1, %a2, %a3, %a4 output_final_state = true : (tensor<3x1x17x1xf32>, tensor<3x1x?x1xf32>, tensor<3x1x17x1xf32>, tensor<3x1x17xf32>, tensor<?x1x?xf32>) -> (tensor<3x1x17x1xf32>, tensor<3x1x1x1xf32>)
  return %r#0, %r#1 : tensor<3x1x17x1xf32>, tensor<3x1x1x1xf32>
}

func.func @Delta_11_2(%a0: tensor<1x?x?xf32>, %a1: tensor<1x?x?xf32>, %a2: tensor<1x?x1xf32>, %a3: tensor<1x?xf32>, %a4: tensor<1x?xf32>) -> (tensor<1x0x1xf32>) attributes {nnf.rtol = 2.000000e-05 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r = nnf.gated_delta_rule %a0, %a1, %a2, %a3, %a4 : (tensor<1x?x?xf32>, tensor<1x?x?xf32>, tensor<1x?x1xf32>, tensor<1x?xf32>, tensor<1x?xf32>) -> tensor<1x0x1xf32>
  return %r : tensor<1x0x1xf32>
}

func.func @Delta_11_3(%a0: tensor<1x3xbf16>, %a1: tensor<1x3xbf16>, %a2: tensor<1x?xbf16>, %a3: tensor<1xbf16>, %a4: tensor<1xbf16>) -> (tensor<1x?xbf16>) attributes {nnf.rtol = 6.000000e-02 : f64, nnf.atol = 2.000000e-01 : f64} {
  %r = nnf.gated_delta_rule %a0, %a1, %a2, %a3, %a4 : (tensor<1x3xbf16>, tensor<1x3xbf16>, tensor<1x?xbf16>, tensor<1xbf16>, tensor<1xbf16>) -> tensor<1x?xbf16>
  return %r : tensor<1x?xbf16>
}

func.func @Delta_11_4(%a0: tensor<?x?xbf16>, %a1: tensor<?x?xbf16>, %a2: tensor<?x?xbf16>, %a3: tensor<5xbf16>, %a4: tensor<5xbf16>) -> (tensor<?x?xbf16>) attributes {nnf.rtol = 6.000000e-02 : f64, nnf.atol = 2.000000e-01 : f64} {
  %r = nnf.gated_delta_rule %a0, %a1, %a2, %a3, %a4 : (tensor<?x?xbf16>, tensor<?x?xbf16>, tensor<?x?xbf16>, tensor<5xbf16>, tensor<5xbf16>) -> tensor<?x?xbf16>
  return %r : tensor<?x?xbf16>
}

func.func @Delta_11_5(%a0: tensor<5x3xf64>, %a1: tensor<?x3xf64>, %a2: tensor<5x19xf64>, %a3: tensor<5xf64>, %a4: tensor<5xf64>, %a5: tensor<3x19xf64>) -> (tensor<?x?xf64>, tensor<?x?xf64>) {
  %r:2 = nnf.gated_delta_rule %a0, %a1, %a2, %a3, %a4 initial_state = %a5 output_final_state = true : (tensor<5x3xf64>, tensor<?x3xf64>, tensor<5x19xf64>, tensor<5xf64>, tensor<5xf64>, tensor<3x19xf64>) -> (tensor<?x?xf64>, tensor<?x?xf64>)
  return %r#0, %r#1 : tensor<?x?xf64>, tensor<?x?xf64>
}

