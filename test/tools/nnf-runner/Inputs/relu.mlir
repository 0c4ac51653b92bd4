func.func @relu(%x: tensor<?x?xf32>) -> tensor<?x?xf32> {
  %y = nnf.relu %x : tensor<?x?xf32>
  return %y : tensor<?x?xf32>
}
