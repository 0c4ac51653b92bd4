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

// -----

// No heads.
func.func @heads_of_0(%q: tensor<5x2x16xf32>, %k: tensor<7x2x16xf32>, %v: tensor<7x2x16xf32>, %o: tensor<16x16xf32>, %i: tensor<48x16xf32>) {
  // expected-error @below {{'nnf.multi_head_attention_forward' op expects num_heads to be at least 1, but got 0}}
  %r:2 = nnf.multi_head_attention_forward %q, %k, %v, %o num_heads = 0 in_proj_weight = %i : (tensor<5x2x16xf32>, tensor<7x2x16xf32>, tensor<7x2x16xf32>, tensor<16x16xf32>, tensor<48x16xf32>) -> (tensor<5x2x16xf32>, tensor<2x5x7xf32>)
  return
}

// -----

// Heads that do not divide the features.
func.func @heads_that_do_not_divide(%q: tensor<5x2x16xf32>, %k: tensor<7x2x16xf32>, %v: tensor<7x2x16xf32>, %o: tensor<16x16xf32>, %i: tensor<48x16xf32>) {
  // expected-error @below {{'nnf.multi_head_attention_forward' op expects num_heads times the width of a head to equal the last dimension of query, but got 15 and 16}}
  %r:2 = nnf.multi_head_attention_forward %q, %k, %v, %o num_heads = 3 in_proj_weight = %i : (tensor<5x2x16xf32>, tensor<7x2x16xf32>, tensor<7x2x16xf32>, tensor<16x16xf32>, tensor<48x16xf32>) -> (tensor<5x2x16xf32>, tensor<2x5x7xf32>)
  return
}

// -----

// Features that are checked.
func.func @other_embed_dim(%q: tensor<5x2x16xf32>, %k: tensor<7x2x16xf32>, %v: tensor<7x2x16xf32>, %o: tensor<16x16xf32>, %i: tensor<48x16xf32>) {
  // expected-error @below {{'nnf.multi_head_attention_forward' op expects the last dimension of query to equal embed_dim_to_check, but got 16 and 8}}
  %r:2 = nnf.multi_head_attention_forward %q, %k, %v, %o num_heads = 4 in_proj_weight = %i embed_dim_to_check = 8 : (tensor<5x2x16xf32>, tensor<7x2x16xf32>, tensor<7x2x16xf32>, tensor<16x16xf32>, tensor<48x16xf32>) -> (tensor<5x2x16xf32>, tensor<2x5x7xf32>)
  return
}

// -----

// Keys without values.
func.func @keys_without_values(%q: tensor<5x2x16xf32>, %k: tensor<7x2x16xf32>, %v: tensor<6x2x16xf32>, %o: tensor<16x16xf32>, %i: tensor<48x16xf32>) {
  // expected-error @below {{'nnf.multi_head_attention_forward' op expects dimension 0 of key to equal dimension 0 of value, but got 7 and 6}}
  %r:2 = nnf.multi_head_attention_forward %q, %k, %v, %o num_heads = 4 in_proj_weight = %i : (tensor<5x2x16xf32>, tensor<7x2x16xf32>, tensor<6x2x16xf32>, tensor<16x16xf32>, tensor<48x16xf32>) -> (tensor<5x2x16xf32>, tensor<2x5x7xf32>)
  return
}

// -----

// Keys of other samples.
func.func @samples_of_keys(%q: tensor<5x2x16xf32>, %k: tensor<7x3x16xf32>, %v: tensor<7x2x16xf32>, %o: tensor<16x16xf32>, %i: tensor<48x16xf32>) {
  // expected-error @below {{'nnf.multi_head_attention_forward' op expects dimension 1 of key to equal dimension 1 of query, but got 3 and 2}}
  %r:2 = nnf.multi_head_attention_forward %q, %k, %v, %o num_heads = 4 in_proj_weight = %i : (tensor<5x2x16xf32>, tensor<7x3x16xf32>, tensor<7x2x16xf32>, tensor<16x16xf32>, tensor<48x16xf32>) -> (tensor<5x2x16xf32>, tensor<2x5x7xf32>)
  return
}

