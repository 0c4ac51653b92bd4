// RUN: nnf-opt %s --pass-pipeline='builtin.module(func.func(nnf-cpu-emit-contractions{target=avx512}))' --split-input-file | FileCheck %s
// RUN: nnf-opt %s --pass-pipeline='builtin.module(func.func(nnf-cpu-emit-contractions{target=avx2}))' --split-input-file | FileCheck %s --check-prefix=AVX2

// A linear layer with bias and relu: one parallel loop, the bias as the first value of the accumulators, relu before the
// store, and no buffer between.

#row = affine_map<(m, n) -> (n)>
#id = affine_map<(m, n) -> (m, n)>

// CHECK-LABEL: func.func @linear
// CHECK-SAME: %[[X:[a-z0-9]+]]: memref<509x768xf32>, %[[W:[a-z0-9]+]]: memref<3072x768xf32>, %[[BIAS:[a-z0-9]+]]: memref<3072xf32>, %[[OUT:[a-z0-9]+]]: memref<509x3072xf32>
// CHECK-NOT: memref.alloc
// CHECK: scf.forall (%{{.*}}) in (32)
// Weights are packed for three panels of 32 columns: blocks of 16 x 16 are transposed.
// CHECK: %[[PANELS:.*]] = memref.alloc() {alignment = 64 : i64} : memref<3x768x32xf32>
// CHECK-COUNT-16: vector.load %[[W]][{{.*}}] : memref<3072x768xf32>, vector<16xf32>
// CHECK-COUNT-64: vector.shuffle
// CHECK-COUNT-16: vector.store {{.*}}, %[[PANELS]]
// 509 rows are 36 tiles of 12 rows and 7 of 11.
// CHECK: scf.for
// CHECK: scf.for
// CHECK-COUNT-2: vector.load %[[BIAS]]
// CHECK: %[[SUM:.*]]:24 = scf.for
// CHECK-COUNT-96: vector.fma
// CHECK: arith.maximumf %[[SUM]]#0
// CHECK-NEXT: vector.store {{.*}}, %[[OUT]]
// CHECK: %{{.*}}:22 = scf.for
// CHECK-COUNT-88: vector.fma
// CHECK: memref.dealloc %[[PANELS]]
// CHECK-NOT: linalg

// AVX2-LABEL: func.func @linear
// AVX2: memref.alloc() {alignment = 64 : i64} : memref<5x768x16xf32>
// AVX2: %{{.*}}:12 = scf.for
// AVX2: vector.fma {{.*}} : vector<8xf32>
func.func @linear(%x: memref<509x768xf32>, %w: memref<3072x768xf32>, %bias: memref<3072xf32>, %out: memref<509x3072xf32>) {
  %y = memref.alloc() : memref<509x3072xf32>
  linalg.generic {indexing_maps = [#row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%bias : memref<3072xf32>) outs(%y : memref<509x3072xf32>) {
  ^bb0(%b: f32, %o: f32):
    linalg.yield %b : f32
  }
  linalg.generic {indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>],
                  iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%x, %w : memref<509x768xf32>, memref<3072x768xf32>) outs(%y : memref<509x3072xf32>) {
  ^bb0(%a: f32, %b: f32, %s: f32):
    %p = arith.mulf %a, %b fastmath<contract> : f32
    %t = arith.addf %s, %p fastmath<reassoc,contract> : f32
    linalg.yield %t : f32
  }
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%y : memref<509x3072xf32>) outs(%out : memref<509x3072xf32>) {
  ^bb0(%a: f32, %o: f32):
    %zero = arith.constant 0.0 : f32
    %r = arith.maximumf %a, %zero : f32
    linalg.yield %r : f32
  }
  memref.dealloc %y : memref<509x3072xf32>
  return
}

// -----

// One row: dot products along the weights' rows, nothing is packed.

// CHECK-LABEL: func.func @vector
// CHECK: scf.forall
// CHECK: memref.alloc() {alignment = 64 : i64} : memref<1x{{.*}}xf32>
// CHECK: %{{.*}}:8 = scf.for
// CHECK-COUNT-8: vector.load %{{.*}} : memref<4096x4096xf32>, vector<16xf32>
// Their lanes are added up by shuffles.
// CHECK: vector.shuffle
// CHECK: vector.store {{.*}} : memref<1x{{.*}}xf32>, vector<8xf32>
func.func @vector(%x: memref<1x4096xf32>, %w: memref<4096x4096xf32>, %out: memref<1x4096xf32>) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%out : memref<1x4096xf32>)
  linalg.matmul indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>]
      ins(%x, %w : memref<1x4096xf32>, memref<4096x4096xf32>) outs(%out : memref<1x4096xf32>)
  return
}

// -----

// Constant weights are packed by a loop nest of their own, which carries a mark and may be moved.

// CHECK-LABEL: func.func @constant
// CHECK-SAME: %[[X:[a-z0-9]+]]: memref<?x64xf32>, %[[W:[a-z0-9]+]]: memref<100x64xf32> {nnf.parameter}
// CHECK: %[[PANELS:.*]] = memref.alloc() {alignment = 64 : i64, nnf.init} : memref<4x64x32xf32>
// CHECK: scf.forall
// CHECK: vector.store {{.*}}, %[[PANELS]]
// CHECK: } {nnf.init}
// CHECK: scf.forall
// CHECK: vector.load %[[PANELS]]
// The last panel has 4 columns of 32: stores are masked, the sum is not.
// CHECK-NOT: vector.maskedload
// CHECK: vector.maskedstore
func.func @constant(%x: memref<?x64xf32>, %w: memref<100x64xf32> {nnf.parameter}, %out: memref<?x100xf32>) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%out : memref<?x100xf32>)
  linalg.matmul indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>]
      ins(%x, %w : memref<?x64xf32>, memref<100x64xf32>) outs(%out : memref<?x100xf32>)
  return
}
