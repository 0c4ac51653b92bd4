// What the verifier says of wrong operands, attributes and results.
// RUN: nnf-opt %s --split-input-file --verify-diagnostics

// Rank of the first operand.
func.func @rank_of_a_group(%a: tensor<16xf32>, %b: tensor<3x16x8xf32>, %o: tensor<3xi32>) {
  // expected-error @below {{'nnf.grouped_mm' op expects mat_a to have a rank from 2 to 3, but got rank 1}}
  %r = nnf.grouped_mm %a, %b offs = %o : (tensor<16xf32>, tensor<3x16x8xf32>, tensor<3xi32>) -> tensor<8xf32>
  return
}

// -----

// Rank of the second operand.
func.func @rank_of_matrices(%a: tensor<4x16xf32>, %b: tensor<16xf32>, %o: tensor<3xi32>) {
  // expected-error @below {{'nnf.grouped_mm' op expects mat_b to have a rank from 2 to 3, but got rank 1}}
  %r = nnf.grouped_mm %a, %b offs = %o : (tensor<4x16xf32>, tensor<16xf32>, tensor<3xi32>) -> tensor<4x8xf32>
  return
}

// -----

// Terms.
func.func @terms_of_a_group(%a: tensor<4x16xf32>, %b: tensor<3x8x8xf32>, %o: tensor<3xi32>) {
  // expected-error @below {{'nnf.grouped_mm' op expects the last dimension of mat_a to equal dimension -2 of mat_b, but got 16 and 8}}
  %r = nnf.grouped_mm %a, %b offs = %o : (tensor<4x16xf32>, tensor<3x8x8xf32>, tensor<3xi32>) -> tensor<4x8xf32>
  return
}

// -----

// No offsets.
func.func @no_offsets(%a: tensor<4x16xf32>, %b: tensor<3x16x8xf32>) {
  // expected-error @below {{'nnf.grouped_mm' op expects offs where a matrix has rank 2}}
  %r = nnf.grouped_mm %a, %b : (tensor<4x16xf32>, tensor<3x16x8xf32>) -> tensor<4x8xf32>
  return
}

// -----

// Offsets of matrices that lie apart.
func.func @offsets_of_matrices(%a: tensor<3x4x16xf32>, %b: tensor<3x16x8xf32>, %o: tensor<3xi32>) {
  // expected-error @below {{'nnf.grouped_mm' op expects no offs where both matrices have rank 3}}
  %r = nnf.grouped_mm %a, %b offs = %o : (tensor<3x4x16xf32>, tensor<3x16x8xf32>, tensor<3xi32>) -> tensor<3x4x8xf32>
  return
}

// -----

// Other matrices.
func.func @other_matrices(%a: tensor<3x4x16xf32>, %b: tensor<2x16x8xf32>) {
  // expected-error @below {{'nnf.grouped_mm' op expects dimension 0 of mat_b to equal dimension 0 of mat_a, but got 2 and 3}}
  %r = nnf.grouped_mm %a, %b : (tensor<3x4x16xf32>, tensor<2x16x8xf32>) -> tensor<3x4x8xf32>
  return
}

// -----

// Groups of the first operand.
func.func @groups_of_the_first(%a: tensor<3x4x16xf32>, %b: tensor<16x8xf32>, %o: tensor<2xi32>) {
  // expected-error @below {{'nnf.grouped_mm' op expects dimension 0 of mat_a to equal the number of groups, but got 3 and 2}}
  %r = nnf.grouped_mm %a, %b offs = %o : (tensor<3x4x16xf32>, tensor<16x8xf32>, tensor<2xi32>) -> tensor<4x8xf32>
  return
}

// -----

// Groups of the second operand.
func.func @groups_of_the_second(%a: tensor<4x16xf32>, %b: tensor<3x16x8xf32>, %o: tensor<2xi32>) {
  // expected-error @below {{'nnf.grouped_mm' op expects dimension 0 of mat_b to equal the number of groups, but got 3 and 2}}
  %r = nnf.grouped_mm %a, %b offs = %o : (tensor<4x16xf32>, tensor<3x16x8xf32>, tensor<2xi32>) -> tensor<4x8xf32>
  return
}

// -----

// Rank of offsets.
func.func @rank_of_offsets(%a: tensor<4x16xf32>, %b: tensor<3x16x8xf32>, %o: tensor<3x1xi32>) {
  // expected-error @below {{'nnf.grouped_mm' op expects offs to have rank 1, but got rank 2}}
  %r = nnf.grouped_mm %a, %b offs = %o : (tensor<4x16xf32>, tensor<3x16x8xf32>, tensor<3x1xi32>) -> tensor<4x8xf32>
  return
}

