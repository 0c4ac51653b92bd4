// A loop of two iterations inside a block of rows and columns, written out: each reads its own elements, and asks for no next
// row before it stands somewhere.
// RUN: nnf-runner %s --function=mean_of_softmax --input=1x2x37x4xf32=randn --compare-with=reference | FileCheck %s
// RUN: nnf-runner %s --function=narrow --input=1x2x3x4xf32=randn --compare-with=reference --rtol=2e-3 | FileCheck %s
// CHECK: [SUCCESS] cpu and reference agree on 2 results
#m4 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#m3 = affine_map<(d0, d1, d2, d3) -> (d0, d2, d3)>
#m33 = affine_map<(d0, d1, d2) -> (d0, d1, d2)>

func.func @mean_of_softmax(%s: tensor<1x2x?x4xf32>) -> (tensor<1x?x?xf32>, tensor<1x2x?x4xf32>) {
  %p = nnf.softmax %s dim = -1 : tensor<1x2x?x4xf32>
  %c2 = arith.constant 2 : index
  %n = tensor.dim %p, %c2 : tensor<1x2x?x4xf32>
  %z = arith.constant 0.0 : f32
  %half = arith.constant 2.0 : f32
  %e = tensor.empty(%n) : tensor<1x?x4xf32>
  %i = linalg.fill ins(%z : f32) outs(%e : tensor<1x?x4xf32>) -> tensor<1x?x4xf32>
  %sum = linalg.generic {indexing_maps = [#m4, #m3], iterator_types = ["parallel", "reduction", "parallel", "parallel"]} ins(%p : tensor<1x2x?x4xf32>) outs(%i : tensor<1x?x4xf32>) {
  ^bb0(%a: f32, %b: f32):
    %c = arith.addf %b, %a fastmath<reassoc> : f32
    linalg.yield %c : f32
  } -> tensor<1x?x4xf32>
  %eh = tensor.empty(%n) : tensor<1x?x4xf32>
  %mean = linalg.generic {indexing_maps = [#m33, #m33], iterator_types = ["parallel", "parallel", "parallel"]} ins(%sum : tensor<1x?x4xf32>) outs(%eh : tensor<1x?x4xf32>) {
  ^bb0(%a: f32, %b: f32):
    %c = arith.divf %a, %half : f32
    linalg.yield %c : f32
  } -> tensor<1x?x4xf32>
  %r = tensor.cast %mean : tensor<1x?x4xf32> to tensor<1x?x?xf32>
  return %r, %p : tensor<1x?x?xf32>, tensor<1x2x?x4xf32>
}

func.func @narrow(%s: tensor<1x2x3x4xf32>) -> (tensor<1x3x4xf16>, tensor<1x2x3x4xf32>) {
  %p = nnf.softmax %s dim = -1 : tensor<1x2x3x4xf32>
  %z = arith.constant 0.0 : f32
  %half = arith.constant 2.0 : f32
  %e = tensor.empty() : tensor<1x3x4xf32>
  %i = linalg.fill ins(%z : f32) outs(%e : tensor<1x3x4xf32>) -> tensor<1x3x4xf32>
  %sum = linalg.generic {indexing_maps = [#m4, #m3], iterator_types = ["parallel", "reduction", "parallel", "parallel"]} ins(%p : tensor<1x2x3x4xf32>) outs(%i : tensor<1x3x4xf32>) {
  ^bb0(%a: f32, %b: f32):
    %c = arith.addf %a, %b fastmath<reassoc> : f32
    linalg.yield %c : f32
  } -> tensor<1x3x4xf32>
  %eh = tensor.empty() : tensor<1x3x4xf16>
  %mean = linalg.generic {indexing_maps = [#m33, #m33], iterator_types = ["parallel", "parallel", "parallel"]} ins(%sum : tensor<1x3x4xf32>) outs(%eh : tensor<1x3x4xf16>) {
  ^bb0(%a: f32, %b: f16):
    %c = arith.divf %a, %half : f32
    %d = arith.truncf %c : f32 to f16
    linalg.yield %d : f16
  } -> tensor<1x3x4xf16>
  return %mean, %p : tensor<1x3x4xf16>, tensor<1x2x3x4xf32>
}
