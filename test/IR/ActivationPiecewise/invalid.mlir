// What the verifier says of wrong operands, attributes and results.
// RUN: nnf-opt %s --split-input-file --verify-diagnostics

// Negative lambd.
func.func @negative_lambd(%x: tensor<4xf32>) {
  // expected-error @below {{'nnf.softshrink' op expects lambd to be at least 0, but got -1.000000e+00}}
  %r = nnf.softshrink %x lambd = -1.0 : tensor<4xf32>
  return
}

// -----

// Integers.
func.func @integers(%x: tensor<4xi32>) {
  // expected-error @below {{'nnf.leaky_relu' op operand #0 must be ranked tensor of 32-bit float or 64-bit float or 16-bit float or bfloat16 type values, but got 'tensor<4xi32>'}}
  %r = nnf.leaky_relu %x : tensor<4xi32>
  return
}

// -----

// Result.
func.func @result(%x: tensor<4xf32>) {
  // expected-error @below {{'nnf.relu' op inferred type(s) 'tensor<4xf32>' are incompatible with return type(s) of operation 'tensor<5xf32>'}}
  %r = nnf.relu %x : tensor<4xf32> -> tensor<5xf32>
  return
}
