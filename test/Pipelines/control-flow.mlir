// Loops and branches over tensors, with and without a place that is shared by all iterations.

// RUN: nnf-runner %s --function=fresh --input=4xf32=1 | FileCheck %s --check-prefix=FRESH
// FRESH: result[0]: 4xf32=[8, 8, 8, 8]
func.func @fresh(%x: tensor<4xf32>) -> tensor<4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %r = scf.for %i = %c0 to %c3 step %c1 iter_args(%a = %x) -> tensor<4xf32> {
    %e = tensor.empty() : tensor<4xf32>
    %z = linalg.add ins(%a, %a : tensor<4xf32>, tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
    scf.yield %z : tensor<4xf32>
  }
  return %r : tensor<4xf32>
}

// Two carried tensors change places, an odd number of times.
// RUN: nnf-runner %s --function=swap --input=2xf32=1 --input=2xf32=2 | FileCheck %s --check-prefix=SWAP
// SWAP: result[0]: 2xf32=[2, 2]
// SWAP: result[1]: 2xf32=[1, 1]
func.func @swap(%x: tensor<2xf32>, %y: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %r:2 = scf.for %i = %c0 to %c3 step %c1 iter_args(%a = %x, %b = %y) -> (tensor<2xf32>, tensor<2xf32>) {
    scf.yield %b, %a : tensor<2xf32>, tensor<2xf32>
  }
  return %r#0, %r#1 : tensor<2xf32>, tensor<2xf32>
}

// One of two carried tensors is read after the other was written: Fibonacci.
// RUN: nnf-runner %s --function=fibonacci --input=3xi64=1 --input=3xi64=1 | FileCheck %s --check-prefix=FIBONACCI
// FIBONACCI: result[0]: 3xi64=[89, 89, 89]
func.func @fibonacci(%x: tensor<3xi64>, %y: tensor<3xi64>) -> tensor<3xi64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c10 = arith.constant 10 : index
  %r:2 = scf.for %i = %c0 to %c10 step %c1 iter_args(%a = %x, %b = %y) -> (tensor<3xi64>, tensor<3xi64>) {
    %e = tensor.empty() : tensor<3xi64>
    %z = linalg.add ins(%a, %b : tensor<3xi64>, tensor<3xi64>) outs(%e : tensor<3xi64>) -> tensor<3xi64>
    scf.yield %b, %z : tensor<3xi64>, tensor<3xi64>
  }
  return %r#0 : tensor<3xi64>
}

// A tensor that grows: its memory is another one in every iteration.
// RUN: nnf-runner %s --function=grow --input=2xf32=5 --input=3 | FileCheck %s --check-prefix=GROW
// GROW: result[0]: 5xf32=[5, 5, 0, 0, 0]
func.func @grow(%x: tensor<?xf32>, %n: i64) -> tensor<?xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  %to = arith.index_cast %n : i64 to index
  %r = scf.for %i = %c0 to %to step %c1 iter_args(%a = %x) -> tensor<?xf32> {
    %z = tensor.pad %a low[0] high[1] {
    ^bb0(%j: index):
      tensor.yield %zero : f32
    } : tensor<?xf32> to tensor<?xf32>
    scf.yield %z : tensor<?xf32>
  }
  return %r : tensor<?xf32>
}

// Until a condition on a value holds.
// RUN: nnf-runner %s --function=until --input=2xf32=1 | FileCheck %s --check-prefix=UNTIL
// UNTIL: result[0]: 2xf32=[128, 128]
func.func @until(%x: tensor<2xf32>) -> tensor<2xf32> {
  %c0 = arith.constant 0 : index
  %most = arith.constant 100.0 : f32
  %r = scf.while (%a = %x) : (tensor<2xf32>) -> tensor<2xf32> {
    %v = tensor.extract %a[%c0] : tensor<2xf32>
    %c = arith.cmpf olt, %v, %most : f32
    scf.condition(%c) %a : tensor<2xf32>
  } do {
  ^bb0(%a: tensor<2xf32>):
    %e = tensor.empty() : tensor<2xf32>
    %z = linalg.add ins(%a, %a : tensor<2xf32>, tensor<2xf32>) outs(%e : tensor<2xf32>) -> tensor<2xf32>
    scf.yield %z : tensor<2xf32>
  }
  return %r : tensor<2xf32>
}

// Bools that a loop carries, and a named op on them.
// RUN: nnf-runner %s --function=bools --input=2x3xi1=1 --input=3xi1=0 | FileCheck %s --check-prefix=BOOLS
// BOOLS: result[0]: 3xi1=[true, true, true]
func.func @bools(%x: tensor<2x3xi1>, %y: tensor<3xi1>) -> tensor<3xi1> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %r = scf.for %i = %c0 to %c2 step %c1 iter_args(%a = %y) -> tensor<3xi1> {
    %z = linalg.reduce ins(%x : tensor<2x3xi1>) outs(%a : tensor<3xi1>) dimensions = [0]
      (%u: i1, %v: i1) {
        %0 = arith.ori %u, %v : i1
        linalg.yield %0 : i1
      }
    scf.yield %z : tensor<3xi1>
  }
  return %r : tensor<3xi1>
}

// What a branch hands on is read with vectors: nothing is said to be scalar.
// RUN: nnf-opt %s --nnf-to-cpu='stop-after=vector remarks=true' 2>&1 | FileCheck %s --check-prefix=BRANCH --implicit-check-not=remark
// RUN: nnf-runner %s --function=branch --input=3xf32="1 -2 3" --input=1 | FileCheck %s --check-prefix=TAKEN
// BRANCH-LABEL: func.func @branch
// BRANCH: scf.if
// BRANCH: vector.load
// TAKEN: result[0]: 3xf32=[1, 0, 3]
func.func @branch(%x: tensor<?xf32>, %n: i64) -> tensor<?xf32> {
  %one = arith.constant 1 : i64
  %c = arith.cmpi eq, %n, %one : i64
  %r = scf.if %c -> tensor<?xf32> {
    %y = nnf.relu %x : tensor<?xf32>
    scf.yield %y : tensor<?xf32>
  } else {
    scf.yield %x : tensor<?xf32>
  }
  %z = nnf.relu %r : tensor<?xf32>
  return %z : tensor<?xf32>
}
