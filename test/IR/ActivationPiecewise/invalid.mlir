// What the verifier says of wrong operands, attributes and results.
// RUN: nnf-opt %s --split-input-file --verify-diagnostics

// Negative lambd.
func.func @negative_lambd(%x: tensor<4xf32>) {
  // expected-error @below {{'nnf.softshrink' op expects lambd to be at least 0, but got -1.000000e+00}}
  %r = nnf.softshrink %x lambd = -1.0 : tensor<4xf32>
  return
}

// -----

// Integers.
func.func @integers(%x: tensor<4xi32>) {
  // expected-error @below {{'nnf.leaky_relu' op operand #0 must be ranked tensor of 32-bit float or 64-bit float or 16-bit float or bfloat16 type values, but got 'tensor<4xi32>'}}
  %r = nnf.leaky_relu %x : tensor<4xi32>
  return
}

// -----

// Result.
func.func @result(%x: tensor<4xf32>) {
  // expected-error @below {{'nnf.relu' op inferred type(s) 'tensor<4xf32>' are incompatible with return type(s) of operation 'tensor<5xf32>'}}
  %r = nnf.relu %x : tensor<4xf32> -> tensor<5xf32>
  return
}

// -----

// Slopes for other channels.
func.func @prelu_channels(%x: tensor<4x3xf32>, %w: tensor<4xf32>) {
  // expected-error @below {{'nnf.prelu' op expects dimension 0 of weight to equal the number of channels, but got 4 and 3}}
  %r = nnf.prelu %x, %w : (tensor<4x3xf32>, tensor<4xf32>) -> tensor<4x3xf32>
  return
}

// -----

// Slopes in a matrix.
func.func @prelu_rank(%x: tensor<4x3xf32>, %w: tensor<1x3xf32>) {
  // expected-error @below {{'nnf.prelu' op expects weight to have a rank from 0 to 1, but got rank 2}}
  %r = nnf.prelu %x, %w : (tensor<4x3xf32>, tensor<1x3xf32>) -> tensor<4x3xf32>
  return
}

// -----

// An empty range of slopes.
func.func @rrelu_range(%x: tensor<4x10xf32>) {
  // expected-error @below {{'nnf.rrelu' op expects lower to be at most upper, but got 0.500000 and 0.250000}}
  %r = nnf.rrelu %x lower = 0.5 upper = 0.25 : (tensor<4x10xf32>) -> tensor<4x10xf32>
  return
}

// -----

// Random slopes without a seed.
func.func @rrelu_seed(%x: tensor<4x10xf32>) {
  // expected-error @below {{'nnf.rrelu' op expects seed and offset in training}}
  %r = nnf.rrelu %x training = true : (tensor<4x10xf32>) -> tensor<4x10xf32>
  return
}

// -----

// Slopes for a single number.
func.func @prelu_scalar(%x: tensor<f32>, %w: tensor<3xf32>) {
  // expected-error @below {{'nnf.prelu' op expects input, for a weight of several elements, to have rank 1 or more, but got rank 0}}
  %r = nnf.prelu %x, %w : (tensor<f32>, tensor<3xf32>) -> tensor<f32>
  return
}

// -----

// The default limits are -1 and 1.
func.func @hardtanh_fits(%x: tensor<4xui8>) {
  // expected-error @below {{'nnf.hardtanh' op expects min_val to be a number of type 'ui8', but got -1.000000e+00}}
  %r = nnf.hardtanh %x : tensor<4xui8>
  return
}

// -----

// More than a byte holds.
func.func @threshold_fits(%x: tensor<4xi8>) {
  // expected-error @below {{'nnf.threshold' op expects value to be a number of type 'i8', but got 3.000000e+02}}
  %r = nnf.threshold %x threshold = 0.0 value = 300.0 : tensor<4xi8>
  return
}
