// RUN: nnf-opt %s --pass-pipeline='builtin.module(func.func(nnf-cpu-emit-rows{target=avx512}))' | FileCheck %s
// RUN: nnf-opt %s --pass-pipeline='builtin.module(func.func(nnf-cpu-emit-rows{target=avx2}))' | FileCheck %s --check-prefix=AVX2

#id = affine_map<(d0, d1) -> (d0, d1)>
#column = affine_map<(d0, d1) -> (d1)>

// Contiguous operands are one flat loop; the end is masked, not scalar.

// CHECK-LABEL: func.func @flat
// CHECK:         %[[X:.*]] = memref.collapse_shape %{{.*}} {{\[}}[0, 1]]
// CHECK:         %[[Y:.*]] = memref.collapse_shape %{{.*}} {{\[}}[0, 1]]
// CHECK:         scf.forall
// CHECK:           scf.for
// CHECK-COUNT-4:     vector.load %[[X]]{{.*}} vector<16xf32>
// CHECK:           scf.for
// CHECK:             vector.create_mask
// CHECK:             vector.maskedload %[[X]]
// CHECK:             vector.maskedstore %[[Y]]
// AVX2-LABEL:  func.func @flat
// AVX2:          vector.load {{.*}} vector<8xf32>
func.func @flat(%x: memref<?x?xf32>, %y: memref<?x?xf32>) {
  %zero = arith.constant 0.0 : f32
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : memref<?x?xf32>) outs(%y : memref<?x?xf32>) {
  ^bb0(%a: f32, %o: f32):
    %0 = arith.maxnumf %a, %zero : f32
    linalg.yield %0 : f32
  }
  return
}

// A chain of ops with two readers of the middle value: one loop, no temporary.

// CHECK-LABEL: func.func @chain
// CHECK-NOT:     memref.alloc
// CHECK:         math.exp
// CHECK:         vector.store
// CHECK:         vector.store
// CHECK-NOT:   linalg.generic
func.func @chain(%x: memref<1024xf32>, %y: memref<1024xf32>, %z: memref<1024xf32>) {
  %t = memref.alloc() : memref<1024xf32>
  linalg.exp ins(%x : memref<1024xf32>) outs(%t : memref<1024xf32>)
  linalg.add ins(%t, %x : memref<1024xf32>, memref<1024xf32>) outs(%y : memref<1024xf32>)
  linalg.mul ins(%t, %x : memref<1024xf32>, memref<1024xf32>) outs(%z : memref<1024xf32>)
  memref.dealloc %t : memref<1024xf32>
  return
}

// A masked load or store of bytes is a branch per lane before AVX-512: a loop over the lanes instead.

// CHECK-LABEL: func.func @bytes
// CHECK:         vector.maskedload {{.*}} vector<64xi8>
// AVX2-LABEL:  func.func @bytes
// AVX2:          vector.load {{.*}} vector<32xi8>
// AVX2-NOT:      vector.maskedload
// AVX2:          vector.insert
// AVX2:          vector.extract
func.func @bytes(%x: memref<?xi8>, %y: memref<?xi8>) {
  %zero = arith.constant 0 : i8
  linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]}
      ins(%x : memref<?xi8>) outs(%y : memref<?xi8>) {
  ^bb0(%a: i8, %o: i8):
    %0 = arith.maxsi %a, %zero : i8
    linalg.yield %0 : i8
  }
  return
}

// f16 computes in f32 on as many lanes; a broadcast row is loaded along the lanes.

// CHECK-LABEL: func.func @half_bias
// CHECK:         vector.load {{.*}} vector<16xf16>
// CHECK:         arith.extf {{.*}} vector<16xf16> to vector<16xf32>
// CHECK:         vector.load {{.*}} vector<16xf32>
// CHECK:         arith.truncf {{.*}} vector<16xf32> to vector<16xf16>
func.func @half_bias(%x: memref<?x?xf16>, %w: memref<?xf32>, %y: memref<?x?xf16>) {
  linalg.generic {indexing_maps = [#id, #column, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %w : memref<?x?xf16>, memref<?xf32>) outs(%y : memref<?x?xf16>) {
  ^bb0(%a: f16, %b: f32, %o: f16):
    %0 = arith.extf %a : f16 to f32
    %1 = arith.addf %0, %b : f32
    %2 = arith.truncf %1 : f32 to f16
    linalg.yield %2 : f16
  }
  return
}

// An integer division traps on a zero: lanes beyond the end divide by one.

// CHECK-LABEL: func.func @division
// CHECK:         %[[MASK:.*]] = vector.create_mask
// CHECK:         %[[ONES:.*]] = arith.select %[[MASK]], %{{.*}}, %{{.*}} : vector<8xi1>, vector<8xi32>
// CHECK:         arith.divsi %{{.*}}, %[[ONES]] : vector<8xi32>
func.func @division(%x: memref<7xi32>, %d: memref<7xi32>, %y: memref<7xi32>) {
  linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>],
                  iterator_types = ["parallel"]}
      ins(%x, %d : memref<7xi32>, memref<7xi32>) outs(%y : memref<7xi32>) {
  ^bb0(%a: i32, %b: i32, %o: i32):
    %0 = arith.divsi %a, %b : i32
    linalg.yield %0 : i32
  }
  return
}
