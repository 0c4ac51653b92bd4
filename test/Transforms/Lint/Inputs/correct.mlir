// act_ReLU
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}) -> (tensor<5x4xf32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.relu %1 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  return %3 : tensor<5x4xf32>
}

// -----

// act_ReLU6
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}) -> (tensor<5x4xf32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.hardtanh %1 min_val = 0.0 max_val = 6.0 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  return %3 : tensor<5x4xf32>
}

// -----

// act_ELU
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}) -> (tensor<5x4xf32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.elu %1 alpha = 1.0 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  return %3 : tensor<5x4xf32>
}

// -----

// act_SELU
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}) -> (tensor<5x4xf32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.selu %1 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  return %3 : tensor<5x4xf32>
}

// -----

// act_CELU
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}) -> (tensor<5x4xf32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.celu %1 alpha = 1.0 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  return %3 : tensor<5x4xf32>
}

// -----

// act_GELU
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}) -> (tensor<5x4xf32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.gelu %1 approximate = none : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  return %3 : tensor<5x4xf32>
}

// -----

// act_SiLU
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}) -> (tensor<5x4xf32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.silu %1 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  return %3 : tensor<5x4xf32>
}

// -----

// act_Mish
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}) -> (tensor<5x4xf32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.mish %1 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  return %3 : tensor<5x4xf32>
}

// -----

// act_Hardswish
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}) -> (tensor<5x4xf32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.hardswish %1 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  return %3 : tensor<5x4xf32>
}

// -----

// act_Hardsigmoid
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}) -> (tensor<5x4xf32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.hardsigmoid %1 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  return %3 : tensor<5x4xf32>
}

// -----

// act_Hardtanh
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}) -> (tensor<5x4xf32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.hardtanh %1 min_val = -1.0 max_val = 1.0 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  return %3 : tensor<5x4xf32>
}

// -----

// act_LeakyReLU
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}) -> (tensor<5x4xf32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.leaky_relu %1 negative_slope = 0.01 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  return %3 : tensor<5x4xf32>
}

// -----

// act_LogSigmoid
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}) -> (tensor<5x4xf32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.logsigmoid %1 : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  return %3 : tensor<5x4xf32>
}

// -----

// act_Sigmoid
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}) -> (tensor<5x4xf32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.sigmoid %1 : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  return %3 : tensor<5x4xf32>
}

// -----

// act_Softplus
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}) -> (tensor<5x4xf32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.softplus %1 beta = 1.0 threshold = 20.0 : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  return %3 : tensor<5x4xf32>
}

// -----

// act_Softsign
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}) -> (tensor<5x4xf32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.softsign %1 : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  return %3 : tensor<5x4xf32>
}

// -----

// act_Softshrink
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}) -> (tensor<5x4xf32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.softshrink %1 lambd = 0.5 : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  return %3 : tensor<5x4xf32>
}

// -----

// act_Hardshrink
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}) -> (tensor<5x4xf32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.hardshrink %1 lambd = 0.5 : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  return %3 : tensor<5x4xf32>
}

// -----

// act_Tanh
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}) -> (tensor<5x4xf32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.tanh %1 : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  return %3 : tensor<5x4xf32>
}

// -----

// act_Tanhshrink
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}) -> (tensor<5x4xf32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.tanhshrink %1 : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  return %3 : tensor<5x4xf32>
}

// -----

// act_PReLU
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<1xf32> {nnf.parameter}, %w3: tensor<4x16xf32> {nnf.parameter}, %w4: tensor<4xf32> {nnf.parameter}) -> (tensor<5x4xf32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.prelu %1, %w2 : (tensor<5x16xf32>, tensor<1xf32>) -> tensor<5x16xf32>
  %3 = nnf.linear %2, %w3 bias = %w4 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  return %3 : tensor<5x4xf32>
}

// -----

// act_RReLU
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}) -> (tensor<5x4xf32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.rrelu %1 lower = 0.125 upper = 0.3333333333333333 training = false inplace = false : (tensor<5x16xf32>) -> tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  return %3 : tensor<5x4xf32>
}

// -----

// act_GLU
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x8xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}) -> (tensor<5x4xf32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.glu %1 dim = -1 : (tensor<5x16xf32>) -> tensor<5x8xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x8xf32>, tensor<4x8xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  return %3 : tensor<5x4xf32>
}

// -----

// softmax_head
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<4x8xf32> {nnf.parameter}, %w1: tensor<4xf32> {nnf.parameter}) -> (tensor<5x4xf32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<4x8xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  %2 = nnf.softmax %1 dim = 1 : tensor<5x4xf32>
  return %2 : tensor<5x4xf32>
}

// -----

// log_softmax_head
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<4x8xf32> {nnf.parameter}, %w1: tensor<4xf32> {nnf.parameter}) -> (tensor<5x4xf32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<4x8xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  %2 = nnf.log_softmax %1 dim = -1 : tensor<5x4xf32>
  return %2 : tensor<5x4xf32>
}

// -----

// softmin_head
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<4x8xf32> {nnf.parameter}, %w1: tensor<4xf32> {nnf.parameter}) -> (tensor<5x4xf32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<4x8xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  %2 = nnf.softmin %1 dim = 1 : tensor<5x4xf32>
  return %2 : tensor<5x4xf32>
}

// -----

// gumbel
func.func @main(%a0: tensor<5x8xf32>) -> (tensor<5x8xf32>) {
  %1 = tensor.empty() : tensor<5x8xf32>
  %2 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a0 : tensor<5x8xf32>) outs(%1 : tensor<5x8xf32>) {
  ^bb0(%3: f32, %4: f32):
    %5 = arith.constant 0.5 : f32
    %6 = arith.divf %3, %5 : f32
    linalg.yield %6 : f32
  } -> tensor<5x8xf32>
  %7 = nnf.softmax %2 dim = -1 : tensor<5x8xf32>
  return %7 : tensor<5x8xf32>
}

// -----

// softmax2d
func.func @main(%a0: tensor<2x3x6x6xf32>, %w0: tensor<4x3x1x1xf32> {nnf.parameter}, %w1: tensor<4xf32> {nnf.parameter}) -> (tensor<2x4x6x6xf32>) {
  %1 = nnf.conv2d %a0, %w0 bias = %w1 stride = [1, 1] padding = [0, 0] dilation = [1, 1] groups = 1 : (tensor<2x3x6x6xf32>, tensor<4x3x1x1xf32>, tensor<4xf32>) -> tensor<2x4x6x6xf32>
  %2 = nnf.softmax %1 dim = -3 : tensor<2x4x6x6xf32>
  return %2 : tensor<2x4x6x6xf32>
}

// -----

// Conv1d
func.func @main(%a0: tensor<2x3x12xf32>, %w0: tensor<6x3x3xf32> {nnf.parameter}, %w1: tensor<6xf32> {nnf.parameter}) -> (tensor<2x6x12xf32>) {
  %1 = nnf.conv1d %a0, %w0 bias = %w1 stride = [1] padding = [1] dilation = [1] groups = 1 : (tensor<2x3x12xf32>, tensor<6x3x3xf32>, tensor<6xf32>) -> tensor<2x6x12xf32>
  %2 = nnf.relu %1 inplace = false : tensor<2x6x12xf32>
  return %2 : tensor<2x6x12xf32>
}

// -----

// Conv2d
func.func @main(%a0: tensor<2x3x12x12xf32>, %w0: tensor<6x3x3x3xf32> {nnf.parameter}, %w1: tensor<6xf32> {nnf.parameter}) -> (tensor<2x6x12x12xf32>) {
  %1 = nnf.conv2d %a0, %w0 bias = %w1 stride = [1, 1] padding = [1, 1] dilation = [1, 1] groups = 1 : (tensor<2x3x12x12xf32>, tensor<6x3x3x3xf32>, tensor<6xf32>) -> tensor<2x6x12x12xf32>
  %2 = nnf.relu %1 inplace = false : tensor<2x6x12x12xf32>
  return %2 : tensor<2x6x12x12xf32>
}

// -----

// Conv3d
func.func @main(%a0: tensor<1x3x6x6x6xf32>, %w0: tensor<6x3x3x3x3xf32> {nnf.parameter}, %w1: tensor<6xf32> {nnf.parameter}) -> (tensor<1x6x6x6x6xf32>) {
  %1 = nnf.conv3d %a0, %w0 bias = %w1 stride = [1, 1, 1] padding = [1, 1, 1] dilation = [1, 1, 1] groups = 1 : (tensor<1x3x6x6x6xf32>, tensor<6x3x3x3x3xf32>, tensor<6xf32>) -> tensor<1x6x6x6x6xf32>
  %2 = nnf.relu %1 inplace = false : tensor<1x6x6x6x6xf32>
  return %2 : tensor<1x6x6x6x6xf32>
}

// -----

// ConvTranspose1d
func.func @main(%a0: tensor<2x3x6xf32>, %w0: tensor<3x6x3xf32> {nnf.parameter}, %w1: tensor<6xf32> {nnf.parameter}) -> (tensor<2x6x6xf32>) {
  %1 = nnf.conv_transpose1d %a0, %w0 bias = %w1 stride = [1] padding = [1] output_padding = [0] groups = 1 dilation = [1] : (tensor<2x3x6xf32>, tensor<3x6x3xf32>, tensor<6xf32>) -> tensor<2x6x6xf32>
  %2 = nnf.relu %1 inplace = false : tensor<2x6x6xf32>
  return %2 : tensor<2x6x6xf32>
}

// -----

// ConvTranspose2d
func.func @main(%a0: tensor<2x3x6x6xf32>, %w0: tensor<3x6x3x3xf32> {nnf.parameter}, %w1: tensor<6xf32> {nnf.parameter}) -> (tensor<2x6x6x6xf32>) {
  %1 = nnf.conv_transpose2d %a0, %w0 bias = %w1 stride = [1, 1] padding = [1, 1] output_padding = [0, 0] groups = 1 dilation = [1, 1] : (tensor<2x3x6x6xf32>, tensor<3x6x3x3xf32>, tensor<6xf32>) -> tensor<2x6x6x6xf32>
  %2 = nnf.relu %1 inplace = false : tensor<2x6x6x6xf32>
  return %2 : tensor<2x6x6x6xf32>
}

// -----

// MaxPool2d
func.func @main(%a0: tensor<1x3x8x8xf32>) -> (tensor<1x3x4x4xf32>) {
  %1 = nnf.max_pool2d %a0 kernel_size = [2, 2] stride = [2, 2] padding = [0, 0] dilation = [1, 1] ceil_mode = false return_indices = false : (tensor<1x3x8x8xf32>) -> tensor<1x3x4x4xf32>
  return %1 : tensor<1x3x4x4xf32>
}

// -----

// AvgPool2d
func.func @main(%a0: tensor<1x3x8x8xf32>) -> (tensor<1x3x4x4xf32>) {
  %1 = nnf.avg_pool2d %a0 kernel_size = [2, 2] stride = [2, 2] padding = [0, 0] ceil_mode = false count_include_pad = true : (tensor<1x3x8x8xf32>) -> tensor<1x3x4x4xf32>
  return %1 : tensor<1x3x4x4xf32>
}

// -----

// MaxPool1d
func.func @main(%a0: tensor<1x3x8xf32>) -> (tensor<1x3x4xf32>) {
  %1 = nnf.max_pool1d %a0 kernel_size = [2] stride = [2] padding = [0] dilation = [1] ceil_mode = false return_indices = false : (tensor<1x3x8xf32>) -> tensor<1x3x4xf32>
  return %1 : tensor<1x3x4xf32>
}

// -----

// AvgPool1d
func.func @main(%a0: tensor<1x3x8xf32>) -> (tensor<1x3x4xf32>) {
  %1 = nnf.avg_pool1d %a0 kernel_size = [2] stride = [2] padding = [0] ceil_mode = false count_include_pad = true : (tensor<1x3x8xf32>) -> tensor<1x3x4xf32>
  return %1 : tensor<1x3x4xf32>
}

// -----

// AdaptiveAvgPool2d
func.func @main(%a0: tensor<1x3x8x8xf32>) -> (tensor<1x3x3x3xf32>) {
  %1 = nnf.adaptive_avg_pool2d %a0 output_size = [3, 3] : (tensor<1x3x8x8xf32>) -> tensor<1x3x3x3xf32>
  return %1 : tensor<1x3x3x3xf32>
}

// -----

// LPPool2d
func.func @main(%a0: tensor<1x3x8x8xf32>) -> (tensor<1x3x4x4xf32>) {
  %1 = nnf.lp_pool2d %a0 norm_type = 2.0 kernel_size = [2, 2] ceil_mode = false : (tensor<1x3x8x8xf32>) -> tensor<1x3x4x4xf32>
  return %1 : tensor<1x3x4x4xf32>
}

// -----

// BatchNorm1d
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<8xf32> {nnf.parameter}, %w1: tensor<8xf32> {nnf.parameter}, %w2: tensor<8xf32> {nnf.parameter}, %w3: tensor<8xf32> {nnf.parameter}) -> (tensor<5x8xf32>) {
  %1 = nnf.batch_norm %a0 running_mean = %w0 running_var = %w1 weight = %w2 bias = %w3 training = false momentum = 0.1 eps = 1.0e-05 : (tensor<5x8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<5x8xf32>
  return %1 : tensor<5x8xf32>
}

// -----

// BatchNorm2d
func.func @main(%a0: tensor<2x3x4x4xf32>, %w0: tensor<3xf32> {nnf.parameter}, %w1: tensor<3xf32> {nnf.parameter}, %w2: tensor<3xf32> {nnf.parameter}, %w3: tensor<3xf32> {nnf.parameter}) -> (tensor<2x3x4x4xf32>) {
  %1 = nnf.batch_norm %a0 running_mean = %w0 running_var = %w1 weight = %w2 bias = %w3 training = false momentum = 0.1 eps = 1.0e-05 : (tensor<2x3x4x4xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) -> tensor<2x3x4x4xf32>
  return %1 : tensor<2x3x4x4xf32>
}

// -----

// LayerNorm
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<8xf32> {nnf.parameter}, %w1: tensor<8xf32> {nnf.parameter}) -> (tensor<5x8xf32>) {
  %1 = nnf.layer_norm %a0 normalized_shape = [8] weight = %w0 bias = %w1 eps = 1.0e-05 : (tensor<5x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<5x8xf32>
  return %1 : tensor<5x8xf32>
}

// -----

// GroupNorm
func.func @main(%a0: tensor<2x6x4x4xf32>, %w0: tensor<6xf32> {nnf.parameter}, %w1: tensor<6xf32> {nnf.parameter}) -> (tensor<2x6x4x4xf32>) {
  %1 = nnf.group_norm %a0 num_groups = 2 weight = %w0 bias = %w1 eps = 1.0e-05 : (tensor<2x6x4x4xf32>, tensor<6xf32>, tensor<6xf32>) -> tensor<2x6x4x4xf32>
  return %1 : tensor<2x6x4x4xf32>
}

// -----

// InstanceNorm2d
func.func @main(%a0: tensor<2x3x4x4xf32>) -> (tensor<2x3x4x4xf32>) {
  %1 = nnf.instance_norm %a0 use_input_stats = true momentum = 0.1 eps = 1.0e-05 : (tensor<2x3x4x4xf32>) -> tensor<2x3x4x4xf32>
  return %1 : tensor<2x3x4x4xf32>
}

// -----

// RMSNorm
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<8xf32> {nnf.parameter}) -> (tensor<5x8xf32>) {
  %1 = nnf.rms_norm %a0 normalized_shape = [8] weight = %w0 : (tensor<5x8xf32>, tensor<8xf32>) -> tensor<5x8xf32>
  return %1 : tensor<5x8xf32>
}

// -----

// LocalResponseNorm
func.func @main(%a0: tensor<2x6x4x4xf32>) -> (tensor<2x6x4x4xf32>) {
  %1 = nnf.local_response_norm %a0 size = 3 alpha = 0.0001 beta = 0.75 k = 1.0 : (tensor<2x6x4x4xf32>) -> tensor<2x6x4x4xf32>
  return %1 : tensor<2x6x4x4xf32>
}

// -----

// Embedding
func.func @main(%a0: tensor<3x5xi64>, %w0: tensor<20x8xf32> {nnf.parameter}, %w1: tensor<4x8xf32> {nnf.parameter}, %w2: tensor<4xf32> {nnf.parameter}) -> (tensor<3x5x4xf32>) {
  %1 = nnf.embedding %a0, %w0 norm_type = 2.0 scale_grad_by_freq = false sparse = false : (tensor<3x5xi64>, tensor<20x8xf32>) -> tensor<3x5x8xf32>
  %2 = nnf.linear %1, %w1 bias = %w2 : (tensor<3x5x8xf32>, tensor<4x8xf32>, tensor<4xf32>) -> tensor<3x5x4xf32>
  return %2 : tensor<3x5x4xf32>
}

// -----

// Bilinear
func.func @main(%a0: tensor<5x4xf32>, %a1: tensor<5x6xf32>, %w0: tensor<3x4x6xf32> {nnf.parameter}, %w1: tensor<3xf32> {nnf.parameter}) -> (tensor<5x3xf32>) {
  %1 = nnf.bilinear %a0, %a1, %w0 bias = %w1 : (tensor<5x4xf32>, tensor<5x6xf32>, tensor<3x4x6xf32>, tensor<3xf32>) -> tensor<5x3xf32>
  return %1 : tensor<5x3xf32>
}

// -----

// CosineSimilarity
func.func @main(%a0: tensor<5x8xf32>, %a1: tensor<5x8xf32>) -> (tensor<5xf32>) {
  %1 = nnf.cosine_similarity %a0, %a1 dim = 1 eps = 1.0e-08 : (tensor<5x8xf32>, tensor<5x8xf32>) -> tensor<5xf32>
  return %1 : tensor<5xf32>
}

// -----

// PairwiseDistance
func.func @main(%a0: tensor<5x8xf32>, %a1: tensor<5x8xf32>) -> (tensor<5xf32>) {
  %1 = nnf.pairwise_distance %a0, %a1 p = 2.0 eps = 1.0e-06 keepdim = false : (tensor<5x8xf32>, tensor<5x8xf32>) -> tensor<5xf32>
  return %1 : tensor<5xf32>
}

// -----

// PixelShuffle
func.func @main(%a0: tensor<1x3x6x6xf32>, %w0: tensor<12x3x3x3xf32> {nnf.parameter}, %w1: tensor<12xf32> {nnf.parameter}) -> (tensor<1x3x12x12xf32>) {
  %1 = nnf.conv2d %a0, %w0 bias = %w1 stride = [1, 1] padding = [1, 1] dilation = [1, 1] groups = 1 : (tensor<1x3x6x6xf32>, tensor<12x3x3x3xf32>, tensor<12xf32>) -> tensor<1x12x6x6xf32>
  %2 = nnf.pixel_shuffle %1 upscale_factor = 2 : (tensor<1x12x6x6xf32>) -> tensor<1x3x12x12xf32>
  return %2 : tensor<1x3x12x12xf32>
}

// -----

// Upsample
func.func @main(%a0: tensor<1x3x6x6xf32>) -> (tensor<1x3x12x12xf32>) {
  %1 = nnf.interpolate %a0 scale_factor = [2.0, 2.0] mode = bilinear antialias = false : (tensor<1x3x6x6xf32>) -> tensor<1x3x12x12xf32>
  return %1 : tensor<1x3x12x12xf32>
}

// -----

// Fold
func.func @main(%a0: tensor<1x3x6x6xf32>) -> (tensor<1x27x36xf32>) {
  %1 = nnf.unfold %a0 kernel_size = [3, 3] dilation = [1, 1] padding = [1, 1] stride = [1, 1] : (tensor<1x3x6x6xf32>) -> tensor<1x27x36xf32>
  return %1 : tensor<1x27x36xf32>
}

// -----

// ZeroPad2d
func.func @main(%a0: tensor<1x3x6x6xf32>) -> (tensor<1x3x10x10xf32>) {
  %1 = nnf.pad %a0 pad = [2, 2, 2, 2] mode = constant value = 0.0 : (tensor<1x3x6x6xf32>) -> tensor<1x3x10x10xf32>
  return %1 : tensor<1x3x10x10xf32>
}

// -----

// dropout_off
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<8x8xf32> {nnf.parameter}, %w1: tensor<8xf32> {nnf.parameter}, %w2: tensor<4x8xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}) -> (tensor<5x4xf32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<8x8xf32>, tensor<8xf32>) -> tensor<5x8xf32>
  %2 = nnf.dropout %1 p = 0.3 training = false inplace = false : (tensor<5x8xf32>) -> tensor<5x8xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x8xf32>, tensor<4x8xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  return %3 : tensor<5x4xf32>
}

// -----

// dropout_training
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<8x8xf32> {nnf.parameter}, %w1: tensor<8xf32> {nnf.parameter}, %w2: tensor<4x8xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}, %seed: i64) -> (tensor<5x4xf32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<8x8xf32>, tensor<8xf32>) -> tensor<5x8xf32>
  %2 = nnf.relu %1 inplace = false : tensor<5x8xf32>
  %3 = arith.constant 0 : i64
  %4 = nnf.dropout %2 seed = %seed offset = %3 p = 0.3 training = true inplace = false : (tensor<5x8xf32>, i64, i64) -> tensor<5x8xf32>
  %5 = nnf.linear %4, %w2 bias = %w3 : (tensor<5x8xf32>, tensor<4x8xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  return %5 : tensor<5x4xf32>
}

// -----

// LSTMCell
func.func @main(%a0: tensor<3x4xf32>, %a1: tensor<3x6xf32>, %a2: tensor<3x6xf32>, %w0: tensor<24x4xf32> {nnf.parameter}, %w1: tensor<24x6xf32> {nnf.parameter}, %w2: tensor<24xf32> {nnf.parameter}, %w3: tensor<24xf32> {nnf.parameter}) -> (tensor<3x6xf32>, tensor<3x6xf32>) {
  %1 = arith.constant 0.0 : f32
  %2 = tensor.empty() : tensor<3x24xf32>
  %3 = linalg.fill ins(%1 : f32) outs(%2 : tensor<3x24xf32>) -> tensor<3x24xf32>
  %4 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%a1, %w1 : tensor<3x6xf32>, tensor<24x6xf32>) outs(%3 : tensor<3x24xf32>) {
  ^bb0(%5: f32, %6: f32, %7: f32):
    %8 = arith.mulf %5, %6 fastmath<contract> : f32
    %9 = arith.addf %7, %8 fastmath<reassoc,contract> : f32
    linalg.yield %9 : f32
  } -> tensor<3x24xf32>
  %10 = tensor.empty() : tensor<3x24xf32>
  %11 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%4 : tensor<3x24xf32>) outs(%10 : tensor<3x24xf32>) {
  ^bb0(%12: f32, %13: f32):
    %14 = arith.constant 1.0 : f32
    %15 = arith.mulf %12, %14 : f32
    linalg.yield %15 : f32
  } -> tensor<3x24xf32>
  %16 = tensor.empty() : tensor<24xf32>
  %17 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%w3 : tensor<24xf32>) outs(%16 : tensor<24xf32>) {
  ^bb0(%18: f32, %19: f32):
    %20 = arith.constant 1.0 : f32
    %21 = arith.mulf %18, %20 : f32
    linalg.yield %21 : f32
  } -> tensor<24xf32>
  %22 = tensor.empty() : tensor<3x24xf32>
  %23 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%11, %17 : tensor<3x24xf32>, tensor<24xf32>) outs(%22 : tensor<3x24xf32>) {
  ^bb0(%24: f32, %25: f32, %26: f32):
    %27 = arith.addf %24, %25 : f32
    linalg.yield %27 : f32
  } -> tensor<3x24xf32>
  %28 = arith.constant 0.0 : f32
  %29 = tensor.empty() : tensor<3x24xf32>
  %30 = linalg.fill ins(%28 : f32) outs(%29 : tensor<3x24xf32>) -> tensor<3x24xf32>
  %31 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%a0, %w0 : tensor<3x4xf32>, tensor<24x4xf32>) outs(%30 : tensor<3x24xf32>) {
  ^bb0(%32: f32, %33: f32, %34: f32):
    %35 = arith.mulf %32, %33 fastmath<contract> : f32
    %36 = arith.addf %34, %35 fastmath<reassoc,contract> : f32
    linalg.yield %36 : f32
  } -> tensor<3x24xf32>
  %37 = tensor.empty() : tensor<3x24xf32>
  %38 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%31 : tensor<3x24xf32>) outs(%37 : tensor<3x24xf32>) {
  ^bb0(%39: f32, %40: f32):
    %41 = arith.constant 1.0 : f32
    %42 = arith.mulf %39, %41 : f32
    linalg.yield %42 : f32
  } -> tensor<3x24xf32>
  %43 = tensor.empty() : tensor<24xf32>
  %44 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%w2 : tensor<24xf32>) outs(%43 : tensor<24xf32>) {
  ^bb0(%45: f32, %46: f32):
    %47 = arith.constant 1.0 : f32
    %48 = arith.mulf %45, %47 : f32
    linalg.yield %48 : f32
  } -> tensor<24xf32>
  %49 = tensor.empty() : tensor<3x24xf32>
  %50 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%38, %44 : tensor<3x24xf32>, tensor<24xf32>) outs(%49 : tensor<3x24xf32>) {
  ^bb0(%51: f32, %52: f32, %53: f32):
    %54 = arith.addf %51, %52 : f32
    linalg.yield %54 : f32
  } -> tensor<3x24xf32>
  %55 = tensor.empty() : tensor<3x24xf32>
  %56 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%23, %50 : tensor<3x24xf32>, tensor<3x24xf32>) outs(%55 : tensor<3x24xf32>) {
  ^bb0(%57: f32, %58: f32, %59: f32):
    %60 = arith.addf %57, %58 : f32
    linalg.yield %60 : f32
  } -> tensor<3x24xf32>
  %61 = tensor.extract_slice %56[0, 0] [3, 6] [1, 1] : tensor<3x24xf32> to tensor<3x6xf32>
  %62 = tensor.extract_slice %56[0, 6] [3, 6] [1, 1] : tensor<3x24xf32> to tensor<3x6xf32>
  %63 = tensor.extract_slice %56[0, 12] [3, 6] [1, 1] : tensor<3x24xf32> to tensor<3x6xf32>
  %64 = tensor.extract_slice %56[0, 18] [3, 6] [1, 1] : tensor<3x24xf32> to tensor<3x6xf32>
  %65 = tensor.empty() : tensor<3x6xf32>
  %66 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%61 : tensor<3x6xf32>) outs(%65 : tensor<3x6xf32>) {
  ^bb0(%67: f32, %68: f32):
    %69 = arith.constant 1.0 : f32
    %70 = arith.negf %67 : f32
    %71 = math.exp %70 : f32
    %72 = arith.addf %69, %71 : f32
    %73 = arith.divf %69, %72 : f32
    linalg.yield %73 : f32
  } -> tensor<3x6xf32>
  %74 = arith.constant 0 : index
  %75 = arith.constant 3 : index
  %76 = arith.constant 24 : index
  %77 = arith.constant 1 : index
  %78 = arith.constant 6 : index
  %79 = tensor.empty() : tensor<3x24xf32>
  %80 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%56 : tensor<3x24xf32>) outs(%79 : tensor<3x24xf32>) {
  ^bb0(%81: f32, %82: f32):
    %83 = linalg.index 0 : index
    %84 = linalg.index 1 : index
    %85 = arith.muli %83, %76 : index
    %86 = arith.addi %74, %85 : index
    %87 = arith.muli %84, %77 : index
    %88 = arith.addi %86, %87 : index
    %89 = arith.subi %88, %74 : index
    %90 = arith.cmpi sge, %89, %74 : index
    %91 = arith.divsi %89, %76 : index
    %92 = arith.remsi %89, %76 : index
    %93 = arith.cmpi slt, %91, %75 : index
    %94 = arith.andi %90, %93 : i1
    %95 = arith.subi %75, %77 : index
    %96 = arith.minsi %91, %95 : index
    %97 = arith.maxsi %96, %74 : index
    %98 = arith.divsi %92, %77 : index
    %99 = arith.remsi %92, %77 : index
    %100 = arith.cmpi slt, %98, %78 : index
    %101 = arith.andi %94, %100 : i1
    %102 = arith.subi %78, %77 : index
    %103 = arith.minsi %98, %102 : index
    %104 = arith.maxsi %103, %74 : index
    %105 = arith.cmpi eq, %99, %74 : index
    %106 = arith.andi %101, %105 : i1
    %107 = tensor.extract %66[%97, %104] : tensor<3x6xf32>
    %108 = arith.select %106, %107, %81 : f32
    linalg.yield %108 : f32
  } -> tensor<3x24xf32>
  %109 = tensor.empty() : tensor<3x6xf32>
  %110 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%109 : tensor<3x6xf32>) {
  ^bb0(%111: f32):
    %112 = linalg.index 0 : index
    %113 = linalg.index 1 : index
    %114 = arith.muli %112, %76 : index
    %115 = arith.addi %78, %114 : index
    %116 = arith.muli %113, %77 : index
    %117 = arith.addi %115, %116 : index
    %118 = arith.subi %117, %74 : index
    %119 = arith.cmpi sge, %118, %74 : index
    %120 = arith.divsi %118, %76 : index
    %121 = arith.remsi %118, %76 : index
    %122 = arith.cmpi slt, %120, %75 : index
    %123 = arith.andi %119, %122 : i1
    %124 = arith.subi %75, %77 : index
    %125 = arith.minsi %120, %124 : index
    %126 = arith.maxsi %125, %74 : index
    %127 = arith.divsi %121, %77 : index
    %128 = arith.remsi %121, %77 : index
    %129 = arith.cmpi slt, %127, %76 : index
    %130 = arith.andi %123, %129 : i1
    %131 = arith.subi %76, %77 : index
    %132 = arith.minsi %127, %131 : index
    %133 = arith.maxsi %132, %74 : index
    %134 = arith.cmpi eq, %128, %74 : index
    %135 = arith.andi %130, %134 : i1
    %136 = tensor.extract %80[%126, %133] : tensor<3x24xf32>
    linalg.yield %136 : f32
  } -> tensor<3x6xf32>
  %137 = tensor.empty() : tensor<3x6xf32>
  %138 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%110 : tensor<3x6xf32>) outs(%137 : tensor<3x6xf32>) {
  ^bb0(%139: f32, %140: f32):
    %141 = arith.constant 1.0 : f32
    %142 = arith.negf %139 : f32
    %143 = math.exp %142 : f32
    %144 = arith.addf %141, %143 : f32
    %145 = arith.divf %141, %144 : f32
    linalg.yield %145 : f32
  } -> tensor<3x6xf32>
  %146 = tensor.empty() : tensor<3x24xf32>
  %147 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%80 : tensor<3x24xf32>) outs(%146 : tensor<3x24xf32>) {
  ^bb0(%148: f32, %149: f32):
    %150 = linalg.index 0 : index
    %151 = linalg.index 1 : index
    %152 = arith.muli %150, %76 : index
    %153 = arith.addi %74, %152 : index
    %154 = arith.muli %151, %77 : index
    %155 = arith.addi %153, %154 : index
    %156 = arith.subi %155, %78 : index
    %157 = arith.cmpi sge, %156, %74 : index
    %158 = arith.divsi %156, %76 : index
    %159 = arith.remsi %156, %76 : index
    %160 = arith.cmpi slt, %158, %75 : index
    %161 = arith.andi %157, %160 : i1
    %162 = arith.subi %75, %77 : index
    %163 = arith.minsi %158, %162 : index
    %164 = arith.maxsi %163, %74 : index
    %165 = arith.divsi %159, %77 : index
    %166 = arith.remsi %159, %77 : index
    %167 = arith.cmpi slt, %165, %78 : index
    %168 = arith.andi %161, %167 : i1
    %169 = arith.subi %78, %77 : index
    %170 = arith.minsi %165, %169 : index
    %171 = arith.maxsi %170, %74 : index
    %172 = arith.cmpi eq, %166, %74 : index
    %173 = arith.andi %168, %172 : i1
    %174 = tensor.extract %138[%164, %171] : tensor<3x6xf32>
    %175 = arith.select %173, %174, %148 : f32
    linalg.yield %175 : f32
  } -> tensor<3x24xf32>
  %176 = arith.constant 12 : index
  %177 = tensor.empty() : tensor<3x6xf32>
  %178 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%177 : tensor<3x6xf32>) {
  ^bb0(%179: f32):
    %180 = linalg.index 0 : index
    %181 = linalg.index 1 : index
    %182 = arith.muli %180, %76 : index
    %183 = arith.addi %176, %182 : index
    %184 = arith.muli %181, %77 : index
    %185 = arith.addi %183, %184 : index
    %186 = arith.subi %185, %74 : index
    %187 = arith.cmpi sge, %186, %74 : index
    %188 = arith.divsi %186, %76 : index
    %189 = arith.remsi %186, %76 : index
    %190 = arith.cmpi slt, %188, %75 : index
    %191 = arith.andi %187, %190 : i1
    %192 = arith.subi %75, %77 : index
    %193 = arith.minsi %188, %192 : index
    %194 = arith.maxsi %193, %74 : index
    %195 = arith.divsi %189, %77 : index
    %196 = arith.remsi %189, %77 : index
    %197 = arith.cmpi slt, %195, %76 : index
    %198 = arith.andi %191, %197 : i1
    %199 = arith.subi %76, %77 : index
    %200 = arith.minsi %195, %199 : index
    %201 = arith.maxsi %200, %74 : index
    %202 = arith.cmpi eq, %196, %74 : index
    %203 = arith.andi %198, %202 : i1
    %204 = tensor.extract %147[%194, %201] : tensor<3x24xf32>
    linalg.yield %204 : f32
  } -> tensor<3x6xf32>
  %205 = tensor.empty() : tensor<3x6xf32>
  %206 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%178 : tensor<3x6xf32>) outs(%205 : tensor<3x6xf32>) {
  ^bb0(%207: f32, %208: f32):
    %209 = math.tanh %207 : f32
    linalg.yield %209 : f32
  } -> tensor<3x6xf32>
  %210 = tensor.empty() : tensor<3x24xf32>
  %211 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%147 : tensor<3x24xf32>) outs(%210 : tensor<3x24xf32>) {
  ^bb0(%212: f32, %213: f32):
    %214 = linalg.index 0 : index
    %215 = linalg.index 1 : index
    %216 = arith.muli %214, %76 : index
    %217 = arith.addi %74, %216 : index
    %218 = arith.muli %215, %77 : index
    %219 = arith.addi %217, %218 : index
    %220 = arith.subi %219, %176 : index
    %221 = arith.cmpi sge, %220, %74 : index
    %222 = arith.divsi %220, %76 : index
    %223 = arith.remsi %220, %76 : index
    %224 = arith.cmpi slt, %222, %75 : index
    %225 = arith.andi %221, %224 : i1
    %226 = arith.subi %75, %77 : index
    %227 = arith.minsi %222, %226 : index
    %228 = arith.maxsi %227, %74 : index
    %229 = arith.divsi %223, %77 : index
    %230 = arith.remsi %223, %77 : index
    %231 = arith.cmpi slt, %229, %78 : index
    %232 = arith.andi %225, %231 : i1
    %233 = arith.subi %78, %77 : index
    %234 = arith.minsi %229, %233 : index
    %235 = arith.maxsi %234, %74 : index
    %236 = arith.cmpi eq, %230, %74 : index
    %237 = arith.andi %232, %236 : i1
    %238 = tensor.extract %206[%228, %235] : tensor<3x6xf32>
    %239 = arith.select %237, %238, %212 : f32
    linalg.yield %239 : f32
  } -> tensor<3x24xf32>
  %240 = arith.constant 18 : index
  %241 = tensor.empty() : tensor<3x6xf32>
  %242 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%241 : tensor<3x6xf32>) {
  ^bb0(%243: f32):
    %244 = linalg.index 0 : index
    %245 = linalg.index 1 : index
    %246 = arith.muli %244, %76 : index
    %247 = arith.addi %240, %246 : index
    %248 = arith.muli %245, %77 : index
    %249 = arith.addi %247, %248 : index
    %250 = arith.subi %249, %74 : index
    %251 = arith.cmpi sge, %250, %74 : index
    %252 = arith.divsi %250, %76 : index
    %253 = arith.remsi %250, %76 : index
    %254 = arith.cmpi slt, %252, %75 : index
    %255 = arith.andi %251, %254 : i1
    %256 = arith.subi %75, %77 : index
    %257 = arith.minsi %252, %256 : index
    %258 = arith.maxsi %257, %74 : index
    %259 = arith.divsi %253, %77 : index
    %260 = arith.remsi %253, %77 : index
    %261 = arith.cmpi slt, %259, %76 : index
    %262 = arith.andi %255, %261 : i1
    %263 = arith.subi %76, %77 : index
    %264 = arith.minsi %259, %263 : index
    %265 = arith.maxsi %264, %74 : index
    %266 = arith.cmpi eq, %260, %74 : index
    %267 = arith.andi %262, %266 : i1
    %268 = tensor.extract %211[%258, %265] : tensor<3x24xf32>
    linalg.yield %268 : f32
  } -> tensor<3x6xf32>
  %269 = tensor.empty() : tensor<3x6xf32>
  %270 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%242 : tensor<3x6xf32>) outs(%269 : tensor<3x6xf32>) {
  ^bb0(%271: f32, %272: f32):
    %273 = arith.constant 1.0 : f32
    %274 = arith.negf %271 : f32
    %275 = math.exp %274 : f32
    %276 = arith.addf %273, %275 : f32
    %277 = arith.divf %273, %276 : f32
    linalg.yield %277 : f32
  } -> tensor<3x6xf32>
  %278 = tensor.empty() : tensor<3x24xf32>
  %279 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%211 : tensor<3x24xf32>) outs(%278 : tensor<3x24xf32>) {
  ^bb0(%280: f32, %281: f32):
    %282 = linalg.index 0 : index
    %283 = linalg.index 1 : index
    %284 = arith.muli %282, %76 : index
    %285 = arith.addi %74, %284 : index
    %286 = arith.muli %283, %77 : index
    %287 = arith.addi %285, %286 : index
    %288 = arith.subi %287, %240 : index
    %289 = arith.cmpi sge, %288, %74 : index
    %290 = arith.divsi %288, %76 : index
    %291 = arith.remsi %288, %76 : index
    %292 = arith.cmpi slt, %290, %75 : index
    %293 = arith.andi %289, %292 : i1
    %294 = arith.subi %75, %77 : index
    %295 = arith.minsi %290, %294 : index
    %296 = arith.maxsi %295, %74 : index
    %297 = arith.divsi %291, %77 : index
    %298 = arith.remsi %291, %77 : index
    %299 = arith.cmpi slt, %297, %78 : index
    %300 = arith.andi %293, %299 : i1
    %301 = arith.subi %78, %77 : index
    %302 = arith.minsi %297, %301 : index
    %303 = arith.maxsi %302, %74 : index
    %304 = arith.cmpi eq, %298, %74 : index
    %305 = arith.andi %300, %304 : i1
    %306 = tensor.extract %270[%296, %303] : tensor<3x6xf32>
    %307 = arith.select %305, %306, %280 : f32
    linalg.yield %307 : f32
  } -> tensor<3x24xf32>
  %308 = tensor.empty() : tensor<3x6xf32>
  %309 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%308 : tensor<3x6xf32>) {
  ^bb0(%310: f32):
    %311 = linalg.index 0 : index
    %312 = linalg.index 1 : index
    %313 = arith.muli %311, %76 : index
    %314 = arith.addi %78, %313 : index
    %315 = arith.muli %312, %77 : index
    %316 = arith.addi %314, %315 : index
    %317 = arith.subi %316, %74 : index
    %318 = arith.cmpi sge, %317, %74 : index
    %319 = arith.divsi %317, %76 : index
    %320 = arith.remsi %317, %76 : index
    %321 = arith.cmpi slt, %319, %75 : index
    %322 = arith.andi %318, %321 : i1
    %323 = arith.subi %75, %77 : index
    %324 = arith.minsi %319, %323 : index
    %325 = arith.maxsi %324, %74 : index
    %326 = arith.divsi %320, %77 : index
    %327 = arith.remsi %320, %77 : index
    %328 = arith.cmpi slt, %326, %76 : index
    %329 = arith.andi %322, %328 : i1
    %330 = arith.subi %76, %77 : index
    %331 = arith.minsi %326, %330 : index
    %332 = arith.maxsi %331, %74 : index
    %333 = arith.cmpi eq, %327, %74 : index
    %334 = arith.andi %329, %333 : i1
    %335 = tensor.extract %279[%325, %332] : tensor<3x24xf32>
    linalg.yield %335 : f32
  } -> tensor<3x6xf32>
  %336 = tensor.empty() : tensor<3x6xf32>
  %337 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%309, %a2 : tensor<3x6xf32>, tensor<3x6xf32>) outs(%336 : tensor<3x6xf32>) {
  ^bb0(%338: f32, %339: f32, %340: f32):
    %341 = arith.mulf %338, %339 : f32
    linalg.yield %341 : f32
  } -> tensor<3x6xf32>
  %342 = tensor.empty() : tensor<3x6xf32>
  %343 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%342 : tensor<3x6xf32>) {
  ^bb0(%344: f32):
    %345 = linalg.index 0 : index
    %346 = linalg.index 1 : index
    %347 = arith.muli %345, %76 : index
    %348 = arith.addi %74, %347 : index
    %349 = arith.muli %346, %77 : index
    %350 = arith.addi %348, %349 : index
    %351 = arith.subi %350, %74 : index
    %352 = arith.cmpi sge, %351, %74 : index
    %353 = arith.divsi %351, %76 : index
    %354 = arith.remsi %351, %76 : index
    %355 = arith.cmpi slt, %353, %75 : index
    %356 = arith.andi %352, %355 : i1
    %357 = arith.subi %75, %77 : index
    %358 = arith.minsi %353, %357 : index
    %359 = arith.maxsi %358, %74 : index
    %360 = arith.divsi %354, %77 : index
    %361 = arith.remsi %354, %77 : index
    %362 = arith.cmpi slt, %360, %76 : index
    %363 = arith.andi %356, %362 : i1
    %364 = arith.subi %76, %77 : index
    %365 = arith.minsi %360, %364 : index
    %366 = arith.maxsi %365, %74 : index
    %367 = arith.cmpi eq, %361, %74 : index
    %368 = arith.andi %363, %367 : i1
    %369 = tensor.extract %279[%359, %366] : tensor<3x24xf32>
    linalg.yield %369 : f32
  } -> tensor<3x6xf32>
  %370 = tensor.empty() : tensor<3x6xf32>
  %371 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%370 : tensor<3x6xf32>) {
  ^bb0(%372: f32):
    %373 = linalg.index 0 : index
    %374 = linalg.index 1 : index
    %375 = arith.muli %373, %76 : index
    %376 = arith.addi %176, %375 : index
    %377 = arith.muli %374, %77 : index
    %378 = arith.addi %376, %377 : index
    %379 = arith.subi %378, %74 : index
    %380 = arith.cmpi sge, %379, %74 : index
    %381 = arith.divsi %379, %76 : index
    %382 = arith.remsi %379, %76 : index
    %383 = arith.cmpi slt, %381, %75 : index
    %384 = arith.andi %380, %383 : i1
    %385 = arith.subi %75, %77 : index
    %386 = arith.minsi %381, %385 : index
    %387 = arith.maxsi %386, %74 : index
    %388 = arith.divsi %382, %77 : index
    %389 = arith.remsi %382, %77 : index
    %390 = arith.cmpi slt, %388, %76 : index
    %391 = arith.andi %384, %390 : i1
    %392 = arith.subi %76, %77 : index
    %393 = arith.minsi %388, %392 : index
    %394 = arith.maxsi %393, %74 : index
    %395 = arith.cmpi eq, %389, %74 : index
    %396 = arith.andi %391, %395 : i1
    %397 = tensor.extract %279[%387, %394] : tensor<3x24xf32>
    linalg.yield %397 : f32
  } -> tensor<3x6xf32>
  %398 = tensor.empty() : tensor<3x6xf32>
  %399 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%343, %371 : tensor<3x6xf32>, tensor<3x6xf32>) outs(%398 : tensor<3x6xf32>) {
  ^bb0(%400: f32, %401: f32, %402: f32):
    %403 = arith.mulf %400, %401 : f32
    linalg.yield %403 : f32
  } -> tensor<3x6xf32>
  %404 = tensor.empty() : tensor<3x6xf32>
  %405 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%337, %399 : tensor<3x6xf32>, tensor<3x6xf32>) outs(%404 : tensor<3x6xf32>) {
  ^bb0(%406: f32, %407: f32, %408: f32):
    %409 = arith.addf %406, %407 : f32
    linalg.yield %409 : f32
  } -> tensor<3x6xf32>
  %410 = tensor.empty() : tensor<3x6xf32>
  %411 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%405 : tensor<3x6xf32>) outs(%410 : tensor<3x6xf32>) {
  ^bb0(%412: f32, %413: f32):
    %414 = math.tanh %412 : f32
    linalg.yield %414 : f32
  } -> tensor<3x6xf32>
  %415 = tensor.empty() : tensor<3x6xf32>
  %416 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%270, %411 : tensor<3x6xf32>, tensor<3x6xf32>) outs(%415 : tensor<3x6xf32>) {
  ^bb0(%417: f32, %418: f32, %419: f32):
    %420 = arith.mulf %417, %418 : f32
    linalg.yield %420 : f32
  } -> tensor<3x6xf32>
  return %416, %405 : tensor<3x6xf32>, tensor<3x6xf32>
}

