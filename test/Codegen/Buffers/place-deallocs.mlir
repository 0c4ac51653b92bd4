// RUN: nnf-opt %s --allow-unregistered-dialect --nnf-place-deallocs | FileCheck %s

// CHECK-LABEL: func.func @last_use
// CHECK:         %[[A:.*]] = memref.alloc
// CHECK:         %[[V:.*]] = memref.collapse_shape %[[A]]
// CHECK:         scf.for
// CHECK:           memref.load %[[V]]
// CHECK:         }
// CHECK-NEXT:    memref.dealloc %[[A]]
// CHECK-NEXT:    %[[B:.*]] = memref.alloc
// CHECK-NEXT:    memref.dealloc %[[B]]
// CHECK:         "test.other"
func.func @last_use(%o: memref<f32>, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %a = memref.alloc(%n) : memref<4x?xf32>
  %v = memref.collapse_shape %a [[0, 1]] : memref<4x?xf32> into memref<?xf32>
  scf.for %i = %c0 to %n step %c1 {
    %x = memref.load %v[%i] : memref<?xf32>
    memref.store %x, %o[] : memref<f32>
  }
  %unused = memref.alloc() : memref<4xf32>
  "test.other"() : () -> ()
  return
}

// A buffer that a loop carries is in use until the loop's result is; inside a task it is freed in the task.
// CHECK-LABEL: func.func @carried
// CHECK:         %[[A:.*]] = memref.alloc
// CHECK:         %[[R:.*]] = scf.for
// CHECK:         scf.forall
// CHECK:           %[[T:.*]] = memref.alloc
// CHECK:           memref.store {{.*}}, %[[T]]
// CHECK-NEXT:      memref.dealloc %[[T]]
// CHECK:         memref.load %[[R]]
// CHECK-NEXT:    memref.dealloc %[[A]]
func.func @carried(%n: index, %x: f32) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %a = memref.alloc() : memref<4xf32>
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%m = %a) -> memref<4xf32> {
    scf.yield %m : memref<4xf32>
  }
  scf.forall (%i) in (%n) {
    %t = memref.alloc() : memref<1xf32>
    memref.store %x, %t[%c0] : memref<1xf32>
  }
  %v = memref.load %r[%c0] : memref<4xf32>
  return %v : f32
}

// What leaves the block, and what is freed already, is left alone.
// CHECK-LABEL: func.func @leaves
// CHECK-COUNT-1: memref.dealloc
// CHECK-NOT:     memref.dealloc
func.func @leaves() -> memref<4xf32> {
  %a = memref.alloc() : memref<4xf32>
  %b = memref.alloc() : memref<4xf32>
  memref.dealloc %b : memref<4xf32>
  return %a : memref<4xf32>
}
