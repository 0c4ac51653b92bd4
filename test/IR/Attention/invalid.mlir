// What the verifier says of wrong operands, attributes and results.
// RUN: nnf-opt %s --split-input-file --verify-diagnostics

// Width of key.
func.func @width_of_key(%q: tensor<2x4x8xf32>, %k: tensor<2x5x7xf32>, %v: tensor<2x5x6xf32>) {
  // expected-error @below {{'nnf.scaled_dot_product_attention' op expects the last dimension of query to equal the last dimension of key, but got 8 and 7}}
  // expected-error @below {{'nnf.scaled_dot_product_attention' op failed to infer returned types}}
  %r = nnf.scaled_dot_product_attention %q, %k, %v : (tensor<2x4x8xf32>, tensor<2x5x7xf32>, tensor<2x5x6xf32>) -> tensor<2x4x6xf32>
  return
}

// -----

// Length of value.
func.func @length_of_value(%q: tensor<2x4x8xf32>, %k: tensor<2x5x8xf32>, %v: tensor<2x3x6xf32>) {
  // expected-error @below {{'nnf.scaled_dot_product_attention' op expects dimension -2 of key to equal dimension -2 of value, but got 5 and 3}}
  // expected-error @below {{'nnf.scaled_dot_product_attention' op failed to infer returned types}}
  %r = nnf.scaled_dot_product_attention %q, %k, %v : (tensor<2x4x8xf32>, tensor<2x5x8xf32>, tensor<2x3x6xf32>) -> tensor<2x4x6xf32>
  return
}
