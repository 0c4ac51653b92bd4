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

// -----

func.func @f(%x: tensor<4xf32>, %y: tensor<4x3xf32>) -> tensor<4xf32> {
  %low = arith.constant dense<0xFF800000> : tensor<4xf32>
  // expected-error @below {{cannot differentiate 'linalg.reduce': its body does more with the previous value of an output than add to it}}
  %m = linalg.reduce ins(%y : tensor<4x3xf32>) outs(%low : tensor<4xf32>) dimensions = [1] (%a: f32, %b: f32) {
    %c = arith.maximumf %a, %b : f32
    linalg.yield %c : f32
  }
  return %m : tensor<4xf32>
}

// -----

func.func @f(%x: tensor<4xf32>, %y: tensor<6xf32>) -> tensor<4xf32> {
  %e = tensor.empty() : tensor<4xf32>
  // expected-error @below {{cannot differentiate 'linalg.generic': its body reads a value from outside that depends on the arguments}}
  %m = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>], iterator_types = ["parallel"]} outs(%e : tensor<4xf32>) {
    ^bb0(%o: f32):
      %i = linalg.index 0 : index
      %v = tensor.extract %y[%i] : tensor<6xf32>
      linalg.yield %v : f32
    } -> tensor<4xf32>
  return %m : tensor<4xf32>
}

// -----

func.func @f(%x: tensor<4xf32>, %y: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error @below {{cannot differentiate a function that calls itself}}
  %z = call @f(%x, %y) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  return %z : tensor<4xf32>
}

// -----

// A number that became bits and a number again has a gradient, but none that is known: zero would be wrong.
func.func @f(%x: tensor<4xf32>, %y: tensor<4xf32>) -> tensor<4xf32> {
  %bits = arith.bitcast %y : tensor<4xf32> to tensor<4xi32>
  %mask = arith.constant dense<0x7fffffff> : tensor<4xi32>
  %magnitude = arith.andi %bits, %mask : tensor<4xi32>
  // expected-error @below {{cannot differentiate 'arith.bitcast': it reads the bits of a number that depends on the arguments}}
  %z = arith.bitcast %magnitude : tensor<4xi32> to tensor<4xf32>
  return %z : tensor<4xf32>
}

// -----

func.func @f(%x: tensor<4xf32>, %y: tensor<4xf32>) -> tensor<4xf32> {
  %e = tensor.empty() : tensor<4xf32>
  %z = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%y : tensor<4xf32>) outs(%e : tensor<4xf32>) {
    ^bb0(%v: f32, %o: f32):
      %b = arith.bitcast %v : f32 to i32
      // expected-error @below {{cannot differentiate 'arith.sitofp': it reads the bits of a number that depends on the arguments}}
      %r = arith.sitofp %b : i32 to f32
      linalg.yield %r : f32
    } -> tensor<4xf32>
  return %z : tensor<4xf32>
}
