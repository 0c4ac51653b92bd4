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
