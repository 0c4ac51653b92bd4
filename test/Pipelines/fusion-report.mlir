// RUN: nnf-opt %s --nnf-fusion-report=target=avx512 -o /dev/null 2>&1 | FileCheck %s
// RUN: nnf-opt %s --nnf-fusion-report='target=avx2 output=%t' -o /dev/null && FileCheck %s < %t
// RUN: not nnf-opt %s --nnf-fusion-report=target=abacus -o /dev/null 2>&1 | FileCheck %s --check-prefix=TARGET
// TARGET: error: option 'target' of nnf-fusion-report: expected avx512, avx2, generic or host, got 'abacus'

// Two values of 64 x 1024 are read in the loop that makes them.
// CHECK: nnf-fusion-report: @chain: 3 ops in 1 kernel, 1.00 MiB not written and read again
// CHECK-NEXT: 1 (rows): {{.*}}nnf.relu at [[#@LINE+6]]:8
// CHECK-DAG: saved 512.00 KiB: 64x1024xf32 of nnf.relu at [[#@LINE+5]]:8, read by arith.mulf at [[#@LINE+7]]:8
// CHECK-DAG: saved 512.00 KiB: 64x1024xf32 of nnf.sigmoid at [[#@LINE+5]]:8, read by arith.mulf at [[#@LINE+6]]:8


func.func @chain(%x: tensor<64x1024xf32>) -> tensor<64x1024xf32> {
  %a = nnf.relu %x : tensor<64x1024xf32>
  %b = nnf.sigmoid %x : tensor<64x1024xf32>
  %c = arith.mulf %a, %b : tensor<64x1024xf32>
  return %c : tensor<64x1024xf32>
}

// The activation is applied to the accumulators of the product.
// CHECK: nnf-fusion-report: @layer: 2 ops in 1 kernel, 2.00 KiB not written and read again
// CHECK: (contraction): {{.*}}nnf.linear at
// CHECK: saved 2.00 KiB: 16x16xf32 of nnf.linear at {{.*}}, read by nnf.gelu at
func.func @layer(%x: tensor<16x32xf32>, %w: tensor<16x32xf32>) -> tensor<16x16xf32> {
  %y = nnf.linear %x, %w : (tensor<16x32xf32>, tensor<16x32xf32>) -> tensor<16x16xf32>
  %z = nnf.gelu %y : tensor<16x16xf32>
  return %z : tensor<16x16xf32>
}

// A softmax by itself: what it keeps on the way is in registers, or where the result will be.
// CHECK: nnf-fusion-report: @softmax: 1 op in 1 kernel, 0 bytes not written and read again
// CHECK-NEXT: 1 (rows): nnf.softmax at
// CHECK: in registers: every reader is in an iteration that has made it
func.func @softmax(%x: tensor<64x1000xf32>) -> tensor<64x1000xf32> {
  %y = nnf.softmax %x dim = 1 : tensor<64x1000xf32>
  return %y : tensor<64x1000xf32>
}

// Open sizes: the same kernels, bytes that nobody knows yet.
// CHECK: nnf-fusion-report: @open: 2 ops in 1 kernel, 0 bytes not written and read again, beside values of open sizes
// CHECK: saved (open size): ?xf32 of nnf.relu
func.func @open(%x: tensor<?xf32>) -> tensor<?xf32> {
  %a = nnf.relu %x : tensor<?xf32>
  %b = nnf.tanh %a : tensor<?xf32>
  return %b : tensor<?xf32>
}
