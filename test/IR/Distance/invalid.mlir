// What the verifier says of wrong operands, attributes and results.
// RUN: nnf-opt %s --split-input-file --verify-diagnostics

// Vectors of other sizes.
func.func @sizes(%a: tensor<4x8xf32>, %b: tensor<4x7xf32>) {
  // expected-error @below {{'nnf.pairwise_distance' op expects dimension 1 of x1 to equal dimension 1 of x2, but got 8 and 7}}
  %r = nnf.pairwise_distance %a, %b : (tensor<4x8xf32>, tensor<4x7xf32>) -> tensor<4xf32>
  return
}

// -----

// No vector.
func.func @no_vector(%a: tensor<f32>) {
  // expected-error @below {{'nnf.pairwise_distance' op expects x1 or x2 to have rank 1 or more, but got rank 0}}
  %r = nnf.pairwise_distance %a, %a : (tensor<f32>, tensor<f32>) -> tensor<f32>
  return
}

// -----

// A dimension that is not there.
func.func @dim(%a: tensor<4x8xf32>) {
  // expected-error @below {{'nnf.cosine_similarity' op expects dim to be in [-2, 1], but got 2}}
  %r = nnf.cosine_similarity %a, %a dim = 2 : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4xf32>
  return
}

// -----

// No rows.
func.func @pdist_rank(%a: tensor<4xf32>) {
  // expected-error @below {{'nnf.pdist' op expects input to have rank 2, but got rank 1}}
  %r = nnf.pdist %a : (tensor<4xf32>) -> tensor<6xf32>
  return
}

// -----

// A negative order.
func.func @pdist_p(%a: tensor<4x8xf32>) {
  // expected-error @below {{'nnf.pdist' op expects p to be at least 0, but got -1.000000}}
  %r = nnf.pdist %a p = -1.0 : (tensor<4x8xf32>) -> tensor<6xf32>
  return
}

// -----

// The largest of no coordinates.
func.func @no_coordinates(%a: tensor<4x0xf32>) {
  // expected-error @below {{'nnf.pairwise_distance' op expects the number of coordinates for p = inf to be at least 1, but got 0}}
  %r = nnf.pairwise_distance %a, %a p = 0x7FF0000000000000 : (tensor<4x0xf32>, tensor<4x0xf32>) -> tensor<4xf32>
  return
}