// -----

// Values of other samples.
func.func @samples_of_values(%q: tensor<5x2x16xf32>, %k: tensor<7x2x16xf32>, %v: tensor<7x3x16xf32>, %o: tensor<16x16xf32>, %i: tensor<48x16xf32>) {
  // expected-error @below {{'nnf.multi_head_attention_forward' op expects dimension 1 of value to equal dimension 1 of query, but got 3 and 2}}
  %r:2 = nnf.multi_head_attention_forward %q, %k, %v, %o num_heads = 4 in_proj_weight = %i : (tensor<5x2x16xf32>, tensor<7x2x16xf32>, tensor<7x3x16xf32>, tensor<16x16xf32>, tensor<48x16xf32>) -> (tensor<5x2x16xf32>, tensor<2x5x7xf32>)
  return
}

// -----

// Dropout without a seed.
func.func @heads_seed(%q: tensor<5x2x16xf32>, %k: tensor<7x2x16xf32>, %v: tensor<7x2x16xf32>, %o: tensor<16x16xf32>, %i: tensor<48x16xf32>) {
  // expected-error @below {{'nnf.multi_head_attention_forward' op expects seed and offset where dropout_p is greater than 0}}
  %r:2 = nnf.multi_head_attention_forward %q, %k, %v, %o num_heads = 4 in_proj_weight = %i dropout_p = 0.5 : (tensor<5x2x16xf32>, tensor<7x2x16xf32>, tensor<7x2x16xf32>, tensor<16x16xf32>, tensor<48x16xf32>) -> (tensor<5x2x16xf32>, tensor<2x5x7xf32>)
  return
}

// -----

// A chance below 0.
func.func @heads_chance(%q: tensor<5x2x16xf32>, %k: tensor<7x2x16xf32>, %v: tensor<7x2x16xf32>, %o: tensor<16x16xf32>, %i: tensor<48x16xf32>) {
  // expected-error @below {{'nnf.multi_head_attention_forward' op expects dropout_p to be in [0, 1], but got -0.500000}}
  %r:2 = nnf.multi_head_attention_forward %q, %k, %v, %o num_heads = 4 in_proj_weight = %i dropout_p = -0.5 : (tensor<5x2x16xf32>, tensor<7x2x16xf32>, tensor<7x2x16xf32>, tensor<16x16xf32>, tensor<48x16xf32>) -> (tensor<5x2x16xf32>, tensor<2x5x7xf32>)
  return
}

// -----

// A promise about no mask.
func.func @causal_without_mask(%q: tensor<5x2x16xf32>, %k: tensor<7x2x16xf32>, %v: tensor<7x2x16xf32>, %o: tensor<16x16xf32>, %i: tensor<48x16xf32>) {
  // expected-error @below {{'nnf.multi_head_attention_forward' op expects attn_mask with is_causal}}
  %r:2 = nnf.multi_head_attention_forward %q, %k, %v, %o num_heads = 4 in_proj_weight = %i is_causal = true : (tensor<5x2x16xf32>, tensor<7x2x16xf32>, tensor<7x2x16xf32>, tensor<16x16xf32>, tensor<48x16xf32>) -> (tensor<5x2x16xf32>, tensor<2x5x7xf32>)
  return
}

// -----

// No weights.
func.func @no_weights(%q: tensor<5x2x16xf32>, %k: tensor<7x2x16xf32>, %v: tensor<7x2x16xf32>, %o: tensor<16x16xf32>) {
  // expected-error @below {{'nnf.multi_head_attention_forward' op expects in_proj_weight without use_separate_proj_weight}}
  %r:2 = nnf.multi_head_attention_forward %q, %k, %v, %o num_heads = 4  : (tensor<5x2x16xf32>, tensor<7x2x16xf32>, tensor<7x2x16xf32>, tensor<16x16xf32>) -> (tensor<5x2x16xf32>, tensor<2x5x7xf32>)
  return
}

