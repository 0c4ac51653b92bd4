func.func @VisionResize_11_0_bilinear(%a0: tensor<2x1x3x1xf64>) -> (tensor<2x1x9x1xf64>) attributes {nnf.gradients = [0 : i64]} {
  %r = nnf.interpolate %a0 scale_factor = [3.1, 1.0] mode = bilinear align_corners = true recompute_scale_factor = false antialias = false : (tensor<2x1x3x1xf64>) -> tensor<2x1x9x1xf64>
  return %r : tensor<2x1x9x1xf64>
}

func.func @VisionResize_11_1_area(%a0: tensor<?x1x10x?x?xf32>) -> (tensor<?x1x?x?x?xf32>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 1.000000e-04 : f64, nnf.atol = 1.000000e-04 : f64} {
  %r = nnf.interpolate %a0 size = [3, 8, 6] mode = area antialias = false : (tensor<?x1x10x?x?xf32>) -> tensor<?x1x?x?x?xf32>
  return %r : tensor<?x1x?x?x?xf32>
}

func.func @VisionResize_11_2_nearest(%a0: tensor<1x1x?xf64>) -> (tensor<1x1x?xf64>) attributes {nnf.gradients = [0 : i64]} {
  %r = nnf.interpolate %a0 size = [4] mode = nearest antialias = false : (tensor<1x1x?xf64>) -> tensor<1x1x?xf64>
  return %r : tensor<1x1x?xf64>
}

func.func @VisionResize_11_3_bilinear(%a0: tensor<1x3x1x7xf64>) -> (tensor<1x3x6x7xf64>) attributes {nnf.gradients = [0 : i64]} {
  %r = nnf.upsample %a0 size = [6, 7] mode = bilinear align_corners = false : (tensor<1x3x1x7xf64>) -> tensor<1x3x6x7xf64>
  return %r : tensor<1x3x6x7xf64>
}

func.func @VisionResize_11_4_nearest(%a0: tensor<2x3x3x3x10xf64>) -> (tensor<2x3x6x6x31xf64>) attributes {nnf.gradients = [0 : i64]} {
  %r = nnf.interpolate %a0 scale_factor = [2.0, 2.0, 3.1] mode = nearest recompute_scale_factor = false antialias = false : (tensor<2x3x3x3x10xf64>) -> tensor<2x3x6x6x31xf64>
  return %r : tensor<2x3x6x6x31xf64>
}

