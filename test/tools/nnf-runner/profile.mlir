// --profile: what each kernel of a call does, against what the machine can do.

// What is computed row by row is one kernel.
func.func @f(%x: tensor<?x16xf32>, %w: tensor<8x16xf32>) -> tensor<?x8xf32> {
  %0 = nnf.relu %x : tensor<?x16xf32>
  %1 = nnf.softmax %0 dim = 1 : tensor<?x16xf32>
  %2 = nnf.linear %1, %w : (tensor<?x16xf32>, tensor<8x16xf32>) -> tensor<?x8xf32>
  return %2 : tensor<?x8xf32>
}
func.func @again(%x: tensor<40xf32>) -> tensor<40xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %r = scf.for %i = %c0 to %c3 step %c1 iter_args(%v = %x) -> tensor<40xf32> {
    %t = nnf.tanh %v : tensor<40xf32>
    scf.yield %t : tensor<40xf32>
  }
  return %r : tensor<40xf32>
}
func.func @nothing(%x: tensor<0xf32>) -> tensor<f32> {
  %c = arith.constant dense<1.0> : tensor<f32>
  return %c : tensor<f32>
}

// RUN: nnf-runner %s -e f --input=5x16xf32=randn --input=8x16xf32=randn --repetitions=3 --profile=%t.json | FileCheck %s
// CHECK:      f: 5x16xf32, 8x16xf32 -> 5x8xf32
// CHECK-NEXT: a call, {{.*}} in 2 kernels (medians of 3 calls, {{[0-9]+}} thread
// CHECK-NEXT: limits measured now: {{.*}} GB/s of a copy, {{.*}} GFLOP/s of multiply-adds in f32
// CHECK-NEXT: places are lines and columns of {{.*}}profile.mlir
// CHECK:      time share runs bytes GB/s GFLOP/s limit kernel
// CHECK-DAG:  1 {{[0-9]+}} B {{.*}} nnf.relu at 5:8, nnf.softmax at 6:8{{$}}
// CHECK-DAG:  1 {{[0-9]+}} B {{.*}} nnf.softmax at 6:8, nnf.linear at 7:8{{$}}

// RUN: %python %S/Inputs/check_trace.py %t.json "nnf.relu, nnf.softmax" "nnf.softmax, nnf.linear"

// A loop on one core is a kernel with all that it runs: 40 numbers are read and 40 written.
// RUN: nnf-runner %s -e again --input=40xf32=randn --repetitions=2 --profile | FileCheck %s --check-prefix=AGAIN
// AGAIN: 1 320 B {{.*}} scf.for at 14:8, nnf.tanh at 15:10

// Such code is not kept for other calls.
// RUN: rm -rf %t.cache && nnf-runner %s -e f --input=5x16xf32=randn --input=8x16xf32=randn --cache-dir=%t.cache --profile --repetitions=1
// RUN: not ls %t.cache/*.o

// RUN: not nnf-runner %s -e nothing --input=0xf32= --profile 2>&1 | FileCheck %s --check-prefix=NOTHING
// NOTHING: error: the target 'cpu' has no kernels to profile, or nothing ran
// RUN: not nnf-runner %s -e again --input=40xf32=1 --profile --target=reference 2>&1 | FileCheck %s --check-prefix=REFERENCE
// REFERENCE: error: the target 'reference' has no kernels to profile
// RUN: not nnf-runner %s -e again --input=40xf32=1 --profile --benchmark 2>&1 | FileCheck %s --check-prefix=BOTH
// BOTH: error: --profile shows where time goes: it cannot be given together with
// RUN: not nnf-runner %s -e again --input=40xf32=1 --profile=%t.no/such/trace.json 2>&1 | FileCheck %s --check-prefix=FILE
// FILE: error: {{.*}}trace.json
