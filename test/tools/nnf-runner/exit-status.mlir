// 0: ran, and agreed. 1: a mismatch or a failure at run time. 2: a wrong request or a program that does not compile.

// RUN: %python %S/Inputs/status.py 0 nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1
// RUN: %python %S/Inputs/status.py 0 nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1 --expected-output=1x1xf32=1
// RUN: %python %S/Inputs/status.py 1 nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1 --expected-output=1x1xf32=2
// RUN: %python %S/Inputs/status.py 1 nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1 --output=@%t/no/folder.npy
// RUN: %python %S/Inputs/status.py 2 nnf-runner %S/Inputs/relu.mlir
// RUN: %python %S/Inputs/status.py 2 nnf-runner %S/Inputs/relu.mlir --no-such-flag
// RUN: %python %S/Inputs/status.py 2 nnf-runner %S/Inputs/relu.mlir --seed=x --input=1x1xf32=1
// RUN: %python %S/Inputs/status.py 2 nnf-runner %S/Inputs/relu.mlir --function=none
// RUN: %python %S/Inputs/status.py 2 nnf-runner %t.none.mlir
// RUN: %python %S/Inputs/status.py 2 nnf-runner %s
// This file has no function that parses:
func.func @broken(%x: tensor<4xf32>) -> tensor<5xf32> {
  %y = nnf.relu %x : tensor<5xf32>
  return %y : tensor<5xf32>
}
