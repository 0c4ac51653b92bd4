// RUN: not nnf-opt %s --transform-interpreter 2>&1 | FileCheck %s

func.func @cut_row(%x: tensor<64x32xf32>) -> tensor<64x32xf32> {
  // CHECK: [[@LINE+1]]:8: error: 'nnf.softmax' op cannot be tiled along dimension 1: every element of the result needs all of it
  %0 = nnf.softmax %x dim = -1 : tensor<64x32xf32>
  return %0 : tensor<64x32xf32>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%m: !transform.any_op {transform.readonly}) {
    %s = transform.structured.match ops{["nnf.softmax"]} in %m : (!transform.any_op) -> !transform.any_op
    %t, %l = transform.structured.tile_using_for %s tile_sizes [0, 8] : (!transform.any_op) -> (!transform.any_op, !transform.any_op)
    transform.yield
  }
}
