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
// A function that only looks like its derivative is 1 of x: it is not differentiable by what is known of it.
func.func @opaque(%x: tensor<4xf32>) -> tensor<4xf32> {
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
// RUN: not nnf-runner %s -e opaque --input=4xf32=1 --check-grad 2>&1 | FileCheck %s --check-prefix=OPAQUE
// OPAQUE: gradient.mlir:{{.*}}: error: cannot differentiate
// OPAQUE-NOT: nnf-runner: error
// RUN: not nnf-runner %s -e relu --input=3xf32=1 --check-grad=-1 2>&1 | FileCheck %s --check-prefix=STEP
// STEP: nnf-runner: error: --check-grad: expected a number of at least 0, but got '-1'
