// Machines without a fused multiply-add get f32 ones made of f64 operations, and f64 ones made of exact sums and products.
// RUN: nnf-opt %s --nnf-expand-math=fma=false | FileCheck %s
// RUN: nnf-opt %s --nnf-expand-math | FileCheck %s --check-prefix=KEPT

// CHECK-LABEL: @f32(
// CHECK-NOT: math.fma
// CHECK: %[[P:.*]] = arith.mulf %{{.*}}, %{{.*}} : vector<4xf64>
// CHECK: %[[S:.*]] = arith.addf %[[P]], %{{.*}} : vector<4xf64>
// CHECK: arith.truncf %{{.*}} : vector<4xf64> to vector<4xf32>
// CHECK-LABEL: @f64(
// CHECK-NOT: math.fma
// CHECK: %[[P:.*]] = arith.mulf %{{.*}}, %{{.*}} : f64
// CHECK: arith.addf %[[P]], %{{.*}} : f64
// CHECK: return
// KEPT-COUNT-2: math.fma
func.func @f32(%a: vector<4xf32>, %b: vector<4xf32>, %c: vector<4xf32>) -> vector<4xf32> {
  %0 = math.fma %a, %b, %c : vector<4xf32>
  return %0 : vector<4xf32>
}
func.func @f64(%a: f64, %b: f64, %c: f64) -> f64 {
  %0 = math.fma %a, %b, %c : f64
  return %0 : f64
}
