//===- Softmax.td - softmax and its logarithm -------------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
include "nnf/IR/NnfBase.td"

class Nnf_SoftmaxLike<string mnemonic, dag attrs>
    : Nnf_Composite<mnemonic, "Softmax", (ins Nnf_Tensor:$input), (ins), !con((ins Nnf_I64Base:$dim), attrs),
                    (outs Nnf_Tensor:$result), [DeclareOpInterfaceMethods<Nnf_SlicewiseOpInterface, ["getWholeDims"]>]> {
  let resultAxis = "getDim()";
  let assemblyFormat = "$input `dim` `=` $dim" # Nnf_Clauses<attrs>.text # " attr-dict `:` type($input)";
  let shapeRuleBody = [{
  results.push_back(c.shape(adaptor.getInput()));
  return c.dimIndex(adaptor.getDim(), results.back().size());
}];
  let extraClassDefinition = commonDefinitions # [{
::llvm::SmallVector<int64_t> $cppClass::getWholeDims() { return {detail::axisFromFront(getDim(), *this)}; }
}];
}

def Nnf_SoftmaxOp : Nnf_SoftmaxLike<"softmax", (ins DefaultValuedAttr<Nnf_EmptyRow, "::mlir::nnf::EmptyRow::Nan">:$empty_row)> {
  let summary = "exp(x) / sum(exp(x)) along a dimension";
  let resultKind = "Probabilities";
  let resultBounds = "::mlir::nnf::Bounds::between(0, 1)";
  let description = [{
    Formula: `exp(x - max(x)) / sum(exp(x - max(x)))` along `dim`, which may be negative. A row with a NaN or +inf is NaN.
    A row that is all -inf is NaN as in PyTorch, or 0 with `empty_row = zero`, which attention masks want. An empty
    row is empty.

    ```mlir
    %softmax = nnf.softmax %x dim = -1 : tensor<?x10xf32>
    ```

    [torch.nn.functional.softmax](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.softmax.html)
  }];
}
def Nnf_LogSoftmaxOp : Nnf_SoftmaxLike<"log_softmax", (ins)> {
  let summary = "log(softmax(x)) without loss of digits";
  let resultKind = "LogProbabilities";
  let resultBounds = "::mlir::nnf::Bounds::between(-INFINITY, 0, true, true)";
  let description = [{
    Formula: `x - max(x) - log(sum(exp(x - max(x))))` along `dim`. A row with a NaN or +inf, or all -inf, is NaN.

    ```mlir
    %log_softmax = nnf.log_softmax %x dim = 1 : tensor<?x10xf32>
    ```

    [torch.nn.functional.log_softmax](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.log_softmax.html)
  }];
}
def Nnf_SoftminOp : Nnf_SoftmaxLike<"softmin", (ins)> {
  let summary = "softmax of -x";
  let description = [{
    Formula: `softmax(-x)` along `dim`, with softmax's values at NaN and infinities.

    ```mlir
    %softmin = nnf.softmin %x dim = -1 : tensor<?x10xf32>
    ```

    [torch.nn.functional.softmin](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.softmin.html)
  }];
}
