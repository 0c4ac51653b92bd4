// Elementwise loops over more than the second-level cache holds ask for their inputs two KiB ahead; others do not.
// RUN: nnf-opt %s --pass-pipeline='builtin.module(func.func(nnf-cpu-emit-rows{target=avx512}))' | FileCheck %s

// One prefetch for each line of an iteration, none in the masked tail, none for the bias, which stays in the cache.
// CHECK-LABEL: @large(
// CHECK-SAME: %[[X:.*]]: memref<4096x1000xf32>, %[[BIAS:.*]]: memref<1000xf32>,
// CHECK-NOT: memref.prefetch %[[BIAS]]
// CHECK: scf.for
// CHECK: scf.for
// CHECK: arith.addi %{{.*}}, %c512{{.*}}
// CHECK: memref.prefetch %[[X]][%{{.*}}, %{{.*}}], read, locality<3>, data : memref<4096x1000xf32>
// CHECK: arith.addi %{{.*}}, %c528{{.*}}
// CHECK: memref.prefetch %[[X]]
// CHECK: vector.store
// CHECK-NOT: memref.prefetch
// CHECK: vector.maskedload
// CHECK-LABEL: @open(
// CHECK: memref.prefetch %{{.*}} : memref<?xf32>
// CHECK-LABEL: @small(
// CHECK-NOT: memref.prefetch
// CHECK-LABEL: @narrow(
// CHECK: memref.prefetch %{{.*}} : memref<2097152xbf16>
#id = affine_map<(i, j) -> (i, j)>
#row = affine_map<(i, j) -> (j)>
#id1 = affine_map<(i) -> (i)>
func.func @large(%x: memref<4096x1000xf32>, %bias: memref<1000xf32>, %y: memref<4096x1000xf32>) {
  linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %bias : memref<4096x1000xf32>, memref<1000xf32>) outs(%y : memref<4096x1000xf32>) {
  ^bb0(%a: f32, %b: f32, %c: f32):
    %0 = arith.addf %a, %b : f32
    linalg.yield %0 : f32
  }
  return
}
func.func @open(%x: memref<?xf32>, %y: memref<?xf32>) {
  linalg.generic {indexing_maps = [#id1, #id1], iterator_types = ["parallel"]}
      ins(%x : memref<?xf32>) outs(%y : memref<?xf32>) {
  ^bb0(%a: f32, %c: f32):
    %0 = arith.negf %a : f32
    linalg.yield %0 : f32
  }
  return
}
func.func @small(%x: memref<65536xf32>, %y: memref<65536xf32>) {
  linalg.generic {indexing_maps = [#id1, #id1], iterator_types = ["parallel"]}
      ins(%x : memref<65536xf32>) outs(%y : memref<65536xf32>) {
  ^bb0(%a: f32, %c: f32):
    %0 = arith.negf %a : f32
    linalg.yield %0 : f32
  }
  return
}
func.func @narrow(%x: memref<2097152xbf16>, %y: memref<2097152xbf16>) {
  linalg.generic {indexing_maps = [#id1, #id1], iterator_types = ["parallel"]}
      ins(%x : memref<2097152xbf16>) outs(%y : memref<2097152xbf16>) {
  ^bb0(%a: bf16, %c: bf16):
    %0 = arith.negf %a : bf16
    linalg.yield %0 : bf16
  }
  return
}

// Two statements in loops of their own inside the common one stand at no one place of it: nothing to ask for there.
// CHECK-LABEL: @partly(
// CHECK-NOT: memref.prefetch
// CHECK: return
func.func @partly(%x: memref<15x8xf32>, %y: memref<?x?xf32>) {
  %zero = arith.constant 0.0 : f32
  %all = memref.cast %y : memref<?x?xf32> to memref<16x8xf32>
  linalg.generic {indexing_maps = [#id], iterator_types = ["parallel", "parallel"]} outs(%all : memref<16x8xf32>) {
  ^bb0(%c: f32):
    linalg.yield %zero : f32
  }
  %part = memref.subview %all[0, 0] [15, 8] [1, 1] : memref<16x8xf32> to memref<15x8xf32, strided<[8, 1]>>
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : memref<15x8xf32>) outs(%part : memref<15x8xf32, strided<[8, 1]>>) {
  ^bb0(%a: f32, %c: f32):
    linalg.yield %a : f32
  }
  return
}
