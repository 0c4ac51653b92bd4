// An op that several of the replaced ones read is erased once: the exponentials of a softmax, which the sum and the division read.
//
// RUN: nnf-opt --nnf-recognize-functions %s | FileCheck %s
//
// CHECK-LABEL: func.func @softmax
// CHECK-NEXT: %[[Y:.*]] = nnf.softmax %{{.*}} dim = 1 : tensor<4x8xf32>
// CHECK-NEXT: return %[[Y]]

func.func @softmax(%a0: tensor<4x8xf32>) -> (tensor<4x8xf32>) {
  %1 = arith.constant 0xFF800000 : f32
  %2 = tensor.empty() : tensor<4xf32>
  %3 = linalg.fill ins(%1 : f32) outs(%2 : tensor<4xf32>) -> tensor<4xf32>
  %4 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%a0 : tensor<4x8xf32>) outs(%3 : tensor<4xf32>) {
  ^bb0(%5: f32, %6: f32):
    %7 = arith.maximumf %6, %5 : f32
    linalg.yield %7 : f32
  } -> tensor<4xf32>
  %8 = tensor.expand_shape %4 [[0, 1]] output_shape [4, 1] : tensor<4xf32> into tensor<4x1xf32>
  %9 = tensor.empty() : tensor<4x8xf32>
  %10 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, 0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a0, %8 : tensor<4x8xf32>, tensor<4x1xf32>) outs(%9 : tensor<4x8xf32>) {
  ^bb0(%11: f32, %12: f32, %13: f32):
    %14 = arith.subf %11, %12 : f32
    linalg.yield %14 : f32
  } -> tensor<4x8xf32>
  %15 = tensor.empty() : tensor<4x8xf32>
  %16 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%10 : tensor<4x8xf32>) outs(%15 : tensor<4x8xf32>) {
  ^bb0(%17: f32, %18: f32):
    %19 = math.exp %17 : f32
    linalg.yield %19 : f32
  } -> tensor<4x8xf32>
  %20 = arith.constant 0.0 : f32
  %21 = tensor.empty() : tensor<4xf32>
  %22 = linalg.fill ins(%20 : f32) outs(%21 : tensor<4xf32>) -> tensor<4xf32>
  %23 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%16 : tensor<4x8xf32>) outs(%22 : tensor<4xf32>) {
  ^bb0(%24: f32, %25: f32):
    %26 = arith.addf %25, %24 fastmath<reassoc> : f32
    linalg.yield %26 : f32
  } -> tensor<4xf32>
  %27 = tensor.expand_shape %23 [[0, 1]] output_shape [4, 1] : tensor<4xf32> into tensor<4x1xf32>
  %28 = tensor.empty() : tensor<4x8xf32>
  %29 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, 0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%16, %27 : tensor<4x8xf32>, tensor<4x1xf32>) outs(%28 : tensor<4x8xf32>) {
  ^bb0(%30: f32, %31: f32, %32: f32):
    %33 = arith.divf %30, %31 : f32
    linalg.yield %33 : f32
  } -> tensor<4x8xf32>
  return %29 : tensor<4x8xf32>
}
