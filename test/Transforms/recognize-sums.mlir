// Cross entropy and attention as someone may write them, as PyTorch hands them over, and what only looks like one.
// RUN: nnf-opt %s --split-input-file --nnf-recognize-functions --canonicalize | FileCheck %s

// CHECK-LABEL: @soft_labels
// CHECK: nnf.cross_entropy %arg0, %arg1 reduction = none
// CHECK-NOT: nnf.log_softmax
// CHECK-NOT: nnf.softmax
func.func @soft_labels(%a0: tensor<4x10xf32>, %a1: tensor<4x10xf32>) -> (tensor<4xf32>) {
  %1 = nnf.log_softmax %a0 dim = 1 : tensor<4x10xf32>
  %2 = tensor.empty() : tensor<4x10xf32>
  %3 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a1, %1 : tensor<4x10xf32>, tensor<4x10xf32>) outs(%2 : tensor<4x10xf32>) {
  ^bb0(%4: f32, %5: f32, %6: f32):
    %7 = arith.mulf %4, %5 : f32
    linalg.yield %7 : f32
  } -> tensor<4x10xf32>
  %8 = arith.constant 0.0 : f32
  %9 = tensor.empty() : tensor<4xf32>
  %10 = linalg.fill ins(%8 : f32) outs(%9 : tensor<4xf32>) -> tensor<4xf32>
  %11 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%3 : tensor<4x10xf32>) outs(%10 : tensor<4xf32>) {
  ^bb0(%12: f32, %13: f32):
    %14 = arith.addf %13, %12 fastmath<reassoc> : f32
    linalg.yield %14 : f32
  } -> tensor<4xf32>
  %15 = tensor.empty() : tensor<4xf32>
  %16 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%11 : tensor<4xf32>) outs(%15 : tensor<4xf32>) {
  ^bb0(%17: f32, %18: f32):
    %19 = arith.negf %17 : f32
    linalg.yield %19 : f32
  } -> tensor<4xf32>
  return %16 : tensor<4xf32>
}

// -----

// CHECK-LABEL: @soft_labels_mean
// CHECK: nnf.cross_entropy %arg0, %arg1 reduction = none
// CHECK-NOT: nnf.log_softmax
// CHECK-NOT: nnf.softmax
func.func @soft_labels_mean(%a0: tensor<4x10xf32>, %a1: tensor<4x10xf32>) -> (tensor<f32>) {
  %1 = tensor.empty() : tensor<4x10xf32>
  %2 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a1 : tensor<4x10xf32>) outs(%1 : tensor<4x10xf32>) {
  ^bb0(%3: f32, %4: f32):
    %5 = arith.negf %3 : f32
    linalg.yield %5 : f32
  } -> tensor<4x10xf32>
  %6 = nnf.log_softmax %a0 dim = -1 : tensor<4x10xf32>
  %7 = tensor.empty() : tensor<4x10xf32>
  %8 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%2, %6 : tensor<4x10xf32>, tensor<4x10xf32>) outs(%7 : tensor<4x10xf32>) {
  ^bb0(%9: f32, %10: f32, %11: f32):
    %12 = arith.mulf %9, %10 : f32
    linalg.yield %12 : f32
  } -> tensor<4x10xf32>
  %13 = arith.constant 0.0 : f32
  %14 = tensor.empty() : tensor<4xf32>
  %15 = linalg.fill ins(%13 : f32) outs(%14 : tensor<4xf32>) -> tensor<4xf32>
  %16 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%8 : tensor<4x10xf32>) outs(%15 : tensor<4xf32>) {
  ^bb0(%17: f32, %18: f32):
    %19 = arith.addf %18, %17 fastmath<reassoc> : f32
    linalg.yield %19 : f32
  } -> tensor<4xf32>
  %20 = arith.constant 0.0 : f32
  %21 = tensor.empty() : tensor<f32>
  %22 = linalg.fill ins(%20 : f32) outs(%21 : tensor<f32>) -> tensor<f32>
  %23 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> ()>], iterator_types = ["reduction"]} ins(%16 : tensor<4xf32>) outs(%22 : tensor<f32>) {
  ^bb0(%24: f32, %25: f32):
    %26 = arith.addf %25, %24 fastmath<reassoc> : f32
    linalg.yield %26 : f32
  } -> tensor<f32>
  %27 = tensor.empty() : tensor<f32>
  %28 = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%23 : tensor<f32>) outs(%27 : tensor<f32>) {
  ^bb0(%29: f32, %30: f32):
    %31 = arith.constant 4.0 : f32
    %32 = arith.divf %29, %31 : f32
    linalg.yield %32 : f32
  } -> tensor<f32>
  return %28 : tensor<f32>
}

