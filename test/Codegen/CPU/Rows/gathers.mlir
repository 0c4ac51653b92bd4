// RUN: nnf-opt %s --pass-pipeline='builtin.module(func.func(nnf-cpu-emit-rows{target=avx512 remarks=true}))' -verify-diagnostics | FileCheck %s

#id = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d0)>

// Rows of a table: the index is the same in all lanes, the rest of the address runs along them.

// CHECK-LABEL: func.func @embedding
// CHECK:         %[[I:.*]] = memref.load %{{.*}} : memref<?xi64>
// CHECK:         %[[J:.*]] = arith.index_cast %[[I]]
// CHECK:         vector.load %{{.*}}[%[[J]], %{{.*}}] : memref<100x?xf32>, vector<16xf32>
// CHECK-NOT:     vector.gather
func.func @embedding(%i: memref<?xi64>, %table: memref<100x?xf32>, %y: memref<?x?xf32>) {
  linalg.generic {indexing_maps = [#row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%i : memref<?xi64>) outs(%y : memref<?x?xf32>) {
  ^bb0(%a: i64, %o: f32):
    %r = arith.index_cast %a : i64 to index
    %c = linalg.index 1 : index
    %v = memref.load %table[%r, %c] : memref<100x?xf32>
    linalg.yield %v : f32
  }
  return
}

// An element of each row: gathered; lanes beyond the end read what the first lane reads.

// CHECK-LABEL: func.func @pick
// CHECK:         vector.gather %{{.*}} vector<8xf64>
// CHECK:         %[[MASK:.*]] = vector.create_mask
// CHECK:         %[[AT:.*]] = arith.select %[[MASK]], %{{.*}}, %{{.*}} : vector<8xi1>, vector<8xindex>
// CHECK:         vector.gather %{{.*}}[%{{.*}}] [%[[AT]]]
func.func @pick(%x: memref<?x?xf64>, %t: memref<?xi64>, %y: memref<?xf64>) {
  linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]}
      ins(%t : memref<?xi64>) outs(%y : memref<?xf64>) {
  ^bb0(%a: i64, %o: f64):
    %c = arith.index_cast %a : i64 to index
    %r = linalg.index 0 : index
    %v = memref.load %x[%r, %c] : memref<?x?xf64>
    linalg.yield %v : f64
  }
  return
}

// What stays scalar says so: an order of elements that is no plain combination, and nothing else to be lanes.

// CHECK-LABEL: func.func @argmax
// CHECK-NOT:     vector<
// CHECK:         arith.cmpf ogt
func.func @argmax(%x: memref<?xf32>, %v: memref<f32>, %i: memref<i64>) {
  // expected-remark @below {{not vectorised: its reduction is no plain combination}}
  linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> ()>, affine_map<(d0) -> ()>],
                  iterator_types = ["reduction"]}
      ins(%x : memref<?xf32>) outs(%v, %i : memref<f32>, memref<i64>) {
  ^bb0(%a: f32, %m: f32, %k: i64):
    %c = linalg.index 0 : index
    %j = arith.index_cast %c : index to i64
    %gt = arith.cmpf ogt, %a, %m : f32
    %0 = arith.select %gt, %a, %m : f32
    %1 = arith.select %gt, %j, %k : i64
    linalg.yield %0, %1 : f32, i64
  }
  return
}

// A pending write is emitted before anything that must see it; an assertion need not wait.

// CHECK-LABEL: func.func @order
// CHECK:         scf.for
// CHECK:           vector.store
// CHECK:         memref.load
// CHECK:         cf.assert
func.func @order(%x: memref<64xf32>, %y: memref<64xf32>) -> f32 {
  %c0 = arith.constant 0 : index
  %zero = arith.constant 0.0 : f32
  linalg.exp ins(%x : memref<64xf32>) outs(%y : memref<64xf32>)
  %v = memref.load %y[%c0] : memref<64xf32>
  %ok = arith.cmpf ogt, %v, %zero : f32
  cf.assert %ok, "positive"
  return %v : f32
}
