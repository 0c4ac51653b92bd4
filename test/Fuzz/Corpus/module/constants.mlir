func.func @f() -> (tensor<2x3xf32>, tensor<4xi8>) {
  %0 = arith.constant dense<[[1.0, -2.0, 0x7FC00000], [0.0, -0.0, 3.0]]> : tensor<2x3xf32>
  %1 = nnf.relu %0 : tensor<2x3xf32>
  %2 = nnf.leaky_relu %1 negative_slope = 0.2 : tensor<2x3xf32>
  %3 = arith.constant dense<5> : tensor<4xi8>
  return %2, %3 : tensor<2x3xf32>, tensor<4xi8>
}
