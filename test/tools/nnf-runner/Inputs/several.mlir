// Public, private and declared functions; several arguments, results and element types.
func.func @twice(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
  %y = nnf.relu %x : tensor<4xf32>
  %z = nnf.tanh %x : tensor<4xf32>
  return %y, %z : tensor<4xf32>, tensor<4xf32>
}
func.func @relu_i32(%x: tensor<?xi32>) -> tensor<?xi32> {
  %y = nnf.relu %x : tensor<?xi32>
  return %y : tensor<?xi32>
}
func.func @relu_f16(%x: tensor<3xf16>) -> tensor<3xf16> {
  %y = nnf.relu %x : tensor<3xf16>
  return %y : tensor<3xf16>
}
func.func private @hidden(%x: tensor<2xf64>) -> tensor<2xf64> {
  %y = nnf.relu %x : tensor<2xf64>
  return %y : tensor<2xf64>
}
