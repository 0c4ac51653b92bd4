// Gradients of ops that have them from their parts, or whose operands PyTorch does not differentiate by, against finite differences.

// RUN: nnf-runner %s --target=reference --check-grad --function=norms --input=randn --input="uniform(0.5, 1.5)" --input=randn
// RUN: nnf-runner %s --target=reference --check-grad --function=distances --input=randn --input=randn
// RUN: nnf-runner %s --target=reference --check-grad --function=margins --input=randn --input=3xi64="0 3 2" --input="uniform(0.5, 1.5)" --input=randn
// RUN: nnf-runner %s --target=reference --check-grad --function=sequence --input=randn --input=2x2xi64="1 2 1 0" --input=2xi64="4 3" --input=2xi64="2 1"
// RUN: nnf-runner %s --target=reference --check-grad --function=gates --input=randn --input=randn --input=i64=3

func.func @norms(%x: tensor<2x4x3xf64>, %w: tensor<4xf64>, %b: tensor<4xf64>) -> (tensor<2x4x3xf64>, tensor<2x4x3xf64>, tensor<4xf64>, tensor<2x4x3xf64>, tensor<2x4x3xf64>) {
  %g = nnf.group_norm %x num_groups = 2 weight = %w bias = %b : (tensor<2x4x3xf64>, tensor<4xf64>, tensor<4xf64>) -> tensor<2x4x3xf64>
  %i:3 = nnf.instance_norm %x running_mean = %b running_var = %w weight = %w bias = %b : (tensor<2x4x3xf64>, tensor<4xf64>, tensor<4xf64>, tensor<4xf64>, tensor<4xf64>) -> (tensor<2x4x3xf64>, tensor<4xf64>, tensor<4xf64>)
  %r = nnf.local_response_norm %i#0 size = 3 alpha = 0.5 : (tensor<2x4x3xf64>) -> tensor<2x4x3xf64>
  %n = nnf.normalize %r p = 3.0 dim = [1, 2] : (tensor<2x4x3xf64>) -> tensor<2x4x3xf64>
  %m = nnf.rms_norm %n normalized_shape = [3] eps = 0.01 : (tensor<2x4x3xf64>) -> tensor<2x4x3xf64>
  return %g, %m, %i#2, %r, %n : tensor<2x4x3xf64>, tensor<2x4x3xf64>, tensor<4xf64>, tensor<2x4x3xf64>, tensor<2x4x3xf64>
}

func.func @distances(%a: tensor<4x3xf64>, %b: tensor<4x3xf64>) -> (tensor<4xf64>, tensor<4xf64>, tensor<6xf64>, tensor<f64>) {
  %p = nnf.pairwise_distance %a, %b p = 1.5 : (tensor<4x3xf64>, tensor<4x3xf64>) -> tensor<4xf64>
  %c = nnf.cosine_similarity %a, %b : (tensor<4x3xf64>, tensor<4x3xf64>) -> tensor<4xf64>
  %d = nnf.pdist %a p = 2.5 : (tensor<4x3xf64>) -> tensor<6xf64>
  %t = nnf.triplet_margin_loss %a, %b, %a margin = 9.0 swap = true : (tensor<4x3xf64>, tensor<4x3xf64>, tensor<4x3xf64>) -> tensor<f64>
  return %p, %c, %d, %t : tensor<4xf64>, tensor<4xf64>, tensor<6xf64>, tensor<f64>
}

func.func @margins(%x: tensor<3x4xf64>, %t: tensor<3xi64>, %w: tensor<4xf64>, %l: tensor<4x4xf64>) -> (tensor<f64>, tensor<3xf64>, tensor<f64>, tensor<f64>) {
  %a = nnf.multi_margin_loss %x, %t weight = %w p = 2 margin = 4.0 : (tensor<3x4xf64>, tensor<3xi64>, tensor<4xf64>) -> tensor<f64>
  %b = nnf.multilabel_soft_margin_loss %x, %x weight = %w reduction = none : (tensor<3x4xf64>, tensor<3x4xf64>, tensor<4xf64>) -> tensor<3xf64>
  %c = nnf.linear_cross_entropy %x, %l, %t linear_bias = %w weight = %w label_smoothing = 0.1 : (tensor<3x4xf64>, tensor<4x4xf64>, tensor<3xi64>, tensor<4xf64>, tensor<4xf64>) -> tensor<f64>
  %d = nnf.kl_div %x, %w log_target = true reduction = batchmean : (tensor<3x4xf64>, tensor<4xf64>) -> tensor<f64>
  return %a, %b, %c, %d : tensor<f64>, tensor<3xf64>, tensor<f64>, tensor<f64>
}

func.func @sequence(%x: tensor<4x2x3xf64>, %t: tensor<2x2xi64>, %n: tensor<2xi64>, %m: tensor<2xi64>) -> tensor<f64> {
  // The gradient is that of a log_softmax's result.
  %p = nnf.log_softmax %x dim = 2 : tensor<4x2x3xf64>
  %l = nnf.ctc_loss %p, %t, %n, %m : (tensor<4x2x3xf64>, tensor<2x2xi64>, tensor<2xi64>, tensor<2xi64>) -> tensor<f64>
  return %l : tensor<f64>
}

func.func @gates(%x: tensor<3x4xf64>, %w: tensor<4xf64>, %s: i64) -> (tensor<3x2xf64>, tensor<3x4xf64>, tensor<3x4xf64>, tensor<3x4xf64>) {
  %g = nnf.glu %x : (tensor<3x4xf64>) -> tensor<3x2xf64>
  %p = nnf.prelu %x, %w : (tensor<3x4xf64>, tensor<4xf64>) -> tensor<3x4xf64>
  %r = nnf.rrelu %x seed = %s offset = %s training = true : (tensor<3x4xf64>, i64, i64) -> tensor<3x4xf64>
  %u = nnf.gumbel_softmax %r seed = %s offset = %s : (tensor<3x4xf64>, i64, i64) -> tensor<3x4xf64>
  return %g, %p, %r, %u : tensor<3x2xf64>, tensor<3x4xf64>, tensor<3x4xf64>, tensor<3x4xf64>
}
