// RUN: nnf-opt %s --nnf-lint=fix 2>%t.err | FileCheck %s
// RUN: FileCheck %s --check-prefix=ERR < %t.err
// What is fixed is not found again, and the result is legal.
// RUN: nnf-opt %s --nnf-lint=fix 2>/dev/null | nnf-opt --nnf-lint="rules=NNF101 fail-on=remark" -o /dev/null

// ERR: nnf101-fix.mlir:[[@LINE+8]]:11: remark: fixed: cross_entropy reads the logits [NNF101]
// ERR: nnf101-fix.mlir:[[@LINE+6]]:8: note: the softmax is here
// ERR-NOT: warning
// CHECK-LABEL: @local
// CHECK-SAME: %[[X:.*]]: tensor<?x10xf32>, %[[T:.*]]: tensor<?xi64>
// CHECK-NEXT: nnf.cross_entropy %[[X]], %[[T]] label_smoothing = 1.000000e-01
func.func @local(%x: tensor<?x10xf32>, %t: tensor<?xi64>) -> tensor<f32> {
  %p = nnf.softmax %x dim = 1 : tensor<?x10xf32>
  %loss = nnf.cross_entropy %p, %t label_smoothing = 0.1 : (tensor<?x10xf32>, tensor<?xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}

// The probabilities are also returned: they stay, and the glue is repeated on the logits.
// CHECK-LABEL: @used_elsewhere
// CHECK-SAME: %[[X:.*]]: tensor<2x3x10xf16>
// CHECK: %[[P:.*]] = nnf.softmax %[[X]] dim = 2
// CHECK-DAG: %[[FLAT_P:.*]] = tensor.collapse_shape %[[P]]
// CHECK-DAG: %[[FLAT_X:.*]] = tensor.collapse_shape %[[X]]
// CHECK-DAG: %[[WIDE_X:.*]] = arith.extf %[[FLAT_X]]
// CHECK: nnf.cross_entropy %[[WIDE_X]],
// CHECK: return %{{.*}}, %[[FLAT_P]]
func.func @used_elsewhere(%x: tensor<2x3x10xf16>, %t: tensor<6xi64>) -> (tensor<f32>, tensor<6x10xf16>) {
  %p = nnf.softmax %x dim = 2 : tensor<2x3x10xf16>
  %flat = tensor.collapse_shape %p [[0, 1], [2]] : tensor<2x3x10xf16> into tensor<6x10xf16>
  %wide = arith.extf %flat : tensor<6x10xf16> to tensor<6x10xf32>
  %loss = nnf.cross_entropy %wide, %t : (tensor<6x10xf32>, tensor<6xi64>) -> tensor<f32>
  return %loss, %flat : tensor<f32>, tensor<6x10xf16>
}

// Two losses of one softmax: one round fixes the first, the next the second.
// CHECK-LABEL: @twice
// CHECK-SAME: %[[X:.*]]: tensor<4x10xf32>
// CHECK-NEXT: nnf.cross_entropy %[[X]],
// CHECK-NEXT: nnf.cross_entropy %[[X]],
// CHECK-NEXT: return
func.func @twice(%x: tensor<4x10xf32>, %s: tensor<4xi64>, %t: tensor<4xi64>) -> (tensor<f32>, tensor<f32>) {
  %p = nnf.softmax %x dim = 1 : tensor<4x10xf32>
  %a = nnf.cross_entropy %p, %s : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  %b = nnf.cross_entropy %p, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %a, %b : tensor<f32>, tensor<f32>
}

// Softmax of softmax: both go.
// CHECK-LABEL: @softmax_of_softmax
// CHECK-SAME: %[[X:.*]]: tensor<4x10xf32>
// CHECK-NEXT: nnf.cross_entropy %[[X]],
func.func @softmax_of_softmax(%x: tensor<4x10xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  %p = nnf.softmax %x dim = 1 : tensor<4x10xf32>
  %q = nnf.softmax %p dim = 1 : tensor<4x10xf32>
  %a = nnf.cross_entropy %q, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %a : tensor<f32>
}

// The model's result is a probability for other readers, too: the loss is told.
// CHECK-LABEL: @model
// CHECK-NEXT: nnf.softmax
// CHECK-LABEL: @step
// CHECK: nnf.cross_entropy %{{.*}}, %{{.*}} input_kind = probs
func.func @model(%x: tensor<?x10xf32>) -> tensor<?x10xf32> {
  %p = nnf.softmax %x dim = 1 : tensor<?x10xf32>
  return %p : tensor<?x10xf32>
}
func.func @step(%x: tensor<?x10xf32>, %t: tensor<?xi64>) -> tensor<f32> {
  %p = call @model(%x) : (tensor<?x10xf32>) -> tensor<?x10xf32>
  %l = nnf.cross_entropy %p, %t : (tensor<?x10xf32>, tensor<?xi64>) -> tensor<f32>
  return %l : tensor<f32>
}
