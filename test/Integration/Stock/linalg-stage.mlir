// The linalg stage holds upstream dialects only: the stock mlir-opt takes it to LLVM with its own passes, the stock
// runner runs it, and the values are PyTorch's.
//
// RUN: nnf-opt %s --convert-nnf-to-linalg \
// RUN:   | mlir-opt --one-shot-bufferize="bufferize-function-boundaries" --buffer-deallocation-pipeline \
// RUN:       --convert-bufferization-to-memref --convert-linalg-to-loops --expand-strided-metadata --lower-affine \
// RUN:       --convert-scf-to-cf --convert-math-to-llvm --convert-math-to-libm --convert-vector-to-llvm \
// RUN:       --finalize-memref-to-llvm --convert-func-to-llvm --convert-cf-to-llvm --convert-arith-to-llvm \
// RUN:       --convert-index-to-llvm --reconcile-unrealized-casts \
// RUN:   | mlir-runner -e main -entry-point-result=void \
// RUN:       -shared-libs=%llvm_tools/../lib/libmlir_runner_utils%shlibext,%llvm_tools/../lib/libmlir_c_runner_utils%shlibext \
// RUN:   | FileCheck %s

func.func private @printMemrefF32(tensor<*xf32>)
func.func private @printMemrefI64(tensor<*xi64>)

func.func private @classify(%x: tensor<?x3xf32>, %t: tensor<?xi64>) -> (tensor<?x3xf32>, tensor<f32>) attributes {noinline} {
  %p = nnf.softmax %x dim = -1 : tensor<?x3xf32>
  %l = nnf.cross_entropy %x, %t label_smoothing = 0.1 ignore_index = 1 : (tensor<?x3xf32>, tensor<?xi64>) -> tensor<f32>
  return %p, %l : tensor<?x3xf32>, tensor<f32>
}

func.func private @features(%x: tensor<1x1x4x4xf32>, %w: tensor<2x1x3x3xf32>, %b: tensor<2xf32>)
    -> (tensor<1x2x2x2xf32>, tensor<1x2x2x2xi64>) attributes {noinline} {
  %c = nnf.conv2d %x, %w bias = %b padding = [1, 1] : (tensor<1x1x4x4xf32>, tensor<2x1x3x3xf32>, tensor<2xf32>) -> tensor<1x2x4x4xf32>
  %g = nnf.gelu %c : tensor<1x2x4x4xf32>
  %m:2 = nnf.max_pool2d %g kernel_size = [2, 2] return_indices = true : (tensor<1x2x4x4xf32>) -> (tensor<1x2x2x2xf32>, tensor<1x2x2x2xi64>)
  return %m#0, %m#1 : tensor<1x2x2x2xf32>, tensor<1x2x2x2xi64>
}

func.func private @normalise(%x: tensor<2x4xf32>, %w: tensor<4xf32>) -> tensor<2x4xf32> attributes {noinline} {
  %n = nnf.layer_norm %x normalized_shape = [4] weight = %w : (tensor<2x4xf32>, tensor<4xf32>) -> tensor<2x4xf32>
  return %n : tensor<2x4xf32>
}

func.func @main() {
  %x = arith.constant dense<[[1.0, 2.0, 3.0], [0.5, -1.0, 4.0]]> : tensor<2x3xf32>
  %xd = tensor.cast %x : tensor<2x3xf32> to tensor<?x3xf32>
  %t = arith.constant dense<[2, 0]> : tensor<2xi64>
  %td = tensor.cast %t : tensor<2xi64> to tensor<?xi64>
  %p, %l = call @classify(%xd, %td) : (tensor<?x3xf32>, tensor<?xi64>) -> (tensor<?x3xf32>, tensor<f32>)
  %pu = tensor.cast %p : tensor<?x3xf32> to tensor<*xf32>
  call @printMemrefF32(%pu) : (tensor<*xf32>) -> ()
  // CHECK: [0.0900306,   0.244728,   0.665241]
  // CHECK-NEXT: [0.0291218,   0.00649794,   0.96438]
  %lu = tensor.cast %l : tensor<f32> to tensor<*xf32>
  call @printMemrefF32(%lu) : (tensor<*xf32>) -> ()
  // CHECK: [1.9886]

  %image = arith.constant dense<[[[[0.0, 1.0, 2.0, 3.0], [4.0, 5.0, 6.0, 7.0], [8.0, 9.0, 10.0, 11.0], [12.0, 13.0, 14.0, 15.0]]]]> : tensor<1x1x4x4xf32>
  %w = arith.constant dense<[[[[0.0, 1.0, 0.0], [1.0, -4.0, 1.0], [0.0, 1.0, 0.0]]], [[[0.1, 0.1, 0.1], [0.1, 0.1, 0.1], [0.1, 0.1, 0.1]]]]> : tensor<2x1x3x3xf32>
  %b = arith.constant dense<[0.5, -1.0]> : tensor<2xf32>
  %f, %i = call @features(%image, %w, %b) : (tensor<1x1x4x4xf32>, tensor<2x1x3x3xf32>, tensor<2xf32>) -> (tensor<1x2x2x2xf32>, tensor<1x2x2x2xi64>)
  %fu = tensor.cast %f : tensor<1x2x2x2xf32> to tensor<*xf32>
  call @printMemrefF32(%fu) : (tensor<*xf32>) -> ()
  // CHECK: [5.5,     2.48448]
  // CHECK-NEXT: [0.345731,     0.345731]
  // CHECK: [3.49919,     4.39998]
  // CHECK-NEXT: [7.1,     8]
  %iu = tensor.cast %i : tensor<1x2x2x2xi64> to tensor<*xi64>
  call @printMemrefI64(%iu) : (tensor<*xi64>) -> ()
  // CHECK: [0,     2]
  // CHECK-NEXT: [9,     10]
  // CHECK: [5,     6]
  // CHECK-NEXT: [9,     10]

  %v = arith.constant dense<[[1.0, 2.0, 3.0, 4.0], [1000.0, 1000.5, 1001.0, 1001.5]]> : tensor<2x4xf32>
  %vw = arith.constant dense<[1.0, 2.0, 1.0, 0.5]> : tensor<4xf32>
  %n = call @normalise(%v, %vw) : (tensor<2x4xf32>, tensor<4xf32>) -> tensor<2x4xf32>
  %nu = tensor.cast %n : tensor<2x4xf32> to tensor<*xf32>
  call @printMemrefF32(%nu) : (tensor<*xf32>) -> ()
  // CHECK: [-1.34164,   -0.894424,   0.447212,   0.670818]
  // CHECK-NEXT: [-1.34162,   -0.894413,   0.447206,   0.67081]
  return
}
