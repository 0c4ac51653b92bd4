//===- Passes.td - passes from nnf to nnf ----------------------------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TRANSFORMS_PASSES_TD
#define NNF_TRANSFORMS_PASSES_TD

include "mlir/Pass/PassBase.td"

def FuseLosses : Pass<"nnf-fuse-losses"> {
  let summary = "Give classifier losses the logits: log_softmax + nll_loss become cross_entropy";
  let description = [{
    A classifier loss that reads what a softmax left becomes one cross_entropy of the logits, which never stores the
    (log-)probabilities and does not underflow. The results are equal in exact arithmetic; in floating point the fused form
    rounds less often. Casts between shapes, reshapes, transpositions and widenings of the element type in between are
    repeated on the logits.

    ```mlir
    %logp = nnf.log_softmax %x dim = 1 : tensor<?x10xf32>
    %loss = nnf.nll_loss %logp, %t : (tensor<?x10xf32>, tensor<?xi64>) -> tensor<f32>
    // becomes
    %loss = nnf.cross_entropy %x, %t : (tensor<?x10xf32>, tensor<?xi64>) -> tensor<f32>
    ```

    A loss stays as it is where the probabilities are needed anyway, where the softmax runs along another dimension than
    the classes, where it gives zeros for a row that is all -inf, and where a rounding lies in between. Each rewrite is a
    remark of the category nnf-fuse-losses (`--remarks-filter-passed=nnf`), each of these a missed one with the reason.
  }];
  let options = [
    Option<"logSoftmax", "log-softmax", "bool", "true", "Fuse log_softmax (and the logarithm of softmax) with nll_loss">,
    Option<"probabilities", "probabilities", "bool", "true",
           "Fuse softmax with a cross_entropy whose input_kind says that it reads probabilities or their logarithms">,
    Option<"idempotent", "idempotent", "bool", "true", "Drop a log_softmax before a cross_entropy of logits">,
  ];
  let dependentDialects = ["::mlir::nnf::NnfDialect"];
}

#endif // NNF_TRANSFORMS_PASSES_TD
