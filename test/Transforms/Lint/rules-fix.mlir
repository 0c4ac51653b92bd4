// RUN: nnf-opt %s --nnf-lint="fix level=remark" 2>/dev/null | FileCheck %s

// CHECK-LABEL: @nnf102
// CHECK-NEXT: nnf.cross_entropy %arg0, %arg1 :
func.func @nnf102(%x: tensor<4x10xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  %logp = nnf.log_softmax %x dim = 1 : tensor<4x10xf32>
  %loss = nnf.cross_entropy %logp, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}

// CHECK-LABEL: @nnf103
// CHECK-NEXT: nnf.binary_cross_entropy_with_logits %arg0, %arg1 reduction = sum
func.func @nnf103(%x: tensor<8xf32>, %y: tensor<8xf32>) -> tensor<f32> {
  %p = nnf.sigmoid %x : tensor<8xf32>
  %loss = nnf.binary_cross_entropy_with_logits %p, %y reduction = sum : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}

// CHECK-LABEL: @nnf104
// CHECK: %[[S:.*]] = nnf.linear
// CHECK-NEXT: nnf.binary_cross_entropy_with_logits %[[S]], %arg2 weight = %arg2
func.func @nnf104(%x: tensor<8x4xf32>, %w: tensor<1x4xf32>, %y: tensor<8x1xf32>) -> tensor<f32> {
  %s = nnf.linear %x, %w : (tensor<8x4xf32>, tensor<1x4xf32>) -> tensor<8x1xf32>
  %a = nnf.binary_cross_entropy %s, %y weight = %y : (tensor<8x1xf32>, tensor<8x1xf32>, tensor<8x1xf32>) -> tensor<f32>
  return %a : tensor<f32>
}

// CHECK-LABEL: @nnf106
// CHECK: %[[S:.*]] = nnf.linear
// CHECK-NEXT: nnf.cross_entropy %[[S]], %arg2 ignore_index = 7 :
// CHECK-NEXT: %[[P:.*]] = nnf.softmax %[[S]]
// CHECK-NEXT: nnf.cross_entropy %[[P]], %arg2 input_kind = probs :
func.func @nnf106(%x: tensor<4x10xf32>, %w: tensor<3x10xf32>, %t: tensor<4xi64>) -> (tensor<f32>, tensor<f32>) {
  %s = nnf.linear %x, %w : (tensor<4x10xf32>, tensor<3x10xf32>) -> tensor<4x3xf32>
  %a = nnf.nll_loss %s, %t ignore_index = 7 : (tensor<4x3xf32>, tensor<4xi64>) -> tensor<f32>
  %p = nnf.softmax %s dim = 1 : tensor<4x3xf32>
  %b = nnf.nll_loss %p, %t : (tensor<4x3xf32>, tensor<4xi64>) -> tensor<f32>
  return %a, %b : tensor<f32>, tensor<f32>
}

// CHECK-LABEL: @nnf201
// CHECK-NEXT: %[[A:.*]] = nnf.log_softmax %arg0 dim = 0
// CHECK-NEXT: %[[B:.*]] = nnf.logsigmoid %arg0
// CHECK-NEXT: return %[[A]], %[[B]]
func.func @nnf201(%x: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
  %p = nnf.softmax %x dim = 0 : tensor<8xf32>
  %a = math.log %p : tensor<8xf32>
  %s = nnf.sigmoid %x : tensor<8xf32>
  %b = math.log %s : tensor<8xf32>
  return %a, %b : tensor<8xf32>, tensor<8xf32>
}
