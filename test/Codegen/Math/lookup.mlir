// A table of 8 numbers that is looked up by a computed position stays in registers on every machine.
// RUN: nnf-opt %s --pass-pipeline='builtin.module(func.func(nnf-cpu-emit-rows{target=avx512}))' | FileCheck %s --check-prefix=ROWS
// RUN: nnf-opt %s --pass-pipeline='builtin.module(func.func(nnf-cpu-emit-rows{target=avx512}),nnf-expand-math{avx512=true})' | FileCheck %s --check-prefix=AVX512
// RUN: nnf-opt %s --pass-pipeline='builtin.module(func.func(nnf-cpu-emit-rows{target=avx2}),nnf-expand-math{avx2=true})' | FileCheck %s --check-prefix=AVX2
// RUN: nnf-opt %s --pass-pipeline='builtin.module(func.func(nnf-cpu-emit-rows{target=generic}),nnf-expand-math)' | FileCheck %s --check-prefix=GENERIC

// The mask of the position, which the instruction ignores, is looked through.
// ROWS-LABEL: @table(
// ROWS: %[[BITS:.*]] = arith.bitcast %{{.*}} : vector<16xf32> to vector<16xi32>
// ROWS: llvm.call_intrinsic "llvm.x86.avx512.permvar.sf.512"(%{{.*}}, %[[BITS]])
// AVX512-LABEL: @table(
// AVX512: llvm.call_intrinsic "llvm.x86.avx512.permvar.sf.512"
// AVX512-NOT: avx2
// AVX2-LABEL: @table(
// AVX2: %[[BITS:.*]] = arith.bitcast %{{.*}} : vector<8xf32> to vector<8xi32>
// AVX2: llvm.call_intrinsic "llvm.x86.avx2.permps"(%{{.*}}, %[[BITS]])
// AVX2-NOT: avx512
// One global for both uses of a table on GPUs, where a vector is an array on each thread's stack.
// GLOBAL: llvm.mlir.global internal constant @[[$TABLE:.*]](dense<[0.0{{.*}}, 7.0{{.*}}]> : tensor<8xf32>)
// GLOBAL-NOT: llvm.mlir.global
// GLOBAL-LABEL: @table(
// GLOBAL: %[[BASE:.*]] = llvm.mlir.addressof @[[$TABLE]] : !llvm.ptr<1>
// GLOBAL: %[[PLACE:.*]] = llvm.getelementptr %[[BASE]][%{{.*}}]
// GLOBAL: llvm.load %[[PLACE]]
// GLOBAL-NOT: vector.extract
// GENERIC-LABEL: @table(
// GENERIC-NOT: llvm.call_intrinsic
// GENERIC-COUNT-4: vector.extract %{{.*}}[%{{.*}}] : f32 from vector<8xf32>
// GENERIC: vector.from_elements %{{.*}} : vector<4xf32>
// RUN: nnf-opt %s --pass-pipeline='builtin.module(func.func(convert-linalg-to-loops),nnf-expand-math{global-tables=true})' | FileCheck %s --check-prefix=GLOBAL
#id = affine_map<(i) -> (i)>
func.func @table(%x: memref<4096xf32>, %y: memref<4096xf32>) {
  %table = arith.constant dense<[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]> : vector<8xf32>
  %c7 = arith.constant 7 : i32
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x : memref<4096xf32>) outs(%y : memref<4096xf32>) {
  ^bb0(%a: f32, %b: f32):
    %bits = arith.bitcast %a : f32 to i32
    %low = arith.andi %bits, %c7 : i32
    %at = arith.index_castui %low : i32 to index
    %0 = vector.extract %table[%at] : f32 from vector<8xf32>
    linalg.yield %0 : f32
  }
  return
}
