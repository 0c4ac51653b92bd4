// What the verifier says of wrong operands, attributes and results.
// RUN: nnf-opt %s --split-input-file --verify-diagnostics

// Alpha of 0.
func.func @alpha_of_0(%x: tensor<4xf32>) {
  // expected-error @below {{'nnf.celu' op expects alpha to be different from 0}}
  %r = nnf.celu %x alpha = 0.0 : tensor<4xf32>
  return
}

// -----

// Integers.
func.func @integers(%x: tensor<4xi32>) {
  // expected-error @below {{'nnf.gelu' op operand #0 must be ranked tensor of 32-bit float or 64-bit float or 16-bit float or bfloat16 type values, but got 'tensor<4xi32>'}}
  %r = nnf.gelu %x : tensor<4xi32>
  return
}

// -----

// Approximation.
func.func @approximation(%x: tensor<4xf32>) {
  // expected-error @below {{custom op 'nnf.gelu' expected string or keyword containing one of the following enum values for attribute 'approximate' [none, tanh]}}
  %r = nnf.gelu %x approximate = sigmoid : tensor<4xf32>
  return
}

// -----

// No halves.
func.func @glu_odd(%x: tensor<4x5xf32>) {
  // expected-error @below {{'nnf.glu' op expects dimension 1 of input to equal an even number, but got 5 and 4}}
  %r = nnf.glu %x : (tensor<4x5xf32>) -> tensor<4x2xf32>
  return
}

// -----

// Nothing to halve.
func.func @glu_rank(%x: tensor<f32>) {
  // expected-error @below {{'nnf.glu' op expects input to have rank 1 or more, but got rank 0}}
  %r = nnf.glu %x : (tensor<f32>) -> tensor<f32>
  return
}