// -----

// GRUCell
func.func @main(%a0: tensor<3x4xf32>, %a1: tensor<3x6xf32>, %w0: tensor<18x4xf32> {nnf.parameter}, %w1: tensor<18x6xf32> {nnf.parameter}, %w2: tensor<18xf32> {nnf.parameter}, %w3: tensor<18xf32> {nnf.parameter}) -> (tensor<3x6xf32>) {
  %1 = arith.constant 0.0 : f32
  %2 = tensor.empty() : tensor<3x18xf32>
  %3 = linalg.fill ins(%1 : f32) outs(%2 : tensor<3x18xf32>) -> tensor<3x18xf32>
  %4 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%a0, %w0 : tensor<3x4xf32>, tensor<18x4xf32>) outs(%3 : tensor<3x18xf32>) {
  ^bb0(%5: f32, %6: f32, %7: f32):
    %8 = arith.mulf %5, %6 fastmath<contract> : f32
    %9 = arith.addf %7, %8 fastmath<reassoc,contract> : f32
    linalg.yield %9 : f32
  } -> tensor<3x18xf32>
  %10 = tensor.empty() : tensor<3x18xf32>
  %11 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%4 : tensor<3x18xf32>) outs(%10 : tensor<3x18xf32>) {
  ^bb0(%12: f32, %13: f32):
    %14 = arith.constant 1.0 : f32
    %15 = arith.mulf %12, %14 : f32
    linalg.yield %15 : f32
  } -> tensor<3x18xf32>
  %16 = tensor.empty() : tensor<18xf32>
  %17 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%w2 : tensor<18xf32>) outs(%16 : tensor<18xf32>) {
  ^bb0(%18: f32, %19: f32):
    %20 = arith.constant 1.0 : f32
    %21 = arith.mulf %18, %20 : f32
    linalg.yield %21 : f32
  } -> tensor<18xf32>
  %22 = tensor.empty() : tensor<3x18xf32>
  %23 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%11, %17 : tensor<3x18xf32>, tensor<18xf32>) outs(%22 : tensor<3x18xf32>) {
  ^bb0(%24: f32, %25: f32, %26: f32):
    %27 = arith.addf %24, %25 : f32
    linalg.yield %27 : f32
  } -> tensor<3x18xf32>
  %28 = tensor.extract_slice %23[0, 0] [3, 6] [1, 1] : tensor<3x18xf32> to tensor<3x6xf32>
  %29 = tensor.extract_slice %23[0, 6] [3, 6] [1, 1] : tensor<3x18xf32> to tensor<3x6xf32>
  %30 = tensor.extract_slice %23[0, 12] [3, 6] [1, 1] : tensor<3x18xf32> to tensor<3x6xf32>
  %31 = arith.constant 0.0 : f32
  %32 = tensor.empty() : tensor<3x18xf32>
  %33 = linalg.fill ins(%31 : f32) outs(%32 : tensor<3x18xf32>) -> tensor<3x18xf32>
  %34 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%a1, %w1 : tensor<3x6xf32>, tensor<18x6xf32>) outs(%33 : tensor<3x18xf32>) {
  ^bb0(%35: f32, %36: f32, %37: f32):
    %38 = arith.mulf %35, %36 fastmath<contract> : f32
    %39 = arith.addf %37, %38 fastmath<reassoc,contract> : f32
    linalg.yield %39 : f32
  } -> tensor<3x18xf32>
  %40 = tensor.empty() : tensor<3x18xf32>
  %41 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%34 : tensor<3x18xf32>) outs(%40 : tensor<3x18xf32>) {
  ^bb0(%42: f32, %43: f32):
    %44 = arith.constant 1.0 : f32
    %45 = arith.mulf %42, %44 : f32
    linalg.yield %45 : f32
  } -> tensor<3x18xf32>
  %46 = tensor.empty() : tensor<18xf32>
  %47 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%w3 : tensor<18xf32>) outs(%46 : tensor<18xf32>) {
  ^bb0(%48: f32, %49: f32):
    %50 = arith.constant 1.0 : f32
    %51 = arith.mulf %48, %50 : f32
    linalg.yield %51 : f32
  } -> tensor<18xf32>
  %52 = tensor.empty() : tensor<3x18xf32>
  %53 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%41, %47 : tensor<3x18xf32>, tensor<18xf32>) outs(%52 : tensor<3x18xf32>) {
  ^bb0(%54: f32, %55: f32, %56: f32):
    %57 = arith.addf %54, %55 : f32
    linalg.yield %57 : f32
  } -> tensor<3x18xf32>
  %58 = tensor.extract_slice %53[0, 0] [3, 6] [1, 1] : tensor<3x18xf32> to tensor<3x6xf32>
  %59 = tensor.extract_slice %53[0, 6] [3, 6] [1, 1] : tensor<3x18xf32> to tensor<3x6xf32>
  %60 = tensor.extract_slice %53[0, 12] [3, 6] [1, 1] : tensor<3x18xf32> to tensor<3x6xf32>
  %61 = tensor.empty() : tensor<3x6xf32>
  %62 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%58, %28 : tensor<3x6xf32>, tensor<3x6xf32>) outs(%61 : tensor<3x6xf32>) {
  ^bb0(%63: f32, %64: f32, %65: f32):
    %66 = arith.addf %63, %64 : f32
    linalg.yield %66 : f32
  } -> tensor<3x6xf32>
  %67 = arith.constant 0 : index
  %68 = arith.constant 3 : index
  %69 = arith.constant 18 : index
  %70 = arith.constant 1 : index
  %71 = arith.constant 6 : index
  %72 = tensor.empty() : tensor<3x18xf32>
  %73 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%53 : tensor<3x18xf32>) outs(%72 : tensor<3x18xf32>) {
  ^bb0(%74: f32, %75: f32):
    %76 = linalg.index 0 : index
    %77 = linalg.index 1 : index
    %78 = arith.muli %76, %69 : index
    %79 = arith.addi %67, %78 : index
    %80 = arith.muli %77, %70 : index
    %81 = arith.addi %79, %80 : index
    %82 = arith.subi %81, %67 : index
    %83 = arith.cmpi sge, %82, %67 : index
    %84 = arith.divsi %82, %69 : index
    %85 = arith.remsi %82, %69 : index
    %86 = arith.cmpi slt, %84, %68 : index
    %87 = arith.andi %83, %86 : i1
    %88 = arith.subi %68, %70 : index
    %89 = arith.minsi %84, %88 : index
    %90 = arith.maxsi %89, %67 : index
    %91 = arith.divsi %85, %70 : index
    %92 = arith.remsi %85, %70 : index
    %93 = arith.cmpi slt, %91, %71 : index
    %94 = arith.andi %87, %93 : i1
    %95 = arith.subi %71, %70 : index
    %96 = arith.minsi %91, %95 : index
    %97 = arith.maxsi %96, %67 : index
    %98 = arith.cmpi eq, %92, %67 : index
    %99 = arith.andi %94, %98 : i1
    %100 = tensor.extract %62[%90, %97] : tensor<3x6xf32>
    %101 = arith.select %99, %100, %74 : f32
    linalg.yield %101 : f32
  } -> tensor<3x18xf32>
  %102 = tensor.empty() : tensor<3x6xf32>
  %103 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%62 : tensor<3x6xf32>) outs(%102 : tensor<3x6xf32>) {
  ^bb0(%104: f32, %105: f32):
    %106 = arith.constant 1.0 : f32
    %107 = arith.negf %104 : f32
    %108 = math.exp %107 : f32
    %109 = arith.addf %106, %108 : f32
    %110 = arith.divf %106, %109 : f32
    linalg.yield %110 : f32
  } -> tensor<3x6xf32>
  %111 = tensor.empty() : tensor<3x18xf32>
  %112 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%73 : tensor<3x18xf32>) outs(%111 : tensor<3x18xf32>) {
  ^bb0(%113: f32, %114: f32):
    %115 = linalg.index 0 : index
    %116 = linalg.index 1 : index
    %117 = arith.muli %115, %69 : index
    %118 = arith.addi %67, %117 : index
    %119 = arith.muli %116, %70 : index
    %120 = arith.addi %118, %119 : index
    %121 = arith.subi %120, %67 : index
    %122 = arith.cmpi sge, %121, %67 : index
    %123 = arith.divsi %121, %69 : index
    %124 = arith.remsi %121, %69 : index
    %125 = arith.cmpi slt, %123, %68 : index
    %126 = arith.andi %122, %125 : i1
    %127 = arith.subi %68, %70 : index
    %128 = arith.minsi %123, %127 : index
    %129 = arith.maxsi %128, %67 : index
    %130 = arith.divsi %124, %70 : index
    %131 = arith.remsi %124, %70 : index
    %132 = arith.cmpi slt, %130, %71 : index
    %133 = arith.andi %126, %132 : i1
    %134 = arith.subi %71, %70 : index
    %135 = arith.minsi %130, %134 : index
    %136 = arith.maxsi %135, %67 : index
    %137 = arith.cmpi eq, %131, %67 : index
    %138 = arith.andi %133, %137 : i1
    %139 = tensor.extract %103[%129, %136] : tensor<3x6xf32>
    %140 = arith.select %138, %139, %113 : f32
    linalg.yield %140 : f32
  } -> tensor<3x18xf32>
  %141 = tensor.empty() : tensor<3x6xf32>
  %142 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%141 : tensor<3x6xf32>) {
  ^bb0(%143: f32):
    %144 = linalg.index 0 : index
    %145 = linalg.index 1 : index
    %146 = arith.muli %144, %69 : index
    %147 = arith.addi %71, %146 : index
    %148 = arith.muli %145, %70 : index
    %149 = arith.addi %147, %148 : index
    %150 = arith.subi %149, %67 : index
    %151 = arith.cmpi sge, %150, %67 : index
    %152 = arith.divsi %150, %69 : index
    %153 = arith.remsi %150, %69 : index
    %154 = arith.cmpi slt, %152, %68 : index
    %155 = arith.andi %151, %154 : i1
    %156 = arith.subi %68, %70 : index
    %157 = arith.minsi %152, %156 : index
    %158 = arith.maxsi %157, %67 : index
    %159 = arith.divsi %153, %70 : index
    %160 = arith.remsi %153, %70 : index
    %161 = arith.cmpi slt, %159, %69 : index
    %162 = arith.andi %155, %161 : i1
    %163 = arith.subi %69, %70 : index
    %164 = arith.minsi %159, %163 : index
    %165 = arith.maxsi %164, %67 : index
    %166 = arith.cmpi eq, %160, %67 : index
    %167 = arith.andi %162, %166 : i1
    %168 = tensor.extract %112[%158, %165] : tensor<3x18xf32>
    linalg.yield %168 : f32
  } -> tensor<3x6xf32>
  %169 = tensor.empty() : tensor<3x6xf32>
  %170 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%142, %29 : tensor<3x6xf32>, tensor<3x6xf32>) outs(%169 : tensor<3x6xf32>) {
  ^bb0(%171: f32, %172: f32, %173: f32):
    %174 = arith.addf %171, %172 : f32
    linalg.yield %174 : f32
  } -> tensor<3x6xf32>
  %175 = tensor.empty() : tensor<3x18xf32>
  %176 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%112 : tensor<3x18xf32>) outs(%175 : tensor<3x18xf32>) {
  ^bb0(%177: f32, %178: f32):
    %179 = linalg.index 0 : index
    %180 = linalg.index 1 : index
    %181 = arith.muli %179, %69 : index
    %182 = arith.addi %67, %181 : index
    %183 = arith.muli %180, %70 : index
    %184 = arith.addi %182, %183 : index
    %185 = arith.subi %184, %71 : index
    %186 = arith.cmpi sge, %185, %67 : index
    %187 = arith.divsi %185, %69 : index
    %188 = arith.remsi %185, %69 : index
    %189 = arith.cmpi slt, %187, %68 : index
    %190 = arith.andi %186, %189 : i1
    %191 = arith.subi %68, %70 : index
    %192 = arith.minsi %187, %191 : index
    %193 = arith.maxsi %192, %67 : index
    %194 = arith.divsi %188, %70 : index
    %195 = arith.remsi %188, %70 : index
    %196 = arith.cmpi slt, %194, %71 : index
    %197 = arith.andi %190, %196 : i1
    %198 = arith.subi %71, %70 : index
    %199 = arith.minsi %194, %198 : index
    %200 = arith.maxsi %199, %67 : index
    %201 = arith.cmpi eq, %195, %67 : index
    %202 = arith.andi %197, %201 : i1
    %203 = tensor.extract %170[%193, %200] : tensor<3x6xf32>
    %204 = arith.select %202, %203, %177 : f32
    linalg.yield %204 : f32
  } -> tensor<3x18xf32>
  %205 = tensor.empty() : tensor<3x6xf32>
  %206 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%170 : tensor<3x6xf32>) outs(%205 : tensor<3x6xf32>) {
  ^bb0(%207: f32, %208: f32):
    %209 = arith.constant 1.0 : f32
    %210 = arith.negf %207 : f32
    %211 = math.exp %210 : f32
    %212 = arith.addf %209, %211 : f32
    %213 = arith.divf %209, %212 : f32
    linalg.yield %213 : f32
  } -> tensor<3x6xf32>
  %214 = tensor.empty() : tensor<3x18xf32>
  %215 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%176 : tensor<3x18xf32>) outs(%214 : tensor<3x18xf32>) {
  ^bb0(%216: f32, %217: f32):
    %218 = linalg.index 0 : index
    %219 = linalg.index 1 : index
    %220 = arith.muli %218, %69 : index
    %221 = arith.addi %67, %220 : index
    %222 = arith.muli %219, %70 : index
    %223 = arith.addi %221, %222 : index
    %224 = arith.subi %223, %71 : index
    %225 = arith.cmpi sge, %224, %67 : index
    %226 = arith.divsi %224, %69 : index
    %227 = arith.remsi %224, %69 : index
    %228 = arith.cmpi slt, %226, %68 : index
    %229 = arith.andi %225, %228 : i1
    %230 = arith.subi %68, %70 : index
    %231 = arith.minsi %226, %230 : index
    %232 = arith.maxsi %231, %67 : index
    %233 = arith.divsi %227, %70 : index
    %234 = arith.remsi %227, %70 : index
    %235 = arith.cmpi slt, %233, %71 : index
    %236 = arith.andi %229, %235 : i1
    %237 = arith.subi %71, %70 : index
    %238 = arith.minsi %233, %237 : index
    %239 = arith.maxsi %238, %67 : index
    %240 = arith.cmpi eq, %234, %67 : index
    %241 = arith.andi %236, %240 : i1
    %242 = tensor.extract %206[%232, %239] : tensor<3x6xf32>
    %243 = arith.select %241, %242, %216 : f32
    linalg.yield %243 : f32
  } -> tensor<3x18xf32>
  %244 = arith.constant 12 : index
  %245 = tensor.empty() : tensor<3x6xf32>
  %246 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%245 : tensor<3x6xf32>) {
  ^bb0(%247: f32):
    %248 = linalg.index 0 : index
    %249 = linalg.index 1 : index
    %250 = arith.muli %248, %69 : index
    %251 = arith.addi %244, %250 : index
    %252 = arith.muli %249, %70 : index
    %253 = arith.addi %251, %252 : index
    %254 = arith.subi %253, %67 : index
    %255 = arith.cmpi sge, %254, %67 : index
    %256 = arith.divsi %254, %69 : index
    %257 = arith.remsi %254, %69 : index
    %258 = arith.cmpi slt, %256, %68 : index
    %259 = arith.andi %255, %258 : i1
    %260 = arith.subi %68, %70 : index
    %261 = arith.minsi %256, %260 : index
    %262 = arith.maxsi %261, %67 : index
    %263 = arith.divsi %257, %70 : index
    %264 = arith.remsi %257, %70 : index
    %265 = arith.cmpi slt, %263, %69 : index
    %266 = arith.andi %259, %265 : i1
    %267 = arith.subi %69, %70 : index
    %268 = arith.minsi %263, %267 : index
    %269 = arith.maxsi %268, %67 : index
    %270 = arith.cmpi eq, %264, %67 : index
    %271 = arith.andi %266, %270 : i1
    %272 = tensor.extract %215[%262, %269] : tensor<3x18xf32>
    linalg.yield %272 : f32
  } -> tensor<3x6xf32>
  %273 = tensor.empty() : tensor<3x6xf32>
  %274 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%273 : tensor<3x6xf32>) {
  ^bb0(%275: f32):
    %276 = linalg.index 0 : index
    %277 = linalg.index 1 : index
    %278 = arith.muli %276, %69 : index
    %279 = arith.addi %67, %278 : index
    %280 = arith.muli %277, %70 : index
    %281 = arith.addi %279, %280 : index
    %282 = arith.subi %281, %67 : index
    %283 = arith.cmpi sge, %282, %67 : index
    %284 = arith.divsi %282, %69 : index
    %285 = arith.remsi %282, %69 : index
    %286 = arith.cmpi slt, %284, %68 : index
    %287 = arith.andi %283, %286 : i1
    %288 = arith.subi %68, %70 : index
    %289 = arith.minsi %284, %288 : index
    %290 = arith.maxsi %289, %67 : index
    %291 = arith.divsi %285, %70 : index
    %292 = arith.remsi %285, %70 : index
    %293 = arith.cmpi slt, %291, %69 : index
    %294 = arith.andi %287, %293 : i1
    %295 = arith.subi %69, %70 : index
    %296 = arith.minsi %291, %295 : index
    %297 = arith.maxsi %296, %67 : index
    %298 = arith.cmpi eq, %292, %67 : index
    %299 = arith.andi %294, %298 : i1
    %300 = tensor.extract %215[%290, %297] : tensor<3x18xf32>
    linalg.yield %300 : f32
  } -> tensor<3x6xf32>
  %301 = tensor.empty() : tensor<3x6xf32>
  %302 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%246, %274 : tensor<3x6xf32>, tensor<3x6xf32>) outs(%301 : tensor<3x6xf32>) {
  ^bb0(%303: f32, %304: f32, %305: f32):
    %306 = arith.mulf %303, %304 : f32
    linalg.yield %306 : f32
  } -> tensor<3x6xf32>
  %307 = tensor.empty() : tensor<3x18xf32>
  %308 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%215 : tensor<3x18xf32>) outs(%307 : tensor<3x18xf32>) {
  ^bb0(%309: f32, %310: f32):
    %311 = linalg.index 0 : index
    %312 = linalg.index 1 : index
    %313 = arith.muli %311, %69 : index
    %314 = arith.addi %67, %313 : index
    %315 = arith.muli %312, %70 : index
    %316 = arith.addi %314, %315 : index
    %317 = arith.subi %316, %244 : index
    %318 = arith.cmpi sge, %317, %67 : index
    %319 = arith.divsi %317, %69 : index
    %320 = arith.remsi %317, %69 : index
    %321 = arith.cmpi slt, %319, %68 : index
    %322 = arith.andi %318, %321 : i1
    %323 = arith.subi %68, %70 : index
    %324 = arith.minsi %319, %323 : index
    %325 = arith.maxsi %324, %67 : index
    %326 = arith.divsi %320, %70 : index
    %327 = arith.remsi %320, %70 : index
    %328 = arith.cmpi slt, %326, %71 : index
    %329 = arith.andi %322, %328 : i1
    %330 = arith.subi %71, %70 : index
    %331 = arith.minsi %326, %330 : index
    %332 = arith.maxsi %331, %67 : index
    %333 = arith.cmpi eq, %327, %67 : index
    %334 = arith.andi %329, %333 : i1
    %335 = tensor.extract %302[%325, %332] : tensor<3x6xf32>
    %336 = arith.select %334, %335, %309 : f32
    linalg.yield %336 : f32
  } -> tensor<3x18xf32>
  %337 = tensor.empty() : tensor<3x6xf32>
  %338 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%30, %302 : tensor<3x6xf32>, tensor<3x6xf32>) outs(%337 : tensor<3x6xf32>) {
  ^bb0(%339: f32, %340: f32, %341: f32):
    %342 = arith.addf %339, %340 : f32
    linalg.yield %342 : f32
  } -> tensor<3x6xf32>
  %343 = tensor.empty() : tensor<3x6xf32>
  %344 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%338 : tensor<3x6xf32>) outs(%343 : tensor<3x6xf32>) {
  ^bb0(%345: f32, %346: f32):
    %347 = math.tanh %345 : f32
    linalg.yield %347 : f32
  } -> tensor<3x6xf32>
  %348 = tensor.empty() : tensor<3x6xf32>
  %349 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a1, %344 : tensor<3x6xf32>, tensor<3x6xf32>) outs(%348 : tensor<3x6xf32>) {
  ^bb0(%350: f32, %351: f32, %352: f32):
    %353 = arith.subf %350, %351 : f32
    linalg.yield %353 : f32
  } -> tensor<3x6xf32>
  %354 = tensor.empty() : tensor<3x6xf32>
  %355 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%354 : tensor<3x6xf32>) {
  ^bb0(%356: f32):
    %357 = linalg.index 0 : index
    %358 = linalg.index 1 : index
    %359 = arith.muli %357, %69 : index
    %360 = arith.addi %71, %359 : index
    %361 = arith.muli %358, %70 : index
    %362 = arith.addi %360, %361 : index
    %363 = arith.subi %362, %67 : index
    %364 = arith.cmpi sge, %363, %67 : index
    %365 = arith.divsi %363, %69 : index
    %366 = arith.remsi %363, %69 : index
    %367 = arith.cmpi slt, %365, %68 : index
    %368 = arith.andi %364, %367 : i1
    %369 = arith.subi %68, %70 : index
    %370 = arith.minsi %365, %369 : index
    %371 = arith.maxsi %370, %67 : index
    %372 = arith.divsi %366, %70 : index
    %373 = arith.remsi %366, %70 : index
    %374 = arith.cmpi slt, %372, %69 : index
    %375 = arith.andi %368, %374 : i1
    %376 = arith.subi %69, %70 : index
    %377 = arith.minsi %372, %376 : index
    %378 = arith.maxsi %377, %67 : index
    %379 = arith.cmpi eq, %373, %67 : index
    %380 = arith.andi %375, %379 : i1
    %381 = tensor.extract %308[%371, %378] : tensor<3x18xf32>
    linalg.yield %381 : f32
  } -> tensor<3x6xf32>
  %382 = tensor.empty() : tensor<3x6xf32>
  %383 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%349, %355 : tensor<3x6xf32>, tensor<3x6xf32>) outs(%382 : tensor<3x6xf32>) {
  ^bb0(%384: f32, %385: f32, %386: f32):
    %387 = arith.mulf %384, %385 : f32
    linalg.yield %387 : f32
  } -> tensor<3x6xf32>
  %388 = tensor.empty() : tensor<3x6xf32>
  %389 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%383, %344 : tensor<3x6xf32>, tensor<3x6xf32>) outs(%388 : tensor<3x6xf32>) {
  ^bb0(%390: f32, %391: f32, %392: f32):
    %393 = arith.addf %390, %391 : f32
    linalg.yield %393 : f32
  } -> tensor<3x6xf32>
  return %389 : tensor<3x6xf32>
}

// -----

// MultiheadAttention
func.func @main(%a0: tensor<2x5x8xf32>, %w0: tensor<24x8xf32> {nnf.parameter}, %w1: tensor<24xf32> {nnf.parameter}, %w2: tensor<8x8xf32> {nnf.parameter}, %w3: tensor<8xf32> {nnf.parameter}) -> (tensor<5x2x8xf32>) {
  %1 = tensor.empty() : tensor<5x2x8xf32>
  %2 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d1, d0, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%a0 : tensor<2x5x8xf32>) outs(%1 : tensor<5x2x8xf32>) {
  ^bb0(%3: f32, %4: f32):
    linalg.yield %3 : f32
  } -> tensor<5x2x8xf32>
  %5:2 = nnf.multi_head_attention_forward %2, %2, %2, %w2 num_heads = 2 out_proj_bias = %w3 in_proj_weight = %w0 in_proj_bias = %w1 embed_dim_to_check = 8 add_zero_attn = false dropout_p = 0.0 training = false need_weights = true use_separate_proj_weight = false average_attn_weights = true is_causal = false : (tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<8x8xf32>, tensor<8xf32>, tensor<24x8xf32>, tensor<24xf32>) -> (tensor<5x2x8xf32>, tensor<2x5x5xf32>)
  return %5#0 : tensor<5x2x8xf32>
}

// -----

// TransformerEncoderLayer
func.func @main(%a0: tensor<2x5x8xf32>, %w0: tensor<24x8xf32> {nnf.parameter}, %w1: tensor<24xf32> {nnf.parameter}, %w2: tensor<8x8xf32> {nnf.parameter}, %w3: tensor<8xf32> {nnf.parameter}, %w4: tensor<8xf32> {nnf.parameter}, %w5: tensor<8xf32> {nnf.parameter}, %w6: tensor<16x8xf32> {nnf.parameter}, %w7: tensor<16xf32> {nnf.parameter}, %w8: tensor<8x16xf32> {nnf.parameter}, %w9: tensor<8xf32> {nnf.parameter}, %w10: tensor<8xf32> {nnf.parameter}, %w11: tensor<8xf32> {nnf.parameter}) -> (tensor<2x5x8xf32>) {
  %1 = tensor.empty() : tensor<5x2x8xf32>
  %2 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d1, d0, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%a0 : tensor<2x5x8xf32>) outs(%1 : tensor<5x2x8xf32>) {
  ^bb0(%3: f32, %4: f32):
    linalg.yield %3 : f32
  } -> tensor<5x2x8xf32>
  %5 = nnf.multi_head_attention_forward %2, %2, %2, %w2 num_heads = 2 out_proj_bias = %w3 in_proj_weight = %w0 in_proj_bias = %w1 embed_dim_to_check = 8 add_zero_attn = false dropout_p = 0.1 training = false need_weights = false use_separate_proj_weight = false average_attn_weights = true is_causal = false : (tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<5x2x8xf32>, tensor<8x8xf32>, tensor<8xf32>, tensor<24x8xf32>, tensor<24xf32>) -> tensor<5x2x8xf32>
  %6 = tensor.empty() : tensor<2x5x8xf32>
  %7 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d1, d0, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%5 : tensor<5x2x8xf32>) outs(%6 : tensor<2x5x8xf32>) {
  ^bb0(%8: f32, %9: f32):
    linalg.yield %8 : f32
  } -> tensor<2x5x8xf32>
  %10 = nnf.dropout %7 p = 0.1 training = false inplace = false : (tensor<2x5x8xf32>) -> tensor<2x5x8xf32>
  %11 = tensor.empty() : tensor<2x5x8xf32>
  %12 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%a0, %10 : tensor<2x5x8xf32>, tensor<2x5x8xf32>) outs(%11 : tensor<2x5x8xf32>) {
  ^bb0(%13: f32, %14: f32, %15: f32):
    %16 = arith.addf %13, %14 : f32
    linalg.yield %16 : f32
  } -> tensor<2x5x8xf32>
  %17 = nnf.layer_norm %12 normalized_shape = [8] weight = %w4 bias = %w5 eps = 1.0e-05 : (tensor<2x5x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<2x5x8xf32>
  %18 = nnf.linear %17, %w6 bias = %w7 : (tensor<2x5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<2x5x16xf32>
  %19 = nnf.relu %18 inplace = false : tensor<2x5x16xf32>
  %20 = nnf.dropout %19 p = 0.1 training = false inplace = false : (tensor<2x5x16xf32>) -> tensor<2x5x16xf32>
  %21 = nnf.linear %20, %w8 bias = %w9 : (tensor<2x5x16xf32>, tensor<8x16xf32>, tensor<8xf32>) -> tensor<2x5x8xf32>
  %22 = nnf.dropout %21 p = 0.1 training = false inplace = false : (tensor<2x5x8xf32>) -> tensor<2x5x8xf32>
  %23 = tensor.empty() : tensor<2x5x8xf32>
  %24 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%17, %22 : tensor<2x5x8xf32>, tensor<2x5x8xf32>) outs(%23 : tensor<2x5x8xf32>) {
  ^bb0(%25: f32, %26: f32, %27: f32):
    %28 = arith.addf %25, %26 : f32
    linalg.yield %28 : f32
  } -> tensor<2x5x8xf32>
  %29 = nnf.layer_norm %24 normalized_shape = [8] weight = %w10 bias = %w11 eps = 1.0e-05 : (tensor<2x5x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<2x5x8xf32>
  return %29 : tensor<2x5x8xf32>
}

// -----

// loss_cross_entropy
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}, %w4: tensor<5xi64> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.relu %1 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  %4 = nnf.cross_entropy %3, %w4 ignore_index = -100 reduction = mean label_smoothing = 0.0 : (tensor<5x4xf32>, tensor<5xi64>) -> tensor<f32>
  return %4 : tensor<f32>
}

// -----

// loss_cross_entropy_smooth
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}, %w4: tensor<5xi64> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.relu %1 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  %4 = nnf.cross_entropy %3, %w4 ignore_index = 3 reduction = mean label_smoothing = 0.1 : (tensor<5x4xf32>, tensor<5xi64>) -> tensor<f32>
  return %4 : tensor<f32>
}

// -----

// loss_cross_entropy_soft
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}, %w4: tensor<5x4xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.relu %1 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  %4 = nnf.cross_entropy %3, %w4 ignore_index = -100 reduction = mean label_smoothing = 0.0 : (tensor<5x4xf32>, tensor<5x4xf32>) -> tensor<f32>
  return %4 : tensor<f32>
}

// -----

// loss_nll
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}, %w4: tensor<5xi64> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.relu %1 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  %4 = nnf.log_softmax %3 dim = 1 : tensor<5x4xf32>
  %5 = nnf.nll_loss %4, %w4 ignore_index = -100 reduction = mean : (tensor<5x4xf32>, tensor<5xi64>) -> tensor<f32>
  return %5 : tensor<f32>
}

// -----

// loss_bce
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<1x16xf32> {nnf.parameter}, %w3: tensor<1xf32> {nnf.parameter}, %w4: tensor<5x1xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.relu %1 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<1x16xf32>, tensor<1xf32>) -> tensor<5x1xf32>
  %4 = nnf.sigmoid %3 : tensor<5x1xf32>
  %5 = nnf.binary_cross_entropy %4, %w4 reduction = mean : (tensor<5x1xf32>, tensor<5x1xf32>) -> tensor<f32>
  return %5 : tensor<f32>
}

// -----

// loss_bce_logits
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<3x16xf32> {nnf.parameter}, %w3: tensor<3xf32> {nnf.parameter}, %w4: tensor<5x3xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.relu %1 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<3x16xf32>, tensor<3xf32>) -> tensor<5x3xf32>
  %4 = nnf.binary_cross_entropy_with_logits %3, %w4 reduction = mean : (tensor<5x3xf32>, tensor<5x3xf32>) -> tensor<f32>
  return %4 : tensor<f32>
}

// -----

// loss_mse
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<2x16xf32> {nnf.parameter}, %w3: tensor<2xf32> {nnf.parameter}, %w4: tensor<5x2xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.relu %1 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<2x16xf32>, tensor<2xf32>) -> tensor<5x2xf32>
  %4 = nnf.mse_loss %3, %w4 reduction = mean : (tensor<5x2xf32>, tensor<5x2xf32>) -> tensor<f32>
  return %4 : tensor<f32>
}

// -----

// loss_l1
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<2x16xf32> {nnf.parameter}, %w3: tensor<2xf32> {nnf.parameter}, %w4: tensor<5x2xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.relu %1 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<2x16xf32>, tensor<2xf32>) -> tensor<5x2xf32>
  %4 = nnf.l1_loss %3, %w4 reduction = mean : (tensor<5x2xf32>, tensor<5x2xf32>) -> tensor<f32>
  return %4 : tensor<f32>
}

// -----

// loss_huber
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<2x16xf32> {nnf.parameter}, %w3: tensor<2xf32> {nnf.parameter}, %w4: tensor<5x2xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.relu %1 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<2x16xf32>, tensor<2xf32>) -> tensor<5x2xf32>
  %4 = nnf.huber_loss %3, %w4 delta = 1.0 reduction = mean : (tensor<5x2xf32>, tensor<5x2xf32>) -> tensor<f32>
  return %4 : tensor<f32>
}

// -----

// loss_smooth_l1
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<2x16xf32> {nnf.parameter}, %w3: tensor<2xf32> {nnf.parameter}, %w4: tensor<5x2xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.relu %1 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<2x16xf32>, tensor<2xf32>) -> tensor<5x2xf32>
  %4 = nnf.smooth_l1_loss %3, %w4 beta = 1.0 reduction = mean : (tensor<5x2xf32>, tensor<5x2xf32>) -> tensor<f32>
  return %4 : tensor<f32>
}

