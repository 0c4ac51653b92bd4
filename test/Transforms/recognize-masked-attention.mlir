// Masked attention as someone may write it, and what only looks like it. Numbers: test/Integration/spellings_rows.py.
// RUN: nnf-opt %s --split-input-file --nnf-recognize-functions --canonicalize | FileCheck %s

// A query without a key is NaN in the spelling, and so in what it becomes.
// CHECK-LABEL: @added
// CHECK: %[[M:.*]] = tensor.expand_shape %arg3 {{\[}}[0], [1, 2, 3]] output_shape [2, 1, 1, 6] : tensor<2x6xf32> into tensor<2x1x1x6xf32>
// CHECK: %[[Y:.*]] = nnf.scaled_dot_product_attention %arg0, %arg1, %arg2 attn_mask = %[[M]] scale = 5.0
// CHECK: %[[KEPT:.*]] = linalg.generic {{.*}} ins(%[[M]] :
// CHECK: arith.cmpf une
// CHECK: arith.ori
// CHECK: linalg.generic {{.*}} ins(%[[Y]], %[[KEPT]] :
// CHECK: arith.select
// CHECK-NOT: nnf.softmax
#qk = [affine_map<(a, b, i, j, k) -> (a, b, i, k)>, affine_map<(a, b, i, j, k) -> (a, b, j, k)>, affine_map<(a, b, i, j, k) -> (a, b, i, j)>]
#pv = [affine_map<(a, b, i, j, k) -> (a, b, i, k)>, affine_map<(a, b, i, j, k) -> (a, b, k, j)>, affine_map<(a, b, i, j, k) -> (a, b, i, j)>]
#keys = affine_map<(a, b, i, j) -> (a, j)>
#all = affine_map<(a, b, i, j) -> (a, b, i, j)>
func.func @added(%q: tensor<2x3x5x4xf32>, %k: tensor<2x3x6x4xf32>, %v: tensor<2x3x6x7xf32>, %mask: tensor<2x6xf32>) -> tensor<2x3x5x7xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<2x3x5x6xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<2x3x5x6xf32>) -> tensor<2x3x5x6xf32>
  %s = linalg.generic {indexing_maps = #qk, iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction"]} ins(%q, %k : tensor<2x3x5x4xf32>, tensor<2x3x6x4xf32>) outs(%f : tensor<2x3x5x6xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %0 = arith.mulf %a, %b : f32
    %1 = arith.addf %o, %0 : f32
    linalg.yield %1 : f32
  } -> tensor<2x3x5x6xf32>
  %m = linalg.generic {indexing_maps = [#all, #keys, #all], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%s, %mask : tensor<2x3x5x6xf32>, tensor<2x6xf32>) outs(%e : tensor<2x3x5x6xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %c = arith.constant 0.5 : f32
    %0 = arith.mulf %a, %c : f32
    %1 = arith.addf %0, %b : f32
    linalg.yield %1 : f32
  } -> tensor<2x3x5x6xf32>
  %p = nnf.softmax %m dim = -1 : tensor<2x3x5x6xf32>
  %g = tensor.empty() : tensor<2x3x5x7xf32>
  %h = linalg.fill ins(%zero : f32) outs(%g : tensor<2x3x5x7xf32>) -> tensor<2x3x5x7xf32>
  %y = linalg.generic {indexing_maps = #pv, iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction"]} ins(%p, %v : tensor<2x3x5x6xf32>, tensor<2x3x6x7xf32>) outs(%h : tensor<2x3x5x7xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %0 = arith.mulf %a, %b : f32
    %1 = arith.addf %o, %0 : f32
    linalg.yield %1 : f32
  } -> tensor<2x3x5x7xf32>
  return %y : tensor<2x3x5x7xf32>
}

// -----

