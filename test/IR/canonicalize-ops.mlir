// RUN: nnf-opt %s --canonicalize | FileCheck %s

// Identities of single ops, each with what only looks like it.

// CHECK-LABEL: func @shuffles
// CHECK-NEXT: return %arg0, %arg1
func.func @shuffles(%x: tensor<1x8x3x5xf32>, %y: tensor<1x2x6x10xf32>) -> (tensor<1x8x3x5xf32>, tensor<1x2x6x10xf32>) {
  %a = nnf.pixel_shuffle %x upscale_factor = 2 : (tensor<1x8x3x5xf32>) -> tensor<1x2x6x10xf32>
  %b = nnf.pixel_unshuffle %a downscale_factor = 2 : (tensor<1x2x6x10xf32>) -> tensor<1x8x3x5xf32>
  %c = nnf.pixel_unshuffle %y downscale_factor = 2 : (tensor<1x2x6x10xf32>) -> tensor<1x8x3x5xf32>
  %d = nnf.pixel_shuffle %c upscale_factor = 2 : (tensor<1x8x3x5xf32>) -> tensor<1x2x6x10xf32>
  return %b, %d : tensor<1x8x3x5xf32>, tensor<1x2x6x10xf32>
}

// CHECK-LABEL: func @other_factors
// CHECK: nnf.pixel_shuffle
// CHECK: nnf.pixel_unshuffle
func.func @other_factors(%x: tensor<1x16x3x6xf32>) -> tensor<1x9x4x8xf32> {
  %a = nnf.pixel_shuffle %x upscale_factor = 4 : (tensor<1x16x3x6xf32>) -> tensor<1x1x12x24xf32>
  %b = nnf.pixel_unshuffle %a downscale_factor = 3 : (tensor<1x1x12x24xf32>) -> tensor<1x9x4x8xf32>
  return %b : tensor<1x9x4x8xf32>
}

// CHECK-LABEL: func @nothing
// CHECK-NEXT: return %arg0, %arg0, %arg0, %arg0, %arg0, %arg0
func.func @nothing(%x: tensor<1x4x6x6xf32>) -> (tensor<1x4x6x6xf32>, tensor<1x4x6x6xf32>, tensor<1x4x6x6xf32>, tensor<1x4x6x6xf32>, tensor<1x4x6x6xf32>, tensor<1x4x6x6xf32>) {
  %a = nnf.pad %x pad = [0, 0, 0, 0] mode = reflect : (tensor<1x4x6x6xf32>) -> tensor<1x4x6x6xf32>
  %b = nnf.pixel_shuffle %x upscale_factor = 1 : (tensor<1x4x6x6xf32>) -> tensor<1x4x6x6xf32>
  %c = nnf.channel_shuffle %x groups = 1 : (tensor<1x4x6x6xf32>) -> tensor<1x4x6x6xf32>
  %d = nnf.interpolate %x size = [6, 6] : (tensor<1x4x6x6xf32>) -> tensor<1x4x6x6xf32>
  %e = nnf.interpolate %x scale_factor = [1.0, 1.0] mode = "nearest-exact" : (tensor<1x4x6x6xf32>) -> tensor<1x4x6x6xf32>
  %f = nnf.dropout %x p = 0.5 training = false : (tensor<1x4x6x6xf32>) -> tensor<1x4x6x6xf32>
  return %a, %b, %c, %d, %e, %f : tensor<1x4x6x6xf32>, tensor<1x4x6x6xf32>, tensor<1x4x6x6xf32>, tensor<1x4x6x6xf32>, tensor<1x4x6x6xf32>, tensor<1x4x6x6xf32>
}

// A neighbour of a mean is multiplied by 0; a shift; an open size.
// CHECK-LABEL: func @something
// CHECK: nnf.interpolate
// CHECK: nnf.pad
// CHECK: nnf.interpolate
func.func @something(%x: tensor<1x4x6x6xf32>, %y: tensor<1x4x?x?xf32>) -> (tensor<1x4x6x6xf32>, tensor<1x4x6x6xf32>, tensor<1x4x6x6xf32>) {
  %a = nnf.interpolate %x size = [6, 6] mode = bilinear : (tensor<1x4x6x6xf32>) -> tensor<1x4x6x6xf32>
  %b = nnf.pad %x pad = [1, -1] : (tensor<1x4x6x6xf32>) -> tensor<1x4x6x6xf32>
  %c = nnf.interpolate %y size = [6, 6] : (tensor<1x4x?x?xf32>) -> tensor<1x4x6x6xf32>
  return %a, %b, %c : tensor<1x4x6x6xf32>, tensor<1x4x6x6xf32>, tensor<1x4x6x6xf32>
}

// CHECK-LABEL: func @softmin
// CHECK-NEXT: %[[N:.*]] = arith.negf %arg0
// CHECK-NEXT: nnf.softmax %[[N]] dim = 1
// Converted before the sign changes: an integer has no -0, and its smallest number no opposite.
// CHECK-NEXT: nnf.softmin %arg1
func.func @softmin(%x: tensor<?x4xf32>, %i: tensor<4xi64>) -> (tensor<?x4xf32>, tensor<4xf32>) {
  %a = nnf.softmin %x dim = 1 : tensor<?x4xf32>
  %b = nnf.softmin %i dim = 0 dtype = f32 : tensor<4xi64> -> tensor<4xf32>
  return %a, %b : tensor<?x4xf32>, tensor<4xf32>
}

