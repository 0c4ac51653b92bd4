//===- Passes.td - passes about whole pipelines ---------------------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
#ifndef NNF_PIPELINES_PASSES_TD
#define NNF_PIPELINES_PASSES_TD

include "mlir/Pass/PassBase.td"

def ExplainUnsupported : Pass<"nnf-explain-unsupported", "::mlir::ModuleOp"> {
  let summary = "List everything in a module that cannot be lowered, in one table";
  let description = [{
    A pipeline stops at the first op that it cannot lower. This pass tries them all: the module first, then, where that
    fails, each argument and op by itself in a function of its own, and reports every one that fails with its place, the
    pipeline's reason, and the nearest form that works. That form was tried as well: other element types, static sizes, a
    rank, a conversion to run before, or the op of nnf whose name is nearest. The module is not changed, and the pass fails
    where there is something to list.

    ```
    nnf-explain-unsupported: 2 of 7 ops and arguments cannot be lowered (target cpu)

    | what | where | reason | nearest supported form |
    |---|---|---|---|
    | nnf.relu | model.mlir:3:8 | operand #0 must be ... but got 'tensor<4xcomplex<f32>>' | f32 for complex<f32> |
    | torch.gelu | model.mlir:4:8 | is left over by the pipeline | nnf.gelu |
    ```

    nnf-opt reads a module for this pass without checking it, so that ops which their verifier refuses are in the table too.
  }];
  let options = [
    Option<"target", "target", "std::string", "\"cpu\"", "Lower to linalg, cpu or nvvm">,
    Option<"output", "output", "std::string", "", "File for the table (default: standard error)">,
  ];
}

#endif // NNF_PIPELINES_PASSES_TD
