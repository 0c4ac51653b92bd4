func.func @Losses_11_0_poisson_nll_loss(%a0: tensor<2x16xf32>, %a1: tensor<?x?xf32>) -> (tensor<2x16xf32>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 1.000000e-05 : f64, nnf.atol = 1.000000e-05 : f64} {
  %r = nnf.poisson_nll_loss %a0, %a1 log_input = true full = false reduction = none : (tensor<2x16xf32>, tensor<?x?xf32>) -> tensor<2x16xf32>
  return %r : tensor<2x16xf32>
}

func.func @Losses_11_1_gaussian_nll_loss(%a0: tensor<7xf16>, %a1: tensor<7xf16>, %a2: tensor<1xf16>) -> (tensor<7xf16>) attributes {nnf.gradients = [0 : i64, 1 : i64, 2 : i64], nnf.rtol = 2.000000e-02 : f64, nnf.atol = 2.000000e-02 : f64} {
  %r = nnf.gaussian_nll_loss %a0, %a1, %a2 full = true eps = 2.50000000000000000e-01 reduction = none : (tensor<7xf16>, tensor<7xf16>, tensor<1xf16>) -> tensor<7xf16>
  return %r : tensor<7xf16>
}

func.func @Losses_11_2_negative_variance(%a0: tensor<5xf64>, %a1: tensor<5xf64>, %a2: tensor<5xf64>) -> (tensor<f64>) attributes {nnf.error = "var[3] is negative, but must be at least 0"} {
  %r = nnf.gaussian_nll_loss %a0, %a1, %a2 : (tensor<5xf64>, tensor<5xf64>, tensor<5xf64>) -> tensor<f64>
  return %r : tensor<f64>
}

func.func @Losses_11_3_kl_div(%a0: tensor<13xf16>, %a1: tensor<13xf16>) -> (tensor<f16>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 2.000000e-02 : f64, nnf.atol = 2.000000e-02 : f64} {
  %r = nnf.kl_div %a0, %a1 log_target = false reduction = mean : (tensor<13xf16>, tensor<13xf16>) -> tensor<f16>
  return %r : tensor<f16>
}

func.func @Losses_11_4_hinge_embedding_loss(%a0: tensor<?xf32>, %a1: tensor<3xf32>) -> (tensor<?xf32>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 1.000000e-05 : f64, nnf.atol = 1.000000e-05 : f64} {
  %r = nnf.hinge_embedding_loss %a0, %a1 margin = 1.00000000000000000e+00 reduction = none : (tensor<?xf32>, tensor<3xf32>) -> tensor<?xf32>
  return %r : tensor<?xf32>
}

func.func @Losses_11_5_margin_ranking_loss(%a0: tensor<17x7x4xf64>, %a1: tensor<1x?x4xf64>, %a2: tensor<?x?x?xf64>) -> (tensor<f64>) attributes {nnf.gradients = [0 : i64, 1 : i64]} {
  %r = nnf.margin_ranking_loss %a0, %a1, %a2 margin = 5.00000000000000000e-01 reduction = sum : (tensor<17x7x4xf64>, tensor<1x?x4xf64>, tensor<?x?x?xf64>) -> tensor<f64>
  return %r : tensor<f64>
}

func.func @Losses_11_6_cosine_embedding_loss(%a0: tensor<33xf32>, %a1: tensor<?xf32>, %a2: tensor<f32>) -> (tensor<f32>) attributes {nnf.gradients = [0 : i64, 1 : i64], nnf.rtol = 1.000000e-05 : f64, nnf.atol = 1.000000e-05 : f64} {
  %r = nnf.cosine_embedding_loss %a0, %a1, %a2 margin = 2.00000000000000011e-01 reduction = mean : (tensor<33xf32>, tensor<?xf32>, tensor<f32>) -> tensor<f32>
  return %r : tensor<f32>
}

func.func @Losses_11_7_triplet_margin_loss(%a0: tensor<3x?x?xf32>, %a1: tensor<?x?x?xf32>, %a2: tensor<?x?x?xf32>) -> (tensor<?x?xf32>) attributes {nnf.gradients = [0 : i64, 1 : i64, 2 : i64], nnf.rtol = 3.000000e-05 : f64, nnf.atol = 3.000000e-05 : f64} {
  %r = nnf.triplet_margin_loss %a0, %a1, %a2 p = 2.00000000000000000e+00 swap = true reduction = none : (tensor<3x?x?xf32>, tensor<?x?x?xf32>, tensor<?x?x?xf32>) -> tensor<?x?xf32>
  return %r : tensor<?x?xf32>
}

