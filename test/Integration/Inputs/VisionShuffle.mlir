func.func @VisionShuffle_11_0_pixel_shuffle(%a0: tensor<2x1x?x?xf64>) -> (tensor<?x1x?x?xf64>) attributes {nnf.gradients = [0 : i64]} {
  %r = nnf.pixel_shuffle %a0 upscale_factor = 1 : (tensor<2x1x?x?xf64>) -> tensor<?x1x?x?xf64>
  return %r : tensor<?x1x?x?xf64>
}

func.func @VisionShuffle_11_1_pixel_shuffle(%a0: tensor<2x9x4x1xbf16>) -> (tensor<2x1x12x3xbf16>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 2.400000e-02 : f64, nnf.atol = 1.000000e-03 : f64} {
  %r = nnf.pixel_shuffle %a0 upscale_factor = 3 : (tensor<2x9x4x1xbf16>) -> tensor<2x1x12x3xbf16>
  return %r : tensor<2x1x12x3xbf16>
}

func.func @VisionShuffle_11_2_pixel_shuffle(%a0: tensor<2x12x2x1xf32>) -> (tensor<2x3x4x2xf32>) attributes {nnf.gradients = [0 : i64]} {
  %r = nnf.pixel_shuffle %a0 upscale_factor = 2 : (tensor<2x12x2x1xf32>) -> tensor<2x3x4x2xf32>
  return %r : tensor<2x3x4x2xf32>
}

func.func @VisionShuffle_11_3_pixel_shuffle(%a0: tensor<2x2x2x3xf32>) -> (tensor<2x2x2x3xf32>) attributes {nnf.gradients = [0 : i64]} {
  %r = nnf.pixel_shuffle %a0 upscale_factor = 1 : (tensor<2x2x2x3xf32>) -> tensor<2x2x2x3xf32>
  return %r : tensor<2x2x2x3xf32>
}

func.func @VisionShuffle_11_4_native_channel_shuffle(%a0: tensor<2x1x2x3xi64>) -> (tensor<2x1x2x3xi64>) {
  %r = nnf.native_channel_shuffle %a0 groups = 1 : (tensor<2x1x2x3xi64>) -> tensor<2x1x2x3xi64>
  return %r : tensor<2x1x2x3xi64>
}

