// What the verifier says of wrong operands, attributes and results.
// RUN: nnf-opt %s --split-input-file --verify-diagnostics

// Delta.
func.func @delta(%x: tensor<4xf32>, %t: tensor<4xf32>) {
  // expected-error @below {{'nnf.huber_loss' op expects delta to be greater than 0, but got 0.000000e+00}}
  %r = nnf.huber_loss %x, %t delta = 0.0 : (tensor<4xf32>, tensor<4xf32>) -> tensor<f32>
  return
}

// -----

// Beta.
func.func @beta(%x: tensor<4xf32>, %t: tensor<4xf32>) {
  // expected-error @below {{'nnf.smooth_l1_loss' op expects beta to be at least 0, but got -1.000000e+00}}
  %r = nnf.smooth_l1_loss %x, %t beta = -1.0 : (tensor<4xf32>, tensor<4xf32>) -> tensor<f32>
  return
}

// -----

// Weight of another shape.
func.func @weight_of_another_shape(%x: tensor<4x2xf32>, %t: tensor<4x2xf32>, %w: tensor<2xf32>) {
  // expected-error @below {{'nnf.mse_loss' op expects weight to have rank 2, but got rank 1}}
  %r = nnf.mse_loss %x, %t weight = %w : (tensor<4x2xf32>, tensor<4x2xf32>, tensor<2xf32>) -> tensor<f32>
  return
}

// -----

// Unreduced result.
func.func @unreduced_result(%x: tensor<4xf32>, %t: tensor<4xf32>) {
  // expected-error @below {{'nnf.mse_loss' op inferred type(s) 'tensor<4xf32>' are incompatible with return type(s) of operation 'tensor<f32>'}}
  %r = nnf.mse_loss %x, %t reduction = none : (tensor<4xf32>, tensor<4xf32>) -> tensor<f32>
  return
}

// -----

// A reduction of kl_div.
func.func @batchmean(%x: tensor<4xf32>, %y: tensor<4xf32>) {
  // expected-error @below {{'nnf.mse_loss' op expects reduction to be none, mean or sum, but got batchmean}}
  %r = nnf.mse_loss %x, %y reduction = batchmean : (tensor<4xf32>, tensor<4xf32>) -> tensor<f32>
  return
}

// -----

// A variance for each column.
func.func @variance_size(%x: tensor<4x3xf32>, %v: tensor<3xf32>) {
  // expected-error @below {{'nnf.gaussian_nll_loss' op expects dimension 0 of var to equal dimension 0 of input, but got 3 and 4}}
  %r = nnf.gaussian_nll_loss %x, %x, %v : (tensor<4x3xf32>, tensor<4x3xf32>, tensor<3xf32>) -> tensor<f32>
  return
}

// -----

// A variance that stretches twice.
func.func @variance_dims(%x: tensor<4x3xf32>, %v: tensor<1x1xf32>) {
  // expected-error @below {{'nnf.gaussian_nll_loss' op expects var to differ from input in one dimension at most, but it does in 2}}
  %r = nnf.gaussian_nll_loss %x, %x, %v : (tensor<4x3xf32>, tensor<4x3xf32>, tensor<1x1xf32>) -> tensor<f32>
  return
}

// -----

// No least variance.
func.func @variance_eps(%x: tensor<4xf32>) {
  // expected-error @below {{'nnf.gaussian_nll_loss' op expects eps to be greater than 0, but got 0.000000}}
  %r = nnf.gaussian_nll_loss %x, %x, %x eps = 0.0 : (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<f32>
  return
}
