func.func @Norms_11_0_rms_norm(%a0: tensor<16x3x3x13xf16>, %a1: tensor<16x?x3x?xf16>) -> (tensor<?x?x?x?xf16>) attributes {nnf.gradients = [0 : i64, 1 : i64], nnf.rtol = 2.000000e-02 : f64, nnf.atol = 2.000000e-02 : f64} {
  %r = nnf.rms_norm %a0 normalized_shape = [16, 3, 3, 13] weight = %a1 eps = 1.00000000000000008e-05 : (tensor<16x3x3x13xf16>, tensor<16x?x3x?xf16>) -> tensor<?x?x?x?xf16>
  return %r : tensor<?x?x?x?xf16>
}

func.func @Norms_11_1_group_norm(%a0: tensor<1x2x4x5xf32>, %a1: tensor<2xf32>, %a2: tensor<?xf32>) -> (tensor<1x2x4x5xf32>) attributes {nnf.gradients = [0 : i64, 1 : i64, 2 : i64], nnf.rtol = 2.000000e-05 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r = nnf.group_norm %a0 num_groups = 2 weight = %a1 bias = %a2 eps = 1.00000000000000002e-03 : (tensor<1x2x4x5xf32>, tensor<2xf32>, tensor<?xf32>) -> tensor<1x2x4x5xf32>
  return %r : tensor<1x2x4x5xf32>
}

func.func @Norms_11_2_instance_norm(%a0: tensor<?x?x?x2xf16>, %a1: tensor<?xf16>, %a2: tensor<?xf16>, %a3: tensor<?xf16>) -> (tensor<5x4x7x2xf16>) attributes {nnf.gradients = [0 : i64, 3 : i64], nnf.rtol = 2.000000e-02 : f64, nnf.atol = 2.000000e-02 : f64} {
  %r = nnf.instance_norm %a0 running_mean = %a1 running_var = %a2 bias = %a3 use_input_stats = false momentum = 2.99999999999999989e-01 eps = 1.00000000000000002e-03 : (tensor<?x?x?x2xf16>, tensor<?xf16>, tensor<?xf16>, tensor<?xf16>) -> tensor<5x4x7x2xf16>
  return %r : tensor<5x4x7x2xf16>
}

func.func @Norms_11_3_local_response_norm(%a0: tensor<?x?x?x1x?xbf16>) -> (tensor<?x?x?x1x?xbf16>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 6.000000e-02 : f64, nnf.atol = 2.000000e-01 : f64} {
  %r = nnf.local_response_norm %a0 size = 2 alpha = 1.00000000000000005e-04 beta = 1.50000000000000000e+00 k = 1.00000000000000000e+00 : (tensor<?x?x?x1x?xbf16>) -> tensor<?x?x?x1x?xbf16>
  return %r : tensor<?x?x?x1x?xbf16>
}

func.func @Norms_11_4_normalize(%a0: tensor<1xf16>) -> (tensor<1xf16>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 2.000000e-02 : f64, nnf.atol = 2.000000e-02 : f64} {
  %r = nnf.normalize %a0 p = 3.00000000000000000e+00 dim = [-1] eps = 9.99999999999999980e-13 : (tensor<1xf16>) -> tensor<1xf16>
  return %r : tensor<1xf16>
}

func.func @Norms_11_5_rms_norm(%a0: tensor<1x3xf64>, %a1: tensor<3xf64>) -> (tensor<1x3xf64>) attributes {nnf.gradients = [0 : i64, 1 : i64]} {
  %r = nnf.rms_norm %a0 normalized_shape = [3] weight = %a1 eps = 1.00000000000000002e-03 : (tensor<1x3xf64>, tensor<3xf64>) -> tensor<1x3xf64>
  return %r : tensor<1x3xf64>
}

func.func @Norms_11_6_group_norm(%a0: tensor<1x6x?x2xf32>) -> (tensor<1x6x4x2xf32>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 2.000000e-05 : f64, nnf.atol = 2.000000e-05 : f64} {
  %r = nnf.group_norm %a0 num_groups = 3 eps = 1.00000000000000002e-03 : (tensor<1x6x?x2xf32>) -> tensor<1x6x4x2xf32>
  return %r : tensor<1x6x4x2xf32>
}

func.func @Norms_11_7_instance_norm(%a0: tensor<1x?x?xbf16>) -> (tensor<1x?x?xbf16>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 6.000000e-02 : f64, nnf.atol = 2.000000e-01 : f64} {
  %r = nnf.instance_norm %a0 use_input_stats = true momentum = 2.99999999999999989e-01 eps = 1.00000000000000002e-03 : (tensor<1x?x?xbf16>) -> tensor<1x?x?xbf16>
  return %r : tensor<1x?x?xbf16>
}

func.func @Norms_11_8_local_response_norm(%a0: tensor<?x7x?x?x4xbf16>) -> (tensor<?x?x?x?x?xbf16>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 6.000000e-02 : f64, nnf.atol = 2.000000e-01 : f64} {
  %r = nnf.local_response_norm %a0 size = 10 alpha = 1.00000000000000005e-04 beta = 7.50000000000000000e-01 k = 2.00000000000000000e+00 : (tensor<?x7x?x?x4xbf16>) -> tensor<?x?x?x?x?xbf16>
  return %r : tensor<?x?x?x?x?xbf16>
}

func.func @Norms_11_9_normalize(%a0: tensor<5xf64>) -> (tensor<5xf64>) attributes {nnf.gradients = [0 : i64]} {
  %r = nnf.normalize %a0 p = 1.00000000000000000e+00 dim = [0] eps = 5.00000000000000000e-01 : (tensor<5xf64>) -> tensor<5xf64>
  return %r : tensor<5xf64>
}

