// What the verifier says of wrong operands, attributes and results.
// RUN: nnf-opt %s --split-input-file --verify-diagnostics

// Width of key.
func.func @width_of_key(%q: tensor<2x4x8xf32>, %k: tensor<2x5x7xf32>, %v: tensor<2x5x6xf32>) {
  // expected-error @below {{'nnf.scaled_dot_product_attention' op expects the last dimension of query to equal the last dimension of key, but got 8 and 7}}
  %r = nnf.scaled_dot_product_attention %q, %k, %v : (tensor<2x4x8xf32>, tensor<2x5x7xf32>, tensor<2x5x6xf32>) -> tensor<2x4x6xf32>
  return
}

// -----

// Length of value.
func.func @length_of_value(%q: tensor<2x4x8xf32>, %k: tensor<2x5x8xf32>, %v: tensor<2x3x6xf32>) {
  // expected-error @below {{'nnf.scaled_dot_product_attention' op expects dimension -2 of key to equal dimension -2 of value, but got 5 and 3}}
  %r = nnf.scaled_dot_product_attention %q, %k, %v : (tensor<2x4x8xf32>, tensor<2x5x8xf32>, tensor<2x3x6xf32>) -> tensor<2x4x6xf32>
  return
}

// -----

// A chance above 1.
func.func @a_chance_above_1(%q: tensor<2x4x8xf32>, %k: tensor<2x5x8xf32>, %v: tensor<2x5x6xf32>) {
  // expected-error @below {{'nnf.scaled_dot_product_attention' op expects dropout_p to be in [0, 1], but got 1.500000}}
  %r = nnf.scaled_dot_product_attention %q, %k, %v dropout_p = 1.5 : (tensor<2x4x8xf32>, tensor<2x5x8xf32>, tensor<2x5x6xf32>) -> tensor<2x4x6xf32>
  return
}

// -----

// Dropout without random numbers.
func.func @dropout_without_random_numbers(%q: tensor<2x4x8xf32>, %k: tensor<2x5x8xf32>, %v: tensor<2x5x6xf32>) {
  // expected-error @below {{'nnf.scaled_dot_product_attention' op expects seed and offset where dropout_p is greater than 0}}
  %r = nnf.scaled_dot_product_attention %q, %k, %v dropout_p = 0.5 : (tensor<2x4x8xf32>, tensor<2x5x8xf32>, tensor<2x5x6xf32>) -> tensor<2x4x6xf32>
  return
}

// -----

// Two masks.
func.func @two_masks(%q: tensor<2x4x8xf32>, %k: tensor<2x5x8xf32>, %v: tensor<2x5x6xf32>, %m: tensor<4x5xf32>) {
  // expected-error @below {{'nnf.scaled_dot_product_attention' op expects no attn_mask with is_causal}}
  %r = nnf.scaled_dot_product_attention %q, %k, %v attn_mask = %m is_causal = true : (tensor<2x4x8xf32>, tensor<2x5x8xf32>, tensor<2x5x6xf32>, tensor<4x5xf32>) -> tensor<2x4x6xf32>
  return
}

// -----

// Open heads.
func.func @open_heads(%q: tensor<?x4x8xf32>, %k: tensor<2x5x8xf32>, %v: tensor<2x5x6xf32>) {
  // expected-error @below {{'nnf.scaled_dot_product_attention' op expects static numbers of heads with enable_gqa}}
  %r = nnf.scaled_dot_product_attention %q, %k, %v enable_gqa = true : (tensor<?x4x8xf32>, tensor<2x5x8xf32>, tensor<2x5x6xf32>) -> tensor<?x4x6xf32>
  return
}

// -----

// Heads that cannot be shared.
func.func @heads_that_cannot_be_shared(%q: tensor<3x4x8xf32>, %k: tensor<2x5x8xf32>, %v: tensor<2x5x6xf32>) {
  // expected-error @below {{'nnf.scaled_dot_product_attention' op expects the number of query heads to be a multiple of the number of key heads, but got 3 and 2}}
  %r = nnf.scaled_dot_product_attention %q, %k, %v enable_gqa = true : (tensor<3x4x8xf32>, tensor<2x5x8xf32>, tensor<2x5x6xf32>) -> tensor<3x4x6xf32>
  return
}

// -----

// Heads of value.
func.func @heads_of_value(%q: tensor<4x4x8xf32>, %k: tensor<2x5x8xf32>, %v: tensor<4x5x6xf32>) {
  // expected-error @below {{'nnf.scaled_dot_product_attention' op expects the number of value heads to equal the number of key heads, but got 4 and 2}}
  %r = nnf.scaled_dot_product_attention %q, %k, %v enable_gqa = true : (tensor<4x4x8xf32>, tensor<2x5x8xf32>, tensor<4x5x6xf32>) -> tensor<4x4x6xf32>
  return
}

// -----

// Rank of attn_mask.
func.func @rank_of_attn_mask(%q: tensor<2x4x8xf32>, %k: tensor<2x5x8xf32>, %v: tensor<2x5x6xf32>, %m: tensor<1x2x4x5xf32>) {
  // expected-error @below {{'nnf.scaled_dot_product_attention' op expects attn_mask to have a rank from 0 to 3, but got rank 4}}
  %r = nnf.scaled_dot_product_attention %q, %k, %v attn_mask = %m : (tensor<2x4x8xf32>, tensor<2x5x8xf32>, tensor<2x5x6xf32>, tensor<1x2x4x5xf32>) -> tensor<2x4x6xf32>
  return
}
