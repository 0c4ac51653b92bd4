// What the verifier says of wrong operands, attributes and results.
// RUN: nnf-opt %s --split-input-file --verify-diagnostics

// A target of another rank.
func.func @ranks(%a: tensor<4xf32>, %y: tensor<1x4xf32>) {
  // expected-error @below {{'nnf.margin_ranking_loss' op expects target to have rank 1, but got rank 2}}
  %r = nnf.margin_ranking_loss %a, %a, %y : (tensor<4xf32>, tensor<4xf32>, tensor<1x4xf32>) -> tensor<f32>
  return
}

// -----

// A target for each element.
func.func @cosine_target(%a: tensor<4x8xf32>, %y: tensor<4x1xf32>) {
  // expected-error @below {{'nnf.cosine_embedding_loss' op expects target to have a rank from 0 to 1, but got rank 2}}
  %r = nnf.cosine_embedding_loss %a, %a, %y : (tensor<4x8xf32>, tensor<4x8xf32>, tensor<4x1xf32>) -> tensor<f32>
  return
}

// -----

// Targets for one sample.
func.func @cosine_inputs(%a: tensor<8xf32>, %y: tensor<4xf32>) {
  // expected-error @below {{'nnf.cosine_embedding_loss' op expects input1 and input2, for this target, to have rank 2, but got rank 1}}
  %r = nnf.cosine_embedding_loss %a, %a, %y : (tensor<8xf32>, tensor<8xf32>, tensor<4xf32>) -> tensor<f32>
  return
}

// -----

// No margin.
func.func @triplet_margin(%a: tensor<4x8xf32>) {
  // expected-error @below {{'nnf.triplet_margin_loss' op expects margin to be greater than 0, but got 0.000000}}
  %r = nnf.triplet_margin_loss %a, %a, %a margin = 0.0 : (tensor<4x8xf32>, tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<f32>
  return
}

// -----

// Another rank.
func.func @triplet_rank(%a: tensor<4x8xf32>, %b: tensor<8xf32>) {
  // expected-error @below {{'nnf.triplet_margin_with_distance_loss' op expects positive to have rank 2, but got rank 1}}
  %r = nnf.triplet_margin_with_distance_loss %a, %b, %a : (tensor<4x8xf32>, tensor<8xf32>, tensor<4x8xf32>) -> tensor<f32>
  return
}

// -----

// Single numbers.
func.func @triplet_scalars(%a: tensor<f32>) {
  // expected-error @below {{'nnf.triplet_margin_loss' op expects anchor to have rank 1 or more, but got rank 0}}
  %r = nnf.triplet_margin_loss %a, %a, %a : (tensor<f32>, tensor<f32>, tensor<f32>) -> tensor<f32>
  return
}
