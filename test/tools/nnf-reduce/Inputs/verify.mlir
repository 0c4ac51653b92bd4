// Does not verify, and is thus reduced by lines.
func.func @f(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = nnf.relu %x : tensor<4xf32>
  %1 = nnf.softshrink %0 lambd = -1.0 : tensor<4xf32>
  %2 = nnf.relu %1 : tensor<4xf32>
  return %2 : tensor<4xf32>
}
