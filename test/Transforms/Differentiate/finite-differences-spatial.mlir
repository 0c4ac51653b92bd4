// Gradients of pooling, vision and transposed convolutions against finite differences, under the reference.

// RUN: nnf-runner %s --target=reference --check-grad --function=pools --input=randn
// RUN: nnf-runner %s --target=reference --check-grad --function=norm --input="uniform(0.5, 2)"
// RUN: nnf-runner %s --target=reference --check-grad --function=pads --input=randn
// RUN: nnf-runner %s --target=reference --check-grad --function=resized --input=randn
// RUN: nnf-runner %s --target=reference --check-grad --function=sampled --input=randn --input="uniform(-0.9, 0.9)"

func.func @pools(%x: tensor<1x2x5x7xf64>) -> (tensor<1x2x3x4xf64>, tensor<1x2x3x2xf64>, tensor<1x2x2x3xf64>) {
  %a = nnf.avg_pool2d %x kernel_size = [2, 2] padding = [1, 0] ceil_mode = true count_include_pad = false : (tensor<1x2x5x7xf64>) -> tensor<1x2x3x4xf64>
  %b = nnf.adaptive_avg_pool2d %x output_size = [3, 2] : (tensor<1x2x5x7xf64>) -> tensor<1x2x3x2xf64>
  %c = nnf.adaptive_max_pool2d %x output_size = [2, 3] : (tensor<1x2x5x7xf64>) -> tensor<1x2x2x3xf64>
  return %a, %b, %c : tensor<1x2x3x4xf64>, tensor<1x2x3x2xf64>, tensor<1x2x2x3xf64>
}

func.func @norm(%x: tensor<2x7xf64>) -> tensor<2x4xf64> {
  %y = nnf.lp_pool1d %x norm_type = 3.0 kernel_size = [2] ceil_mode = true : (tensor<2x7xf64>) -> tensor<2x4xf64>
  return %y : tensor<2x4xf64>
}

func.func @pads(%x: tensor<2x4x5xf64>) -> (tensor<2x5x8xf64>, tensor<2x5x8xf64>, tensor<2x5x8xf64>) {
  %a = nnf.pad %x pad = [2, 1, -1, 2] mode = reflect : (tensor<2x4x5xf64>) -> tensor<2x5x8xf64>
  %b = nnf.pad %x pad = [2, 1, -1, 2] mode = replicate : (tensor<2x4x5xf64>) -> tensor<2x5x8xf64>
  %c = nnf.pad %x pad = [2, 1, -1, 2] mode = circular : (tensor<2x4x5xf64>) -> tensor<2x5x8xf64>
  return %a, %b, %c : tensor<2x5x8xf64>, tensor<2x5x8xf64>, tensor<2x5x8xf64>
}

func.func @resized(%x: tensor<1x2x4x5xf64>) -> (tensor<1x2x7x3xf64>, tensor<1x2x7x3xf64>, tensor<1x2x2x3xf64>) {
  %a = nnf.interpolate %x size = [7, 3] mode = bilinear align_corners = true : (tensor<1x2x4x5xf64>) -> tensor<1x2x7x3xf64>
  %b = nnf.interpolate %x size = [7, 3] mode = bicubic : (tensor<1x2x4x5xf64>) -> tensor<1x2x7x3xf64>
  %c = nnf.interpolate %x size = [2, 3] mode = bicubic antialias = true : (tensor<1x2x4x5xf64>) -> tensor<1x2x2x3xf64>
  return %a, %b, %c : tensor<1x2x7x3xf64>, tensor<1x2x7x3xf64>, tensor<1x2x2x3xf64>
}

func.func @sampled(%x: tensor<1x2x4x5xf64>, %g: tensor<1x3x2x2xf64>) -> tensor<1x2x3x2xf64> {
  %y = nnf.grid_sample %x, %g padding_mode = border : (tensor<1x2x4x5xf64>, tensor<1x3x2x2xf64>) -> tensor<1x2x3x2xf64>
  return %y : tensor<1x2x3x2xf64>
}
