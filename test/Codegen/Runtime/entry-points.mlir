// RUN: nnf-opt %s --nnf-entry-points='target=machine build=me' | FileCheck %s
// RUN: nnf-opt %s --nnf-entry-points --nnf-outline-tasks --convert-scf-to-cf --nnf-lower-runtime-ops \
// RUN:   | FileCheck %s --check-prefix=RUNTIME
// RUN: nnf-opt %s --nnf-entry-points --nnf-outline-tasks=threads=false | FileCheck %s --check-prefix=SERIAL
// RUN: nnf-opt %s --nnf-entry-points --nnf-outline-tasks --convert-scf-to-cf --nnf-lower-runtime-ops --convert-to-llvm \
// RUN:   --reconcile-unrealized-casts --nnf-kernel-tables | FileCheck %s --check-prefix=TABLE

// CHECK-DAG: llvm.mlir.global private constant @f.strings("f\00machine\00me\00w\00\00\00")
// Version, one parameter, one input, one output, two words in the handle; then type, rank, sizes of each tensor:
// w is 4 f32, x ? bytes of an open sign, the result ? f32.
// CHECK-DAG: llvm.mlir.global private constant @f.signature(dense<[1, 1, 1, 1, 2, 2060, 1, 4, 258, 1, -1, 12, 1, -1]> : tensor<14xi64>)
// CHECK:     func.func private @f.run(%[[H:[^ ,]*]]: !llvm.ptr, %[[C:[^ ,]*]]: !llvm.ptr, %[[I:[^ ,]*]]: !llvm.ptr, %[[O:[^ ,]*]]: !llvm.ptr) -> i32 attributes {nnf.kernel = "f", nnf.role = "run"} {
// CHECK:       %[[FRAME:.*]] = llvm.alloca {{.*}} {alignment = 16 : i64, nnf.frame}
// CHECK:       llvm.call @nnf_rt_enter_run(%[[FRAME]], %[[C]], %[[H]], {{.*}}) {nnf.check = "return"}
// CHECK:       llvm.call @nnf_rt_slots(%[[FRAME]])
// CHECK:       scf.forall
// CHECK:     func.func private @f.create(
// CHECK:       llvm.call @nnf_rt_enter_create
// CHECK:     func.func private @f.shapes(
// CHECK:       llvm.call @nnf_rt_enter_shapes

// The assertion becomes a branch, with the values of its comparison; so does a failing allocation.
// RUNTIME-DAG:   llvm.mlir.global private constant @nnf.error.{{.*}}("nnf.f\00{{.*}}entry-points.mlir:[[#]]:3\00nnf.f: {0} is not {1}\00")
// RUNTIME-LABEL: func.func private @f.task0(
// RUNTIME-SAME:    %[[ENV:[^ ,]*]]: !llvm.ptr, %[[B:[^ ,]*]]: i64, %[[E:[^ ,]*]]: i64, %[[W:[^ ,]*]]: !llvm.ptr) -> i32
// RUNTIME:         llvm.call @nnf_rt_task_alloc(%[[W]],
// RUNTIME:         llvm.call @nnf_rt_task_free(%[[W]],
// RUNTIME:         llvm.call @nnf_rt_task_fail_memory(%[[W]])
// RUNTIME-LABEL: func.func private @f.run(
// RUNTIME:         cf.cond_br
// RUNTIME:         %[[P:.*]] = llvm.call @nnf_rt_alloc(
// RUNTIME:         llvm.icmp "ne" %[[P]],
// RUNTIME:         llvm.call @nnf_rt_parallel_for(
// RUNTIME:         llvm.icmp "eq"
// RUNTIME:         llvm.call @nnf_rt_free(
// RUNTIME-DAG:     llvm.call @nnf_rt_fail(
// RUNTIME-DAG:     llvm.call @nnf_rt_fail_memory(
// RUNTIME-DAG:     llvm.call @nnf_rt_leave(
// RUNTIME-NOT:     memref.alloc
// RUNTIME-NOT:     cf.assert

// SERIAL-LABEL: func.func private @f.run(
// SERIAL-NOT:     parallel_for
// SERIAL:         scf.for
// SERIAL:           scf.for

// TABLE-DAG: llvm.func internal @f.run(
// TABLE-DAG: llvm.func internal @f.task0(
// TABLE-DAG: llvm.func internal @f.create(
// TABLE:     llvm.mlir.global external constant @f_kernel()
func.func @f(%x: memref<?xi8>, %w: memref<4xf32> {nnf.parameter, nnf.name = "w"}, %o: memref<?xf32> {nnf.result = 0 : i64},
             %p: memref<?xf32> {nnf.field = 0 : i64}) {
  %c0 = arith.constant 0 : index
  %n = memref.dim %x, %c0 : memref<?xi8>
  %m = memref.dim %o, %c0 : memref<?xf32>
  %ok = arith.cmpi eq, %n, %m : index
  cf.assert %ok, "nnf.f: {0} is not {1}"
  %a = memref.alloc(%n) : memref<?xf32>
  scf.forall (%i, %j) in (%n, %m) {
    %t = memref.alloc() : memref<1xf32>
    %v = memref.load %p[%i] : memref<?xf32>
    memref.store %v, %t[%c0] : memref<1xf32>
    memref.store %v, %a[%j] : memref<?xf32>
    memref.dealloc %t : memref<1xf32>
  }
  memref.dealloc %a : memref<?xf32>
  return
}
func.func private @f.init(%w: memref<4xf32> {nnf.parameter}) -> memref<?xf32> attributes {nnf.init_of = @f} {
  %c4 = arith.constant 4 : index
  %p = memref.alloc(%c4) {nnf.in_handle} : memref<?xf32>
  return %p : memref<?xf32>
}
func.func private @f.shapes(%x: memref<?xi8>, %w: memref<4xf32> {nnf.parameter}) -> index attributes {nnf.shapes_of = @f} {
  %c0 = arith.constant 0 : index
  %n = memref.dim %x, %c0 : memref<?xi8>
  return %n : index
}
