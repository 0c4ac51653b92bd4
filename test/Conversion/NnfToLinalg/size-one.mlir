// RUN: nnf-opt %s --convert-nnf-to-linalg | FileCheck %s

// A reduction over a dimension of size 1 keeps its loop: only a dimension that another operand makes larger stretches.

// CHECK-DAG: #[[$MK:.*]] = affine_map<(d0, d1, d2) -> (d0, d2)>
// CHECK-DAG: #[[$NK:.*]] = affine_map<(d0, d1, d2) -> (d1, d2)>
// CHECK-DAG: #[[$MN:.*]] = affine_map<(d0, d1, d2) -> (d0, d1)>
// CHECK-DAG: #[[$ALL:.*]] = affine_map<(d0, d1) -> (d0, d1)>
// CHECK-DAG: #[[$ROW:.*]] = affine_map<(d0, d1) -> (d0)>
// CHECK-DAG: #[[$STRETCHED:.*]] = affine_map<(d0, d1) -> (0, d1)>

// CHECK-LABEL: @linear
// CHECK: linalg.generic {indexing_maps = [#[[$MK]], #[[$NK]], #[[$MN]]]
func.func @linear(%x: tensor<4x1xf32>, %w: tensor<3x1xf32>) -> tensor<4x3xf32> {
  %y = nnf.linear %x, %w : (tensor<4x1xf32>, tensor<3x1xf32>) -> tensor<4x3xf32>
  return %y : tensor<4x3xf32>
}

// CHECK-LABEL: @softmax
// CHECK: linalg.generic {indexing_maps = [#[[$ALL]], #[[$ROW]]], iterator_types = ["parallel", "reduction"]}
func.func @softmax(%x: tensor<4x1xf32>) -> tensor<4x1xf32> {
  %y = nnf.softmax %x dim = 1 : tensor<4x1xf32>
  return %y : tensor<4x1xf32>
}

// CHECK-LABEL: @broadcast
// CHECK: linalg.generic {indexing_maps = [#[[$STRETCHED]], #[[$ALL]], #[[$ALL]]]
func.func @broadcast(%x: tensor<1x?xf32>, %y: tensor<?x?xf32>) -> tensor<?x?xf32> {
  %l = nnf.mse_loss %x, %y reduction = none : (tensor<1x?xf32>, tensor<?x?xf32>) -> tensor<?x?xf32>
  return %l : tensor<?x?xf32>
}