// -----

// CHECK-LABEL: @smoothed
// CHECK: nnf.cross_entropy %arg0, %{{.*}} reduction = none
// CHECK-NOT: nnf.log_softmax
// CHECK-NOT: nnf.softmax
func.func @smoothed(%a0: tensor<4x10xf32>, %a1: tensor<4x10xf32>) -> (tensor<f32>) {
  %1 = tensor.empty() : tensor<4x10xf32>
  %2 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a1 : tensor<4x10xf32>) outs(%1 : tensor<4x10xf32>) {
  ^bb0(%3: f32, %4: f32):
    %5 = arith.constant 0.9 : f32
    %6 = arith.mulf %3, %5 : f32
    linalg.yield %6 : f32
  } -> tensor<4x10xf32>
  %7 = tensor.empty() : tensor<4x10xf32>
  %8 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%2 : tensor<4x10xf32>) outs(%7 : tensor<4x10xf32>) {
  ^bb0(%9: f32, %10: f32):
    %11 = arith.constant 0.01 : f32
    %12 = arith.addf %9, %11 : f32
    linalg.yield %12 : f32
  } -> tensor<4x10xf32>
  %13 = nnf.softmax %a0 dim = 1 : tensor<4x10xf32>
  %14 = tensor.empty() : tensor<4x10xf32>
  %15 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%13 : tensor<4x10xf32>) outs(%14 : tensor<4x10xf32>) {
  ^bb0(%16: f32, %17: f32):
    %18 = math.log %16 : f32
    linalg.yield %18 : f32
  } -> tensor<4x10xf32>
  %19 = tensor.empty() : tensor<4x10xf32>
  %20 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%8, %15 : tensor<4x10xf32>, tensor<4x10xf32>) outs(%19 : tensor<4x10xf32>) {
  ^bb0(%21: f32, %22: f32, %23: f32):
    %24 = arith.mulf %21, %22 : f32
    linalg.yield %24 : f32
  } -> tensor<4x10xf32>
  %25 = arith.constant 0.0 : f32
  %26 = tensor.empty() : tensor<4xf32>
  %27 = linalg.fill ins(%25 : f32) outs(%26 : tensor<4xf32>) -> tensor<4xf32>
  %28 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%20 : tensor<4x10xf32>) outs(%27 : tensor<4xf32>) {
  ^bb0(%29: f32, %30: f32):
    %31 = arith.addf %30, %29 fastmath<reassoc> : f32
    linalg.yield %31 : f32
  } -> tensor<4xf32>
  %32 = arith.constant 0.0 : f32
  %33 = tensor.empty() : tensor<f32>
  %34 = linalg.fill ins(%32 : f32) outs(%33 : tensor<f32>) -> tensor<f32>
  %35 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> ()>], iterator_types = ["reduction"]} ins(%28 : tensor<4xf32>) outs(%34 : tensor<f32>) {
  ^bb0(%36: f32, %37: f32):
    %38 = arith.addf %37, %36 fastmath<reassoc> : f32
    linalg.yield %38 : f32
  } -> tensor<f32>
  %39 = tensor.empty() : tensor<f32>
  %40 = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%35 : tensor<f32>) outs(%39 : tensor<f32>) {
  ^bb0(%41: f32, %42: f32):
    %43 = arith.constant 4.0 : f32
    %44 = arith.divf %41, %43 : f32
    linalg.yield %44 : f32
  } -> tensor<f32>
  %45 = tensor.empty() : tensor<f32>
  %46 = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%40 : tensor<f32>) outs(%45 : tensor<f32>) {
  ^bb0(%47: f32, %48: f32):
    %49 = arith.negf %47 : f32
    linalg.yield %49 : f32
  } -> tensor<f32>
  return %46 : tensor<f32>
}

