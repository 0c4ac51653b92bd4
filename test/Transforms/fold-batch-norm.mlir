// RUN: nnf-opt %s --nnf-fold-batch-norm | FileCheck %s

// What is made agrees with what was there, on random numbers.
// RUN: nnf-opt %s --nnf-fold-batch-norm -o %t.mlir
// RUN: nnf-runner %s -e conv --input=2x3x8x8xf32=randn --input=4x3x3x3xf32=randn --input=4xf32=randn --input=4xf32=randn "--input=4xf32=uniform(0.5, 2)" --input=4xf32=randn --input=4xf32=randn --output=@%t.npy
// RUN: nnf-runner %t.mlir -e conv --input=2x3x8x8xf32=randn --input=4x3x3x3xf32=randn --input=4xf32=randn --input=4xf32=randn "--input=4xf32=uniform(0.5, 2)" --input=4xf32=randn --input=4xf32=randn --expected-output=@%t.npy --rtol=1e-5 --atol=1e-5
// RUN: nnf-runner %s -e linear --input=5x6xf32=randn --input=8x6xf32=randn --input=8xf32=randn "--input=8xf32=uniform(0.5, 2)" --output=@%t.npy
// RUN: nnf-runner %t.mlir -e linear --input=5x6xf32=randn --input=8x6xf32=randn --input=8xf32=randn "--input=8xf32=uniform(0.5, 2)" --expected-output=@%t.npy --rtol=1e-5 --atol=1e-5

// CHECK-LABEL: func @conv
// CHECK: %[[W:.*]] = linalg.generic {{.*}} ins(%arg1, %arg4, %arg5
// CHECK: math.sqrt
// CHECK: %[[B:.*]] = linalg.generic {{.*}} ins(%arg4, %arg5, %arg3, %arg2, %arg6
// CHECK: %[[Y:.*]] = nnf.conv2d %arg0, %[[W]] bias = %[[B]] padding = [1, 1]
// CHECK-NEXT: return %[[Y]]
func.func @conv(%x: tensor<?x3x8x8xf32>, %w: tensor<4x3x3x3xf32> {nnf.parameter}, %b: tensor<4xf32> {nnf.parameter}, %m: tensor<4xf32> {nnf.parameter}, %v: tensor<4xf32> {nnf.parameter}, %g: tensor<4xf32> {nnf.parameter}, %s: tensor<4xf32> {nnf.parameter}) -> tensor<?x4x8x8xf32> {
  %a = nnf.conv2d %x, %w bias = %b padding = [1, 1] : (tensor<?x3x8x8xf32>, tensor<4x3x3x3xf32>, tensor<4xf32>) -> tensor<?x4x8x8xf32>
  %y = nnf.batch_norm %a running_mean = %m running_var = %v weight = %g bias = %s eps = 1.0e-3 : (tensor<?x4x8x8xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<?x4x8x8xf32>
  return %y : tensor<?x4x8x8xf32>
}

// Without a bias, a weight and a shift.
// CHECK-LABEL: func @linear
// CHECK: arith.negf
// CHECK: nnf.linear %arg0, %{{.*}} bias = %{{.*}} : (tensor<?x6xf32>, tensor<8x6xf32>, tensor<8xf32>) -> tensor<?x8xf32>
// CHECK-NOT: nnf.batch_norm
func.func @linear(%x: tensor<?x6xf32>, %w: tensor<8x6xf32> {nnf.parameter}, %m: tensor<8xf32> {nnf.parameter}, %v: tensor<8xf32> {nnf.parameter}) -> tensor<?x8xf32> {
  %a = nnf.linear %x, %w : (tensor<?x6xf32>, tensor<8x6xf32>) -> tensor<?x8xf32>
  %y = nnf.batch_norm %a running_mean = %m running_var = %v : (tensor<?x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<?x8xf32>
  return %y : tensor<?x8xf32>
}

// Statistics of the batch; weights that change from call to call; a result that is read twice; channels that are not the last; f16.
// CHECK-LABEL: func @not_folded
// CHECK-COUNT-5: nnf.batch_norm
func.func @not_folded(%x: tensor<5x6xf32>, %w: tensor<8x6xf32> {nnf.parameter}, %u: tensor<8x6xf32>, %m: tensor<8xf32> {nnf.parameter}, %z: tensor<5x8x6xf32>, %h: tensor<5x6xf16>, %k: tensor<8x6xf16> {nnf.parameter}, %n: tensor<8xf16> {nnf.parameter}) -> (tensor<5x8xf32>, tensor<5x8xf32>, tensor<5x8xf32>, tensor<5x8xf32>, tensor<5x8x8xf32>, tensor<5x8xf16>) {
  %a = nnf.linear %x, %w : (tensor<5x6xf32>, tensor<8x6xf32>) -> tensor<5x8xf32>
  %b = nnf.batch_norm %a training = true : (tensor<5x8xf32>) -> tensor<5x8xf32>
  %c = nnf.linear %x, %u : (tensor<5x6xf32>, tensor<8x6xf32>) -> tensor<5x8xf32>
  %d = nnf.batch_norm %c running_mean = %m running_var = %m : (tensor<5x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<5x8xf32>
  %e = nnf.linear %x, %w : (tensor<5x6xf32>, tensor<8x6xf32>) -> tensor<5x8xf32>
  %f = nnf.batch_norm %e running_mean = %m running_var = %m : (tensor<5x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<5x8xf32>
  %i = nnf.linear %z, %w : (tensor<5x8x6xf32>, tensor<8x6xf32>) -> tensor<5x8x8xf32>
  %j = nnf.batch_norm %i running_mean = %m running_var = %m : (tensor<5x8x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<5x8x8xf32>
  %o = nnf.linear %h, %k : (tensor<5x6xf16>, tensor<8x6xf16>) -> tensor<5x8xf16>
  %p = nnf.batch_norm %o running_mean = %n running_var = %n : (tensor<5x8xf16>, tensor<8xf16>, tensor<8xf16>) -> tensor<5x8xf16>
  return %b, %d, %e, %f, %j, %p : tensor<5x8xf32>, tensor<5x8xf32>, tensor<5x8xf32>, tensor<5x8xf32>, tensor<5x8x8xf32>, tensor<5x8xf16>
}
