// The gradient of a function: computed, and compared with finite differences.

func.func @loss(%x: tensor<?xf32>, %t: tensor<?xf32>) -> tensor<f32> {
  %a = nnf.tanh %x : tensor<?xf32>
  %y = nnf.mse_loss %a, %t : (tensor<?xf32>, tensor<?xf32>) -> tensor<f32>
  return %y : tensor<f32>
}
func.func @relu(%x: tensor<?xf32>) -> tensor<?xf32> {
  %y = nnf.relu %x : tensor<?xf32>
  return %y : tensor<?xf32>
}
func.func @relu_f64(%x: tensor<2x3xf64>) -> tensor<2x3xf64> {
  %y = nnf.silu %x : tensor<2x3xf64>
  return %y : tensor<2x3xf64>
}
// The identity but for rounding: integers have no gradient, so that of this function is 0, and its slope is not.
func.func @stairs(%x: tensor<4xf32>) -> tensor<4xf32> {
  %scale = arith.constant 1.0e+05 : f32
  %0 = tensor.empty() : tensor<4xf32>
  %y = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%x : tensor<4xf32>) outs(%0 : tensor<4xf32>) {
  ^bb0(%in: f32, %out: f32):
    %large = arith.mulf %in, %scale : f32
    %whole = arith.fptosi %large : f32 to i32
    %back = arith.sitofp %whole : i32 to f32
    %small = arith.divf %back, %scale : f32
    linalg.yield %small : f32
  } -> tensor<4xf32>
  return %y : tensor<4xf32>
}
// The identity by way of the bits, where that would not be true of a gradient of 0.
func.func @bits(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = tensor.empty() : tensor<4xf32>
  %y = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%x : tensor<4xf32>) outs(%0 : tensor<4xf32>) {
  ^bb0(%in: f32, %out: f32):
    %bits = arith.bitcast %in : f32 to i32
    %back = arith.bitcast %bits : i32 to f32
    linalg.yield %back : f32
  } -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// What has no gradient rule is an error at its place.
func.func @loop(%x: tensor<4xf32>) -> tensor<4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %y = scf.for %i = %c0 to %c3 step %c1 iter_args(%a = %x) -> tensor<4xf32> {
    %r = nnf.tanh %a : tensor<4xf32>
    scf.yield %r : tensor<4xf32>
  }
  return %y : tensor<4xf32>
}

// RUN: nnf-runner %s -e loss --input=5xf32=randn --input=5xf32=randn --check-grad | FileCheck %s --check-prefix=LOSS
// LOSS: [SUCCESS] the gradient agrees with finite differences at 10 elements{{$}}
// RUN: nnf-runner %s -e loss --input=5xf32=randn --input=5xf32=randn --check-grad=1e-2 | FileCheck %s --check-prefix=LOSS
// RUN: nnf-runner %s -e relu_f64 --input=2x3xf64=randn --check-grad | FileCheck %s --check-prefix=F64
// F64: [SUCCESS] the gradient agrees with finite differences at 6 elements{{$}}
// RUN: nnf-runner %s -e relu --input=3xf32=-1,0,1 --check-grad | FileCheck %s --check-prefix=KINK
// KINK: [SUCCESS] the gradient agrees with finite differences at 3 elements, at 1 of them with one side only
// A step so large that it meets the kink from everywhere says so.
// RUN: nnf-runner %s -e relu --input=3xf32=-1,0,1 --check-grad=2 | FileCheck %s --check-prefix=LARGE
// LARGE: at 3 of them with one side only

// RUN: nnf-runner %s -e relu --vjp --input=3xf32=-1,0,1 --input=3xf32=5,6,7 | FileCheck %s --check-prefix=VJP
// VJP: result[0]: 3xf32=[0, 0, 7]
// RUN: nnf-runner %s -e relu --vjp --print-signature | FileCheck %s --check-prefix=SIGNATURE
// SIGNATURE: func @relu_vjp({{.*}}: tensor<?xf32>, {{.*}}: tensor<?xf32>) -> (tensor<?xf32>)
// RUN: not nnf-runner %s -e relu --vjp --input=3xf32=-1,0,1 2>&1 | FileCheck %s --check-prefix=COTANGENT
// COTANGENT: nnf-runner: error: @relu_vjp: expected 2 inputs: ?xf32, ?xf32; but got 1
// RUN: not nnf-runner %s -e stairs --input=4xf32=3 --check-grad 2>&1 | FileCheck %s --check-prefix=STAIRS
// STAIRS: [FAILED] gradient: input 0, element [0] = 3: the gradient is 0, but the function's slope is between 1.4{{[0-9]*}} and 1.4{{[0-9]*}} (within {{.*}}); 4 of 4 elements differ
// RUN: not nnf-runner %s -e bits --input=4xf32=3 --check-grad 2>&1 | FileCheck %s --check-prefix=BITS
// BITS: gradient.mlir:{{.*}}: error: cannot differentiate 'arith.bitcast': it reads the bits of a number that depends on the arguments
// RUN: not nnf-runner %s -e loop --vjp --input=4xf32=1 --input=4xf32=1 2>&1 | FileCheck %s --check-prefix=LOOP
// LOOP: gradient.mlir:{{.*}}: error: cannot differentiate
// LOOP-NOT: nnf-runner: error
// RUN: not nnf-runner %s -e relu --input=3xf32=1 --check-grad=-1 2>&1 | FileCheck %s --check-prefix=STEP
// STEP: nnf-runner: error: --check-grad: expected a number of at least 0, but got '-1'
