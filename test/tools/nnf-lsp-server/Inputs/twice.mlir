func.func @loss(%x: tensor<?x10xf32>, %t: tensor<?xi64>) -> tensor<f32> {
  %p = nnf.softmax %x dim = 1 : tensor<?x10xf32>
  %loss = nnf.cross_entropy %p, %t : (tensor<?x10xf32>, tensor<?xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}