// -----

// CHECK-LABEL: @positive
// CHECK: %[[L:.*]] = nnf.cross_entropy %arg0, %arg1 reduction = none
// CHECK: arith.negf %[[L]]
// CHECK-NOT: nnf.log_softmax
// CHECK-NOT: nnf.softmax
func.func @positive(%a0: tensor<4x10xf32>, %a1: tensor<4x10xf32>) -> (tensor<4xf32>) {
  %1 = nnf.log_softmax %a0 dim = 1 : tensor<4x10xf32>
  %2 = tensor.empty() : tensor<4x10xf32>
  %3 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a1, %1 : tensor<4x10xf32>, tensor<4x10xf32>) outs(%2 : tensor<4x10xf32>) {
  ^bb0(%4: f32, %5: f32, %6: f32):
    %7 = arith.mulf %4, %5 : f32
    linalg.yield %7 : f32
  } -> tensor<4x10xf32>
  %8 = arith.constant 0.0 : f32
  %9 = tensor.empty() : tensor<4xf32>
  %10 = linalg.fill ins(%8 : f32) outs(%9 : tensor<4xf32>) -> tensor<4xf32>
  %11 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%3 : tensor<4x10xf32>) outs(%10 : tensor<4xf32>) {
  ^bb0(%12: f32, %13: f32):
    %14 = arith.addf %13, %12 fastmath<reassoc> : f32
    linalg.yield %14 : f32
  } -> tensor<4xf32>
  return %11 : tensor<4xf32>
}

// -----

// CHECK-LABEL: @attention
// CHECK: nnf.scaled_dot_product_attention %arg0, %arg1, %arg2 scale = 0.35355
// CHECK-NOT: nnf.log_softmax
// CHECK-NOT: nnf.softmax
func.func @attention(%a0: tensor<3x5x8xf32>, %a1: tensor<3x6x8xf32>, %a2: tensor<3x6x7xf32>) -> (tensor<3x5x7xf32>) {
  %1 = arith.constant 0.0 : f32
  %2 = tensor.empty() : tensor<3x5x6xf32>
  %3 = linalg.fill ins(%1 : f32) outs(%2 : tensor<3x5x6xf32>) -> tensor<3x5x6xf32>
  %4 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%a0, %a1 : tensor<3x5x8xf32>, tensor<3x6x8xf32>) outs(%3 : tensor<3x5x6xf32>) {
  ^bb0(%5: f32, %6: f32, %7: f32):
    %8 = arith.mulf %5, %6 fastmath<contract> : f32
    %9 = arith.addf %7, %8 fastmath<reassoc,contract> : f32
    linalg.yield %9 : f32
  } -> tensor<3x5x6xf32>
  %10 = tensor.empty() : tensor<3x5x6xf32>
  %11 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%4 : tensor<3x5x6xf32>) outs(%10 : tensor<3x5x6xf32>) {
  ^bb0(%12: f32, %13: f32):
    %14 = arith.constant 2.8284271247461903 : f32
    %15 = arith.divf %12, %14 : f32
    linalg.yield %15 : f32
  } -> tensor<3x5x6xf32>
  %16 = nnf.softmax %11 dim = -1 : tensor<3x5x6xf32>
  %17 = arith.constant 0.0 : f32
  %18 = tensor.empty() : tensor<3x5x7xf32>
  %19 = linalg.fill ins(%17 : f32) outs(%18 : tensor<3x5x7xf32>) -> tensor<3x5x7xf32>
  %20 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d3, d2)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%16, %a2 : tensor<3x5x6xf32>, tensor<3x6x7xf32>) outs(%19 : tensor<3x5x7xf32>) {
  ^bb0(%21: f32, %22: f32, %23: f32):
    %24 = arith.mulf %21, %22 fastmath<contract> : f32
    %25 = arith.addf %23, %24 fastmath<reassoc,contract> : f32
    linalg.yield %25 : f32
  } -> tensor<3x5x7xf32>
  return %20 : tensor<3x5x7xf32>
}

