// What the verifier says of wrong operands, attributes and results.
// RUN: nnf-opt %s --split-input-file --verify-diagnostics

// Rank of weight.
func.func @rank_of_weight(%i: tensor<4xi64>, %w: tensor<10xf32>) {
  // expected-error @below {{'nnf.embedding' op expects weight to have rank 2, but got rank 1}}
  %r = nnf.embedding %i, %w : (tensor<4xi64>, tensor<10xf32>) -> tensor<4x10xf32>
  return
}

// -----

// Padding_idx.
func.func @padding_idx(%i: tensor<4xi64>, %w: tensor<10x2xf32>) {
  // expected-error @below {{'nnf.embedding' op expects padding_idx to be in [-10, 10), but got 10}}
  %r = nnf.embedding %i, %w padding_idx = 10 : (tensor<4xi64>, tensor<10x2xf32>) -> tensor<4x2xf32>
  return
}

// -----

// Float indices.
func.func @float_indices(%i: tensor<4xf32>, %w: tensor<10x2xf32>) {
  // expected-error @below {{'nnf.embedding' op operand #0 must be ranked tensor of 64-bit signless integer or 32-bit signless integer values, but got 'tensor<4xf32>'}}
  %r = nnf.embedding %i, %w : (tensor<4xf32>, tensor<10x2xf32>) -> tensor<4x2xf32>
  return
}

// -----

// Bags without offsets.
func.func @bags_without_offsets(%i: tensor<5xi64>, %w: tensor<10x4xf32>) {
  // expected-error @below {{'nnf.embedding_bag' op expects offsets with an input of rank 1}}
  %r = nnf.embedding_bag %i, %w : (tensor<5xi64>, tensor<10x4xf32>) -> tensor<5x4xf32>
  return
}

// -----

// Offsets of rows.
func.func @offsets_of_rows(%i: tensor<5x2xi64>, %w: tensor<10x4xf32>, %o: tensor<5xi64>) {
  // expected-error @below {{'nnf.embedding_bag' op expects no offsets with an input of rank 2}}
  %r = nnf.embedding_bag %i, %w offsets = %o : (tensor<5x2xi64>, tensor<10x4xf32>, tensor<5xi64>) -> tensor<5x4xf32>
  return
}

// -----

// Weights of a mean.
func.func @weights_of_a_mean(%i: tensor<5x2xi64>, %w: tensor<10x4xf32>, %s: tensor<5x2xf32>) {
  // expected-error @below {{'nnf.embedding_bag' op expects per_sample_weights with mode sum only}}
  %r = nnf.embedding_bag %i, %w per_sample_weights = %s : (tensor<5x2xi64>, tensor<10x4xf32>, tensor<5x2xf32>) -> tensor<5x4xf32>
  return
}

// -----

// Frequencies of a maximum.
func.func @frequencies_of_a_maximum(%i: tensor<5x2xi64>, %w: tensor<10x4xf32>) {
  // expected-error @below {{'nnf.embedding_bag' op expects no scale_grad_by_freq with mode max}}
  %r = nnf.embedding_bag %i, %w scale_grad_by_freq = true mode = max : (tensor<5x2xi64>, tensor<10x4xf32>) -> tensor<5x4xf32>
  return
}

// -----

// No classes.
func.func @no_classes(%i: tensor<5xi64>) {
  // expected-error @below {{'nnf.one_hot' op expects num_classes to be at least 1, or -1, but got 0}}
  %r = nnf.one_hot %i num_classes = 0 : (tensor<5xi64>) -> tensor<5x0xi64>
  return
}

// -----

// Counted classes that are known.
func.func @counted_classes_that_are_known(%i: tensor<5xi64>) {
  // expected-error @below {{'nnf.one_hot' op expects the last dimension of the result to be dynamic where classes are counted, but got 4}}
  %r = nnf.one_hot %i : (tensor<5xi64>) -> tensor<5x4xi64>
  return
}

// -----

// No last offset.
func.func @no_last_offset(%i: tensor<5xi64>, %w: tensor<10x4xf32>, %o: tensor<0xi64>) {
  // expected-error @below {{'nnf.embedding_bag' op expects dimension 0 of offsets to be at least 1, but got 0}}
  %r = nnf.embedding_bag %i, %w offsets = %o include_last_offset = true : (tensor<5xi64>, tensor<10x4xf32>, tensor<0xi64>) -> tensor<0x4xf32>
  return
}

// -----

// A sparse gradient of a maximum.
func.func @sparse_maximum(%i: tensor<5x2xi64>, %w: tensor<10x4xf32>) {
  // expected-error @below {{'nnf.embedding_bag' op expects no sparse with mode max}}
  %r = nnf.embedding_bag %i, %w sparse = true mode = max : (tensor<5x2xi64>, tensor<10x4xf32>) -> tensor<5x4xf32>
  return
}
