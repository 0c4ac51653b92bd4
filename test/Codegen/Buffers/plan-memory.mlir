// RUN: nnf-opt %s --allow-unregistered-dialect --nnf-plan-memory | FileCheck %s
// RUN: nnf-opt %s --allow-unregistered-dialect --nnf-plan-memory=remarks -o /dev/null 2>&1 | FileCheck %s --check-prefix=REMARK

// CHECK: module attributes {nnf.memory = {
// CHECK-SAME: chain = {buffers = 3 : i64, live = 512 : i64, open = 0 : i64, packed = 0 : i64, planned = 512 : i64, separate = 640 : i64, tasks = 0 : i64}
// CHECK-SAME: open = {buffers = 0 : i64, live = 0 : i64, open = 1 : i64,
// CHECK-SAME: tasks = {buffers = 1 : i64, live = 256 : i64, {{.*}}tasks = 128 : i64}

// %c is in use when %a is not any more, and takes its place.
// REMARK: remark: 3 temporaries in 512 bytes; most in use at once 512, beside one another 640
// CHECK-LABEL: func.func @chain
// CHECK:         %[[A:.*]] = memref.alloc() {nnf.arena = 0 : i64, nnf.arena_bytes = 512 : i64} : memref<64xf32>
// CHECK:         %[[B:.*]] = memref.alloc() {nnf.arena = 256 : i64} : memref<64xf32>
// CHECK:         memref.dealloc %[[A]] {nnf.arena}
// CHECK:         %[[C:.*]] = memref.alloc() {nnf.arena = 0 : i64} : memref<32xf32>
// CHECK:         memref.dealloc %[[C]] {nnf.arena}
// CHECK:         memref.dealloc %[[B]] {nnf.arena, nnf.arena_end}
func.func @chain() {
  %a = memref.alloc() : memref<64xf32>
  "test.use"(%a) : (memref<64xf32>) -> ()
  %b = memref.alloc() : memref<64xf32>
  "test.use"(%a, %b) : (memref<64xf32>, memref<64xf32>) -> ()
  memref.dealloc %a : memref<64xf32>
  %c = memref.alloc() : memref<32xf32>
  "test.use"(%b, %c) : (memref<64xf32>, memref<32xf32>) -> ()
  memref.dealloc %c : memref<32xf32>
  memref.dealloc %b : memref<64xf32>
  return
}

// Sizes that come with the call are the allocator's.
// CHECK-LABEL: func.func @open
// CHECK-NOT:     nnf.arena
func.func @open(%n: index) {
  %a = memref.alloc(%n) : memref<?xf32>
  "test.use"(%a) : (memref<?xf32>) -> ()
  memref.dealloc %a : memref<?xf32>
  return
}

// A task has a workspace, and one buffer needs no arena.
// CHECK-LABEL: func.func @tasks
// CHECK-NOT:     nnf.arena
func.func @tasks() {
  %a = memref.alloc() : memref<64xf32>
  scf.forall (%i) in (4) {
    %t = memref.alloc() : memref<32xf32>
    "test.use"(%a, %t) : (memref<64xf32>, memref<32xf32>) -> ()
    memref.dealloc %t : memref<32xf32>
  }
  memref.dealloc %a : memref<64xf32>
  return
}

// What is not freed here, or in another block, is nobody's to move; an empty buffer has no place.
// CHECK-LABEL: func.func @kept
// CHECK-NOT:     nnf.arena
func.func @kept(%c: i1) {
  %a = memref.alloc() : memref<64xf32>
  %b = memref.alloc() : memref<8xf32>
  %e = memref.alloc() : memref<0xf32>
  scf.if %c {
    memref.dealloc %b : memref<8xf32>
  }
  memref.dealloc %e : memref<0xf32>
  "test.keep"(%a) : (memref<64xf32>) -> ()
  return
}