// -----

// CHECK-LABEL: @attention_unscaled
// CHECK: nnf.scaled_dot_product_attention %arg0, %arg1, %arg2 scale = 1.0
// CHECK-NOT: nnf.log_softmax
// CHECK-NOT: nnf.softmax
func.func @attention_unscaled(%a0: tensor<3x5x8xf32>, %a1: tensor<3x6x8xf32>, %a2: tensor<3x6x7xf32>) -> (tensor<3x5x7xf32>) {
  %1 = arith.constant 0.0 : f32
  %2 = tensor.empty() : tensor<3x5x6xf32>
  %3 = linalg.fill ins(%1 : f32) outs(%2 : tensor<3x5x6xf32>) -> tensor<3x5x6xf32>
  %4 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%a0, %a1 : tensor<3x5x8xf32>, tensor<3x6x8xf32>) outs(%3 : tensor<3x5x6xf32>) {
  ^bb0(%5: f32, %6: f32, %7: f32):
    %8 = arith.mulf %5, %6 fastmath<contract> : f32
    %9 = arith.addf %7, %8 fastmath<reassoc,contract> : f32
    linalg.yield %9 : f32
  } -> tensor<3x5x6xf32>
  %10 = nnf.softmax %4 dim = -1 : tensor<3x5x6xf32>
  %11 = arith.constant 0.0 : f32
  %12 = tensor.empty() : tensor<3x5x7xf32>
  %13 = linalg.fill ins(%11 : f32) outs(%12 : tensor<3x5x7xf32>) -> tensor<3x5x7xf32>
  %14 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d3, d2)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%10, %a2 : tensor<3x5x6xf32>, tensor<3x6x7xf32>) outs(%13 : tensor<3x5x7xf32>) {
  ^bb0(%15: f32, %16: f32, %17: f32):
    %18 = arith.mulf %15, %16 fastmath<contract> : f32
    %19 = arith.addf %17, %18 fastmath<reassoc,contract> : f32
    linalg.yield %19 : f32
  } -> tensor<3x5x7xf32>
  return %14 : tensor<3x5x7xf32>
}

// -----

