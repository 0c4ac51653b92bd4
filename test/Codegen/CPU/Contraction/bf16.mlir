// RUN: nnf-opt %s --pass-pipeline='builtin.module(func.func(nnf-cpu-emit-contractions{target=amx}))' | FileCheck %s
// RUN: nnf-opt %s --pass-pipeline='builtin.module(func.func(nnf-cpu-emit-contractions{target=avx512bf16}))' | FileCheck %s --check-prefix=DOT
// RUN: nnf-opt %s --pass-pipeline='builtin.module(func.func(nnf-cpu-emit-contractions{target=avx512}))' | FileCheck %s --check-prefix=WIDE

// Weights become panels of 32 columns by pairs, 16 x 16 pairs at a time, zeros behind their end (77 is no multiple of 2).
// Rows of 77 numbers are copied to matrices of 16 x 32. Four tiles of accumulators stay in registers, and go through a small
// buffer to the epilogue.
// CHECK-LABEL: func.func @linear
// CHECK-SAME: %[[X:[a-z0-9]+]]: memref<509x77xbf16>, %[[W:[a-z0-9]+]]: memref<96x77xbf16>
// CHECK: %[[ROWS:.*]] = memref.alloc() {alignment = 64 : i64} : memref<32x3x16x32xbf16>
// CHECK: vector.load %[[X]]{{.*}} vector<32xbf16>
// CHECK: vector.maskedload %[[X]]{{.*}} into vector<32xbf16>
// CHECK: %[[PANELS:.*]] = memref.alloc() {alignment = 64 : i64} : memref<{{[0-9]+}}x48x64xbf16>
// CHECK-COUNT-16: vector.load %[[W]]{{.*}} vector<32xbf16>
// CHECK-COUNT-64: vector.shuffle {{.*}} : vector<16xi32>, vector<16xi32>
// CHECK-COUNT-16: vector.store {{.*}}, %[[PANELS]]
// CHECK-COUNT-16: vector.maskedload %[[W]]{{.*}} into vector<32xbf16>
// CHECK: %[[SUMS:.*]] = memref.alloc() {alignment = 64 : i64} : memref<32x32xf32>
// CHECK-COUNT-4: amx.tile_zero : !amx.tile<16x16xf32>
// CHECK: %[[T:.*]]:4 = scf.for
// CHECK-COUNT-2: amx.tile_load %[[PANELS]]
// CHECK: amx.tile_load %[[ROWS]]
// CHECK-COUNT-2: amx.tile_mulf
// CHECK: amx.tile_load %[[ROWS]]
// CHECK-COUNT-2: amx.tile_mulf
// CHECK-NEXT: scf.yield
// CHECK-COUNT-4: amx.tile_store %[[SUMS]]
// CHECK: scf.for
// CHECK: vector.load %[[SUMS]]
// CHECK: arith.truncf {{.*}} : vector<16xf32> to vector<16xbf16>

// Pairs: one broadcast for each row, products of two for each lane.
// DOT-LABEL: func.func @linear
// DOT: %[[ROWS:.*]] = memref.alloc() {alignment = 64 : i64} : memref<509x96xbf16>
// DOT: %[[PANELS:.*]] = memref.alloc() {alignment = 64 : i64} : memref<{{[0-9]+}}x48x64xbf16>
// DOT: %{{.*}}:24 = scf.for
// DOT: vector.load %[[PANELS]]{{.*}} vector<32xbf16>
// DOT: vector.load %[[ROWS]]{{.*}} vector<2xbf16>
// DOT: vector.broadcast %{{.*}} : i32 to vector<16xi32>
// DOT: x86vector.avx512.dot

// WIDE-LABEL: func.func @linear
// WIDE-NOT: amx
// WIDE-NOT: avx512.dot
// WIDE: vector.fma
func.func @linear(%x: memref<509x77xbf16>, %w: memref<96x77xbf16>, %out: memref<509x96xbf16>) {
  %zero = arith.constant 0.0 : bf16
  linalg.fill ins(%zero : bf16) outs(%out : memref<509x96xbf16>)
  linalg.generic {indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>],
                  iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%x, %w : memref<509x77xbf16>, memref<96x77xbf16>) outs(%out : memref<509x96xbf16>) {
  ^bb0(%a: bf16, %b: bf16, %s: bf16):
    %p = arith.mulf %a, %b : bf16
    %t = arith.addf %s, %p : bf16
    linalg.yield %t : bf16
  }
  return
}

// A sum of whole steps: rows are read where they lie, but for the last 13, which are less than a tile.
// CHECK-LABEL: func.func @whole
// CHECK-SAME: %[[X:[a-z0-9]+]]: memref<109x64xbf16>
// CHECK: memref.alloc() {alignment = 64 : i64} : memref<2x2x16x32xbf16>
// CHECK: amx.tile_load %[[X]]
// CHECK: memref.dealloc

// DOT-LABEL: func.func @whole
// DOT-SAME: %[[X:[a-z0-9]+]]: memref<109x64xbf16>
// DOT: vector.load %[[X]]{{.*}} vector<2xbf16>
func.func @whole(%x: memref<109x64xbf16>, %w: memref<64x96xbf16>, %out: memref<109x96xf32>) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%out : memref<109x96xf32>)
  linalg.matmul ins(%x, %w : memref<109x64xbf16>, memref<64x96xbf16>) outs(%out : memref<109x96xf32>)
  return
}
