// RUN: nnf-opt %s --canonicalize | FileCheck %s

// What passes through unchanged: known from the formulas of the op and of those that made its operand.

// CHECK-LABEL: func @relu_of_relu
// CHECK: %[[RELU:.*]] = nnf.relu %arg0
// CHECK-NEXT: return %[[RELU]]
func.func @relu_of_relu(%x: tensor<?xf32>) -> tensor<?xf32> {
  %0 = nnf.relu %x : tensor<?xf32>
  %1 = nnf.relu %0 : tensor<?xf32>
  return %1 : tensor<?xf32>
}

// CHECK-LABEL: func @integers
// CHECK: %[[RELU:.*]] = nnf.relu %arg0
// CHECK-NEXT: return %[[RELU]]
func.func @integers(%x: tensor<4xi8>) -> tensor<4xi8> {
  %0 = nnf.relu %x : tensor<4xi8>
  %1 = nnf.relu %0 : tensor<4xi8>
  return %1 : tensor<4xi8>
}

// CHECK-LABEL: func @wider_interval
// CHECK: %[[INNER:.*]] = nnf.hardtanh %arg0
// CHECK-NEXT: return %[[INNER]]
func.func @wider_interval(%x: tensor<8xf16>) -> tensor<8xf16> {
  %0 = nnf.hardtanh %x min_val = 0.5 max_val = 2.0 : tensor<8xf16>
  %1 = nnf.hardtanh %0 min_val = 0.5 max_val = 3.0 : tensor<8xf16>
  %2 = nnf.relu6 %1 : tensor<8xf16>
  %3 = nnf.threshold %2 threshold = 0.25 value = 20.0 : tensor<8xf16>
  return %3 : tensor<8xf16>
}

// CHECK-LABEL: func @narrower_interval
// CHECK-NEXT: nnf.hardtanh %arg0 min_val = 5.0{{.*}} max_val = 1.5
// CHECK-NEXT: return
func.func @narrower_interval(%x: tensor<8xf16>) -> tensor<8xf16> {
  %0 = nnf.hardtanh %x min_val = 0.5 max_val = 2.0 : tensor<8xf16>
  %1 = nnf.hardtanh %0 min_val = 0.5 max_val = 1.5 : tensor<8xf16>
  return %1 : tensor<8xf16>
}

// CHECK-LABEL: func @smooth
// CHECK: %[[SIGMOID:.*]] = nnf.sigmoid %arg0
// CHECK-NEXT: return %[[SIGMOID]]
func.func @smooth(%x: tensor<?x4xf32>) -> tensor<?x4xf32> {
  %0 = nnf.sigmoid %x : tensor<?x4xf32>
  %1 = nnf.relu %0 : tensor<?x4xf32>
  %2 = nnf.leaky_relu %1 : tensor<?x4xf32>
  %3 = nnf.hardtanh %2 : tensor<?x4xf32>
  return %3 : tensor<?x4xf32>
}

// CHECK-LABEL: func @leaky_of_relu
// CHECK: %[[RELU:.*]] = nnf.relu %arg0
// CHECK-NEXT: return %[[RELU]]
func.func @leaky_of_relu(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = nnf.relu %x : tensor<4xf32>
  %1 = nnf.leaky_relu %0 negative_slope = 0.3 : tensor<4xf32>
  return %1 : tensor<4xf32>
}

// A negative slope would change the sign of 0.
// CHECK-LABEL: func @negative_slope
// CHECK: nnf.leaky_relu
func.func @negative_slope(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = nnf.relu %x : tensor<4xf32>
  %1 = nnf.leaky_relu %0 negative_slope = -0.3 : tensor<4xf32>
  return %1 : tensor<4xf32>
}

// tanh has both signs, and -0.
// CHECK-LABEL: func @tanh_then_relu
// CHECK: nnf.tanh
// CHECK: nnf.relu
func.func @tanh_then_relu(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = nnf.tanh %x : tensor<4xf32>
  %1 = nnf.relu %0 : tensor<4xf32>
  return %1 : tensor<4xf32>
}

// Nothing is known of an argument.
// CHECK-LABEL: func @unknown
// CHECK: nnf.relu
func.func @unknown(%x: tensor<4xf32>) -> tensor<4xf32> {
  %1 = nnf.relu %x : tensor<4xf32>
  return %1 : tensor<4xf32>
}

// CHECK-LABEL: func @through_views
// CHECK: %[[SOFTMAX:.*]] = nnf.softmax
// CHECK: %[[VIEW:.*]] = tensor.collapse_shape %[[SOFTMAX]]
// CHECK-NEXT: return %[[VIEW]]
func.func @through_views(%x: tensor<?x4xf32>) -> tensor<?xf32> {
  %0 = nnf.softmax %x dim = 1 : tensor<?x4xf32>
  %1 = tensor.collapse_shape %0 [[0, 1]] : tensor<?x4xf32> into tensor<?xf32>
  %2 = nnf.relu %1 : tensor<?xf32>
  return %2 : tensor<?xf32>
}