// -----

// loss_kl
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}, %w4: tensor<5x4xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.relu %1 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  %4 = nnf.log_softmax %3 dim = 1 : tensor<5x4xf32>
  %5 = nnf.kl_div %4, %w4 log_target = false reduction = batchmean : (tensor<5x4xf32>, tensor<5x4xf32>) -> tensor<f32>
  return %5 : tensor<f32>
}

// -----

// loss_poisson
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<1x16xf32> {nnf.parameter}, %w3: tensor<1xf32> {nnf.parameter}, %w4: tensor<5x1xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.relu %1 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<1x16xf32>, tensor<1xf32>) -> tensor<5x1xf32>
  %4 = nnf.poisson_nll_loss %3, %w4 log_input = true full = false eps = 1.0e-08 reduction = mean : (tensor<5x1xf32>, tensor<5x1xf32>) -> tensor<f32>
  return %4 : tensor<f32>
}

// -----

// loss_multi_margin
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}, %w4: tensor<5xi64> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.relu %1 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  %4 = nnf.multi_margin_loss %3, %w4 p = 1 margin = 1.0 reduction = mean : (tensor<5x4xf32>, tensor<5xi64>) -> tensor<f32>
  return %4 : tensor<f32>
}

// -----

// loss_multilabel_soft
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}, %w4: tensor<5x4xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.relu %1 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  %4 = nnf.multilabel_soft_margin_loss %3, %w4 reduction = mean : (tensor<5x4xf32>, tensor<5x4xf32>) -> tensor<f32>
  return %4 : tensor<f32>
}

// -----

// loss_soft_margin
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<1x16xf32> {nnf.parameter}, %w3: tensor<1xf32> {nnf.parameter}, %w4: tensor<5x1xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.relu %1 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<1x16xf32>, tensor<1xf32>) -> tensor<5x1xf32>
  %4 = nnf.soft_margin_loss %3, %w4 reduction = mean : (tensor<5x1xf32>, tensor<5x1xf32>) -> tensor<f32>
  return %4 : tensor<f32>
}

// -----

// loss_triplet
func.func @main(%a0: tensor<5x8xf32>, %a1: tensor<5x8xf32>, %a2: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.relu %1 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  %4 = nnf.linear %a1, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %5 = nnf.relu %4 inplace = false : tensor<5x16xf32>
  %6 = nnf.linear %5, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  %7 = nnf.linear %a2, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %8 = nnf.relu %7 inplace = false : tensor<5x16xf32>
  %9 = nnf.linear %8, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  %10 = nnf.triplet_margin_loss %3, %6, %9 margin = 1.0 p = 2.0 eps = 1.0e-06 swap = false reduction = mean : (tensor<5x4xf32>, tensor<5x4xf32>, tensor<5x4xf32>) -> tensor<f32>
  return %10 : tensor<f32>
}

// -----

// loss_cosine
func.func @main(%a0: tensor<5x8xf32>, %a1: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.relu %1 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  %4 = nnf.linear %a1, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %5 = nnf.relu %4 inplace = false : tensor<5x16xf32>
  %6 = nnf.linear %5, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  %7 = arith.constant 1.0 : f32
  %8 = tensor.empty() : tensor<5xf32>
  %9 = linalg.fill ins(%7 : f32) outs(%8 : tensor<5xf32>) -> tensor<5xf32>
  %10 = nnf.cosine_embedding_loss %3, %6, %9 margin = 0.0 reduction = mean : (tensor<5x4xf32>, tensor<5x4xf32>, tensor<5xf32>) -> tensor<f32>
  return %10 : tensor<f32>
}

// -----

// loss_margin_ranking
func.func @main(%a0: tensor<5x8xf32>, %a1: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<1x16xf32> {nnf.parameter}, %w3: tensor<1xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.relu %1 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<1x16xf32>, tensor<1xf32>) -> tensor<5x1xf32>
  %4 = nnf.linear %a1, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %5 = nnf.relu %4 inplace = false : tensor<5x16xf32>
  %6 = nnf.linear %5, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<1x16xf32>, tensor<1xf32>) -> tensor<5x1xf32>
  %7 = arith.constant 1.0 : f32
  %8 = tensor.empty() : tensor<5x1xf32>
  %9 = linalg.fill ins(%7 : f32) outs(%8 : tensor<5x1xf32>) -> tensor<5x1xf32>
  %10 = nnf.margin_ranking_loss %3, %6, %9 margin = 0.0 reduction = mean : (tensor<5x1xf32>, tensor<5x1xf32>, tensor<5x1xf32>) -> tensor<f32>
  return %10 : tensor<f32>
}

// -----

// loss_hinge
func.func @main(%a0: tensor<5x8xf32>, %a1: tensor<5x8xf32>) -> (tensor<f32>) {
  %1 = nnf.pairwise_distance %a0, %a1 p = 2.0 eps = 1.0e-06 keepdim = false : (tensor<5x8xf32>, tensor<5x8xf32>) -> tensor<5xf32>
  %2 = arith.constant 1.0 : f32
  %3 = tensor.empty() : tensor<5xf32>
  %4 = linalg.fill ins(%2 : f32) outs(%3 : tensor<5xf32>) -> tensor<5xf32>
  %5 = nnf.hinge_embedding_loss %1, %4 margin = 1.0 reduction = mean : (tensor<5xf32>, tensor<5xf32>) -> tensor<f32>
  return %5 : tensor<f32>
}

// -----

// distillation
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}, %w4: tensor<16x8xf32> {nnf.parameter}, %w5: tensor<16xf32> {nnf.parameter}, %w6: tensor<4x16xf32> {nnf.parameter}, %w7: tensor<4xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.relu %1 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  %4 = tensor.empty() : tensor<5x4xf32>
  %5 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%3 : tensor<5x4xf32>) outs(%4 : tensor<5x4xf32>) {
  ^bb0(%6: f32, %7: f32):
    %8 = arith.constant 2.0 : f32
    %9 = arith.divf %6, %8 : f32
    linalg.yield %9 : f32
  } -> tensor<5x4xf32>
  %10 = nnf.log_softmax %5 dim = 1 : tensor<5x4xf32>
  %11 = nnf.linear %a0, %w4 bias = %w5 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %12 = nnf.relu %11 inplace = false : tensor<5x16xf32>
  %13 = nnf.linear %12, %w6 bias = %w7 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  %14 = tensor.empty() : tensor<5x4xf32>
  %15 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%13 : tensor<5x4xf32>) outs(%14 : tensor<5x4xf32>) {
  ^bb0(%16: f32, %17: f32):
    %18 = arith.constant 2.0 : f32
    %19 = arith.divf %16, %18 : f32
    linalg.yield %19 : f32
  } -> tensor<5x4xf32>
  %20 = nnf.softmax %15 dim = 1 : tensor<5x4xf32>
  %21 = nnf.kl_div %10, %20 log_target = false reduction = batchmean : (tensor<5x4xf32>, tensor<5x4xf32>) -> tensor<f32>
  %22 = tensor.empty() : tensor<f32>
  %23 = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%21 : tensor<f32>) outs(%22 : tensor<f32>) {
  ^bb0(%24: f32, %25: f32):
    %26 = arith.constant 4.0 : f32
    %27 = arith.mulf %24, %26 : f32
    linalg.yield %27 : f32
  } -> tensor<f32>
  return %23 : tensor<f32>
}

// -----

// probabilities_for_show
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}) -> (tensor<f32>, tensor<5x4xf32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.relu %1 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  %4 = tensor.empty() : tensor<5xi64>
  %5 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} outs(%4 : tensor<5xi64>) {
  ^bb0(%6: i64):
    %7 = linalg.index 0 : index
    %8 = arith.index_cast %7 : index to i64
    %9 = arith.constant 0 : i64
    %10 = arith.constant 1 : i64
    %11 = arith.muli %8, %10 : i64
    %12 = arith.addi %9, %11 : i64
    linalg.yield %12 : i64
  } -> tensor<5xi64>
  %13 = tensor.empty() : tensor<5xi64>
  %14 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%5 : tensor<5xi64>) outs(%13 : tensor<5xi64>) {
  ^bb0(%15: i64, %16: i64):
    %17 = arith.constant 4 : i64
    %18 = arith.constant 0 : i64
    %19 = arith.constant 1 : i64
    %20 = arith.constant -1 : i64
    %21 = arith.cmpi eq, %17, %20 : i64
    %22 = arith.cmpi eq, %17, %18 : i64
    %23 = arith.ori %21, %22 : i1
    %24 = arith.select %23, %19, %17 : i64
    %25 = arith.subi %18, %15 : i64
    %26 = arith.divsi %15, %24 : i64
    %27 = arith.select %21, %25, %26 : i64
    %28 = arith.remsi %15, %24 : i64
    %29 = arith.select %21, %18, %28 : i64
    %30 = arith.cmpi slt, %29, %18 : i64
    %31 = arith.cmpi slt, %17, %18 : i64
    %32 = arith.xori %30, %31 : i1
    %33 = arith.cmpi ne, %29, %18 : i64
    %34 = arith.andi %33, %32 : i1
    %35 = arith.addi %29, %17 : i64
    %36 = arith.select %34, %35, %29 : i64
    linalg.yield %36 : i64
  } -> tensor<5xi64>
  %37 = nnf.cross_entropy %3, %14 ignore_index = -100 reduction = mean label_smoothing = 0.0 : (tensor<5x4xf32>, tensor<5xi64>) -> tensor<f32>
  %38 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %39 = nnf.relu %38 inplace = false : tensor<5x16xf32>
  %40 = nnf.linear %39, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  %41 = nnf.softmax %40 dim = 1 : tensor<5x4xf32>
  return %37, %41 : tensor<f32>, tensor<5x4xf32>
}

// -----

// entropy_bonus
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.relu %1 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  %4 = nnf.log_softmax %3 dim = -1 : tensor<5x4xf32>
  %5 = tensor.empty() : tensor<5x4xf32>
  %6 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%4 : tensor<5x4xf32>) outs(%5 : tensor<5x4xf32>) {
  ^bb0(%7: f32, %8: f32):
    %9 = math.exp %7 : f32
    linalg.yield %9 : f32
  } -> tensor<5x4xf32>
  %10 = tensor.empty() : tensor<5x4xf32>
  %11 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%6, %4 : tensor<5x4xf32>, tensor<5x4xf32>) outs(%10 : tensor<5x4xf32>) {
  ^bb0(%12: f32, %13: f32, %14: f32):
    %15 = arith.mulf %12, %13 : f32
    linalg.yield %15 : f32
  } -> tensor<5x4xf32>
  %16 = arith.constant 0.0 : f32
  %17 = tensor.empty() : tensor<5xf32>
  %18 = linalg.fill ins(%16 : f32) outs(%17 : tensor<5xf32>) -> tensor<5xf32>
  %19 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%11 : tensor<5x4xf32>) outs(%18 : tensor<5xf32>) {
  ^bb0(%20: f32, %21: f32):
    %22 = arith.addf %21, %20 fastmath<reassoc> : f32
    linalg.yield %22 : f32
  } -> tensor<5xf32>
  %23 = arith.constant 0.0 : f32
  %24 = tensor.empty() : tensor<f32>
  %25 = linalg.fill ins(%23 : f32) outs(%24 : tensor<f32>) -> tensor<f32>
  %26 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> ()>], iterator_types = ["reduction"]} ins(%19 : tensor<5xf32>) outs(%25 : tensor<f32>) {
  ^bb0(%27: f32, %28: f32):
    %29 = arith.addf %28, %27 fastmath<reassoc> : f32
    linalg.yield %29 : f32
  } -> tensor<f32>
  %30 = tensor.empty() : tensor<f32>
  %31 = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%26 : tensor<f32>) outs(%30 : tensor<f32>) {
  ^bb0(%32: f32, %33: f32):
    %34 = arith.constant 5.0 : f32
    %35 = arith.divf %32, %34 : f32
    linalg.yield %35 : f32
  } -> tensor<f32>
  %36 = tensor.empty() : tensor<f32>
  %37 = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%31 : tensor<f32>) outs(%36 : tensor<f32>) {
  ^bb0(%38: f32, %39: f32):
    %40 = arith.negf %38 : f32
    linalg.yield %40 : f32
  } -> tensor<f32>
  return %37 : tensor<f32>
}

// -----

// focal_loss
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.relu %1 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  %4 = tensor.empty() : tensor<5xi64>
  %5 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} outs(%4 : tensor<5xi64>) {
  ^bb0(%6: i64):
    %7 = linalg.index 0 : index
    %8 = arith.index_cast %7 : index to i64
    %9 = arith.constant 0 : i64
    %10 = arith.constant 1 : i64
    %11 = arith.muli %8, %10 : i64
    %12 = arith.addi %9, %11 : i64
    linalg.yield %12 : i64
  } -> tensor<5xi64>
  %13 = tensor.empty() : tensor<5xi64>
  %14 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%5 : tensor<5xi64>) outs(%13 : tensor<5xi64>) {
  ^bb0(%15: i64, %16: i64):
    %17 = arith.constant 4 : i64
    %18 = arith.constant 0 : i64
    %19 = arith.constant 1 : i64
    %20 = arith.constant -1 : i64
    %21 = arith.cmpi eq, %17, %20 : i64
    %22 = arith.cmpi eq, %17, %18 : i64
    %23 = arith.ori %21, %22 : i1
    %24 = arith.select %23, %19, %17 : i64
    %25 = arith.subi %18, %15 : i64
    %26 = arith.divsi %15, %24 : i64
    %27 = arith.select %21, %25, %26 : i64
    %28 = arith.remsi %15, %24 : i64
    %29 = arith.select %21, %18, %28 : i64
    %30 = arith.cmpi slt, %29, %18 : i64
    %31 = arith.cmpi slt, %17, %18 : i64
    %32 = arith.xori %30, %31 : i1
    %33 = arith.cmpi ne, %29, %18 : i64
    %34 = arith.andi %33, %32 : i1
    %35 = arith.addi %29, %17 : i64
    %36 = arith.select %34, %35, %29 : i64
    linalg.yield %36 : i64
  } -> tensor<5xi64>
  %37 = nnf.cross_entropy %3, %14 ignore_index = -100 reduction = none label_smoothing = 0.0 : (tensor<5x4xf32>, tensor<5xi64>) -> tensor<5xf32>
  %38 = tensor.empty() : tensor<5xf32>
  %39 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%37 : tensor<5xf32>) outs(%38 : tensor<5xf32>) {
  ^bb0(%40: f32, %41: f32):
    %42 = arith.negf %40 : f32
    linalg.yield %42 : f32
  } -> tensor<5xf32>
  %43 = tensor.empty() : tensor<5xf32>
  %44 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%39 : tensor<5xf32>) outs(%43 : tensor<5xf32>) {
  ^bb0(%45: f32, %46: f32):
    %47 = math.exp %45 : f32
    linalg.yield %47 : f32
  } -> tensor<5xf32>
  %48 = tensor.empty() : tensor<5xf32>
  %49 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%44 : tensor<5xf32>) outs(%48 : tensor<5xf32>) {
  ^bb0(%50: f32, %51: f32):
    %52 = arith.constant 1.0 : f32
    %53 = arith.subf %52, %50 : f32
    linalg.yield %53 : f32
  } -> tensor<5xf32>
  %54 = tensor.empty() : tensor<5xf32>
  %55 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%49 : tensor<5xf32>) outs(%54 : tensor<5xf32>) {
  ^bb0(%56: f32, %57: f32):
    %58 = arith.mulf %56, %56 : f32
    linalg.yield %58 : f32
  } -> tensor<5xf32>
  %59 = tensor.empty() : tensor<5xf32>
  %60 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%55, %37 : tensor<5xf32>, tensor<5xf32>) outs(%59 : tensor<5xf32>) {
  ^bb0(%61: f32, %62: f32, %63: f32):
    %64 = arith.mulf %61, %62 : f32
    linalg.yield %64 : f32
  } -> tensor<5xf32>
  %65 = arith.constant 0.0 : f32
  %66 = tensor.empty() : tensor<f32>
  %67 = linalg.fill ins(%65 : f32) outs(%66 : tensor<f32>) -> tensor<f32>
  %68 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> ()>], iterator_types = ["reduction"]} ins(%60 : tensor<5xf32>) outs(%67 : tensor<f32>) {
  ^bb0(%69: f32, %70: f32):
    %71 = arith.addf %70, %69 fastmath<reassoc> : f32
    linalg.yield %71 : f32
  } -> tensor<f32>
  %72 = tensor.empty() : tensor<f32>
  %73 = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%68 : tensor<f32>) outs(%72 : tensor<f32>) {
  ^bb0(%74: f32, %75: f32):
    %76 = arith.constant 5.0 : f32
    %77 = arith.divf %74, %76 : f32
    linalg.yield %77 : f32
  } -> tensor<f32>
  return %73 : tensor<f32>
}

// -----

// dice_loss
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.relu %1 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  %4 = nnf.sigmoid %3 : tensor<5x4xf32>
  %5 = arith.constant 1.0 : f32
  %6 = tensor.empty() : tensor<5x4xf32>
  %7 = linalg.fill ins(%5 : f32) outs(%6 : tensor<5x4xf32>) -> tensor<5x4xf32>
  %8 = tensor.empty() : tensor<5x4xf32>
  %9 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%4, %7 : tensor<5x4xf32>, tensor<5x4xf32>) outs(%8 : tensor<5x4xf32>) {
  ^bb0(%10: f32, %11: f32, %12: f32):
    %13 = arith.mulf %10, %11 : f32
    linalg.yield %13 : f32
  } -> tensor<5x4xf32>
  %14 = arith.constant 0.0 : f32
  %15 = tensor.empty() : tensor<f32>
  %16 = linalg.fill ins(%14 : f32) outs(%15 : tensor<f32>) -> tensor<f32>
  %17 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> ()>], iterator_types = ["reduction", "reduction"]} ins(%9 : tensor<5x4xf32>) outs(%16 : tensor<f32>) {
  ^bb0(%18: f32, %19: f32):
    %20 = arith.addf %19, %18 fastmath<reassoc> : f32
    linalg.yield %20 : f32
  } -> tensor<f32>
  %21 = tensor.empty() : tensor<f32>
  %22 = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%17 : tensor<f32>) outs(%21 : tensor<f32>) {
  ^bb0(%23: f32, %24: f32):
    %25 = arith.constant 2.0 : f32
    %26 = arith.mulf %23, %25 : f32
    linalg.yield %26 : f32
  } -> tensor<f32>
  %27 = tensor.empty() : tensor<f32>
  %28 = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%22 : tensor<f32>) outs(%27 : tensor<f32>) {
  ^bb0(%29: f32, %30: f32):
    %31 = arith.constant 1.0 : f32
    %32 = arith.addf %29, %31 : f32
    linalg.yield %32 : f32
  } -> tensor<f32>
  %33 = arith.constant 0.0 : f32
  %34 = tensor.empty() : tensor<f32>
  %35 = linalg.fill ins(%33 : f32) outs(%34 : tensor<f32>) -> tensor<f32>
  %36 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> ()>], iterator_types = ["reduction", "reduction"]} ins(%4 : tensor<5x4xf32>) outs(%35 : tensor<f32>) {
  ^bb0(%37: f32, %38: f32):
    %39 = arith.addf %38, %37 fastmath<reassoc> : f32
    linalg.yield %39 : f32
  } -> tensor<f32>
  %40 = arith.constant 0.0 : f32
  %41 = tensor.empty() : tensor<f32>
  %42 = linalg.fill ins(%40 : f32) outs(%41 : tensor<f32>) -> tensor<f32>
  %43 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> ()>], iterator_types = ["reduction", "reduction"]} ins(%7 : tensor<5x4xf32>) outs(%42 : tensor<f32>) {
  ^bb0(%44: f32, %45: f32):
    %46 = arith.addf %45, %44 fastmath<reassoc> : f32
    linalg.yield %46 : f32
  } -> tensor<f32>
  %47 = tensor.empty() : tensor<f32>
  %48 = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%36, %43 : tensor<f32>, tensor<f32>) outs(%47 : tensor<f32>) {
  ^bb0(%49: f32, %50: f32, %51: f32):
    %52 = arith.addf %49, %50 : f32
    linalg.yield %52 : f32
  } -> tensor<f32>
  %53 = tensor.empty() : tensor<f32>
  %54 = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%48 : tensor<f32>) outs(%53 : tensor<f32>) {
  ^bb0(%55: f32, %56: f32):
    %57 = arith.constant 1.0 : f32
    %58 = arith.addf %55, %57 : f32
    linalg.yield %58 : f32
  } -> tensor<f32>
  %59 = tensor.empty() : tensor<f32>
  %60 = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%28, %54 : tensor<f32>, tensor<f32>) outs(%59 : tensor<f32>) {
  ^bb0(%61: f32, %62: f32, %63: f32):
    %64 = arith.divf %61, %62 : f32
    linalg.yield %64 : f32
  } -> tensor<f32>
  %65 = tensor.empty() : tensor<f32>
  %66 = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%60 : tensor<f32>) outs(%65 : tensor<f32>) {
  ^bb0(%67: f32, %68: f32):
    %69 = arith.constant 1.0 : f32
    %70 = arith.subf %69, %67 : f32
    linalg.yield %70 : f32
  } -> tensor<f32>
  return %66 : tensor<f32>
}

// -----

// contrastive
func.func @main(%a0: tensor<5x8xf32>, %a1: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<6x16xf32> {nnf.parameter}, %w3: tensor<6xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.relu %1 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<6x16xf32>, tensor<6xf32>) -> tensor<5x6xf32>
  %4 = nnf.normalize %3 p = 2.0 dim = [1] eps = 1.0e-12 : (tensor<5x6xf32>) -> tensor<5x6xf32>
  %5 = nnf.linear %a1, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %6 = nnf.relu %5 inplace = false : tensor<5x16xf32>
  %7 = nnf.linear %6, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<6x16xf32>, tensor<6xf32>) -> tensor<5x6xf32>
  %8 = nnf.normalize %7 p = 2.0 dim = [1] eps = 1.0e-12 : (tensor<5x6xf32>) -> tensor<5x6xf32>
  %9 = arith.constant 0.0 : f32
  %10 = tensor.empty() : tensor<5x5xf32>
  %11 = linalg.fill ins(%9 : f32) outs(%10 : tensor<5x5xf32>) -> tensor<5x5xf32>
  %12 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%4, %8 : tensor<5x6xf32>, tensor<5x6xf32>) outs(%11 : tensor<5x5xf32>) {
  ^bb0(%13: f32, %14: f32, %15: f32):
    %16 = arith.mulf %13, %14 fastmath<contract> : f32
    %17 = arith.addf %15, %16 fastmath<reassoc,contract> : f32
    linalg.yield %17 : f32
  } -> tensor<5x5xf32>
  %18 = tensor.empty() : tensor<5x5xf32>
  %19 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%12 : tensor<5x5xf32>) outs(%18 : tensor<5x5xf32>) {
  ^bb0(%20: f32, %21: f32):
    %22 = arith.constant 0.07 : f32
    %23 = arith.divf %20, %22 : f32
    linalg.yield %23 : f32
  } -> tensor<5x5xf32>
  %24 = tensor.empty() : tensor<5xi64>
  %25 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} outs(%24 : tensor<5xi64>) {
  ^bb0(%26: i64):
    %27 = linalg.index 0 : index
    %28 = arith.index_cast %27 : index to i64
    %29 = arith.constant 0 : i64
    %30 = arith.constant 1 : i64
    %31 = arith.muli %28, %30 : i64
    %32 = arith.addi %29, %31 : i64
    linalg.yield %32 : i64
  } -> tensor<5xi64>
  %33 = nnf.cross_entropy %19, %25 ignore_index = -100 reduction = mean label_smoothing = 0.0 : (tensor<5x5xf32>, tensor<5xi64>) -> tensor<f32>
  return %33 : tensor<f32>
}

// -----

// mixture_gate
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<2x8xf32> {nnf.parameter}, %w1: tensor<2xf32> {nnf.parameter}, %w2: tensor<16x8xf32> {nnf.parameter}, %w3: tensor<16xf32> {nnf.parameter}, %w4: tensor<4x16xf32> {nnf.parameter}, %w5: tensor<4xf32> {nnf.parameter}, %w6: tensor<16x8xf32> {nnf.parameter}, %w7: tensor<16xf32> {nnf.parameter}, %w8: tensor<4x16xf32> {nnf.parameter}, %w9: tensor<4xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<2x8xf32>, tensor<2xf32>) -> tensor<5x2xf32>
  %2 = nnf.softmax %1 dim = 1 : tensor<5x2xf32>
  %3 = tensor.extract_slice %2[0, 0] [5, 1] [1, 1] : tensor<5x2xf32> to tensor<5x1xf32>
  %4 = nnf.linear %a0, %w2 bias = %w3 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %5 = nnf.relu %4 inplace = false : tensor<5x16xf32>
  %6 = nnf.linear %5, %w4 bias = %w5 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  %7 = tensor.empty() : tensor<5x4xf32>
  %8 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, 0)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%3, %6 : tensor<5x1xf32>, tensor<5x4xf32>) outs(%7 : tensor<5x4xf32>) {
  ^bb0(%9: f32, %10: f32, %11: f32):
    %12 = arith.mulf %9, %10 : f32
    linalg.yield %12 : f32
  } -> tensor<5x4xf32>
  %13 = tensor.extract_slice %2[0, 1] [5, 1] [1, 1] : tensor<5x2xf32> to tensor<5x1xf32>
  %14 = nnf.linear %a0, %w6 bias = %w7 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %15 = nnf.relu %14 inplace = false : tensor<5x16xf32>
  %16 = nnf.linear %15, %w8 bias = %w9 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  %17 = tensor.empty() : tensor<5x4xf32>
  %18 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, 0)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%13, %16 : tensor<5x1xf32>, tensor<5x4xf32>) outs(%17 : tensor<5x4xf32>) {
  ^bb0(%19: f32, %20: f32, %21: f32):
    %22 = arith.mulf %19, %20 : f32
    linalg.yield %22 : f32
  } -> tensor<5x4xf32>
  %23 = tensor.empty() : tensor<5x4xf32>
  %24 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%8, %18 : tensor<5x4xf32>, tensor<5x4xf32>) outs(%23 : tensor<5x4xf32>) {
  ^bb0(%25: f32, %26: f32, %27: f32):
    %28 = arith.addf %25, %26 : f32
    linalg.yield %28 : f32
  } -> tensor<5x4xf32>
  %29 = tensor.empty() : tensor<5xi64>
  %30 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} outs(%29 : tensor<5xi64>) {
  ^bb0(%31: i64):
    %32 = linalg.index 0 : index
    %33 = arith.index_cast %32 : index to i64
    %34 = arith.constant 0 : i64
    %35 = arith.constant 1 : i64
    %36 = arith.muli %33, %35 : i64
    %37 = arith.addi %34, %36 : i64
    linalg.yield %37 : i64
  } -> tensor<5xi64>
  %38 = tensor.empty() : tensor<5xi64>
  %39 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%30 : tensor<5xi64>) outs(%38 : tensor<5xi64>) {
  ^bb0(%40: i64, %41: i64):
    %42 = arith.constant 4 : i64
    %43 = arith.constant 0 : i64
    %44 = arith.constant 1 : i64
    %45 = arith.constant -1 : i64
    %46 = arith.cmpi eq, %42, %45 : i64
    %47 = arith.cmpi eq, %42, %43 : i64
    %48 = arith.ori %46, %47 : i1
    %49 = arith.select %48, %44, %42 : i64
    %50 = arith.subi %43, %40 : i64
    %51 = arith.divsi %40, %49 : i64
    %52 = arith.select %46, %50, %51 : i64
    %53 = arith.remsi %40, %49 : i64
    %54 = arith.select %46, %43, %53 : i64
    %55 = arith.cmpi slt, %54, %43 : i64
    %56 = arith.cmpi slt, %42, %43 : i64
    %57 = arith.xori %55, %56 : i1
    %58 = arith.cmpi ne, %54, %43 : i64
    %59 = arith.andi %58, %57 : i1
    %60 = arith.addi %54, %42 : i64
    %61 = arith.select %59, %60, %54 : i64
    linalg.yield %61 : i64
  } -> tensor<5xi64>
  %62 = nnf.cross_entropy %24, %39 ignore_index = -100 reduction = mean label_smoothing = 0.0 : (tensor<5x4xf32>, tensor<5xi64>) -> tensor<f32>
  return %62 : tensor<f32>
}

// -----

// attention_pooling
func.func @main(%a0: tensor<2x5x8xf32>, %w0: tensor<1x8xf32> {nnf.parameter}, %w1: tensor<1xf32> {nnf.parameter}, %w2: tensor<4x8xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<2x5x8xf32>, tensor<1x8xf32>, tensor<1xf32>) -> tensor<2x5x1xf32>
  %2 = nnf.softmax %1 dim = 1 : tensor<2x5x1xf32>
  %3 = tensor.empty() : tensor<2x5x8xf32>
  %4 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, 0)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%2, %a0 : tensor<2x5x1xf32>, tensor<2x5x8xf32>) outs(%3 : tensor<2x5x8xf32>) {
  ^bb0(%5: f32, %6: f32, %7: f32):
    %8 = arith.mulf %5, %6 : f32
    linalg.yield %8 : f32
  } -> tensor<2x5x8xf32>
  %9 = arith.constant 0.0 : f32
  %10 = tensor.empty() : tensor<2x8xf32>
  %11 = linalg.fill ins(%9 : f32) outs(%10 : tensor<2x8xf32>) -> tensor<2x8xf32>
  %12 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d2)>], iterator_types = ["parallel", "reduction", "parallel"]} ins(%4 : tensor<2x5x8xf32>) outs(%11 : tensor<2x8xf32>) {
  ^bb0(%13: f32, %14: f32):
    %15 = arith.addf %14, %13 fastmath<reassoc> : f32
    linalg.yield %15 : f32
  } -> tensor<2x8xf32>
  %16 = nnf.linear %12, %w2 bias = %w3 : (tensor<2x8xf32>, tensor<4x8xf32>, tensor<4xf32>) -> tensor<2x4xf32>
  %17 = tensor.empty() : tensor<2xi64>
  %18 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} outs(%17 : tensor<2xi64>) {
  ^bb0(%19: i64):
    %20 = linalg.index 0 : index
    %21 = arith.index_cast %20 : index to i64
    %22 = arith.constant 0 : i64
    %23 = arith.constant 1 : i64
    %24 = arith.muli %21, %23 : i64
    %25 = arith.addi %22, %24 : i64
    linalg.yield %25 : i64
  } -> tensor<2xi64>
  %26 = tensor.empty() : tensor<2xi64>
  %27 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%18 : tensor<2xi64>) outs(%26 : tensor<2xi64>) {
  ^bb0(%28: i64, %29: i64):
    %30 = arith.constant 4 : i64
    %31 = arith.constant 0 : i64
    %32 = arith.constant 1 : i64
    %33 = arith.constant -1 : i64
    %34 = arith.cmpi eq, %30, %33 : i64
    %35 = arith.cmpi eq, %30, %31 : i64
    %36 = arith.ori %34, %35 : i1
    %37 = arith.select %36, %32, %30 : i64
    %38 = arith.subi %31, %28 : i64
    %39 = arith.divsi %28, %37 : i64
    %40 = arith.select %34, %38, %39 : i64
    %41 = arith.remsi %28, %37 : i64
    %42 = arith.select %34, %31, %41 : i64
    %43 = arith.cmpi slt, %42, %31 : i64
    %44 = arith.cmpi slt, %30, %31 : i64
    %45 = arith.xori %43, %44 : i1
    %46 = arith.cmpi ne, %42, %31 : i64
    %47 = arith.andi %46, %45 : i1
    %48 = arith.addi %42, %30 : i64
    %49 = arith.select %47, %48, %42 : i64
    linalg.yield %49 : i64
  } -> tensor<2xi64>
  %50 = nnf.cross_entropy %16, %27 ignore_index = -100 reduction = mean label_smoothing = 0.0 : (tensor<2x4xf32>, tensor<2xi64>) -> tensor<f32>
  return %50 : tensor<f32>
}

// -----

// stable_log_of_probability
func.func @main(%a0: tensor<5x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<4x16xf32> {nnf.parameter}, %w3: tensor<4xf32> {nnf.parameter}) -> (tensor<5x4xf32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<5x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<5x16xf32>
  %2 = nnf.relu %1 inplace = false : tensor<5x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<5x16xf32>, tensor<4x16xf32>, tensor<4xf32>) -> tensor<5x4xf32>
  %4 = nnf.softmax %3 dim = 1 : tensor<5x4xf32>
  %5 = tensor.empty() : tensor<5x4xf32>
  %6 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%4 : tensor<5x4xf32>) outs(%5 : tensor<5x4xf32>) {
  ^bb0(%7: f32, %8: f32):
    %9 = arith.constant 1.0e-07 : f32
    %10 = arith.maximumf %7, %9 : f32
    linalg.yield %10 : f32
  } -> tensor<5x4xf32>
  %11 = tensor.empty() : tensor<5x4xf32>
  %12 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%6 : tensor<5x4xf32>) outs(%11 : tensor<5x4xf32>) {
  ^bb0(%13: f32, %14: f32):
    %15 = math.log %13 : f32
    linalg.yield %15 : f32
  } -> tensor<5x4xf32>
  return %12 : tensor<5x4xf32>
}

// -----

// standardise
func.func @main(%a0: tensor<5x8xf32>) -> (tensor<5x8xf32>) {
  %1 = arith.constant 0.0 : f32
  %2 = tensor.empty() : tensor<8xf32>
  %3 = linalg.fill ins(%1 : f32) outs(%2 : tensor<8xf32>) -> tensor<8xf32>
  %4 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>], iterator_types = ["reduction", "parallel"]} ins(%a0 : tensor<5x8xf32>) outs(%3 : tensor<8xf32>) {
  ^bb0(%5: f32, %6: f32):
    %7 = arith.addf %6, %5 fastmath<reassoc> : f32
    linalg.yield %7 : f32
  } -> tensor<8xf32>
  %8 = tensor.empty() : tensor<8xf32>
  %9 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%4 : tensor<8xf32>) outs(%8 : tensor<8xf32>) {
  ^bb0(%10: f32, %11: f32):
    %12 = arith.constant 5.0 : f32
    %13 = arith.divf %10, %12 : f32
    linalg.yield %13 : f32
  } -> tensor<8xf32>
  %14 = tensor.empty() : tensor<5x8xf32>
  %15 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a0, %9 : tensor<5x8xf32>, tensor<8xf32>) outs(%14 : tensor<5x8xf32>) {
  ^bb0(%16: f32, %17: f32, %18: f32):
    %19 = arith.subf %16, %17 : f32
    linalg.yield %19 : f32
  } -> tensor<5x8xf32>
  %20 = arith.constant 0.0 : f32
  %21 = tensor.empty() : tensor<8xf32>
  %22 = linalg.fill ins(%20 : f32) outs(%21 : tensor<8xf32>) -> tensor<8xf32>
  %23 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>], iterator_types = ["reduction", "parallel"]} ins(%a0 : tensor<5x8xf32>) outs(%22 : tensor<8xf32>) {
  ^bb0(%24: f32, %25: f32):
    %26 = arith.addf %25, %24 fastmath<reassoc> : f32
    linalg.yield %26 : f32
  } -> tensor<8xf32>
  %27 = tensor.empty() : tensor<8xf32>
  %28 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%23 : tensor<8xf32>) outs(%27 : tensor<8xf32>) {
  ^bb0(%29: f32, %30: f32):
    %31 = arith.constant 5.0 : f32
    %32 = arith.divf %29, %31 : f32
    linalg.yield %32 : f32
  } -> tensor<8xf32>
  %33 = arith.constant 0.0 : f32
  %34 = tensor.empty() : tensor<8xf32>
  %35 = linalg.fill ins(%33 : f32) outs(%34 : tensor<8xf32>) -> tensor<8xf32>
  %36 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d1)>], iterator_types = ["reduction", "parallel"]} ins(%a0, %28 : tensor<5x8xf32>, tensor<8xf32>) outs(%35 : tensor<8xf32>) {
  ^bb0(%37: f32, %38: f32, %39: f32):
    %40 = arith.subf %37, %38 : f32
    %41 = arith.mulf %40, %40 : f32
    %42 = arith.addf %39, %41 fastmath<reassoc> : f32
    linalg.yield %42 : f32
  } -> tensor<8xf32>
  %43 = tensor.empty() : tensor<8xf32>
  %44 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%36 : tensor<8xf32>) outs(%43 : tensor<8xf32>) {
  ^bb0(%45: f32, %46: f32):
    %47 = arith.constant 4.0 : f32
    %48 = arith.divf %45, %47 : f32
    linalg.yield %48 : f32
  } -> tensor<8xf32>
  %49 = tensor.empty() : tensor<8xf32>
  %50 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%44 : tensor<8xf32>) outs(%49 : tensor<8xf32>) {
  ^bb0(%51: f32, %52: f32):
    %53 = math.sqrt %51 : f32
    linalg.yield %53 : f32
  } -> tensor<8xf32>
  %54 = tensor.empty() : tensor<8xf32>
  %55 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%50 : tensor<8xf32>) outs(%54 : tensor<8xf32>) {
  ^bb0(%56: f32, %57: f32):
    %58 = arith.constant 1.0e-06 : f32
    %59 = arith.addf %56, %58 : f32
    linalg.yield %59 : f32
  } -> tensor<8xf32>
  %60 = tensor.empty() : tensor<5x8xf32>
  %61 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%15, %55 : tensor<5x8xf32>, tensor<8xf32>) outs(%60 : tensor<5x8xf32>) {
  ^bb0(%62: f32, %63: f32, %64: f32):
    %65 = arith.divf %62, %63 : f32
    linalg.yield %65 : f32
  } -> tensor<5x8xf32>
  return %61 : tensor<5x8xf32>
}

// -----

