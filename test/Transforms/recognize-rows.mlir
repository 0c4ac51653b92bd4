// softmax and norms as someone may write them, as PyTorch hands them over, and what only looks like one.
// RUN: nnf-opt %s --split-input-file --nnf-recognize-functions --canonicalize | FileCheck %s

// CHECK-LABEL: @softmax_max
// CHECK-NEXT: %[[R:.*]] = nnf.softmax %arg0 dim = 1
// CHECK-NEXT: return %[[R]]
func.func @softmax_max(%a0: tensor<4x8xf32>) -> (tensor<4x8xf32>) {
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

// -----

// CHECK-LABEL: @softmax_values
// CHECK-NEXT: %[[R:.*]] = nnf.softmax %arg0 dim = 1
// CHECK-NEXT: return %[[R]]
func.func @softmax_values(%a0: tensor<4x8xf32>) -> (tensor<4x8xf32>) {
  %1 = arith.constant 0xFF800000 : f32
  %2 = tensor.empty() : tensor<4xf32>
  %3 = linalg.fill ins(%1 : f32) outs(%2 : tensor<4xf32>) -> tensor<4xf32>
  %4 = arith.constant 0 : i64
  %5 = tensor.empty() : tensor<4xi64>
  %6 = linalg.fill ins(%4 : i64) outs(%5 : tensor<4xi64>) -> tensor<4xi64>
  %7, %8 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%a0 : tensor<4x8xf32>) outs(%3, %6 : tensor<4xf32>, tensor<4xi64>) {
  ^bb0(%9: f32, %10: f32, %11: i64):
    %12 = arith.cmpf ogt, %9, %10 : f32
    %13 = arith.cmpf uno, %10, %10 : f32
    %14 = arith.constant false
    %15 = arith.cmpf uno, %9, %9 : f32
    %16 = arith.ori %12, %15 : i1
    %17 = arith.select %13, %14, %16 : i1
    %18 = linalg.index 1 : index
    %19 = arith.index_cast %18 : index to i64
    %20 = arith.select %17, %9, %10 : f32
    %21 = arith.select %17, %19, %11 : i64
    linalg.yield %20, %21 : f32, i64
  } -> (tensor<4xf32>, tensor<4xi64>)
  %22 = tensor.expand_shape %7 [[0, 1]] output_shape [4, 1] : tensor<4xf32> into tensor<4x1xf32>
  %23 = tensor.expand_shape %8 [[0, 1]] output_shape [4, 1] : tensor<4xi64> into tensor<4x1xi64>
  %24 = tensor.empty() : tensor<4x8xf32>
  %25 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, 0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a0, %22 : tensor<4x8xf32>, tensor<4x1xf32>) outs(%24 : tensor<4x8xf32>) {
  ^bb0(%26: f32, %27: f32, %28: f32):
    %29 = arith.subf %26, %27 : f32
    linalg.yield %29 : f32
  } -> tensor<4x8xf32>
  %30 = tensor.empty() : tensor<4x8xf32>
  %31 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%25 : tensor<4x8xf32>) outs(%30 : tensor<4x8xf32>) {
  ^bb0(%32: f32, %33: f32):
    %34 = math.exp %32 : f32
    linalg.yield %34 : f32
  } -> tensor<4x8xf32>
  %35 = arith.constant 0.0 : f32
  %36 = tensor.empty() : tensor<4xf32>
  %37 = linalg.fill ins(%35 : f32) outs(%36 : tensor<4xf32>) -> tensor<4xf32>
  %38 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%31 : tensor<4x8xf32>) outs(%37 : tensor<4xf32>) {
  ^bb0(%39: f32, %40: f32):
    %41 = arith.addf %40, %39 fastmath<reassoc> : f32
    linalg.yield %41 : f32
  } -> tensor<4xf32>
  %42 = tensor.expand_shape %38 [[0, 1]] output_shape [4, 1] : tensor<4xf32> into tensor<4x1xf32>
  %43 = tensor.empty() : tensor<4x8xf32>
  %44 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, 0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%31, %42 : tensor<4x8xf32>, tensor<4x1xf32>) outs(%43 : tensor<4x8xf32>) {
  ^bb0(%45: f32, %46: f32, %47: f32):
    %48 = arith.divf %45, %46 : f32
    linalg.yield %48 : f32
  } -> tensor<4x8xf32>
  return %44 : tensor<4x8xf32>
}

// -----

// CHECK-LABEL: @softmax_plain
// CHECK-NEXT: %[[R:.*]] = nnf.softmax %arg0 dim = 0
// CHECK-NEXT: return %[[R]]
func.func @softmax_plain(%a0: tensor<4x8xf32>) -> (tensor<4x8xf32>) {
  %1 = tensor.empty() : tensor<4x8xf32>
  %2 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a0 : tensor<4x8xf32>) outs(%1 : tensor<4x8xf32>) {
  ^bb0(%3: f32, %4: f32):
    %5 = math.exp %3 : f32
    linalg.yield %5 : f32
  } -> tensor<4x8xf32>
  %6 = tensor.empty() : tensor<4x8xf32>
  %7 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a0 : tensor<4x8xf32>) outs(%6 : tensor<4x8xf32>) {
  ^bb0(%8: f32, %9: f32):
    %10 = math.exp %8 : f32
    linalg.yield %10 : f32
  } -> tensor<4x8xf32>
  %11 = arith.constant 0.0 : f32
  %12 = tensor.empty() : tensor<8xf32>
  %13 = linalg.fill ins(%11 : f32) outs(%12 : tensor<8xf32>) -> tensor<8xf32>
  %14 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>], iterator_types = ["reduction", "parallel"]} ins(%7 : tensor<4x8xf32>) outs(%13 : tensor<8xf32>) {
  ^bb0(%15: f32, %16: f32):
    %17 = arith.addf %16, %15 fastmath<reassoc> : f32
    linalg.yield %17 : f32
  } -> tensor<8xf32>
  %18 = tensor.expand_shape %14 [[0, 1]] output_shape [1, 8] : tensor<8xf32> into tensor<1x8xf32>
  %19 = tensor.empty() : tensor<4x8xf32>
  %20 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%2, %18 : tensor<4x8xf32>, tensor<1x8xf32>) outs(%19 : tensor<4x8xf32>) {
  ^bb0(%21: f32, %22: f32, %23: f32):
    %24 = arith.divf %21, %22 : f32
    linalg.yield %24 : f32
  } -> tensor<4x8xf32>
  return %20 : tensor<4x8xf32>
}

// -----

