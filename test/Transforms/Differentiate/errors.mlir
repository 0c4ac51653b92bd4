// RUN: nnf-opt %s --split-input-file --allow-unregistered-dialect --verify-diagnostics --nnf-differentiate="function=f arguments=1"
// RUN: not nnf-opt %s --split-input-file --allow-unregistered-dialect --nnf-differentiate="function=g" 2>&1 | FileCheck %s --check-prefix=MISSING

// MISSING: error: 'builtin.module' op has no function 'g' to differentiate

// expected-error @below {{'func.func' op has no gradient by argument 1: expected a float or a tensor of floats, but got 'tensor<4xi64>'}}
func.func @f(%x: tensor<4xf32>, %i: tensor<4xi64>) -> tensor<4xf32> {
  return %x : tensor<4xf32>
}

// -----

// expected-error @below {{'func.func' op has no argument 1 to differentiate by; it has 1}}
func.func @f(%x: tensor<4xf32>) -> tensor<4xf32> {
  return %x : tensor<4xf32>
}

// -----

func.func @f(%x: tensor<4xf32>, %y: tensor<4xf32>) -> tensor<2xf32> {
  // expected-error @below {{cannot differentiate 'test.unknown'}}
  %z = "test.unknown"(%y) : (tensor<4xf32>) -> tensor<2xf32>
  return %z : tensor<2xf32>
}

// -----

// expected-error @below {{'func.func' op cannot add its vector-Jacobian product: the name 'f_vjp' is taken (by 'func.func')}}
func.func @f(%x: tensor<4xf32>, %y: tensor<4xf32>) -> tensor<4xf32> {
  return %x : tensor<4xf32>
}
func.func private @f_vjp()
