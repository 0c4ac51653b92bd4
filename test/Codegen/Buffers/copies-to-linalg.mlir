// RUN: nnf-opt %s --nnf-copies-to-linalg | FileCheck %s

// CHECK-LABEL: func.func @f(
// CHECK-SAME:    %[[X:[^ ,]*]]: memref<?x4xf32>, %[[Y:[^ ,]*]]: memref<?x4xf32, strided
// CHECK:         linalg.generic {{.*}} ins(%[[X]] : {{.*}}) outs(%[[Y]] :
// CHECK-NOT:     memref.copy
// CHECK-NOT:     linalg.generic
func.func @f(%x: memref<?x4xf32>, %y: memref<?x4xf32, strided<[8, 1]>>) {
  memref.copy %x, %y : memref<?x4xf32> to memref<?x4xf32, strided<[8, 1]>>
  // Of a buffer to itself: nothing.
  %c = memref.cast %x : memref<?x4xf32> to memref<4x4xf32>
  memref.copy %x, %c : memref<?x4xf32> to memref<4x4xf32>
  return
}
