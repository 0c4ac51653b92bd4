// RUN: nnf-opt %s --pass-pipeline='builtin.module(func.func(nnf-cpu-emit-rows{target=avx512}))' | FileCheck %s
// RUN: nnf-opt %s --pass-pipeline='builtin.module(func.func(nnf-cpu-emit-rows{target=avx2}))' | FileCheck %s --check-prefix=AVX2

// Largest and smallest elements: one compare-and-select a vector; NaN and the signs of zeros are noted beside it, for two
// vectors at a time, and put right at the end.

#id = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d0)>
#column = affine_map<(d0, d1) -> (d1)>

// CHECK-LABEL: func.func @along
// CHECK:         %{{.*}}:12 = scf.for
// CHECK-COUNT-4:   arith.cmpf ogt
// CHECK:           %[[UNO:.*]] = arith.cmpf uno, %[[A:.*]], %[[B:.*]] : vector<16xf32>
// CHECK:           arith.ori %{{.*}}, %[[UNO]] : vector<16xi1>
// CHECK-NOT:       arith.maximumf
// CHECK:           scf.yield
// CHECK-NOT:     arith.maximumf
// CHECK:         vector.reduction <or>, %{{.*}} : vector<16xi1>
// CHECK:         vector.reduction <and>, %{{.*}} : vector<16xi32>
// Without mask registers a compare is a vector of integers.
// AVX2-LABEL:  func.func @along
// AVX2:          %[[UNO:.*]] = arith.cmpf uno, %{{.*}} : vector<8xf32>
// AVX2:          %[[LANES:.*]] = arith.extsi %[[UNO]] : vector<8xi1> to vector<8xi32>
// AVX2:          arith.ori %{{.*}}, %[[LANES]] : vector<8xi32>
func.func @along(%x: memref<64x1024xf32>, %y: memref<64xf32>) {
  linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]}
      ins(%x : memref<64x1024xf32>) outs(%y : memref<64xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.maximumf %a, %acc : f32
    linalg.yield %0 : f32
  }
  return
}

// Across the lanes every lane is a result of its own.

// CHECK-LABEL: func.func @across
// CHECK:         scf.for {{.*}} iter_args
// CHECK:           arith.cmpf olt
// CHECK:           arith.ori {{.*}} : vector<16xi1>
// CHECK:           arith.ori {{.*}} : vector<16xi32>
// CHECK-NOT:     arith.minimumf
// CHECK:         vector.store
func.func @across(%x: memref<1024x64xf32>, %y: memref<64xf32>) {
  linalg.generic {indexing_maps = [#id, #column], iterator_types = ["reduction", "parallel"]}
      ins(%x : memref<1024x64xf32>) outs(%y : memref<64xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.minimumf %acc, %a : f32
    linalg.yield %0 : f32
  }
  return
}
