// What a function finds at run time ends with status 1, one line, the place, and no output.
func.func @nll(%x: tensor<?x?xf32>, %t: tensor<?xi64>) -> tensor<f32> {
  %y = nnf.nll_loss %x, %t : (tensor<?x?xf32>, tensor<?xi64>) -> tensor<f32>
  return %y : tensor<f32>
}

// RUN: rm -rf %t && mkdir %t
// RUN: %python %S/Inputs/status.py 1 nnf-runner %s --input=4x3xf32=iota --input="4xi64=0 1 3 0" --output=@%t/y.npy
// RUN: not nnf-runner %s --input=4x3xf32=iota --input="4xi64=0 1 3 0" --output=@%t/y.npy 2>&1 | FileCheck %s --check-prefix=INDEX
// INDEX: nnf-runner: error: {{.*}}runtime-errors.mlir:3:8: nnf.nll_loss: target[2] is 3, but must be at least 0 and less than 3
// RUN: ls -A %t | count 0
// RUN: not nnf-runner %s --input=4x3xf32=iota --input="5xi64=0" 2>&1 | FileCheck %s --check-prefix=SHAPE
// SHAPE: nnf-runner: error: {{.*}}runtime-errors.mlir:3:8: nnf.nll_loss: expects dimension 0 of target to equal dimension 0 of input, but got 5 and 4
// RUN: nnf-runner %s --input=4x3xf32=iota --input="4xi64=0 1 2 0" --guard-pages | FileCheck %s --check-prefix=GOOD
// GOOD: result[0]: f32=-5.25
