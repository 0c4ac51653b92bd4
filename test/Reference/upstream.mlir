// Upstream ops under the reference: each function's value follows from the ops' definitions by hand.

// RUN: nnf-runner %s --target=reference --function=sums --input=2x3xf32="1 2 3 4 5 6" --expected-output=2xf32="6 15"
// RUN: nnf-runner %s --target=reference --function=loops --input=4xi64="3 1 0 1" --expected-output=4xi64="1 2 0 1"
// RUN: nnf-runner %s --target=reference --function=slices --input=3x4xf32=iota --expected-output=2x2xf32="1 3 9 11" --expected-output=5x4xf32="0 0 0 0 0 1 0 3 0 0 0 0 0 9 0 11 0 0 0 0"
// RUN: nnf-runner %s --target=reference --function=rounds --input=f32=16777217 --input=f32=1 --expected-output=f32=16777216 --expected-output=f16=inf --expected-output=i8=-1 --equality-mode=exact
// RUN: not nnf-runner %s --target=reference --function=gathers --input=3xf32="1 2 3" --input=2xi64="2 3" 2>&1 | FileCheck %s --check-prefix=OUTSIDE
// RUN: not nnf-runner %s --target=reference --function=checks --input=2xf32=0 --input=3xf32=0 2>&1 | FileCheck %s --check-prefix=ASSERT
// RUN: not nnf-runner %s --target=reference --function=shapes --input=2x3xf32=0 --input=4x5xf32=0 2>&1 | FileCheck %s --check-prefix=SHAPE
// RUN: not nnf-runner %s --target=reference --function=promises --input=3xf32=0 2>&1 | FileCheck %s --check-prefix=PROMISE

func.func @sums(%x: tensor<2x3xf32>) -> tensor<2xf32> {
  %zero = arith.constant 0.0 : f32
  %empty = tensor.empty() : tensor<2xf32>
  %init = linalg.fill ins(%zero : f32) outs(%empty : tensor<2xf32>) -> tensor<2xf32>
  %sum = linalg.reduce ins(%x : tensor<2x3xf32>) outs(%init : tensor<2xf32>) dimensions = [1] (%a: f32, %b: f32) {
    %c = arith.addf %a, %b : f32
    linalg.yield %c : f32
  }
  return %sum : tensor<2xf32>
}

// Counts how often each of 0..3 occurs.
func.func @loops(%x: tensor<4xi64>) -> tensor<4xi64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %one = arith.constant 1 : i64
  %zeros = arith.constant dense<0> : tensor<4xi64>
  %counts = scf.for %i = %c0 to %c4 step %c1 iter_args(%t = %zeros) -> tensor<4xi64> {
    %v = tensor.extract %x[%i] : tensor<4xi64>
    %at = arith.index_cast %v : i64 to index
    %old = tensor.extract %t[%at] : tensor<4xi64>
    %new = arith.addi %old, %one : i64
    %next = tensor.insert %new into %t[%at] : tensor<4xi64>
    scf.yield %next : tensor<4xi64>
  }
  return %counts : tensor<4xi64>
}

func.func @slices(%x: tensor<3x4xf32>) -> (tensor<2x2xf32>, tensor<5x4xf32>) {
  %zero = arith.constant 0.0 : f32
  %zeros = tensor.splat %zero : tensor<3x4xf32>
  %s = tensor.extract_slice %x[0, 1] [2, 2] [2, 2] : tensor<3x4xf32> to tensor<2x2xf32>
  %t = tensor.insert_slice %s into %zeros[0, 1] [2, 2] [2, 2] : tensor<2x2xf32> into tensor<3x4xf32>
  %p = tensor.pad %t low[1, 0] high[1, 0] {
  ^bb0(%i: index, %j: index):
    tensor.yield %zero : f32
  } : tensor<3x4xf32> to tensor<5x4xf32>
  return %s, %p : tensor<2x2xf32>, tensor<5x4xf32>
}

func.func @rounds(%x: f32, %one: f32) -> (f32, f16, i8) {
  %c255 = arith.constant 255 : i32
  %y = arith.addf %x, %one : f32
  %h = arith.truncf %x : f32 to f16
  %b = arith.trunci %c255 : i32 to i8
  return %y, %h, %b : f32, f16, i8
}

// OUTSIDE: error: {{.*}}upstream.mlir:[[#@LINE + 7]]:{{[0-9]+}}: tensor.extract: index 3 is outside of dimension 0, which has size 3
func.func @gathers(%table: tensor<3xf32>, %at: tensor<2xi64>) -> tensor<2xf32> {
  %e = tensor.empty() : tensor<2xf32>
  %r = linalg.generic {indexing_maps = [affine_map<(d) -> (d)>, affine_map<(d) -> (d)>], iterator_types = ["parallel"]}
    ins(%at : tensor<2xi64>) outs(%e : tensor<2xf32>) {
    ^bb0(%i: i64, %o: f32):
      %p = arith.index_cast %i : i64 to index
      %v = tensor.extract %table[%p] : tensor<3xf32>
      linalg.yield %v : f32
    } -> tensor<2xf32>
  return %r : tensor<2xf32>
}

// ASSERT: error: {{.*}}upstream.mlir:[[#@LINE + 6]]:{{[0-9]+}}: sizes 2 and 3 differ
func.func @checks(%x: tensor<?xf32>, %y: tensor<?xf32>) -> tensor<?xf32> {
  %c0 = arith.constant 0 : index
  %a = tensor.dim %x, %c0 : tensor<?xf32>
  %b = tensor.dim %y, %c0 : tensor<?xf32>
  %same = arith.cmpi eq, %a, %b : index
  cf.assert %same, "sizes {0} and {1} differ"
  return %x : tensor<?xf32>
}

// SHAPE: error: {{.*}}upstream.mlir:[[#@LINE + 2]]:{{[0-9]+}}: nnf.linear: expects the last dimension of input to equal the last dimension of weight, but got 3 and 5
func.func @shapes(%x: tensor<?x?xf32>, %w: tensor<?x?xf32>) -> tensor<?x?xf32> {
  %y = nnf.linear %x, %w : (tensor<?x?xf32>, tensor<?x?xf32>) -> tensor<?x?xf32>
  return %y : tensor<?x?xf32>
}

// PROMISE: error: {{.*}}upstream.mlir:[[#@LINE + 2]]:{{[0-9]+}}: tensor.cast: the result has shape 3, but its type is tensor<4xf32>
func.func @promises(%x: tensor<?xf32>) -> tensor<4xf32> {
  %y = tensor.cast %x : tensor<?xf32> to tensor<4xf32>
  return %y : tensor<4xf32>
}
