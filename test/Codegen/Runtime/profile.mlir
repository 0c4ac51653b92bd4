// RUN: nnf-opt %s --split-input-file --nnf-record-work | FileCheck %s --check-prefix=WORK
// RUN: nnf-opt %s --split-input-file --nnf-mark-kernels | FileCheck %s

// A multiply-add is two operations a point; filling is none. Counted behind all of the block.
// WORK-LABEL: func.func @product
// WORK: linalg.fill
// WORK-NOT: call
// WORK: linalg.matmul
// WORK: call @nnf.work(%{{.*}}) : (index) -> ()
// WORK-NEXT: return
func.func @product(%a: memref<?x4xf32>, %b: memref<4x8xf32>, %c: memref<?x8xf32>) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%c : memref<?x8xf32>)
  linalg.matmul ins(%a, %b : memref<?x4xf32>, memref<4x8xf32>) outs(%c : memref<?x8xf32>)
  return
}

// -----

// 3 * 5 points, a sum and a function each.
// WORK-LABEL: func.func @two
// WORK: %[[COUNT:.*]] = arith.constant 30 : index
// WORK: call @nnf.work(%[[COUNT]])
func.func @two(%x: memref<3x5xf32>, %y: memref<3x5xf32>) {
  linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>],
                  iterator_types = ["parallel", "parallel"]} ins(%x : memref<3x5xf32>) outs(%y : memref<3x5xf32>) {
  ^bb0(%a: f32, %o: f32):
    %s = arith.addf %a, %a : f32
    %e = math.exp %s : f32
    linalg.yield %e : f32
  }
  return
}

// -----

// In an entry point the time is taken before and after each kernel. The inner loop of one is part of it; a loop around one is none.
// %x is read and written: twice 4 * n bytes.
// CHECK-LABEL: func.func private @f.run
// CHECK: %[[FRAME:.*]] = llvm.alloca
// CHECK: scf.for
// CHECK:   %[[N:.*]] = memref.dim %[[X:.*]], %{{.*}} : memref<?xf32>
// CHECK:   %[[BYTES:.*]] = arith.muli %[[N]], %{{.*}} : index
// CHECK:   %[[ONCE:.*]] = arith.addi %{{.*}}, %[[BYTES]] : index
// CHECK:   %[[TWICE:.*]] = arith.addi %[[ONCE]], %[[BYTES]] : index
// CHECK:   %[[TOTAL:.*]] = builtin.unrealized_conversion_cast %[[TWICE]] : index to i64
// CHECK:   %[[WHERE:.*]] = llvm.mlir.addressof
// CHECK:   %[[BEGIN:.*]] = llvm.call @nnf_rt_profile_begin(%[[FRAME]]) : (!llvm.ptr) -> i64
// CHECK:   scf.forall
// CHECK:     scf.for
// CHECK:   llvm.call @nnf_rt_profile_end(%[[FRAME]], %[[BEGIN]], %[[WHERE]], %[[TOTAL]]) : (!llvm.ptr, i64, !llvm.ptr, i64) -> ()
// CHECK: llvm.call @nnf_rt_profile_work(%[[FRAME]], %{{.*}}, %{{.*}}) : (!llvm.ptr, !llvm.ptr, i64) -> ()
// CHECK-NOT: nnf_rt_profile
// CHECK-NOT: nnf.work
func.func private @nnf.work(index)
func.func private @f.run(%x: memref<?xf32>, %n: index) attributes {nnf.kernel = "f", nnf.role = "run"} {
  %one = llvm.mlir.constant(1 : i32) : i32
  %frame = llvm.alloca %one x i64 {nnf.frame} : (i32) -> !llvm.ptr
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  scf.for %again = %c0 to %c8 step %c1 {
    scf.forall (%block) in (%n) {
      scf.for %i = %c0 to %c8 step %c1 {
        %p = arith.muli %block, %c8 : index
        %q = arith.addi %p, %i : index
        %v = memref.load %x[%q] : memref<?xf32>
        %w = arith.addf %v, %v : f32
        memref.store %w, %x[%q] : memref<?xf32>
      }
    }
  }
  func.call @nnf.work(%n) : (index) -> ()
  return
}
// Others keep no time, and their calls go.
// CHECK-LABEL: func.func private @f.create
// CHECK-NEXT: return
func.func private @f.create(%n: index) attributes {nnf.kernel = "f", nnf.role = "create"} {
  func.call @nnf.work(%n) : (index) -> ()
  return
}
