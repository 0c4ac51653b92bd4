func.func @batch_norm(%arg0: tensor<?x16x8x8xf32>, %arg1: tensor<16xf32>, %arg2: tensor<16xf32>) -> (tensor<?x16x8x8xf32>) {
  %r = nnf.batch_norm %arg0 running_mean = %arg1 running_var = %arg2 : (tensor<?x16x8x8xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<?x16x8x8xf32>
  return %r : tensor<?x16x8x8xf32>
}

func.func @binary_cross_entropy(%arg0: tensor<8xf32>, %arg1: tensor<8xf32>) -> (tensor<f32>) {
  %r = nnf.binary_cross_entropy %arg0, %arg1 : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @binary_cross_entropy_with_logits(%arg0: tensor<?x3xf32>, %arg1: tensor<?x3xf32>, %arg2: tensor<3xf32>) -> (tensor<f32>) {
  %r = nnf.binary_cross_entropy_with_logits %arg0, %arg1 pos_weight = %arg2 : (tensor<?x3xf32>, tensor<?x3xf32>, tensor<3xf32>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @celu(%arg0: tensor<?x128xf32>) -> (tensor<?x128xf32>) {
  %r = nnf.celu %arg0 alpha = 2.0 : tensor<?x128xf32>
  return %r : tensor<?x128xf32>
}

func.func @conv1d(%arg0: tensor<1x3x8xf32>, %arg1: tensor<4x3x3xf32>) -> (tensor<1x4x8xf32>) {
  %r = nnf.conv1d %arg0, %arg1 padding = "same" : (tensor<1x3x8xf32>, tensor<4x3x3xf32>) -> tensor<1x4x8xf32>
  return %r : tensor<1x4x8xf32>
}

func.func @conv2d(%arg0: tensor<1x3x8x8xf32>, %arg1: tensor<4x3x3x3xf32>) -> (tensor<1x4x8x8xf32>) {
  %r = nnf.conv2d %arg0, %arg1 padding = "same" : (tensor<1x3x8x8xf32>, tensor<4x3x3x3xf32>) -> tensor<1x4x8x8xf32>
  return %r : tensor<1x4x8x8xf32>
}

func.func @conv3d(%arg0: tensor<1x3x8x8x8xf32>, %arg1: tensor<4x3x3x3x3xf32>) -> (tensor<1x4x8x8x8xf32>) {
  %r = nnf.conv3d %arg0, %arg1 padding = "same" : (tensor<1x3x8x8x8xf32>, tensor<4x3x3x3x3xf32>) -> tensor<1x4x8x8x8xf32>
  return %r : tensor<1x4x8x8x8xf32>
}

func.func @cross_entropy(%arg0: tensor<?x10xf32>, %arg1: tensor<?xi64>) -> (tensor<f32>) {
  %r = nnf.cross_entropy %arg0, %arg1 label_smoothing = 0.1 : (tensor<?x10xf32>, tensor<?xi64>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @dropout(%arg0: tensor<?x64xf32>, %arg1: i64, %arg2: i64) -> (tensor<?x64xf32>) {
  %r = nnf.dropout %arg0 seed = %arg1 offset = %arg2 p = 0.1 : (tensor<?x64xf32>, i64, i64) -> tensor<?x64xf32>
  return %r : tensor<?x64xf32>
}

func.func @dropout_1(%arg0: tensor<?x64xf32>) -> (tensor<?x64xf32>) {
  %r = nnf.dropout %arg0 p = 0.1 training = false : (tensor<?x64xf32>) -> tensor<?x64xf32>
  return %r : tensor<?x64xf32>
}

func.func @elu(%arg0: tensor<?x128xf32>) -> (tensor<?x128xf32>) {
  %r = nnf.elu %arg0 alpha = 0.5 : tensor<?x128xf32>
  return %r : tensor<?x128xf32>
}

func.func @embedding(%arg0: tensor<?x8xi64>, %arg1: tensor<100x16xf32>) -> (tensor<?x8x16xf32>) {
  %r = nnf.embedding %arg0, %arg1 : (tensor<?x8xi64>, tensor<100x16xf32>) -> tensor<?x8x16xf32>
  return %r : tensor<?x8x16xf32>
}

func.func @gelu(%arg0: tensor<?x128xf32>) -> (tensor<?x128xf32>) {
  %r = nnf.gelu %arg0 approximate = tanh : tensor<?x128xf32>
  return %r : tensor<?x128xf32>
}

func.func @hardshrink(%arg0: tensor<8xf32>) -> (tensor<8xf32>) {
  %r = nnf.hardshrink %arg0 lambd = 0.3 : tensor<8xf32>
  return %r : tensor<8xf32>
}

func.func @hardsigmoid(%arg0: tensor<8xf32>) -> (tensor<8xf32>) {
  %r = nnf.hardsigmoid %arg0 : tensor<8xf32>
  return %r : tensor<8xf32>
}

func.func @hardswish(%arg0: tensor<8xf32>) -> (tensor<8xf32>) {
  %r = nnf.hardswish %arg0 : tensor<8xf32>
  return %r : tensor<8xf32>
}

func.func @hardtanh(%arg0: tensor<8xf32>) -> (tensor<8xf32>) {
  %r = nnf.hardtanh %arg0 min_val = -2.0 max_val = 2.0 : tensor<8xf32>
  return %r : tensor<8xf32>
}

func.func @huber_loss(%arg0: tensor<8xf32>, %arg1: tensor<8xf32>) -> (tensor<8xf32>) {
  %r = nnf.huber_loss %arg0, %arg1 delta = 2.0 reduction = none : (tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

func.func @l1_loss(%arg0: tensor<8xf32>, %arg1: tensor<8xf32>) -> (tensor<f32>) {
  %r = nnf.l1_loss %arg0, %arg1 : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @layer_norm(%arg0: tensor<?x768xf32>, %arg1: tensor<768xf32>, %arg2: tensor<768xf32>) -> (tensor<?x768xf32>) {
  %r = nnf.layer_norm %arg0 normalized_shape = [768] weight = %arg1 bias = %arg2 : (tensor<?x768xf32>, tensor<768xf32>, tensor<768xf32>) -> tensor<?x768xf32>
  return %r : tensor<?x768xf32>
}

func.func @leaky_relu(%arg0: tensor<8xf32>) -> (tensor<8xf32>) {
  %r = nnf.leaky_relu %arg0 negative_slope = 0.2 : tensor<8xf32>
  return %r : tensor<8xf32>
}

func.func @linear(%arg0: tensor<?x784xf32>, %arg1: tensor<10x784xf32>, %arg2: tensor<10xf32>) -> (tensor<?x10xf32>) {
  %r = nnf.linear %arg0, %arg1 bias = %arg2 : (tensor<?x784xf32>, tensor<10x784xf32>, tensor<10xf32>) -> tensor<?x10xf32>
  return %r : tensor<?x10xf32>
}

func.func @log_softmax(%arg0: tensor<?x10xf32>) -> (tensor<?x10xf32>) {
  %r = nnf.log_softmax %arg0 dim = 1 : tensor<?x10xf32>
  return %r : tensor<?x10xf32>
}

func.func @logsigmoid(%arg0: tensor<?x128xf32>) -> (tensor<?x128xf32>) {
  %r = nnf.logsigmoid %arg0 : tensor<?x128xf32>
  return %r : tensor<?x128xf32>
}

func.func @max_pool1d(%arg0: tensor<1x3x8xf32>) -> (tensor<1x3x4xf32>) {
  %r = nnf.max_pool1d %arg0 kernel_size = [2] : (tensor<1x3x8xf32>) -> tensor<1x3x4xf32>
  return %r : tensor<1x3x4xf32>
}

func.func @max_pool2d(%arg0: tensor<1x3x8x8xf32>) -> (tensor<1x3x4x4xf32>) {
  %r = nnf.max_pool2d %arg0 kernel_size = [2, 2] : (tensor<1x3x8x8xf32>) -> tensor<1x3x4x4xf32>
  return %r : tensor<1x3x4x4xf32>
}

func.func @max_pool3d(%arg0: tensor<1x3x8x8x8xf32>) -> (tensor<1x3x4x4x4xf32>) {
  %r = nnf.max_pool3d %arg0 kernel_size = [2, 2, 2] : (tensor<1x3x8x8x8xf32>) -> tensor<1x3x4x4x4xf32>
  return %r : tensor<1x3x4x4x4xf32>
}

func.func @mish(%arg0: tensor<?x128xf32>) -> (tensor<?x128xf32>) {
  %r = nnf.mish %arg0 : tensor<?x128xf32>
  return %r : tensor<?x128xf32>
}

func.func @mse_loss(%arg0: tensor<?x4xf32>, %arg1: tensor<?x4xf32>) -> (tensor<f32>) {
  %r = nnf.mse_loss %arg0, %arg1 reduction = sum : (tensor<?x4xf32>, tensor<?x4xf32>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @nll_loss(%arg0: tensor<?x21x8x8xf32>, %arg1: tensor<?x8x8xi64>) -> (tensor<f32>) {
  %r = nnf.nll_loss %arg0, %arg1 ignore_index = 255 : (tensor<?x21x8x8xf32>, tensor<?x8x8xi64>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @relu6(%arg0: tensor<8xf32>) -> (tensor<8xf32>) {
  %r = nnf.relu6 %arg0 : tensor<8xf32>
  return %r : tensor<8xf32>
}

func.func @relu(%arg0: tensor<?x128xf32>) -> (tensor<?x128xf32>) {
  %r = nnf.relu %arg0 : tensor<?x128xf32>
  return %r : tensor<?x128xf32>
}

func.func @scaled_dot_product_attention(%arg0: tensor<?x8x128x64xf32>, %arg1: tensor<?x8x128x64xf32>, %arg2: tensor<?x8x128x64xf32>) -> (tensor<?x8x128x64xf32>) {
  %r = nnf.scaled_dot_product_attention %arg0, %arg1, %arg2 is_causal = true : (tensor<?x8x128x64xf32>, tensor<?x8x128x64xf32>, tensor<?x8x128x64xf32>) -> tensor<?x8x128x64xf32>
  return %r : tensor<?x8x128x64xf32>
}

func.func @selu(%arg0: tensor<?x128xf32>) -> (tensor<?x128xf32>) {
  %r = nnf.selu %arg0 : tensor<?x128xf32>
  return %r : tensor<?x128xf32>
}

func.func @sigmoid(%arg0: tensor<?x128xf32>) -> (tensor<?x128xf32>) {
  %r = nnf.sigmoid %arg0 : tensor<?x128xf32>
  return %r : tensor<?x128xf32>
}

func.func @silu(%arg0: tensor<?x128xf32>) -> (tensor<?x128xf32>) {
  %r = nnf.silu %arg0 : tensor<?x128xf32>
  return %r : tensor<?x128xf32>
}

func.func @smooth_l1_loss(%arg0: tensor<8xf32>, %arg1: tensor<8xf32>) -> (tensor<f32>) {
  %r = nnf.smooth_l1_loss %arg0, %arg1 beta = 0.5 : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @soft_margin_loss(%arg0: tensor<8xf32>, %arg1: tensor<8xf32>) -> (tensor<f32>) {
  %r = nnf.soft_margin_loss %arg0, %arg1 : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @softmax(%arg0: tensor<?x10xf32>) -> (tensor<?x10xf32>) {
  %r = nnf.softmax %arg0 dim = -1 : tensor<?x10xf32>
  return %r : tensor<?x10xf32>
}

func.func @softmin(%arg0: tensor<?x10xf32>) -> (tensor<?x10xf32>) {
  %r = nnf.softmin %arg0 dim = -1 : tensor<?x10xf32>
  return %r : tensor<?x10xf32>
}

func.func @softplus(%arg0: tensor<?x128xf32>) -> (tensor<?x128xf32>) {
  %r = nnf.softplus %arg0 beta = 2.0 : tensor<?x128xf32>
  return %r : tensor<?x128xf32>
}

func.func @softshrink(%arg0: tensor<8xf32>) -> (tensor<8xf32>) {
  %r = nnf.softshrink %arg0 lambd = 0.3 : tensor<8xf32>
  return %r : tensor<8xf32>
}

func.func @softsign(%arg0: tensor<?x128xf32>) -> (tensor<?x128xf32>) {
  %r = nnf.softsign %arg0 : tensor<?x128xf32>
  return %r : tensor<?x128xf32>
}

func.func @tanh(%arg0: tensor<?x128xf32>) -> (tensor<?x128xf32>) {
  %r = nnf.tanh %arg0 : tensor<?x128xf32>
  return %r : tensor<?x128xf32>
}

func.func @tanhshrink(%arg0: tensor<?x128xf32>) -> (tensor<?x128xf32>) {
  %r = nnf.tanhshrink %arg0 : tensor<?x128xf32>
  return %r : tensor<?x128xf32>
}

func.func @threshold(%arg0: tensor<8xf32>) -> (tensor<8xf32>) {
  %r = nnf.threshold %arg0 threshold = 0.1 value = 20.0 : tensor<8xf32>
  return %r : tensor<8xf32>
}