// norm_with_eps
func.func @main(%a0: tensor<5x8xf32>) -> (tensor<5x8xf32>) {
  %1 = tensor.empty() : tensor<5x8xf32>
  %2 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a0, %a0 : tensor<5x8xf32>, tensor<5x8xf32>) outs(%1 : tensor<5x8xf32>) {
  ^bb0(%3: f32, %4: f32, %5: f32):
    %6 = arith.mulf %3, %4 : f32
    linalg.yield %6 : f32
  } -> tensor<5x8xf32>
  %7 = arith.constant 0.0 : f32
  %8 = tensor.empty() : tensor<5xf32>
  %9 = linalg.fill ins(%7 : f32) outs(%8 : tensor<5xf32>) -> tensor<5xf32>
  %10 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%2 : tensor<5x8xf32>) outs(%9 : tensor<5xf32>) {
  ^bb0(%11: f32, %12: f32):
    %13 = arith.addf %12, %11 fastmath<reassoc> : f32
    linalg.yield %13 : f32
  } -> tensor<5xf32>
  %14 = tensor.expand_shape %10 [[0, 1]] output_shape [5, 1] : tensor<5xf32> into tensor<5x1xf32>
  %15 = tensor.empty() : tensor<5x1xf32>
  %16 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%14 : tensor<5x1xf32>) outs(%15 : tensor<5x1xf32>) {
  ^bb0(%17: f32, %18: f32):
    %19 = arith.constant 1.0e-12 : f32
    %20 = arith.addf %17, %19 : f32
    linalg.yield %20 : f32
  } -> tensor<5x1xf32>
  %21 = tensor.empty() : tensor<5x1xf32>
  %22 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%16 : tensor<5x1xf32>) outs(%21 : tensor<5x1xf32>) {
  ^bb0(%23: f32, %24: f32):
    %25 = math.sqrt %23 : f32
    linalg.yield %25 : f32
  } -> tensor<5x1xf32>
  %26 = tensor.empty() : tensor<5x8xf32>
  %27 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, 0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a0, %22 : tensor<5x8xf32>, tensor<5x1xf32>) outs(%26 : tensor<5x8xf32>) {
  ^bb0(%28: f32, %29: f32, %30: f32):
    %31 = arith.divf %28, %29 : f32
    linalg.yield %31 : f32
  } -> tensor<5x8xf32>
  return %27 : tensor<5x8xf32>
}

// -----

// per_step_head
func.func @main(%a0: tensor<3x4x8xf32>, %w0: tensor<5x8xf32> {nnf.parameter}, %w1: tensor<5xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = tensor.collapse_shape %a0 [[0, 1], [2]] : tensor<3x4x8xf32> into tensor<12x8xf32>
  %2 = nnf.linear %1, %w0 bias = %w1 : (tensor<12x8xf32>, tensor<5x8xf32>, tensor<5xf32>) -> tensor<12x5xf32>
  %3 = tensor.empty() : tensor<12xi64>
  %4 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} outs(%3 : tensor<12xi64>) {
  ^bb0(%5: i64):
    %6 = linalg.index 0 : index
    %7 = arith.index_cast %6 : index to i64
    %8 = arith.constant 0 : i64
    %9 = arith.constant 1 : i64
    %10 = arith.muli %7, %9 : i64
    %11 = arith.addi %8, %10 : i64
    linalg.yield %11 : i64
  } -> tensor<12xi64>
  %12 = tensor.empty() : tensor<12xi64>
  %13 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%4 : tensor<12xi64>) outs(%12 : tensor<12xi64>) {
  ^bb0(%14: i64, %15: i64):
    %16 = arith.constant 5 : i64
    %17 = arith.constant 0 : i64
    %18 = arith.constant 1 : i64
    %19 = arith.constant -1 : i64
    %20 = arith.cmpi eq, %16, %19 : i64
    %21 = arith.cmpi eq, %16, %17 : i64
    %22 = arith.ori %20, %21 : i1
    %23 = arith.select %22, %18, %16 : i64
    %24 = arith.subi %17, %14 : i64
    %25 = arith.divsi %14, %23 : i64
    %26 = arith.select %20, %24, %25 : i64
    %27 = arith.remsi %14, %23 : i64
    %28 = arith.select %20, %17, %27 : i64
    %29 = arith.cmpi slt, %28, %17 : i64
    %30 = arith.cmpi slt, %16, %17 : i64
    %31 = arith.xori %29, %30 : i1
    %32 = arith.cmpi ne, %28, %17 : i64
    %33 = arith.andi %32, %31 : i1
    %34 = arith.addi %28, %16 : i64
    %35 = arith.select %33, %34, %28 : i64
    linalg.yield %35 : i64
  } -> tensor<12xi64>
  %36 = nnf.cross_entropy %2, %13 ignore_index = -100 reduction = mean label_smoothing = 0.0 : (tensor<12x5xf32>, tensor<12xi64>) -> tensor<f32>
  return %36 : tensor<f32>
}

// -----

// bounded_regression
func.func @main(%a0: tensor<3x8xf32>, %w0: tensor<4x8xf32> {nnf.parameter}, %w1: tensor<4xf32> {nnf.parameter}, %w2: tensor<2x4xf32> {nnf.parameter}, %w3: tensor<2xf32> {nnf.parameter}, %w4: tensor<3x2xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<3x8xf32>, tensor<4x8xf32>, tensor<4xf32>) -> tensor<3x4xf32>
  %2 = nnf.relu %1 inplace = false : tensor<3x4xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<3x4xf32>, tensor<2x4xf32>, tensor<2xf32>) -> tensor<3x2xf32>
  %4 = nnf.tanh %3 : tensor<3x2xf32>
  %5 = nnf.mse_loss %4, %w4 reduction = mean : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<f32>
  return %5 : tensor<f32>
}

// -----

// low_rank
func.func @main(%a0: tensor<3x8xf32>, %w0: tensor<2x8xf32> {nnf.parameter}, %w1: tensor<8x2xf32> {nnf.parameter}, %w2: tensor<8xf32> {nnf.parameter}) -> (tensor<3x8xf32>) {
  %1 = nnf.linear %a0, %w0 : (tensor<3x8xf32>, tensor<2x8xf32>) -> tensor<3x2xf32>
  %2 = nnf.linear %1, %w1 bias = %w2 : (tensor<3x2xf32>, tensor<8x2xf32>, tensor<8xf32>) -> tensor<3x8xf32>
  return %2 : tensor<3x8xf32>
}

// -----

// lenet
func.func @main(%a0: tensor<2x1x16x16xf32>, %w0: tensor<6x1x5x5xf32> {nnf.parameter}, %w1: tensor<6xf32> {nnf.parameter}, %w2: tensor<16x6x5x5xf32> {nnf.parameter}, %w3: tensor<16xf32> {nnf.parameter}, %w4: tensor<32x64xf32> {nnf.parameter}, %w5: tensor<32xf32> {nnf.parameter}, %w6: tensor<10x32xf32> {nnf.parameter}, %w7: tensor<10xf32> {nnf.parameter}, %w8: tensor<2xi64> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.conv2d %a0, %w0 bias = %w1 stride = [1, 1] padding = [2, 2] dilation = [1, 1] groups = 1 : (tensor<2x1x16x16xf32>, tensor<6x1x5x5xf32>, tensor<6xf32>) -> tensor<2x6x16x16xf32>
  %2 = nnf.relu %1 inplace = false : tensor<2x6x16x16xf32>
  %3 = nnf.max_pool2d %2 kernel_size = [2, 2] stride = [2, 2] padding = [0, 0] dilation = [1, 1] ceil_mode = false return_indices = false : (tensor<2x6x16x16xf32>) -> tensor<2x6x8x8xf32>
  %4 = nnf.conv2d %3, %w2 bias = %w3 stride = [1, 1] padding = [0, 0] dilation = [1, 1] groups = 1 : (tensor<2x6x8x8xf32>, tensor<16x6x5x5xf32>, tensor<16xf32>) -> tensor<2x16x4x4xf32>
  %5 = nnf.relu %4 inplace = false : tensor<2x16x4x4xf32>
  %6 = nnf.max_pool2d %5 kernel_size = [2, 2] stride = [2, 2] padding = [0, 0] dilation = [1, 1] ceil_mode = false return_indices = false : (tensor<2x16x4x4xf32>) -> tensor<2x16x2x2xf32>
  %7 = tensor.collapse_shape %6 [[0], [1, 2, 3]] : tensor<2x16x2x2xf32> into tensor<2x64xf32>
  %8 = nnf.linear %7, %w4 bias = %w5 : (tensor<2x64xf32>, tensor<32x64xf32>, tensor<32xf32>) -> tensor<2x32xf32>
  %9 = nnf.relu %8 inplace = false : tensor<2x32xf32>
  %10 = nnf.linear %9, %w6 bias = %w7 : (tensor<2x32xf32>, tensor<10x32xf32>, tensor<10xf32>) -> tensor<2x10xf32>
  %11 = nnf.cross_entropy %10, %w8 ignore_index = -100 reduction = mean label_smoothing = 0.0 : (tensor<2x10xf32>, tensor<2xi64>) -> tensor<f32>
  return %11 : tensor<f32>
}

// -----

// vgg_dropout
func.func @main(%a0: tensor<2x3x16x16xf32>, %w0: tensor<8x3x3x3xf32> {nnf.parameter}, %w1: tensor<8xf32> {nnf.parameter}, %w2: tensor<i64>, %w3: tensor<8xf32>, %w4: tensor<8xf32>, %w5: tensor<8xf32> {nnf.parameter}, %w6: tensor<8xf32> {nnf.parameter}, %w7: tensor<32x512xf32> {nnf.parameter}, %w8: tensor<32xf32> {nnf.parameter}, %w9: tensor<10x32xf32> {nnf.parameter}, %w10: tensor<10xf32> {nnf.parameter}, %w11: tensor<2xi64> {nnf.parameter}, %seed: i64) -> (tensor<f32>, tensor<i64>, tensor<8xf32>, tensor<8xf32>) {
  %1 = nnf.conv2d %a0, %w0 bias = %w1 stride = [1, 1] padding = [1, 1] dilation = [1, 1] groups = 1 : (tensor<2x3x16x16xf32>, tensor<8x3x3x3xf32>, tensor<8xf32>) -> tensor<2x8x16x16xf32>
  %2 = tensor.empty() : tensor<i64>
  %3 = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%w2 : tensor<i64>) outs(%2 : tensor<i64>) {
  ^bb0(%4: i64, %5: i64):
    %6 = arith.constant 1 : i64
    %7 = arith.addi %4, %6 : i64
    linalg.yield %7 : i64
  } -> tensor<i64>
  %8:3 = nnf.batch_norm %1 running_mean = %w3 running_var = %w4 weight = %w5 bias = %w6 training = true momentum = 0.1 eps = 1.0e-05 : (tensor<2x8x16x16xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) -> (tensor<2x8x16x16xf32>, tensor<8xf32>, tensor<8xf32>)
  %9 = nnf.relu %8#0 inplace = true : tensor<2x8x16x16xf32>
  %10 = nnf.max_pool2d %9 kernel_size = [2, 2] stride = [2, 2] padding = [0, 0] dilation = [1, 1] ceil_mode = false return_indices = false : (tensor<2x8x16x16xf32>) -> tensor<2x8x8x8xf32>
  %11 = tensor.collapse_shape %10 [[0], [1, 2, 3]] : tensor<2x8x8x8xf32> into tensor<2x512xf32>
  %12 = nnf.linear %11, %w7 bias = %w8 : (tensor<2x512xf32>, tensor<32x512xf32>, tensor<32xf32>) -> tensor<2x32xf32>
  %13 = nnf.relu %12 inplace = true : tensor<2x32xf32>
  %14 = arith.constant 0 : i64
  %15 = nnf.dropout %13 seed = %seed offset = %14 p = 0.5 training = true inplace = false : (tensor<2x32xf32>, i64, i64) -> tensor<2x32xf32>
  %16 = nnf.linear %15, %w9 bias = %w10 : (tensor<2x32xf32>, tensor<10x32xf32>, tensor<10xf32>) -> tensor<2x10xf32>
  %17 = nnf.cross_entropy %16, %w11 ignore_index = -100 reduction = mean label_smoothing = 0.0 : (tensor<2x10xf32>, tensor<2xi64>) -> tensor<f32>
  return %17, %3, %8#1, %8#2 : tensor<f32>, tensor<i64>, tensor<8xf32>, tensor<8xf32>
}

// -----

// resnet
func.func @main(%a0: tensor<2x3x8x8xf32>, %w0: tensor<8x3x3x3xf32> {nnf.parameter}, %w1: tensor<8xf32> {nnf.parameter}, %w2: tensor<8x8x3x3xf32> {nnf.parameter}, %w3: tensor<8xf32> {nnf.parameter}, %w4: tensor<8xf32> {nnf.parameter}, %w5: tensor<8xf32> {nnf.parameter}, %w6: tensor<8xf32> {nnf.parameter}, %w7: tensor<8x8x3x3xf32> {nnf.parameter}, %w8: tensor<8xf32> {nnf.parameter}, %w9: tensor<8xf32> {nnf.parameter}, %w10: tensor<8xf32> {nnf.parameter}, %w11: tensor<8xf32> {nnf.parameter}, %w12: tensor<8x8x3x3xf32> {nnf.parameter}, %w13: tensor<8xf32> {nnf.parameter}, %w14: tensor<8xf32> {nnf.parameter}, %w15: tensor<8xf32> {nnf.parameter}, %w16: tensor<8xf32> {nnf.parameter}, %w17: tensor<8x8x3x3xf32> {nnf.parameter}, %w18: tensor<8xf32> {nnf.parameter}, %w19: tensor<8xf32> {nnf.parameter}, %w20: tensor<8xf32> {nnf.parameter}, %w21: tensor<8xf32> {nnf.parameter}, %w22: tensor<10x8xf32> {nnf.parameter}, %w23: tensor<10xf32> {nnf.parameter}, %w24: tensor<2xi64> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.conv2d %a0, %w0 bias = %w1 stride = [1, 1] padding = [1, 1] dilation = [1, 1] groups = 1 : (tensor<2x3x8x8xf32>, tensor<8x3x3x3xf32>, tensor<8xf32>) -> tensor<2x8x8x8xf32>
  %2 = nnf.conv2d %1, %w2 stride = [1, 1] padding = [1, 1] dilation = [1, 1] groups = 1 : (tensor<2x8x8x8xf32>, tensor<8x8x3x3xf32>) -> tensor<2x8x8x8xf32>
  %3 = nnf.batch_norm %2 running_mean = %w3 running_var = %w4 weight = %w5 bias = %w6 training = false momentum = 0.1 eps = 1.0e-05 : (tensor<2x8x8x8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<2x8x8x8xf32>
  %4 = nnf.relu %3 inplace = true : tensor<2x8x8x8xf32>
  %5 = nnf.conv2d %4, %w7 stride = [1, 1] padding = [1, 1] dilation = [1, 1] groups = 1 : (tensor<2x8x8x8xf32>, tensor<8x8x3x3xf32>) -> tensor<2x8x8x8xf32>
  %6 = nnf.batch_norm %5 running_mean = %w8 running_var = %w9 weight = %w10 bias = %w11 training = false momentum = 0.1 eps = 1.0e-05 : (tensor<2x8x8x8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<2x8x8x8xf32>
  %7 = tensor.empty() : tensor<2x8x8x8xf32>
  %8 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%1, %6 : tensor<2x8x8x8xf32>, tensor<2x8x8x8xf32>) outs(%7 : tensor<2x8x8x8xf32>) {
  ^bb0(%9: f32, %10: f32, %11: f32):
    %12 = arith.addf %9, %10 : f32
    linalg.yield %12 : f32
  } -> tensor<2x8x8x8xf32>
  %13 = nnf.relu %8 inplace = true : tensor<2x8x8x8xf32>
  %14 = nnf.conv2d %13, %w12 stride = [1, 1] padding = [1, 1] dilation = [1, 1] groups = 1 : (tensor<2x8x8x8xf32>, tensor<8x8x3x3xf32>) -> tensor<2x8x8x8xf32>
  %15 = nnf.batch_norm %14 running_mean = %w13 running_var = %w14 weight = %w15 bias = %w16 training = false momentum = 0.1 eps = 1.0e-05 : (tensor<2x8x8x8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<2x8x8x8xf32>
  %16 = nnf.relu %15 inplace = true : tensor<2x8x8x8xf32>
  %17 = nnf.conv2d %16, %w17 stride = [1, 1] padding = [1, 1] dilation = [1, 1] groups = 1 : (tensor<2x8x8x8xf32>, tensor<8x8x3x3xf32>) -> tensor<2x8x8x8xf32>
  %18 = nnf.batch_norm %17 running_mean = %w18 running_var = %w19 weight = %w20 bias = %w21 training = false momentum = 0.1 eps = 1.0e-05 : (tensor<2x8x8x8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<2x8x8x8xf32>
  %19 = tensor.empty() : tensor<2x8x8x8xf32>
  %20 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%13, %18 : tensor<2x8x8x8xf32>, tensor<2x8x8x8xf32>) outs(%19 : tensor<2x8x8x8xf32>) {
  ^bb0(%21: f32, %22: f32, %23: f32):
    %24 = arith.addf %21, %22 : f32
    linalg.yield %24 : f32
  } -> tensor<2x8x8x8xf32>
  %25 = nnf.relu %20 inplace = true : tensor<2x8x8x8xf32>
  %26 = arith.constant 0.0 : f32
  %27 = tensor.empty() : tensor<2x8xf32>
  %28 = linalg.fill ins(%26 : f32) outs(%27 : tensor<2x8xf32>) -> tensor<2x8xf32>
  %29 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%25 : tensor<2x8x8x8xf32>) outs(%28 : tensor<2x8xf32>) {
  ^bb0(%30: f32, %31: f32):
    %32 = arith.addf %31, %30 fastmath<reassoc> : f32
    linalg.yield %32 : f32
  } -> tensor<2x8xf32>
  %33 = tensor.empty() : tensor<2x8xf32>
  %34 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%29 : tensor<2x8xf32>) outs(%33 : tensor<2x8xf32>) {
  ^bb0(%35: f32, %36: f32):
    %37 = arith.constant 64.0 : f32
    %38 = arith.divf %35, %37 : f32
    linalg.yield %38 : f32
  } -> tensor<2x8xf32>
  %39 = nnf.linear %34, %w22 bias = %w23 : (tensor<2x8xf32>, tensor<10x8xf32>, tensor<10xf32>) -> tensor<2x10xf32>
  %40 = nnf.cross_entropy %39, %w24 ignore_index = -100 reduction = mean label_smoothing = 0.0 : (tensor<2x10xf32>, tensor<2xi64>) -> tensor<f32>
  return %40 : tensor<f32>
}

// -----

// resnet_training
func.func @main(%a0: tensor<2x3x8x8xf32>, %w0: tensor<8x3x3x3xf32> {nnf.parameter}, %w1: tensor<8xf32> {nnf.parameter}, %w2: tensor<8x8x3x3xf32> {nnf.parameter}, %w3: tensor<i64>, %w4: tensor<8xf32>, %w5: tensor<8xf32>, %w6: tensor<8xf32> {nnf.parameter}, %w7: tensor<8xf32> {nnf.parameter}, %w8: tensor<8x8x3x3xf32> {nnf.parameter}, %w9: tensor<i64>, %w10: tensor<8xf32>, %w11: tensor<8xf32>, %w12: tensor<8xf32> {nnf.parameter}, %w13: tensor<8xf32> {nnf.parameter}, %w14: tensor<10x8xf32> {nnf.parameter}, %w15: tensor<10xf32> {nnf.parameter}, %w16: tensor<2xi64> {nnf.parameter}) -> (tensor<f32>, tensor<i64>, tensor<8xf32>, tensor<8xf32>, tensor<i64>, tensor<8xf32>, tensor<8xf32>) {
  %1 = nnf.conv2d %a0, %w0 bias = %w1 stride = [1, 1] padding = [1, 1] dilation = [1, 1] groups = 1 : (tensor<2x3x8x8xf32>, tensor<8x3x3x3xf32>, tensor<8xf32>) -> tensor<2x8x8x8xf32>
  %2 = nnf.conv2d %1, %w2 stride = [1, 1] padding = [1, 1] dilation = [1, 1] groups = 1 : (tensor<2x8x8x8xf32>, tensor<8x8x3x3xf32>) -> tensor<2x8x8x8xf32>
  %3 = tensor.empty() : tensor<i64>
  %4 = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%w3 : tensor<i64>) outs(%3 : tensor<i64>) {
  ^bb0(%5: i64, %6: i64):
    %7 = arith.constant 1 : i64
    %8 = arith.addi %5, %7 : i64
    linalg.yield %8 : i64
  } -> tensor<i64>
  %9:3 = nnf.batch_norm %2 running_mean = %w4 running_var = %w5 weight = %w6 bias = %w7 training = true momentum = 0.1 eps = 1.0e-05 : (tensor<2x8x8x8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) -> (tensor<2x8x8x8xf32>, tensor<8xf32>, tensor<8xf32>)
  %10 = nnf.relu %9#0 inplace = true : tensor<2x8x8x8xf32>
  %11 = nnf.conv2d %10, %w8 stride = [1, 1] padding = [1, 1] dilation = [1, 1] groups = 1 : (tensor<2x8x8x8xf32>, tensor<8x8x3x3xf32>) -> tensor<2x8x8x8xf32>
  %12 = tensor.empty() : tensor<i64>
  %13 = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%w9 : tensor<i64>) outs(%12 : tensor<i64>) {
  ^bb0(%14: i64, %15: i64):
    %16 = arith.constant 1 : i64
    %17 = arith.addi %14, %16 : i64
    linalg.yield %17 : i64
  } -> tensor<i64>
  %18:3 = nnf.batch_norm %11 running_mean = %w10 running_var = %w11 weight = %w12 bias = %w13 training = true momentum = 0.1 eps = 1.0e-05 : (tensor<2x8x8x8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) -> (tensor<2x8x8x8xf32>, tensor<8xf32>, tensor<8xf32>)
  %19 = tensor.empty() : tensor<2x8x8x8xf32>
  %20 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%1, %18#0 : tensor<2x8x8x8xf32>, tensor<2x8x8x8xf32>) outs(%19 : tensor<2x8x8x8xf32>) {
  ^bb0(%21: f32, %22: f32, %23: f32):
    %24 = arith.addf %21, %22 : f32
    linalg.yield %24 : f32
  } -> tensor<2x8x8x8xf32>
  %25 = nnf.relu %20 inplace = true : tensor<2x8x8x8xf32>
  %26 = arith.constant 0.0 : f32
  %27 = tensor.empty() : tensor<2x8xf32>
  %28 = linalg.fill ins(%26 : f32) outs(%27 : tensor<2x8xf32>) -> tensor<2x8xf32>
  %29 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%25 : tensor<2x8x8x8xf32>) outs(%28 : tensor<2x8xf32>) {
  ^bb0(%30: f32, %31: f32):
    %32 = arith.addf %31, %30 fastmath<reassoc> : f32
    linalg.yield %32 : f32
  } -> tensor<2x8xf32>
  %33 = tensor.empty() : tensor<2x8xf32>
  %34 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%29 : tensor<2x8xf32>) outs(%33 : tensor<2x8xf32>) {
  ^bb0(%35: f32, %36: f32):
    %37 = arith.constant 64.0 : f32
    %38 = arith.divf %35, %37 : f32
    linalg.yield %38 : f32
  } -> tensor<2x8xf32>
  %39 = nnf.linear %34, %w14 bias = %w15 : (tensor<2x8xf32>, tensor<10x8xf32>, tensor<10xf32>) -> tensor<2x10xf32>
  %40 = nnf.cross_entropy %39, %w16 ignore_index = -100 reduction = mean label_smoothing = 0.0 : (tensor<2x10xf32>, tensor<2xi64>) -> tensor<f32>
  return %40, %4, %9#1, %9#2, %13, %18#1, %18#2 : tensor<f32>, tensor<i64>, tensor<8xf32>, tensor<8xf32>, tensor<i64>, tensor<8xf32>, tensor<8xf32>
}

// -----

// mobilenet_block
func.func @main(%a0: tensor<1x3x8x8xf32>, %w0: tensor<12x3x1x1xf32> {nnf.parameter}, %w1: tensor<12xf32> {nnf.parameter}, %w2: tensor<12xf32> {nnf.parameter}, %w3: tensor<12xf32> {nnf.parameter}, %w4: tensor<12xf32> {nnf.parameter}, %w5: tensor<12x1x3x3xf32> {nnf.parameter}, %w6: tensor<12xf32> {nnf.parameter}, %w7: tensor<12xf32> {nnf.parameter}, %w8: tensor<12xf32> {nnf.parameter}, %w9: tensor<12xf32> {nnf.parameter}, %w10: tensor<6x12x1x1xf32> {nnf.parameter}, %w11: tensor<6xf32> {nnf.parameter}) -> (tensor<1x6x8x8xf32>) {
  %1 = nnf.conv2d %a0, %w0 stride = [1, 1] padding = [0, 0] dilation = [1, 1] groups = 1 : (tensor<1x3x8x8xf32>, tensor<12x3x1x1xf32>) -> tensor<1x12x8x8xf32>
  %2 = nnf.batch_norm %1 running_mean = %w1 running_var = %w2 weight = %w3 bias = %w4 training = false momentum = 0.1 eps = 1.0e-05 : (tensor<1x12x8x8xf32>, tensor<12xf32>, tensor<12xf32>, tensor<12xf32>, tensor<12xf32>) -> tensor<1x12x8x8xf32>
  %3 = nnf.hardswish %2 inplace = false : tensor<1x12x8x8xf32>
  %4 = nnf.conv2d %3, %w5 stride = [1, 1] padding = [1, 1] dilation = [1, 1] groups = 12 : (tensor<1x12x8x8xf32>, tensor<12x1x3x3xf32>) -> tensor<1x12x8x8xf32>
  %5 = nnf.batch_norm %4 running_mean = %w6 running_var = %w7 weight = %w8 bias = %w9 training = false momentum = 0.1 eps = 1.0e-05 : (tensor<1x12x8x8xf32>, tensor<12xf32>, tensor<12xf32>, tensor<12xf32>, tensor<12xf32>) -> tensor<1x12x8x8xf32>
  %6 = nnf.hardswish %5 inplace = false : tensor<1x12x8x8xf32>
  %7 = nnf.conv2d %6, %w10 bias = %w11 stride = [1, 1] padding = [0, 0] dilation = [1, 1] groups = 1 : (tensor<1x12x8x8xf32>, tensor<6x12x1x1xf32>, tensor<6xf32>) -> tensor<1x6x8x8xf32>
  return %7 : tensor<1x6x8x8xf32>
}

// -----

// squeeze_excite
func.func @main(%a0: tensor<1x6x8x8xf32>, %w0: tensor<3x6xf32> {nnf.parameter}, %w1: tensor<3xf32> {nnf.parameter}, %w2: tensor<6x3xf32> {nnf.parameter}, %w3: tensor<6xf32> {nnf.parameter}) -> (tensor<1x6x8x8xf32>) {
  %1 = arith.constant 0.0 : f32
  %2 = tensor.empty() : tensor<1x6xf32>
  %3 = linalg.fill ins(%1 : f32) outs(%2 : tensor<1x6xf32>) -> tensor<1x6xf32>
  %4 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%a0 : tensor<1x6x8x8xf32>) outs(%3 : tensor<1x6xf32>) {
  ^bb0(%5: f32, %6: f32):
    %7 = arith.addf %6, %5 fastmath<reassoc> : f32
    linalg.yield %7 : f32
  } -> tensor<1x6xf32>
  %8 = tensor.empty() : tensor<1x6xf32>
  %9 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%4 : tensor<1x6xf32>) outs(%8 : tensor<1x6xf32>) {
  ^bb0(%10: f32, %11: f32):
    %12 = arith.constant 64.0 : f32
    %13 = arith.divf %10, %12 : f32
    linalg.yield %13 : f32
  } -> tensor<1x6xf32>
  %14 = nnf.linear %9, %w0 bias = %w1 : (tensor<1x6xf32>, tensor<3x6xf32>, tensor<3xf32>) -> tensor<1x3xf32>
  %15 = nnf.relu %14 inplace = false : tensor<1x3xf32>
  %16 = nnf.linear %15, %w2 bias = %w3 : (tensor<1x3xf32>, tensor<6x3xf32>, tensor<6xf32>) -> tensor<1x6xf32>
  %17 = nnf.sigmoid %16 : tensor<1x6xf32>
  %18 = tensor.expand_shape %17 [[0], [1, 2]] output_shape [1, 6, 1] : tensor<1x6xf32> into tensor<1x6x1xf32>
  %19 = tensor.expand_shape %18 [[0], [1], [2, 3]] output_shape [1, 6, 1, 1] : tensor<1x6x1xf32> into tensor<1x6x1x1xf32>
  %20 = tensor.empty() : tensor<1x6x8x8xf32>
  %21 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, 0, 0)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%a0, %19 : tensor<1x6x8x8xf32>, tensor<1x6x1x1xf32>) outs(%20 : tensor<1x6x8x8xf32>) {
  ^bb0(%22: f32, %23: f32, %24: f32):
    %25 = arith.mulf %22, %23 : f32
    linalg.yield %25 : f32
  } -> tensor<1x6x8x8xf32>
  return %21 : tensor<1x6x8x8xf32>
}

// -----

// unet
func.func @main(%a0: tensor<1x3x16x16xf32>, %w0: tensor<8x3x3x3xf32> {nnf.parameter}, %w1: tensor<8xf32> {nnf.parameter}, %w2: tensor<8x8x3x3xf32> {nnf.parameter}, %w3: tensor<8xf32> {nnf.parameter}, %w4: tensor<2x16x3x3xf32> {nnf.parameter}, %w5: tensor<2xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.conv2d %a0, %w0 bias = %w1 stride = [1, 1] padding = [1, 1] dilation = [1, 1] groups = 1 : (tensor<1x3x16x16xf32>, tensor<8x3x3x3xf32>, tensor<8xf32>) -> tensor<1x8x16x16xf32>
  %2 = nnf.relu %1 inplace = false : tensor<1x8x16x16xf32>
  %3 = nnf.max_pool2d %2 kernel_size = [2, 2] padding = [0, 0] dilation = [1, 1] ceil_mode = false return_indices = false : (tensor<1x8x16x16xf32>) -> tensor<1x8x8x8xf32>
  %4 = nnf.conv2d %3, %w2 bias = %w3 stride = [1, 1] padding = [1, 1] dilation = [1, 1] groups = 1 : (tensor<1x8x8x8xf32>, tensor<8x8x3x3xf32>, tensor<8xf32>) -> tensor<1x8x8x8xf32>
  %5 = nnf.relu %4 inplace = false : tensor<1x8x8x8xf32>
  %6 = nnf.interpolate %5 scale_factor = [2.0, 2.0] mode = nearest antialias = false : (tensor<1x8x8x8xf32>) -> tensor<1x8x16x16xf32>
  %7 = tensor.empty() : tensor<1x16x16x16xf32>
  %8 = tensor.insert_slice %2 into %7[0, 0, 0, 0] [1, 8, 16, 16] [1, 1, 1, 1] : tensor<1x8x16x16xf32> into tensor<1x16x16x16xf32>
  %9 = tensor.insert_slice %6 into %8[0, 8, 0, 0] [1, 8, 16, 16] [1, 1, 1, 1] : tensor<1x8x16x16xf32> into tensor<1x16x16x16xf32>
  %10 = nnf.conv2d %9, %w4 bias = %w5 stride = [1, 1] padding = [1, 1] dilation = [1, 1] groups = 1 : (tensor<1x16x16x16xf32>, tensor<2x16x3x3xf32>, tensor<2xf32>) -> tensor<1x2x16x16xf32>
  %11 = arith.constant 0 : i64
  %12 = tensor.empty() : tensor<1x16x16xi64>
  %13 = linalg.fill ins(%11 : i64) outs(%12 : tensor<1x16x16xi64>) -> tensor<1x16x16xi64>
  %14 = nnf.cross_entropy %10, %13 ignore_index = 255 reduction = mean label_smoothing = 0.0 : (tensor<1x2x16x16xf32>, tensor<1x16x16xi64>) -> tensor<f32>
  return %14 : tensor<f32>
}

// -----

// decoder_language_model
func.func @main(%a0: tensor<3x7xi64>, %w0: tensor<20x8xf32> {nnf.parameter}, %w1: tensor<8xf32> {nnf.parameter}, %w2: tensor<8xf32> {nnf.parameter}, %w3: tensor<24x8xf32> {nnf.parameter}, %w4: tensor<24xf32> {nnf.parameter}, %w5: tensor<8x8xf32> {nnf.parameter}, %w6: tensor<8xf32> {nnf.parameter}, %w7: tensor<8xf32> {nnf.parameter}, %w8: tensor<8xf32> {nnf.parameter}, %w9: tensor<32x8xf32> {nnf.parameter}, %w10: tensor<32xf32> {nnf.parameter}, %w11: tensor<8x32xf32> {nnf.parameter}, %w12: tensor<8xf32> {nnf.parameter}, %w13: tensor<20x8xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.embedding %a0, %w0 norm_type = 2.0 scale_grad_by_freq = false sparse = false : (tensor<3x7xi64>, tensor<20x8xf32>) -> tensor<3x7x8xf32>
  %2 = nnf.layer_norm %1 normalized_shape = [8] weight = %w1 bias = %w2 eps = 1.0e-05 : (tensor<3x7x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<3x7x8xf32>
  %3 = nnf.linear %2, %w3 bias = %w4 : (tensor<3x7x8xf32>, tensor<24x8xf32>, tensor<24xf32>) -> tensor<3x7x24xf32>
  %4 = tensor.extract_slice %3[0, 0, 0] [3, 7, 8] [1, 1, 1] : tensor<3x7x24xf32> to tensor<3x7x8xf32>
  %5 = tensor.extract_slice %3[0, 0, 8] [3, 7, 8] [1, 1, 1] : tensor<3x7x24xf32> to tensor<3x7x8xf32>
  %6 = tensor.extract_slice %3[0, 0, 16] [3, 7, 8] [1, 1, 1] : tensor<3x7x24xf32> to tensor<3x7x8xf32>
  %7 = nnf.scaled_dot_product_attention %4, %5, %6 dropout_p = 0.0 is_causal = true enable_gqa = false : (tensor<3x7x8xf32>, tensor<3x7x8xf32>, tensor<3x7x8xf32>) -> tensor<3x7x8xf32>
  %8 = nnf.linear %7, %w5 bias = %w6 : (tensor<3x7x8xf32>, tensor<8x8xf32>, tensor<8xf32>) -> tensor<3x7x8xf32>
  %9 = tensor.empty() : tensor<3x7x8xf32>
  %10 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%1, %8 : tensor<3x7x8xf32>, tensor<3x7x8xf32>) outs(%9 : tensor<3x7x8xf32>) {
  ^bb0(%11: f32, %12: f32, %13: f32):
    %14 = arith.addf %11, %12 : f32
    linalg.yield %14 : f32
  } -> tensor<3x7x8xf32>
  %15 = nnf.layer_norm %10 normalized_shape = [8] weight = %w7 bias = %w8 eps = 1.0e-05 : (tensor<3x7x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<3x7x8xf32>
  %16 = nnf.linear %15, %w9 bias = %w10 : (tensor<3x7x8xf32>, tensor<32x8xf32>, tensor<32xf32>) -> tensor<3x7x32xf32>
  %17 = nnf.gelu %16 approximate = none : tensor<3x7x32xf32>
  %18 = nnf.linear %17, %w11 bias = %w12 : (tensor<3x7x32xf32>, tensor<8x32xf32>, tensor<8xf32>) -> tensor<3x7x8xf32>
  %19 = tensor.empty() : tensor<3x7x8xf32>
  %20 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%10, %18 : tensor<3x7x8xf32>, tensor<3x7x8xf32>) outs(%19 : tensor<3x7x8xf32>) {
  ^bb0(%21: f32, %22: f32, %23: f32):
    %24 = arith.addf %21, %22 : f32
    linalg.yield %24 : f32
  } -> tensor<3x7x8xf32>
  %25 = nnf.linear %20, %w13 : (tensor<3x7x8xf32>, tensor<20x8xf32>) -> tensor<3x7x20xf32>
  %26 = tensor.extract_slice %25[0, 0, 0] [3, 6, 20] [1, 1, 1] : tensor<3x7x20xf32> to tensor<3x6x20xf32>
  %27 = tensor.collapse_shape %26 [[0, 1], [2]] : tensor<3x6x20xf32> into tensor<18x20xf32>
  %28 = tensor.extract_slice %a0[0, 1] [3, 6] [1, 1] : tensor<3x7xi64> to tensor<3x6xi64>
  %29 = tensor.collapse_shape %28 [[0, 1]] : tensor<3x6xi64> into tensor<18xi64>
  %30 = nnf.cross_entropy %27, %29 ignore_index = -100 reduction = mean label_smoothing = 0.0 : (tensor<18x20xf32>, tensor<18xi64>) -> tensor<f32>
  return %30 : tensor<f32>
}

// -----

// llama_block
func.func @main(%a0: tensor<2x6x8xf32>, %w0: tensor<8xf32> {nnf.parameter}, %w1: tensor<16x8xf32> {nnf.parameter}, %w2: tensor<16xf32> {nnf.parameter}, %w3: tensor<16x8xf32> {nnf.parameter}, %w4: tensor<16xf32> {nnf.parameter}, %w5: tensor<8x16xf32> {nnf.parameter}, %w6: tensor<8xf32> {nnf.parameter}) -> (tensor<2x6x8xf32>) {
  %1 = tensor.empty() : tensor<2x6x8xf32>
  %2 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%a0 : tensor<2x6x8xf32>) outs(%1 : tensor<2x6x8xf32>) {
  ^bb0(%3: f32, %4: f32):
    %5 = arith.mulf %3, %3 : f32
    linalg.yield %5 : f32
  } -> tensor<2x6x8xf32>
  %6 = arith.constant 0.0 : f32
  %7 = tensor.empty() : tensor<2x6xf32>
  %8 = linalg.fill ins(%6 : f32) outs(%7 : tensor<2x6xf32>) -> tensor<2x6xf32>
  %9 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%2 : tensor<2x6x8xf32>) outs(%8 : tensor<2x6xf32>) {
  ^bb0(%10: f32, %11: f32):
    %12 = arith.addf %11, %10 fastmath<reassoc> : f32
    linalg.yield %12 : f32
  } -> tensor<2x6xf32>
  %13 = tensor.empty() : tensor<2x6xf32>
  %14 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%9 : tensor<2x6xf32>) outs(%13 : tensor<2x6xf32>) {
  ^bb0(%15: f32, %16: f32):
    %17 = arith.constant 8.0 : f32
    %18 = arith.divf %15, %17 : f32
    linalg.yield %18 : f32
  } -> tensor<2x6xf32>
  %19 = tensor.expand_shape %14 [[0], [1, 2]] output_shape [2, 6, 1] : tensor<2x6xf32> into tensor<2x6x1xf32>
  %20 = tensor.empty() : tensor<2x6x1xf32>
  %21 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%19 : tensor<2x6x1xf32>) outs(%20 : tensor<2x6x1xf32>) {
  ^bb0(%22: f32, %23: f32):
    %24 = arith.constant 1.0e-06 : f32
    %25 = arith.addf %22, %24 : f32
    linalg.yield %25 : f32
  } -> tensor<2x6x1xf32>
  %26 = tensor.empty() : tensor<2x6x1xf32>
  %27 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%21 : tensor<2x6x1xf32>) outs(%26 : tensor<2x6x1xf32>) {
  ^bb0(%28: f32, %29: f32):
    %30 = math.rsqrt %28 : f32
    linalg.yield %30 : f32
  } -> tensor<2x6x1xf32>
  %31 = tensor.empty() : tensor<2x6x8xf32>
  %32 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, 0)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%a0, %27 : tensor<2x6x8xf32>, tensor<2x6x1xf32>) outs(%31 : tensor<2x6x8xf32>) {
  ^bb0(%33: f32, %34: f32, %35: f32):
    %36 = arith.mulf %33, %34 : f32
    linalg.yield %36 : f32
  } -> tensor<2x6x8xf32>
  %37 = tensor.empty() : tensor<2x6x8xf32>
  %38 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%32, %w0 : tensor<2x6x8xf32>, tensor<8xf32>) outs(%37 : tensor<2x6x8xf32>) {
  ^bb0(%39: f32, %40: f32, %41: f32):
    %42 = arith.mulf %39, %40 : f32
    linalg.yield %42 : f32
  } -> tensor<2x6x8xf32>
  %43 = nnf.linear %38, %w1 bias = %w2 : (tensor<2x6x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<2x6x16xf32>
  %44 = nnf.silu %43 inplace = false : tensor<2x6x16xf32>
  %45 = nnf.linear %38, %w3 bias = %w4 : (tensor<2x6x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<2x6x16xf32>
  %46 = tensor.empty() : tensor<2x6x16xf32>
  %47 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%44, %45 : tensor<2x6x16xf32>, tensor<2x6x16xf32>) outs(%46 : tensor<2x6x16xf32>) {
  ^bb0(%48: f32, %49: f32, %50: f32):
    %51 = arith.mulf %48, %49 : f32
    linalg.yield %51 : f32
  } -> tensor<2x6x16xf32>
  %52 = nnf.linear %47, %w5 bias = %w6 : (tensor<2x6x16xf32>, tensor<8x16xf32>, tensor<8xf32>) -> tensor<2x6x8xf32>
  %53 = tensor.empty() : tensor<2x6x8xf32>
  %54 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%a0, %52 : tensor<2x6x8xf32>, tensor<2x6x8xf32>) outs(%53 : tensor<2x6x8xf32>) {
  ^bb0(%55: f32, %56: f32, %57: f32):
    %58 = arith.addf %55, %56 : f32
    linalg.yield %58 : f32
  } -> tensor<2x6x8xf32>
  return %54 : tensor<2x6x8xf32>
}