// CHECK-LABEL: @softmax_inverse
// CHECK-NEXT: %[[R:.*]] = nnf.softmax %arg0 dim = 1
// CHECK-NEXT: return %[[R]]
func.func @softmax_inverse(%a0: tensor<4x8xf32>) -> (tensor<4x8xf32>) {
  %1 = tensor.empty() : tensor<4x8xf32>
  %2 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a0 : tensor<4x8xf32>) outs(%1 : tensor<4x8xf32>) {
  ^bb0(%3: f32, %4: f32):
    %5 = math.exp %3 : f32
    linalg.yield %5 : f32
  } -> tensor<4x8xf32>
  %6 = arith.constant 0.0 : f32
  %7 = tensor.empty() : tensor<4xf32>
  %8 = linalg.fill ins(%6 : f32) outs(%7 : tensor<4xf32>) -> tensor<4xf32>
  %9 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%2 : tensor<4x8xf32>) outs(%8 : tensor<4xf32>) {
  ^bb0(%10: f32, %11: f32):
    %12 = arith.addf %11, %10 fastmath<reassoc> : f32
    linalg.yield %12 : f32
  } -> tensor<4xf32>
  %13 = tensor.expand_shape %9 [[0, 1]] output_shape [4, 1] : tensor<4xf32> into tensor<4x1xf32>
  %14 = tensor.empty() : tensor<4x1xf32>
  %15 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%13 : tensor<4x1xf32>) outs(%14 : tensor<4x1xf32>) {
  ^bb0(%16: f32, %17: f32):
    %18 = arith.constant 1.0 : f32
    %19 = arith.divf %18, %16 : f32
    linalg.yield %19 : f32
  } -> tensor<4x1xf32>
  %20 = tensor.empty() : tensor<4x1xf32>
  %21 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%15 : tensor<4x1xf32>) outs(%20 : tensor<4x1xf32>) {
  ^bb0(%22: f32, %23: f32):
    %24 = arith.constant 1.0 : f32
    %25 = arith.mulf %22, %24 : f32
    linalg.yield %25 : f32
  } -> tensor<4x1xf32>
  %26 = tensor.empty() : tensor<4x8xf32>
  %27 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, 0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%2, %21 : tensor<4x8xf32>, tensor<4x1xf32>) outs(%26 : tensor<4x8xf32>) {
  ^bb0(%28: f32, %29: f32, %30: f32):
    %31 = arith.mulf %28, %29 : f32
    linalg.yield %31 : f32
  } -> tensor<4x8xf32>
  return %27 : tensor<4x8xf32>
}

// -----

// CHECK-LABEL: @log_softmax_hand
// CHECK-NEXT: %[[R:.*]] = nnf.log_softmax %arg0 dim = 1
// CHECK-NEXT: return %[[R]]
func.func @log_softmax_hand(%a0: tensor<4x8xf32>) -> (tensor<4x8xf32>) {
  %1 = arith.constant 0xFF800000 : f32
  %2 = tensor.empty() : tensor<4xf32>
  %3 = linalg.fill ins(%1 : f32) outs(%2 : tensor<4xf32>) -> tensor<4xf32>
  %4 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%a0 : tensor<4x8xf32>) outs(%3 : tensor<4xf32>) {
  ^bb0(%5: f32, %6: f32):
    %7 = arith.maximumf %6, %5 : f32
    linalg.yield %7 : f32
  } -> tensor<4xf32>
  %8 = tensor.expand_shape %4 [[0, 1]] output_shape [4, 1] : tensor<4xf32> into tensor<4x1xf32>
  %9 = tensor.empty() : tensor<4x1xf32>
  %10 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%8 : tensor<4x1xf32>) outs(%9 : tensor<4x1xf32>) {
  ^bb0(%11: f32, %12: f32):
    %13 = math.absf %11 : f32
    linalg.yield %13 : f32
  } -> tensor<4x1xf32>
  %14 = tensor.empty() : tensor<4x1xi1>
  %15 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%10 : tensor<4x1xf32>) outs(%14 : tensor<4x1xi1>) {
  ^bb0(%16: f32, %17: i1):
    %18 = arith.constant 0x7F800000 : f32
    %19 = arith.cmpf oeq, %16, %18 : f32
    linalg.yield %19 : i1
  } -> tensor<4x1xi1>
  %20 = tensor.empty() : tensor<4x1xf32>
  %21 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%15, %8 : tensor<4x1xi1>, tensor<4x1xf32>) outs(%20 : tensor<4x1xf32>) {
  ^bb0(%22: i1, %23: f32, %24: f32):
    %25 = arith.constant 0.0 : f32
    %26 = arith.select %22, %25, %23 : f32
    linalg.yield %26 : f32
  } -> tensor<4x1xf32>
  %27 = tensor.empty() : tensor<4x8xf32>
  %28 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, 0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a0, %21 : tensor<4x8xf32>, tensor<4x1xf32>) outs(%27 : tensor<4x8xf32>) {
  ^bb0(%29: f32, %30: f32, %31: f32):
    %32 = arith.subf %29, %30 : f32
    linalg.yield %32 : f32
  } -> tensor<4x8xf32>
  %33 = tensor.empty() : tensor<4x8xf32>
  %34 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%28 : tensor<4x8xf32>) outs(%33 : tensor<4x8xf32>) {
  ^bb0(%35: f32, %36: f32):
    %37 = math.exp %35 : f32
    linalg.yield %37 : f32
  } -> tensor<4x8xf32>
  %38 = arith.constant 0.0 : f32
  %39 = tensor.empty() : tensor<4xf32>
  %40 = linalg.fill ins(%38 : f32) outs(%39 : tensor<4xf32>) -> tensor<4xf32>
  %41 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%34 : tensor<4x8xf32>) outs(%40 : tensor<4xf32>) {
  ^bb0(%42: f32, %43: f32):
    %44 = arith.addf %43, %42 fastmath<reassoc> : f32
    linalg.yield %44 : f32
  } -> tensor<4xf32>
  %45 = tensor.expand_shape %41 [[0, 1]] output_shape [4, 1] : tensor<4xf32> into tensor<4x1xf32>
  %46 = tensor.empty() : tensor<4x1xf32>
  %47 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%45 : tensor<4x1xf32>) outs(%46 : tensor<4x1xf32>) {
  ^bb0(%48: f32, %49: f32):
    %50 = math.log %48 : f32
    linalg.yield %50 : f32
  } -> tensor<4x1xf32>
  %51 = tensor.empty() : tensor<4x1xf32>
  %52 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%47, %21 : tensor<4x1xf32>, tensor<4x1xf32>) outs(%51 : tensor<4x1xf32>) {
  ^bb0(%53: f32, %54: f32, %55: f32):
    %56 = arith.addf %53, %54 : f32
    linalg.yield %56 : f32
  } -> tensor<4x1xf32>
  %57 = tensor.empty() : tensor<4x8xf32>
  %58 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, 0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a0, %52 : tensor<4x8xf32>, tensor<4x1xf32>) outs(%57 : tensor<4x8xf32>) {
  ^bb0(%59: f32, %60: f32, %61: f32):
    %62 = arith.subf %59, %60 : f32
    linalg.yield %62 : f32
  } -> tensor<4x8xf32>
  return %58 : tensor<4x8xf32>
}

// -----

// CHECK-LABEL: @log_softmax_max
// CHECK-NEXT: %[[R:.*]] = nnf.log_softmax %arg0 dim = 1
// CHECK-NEXT: return %[[R]]
func.func @log_softmax_max(%a0: tensor<4x8xf32>) -> (tensor<4x8xf32>) {
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
  %28 = tensor.empty() : tensor<4x1xf32>
  %29 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%27 : tensor<4x1xf32>) outs(%28 : tensor<4x1xf32>) {
  ^bb0(%30: f32, %31: f32):
    %32 = math.log %30 : f32
    linalg.yield %32 : f32
  } -> tensor<4x1xf32>
  %33 = tensor.empty() : tensor<4x8xf32>
  %34 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, 0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%10, %29 : tensor<4x8xf32>, tensor<4x1xf32>) outs(%33 : tensor<4x8xf32>) {
  ^bb0(%35: f32, %36: f32, %37: f32):
    %38 = arith.subf %35, %36 : f32
    linalg.yield %38 : f32
  } -> tensor<4x8xf32>
  return %34 : tensor<4x8xf32>
}

