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
