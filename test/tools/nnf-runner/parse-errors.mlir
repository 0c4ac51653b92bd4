// A program that does not parse or verify: its diagnostics with the line, and nothing about it from the runner.
// RUN: not nnf-runner %s --input=4xf32=1 2>&1 | FileCheck %s
// CHECK: parse-errors.mlir:[[#@LINE+5]]:17: error: use of value '%x' expects different type than prior uses: 'tensor<5xf32>' vs 'tensor<4xf32>'
// CHECK-NEXT: %y = nnf.relu %x
// CHECK-NOT: nnf-runner: error

func.func @f(%x: tensor<4xf32>) -> tensor<5xf32> {
  %y = nnf.relu %x : tensor<5xf32>
  return %y : tensor<5xf32>
}

// RUN: echo 'func.func @f(%%x: tensor<4xf32>, %%t: tensor<5xf32>) -> tensor<f32> { %%y = nnf.mse_loss %%x, %%t : (tensor<4xf32>, tensor<5xf32>) -> tensor<f32> return %%y : tensor<f32> }' > %t.mlir
// RUN: not nnf-runner %t.mlir --input=4xf32=1 2>&1 | FileCheck %s --check-prefix=VERIFY
// VERIFY: error: 'nnf.mse_loss' op
// VERIFY-NOT: nnf-runner: error

// RUN: echo 'this is no MLIR' > %t.mlir
// RUN: not nnf-runner %t.mlir 2>&1 | FileCheck %s --check-prefix=TEXT
// TEXT: error: custom op 'this' is unknown

// RUN: echo > %t.mlir
// RUN: not nnf-runner %t.mlir 2>&1 | FileCheck %s --check-prefix=EMPTY
// EMPTY: nnf-runner: error: no public function in '{{.*}}.mlir'

// RUN: echo 'func.func @f(%%x: memref<4xf32>) { return }' > %t.mlir
// RUN: not nnf-runner %t.mlir --input=4xf32=1 2>&1 | FileCheck %s --check-prefix=MEMREF
// MEMREF: nnf-runner: error: @f, argument 0: expected a ranked tensor or a number, with an element type that files have, but got memref<4xf32>
