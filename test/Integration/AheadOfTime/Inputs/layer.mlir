// relu(x W^T + b), the weights given once.
func.func @layer(%x: tensor<?x3xf32> {nnf.name = "x"}, %w: tensor<2x3xf32> {nnf.parameter, nnf.name = "weight"},
                 %b: tensor<2xf32> {nnf.parameter, nnf.name = "bias"}) -> tensor<?x2xf32> {
  %0 = nnf.linear %x, %w bias = %b : (tensor<?x3xf32>, tensor<2x3xf32>, tensor<2xf32>) -> tensor<?x2xf32>
  %1 = nnf.relu %0 : tensor<?x2xf32>
  return %1 : tensor<?x2xf32>
}
