// RUN: nnf-opt %s --nnf-differentiate="function=two arguments=1 results=true name=grad" | FileCheck %s
// RUN: nnf-opt %s --nnf-differentiate="function=reused" | FileCheck %s --check-prefix=REUSED

// CHECK-LABEL: @grad(
// CHECK-SAME: %[[X:.*]]: tensor<4x3xf32> {nnf.note}, %[[W:.*]]: tensor<2x3xf32>, %[[DY:.*]]: tensor<4x2xf32>) -> (tensor<4x2xf32>, tensor<2x3xf32>)
// CHECK: %[[Y:.*]] = nnf.linear %[[X]], %[[W]]
// CHECK: %[[DW:.*]] = linalg.generic {{.*}}iterator_types = ["reduction", "parallel", "parallel"]{{.*}} ins(%[[DY]], %[[X]]
// CHECK-NOT: linalg.generic
// CHECK: return %[[Y]], %[[DW]]
func.func @two(%x: tensor<4x3xf32> {nnf.note}, %w: tensor<2x3xf32>) -> tensor<4x2xf32> {
  %y = nnf.linear %x, %w : (tensor<4x3xf32>, tensor<2x3xf32>) -> tensor<4x2xf32>
  return %y : tensor<4x2xf32>
}

// Cotangents of several uses add up; the function's results are two, and so are its cotangents.
// REUSED-LABEL: @reused_vjp(
// REUSED-SAME: %[[X:.*]]: tensor<4xf32>, %[[D0:.*]]: tensor<4xf32>, %[[D1:.*]]: tensor<4xf32>) -> tensor<4xf32>
// REUSED: linalg.generic {{.*}} ins(%[[X]], %[[D1]]
// REUSED: linalg.generic {{.*}} ins(%[[X]], %[[D0]]
// REUSED: %[[SUM:.*]] = linalg.generic
// REUSED: arith.addf
// REUSED: return %[[SUM]]
func.func @reused(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
  %y = nnf.relu %x : tensor<4xf32>
  %z = nnf.relu6 %x : tensor<4xf32>
  return %y, %z : tensor<4xf32>, tensor<4xf32>
}
