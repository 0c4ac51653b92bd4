// RUN: nnf-opt %s --convert-nnf-to-linalg | FileCheck %s

// Windows are read in place: o * stride + k, with the padding around the input only where there is some.

// CHECK-DAG: #[[$WINDOWS:.*]] = affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1, d2 * 2 + d4, d3 * 2 + d5)>
// CHECK-DAG: #[[$EVEN:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2 * 4 + d3)>

// CHECK-LABEL: @means
// CHECK-NOT: tensor.pad
// CHECK: linalg.generic {indexing_maps = [#[[$WINDOWS]],
// CHECK: arith.addf {{.*}} fastmath<reassoc>
// CHECK: arith.divf
func.func @means(%x: tensor<1x3x8x8xf32>) -> tensor<1x3x4x4xf32> {
  %y = nnf.avg_pool2d %x kernel_size = [2, 2] : (tensor<1x3x8x8xf32>) -> tensor<1x3x4x4xf32>
  return %y : tensor<1x3x4x4xf32>
}

// The mean of everything is a plain sum.
// CHECK-LABEL: @global
// CHECK-NOT: tensor.extract
// CHECK: iterator_types = ["parallel", "parallel", "reduction", "reduction"]
// CHECK: tensor.expand_shape
func.func @global(%x: tensor<?x64x?x?xf32>) -> tensor<?x64x1x1xf32> {
  %y = nnf.adaptive_avg_pool2d %x output_size = [1, 1] : (tensor<?x64x?x?xf32>) -> tensor<?x64x1x1xf32>
  return %y : tensor<?x64x1x1xf32>
}

// Windows of one size need no tables.
// CHECK-LABEL: @even
// CHECK: linalg.generic {indexing_maps = [#[[$EVEN]],
// CHECK-NOT: tensor.extract
func.func @even(%x: tensor<1x3x8xf32>) -> tensor<1x3x2xf32> {
  %y = nnf.adaptive_avg_pool1d %x output_size = [2] : (tensor<1x3x8xf32>) -> tensor<1x3x2xf32>
  return %y : tensor<1x3x2xf32>
}

// Others read where they start, and how long they are.
// CHECK-LABEL: @ragged
// CHECK: arith.divui
// CHECK: tensor.extract
func.func @ragged(%x: tensor<1x3x8xf32>) -> tensor<1x3x3xf32> {
  %y = nnf.adaptive_avg_pool1d %x output_size = [3] : (tensor<1x3x8xf32>) -> tensor<1x3x3xf32>
  return %y : tensor<1x3x3xf32>
}

// An index behind the result is an error before anything is stored.
// CHECK-LABEL: @unpool
// CHECK: cf.assert {{.*}}nnf.max_unpool1d: indices[{0}] is {2}, but must be at least 0 and less than {3}
// CHECK: scf.for
// CHECK: tensor.insert
func.func @unpool(%x: tensor<1x3x4xf32>, %i: tensor<1x3x4xi64>) -> tensor<1x3x8xf32> {
  %y = nnf.max_unpool1d %x, %i kernel_size = [2] : (tensor<1x3x4xf32>, tensor<1x3x4xi64>) -> tensor<1x3x8xf32>
  return %y : tensor<1x3x8xf32>
}
