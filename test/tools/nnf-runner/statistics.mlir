// RUN: nnf-runner %s --print-statistics --function=norms --input=64x64xf32=randn | FileCheck %s
// RUN: nnf-runner %s --print-statistics --function=open --input=64x64xf32=randn | FileCheck %s --check-prefix=OPEN
// RUN: not nnf-runner %s --print-statistics --function=open --target=reference --input=2x2xf32=1 2>&1 | FileCheck %s --check-prefix=TARGET

// Each transposed copy is 16 KiB, and at most two are in use at once.
// CHECK:      memory of @norms
// CHECK-NEXT: 16.00 KiB  inputs
// CHECK-NEXT: 0 B  parameters
// CHECK-NEXT: 16.00 KiB  results
// CHECK:      most bytes of temporaries in use at once, [[#]] of static size
// CHECK-NEXT: planned for them, 1.0{{[0-9]}} times that
// CHECK:      beside one another
// CHECK:      peak of what the call asked for
// CHECK-NEXT: held by the allocator after the call
func.func @norms(%x: tensor<64x64xf32>) -> tensor<64x64xf32> {
  %w = tensor.empty() : tensor<64x64xf32>
  %0 = linalg.transpose ins(%x : tensor<64x64xf32>) outs(%w : tensor<64x64xf32>) permutation = [1, 0]
  %1 = nnf.softmax %0 dim = 1 : tensor<64x64xf32>
  %2 = linalg.transpose ins(%1 : tensor<64x64xf32>) outs(%w : tensor<64x64xf32>) permutation = [1, 0]
  %3 = nnf.softmax %2 dim = 1 : tensor<64x64xf32>
  %4 = linalg.transpose ins(%3 : tensor<64x64xf32>) outs(%w : tensor<64x64xf32>) permutation = [1, 0]
  %5 = nnf.softmax %4 dim = 1 : tensor<64x64xf32>
  %6 = linalg.transpose ins(%5 : tensor<64x64xf32>) outs(%w : tensor<64x64xf32>) permutation = [1, 0]
  %7 = nnf.softmax %6 dim = 1 : tensor<64x64xf32>
  return %7 : tensor<64x64xf32>
}

// OPEN: memory of @open
// OPEN: 0 B  most bytes of temporaries in use at once, 0 of static size
// OPEN: [[#]]  temporaries of open sizes
// OPEN: peak of what the call asked for
func.func @open(%x: tensor<?x?xf32>) -> tensor<?x?xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = tensor.dim %x, %c0 : tensor<?x?xf32>
  %m = tensor.dim %x, %c1 : tensor<?x?xf32>
  %w = tensor.empty(%m, %n) : tensor<?x?xf32>
  %0 = linalg.transpose ins(%x : tensor<?x?xf32>) outs(%w : tensor<?x?xf32>) permutation = [1, 0]
  %1 = nnf.softmax %0 dim = 1 : tensor<?x?xf32>
  %v = tensor.empty(%n, %m) : tensor<?x?xf32>
  %2 = linalg.transpose ins(%1 : tensor<?x?xf32>) outs(%v : tensor<?x?xf32>) permutation = [1, 0]
  %3 = nnf.softmax %2 dim = 1 : tensor<?x?xf32>
  return %3 : tensor<?x?xf32>
}

// TARGET: error: the target '{{.*}}' keeps no account of memory
