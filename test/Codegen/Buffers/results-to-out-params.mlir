// RUN: nnf-opt %s --split-input-file --nnf-results-to-out-params | FileCheck %s

// An allocation that is returned is the parameter.
// CHECK-LABEL: func.func @direct(
// CHECK-SAME:    %[[X:.*]]: memref<?xf32>, %[[O:.*]]: memref<?xf32> {nnf.result = 0 : i64, nnf.type = f32}) {
// CHECK:         %[[N:.*]] = memref.dim %[[X]]
// CHECK:         %[[M:.*]] = memref.dim %[[O]]
// CHECK:         %[[OK:.*]] = arith.cmpi eq, %[[N]], %[[M]]
// CHECK:         cf.assert %[[OK]], "direct: output 0: expected size {0} in dimension 0, got {1}"
// CHECK-NOT:     memref.alloc
// CHECK:         linalg.exp ins(%[[X]] : memref<?xf32>) outs(%[[O]] : memref<?xf32>)
// CHECK-NOT:     memref.copy
// CHECK:         return
func.func @direct(%x: memref<?xf32>) -> (memref<?xf32> {nnf.type = f32}) {
  %c0 = arith.constant 0 : index
  %n = memref.dim %x, %c0 : memref<?xf32>
  %a = memref.alloc(%n) : memref<?xf32>
  linalg.exp ins(%x : memref<?xf32>) outs(%a : memref<?xf32>)
  return %a : memref<?xf32>
}

// -----

// Also through reshapes, which are inverted. The size that is known only later is compared there.
// CHECK-LABEL: func.func @through_expand(
// CHECK-SAME:    %[[O:[^ ,]*]]: memref<?x2xf32>
// CHECK:         %[[A:.*]] = memref.collapse_shape %[[O]] {{\[\[}}0, 1]] : memref<?x2xf32> into memref<?xf32>
// CHECK:         cf.assert
// CHECK:         linalg.exp {{.*}} outs(%[[A]] : memref<?xf32>)
// CHECK:         arith.divui
// CHECK:         cf.assert {{.*}}, "through_expand: output 0: expected size {0} in dimension 0, got {1}"
// CHECK-NOT:     memref.copy
func.func @through_expand(%x: memref<?xf32>) -> memref<?x2xf32> {
  %c0 = arith.constant 0 : index
  %c2 = arith.constant 2 : index
  %n = memref.dim %x, %c0 : memref<?xf32>
  %a = memref.alloc(%n) : memref<?xf32>
  linalg.exp ins(%x : memref<?xf32>) outs(%a : memref<?xf32>)
  %h = arith.divui %n, %c2 : index
  %v = memref.expand_shape %a [[0, 1]] output_shape [%h, 2] : memref<?xf32> into memref<?x2xf32>
  return %v : memref<?x2xf32>
}

// -----

// Arguments and second uses of a buffer are copied, scalars stored.
// CHECK-LABEL: func.func @copies(
// CHECK-SAME:    %[[X:[^ ,]*]]: memref<4xf32>, %[[S:[^ ,]*]]: f32, %[[O0:[^ ,]*]]: memref<4xf32> {{.*}}, %[[O1:[^ ,]*]]: memref<4xf32> {{.*}}, %[[O2:[^ ,]*]]: memref<4xf32> {{.*}}, %[[O3:[^ ,]*]]: memref<f32>
// CHECK:         linalg.exp ins(%[[X]] : memref<4xf32>) outs(%[[O1]] : memref<4xf32>)
// CHECK:         memref.copy %[[X]], %[[O0]]
// CHECK:         memref.copy %[[O1]], %[[O2]]
// CHECK:         memref.store %[[S]], %[[O3]][]
func.func @copies(%x: memref<4xf32>, %s: f32) -> (memref<4xf32>, memref<4xf32>, memref<4xf32>, f32) {
  %a = memref.alloc() : memref<4xf32>
  linalg.exp ins(%x : memref<4xf32>) outs(%a : memref<4xf32>)
  return %x, %a, %a, %s : memref<4xf32>, memref<4xf32>, memref<4xf32>, f32
}

// -----

// A result whose size depends on values is no parameter.
// CHECK:         func.func private @late.result0(index) -> (memref<?xi64> {nnf.late, nnf.result = 0 : i64}) attributes {nnf.late_of = @late}
// CHECK-LABEL: func.func @late(
// CHECK-SAME:    %{{[^ ,]*}}: memref<i64>) {
// CHECK:         %[[N:.*]] = arith.index_cast
// CHECK:         %[[A:.*]] = call @late.result0(%[[N]])
// CHECK:         linalg.fill {{.*}} outs(%[[A]] : memref<?xi64>)
func.func @late(%x: memref<i64>) -> (memref<?xi64> {nnf.late}) {
  %i = memref.load %x[] : memref<i64>
  %n = arith.index_cast %i : i64 to index
  %a = memref.alloc(%n) : memref<?xi64>
  linalg.fill ins(%i : i64) outs(%a : memref<?xi64>)
  return %a : memref<?xi64>
}

// -----

// Private functions keep their results.
// CHECK-LABEL: func.func private @sizes({{.*}}) -> index
func.func private @sizes(%n: index) -> index {
  return %n : index
}
