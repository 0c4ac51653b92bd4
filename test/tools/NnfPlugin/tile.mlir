// A stock transform script tiles our ops, and fuses a producer into the loop.
// An mlir-opt without the sanitizer cannot load a library with it.
// UNSUPPORTED: asan
// RUN: %llvm_tools/mlir-opt --load-dialect-plugin=%nnf_libs/NnfPlugin%shlibext --transform-interpreter --canonicalize --split-input-file %s | FileCheck %s
// RUN: nnf-opt --transform-interpreter --canonicalize --split-input-file %s | FileCheck %s

// CHECK-LABEL: func @rows(
// CHECK: scf.for %[[I:.*]] = %{{.*}} to %{{.*}} step %{{.*}} iter_args(%[[ACC:.*]] =
// CHECK: %[[SLICE:.*]] = tensor.extract_slice %arg0[%[[I]], 0] [8, %{{.*}}] [1, 1] : tensor<64x?xf32> to tensor<8x?xf32>
// CHECK: %[[RELU:.*]] = nnf.relu %[[SLICE]] : tensor<8x?xf32>
// CHECK: %[[SOFTMAX:.*]] = nnf.softmax %[[RELU]] dim = -1 : tensor<8x?xf32>
// CHECK: tensor.insert_slice %[[SOFTMAX]] into %[[ACC]][%[[I]], 0]
func.func @rows(%x: tensor<64x?xf32>) -> tensor<64x?xf32> {
  %0 = nnf.relu %x : tensor<64x?xf32>
  %1 = nnf.softmax %0 dim = -1 : tensor<64x?xf32>
  return %1 : tensor<64x?xf32>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%m: !transform.any_op {transform.readonly}) {
    %s = transform.structured.match ops{["nnf.softmax"]} in %m : (!transform.any_op) -> !transform.any_op
    %t, %l = transform.structured.fuse %s tile_sizes [8] : (!transform.any_op) -> (!transform.any_op, !transform.any_op)
    transform.yield
  }
}

// -----

// The weight is not sliced.
// CHECK-LABEL: func @layer_norm(
// CHECK: scf.forall (%{{.*}}, %{{.*}}) in
// CHECK: nnf.layer_norm %{{.*}} normalized_shape = [16] weight = %arg1 : (tensor<?x?x16xf16>, tensor<16xf16>) -> tensor<?x?x16xf16>
func.func @layer_norm(%x: tensor<?x?x16xf16>, %w: tensor<16xf16>) -> tensor<?x?x16xf16> {
  %0 = nnf.layer_norm %x normalized_shape = [16] weight = %w : (tensor<?x?x16xf16>, tensor<16xf16>) -> tensor<?x?x16xf16>
  return %0 : tensor<?x?x16xf16>
}
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%m: !transform.any_op {transform.readonly}) {
    %s = transform.structured.match ops{["nnf.layer_norm"]} in %m : (!transform.any_op) -> !transform.any_op
    %t, %l = transform.structured.tile_using_forall %s tile_sizes [4, 8] : (!transform.any_op) -> (!transform.any_op, !transform.any_op)
    transform.yield
  }
}
