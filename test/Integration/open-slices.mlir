// Slices of open sizes that lose a dimension, read by a contraction, a sum of rows and an elementwise op.
// RUN: nnf-runner %s --lint=off --compare-with=reference --input=1x2x3x5xf32=randn --input=1x2x2x3xf32=randn | FileCheck %s
// RUN: nnf-runner %s --lint=off --compare-with=reference --input=1x2x1x1xf32=randn --input=1x2x2x1xf32=randn | FileCheck %s
// CHECK: [SUCCESS] cpu and reference agree on 3 results

#whole = affine_map<(a, h, k, v) -> (a, h, k, v)>
#rows = affine_map<(a, h, k, v) -> (a, h, k)>
#columns = affine_map<(a, h, k, v) -> (a, h, v)>
func.func @main(%n: tensor<1x2x?x?xf32>, %q: tensor<1x2x2x?xf32>) -> (tensor<1x2x?xf32>, tensor<1x2xf32>, tensor<1x2x?xf32>) {
  %c0 = arith.constant 0 : index
  %c3 = arith.constant 3 : index
  %zero = arith.constant 0.0 : f32
  %k = tensor.dim %q, %c3 : tensor<1x2x2x?xf32>
  %v = tensor.dim %n, %c3 : tensor<1x2x?x?xf32>
  %s = tensor.extract_slice %q[0, 0, 1, 0] [1, 2, 1, %k] [1, 1, 1, 1] : tensor<1x2x2x?xf32> to tensor<1x2x?xf32>
  %e = tensor.empty(%v) : tensor<1x2x?xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<1x2x?xf32>) -> tensor<1x2x?xf32>
  %r = linalg.generic {indexing_maps = [#whole, #rows, #columns], iterator_types = ["parallel", "parallel", "reduction", "parallel"]} ins(%n, %s : tensor<1x2x?x?xf32>, tensor<1x2x?xf32>) outs(%f : tensor<1x2x?xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %0 = arith.mulf %a, %b : f32
    %1 = arith.addf %o, %0 fastmath<reassoc> : f32
    linalg.yield %1 : f32
  } -> tensor<1x2x?xf32>
  %g = tensor.empty() : tensor<1x2xf32>
  %h = linalg.fill ins(%zero : f32) outs(%g : tensor<1x2xf32>) -> tensor<1x2xf32>
  %t = linalg.reduce {arith.addf} ins(%s : tensor<1x2x?xf32>) outs(%h : tensor<1x2xf32>) dimensions = [2]
  %y = nnf.relu %s : tensor<1x2x?xf32>
  return %r, %t, %y : tensor<1x2x?xf32>, tensor<1x2xf32>, tensor<1x2x?xf32>
}