// -----

// CHECK-LABEL: @log_softmax_log
// CHECK-NEXT: %[[R:.*]] = nnf.log_softmax %arg0 dim = -1
// CHECK-NEXT: return %[[R]]
func.func @log_softmax_log(%a0: tensor<4x8xf32>) -> (tensor<4x8xf32>) {
  %1 = nnf.softmax %a0 dim = -1 : tensor<4x8xf32>
  %2 = tensor.empty() : tensor<4x8xf32>
  %3 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%1 : tensor<4x8xf32>) outs(%2 : tensor<4x8xf32>) {
  ^bb0(%4: f32, %5: f32):
    %6 = math.log %4 : f32
    linalg.yield %6 : f32
  } -> tensor<4x8xf32>
  return %3 : tensor<4x8xf32>
}

// -----

// CHECK-LABEL: @layer_norm
// CHECK-NEXT: %[[R:.*]] = nnf.layer_norm %arg0 normalized_shape = [8] weight = %arg1 bias = %arg2 eps = 
// CHECK-NEXT: return %[[R]]
func.func @layer_norm(%a0: tensor<4x8xf32>, %a1: tensor<8xf32>, %a2: tensor<8xf32>) -> (tensor<4x8xf32>) {
  %1 = arith.constant 0.0 : f32
  %2 = tensor.empty() : tensor<4xf32>
  %3 = linalg.fill ins(%1 : f32) outs(%2 : tensor<4xf32>) -> tensor<4xf32>
  %4 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%a0 : tensor<4x8xf32>) outs(%3 : tensor<4xf32>) {
  ^bb0(%5: f32, %6: f32):
    %7 = arith.addf %6, %5 fastmath<reassoc> : f32
    linalg.yield %7 : f32
  } -> tensor<4xf32>
  %8 = tensor.empty() : tensor<4xf32>
  %9 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%4 : tensor<4xf32>) outs(%8 : tensor<4xf32>) {
  ^bb0(%10: f32, %11: f32):
    %12 = arith.constant 8.0 : f32
    %13 = arith.divf %10, %12 : f32
    linalg.yield %13 : f32
  } -> tensor<4xf32>
  %14 = tensor.expand_shape %9 [[0, 1]] output_shape [4, 1] : tensor<4xf32> into tensor<4x1xf32>
  %15 = arith.constant 0.0 : f32
  %16 = tensor.empty() : tensor<4xf32>
  %17 = linalg.fill ins(%15 : f32) outs(%16 : tensor<4xf32>) -> tensor<4xf32>
  %18 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%a0 : tensor<4x8xf32>) outs(%17 : tensor<4xf32>) {
  ^bb0(%19: f32, %20: f32):
    %21 = arith.addf %20, %19 fastmath<reassoc> : f32
    linalg.yield %21 : f32
  } -> tensor<4xf32>
  %22 = tensor.empty() : tensor<4xf32>
  %23 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%18 : tensor<4xf32>) outs(%22 : tensor<4xf32>) {
  ^bb0(%24: f32, %25: f32):
    %26 = arith.constant 8.0 : f32
    %27 = arith.divf %24, %26 : f32
    linalg.yield %27 : f32
  } -> tensor<4xf32>
  %28 = arith.constant 0.0 : f32
  %29 = tensor.empty() : tensor<4xf32>
  %30 = linalg.fill ins(%28 : f32) outs(%29 : tensor<4xf32>) -> tensor<4xf32>
  %31 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%a0, %23 : tensor<4x8xf32>, tensor<4xf32>) outs(%30 : tensor<4xf32>) {
  ^bb0(%32: f32, %33: f32, %34: f32):
    %35 = arith.subf %32, %33 : f32
    %36 = arith.mulf %35, %35 : f32
    %37 = arith.addf %34, %36 fastmath<reassoc> : f32
    linalg.yield %37 : f32
  } -> tensor<4xf32>
  %38 = tensor.empty() : tensor<4xf32>
  %39 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%31 : tensor<4xf32>) outs(%38 : tensor<4xf32>) {
  ^bb0(%40: f32, %41: f32):
    %42 = arith.constant 8.0 : f32
    %43 = arith.divf %40, %42 : f32
    linalg.yield %43 : f32
  } -> tensor<4xf32>
  %44 = tensor.expand_shape %39 [[0, 1]] output_shape [4, 1] : tensor<4xf32> into tensor<4x1xf32>
  %45 = tensor.empty() : tensor<4x8xf32>
  %46 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, 0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a0, %14 : tensor<4x8xf32>, tensor<4x1xf32>) outs(%45 : tensor<4x8xf32>) {
  ^bb0(%47: f32, %48: f32, %49: f32):
    %50 = arith.subf %47, %48 : f32
    linalg.yield %50 : f32
  } -> tensor<4x8xf32>
  %51 = tensor.empty() : tensor<4x1xf32>
  %52 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%44 : tensor<4x1xf32>) outs(%51 : tensor<4x1xf32>) {
  ^bb0(%53: f32, %54: f32):
    %55 = arith.constant 1.0e-05 : f32
    %56 = arith.addf %53, %55 : f32
    linalg.yield %56 : f32
  } -> tensor<4x1xf32>
  %57 = tensor.empty() : tensor<4x1xf32>
  %58 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%52 : tensor<4x1xf32>) outs(%57 : tensor<4x1xf32>) {
  ^bb0(%59: f32, %60: f32):
    %61 = math.sqrt %59 : f32
    linalg.yield %61 : f32
  } -> tensor<4x1xf32>
  %62 = tensor.empty() : tensor<4x8xf32>
  %63 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, 0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%46, %58 : tensor<4x8xf32>, tensor<4x1xf32>) outs(%62 : tensor<4x8xf32>) {
  ^bb0(%64: f32, %65: f32, %66: f32):
    %67 = arith.divf %64, %65 : f32
    linalg.yield %67 : f32
  } -> tensor<4x8xf32>
  %68 = tensor.empty() : tensor<4x8xf32>
  %69 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%63, %a1 : tensor<4x8xf32>, tensor<8xf32>) outs(%68 : tensor<4x8xf32>) {
  ^bb0(%70: f32, %71: f32, %72: f32):
    %73 = arith.mulf %70, %71 : f32
    linalg.yield %73 : f32
  } -> tensor<4x8xf32>
  %74 = tensor.empty() : tensor<4x8xf32>
  %75 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%69, %a2 : tensor<4x8xf32>, tensor<8xf32>) outs(%74 : tensor<4x8xf32>) {
  ^bb0(%76: f32, %77: f32, %78: f32):
    %79 = arith.addf %76, %77 : f32
    linalg.yield %79 : f32
  } -> tensor<4x8xf32>
  return %75 : tensor<4x8xf32>
}

// -----

