func.func @f(%x: tensor<?x20xf32>, %w: tensor<10x20xf32>, %t: tensor<?xi64>) -> (tensor<?x10xf32>, tensor<f32>) {
  %0 = nnf.linear %x, %w : (tensor<?x20xf32>, tensor<10x20xf32>) -> tensor<?x10xf32>
  %1 = nnf.gelu %0 approximate = tanh : tensor<?x10xf32>
  %2 = nnf.softmax %1 dim = -1 : tensor<?x10xf32>
  %3 = nnf.cross_entropy %1, %t label_smoothing = 0.1 ignore_index = 3 : (tensor<?x10xf32>, tensor<?xi64>) -> tensor<f32>
  return %2, %3 : tensor<?x10xf32>, tensor<f32>
}
