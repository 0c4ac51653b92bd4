// RUN: nnf-runner %s --watch --function=net --input='2x4xf32=-1 0 20 nan -2 3 0.5 inf' | FileCheck %s
// RUN: nnf-runner %s --watch --function=open --input='6xf32=-1 0 200 5 -2 3' | FileCheck %s --check-prefix=OPEN
// RUN: not nnf-runner %s --watch --function=none --input=2xf32=1 2>&1 | FileCheck %s --check-prefix=NONE
// RUN: not nnf-runner %s --watch --benchmark 2>&1 | FileCheck %s --check-prefix=TOGETHER

// CHECK:      watch of @net: 2 values, 64 B beside one another
// CHECK:      bytes    zero    dead  saturated      nan      inf         min         max  value
// CHECK-NEXT: 32 B   37.5%   {{.*}}%       0.0%        1        1           0          20  nnf.relu at {{.*}}watch.mlir:[[#@LINE+4]]:8
// CHECK-NEXT: 32 B   {{.*}}  nnf.softmax at {{.*}}watch.mlir:[[#@LINE+4]]:8
func.func @net(%x: tensor<2x4xf32>) -> tensor<2x4xf32> {

  %a = nnf.relu %x : tensor<2x4xf32>
  %b = nnf.softmax %a dim = 1 : tensor<2x4xf32>
  return %b : tensor<2x4xf32>
}

// tanh saturates at 5 (its slope is 2e-4), and has none left at 200.
// OPEN: 24 B   16.7%   16.7%      33.3%        0        0{{.*}}nnf.tanh
func.func @open(%x: tensor<?xf32>) -> tensor<?xf32> {
  %a = nnf.tanh %x : tensor<?xf32>
  return %a : tensor<?xf32>
}

// NONE: error: nnf-watch-values: @none has no op of nnf with a result of floating point
func.func @none(%x: tensor<2xf32>) -> tensor<2xf32> {
  %a = math.exp %x : tensor<2xf32>
  return %a : tensor<2xf32>
}

// TOGETHER: error: --watch and --print-statistics take the place of results
