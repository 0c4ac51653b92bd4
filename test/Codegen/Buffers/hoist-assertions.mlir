// RUN: nnf-opt %s --nnf-hoist-assertions | FileCheck %s

// The check of sizes moves before the first write; the check of a value stays behind what computes it.
// CHECK-LABEL: func.func @f(
// CHECK-SAME:    %[[X:[^ ,]*]]: memref<?xf32>, %[[O:[^ ,]*]]: memref<?xf32>, %[[I:[^ ,]*]]: memref<index>
// CHECK:         memref.dim %[[X]]
// CHECK:         memref.dim %[[O]]
// CHECK:         cf.assert %{{.*}}, "sizes"
// CHECK:         linalg.exp
// CHECK:         memref.load %[[I]]
// CHECK:         cf.assert %{{.*}}, "value"
func.func @f(%x: memref<?xf32>, %o: memref<?xf32>, %i: memref<index>) {
  linalg.exp ins(%x : memref<?xf32>) outs(%x : memref<?xf32>)
  %v = memref.load %i[] : memref<index>
  %c0 = arith.constant 0 : index
  %inside = arith.cmpi sge, %v, %c0 : index
  cf.assert %inside, "value"
  %n = memref.dim %x, %c0 : memref<?xf32>
  %m = memref.dim %o, %c0 : memref<?xf32>
  %same = arith.cmpi eq, %n, %m : index
  cf.assert %same, "sizes"
  return
}
