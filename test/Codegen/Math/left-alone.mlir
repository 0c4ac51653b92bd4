// What the library does not have stays as it is, without a word.
// RUN: nnf-opt %s --nnf-expand-math=avx512=true | FileCheck %s

// CHECK-LABEL: @scalable(
// CHECK: math.exp %{{.*}} : vector<[4]xf32>
func.func @scalable(%x: vector<[4]xf32>) -> vector<[4]xf32> {
  %0 = math.exp %x : vector<[4]xf32>
  return %0 : vector<[4]xf32>
}
// CHECK-LABEL: @quad(
// CHECK: math.exp %{{.*}} : f128
func.func @quad(%x: f128) -> f128 {
  %0 = math.exp %x : f128
  return %0 : f128
}
// CHECK-LABEL: @tensor(
// CHECK: math.exp %{{.*}} : tensor<4xf32>
func.func @tensor(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = math.exp %x : tensor<4xf32>
  return %0 : tensor<4xf32>
}
// Instructions, not functions.
// CHECK-LABEL: @instructions(
// CHECK: math.sqrt
// CHECK: math.absf
// CHECK: math.floor
func.func @instructions(%x: f32) -> f32 {
  %0 = math.sqrt %x : f32
  %1 = math.absf %0 : f32
  %2 = math.floor %1 : f32
  return %2 : f32
}