func.func @Losses_11_8_triplet_margin_with_distance_loss(%a0: tensor<2x2xf16>, %a1: tensor<2x?xf16>, %a2: tensor<?x?xf16>) -> (tensor<2xf16>) attributes {nnf.gradients = [0 : i64, 1 : i64, 2 : i64], nnf.rtol = 2.000000e-02 : f64, nnf.atol = 2.000000e-02 : f64} {
  %r = nnf.triplet_margin_with_distance_loss %a0, %a1, %a2 margin = 1.00000000000000000e+00 swap = true reduction = none : (tensor<2x2xf16>, tensor<2x?xf16>, tensor<?x?xf16>) -> tensor<2xf16>
  return %r : tensor<2xf16>
}

func.func @Losses_11_9_multi_margin_loss(%a0: tensor<1x2xbf16>, %a1: tensor<1xi64>) -> (tensor<1xbf16>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 6.000000e-02 : f64, nnf.atol = 2.000000e-01 : f64} {
  %r = nnf.multi_margin_loss %a0, %a1 p = 1 margin = 1.00000000000000000e+00 reduction = none : (tensor<1x2xbf16>, tensor<1xi64>) -> tensor<1xbf16>
  return %r : tensor<1xbf16>
}

func.func @Losses_11_10_multilabel_margin_loss(%a0: tensor<5xbf16>, %a1: tensor<5xi64>) -> (tensor<bf16>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 6.000000e-02 : f64, nnf.atol = 2.000000e-01 : f64} {
  %r = nnf.multilabel_margin_loss %a0, %a1 reduction = sum : (tensor<5xbf16>, tensor<5xi64>) -> tensor<bf16>
  return %r : tensor<bf16>
}

func.func @Losses_11_11_multilabel_soft_margin_loss(%a0: tensor<3x17x7xf16>, %a1: tensor<3x17x7xf16>, %a2: tensor<3x17x7xf16>) -> (tensor<f16>) attributes {nnf.gradients = [0 : i64, 1 : i64, 2 : i64], nnf.rtol = 2.000000e-02 : f64, nnf.atol = 2.000000e-02 : f64} {
  %r = nnf.multilabel_soft_margin_loss %a0, %a1 weight = %a2 reduction = mean : (tensor<3x17x7xf16>, tensor<3x17x7xf16>, tensor<3x17x7xf16>) -> tensor<f16>
  return %r : tensor<f16>
}

func.func @Losses_11_12_linear_cross_entropy(%a0: tensor<?x?xbf16>, %a1: tensor<1x2x4xbf16>, %a2: tensor<?x?xi64>, %a3: tensor<1x?xbf16>) -> (tensor<bf16>) attributes {nnf.gradients = [0 : i64, 1 : i64], nnf.rtol = 6.000000e-02 : f64, nnf.atol = 2.000000e-01 : f64} {
  %r = nnf.linear_cross_entropy %a0, %a1, %a2 linear_bias = %a3 reduction = sum label_smoothing = 0.00000000000000000e+00 : (tensor<?x?xbf16>, tensor<1x2x4xbf16>, tensor<?x?xi64>, tensor<1x?xbf16>) -> tensor<bf16>
  return %r : tensor<bf16>
}

func.func @Losses_11_13_ctc_loss(%a0: tensor<?x1x?xf32>, %a1: tensor<1xi32>, %a2: tensor<1xi32>, %a3: tensor<1xi32>) -> (tensor<1xf32>) attributes {nnf.gradients = [0 : i64], nnf.rtol = 3.000000e-05 : f64, nnf.atol = 3.000000e-05 : f64} {
  %r = nnf.ctc_loss %a0, %a1, %a2, %a3 blank = 2 reduction = none zero_infinity = true : (tensor<?x1x?xf32>, tensor<1xi32>, tensor<1xi32>, tensor<1xi32>) -> tensor<1xf32>
  return %r : tensor<1xf32>
}

func.func @Losses_11_14_ctc_lengths(%a0: tensor<3x2x4xf32>, %a1: tensor<2x?xi64>, %a2: tensor<?xi64>, %a3: tensor<?xi64>) -> (tensor<f32>) attributes {nnf.error = "input_lengths[1] is 4, but must be at least 0 and less than 4"} {
  %r = nnf.ctc_loss %a0, %a1, %a2, %a3 : (tensor<3x2x4xf32>, tensor<2x?xi64>, tensor<?xi64>, tensor<?xi64>) -> tensor<f32>
  return %r : tensor<f32>
}