// -----

// Two types.
func.func @two_types(%a: tensor<4x16xf32>, %b: tensor<3x16x8xf16>, %o: tensor<3xi32>) {
  // expected-error @below {{'nnf.grouped_mm' op expects operands of one element type, but got f32 and f16}}
  %r = nnf.grouped_mm %a, %b offs = %o : (tensor<4x16xf32>, tensor<3x16x8xf16>, tensor<3xi32>) -> tensor<4x8xf32>
  return
}

// -----

// Floats that are no bytes.
func.func @no_bytes(%a: tensor<4x32xf32>, %s: tensor<f32>) {
  // expected-error @below {{'nnf.scaled_mm' op operand #0 must be ranked tensor of f8E4M3FN type or f8E5M2 type values, but got 'tensor<4x32xf32>'}}
  %r = nnf.scaled_mm %a, %a, %s, %s : (tensor<4x32xf32>, tensor<4x32xf32>, tensor<f32>, tensor<f32>) -> tensor<4x4xbf16>
  return
}

// -----

// Terms of bytes.
func.func @terms_of_bytes(%a: tensor<4x32xf8E4M3FN>, %b: tensor<16x16xf8E4M3FN>, %s: tensor<f32>, %t: tensor<f32>) {
  // expected-error @below {{'nnf.scaled_mm' op expects dimension 1 of mat_a to equal dimension 0 of mat_b, but got 32 and 16}}
  %r = nnf.scaled_mm %a, %b, %s, %t : (tensor<4x32xf8E4M3FN>, tensor<16x16xf8E4M3FN>, tensor<f32>, tensor<f32>) -> tensor<4x16xbf16>
  return
}

// -----

// Rank of bytes.
func.func @rank_of_bytes(%a: tensor<32xf8E4M3FN>, %b: tensor<32x16xf8E4M3FN>, %s: tensor<f32>, %t: tensor<f32>) {
  // expected-error @below {{'nnf.scaled_mm' op expects mat_a to have rank 2, but got rank 1}}
  %r = nnf.scaled_mm %a, %b, %s, %t : (tensor<32xf8E4M3FN>, tensor<32x16xf8E4M3FN>, tensor<f32>, tensor<f32>) -> tensor<4x16xbf16>
  return
}

// -----

// Several scales of one tensor.
func.func @scales_without_a_recipe(%a: tensor<4x32xf8E4M3FN>, %b: tensor<32x16xf8E4M3FN>, %s: tensor<4x1xf32>, %t: tensor<f32>) {
  // expected-error @below {{'nnf.scaled_mm' op expects dimension 0 of scale_a to equal 1, but got 4 and 1}}
  %r = nnf.scaled_mm %a, %b, %s, %t : (tensor<4x32xf8E4M3FN>, tensor<32x16xf8E4M3FN>, tensor<4x1xf32>, tensor<f32>) -> tensor<4x16xbf16>
  return
}

// -----

// Scales of other rows.
func.func @scales_of_other_rows(%a: tensor<4x32xf8E4M3FN>, %b: tensor<32x16xf8E4M3FN>, %s: tensor<3x1xf32>, %t: tensor<f32>) {
  // expected-error @below {{'nnf.scaled_mm' op expects dimension 0 of scale_a to equal dimension 0 of mat_a, but got 3 and 4}}
  %r = nnf.scaled_mm %a, %b, %s, %t scale_recipe_a = rowwise : (tensor<4x32xf8E4M3FN>, tensor<32x16xf8E4M3FN>, tensor<3x1xf32>, tensor<f32>) -> tensor<4x16xbf16>
  return
}

// -----

// Scales of other columns.
func.func @scales_of_other_columns(%a: tensor<4x32xf8E4M3FN>, %b: tensor<32x16xf8E4M3FN>, %s: tensor<f32>, %t: tensor<1x15xf32>) {
  // expected-error @below {{'nnf.scaled_mm' op expects dimension 1 of scale_b to equal dimension 1 of mat_b, but got 15 and 16}}
  %r = nnf.scaled_mm %a, %b, %s, %t scale_recipe_b = rowwise : (tensor<4x32xf8E4M3FN>, tensor<32x16xf8E4M3FN>, tensor<f32>, tensor<1x15xf32>) -> tensor<4x16xbf16>
  return
}

// -----

// Rank of scales.
func.func @rank_of_scales(%a: tensor<4x32xf8E4M3FN>, %b: tensor<32x16xf8E4M3FN>, %s: tensor<4xf32>, %t: tensor<f32>) {
  // expected-error @below {{'nnf.scaled_mm' op expects scale_a to have rank 2, but got rank 1}}
  %r = nnf.scaled_mm %a, %b, %s, %t scale_recipe_a = rowwise : (tensor<4x32xf8E4M3FN>, tensor<32x16xf8E4M3FN>, tensor<4xf32>, tensor<f32>) -> tensor<4x16xbf16>
  return
}

