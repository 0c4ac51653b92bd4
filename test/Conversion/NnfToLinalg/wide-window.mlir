// RUN: nnf-opt %s --convert-nnf-to-linalg | FileCheck %s

// A window reaches no further than the elements, however wide it is.
// CHECK-LABEL: @wide(
// CHECK: tensor.pad %{{.*}} low[0, 2, 0] high[0, 2, 0]
// CHECK: tensor<2x3x4xf32> to tensor<2x7x4xf32>
func.func @wide(%x: tensor<2x3x4xf32>) -> tensor<2x3x4xf32> {
  %0 = nnf.local_response_norm %x size = 9223372036854775807 : (tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
  return %0 : tensor<2x3x4xf32>
}
// A narrow one as far as it says.
// CHECK-LABEL: @narrow(
// CHECK: tensor.pad %{{.*}} low[0, 1, 0] high[0, 0, 0]
func.func @narrow(%x: tensor<2x3x4xf32>) -> tensor<2x3x4xf32> {
  %0 = nnf.local_response_norm %x size = 2 : (tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
  return %0 : tensor<2x3x4xf32>
}
// Nor does one of a size that is known only at run time.
// CHECK-LABEL: @open(
// CHECK: %[[LAST:.*]] = arith.subi
// CHECK: %[[MOST:.*]] = arith.maxsi %[[LAST]]
// CHECK: %[[LOW:.*]] = arith.minsi %{{.*}}, %[[MOST]]
// CHECK: %[[HIGH:.*]] = arith.minsi %{{.*}}, %[[MOST]]
// CHECK: tensor.pad %{{.*}} low[0, %[[LOW]], 0] high[0, %[[HIGH]], 0]
func.func @open(%x: tensor<?x?x?xf32>) -> tensor<?x?x?xf32> {
  %0 = nnf.local_response_norm %x size = 9223372036854775807 : (tensor<?x?x?xf32>) -> tensor<?x?x?xf32>
  return %0 : tensor<?x?x?xf32>
}
