// RUN: nnf-opt %s --pass-pipeline='builtin.module(func.func(nnf-cpu-emit-rows{target=avx512}))' | FileCheck %s

// A padded maximum pool: one task per plane, whose padded copy is a buffer of the task; the windows of stride 2 are
// loaded as whole vectors and shuffled.

// CHECK-LABEL: func.func @padded_max_pool
// CHECK:         scf.forall
// CHECK:           %[[PLANE:.*]] = memref.alloc() {{.*}} : memref<66x66xf32>
// CHECK:           vector.store %{{.*}}, %[[PLANE]]
// CHECK:           vector.store %{{.*}}, %[[PLANE]]
// CHECK:           vector.load %[[PLANE]]
// CHECK:           vector.shuffle %{{.*}}, %{{.*}} [0, 2, 4, 6, 8, 10, 12, 14, 17, 19, 21, 23, 25, 27, 29, 31]
// CHECK:           arith.cmpf ogt
// CHECK:           memref.dealloc %[[PLANE]]
// CHECK-NOT:   memref<8x16x66x66xf32>
func.func @padded_max_pool(%x: memref<8x16x64x64xf32>, %y: memref<8x16x32x32xf32>) {
  %ninf = arith.constant 0xFF800000 : f32
  %p = memref.alloc() : memref<8x16x66x66xf32>
  linalg.fill ins(%ninf : f32) outs(%p : memref<8x16x66x66xf32>)
  %inside = memref.subview %p[0, 0, 1, 1] [8, 16, 64, 64] [1, 1, 1, 1]
      : memref<8x16x66x66xf32> to memref<8x16x64x64xf32, strided<[69696, 4356, 66, 1], offset: 67>>
  memref.copy %x, %inside : memref<8x16x64x64xf32> to memref<8x16x64x64xf32, strided<[69696, 4356, 66, 1], offset: 67>>
  %w = memref.alloc() : memref<3x3xf32>
  linalg.fill ins(%ninf : f32) outs(%y : memref<8x16x32x32xf32>)
  linalg.pooling_nchw_max {strides = dense<2> : tensor<2xi64>, dilations = dense<1> : tensor<2xi64>}
      ins(%p, %w : memref<8x16x66x66xf32>, memref<3x3xf32>) outs(%y : memref<8x16x32x32xf32>)
  return
}

// Rows of a window are not neighbours in memory, even where the window has one place to be: the two loops stay two.

// CHECK-LABEL: func.func @one_window
// CHECK:         scf.for
// CHECK:           vector.load %{{.*}} : memref<1x5x3xf32>, vector<2xf32>
func.func @one_window(%x: memref<1x1x5x3xf32>, %y: memref<1x1x1x1xf32>) {
  %ninf = arith.constant 0xFF800000 : f32
  %w = memref.alloc() : memref<3x2xf32>
  linalg.fill ins(%ninf : f32) outs(%y : memref<1x1x1x1xf32>)
  linalg.pooling_nchw_max {strides = dense<3> : tensor<2xi64>, dilations = dense<1> : tensor<2xi64>}
      ins(%x, %w : memref<1x1x5x3xf32>, memref<3x2xf32>) outs(%y : memref<1x1x1x1xf32>)
  return
}