// -----

// attention_by_hand
func.func @main(%a0: tensor<2x6x8xf32>, %w0: tensor<8x8xf32> {nnf.parameter}, %w1: tensor<8xf32> {nnf.parameter}, %w2: tensor<8x8xf32> {nnf.parameter}, %w3: tensor<8xf32> {nnf.parameter}, %w4: tensor<8x8xf32> {nnf.parameter}, %w5: tensor<8xf32> {nnf.parameter}) -> (tensor<2x6x8xf32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<2x6x8xf32>, tensor<8x8xf32>, tensor<8xf32>) -> tensor<2x6x8xf32>
  %2 = nnf.linear %a0, %w2 bias = %w3 : (tensor<2x6x8xf32>, tensor<8x8xf32>, tensor<8xf32>) -> tensor<2x6x8xf32>
  %3 = arith.constant 0.0 : f32
  %4 = tensor.empty() : tensor<2x6x6xf32>
  %5 = linalg.fill ins(%3 : f32) outs(%4 : tensor<2x6x6xf32>) -> tensor<2x6x6xf32>
  %6 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%1, %2 : tensor<2x6x8xf32>, tensor<2x6x8xf32>) outs(%5 : tensor<2x6x6xf32>) {
  ^bb0(%7: f32, %8: f32, %9: f32):
    %10 = arith.mulf %7, %8 fastmath<contract> : f32
    %11 = arith.addf %9, %10 fastmath<reassoc,contract> : f32
    linalg.yield %11 : f32
  } -> tensor<2x6x6xf32>
  %12 = tensor.empty() : tensor<2x6x6xf32>
  %13 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%6 : tensor<2x6x6xf32>) outs(%12 : tensor<2x6x6xf32>) {
  ^bb0(%14: f32, %15: f32):
    %16 = arith.constant 2.8284271247461903 : f32
    %17 = arith.divf %14, %16 : f32
    linalg.yield %17 : f32
  } -> tensor<2x6x6xf32>
  %18 = arith.constant true
  %19 = tensor.empty() : tensor<6x6xi1>
  %20 = linalg.fill ins(%18 : i1) outs(%19 : tensor<6x6xi1>) -> tensor<6x6xi1>
  %21 = tensor.empty() : tensor<6x6xi1>
  %22 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%20 : tensor<6x6xi1>) outs(%21 : tensor<6x6xi1>) {
  ^bb0(%23: i1, %24: i1):
    %25 = linalg.index 0 : index
    %26 = arith.index_cast %25 : index to i64
    %27 = linalg.index 1 : index
    %28 = arith.index_cast %27 : index to i64
    %29 = arith.constant 1 : i64
    %30 = arith.addi %26, %29 : i64
    %31 = arith.cmpi sge, %28, %30 : i64
    %32 = arith.constant false
    %33 = arith.select %31, %23, %32 : i1
    linalg.yield %33 : i1
  } -> tensor<6x6xi1>
  %34 = tensor.empty() : tensor<2x6x6xf32>
  %35 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%22, %13 : tensor<6x6xi1>, tensor<2x6x6xf32>) outs(%34 : tensor<2x6x6xf32>) {
  ^bb0(%36: i1, %37: f32, %38: f32):
    %39 = arith.constant 0xFF800000 : f32
    %40 = arith.select %36, %39, %37 : f32
    linalg.yield %40 : f32
  } -> tensor<2x6x6xf32>
  %41 = nnf.softmax %35 dim = -1 : tensor<2x6x6xf32>
  %42 = nnf.linear %a0, %w4 bias = %w5 : (tensor<2x6x8xf32>, tensor<8x8xf32>, tensor<8xf32>) -> tensor<2x6x8xf32>
  %43 = arith.constant 0.0 : f32
  %44 = tensor.empty() : tensor<2x6x8xf32>
  %45 = linalg.fill ins(%43 : f32) outs(%44 : tensor<2x6x8xf32>) -> tensor<2x6x8xf32>
  %46 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d3, d2)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%41, %42 : tensor<2x6x6xf32>, tensor<2x6x8xf32>) outs(%45 : tensor<2x6x8xf32>) {
  ^bb0(%47: f32, %48: f32, %49: f32):
    %50 = arith.mulf %47, %48 fastmath<contract> : f32
    %51 = arith.addf %49, %50 fastmath<reassoc,contract> : f32
    linalg.yield %51 : f32
  } -> tensor<2x6x8xf32>
  return %46 : tensor<2x6x8xf32>
}

// -----

// attention_key_padding
func.func @main(%a0: tensor<2x6x8xf32>, %a1: tensor<2x6xf32>, %w0: tensor<8x8xf32> {nnf.parameter}, %w1: tensor<8xf32> {nnf.parameter}) -> (tensor<2x6x8xf32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<2x6x8xf32>, tensor<8x8xf32>, tensor<8xf32>) -> tensor<2x6x8xf32>
  %2 = arith.constant 0.0 : f32
  %3 = tensor.empty() : tensor<2x6x6xf32>
  %4 = linalg.fill ins(%2 : f32) outs(%3 : tensor<2x6x6xf32>) -> tensor<2x6x6xf32>
  %5 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%1, %a0 : tensor<2x6x8xf32>, tensor<2x6x8xf32>) outs(%4 : tensor<2x6x6xf32>) {
  ^bb0(%6: f32, %7: f32, %8: f32):
    %9 = arith.mulf %6, %7 fastmath<contract> : f32
    %10 = arith.addf %8, %9 fastmath<reassoc,contract> : f32
    linalg.yield %10 : f32
  } -> tensor<2x6x6xf32>
  %11 = tensor.empty() : tensor<2x6x6xf32>
  %12 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%5 : tensor<2x6x6xf32>) outs(%11 : tensor<2x6x6xf32>) {
  ^bb0(%13: f32, %14: f32):
    %15 = arith.constant 2.8284271247461903 : f32
    %16 = arith.divf %13, %15 : f32
    linalg.yield %16 : f32
  } -> tensor<2x6x6xf32>
  %17 = tensor.empty() : tensor<2x6xi1>
  %18 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a1 : tensor<2x6xf32>) outs(%17 : tensor<2x6xi1>) {
  ^bb0(%19: f32, %20: i1):
    %21 = arith.constant 0.0 : f32
    %22 = arith.cmpf ogt, %19, %21 : f32
    linalg.yield %22 : i1
  } -> tensor<2x6xi1>
  %23 = arith.constant -1000000000.0 : f32
  %24 = tensor.empty() : tensor<f32>
  %25 = linalg.fill ins(%23 : f32) outs(%24 : tensor<f32>) -> tensor<f32>
  %26 = arith.constant 0.0 : f32
  %27 = tensor.empty() : tensor<f32>
  %28 = linalg.fill ins(%26 : f32) outs(%27 : tensor<f32>) -> tensor<f32>
  %29 = tensor.empty() : tensor<2x6xf32>
  %30 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> ()>, affine_map<(d0, d1) -> ()>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%18, %28, %25 : tensor<2x6xi1>, tensor<f32>, tensor<f32>) outs(%29 : tensor<2x6xf32>) {
  ^bb0(%31: i1, %32: f32, %33: f32, %34: f32):
    %35 = arith.select %31, %32, %33 : f32
    linalg.yield %35 : f32
  } -> tensor<2x6xf32>
  %36 = tensor.expand_shape %30 [[0], [1, 2]] output_shape [2, 1, 6] : tensor<2x6xf32> into tensor<2x1x6xf32>
  %37 = tensor.empty() : tensor<2x6x6xf32>
  %38 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, 0, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%12, %36 : tensor<2x6x6xf32>, tensor<2x1x6xf32>) outs(%37 : tensor<2x6x6xf32>) {
  ^bb0(%39: f32, %40: f32, %41: f32):
    %42 = arith.addf %39, %40 : f32
    linalg.yield %42 : f32
  } -> tensor<2x6x6xf32>
  %43 = nnf.softmax %38 dim = -1 : tensor<2x6x6xf32>
  %44 = arith.constant 0.0 : f32
  %45 = tensor.empty() : tensor<2x6x8xf32>
  %46 = linalg.fill ins(%44 : f32) outs(%45 : tensor<2x6x8xf32>) -> tensor<2x6x8xf32>
  %47 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d3, d2)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%43, %a0 : tensor<2x6x6xf32>, tensor<2x6x8xf32>) outs(%46 : tensor<2x6x8xf32>) {
  ^bb0(%48: f32, %49: f32, %50: f32):
    %51 = arith.mulf %48, %49 fastmath<contract> : f32
    %52 = arith.addf %50, %51 fastmath<reassoc,contract> : f32
    linalg.yield %52 : f32
  } -> tensor<2x6x8xf32>
  return %47 : tensor<2x6x8xf32>
}

// -----

// vision_transformer
func.func @main(%a0: tensor<2x3x16x16xf32>, %w0: tensor<8x3x4x4xf32> {nnf.parameter}, %w1: tensor<8xf32> {nnf.parameter}, %w2: tensor<24x8xf32> {nnf.parameter}, %w3: tensor<24xf32> {nnf.parameter}, %w4: tensor<8x8xf32> {nnf.parameter}, %w5: tensor<8xf32> {nnf.parameter}, %w6: tensor<8xf32> {nnf.parameter}, %w7: tensor<8xf32> {nnf.parameter}, %w8: tensor<16x8xf32> {nnf.parameter}, %w9: tensor<16xf32> {nnf.parameter}, %w10: tensor<8x16xf32> {nnf.parameter}, %w11: tensor<8xf32> {nnf.parameter}, %w12: tensor<8xf32> {nnf.parameter}, %w13: tensor<8xf32> {nnf.parameter}, %w14: tensor<10x8xf32> {nnf.parameter}, %w15: tensor<10xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.conv2d %a0, %w0 bias = %w1 stride = [4, 4] padding = [0, 0] dilation = [1, 1] groups = 1 : (tensor<2x3x16x16xf32>, tensor<8x3x4x4xf32>, tensor<8xf32>) -> tensor<2x8x4x4xf32>
  %2 = tensor.collapse_shape %1 [[0], [1], [2, 3]] : tensor<2x8x4x4xf32> into tensor<2x8x16xf32>
  %3 = tensor.empty() : tensor<16x2x8xf32>
  %4 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d1, d2, d0)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%2 : tensor<2x8x16xf32>) outs(%3 : tensor<16x2x8xf32>) {
  ^bb0(%5: f32, %6: f32):
    linalg.yield %5 : f32
  } -> tensor<16x2x8xf32>
  %7 = nnf.multi_head_attention_forward %4, %4, %4, %w4 num_heads = 2 out_proj_bias = %w5 in_proj_weight = %w2 in_proj_bias = %w3 embed_dim_to_check = 8 add_zero_attn = false dropout_p = 0.1 training = false need_weights = false use_separate_proj_weight = false average_attn_weights = true is_causal = false : (tensor<16x2x8xf32>, tensor<16x2x8xf32>, tensor<16x2x8xf32>, tensor<8x8xf32>, tensor<8xf32>, tensor<24x8xf32>, tensor<24xf32>) -> tensor<16x2x8xf32>
  %8 = tensor.empty() : tensor<2x16x8xf32>
  %9 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d1, d0, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%7 : tensor<16x2x8xf32>) outs(%8 : tensor<2x16x8xf32>) {
  ^bb0(%10: f32, %11: f32):
    linalg.yield %10 : f32
  } -> tensor<2x16x8xf32>
  %12 = nnf.dropout %9 p = 0.1 training = false inplace = false : (tensor<2x16x8xf32>) -> tensor<2x16x8xf32>
  %13 = tensor.empty() : tensor<2x16x8xf32>
  %14 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2, d1)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%2 : tensor<2x8x16xf32>) outs(%13 : tensor<2x16x8xf32>) {
  ^bb0(%15: f32, %16: f32):
    linalg.yield %15 : f32
  } -> tensor<2x16x8xf32>
  %17 = tensor.empty() : tensor<2x16x8xf32>
  %18 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%14, %12 : tensor<2x16x8xf32>, tensor<2x16x8xf32>) outs(%17 : tensor<2x16x8xf32>) {
  ^bb0(%19: f32, %20: f32, %21: f32):
    %22 = arith.addf %19, %20 : f32
    linalg.yield %22 : f32
  } -> tensor<2x16x8xf32>
  %23 = nnf.layer_norm %18 normalized_shape = [8] weight = %w6 bias = %w7 eps = 1.0e-05 : (tensor<2x16x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<2x16x8xf32>
  %24 = nnf.linear %23, %w8 bias = %w9 : (tensor<2x16x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<2x16x16xf32>
  %25 = nnf.relu %24 inplace = false : tensor<2x16x16xf32>
  %26 = nnf.dropout %25 p = 0.1 training = false inplace = false : (tensor<2x16x16xf32>) -> tensor<2x16x16xf32>
  %27 = nnf.linear %26, %w10 bias = %w11 : (tensor<2x16x16xf32>, tensor<8x16xf32>, tensor<8xf32>) -> tensor<2x16x8xf32>
  %28 = nnf.dropout %27 p = 0.1 training = false inplace = false : (tensor<2x16x8xf32>) -> tensor<2x16x8xf32>
  %29 = tensor.empty() : tensor<2x16x8xf32>
  %30 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%23, %28 : tensor<2x16x8xf32>, tensor<2x16x8xf32>) outs(%29 : tensor<2x16x8xf32>) {
  ^bb0(%31: f32, %32: f32, %33: f32):
    %34 = arith.addf %31, %32 : f32
    linalg.yield %34 : f32
  } -> tensor<2x16x8xf32>
  %35 = nnf.layer_norm %30 normalized_shape = [8] weight = %w12 bias = %w13 eps = 1.0e-05 : (tensor<2x16x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<2x16x8xf32>
  %36 = arith.constant 0.0 : f32
  %37 = tensor.empty() : tensor<2x8xf32>
  %38 = linalg.fill ins(%36 : f32) outs(%37 : tensor<2x8xf32>) -> tensor<2x8xf32>
  %39 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d2)>], iterator_types = ["parallel", "reduction", "parallel"]} ins(%35 : tensor<2x16x8xf32>) outs(%38 : tensor<2x8xf32>) {
  ^bb0(%40: f32, %41: f32):
    %42 = arith.addf %41, %40 fastmath<reassoc> : f32
    linalg.yield %42 : f32
  } -> tensor<2x8xf32>
  %43 = tensor.empty() : tensor<2x8xf32>
  %44 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%39 : tensor<2x8xf32>) outs(%43 : tensor<2x8xf32>) {
  ^bb0(%45: f32, %46: f32):
    %47 = arith.constant 16.0 : f32
    %48 = arith.divf %45, %47 : f32
    linalg.yield %48 : f32
  } -> tensor<2x8xf32>
  %49 = nnf.linear %44, %w14 bias = %w15 : (tensor<2x8xf32>, tensor<10x8xf32>, tensor<10xf32>) -> tensor<2x10xf32>
  %50 = tensor.empty() : tensor<2xi64>
  %51 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} outs(%50 : tensor<2xi64>) {
  ^bb0(%52: i64):
    %53 = linalg.index 0 : index
    %54 = arith.index_cast %53 : index to i64
    %55 = arith.constant 0 : i64
    %56 = arith.constant 1 : i64
    %57 = arith.muli %54, %56 : i64
    %58 = arith.addi %55, %57 : i64
    linalg.yield %58 : i64
  } -> tensor<2xi64>
  %59 = tensor.empty() : tensor<2xi64>
  %60 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%51 : tensor<2xi64>) outs(%59 : tensor<2xi64>) {
  ^bb0(%61: i64, %62: i64):
    %63 = arith.constant 10 : i64
    %64 = arith.constant 0 : i64
    %65 = arith.constant 1 : i64
    %66 = arith.constant -1 : i64
    %67 = arith.cmpi eq, %63, %66 : i64
    %68 = arith.cmpi eq, %63, %64 : i64
    %69 = arith.ori %67, %68 : i1
    %70 = arith.select %69, %65, %63 : i64
    %71 = arith.subi %64, %61 : i64
    %72 = arith.divsi %61, %70 : i64
    %73 = arith.select %67, %71, %72 : i64
    %74 = arith.remsi %61, %70 : i64
    %75 = arith.select %67, %64, %74 : i64
    %76 = arith.cmpi slt, %75, %64 : i64
    %77 = arith.cmpi slt, %63, %64 : i64
    %78 = arith.xori %76, %77 : i1
    %79 = arith.cmpi ne, %75, %64 : i64
    %80 = arith.andi %79, %78 : i1
    %81 = arith.addi %75, %63 : i64
    %82 = arith.select %80, %81, %75 : i64
    linalg.yield %82 : i64
  } -> tensor<2xi64>
  %83 = nnf.cross_entropy %49, %60 ignore_index = -100 reduction = mean label_smoothing = 0.0 : (tensor<2x10xf32>, tensor<2xi64>) -> tensor<f32>
  return %83 : tensor<f32>
}

// -----

// autoencoder
func.func @main(%a0: tensor<4x8xf32>, %w0: tensor<3x8xf32> {nnf.parameter}, %w1: tensor<3xf32> {nnf.parameter}, %w2: tensor<8x3xf32> {nnf.parameter}, %w3: tensor<8xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<4x8xf32>, tensor<3x8xf32>, tensor<3xf32>) -> tensor<4x3xf32>
  %2 = nnf.relu %1 inplace = false : tensor<4x3xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<4x3xf32>, tensor<8x3xf32>, tensor<8xf32>) -> tensor<4x8xf32>
  %4 = nnf.sigmoid %3 : tensor<4x8xf32>
  %5 = nnf.mse_loss %4, %a0 reduction = mean : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<f32>
  return %5 : tensor<f32>
}

// -----

// variational_autoencoder
func.func @main(%a0: tensor<4x8xf32>, %a1: tensor<4x3xf32>, %w0: tensor<3x8xf32> {nnf.parameter}, %w1: tensor<3xf32> {nnf.parameter}, %w2: tensor<3x8xf32> {nnf.parameter}, %w3: tensor<3xf32> {nnf.parameter}, %w4: tensor<8x3xf32> {nnf.parameter}, %w5: tensor<8xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<4x8xf32>, tensor<3x8xf32>, tensor<3xf32>) -> tensor<4x3xf32>
  %2 = nnf.linear %a0, %w2 bias = %w3 : (tensor<4x8xf32>, tensor<3x8xf32>, tensor<3xf32>) -> tensor<4x3xf32>
  %3 = tensor.empty() : tensor<4x3xf32>
  %4 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%2 : tensor<4x3xf32>) outs(%3 : tensor<4x3xf32>) {
  ^bb0(%5: f32, %6: f32):
    %7 = arith.constant 0.5 : f32
    %8 = arith.mulf %5, %7 : f32
    linalg.yield %8 : f32
  } -> tensor<4x3xf32>
  %9 = tensor.empty() : tensor<4x3xf32>
  %10 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%4 : tensor<4x3xf32>) outs(%9 : tensor<4x3xf32>) {
  ^bb0(%11: f32, %12: f32):
    %13 = math.exp %11 : f32
    linalg.yield %13 : f32
  } -> tensor<4x3xf32>
  %14 = tensor.empty() : tensor<4x3xf32>
  %15 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a1, %10 : tensor<4x3xf32>, tensor<4x3xf32>) outs(%14 : tensor<4x3xf32>) {
  ^bb0(%16: f32, %17: f32, %18: f32):
    %19 = arith.mulf %16, %17 : f32
    linalg.yield %19 : f32
  } -> tensor<4x3xf32>
  %20 = tensor.empty() : tensor<4x3xf32>
  %21 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1, %15 : tensor<4x3xf32>, tensor<4x3xf32>) outs(%20 : tensor<4x3xf32>) {
  ^bb0(%22: f32, %23: f32, %24: f32):
    %25 = arith.addf %22, %23 : f32
    linalg.yield %25 : f32
  } -> tensor<4x3xf32>
  %26 = nnf.linear %21, %w4 bias = %w5 : (tensor<4x3xf32>, tensor<8x3xf32>, tensor<8xf32>) -> tensor<4x8xf32>
  %27 = nnf.sigmoid %a0 : tensor<4x8xf32>
  %28 = nnf.binary_cross_entropy_with_logits %26, %27 reduction = mean : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<f32>
  %29 = tensor.empty() : tensor<4x3xf32>
  %30 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%2 : tensor<4x3xf32>) outs(%29 : tensor<4x3xf32>) {
  ^bb0(%31: f32, %32: f32):
    %33 = arith.constant 1.0 : f32
    %34 = arith.addf %31, %33 : f32
    linalg.yield %34 : f32
  } -> tensor<4x3xf32>
  %35 = tensor.empty() : tensor<4x3xf32>
  %36 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1 : tensor<4x3xf32>) outs(%35 : tensor<4x3xf32>) {
  ^bb0(%37: f32, %38: f32):
    %39 = arith.mulf %37, %37 : f32
    linalg.yield %39 : f32
  } -> tensor<4x3xf32>
  %40 = tensor.empty() : tensor<4x3xf32>
  %41 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%30, %36 : tensor<4x3xf32>, tensor<4x3xf32>) outs(%40 : tensor<4x3xf32>) {
  ^bb0(%42: f32, %43: f32, %44: f32):
    %45 = arith.subf %42, %43 : f32
    linalg.yield %45 : f32
  } -> tensor<4x3xf32>
  %46 = tensor.empty() : tensor<4x3xf32>
  %47 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%2 : tensor<4x3xf32>) outs(%46 : tensor<4x3xf32>) {
  ^bb0(%48: f32, %49: f32):
    %50 = math.exp %48 : f32
    linalg.yield %50 : f32
  } -> tensor<4x3xf32>
  %51 = tensor.empty() : tensor<4x3xf32>
  %52 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%41, %47 : tensor<4x3xf32>, tensor<4x3xf32>) outs(%51 : tensor<4x3xf32>) {
  ^bb0(%53: f32, %54: f32, %55: f32):
    %56 = arith.subf %53, %54 : f32
    linalg.yield %56 : f32
  } -> tensor<4x3xf32>
  %57 = arith.constant 0.0 : f32
  %58 = tensor.empty() : tensor<4xf32>
  %59 = linalg.fill ins(%57 : f32) outs(%58 : tensor<4xf32>) -> tensor<4xf32>
  %60 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%52 : tensor<4x3xf32>) outs(%59 : tensor<4xf32>) {
  ^bb0(%61: f32, %62: f32):
    %63 = arith.addf %62, %61 fastmath<reassoc> : f32
    linalg.yield %63 : f32
  } -> tensor<4xf32>
  %64 = arith.constant 0.0 : f32
  %65 = tensor.empty() : tensor<f32>
  %66 = linalg.fill ins(%64 : f32) outs(%65 : tensor<f32>) -> tensor<f32>
  %67 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> ()>], iterator_types = ["reduction"]} ins(%60 : tensor<4xf32>) outs(%66 : tensor<f32>) {
  ^bb0(%68: f32, %69: f32):
    %70 = arith.addf %69, %68 fastmath<reassoc> : f32
    linalg.yield %70 : f32
  } -> tensor<f32>
  %71 = tensor.empty() : tensor<f32>
  %72 = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%67 : tensor<f32>) outs(%71 : tensor<f32>) {
  ^bb0(%73: f32, %74: f32):
    %75 = arith.constant 4.0 : f32
    %76 = arith.divf %73, %75 : f32
    linalg.yield %76 : f32
  } -> tensor<f32>
  %77 = tensor.empty() : tensor<f32>
  %78 = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%72 : tensor<f32>) outs(%77 : tensor<f32>) {
  ^bb0(%79: f32, %80: f32):
    %81 = arith.constant 0.5 : f32
    %82 = arith.mulf %79, %81 : f32
    linalg.yield %82 : f32
  } -> tensor<f32>
  %83 = tensor.empty() : tensor<f32>
  %84 = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%28, %78 : tensor<f32>, tensor<f32>) outs(%83 : tensor<f32>) {
  ^bb0(%85: f32, %86: f32, %87: f32):
    %88 = arith.subf %85, %86 : f32
    linalg.yield %88 : f32
  } -> tensor<f32>
  return %84 : tensor<f32>
}

// -----

// gan_step
func.func @main(%a0: tensor<4x8xf32>, %a1: tensor<4x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<1x16xf32> {nnf.parameter}, %w3: tensor<1xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<4x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<4x16xf32>
  %2 = nnf.relu %1 inplace = false : tensor<4x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<4x16xf32>, tensor<1x16xf32>, tensor<1xf32>) -> tensor<4x1xf32>
  %4 = arith.constant 1.0 : f32
  %5 = tensor.empty() : tensor<4x1xf32>
  %6 = linalg.fill ins(%4 : f32) outs(%5 : tensor<4x1xf32>) -> tensor<4x1xf32>
  %7 = nnf.binary_cross_entropy_with_logits %3, %6 reduction = mean : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<f32>
  %8 = nnf.linear %a1, %w0 bias = %w1 : (tensor<4x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<4x16xf32>
  %9 = nnf.relu %8 inplace = false : tensor<4x16xf32>
  %10 = nnf.linear %9, %w2 bias = %w3 : (tensor<4x16xf32>, tensor<1x16xf32>, tensor<1xf32>) -> tensor<4x1xf32>
  %11 = arith.constant 0.0 : f32
  %12 = tensor.empty() : tensor<4x1xf32>
  %13 = linalg.fill ins(%11 : f32) outs(%12 : tensor<4x1xf32>) -> tensor<4x1xf32>
  %14 = nnf.binary_cross_entropy_with_logits %10, %13 reduction = mean : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<f32>
  %15 = tensor.empty() : tensor<f32>
  %16 = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%7, %14 : tensor<f32>, tensor<f32>) outs(%15 : tensor<f32>) {
  ^bb0(%17: f32, %18: f32, %19: f32):
    %20 = arith.addf %17, %18 : f32
    linalg.yield %20 : f32
  } -> tensor<f32>
  return %16 : tensor<f32>
}

// -----

// siamese
func.func @main(%a0: tensor<4x8xf32>, %a1: tensor<4x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<3x16xf32> {nnf.parameter}, %w3: tensor<3xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<4x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<4x16xf32>
  %2 = nnf.relu %1 inplace = false : tensor<4x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<4x16xf32>, tensor<3x16xf32>, tensor<3xf32>) -> tensor<4x3xf32>
  %4 = nnf.linear %a1, %w0 bias = %w1 : (tensor<4x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<4x16xf32>
  %5 = nnf.relu %4 inplace = false : tensor<4x16xf32>
  %6 = nnf.linear %5, %w2 bias = %w3 : (tensor<4x16xf32>, tensor<3x16xf32>, tensor<3xf32>) -> tensor<4x3xf32>
  %7 = tensor.empty() : tensor<4x8xf32>
  %8 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a0, %a1 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%7 : tensor<4x8xf32>) {
  ^bb0(%9: f32, %10: f32, %11: f32):
    %12 = arith.addf %9, %10 : f32
    linalg.yield %12 : f32
  } -> tensor<4x8xf32>
  %13 = nnf.linear %8, %w0 bias = %w1 : (tensor<4x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<4x16xf32>
  %14 = nnf.relu %13 inplace = false : tensor<4x16xf32>
  %15 = nnf.linear %14, %w2 bias = %w3 : (tensor<4x16xf32>, tensor<3x16xf32>, tensor<3xf32>) -> tensor<4x3xf32>
  %16 = nnf.triplet_margin_loss %3, %6, %15 margin = 1.0 p = 2.0 eps = 1.0e-06 swap = false reduction = mean : (tensor<4x3xf32>, tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<f32>
  return %16 : tensor<f32>
}

// -----

// q_learning
func.func @main(%a0: tensor<4x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<3x16xf32> {nnf.parameter}, %w3: tensor<3xf32> {nnf.parameter}, %w4: tensor<16x8xf32> {nnf.parameter}, %w5: tensor<16xf32> {nnf.parameter}, %w6: tensor<3x16xf32> {nnf.parameter}, %w7: tensor<3xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<4x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<4x16xf32>
  %2 = nnf.relu %1 inplace = false : tensor<4x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<4x16xf32>, tensor<3x16xf32>, tensor<3xf32>) -> tensor<4x3xf32>
  %4 = arith.constant 0 : i64
  %5 = tensor.empty() : tensor<4x1xi64>
  %6 = linalg.fill ins(%4 : i64) outs(%5 : tensor<4x1xi64>) -> tensor<4x1xi64>
  %7 = arith.constant 9223372036854775807 : i64
  %8 = tensor.empty() : tensor<i64>
  %9 = linalg.fill ins(%7 : i64) outs(%8 : tensor<i64>) -> tensor<i64>
  %10 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> ()>], iterator_types = ["reduction", "reduction"]} ins(%6 : tensor<4x1xi64>) outs(%9 : tensor<i64>) {
  ^bb0(%11: i64, %12: i64):
    %13 = arith.cmpi slt, %12, %11 : i64
    %14 = arith.select %13, %12, %11 : i64
    linalg.yield %14 : i64
  } -> tensor<i64>
  %15 = arith.constant -9223372036854775808 : i64
  %16 = tensor.empty() : tensor<i64>
  %17 = linalg.fill ins(%15 : i64) outs(%16 : tensor<i64>) -> tensor<i64>
  %18 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> ()>], iterator_types = ["reduction", "reduction"]} ins(%6 : tensor<4x1xi64>) outs(%17 : tensor<i64>) {
  ^bb0(%19: i64, %20: i64):
    %21 = arith.cmpi sgt, %20, %19 : i64
    %22 = arith.select %21, %20, %19 : i64
    linalg.yield %22 : i64
  } -> tensor<i64>
  %23 = tensor.extract %10[] : tensor<i64>
  %24 = tensor.extract %18[] : tensor<i64>
  %25 = arith.constant 3 : index
  %26 = arith.index_cast %25 : index to i64
  %27 = arith.constant 0 : i64
  %28 = arith.subi %27, %26 : i64
  %29 = arith.cmpi sge, %23, %28 : i64
  %30 = arith.cmpi slt, %24, %26 : i64
  %31 = arith.andi %29, %30 : i1
  cf.assert %31, "torch.gather: indices from {0} to {2}, expected them in [{1}, {3})"
  %32 = arith.constant 0 : index
  %33 = arith.constant 1 : index
  %34 = arith.constant 4 : index
  %35 = tensor.empty() : tensor<4x1xf32>
  %36 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%6 : tensor<4x1xi64>) outs(%35 : tensor<4x1xf32>) {
  ^bb0(%37: i64, %38: f32):
    %39 = linalg.index 0 : index
    %40 = linalg.index 1 : index
    %41 = arith.index_cast %37 : i64 to index
    %42 = arith.cmpi slt, %41, %32 : index
    %43 = arith.addi %41, %25 : index
    %44 = arith.select %42, %43, %41 : index
    %45 = tensor.extract %3[%39, %44] : tensor<4x3xf32>
    linalg.yield %45 : f32
  } -> tensor<4x1xf32>
  %46 = nnf.linear %a0, %w4 bias = %w5 : (tensor<4x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<4x16xf32>
  %47 = nnf.relu %46 inplace = false : tensor<4x16xf32>
  %48 = nnf.linear %47, %w6 bias = %w7 : (tensor<4x16xf32>, tensor<3x16xf32>, tensor<3xf32>) -> tensor<4x3xf32>
  %49 = arith.constant 0xFF800000 : f32
  %50 = tensor.empty() : tensor<4xf32>
  %51 = linalg.fill ins(%49 : f32) outs(%50 : tensor<4xf32>) -> tensor<4xf32>
  %52 = arith.constant 0 : i64
  %53 = tensor.empty() : tensor<4xi64>
  %54 = linalg.fill ins(%52 : i64) outs(%53 : tensor<4xi64>) -> tensor<4xi64>
  %55, %56 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%48 : tensor<4x3xf32>) outs(%51, %54 : tensor<4xf32>, tensor<4xi64>) {
  ^bb0(%57: f32, %58: f32, %59: i64):
    %60 = arith.cmpf ogt, %57, %58 : f32
    %61 = arith.cmpf uno, %58, %58 : f32
    %62 = arith.constant false
    %63 = arith.cmpf uno, %57, %57 : f32
    %64 = arith.ori %60, %63 : i1
    %65 = arith.select %61, %62, %64 : i1
    %66 = linalg.index 1 : index
    %67 = arith.index_cast %66 : index to i64
    %68 = arith.select %65, %57, %58 : f32
    %69 = arith.select %65, %67, %59 : i64
    linalg.yield %68, %69 : f32, i64
  } -> (tensor<4xf32>, tensor<4xi64>)
  %70 = tensor.expand_shape %55 [[0, 1]] output_shape [4, 1] : tensor<4xf32> into tensor<4x1xf32>
  %71 = tensor.expand_shape %56 [[0, 1]] output_shape [4, 1] : tensor<4xi64> into tensor<4x1xi64>
  %72 = tensor.empty() : tensor<4x1xf32>
  %73 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%70 : tensor<4x1xf32>) outs(%72 : tensor<4x1xf32>) {
  ^bb0(%74: f32, %75: f32):
    %76 = arith.constant 0.9 : f32
    %77 = arith.mulf %74, %76 : f32
    linalg.yield %77 : f32
  } -> tensor<4x1xf32>
  %78 = tensor.empty() : tensor<4x1xf32>
  %79 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%73 : tensor<4x1xf32>) outs(%78 : tensor<4x1xf32>) {
  ^bb0(%80: f32, %81: f32):
    %82 = arith.constant 1.0 : f32
    %83 = arith.addf %80, %82 : f32
    linalg.yield %83 : f32
  } -> tensor<4x1xf32>
  %84 = nnf.smooth_l1_loss %36, %79 beta = 1.0 reduction = mean : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<f32>
  return %84 : tensor<f32>
}

// -----

// policy_gradient
func.func @main(%a0: tensor<4x8xf32>, %w0: tensor<16x8xf32> {nnf.parameter}, %w1: tensor<16xf32> {nnf.parameter}, %w2: tensor<3x16xf32> {nnf.parameter}, %w3: tensor<3xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = nnf.linear %a0, %w0 bias = %w1 : (tensor<4x8xf32>, tensor<16x8xf32>, tensor<16xf32>) -> tensor<4x16xf32>
  %2 = nnf.relu %1 inplace = false : tensor<4x16xf32>
  %3 = nnf.linear %2, %w2 bias = %w3 : (tensor<4x16xf32>, tensor<3x16xf32>, tensor<3xf32>) -> tensor<4x3xf32>
  %4 = nnf.log_softmax %3 dim = 1 : tensor<4x3xf32>
  %5 = tensor.extract_slice %4[0, 0] [4, 1] [1, 1] : tensor<4x3xf32> to tensor<4xf32>
  %6 = tensor.empty() : tensor<4xf32>
  %7 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%5 : tensor<4xf32>) outs(%6 : tensor<4xf32>) {
  ^bb0(%8: f32, %9: f32):
    %10 = arith.constant 0.5 : f32
    %11 = arith.mulf %8, %10 : f32
    linalg.yield %11 : f32
  } -> tensor<4xf32>
  %12 = arith.constant 0.0 : f32
  %13 = tensor.empty() : tensor<f32>
  %14 = linalg.fill ins(%12 : f32) outs(%13 : tensor<f32>) -> tensor<f32>
  %15 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> ()>], iterator_types = ["reduction"]} ins(%7 : tensor<4xf32>) outs(%14 : tensor<f32>) {
  ^bb0(%16: f32, %17: f32):
    %18 = arith.addf %17, %16 fastmath<reassoc> : f32
    linalg.yield %18 : f32
  } -> tensor<f32>
  %19 = tensor.empty() : tensor<f32>
  %20 = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%15 : tensor<f32>) outs(%19 : tensor<f32>) {
  ^bb0(%21: f32, %22: f32):
    %23 = arith.constant 4.0 : f32
    %24 = arith.divf %21, %23 : f32
    linalg.yield %24 : f32
  } -> tensor<f32>
  %25 = tensor.empty() : tensor<f32>
  %26 = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%20 : tensor<f32>) outs(%25 : tensor<f32>) {
  ^bb0(%27: f32, %28: f32):
    %29 = arith.negf %27 : f32
    linalg.yield %29 : f32
  } -> tensor<f32>
  return %26 : tensor<f32>
}

// -----

