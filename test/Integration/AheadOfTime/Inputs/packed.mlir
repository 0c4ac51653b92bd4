// Large enough for its weights to be packed.
func.func @packed(%x: tensor<?x256xf32> {nnf.name = "x"}, %w: tensor<320x256xf32> {nnf.parameter, nnf.name = "w"})
    -> (tensor<?x320xf32> {nnf.name = "y"}) {
  %0 = nnf.linear %x, %w : (tensor<?x256xf32>, tensor<320x256xf32>) -> tensor<?x320xf32>
  return %0 : tensor<?x320xf32>
}
