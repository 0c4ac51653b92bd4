func.func @adaptive_avg_pool1d(%arg0: tensor<1x3x8xf32>) -> (tensor<1x3x4xf32>) {
  %r = nnf.adaptive_avg_pool1d %arg0 output_size = [4] : (tensor<1x3x8xf32>) -> tensor<1x3x4xf32>
  return %r : tensor<1x3x4xf32>
}

func.func @adaptive_avg_pool2d(%arg0: tensor<1x3x8x8xf32>) -> (tensor<1x3x4x4xf32>) {
  %r = nnf.adaptive_avg_pool2d %arg0 output_size = [4, 4] : (tensor<1x3x8x8xf32>) -> tensor<1x3x4x4xf32>
  return %r : tensor<1x3x4x4xf32>
}

func.func @adaptive_avg_pool3d(%arg0: tensor<1x3x8x8x8xf32>) -> (tensor<1x3x4x4x4xf32>) {
  %r = nnf.adaptive_avg_pool3d %arg0 output_size = [4, 4, 4] : (tensor<1x3x8x8x8xf32>) -> tensor<1x3x4x4x4xf32>
  return %r : tensor<1x3x4x4x4xf32>
}

func.func @adaptive_max_pool1d(%arg0: tensor<1x3x8xf32>) -> (tensor<1x3x4xf32>) {
  %r = nnf.adaptive_max_pool1d %arg0 output_size = [4] : (tensor<1x3x8xf32>) -> tensor<1x3x4xf32>
  return %r : tensor<1x3x4xf32>
}

func.func @adaptive_max_pool1d_with_indices(%arg0: tensor<1x3x8xf32>) -> (tensor<1x3x4xf32>, tensor<1x3x4xi64>) {
  %r:2 = nnf.adaptive_max_pool1d_with_indices %arg0 output_size = [4] : (tensor<1x3x8xf32>) -> (tensor<1x3x4xf32>, tensor<1x3x4xi64>)
  return %r#0, %r#1 : tensor<1x3x4xf32>, tensor<1x3x4xi64>
}

func.func @adaptive_max_pool2d(%arg0: tensor<1x3x8x8xf32>) -> (tensor<1x3x4x4xf32>) {
  %r = nnf.adaptive_max_pool2d %arg0 output_size = [4, 4] : (tensor<1x3x8x8xf32>) -> tensor<1x3x4x4xf32>
  return %r : tensor<1x3x4x4xf32>
}

func.func @adaptive_max_pool2d_with_indices(%arg0: tensor<1x3x8x8xf32>) -> (tensor<1x3x4x4xf32>, tensor<1x3x4x4xi64>) {
  %r:2 = nnf.adaptive_max_pool2d_with_indices %arg0 output_size = [4, 4] : (tensor<1x3x8x8xf32>) -> (tensor<1x3x4x4xf32>, tensor<1x3x4x4xi64>)
  return %r#0, %r#1 : tensor<1x3x4x4xf32>, tensor<1x3x4x4xi64>
}

func.func @adaptive_max_pool3d(%arg0: tensor<1x3x8x8x8xf32>) -> (tensor<1x3x4x4x4xf32>) {
  %r = nnf.adaptive_max_pool3d %arg0 output_size = [4, 4, 4] : (tensor<1x3x8x8x8xf32>) -> tensor<1x3x4x4x4xf32>
  return %r : tensor<1x3x4x4x4xf32>
}

func.func @adaptive_max_pool3d_with_indices(%arg0: tensor<1x3x8x8x8xf32>) -> (tensor<1x3x4x4x4xf32>, tensor<1x3x4x4x4xi64>) {
  %r:2 = nnf.adaptive_max_pool3d_with_indices %arg0 output_size = [4, 4, 4] : (tensor<1x3x8x8x8xf32>) -> (tensor<1x3x4x4x4xf32>, tensor<1x3x4x4x4xi64>)
  return %r#0, %r#1 : tensor<1x3x4x4x4xf32>, tensor<1x3x4x4x4xi64>
}

func.func @affine_grid(%arg0: tensor<2x2x3xf32>) -> (tensor<2x4x5x2xf32>) {
  %r = nnf.affine_grid %arg0 size = [2, 3, 4, 5] : (tensor<2x2x3xf32>) -> tensor<2x4x5x2xf32>
  return %r : tensor<2x4x5x2xf32>
}

func.func @alpha_dropout(%arg0: tensor<?x64xf32>, %arg1: i64, %arg2: i64) -> (tensor<?x64xf32>) {
  %r = nnf.alpha_dropout %arg0 seed = %arg1 offset = %arg2 p = 0.1 training = true : (tensor<?x64xf32>, i64, i64) -> tensor<?x64xf32>
  return %r : tensor<?x64xf32>
}

