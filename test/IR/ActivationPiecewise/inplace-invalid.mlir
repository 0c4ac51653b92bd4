// An op that torch has no such spelling of is not known by it.
// RUN: not nnf-opt %s 2>&1 | FileCheck %s
// CHECK: error: {{.*}}nnf.gelu_
func.func @gelu(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = nnf.gelu_ %x : tensor<4xf32>
  return %y : tensor<4xf32>
}
