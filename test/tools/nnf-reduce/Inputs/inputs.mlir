// nnf-runner --lint=off --compare-with=reference '--input=8xf32=uniform(-3, 3)' '--input=8xf32=uniform(10, 30)'
func.func @main(%x: tensor<?xf32>, %y: tensor<?xf32>) -> (tensor<?xf32>, tensor<?xf32>) {
  %0 = nnf.relu %x : tensor<?xf32>
  %1 = nnf.softmax %y dim = 0 : tensor<?xf32>
  return %0, %1 : tensor<?xf32>, tensor<?xf32>
}
