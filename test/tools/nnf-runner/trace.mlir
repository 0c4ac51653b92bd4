// What every op computes, and the first one that differs between two targets.

func.func @f(%x: tensor<?x4xf32>, %t: tensor<?xi64>) -> tensor<f32> {
  %c = arith.constant dense<1.0> : tensor<4xf32>
  %y = nnf.tanh %x : tensor<?x4xf32>
  %p = nnf.log_softmax %y dim = 1 : tensor<?x4xf32>
  %l = nnf.nll_loss %p, %t : (tensor<?x4xf32>, tensor<?xi64>) -> tensor<f32>
  return %l : tensor<f32>
}
func.func @first(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = nnf.relu %x : tensor<4xf32>
  return %y : tensor<4xf32>
}
func.func @nothing(%x: tensor<4xf32>) -> tensor<4xf32> {
  return %x : tensor<4xf32>
}

// RUN: nnf-runner %s -e f --input=2x4xf32=0,0,0,0,inf,-inf,nan,1 --input=2xi64=0,1 --trace-values | FileCheck %s --check-prefix=VALUES
// VALUES:      trace.mlir:5:8: nnf.tanh: 2x4xf32, min -1, max 1, mean 0.108799, 1 nan
// VALUES-NEXT: trace.mlir:6:8: nnf.log_softmax: 2x4xf32, min -1.38629, max -1.38629, mean -1.38629, 4 nan
// VALUES-NEXT: trace.mlir:7:8: nnf.nll_loss: f32, 1 nan
// VALUES-NOT: {{.}}

// RUN: nnf-runner %s -e f --input=9x4xf32=randn --input=9xi64=1 --trace-values --compare-with=reference | FileCheck %s --check-prefix=AGREE
// AGREE: [SUCCESS] cpu and reference agree on 3 values
// No tanh in single precision is right to the last bit for all of so many.
// RUN: not nnf-runner %s -e f --input=9000x4xf32=randn --input=9000xi64=1 --trace-values --compare-with=reference --equality-mode=exact | FileCheck %s --check-prefix=FIRST
// FIRST:      [FAILED] {{.*}}trace.mlir:5:8: nnf.tanh, cpu against reference: element [{{.*}}]: expected {{.*}} of 36000 elements differ
// FIRST-NEXT: [FAILED] {{[0-9]}} of 3 values differ; the first is above

// RUN: nnf-runner %s -e first --input=4xf32=-1,2,3,4 --trace-values --guard-pages | FileCheck %s --check-prefix=RELU
// RELU: nnf.relu: 4xf32, min 0, max 4, mean 2.25{{$}}
// RUN: not nnf-runner %s -e nothing --input=4xf32=1 --trace-values 2>&1 | FileCheck %s --check-prefix=NOTHING
// NOTHING: nnf-runner: error: @nothing computes nothing that can be shown
// RUN: not nnf-runner %s -e first --input=4xf32=1 --trace-values --output= 2>&1 | FileCheck %s --check-prefix=OUTPUT
// OUTPUT: nnf-runner: error: --trace-values shows the values of ops: it cannot be given together with --output, --expected-output, --check-grad or --benchmark
// RUN: not nnf-runner %s -e f --input=2x4xf32=0 --input=2xi64=0,4 --trace-values 2>&1 | FileCheck %s --check-prefix=INDEX
// INDEX: nnf-runner: error: {{.*}}trace.mlir:7:8: nnf.nll_loss: target[1] is 4, but must be at least 0 and less than 4
