// RUN: nnf-opt %s --pass-pipeline='builtin.module(func.func(nnf-cpu-emit-rows{target=avx512}))' | FileCheck %s

#id = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d0)>
#column = affine_map<(d0, d1) -> (d1)>
#none = affine_map<(d0, d1) -> ()>

// A reduction over everything: blocks, their results in a buffer, combined in their order.

// CHECK-LABEL: func.func @all
// CHECK:         %[[PARTS:.*]] = memref.alloc(%[[N:.*]]) {{.*}} : memref<?xf32>
// CHECK:         scf.forall (%[[TASK:.*]]) in (%[[N]])
// CHECK:           arith.addf {{.*}} : vector<16xf32>
// CHECK:           vector.reduction <add>
// CHECK:           memref.store %{{.*}}, %[[PARTS]][%[[TASK]]]
// CHECK:         vector.load %[[PARTS]]
// CHECK:         vector.reduction <add>
// CHECK:         memref.dealloc %[[PARTS]]
func.func @all(%x: memref<?x?xf32>, %y: memref<f32>) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%y : memref<f32>)
  linalg.generic {indexing_maps = [#id, #none], iterator_types = ["reduction", "reduction"]}
      ins(%x : memref<?x?xf32>) outs(%y : memref<f32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.addf %acc, %a fastmath<reassoc> : f32
    linalg.yield %0 : f32
  }
  return
}

// Sums over the first dimension: columns in the lanes, several vectors wide. Few columns and many rows: in pieces.

// CHECK-LABEL: func.func @columns
// CHECK:         scf.if
// CHECK:           %[[PIECES:.*]] = memref.alloc({{.*}}) {{.*}} : memref<?x?xf32>
// CHECK:           scf.forall
// CHECK:             vector.store %{{.*}}, %[[PIECES]]
// CHECK:           scf.forall
// CHECK:             vector.load %[[PIECES]]
// CHECK:         } else {
// CHECK-NOT:       memref.alloc
// CHECK:           scf.forall
// CHECK:             scf.for {{.*}} -> (vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>)
func.func @columns(%x: memref<?x?xf32>, %y: memref<?xf32>) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%y : memref<?xf32>)
  linalg.generic {indexing_maps = [#id, #column], iterator_types = ["reduction", "parallel"]}
      ins(%x : memref<?x?xf32>) outs(%y : memref<?xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.addf %acc, %a fastmath<reassoc> : f32
    linalg.yield %0 : f32
  }
  return
}

// A float sum is added up in runs of 64 vectors with accumulators of their own.

// CHECK-LABEL: func.func @long_rows
// CHECK:         scf.for %[[START:.*]] = %{{.*}} to %{{.*}} step %{{.*}} iter_args(%[[TOTAL:[a-z0-9]+]] =
// CHECK:           scf.for
// CHECK:           arith.addf %[[TOTAL]], %{{.*}} : vector<16xf32>
func.func @long_rows(%x: memref<64x32000xf32>, %y: memref<64xf32>) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%y : memref<64xf32>)
  linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]}
      ins(%x : memref<64x32000xf32>) outs(%y : memref<64xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.addf %acc, %a fastmath<reassoc> : f32
    linalg.yield %0 : f32
  }
  return
}

// Layer normalisation: the centred value is cheap and is computed again, the statistics stay in registers, the
// reciprocal of the standard deviation is found once a row.

// CHECK-LABEL: func.func @layer_norm
// CHECK-NOT:     memref.alloc
// CHECK:         scf.forall
// CHECK:           scf.for
// CHECK:             vector.reduction <add>

// CHECK:             scf.for
// CHECK:               arith.subf
// CHECK:               arith.mulf
// CHECK:               arith.addf
// CHECK:             vector.reduction <add>
// CHECK:             math.sqrt %{{.*}} : f32
// CHECK:             scf.for
// CHECK:               arith.subf
// CHECK-NOT:         memref.alloc
func.func @layer_norm(%x: memref<?x768xf32>, %y: memref<?x768xf32>) {
  %c0 = arith.constant 0 : index
  %zero = arith.constant 0.0 : f32
  %eps = arith.constant 1.0e-5 : f32
  %n = arith.constant 768.0 : f32
  %rows = memref.dim %x, %c0 : memref<?x768xf32>
  %sum = memref.alloc(%rows) : memref<?xf32>
  linalg.fill ins(%zero : f32) outs(%sum : memref<?xf32>)
  linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]}
      ins(%x : memref<?x768xf32>) outs(%sum : memref<?xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.addf %acc, %a fastmath<reassoc> : f32
    linalg.yield %0 : f32
  }
  %d = memref.alloc(%rows) : memref<?x768xf32>
  linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %sum : memref<?x768xf32>, memref<?xf32>) outs(%d : memref<?x768xf32>) {
  ^bb0(%a: f32, %s: f32, %o: f32):
    %mean = arith.mulf %s, %eps : f32
    %0 = arith.subf %a, %mean : f32
    linalg.yield %0 : f32
  }
  %var = memref.alloc(%rows) : memref<?xf32>
  linalg.fill ins(%zero : f32) outs(%var : memref<?xf32>)
  linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]}
      ins(%d : memref<?x768xf32>) outs(%var : memref<?xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.mulf %a, %a : f32
    %1 = arith.addf %acc, %0 fastmath<reassoc> : f32
    linalg.yield %1 : f32
  }
  linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%d, %var : memref<?x768xf32>, memref<?xf32>) outs(%y : memref<?x768xf32>) {
  ^bb0(%a: f32, %v: f32, %o: f32):
    %0 = arith.divf %v, %n : f32
    %1 = math.sqrt %0 : f32
    %2 = arith.divf %a, %1 : f32
    linalg.yield %2 : f32
  }
  return
}