// CHECK-LABEL: @layer_norm_square
// CHECK-NEXT: %[[R:.*]] = nnf.layer_norm %arg0 normalized_shape = [8] weight = %arg1 bias = %arg2 eps = 
// CHECK-NEXT: return %[[R]]
func.func @layer_norm_square(%a0: tensor<2x5x8xf32>, %a1: tensor<8xf32>, %a2: tensor<8xf32>) -> (tensor<2x5x8xf32>) {
  %1 = arith.constant 0.0 : f32
  %2 = tensor.empty() : tensor<2x5xf32>
  %3 = linalg.fill ins(%1 : f32) outs(%2 : tensor<2x5xf32>) -> tensor<2x5xf32>
  %4 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%a0 : tensor<2x5x8xf32>) outs(%3 : tensor<2x5xf32>) {
  ^bb0(%5: f32, %6: f32):
    %7 = arith.addf %6, %5 fastmath<reassoc> : f32
    linalg.yield %7 : f32
  } -> tensor<2x5xf32>
  %8 = tensor.empty() : tensor<2x5xf32>
  %9 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%4 : tensor<2x5xf32>) outs(%8 : tensor<2x5xf32>) {
  ^bb0(%10: f32, %11: f32):
    %12 = arith.constant 8.0 : f32
    %13 = arith.divf %10, %12 : f32
    linalg.yield %13 : f32
  } -> tensor<2x5xf32>
  %14 = tensor.expand_shape %9 [[0], [1, 2]] output_shape [2, 5, 1] : tensor<2x5xf32> into tensor<2x5x1xf32>
  %15 = tensor.empty() : tensor<2x5x8xf32>
  %16 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, 0)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%a0, %14 : tensor<2x5x8xf32>, tensor<2x5x1xf32>) outs(%15 : tensor<2x5x8xf32>) {
  ^bb0(%17: f32, %18: f32, %19: f32):
    %20 = arith.subf %17, %18 : f32
    linalg.yield %20 : f32
  } -> tensor<2x5x8xf32>
  %21 = tensor.empty() : tensor<2x5x8xf32>
  %22 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%16, %16 : tensor<2x5x8xf32>, tensor<2x5x8xf32>) outs(%21 : tensor<2x5x8xf32>) {
  ^bb0(%23: f32, %24: f32, %25: f32):
    %26 = arith.mulf %23, %24 : f32
    linalg.yield %26 : f32
  } -> tensor<2x5x8xf32>
  %27 = arith.constant 0.0 : f32
  %28 = tensor.empty() : tensor<2x5xf32>
  %29 = linalg.fill ins(%27 : f32) outs(%28 : tensor<2x5xf32>) -> tensor<2x5xf32>
  %30 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%22 : tensor<2x5x8xf32>) outs(%29 : tensor<2x5xf32>) {
  ^bb0(%31: f32, %32: f32):
    %33 = arith.addf %32, %31 fastmath<reassoc> : f32
    linalg.yield %33 : f32
  } -> tensor<2x5xf32>
  %34 = tensor.empty() : tensor<2x5xf32>
  %35 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%30 : tensor<2x5xf32>) outs(%34 : tensor<2x5xf32>) {
  ^bb0(%36: f32, %37: f32):
    %38 = arith.constant 8.0 : f32
    %39 = arith.divf %36, %38 : f32
    linalg.yield %39 : f32
  } -> tensor<2x5xf32>
  %40 = tensor.expand_shape %35 [[0], [1, 2]] output_shape [2, 5, 1] : tensor<2x5xf32> into tensor<2x5x1xf32>
  %41 = tensor.empty() : tensor<2x5x1xf32>
  %42 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%40 : tensor<2x5x1xf32>) outs(%41 : tensor<2x5x1xf32>) {
  ^bb0(%43: f32, %44: f32):
    %45 = arith.constant 1.0e-06 : f32
    %46 = arith.addf %43, %45 : f32
    linalg.yield %46 : f32
  } -> tensor<2x5x1xf32>
  %47 = tensor.empty() : tensor<2x5x1xf32>
  %48 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%42 : tensor<2x5x1xf32>) outs(%47 : tensor<2x5x1xf32>) {
  ^bb0(%49: f32, %50: f32):
    %51 = math.rsqrt %49 : f32
    linalg.yield %51 : f32
  } -> tensor<2x5x1xf32>
  %52 = tensor.empty() : tensor<2x5x8xf32>
  %53 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, 0)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%16, %48 : tensor<2x5x8xf32>, tensor<2x5x1xf32>) outs(%52 : tensor<2x5x8xf32>) {
  ^bb0(%54: f32, %55: f32, %56: f32):
    %57 = arith.mulf %54, %55 : f32
    linalg.yield %57 : f32
  } -> tensor<2x5x8xf32>
  %58 = tensor.empty() : tensor<2x5x8xf32>
  %59 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%a1, %53 : tensor<8xf32>, tensor<2x5x8xf32>) outs(%58 : tensor<2x5x8xf32>) {
  ^bb0(%60: f32, %61: f32, %62: f32):
    %63 = arith.mulf %60, %61 : f32
    linalg.yield %63 : f32
  } -> tensor<2x5x8xf32>
  %64 = tensor.empty() : tensor<2x5x8xf32>
  %65 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%59, %a2 : tensor<2x5x8xf32>, tensor<8xf32>) outs(%64 : tensor<2x5x8xf32>) {
  ^bb0(%66: f32, %67: f32, %68: f32):
    %69 = arith.addf %66, %67 : f32
    linalg.yield %69 : f32
  } -> tensor<2x5x8xf32>
  return %65 : tensor<2x5x8xf32>
}

// -----

