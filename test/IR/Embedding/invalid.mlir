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
