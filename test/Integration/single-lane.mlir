// A row whose last vector holds one element, truncated on its way to memory: that element is stored and nothing behind it.
//
// RUN: nnf-runner %s -e bytes --no-cache --guard-pages --input=17xi32=iota --compare-with=reference --output= | FileCheck %s
// RUN: nnf-runner %s -e bytes --no-cache -O0 --guard-pages --input=17xi32=iota --compare-with=reference --output= | FileCheck %s
// RUN: nnf-runner %s -e bytes --no-cache -O3 --guard-pages --input=17xi32=iota --compare-with=reference --output= | FileCheck %s
// RUN: nnf-runner %s -e rows --no-cache --input=2x3x9x5xui8=uniform(0,255) --compare-with=reference --output= | FileCheck %s
// CHECK: [SUCCESS]
func.func @bytes(%x: tensor<17xi32>) -> tensor<17xi8> {
  %e = tensor.empty() : tensor<17xi8>
  %y = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]}
      ins(%x : tensor<17xi32>) outs(%e : tensor<17xi8>) {
  ^bb0(%a: i32, %b: i8):
    %c = arith.constant 3 : i32
    %m = arith.muli %a, %c : i32
    %t = arith.trunci %m : i32 to i8
    linalg.yield %t : i8
  } -> tensor<17xi8>
  return %y : tensor<17xi8>
}

func.func @rows(%x: tensor<?x?x?x?xui8>) -> tensor<?x?x15x17xui8> {
  %y = nnf.interpolate %x size = [15, 17] mode = bicubic align_corners = true : (tensor<?x?x?x?xui8>) -> tensor<?x?x15x17xui8>
  return %y : tensor<?x?x15x17xui8>
}