// CHECK-LABEL: @attention_heads
// CHECK: nnf.scaled_dot_product_attention %{{.*}} scale = 5.0
// CHECK-NOT: nnf.log_softmax
// CHECK-NOT: nnf.softmax
func.func @attention_heads(%a0: tensor<2x3x5x8xf32>, %a1: tensor<2x3x6x8xf32>, %a2: tensor<2x3x6x7xf32>) -> (tensor<2x3x5x7xf32>) {
  %1 = tensor.collapse_shape %a0 [[0, 1], [2], [3]] : tensor<2x3x5x8xf32> into tensor<6x5x8xf32>
  %2 = tensor.empty() : tensor<2x3x8x6xf32>
  %3 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d3, d2)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%a1 : tensor<2x3x6x8xf32>) outs(%2 : tensor<2x3x8x6xf32>) {
  ^bb0(%4: f32, %5: f32):
    linalg.yield %4 : f32
  } -> tensor<2x3x8x6xf32>
  %6 = tensor.collapse_shape %3 [[0, 1], [2], [3]] : tensor<2x3x8x6xf32> into tensor<6x8x6xf32>
  %7 = arith.constant 0.0 : f32
  %8 = tensor.empty() : tensor<6x5x6xf32>
  %9 = linalg.fill ins(%7 : f32) outs(%8 : tensor<6x5x6xf32>) -> tensor<6x5x6xf32>
  %10 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d3, d2)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%1, %6 : tensor<6x5x8xf32>, tensor<6x8x6xf32>) outs(%9 : tensor<6x5x6xf32>) {
  ^bb0(%11: f32, %12: f32, %13: f32):
    %14 = arith.mulf %11, %12 fastmath<contract> : f32
    %15 = arith.addf %13, %14 fastmath<reassoc,contract> : f32
    linalg.yield %15 : f32
  } -> tensor<6x5x6xf32>
  %16 = tensor.expand_shape %10 [[0, 1], [2], [3]] output_shape [2, 3, 5, 6] : tensor<6x5x6xf32> into tensor<2x3x5x6xf32>
  %17 = tensor.empty() : tensor<2x3x5x6xf32>
  %18 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%16 : tensor<2x3x5x6xf32>) outs(%17 : tensor<2x3x5x6xf32>) {
  ^bb0(%19: f32, %20: f32):
    %21 = arith.constant 2.0 : f32
    %22 = arith.divf %19, %21 : f32
    linalg.yield %22 : f32
  } -> tensor<2x3x5x6xf32>
  %23 = nnf.softmax %18 dim = -1 : tensor<2x3x5x6xf32>
  %24 = tensor.collapse_shape %23 [[0, 1], [2], [3]] : tensor<2x3x5x6xf32> into tensor<6x5x6xf32>
  %25 = tensor.collapse_shape %a2 [[0, 1], [2], [3]] : tensor<2x3x6x7xf32> into tensor<6x6x7xf32>
  %26 = arith.constant 0.0 : f32
  %27 = tensor.empty() : tensor<6x5x7xf32>
  %28 = linalg.fill ins(%26 : f32) outs(%27 : tensor<6x5x7xf32>) -> tensor<6x5x7xf32>
  %29 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d3, d2)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%24, %25 : tensor<6x5x6xf32>, tensor<6x6x7xf32>) outs(%28 : tensor<6x5x7xf32>) {
  ^bb0(%30: f32, %31: f32, %32: f32):
    %33 = arith.mulf %30, %31 fastmath<contract> : f32
    %34 = arith.addf %32, %33 fastmath<reassoc,contract> : f32
    linalg.yield %34 : f32
  } -> tensor<6x5x7xf32>
  %35 = tensor.expand_shape %29 [[0, 1], [2], [3]] output_shape [2, 3, 5, 7] : tensor<6x5x7xf32> into tensor<2x3x5x7xf32>
  return %35 : tensor<2x3x5x7xf32>
}

// -----

// CHECK-LABEL: @no_other_axis
// CHECK-NOT: nnf.cross_entropy
// CHECK-NOT: nnf.scaled_dot
func.func @no_other_axis(%a0: tensor<4x10xf32>, %a1: tensor<4x10xf32>) -> (tensor<4xf32>) {
  %1 = nnf.log_softmax %a0 dim = 0 : tensor<4x10xf32>
  %2 = tensor.empty() : tensor<4x10xf32>
  %3 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a1, %1 : tensor<4x10xf32>, tensor<4x10xf32>) outs(%2 : tensor<4x10xf32>) {
  ^bb0(%4: f32, %5: f32, %6: f32):
    %7 = arith.mulf %4, %5 : f32
    linalg.yield %7 : f32
  } -> tensor<4x10xf32>
  %8 = arith.constant 0.0 : f32
  %9 = tensor.empty() : tensor<4xf32>
  %10 = linalg.fill ins(%8 : f32) outs(%9 : tensor<4xf32>) -> tensor<4xf32>
  %11 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%3 : tensor<4x10xf32>) outs(%10 : tensor<4xf32>) {
  ^bb0(%12: f32, %13: f32):
    %14 = arith.addf %13, %12 fastmath<reassoc> : f32
    linalg.yield %14 : f32
  } -> tensor<4xf32>
  %15 = tensor.empty() : tensor<4xf32>
  %16 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%11 : tensor<4xf32>) outs(%15 : tensor<4xf32>) {
  ^bb0(%17: f32, %18: f32):
    %19 = arith.negf %17 : f32
    linalg.yield %19 : f32
  } -> tensor<4xf32>
  return %16 : tensor<4xf32>
}

// -----

