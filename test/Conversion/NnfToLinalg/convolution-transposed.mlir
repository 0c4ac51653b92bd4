// RUN: nnf-opt %s --convert-nnf-to-linalg | FileCheck %s

// A stride of 2 by 2 has four phases, each a convolution by 2 x 2 elements of the kernel, and no product with a zero between
// pixels. What they give is interleaved; the first row and column lie in the padding.
// CHECK-LABEL: func.func @phases
// CHECK:         linalg.generic {{.*}}ins(%{{.*}} : tensor<6x4x4x4xf32>) outs(%{{.*}} : tensor<2x2x4x6x2x2xf32>)
// CHECK:         linalg.generic {{.*}}iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel", "parallel", "reduction", "reduction", "reduction"]{{.*}}tensor<2x2x4x6x2x2xf32>)
// CHECK:         arith.mulf
// CHECK:         tensor.extract_slice %{{.*}}[0, 0, 1, 1] [%{{.*}}, 4, 64, 64] [1, 1, 1, 1] : tensor<?x4x66x66xf32>
// CHECK:         return
func.func @phases(%x: tensor<?x6x32x32xf32>, %w: tensor<6x4x4x4xf32>, %b: tensor<4xf32>) -> tensor<?x4x64x64xf32> {
  %y = nnf.conv_transpose2d %x, %w bias = %b stride = [2, 2] padding = [1, 1]
    : (tensor<?x6x32x32xf32>, tensor<6x4x4x4xf32>, tensor<4xf32>) -> tensor<?x4x64x64xf32>
  return %y : tensor<?x4x64x64xf32>
}

// Phases of equal size would multiply by zeros three times of four: one product for each position of the kernel, gathered.
// CHECK-LABEL: func.func @wasteful
// CHECK:         linalg.generic {{.*}}outs(%{{.*}} : tensor<1x4x1x1x8x8xf32>)
// CHECK:         tensor.extract %{{.*}} : tensor<1x4x1x1x8x8xf32>
// CHECK:         return
func.func @wasteful(%x: tensor<1x6x8x8xf32>, %w: tensor<6x4x1x1xf32>) -> tensor<1x4x15x15xf32> {
  %y = nnf.conv_transpose2d %x, %w stride = [2, 2] : (tensor<1x6x8x8xf32>, tensor<6x4x1x1xf32>) -> tensor<1x4x15x15xf32>
  return %y : tensor<1x4x15x15xf32>
}
