// What hardly any element needs is behind a branch once the body is one of vectors.
// RUN: nnf-opt %s --pass-pipeline='builtin.module(func.func(nnf-cpu-emit-rows{target=avx2}),nnf-expand-math{avx2=true})' | FileCheck %s --check-prefix=VECTOR
// RUN: nnf-opt %s --pass-pipeline='builtin.module(func.func(convert-linalg-to-loops),nnf-expand-math)' | FileCheck %s --check-prefix=SCALAR

// VECTOR-LABEL: @rare(
// VECTOR: %[[SHARED:.*]] = arith.mulf %[[X:.*]], %[[X]] : vector<8xf32>
// VECTOR-NOT: divf
// VECTOR: %[[USUAL:.*]] = arith.addf %[[SHARED]], %[[X]] : vector<8xf32>
// VECTOR: %[[MASK:.*]] = arith.cmpf ult, %[[X]], %{{.*}} : vector<8xf32>
// VECTOR-NOT: divf
// VECTOR: %[[ANY:.*]] = vector.reduction <or>, %[[MASK]] : vector<8xi1> into i1
// VECTOR: %[[Y:.*]] = scf.if %[[ANY]] -> (vector<8xf32>) {
// VECTOR:   arith.divf %[[SHARED]]
// VECTOR:   %[[SLOW:.*]] = math.sqrt
// VECTOR:   %[[BOTH:.*]] = arith.select %[[MASK]], %[[SLOW]], %[[USUAL]]
// VECTOR:   scf.yield %[[BOTH]]
// VECTOR: } else {
// VECTOR:   scf.yield %[[USUAL]]
// VECTOR: vector.store %[[Y]]
// VECTOR-NOT: nnf.rare

// SCALAR-LABEL: @rare(
// SCALAR: %[[MASK:.*]] = arith.cmpf ult
// SCALAR-NOT: divf
// SCALAR: scf.if %[[MASK]] -> (f32) {
// SCALAR: divf
#id = affine_map<(i) -> (i)>
func.func @rare(%x: memref<4096xf32>, %y: memref<4096xf32>) {
  %limit = arith.constant -2.0 : f32
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x : memref<4096xf32>) outs(%y : memref<4096xf32>) {
  ^bb0(%a: f32, %b: f32):
    %shared = arith.mulf %a, %a : f32
    %slow0 = arith.divf %shared, %a : f32
    %usual = arith.addf %shared, %a : f32
    %slow = math.sqrt %slow0 : f32
    %mask = arith.cmpf ult, %a, %limit : f32
    %r = arith.select %mask, %slow, %usual {nnf.rare} : f32
    linalg.yield %r : f32
  }
  return
}