func.func @avg_pool1d(%arg0: tensor<1x3x8xf32>) -> (tensor<1x3x4xf32>) {
  %r = nnf.avg_pool1d %arg0 kernel_size = [2] : (tensor<1x3x8xf32>) -> tensor<1x3x4xf32>
  return %r : tensor<1x3x4xf32>
}

func.func @avg_pool2d(%arg0: tensor<1x3x8x8xf32>) -> (tensor<1x3x4x4xf32>) {
  %r = nnf.avg_pool2d %arg0 kernel_size = [2, 2] : (tensor<1x3x8x8xf32>) -> tensor<1x3x4x4xf32>
  return %r : tensor<1x3x4x4xf32>
}

func.func @avg_pool3d(%arg0: tensor<1x3x8x8x8xf32>) -> (tensor<1x3x4x4x4xf32>) {
  %r = nnf.avg_pool3d %arg0 kernel_size = [2, 2, 2] : (tensor<1x3x8x8x8xf32>) -> tensor<1x3x4x4x4xf32>
  return %r : tensor<1x3x4x4x4xf32>
}

func.func @batch_norm(%arg0: tensor<?x16x8x8xf32>, %arg1: tensor<16xf32>, %arg2: tensor<16xf32>) -> (tensor<?x16x8x8xf32>) {
  %r = nnf.batch_norm %arg0 running_mean = %arg1 running_var = %arg2 : (tensor<?x16x8x8xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<?x16x8x8xf32>
  return %r : tensor<?x16x8x8xf32>
}

func.func @bilinear(%arg0: tensor<?x8xf32>, %arg1: tensor<?x16xf32>, %arg2: tensor<4x8x16xf32>, %arg3: tensor<4xf32>) -> (tensor<?x4xf32>) {
  %r = nnf.bilinear %arg0, %arg1, %arg2 bias = %arg3 : (tensor<?x8xf32>, tensor<?x16xf32>, tensor<4x8x16xf32>, tensor<4xf32>) -> tensor<?x4xf32>
  return %r : tensor<?x4xf32>
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

func.func @channel_shuffle(%arg0: tensor<1x4x8x8xf32>) -> (tensor<1x4x8x8xf32>) {
  %r = nnf.channel_shuffle %arg0 groups = 2 : (tensor<1x4x8x8xf32>) -> tensor<1x4x8x8xf32>
  return %r : tensor<1x4x8x8xf32>
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

func.func @conv_tbc(%arg0: tensor<8x2x3xf32>, %arg1: tensor<3x3x4xf32>, %arg2: tensor<4xf32>) -> (tensor<8x2x4xf32>) {
  %r = nnf.conv_tbc %arg0, %arg1, %arg2 pad = 1 : (tensor<8x2x3xf32>, tensor<3x3x4xf32>, tensor<4xf32>) -> tensor<8x2x4xf32>
  return %r : tensor<8x2x4xf32>
}

func.func @conv_transpose1d(%arg0: tensor<1x3x4xf32>, %arg1: tensor<3x4x2xf32>) -> (tensor<1x4x8xf32>) {
  %r = nnf.conv_transpose1d %arg0, %arg1 stride = [2] : (tensor<1x3x4xf32>, tensor<3x4x2xf32>) -> tensor<1x4x8xf32>
  return %r : tensor<1x4x8xf32>
}

func.func @conv_transpose2d(%arg0: tensor<1x3x4x4xf32>, %arg1: tensor<3x4x2x2xf32>) -> (tensor<1x4x8x8xf32>) {
  %r = nnf.conv_transpose2d %arg0, %arg1 stride = [2, 2] : (tensor<1x3x4x4xf32>, tensor<3x4x2x2xf32>) -> tensor<1x4x8x8xf32>
  return %r : tensor<1x4x8x8xf32>
}

func.func @conv_transpose3d(%arg0: tensor<1x3x4x4x4xf32>, %arg1: tensor<3x4x2x2x2xf32>) -> (tensor<1x4x8x8x8xf32>) {
  %r = nnf.conv_transpose3d %arg0, %arg1 stride = [2, 2, 2] : (tensor<1x3x4x4x4xf32>, tensor<3x4x2x2x2xf32>) -> tensor<1x4x8x8x8xf32>
  return %r : tensor<1x4x8x8x8xf32>
}

func.func @cosine_embedding_loss(%arg0: tensor<?x64xf32>, %arg1: tensor<?x64xf32>, %arg2: tensor<?xf32>) -> (tensor<f32>) {
  %r = nnf.cosine_embedding_loss %arg0, %arg1, %arg2 margin = 0.2 : (tensor<?x64xf32>, tensor<?x64xf32>, tensor<?xf32>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @cosine_similarity(%arg0: tensor<?x64xf32>, %arg1: tensor<?x64xf32>) -> (tensor<?xf32>) {
  %r = nnf.cosine_similarity %arg0, %arg1 dim = -1 : (tensor<?x64xf32>, tensor<?x64xf32>) -> tensor<?xf32>
  return %r : tensor<?xf32>
}

func.func @cross_entropy(%arg0: tensor<?x10xf32>, %arg1: tensor<?xi64>) -> (tensor<f32>) {
  %r = nnf.cross_entropy %arg0, %arg1 label_smoothing = 0.1 : (tensor<?x10xf32>, tensor<?xi64>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @ctc_loss(%arg0: tensor<50x?x20xf32>, %arg1: tensor<?x10xi64>, %arg2: tensor<?xi64>, %arg3: tensor<?xi64>) -> (tensor<f32>) {
  %r = nnf.ctc_loss %arg0, %arg1, %arg2, %arg3 : (tensor<50x?x20xf32>, tensor<?x10xi64>, tensor<?xi64>, tensor<?xi64>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @dropout1d(%arg0: tensor<?x8x4xf32>, %arg1: i64, %arg2: i64) -> (tensor<?x8x4xf32>) {
  %r = nnf.dropout1d %arg0 seed = %arg1 offset = %arg2 p = 0.1 : (tensor<?x8x4xf32>, i64, i64) -> tensor<?x8x4xf32>
  return %r : tensor<?x8x4xf32>
}

func.func @dropout2d(%arg0: tensor<?x8x4x4xf32>, %arg1: i64, %arg2: i64) -> (tensor<?x8x4x4xf32>) {
  %r = nnf.dropout2d %arg0 seed = %arg1 offset = %arg2 p = 0.1 : (tensor<?x8x4x4xf32>, i64, i64) -> tensor<?x8x4x4xf32>
  return %r : tensor<?x8x4x4xf32>
}

func.func @dropout3d(%arg0: tensor<?x8x4x4x4xf32>, %arg1: i64, %arg2: i64) -> (tensor<?x8x4x4x4xf32>) {
  %r = nnf.dropout3d %arg0 seed = %arg1 offset = %arg2 p = 0.1 : (tensor<?x8x4x4x4xf32>, i64, i64) -> tensor<?x8x4x4x4xf32>
  return %r : tensor<?x8x4x4x4xf32>
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

func.func @embedding_bag(%arg0: tensor<?x8xi64>, %arg1: tensor<100x16xf32>) -> (tensor<?x16xf32>) {
  %r = nnf.embedding_bag %arg0, %arg1 : (tensor<?x8xi64>, tensor<100x16xf32>) -> tensor<?x16xf32>
  return %r : tensor<?x16xf32>
}

func.func @embedding_bag_1(%arg0: tensor<?xi64>, %arg1: tensor<100x16xf32>, %arg2: tensor<4xi64>) -> (tensor<4x16xf32>) {
  %r = nnf.embedding_bag %arg0, %arg1 offsets = %arg2 mode = sum : (tensor<?xi64>, tensor<100x16xf32>, tensor<4xi64>) -> tensor<4x16xf32>
  return %r : tensor<4x16xf32>
}

func.func @embedding(%arg0: tensor<?x8xi64>, %arg1: tensor<100x16xf32>) -> (tensor<?x8x16xf32>) {
  %r = nnf.embedding %arg0, %arg1 : (tensor<?x8xi64>, tensor<100x16xf32>) -> tensor<?x8x16xf32>
  return %r : tensor<?x8x16xf32>
}

func.func @feature_alpha_dropout(%arg0: tensor<?x8x16xf32>, %arg1: i64, %arg2: i64) -> (tensor<?x8x16xf32>) {
  %r = nnf.feature_alpha_dropout %arg0 seed = %arg1 offset = %arg2 training = true : (tensor<?x8x16xf32>, i64, i64) -> tensor<?x8x16xf32>
  return %r : tensor<?x8x16xf32>
}

func.func @fold(%arg0: tensor<1x12x16xf32>) -> (tensor<1x3x8x8xf32>) {
  %r = nnf.fold %arg0 output_size = [8, 8] kernel_size = [2, 2] stride = [2, 2] : (tensor<1x12x16xf32>) -> tensor<1x3x8x8xf32>
  return %r : tensor<1x3x8x8xf32>
}

func.func @fractional_max_pool2d(%arg0: tensor<1x3x8x8xf32>, %arg1: tensor<1x3x2xf32>) -> (tensor<1x3x4x4xf32>) {
  %r = nnf.fractional_max_pool2d %arg0 kernel_size = [2, 2] output_size = [4, 4] random_samples = %arg1 : (tensor<1x3x8x8xf32>, tensor<1x3x2xf32>) -> tensor<1x3x4x4xf32>
  return %r : tensor<1x3x4x4xf32>
}

func.func @fractional_max_pool2d_with_indices(%arg0: tensor<1x3x8x8xf32>, %arg1: tensor<1x3x2xf32>) -> (tensor<1x3x4x4xf32>, tensor<1x3x4x4xi64>) {
  %r:2 = nnf.fractional_max_pool2d_with_indices %arg0 kernel_size = [2, 2] output_size = [4, 4] random_samples = %arg1 : (tensor<1x3x8x8xf32>, tensor<1x3x2xf32>) -> (tensor<1x3x4x4xf32>, tensor<1x3x4x4xi64>)
  return %r#0, %r#1 : tensor<1x3x4x4xf32>, tensor<1x3x4x4xi64>
}

func.func @fractional_max_pool3d(%arg0: tensor<1x3x8x8x8xf32>, %arg1: tensor<1x3x3xf32>) -> (tensor<1x3x4x4x4xf32>) {
  %r = nnf.fractional_max_pool3d %arg0 kernel_size = [2, 2, 2] output_size = [4, 4, 4] random_samples = %arg1 : (tensor<1x3x8x8x8xf32>, tensor<1x3x3xf32>) -> tensor<1x3x4x4x4xf32>
  return %r : tensor<1x3x4x4x4xf32>
}

func.func @fractional_max_pool3d_with_indices(%arg0: tensor<1x3x8x8x8xf32>, %arg1: tensor<1x3x3xf32>) -> (tensor<1x3x4x4x4xf32>, tensor<1x3x4x4x4xi64>) {
  %r:2 = nnf.fractional_max_pool3d_with_indices %arg0 kernel_size = [2, 2, 2] output_size = [4, 4, 4] random_samples = %arg1 : (tensor<1x3x8x8x8xf32>, tensor<1x3x3xf32>) -> (tensor<1x3x4x4x4xf32>, tensor<1x3x4x4x4xi64>)
  return %r#0, %r#1 : tensor<1x3x4x4x4xf32>, tensor<1x3x4x4x4xi64>
}

func.func @gaussian_nll_loss(%arg0: tensor<?x4xf32>, %arg1: tensor<?x4xf32>, %arg2: tensor<?xf32>) -> (tensor<f32>) {
  %r = nnf.gaussian_nll_loss %arg0, %arg1, %arg2 : (tensor<?x4xf32>, tensor<?x4xf32>, tensor<?xf32>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @gelu(%arg0: tensor<?x128xf32>) -> (tensor<?x128xf32>) {
  %r = nnf.gelu %arg0 approximate = tanh : tensor<?x128xf32>
  return %r : tensor<?x128xf32>
}

func.func @glu(%arg0: tensor<?x128xf32>) -> (tensor<?x64xf32>) {
  %r = nnf.glu %arg0 dim = 1 : (tensor<?x128xf32>) -> tensor<?x64xf32>
  return %r : tensor<?x64xf32>
}

func.func @grid_sample(%arg0: tensor<1x3x8x8xf32>, %arg1: tensor<1x5x6x2xf32>) -> (tensor<1x3x5x6xf32>) {
  %r = nnf.grid_sample %arg0, %arg1 : (tensor<1x3x8x8xf32>, tensor<1x5x6x2xf32>) -> tensor<1x3x5x6xf32>
  return %r : tensor<1x3x5x6xf32>
}

func.func @group_norm(%arg0: tensor<?x16x8x8xf32>, %arg1: tensor<16xf32>, %arg2: tensor<16xf32>) -> (tensor<?x16x8x8xf32>) {
  %r = nnf.group_norm %arg0 num_groups = 4 weight = %arg1 bias = %arg2 : (tensor<?x16x8x8xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<?x16x8x8xf32>
  return %r : tensor<?x16x8x8xf32>
}

func.func @gumbel_softmax(%arg0: tensor<?x10xf32>, %arg1: i64, %arg2: i64) -> (tensor<?x10xf32>) {
  %r = nnf.gumbel_softmax %arg0 seed = %arg1 offset = %arg2 tau = 0.5 hard = true : (tensor<?x10xf32>, i64, i64) -> tensor<?x10xf32>
  return %r : tensor<?x10xf32>
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

func.func @hinge_embedding_loss(%arg0: tensor<8xf32>, %arg1: tensor<8xf32>) -> (tensor<f32>) {
  %r = nnf.hinge_embedding_loss %arg0, %arg1 margin = 2.0 : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @huber_loss(%arg0: tensor<8xf32>, %arg1: tensor<8xf32>) -> (tensor<8xf32>) {
  %r = nnf.huber_loss %arg0, %arg1 delta = 2.0 reduction = none : (tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

func.func @instance_norm(%arg0: tensor<?x16x8x8xf32>, %arg1: tensor<16xf32>) -> (tensor<?x16x8x8xf32>) {
  %r = nnf.instance_norm %arg0 weight = %arg1 : (tensor<?x16x8x8xf32>, tensor<16xf32>) -> tensor<?x16x8x8xf32>
  return %r : tensor<?x16x8x8xf32>
}

func.func @instance_norm_1(%arg0: tensor<?x3x8xf32>, %arg1: tensor<3xf32>, %arg2: tensor<3xf32>) -> (tensor<?x3x8xf32>, tensor<3xf32>, tensor<3xf32>) {
  %r:3 = nnf.instance_norm %arg0 running_mean = %arg1 running_var = %arg2 momentum = 0.2 : (tensor<?x3x8xf32>, tensor<3xf32>, tensor<3xf32>) -> (tensor<?x3x8xf32>, tensor<3xf32>, tensor<3xf32>)
  return %r#0, %r#1, %r#2 : tensor<?x3x8xf32>, tensor<3xf32>, tensor<3xf32>
}

func.func @interpolate(%arg0: tensor<1x3x8x8xf32>) -> (tensor<1x3x16x16xf32>) {
  %r = nnf.interpolate %arg0 scale_factor = [2.0, 2.0] mode = bilinear : (tensor<1x3x8x8xf32>) -> tensor<1x3x16x16xf32>
  return %r : tensor<1x3x16x16xf32>
}

func.func @interpolate_1(%arg0: tensor<1x3x8xf32>) -> (tensor<1x3x5xf32>) {
  %r = nnf.interpolate %arg0 size = [5] mode = "nearest-exact" : (tensor<1x3x8xf32>) -> tensor<1x3x5xf32>
  return %r : tensor<1x3x5xf32>
}

func.func @kl_div(%arg0: tensor<?x10xf32>, %arg1: tensor<?x10xf32>) -> (tensor<f32>) {
  %r = nnf.kl_div %arg0, %arg1 reduction = batchmean : (tensor<?x10xf32>, tensor<?x10xf32>) -> tensor<f32>
  return %r : tensor<f32>
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

func.func @linear_cross_entropy(%arg0: tensor<?x64xf32>, %arg1: tensor<1000x64xf32>, %arg2: tensor<?xi64>) -> (tensor<f32>) {
  %r = nnf.linear_cross_entropy %arg0, %arg1, %arg2 label_smoothing = 0.1 : (tensor<?x64xf32>, tensor<1000x64xf32>, tensor<?xi64>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @linear(%arg0: tensor<?x784xf32>, %arg1: tensor<10x784xf32>, %arg2: tensor<10xf32>) -> (tensor<?x10xf32>) {
  %r = nnf.linear %arg0, %arg1 bias = %arg2 : (tensor<?x784xf32>, tensor<10x784xf32>, tensor<10xf32>) -> tensor<?x10xf32>
  return %r : tensor<?x10xf32>
}

func.func @local_response_norm(%arg0: tensor<?x16x8x8xf32>) -> (tensor<?x16x8x8xf32>) {
  %r = nnf.local_response_norm %arg0 size = 5 alpha = 0.001 : (tensor<?x16x8x8xf32>) -> tensor<?x16x8x8xf32>
  return %r : tensor<?x16x8x8xf32>
}

func.func @log_softmax(%arg0: tensor<?x10xf32>) -> (tensor<?x10xf32>) {
  %r = nnf.log_softmax %arg0 dim = 1 : tensor<?x10xf32>
  return %r : tensor<?x10xf32>
}

func.func @logsigmoid(%arg0: tensor<?x128xf32>) -> (tensor<?x128xf32>) {
  %r = nnf.logsigmoid %arg0 : tensor<?x128xf32>
  return %r : tensor<?x128xf32>
}

func.func @lp_pool1d(%arg0: tensor<1x3x8xf32>) -> (tensor<1x3x4xf32>) {
  %r = nnf.lp_pool1d %arg0 norm_type = 2.0 kernel_size = [2] : (tensor<1x3x8xf32>) -> tensor<1x3x4xf32>
  return %r : tensor<1x3x4xf32>
}

func.func @lp_pool2d(%arg0: tensor<1x3x8x8xf32>) -> (tensor<1x3x4x4xf32>) {
  %r = nnf.lp_pool2d %arg0 norm_type = 2.0 kernel_size = [2, 2] : (tensor<1x3x8x8xf32>) -> tensor<1x3x4x4xf32>
  return %r : tensor<1x3x4x4xf32>
}

func.func @lp_pool3d(%arg0: tensor<1x3x8x8x8xf32>) -> (tensor<1x3x4x4x4xf32>) {
  %r = nnf.lp_pool3d %arg0 norm_type = 2.0 kernel_size = [2, 2, 2] : (tensor<1x3x8x8x8xf32>) -> tensor<1x3x4x4x4xf32>
  return %r : tensor<1x3x4x4x4xf32>
}

func.func @margin_ranking_loss(%arg0: tensor<?xf32>, %arg1: tensor<?xf32>, %arg2: tensor<?xf32>) -> (tensor<f32>) {
  %r = nnf.margin_ranking_loss %arg0, %arg1, %arg2 margin = 0.5 : (tensor<?xf32>, tensor<?xf32>, tensor<?xf32>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @max_pool1d(%arg0: tensor<1x3x8xf32>) -> (tensor<1x3x4xf32>) {
  %r = nnf.max_pool1d %arg0 kernel_size = [2] : (tensor<1x3x8xf32>) -> tensor<1x3x4xf32>
  return %r : tensor<1x3x4xf32>
}

func.func @max_pool1d_with_indices(%arg0: tensor<1x3x8xf32>) -> (tensor<1x3x4xf32>, tensor<1x3x4xi64>) {
  %r:2 = nnf.max_pool1d_with_indices %arg0 kernel_size = [2] : (tensor<1x3x8xf32>) -> (tensor<1x3x4xf32>, tensor<1x3x4xi64>)
  return %r#0, %r#1 : tensor<1x3x4xf32>, tensor<1x3x4xi64>
}

func.func @max_pool2d(%arg0: tensor<1x3x8x8xf32>) -> (tensor<1x3x4x4xf32>) {
  %r = nnf.max_pool2d %arg0 kernel_size = [2, 2] : (tensor<1x3x8x8xf32>) -> tensor<1x3x4x4xf32>
  return %r : tensor<1x3x4x4xf32>
}

func.func @max_pool2d_with_indices(%arg0: tensor<1x3x8x8xf32>) -> (tensor<1x3x4x4xf32>, tensor<1x3x4x4xi64>) {
  %r:2 = nnf.max_pool2d_with_indices %arg0 kernel_size = [2, 2] : (tensor<1x3x8x8xf32>) -> (tensor<1x3x4x4xf32>, tensor<1x3x4x4xi64>)
  return %r#0, %r#1 : tensor<1x3x4x4xf32>, tensor<1x3x4x4xi64>
}

func.func @max_pool3d(%arg0: tensor<1x3x8x8x8xf32>) -> (tensor<1x3x4x4x4xf32>) {
  %r = nnf.max_pool3d %arg0 kernel_size = [2, 2, 2] : (tensor<1x3x8x8x8xf32>) -> tensor<1x3x4x4x4xf32>
  return %r : tensor<1x3x4x4x4xf32>
}

func.func @max_pool3d_with_indices(%arg0: tensor<1x3x8x8x8xf32>) -> (tensor<1x3x4x4x4xf32>, tensor<1x3x4x4x4xi64>) {
  %r:2 = nnf.max_pool3d_with_indices %arg0 kernel_size = [2, 2, 2] : (tensor<1x3x8x8x8xf32>) -> (tensor<1x3x4x4x4xf32>, tensor<1x3x4x4x4xi64>)
  return %r#0, %r#1 : tensor<1x3x4x4x4xf32>, tensor<1x3x4x4x4xi64>
}

func.func @max_unpool1d(%arg0: tensor<1x3x4xf32>, %arg1: tensor<1x3x4xi64>) -> (tensor<1x3x8xf32>) {
  %r = nnf.max_unpool1d %arg0, %arg1 kernel_size = [2] : (tensor<1x3x4xf32>, tensor<1x3x4xi64>) -> tensor<1x3x8xf32>
  return %r : tensor<1x3x8xf32>
}

func.func @max_unpool2d(%arg0: tensor<1x3x4x4xf32>, %arg1: tensor<1x3x4x4xi64>) -> (tensor<1x3x8x8xf32>) {
  %r = nnf.max_unpool2d %arg0, %arg1 kernel_size = [2, 2] : (tensor<1x3x4x4xf32>, tensor<1x3x4x4xi64>) -> tensor<1x3x8x8xf32>
  return %r : tensor<1x3x8x8xf32>
}

func.func @max_unpool3d(%arg0: tensor<1x3x4x4x4xf32>, %arg1: tensor<1x3x4x4x4xi64>) -> (tensor<1x3x8x8x8xf32>) {
  %r = nnf.max_unpool3d %arg0, %arg1 kernel_size = [2, 2, 2] : (tensor<1x3x4x4x4xf32>, tensor<1x3x4x4x4xi64>) -> tensor<1x3x8x8x8xf32>
  return %r : tensor<1x3x8x8x8xf32>
}

func.func @mish(%arg0: tensor<?x128xf32>) -> (tensor<?x128xf32>) {
  %r = nnf.mish %arg0 : tensor<?x128xf32>
  return %r : tensor<?x128xf32>
}

func.func @mse_loss(%arg0: tensor<?x4xf32>, %arg1: tensor<?x4xf32>) -> (tensor<f32>) {
  %r = nnf.mse_loss %arg0, %arg1 reduction = sum : (tensor<?x4xf32>, tensor<?x4xf32>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @multi_margin_loss(%arg0: tensor<?x10xf32>, %arg1: tensor<?xi64>) -> (tensor<f32>) {
  %r = nnf.multi_margin_loss %arg0, %arg1 p = 2 : (tensor<?x10xf32>, tensor<?xi64>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @multilabel_margin_loss(%arg0: tensor<?x10xf32>, %arg1: tensor<?x10xi64>) -> (tensor<f32>) {
  %r = nnf.multilabel_margin_loss %arg0, %arg1 : (tensor<?x10xf32>, tensor<?x10xi64>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @multilabel_soft_margin_loss(%arg0: tensor<?x10xf32>, %arg1: tensor<?x10xf32>) -> (tensor<f32>) {
  %r = nnf.multilabel_soft_margin_loss %arg0, %arg1 : (tensor<?x10xf32>, tensor<?x10xf32>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @native_channel_shuffle(%arg0: tensor<1x4x8x8xf32>) -> (tensor<1x4x8x8xf32>) {
  %r = nnf.native_channel_shuffle %arg0 groups = 2 : (tensor<1x4x8x8xf32>) -> tensor<1x4x8x8xf32>
  return %r : tensor<1x4x8x8xf32>
}

func.func @nll_loss(%arg0: tensor<?x21x8x8xf32>, %arg1: tensor<?x8x8xi64>) -> (tensor<f32>) {
  %r = nnf.nll_loss %arg0, %arg1 ignore_index = 255 : (tensor<?x21x8x8xf32>, tensor<?x8x8xi64>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @normalize(%arg0: tensor<?x64xf32>) -> (tensor<?x64xf32>) {
  %r = nnf.normalize %arg0 : (tensor<?x64xf32>) -> tensor<?x64xf32>
  return %r : tensor<?x64xf32>
}

func.func @normalize_1(%arg0: tensor<?x8x8xf32>) -> (tensor<?x8x8xf32>) {
  %r = nnf.normalize %arg0 p = 1.0 dim = [-2, -1] : (tensor<?x8x8xf32>) -> tensor<?x8x8xf32>
  return %r : tensor<?x8x8xf32>
}

func.func @one_hot(%arg0: tensor<?xi64>) -> (tensor<?x10xi64>) {
  %r = nnf.one_hot %arg0 num_classes = 10 : (tensor<?xi64>) -> tensor<?x10xi64>
  return %r : tensor<?x10xi64>
}

func.func @pad(%arg0: tensor<2x3xf32>) -> (tensor<2x5xf32>) {
  %r = nnf.pad %arg0 pad = [1, 1] : (tensor<2x3xf32>) -> tensor<2x5xf32>
  return %r : tensor<2x5xf32>
}

func.func @pad_1(%arg0: tensor<?x3x8x8xf32>) -> (tensor<?x3x11x11xf32>) {
  %r = nnf.pad %arg0 pad = [1, 2, 3, 0] mode = reflect : (tensor<?x3x8x8xf32>) -> tensor<?x3x11x11xf32>
  return %r : tensor<?x3x11x11xf32>
}

func.func @pairwise_distance(%arg0: tensor<?x64xf32>, %arg1: tensor<?x64xf32>) -> (tensor<?xf32>) {
  %r = nnf.pairwise_distance %arg0, %arg1 p = 1.0 : (tensor<?x64xf32>, tensor<?x64xf32>) -> tensor<?xf32>
  return %r : tensor<?xf32>
}

func.func @pdist(%arg0: tensor<5x64xf32>) -> (tensor<10xf32>) {
  %r = nnf.pdist %arg0 : (tensor<5x64xf32>) -> tensor<10xf32>
  return %r : tensor<10xf32>
}

func.func @pixel_shuffle(%arg0: tensor<1x8x4x4xf32>) -> (tensor<1x2x8x8xf32>) {
  %r = nnf.pixel_shuffle %arg0 upscale_factor = 2 : (tensor<1x8x4x4xf32>) -> tensor<1x2x8x8xf32>
  return %r : tensor<1x2x8x8xf32>
}

func.func @pixel_unshuffle(%arg0: tensor<1x2x8x8xf32>) -> (tensor<1x8x4x4xf32>) {
  %r = nnf.pixel_unshuffle %arg0 downscale_factor = 2 : (tensor<1x2x8x8xf32>) -> tensor<1x8x4x4xf32>
  return %r : tensor<1x8x4x4xf32>
}

func.func @poisson_nll_loss(%arg0: tensor<?x4xf32>, %arg1: tensor<?x4xf32>) -> (tensor<f32>) {
  %r = nnf.poisson_nll_loss %arg0, %arg1 full = true : (tensor<?x4xf32>, tensor<?x4xf32>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @prelu(%arg0: tensor<?x16x8x8xf32>, %arg1: tensor<16xf32>) -> (tensor<?x16x8x8xf32>) {
  %r = nnf.prelu %arg0, %arg1 : (tensor<?x16x8x8xf32>, tensor<16xf32>) -> tensor<?x16x8x8xf32>
  return %r : tensor<?x16x8x8xf32>
}

func.func @relu6(%arg0: tensor<8xf32>) -> (tensor<8xf32>) {
  %r = nnf.relu6 %arg0 : tensor<8xf32>
  return %r : tensor<8xf32>
}

func.func @relu(%arg0: tensor<?x128xf32>) -> (tensor<?x128xf32>) {
  %r = nnf.relu %arg0 : tensor<?x128xf32>
  return %r : tensor<?x128xf32>
}

func.func @rms_norm(%arg0: tensor<?x768xf32>, %arg1: tensor<768xf32>) -> (tensor<?x768xf32>) {
  %r = nnf.rms_norm %arg0 normalized_shape = [768] weight = %arg1 eps = 1.0e-06 : (tensor<?x768xf32>, tensor<768xf32>) -> tensor<?x768xf32>
  return %r : tensor<?x768xf32>
}

func.func @rrelu(%arg0: tensor<?x64xf32>, %arg1: i64, %arg2: i64) -> (tensor<?x64xf32>) {
  %r = nnf.rrelu %arg0 seed = %arg1 offset = %arg2 training = true : (tensor<?x64xf32>, i64, i64) -> tensor<?x64xf32>
  return %r : tensor<?x64xf32>
}

func.func @rrelu_1(%arg0: tensor<?x64xf32>) -> (tensor<?x64xf32>) {
  %r = nnf.rrelu %arg0 : (tensor<?x64xf32>) -> tensor<?x64xf32>
  return %r : tensor<?x64xf32>
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

func.func @softmax_1(%arg0: tensor<?x10xi64>) -> (tensor<?x10xf32>) {
  %r = nnf.softmax %arg0 dim = 1 dtype = f32 : tensor<?x10xi64> -> tensor<?x10xf32>
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

func.func @triplet_margin_loss(%arg0: tensor<?x64xf32>, %arg1: tensor<?x64xf32>, %arg2: tensor<?x64xf32>) -> (tensor<f32>) {
  %r = nnf.triplet_margin_loss %arg0, %arg1, %arg2 swap = true : (tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @triplet_margin_with_distance_loss(%arg0: tensor<?x64xf32>, %arg1: tensor<?x64xf32>, %arg2: tensor<?x64xf32>) -> (tensor<f32>) {
  %r = nnf.triplet_margin_with_distance_loss %arg0, %arg1, %arg2 margin = 0.5 : (tensor<?x64xf32>, tensor<?x64xf32>, tensor<?x64xf32>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @unfold(%arg0: tensor<1x3x8x8xf32>) -> (tensor<1x12x16xf32>) {
  %r = nnf.unfold %arg0 kernel_size = [2, 2] stride = [2, 2] : (tensor<1x3x8x8xf32>) -> tensor<1x12x16xf32>
  return %r : tensor<1x12x16xf32>
}

func.func @upsample_bilinear(%arg0: tensor<1x3x8x8xf32>) -> (tensor<1x3x16x12xf32>) {
  %r = nnf.upsample_bilinear %arg0 size = [16, 12] : (tensor<1x3x8x8xf32>) -> tensor<1x3x16x12xf32>
  return %r : tensor<1x3x16x12xf32>
}

func.func @upsample_nearest(%arg0: tensor<1x3x8x8xf32>) -> (tensor<1x3x16x12xf32>) {
  %r = nnf.upsample_nearest %arg0 size = [16, 12] : (tensor<1x3x8x8xf32>) -> tensor<1x3x16x12xf32>
  return %r : tensor<1x3x16x12xf32>
}

func.func @upsample(%arg0: tensor<1x3x8x8xf32>) -> (tensor<1x3x16x16xf32>) {
  %r = nnf.upsample %arg0 scale_factor = [2.0, 2.0] : (tensor<1x3x8x8xf32>) -> tensor<1x3x16x16xf32>
  return %r : tensor<1x3x16x16xf32>
}
