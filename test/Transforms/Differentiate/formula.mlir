// RUN: nnf-opt %s --split-input-file --nnf-differentiate | FileCheck %s

// A cotangent is chosen, not multiplied, where the derivative is 0 or 1 on a branch: PyTorch's relu gives 0 for an
// infinite cotangent below 0. The function's own op is gone.

// CHECK-LABEL: @relu_vjp(
// CHECK-SAME: %[[X:.*]]: tensor<?xf32>, %[[DY:.*]]: tensor<?xf32>) -> tensor<?xf32>
// CHECK-NOT: nnf.relu
// CHECK: cf.assert {{.*}}"nnf.vjp: expects dimension 0 of cotangent 0 to equal dimension 0 of result 0, but got {0} and {1}"
// CHECK: linalg.generic {{.*}} ins(%[[X]], %[[DY]] :
// CHECK-NEXT: ^bb0(%[[A:.*]]: f32, %[[D:.*]]: f32, %{{.*}}: f32):
// CHECK-NOT: arith.mulf
// CHECK: %[[AT_MOST:.*]] = arith.cmpf ole, %[[A]], %{{.*}} : f32
// CHECK: %[[R:.*]] = arith.select %[[AT_MOST]], %{{.*}}, %[[D]] : f32
// CHECK-NEXT: linalg.yield %[[R]]
func.func @relu(%x: tensor<?xf32>) -> tensor<?xf32> {
  %y = nnf.relu %x : tensor<?xf32>
  return %y : tensor<?xf32>
}

// -----

// f16 is differentiated in f32.
// CHECK-LABEL: @silu_vjp(
// CHECK: ^bb0(%[[A:.*]]: f16, %[[D:.*]]: f16, %{{.*}}: f16):
// CHECK: arith.extf %[[A]] : f16 to f32
// CHECK: arith.truncf %{{.*}} : f32 to f16
func.func @silu(%x: tensor<4xf16>) -> tensor<4xf16> {
  %y = nnf.silu %x : tensor<4xf16>
  return %y : tensor<4xf16>
}

// -----

// What was broadcast is summed over, in the operand's own shape; nothing is left of the op but what it required.
// CHECK-LABEL: @broadcast_vjp(
// CHECK-SAME: %[[X:.*]]: tensor<?x1x4xf32>, %[[T:.*]]: tensor<3x?xf32>, %[[DY:.*]]: tensor<?x3x4xf32>)
// CHECK-SAME: -> (tensor<?x1x4xf32>, tensor<3x?xf32>)
// CHECK: cf.assert {{.*}}"nnf.mse_loss: expects dimension 2 of input to equal dimension 1 of target, but got {0} and {1}"
// CHECK: linalg.generic {{.*}}iterator_types = ["parallel", "reduction", "parallel"]{{.*}} ins(%[[X]], %[[T]], %[[DY]]
// CHECK: tensor.expand_shape %{{.*}} {{\[\[}}0, 1], [2]] output_shape [%{{.*}}, 1, 4]
// CHECK: linalg.generic {{.*}}iterator_types = ["reduction", "parallel", "parallel"]{{.*}} ins(%[[X]], %[[T]], %[[DY]]
func.func @broadcast(%x: tensor<?x1x4xf32>, %t: tensor<3x?xf32>) -> tensor<?x3x4xf32> {
  %l = nnf.mse_loss %x, %t reduction = none : (tensor<?x1x4xf32>, tensor<3x?xf32>) -> tensor<?x3x4xf32>
  return %l : tensor<?x3x4xf32>
}

// -----

// The gradient of integers is nothing; that of what the results do not depend on is zero.
// CHECK-LABEL: @unused_vjp(
// CHECK-SAME: %{{.*}}: tensor<4xi32>, %[[X:.*]]: tensor<2xf32>, %{{.*}}: tensor<4xf32>) -> tensor<2xf32>
// CHECK: %[[ZERO:.*]] = arith.constant 0.0
// CHECK: linalg.fill ins(%[[ZERO]] : f32)
func.func @unused(%i: tensor<4xi32>, %x: tensor<2xf32>) -> tensor<4xf32> {
  %y = nnf.sigmoid %i : tensor<4xi32> -> tensor<4xf32>
  return %y : tensor<4xf32>
}
