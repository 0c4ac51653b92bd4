// RUN: nnf-opt %s --nnf-expand-math | FileCheck %s
// RUN: nnf-opt %s --nnf-expand-math=avx512bf16=true | FileCheck %s --check-prefix=NATIVE

// The NaN is taken care of first: a select of 16-bit results would be scalarised.
// CHECK-LABEL: @vector(
// CHECK-SAME: %[[X:.*]]: vector<16xf32>
// CHECK: %[[NAN:.*]] = arith.cmpf uno, %[[X]], %[[X]] : vector<16xf32>
// CHECK: %[[BITS:.*]] = arith.bitcast %[[X]] : vector<16xf32> to vector<16xi32>
// CHECK: %[[I:.*]] = arith.select %[[NAN]], %{{.*}}, %[[BITS]] : vector<16xi1>, vector<16xi32>
// CHECK: %[[ROUNDED:.*]] = arith.addi %[[I]], %{{.*}} : vector<16xi32>
// CHECK: %[[HIGH:.*]] = arith.shrui %[[ROUNDED]], %{{.*}} : vector<16xi32>
// CHECK: %[[NARROW:.*]] = arith.trunci %[[HIGH]] : vector<16xi32> to vector<16xi16>
// CHECK: arith.bitcast %[[NARROW]] : vector<16xi16> to vector<16xbf16>
// CHECK-NOT: arith.truncf
// CHECK-LABEL: @scalar(
// CHECK-NOT: arith.truncf
// NATIVE-LABEL: @vector(
// NATIVE: arith.truncf %{{.*}} : vector<16xf32> to vector<16xbf16>
func.func @vector(%x: vector<16xf32>) -> vector<16xbf16> {
  %0 = arith.truncf %x : vector<16xf32> to vector<16xbf16>
  return %0 : vector<16xbf16>
}
func.func @scalar(%x: f32) -> bf16 {
  %0 = arith.truncf %x : f32 to bf16
  return %0 : bf16
}
// Other conversions and rounding modes are not ours.
// CHECK-LABEL: @others(
// CHECK: arith.truncf %{{.*}} : f64 to f32
// CHECK: arith.truncf %{{.*}} : f32 to f16
// CHECK: arith.truncf %{{.*}} toward_zero : f32 to bf16
func.func @others(%x: f64) -> (f16, bf16) {
  %0 = arith.truncf %x : f64 to f32
  %1 = arith.truncf %0 : f32 to f16
  %2 = arith.truncf %0 toward_zero : f32 to bf16
  return %1, %2 : f16, bf16
}
