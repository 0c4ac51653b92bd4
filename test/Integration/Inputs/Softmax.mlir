func.func @Softmax_11_0_softmax(%a0: tensor<17xf32>) -> (tensor<17xf32>) attributes {nnf.gradients = [0 : i64]} {
  %r = nnf.softmax %a0 dim = 0 : tensor<17xf32>
  return %r : tensor<17xf32>
}

func.func @Softmax_11_1_softmax(%a0: tensor<?x?x?x?xf64>) -> (tensor<?x?x?x?xf64>) attributes {nnf.gradients = [0 : i64]} {
  %r = nnf.softmax %a0 dim = 1 : tensor<?x?x?x?xf64>
  return %r : tensor<?x?x?x?xf64>
}

func.func @Softmax_11_2_softmax(%a0: tensor<?xf16>) -> (tensor<?xf16>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 3.000000e-03 : f64, nnf.atol = 1.000000e-04 : f64} {
  %r = nnf.softmax %a0 dim = 0 : tensor<?xf16>
  return %r : tensor<?xf16>
}

func.func @Softmax_11_3_log_softmax(%a0: tensor<?x?xf16>) -> (tensor<?x?xf16>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 3.000000e-03 : f64, nnf.atol = 1.000000e-04 : f64} {
  %r = nnf.log_softmax %a0 dim = -1 : tensor<?x?xf16>
  return %r : tensor<?x?xf16>
}

func.func @Softmax_11_4_softmax(%a0: tensor<13xf64>) -> (tensor<13xf64>) attributes {nnf.gradients = [0 : i64]} {
  %r = nnf.softmax %a0 dim = 0 : tensor<13xf64>
  return %r : tensor<13xf64>
}