// recurrent
func.func @main(%a0: tensor<4x5x8xf32>, %w0: tensor<24x8xf32> {nnf.parameter}, %w1: tensor<24x8xf32> {nnf.parameter}, %w2: tensor<24xf32> {nnf.parameter}, %w3: tensor<24xf32> {nnf.parameter}, %w4: tensor<3x8xf32> {nnf.parameter}, %w5: tensor<3xf32> {nnf.parameter}) -> (tensor<f32>) {
  %1 = arith.constant 0.0 : f32
  %2 = tensor.empty() : tensor<4x8xf32>
  %3 = linalg.fill ins(%1 : f32) outs(%2 : tensor<4x8xf32>) -> tensor<4x8xf32>
  %4 = tensor.extract_slice %a0[0, 0, 0] [4, 1, 8] [1, 1, 1] : tensor<4x5x8xf32> to tensor<4x8xf32>
  %5 = arith.constant 0.0 : f32
  %6 = tensor.empty() : tensor<4x24xf32>
  %7 = linalg.fill ins(%5 : f32) outs(%6 : tensor<4x24xf32>) -> tensor<4x24xf32>
  %8 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%4, %w0 : tensor<4x8xf32>, tensor<24x8xf32>) outs(%7 : tensor<4x24xf32>) {
  ^bb0(%9: f32, %10: f32, %11: f32):
    %12 = arith.mulf %9, %10 fastmath<contract> : f32
    %13 = arith.addf %11, %12 fastmath<reassoc,contract> : f32
    linalg.yield %13 : f32
  } -> tensor<4x24xf32>
  %14 = tensor.empty() : tensor<4x24xf32>
  %15 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%8 : tensor<4x24xf32>) outs(%14 : tensor<4x24xf32>) {
  ^bb0(%16: f32, %17: f32):
    %18 = arith.constant 1.0 : f32
    %19 = arith.mulf %16, %18 : f32
    linalg.yield %19 : f32
  } -> tensor<4x24xf32>
  %20 = tensor.empty() : tensor<24xf32>
  %21 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%w2 : tensor<24xf32>) outs(%20 : tensor<24xf32>) {
  ^bb0(%22: f32, %23: f32):
    %24 = arith.constant 1.0 : f32
    %25 = arith.mulf %22, %24 : f32
    linalg.yield %25 : f32
  } -> tensor<24xf32>
  %26 = tensor.empty() : tensor<4x24xf32>
  %27 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%15, %21 : tensor<4x24xf32>, tensor<24xf32>) outs(%26 : tensor<4x24xf32>) {
  ^bb0(%28: f32, %29: f32, %30: f32):
    %31 = arith.addf %28, %29 : f32
    linalg.yield %31 : f32
  } -> tensor<4x24xf32>
  %32 = tensor.extract_slice %27[0, 0] [4, 8] [1, 1] : tensor<4x24xf32> to tensor<4x8xf32>
  %33 = tensor.extract_slice %27[0, 8] [4, 8] [1, 1] : tensor<4x24xf32> to tensor<4x8xf32>
  %34 = tensor.extract_slice %27[0, 16] [4, 8] [1, 1] : tensor<4x24xf32> to tensor<4x8xf32>
  %35 = arith.constant 0.0 : f32
  %36 = tensor.empty() : tensor<4x24xf32>
  %37 = linalg.fill ins(%35 : f32) outs(%36 : tensor<4x24xf32>) -> tensor<4x24xf32>
  %38 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%3, %w1 : tensor<4x8xf32>, tensor<24x8xf32>) outs(%37 : tensor<4x24xf32>) {
  ^bb0(%39: f32, %40: f32, %41: f32):
    %42 = arith.mulf %39, %40 fastmath<contract> : f32
    %43 = arith.addf %41, %42 fastmath<reassoc,contract> : f32
    linalg.yield %43 : f32
  } -> tensor<4x24xf32>
  %44 = tensor.empty() : tensor<4x24xf32>
  %45 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%38 : tensor<4x24xf32>) outs(%44 : tensor<4x24xf32>) {
  ^bb0(%46: f32, %47: f32):
    %48 = arith.constant 1.0 : f32
    %49 = arith.mulf %46, %48 : f32
    linalg.yield %49 : f32
  } -> tensor<4x24xf32>
  %50 = tensor.empty() : tensor<24xf32>
  %51 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%w3 : tensor<24xf32>) outs(%50 : tensor<24xf32>) {
  ^bb0(%52: f32, %53: f32):
    %54 = arith.constant 1.0 : f32
    %55 = arith.mulf %52, %54 : f32
    linalg.yield %55 : f32
  } -> tensor<24xf32>
  %56 = tensor.empty() : tensor<4x24xf32>
  %57 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%45, %51 : tensor<4x24xf32>, tensor<24xf32>) outs(%56 : tensor<4x24xf32>) {
  ^bb0(%58: f32, %59: f32, %60: f32):
    %61 = arith.addf %58, %59 : f32
    linalg.yield %61 : f32
  } -> tensor<4x24xf32>
  %62 = tensor.extract_slice %57[0, 0] [4, 8] [1, 1] : tensor<4x24xf32> to tensor<4x8xf32>
  %63 = tensor.extract_slice %57[0, 8] [4, 8] [1, 1] : tensor<4x24xf32> to tensor<4x8xf32>
  %64 = tensor.extract_slice %57[0, 16] [4, 8] [1, 1] : tensor<4x24xf32> to tensor<4x8xf32>
  %65 = tensor.empty() : tensor<4x8xf32>
  %66 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%62, %32 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%65 : tensor<4x8xf32>) {
  ^bb0(%67: f32, %68: f32, %69: f32):
    %70 = arith.addf %67, %68 : f32
    linalg.yield %70 : f32
  } -> tensor<4x8xf32>
  %71 = arith.constant 0 : index
  %72 = arith.constant 4 : index
  %73 = arith.constant 24 : index
  %74 = arith.constant 1 : index
  %75 = arith.constant 8 : index
  %76 = tensor.empty() : tensor<4x24xf32>
  %77 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%57 : tensor<4x24xf32>) outs(%76 : tensor<4x24xf32>) {
  ^bb0(%78: f32, %79: f32):
    %80 = linalg.index 0 : index
    %81 = linalg.index 1 : index
    %82 = arith.muli %80, %73 : index
    %83 = arith.addi %71, %82 : index
    %84 = arith.muli %81, %74 : index
    %85 = arith.addi %83, %84 : index
    %86 = arith.subi %85, %71 : index
    %87 = arith.cmpi sge, %86, %71 : index
    %88 = arith.divsi %86, %73 : index
    %89 = arith.remsi %86, %73 : index
    %90 = arith.cmpi slt, %88, %72 : index
    %91 = arith.andi %87, %90 : i1
    %92 = arith.subi %72, %74 : index
    %93 = arith.minsi %88, %92 : index
    %94 = arith.maxsi %93, %71 : index
    %95 = arith.divsi %89, %74 : index
    %96 = arith.remsi %89, %74 : index
    %97 = arith.cmpi slt, %95, %75 : index
    %98 = arith.andi %91, %97 : i1
    %99 = arith.subi %75, %74 : index
    %100 = arith.minsi %95, %99 : index
    %101 = arith.maxsi %100, %71 : index
    %102 = arith.cmpi eq, %96, %71 : index
    %103 = arith.andi %98, %102 : i1
    %104 = tensor.extract %66[%94, %101] : tensor<4x8xf32>
    %105 = arith.select %103, %104, %78 : f32
    linalg.yield %105 : f32
  } -> tensor<4x24xf32>
  %106 = tensor.empty() : tensor<4x8xf32>
  %107 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%66 : tensor<4x8xf32>) outs(%106 : tensor<4x8xf32>) {
  ^bb0(%108: f32, %109: f32):
    %110 = arith.constant 1.0 : f32
    %111 = arith.negf %108 : f32
    %112 = math.exp %111 : f32
    %113 = arith.addf %110, %112 : f32
    %114 = arith.divf %110, %113 : f32
    linalg.yield %114 : f32
  } -> tensor<4x8xf32>
  %115 = tensor.empty() : tensor<4x24xf32>
  %116 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%77 : tensor<4x24xf32>) outs(%115 : tensor<4x24xf32>) {
  ^bb0(%117: f32, %118: f32):
    %119 = linalg.index 0 : index
    %120 = linalg.index 1 : index
    %121 = arith.muli %119, %73 : index
    %122 = arith.addi %71, %121 : index
    %123 = arith.muli %120, %74 : index
    %124 = arith.addi %122, %123 : index
    %125 = arith.subi %124, %71 : index
    %126 = arith.cmpi sge, %125, %71 : index
    %127 = arith.divsi %125, %73 : index
    %128 = arith.remsi %125, %73 : index
    %129 = arith.cmpi slt, %127, %72 : index
    %130 = arith.andi %126, %129 : i1
    %131 = arith.subi %72, %74 : index
    %132 = arith.minsi %127, %131 : index
    %133 = arith.maxsi %132, %71 : index
    %134 = arith.divsi %128, %74 : index
    %135 = arith.remsi %128, %74 : index
    %136 = arith.cmpi slt, %134, %75 : index
    %137 = arith.andi %130, %136 : i1
    %138 = arith.subi %75, %74 : index
    %139 = arith.minsi %134, %138 : index
    %140 = arith.maxsi %139, %71 : index
    %141 = arith.cmpi eq, %135, %71 : index
    %142 = arith.andi %137, %141 : i1
    %143 = tensor.extract %107[%133, %140] : tensor<4x8xf32>
    %144 = arith.select %142, %143, %117 : f32
    linalg.yield %144 : f32
  } -> tensor<4x24xf32>
  %145 = tensor.empty() : tensor<4x8xf32>
  %146 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%145 : tensor<4x8xf32>) {
  ^bb0(%147: f32):
    %148 = linalg.index 0 : index
    %149 = linalg.index 1 : index
    %150 = arith.muli %148, %73 : index
    %151 = arith.addi %75, %150 : index
    %152 = arith.muli %149, %74 : index
    %153 = arith.addi %151, %152 : index
    %154 = arith.subi %153, %71 : index
    %155 = arith.cmpi sge, %154, %71 : index
    %156 = arith.divsi %154, %73 : index
    %157 = arith.remsi %154, %73 : index
    %158 = arith.cmpi slt, %156, %72 : index
    %159 = arith.andi %155, %158 : i1
    %160 = arith.subi %72, %74 : index
    %161 = arith.minsi %156, %160 : index
    %162 = arith.maxsi %161, %71 : index
    %163 = arith.divsi %157, %74 : index
    %164 = arith.remsi %157, %74 : index
    %165 = arith.cmpi slt, %163, %73 : index
    %166 = arith.andi %159, %165 : i1
    %167 = arith.subi %73, %74 : index
    %168 = arith.minsi %163, %167 : index
    %169 = arith.maxsi %168, %71 : index
    %170 = arith.cmpi eq, %164, %71 : index
    %171 = arith.andi %166, %170 : i1
    %172 = tensor.extract %116[%162, %169] : tensor<4x24xf32>
    linalg.yield %172 : f32
  } -> tensor<4x8xf32>
  %173 = tensor.empty() : tensor<4x8xf32>
  %174 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%146, %33 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%173 : tensor<4x8xf32>) {
  ^bb0(%175: f32, %176: f32, %177: f32):
    %178 = arith.addf %175, %176 : f32
    linalg.yield %178 : f32
  } -> tensor<4x8xf32>
  %179 = tensor.empty() : tensor<4x24xf32>
  %180 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%116 : tensor<4x24xf32>) outs(%179 : tensor<4x24xf32>) {
  ^bb0(%181: f32, %182: f32):
    %183 = linalg.index 0 : index
    %184 = linalg.index 1 : index
    %185 = arith.muli %183, %73 : index
    %186 = arith.addi %71, %185 : index
    %187 = arith.muli %184, %74 : index
    %188 = arith.addi %186, %187 : index
    %189 = arith.subi %188, %75 : index
    %190 = arith.cmpi sge, %189, %71 : index
    %191 = arith.divsi %189, %73 : index
    %192 = arith.remsi %189, %73 : index
    %193 = arith.cmpi slt, %191, %72 : index
    %194 = arith.andi %190, %193 : i1
    %195 = arith.subi %72, %74 : index
    %196 = arith.minsi %191, %195 : index
    %197 = arith.maxsi %196, %71 : index
    %198 = arith.divsi %192, %74 : index
    %199 = arith.remsi %192, %74 : index
    %200 = arith.cmpi slt, %198, %75 : index
    %201 = arith.andi %194, %200 : i1
    %202 = arith.subi %75, %74 : index
    %203 = arith.minsi %198, %202 : index
    %204 = arith.maxsi %203, %71 : index
    %205 = arith.cmpi eq, %199, %71 : index
    %206 = arith.andi %201, %205 : i1
    %207 = tensor.extract %174[%197, %204] : tensor<4x8xf32>
    %208 = arith.select %206, %207, %181 : f32
    linalg.yield %208 : f32
  } -> tensor<4x24xf32>
  %209 = tensor.empty() : tensor<4x8xf32>
  %210 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%174 : tensor<4x8xf32>) outs(%209 : tensor<4x8xf32>) {
  ^bb0(%211: f32, %212: f32):
    %213 = arith.constant 1.0 : f32
    %214 = arith.negf %211 : f32
    %215 = math.exp %214 : f32
    %216 = arith.addf %213, %215 : f32
    %217 = arith.divf %213, %216 : f32
    linalg.yield %217 : f32
  } -> tensor<4x8xf32>
  %218 = tensor.empty() : tensor<4x24xf32>
  %219 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%180 : tensor<4x24xf32>) outs(%218 : tensor<4x24xf32>) {
  ^bb0(%220: f32, %221: f32):
    %222 = linalg.index 0 : index
    %223 = linalg.index 1 : index
    %224 = arith.muli %222, %73 : index
    %225 = arith.addi %71, %224 : index
    %226 = arith.muli %223, %74 : index
    %227 = arith.addi %225, %226 : index
    %228 = arith.subi %227, %75 : index
    %229 = arith.cmpi sge, %228, %71 : index
    %230 = arith.divsi %228, %73 : index
    %231 = arith.remsi %228, %73 : index
    %232 = arith.cmpi slt, %230, %72 : index
    %233 = arith.andi %229, %232 : i1
    %234 = arith.subi %72, %74 : index
    %235 = arith.minsi %230, %234 : index
    %236 = arith.maxsi %235, %71 : index
    %237 = arith.divsi %231, %74 : index
    %238 = arith.remsi %231, %74 : index
    %239 = arith.cmpi slt, %237, %75 : index
    %240 = arith.andi %233, %239 : i1
    %241 = arith.subi %75, %74 : index
    %242 = arith.minsi %237, %241 : index
    %243 = arith.maxsi %242, %71 : index
    %244 = arith.cmpi eq, %238, %71 : index
    %245 = arith.andi %240, %244 : i1
    %246 = tensor.extract %210[%236, %243] : tensor<4x8xf32>
    %247 = arith.select %245, %246, %220 : f32
    linalg.yield %247 : f32
  } -> tensor<4x24xf32>
  %248 = arith.constant 16 : index
  %249 = tensor.empty() : tensor<4x8xf32>
  %250 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%249 : tensor<4x8xf32>) {
  ^bb0(%251: f32):
    %252 = linalg.index 0 : index
    %253 = linalg.index 1 : index
    %254 = arith.muli %252, %73 : index
    %255 = arith.addi %248, %254 : index
    %256 = arith.muli %253, %74 : index
    %257 = arith.addi %255, %256 : index
    %258 = arith.subi %257, %71 : index
    %259 = arith.cmpi sge, %258, %71 : index
    %260 = arith.divsi %258, %73 : index
    %261 = arith.remsi %258, %73 : index
    %262 = arith.cmpi slt, %260, %72 : index
    %263 = arith.andi %259, %262 : i1
    %264 = arith.subi %72, %74 : index
    %265 = arith.minsi %260, %264 : index
    %266 = arith.maxsi %265, %71 : index
    %267 = arith.divsi %261, %74 : index
    %268 = arith.remsi %261, %74 : index
    %269 = arith.cmpi slt, %267, %73 : index
    %270 = arith.andi %263, %269 : i1
    %271 = arith.subi %73, %74 : index
    %272 = arith.minsi %267, %271 : index
    %273 = arith.maxsi %272, %71 : index
    %274 = arith.cmpi eq, %268, %71 : index
    %275 = arith.andi %270, %274 : i1
    %276 = tensor.extract %219[%266, %273] : tensor<4x24xf32>
    linalg.yield %276 : f32
  } -> tensor<4x8xf32>
  %277 = tensor.empty() : tensor<4x8xf32>
  %278 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%277 : tensor<4x8xf32>) {
  ^bb0(%279: f32):
    %280 = linalg.index 0 : index
    %281 = linalg.index 1 : index
    %282 = arith.muli %280, %73 : index
    %283 = arith.addi %71, %282 : index
    %284 = arith.muli %281, %74 : index
    %285 = arith.addi %283, %284 : index
    %286 = arith.subi %285, %71 : index
    %287 = arith.cmpi sge, %286, %71 : index
    %288 = arith.divsi %286, %73 : index
    %289 = arith.remsi %286, %73 : index
    %290 = arith.cmpi slt, %288, %72 : index
    %291 = arith.andi %287, %290 : i1
    %292 = arith.subi %72, %74 : index
    %293 = arith.minsi %288, %292 : index
    %294 = arith.maxsi %293, %71 : index
    %295 = arith.divsi %289, %74 : index
    %296 = arith.remsi %289, %74 : index
    %297 = arith.cmpi slt, %295, %73 : index
    %298 = arith.andi %291, %297 : i1
    %299 = arith.subi %73, %74 : index
    %300 = arith.minsi %295, %299 : index
    %301 = arith.maxsi %300, %71 : index
    %302 = arith.cmpi eq, %296, %71 : index
    %303 = arith.andi %298, %302 : i1
    %304 = tensor.extract %219[%294, %301] : tensor<4x24xf32>
    linalg.yield %304 : f32
  } -> tensor<4x8xf32>
  %305 = tensor.empty() : tensor<4x8xf32>
  %306 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%250, %278 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%305 : tensor<4x8xf32>) {
  ^bb0(%307: f32, %308: f32, %309: f32):
    %310 = arith.mulf %307, %308 : f32
    linalg.yield %310 : f32
  } -> tensor<4x8xf32>
  %311 = tensor.empty() : tensor<4x24xf32>
  %312 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%219 : tensor<4x24xf32>) outs(%311 : tensor<4x24xf32>) {
  ^bb0(%313: f32, %314: f32):
    %315 = linalg.index 0 : index
    %316 = linalg.index 1 : index
    %317 = arith.muli %315, %73 : index
    %318 = arith.addi %71, %317 : index
    %319 = arith.muli %316, %74 : index
    %320 = arith.addi %318, %319 : index
    %321 = arith.subi %320, %248 : index
    %322 = arith.cmpi sge, %321, %71 : index
    %323 = arith.divsi %321, %73 : index
    %324 = arith.remsi %321, %73 : index
    %325 = arith.cmpi slt, %323, %72 : index
    %326 = arith.andi %322, %325 : i1
    %327 = arith.subi %72, %74 : index
    %328 = arith.minsi %323, %327 : index
    %329 = arith.maxsi %328, %71 : index
    %330 = arith.divsi %324, %74 : index
    %331 = arith.remsi %324, %74 : index
    %332 = arith.cmpi slt, %330, %75 : index
    %333 = arith.andi %326, %332 : i1
    %334 = arith.subi %75, %74 : index
    %335 = arith.minsi %330, %334 : index
    %336 = arith.maxsi %335, %71 : index
    %337 = arith.cmpi eq, %331, %71 : index
    %338 = arith.andi %333, %337 : i1
    %339 = tensor.extract %306[%329, %336] : tensor<4x8xf32>
    %340 = arith.select %338, %339, %313 : f32
    linalg.yield %340 : f32
  } -> tensor<4x24xf32>
  %341 = tensor.empty() : tensor<4x8xf32>
  %342 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%34, %306 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%341 : tensor<4x8xf32>) {
  ^bb0(%343: f32, %344: f32, %345: f32):
    %346 = arith.addf %343, %344 : f32
    linalg.yield %346 : f32
  } -> tensor<4x8xf32>
  %347 = tensor.empty() : tensor<4x8xf32>
  %348 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%342 : tensor<4x8xf32>) outs(%347 : tensor<4x8xf32>) {
  ^bb0(%349: f32, %350: f32):
    %351 = math.tanh %349 : f32
    linalg.yield %351 : f32
  } -> tensor<4x8xf32>
  %352 = tensor.empty() : tensor<4x8xf32>
  %353 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%3, %348 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%352 : tensor<4x8xf32>) {
  ^bb0(%354: f32, %355: f32, %356: f32):
    %357 = arith.subf %354, %355 : f32
    linalg.yield %357 : f32
  } -> tensor<4x8xf32>
  %358 = tensor.empty() : tensor<4x8xf32>
  %359 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%358 : tensor<4x8xf32>) {
  ^bb0(%360: f32):
    %361 = linalg.index 0 : index
    %362 = linalg.index 1 : index
    %363 = arith.muli %361, %73 : index
    %364 = arith.addi %75, %363 : index
    %365 = arith.muli %362, %74 : index
    %366 = arith.addi %364, %365 : index
    %367 = arith.subi %366, %71 : index
    %368 = arith.cmpi sge, %367, %71 : index
    %369 = arith.divsi %367, %73 : index
    %370 = arith.remsi %367, %73 : index
    %371 = arith.cmpi slt, %369, %72 : index
    %372 = arith.andi %368, %371 : i1
    %373 = arith.subi %72, %74 : index
    %374 = arith.minsi %369, %373 : index
    %375 = arith.maxsi %374, %71 : index
    %376 = arith.divsi %370, %74 : index
    %377 = arith.remsi %370, %74 : index
    %378 = arith.cmpi slt, %376, %73 : index
    %379 = arith.andi %372, %378 : i1
    %380 = arith.subi %73, %74 : index
    %381 = arith.minsi %376, %380 : index
    %382 = arith.maxsi %381, %71 : index
    %383 = arith.cmpi eq, %377, %71 : index
    %384 = arith.andi %379, %383 : i1
    %385 = tensor.extract %312[%375, %382] : tensor<4x24xf32>
    linalg.yield %385 : f32
  } -> tensor<4x8xf32>
  %386 = tensor.empty() : tensor<4x8xf32>
  %387 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%353, %359 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%386 : tensor<4x8xf32>) {
  ^bb0(%388: f32, %389: f32, %390: f32):
    %391 = arith.mulf %388, %389 : f32
    linalg.yield %391 : f32
  } -> tensor<4x8xf32>
  %392 = tensor.empty() : tensor<4x8xf32>
  %393 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%387, %348 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%392 : tensor<4x8xf32>) {
  ^bb0(%394: f32, %395: f32, %396: f32):
    %397 = arith.addf %394, %395 : f32
    linalg.yield %397 : f32
  } -> tensor<4x8xf32>
  %398 = tensor.extract_slice %a0[0, 1, 0] [4, 1, 8] [1, 1, 1] : tensor<4x5x8xf32> to tensor<4x8xf32>
  %399 = arith.constant 0.0 : f32
  %400 = tensor.empty() : tensor<4x24xf32>
  %401 = linalg.fill ins(%399 : f32) outs(%400 : tensor<4x24xf32>) -> tensor<4x24xf32>
  %402 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%398, %w0 : tensor<4x8xf32>, tensor<24x8xf32>) outs(%401 : tensor<4x24xf32>) {
  ^bb0(%403: f32, %404: f32, %405: f32):
    %406 = arith.mulf %403, %404 fastmath<contract> : f32
    %407 = arith.addf %405, %406 fastmath<reassoc,contract> : f32
    linalg.yield %407 : f32
  } -> tensor<4x24xf32>
  %408 = tensor.empty() : tensor<4x24xf32>
  %409 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%402 : tensor<4x24xf32>) outs(%408 : tensor<4x24xf32>) {
  ^bb0(%410: f32, %411: f32):
    %412 = arith.constant 1.0 : f32
    %413 = arith.mulf %410, %412 : f32
    linalg.yield %413 : f32
  } -> tensor<4x24xf32>
  %414 = tensor.empty() : tensor<24xf32>
  %415 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%w2 : tensor<24xf32>) outs(%414 : tensor<24xf32>) {
  ^bb0(%416: f32, %417: f32):
    %418 = arith.constant 1.0 : f32
    %419 = arith.mulf %416, %418 : f32
    linalg.yield %419 : f32
  } -> tensor<24xf32>
  %420 = tensor.empty() : tensor<4x24xf32>
  %421 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%409, %415 : tensor<4x24xf32>, tensor<24xf32>) outs(%420 : tensor<4x24xf32>) {
  ^bb0(%422: f32, %423: f32, %424: f32):
    %425 = arith.addf %422, %423 : f32
    linalg.yield %425 : f32
  } -> tensor<4x24xf32>
  %426 = tensor.extract_slice %421[0, 0] [4, 8] [1, 1] : tensor<4x24xf32> to tensor<4x8xf32>
  %427 = tensor.extract_slice %421[0, 8] [4, 8] [1, 1] : tensor<4x24xf32> to tensor<4x8xf32>
  %428 = tensor.extract_slice %421[0, 16] [4, 8] [1, 1] : tensor<4x24xf32> to tensor<4x8xf32>
  %429 = arith.constant 0.0 : f32
  %430 = tensor.empty() : tensor<4x24xf32>
  %431 = linalg.fill ins(%429 : f32) outs(%430 : tensor<4x24xf32>) -> tensor<4x24xf32>
  %432 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%393, %w1 : tensor<4x8xf32>, tensor<24x8xf32>) outs(%431 : tensor<4x24xf32>) {
  ^bb0(%433: f32, %434: f32, %435: f32):
    %436 = arith.mulf %433, %434 fastmath<contract> : f32
    %437 = arith.addf %435, %436 fastmath<reassoc,contract> : f32
    linalg.yield %437 : f32
  } -> tensor<4x24xf32>
  %438 = tensor.empty() : tensor<4x24xf32>
  %439 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%432 : tensor<4x24xf32>) outs(%438 : tensor<4x24xf32>) {
  ^bb0(%440: f32, %441: f32):
    %442 = arith.constant 1.0 : f32
    %443 = arith.mulf %440, %442 : f32
    linalg.yield %443 : f32
  } -> tensor<4x24xf32>
  %444 = tensor.empty() : tensor<24xf32>
  %445 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%w3 : tensor<24xf32>) outs(%444 : tensor<24xf32>) {
  ^bb0(%446: f32, %447: f32):
    %448 = arith.constant 1.0 : f32
    %449 = arith.mulf %446, %448 : f32
    linalg.yield %449 : f32
  } -> tensor<24xf32>
  %450 = tensor.empty() : tensor<4x24xf32>
  %451 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%439, %445 : tensor<4x24xf32>, tensor<24xf32>) outs(%450 : tensor<4x24xf32>) {
  ^bb0(%452: f32, %453: f32, %454: f32):
    %455 = arith.addf %452, %453 : f32
    linalg.yield %455 : f32
  } -> tensor<4x24xf32>
  %456 = tensor.extract_slice %451[0, 0] [4, 8] [1, 1] : tensor<4x24xf32> to tensor<4x8xf32>
  %457 = tensor.extract_slice %451[0, 8] [4, 8] [1, 1] : tensor<4x24xf32> to tensor<4x8xf32>
  %458 = tensor.extract_slice %451[0, 16] [4, 8] [1, 1] : tensor<4x24xf32> to tensor<4x8xf32>
  %459 = tensor.empty() : tensor<4x8xf32>
  %460 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%456, %426 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%459 : tensor<4x8xf32>) {
  ^bb0(%461: f32, %462: f32, %463: f32):
    %464 = arith.addf %461, %462 : f32
    linalg.yield %464 : f32
  } -> tensor<4x8xf32>
  %465 = tensor.empty() : tensor<4x24xf32>
  %466 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%451 : tensor<4x24xf32>) outs(%465 : tensor<4x24xf32>) {
  ^bb0(%467: f32, %468: f32):
    %469 = linalg.index 0 : index
    %470 = linalg.index 1 : index
    %471 = arith.muli %469, %73 : index
    %472 = arith.addi %71, %471 : index
    %473 = arith.muli %470, %74 : index
    %474 = arith.addi %472, %473 : index
    %475 = arith.subi %474, %71 : index
    %476 = arith.cmpi sge, %475, %71 : index
    %477 = arith.divsi %475, %73 : index
    %478 = arith.remsi %475, %73 : index
    %479 = arith.cmpi slt, %477, %72 : index
    %480 = arith.andi %476, %479 : i1
    %481 = arith.subi %72, %74 : index
    %482 = arith.minsi %477, %481 : index
    %483 = arith.maxsi %482, %71 : index
    %484 = arith.divsi %478, %74 : index
    %485 = arith.remsi %478, %74 : index
    %486 = arith.cmpi slt, %484, %75 : index
    %487 = arith.andi %480, %486 : i1
    %488 = arith.subi %75, %74 : index
    %489 = arith.minsi %484, %488 : index
    %490 = arith.maxsi %489, %71 : index
    %491 = arith.cmpi eq, %485, %71 : index
    %492 = arith.andi %487, %491 : i1
    %493 = tensor.extract %460[%483, %490] : tensor<4x8xf32>
    %494 = arith.select %492, %493, %467 : f32
    linalg.yield %494 : f32
  } -> tensor<4x24xf32>
  %495 = tensor.empty() : tensor<4x8xf32>
  %496 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%460 : tensor<4x8xf32>) outs(%495 : tensor<4x8xf32>) {
  ^bb0(%497: f32, %498: f32):
    %499 = arith.constant 1.0 : f32
    %500 = arith.negf %497 : f32
    %501 = math.exp %500 : f32
    %502 = arith.addf %499, %501 : f32
    %503 = arith.divf %499, %502 : f32
    linalg.yield %503 : f32
  } -> tensor<4x8xf32>
  %504 = tensor.empty() : tensor<4x24xf32>
  %505 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%466 : tensor<4x24xf32>) outs(%504 : tensor<4x24xf32>) {
  ^bb0(%506: f32, %507: f32):
    %508 = linalg.index 0 : index
    %509 = linalg.index 1 : index
    %510 = arith.muli %508, %73 : index
    %511 = arith.addi %71, %510 : index
    %512 = arith.muli %509, %74 : index
    %513 = arith.addi %511, %512 : index
    %514 = arith.subi %513, %71 : index
    %515 = arith.cmpi sge, %514, %71 : index
    %516 = arith.divsi %514, %73 : index
    %517 = arith.remsi %514, %73 : index
    %518 = arith.cmpi slt, %516, %72 : index
    %519 = arith.andi %515, %518 : i1
    %520 = arith.subi %72, %74 : index
    %521 = arith.minsi %516, %520 : index
    %522 = arith.maxsi %521, %71 : index
    %523 = arith.divsi %517, %74 : index
    %524 = arith.remsi %517, %74 : index
    %525 = arith.cmpi slt, %523, %75 : index
    %526 = arith.andi %519, %525 : i1
    %527 = arith.subi %75, %74 : index
    %528 = arith.minsi %523, %527 : index
    %529 = arith.maxsi %528, %71 : index
    %530 = arith.cmpi eq, %524, %71 : index
    %531 = arith.andi %526, %530 : i1
    %532 = tensor.extract %496[%522, %529] : tensor<4x8xf32>
    %533 = arith.select %531, %532, %506 : f32
    linalg.yield %533 : f32
  } -> tensor<4x24xf32>
  %534 = tensor.empty() : tensor<4x8xf32>
  %535 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%534 : tensor<4x8xf32>) {
  ^bb0(%536: f32):
    %537 = linalg.index 0 : index
    %538 = linalg.index 1 : index
    %539 = arith.muli %537, %73 : index
    %540 = arith.addi %75, %539 : index
    %541 = arith.muli %538, %74 : index
    %542 = arith.addi %540, %541 : index
    %543 = arith.subi %542, %71 : index
    %544 = arith.cmpi sge, %543, %71 : index
    %545 = arith.divsi %543, %73 : index
    %546 = arith.remsi %543, %73 : index
    %547 = arith.cmpi slt, %545, %72 : index
    %548 = arith.andi %544, %547 : i1
    %549 = arith.subi %72, %74 : index
    %550 = arith.minsi %545, %549 : index
    %551 = arith.maxsi %550, %71 : index
    %552 = arith.divsi %546, %74 : index
    %553 = arith.remsi %546, %74 : index
    %554 = arith.cmpi slt, %552, %73 : index
    %555 = arith.andi %548, %554 : i1
    %556 = arith.subi %73, %74 : index
    %557 = arith.minsi %552, %556 : index
    %558 = arith.maxsi %557, %71 : index
    %559 = arith.cmpi eq, %553, %71 : index
    %560 = arith.andi %555, %559 : i1
    %561 = tensor.extract %505[%551, %558] : tensor<4x24xf32>
    linalg.yield %561 : f32
  } -> tensor<4x8xf32>
  %562 = tensor.empty() : tensor<4x8xf32>
  %563 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%535, %427 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%562 : tensor<4x8xf32>) {
  ^bb0(%564: f32, %565: f32, %566: f32):
    %567 = arith.addf %564, %565 : f32
    linalg.yield %567 : f32
  } -> tensor<4x8xf32>
  %568 = tensor.empty() : tensor<4x24xf32>
  %569 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%505 : tensor<4x24xf32>) outs(%568 : tensor<4x24xf32>) {
  ^bb0(%570: f32, %571: f32):
    %572 = linalg.index 0 : index
    %573 = linalg.index 1 : index
    %574 = arith.muli %572, %73 : index
    %575 = arith.addi %71, %574 : index
    %576 = arith.muli %573, %74 : index
    %577 = arith.addi %575, %576 : index
    %578 = arith.subi %577, %75 : index
    %579 = arith.cmpi sge, %578, %71 : index
    %580 = arith.divsi %578, %73 : index
    %581 = arith.remsi %578, %73 : index
    %582 = arith.cmpi slt, %580, %72 : index
    %583 = arith.andi %579, %582 : i1
    %584 = arith.subi %72, %74 : index
    %585 = arith.minsi %580, %584 : index
    %586 = arith.maxsi %585, %71 : index
    %587 = arith.divsi %581, %74 : index
    %588 = arith.remsi %581, %74 : index
    %589 = arith.cmpi slt, %587, %75 : index
    %590 = arith.andi %583, %589 : i1
    %591 = arith.subi %75, %74 : index
    %592 = arith.minsi %587, %591 : index
    %593 = arith.maxsi %592, %71 : index
    %594 = arith.cmpi eq, %588, %71 : index
    %595 = arith.andi %590, %594 : i1
    %596 = tensor.extract %563[%586, %593] : tensor<4x8xf32>
    %597 = arith.select %595, %596, %570 : f32
    linalg.yield %597 : f32
  } -> tensor<4x24xf32>
  %598 = tensor.empty() : tensor<4x8xf32>
  %599 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%563 : tensor<4x8xf32>) outs(%598 : tensor<4x8xf32>) {
  ^bb0(%600: f32, %601: f32):
    %602 = arith.constant 1.0 : f32
    %603 = arith.negf %600 : f32
    %604 = math.exp %603 : f32
    %605 = arith.addf %602, %604 : f32
    %606 = arith.divf %602, %605 : f32
    linalg.yield %606 : f32
  } -> tensor<4x8xf32>
  %607 = tensor.empty() : tensor<4x24xf32>
  %608 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%569 : tensor<4x24xf32>) outs(%607 : tensor<4x24xf32>) {
  ^bb0(%609: f32, %610: f32):
    %611 = linalg.index 0 : index
    %612 = linalg.index 1 : index
    %613 = arith.muli %611, %73 : index
    %614 = arith.addi %71, %613 : index
    %615 = arith.muli %612, %74 : index
    %616 = arith.addi %614, %615 : index
    %617 = arith.subi %616, %75 : index
    %618 = arith.cmpi sge, %617, %71 : index
    %619 = arith.divsi %617, %73 : index
    %620 = arith.remsi %617, %73 : index
    %621 = arith.cmpi slt, %619, %72 : index
    %622 = arith.andi %618, %621 : i1
    %623 = arith.subi %72, %74 : index
    %624 = arith.minsi %619, %623 : index
    %625 = arith.maxsi %624, %71 : index
    %626 = arith.divsi %620, %74 : index
    %627 = arith.remsi %620, %74 : index
    %628 = arith.cmpi slt, %626, %75 : index
    %629 = arith.andi %622, %628 : i1
    %630 = arith.subi %75, %74 : index
    %631 = arith.minsi %626, %630 : index
    %632 = arith.maxsi %631, %71 : index
    %633 = arith.cmpi eq, %627, %71 : index
    %634 = arith.andi %629, %633 : i1
    %635 = tensor.extract %599[%625, %632] : tensor<4x8xf32>
    %636 = arith.select %634, %635, %609 : f32
    linalg.yield %636 : f32
  } -> tensor<4x24xf32>
  %637 = tensor.empty() : tensor<4x8xf32>
  %638 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%637 : tensor<4x8xf32>) {
  ^bb0(%639: f32):
    %640 = linalg.index 0 : index
    %641 = linalg.index 1 : index
    %642 = arith.muli %640, %73 : index
    %643 = arith.addi %248, %642 : index
    %644 = arith.muli %641, %74 : index
    %645 = arith.addi %643, %644 : index
    %646 = arith.subi %645, %71 : index
    %647 = arith.cmpi sge, %646, %71 : index
    %648 = arith.divsi %646, %73 : index
    %649 = arith.remsi %646, %73 : index
    %650 = arith.cmpi slt, %648, %72 : index
    %651 = arith.andi %647, %650 : i1
    %652 = arith.subi %72, %74 : index
    %653 = arith.minsi %648, %652 : index
    %654 = arith.maxsi %653, %71 : index
    %655 = arith.divsi %649, %74 : index
    %656 = arith.remsi %649, %74 : index
    %657 = arith.cmpi slt, %655, %73 : index
    %658 = arith.andi %651, %657 : i1
    %659 = arith.subi %73, %74 : index
    %660 = arith.minsi %655, %659 : index
    %661 = arith.maxsi %660, %71 : index
    %662 = arith.cmpi eq, %656, %71 : index
    %663 = arith.andi %658, %662 : i1
    %664 = tensor.extract %608[%654, %661] : tensor<4x24xf32>
    linalg.yield %664 : f32
  } -> tensor<4x8xf32>
  %665 = tensor.empty() : tensor<4x8xf32>
  %666 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%665 : tensor<4x8xf32>) {
  ^bb0(%667: f32):
    %668 = linalg.index 0 : index
    %669 = linalg.index 1 : index
    %670 = arith.muli %668, %73 : index
    %671 = arith.addi %71, %670 : index
    %672 = arith.muli %669, %74 : index
    %673 = arith.addi %671, %672 : index
    %674 = arith.subi %673, %71 : index
    %675 = arith.cmpi sge, %674, %71 : index
    %676 = arith.divsi %674, %73 : index
    %677 = arith.remsi %674, %73 : index
    %678 = arith.cmpi slt, %676, %72 : index
    %679 = arith.andi %675, %678 : i1
    %680 = arith.subi %72, %74 : index
    %681 = arith.minsi %676, %680 : index
    %682 = arith.maxsi %681, %71 : index
    %683 = arith.divsi %677, %74 : index
    %684 = arith.remsi %677, %74 : index
    %685 = arith.cmpi slt, %683, %73 : index
    %686 = arith.andi %679, %685 : i1
    %687 = arith.subi %73, %74 : index
    %688 = arith.minsi %683, %687 : index
    %689 = arith.maxsi %688, %71 : index
    %690 = arith.cmpi eq, %684, %71 : index
    %691 = arith.andi %686, %690 : i1
    %692 = tensor.extract %608[%682, %689] : tensor<4x24xf32>
    linalg.yield %692 : f32
  } -> tensor<4x8xf32>
  %693 = tensor.empty() : tensor<4x8xf32>
  %694 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%638, %666 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%693 : tensor<4x8xf32>) {
  ^bb0(%695: f32, %696: f32, %697: f32):
    %698 = arith.mulf %695, %696 : f32
    linalg.yield %698 : f32
  } -> tensor<4x8xf32>
  %699 = tensor.empty() : tensor<4x24xf32>
  %700 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%608 : tensor<4x24xf32>) outs(%699 : tensor<4x24xf32>) {
  ^bb0(%701: f32, %702: f32):
    %703 = linalg.index 0 : index
    %704 = linalg.index 1 : index
    %705 = arith.muli %703, %73 : index
    %706 = arith.addi %71, %705 : index
    %707 = arith.muli %704, %74 : index
    %708 = arith.addi %706, %707 : index
    %709 = arith.subi %708, %248 : index
    %710 = arith.cmpi sge, %709, %71 : index
    %711 = arith.divsi %709, %73 : index
    %712 = arith.remsi %709, %73 : index
    %713 = arith.cmpi slt, %711, %72 : index
    %714 = arith.andi %710, %713 : i1
    %715 = arith.subi %72, %74 : index
    %716 = arith.minsi %711, %715 : index
    %717 = arith.maxsi %716, %71 : index
    %718 = arith.divsi %712, %74 : index
    %719 = arith.remsi %712, %74 : index
    %720 = arith.cmpi slt, %718, %75 : index
    %721 = arith.andi %714, %720 : i1
    %722 = arith.subi %75, %74 : index
    %723 = arith.minsi %718, %722 : index
    %724 = arith.maxsi %723, %71 : index
    %725 = arith.cmpi eq, %719, %71 : index
    %726 = arith.andi %721, %725 : i1
    %727 = tensor.extract %694[%717, %724] : tensor<4x8xf32>
    %728 = arith.select %726, %727, %701 : f32
    linalg.yield %728 : f32
  } -> tensor<4x24xf32>
  %729 = tensor.empty() : tensor<4x8xf32>
  %730 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%428, %694 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%729 : tensor<4x8xf32>) {
  ^bb0(%731: f32, %732: f32, %733: f32):
    %734 = arith.addf %731, %732 : f32
    linalg.yield %734 : f32
  } -> tensor<4x8xf32>
  %735 = tensor.empty() : tensor<4x8xf32>
  %736 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%730 : tensor<4x8xf32>) outs(%735 : tensor<4x8xf32>) {
  ^bb0(%737: f32, %738: f32):
    %739 = math.tanh %737 : f32
    linalg.yield %739 : f32
  } -> tensor<4x8xf32>
  %740 = tensor.empty() : tensor<4x8xf32>
  %741 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%393, %736 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%740 : tensor<4x8xf32>) {
  ^bb0(%742: f32, %743: f32, %744: f32):
    %745 = arith.subf %742, %743 : f32
    linalg.yield %745 : f32
  } -> tensor<4x8xf32>
  %746 = tensor.empty() : tensor<4x8xf32>
  %747 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%746 : tensor<4x8xf32>) {
  ^bb0(%748: f32):
    %749 = linalg.index 0 : index
    %750 = linalg.index 1 : index
    %751 = arith.muli %749, %73 : index
    %752 = arith.addi %75, %751 : index
    %753 = arith.muli %750, %74 : index
    %754 = arith.addi %752, %753 : index
    %755 = arith.subi %754, %71 : index
    %756 = arith.cmpi sge, %755, %71 : index
    %757 = arith.divsi %755, %73 : index
    %758 = arith.remsi %755, %73 : index
    %759 = arith.cmpi slt, %757, %72 : index
    %760 = arith.andi %756, %759 : i1
    %761 = arith.subi %72, %74 : index
    %762 = arith.minsi %757, %761 : index
    %763 = arith.maxsi %762, %71 : index
    %764 = arith.divsi %758, %74 : index
    %765 = arith.remsi %758, %74 : index
    %766 = arith.cmpi slt, %764, %73 : index
    %767 = arith.andi %760, %766 : i1
    %768 = arith.subi %73, %74 : index
    %769 = arith.minsi %764, %768 : index
    %770 = arith.maxsi %769, %71 : index
    %771 = arith.cmpi eq, %765, %71 : index
    %772 = arith.andi %767, %771 : i1
    %773 = tensor.extract %700[%763, %770] : tensor<4x24xf32>
    linalg.yield %773 : f32
  } -> tensor<4x8xf32>
  %774 = tensor.empty() : tensor<4x8xf32>
  %775 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%741, %747 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%774 : tensor<4x8xf32>) {
  ^bb0(%776: f32, %777: f32, %778: f32):
    %779 = arith.mulf %776, %777 : f32
    linalg.yield %779 : f32
  } -> tensor<4x8xf32>
  %780 = tensor.empty() : tensor<4x8xf32>
  %781 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%775, %736 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%780 : tensor<4x8xf32>) {
  ^bb0(%782: f32, %783: f32, %784: f32):
    %785 = arith.addf %782, %783 : f32
    linalg.yield %785 : f32
  } -> tensor<4x8xf32>
  %786 = tensor.extract_slice %a0[0, 2, 0] [4, 1, 8] [1, 1, 1] : tensor<4x5x8xf32> to tensor<4x8xf32>
  %787 = arith.constant 0.0 : f32
  %788 = tensor.empty() : tensor<4x24xf32>
  %789 = linalg.fill ins(%787 : f32) outs(%788 : tensor<4x24xf32>) -> tensor<4x24xf32>
  %790 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%786, %w0 : tensor<4x8xf32>, tensor<24x8xf32>) outs(%789 : tensor<4x24xf32>) {
  ^bb0(%791: f32, %792: f32, %793: f32):
    %794 = arith.mulf %791, %792 fastmath<contract> : f32
    %795 = arith.addf %793, %794 fastmath<reassoc,contract> : f32
    linalg.yield %795 : f32
  } -> tensor<4x24xf32>
  %796 = tensor.empty() : tensor<4x24xf32>
  %797 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%790 : tensor<4x24xf32>) outs(%796 : tensor<4x24xf32>) {
  ^bb0(%798: f32, %799: f32):
    %800 = arith.constant 1.0 : f32
    %801 = arith.mulf %798, %800 : f32
    linalg.yield %801 : f32
  } -> tensor<4x24xf32>
  %802 = tensor.empty() : tensor<24xf32>
  %803 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%w2 : tensor<24xf32>) outs(%802 : tensor<24xf32>) {
  ^bb0(%804: f32, %805: f32):
    %806 = arith.constant 1.0 : f32
    %807 = arith.mulf %804, %806 : f32
    linalg.yield %807 : f32
  } -> tensor<24xf32>
  %808 = tensor.empty() : tensor<4x24xf32>
  %809 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%797, %803 : tensor<4x24xf32>, tensor<24xf32>) outs(%808 : tensor<4x24xf32>) {
  ^bb0(%810: f32, %811: f32, %812: f32):
    %813 = arith.addf %810, %811 : f32
    linalg.yield %813 : f32
  } -> tensor<4x24xf32>
  %814 = tensor.extract_slice %809[0, 0] [4, 8] [1, 1] : tensor<4x24xf32> to tensor<4x8xf32>
  %815 = tensor.extract_slice %809[0, 8] [4, 8] [1, 1] : tensor<4x24xf32> to tensor<4x8xf32>
  %816 = tensor.extract_slice %809[0, 16] [4, 8] [1, 1] : tensor<4x24xf32> to tensor<4x8xf32>
  %817 = arith.constant 0.0 : f32
  %818 = tensor.empty() : tensor<4x24xf32>
  %819 = linalg.fill ins(%817 : f32) outs(%818 : tensor<4x24xf32>) -> tensor<4x24xf32>
  %820 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%781, %w1 : tensor<4x8xf32>, tensor<24x8xf32>) outs(%819 : tensor<4x24xf32>) {
  ^bb0(%821: f32, %822: f32, %823: f32):
    %824 = arith.mulf %821, %822 fastmath<contract> : f32
    %825 = arith.addf %823, %824 fastmath<reassoc,contract> : f32
    linalg.yield %825 : f32
  } -> tensor<4x24xf32>
  %826 = tensor.empty() : tensor<4x24xf32>
  %827 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%820 : tensor<4x24xf32>) outs(%826 : tensor<4x24xf32>) {
  ^bb0(%828: f32, %829: f32):
    %830 = arith.constant 1.0 : f32
    %831 = arith.mulf %828, %830 : f32
    linalg.yield %831 : f32
  } -> tensor<4x24xf32>
  %832 = tensor.empty() : tensor<24xf32>
  %833 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%w3 : tensor<24xf32>) outs(%832 : tensor<24xf32>) {
  ^bb0(%834: f32, %835: f32):
    %836 = arith.constant 1.0 : f32
    %837 = arith.mulf %834, %836 : f32
    linalg.yield %837 : f32
  } -> tensor<24xf32>
  %838 = tensor.empty() : tensor<4x24xf32>
  %839 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%827, %833 : tensor<4x24xf32>, tensor<24xf32>) outs(%838 : tensor<4x24xf32>) {
  ^bb0(%840: f32, %841: f32, %842: f32):
    %843 = arith.addf %840, %841 : f32
    linalg.yield %843 : f32
  } -> tensor<4x24xf32>
  %844 = tensor.extract_slice %839[0, 0] [4, 8] [1, 1] : tensor<4x24xf32> to tensor<4x8xf32>
  %845 = tensor.extract_slice %839[0, 8] [4, 8] [1, 1] : tensor<4x24xf32> to tensor<4x8xf32>
  %846 = tensor.extract_slice %839[0, 16] [4, 8] [1, 1] : tensor<4x24xf32> to tensor<4x8xf32>
  %847 = tensor.empty() : tensor<4x8xf32>
  %848 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%844, %814 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%847 : tensor<4x8xf32>) {
  ^bb0(%849: f32, %850: f32, %851: f32):
    %852 = arith.addf %849, %850 : f32
    linalg.yield %852 : f32
  } -> tensor<4x8xf32>
  %853 = tensor.empty() : tensor<4x24xf32>
  %854 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%839 : tensor<4x24xf32>) outs(%853 : tensor<4x24xf32>) {
  ^bb0(%855: f32, %856: f32):
    %857 = linalg.index 0 : index
    %858 = linalg.index 1 : index
    %859 = arith.muli %857, %73 : index
    %860 = arith.addi %71, %859 : index
    %861 = arith.muli %858, %74 : index
    %862 = arith.addi %860, %861 : index
    %863 = arith.subi %862, %71 : index
    %864 = arith.cmpi sge, %863, %71 : index
    %865 = arith.divsi %863, %73 : index
    %866 = arith.remsi %863, %73 : index
    %867 = arith.cmpi slt, %865, %72 : index
    %868 = arith.andi %864, %867 : i1
    %869 = arith.subi %72, %74 : index
    %870 = arith.minsi %865, %869 : index
    %871 = arith.maxsi %870, %71 : index
    %872 = arith.divsi %866, %74 : index
    %873 = arith.remsi %866, %74 : index
    %874 = arith.cmpi slt, %872, %75 : index
    %875 = arith.andi %868, %874 : i1
    %876 = arith.subi %75, %74 : index
    %877 = arith.minsi %872, %876 : index
    %878 = arith.maxsi %877, %71 : index
    %879 = arith.cmpi eq, %873, %71 : index
    %880 = arith.andi %875, %879 : i1
    %881 = tensor.extract %848[%871, %878] : tensor<4x8xf32>
    %882 = arith.select %880, %881, %855 : f32
    linalg.yield %882 : f32
  } -> tensor<4x24xf32>
  %883 = tensor.empty() : tensor<4x8xf32>
  %884 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%848 : tensor<4x8xf32>) outs(%883 : tensor<4x8xf32>) {
  ^bb0(%885: f32, %886: f32):
    %887 = arith.constant 1.0 : f32
    %888 = arith.negf %885 : f32
    %889 = math.exp %888 : f32
    %890 = arith.addf %887, %889 : f32
    %891 = arith.divf %887, %890 : f32
    linalg.yield %891 : f32
  } -> tensor<4x8xf32>
  %892 = tensor.empty() : tensor<4x24xf32>
  %893 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%854 : tensor<4x24xf32>) outs(%892 : tensor<4x24xf32>) {
  ^bb0(%894: f32, %895: f32):
    %896 = linalg.index 0 : index
    %897 = linalg.index 1 : index
    %898 = arith.muli %896, %73 : index
    %899 = arith.addi %71, %898 : index
    %900 = arith.muli %897, %74 : index
    %901 = arith.addi %899, %900 : index
    %902 = arith.subi %901, %71 : index
    %903 = arith.cmpi sge, %902, %71 : index
    %904 = arith.divsi %902, %73 : index
    %905 = arith.remsi %902, %73 : index
    %906 = arith.cmpi slt, %904, %72 : index
    %907 = arith.andi %903, %906 : i1
    %908 = arith.subi %72, %74 : index
    %909 = arith.minsi %904, %908 : index
    %910 = arith.maxsi %909, %71 : index
    %911 = arith.divsi %905, %74 : index
    %912 = arith.remsi %905, %74 : index
    %913 = arith.cmpi slt, %911, %75 : index
    %914 = arith.andi %907, %913 : i1
    %915 = arith.subi %75, %74 : index
    %916 = arith.minsi %911, %915 : index
    %917 = arith.maxsi %916, %71 : index
    %918 = arith.cmpi eq, %912, %71 : index
    %919 = arith.andi %914, %918 : i1
    %920 = tensor.extract %884[%910, %917] : tensor<4x8xf32>
    %921 = arith.select %919, %920, %894 : f32
    linalg.yield %921 : f32
  } -> tensor<4x24xf32>
  %922 = tensor.empty() : tensor<4x8xf32>
  %923 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%922 : tensor<4x8xf32>) {
  ^bb0(%924: f32):
    %925 = linalg.index 0 : index
    %926 = linalg.index 1 : index
    %927 = arith.muli %925, %73 : index
    %928 = arith.addi %75, %927 : index
    %929 = arith.muli %926, %74 : index
    %930 = arith.addi %928, %929 : index
    %931 = arith.subi %930, %71 : index
    %932 = arith.cmpi sge, %931, %71 : index
    %933 = arith.divsi %931, %73 : index
    %934 = arith.remsi %931, %73 : index
    %935 = arith.cmpi slt, %933, %72 : index
    %936 = arith.andi %932, %935 : i1
    %937 = arith.subi %72, %74 : index
    %938 = arith.minsi %933, %937 : index
    %939 = arith.maxsi %938, %71 : index
    %940 = arith.divsi %934, %74 : index
    %941 = arith.remsi %934, %74 : index
    %942 = arith.cmpi slt, %940, %73 : index
    %943 = arith.andi %936, %942 : i1
    %944 = arith.subi %73, %74 : index
    %945 = arith.minsi %940, %944 : index
    %946 = arith.maxsi %945, %71 : index
    %947 = arith.cmpi eq, %941, %71 : index
    %948 = arith.andi %943, %947 : i1
    %949 = tensor.extract %893[%939, %946] : tensor<4x24xf32>
    linalg.yield %949 : f32
  } -> tensor<4x8xf32>
  %950 = tensor.empty() : tensor<4x8xf32>
  %951 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%923, %815 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%950 : tensor<4x8xf32>) {
  ^bb0(%952: f32, %953: f32, %954: f32):
    %955 = arith.addf %952, %953 : f32
    linalg.yield %955 : f32
  } -> tensor<4x8xf32>
  %956 = tensor.empty() : tensor<4x24xf32>
  %957 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%893 : tensor<4x24xf32>) outs(%956 : tensor<4x24xf32>) {
  ^bb0(%958: f32, %959: f32):
    %960 = linalg.index 0 : index
    %961 = linalg.index 1 : index
    %962 = arith.muli %960, %73 : index
    %963 = arith.addi %71, %962 : index
    %964 = arith.muli %961, %74 : index
    %965 = arith.addi %963, %964 : index
    %966 = arith.subi %965, %75 : index
    %967 = arith.cmpi sge, %966, %71 : index
    %968 = arith.divsi %966, %73 : index
    %969 = arith.remsi %966, %73 : index
    %970 = arith.cmpi slt, %968, %72 : index
    %971 = arith.andi %967, %970 : i1
    %972 = arith.subi %72, %74 : index
    %973 = arith.minsi %968, %972 : index
    %974 = arith.maxsi %973, %71 : index
    %975 = arith.divsi %969, %74 : index
    %976 = arith.remsi %969, %74 : index
    %977 = arith.cmpi slt, %975, %75 : index
    %978 = arith.andi %971, %977 : i1
    %979 = arith.subi %75, %74 : index
    %980 = arith.minsi %975, %979 : index
    %981 = arith.maxsi %980, %71 : index
    %982 = arith.cmpi eq, %976, %71 : index
    %983 = arith.andi %978, %982 : i1
    %984 = tensor.extract %951[%974, %981] : tensor<4x8xf32>
    %985 = arith.select %983, %984, %958 : f32
    linalg.yield %985 : f32
  } -> tensor<4x24xf32>
  %986 = tensor.empty() : tensor<4x8xf32>
  %987 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%951 : tensor<4x8xf32>) outs(%986 : tensor<4x8xf32>) {
  ^bb0(%988: f32, %989: f32):
    %990 = arith.constant 1.0 : f32
    %991 = arith.negf %988 : f32
    %992 = math.exp %991 : f32
    %993 = arith.addf %990, %992 : f32
    %994 = arith.divf %990, %993 : f32
    linalg.yield %994 : f32
  } -> tensor<4x8xf32>
  %995 = tensor.empty() : tensor<4x24xf32>
  %996 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%957 : tensor<4x24xf32>) outs(%995 : tensor<4x24xf32>) {
  ^bb0(%997: f32, %998: f32):
    %999 = linalg.index 0 : index
    %1000 = linalg.index 1 : index
    %1001 = arith.muli %999, %73 : index
    %1002 = arith.addi %71, %1001 : index
    %1003 = arith.muli %1000, %74 : index
    %1004 = arith.addi %1002, %1003 : index
    %1005 = arith.subi %1004, %75 : index
    %1006 = arith.cmpi sge, %1005, %71 : index
    %1007 = arith.divsi %1005, %73 : index
    %1008 = arith.remsi %1005, %73 : index
    %1009 = arith.cmpi slt, %1007, %72 : index
    %1010 = arith.andi %1006, %1009 : i1
    %1011 = arith.subi %72, %74 : index
    %1012 = arith.minsi %1007, %1011 : index
    %1013 = arith.maxsi %1012, %71 : index
    %1014 = arith.divsi %1008, %74 : index
    %1015 = arith.remsi %1008, %74 : index
    %1016 = arith.cmpi slt, %1014, %75 : index
    %1017 = arith.andi %1010, %1016 : i1
    %1018 = arith.subi %75, %74 : index
    %1019 = arith.minsi %1014, %1018 : index
    %1020 = arith.maxsi %1019, %71 : index
    %1021 = arith.cmpi eq, %1015, %71 : index
    %1022 = arith.andi %1017, %1021 : i1
    %1023 = tensor.extract %987[%1013, %1020] : tensor<4x8xf32>
    %1024 = arith.select %1022, %1023, %997 : f32
    linalg.yield %1024 : f32
  } -> tensor<4x24xf32>
  %1025 = tensor.empty() : tensor<4x8xf32>
  %1026 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%1025 : tensor<4x8xf32>) {
  ^bb0(%1027: f32):
    %1028 = linalg.index 0 : index
    %1029 = linalg.index 1 : index
    %1030 = arith.muli %1028, %73 : index
    %1031 = arith.addi %248, %1030 : index
    %1032 = arith.muli %1029, %74 : index
    %1033 = arith.addi %1031, %1032 : index
    %1034 = arith.subi %1033, %71 : index
    %1035 = arith.cmpi sge, %1034, %71 : index
    %1036 = arith.divsi %1034, %73 : index
    %1037 = arith.remsi %1034, %73 : index
    %1038 = arith.cmpi slt, %1036, %72 : index
    %1039 = arith.andi %1035, %1038 : i1
    %1040 = arith.subi %72, %74 : index
    %1041 = arith.minsi %1036, %1040 : index
    %1042 = arith.maxsi %1041, %71 : index
    %1043 = arith.divsi %1037, %74 : index
    %1044 = arith.remsi %1037, %74 : index
    %1045 = arith.cmpi slt, %1043, %73 : index
    %1046 = arith.andi %1039, %1045 : i1
    %1047 = arith.subi %73, %74 : index
    %1048 = arith.minsi %1043, %1047 : index
    %1049 = arith.maxsi %1048, %71 : index
    %1050 = arith.cmpi eq, %1044, %71 : index
    %1051 = arith.andi %1046, %1050 : i1
    %1052 = tensor.extract %996[%1042, %1049] : tensor<4x24xf32>
    linalg.yield %1052 : f32
  } -> tensor<4x8xf32>
  %1053 = tensor.empty() : tensor<4x8xf32>
  %1054 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%1053 : tensor<4x8xf32>) {
  ^bb0(%1055: f32):
    %1056 = linalg.index 0 : index
    %1057 = linalg.index 1 : index
    %1058 = arith.muli %1056, %73 : index
    %1059 = arith.addi %71, %1058 : index
    %1060 = arith.muli %1057, %74 : index
    %1061 = arith.addi %1059, %1060 : index
    %1062 = arith.subi %1061, %71 : index
    %1063 = arith.cmpi sge, %1062, %71 : index
    %1064 = arith.divsi %1062, %73 : index
    %1065 = arith.remsi %1062, %73 : index
    %1066 = arith.cmpi slt, %1064, %72 : index
    %1067 = arith.andi %1063, %1066 : i1
    %1068 = arith.subi %72, %74 : index
    %1069 = arith.minsi %1064, %1068 : index
    %1070 = arith.maxsi %1069, %71 : index
    %1071 = arith.divsi %1065, %74 : index
    %1072 = arith.remsi %1065, %74 : index
    %1073 = arith.cmpi slt, %1071, %73 : index
    %1074 = arith.andi %1067, %1073 : i1
    %1075 = arith.subi %73, %74 : index
    %1076 = arith.minsi %1071, %1075 : index
    %1077 = arith.maxsi %1076, %71 : index
    %1078 = arith.cmpi eq, %1072, %71 : index
    %1079 = arith.andi %1074, %1078 : i1
    %1080 = tensor.extract %996[%1070, %1077] : tensor<4x24xf32>
    linalg.yield %1080 : f32
  } -> tensor<4x8xf32>
  %1081 = tensor.empty() : tensor<4x8xf32>
  %1082 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1026, %1054 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%1081 : tensor<4x8xf32>) {
  ^bb0(%1083: f32, %1084: f32, %1085: f32):
    %1086 = arith.mulf %1083, %1084 : f32
    linalg.yield %1086 : f32
  } -> tensor<4x8xf32>
  %1087 = tensor.empty() : tensor<4x24xf32>
  %1088 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%996 : tensor<4x24xf32>) outs(%1087 : tensor<4x24xf32>) {
  ^bb0(%1089: f32, %1090: f32):
    %1091 = linalg.index 0 : index
    %1092 = linalg.index 1 : index
    %1093 = arith.muli %1091, %73 : index
    %1094 = arith.addi %71, %1093 : index
    %1095 = arith.muli %1092, %74 : index
    %1096 = arith.addi %1094, %1095 : index
    %1097 = arith.subi %1096, %248 : index
    %1098 = arith.cmpi sge, %1097, %71 : index
    %1099 = arith.divsi %1097, %73 : index
    %1100 = arith.remsi %1097, %73 : index
    %1101 = arith.cmpi slt, %1099, %72 : index
    %1102 = arith.andi %1098, %1101 : i1
    %1103 = arith.subi %72, %74 : index
    %1104 = arith.minsi %1099, %1103 : index
    %1105 = arith.maxsi %1104, %71 : index
    %1106 = arith.divsi %1100, %74 : index
    %1107 = arith.remsi %1100, %74 : index
    %1108 = arith.cmpi slt, %1106, %75 : index
    %1109 = arith.andi %1102, %1108 : i1
    %1110 = arith.subi %75, %74 : index
    %1111 = arith.minsi %1106, %1110 : index
    %1112 = arith.maxsi %1111, %71 : index
    %1113 = arith.cmpi eq, %1107, %71 : index
    %1114 = arith.andi %1109, %1113 : i1
    %1115 = tensor.extract %1082[%1105, %1112] : tensor<4x8xf32>
    %1116 = arith.select %1114, %1115, %1089 : f32
    linalg.yield %1116 : f32
  } -> tensor<4x24xf32>
  %1117 = tensor.empty() : tensor<4x8xf32>
  %1118 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%816, %1082 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%1117 : tensor<4x8xf32>) {
  ^bb0(%1119: f32, %1120: f32, %1121: f32):
    %1122 = arith.addf %1119, %1120 : f32
    linalg.yield %1122 : f32
  } -> tensor<4x8xf32>
  %1123 = tensor.empty() : tensor<4x8xf32>
  %1124 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1118 : tensor<4x8xf32>) outs(%1123 : tensor<4x8xf32>) {
  ^bb0(%1125: f32, %1126: f32):
    %1127 = math.tanh %1125 : f32
    linalg.yield %1127 : f32
  } -> tensor<4x8xf32>
  %1128 = tensor.empty() : tensor<4x8xf32>
  %1129 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%781, %1124 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%1128 : tensor<4x8xf32>) {
  ^bb0(%1130: f32, %1131: f32, %1132: f32):
    %1133 = arith.subf %1130, %1131 : f32
    linalg.yield %1133 : f32
  } -> tensor<4x8xf32>
  %1134 = tensor.empty() : tensor<4x8xf32>
  %1135 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%1134 : tensor<4x8xf32>) {
  ^bb0(%1136: f32):
    %1137 = linalg.index 0 : index
    %1138 = linalg.index 1 : index
    %1139 = arith.muli %1137, %73 : index
    %1140 = arith.addi %75, %1139 : index
    %1141 = arith.muli %1138, %74 : index
    %1142 = arith.addi %1140, %1141 : index
    %1143 = arith.subi %1142, %71 : index
    %1144 = arith.cmpi sge, %1143, %71 : index
    %1145 = arith.divsi %1143, %73 : index
    %1146 = arith.remsi %1143, %73 : index
    %1147 = arith.cmpi slt, %1145, %72 : index
    %1148 = arith.andi %1144, %1147 : i1
    %1149 = arith.subi %72, %74 : index
    %1150 = arith.minsi %1145, %1149 : index
    %1151 = arith.maxsi %1150, %71 : index
    %1152 = arith.divsi %1146, %74 : index
    %1153 = arith.remsi %1146, %74 : index
    %1154 = arith.cmpi slt, %1152, %73 : index
    %1155 = arith.andi %1148, %1154 : i1
    %1156 = arith.subi %73, %74 : index
    %1157 = arith.minsi %1152, %1156 : index
    %1158 = arith.maxsi %1157, %71 : index
    %1159 = arith.cmpi eq, %1153, %71 : index
    %1160 = arith.andi %1155, %1159 : i1
    %1161 = tensor.extract %1088[%1151, %1158] : tensor<4x24xf32>
    linalg.yield %1161 : f32
  } -> tensor<4x8xf32>
  %1162 = tensor.empty() : tensor<4x8xf32>
  %1163 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1129, %1135 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%1162 : tensor<4x8xf32>) {
  ^bb0(%1164: f32, %1165: f32, %1166: f32):
    %1167 = arith.mulf %1164, %1165 : f32
    linalg.yield %1167 : f32
  } -> tensor<4x8xf32>
  %1168 = tensor.empty() : tensor<4x8xf32>
  %1169 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1163, %1124 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%1168 : tensor<4x8xf32>) {
  ^bb0(%1170: f32, %1171: f32, %1172: f32):
    %1173 = arith.addf %1170, %1171 : f32
    linalg.yield %1173 : f32
  } -> tensor<4x8xf32>
  %1174 = tensor.extract_slice %a0[0, 3, 0] [4, 1, 8] [1, 1, 1] : tensor<4x5x8xf32> to tensor<4x8xf32>
  %1175 = arith.constant 0.0 : f32
  %1176 = tensor.empty() : tensor<4x24xf32>
  %1177 = linalg.fill ins(%1175 : f32) outs(%1176 : tensor<4x24xf32>) -> tensor<4x24xf32>
  %1178 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%1174, %w0 : tensor<4x8xf32>, tensor<24x8xf32>) outs(%1177 : tensor<4x24xf32>) {
  ^bb0(%1179: f32, %1180: f32, %1181: f32):
    %1182 = arith.mulf %1179, %1180 fastmath<contract> : f32
    %1183 = arith.addf %1181, %1182 fastmath<reassoc,contract> : f32
    linalg.yield %1183 : f32
  } -> tensor<4x24xf32>
  %1184 = tensor.empty() : tensor<4x24xf32>
  %1185 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1178 : tensor<4x24xf32>) outs(%1184 : tensor<4x24xf32>) {
  ^bb0(%1186: f32, %1187: f32):
    %1188 = arith.constant 1.0 : f32
    %1189 = arith.mulf %1186, %1188 : f32
    linalg.yield %1189 : f32
  } -> tensor<4x24xf32>
  %1190 = tensor.empty() : tensor<24xf32>
  %1191 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%w2 : tensor<24xf32>) outs(%1190 : tensor<24xf32>) {
  ^bb0(%1192: f32, %1193: f32):
    %1194 = arith.constant 1.0 : f32
    %1195 = arith.mulf %1192, %1194 : f32
    linalg.yield %1195 : f32
  } -> tensor<24xf32>
  %1196 = tensor.empty() : tensor<4x24xf32>
  %1197 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1185, %1191 : tensor<4x24xf32>, tensor<24xf32>) outs(%1196 : tensor<4x24xf32>) {
  ^bb0(%1198: f32, %1199: f32, %1200: f32):
    %1201 = arith.addf %1198, %1199 : f32
    linalg.yield %1201 : f32
  } -> tensor<4x24xf32>
  %1202 = tensor.extract_slice %1197[0, 0] [4, 8] [1, 1] : tensor<4x24xf32> to tensor<4x8xf32>
  %1203 = tensor.extract_slice %1197[0, 8] [4, 8] [1, 1] : tensor<4x24xf32> to tensor<4x8xf32>
  %1204 = tensor.extract_slice %1197[0, 16] [4, 8] [1, 1] : tensor<4x24xf32> to tensor<4x8xf32>
  %1205 = arith.constant 0.0 : f32
  %1206 = tensor.empty() : tensor<4x24xf32>
  %1207 = linalg.fill ins(%1205 : f32) outs(%1206 : tensor<4x24xf32>) -> tensor<4x24xf32>
  %1208 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%1169, %w1 : tensor<4x8xf32>, tensor<24x8xf32>) outs(%1207 : tensor<4x24xf32>) {
  ^bb0(%1209: f32, %1210: f32, %1211: f32):
    %1212 = arith.mulf %1209, %1210 fastmath<contract> : f32
    %1213 = arith.addf %1211, %1212 fastmath<reassoc,contract> : f32
    linalg.yield %1213 : f32
  } -> tensor<4x24xf32>
  %1214 = tensor.empty() : tensor<4x24xf32>
  %1215 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1208 : tensor<4x24xf32>) outs(%1214 : tensor<4x24xf32>) {
  ^bb0(%1216: f32, %1217: f32):
    %1218 = arith.constant 1.0 : f32
    %1219 = arith.mulf %1216, %1218 : f32
    linalg.yield %1219 : f32
  } -> tensor<4x24xf32>
  %1220 = tensor.empty() : tensor<24xf32>
  %1221 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%w3 : tensor<24xf32>) outs(%1220 : tensor<24xf32>) {
  ^bb0(%1222: f32, %1223: f32):
    %1224 = arith.constant 1.0 : f32
    %1225 = arith.mulf %1222, %1224 : f32
    linalg.yield %1225 : f32
  } -> tensor<24xf32>
  %1226 = tensor.empty() : tensor<4x24xf32>
  %1227 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1215, %1221 : tensor<4x24xf32>, tensor<24xf32>) outs(%1226 : tensor<4x24xf32>) {
  ^bb0(%1228: f32, %1229: f32, %1230: f32):
    %1231 = arith.addf %1228, %1229 : f32
    linalg.yield %1231 : f32
  } -> tensor<4x24xf32>
  %1232 = tensor.extract_slice %1227[0, 0] [4, 8] [1, 1] : tensor<4x24xf32> to tensor<4x8xf32>
  %1233 = tensor.extract_slice %1227[0, 8] [4, 8] [1, 1] : tensor<4x24xf32> to tensor<4x8xf32>
  %1234 = tensor.extract_slice %1227[0, 16] [4, 8] [1, 1] : tensor<4x24xf32> to tensor<4x8xf32>
  %1235 = tensor.empty() : tensor<4x8xf32>
  %1236 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1232, %1202 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%1235 : tensor<4x8xf32>) {
  ^bb0(%1237: f32, %1238: f32, %1239: f32):
    %1240 = arith.addf %1237, %1238 : f32
    linalg.yield %1240 : f32
  } -> tensor<4x8xf32>
  %1241 = tensor.empty() : tensor<4x24xf32>
  %1242 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1227 : tensor<4x24xf32>) outs(%1241 : tensor<4x24xf32>) {
  ^bb0(%1243: f32, %1244: f32):
    %1245 = linalg.index 0 : index
    %1246 = linalg.index 1 : index
    %1247 = arith.muli %1245, %73 : index
    %1248 = arith.addi %71, %1247 : index
    %1249 = arith.muli %1246, %74 : index
    %1250 = arith.addi %1248, %1249 : index
    %1251 = arith.subi %1250, %71 : index
    %1252 = arith.cmpi sge, %1251, %71 : index
    %1253 = arith.divsi %1251, %73 : index
    %1254 = arith.remsi %1251, %73 : index
    %1255 = arith.cmpi slt, %1253, %72 : index
    %1256 = arith.andi %1252, %1255 : i1
    %1257 = arith.subi %72, %74 : index
    %1258 = arith.minsi %1253, %1257 : index
    %1259 = arith.maxsi %1258, %71 : index
    %1260 = arith.divsi %1254, %74 : index
    %1261 = arith.remsi %1254, %74 : index
    %1262 = arith.cmpi slt, %1260, %75 : index
    %1263 = arith.andi %1256, %1262 : i1
    %1264 = arith.subi %75, %74 : index
    %1265 = arith.minsi %1260, %1264 : index
    %1266 = arith.maxsi %1265, %71 : index
    %1267 = arith.cmpi eq, %1261, %71 : index
    %1268 = arith.andi %1263, %1267 : i1
    %1269 = tensor.extract %1236[%1259, %1266] : tensor<4x8xf32>
    %1270 = arith.select %1268, %1269, %1243 : f32
    linalg.yield %1270 : f32
  } -> tensor<4x24xf32>
  %1271 = tensor.empty() : tensor<4x8xf32>
  %1272 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1236 : tensor<4x8xf32>) outs(%1271 : tensor<4x8xf32>) {
  ^bb0(%1273: f32, %1274: f32):
    %1275 = arith.constant 1.0 : f32
    %1276 = arith.negf %1273 : f32
    %1277 = math.exp %1276 : f32
    %1278 = arith.addf %1275, %1277 : f32
    %1279 = arith.divf %1275, %1278 : f32
    linalg.yield %1279 : f32
  } -> tensor<4x8xf32>
  %1280 = tensor.empty() : tensor<4x24xf32>
  %1281 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1242 : tensor<4x24xf32>) outs(%1280 : tensor<4x24xf32>) {
  ^bb0(%1282: f32, %1283: f32):
    %1284 = linalg.index 0 : index
    %1285 = linalg.index 1 : index
    %1286 = arith.muli %1284, %73 : index
    %1287 = arith.addi %71, %1286 : index
    %1288 = arith.muli %1285, %74 : index
    %1289 = arith.addi %1287, %1288 : index
    %1290 = arith.subi %1289, %71 : index
    %1291 = arith.cmpi sge, %1290, %71 : index
    %1292 = arith.divsi %1290, %73 : index
    %1293 = arith.remsi %1290, %73 : index
    %1294 = arith.cmpi slt, %1292, %72 : index
    %1295 = arith.andi %1291, %1294 : i1
    %1296 = arith.subi %72, %74 : index
    %1297 = arith.minsi %1292, %1296 : index
    %1298 = arith.maxsi %1297, %71 : index
    %1299 = arith.divsi %1293, %74 : index
    %1300 = arith.remsi %1293, %74 : index
    %1301 = arith.cmpi slt, %1299, %75 : index
    %1302 = arith.andi %1295, %1301 : i1
    %1303 = arith.subi %75, %74 : index
    %1304 = arith.minsi %1299, %1303 : index
    %1305 = arith.maxsi %1304, %71 : index
    %1306 = arith.cmpi eq, %1300, %71 : index
    %1307 = arith.andi %1302, %1306 : i1
    %1308 = tensor.extract %1272[%1298, %1305] : tensor<4x8xf32>
    %1309 = arith.select %1307, %1308, %1282 : f32
    linalg.yield %1309 : f32
  } -> tensor<4x24xf32>
  %1310 = tensor.empty() : tensor<4x8xf32>
  %1311 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%1310 : tensor<4x8xf32>) {
  ^bb0(%1312: f32):
    %1313 = linalg.index 0 : index
    %1314 = linalg.index 1 : index
    %1315 = arith.muli %1313, %73 : index
    %1316 = arith.addi %75, %1315 : index
    %1317 = arith.muli %1314, %74 : index
    %1318 = arith.addi %1316, %1317 : index
    %1319 = arith.subi %1318, %71 : index
    %1320 = arith.cmpi sge, %1319, %71 : index
    %1321 = arith.divsi %1319, %73 : index
    %1322 = arith.remsi %1319, %73 : index
    %1323 = arith.cmpi slt, %1321, %72 : index
    %1324 = arith.andi %1320, %1323 : i1
    %1325 = arith.subi %72, %74 : index
    %1326 = arith.minsi %1321, %1325 : index
    %1327 = arith.maxsi %1326, %71 : index
    %1328 = arith.divsi %1322, %74 : index
    %1329 = arith.remsi %1322, %74 : index
    %1330 = arith.cmpi slt, %1328, %73 : index
    %1331 = arith.andi %1324, %1330 : i1
    %1332 = arith.subi %73, %74 : index
    %1333 = arith.minsi %1328, %1332 : index
    %1334 = arith.maxsi %1333, %71 : index
    %1335 = arith.cmpi eq, %1329, %71 : index
    %1336 = arith.andi %1331, %1335 : i1
    %1337 = tensor.extract %1281[%1327, %1334] : tensor<4x24xf32>
    linalg.yield %1337 : f32
  } -> tensor<4x8xf32>
  %1338 = tensor.empty() : tensor<4x8xf32>
  %1339 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1311, %1203 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%1338 : tensor<4x8xf32>) {
  ^bb0(%1340: f32, %1341: f32, %1342: f32):
    %1343 = arith.addf %1340, %1341 : f32
    linalg.yield %1343 : f32
  } -> tensor<4x8xf32>
  %1344 = tensor.empty() : tensor<4x24xf32>
  %1345 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1281 : tensor<4x24xf32>) outs(%1344 : tensor<4x24xf32>) {
  ^bb0(%1346: f32, %1347: f32):
    %1348 = linalg.index 0 : index
    %1349 = linalg.index 1 : index
    %1350 = arith.muli %1348, %73 : index
    %1351 = arith.addi %71, %1350 : index
    %1352 = arith.muli %1349, %74 : index
    %1353 = arith.addi %1351, %1352 : index
    %1354 = arith.subi %1353, %75 : index
    %1355 = arith.cmpi sge, %1354, %71 : index
    %1356 = arith.divsi %1354, %73 : index
    %1357 = arith.remsi %1354, %73 : index
    %1358 = arith.cmpi slt, %1356, %72 : index
    %1359 = arith.andi %1355, %1358 : i1
    %1360 = arith.subi %72, %74 : index
    %1361 = arith.minsi %1356, %1360 : index
    %1362 = arith.maxsi %1361, %71 : index
    %1363 = arith.divsi %1357, %74 : index
    %1364 = arith.remsi %1357, %74 : index
    %1365 = arith.cmpi slt, %1363, %75 : index
    %1366 = arith.andi %1359, %1365 : i1
    %1367 = arith.subi %75, %74 : index
    %1368 = arith.minsi %1363, %1367 : index
    %1369 = arith.maxsi %1368, %71 : index
    %1370 = arith.cmpi eq, %1364, %71 : index
    %1371 = arith.andi %1366, %1370 : i1
    %1372 = tensor.extract %1339[%1362, %1369] : tensor<4x8xf32>
    %1373 = arith.select %1371, %1372, %1346 : f32
    linalg.yield %1373 : f32
  } -> tensor<4x24xf32>
  %1374 = tensor.empty() : tensor<4x8xf32>
  %1375 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1339 : tensor<4x8xf32>) outs(%1374 : tensor<4x8xf32>) {
  ^bb0(%1376: f32, %1377: f32):
    %1378 = arith.constant 1.0 : f32
    %1379 = arith.negf %1376 : f32
    %1380 = math.exp %1379 : f32
    %1381 = arith.addf %1378, %1380 : f32
    %1382 = arith.divf %1378, %1381 : f32
    linalg.yield %1382 : f32
  } -> tensor<4x8xf32>
  %1383 = tensor.empty() : tensor<4x24xf32>
  %1384 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1345 : tensor<4x24xf32>) outs(%1383 : tensor<4x24xf32>) {
  ^bb0(%1385: f32, %1386: f32):
    %1387 = linalg.index 0 : index
    %1388 = linalg.index 1 : index
    %1389 = arith.muli %1387, %73 : index
    %1390 = arith.addi %71, %1389 : index
    %1391 = arith.muli %1388, %74 : index
    %1392 = arith.addi %1390, %1391 : index
    %1393 = arith.subi %1392, %75 : index
    %1394 = arith.cmpi sge, %1393, %71 : index
    %1395 = arith.divsi %1393, %73 : index
    %1396 = arith.remsi %1393, %73 : index
    %1397 = arith.cmpi slt, %1395, %72 : index
    %1398 = arith.andi %1394, %1397 : i1
    %1399 = arith.subi %72, %74 : index
    %1400 = arith.minsi %1395, %1399 : index
    %1401 = arith.maxsi %1400, %71 : index
    %1402 = arith.divsi %1396, %74 : index
    %1403 = arith.remsi %1396, %74 : index
    %1404 = arith.cmpi slt, %1402, %75 : index
    %1405 = arith.andi %1398, %1404 : i1
    %1406 = arith.subi %75, %74 : index
    %1407 = arith.minsi %1402, %1406 : index
    %1408 = arith.maxsi %1407, %71 : index
    %1409 = arith.cmpi eq, %1403, %71 : index
    %1410 = arith.andi %1405, %1409 : i1
    %1411 = tensor.extract %1375[%1401, %1408] : tensor<4x8xf32>
    %1412 = arith.select %1410, %1411, %1385 : f32
    linalg.yield %1412 : f32
  } -> tensor<4x24xf32>
  %1413 = tensor.empty() : tensor<4x8xf32>
  %1414 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%1413 : tensor<4x8xf32>) {
  ^bb0(%1415: f32):
    %1416 = linalg.index 0 : index
    %1417 = linalg.index 1 : index
    %1418 = arith.muli %1416, %73 : index
    %1419 = arith.addi %248, %1418 : index
    %1420 = arith.muli %1417, %74 : index
    %1421 = arith.addi %1419, %1420 : index
    %1422 = arith.subi %1421, %71 : index
    %1423 = arith.cmpi sge, %1422, %71 : index
    %1424 = arith.divsi %1422, %73 : index
    %1425 = arith.remsi %1422, %73 : index
    %1426 = arith.cmpi slt, %1424, %72 : index
    %1427 = arith.andi %1423, %1426 : i1
    %1428 = arith.subi %72, %74 : index
    %1429 = arith.minsi %1424, %1428 : index
    %1430 = arith.maxsi %1429, %71 : index
    %1431 = arith.divsi %1425, %74 : index
    %1432 = arith.remsi %1425, %74 : index
    %1433 = arith.cmpi slt, %1431, %73 : index
    %1434 = arith.andi %1427, %1433 : i1
    %1435 = arith.subi %73, %74 : index
    %1436 = arith.minsi %1431, %1435 : index
    %1437 = arith.maxsi %1436, %71 : index
    %1438 = arith.cmpi eq, %1432, %71 : index
    %1439 = arith.andi %1434, %1438 : i1
    %1440 = tensor.extract %1384[%1430, %1437] : tensor<4x24xf32>
    linalg.yield %1440 : f32
  } -> tensor<4x8xf32>
  %1441 = tensor.empty() : tensor<4x8xf32>
  %1442 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%1441 : tensor<4x8xf32>) {
  ^bb0(%1443: f32):
    %1444 = linalg.index 0 : index
    %1445 = linalg.index 1 : index
    %1446 = arith.muli %1444, %73 : index
    %1447 = arith.addi %71, %1446 : index
    %1448 = arith.muli %1445, %74 : index
    %1449 = arith.addi %1447, %1448 : index
    %1450 = arith.subi %1449, %71 : index
    %1451 = arith.cmpi sge, %1450, %71 : index
    %1452 = arith.divsi %1450, %73 : index
    %1453 = arith.remsi %1450, %73 : index
    %1454 = arith.cmpi slt, %1452, %72 : index
    %1455 = arith.andi %1451, %1454 : i1
    %1456 = arith.subi %72, %74 : index
    %1457 = arith.minsi %1452, %1456 : index
    %1458 = arith.maxsi %1457, %71 : index
    %1459 = arith.divsi %1453, %74 : index
    %1460 = arith.remsi %1453, %74 : index
    %1461 = arith.cmpi slt, %1459, %73 : index
    %1462 = arith.andi %1455, %1461 : i1
    %1463 = arith.subi %73, %74 : index
    %1464 = arith.minsi %1459, %1463 : index
    %1465 = arith.maxsi %1464, %71 : index
    %1466 = arith.cmpi eq, %1460, %71 : index
    %1467 = arith.andi %1462, %1466 : i1
    %1468 = tensor.extract %1384[%1458, %1465] : tensor<4x24xf32>
    linalg.yield %1468 : f32
  } -> tensor<4x8xf32>
  %1469 = tensor.empty() : tensor<4x8xf32>
  %1470 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1414, %1442 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%1469 : tensor<4x8xf32>) {
  ^bb0(%1471: f32, %1472: f32, %1473: f32):
    %1474 = arith.mulf %1471, %1472 : f32
    linalg.yield %1474 : f32
  } -> tensor<4x8xf32>
  %1475 = tensor.empty() : tensor<4x24xf32>
  %1476 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1384 : tensor<4x24xf32>) outs(%1475 : tensor<4x24xf32>) {
  ^bb0(%1477: f32, %1478: f32):
    %1479 = linalg.index 0 : index
    %1480 = linalg.index 1 : index
    %1481 = arith.muli %1479, %73 : index
    %1482 = arith.addi %71, %1481 : index
    %1483 = arith.muli %1480, %74 : index
    %1484 = arith.addi %1482, %1483 : index
    %1485 = arith.subi %1484, %248 : index
    %1486 = arith.cmpi sge, %1485, %71 : index
    %1487 = arith.divsi %1485, %73 : index
    %1488 = arith.remsi %1485, %73 : index
    %1489 = arith.cmpi slt, %1487, %72 : index
    %1490 = arith.andi %1486, %1489 : i1
    %1491 = arith.subi %72, %74 : index
    %1492 = arith.minsi %1487, %1491 : index
    %1493 = arith.maxsi %1492, %71 : index
    %1494 = arith.divsi %1488, %74 : index
    %1495 = arith.remsi %1488, %74 : index
    %1496 = arith.cmpi slt, %1494, %75 : index
    %1497 = arith.andi %1490, %1496 : i1
    %1498 = arith.subi %75, %74 : index
    %1499 = arith.minsi %1494, %1498 : index
    %1500 = arith.maxsi %1499, %71 : index
    %1501 = arith.cmpi eq, %1495, %71 : index
    %1502 = arith.andi %1497, %1501 : i1
    %1503 = tensor.extract %1470[%1493, %1500] : tensor<4x8xf32>
    %1504 = arith.select %1502, %1503, %1477 : f32
    linalg.yield %1504 : f32
  } -> tensor<4x24xf32>
  %1505 = tensor.empty() : tensor<4x8xf32>
  %1506 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1204, %1470 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%1505 : tensor<4x8xf32>) {
  ^bb0(%1507: f32, %1508: f32, %1509: f32):
    %1510 = arith.addf %1507, %1508 : f32
    linalg.yield %1510 : f32
  } -> tensor<4x8xf32>
  %1511 = tensor.empty() : tensor<4x8xf32>
  %1512 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1506 : tensor<4x8xf32>) outs(%1511 : tensor<4x8xf32>) {
  ^bb0(%1513: f32, %1514: f32):
    %1515 = math.tanh %1513 : f32
    linalg.yield %1515 : f32
  } -> tensor<4x8xf32>
  %1516 = tensor.empty() : tensor<4x8xf32>
  %1517 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1169, %1512 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%1516 : tensor<4x8xf32>) {
  ^bb0(%1518: f32, %1519: f32, %1520: f32):
    %1521 = arith.subf %1518, %1519 : f32
    linalg.yield %1521 : f32
  } -> tensor<4x8xf32>
  %1522 = tensor.empty() : tensor<4x8xf32>
  %1523 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%1522 : tensor<4x8xf32>) {
  ^bb0(%1524: f32):
    %1525 = linalg.index 0 : index
    %1526 = linalg.index 1 : index
    %1527 = arith.muli %1525, %73 : index
    %1528 = arith.addi %75, %1527 : index
    %1529 = arith.muli %1526, %74 : index
    %1530 = arith.addi %1528, %1529 : index
    %1531 = arith.subi %1530, %71 : index
    %1532 = arith.cmpi sge, %1531, %71 : index
    %1533 = arith.divsi %1531, %73 : index
    %1534 = arith.remsi %1531, %73 : index
    %1535 = arith.cmpi slt, %1533, %72 : index
    %1536 = arith.andi %1532, %1535 : i1
    %1537 = arith.subi %72, %74 : index
    %1538 = arith.minsi %1533, %1537 : index
    %1539 = arith.maxsi %1538, %71 : index
    %1540 = arith.divsi %1534, %74 : index
    %1541 = arith.remsi %1534, %74 : index
    %1542 = arith.cmpi slt, %1540, %73 : index
    %1543 = arith.andi %1536, %1542 : i1
    %1544 = arith.subi %73, %74 : index
    %1545 = arith.minsi %1540, %1544 : index
    %1546 = arith.maxsi %1545, %71 : index
    %1547 = arith.cmpi eq, %1541, %71 : index
    %1548 = arith.andi %1543, %1547 : i1
    %1549 = tensor.extract %1476[%1539, %1546] : tensor<4x24xf32>
    linalg.yield %1549 : f32
  } -> tensor<4x8xf32>
  %1550 = tensor.empty() : tensor<4x8xf32>
  %1551 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1517, %1523 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%1550 : tensor<4x8xf32>) {
  ^bb0(%1552: f32, %1553: f32, %1554: f32):
    %1555 = arith.mulf %1552, %1553 : f32
    linalg.yield %1555 : f32
  } -> tensor<4x8xf32>
  %1556 = tensor.empty() : tensor<4x8xf32>
  %1557 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1551, %1512 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%1556 : tensor<4x8xf32>) {
  ^bb0(%1558: f32, %1559: f32, %1560: f32):
    %1561 = arith.addf %1558, %1559 : f32
    linalg.yield %1561 : f32
  } -> tensor<4x8xf32>
  %1562 = tensor.extract_slice %a0[0, 4, 0] [4, 1, 8] [1, 1, 1] : tensor<4x5x8xf32> to tensor<4x8xf32>
  %1563 = arith.constant 0.0 : f32
  %1564 = tensor.empty() : tensor<4x24xf32>
  %1565 = linalg.fill ins(%1563 : f32) outs(%1564 : tensor<4x24xf32>) -> tensor<4x24xf32>
  %1566 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%1562, %w0 : tensor<4x8xf32>, tensor<24x8xf32>) outs(%1565 : tensor<4x24xf32>) {
  ^bb0(%1567: f32, %1568: f32, %1569: f32):
    %1570 = arith.mulf %1567, %1568 fastmath<contract> : f32
    %1571 = arith.addf %1569, %1570 fastmath<reassoc,contract> : f32
    linalg.yield %1571 : f32
  } -> tensor<4x24xf32>
  %1572 = tensor.empty() : tensor<4x24xf32>
  %1573 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1566 : tensor<4x24xf32>) outs(%1572 : tensor<4x24xf32>) {
  ^bb0(%1574: f32, %1575: f32):
    %1576 = arith.constant 1.0 : f32
    %1577 = arith.mulf %1574, %1576 : f32
    linalg.yield %1577 : f32
  } -> tensor<4x24xf32>
  %1578 = tensor.empty() : tensor<24xf32>
  %1579 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%w2 : tensor<24xf32>) outs(%1578 : tensor<24xf32>) {
  ^bb0(%1580: f32, %1581: f32):
    %1582 = arith.constant 1.0 : f32
    %1583 = arith.mulf %1580, %1582 : f32
    linalg.yield %1583 : f32
  } -> tensor<24xf32>
  %1584 = tensor.empty() : tensor<4x24xf32>
  %1585 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1573, %1579 : tensor<4x24xf32>, tensor<24xf32>) outs(%1584 : tensor<4x24xf32>) {
  ^bb0(%1586: f32, %1587: f32, %1588: f32):
    %1589 = arith.addf %1586, %1587 : f32
    linalg.yield %1589 : f32
  } -> tensor<4x24xf32>
  %1590 = tensor.extract_slice %1585[0, 0] [4, 8] [1, 1] : tensor<4x24xf32> to tensor<4x8xf32>
  %1591 = tensor.extract_slice %1585[0, 8] [4, 8] [1, 1] : tensor<4x24xf32> to tensor<4x8xf32>
  %1592 = tensor.extract_slice %1585[0, 16] [4, 8] [1, 1] : tensor<4x24xf32> to tensor<4x8xf32>
  %1593 = arith.constant 0.0 : f32
  %1594 = tensor.empty() : tensor<4x24xf32>
  %1595 = linalg.fill ins(%1593 : f32) outs(%1594 : tensor<4x24xf32>) -> tensor<4x24xf32>
  %1596 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%1557, %w1 : tensor<4x8xf32>, tensor<24x8xf32>) outs(%1595 : tensor<4x24xf32>) {
  ^bb0(%1597: f32, %1598: f32, %1599: f32):
    %1600 = arith.mulf %1597, %1598 fastmath<contract> : f32
    %1601 = arith.addf %1599, %1600 fastmath<reassoc,contract> : f32
    linalg.yield %1601 : f32
  } -> tensor<4x24xf32>
  %1602 = tensor.empty() : tensor<4x24xf32>
  %1603 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1596 : tensor<4x24xf32>) outs(%1602 : tensor<4x24xf32>) {
  ^bb0(%1604: f32, %1605: f32):
    %1606 = arith.constant 1.0 : f32
    %1607 = arith.mulf %1604, %1606 : f32
    linalg.yield %1607 : f32
  } -> tensor<4x24xf32>
  %1608 = tensor.empty() : tensor<24xf32>
  %1609 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%w3 : tensor<24xf32>) outs(%1608 : tensor<24xf32>) {
  ^bb0(%1610: f32, %1611: f32):
    %1612 = arith.constant 1.0 : f32
    %1613 = arith.mulf %1610, %1612 : f32
    linalg.yield %1613 : f32
  } -> tensor<24xf32>
  %1614 = tensor.empty() : tensor<4x24xf32>
  %1615 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1603, %1609 : tensor<4x24xf32>, tensor<24xf32>) outs(%1614 : tensor<4x24xf32>) {
  ^bb0(%1616: f32, %1617: f32, %1618: f32):
    %1619 = arith.addf %1616, %1617 : f32
    linalg.yield %1619 : f32
  } -> tensor<4x24xf32>
  %1620 = tensor.extract_slice %1615[0, 0] [4, 8] [1, 1] : tensor<4x24xf32> to tensor<4x8xf32>
  %1621 = tensor.extract_slice %1615[0, 8] [4, 8] [1, 1] : tensor<4x24xf32> to tensor<4x8xf32>
  %1622 = tensor.extract_slice %1615[0, 16] [4, 8] [1, 1] : tensor<4x24xf32> to tensor<4x8xf32>
  %1623 = tensor.empty() : tensor<4x8xf32>
  %1624 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1620, %1590 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%1623 : tensor<4x8xf32>) {
  ^bb0(%1625: f32, %1626: f32, %1627: f32):
    %1628 = arith.addf %1625, %1626 : f32
    linalg.yield %1628 : f32
  } -> tensor<4x8xf32>
  %1629 = tensor.empty() : tensor<4x24xf32>
  %1630 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1615 : tensor<4x24xf32>) outs(%1629 : tensor<4x24xf32>) {
  ^bb0(%1631: f32, %1632: f32):
    %1633 = linalg.index 0 : index
    %1634 = linalg.index 1 : index
    %1635 = arith.muli %1633, %73 : index
    %1636 = arith.addi %71, %1635 : index
    %1637 = arith.muli %1634, %74 : index
    %1638 = arith.addi %1636, %1637 : index
    %1639 = arith.subi %1638, %71 : index
    %1640 = arith.cmpi sge, %1639, %71 : index
    %1641 = arith.divsi %1639, %73 : index
    %1642 = arith.remsi %1639, %73 : index
    %1643 = arith.cmpi slt, %1641, %72 : index
    %1644 = arith.andi %1640, %1643 : i1
    %1645 = arith.subi %72, %74 : index
    %1646 = arith.minsi %1641, %1645 : index
    %1647 = arith.maxsi %1646, %71 : index
    %1648 = arith.divsi %1642, %74 : index
    %1649 = arith.remsi %1642, %74 : index
    %1650 = arith.cmpi slt, %1648, %75 : index
    %1651 = arith.andi %1644, %1650 : i1
    %1652 = arith.subi %75, %74 : index
    %1653 = arith.minsi %1648, %1652 : index
    %1654 = arith.maxsi %1653, %71 : index
    %1655 = arith.cmpi eq, %1649, %71 : index
    %1656 = arith.andi %1651, %1655 : i1
    %1657 = tensor.extract %1624[%1647, %1654] : tensor<4x8xf32>
    %1658 = arith.select %1656, %1657, %1631 : f32
    linalg.yield %1658 : f32
  } -> tensor<4x24xf32>
  %1659 = tensor.empty() : tensor<4x8xf32>
  %1660 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1624 : tensor<4x8xf32>) outs(%1659 : tensor<4x8xf32>) {
  ^bb0(%1661: f32, %1662: f32):
    %1663 = arith.constant 1.0 : f32
    %1664 = arith.negf %1661 : f32
    %1665 = math.exp %1664 : f32
    %1666 = arith.addf %1663, %1665 : f32
    %1667 = arith.divf %1663, %1666 : f32
    linalg.yield %1667 : f32
  } -> tensor<4x8xf32>
  %1668 = tensor.empty() : tensor<4x24xf32>
  %1669 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1630 : tensor<4x24xf32>) outs(%1668 : tensor<4x24xf32>) {
  ^bb0(%1670: f32, %1671: f32):
    %1672 = linalg.index 0 : index
    %1673 = linalg.index 1 : index
    %1674 = arith.muli %1672, %73 : index
    %1675 = arith.addi %71, %1674 : index
    %1676 = arith.muli %1673, %74 : index
    %1677 = arith.addi %1675, %1676 : index
    %1678 = arith.subi %1677, %71 : index
    %1679 = arith.cmpi sge, %1678, %71 : index
    %1680 = arith.divsi %1678, %73 : index
    %1681 = arith.remsi %1678, %73 : index
    %1682 = arith.cmpi slt, %1680, %72 : index
    %1683 = arith.andi %1679, %1682 : i1
    %1684 = arith.subi %72, %74 : index
    %1685 = arith.minsi %1680, %1684 : index
    %1686 = arith.maxsi %1685, %71 : index
    %1687 = arith.divsi %1681, %74 : index
    %1688 = arith.remsi %1681, %74 : index
    %1689 = arith.cmpi slt, %1687, %75 : index
    %1690 = arith.andi %1683, %1689 : i1
    %1691 = arith.subi %75, %74 : index
    %1692 = arith.minsi %1687, %1691 : index
    %1693 = arith.maxsi %1692, %71 : index
    %1694 = arith.cmpi eq, %1688, %71 : index
    %1695 = arith.andi %1690, %1694 : i1
    %1696 = tensor.extract %1660[%1686, %1693] : tensor<4x8xf32>
    %1697 = arith.select %1695, %1696, %1670 : f32
    linalg.yield %1697 : f32
  } -> tensor<4x24xf32>
  %1698 = tensor.empty() : tensor<4x8xf32>
  %1699 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%1698 : tensor<4x8xf32>) {
  ^bb0(%1700: f32):
    %1701 = linalg.index 0 : index
    %1702 = linalg.index 1 : index
    %1703 = arith.muli %1701, %73 : index
    %1704 = arith.addi %75, %1703 : index
    %1705 = arith.muli %1702, %74 : index
    %1706 = arith.addi %1704, %1705 : index
    %1707 = arith.subi %1706, %71 : index
    %1708 = arith.cmpi sge, %1707, %71 : index
    %1709 = arith.divsi %1707, %73 : index
    %1710 = arith.remsi %1707, %73 : index
    %1711 = arith.cmpi slt, %1709, %72 : index
    %1712 = arith.andi %1708, %1711 : i1
    %1713 = arith.subi %72, %74 : index
    %1714 = arith.minsi %1709, %1713 : index
    %1715 = arith.maxsi %1714, %71 : index
    %1716 = arith.divsi %1710, %74 : index
    %1717 = arith.remsi %1710, %74 : index
    %1718 = arith.cmpi slt, %1716, %73 : index
    %1719 = arith.andi %1712, %1718 : i1
    %1720 = arith.subi %73, %74 : index
    %1721 = arith.minsi %1716, %1720 : index
    %1722 = arith.maxsi %1721, %71 : index
    %1723 = arith.cmpi eq, %1717, %71 : index
    %1724 = arith.andi %1719, %1723 : i1
    %1725 = tensor.extract %1669[%1715, %1722] : tensor<4x24xf32>
    linalg.yield %1725 : f32
  } -> tensor<4x8xf32>
  %1726 = tensor.empty() : tensor<4x8xf32>
  %1727 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1699, %1591 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%1726 : tensor<4x8xf32>) {
  ^bb0(%1728: f32, %1729: f32, %1730: f32):
    %1731 = arith.addf %1728, %1729 : f32
    linalg.yield %1731 : f32
  } -> tensor<4x8xf32>
  %1732 = tensor.empty() : tensor<4x24xf32>
  %1733 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1669 : tensor<4x24xf32>) outs(%1732 : tensor<4x24xf32>) {
  ^bb0(%1734: f32, %1735: f32):
    %1736 = linalg.index 0 : index
    %1737 = linalg.index 1 : index
    %1738 = arith.muli %1736, %73 : index
    %1739 = arith.addi %71, %1738 : index
    %1740 = arith.muli %1737, %74 : index
    %1741 = arith.addi %1739, %1740 : index
    %1742 = arith.subi %1741, %75 : index
    %1743 = arith.cmpi sge, %1742, %71 : index
    %1744 = arith.divsi %1742, %73 : index
    %1745 = arith.remsi %1742, %73 : index
    %1746 = arith.cmpi slt, %1744, %72 : index
    %1747 = arith.andi %1743, %1746 : i1
    %1748 = arith.subi %72, %74 : index
    %1749 = arith.minsi %1744, %1748 : index
    %1750 = arith.maxsi %1749, %71 : index
    %1751 = arith.divsi %1745, %74 : index
    %1752 = arith.remsi %1745, %74 : index
    %1753 = arith.cmpi slt, %1751, %75 : index
    %1754 = arith.andi %1747, %1753 : i1
    %1755 = arith.subi %75, %74 : index
    %1756 = arith.minsi %1751, %1755 : index
    %1757 = arith.maxsi %1756, %71 : index
    %1758 = arith.cmpi eq, %1752, %71 : index
    %1759 = arith.andi %1754, %1758 : i1
    %1760 = tensor.extract %1727[%1750, %1757] : tensor<4x8xf32>
    %1761 = arith.select %1759, %1760, %1734 : f32
    linalg.yield %1761 : f32
  } -> tensor<4x24xf32>
  %1762 = tensor.empty() : tensor<4x8xf32>
  %1763 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1727 : tensor<4x8xf32>) outs(%1762 : tensor<4x8xf32>) {
  ^bb0(%1764: f32, %1765: f32):
    %1766 = arith.constant 1.0 : f32
    %1767 = arith.negf %1764 : f32
    %1768 = math.exp %1767 : f32
    %1769 = arith.addf %1766, %1768 : f32
    %1770 = arith.divf %1766, %1769 : f32
    linalg.yield %1770 : f32
  } -> tensor<4x8xf32>
  %1771 = tensor.empty() : tensor<4x24xf32>
  %1772 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1733 : tensor<4x24xf32>) outs(%1771 : tensor<4x24xf32>) {
  ^bb0(%1773: f32, %1774: f32):
    %1775 = linalg.index 0 : index
    %1776 = linalg.index 1 : index
    %1777 = arith.muli %1775, %73 : index
    %1778 = arith.addi %71, %1777 : index
    %1779 = arith.muli %1776, %74 : index
    %1780 = arith.addi %1778, %1779 : index
    %1781 = arith.subi %1780, %75 : index
    %1782 = arith.cmpi sge, %1781, %71 : index
    %1783 = arith.divsi %1781, %73 : index
    %1784 = arith.remsi %1781, %73 : index
    %1785 = arith.cmpi slt, %1783, %72 : index
    %1786 = arith.andi %1782, %1785 : i1
    %1787 = arith.subi %72, %74 : index
    %1788 = arith.minsi %1783, %1787 : index
    %1789 = arith.maxsi %1788, %71 : index
    %1790 = arith.divsi %1784, %74 : index
    %1791 = arith.remsi %1784, %74 : index
    %1792 = arith.cmpi slt, %1790, %75 : index
    %1793 = arith.andi %1786, %1792 : i1
    %1794 = arith.subi %75, %74 : index
    %1795 = arith.minsi %1790, %1794 : index
    %1796 = arith.maxsi %1795, %71 : index
    %1797 = arith.cmpi eq, %1791, %71 : index
    %1798 = arith.andi %1793, %1797 : i1
    %1799 = tensor.extract %1763[%1789, %1796] : tensor<4x8xf32>
    %1800 = arith.select %1798, %1799, %1773 : f32
    linalg.yield %1800 : f32
  } -> tensor<4x24xf32>
  %1801 = tensor.empty() : tensor<4x8xf32>
  %1802 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%1801 : tensor<4x8xf32>) {
  ^bb0(%1803: f32):
    %1804 = linalg.index 0 : index
    %1805 = linalg.index 1 : index
    %1806 = arith.muli %1804, %73 : index
    %1807 = arith.addi %248, %1806 : index
    %1808 = arith.muli %1805, %74 : index
    %1809 = arith.addi %1807, %1808 : index
    %1810 = arith.subi %1809, %71 : index
    %1811 = arith.cmpi sge, %1810, %71 : index
    %1812 = arith.divsi %1810, %73 : index
    %1813 = arith.remsi %1810, %73 : index
    %1814 = arith.cmpi slt, %1812, %72 : index
    %1815 = arith.andi %1811, %1814 : i1
    %1816 = arith.subi %72, %74 : index
    %1817 = arith.minsi %1812, %1816 : index
    %1818 = arith.maxsi %1817, %71 : index
    %1819 = arith.divsi %1813, %74 : index
    %1820 = arith.remsi %1813, %74 : index
    %1821 = arith.cmpi slt, %1819, %73 : index
    %1822 = arith.andi %1815, %1821 : i1
    %1823 = arith.subi %73, %74 : index
    %1824 = arith.minsi %1819, %1823 : index
    %1825 = arith.maxsi %1824, %71 : index
    %1826 = arith.cmpi eq, %1820, %71 : index
    %1827 = arith.andi %1822, %1826 : i1
    %1828 = tensor.extract %1772[%1818, %1825] : tensor<4x24xf32>
    linalg.yield %1828 : f32
  } -> tensor<4x8xf32>
  %1829 = tensor.empty() : tensor<4x8xf32>
  %1830 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%1829 : tensor<4x8xf32>) {
  ^bb0(%1831: f32):
    %1832 = linalg.index 0 : index
    %1833 = linalg.index 1 : index
    %1834 = arith.muli %1832, %73 : index
    %1835 = arith.addi %71, %1834 : index
    %1836 = arith.muli %1833, %74 : index
    %1837 = arith.addi %1835, %1836 : index
    %1838 = arith.subi %1837, %71 : index
    %1839 = arith.cmpi sge, %1838, %71 : index
    %1840 = arith.divsi %1838, %73 : index
    %1841 = arith.remsi %1838, %73 : index
    %1842 = arith.cmpi slt, %1840, %72 : index
    %1843 = arith.andi %1839, %1842 : i1
    %1844 = arith.subi %72, %74 : index
    %1845 = arith.minsi %1840, %1844 : index
    %1846 = arith.maxsi %1845, %71 : index
    %1847 = arith.divsi %1841, %74 : index
    %1848 = arith.remsi %1841, %74 : index
    %1849 = arith.cmpi slt, %1847, %73 : index
    %1850 = arith.andi %1843, %1849 : i1
    %1851 = arith.subi %73, %74 : index
    %1852 = arith.minsi %1847, %1851 : index
    %1853 = arith.maxsi %1852, %71 : index
    %1854 = arith.cmpi eq, %1848, %71 : index
    %1855 = arith.andi %1850, %1854 : i1
    %1856 = tensor.extract %1772[%1846, %1853] : tensor<4x24xf32>
    linalg.yield %1856 : f32
  } -> tensor<4x8xf32>
  %1857 = tensor.empty() : tensor<4x8xf32>
  %1858 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1802, %1830 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%1857 : tensor<4x8xf32>) {
  ^bb0(%1859: f32, %1860: f32, %1861: f32):
    %1862 = arith.mulf %1859, %1860 : f32
    linalg.yield %1862 : f32
  } -> tensor<4x8xf32>
  %1863 = tensor.empty() : tensor<4x24xf32>
  %1864 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1772 : tensor<4x24xf32>) outs(%1863 : tensor<4x24xf32>) {
  ^bb0(%1865: f32, %1866: f32):
    %1867 = linalg.index 0 : index
    %1868 = linalg.index 1 : index
    %1869 = arith.muli %1867, %73 : index
    %1870 = arith.addi %71, %1869 : index
    %1871 = arith.muli %1868, %74 : index
    %1872 = arith.addi %1870, %1871 : index
    %1873 = arith.subi %1872, %248 : index
    %1874 = arith.cmpi sge, %1873, %71 : index
    %1875 = arith.divsi %1873, %73 : index
    %1876 = arith.remsi %1873, %73 : index
    %1877 = arith.cmpi slt, %1875, %72 : index
    %1878 = arith.andi %1874, %1877 : i1
    %1879 = arith.subi %72, %74 : index
    %1880 = arith.minsi %1875, %1879 : index
    %1881 = arith.maxsi %1880, %71 : index
    %1882 = arith.divsi %1876, %74 : index
    %1883 = arith.remsi %1876, %74 : index
    %1884 = arith.cmpi slt, %1882, %75 : index
    %1885 = arith.andi %1878, %1884 : i1
    %1886 = arith.subi %75, %74 : index
    %1887 = arith.minsi %1882, %1886 : index
    %1888 = arith.maxsi %1887, %71 : index
    %1889 = arith.cmpi eq, %1883, %71 : index
    %1890 = arith.andi %1885, %1889 : i1
    %1891 = tensor.extract %1858[%1881, %1888] : tensor<4x8xf32>
    %1892 = arith.select %1890, %1891, %1865 : f32
    linalg.yield %1892 : f32
  } -> tensor<4x24xf32>
  %1893 = tensor.empty() : tensor<4x8xf32>
  %1894 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1592, %1858 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%1893 : tensor<4x8xf32>) {
  ^bb0(%1895: f32, %1896: f32, %1897: f32):
    %1898 = arith.addf %1895, %1896 : f32
    linalg.yield %1898 : f32
  } -> tensor<4x8xf32>
  %1899 = tensor.empty() : tensor<4x8xf32>
  %1900 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1894 : tensor<4x8xf32>) outs(%1899 : tensor<4x8xf32>) {
  ^bb0(%1901: f32, %1902: f32):
    %1903 = math.tanh %1901 : f32
    linalg.yield %1903 : f32
  } -> tensor<4x8xf32>
  %1904 = tensor.empty() : tensor<4x8xf32>
  %1905 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1557, %1900 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%1904 : tensor<4x8xf32>) {
  ^bb0(%1906: f32, %1907: f32, %1908: f32):
    %1909 = arith.subf %1906, %1907 : f32
    linalg.yield %1909 : f32
  } -> tensor<4x8xf32>
  %1910 = tensor.empty() : tensor<4x8xf32>
  %1911 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} outs(%1910 : tensor<4x8xf32>) {
  ^bb0(%1912: f32):
    %1913 = linalg.index 0 : index
    %1914 = linalg.index 1 : index
    %1915 = arith.muli %1913, %73 : index
    %1916 = arith.addi %75, %1915 : index
    %1917 = arith.muli %1914, %74 : index
    %1918 = arith.addi %1916, %1917 : index
    %1919 = arith.subi %1918, %71 : index
    %1920 = arith.cmpi sge, %1919, %71 : index
    %1921 = arith.divsi %1919, %73 : index
    %1922 = arith.remsi %1919, %73 : index
    %1923 = arith.cmpi slt, %1921, %72 : index
    %1924 = arith.andi %1920, %1923 : i1
    %1925 = arith.subi %72, %74 : index
    %1926 = arith.minsi %1921, %1925 : index
    %1927 = arith.maxsi %1926, %71 : index
    %1928 = arith.divsi %1922, %74 : index
    %1929 = arith.remsi %1922, %74 : index
    %1930 = arith.cmpi slt, %1928, %73 : index
    %1931 = arith.andi %1924, %1930 : i1
    %1932 = arith.subi %73, %74 : index
    %1933 = arith.minsi %1928, %1932 : index
    %1934 = arith.maxsi %1933, %71 : index
    %1935 = arith.cmpi eq, %1929, %71 : index
    %1936 = arith.andi %1931, %1935 : i1
    %1937 = tensor.extract %1864[%1927, %1934] : tensor<4x24xf32>
    linalg.yield %1937 : f32
  } -> tensor<4x8xf32>
  %1938 = tensor.empty() : tensor<4x8xf32>
  %1939 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1905, %1911 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%1938 : tensor<4x8xf32>) {
  ^bb0(%1940: f32, %1941: f32, %1942: f32):
    %1943 = arith.mulf %1940, %1941 : f32
    linalg.yield %1943 : f32
  } -> tensor<4x8xf32>
  %1944 = tensor.empty() : tensor<4x8xf32>
  %1945 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1939, %1900 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%1944 : tensor<4x8xf32>) {
  ^bb0(%1946: f32, %1947: f32, %1948: f32):
    %1949 = arith.addf %1946, %1947 : f32
    linalg.yield %1949 : f32
  } -> tensor<4x8xf32>
  %1950 = nnf.linear %1945, %w4 bias = %w5 : (tensor<4x8xf32>, tensor<3x8xf32>, tensor<3xf32>) -> tensor<4x3xf32>
  %1951 = tensor.empty() : tensor<4xi64>
  %1952 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} outs(%1951 : tensor<4xi64>) {
  ^bb0(%1953: i64):
    %1954 = linalg.index 0 : index
    %1955 = arith.index_cast %1954 : index to i64
    %1956 = arith.constant 0 : i64
    %1957 = arith.constant 1 : i64
    %1958 = arith.muli %1955, %1957 : i64
    %1959 = arith.addi %1956, %1958 : i64
    linalg.yield %1959 : i64
  } -> tensor<4xi64>
  %1960 = tensor.empty() : tensor<4xi64>
  %1961 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%1952 : tensor<4xi64>) outs(%1960 : tensor<4xi64>) {
  ^bb0(%1962: i64, %1963: i64):
    %1964 = arith.constant 3 : i64
    %1965 = arith.constant 0 : i64
    %1966 = arith.constant 1 : i64
    %1967 = arith.constant -1 : i64
    %1968 = arith.cmpi eq, %1964, %1967 : i64
    %1969 = arith.cmpi eq, %1964, %1965 : i64
    %1970 = arith.ori %1968, %1969 : i1
    %1971 = arith.select %1970, %1966, %1964 : i64
    %1972 = arith.subi %1965, %1962 : i64
    %1973 = arith.divsi %1962, %1971 : i64
    %1974 = arith.select %1968, %1972, %1973 : i64
    %1975 = arith.remsi %1962, %1971 : i64
    %1976 = arith.select %1968, %1965, %1975 : i64
    %1977 = arith.cmpi slt, %1976, %1965 : i64
    %1978 = arith.cmpi slt, %1964, %1965 : i64
    %1979 = arith.xori %1977, %1978 : i1
    %1980 = arith.cmpi ne, %1976, %1965 : i64
    %1981 = arith.andi %1980, %1979 : i1
    %1982 = arith.addi %1976, %1964 : i64
    %1983 = arith.select %1981, %1982, %1976 : i64
    linalg.yield %1983 : i64
  } -> tensor<4xi64>
  %1984 = nnf.cross_entropy %1950, %1961 ignore_index = -100 reduction = mean label_smoothing = 0.0 : (tensor<4x3xf32>, tensor<4xi64>) -> tensor<f32>
  return %1984 : tensor<f32>
}