// CHECK-LABEL: @layer_norm_plain
// CHECK-NEXT: %[[R:.*]] = nnf.layer_norm %arg0 normalized_shape = [5, 8]
// CHECK-NEXT: return %[[R]]
func.func @layer_norm_plain(%a0: tensor<2x5x8xf32>) -> (tensor<2x5x8xf32>) {
  %1 = arith.constant 0.0 : f32
  %2 = tensor.empty() : tensor<2xf32>
  %3 = linalg.fill ins(%1 : f32) outs(%2 : tensor<2xf32>) -> tensor<2xf32>
  %4 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0)>], iterator_types = ["parallel", "reduction", "reduction"]} ins(%a0 : tensor<2x5x8xf32>) outs(%3 : tensor<2xf32>) {
  ^bb0(%5: f32, %6: f32):
    %7 = arith.addf %6, %5 fastmath<reassoc> : f32
    linalg.yield %7 : f32
  } -> tensor<2xf32>
  %8 = tensor.empty() : tensor<2xf32>
  %9 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%4 : tensor<2xf32>) outs(%8 : tensor<2xf32>) {
  ^bb0(%10: f32, %11: f32):
    %12 = arith.constant 40.0 : f32
    %13 = arith.divf %10, %12 : f32
    linalg.yield %13 : f32
  } -> tensor<2xf32>
  %14 = tensor.expand_shape %9 [[0, 1, 2]] output_shape [2, 1, 1] : tensor<2xf32> into tensor<2x1x1xf32>
  %15 = tensor.empty() : tensor<2x5x8xf32>
  %16 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, 0, 0)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%a0, %14 : tensor<2x5x8xf32>, tensor<2x1x1xf32>) outs(%15 : tensor<2x5x8xf32>) {
  ^bb0(%17: f32, %18: f32, %19: f32):
    %20 = arith.subf %17, %18 : f32
    linalg.yield %20 : f32
  } -> tensor<2x5x8xf32>
  %21 = tensor.empty() : tensor<2x5x8xf32>
  %22 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, 0, 0)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%a0, %14 : tensor<2x5x8xf32>, tensor<2x1x1xf32>) outs(%21 : tensor<2x5x8xf32>) {
  ^bb0(%23: f32, %24: f32, %25: f32):
    %26 = arith.subf %23, %24 : f32
    linalg.yield %26 : f32
  } -> tensor<2x5x8xf32>
  %27 = tensor.empty() : tensor<2x5x8xf32>
  %28 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%22 : tensor<2x5x8xf32>) outs(%27 : tensor<2x5x8xf32>) {
  ^bb0(%29: f32, %30: f32):
    %31 = arith.mulf %29, %29 : f32
    linalg.yield %31 : f32
  } -> tensor<2x5x8xf32>
  %32 = arith.constant 0.0 : f32
  %33 = tensor.empty() : tensor<2xf32>
  %34 = linalg.fill ins(%32 : f32) outs(%33 : tensor<2xf32>) -> tensor<2xf32>
  %35 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0)>], iterator_types = ["parallel", "reduction", "reduction"]} ins(%28 : tensor<2x5x8xf32>) outs(%34 : tensor<2xf32>) {
  ^bb0(%36: f32, %37: f32):
    %38 = arith.addf %37, %36 fastmath<reassoc> : f32
    linalg.yield %38 : f32
  } -> tensor<2xf32>
  %39 = tensor.empty() : tensor<2xf32>
  %40 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%35 : tensor<2xf32>) outs(%39 : tensor<2xf32>) {
  ^bb0(%41: f32, %42: f32):
    %43 = arith.constant 40.0 : f32
    %44 = arith.divf %41, %43 : f32
    linalg.yield %44 : f32
  } -> tensor<2xf32>
  %45 = tensor.expand_shape %40 [[0, 1, 2]] output_shape [2, 1, 1] : tensor<2xf32> into tensor<2x1x1xf32>
  %46 = tensor.empty() : tensor<2x1x1xf32>
  %47 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%45 : tensor<2x1x1xf32>) outs(%46 : tensor<2x1x1xf32>) {
  ^bb0(%48: f32, %49: f32):
    %50 = arith.constant 1.0e-05 : f32
    %51 = arith.addf %48, %50 : f32
    linalg.yield %51 : f32
  } -> tensor<2x1x1xf32>
  %52 = tensor.empty() : tensor<2x1x1xf32>
  %53 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%47 : tensor<2x1x1xf32>) outs(%52 : tensor<2x1x1xf32>) {
  ^bb0(%54: f32, %55: f32):
    %56 = math.sqrt %54 : f32
    linalg.yield %56 : f32
  } -> tensor<2x1x1xf32>
  %57 = tensor.empty() : tensor<2x5x8xf32>
  %58 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, 0, 0)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%16, %53 : tensor<2x5x8xf32>, tensor<2x1x1xf32>) outs(%57 : tensor<2x5x8xf32>) {
  ^bb0(%59: f32, %60: f32, %61: f32):
    %62 = arith.divf %59, %60 : f32
    linalg.yield %62 : f32
  } -> tensor<2x5x8xf32>
  return %58 : tensor<2x5x8xf32>
}

// -----

// CHECK-LABEL: @rms_norm
// CHECK-NEXT: %[[R:.*]] = nnf.rms_norm %arg0 normalized_shape = [8] weight = %arg1
// CHECK-NEXT: return %[[R]]
func.func @rms_norm(%a0: tensor<2x5x8xf32>, %a1: tensor<8xf32>) -> (tensor<2x5x8xf32>) {
  %1 = tensor.empty() : tensor<2x5x8xf32>
  %2 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%a0 : tensor<2x5x8xf32>) outs(%1 : tensor<2x5x8xf32>) {
  ^bb0(%3: f32, %4: f32):
    %5 = arith.mulf %3, %3 : f32
    linalg.yield %5 : f32
  } -> tensor<2x5x8xf32>
  %6 = arith.constant 0.0 : f32
  %7 = tensor.empty() : tensor<2x5xf32>
  %8 = linalg.fill ins(%6 : f32) outs(%7 : tensor<2x5xf32>) -> tensor<2x5xf32>
  %9 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%2 : tensor<2x5x8xf32>) outs(%8 : tensor<2x5xf32>) {
  ^bb0(%10: f32, %11: f32):
    %12 = arith.addf %11, %10 fastmath<reassoc> : f32
    linalg.yield %12 : f32
  } -> tensor<2x5xf32>
  %13 = tensor.empty() : tensor<2x5xf32>
  %14 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%9 : tensor<2x5xf32>) outs(%13 : tensor<2x5xf32>) {
  ^bb0(%15: f32, %16: f32):
    %17 = arith.constant 8.0 : f32
    %18 = arith.divf %15, %17 : f32
    linalg.yield %18 : f32
  } -> tensor<2x5xf32>
  %19 = tensor.expand_shape %14 [[0], [1, 2]] output_shape [2, 5, 1] : tensor<2x5xf32> into tensor<2x5x1xf32>
  %20 = tensor.empty() : tensor<2x5x1xf32>
  %21 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%19 : tensor<2x5x1xf32>) outs(%20 : tensor<2x5x1xf32>) {
  ^bb0(%22: f32, %23: f32):
    %24 = arith.constant 1.0e-06 : f32
    %25 = arith.addf %22, %24 : f32
    linalg.yield %25 : f32
  } -> tensor<2x5x1xf32>
  %26 = tensor.empty() : tensor<2x5x1xf32>
  %27 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%21 : tensor<2x5x1xf32>) outs(%26 : tensor<2x5x1xf32>) {
  ^bb0(%28: f32, %29: f32):
    %30 = math.rsqrt %28 : f32
    linalg.yield %30 : f32
  } -> tensor<2x5x1xf32>
  %31 = tensor.empty() : tensor<2x5x8xf32>
  %32 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, 0)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%a0, %27 : tensor<2x5x8xf32>, tensor<2x5x1xf32>) outs(%31 : tensor<2x5x8xf32>) {
  ^bb0(%33: f32, %34: f32, %35: f32):
    %36 = arith.mulf %33, %34 : f32
    linalg.yield %36 : f32
  } -> tensor<2x5x8xf32>
  %37 = tensor.empty() : tensor<2x5x8xf32>
  %38 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%32, %a1 : tensor<2x5x8xf32>, tensor<8xf32>) outs(%37 : tensor<2x5x8xf32>) {
  ^bb0(%39: f32, %40: f32, %41: f32):
    %42 = arith.mulf %39, %40 : f32
    linalg.yield %42 : f32
  } -> tensor<2x5x8xf32>
  return %38 : tensor<2x5x8xf32>
}

// -----