// CHECK-LABEL: func @threshold
// CHECK-NEXT: nnf.relu %arg0
// CHECK-NEXT: nnf.threshold %arg0 threshold = 0.0
// CHECK-NEXT: nnf.threshold %arg0 threshold = 1.0
// CHECK-NEXT: nnf.threshold %arg0 threshold = 0.0
func.func @threshold(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) {
  %a = nnf.threshold %x threshold = 0.0 value = 0.0 : tensor<4xf32>
  %b = nnf.threshold %x threshold = 0.0 value = 1.0 : tensor<4xf32>
  %c = nnf.threshold %x threshold = 1.0 value = 0.0 : tensor<4xf32>
  %d = nnf.threshold %x threshold = 0.0 value = -0.0 : tensor<4xf32>
  return %a, %b, %c, %d : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
}

// CHECK-LABEL: func @clamps
// CHECK-NEXT: %[[A:.*]] = nnf.hardtanh %arg0 min_val = 0.0{{.*}} max_val = 2.0
// CHECK-NEXT: %[[B:.*]] = nnf.hardtanh %arg0 min_val = 1.0{{.*}} max_val = 6.0
// CHECK-NEXT: return %[[A]], %[[B]]
func.func @clamps(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
  %a = nnf.hardtanh %x min_val = -1.0 max_val = 2.0 : tensor<4xf32>
  %b = nnf.hardtanh %a min_val = 0.0 max_val = 3.0 : tensor<4xf32>
  %c = nnf.hardtanh %x min_val = 1.0 max_val = 9.0 : tensor<4xf32>
  %d = nnf.relu6 %c : tensor<4xf32>
  return %b, %d : tensor<4xf32>, tensor<4xf32>
}

// Apart; and a value that is read anyway.
// CHECK-LABEL: func @no_clamps
// CHECK-COUNT-4: nnf.hardtanh
func.func @no_clamps(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) {
  %a = nnf.hardtanh %x min_val = -1.0 max_val = 2.0 : tensor<4xf32>
  %b = nnf.hardtanh %a min_val = 3.0 max_val = 4.0 : tensor<4xf32>
  %c = nnf.hardtanh %x min_val = -2.0 max_val = 2.0 : tensor<4xf32>
  %d = nnf.hardtanh %c min_val = 0.0 max_val = 4.0 : tensor<4xf32>
  return %b, %c, %d : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
}

// CHECK-LABEL: func @statistics
// CHECK-NEXT: %[[Y:.*]] = nnf.batch_norm %arg0 training = true
// CHECK-SAME: (tensor<4x8xf32>) -> tensor<4x8xf32>
// CHECK-NEXT: return %[[Y]]
func.func @statistics(%x: tensor<4x8xf32>, %m: tensor<8xf32>, %v: tensor<8xf32>) -> tensor<4x8xf32> {
  %y:3 = nnf.batch_norm %x running_mean = %m running_var = %v training = true : (tensor<4x8xf32>, tensor<8xf32>, tensor<8xf32>) -> (tensor<4x8xf32>, tensor<8xf32>, tensor<8xf32>)
  return %y#0 : tensor<4x8xf32>
}

// CHECK-LABEL: func @read_statistics
// CHECK: nnf.batch_norm %arg0 running_mean = %arg1 running_var = %arg2
func.func @read_statistics(%x: tensor<4x8xf32>, %m: tensor<8xf32>, %v: tensor<8xf32>) -> (tensor<4x8xf32>, tensor<8xf32>) {
  %y:3 = nnf.batch_norm %x running_mean = %m running_var = %v training = true : (tensor<4x8xf32>, tensor<8xf32>, tensor<8xf32>) -> (tensor<4x8xf32>, tensor<8xf32>, tensor<8xf32>)
  return %y#0, %y#2 : tensor<4x8xf32>, tensor<8xf32>
}

// CHECK-LABEL: func @positions
// CHECK-NEXT: nnf.max_pool2d %arg0 kernel_size = [2, 2] padding = [1, 1]
// CHECK-NEXT: nnf.adaptive_max_pool1d %arg1 output_size = [2]
// CHECK-NEXT: nnf.max_pool1d_with_indices
func.func @positions(%x: tensor<1x3x8x8xf32>, %y: tensor<1x3x8xf32>) -> (tensor<1x3x5x5xf32>, tensor<1x3x2xf32>, tensor<1x3x4xi64>) {
  %a:2 = nnf.max_pool2d_with_indices %x kernel_size = [2, 2] padding = [1, 1] : (tensor<1x3x8x8xf32>) -> (tensor<1x3x5x5xf32>, tensor<1x3x5x5xi64>)
  %b:2 = nnf.adaptive_max_pool1d_with_indices %y output_size = [2] : (tensor<1x3x8xf32>) -> (tensor<1x3x2xf32>, tensor<1x3x2xi64>)
  %c:2 = nnf.max_pool1d_with_indices %y kernel_size = [2] : (tensor<1x3x8xf32>) -> (tensor<1x3x4xf32>, tensor<1x3x4xi64>)
  return %a#0, %b#0, %c#1 : tensor<1x3x5x5xf32>, tensor<1x3x2xf32>, tensor<1x3x4xi64>
}

// Rounds a second time.
// CHECK-LABEL: func @log_softmax_twice
// CHECK-COUNT-2: nnf.log_softmax
func.func @log_softmax_twice(%x: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %a = nnf.log_softmax %x dim = 1 : tensor<4x8xf32>
  %b = nnf.log_softmax %a dim = 1 : tensor<4x8xf32>
  return %b : tensor<4x8xf32>
}
