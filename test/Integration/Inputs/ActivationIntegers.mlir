func.func @ActivationIntegers_11_0_relu(%a0: tensor<2x13x13x7xi32>) -> (tensor<2x13x13x7xi32>) {
  %r = nnf.relu %a0 : tensor<2x13x13x7xi32> -> tensor<2x13x13x7xi32>
  return %r : tensor<2x13x13x7xi32>
}

func.func @ActivationIntegers_11_1_relu(%a0: tensor<0x2xi32>) -> (tensor<0x2xi32>) {
  %r = nnf.relu %a0 : tensor<0x2xi32> -> tensor<0x2xi32>
  return %r : tensor<0x2xi32>
}

func.func @ActivationIntegers_11_2_relu6(%a0: tensor<13x5x2x7xi64>) -> (tensor<13x5x2x7xi64>) {
  %r = nnf.relu6 %a0 : tensor<13x5x2x7xi64> -> tensor<13x5x2x7xi64>
  return %r : tensor<13x5x2x7xi64>
}

func.func @ActivationIntegers_11_3_relu6(%a0: tensor<i32>) -> (tensor<i32>) {
  %r = nnf.relu6 %a0 : tensor<i32> -> tensor<i32>
  return %r : tensor<i32>
}

func.func @ActivationIntegers_11_4_tanh(%a0: tensor<4x3xi64>) -> (tensor<4x3xf32>) {
  %r = nnf.tanh %a0 : tensor<4x3xi64> -> tensor<4x3xf32>
  return %r : tensor<4x3xf32>
}

