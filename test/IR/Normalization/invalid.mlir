// What the verifier says of wrong operands, attributes and results.
// RUN: nnf-opt %s --split-input-file --verify-diagnostics

// Normalized_shape.
func.func @normalized_shape(%x: tensor<4x10xf32>) {
  // expected-error @below {{'nnf.layer_norm' op expects dimension 1 of input to equal entry 0 of normalized_shape, but got 10 and 9}}
  %r = nnf.layer_norm %x normalized_shape = [9] : (tensor<4x10xf32>) -> tensor<4x10xf32>
  return
}

// -----

// No statistics in inference.
func.func @no_statistics_in_inference(%x: tensor<4x3x8xf32>) {
  // expected-error @below {{'nnf.batch_norm' op expects running_mean and running_var in inference}}
  %r = nnf.batch_norm %x : (tensor<4x3x8xf32>) -> tensor<4x3x8xf32>
  return
}

// -----

// One value a channel.
func.func @one_value_a_channel(%x: tensor<1x3xf32>) {
  // expected-error @below {{'nnf.batch_norm' op expects the number of values a channel in training to be at least 2, but got 1}}
  %r = nnf.batch_norm %x training = true : (tensor<1x3xf32>) -> tensor<1x3xf32>
  return
}

// -----

// Statistics of other channels.
func.func @statistics_of_other_channels(%x: tensor<4x3x8xf32>, %m: tensor<2xf32>, %v: tensor<2xf32>) {
  // expected-error @below {{'nnf.batch_norm' op expects dimension 0 of running_mean to equal the number of channels, but got 2 and 3}}
  %r = nnf.batch_norm %x running_mean = %m running_var = %v : (tensor<4x3x8xf32>, tensor<2xf32>, tensor<2xf32>) -> tensor<4x3x8xf32>
  return
}

// -----

// Weight of another size.
func.func @rms_weight(%x: tensor<4x10xf32>, %w: tensor<9xf32>) {
  // expected-error @below {{'nnf.rms_norm' op expects dimension 0 of weight to equal entry 0 of normalized_shape, but got 9 and 10}}
  %r = nnf.rms_norm %x normalized_shape = [10] weight = %w : (tensor<4x10xf32>, tensor<9xf32>) -> tensor<4x10xf32>
  return
}

// -----

// Channels that are no multiple of the groups.
func.func @group_channels(%x: tensor<2x5x3xf32>) {
  // expected-error @below {{'nnf.group_norm' op expects the number of channels to equal a multiple of num_groups (2), but got 5 and 4}}
  %r = nnf.group_norm %x num_groups = 2 : (tensor<2x5x3xf32>) -> tensor<2x5x3xf32>
  return
}

// -----

// One value a group.
func.func @group_value(%x: tensor<1x2xf32>) {
  // expected-error @below {{'nnf.group_norm' op expects the number of values a group of all samples together not to be 1}}
  %r = nnf.group_norm %x num_groups = 2 : (tensor<1x2xf32>) -> tensor<1x2xf32>
  return
}

// -----

// No groups.
func.func @group_none(%x: tensor<2x4xf32>) {
  // expected-error @below {{'nnf.group_norm' op expects num_groups to be at least 1, but got 0}}
  %r = nnf.group_norm %x num_groups = 0 : (tensor<2x4xf32>) -> tensor<2x4xf32>
  return
}

// -----

// One value a channel of a sample.
func.func @instance_value(%x: tensor<2x4x1xf32>) {
  // expected-error @below {{'nnf.instance_norm' op expects the number of values a channel of a sample not to be 1}}
  %r = nnf.instance_norm %x : (tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  return
}

// -----

// No statistics to use.
func.func @instance_statistics(%x: tensor<2x4x3xf32>) {
  // expected-error @below {{'nnf.instance_norm' op expects running_mean and running_var where use_input_stats is false}}
  %r = nnf.instance_norm %x use_input_stats = false : (tensor<2x4x3xf32>) -> tensor<2x4x3xf32>
  return
}

// -----

// A window of no channels.
func.func @response_size(%x: tensor<2x4x3xf32>) {
  // expected-error @below {{'nnf.local_response_norm' op expects size to be at least 1, but got 0}}
  %r = nnf.local_response_norm %x size = 0 : (tensor<2x4x3xf32>) -> tensor<2x4x3xf32>
  return
}

// -----

// A dimension twice.
func.func @normalize_twice(%x: tensor<2x4xf32>) {
  // expected-error @below {{'nnf.normalize' op expects dim to name a dimension once, but got -1 for the second time}}
  %r = nnf.normalize %x dim = [1, -1] : (tensor<2x4xf32>) -> tensor<2x4xf32>
  return
}

// -----

// The largest of nothing.
func.func @normalize_nothing(%x: tensor<2x0xf32>) {
  // expected-error @below {{'nnf.normalize' op expects the number of values to normalize together for p = inf to be at least 1, but got 0}}
  %r = nnf.normalize %x p = 0x7FF0000000000000 : (tensor<2x0xf32>) -> tensor<2x0xf32>
  return
}

// -----

// Nothing to normalize over.
func.func @nothing_to_normalize_over(%x: tensor<2x3xf32>) {
  // expected-error @below {{'nnf.layer_norm' op expects normalized_shape to have at least one entry}}
  %r = nnf.layer_norm %x normalized_shape = [] : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return
}

// -----

// A mean without a variance.
func.func @a_mean_without_a_variance(%x: tensor<2x3xf32>, %m: tensor<3xf32>) {
  // expected-error @below {{'nnf.batch_norm' op expects running_mean and running_var to be given together}}
  %r = nnf.batch_norm %x running_mean = %m : (tensor<2x3xf32>, tensor<3xf32>) -> tensor<2x3xf32>
  return
}
