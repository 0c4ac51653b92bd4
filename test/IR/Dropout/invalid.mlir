// What the verifier says of wrong operands, attributes and results.
// RUN: nnf-opt %s --split-input-file --verify-diagnostics

// P above 1.
func.func @p_above_1(%x: tensor<4xf32>) {
  // expected-error @below {{'nnf.dropout' op expects p to be in [0, 1], but got 1.500000e+00}}
  %r = nnf.dropout %x p = 1.5 training = false : (tensor<4xf32>) -> tensor<4xf32>
  return
}

// -----

// P below 0.
func.func @p_below_0(%x: tensor<4xf32>) {
  // expected-error @below {{'nnf.dropout' op expects p to be in [0, 1], but got -5.000000e-01}}
  %r = nnf.dropout %x p = -0.5 training = false : (tensor<4xf32>) -> tensor<4xf32>
  return
}

// -----

// No seed.
func.func @no_seed(%x: tensor<4xf32>) {
  // expected-error @below {{'nnf.dropout' op expects seed and offset in training}}
  %r = nnf.dropout %x p = 0.5 : (tensor<4xf32>) -> tensor<4xf32>
  return
}

// -----

// No probability.
func.func @alpha_p(%x: tensor<4x10xf32>) {
  // expected-error @below {{'nnf.alpha_dropout' op expects p to be in [0, 1], but got 2.000000e+00}}
  %r = nnf.alpha_dropout %x p = 2.0 : (tensor<4x10xf32>) -> tensor<4x10xf32>
  return
}

// -----

// No seed for channels.
func.func @feature_seed(%x: tensor<4x10xf32>) {
  // expected-error @below {{'nnf.feature_alpha_dropout' op expects seed and offset in training}}
  %r = nnf.feature_alpha_dropout %x training = true : (tensor<4x10xf32>) -> tensor<4x10xf32>
  return
}

// -----

// No channels.
func.func @dropout1d_rank(%x: tensor<4xf32>) {
  // expected-error @below {{'nnf.dropout1d' op expects input to have a rank from 2 to 3, but got rank 1}}
  %r = nnf.dropout1d %x training = false : (tensor<4xf32>) -> tensor<4xf32>
  return
}

// -----

// No channels of samples.
func.func @dropout2d_rank(%x: tensor<4xf32>) {
  // expected-error @below {{'nnf.dropout2d' op expects input to have rank 2 or more, but got rank 1}}
  %r = nnf.dropout2d %x training = false : (tensor<4xf32>) -> tensor<4xf32>
  return
}

// -----

// Random integers.
func.func @random_integers(%x: tensor<4x3xi32>, %s: i64) {
  // expected-error @below {{'nnf.feature_alpha_dropout' op expects an input of floats in training}}
  %r = nnf.feature_alpha_dropout %x seed = %s offset = %s training = true : (tensor<4x3xi32>, i64, i64) -> tensor<4x3xi32>
  return
}
