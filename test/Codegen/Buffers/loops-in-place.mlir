// RUN: nnf-opt %s --pass-pipeline='builtin.module(func.func(nnf-prepare-bufferization))' | FileCheck %s

// What a loop yields is copied to where its argument lies, so that all iterations share one buffer.

// CHECK-LABEL: func.func @fresh
// CHECK:         scf.for {{.*}} iter_args(%[[A:.*]] = %{{.*}})
// CHECK:           %[[Z:.*]] = linalg.exp
// CHECK:           %[[IN:.*]] = linalg.copy ins(%[[Z]] : tensor<4xf32>) outs(%[[A]] : tensor<4xf32>)
// CHECK:           scf.yield %[[IN]]
func.func @fresh(%x: tensor<4xf32>, %n: index) -> tensor<4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%a = %x) -> tensor<4xf32> {
    %e = tensor.empty() : tensor<4xf32>
    %z = linalg.exp ins(%a : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
    scf.yield %z : tensor<4xf32>
  }
  return %r : tensor<4xf32>
}

// What is written there anyway stays as it is.

// CHECK-LABEL: func.func @already
// CHECK-NOT:     linalg.copy
// CHECK:         return
func.func @already(%x: tensor<4xf32>, %n: index) -> tensor<4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%a = %x) -> tensor<4xf32> {
    %z = linalg.exp ins(%x : tensor<4xf32>) outs(%a : tensor<4xf32>) -> tensor<4xf32>
    scf.yield %z : tensor<4xf32>
  }
  return %r : tensor<4xf32>
}

// Two that change places: both are copied out before the first is copied in.

// CHECK-LABEL: func.func @swap
// CHECK:         scf.for {{.*}} iter_args(%[[A:.*]] = %{{.*}}, %[[B:.*]] = %{{.*}})
// CHECK:           %[[OLD_B:.*]] = linalg.copy ins(%[[B]]
// CHECK:           %[[OLD_A:.*]] = linalg.copy ins(%[[A]]
// CHECK:           linalg.copy ins(%[[OLD_B]] {{.*}} outs(%[[A]]
// CHECK:           linalg.copy ins(%[[OLD_A]] {{.*}} outs(%[[B]]
func.func @swap(%x: tensor<4xf32>, %y: tensor<4xf32>, %n: index) -> (tensor<4xf32>, tensor<4xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r:2 = scf.for %i = %c0 to %n step %c1 iter_args(%a = %x, %b = %y) -> (tensor<4xf32>, tensor<4xf32>) {
    scf.yield %b, %a : tensor<4xf32>, tensor<4xf32>
  }
  return %r#0, %r#1 : tensor<4xf32>, tensor<4xf32>
}

// An open size may change from one iteration to the next.

// CHECK-LABEL: func.func @open
// CHECK-NOT:     linalg.copy
// CHECK:         return
func.func @open(%x: tensor<?xf32>, %d: index, %n: index) -> tensor<?xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%a = %x) -> tensor<?xf32> {
    %e = tensor.empty(%d) : tensor<?xf32>
    scf.yield %e : tensor<?xf32>
  }
  return %r : tensor<?xf32>
}