// -----

// No weights of their own.
func.func @no_own_weights(%q: tensor<5x2x16xf32>, %k: tensor<7x2x16xf32>, %v: tensor<7x2x16xf32>, %o: tensor<16x16xf32>) {
  // expected-error @below {{'nnf.multi_head_attention_forward' op expects q_proj_weight with use_separate_proj_weight}}
  %r:2 = nnf.multi_head_attention_forward %q, %k, %v, %o num_heads = 4 use_separate_proj_weight = true : (tensor<5x2x16xf32>, tensor<7x2x16xf32>, tensor<7x2x16xf32>, tensor<16x16xf32>) -> (tensor<5x2x16xf32>, tensor<2x5x7xf32>)
  return
}

// -----

// Rows of a weight of its own.
func.func @rows_of_own_weights(%q: tensor<5x2x16xf32>, %k: tensor<7x2x16xf32>, %v: tensor<7x2x16xf32>, %o: tensor<16x16xf32>, %qw: tensor<8x16xf32>) {
  // expected-error @below {{'nnf.multi_head_attention_forward' op expects dimension 0 of q_proj_weight to equal the last dimension of query, but got 8 and 16}}
  %r:2 = nnf.multi_head_attention_forward %q, %k, %v, %o num_heads = 4 q_proj_weight = %qw use_separate_proj_weight = true : (tensor<5x2x16xf32>, tensor<7x2x16xf32>, tensor<7x2x16xf32>, tensor<16x16xf32>, tensor<8x16xf32>) -> (tensor<5x2x16xf32>, tensor<2x5x7xf32>)
  return
}

// -----

// Packed weights of another width.
func.func @packed_weights(%q: tensor<5x2x16xf32>, %k: tensor<7x2x16xf32>, %v: tensor<7x2x16xf32>, %o: tensor<16x16xf32>, %i: tensor<48x8xf32>) {
  // expected-error @below {{'nnf.multi_head_attention_forward' op expects dimension 1 of in_proj_weight to equal the last dimension of query, but got 8 and 16}}
  %r:2 = nnf.multi_head_attention_forward %q, %k, %v, %o num_heads = 4 in_proj_weight = %i : (tensor<5x2x16xf32>, tensor<7x2x16xf32>, tensor<7x2x16xf32>, tensor<16x16xf32>, tensor<48x8xf32>) -> (tensor<5x2x16xf32>, tensor<2x5x7xf32>)
  return
}

// -----

// Keys of another width.
func.func @width_of_packed_keys(%q: tensor<5x2x16xf32>, %k: tensor<7x2x8xf32>, %v: tensor<7x2x16xf32>, %o: tensor<16x16xf32>, %i: tensor<48x16xf32>) {
  // expected-error @below {{'nnf.multi_head_attention_forward' op expects the last dimension of key to equal the last dimension of query, but got 8 and 16}}
  %r:2 = nnf.multi_head_attention_forward %q, %k, %v, %o num_heads = 4 in_proj_weight = %i : (tensor<5x2x16xf32>, tensor<7x2x8xf32>, tensor<7x2x16xf32>, tensor<16x16xf32>, tensor<48x16xf32>) -> (tensor<5x2x16xf32>, tensor<2x5x7xf32>)
  return
}

// -----

// Values of another width.
func.func @width_of_packed_values(%q: tensor<5x2x16xf32>, %k: tensor<7x2x16xf32>, %v: tensor<7x2x8xf32>, %o: tensor<16x16xf32>, %i: tensor<48x16xf32>) {
  // expected-error @below {{'nnf.multi_head_attention_forward' op expects the last dimension of value to equal the last dimension of query, but got 8 and 16}}
  %r:2 = nnf.multi_head_attention_forward %q, %k, %v, %o num_heads = 4 in_proj_weight = %i : (tensor<5x2x16xf32>, tensor<7x2x16xf32>, tensor<7x2x8xf32>, tensor<16x16xf32>, tensor<48x16xf32>) -> (tensor<5x2x16xf32>, tensor<2x5x7xf32>)
  return
}