// -----

// A bias of another width.
func.func @bias_of_bytes(%a: tensor<4x32xf8E4M3FN>, %b: tensor<32x16xf8E4M3FN>, %s: tensor<f32>, %t: tensor<f32>, %c: tensor<15xf32>) {
  // expected-error @below {{'nnf.scaled_mm' op expects dimension 0 of bias to equal dimension 1 of mat_b, but got 15 and 16}}
  %r = nnf.scaled_mm %a, %b, %s, %t bias = %c : (tensor<4x32xf8E4M3FN>, tensor<32x16xf8E4M3FN>, tensor<f32>, tensor<f32>, tensor<15xf32>) -> tensor<4x16xbf16>
  return
}

// -----

// Rank of a bias.
func.func @rank_of_a_bias(%a: tensor<4x32xf8E4M3FN>, %b: tensor<32x16xf8E4M3FN>, %s: tensor<f32>, %t: tensor<f32>, %c: tensor<4x16xf32>) {
  // expected-error @below {{'nnf.scaled_mm' op expects bias to have rank 1, but got rank 2}}
  %r = nnf.scaled_mm %a, %b, %s, %t bias = %c : (tensor<4x32xf8E4M3FN>, tensor<32x16xf8E4M3FN>, tensor<f32>, tensor<f32>, tensor<4x16xf32>) -> tensor<4x16xbf16>
  return
}

// -----

// Scales of other rows of groups.
func.func @scales_of_groups(%a: tensor<4x32xf8E4M3FN>, %b: tensor<2x32x16xf8E4M3FN>, %s: tensor<3xf32>, %t: tensor<2x16xf32>, %o: tensor<2xi32>) {
  // expected-error @below {{'nnf.scaled_grouped_mm' op expects the last dimension of scale_a to equal dimension -2 of mat_a, but got 3 and 4}}
  %r = nnf.scaled_grouped_mm %a, %b, %s, %t offs = %o : (tensor<4x32xf8E4M3FN>, tensor<2x32x16xf8E4M3FN>, tensor<3xf32>, tensor<2x16xf32>, tensor<2xi32>) -> tensor<4x16xbf16>
  return
}

// -----

// Scales of other matrices.
func.func @scales_of_matrices(%a: tensor<4x32xf8E4M3FN>, %b: tensor<2x32x16xf8E4M3FN>, %s: tensor<4xf32>, %t: tensor<3x16xf32>, %o: tensor<2xi32>) {
  // expected-error @below {{'nnf.scaled_grouped_mm' op expects dimension 0 of scale_b to equal the number of groups, but got 3 and 2}}
  %r = nnf.scaled_grouped_mm %a, %b, %s, %t offs = %o : (tensor<4x32xf8E4M3FN>, tensor<2x32x16xf8E4M3FN>, tensor<4xf32>, tensor<3x16xf32>, tensor<2xi32>) -> tensor<4x16xbf16>
  return
}

// -----

// Scales of other columns of matrices.
func.func @scales_of_columns(%a: tensor<4x32xf8E4M3FN>, %b: tensor<2x32x16xf8E4M3FN>, %s: tensor<4xf32>, %t: tensor<2x15xf32>, %o: tensor<2xi32>) {
  // expected-error @below {{'nnf.scaled_grouped_mm' op expects the last dimension of scale_b to equal the last dimension of mat_b, but got 15 and 16}}
  %r = nnf.scaled_grouped_mm %a, %b, %s, %t offs = %o : (tensor<4x32xf8E4M3FN>, tensor<2x32x16xf8E4M3FN>, tensor<4xf32>, tensor<2x15xf32>, tensor<2xi32>) -> tensor<4x16xbf16>
  return
}

// -----

// Scales of other groups.
func.func @scales_of_both(%a: tensor<2x4x32xf8E4M3FN>, %b: tensor<2x32x16xf8E4M3FN>, %s: tensor<3x4xf32>, %t: tensor<2x16xf32>) {
  // expected-error @below {{'nnf.scaled_grouped_mm' op expects dimension 0 of scale_a to equal the number of groups, but got 3 and 2}}
  %r = nnf.scaled_grouped_mm %a, %b, %s, %t : (tensor<2x4x32xf8E4M3FN>, tensor<2x32x16xf8E4M3FN>, tensor<3x4xf32>, tensor<2x16xf32>) -> tensor<2x4x16xbf16>
  return
}
