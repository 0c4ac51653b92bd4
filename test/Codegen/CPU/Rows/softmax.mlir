// RUN: nnf-opt %s --pass-pipeline='builtin.module(func.func(nnf-cpu-emit-rows{target=avx512},cse))' | FileCheck %s

// A softmax over rows: three passes over a row, no temporary, the exponentials wait in the output.

#id = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d0)>

// CHECK-LABEL: func.func @softmax
// CHECK-SAME:  (%[[X:.*]]: memref<?x?xf32>, %[[Y:.*]]: memref<?x?xf32>)
// CHECK-NOT:   memref.alloc
// CHECK:       scf.forall (%{{.*}}) in (%{{.*}})
// CHECK:         scf.for %[[ROW:.*]] =
//                  the maximum, four vectors at a time, then a masked rest
// CHECK:           scf.for
// CHECK-COUNT-4:     arith.cmpf ogt, %{{.*}} : vector<16xf32>
// CHECK:           scf.for
// CHECK:             vector.maskedload %[[X]][%[[ROW]],
// CHECK-NOT:       arith.maximumf {{.*}} : vector
//                  exponentials and their sum in one loop, kept in the output; the next row is fetched meanwhile
// CHECK:           scf.for
// CHECK:             scf.for {{.*}} -> (vector<16xf32>, vector<16xf32>)
// CHECK:               memref.prefetch %[[X]][%{{.*}}, %[[J:.*]]], read, locality<3>, data
// CHECK-NOT:           memref.prefetch %[[Y]]
// CHECK:               math.exp %{{.*}} : vector<16xf32>
// CHECK:               arith.addf {{.*}} fastmath<reassoc> : vector<16xf32>
// CHECK:               vector.store %{{.*}}, %[[Y]][%[[ROW]],
// CHECK:           vector.reduction <add>
// CHECK:           %[[ONE_OVER:.*]] = arith.divf
//                  scaled in place
// CHECK:           scf.for
// CHECK:             vector.load %[[Y]][%[[ROW]],
// CHECK:             arith.mulf
// CHECK:             vector.store %{{.*}}, %[[Y]][%[[ROW]],
// CHECK-NOT:   linalg.
// CHECK:       return
func.func @softmax(%x: memref<?x?xf32>, %y: memref<?x?xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %ninf = arith.constant 0xFF800000 : f32
  %zero = arith.constant 0.0 : f32
  %rows = memref.dim %x, %c0 : memref<?x?xf32>
  %columns = memref.dim %x, %c1 : memref<?x?xf32>
  %m = memref.alloc(%rows) : memref<?xf32>
  linalg.fill ins(%ninf : f32) outs(%m : memref<?xf32>)
  linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]}
      ins(%x : memref<?x?xf32>) outs(%m : memref<?xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.maximumf %acc, %a : f32
    linalg.yield %0 : f32
  }
  %e = memref.alloc(%rows, %columns) : memref<?x?xf32>
  linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %m : memref<?x?xf32>, memref<?xf32>) outs(%e : memref<?x?xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %0 = arith.subf %a, %b : f32
    %1 = math.exp %0 : f32
    linalg.yield %1 : f32
  }
  %s = memref.alloc(%rows) : memref<?xf32>
  linalg.fill ins(%zero : f32) outs(%s : memref<?xf32>)
  linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]}
      ins(%e : memref<?x?xf32>) outs(%s : memref<?xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.addf %acc, %a fastmath<reassoc> : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%e, %s : memref<?x?xf32>, memref<?xf32>) outs(%y : memref<?x?xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %0 = arith.divf %a, %b : f32
    linalg.yield %0 : f32
  }
  return
}
