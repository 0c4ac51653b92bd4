//===- Softmax.td - softmax and its logarithm -------------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
include "nnf/IR/NnfBase.td"

/// `dtype` is what the input is converted to first; without it the input is of floats.
class Nnf_SoftmaxLike<string mnemonic, dag attrs, dag allAttrs = !con(attrs, (ins OptionalAttr<TypeAttrOf<Nnf_Float>>:$dtype))>
    : Nnf_Composite<mnemonic, "Softmax", (ins RankedTensorOf<[Nnf_Float, Nnf_Int, Nnf_Bool]>:$input), (ins),
                    !con((ins Nnf_I64Base:$dim), allAttrs), (outs RankedTensorOf<[Nnf_Float, Nnf_Int, Nnf_Bool]>:$result), [DeclareOpInterfaceMethods<Nnf_SlicewiseOpInterface, ["getWholeDims"]>]> {
  let resultAxis = "getDim()";
  let assemblyFormat = "$input `dim` `=` $dim" # Nnf_Clauses<allAttrs>.text
      # " attr-dict `:` custom<UnaryTypes>(type($input), type($result))";
  let elementTypesBody = "types.push_back(adaptor.getDtype().value_or(detail::elementTypeOf(operands[0])));";
  let shapeRuleBody = [{
  results.push_back(c.shape(adaptor.getInput()));
  if (failed(c.require(adaptor.getDtype() || ::llvm::isa<::mlir::FloatType>(detail::elementTypeOf(adaptor.getInput())),
                       "expects dtype to be given for an input that is not of floats")))
    return ::mlir::failure();
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
    row is empty. With `dtype` the input, which may then be of integers or bools, is first converted to that type.

    ```mlir
    %softmax = nnf.softmax %x dim = -1 : tensor<?x10xf32>
    %converted = nnf.softmax %i dim = 1 dtype = f32 : tensor<?x10xi64> -> tensor<?x10xf32>
    ```

    [torch.nn.functional.softmax](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.softmax.html)
  }];
}
def Nnf_LogSoftmaxOp : Nnf_SoftmaxLike<"log_softmax", (ins)> {
  let summary = "log(softmax(x)) without loss of digits";
  let resultKind = "LogProbabilities";
  let resultBounds = "::mlir::nnf::Bounds::between(-INFINITY, 0, true, true)";
  let description = [{
    Formula: `x - max(x) - log(sum(exp(x - max(x))))` along `dim`. A row with a NaN or +inf, or all -inf, is NaN. `dtype` is that
    of softmax.

    ```mlir
    %log_softmax = nnf.log_softmax %x dim = 1 : tensor<?x10xf32>
    ```

    [torch.nn.functional.log_softmax](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.log_softmax.html)
  }];
}
def Nnf_SoftminOp : Nnf_SoftmaxLike<"softmin", (ins)> {
  let summary = "softmax of -x";
  let description = [{
    Formula: `softmax(-x)` along `dim`, with softmax's values at NaN and infinities. `dtype` is that of softmax.

    ```mlir
    %softmin = nnf.softmin %x dim = -1 : tensor<?x10xf32>
    ```

    [torch.nn.functional.softmin](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.softmin.html)
  }];
}
def Nnf_GumbelSoftmaxOp : Nnf_Composite<"gumbel_softmax", "Softmax", (ins Nnf_Tensor:$logits),
    (ins Optional<I64>:$seed, Optional<I64>:$offset),
    (ins Nnf_F64<"1.0">:$tau, Nnf_Flag<"false">:$hard, Nnf_F64<"1e-10">:$eps, Nnf_I64<"-1">:$dim), (outs Nnf_Tensor:$result)> {
  let summary = "softmax of scores with random noise: a relaxed draw of a class";
  let resultKind = "Probabilities";
  let resultAxis = "getDim()";
  let resultBounds = "::mlir::nnf::Bounds::between(0, 1)";
  let description = [{
    Formula: `softmax((logits + g) / tau)` along `dim`, with `g = -log(-log(u))` and u in (0, 1) from word i mod 4 of the counter offset + i div 4 of
    Philox 4x32-10 keyed by `seed`, as for dropout, for element i: (v + 1/2) / 2^b where v is the word's upper b = 23 bits (f64: 32).
    With `hard`, the result is 1 at the (first) largest of each row and 0 elsewhere, but has the gradient of the soft one. `eps`
    has no effect. `seed` and `offset` are required.

    ```mlir
    %gumbel_softmax = nnf.gumbel_softmax %x seed = %s offset = %o tau = 0.5 hard = true : (tensor<?x10xf32>, i64, i64) -> tensor<?x10xf32>
    ```

    [torch.nn.functional.gumbel_softmax](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.gumbel_softmax.html)
  }];
  let shapeRuleBody = [{
  results.push_back(c.shape(adaptor.getLogits()));
  if (failed(c.require(adaptor.getSeed() && adaptor.getOffset(), "expects seed and offset")))
    return ::mlir::failure();
  return c.dimIndex(adaptor.getDim(), results.back().size());
}];
}
