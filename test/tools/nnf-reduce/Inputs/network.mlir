func.func private @unused(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = nnf.relu %x : tensor<4xf32>
  return %0 : tensor<4xf32>
}
func.func @network(%x: tensor<64x128xf32>, %w: tensor<256x128xf32>, %t: tensor<64xi64>) -> (tensor<64x256xf32>, tensor<f32>) {
  %0 = nnf.linear %x, %w : (tensor<64x128xf32>, tensor<256x128xf32>) -> tensor<64x256xf32>
  %1 = nnf.gelu %0 approximate = tanh : tensor<64x256xf32>
  %2 = nnf.layer_norm %1 normalized_shape = [256] : (tensor<64x256xf32>) -> tensor<64x256xf32>
  %3 = nnf.softmax %2 dim = -1 : tensor<64x256xf32>
  %4 = arith.addf %2, %3 : tensor<64x256xf32>
  %5 = nnf.cross_entropy %4, %t label_smoothing = 0.1 : (tensor<64x256xf32>, tensor<64xi64>) -> tensor<f32>
  return %3, %5 : tensor<64x256xf32>, tensor<f32>
}