// CHECK-LABEL: @rms_norm_llama
// CHECK-NEXT: %[[R:.*]] = nnf.rms_norm %arg0 normalized_shape = [8] weight = %arg1
// CHECK-NEXT: return %[[R]]
func.func @rms_norm_llama(%a0: tensor<4x8xbf16>, %a1: tensor<8xbf16>) -> (tensor<4x8xbf16>) {
  %1 = tensor.empty() : tensor<4x8xf32>
  %2 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a0 : tensor<4x8xbf16>) outs(%1 : tensor<4x8xf32>) {
  ^bb0(%3: bf16, %4: f32):
    %5 = arith.extf %3 : bf16 to f32
    linalg.yield %5 : f32
  } -> tensor<4x8xf32>
  %6 = tensor.empty() : tensor<4x8xf32>
  %7 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%2 : tensor<4x8xf32>) outs(%6 : tensor<4x8xf32>) {
  ^bb0(%8: f32, %9: f32):
    %10 = arith.mulf %8, %8 : f32
    linalg.yield %10 : f32
  } -> tensor<4x8xf32>
  %11 = arith.constant 0.0 : f32
  %12 = tensor.empty() : tensor<4xf32>
  %13 = linalg.fill ins(%11 : f32) outs(%12 : tensor<4xf32>) -> tensor<4xf32>
  %14 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%7 : tensor<4x8xf32>) outs(%13 : tensor<4xf32>) {
  ^bb0(%15: f32, %16: f32):
    %17 = arith.addf %16, %15 fastmath<reassoc> : f32
    linalg.yield %17 : f32
  } -> tensor<4xf32>
  %18 = tensor.empty() : tensor<4xf32>
  %19 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%14 : tensor<4xf32>) outs(%18 : tensor<4xf32>) {
  ^bb0(%20: f32, %21: f32):
    %22 = arith.constant 8.0 : f32
    %23 = arith.divf %20, %22 : f32
    linalg.yield %23 : f32
  } -> tensor<4xf32>
  %24 = tensor.expand_shape %19 [[0, 1]] output_shape [4, 1] : tensor<4xf32> into tensor<4x1xf32>
  %25 = tensor.empty() : tensor<4x1xf32>
  %26 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%24 : tensor<4x1xf32>) outs(%25 : tensor<4x1xf32>) {
  ^bb0(%27: f32, %28: f32):
    %29 = arith.constant 1.0e-06 : f32
    %30 = arith.addf %27, %29 : f32
    linalg.yield %30 : f32
  } -> tensor<4x1xf32>
  %31 = tensor.empty() : tensor<4x1xf32>
  %32 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%26 : tensor<4x1xf32>) outs(%31 : tensor<4x1xf32>) {
  ^bb0(%33: f32, %34: f32):
    %35 = math.rsqrt %33 : f32
    linalg.yield %35 : f32
  } -> tensor<4x1xf32>
  %36 = tensor.empty() : tensor<4x8xf32>
  %37 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, 0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%2, %32 : tensor<4x8xf32>, tensor<4x1xf32>) outs(%36 : tensor<4x8xf32>) {
  ^bb0(%38: f32, %39: f32, %40: f32):
    %41 = arith.mulf %38, %39 : f32
    linalg.yield %41 : f32
  } -> tensor<4x8xf32>
  %42 = tensor.empty() : tensor<4x8xbf16>
  %43 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%37 : tensor<4x8xf32>) outs(%42 : tensor<4x8xbf16>) {
  ^bb0(%44: f32, %45: bf16):
    %46 = arith.truncf %44 : f32 to bf16
    linalg.yield %46 : bf16
  } -> tensor<4x8xbf16>
  %47 = tensor.empty() : tensor<4x8xbf16>
  %48 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%43, %a1 : tensor<4x8xbf16>, tensor<8xbf16>) outs(%47 : tensor<4x8xbf16>) {
  ^bb0(%49: bf16, %50: bf16, %51: bf16):
    %52 = arith.extf %49 : bf16 to f32
    %53 = arith.extf %50 : bf16 to f32
    %54 = arith.mulf %52, %53 : f32
    %55 = arith.truncf %54 : f32 to bf16
    linalg.yield %55 : bf16
  } -> tensor<4x8xbf16>
  return %48 : tensor<4x8xbf16>
}

// -----

// CHECK-LABEL: @rms_norm_div
// CHECK-NEXT: %[[R:.*]] = nnf.rms_norm %arg0 normalized_shape = [8] eps
// CHECK-NEXT: return %[[R]]
func.func @rms_norm_div(%a0: tensor<4x8xf32>) -> (tensor<4x8xf32>) {
  %1 = tensor.empty() : tensor<4x8xf32>
  %2 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a0, %a0 : tensor<4x8xf32>, tensor<4x8xf32>) outs(%1 : tensor<4x8xf32>) {
  ^bb0(%3: f32, %4: f32, %5: f32):
    %6 = arith.mulf %3, %4 : f32
    linalg.yield %6 : f32
  } -> tensor<4x8xf32>
  %7 = arith.constant 0.0 : f32
  %8 = tensor.empty() : tensor<4xf32>
  %9 = linalg.fill ins(%7 : f32) outs(%8 : tensor<4xf32>) -> tensor<4xf32>
  %10 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%2 : tensor<4x8xf32>) outs(%9 : tensor<4xf32>) {
  ^bb0(%11: f32, %12: f32):
    %13 = arith.addf %12, %11 fastmath<reassoc> : f32
    linalg.yield %13 : f32
  } -> tensor<4xf32>
  %14 = tensor.empty() : tensor<4xf32>
  %15 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%10 : tensor<4xf32>) outs(%14 : tensor<4xf32>) {
  ^bb0(%16: f32, %17: f32):
    %18 = arith.constant 8.0 : f32
    %19 = arith.divf %16, %18 : f32
    linalg.yield %19 : f32
  } -> tensor<4xf32>
  %20 = tensor.expand_shape %15 [[0, 1]] output_shape [4, 1] : tensor<4xf32> into tensor<4x1xf32>
  %21 = tensor.empty() : tensor<4x1xf32>
  %22 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%20 : tensor<4x1xf32>) outs(%21 : tensor<4x1xf32>) {
  ^bb0(%23: f32, %24: f32):
    %25 = arith.constant 1.0e-05 : f32
    %26 = arith.addf %23, %25 : f32
    linalg.yield %26 : f32
  } -> tensor<4x1xf32>
  %27 = tensor.empty() : tensor<4x1xf32>
  %28 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%22 : tensor<4x1xf32>) outs(%27 : tensor<4x1xf32>) {
  ^bb0(%29: f32, %30: f32):
    %31 = math.sqrt %29 : f32
    linalg.yield %31 : f32
  } -> tensor<4x1xf32>
  %32 = tensor.empty() : tensor<4x8xf32>
  %33 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, 0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a0, %28 : tensor<4x8xf32>, tensor<4x1xf32>) outs(%32 : tensor<4x8xf32>) {
  ^bb0(%34: f32, %35: f32, %36: f32):
    %37 = arith.divf %34, %35 : f32
    linalg.yield %37 : f32
  } -> tensor<4x8xf32>
  return %33 : tensor<4x8xf32>
}

// -----

