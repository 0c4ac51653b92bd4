func.func @f(%x: tensor<2x?x4xf32>, %y: tensor<2x?x4xf32>, %n: index) -> tensor<?x4xf32> {
  %0 = arith.addf %x, %y : tensor<2x?x4xf32>
  %1 = nnf.sigmoid %0 : tensor<2x?x4xf32>
  %2 = tensor.collapse_shape %1 [[0, 1], [2]] : tensor<2x?x4xf32> into tensor<?x4xf32>
  %3 = nnf.layer_norm %2 normalized_shape = [4] : (tensor<?x4xf32>) -> tensor<?x4xf32>
  return %3 : tensor<?x4xf32>
}