// -----

// Columns of the last layer.
func.func @columns_of_the_last_layer(%q: tensor<5x2x16xf32>, %k: tensor<7x2x16xf32>, %v: tensor<7x2x16xf32>, %o: tensor<16x8xf32>, %i: tensor<48x16xf32>) {
  // expected-error @below {{'nnf.multi_head_attention_forward' op expects dimension 1 of out_proj_weight to equal the last dimension of query, but got 8 and 16}}
  %r:2 = nnf.multi_head_attention_forward %q, %k, %v, %o num_heads = 4 in_proj_weight = %i : (tensor<5x2x16xf32>, tensor<7x2x16xf32>, tensor<7x2x16xf32>, tensor<16x8xf32>, tensor<48x16xf32>) -> (tensor<5x2x16xf32>, tensor<2x5x7xf32>)
  return
}

// -----

// Rank of the last layer.
func.func @rank_of_the_last_layer(%q: tensor<5x2x16xf32>, %k: tensor<7x2x16xf32>, %v: tensor<7x2x16xf32>, %o: tensor<16xf32>, %i: tensor<48x16xf32>) {
  // expected-error @below {{'nnf.multi_head_attention_forward' op expects out_proj_weight to have rank 2, but got rank 1}}
  %r:2 = nnf.multi_head_attention_forward %q, %k, %v, %o num_heads = 4 in_proj_weight = %i : (tensor<5x2x16xf32>, tensor<7x2x16xf32>, tensor<7x2x16xf32>, tensor<16xf32>, tensor<48x16xf32>) -> (tensor<5x2x16xf32>, tensor<2x5x7xf32>)
  return
}

// -----

// A key without a value.
func.func @one_bias(%q: tensor<5x2x16xf32>, %k: tensor<7x2x16xf32>, %v: tensor<7x2x16xf32>, %o: tensor<16x16xf32>, %i: tensor<48x16xf32>, %bk: tensor<16xf32>) {
  // expected-error @below {{'nnf.multi_head_attention_forward' op expects bias_k and bias_v, or neither}}
  %r:2 = nnf.multi_head_attention_forward %q, %k, %v, %o num_heads = 4 in_proj_weight = %i bias_k = %bk : (tensor<5x2x16xf32>, tensor<7x2x16xf32>, tensor<7x2x16xf32>, tensor<16x16xf32>, tensor<48x16xf32>, tensor<16xf32>) -> (tensor<5x2x16xf32>, tensor<2x5x7xf32>)
  return
}

// -----

// One more key of given ones.
func.func @bias_of_static_keys(%q: tensor<5x2x16xf32>, %k: tensor<7x2x16xf32>, %v: tensor<7x2x16xf32>, %o: tensor<16x16xf32>, %i: tensor<48x16xf32>, %bk: tensor<16xf32>, %bv: tensor<16xf32>, %sk: tensor<8x7x4xf32>) {
  // expected-error @below {{'nnf.multi_head_attention_forward' op expects no static_k and static_v with bias_k and bias_v}}
  %r:2 = nnf.multi_head_attention_forward %q, %k, %v, %o num_heads = 4 in_proj_weight = %i bias_k = %bk bias_v = %bv static_k = %sk : (tensor<5x2x16xf32>, tensor<7x2x16xf32>, tensor<7x2x16xf32>, tensor<16x16xf32>, tensor<48x16xf32>, tensor<16xf32>, tensor<16xf32>, tensor<8x7x4xf32>) -> (tensor<5x2x16xf32>, tensor<2x5x7xf32>)
  return
}

