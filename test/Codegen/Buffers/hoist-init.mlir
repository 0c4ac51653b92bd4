// RUN: nnf-opt %s --split-input-file --verify-diagnostics --nnf-hoist-init=remarks | FileCheck %s

// CHECK-LABEL: func.func @f(
// CHECK-SAME:    %[[X:[^ ,]*]]: memref<?xf32>, %[[W:[^ ,]*]]: memref<?xf32> {nnf.parameter}, %[[O:[^ ,]*]]: memref<?xf32>, %[[P:[^ ,]*]]: memref<?xf32> {nnf.field = 0 : i64}) {
// CHECK-NOT:     linalg.exp
// CHECK:         linalg.mul ins(%[[X]], %[[P]] : {{.*}}) outs(%[[O]] : memref<?xf32>)
// CHECK-LABEL: func.func private @f.init(
// CHECK-SAME:    %[[W:.*]]: memref<?xf32> {nnf.parameter}) -> memref<?xf32> attributes {nnf.init_of = @f}
// CHECK:         %[[D:.*]] = memref.dim %[[W]]
// CHECK:         %[[A:.*]] = memref.alloc(%[[D]]) {nnf.in_handle}
// CHECK:         linalg.exp ins(%[[W]] : memref<?xf32>) outs(%[[A]] : memref<?xf32>)
// CHECK:         return %[[A]]
func.func @f(%x: memref<?xf32>, %w: memref<?xf32> {nnf.parameter}, %o: memref<?xf32>) {
  %c0 = arith.constant 0 : index
  %d = memref.dim %w, %c0 : memref<?xf32>
  // Not marked, but only a marked op writes to it.
  %p = memref.alloc(%d) : memref<?xf32>
  linalg.exp {nnf.init} ins(%w : memref<?xf32>) outs(%p : memref<?xf32>)
  linalg.mul ins(%x, %p : memref<?xf32>, memref<?xf32>) outs(%o : memref<?xf32>)
  return
}

// -----

// What depends on an input stays, and so does what shares its buffer.
// CHECK-LABEL: func.func @stays(
// CHECK-NOT:     nnf.field
// CHECK:         linalg.exp
// CHECK:         linalg.add
// CHECK-NOT:   .init
func.func @stays(%x: memref<4xf32>, %w: memref<4xf32> {nnf.parameter}, %o: memref<4xf32>) {
  // expected-remark @below {{is computed in every call: it depends on more than parameters and constants}}
  %p = memref.alloc() {nnf.init} : memref<4xf32>
  // expected-remark @below {{is computed in every call}}
  linalg.exp {nnf.init} ins(%w : memref<4xf32>) outs(%p : memref<4xf32>)
  // expected-remark @below {{is computed in every call}}
  linalg.add {nnf.init} ins(%x, %w : memref<4xf32>, memref<4xf32>) outs(%p : memref<4xf32>)
  linalg.copy ins(%p : memref<4xf32>) outs(%o : memref<4xf32>)
  return
}

// -----

// A buffer that the rest of the function writes to changes from call to call.
// CHECK-LABEL: func.func @overwritten(
// CHECK-NOT:   .init
func.func @overwritten(%w: memref<4xf32> {nnf.parameter}, %o: memref<4xf32>) {
  // expected-remark @below {{is computed in every call}}
  %p = memref.alloc() {nnf.init} : memref<4xf32>
  // expected-remark @below {{is computed in every call}}
  linalg.exp {nnf.init} ins(%w : memref<4xf32>) outs(%p : memref<4xf32>)
  linalg.add ins(%p, %w : memref<4xf32>, memref<4xf32>) outs(%p : memref<4xf32>)
  linalg.copy ins(%p : memref<4xf32>) outs(%o : memref<4xf32>)
  return
}
