func.func private @g(%x: tensor<?xf16>) -> tensor<?xf16> {
  %0 = nnf.tanh %x : tensor<?xf16>
  return %0 : tensor<?xf16>
}
func.func @f(%x: tensor<?xf16>) -> tensor<?xf16> {
  %0 = func.call @g(%x) : (tensor<?xf16>) -> tensor<?xf16>
  return %0 : tensor<?xf16>
}