// CHECK-LABEL: @no_softmax_other_axis
// CHECK-NOT: nnf.
func.func @no_softmax_other_axis(%a0: tensor<4x8xf32>) -> (tensor<4x8xf32>) {
  %1 = tensor.empty() : tensor<4x8xf32>
  %2 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a0 : tensor<4x8xf32>) outs(%1 : tensor<4x8xf32>) {
  ^bb0(%3: f32, %4: f32):
    %5 = math.exp %3 : f32
    linalg.yield %5 : f32
  } -> tensor<4x8xf32>
  %6 = tensor.empty() : tensor<4x8xf32>
  %7 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a0 : tensor<4x8xf32>) outs(%6 : tensor<4x8xf32>) {
  ^bb0(%8: f32, %9: f32):
    %10 = math.exp %8 : f32
    linalg.yield %10 : f32
  } -> tensor<4x8xf32>
  %11 = arith.constant 0.0 : f32
  %12 = tensor.empty() : tensor<4xf32>
  %13 = linalg.fill ins(%11 : f32) outs(%12 : tensor<4xf32>) -> tensor<4xf32>
  %14 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%7 : tensor<4x8xf32>) outs(%13 : tensor<4xf32>) {
  ^bb0(%15: f32, %16: f32):
    %17 = arith.addf %16, %15 fastmath<reassoc> : f32
    linalg.yield %17 : f32
  } -> tensor<4xf32>
  %18 = tensor.expand_shape %14 [[0, 1]] output_shape [1, 4] : tensor<4xf32> into tensor<1x4xf32>
  %19 = tensor.extract_slice %18[0, 0] [1, 1] [1, 1] : tensor<1x4xf32> to tensor<1x1xf32>
  %20 = tensor.empty() : tensor<4x8xf32>
  %21 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (0, 0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%2, %19 : tensor<4x8xf32>, tensor<1x1xf32>) outs(%20 : tensor<4x8xf32>) {
  ^bb0(%22: f32, %23: f32, %24: f32):
    %25 = arith.divf %22, %23 : f32
    linalg.yield %25 : f32
  } -> tensor<4x8xf32>
  return %21 : tensor<4x8xf32>
}

// -----

// CHECK-LABEL: @no_layer_norm_std
// CHECK-NOT: nnf.
func.func @no_layer_norm_std(%a0: tensor<4x8xf32>, %a1: tensor<8xf32>, %a2: tensor<8xf32>) -> (tensor<4x8xf32>) {
  %1 = arith.constant 0.0 : f32
  %2 = tensor.empty() : tensor<4xf32>
  %3 = linalg.fill ins(%1 : f32) outs(%2 : tensor<4xf32>) -> tensor<4xf32>
  %4 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%a0 : tensor<4x8xf32>) outs(%3 : tensor<4xf32>) {
  ^bb0(%5: f32, %6: f32):
    %7 = arith.addf %6, %5 fastmath<reassoc> : f32
    linalg.yield %7 : f32
  } -> tensor<4xf32>
  %8 = tensor.empty() : tensor<4xf32>
  %9 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%4 : tensor<4xf32>) outs(%8 : tensor<4xf32>) {
  ^bb0(%10: f32, %11: f32):
    %12 = arith.constant 8.0 : f32
    %13 = arith.divf %10, %12 : f32
    linalg.yield %13 : f32
  } -> tensor<4xf32>
  %14 = tensor.expand_shape %9 [[0, 1]] output_shape [4, 1] : tensor<4xf32> into tensor<4x1xf32>
  %15 = tensor.empty() : tensor<4x8xf32>
  %16 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, 0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a0, %14 : tensor<4x8xf32>, tensor<4x1xf32>) outs(%15 : tensor<4x8xf32>) {
  ^bb0(%17: f32, %18: f32, %19: f32):
    %20 = arith.subf %17, %18 : f32
    linalg.yield %20 : f32
  } -> tensor<4x8xf32>
  %21 = arith.constant 0.0 : f32
  %22 = tensor.empty() : tensor<4xf32>
  %23 = linalg.fill ins(%21 : f32) outs(%22 : tensor<4xf32>) -> tensor<4xf32>
  %24 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%a0 : tensor<4x8xf32>) outs(%23 : tensor<4xf32>) {
  ^bb0(%25: f32, %26: f32):
    %27 = arith.addf %26, %25 fastmath<reassoc> : f32
    linalg.yield %27 : f32
  } -> tensor<4xf32>
  %28 = tensor.empty() : tensor<4xf32>
  %29 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%24 : tensor<4xf32>) outs(%28 : tensor<4xf32>) {
  ^bb0(%30: f32, %31: f32):
    %32 = arith.constant 8.0 : f32
    %33 = arith.divf %30, %32 : f32
    linalg.yield %33 : f32
  } -> tensor<4xf32>
  %34 = arith.constant 0.0 : f32
  %35 = tensor.empty() : tensor<4xf32>
  %36 = linalg.fill ins(%34 : f32) outs(%35 : tensor<4xf32>) -> tensor<4xf32>
  %37 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%a0, %29 : tensor<4x8xf32>, tensor<4xf32>) outs(%36 : tensor<4xf32>) {
  ^bb0(%38: f32, %39: f32, %40: f32):
    %41 = arith.subf %38, %39 : f32
    %42 = arith.mulf %41, %41 : f32
    %43 = arith.addf %40, %42 fastmath<reassoc> : f32
    linalg.yield %43 : f32
  } -> tensor<4xf32>
  %44 = tensor.empty() : tensor<4xf32>
  %45 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%37 : tensor<4xf32>) outs(%44 : tensor<4xf32>) {
  ^bb0(%46: f32, %47: f32):
    %48 = arith.constant 7.0 : f32
    %49 = arith.divf %46, %48 : f32
    linalg.yield %49 : f32
  } -> tensor<4xf32>
  %50 = tensor.expand_shape %45 [[0, 1]] output_shape [4, 1] : tensor<4xf32> into tensor<4x1xf32>
  %51 = tensor.empty() : tensor<4x1xf32>
  %52 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%50 : tensor<4x1xf32>) outs(%51 : tensor<4x1xf32>) {
  ^bb0(%53: f32, %54: f32):
    %55 = math.sqrt %53 : f32
    linalg.yield %55 : f32
  } -> tensor<4x1xf32>
  %56 = tensor.empty() : tensor<4x1xf32>
  %57 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%52 : tensor<4x1xf32>) outs(%56 : tensor<4x1xf32>) {
  ^bb0(%58: f32, %59: f32):
    %60 = arith.constant 1.0e-05 : f32
    %61 = arith.addf %58, %60 : f32
    linalg.yield %61 : f32
  } -> tensor<4x1xf32>
  %62 = tensor.empty() : tensor<4x8xf32>
  %63 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, 0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%16, %57 : tensor<4x8xf32>, tensor<4x1xf32>) outs(%62 : tensor<4x8xf32>) {
  ^bb0(%64: f32, %65: f32, %66: f32):
    %67 = arith.divf %64, %65 : f32
    linalg.yield %67 : f32
  } -> tensor<4x8xf32>
  %68 = tensor.empty() : tensor<4x8xf32>
  %69 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%63, %a1 : tensor<4x8xf32>, tensor<8xf32>) outs(%68 : tensor<4x8xf32>) {
  ^bb0(%70: f32, %71: f32, %72: f32):
    %73 = arith.mulf %70, %71 : f32
    linalg.yield %73 : f32
  } -> tensor<4x8xf32>
  %74 = tensor.empty() : tensor<4x8xf32>
  %75 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%69, %a2 : tensor<4x8xf32>, tensor<8xf32>) outs(%74 : tensor<4x8xf32>) {
  ^bb0(%76: f32, %77: f32, %78: f32):
    %79 = arith.addf %76, %77 : f32
    linalg.yield %79 : f32
  } -> tensor<4x8xf32>
  return %75 : tensor<4x8xf32>
}

// -----