// -----

// Given keys of other heads.
func.func @static_keys(%q: tensor<5x2x16xf32>, %k: tensor<7x2x16xf32>, %v: tensor<7x2x16xf32>, %o: tensor<16x16xf32>, %i: tensor<48x16xf32>, %sk: tensor<4x7x4xf32>) {
  // expected-error @below {{'nnf.multi_head_attention_forward' op expects dimension 0 of static_k to equal the number of samples times num_heads, but got 4 and 8}}
  %r:2 = nnf.multi_head_attention_forward %q, %k, %v, %o num_heads = 4 in_proj_weight = %i static_k = %sk : (tensor<5x2x16xf32>, tensor<7x2x16xf32>, tensor<7x2x16xf32>, tensor<16x16xf32>, tensor<48x16xf32>, tensor<4x7x4xf32>) -> (tensor<5x2x16xf32>, tensor<2x5x7xf32>)
  return
}

// -----

// A mask of other keys.
func.func @padding_of_other_keys(%q: tensor<5x2x16xf32>, %k: tensor<7x2x16xf32>, %v: tensor<7x2x16xf32>, %o: tensor<16x16xf32>, %i: tensor<48x16xf32>, %kp: tensor<2x6xi1>) {
  // expected-error @below {{'nnf.multi_head_attention_forward' op expects dimension 1 of key_padding_mask to equal the number of keys, but got 6 and 7}}
  %r:2 = nnf.multi_head_attention_forward %q, %k, %v, %o num_heads = 4 in_proj_weight = %i key_padding_mask = %kp : (tensor<5x2x16xf32>, tensor<7x2x16xf32>, tensor<7x2x16xf32>, tensor<16x16xf32>, tensor<48x16xf32>, tensor<2x6xi1>) -> (tensor<5x2x16xf32>, tensor<2x5x7xf32>)
  return
}

// -----

// A mask of other heads.
func.func @mask_of_other_heads(%q: tensor<5x2x16xf32>, %k: tensor<7x2x16xf32>, %v: tensor<7x2x16xf32>, %o: tensor<16x16xf32>, %i: tensor<48x16xf32>, %am: tensor<4x5x7xi1>) {
  // expected-error @below {{'nnf.multi_head_attention_forward' op expects dimension 0 of attn_mask to equal the number of samples times num_heads, but got 4 and 8}}
  %r:2 = nnf.multi_head_attention_forward %q, %k, %v, %o num_heads = 4 in_proj_weight = %i attn_mask = %am : (tensor<5x2x16xf32>, tensor<7x2x16xf32>, tensor<7x2x16xf32>, tensor<16x16xf32>, tensor<48x16xf32>, tensor<4x5x7xi1>) -> (tensor<5x2x16xf32>, tensor<2x5x7xf32>)
  return
}

// -----

// Rank of queries.
func.func @delta_rank(%q: tensor<8xf32>, %k: tensor<2x5x8xf32>, %v: tensor<2x5x4xf32>, %g: tensor<2x5xf32>, %b: tensor<2x5xf32>) {
  // expected-error @below {{'nnf.gated_delta_rule' op expects query to have rank 2 or more, but got rank 1}}
  %r = nnf.gated_delta_rule %q, %k, %v, %g, %b : (tensor<8xf32>, tensor<2x5x8xf32>, tensor<2x5x4xf32>, tensor<2x5xf32>, tensor<2x5xf32>) -> tensor<2x5x4xf32>
  return
}

// -----

// Keys of another width.
func.func @delta_key(%q: tensor<2x5x8xf32>, %k: tensor<2x5x7xf32>, %v: tensor<2x5x4xf32>, %g: tensor<2x5xf32>, %b: tensor<2x5xf32>) {
  // expected-error @below {{'nnf.gated_delta_rule' op expects dimension 2 of key to equal dimension 2 of query, but got 7 and 8}}
  %r = nnf.gated_delta_rule %q, %k, %v, %g, %b : (tensor<2x5x8xf32>, tensor<2x5x7xf32>, tensor<2x5x4xf32>, tensor<2x5xf32>, tensor<2x5xf32>) -> tensor<2x5x4xf32>
  return
}

