// RUN: nnf-opt %s --convert-nnf-to-linalg --resolve-ranked-shaped-type-result-dims --nnf-fuse-elementwise | FileCheck %s

// Rows that are looked up, and what is computed of them, are written once before a product reads them for each of its columns.
// CHECK-LABEL: func.func @looked_up
// CHECK:         linalg.generic {{.*}}iterator_types = ["parallel", "parallel"]{{ *}}}
// CHECK:           tensor.extract {{.*}} : tensor<100x256xf32>
// CHECK:           arith.mulf
// CHECK:         linalg.generic {{.*}}iterator_types = ["parallel", "parallel", "reduction"]{{ *}}}
// CHECK-NOT:     tensor.extract
// CHECK:         return
func.func @looked_up(%i: tensor<?xi64>, %e: tensor<100x256xf32>, %w: tensor<512x256xf32>) -> tensor<?x512xf32> {
  %0 = nnf.embedding %i, %e : (tensor<?xi64>, tensor<100x256xf32>) -> tensor<?x256xf32>
  %1 = nnf.gelu %0 : tensor<?x256xf32>
  %2 = nnf.linear %1, %w : (tensor<?x256xf32>, tensor<512x256xf32>) -> tensor<?x512xf32>
  return %2 : tensor<?x512xf32>
}

// A function of the elements alone goes into the product.
// CHECK-LABEL: func.func @applied
// CHECK-NOT:     linalg.generic {{.*}}["parallel", "parallel"]
// CHECK:         linalg.generic {{.*}}iterator_types = ["parallel", "parallel", "reduction"]{{ *}}}
// CHECK:           arith.{{maximumf|select|cmpf}}
// CHECK:           arith.mulf
// CHECK:         return
func.func @applied(%x: tensor<?x256xf32>, %w: tensor<512x256xf32>) -> tensor<?x512xf32> {
  %0 = nnf.relu %x : tensor<?x256xf32>
  %1 = nnf.linear %0, %w : (tensor<?x256xf32>, tensor<512x256xf32>) -> tensor<?x512xf32>
  return %1 : tensor<?x512xf32>
}