// A constant that leaves each query a key, and a softmax that gives 0 to those without: nothing to put back. True is shut out.
// CHECK-LABEL: @causal
// CHECK: linalg.generic
// CHECK: %[[Y:.*]] = nnf.scaled_dot_product_attention %arg0, %arg1, %arg2 attn_mask = %{{.*}} scale = 1.0
// CHECK-NEXT: return %[[Y]]
// CHECK-LABEL: @zero
// CHECK: %[[Y:.*]] = nnf.scaled_dot_product_attention %arg0, %arg1, %arg2 attn_mask = %arg3 scale = 1.0
// CHECK-NEXT: return %[[Y]]
// Another number than -inf leaves a share.
// CHECK-LABEL: @share
// CHECK: nnf.softmax
#q = affine_map<(b, i, j, k) -> (b, i, k)>
#k = affine_map<(b, i, j, k) -> (b, j, k)>
#s = affine_map<(b, i, j, k) -> (b, i, j)>
#mask = affine_map<(b, i, j) -> (i, j)>
#all = affine_map<(b, i, j) -> (b, i, j)>
func.func @causal(%q: tensor<?x2x4xf32>, %k: tensor<?x2x4xf32>, %v: tensor<?x2x4xf32>) -> tensor<?x2x4xf32> {
  %mask = arith.constant dense<[[false, true], [false, false]]> : tensor<2x2xi1>
  %zero = arith.constant 0.0 : f32
  %infinite = arith.constant 0xFF800000 : f32
  %c0 = arith.constant 0 : index
  %n = tensor.dim %q, %c0 : tensor<?x2x4xf32>
  %e = tensor.empty(%n) : tensor<?x2x2xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<?x2x2xf32>) -> tensor<?x2x2xf32>
  %s = linalg.batch_matmul indexing_maps = [#q, #k, #s] ins(%q, %k : tensor<?x2x4xf32>, tensor<?x2x4xf32>) outs(%f : tensor<?x2x2xf32>) -> tensor<?x2x2xf32>
  %m = linalg.generic {indexing_maps = [#mask, #all, #all], iterator_types = ["parallel", "parallel", "parallel"]} ins(%mask, %s : tensor<2x2xi1>, tensor<?x2x2xf32>) outs(%e : tensor<?x2x2xf32>) {
  ^bb0(%a: i1, %b: f32, %o: f32):
    %0 = arith.select %a, %infinite, %b : f32
    linalg.yield %0 : f32
  } -> tensor<?x2x2xf32>
  %p = nnf.softmax %m dim = -1 : tensor<?x2x2xf32>
  %g = tensor.empty(%n) : tensor<?x2x4xf32>
  %h = linalg.fill ins(%zero : f32) outs(%g : tensor<?x2x4xf32>) -> tensor<?x2x4xf32>
  %y = linalg.batch_matmul ins(%p, %v : tensor<?x2x2xf32>, tensor<?x2x4xf32>) outs(%h : tensor<?x2x4xf32>) -> tensor<?x2x4xf32>
  return %y : tensor<?x2x4xf32>
}
func.func @zero(%q: tensor<3x2x4xf32>, %k: tensor<3x2x4xf32>, %v: tensor<3x2x4xf32>, %mask: tensor<3x2x2xi1>) -> tensor<3x2x4xf32> {
  %zero = arith.constant 0.0 : f32
  %infinite = arith.constant 0xFF800000 : f32
  %e = tensor.empty() : tensor<3x2x2xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<3x2x2xf32>) -> tensor<3x2x2xf32>
  %s = linalg.batch_matmul indexing_maps = [#q, #k, #s] ins(%q, %k : tensor<3x2x4xf32>, tensor<3x2x4xf32>) outs(%f : tensor<3x2x2xf32>) -> tensor<3x2x2xf32>
  %m = linalg.generic {indexing_maps = [#all, #all, #all], iterator_types = ["parallel", "parallel", "parallel"]} ins(%mask, %s : tensor<3x2x2xi1>, tensor<3x2x2xf32>) outs(%e : tensor<3x2x2xf32>) {
  ^bb0(%a: i1, %b: f32, %o: f32):
    %0 = arith.select %a, %b, %infinite : f32
    linalg.yield %0 : f32
  } -> tensor<3x2x2xf32>
  %p = nnf.softmax %m dim = -1 empty_row = zero : tensor<3x2x2xf32>
  %g = tensor.empty() : tensor<3x2x4xf32>
  %h = linalg.fill ins(%zero : f32) outs(%g : tensor<3x2x4xf32>) -> tensor<3x2x4xf32>
  %y = linalg.batch_matmul ins(%p, %v : tensor<3x2x2xf32>, tensor<3x2x4xf32>) outs(%h : tensor<3x2x4xf32>) -> tensor<3x2x4xf32>
  return %y : tensor<3x2x4xf32>
}
func.func @share(%q: tensor<3x2x4xf32>, %k: tensor<3x2x4xf32>, %v: tensor<3x2x4xf32>, %mask: tensor<3x2x2xi1>) -> tensor<3x2x4xf32> {
  %zero = arith.constant 0.0 : f32
  %much = arith.constant -1.0e+09 : f32
  %e = tensor.empty() : tensor<3x2x2xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<3x2x2xf32>) -> tensor<3x2x2xf32>
  %s = linalg.batch_matmul indexing_maps = [#q, #k, #s] ins(%q, %k : tensor<3x2x4xf32>, tensor<3x2x4xf32>) outs(%f : tensor<3x2x2xf32>) -> tensor<3x2x2xf32>
  %m = linalg.generic {indexing_maps = [#all, #all, #all], iterator_types = ["parallel", "parallel", "parallel"]} ins(%mask, %s : tensor<3x2x2xi1>, tensor<3x2x2xf32>) outs(%e : tensor<3x2x2xf32>) {
  ^bb0(%a: i1, %b: f32, %o: f32):
    %0 = arith.select %a, %b, %much : f32
    linalg.yield %0 : f32
  } -> tensor<3x2x2xf32>
  %p = nnf.softmax %m dim = -1 : tensor<3x2x2xf32>
  %g = tensor.empty() : tensor<3x2x4xf32>
  %h = linalg.fill ins(%zero : f32) outs(%g : tensor<3x2x4xf32>) -> tensor<3x2x4xf32>
  %y = linalg.batch_matmul ins(%p, %v : tensor<3x2x2xf32>, tensor<3x2x4xf32>) outs(%h : tensor<3x2x4xf32>) -> tensor<3x2x4xf32>
  return %y : tensor<3x2x4xf32>
}
