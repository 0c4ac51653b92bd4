// What the verifier says of wrong operands, attributes and results.
// RUN: nnf-opt %s --split-input-file --verify-diagnostics

// Inner sizes.
func.func @inner_sizes(%x: tensor<4x10xf32>, %w: tensor<3x9xf32>) {
  // expected-error @below {{'nnf.linear' op expects the last dimension of input to equal the last dimension of weight, but got 10 and 9}}
  %r = nnf.linear %x, %w : (tensor<4x10xf32>, tensor<3x9xf32>) -> tensor<4x3xf32>
  return
}

// -----

// Rank of weight.
func.func @rank_of_weight(%x: tensor<4x10xf32>, %w: tensor<1x3x10xf32>) {
  // expected-error @below {{'nnf.linear' op expects weight to have a rank from 1 to 2, but got rank 3}}
  %r = nnf.linear %x, %w : (tensor<4x10xf32>, tensor<1x3x10xf32>) -> tensor<4x3xf32>
  return
}

// -----

// Rank of input.
func.func @rank_of_input(%x: tensor<f32>, %w: tensor<3x10xf32>) {
  // expected-error @below {{'nnf.linear' op expects input to have rank 1 or more, but got rank 0}}
  %r = nnf.linear %x, %w : (tensor<f32>, tensor<3x10xf32>) -> tensor<3xf32>
  return
}

// -----

// Element types.
func.func @element_types(%x: tensor<4x10xf32>, %w: tensor<3x10xf16>) {
  // expected-error @below {{'nnf.linear' op expects operands of one element type, but got f32 and f16}}
  %r = nnf.linear %x, %w : (tensor<4x10xf32>, tensor<3x10xf16>) -> tensor<4x3xf32>
  return
}

// -----

// Size of bias.
func.func @size_of_bias(%x: tensor<4x10xf32>, %w: tensor<3x10xf32>, %b: tensor<4xf32>) {
  // expected-error @below {{'nnf.linear' op expects dimension 0 of bias to equal dimension 0 of weight, but got 4 and 3}}
  %r = nnf.linear %x, %w bias = %b : (tensor<4x10xf32>, tensor<3x10xf32>, tensor<4xf32>) -> tensor<4x3xf32>
  return
}

// -----

// Rank of bias.
func.func @rank_of_bias(%x: tensor<4x10xf32>, %w: tensor<3x10xf32>, %b: tensor<3x1xf32>) {
  // expected-error @below {{'nnf.linear' op expects bias to have rank 1, but got rank 2}}
  %r = nnf.linear %x, %w bias = %b : (tensor<4x10xf32>, tensor<3x10xf32>, tensor<3x1xf32>) -> tensor<4x3xf32>
  return
}

// -----

// Result.
func.func @result(%x: tensor<4x10xf32>, %w: tensor<3x10xf32>) {
  // expected-error @below {{'nnf.linear' op inferred type(s) 'tensor<4x3xf32>' are incompatible with return type(s) of operation 'tensor<4x4xf32>'}}
  %r = nnf.linear %x, %w : (tensor<4x10xf32>, tensor<3x10xf32>) -> tensor<4x4xf32>
  return
}

// -----

// A weight of another width.
func.func @bilinear_width(%a: tensor<4x8xf32>, %b: tensor<4x3xf32>, %w: tensor<2x7x3xf32>) {
  // expected-error @below {{'nnf.bilinear' op expects the last dimension of input1 to equal dimension 1 of weight, but got 8 and 7}}
  %r = nnf.bilinear %a, %b, %w : (tensor<4x8xf32>, tensor<4x3xf32>, tensor<2x7x3xf32>) -> tensor<4x2xf32>
  return
}

// -----

// Other samples.
func.func @bilinear_batch(%a: tensor<4x8xf32>, %b: tensor<5x3xf32>, %w: tensor<2x8x3xf32>) {
  // expected-error @below {{'nnf.bilinear' op expects dimension 0 of input2 to equal dimension 0 of input1, but got 5 and 4}}
  %r = nnf.bilinear %a, %b, %w : (tensor<4x8xf32>, tensor<5x3xf32>, tensor<2x8x3xf32>) -> tensor<4x2xf32>
  return
}

// -----

// A second input of another width.
func.func @bilinear_second_width(%a: tensor<4x8xf32>, %b: tensor<4x3xf32>, %w: tensor<2x8x5xf32>) {
  // expected-error @below {{'nnf.bilinear' op expects the last dimension of input2 to equal dimension 2 of weight, but got 3 and 5}}
  %r = nnf.bilinear %a, %b, %w : (tensor<4x8xf32>, tensor<4x3xf32>, tensor<2x8x5xf32>) -> tensor<4x2xf32>
  return
}
