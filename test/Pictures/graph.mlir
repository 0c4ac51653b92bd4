// A module as a graph: ops in the colour of their family, shapes at the edges, a box around what is one loop nest, and
// what nnf-lint finds.
// RUN: nnf-opt %s --nnf-print-graph=dot | FileCheck %s
// RUN: nnf-opt %s --nnf-fuse-losses --nnf-print-graph=dot | FileCheck %s --check-prefix=FUSED

// CHECK: digraph nnf
// CHECK: label="@head"
// CHECK-NOT: arith.constant
// CHECK: [[SOFTMAX:n0_[0-9]+]] [shape=plain {{.*}}#95d5c9{{.*}}<b>softmax</b>{{.*}}dim = 1</font>{{.*}}tooltip="Softmax"
// CHECK: [[LOSS:n0_[0-9]+]] [shape=plain {{.*}}#f4acb7{{.*}}<b>cross_entropy</b>{{.*}}<b>NNF101</b>{{.*}}tooltip="cross_entropy takes logits
// CHECK: subgraph cluster_0_0
// CHECK: label="one loop nest"
// CHECK: [[LINEAR:n0_[0-9]+]] [{{.*}}#a9c9f5{{.*}}<b>linear</b>
// CHECK-NOT: bias
// CHECK: [[RELU:n0_[0-9]+]] [{{.*}}#b7e4c7{{.*}}<b>relu</b>
// CHECK: }
// CHECK: [[LINEAR]] -> [[RELU]] [label=" 64x10xf32"]
// CHECK: [[SOFTMAX]] -> [[LOSS]] [label=" 64x10xf32"]
// CHECK: [[LOSS]] -> n0_{{[0-9]+}} [label=" f32"]
func.func @head(%x: tensor<64x784xf32>, %w: tensor<10x784xf32>, %b: tensor<10xf32>, %t: tensor<64xi64>) -> tensor<f32> {
  %0 = nnf.linear %x, %w bias = %b : (tensor<64x784xf32>, tensor<10x784xf32>, tensor<10xf32>) -> tensor<64x10xf32>
  %1 = nnf.relu %0 : tensor<64x10xf32>
  %2 = nnf.softmax %1 dim = 1 : tensor<64x10xf32>
  %3 = nnf.cross_entropy %2, %t : (tensor<64x10xf32>, tensor<64xi64>) -> tensor<f32>
  return %3 : tensor<f32>
}

// Two functions that call the same one do not make its ops one loop; region ops are one node. Passes come first.
// CHECK: label="@calls"
// CHECK: <b>func.call</b>{{.*}}@inner
// CHECK: <b>scf.for</b>
// CHECK: label="@inner"
// CHECK-NOT: one loop nest
// FUSED: label="@calls"
// FUSED: <b>cross_entropy</b>
// FUSED-NOT: <b>nll_loss</b>
func.func @calls(%x: tensor<8x10xf32>, %t: tensor<8xi64>) -> tensor<f32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %0 = call @inner(%x) : (tensor<8x10xf32>) -> tensor<8x10xf32>
  %1 = scf.for %i = %c0 to %c3 step %c1 iter_args(%a = %0) -> tensor<8x10xf32> {
    %r = nnf.tanh %a : tensor<8x10xf32>
    scf.yield %r : tensor<8x10xf32>
  }
  %2 = nnf.log_softmax %1 dim = 1 : tensor<8x10xf32>
  %3 = nnf.nll_loss %2, %t : (tensor<8x10xf32>, tensor<8xi64>) -> tensor<f32>
  return %3 : tensor<f32>
}
func.func @inner(%x: tensor<8x10xf32>) -> tensor<8x10xf32> {
  %0 = nnf.softmax %x dim = 0 : tensor<8x10xf32>
  %1 = nnf.layer_norm %0 normalized_shape = [10] : (tensor<8x10xf32>) -> tensor<8x10xf32>
  return %1 : tensor<8x10xf32>
}

// An op that does not compile for the CPU is drawn, without boxes.
// RUN: nnf-opt %S/Inputs/unknown.mlir --allow-unregistered-dialect --nnf-print-graph=dot | FileCheck %s --check-prefix=UNKNOWN
// UNKNOWN: <b>other.op</b>
// UNKNOWN-NOT: one loop nest

// RUN: not nnf-opt %s --nnf-print-graph=png 2>&1 | FileCheck %s --check-prefix=FORMAT
// FORMAT: nnf-opt{{.*}}nnf-print-graph{{.*}}'png'
// RUN: not nnf-opt %s --nnf-print-graph=dot --nnf-stages=html 2>&1 | FileCheck %s --check-prefix=BOTH
// BOTH: nnf-opt: error: --nnf-print-graph and --nnf-stages each write a picture: expected one of them
// Without Graphviz there is one line, and no file.
// RUN: rm -f %t.svg
// RUN: not env PATH=/nonexistent %nnf_build/bin/nnf-opt %s --nnf-print-graph=svg -o %t.svg 2>&1 | FileCheck %s --check-prefix=NODOT
// NODOT: nnf-opt: error: pictures as svg and html are laid out by 'dot', which is not in the PATH (Debian package graphviz)
// RUN: not ls %t.svg