// -----

// Values of other steps.
func.func @delta_value(%q: tensor<2x5x8xf32>, %k: tensor<2x5x8xf32>, %v: tensor<2x6x4xf32>, %g: tensor<2x5xf32>, %b: tensor<2x5xf32>) {
  // expected-error @below {{'nnf.gated_delta_rule' op expects dimension 1 of value to equal dimension 1 of query, but got 6 and 5}}
  %r = nnf.gated_delta_rule %q, %k, %v, %g, %b : (tensor<2x5x8xf32>, tensor<2x5x8xf32>, tensor<2x6x4xf32>, tensor<2x5xf32>, tensor<2x5xf32>) -> tensor<2x6x4xf32>
  return
}

// -----

// Rank of values.
func.func @delta_value_rank(%q: tensor<2x5x8xf32>, %k: tensor<2x5x8xf32>, %v: tensor<5x4xf32>, %g: tensor<2x5xf32>, %b: tensor<2x5xf32>) {
  // expected-error @below {{'nnf.gated_delta_rule' op expects value to have rank 3, but got rank 2}}
  %r = nnf.gated_delta_rule %q, %k, %v, %g, %b : (tensor<2x5x8xf32>, tensor<2x5x8xf32>, tensor<5x4xf32>, tensor<2x5xf32>, tensor<2x5xf32>) -> tensor<5x4xf32>
  return
}

// -----

// Decays of other steps.
func.func @delta_g(%q: tensor<2x5x8xf32>, %k: tensor<2x5x8xf32>, %v: tensor<2x5x4xf32>, %g: tensor<2x6xf32>, %b: tensor<2x5xf32>) {
  // expected-error @below {{'nnf.gated_delta_rule' op expects dimension 1 of g to equal dimension 1 of query, but got 6 and 5}}
  %r = nnf.gated_delta_rule %q, %k, %v, %g, %b : (tensor<2x5x8xf32>, tensor<2x5x8xf32>, tensor<2x5x4xf32>, tensor<2x6xf32>, tensor<2x5xf32>) -> tensor<2x5x4xf32>
  return
}

// -----

// Shares of other samples.
func.func @delta_beta(%q: tensor<2x5x8xf32>, %k: tensor<2x5x8xf32>, %v: tensor<2x5x4xf32>, %g: tensor<2x5xf32>, %b: tensor<3x5xf32>) {
  // expected-error @below {{'nnf.gated_delta_rule' op expects dimension 0 of beta to equal dimension 0 of query, but got 3 and 2}}
  %r = nnf.gated_delta_rule %q, %k, %v, %g, %b : (tensor<2x5x8xf32>, tensor<2x5x8xf32>, tensor<2x5x4xf32>, tensor<2x5xf32>, tensor<3x5xf32>) -> tensor<2x5x4xf32>
  return
}

// -----

// A state of another width.
func.func @delta_state(%q: tensor<2x5x8xf32>, %k: tensor<2x5x8xf32>, %v: tensor<2x5x4xf32>, %g: tensor<2x5xf32>, %b: tensor<2x5xf32>, %s: tensor<2x8x5xf32>) {
  // expected-error @below {{'nnf.gated_delta_rule' op expects dimension 2 of initial_state to equal the last dimension of value, but got 5 and 4}}
  %r = nnf.gated_delta_rule %q, %k, %v, %g, %b initial_state = %s : (tensor<2x5x8xf32>, tensor<2x5x8xf32>, tensor<2x5x4xf32>, tensor<2x5xf32>, tensor<2x5xf32>, tensor<2x8x5xf32>) -> tensor<2x5x4xf32>
  return
}
