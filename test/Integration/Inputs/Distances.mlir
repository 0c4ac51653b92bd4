func.func @Distances_11_0_pairwise_distance(%a0: tensor<?x?x?xf16>, %a1: tensor<8x4x5xf16>) -> (tensor<?x?x1xf16>) attributes {nnf.gradients = [0 : i64, 1 : i64], nnf.rtol = 2.000000e-02 : f64, nnf.atol = 2.000000e-02 : f64} {
  %r = nnf.pairwise_distance %a0, %a1 p = 5.00000000000000000e-01 keepdim = true : (tensor<?x?x?xf16>, tensor<8x4x5xf16>) -> tensor<?x?x1xf16>
  return %r : tensor<?x?x1xf16>
}

func.func @Distances_11_1_cosine_similarity(%a0: tensor<?x?x?xf32>, %a1: tensor<5x16x33xf32>) -> (tensor<?x?xf32>) attributes {nnf.gradients = [0 : i64, 1 : i64], nnf.rtol = 1.000000e-05 : f64, nnf.atol = 1.000000e-05 : f64} {
  %r = nnf.cosine_similarity %a0, %a1 dim = -3 : (tensor<?x?x?xf32>, tensor<5x16x33xf32>) -> tensor<?x?xf32>
  return %r : tensor<?x?xf32>
}

func.func @Distances_11_2_pdist(%a0: tensor<3x3xf64>) -> (tensor<3xf64>) attributes {nnf.gradients = [0 : i64]} {
  %r = nnf.pdist %a0 p = 3.00000000000000000e+00 : (tensor<3x3xf64>) -> tensor<3xf64>
  return %r : tensor<3xf64>
}

func.func @Distances_11_3_bilinear(%a0: tensor<?x1xf64>, %a1: tensor<?x?xf64>, %a2: tensor<?x1x17xf64>, %a3: tensor<?xf64>) -> (tensor<?x?xf64>) attributes {nnf.gradients = [0 : i64, 1 : i64, 2 : i64, 3 : i64]} {
  %r = nnf.bilinear %a0, %a1, %a2 bias = %a3 : (tensor<?x1xf64>, tensor<?x?xf64>, tensor<?x1x17xf64>, tensor<?xf64>) -> tensor<?x?xf64>
  return %r : tensor<?x?xf64>
}

func.func @Distances_11_4_pairwise_distance(%a0: tensor<2xf32>, %a1: tensor<2xf32>) -> (tensor<f32>) attributes {nnf.gradients = [0 : i64, 1 : i64], nnf.rtol = 1.000000e-04 : f64, nnf.atol = 1.000000e-04 : f64} {
  %r = nnf.pairwise_distance %a0, %a1 p = 0x7FF0000000000000 keepdim = false : (tensor<2xf32>, tensor<2xf32>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @Distances_11_5_cosine_similarity(%a0: tensor<4x16xf16>, %a1: tensor<1x16xf16>) -> (tensor<4xf16>) attributes {nnf.gradients = [0 : i64, 1 : i64], nnf.rtol = 2.000000e-02 : f64, nnf.atol = 2.000000e-02 : f64} {
  %r = nnf.cosine_similarity %a0, %a1 dim = 1 : (tensor<4x16xf16>, tensor<1x16xf16>) -> tensor<4xf16>
  return %r : tensor<4xf16>
}

func.func @Distances_11_6_pdist(%a0: tensor<3x9xf32>) -> (tensor<3xf32>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 3.000000e-05 : f64, nnf.atol = 3.000000e-05 : f64} {
  %r = nnf.pdist %a0 p = 1.50000000000000000e+00 : (tensor<3x9xf32>) -> tensor<3xf32>
  return %r : tensor<3xf32>
}

func.func @Distances_11_7_bilinear(%a0: tensor<8xbf16>, %a1: tensor<?xbf16>, %a2: tensor<1x?x?xbf16>, %a3: tensor<1xbf16>) -> (tensor<1xbf16>) attributes {nnf.gradients = [0 : i64, 1 : i64, 2 : i64, 3 : i64], nnf.rtol = 6.000000e-02 : f64, nnf.atol = 2.000000e-01 : f64} {
  %r = nnf.bilinear %a0, %a1, %a2 bias = %a3 : (tensor<8xbf16>, tensor<?xbf16>, tensor<1x?x?xbf16>, tensor<1xbf16>) -> tensor<1xbf16>
  return %r : tensor<1xbf16>
}

