func.func @PoolingBack_11_0_3d(%a0: tensor<1x2x1x7x3xf32>, %a1: tensor<1x2x1x7x3xi64>) -> (tensor<1x2x4x7x7xf32>) attributes {nnf.gradients = [0 : i64]} {
  %r = nnf.max_unpool3d %a0, %a1 kernel_size = [2, 1, 2] stride = [3, 1, 2] padding = [0, 0, 0] output_size = [4, 7, 7] : (tensor<1x2x1x7x3xf32>, tensor<1x2x1x7x3xi64>) -> tensor<1x2x4x7x7xf32>
  return %r : tensor<1x2x4x7x7xf32>
}

func.func @PoolingBack_11_1_2d(%a0: tensor<3x1x5x2xf32>, %a1: tensor<?x1x?x?xi64>) -> (tensor<?x1x?x?xf32>) attributes {nnf.gradients = [0 : i64]} {
  %r = nnf.max_unpool2d %a0, %a1 kernel_size = [1, 3] padding = [0, 0] output_size = [5, 7] : (tensor<3x1x5x2xf32>, tensor<?x1x?x?xi64>) -> tensor<?x1x?x?xf32>
  return %r : tensor<?x1x?x?xf32>
}

func.func @PoolingBack_11_2_2d(%a0: tensor<?x?x?x?xf32>, %a1: tensor<?x?x?x?xi64>) -> (tensor<2x2x5x4xf32>) attributes {nnf.gradients = [0 : i64]} {
  %r = nnf.max_unpool2d %a0, %a1 kernel_size = [2, 1] padding = [0, 0] output_size = [5, 4] : (tensor<?x?x?x?xf32>, tensor<?x?x?x?xi64>) -> tensor<2x2x5x4xf32>
  return %r : tensor<2x2x5x4xf32>
}

func.func @PoolingBack_11_3_1d(%a0: tensor<1x?x1xf16>, %a1: tensor<1x?x1xi64>) -> (tensor<1x?x?xf16>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 3.000000e-03 : f64, nnf.atol = 1.000000e-04 : f64} {
  %r = nnf.max_unpool1d %a0, %a1 kernel_size = [3] stride = [4] padding = [0] output_size = [4] : (tensor<1x?x1xf16>, tensor<1x?x1xi64>) -> tensor<1x?x?xf16>
  return %r : tensor<1x?x?xf16>
}

func.func @PoolingBack_11_4_3d(%a0: tensor<2x1x6x2x2xf32>, %a1: tensor<2x1x6x2x2xi64>) -> (tensor<2x1x6x5x5xf32>) attributes {nnf.gradients = [0 : i64]} {
  %r = nnf.max_unpool3d %a0, %a1 kernel_size = [1, 2, 3] stride = [1, 3, 4] padding = [0, 0, 1] output_size = [6, 5, 5] : (tensor<2x1x6x2x2xf32>, tensor<2x1x6x2x2xi64>) -> tensor<2x1x6x5x5xf32>
  return %r : tensor<2x1x6x5x5xf32>
}

