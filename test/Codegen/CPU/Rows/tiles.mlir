// RUN: nnf-opt %s --pass-pipeline='builtin.module(func.func(nnf-cpu-emit-rows{target=avx512 remarks=true}))' -verify-diagnostics | FileCheck %s
// RUN: nnf-opt %s --pass-pipeline='builtin.module(func.func(nnf-cpu-emit-rows{target=avx2}))' | FileCheck %s --check-prefix=AVX2

// Lanes across memory: blocks of rows are transposed in registers, nothing is gathered or scattered.

#id = affine_map<(d0, d1) -> (d0, d1)>
#t = affine_map<(d0, d1) -> (d1, d0)>
#row = affine_map<(d0, d1) -> (d0)>

// A transpose: 16 rows of 16, 4 rounds of 16 shuffles; columns in blocks of 64.

// CHECK-LABEL: func.func @transpose
// CHECK:         scf.forall
// CHECK:           scf.for
// CHECK:             scf.for
// CHECK-COUNT-16:      vector.load {{.*}} vector<16xf32>
//                      within 128 bits, then between them
// CHECK:               vector.shuffle %{{.*}}, %{{.*}} [0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29]
// CHECK:               vector.shuffle %{{.*}}, %{{.*}} [0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27]
// CHECK-COUNT-16:      vector.store {{.*}} vector<16xf32>
// CHECK-NOT:     vector.gather
// CHECK-NOT:     vector.scatter
// CHECK:       return
// AVX2-LABEL:  func.func @transpose
// AVX2-COUNT-8:  vector.load {{.*}} vector<8xf32>
// AVX2-COUNT-8:  vector.store {{.*}} vector<8xf32>
func.func @transpose(%x: memref<2048x1024xf32>, %y: memref<1024x2048xf32>) {
  linalg.generic {indexing_maps = [#t, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : memref<2048x1024xf32>) outs(%y : memref<1024x2048xf32>) {
  ^bb0(%a: f32, %o: f32):
    linalg.yield %a : f32
  }
  return
}

// Rows of ten: sixteen of them at a time, the columns stay in registers from the first loop to the last.

// CHECK-LABEL: func.func @short_rows
// CHECK:         scf.forall
// CHECK:           scf.for
// CHECK-COUNT-16:    vector.maskedload %arg0{{.*}} vector<16xf32>
// CHECK-NOT:         vector.maskedload
// CHECK-NOT:         vector.reduction
// CHECK-COUNT-9:     arith.addf {{.*}} vector<16xf32>
// CHECK-COUNT-10:    arith.divf {{.*}} vector<16xf32>
// CHECK-COUNT-16:    vector.maskedstore %arg1{{.*}} vector<16xf32>
// CHECK:       return
// Masked stores are slow without mask registers: a row of ten is 8 and 2.
// AVX2-LABEL:  func.func @short_rows
// AVX2:          vector.store {{.*}} vector<8xf32>
func.func @short_rows(%x: memref<64000x10xf32>, %y: memref<64000x10xf32>) {
  %zero = arith.constant 0.0 : f32
  %s = memref.alloc() : memref<64000xf32>
  linalg.fill ins(%zero : f32) outs(%s : memref<64000xf32>)
  linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]}
      ins(%x : memref<64000x10xf32>) outs(%s : memref<64000xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.addf %acc, %a fastmath<reassoc> : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %s : memref<64000x10xf32>, memref<64000xf32>) outs(%y : memref<64000x10xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %0 = arith.divf %a, %b : f32
    linalg.yield %0 : f32
  }
  return
}

// The largest element and where it is: no plain combination, so rows are lanes. What is left of an open size goes one by
// one.

// CHECK-LABEL: func.func @argmax
// CHECK:         scf.for {{.*}} -> (vector<16xf32>, vector<16xi64>)
// CHECK-COUNT-16:  vector.load {{.*}} vector<16xf32>
// CHECK-COUNT-16:  arith.cmpf ogt, {{.*}} vector<16xf32>
// CHECK:         scf.for
// CHECK:           vector.gather
func.func @argmax(%x: memref<?x?xf32>, %v: memref<?xf32>, %i: memref<?xi64>) {
  linalg.generic {indexing_maps = [#id, #row, #row], iterator_types = ["parallel", "reduction"]}
      ins(%x : memref<?x?xf32>) outs(%v, %i : memref<?xf32>, memref<?xi64>) {
  ^bb0(%a: f32, %m: f32, %k: i64):
    %c = linalg.index 1 : index
    %j = arith.index_cast %c : index to i64
    %gt = arith.cmpf ogt, %a, %m : f32
    %0 = arith.select %gt, %a, %m : f32
    %1 = arith.select %gt, %j, %k : i64
    linalg.yield %0, %1 : f32, i64
  }
  return
}

// A long row goes through a local buffer by lanes, not through memory and back.

// CHECK-LABEL: func.func @several_tiles
// CHECK:         scf.forall
// CHECK:           %[[LANES:.*]] = memref.alloc() {{.*}} : memref<40x16xf32>
// CHECK:           vector.store %{{.*}}, %[[LANES]]
// CHECK:           vector.load %[[LANES]]
func.func @several_tiles(%x: memref<64000x40xf32>, %y: memref<64000x40xf32>) {
  %zero = arith.constant 0.0 : f32
  %s = memref.alloc() : memref<64000xf32>
  %e = memref.alloc() : memref<64000x40xf32>
  linalg.fill ins(%zero : f32) outs(%s : memref<64000xf32>)
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : memref<64000x40xf32>) outs(%e : memref<64000x40xf32>) {
  ^bb0(%a: f32, %o: f32):
    %0 = math.exp %a : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]}
      ins(%e : memref<64000x40xf32>) outs(%s : memref<64000xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.addf %acc, %a fastmath<reassoc> : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%e, %s : memref<64000x40xf32>, memref<64000xf32>) outs(%y : memref<64000x40xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %0 = arith.divf %a, %b : f32
    linalg.yield %0 : f32
  }
  return
}
