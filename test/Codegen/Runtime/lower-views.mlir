// RUN: nnf-opt %s --nnf-lower-views --convert-to-llvm --reconcile-unrealized-casts | FileCheck %s

// Two open sizes in one group.
// CHECK-LABEL: llvm.func @expand
// CHECK-SAME:    %[[P:[^ ,]*]]: !llvm.ptr, %{{[^ ,]*}}: i64, %{{[^ ,]*}}: i64, %{{[^ ,]*}}: i64, %[[A:[^ ,]*]]: i64, %[[B:[^ ,]*]]: i64, %[[I:[^ ,]*]]: i64
// CHECK:         %[[ROW:.*]] = llvm.mul %[[I]], %{{.*}} : i64
// CHECK:         llvm.add %[[ROW]], %[[I]]
// CHECK-NOT:     builtin.unrealized_conversion_cast
func.func @expand(%m: memref<?xf32>, %a: index, %b: index, %i: index) -> f32 {
  %v = memref.expand_shape %m [[0, 1]] output_shape [%a, %b] : memref<?xf32> into memref<?x?xf32>
  %x = memref.load %v[%i, %i] : memref<?x?xf32>
  return %x : f32
}

// Rank reduced, with a step, and collapsed.
// CHECK-LABEL: llvm.func @sub
// CHECK-NOT:     memref.
// CHECK-NOT:     builtin.unrealized_conversion_cast
// CHECK:         llvm.return
func.func @sub(%m: memref<4x?x?xf32>, %n: index, %i: index) -> (index, f32, index) {
  %c0 = arith.constant 0 : index
  %s = memref.subview %m[2, %i, 1] [1, %n, 3] [1, 2, 1] : memref<4x?x?xf32> to memref<?x3xf32, strided<[?, 1], offset: ?>>
  %d = memref.dim %s, %c0 : memref<?x3xf32, strided<[?, 1], offset: ?>>
  %x = memref.load %s[%i, %i] : memref<?x3xf32, strided<[?, 1], offset: ?>>
  %f = memref.collapse_shape %m [[0, 1, 2]] : memref<4x?x?xf32> into memref<?xf32>
  %g = memref.dim %f, %c0 : memref<?xf32>
  return %d, %x, %g : index, f32, index
}
