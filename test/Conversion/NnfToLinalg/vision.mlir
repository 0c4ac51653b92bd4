// RUN: nnf-opt %s --convert-nnf-to-linalg | FileCheck %s

// Elements are cut off before others are added.
// CHECK-LABEL: @pad
// CHECK: tensor.extract_slice %{{.*}}[0, 1] [2, 4] [1, 1]
// CHECK: tensor.pad %{{.*}} low[0, 0] high[0, 2]
func.func @pad(%x: tensor<2x5xf32>) -> tensor<2x6xf32> {
  %y = nnf.pad %x pad = [-1, 2] : (tensor<2x5xf32>) -> tensor<2x6xf32>
  return %y : tensor<2x6xf32>
}

// The strips at both ends of the last dimension look for their elements; what lies between is a copy.
// CHECK-LABEL: @replicate
// CHECK: tensor.extract_slice %{{.*}}[0, 0] [2, 1] [1, 1]
// CHECK: linalg.generic
// CHECK: arith.maxsi
// CHECK: arith.minsi
// CHECK: tensor.extract
// CHECK: %[[IN:.*]] = tensor.extract_slice %{{.*}}[0, 1] [2, %{{.*}}] [1, 1]
// CHECK: linalg.generic {{.*}} outs(%[[IN]] :
// CHECK-NEXT: ^bb0
// CHECK-NEXT: %[[I:.*]] = linalg.index 0
// CHECK-NEXT: %[[J:.*]] = linalg.index 1
// CHECK-NEXT: tensor.extract %{{.*}}[%[[I]], %[[J]]]
// CHECK: tensor.extract_slice %{{.*}}[0, %{{.*}}] [2, 2] [1, 1]
// CHECK: linalg.generic
func.func @replicate(%x: tensor<2x?xf32>) -> tensor<2x?xf32> {
  %y = nnf.pad %x pad = [1, 2] mode = replicate : (tensor<2x?xf32>) -> tensor<2x?xf32>
  return %y : tensor<2x?xf32>
}

// Where the last dimension is not padded there is one loop; where it is cut, every element looks for its own.
// CHECK-LABEL: @reflect_rows
// CHECK-COUNT-1: linalg.generic
// CHECK-NOT: linalg.generic
func.func @reflect_rows(%x: tensor<2x4x5xf32>) -> tensor<2x6x5xf32> {
  %y = nnf.pad %x pad = [0, 0, 1, 1] mode = reflect : (tensor<2x4x5xf32>) -> tensor<2x6x5xf32>
  return %y : tensor<2x6x5xf32>
}

// CHECK-LABEL: @reflect_cut
// CHECK-COUNT-1: linalg.generic
// CHECK-NOT: linalg.generic
func.func @reflect_cut(%x: tensor<4x5xf32>) -> tensor<4x5xf32> {
  %y = nnf.pad %x pad = [-2, 2] mode = reflect : (tensor<4x5xf32>) -> tensor<4x5xf32>
  return %y : tensor<4x5xf32>
}

// A reshape, a transpose and a reshape.
// CHECK-LABEL: @shuffle
// CHECK: tensor.expand_shape {{.*}} tensor<1x8x4x4xf32> into tensor<1x2x2x2x4x4xf32>
// CHECK: linalg.generic
// CHECK: tensor.collapse_shape
func.func @shuffle(%x: tensor<1x8x4x4xf32>) -> tensor<1x2x8x8xf32> {
  %y = nnf.pixel_shuffle %x upscale_factor = 2 : (tensor<1x8x4x4xf32>) -> tensor<1x2x8x8xf32>
  return %y : tensor<1x2x8x8xf32>
}

// Places and weights are tables; the loop over the image reads four pixels.
// CHECK-LABEL: @bilinear
// CHECK: math.floor
// CHECK: math.floor
// CHECK: iterator_types = ["parallel", "parallel", "parallel", "parallel"]
// CHECK-NOT: math.floor
// CHECK-COUNT-4: tensor.extract
// CHECK-NOT: tensor.extract
func.func @bilinear(%x: tensor<1x3x8x8xf32>) -> tensor<1x3x16x16xf32> {
  %y = nnf.interpolate %x scale_factor = [2.0, 2.0] mode = bilinear : (tensor<1x3x8x8xf32>) -> tensor<1x3x16x16xf32>
  return %y : tensor<1x3x16x16xf32>
}

// CHECK-LABEL: @grid
// CHECK: cf.assert {{.*}}expects dimension 0 of input to equal dimension 0 of grid
// CHECK-COUNT-4: tensor.extract %arg0
func.func @grid(%x: tensor<?x3x8x8xf32>, %g: tensor<?x5x6x2xf32>) -> tensor<?x3x5x6xf32> {
  %y = nnf.grid_sample %x, %g : (tensor<?x3x8x8xf32>, tensor<?x5x6x2xf32>) -> tensor<?x3x5x6xf32>
  return %y : tensor<?x3x5x6xf32>
}