// CHECK-LABEL: @no_read_again
// CHECK-NOT: nnf.cross_entropy
// CHECK-NOT: nnf.scaled_dot
func.func @no_read_again(%a0: tensor<4x10xf32>, %a1: tensor<4x10xf32>) -> (tensor<4xf32>, tensor<4x10xf32>) {
  %1 = nnf.log_softmax %a0 dim = 1 : tensor<4x10xf32>
  %2 = tensor.empty() : tensor<4x10xf32>
  %3 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a1, %1 : tensor<4x10xf32>, tensor<4x10xf32>) outs(%2 : tensor<4x10xf32>) {
  ^bb0(%4: f32, %5: f32, %6: f32):
    %7 = arith.mulf %4, %5 : f32
    linalg.yield %7 : f32
  } -> tensor<4x10xf32>
  %8 = arith.constant 0.0 : f32
  %9 = tensor.empty() : tensor<4xf32>
  %10 = linalg.fill ins(%8 : f32) outs(%9 : tensor<4xf32>) -> tensor<4xf32>
  %11 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%3 : tensor<4x10xf32>) outs(%10 : tensor<4xf32>) {
  ^bb0(%12: f32, %13: f32):
    %14 = arith.addf %13, %12 fastmath<reassoc> : f32
    linalg.yield %14 : f32
  } -> tensor<4xf32>
  %15 = tensor.empty() : tensor<4xf32>
  %16 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%11 : tensor<4xf32>) outs(%15 : tensor<4xf32>) {
  ^bb0(%17: f32, %18: f32):
    %19 = arith.negf %17 : f32
    linalg.yield %19 : f32
  } -> tensor<4xf32>
  return %16, %1 : tensor<4xf32>, tensor<4x10xf32>
}

// -----

// CHECK-LABEL: @no_softmax_of_rows
// CHECK-NOT: nnf.cross_entropy
// CHECK-NOT: nnf.scaled_dot
func.func @no_softmax_of_rows(%a0: tensor<3x5x8xf32>, %a1: tensor<3x6x8xf32>, %a2: tensor<3x6x7xf32>) -> (tensor<3x5x7xf32>) {
  %1 = arith.constant 0.0 : f32
  %2 = tensor.empty() : tensor<3x5x6xf32>
  %3 = linalg.fill ins(%1 : f32) outs(%2 : tensor<3x5x6xf32>) -> tensor<3x5x6xf32>
  %4 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%a0, %a1 : tensor<3x5x8xf32>, tensor<3x6x8xf32>) outs(%3 : tensor<3x5x6xf32>) {
  ^bb0(%5: f32, %6: f32, %7: f32):
    %8 = arith.mulf %5, %6 fastmath<contract> : f32
    %9 = arith.addf %7, %8 fastmath<reassoc,contract> : f32
    linalg.yield %9 : f32
  } -> tensor<3x5x6xf32>
  %10 = nnf.softmax %4 dim = -2 : tensor<3x5x6xf32>
  %11 = arith.constant 0.0 : f32
  %12 = tensor.empty() : tensor<3x5x7xf32>
  %13 = linalg.fill ins(%11 : f32) outs(%12 : tensor<3x5x7xf32>) -> tensor<3x5x7xf32>
  %14 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d3, d2)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%10, %a2 : tensor<3x5x6xf32>, tensor<3x6x7xf32>) outs(%13 : tensor<3x5x7xf32>) {
  ^bb0(%15: f32, %16: f32, %17: f32):
    %18 = arith.mulf %15, %16 fastmath<contract> : f32
    %19 = arith.addf %17, %18 fastmath<reassoc,contract> : f32
    linalg.yield %19 : f32
  } -> tensor<3x5x7xf32>
  return %14 : tensor<3x5x7xf32>
}

// -----