// CHECK-LABEL: @no_rms_other
// CHECK-NOT: nnf.
func.func @no_rms_other(%a0: tensor<4x8xf32>, %a1: tensor<4x8xf32>) -> (tensor<4x8xf32>) {
  %1 = tensor.empty() : tensor<4x8xf32>
  %2 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a1 : tensor<4x8xf32>) outs(%1 : tensor<4x8xf32>) {
  ^bb0(%3: f32, %4: f32):
    %5 = arith.mulf %3, %3 : f32
    linalg.yield %5 : f32
  } -> tensor<4x8xf32>
  %6 = arith.constant 0.0 : f32
  %7 = tensor.empty() : tensor<4xf32>
  %8 = linalg.fill ins(%6 : f32) outs(%7 : tensor<4xf32>) -> tensor<4xf32>
  %9 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%2 : tensor<4x8xf32>) outs(%8 : tensor<4xf32>) {
  ^bb0(%10: f32, %11: f32):
    %12 = arith.addf %11, %10 fastmath<reassoc> : f32
    linalg.yield %12 : f32
  } -> tensor<4xf32>
  %13 = tensor.empty() : tensor<4xf32>
  %14 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%9 : tensor<4xf32>) outs(%13 : tensor<4xf32>) {
  ^bb0(%15: f32, %16: f32):
    %17 = arith.constant 8.0 : f32
    %18 = arith.divf %15, %17 : f32
    linalg.yield %18 : f32
  } -> tensor<4xf32>
  %19 = tensor.expand_shape %14 [[0, 1]] output_shape [4, 1] : tensor<4xf32> into tensor<4x1xf32>
  %20 = tensor.empty() : tensor<4x1xf32>
  %21 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%19 : tensor<4x1xf32>) outs(%20 : tensor<4x1xf32>) {
  ^bb0(%22: f32, %23: f32):
    %24 = arith.constant 1.0e-06 : f32
    %25 = arith.addf %22, %24 : f32
    linalg.yield %25 : f32
  } -> tensor<4x1xf32>
  %26 = tensor.empty() : tensor<4x1xf32>
  %27 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%21 : tensor<4x1xf32>) outs(%26 : tensor<4x1xf32>) {
  ^bb0(%28: f32, %29: f32):
    %30 = math.rsqrt %28 : f32
    linalg.yield %30 : f32
  } -> tensor<4x1xf32>
  %31 = tensor.empty() : tensor<4x8xf32>
  %32 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, 0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a0, %27 : tensor<4x8xf32>, tensor<4x1xf32>) outs(%31 : tensor<4x8xf32>) {
  ^bb0(%33: f32, %34: f32, %35: f32):
    %36 = arith.mulf %33, %34 : f32
    linalg.yield %36 : f32
  } -> tensor<4x8xf32>
  return %32 : tensor<4x8xf32>
}

// -----

// CHECK-LABEL: @no_variance_unbiased
// CHECK-NOT: nnf.
func.func @no_variance_unbiased(%a0: tensor<4x8xf32>) -> (tensor<4x8xf32>) {
  %1 = arith.constant 0.0 : f32
  %2 = tensor.empty() : tensor<4xf32>
  %3 = linalg.fill ins(%1 : f32) outs(%2 : tensor<4xf32>) -> tensor<4xf32>
  %4 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%a0 : tensor<4x8xf32>) outs(%3 : tensor<4xf32>) {
  ^bb0(%5: f32, %6: f32):
    %7 = arith.addf %6, %5 fastmath<reassoc> : f32
    linalg.yield %7 : f32
  } -> tensor<4xf32>
  %8 = tensor.empty() : tensor<4xf32>
  %9 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%4 : tensor<4xf32>) outs(%8 : tensor<4xf32>) {
  ^bb0(%10: f32, %11: f32):
    %12 = arith.constant 8.0 : f32
    %13 = arith.divf %10, %12 : f32
    linalg.yield %13 : f32
  } -> tensor<4xf32>
  %14 = tensor.expand_shape %9 [[0, 1]] output_shape [4, 1] : tensor<4xf32> into tensor<4x1xf32>
  %15 = tensor.empty() : tensor<4x8xf32>
  %16 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, 0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a0, %14 : tensor<4x8xf32>, tensor<4x1xf32>) outs(%15 : tensor<4x8xf32>) {
  ^bb0(%17: f32, %18: f32, %19: f32):
    %20 = arith.subf %17, %18 : f32
    linalg.yield %20 : f32
  } -> tensor<4x8xf32>
  %21 = arith.constant 0.0 : f32
  %22 = tensor.empty() : tensor<4xf32>
  %23 = linalg.fill ins(%21 : f32) outs(%22 : tensor<4xf32>) -> tensor<4xf32>
  %24 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%a0 : tensor<4x8xf32>) outs(%23 : tensor<4xf32>) {
  ^bb0(%25: f32, %26: f32):
    %27 = arith.addf %26, %25 fastmath<reassoc> : f32
    linalg.yield %27 : f32
  } -> tensor<4xf32>
  %28 = tensor.empty() : tensor<4xf32>
  %29 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%24 : tensor<4xf32>) outs(%28 : tensor<4xf32>) {
  ^bb0(%30: f32, %31: f32):
    %32 = arith.constant 8.0 : f32
    %33 = arith.divf %30, %32 : f32
    linalg.yield %33 : f32
  } -> tensor<4xf32>
  %34 = arith.constant 0.0 : f32
  %35 = tensor.empty() : tensor<4xf32>
  %36 = linalg.fill ins(%34 : f32) outs(%35 : tensor<4xf32>) -> tensor<4xf32>
  %37 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%a0, %29 : tensor<4x8xf32>, tensor<4xf32>) outs(%36 : tensor<4xf32>) {
  ^bb0(%38: f32, %39: f32, %40: f32):
    %41 = arith.subf %38, %39 : f32
    %42 = arith.mulf %41, %41 : f32
    %43 = arith.addf %40, %42 fastmath<reassoc> : f32
    linalg.yield %43 : f32
  } -> tensor<4xf32>
  %44 = tensor.empty() : tensor<4xf32>
  %45 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%37 : tensor<4xf32>) outs(%44 : tensor<4xf32>) {
  ^bb0(%46: f32, %47: f32):
    %48 = arith.constant 7.0 : f32
    %49 = arith.divf %46, %48 : f32
    linalg.yield %49 : f32
  } -> tensor<4xf32>
  %50 = tensor.expand_shape %45 [[0, 1]] output_shape [4, 1] : tensor<4xf32> into tensor<4x1xf32>
  %51 = tensor.empty() : tensor<4x1xf32>
  %52 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%50 : tensor<4x1xf32>) outs(%51 : tensor<4x1xf32>) {
  ^bb0(%53: f32, %54: f32):
    %55 = arith.constant 1.0e-05 : f32
    %56 = arith.addf %53, %55 : f32
    linalg.yield %56 : f32
  } -> tensor<4x1xf32>
  %57 = tensor.empty() : tensor<4x1xf32>
  %58 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%52 : tensor<4x1xf32>) outs(%57 : tensor<4x1xf32>) {
  ^bb0(%59: f32, %60: f32):
    %61 = math.sqrt %59 : f32
    linalg.yield %61 : f32
  } -> tensor<4x1xf32>
  %62 = tensor.empty() : tensor<4x8xf32>
  %63 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, 0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%16, %58 : tensor<4x8xf32>, tensor<4x1xf32>) outs(%62 : tensor<4x8xf32>) {
  ^bb0(%64: f32, %65: f32, %66: f32):
    %67 = arith.divf %64, %65 : f32
    linalg.yield %67 : f32
  } -> tensor<4x8xf32>
  return %63 : tensor<4x8xf32>
}
