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

def FusionReport : Pass<"nnf-fusion-report", "::mlir::ModuleOp"> {
  let summary = "Print which ops the CPU pipeline computes together, and what that saves";
  let description = [{
    Runs the CPU pipeline on a copy of the module and prints, for each public function, its kernels (ops that became one nest
    of loops) with the ops of the source that each has a part in. Under a kernel stand the values that are neither written
    nor read, because all that read them are in the kernel that makes them, with the bytes of traffic; and what became of
    each temporary on the way, with the reason: the cost model weighs computing again (at most 4 instructions an element)
    against a store and a load.

    ```
    nnf-fusion-report: @f: 3 ops in 1 kernel, 1.00 MiB not written and read again
      1 (rows): nnf.relu at 2:8, nnf.sigmoid at 3:8, arith.mulf at 4:8
          saved 512.00 KiB: 64x1024xf32 of nnf.relu at 2:8, read by arith.mulf at 4:8
          saved 512.00 KiB: 64x1024xf32 of nnf.sigmoid at 3:8, read by arith.mulf at 4:8
    ```
  }];
  let options = [
    Option<"target", "target", "std::string", "\"host\"", "The machine: avx512, avx2, generic or host">,
    Option<"output", "output", "std::string", "", "File for the report (default: standard error)">,
  ];
}

#endif // NNF_PIPELINES_PASSES_TD
