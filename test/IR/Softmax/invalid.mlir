// What the verifier says of wrong operands, attributes and results.
// RUN: nnf-opt %s --split-input-file --verify-diagnostics

// Dim outside the rank.
func.func @dim_outside_the_rank(%x: tensor<4x10xf32>) {
  // expected-error @below {{'nnf.softmax' op expects dim to be in [-2, 1], but got 2}}
  %r = nnf.softmax %x dim = 2 : tensor<4x10xf32>
  return
}

// -----

// Dim below the rank.
func.func @dim_below_the_rank(%x: tensor<4x10xf32>) {
  // expected-error @below {{'nnf.log_softmax' op expects dim to be in [-2, 1], but got -3}}
  %r = nnf.log_softmax %x dim = -3 : tensor<4x10xf32>
  return
}

// -----

// Integers without a type to compute in, and without a type of the result.
func.func @integers(%x: tensor<4x10xi32>) {
  // expected-error @below {{'nnf.softmax' op expects dtype to be given for an input that is not of floats}}
  %r = nnf.softmax %x dim = 1 : tensor<4x10xi32>
  return
}

// -----

// Empty_row.
func.func @empty_row(%x: tensor<4x10xf32>) {
  // expected-error @below {{custom op 'nnf.softmax' expected string or keyword containing one of the following enum values for attribute 'empty_row' [nan, zero]}}
  %r = nnf.softmax %x dim = 1 empty_row = one : tensor<4x10xf32>
  return
}

// -----

// Integers without a type to compute in.
func.func @integers_to_floats(%x: tensor<4x3xi64>) {
  // expected-error @below {{'nnf.softmax' op expects dtype to be given for an input that is not of floats}}
  %r = nnf.softmax %x dim = 1 : tensor<4x3xi64> -> tensor<4x3xf32>
  return
}

// -----

// A draw without a seed.
func.func @gumbel_seed(%x: tensor<4x10xf32>) {
  // expected-error @below {{'nnf.gumbel_softmax' op expects seed and offset}}
  %r = nnf.gumbel_softmax %x : (tensor<4x10xf32>) -> tensor<4x10xf32>
  return
}