// CHECK-LABEL: func @other_shape
// CHECK: %[[RELU:.*]] = nnf.relu
// CHECK: %[[CAST:.*]] = tensor.cast %[[RELU]] : tensor<?xf32> to tensor<4xf32>
// CHECK-NEXT: return %[[CAST]]
func.func @other_shape(%x: tensor<?xf32>) -> tensor<4xf32> {
  %0 = nnf.relu %x : tensor<?xf32>
  %1 = nnf.dropout %0 training = false : (tensor<?xf32>) -> tensor<4xf32>
  return %1 : tensor<4xf32>
}

// CHECK-LABEL: func @dropout_in_training
// CHECK: nnf.dropout
func.func @dropout_in_training(%x: tensor<4xf32>, %seed: i64, %offset: i64) -> tensor<4xf32> {
  %0 = nnf.dropout %x seed = %seed offset = %offset p = 0.5 : (tensor<4xf32>, i64, i64) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func @unread_indices
// CHECK: %[[Y:.*]] = nnf.max_pool1d %arg0 kernel_size = [2] stride = [1] : (tensor<?x8xf32>) -> tensor<?x7xf32>
// CHECK-NEXT: return %[[Y]]
func.func @unread_indices(%x: tensor<?x8xf32>) -> tensor<?x7xf32> {
  %y, %i = nnf.max_pool1d %x kernel_size = [2] stride = [1] return_indices = true : (tensor<?x8xf32>) -> (tensor<?x7xf32>, tensor<?x7xi64>)
  return %y : tensor<?x7xf32>
}

// CHECK-LABEL: func @read_indices
// CHECK: return_indices = true
func.func @read_indices(%x: tensor<?x8xf32>) -> tensor<?x7xi64> {
  %y, %i = nnf.max_pool1d %x kernel_size = [2] stride = [1] return_indices = true : (tensor<?x8xf32>) -> (tensor<?x7xf32>, tensor<?x7xi64>)
  return %i : tensor<?x7xi64>
}

// Constants fold to what compiled code gives (test/Integration/folding.py compares them bit by bit); a splat as one element.
// CHECK-LABEL: func @constants
// CHECK-DAG: dense<[5.000000e-01, 0.731058597, 1.000000e+00]> : tensor<3xf32>
// CHECK-DAG: dense<[-0.158655256, 0.841344714, 0x7FC00000]> : tensor<3xf32>
// CHECK-DAG: dense<-6.323240e-01> : tensor<100x100xf16>
// CHECK-DAG: dense<[0, 3]> : tensor<2xi8>
// CHECK-DAG: dense<0.761594176> : tensor<2xf32>
// CHECK-NOT: nnf.
func.func @constants() -> (tensor<3xf32>, tensor<3xf32>, tensor<100x100xf16>, tensor<2xi8>, tensor<2xf32>) {
  %a = arith.constant dense<[0.0, 1.0, 100.0]> : tensor<3xf32>
  %b = arith.constant dense<[-1.0, 1.0, 0x7FC00000]> : tensor<3xf32>
  %c = arith.constant dense<-1.0> : tensor<100x100xf16>
  %d = arith.constant dense<[-3, 3]> : tensor<2xi8>
  %e = arith.constant dense<1> : tensor<2xi32>
  %0 = nnf.sigmoid %a : tensor<3xf32>
  %1 = nnf.gelu %b : tensor<3xf32>
  %2 = nnf.elu %c : tensor<100x100xf16>
  %3 = nnf.relu %d : tensor<2xi8>
  %4 = nnf.tanh %e : tensor<2xi32> -> tensor<2xf32>
  return %0, %1, %2, %3, %4 : tensor<3xf32>, tensor<3xf32>, tensor<100x100xf16>, tensor<2xi8>, tensor<2xf32>
}

// More than 64 elements; a shape that is not known.
// CHECK-LABEL: func @no_constants
// CHECK: nnf.sigmoid
// CHECK: nnf.relu
func.func @no_constants() -> (tensor<65xf32>, tensor<?xf32>) {
  %a = arith.constant dense<"0x0000000001000000020000000300000004000000050000000600000007000000080000000900000000000000010000000200000003000000040000000500000006000000070000000800000009000000000000000100000002000000030000000400000005000000060000000700000008000000090000000000000001000000020000000300000004000000050000000600000007000000080000000900000000000000010000000200000003000000040000000500000006000000070000000800000009000000000000000100000002000000030000000400000005000000060000000700000008000000090000000000000001000000020000000300000004000000"> : tensor<65xf32>
  %b = arith.constant dense<[1.0, 2.0]> : tensor<2xf32>
  %c = tensor.cast %b : tensor<2xf32> to tensor<?xf32>
  %0 = nnf.sigmoid %a : tensor<65xf32>
  %1 = nnf.relu %c : tensor<?xf32>
  return %0, %1 : tensor<65xf32>, tensor<?xf32>
}