// CHECK-LABEL: @masked
// CHECK: nnf.scaled_dot_product_attention %arg0, %arg1, %arg2 attn_mask = 
// CHECK-NOT: nnf.softmax
func.func @masked(%a0: tensor<3x5x8xf32>, %a1: tensor<3x6x8xf32>, %a2: tensor<3x6x7xf32>) -> (tensor<3x5x7xf32>) {
  %1 = arith.constant 0.0 : f32
  %2 = tensor.empty() : tensor<3x5x6xf32>
  %3 = linalg.fill ins(%1 : f32) outs(%2 : tensor<3x5x6xf32>) -> tensor<3x5x6xf32>
  %4 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%a0, %a1 : tensor<3x5x8xf32>, tensor<3x6x8xf32>) outs(%3 : tensor<3x5x6xf32>) {
  ^bb0(%5: f32, %6: f32, %7: f32):
    %8 = arith.mulf %5, %6 fastmath<contract> : f32
    %9 = arith.addf %7, %8 fastmath<reassoc,contract> : f32
    linalg.yield %9 : f32
  } -> tensor<3x5x6xf32>
  %10 = arith.constant true
  %11 = tensor.empty() : tensor<5x6xi1>
  %12 = linalg.fill ins(%10 : i1) outs(%11 : tensor<5x6xi1>) -> tensor<5x6xi1>
  %13 = tensor.empty() : tensor<5x6xi1>
  %14 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%12 : tensor<5x6xi1>) outs(%13 : tensor<5x6xi1>) {
  ^bb0(%15: i1, %16: i1):
    %17 = linalg.index 0 : index
    %18 = arith.index_cast %17 : index to i64
    %19 = linalg.index 1 : index
    %20 = arith.index_cast %19 : index to i64
    %21 = arith.constant 0 : i64
    %22 = arith.addi %18, %21 : i64
    %23 = arith.cmpi sle, %20, %22 : i64
    %24 = arith.constant false
    %25 = arith.select %23, %15, %24 : i1
    linalg.yield %25 : i1
  } -> tensor<5x6xi1>
  %26 = tensor.empty() : tensor<3x5x6xf32>
  %27 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%14, %4 : tensor<5x6xi1>, tensor<3x5x6xf32>) outs(%26 : tensor<3x5x6xf32>) {
  ^bb0(%28: i1, %29: f32, %30: f32):
    %31 = arith.constant 0xFF800000 : f32
    %32 = arith.select %28, %31, %29 : f32
    linalg.yield %32 : f32
  } -> tensor<3x5x6xf32>
  %33 = nnf.softmax %27 dim = -1 : tensor<3x5x6xf32>
  %34 = arith.constant 0.0 : f32
  %35 = tensor.empty() : tensor<3x5x7xf32>
  %36 = linalg.fill ins(%34 : f32) outs(%35 : tensor<3x5x7xf32>) -> tensor<3x5x7xf32>
  %37 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d3, d2)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%33, %a2 : tensor<3x5x6xf32>, tensor<3x6x7xf32>) outs(%36 : tensor<3x5x7xf32>) {
  ^bb0(%38: f32, %39: f32, %40: f32):
    %41 = arith.mulf %38, %39 fastmath<contract> : f32
    %42 = arith.addf %40, %41 fastmath<reassoc,contract> : f32
    linalg.yield %42 : f32
  } -> tensor<3x5x7xf32>
  return %37 : tensor<3x5x7xf32>
}

// -----

// CHECK-LABEL: @one_hot
// CHECK: nnf.cross_entropy %arg0, %arg1 ignore_index = -9223372036854775808 reduction = none
// CHECK-NOT: nnf.one_hot
func.func @one_hot(%x: tensor<4x10xf32>, %t: tensor<4xi64>) -> tensor<4xf32> {
  %logp = nnf.log_softmax %x dim = 1 : tensor<4x10xf32>
  %h = nnf.one_hot %t num_classes = 10 : (tensor<4xi64>) -> tensor<4x10xi64>
  %q = arith.sitofp %h : tensor<4x10xi64> to tensor<4x10xf32>
  %m = arith.mulf %q, %logp : tensor<4x10xf32>
  %zero = arith.constant dense<0.0> : tensor<4xf32>
  %s = linalg.reduce {arith.addf} ins(%m : tensor<4x10xf32>) outs(%zero : tensor<4xf32>) dimensions = [1]
  %n = arith.negf %s : tensor<4xf32>
  return %n : tensor<4xf32>
}
