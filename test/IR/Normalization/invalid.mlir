// What the verifier says of wrong operands, attributes and results.
// RUN: nnf-opt %s --split-input-file --verify-diagnostics

// Normalized_shape.
func.func @normalized_shape(%x: tensor<4x10xf32>) {
  // expected-error @below {{'nnf.layer_norm' op expects dimension 1 of input to equal entry 0 of normalized_shape, but got 10 and 9}}
  // expected-error @below {{'nnf.layer_norm' op failed to infer returned types}}
  %r = nnf.layer_norm %x normalized_shape = [9] : (tensor<4x10xf32>) -> tensor<4x10xf32>
  return
}

// -----

// No statistics in inference.
func.func @no_statistics_in_inference(%x: tensor<4x3x8xf32>) {
  // expected-error @below {{'nnf.batch_norm' op expects running_mean and running_var in inference}}
  // expected-error @below {{'nnf.batch_norm' op failed to infer returned types}}
  %r = nnf.batch_norm %x : (tensor<4x3x8xf32>) -> tensor<4x3x8xf32>
  return
}

// -----

// One value a channel.
func.func @one_value_a_channel(%x: tensor<1x3xf32>) {
  // expected-error @below {{'nnf.batch_norm' op expects the number of values a channel in training to be at least 2, but got 1}}
  // expected-error @below {{'nnf.batch_norm' op failed to infer returned types}}
  %r = nnf.batch_norm %x training = true : (tensor<1x3xf32>) -> tensor<1x3xf32>
  return
}

// -----

// Statistics of other channels.
func.func @statistics_of_other_channels(%x: tensor<4x3x8xf32>, %m: tensor<2xf32>, %v: tensor<2xf32>) {
  // expected-error @below {{'nnf.batch_norm' op expects dimension 0 of running_mean to equal the number of channels, but got 2 and 3}}
  // expected-error @below {{'nnf.batch_norm' op failed to infer returned types}}
  %r = nnf.batch_norm %x running_mean = %m running_var = %v : (tensor<4x3x8xf32>, tensor<2xf32>, tensor<2xf32>) -> tensor<4x3x8xf32>
  return
}
