//===- Dropout.td - random zeros --------------------------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
include "nnf/IR/NnfBase.td"

def Nnf_DropoutOp : Nnf_Composite<"dropout", "Dropout", (ins Nnf_Tensor:$input),
    (ins Optional<I64>:$seed, Optional<I64>:$offset),
    (ins Nnf_F64<"0.5">:$p, Nnf_Flag<"true">:$training, Nnf_Flag<"false">:$inplace), (outs Nnf_Tensor:$result)> {
  let summary = "zeros elements with probability p and scales the others by 1 / (1 - p)";
  let description = [{
    Formula: in training, element i is kept where u[i] >= p, with u[i] in [0, 1) from word i mod 4 of the counter offset + i div 4 of
    Philox 4x32-10 keyed by `seed`: the same bits on every target, vector length and thread count. `u` is the word's upper 24
    bits (f64: 32) over 2^24 (2^32). `seed` and `offset` are required in training; two calls with equal operands draw
    equal masks, so importers give every call an offset of its own. In inference, and for p = 0, the result is the input.
    p = 1 gives zeros. `inplace` is a hint.

    ```mlir
    %dropout = nnf.dropout %x seed = %s offset = %o p = 0.1 : (tensor<?x64xf32>, i64, i64) -> tensor<?x64xf32>
    %same = nnf.dropout %x p = 0.1 training = false : (tensor<?x64xf32>) -> tensor<?x64xf32>
    ```

    [torch.nn.functional.dropout](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.dropout.html); the generator: Salmon et al., Parallel random numbers: as easy as 1, 2, 3 (2011)
  }];
  let shapeRuleBody = "results.push_back(c.shape(adaptor.getInput())); return ::mlir::success();";
  let hasVerifier = 1;
  let forwardedOperand = "!getTraining() || getP() == 0 ? 0 : -1";
  let resultBounds = [{!getTraining() || getP() == 0 ? operands[0]
      : operands[0].isNonNegative()    ? ::mlir::nnf::Bounds::between(0, INFINITY)
                                       : ::mlir::nnf::Bounds()}];
  let hasFolder = 1;
}
