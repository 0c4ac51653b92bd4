func.func @VisionGrid_11_0_bilinear_zeros(%a0: tensor<2x3x5x1x2xf64>, %a1: tensor<2x2x6x3x3xf64>) -> (tensor<2x3x2x6x3xf64>) attributes {nnf.gradients = [0 : i64, 1 : i64]} {
  %r = nnf.grid_sample %a0, %a1 mode = bilinear padding_mode = zeros align_corners = true : (tensor<2x3x5x1x2xf64>, tensor<2x2x6x3x3xf64>) -> tensor<2x3x2x6x3xf64>
  return %r : tensor<2x3x2x6x3xf64>
}

func.func @VisionGrid_11_1_affine(%a0: tensor<2x2x3xbf16>) -> (tensor<2x2x5x2xbf16>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 1.600000e-02 : f64, nnf.atol = 8.000000e-02 : f64} {
  %r = nnf.affine_grid %a0 size = [2, 3, 2, 5] align_corners = true : (tensor<2x2x3xbf16>) -> tensor<2x2x5x2xbf16>
  return %r : tensor<2x2x5x2xbf16>
}

func.func @VisionGrid_11_2_nearest_border(%a0: tensor<1x1x2x1xf64>, %a1: tensor<1x?x?x2xf64>) -> (tensor<1x1x?x?xf64>) attributes {nnf.gradients = [0 : i64, 1 : i64]} {
  %r = nnf.grid_sample %a0, %a1 mode = nearest padding_mode = border align_corners = true : (tensor<1x1x2x1xf64>, tensor<1x?x?x2xf64>) -> tensor<1x1x?x?xf64>
  return %r : tensor<1x1x?x?xf64>
}

func.func @VisionGrid_11_3_nearest_border(%a0: tensor<1x1x5x1xf64>, %a1: tensor<1x?x1x2xf64>) -> (tensor<1x1x2x1xf64>) attributes {nnf.gradients = [0 : i64, 1 : i64]} {
  %r = nnf.grid_sample %a0, %a1 mode = nearest padding_mode = border align_corners = true : (tensor<1x1x5x1xf64>, tensor<1x?x1x2xf64>) -> tensor<1x1x2x1xf64>
  return %r : tensor<1x1x2x1xf64>
}

func.func @VisionGrid_11_4_nearest_border(%a0: tensor<1x1x?x?xf64>, %a1: tensor<1x6x1x2xf64>) -> (tensor<1x1x6x1xf64>) attributes {nnf.gradients = [0 : i64, 1 : i64]} {
  %r = nnf.grid_sample %a0, %a1 mode = nearest padding_mode = border align_corners = true : (tensor<1x1x?x?xf64>, tensor<1x6x1x2xf64>) -> tensor<1x1x6x1xf64>
  return %r : tensor<1x1x6x1xf64>
}

