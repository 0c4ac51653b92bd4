//===- Dropout.td - random zeros --------------------------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
include "nnf/IR/NnfBase.td"

/// Draws of a generator that is a function of seed, offset and position: see dropout.
class Nnf_Drops<string mnemonic, string training, Type type = Nnf_Tensor>
    : Nnf_Composite<mnemonic, "Dropout", (ins type:$input), (ins Optional<I64>:$seed, Optional<I64>:$offset),
        (ins Nnf_F64<"0.5">:$p, Nnf_Flag<training>:$training, Nnf_Flag<"false">:$inplace), (outs type:$result)> {
  let hasVerifier = 1;
  let hasFolder = 1;
  let forwardedOperand = "!getTraining() || getP() == 0 ? 0 : -1";
  let extraClassDefinition = commonDefinitions # [{
::llvm::LogicalResult $cppClass::verify() {
  return detail::verifyDrops(*this, getP(), getTraining(), getSeed() && getOffset());
}
::mlir::OpFoldResult $cppClass::fold(FoldAdaptor) {
  return (!getTraining() || getP() == 0) && getInput().getType() == getType() ? ::mlir::OpFoldResult(getInput()) : ::mlir::OpFoldResult();
}
}];
}

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
def Nnf_AlphaDropoutOp : Nnf_Drops<"alpha_dropout", "false"> {
  let shapeRuleBody = "results.push_back(c.shape(adaptor.getInput())); return ::mlir::success();";
  let summary = "dropout that keeps mean 0 and variance 1 after selu";
  let description = [{
    Formula: `a * x + b` where element i is kept, as dropout decides, and `-a * 1.7580993408473766 + b` where not, with
    `a = 1 / sqrt((1.7580993408473766^2 p + 1) (1 - p))` and `b = 1.7580993408473766 a p`. `seed` and `offset` are required in training, and are those of dropout. In inference, and for p = 0, the result is the
    input. p = 1 gives zeros. `inplace` is a hint.

    ```mlir
    %alpha_dropout = nnf.alpha_dropout %x seed = %s offset = %o p = 0.1 training = true : (tensor<?x64xf32>, i64, i64) -> tensor<?x64xf32>
    ```

    [torch.nn.functional.alpha_dropout](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.alpha_dropout.html)
  }];
}
def Nnf_FeatureAlphaDropoutOp : Nnf_Drops<"feature_alpha_dropout", "false", Nnf_AnyTensor> {
  let summary = "alpha_dropout of whole channels";
  let description = [{
    Formula: that of alpha_dropout, but that the elements of one channel of one sample, `input[n, c]`, are kept or not together: with the draw for
    element n C + c. `input` has rank 2 or more. `seed` and `offset` are required in training, and are those of dropout. In inference, and for p = 0, the result is the
    input, which may then be of integers or bools. p = 1 gives zeros. `inplace` is a hint.

    ```mlir
    %feature_alpha_dropout = nnf.feature_alpha_dropout %x seed = %s offset = %o training = true : (tensor<?x8x16xf32>, i64, i64) -> tensor<?x8x16xf32>
    ```

    [torch.nn.functional.feature_alpha_dropout](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.feature_alpha_dropout.html)
  }];
}
def Nnf_Dropout1dOp : Nnf_Drops<"dropout1d", "true"> {
  let summary = "dropout of whole channels of 1-d features";
  let description = [{
    Formula: that of dropout, but that the elements of one channel of one sample, `input[n, c]`, are kept or not together: with the draw for
    element n C + c. `input` is (N, C, L) or (C, L). `seed` and `offset` are required in training, and are those of dropout. In inference, and for p = 0, the result is the
    input. p = 1 gives zeros. `inplace` is a hint.

    ```mlir
    %dropout1d = nnf.dropout1d %x seed = %s offset = %o p = 0.1 : (tensor<?x8x4xf32>, i64, i64) -> tensor<?x8x4xf32>
    ```

    [torch.nn.functional.dropout1d](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.dropout1d.html)
  }];
}
def Nnf_Dropout2dOp : Nnf_Drops<"dropout2d", "true"> {
  let summary = "dropout of whole channels of 2-d features";
  let description = [{
    Formula: that of dropout, but that the elements of one channel of one sample, `input[n, c]`, are kept or not together: with the draw for
    element n C + c. `input` is (N, C, H, W), or has another rank from 2 on: the first two dimensions are samples and channels. `seed` and `offset` are required in training, and are those of dropout. In inference, and for p = 0, the result is the
    input. p = 1 gives zeros. `inplace` is a hint.

    ```mlir
    %dropout2d = nnf.dropout2d %x seed = %s offset = %o p = 0.1 : (tensor<?x8x4x4xf32>, i64, i64) -> tensor<?x8x4x4xf32>
    ```

    [torch.nn.functional.dropout2d](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.dropout2d.html)
  }];
}
def Nnf_Dropout3dOp : Nnf_Drops<"dropout3d", "true"> {
  let summary = "dropout of whole channels of 3-d features";
  let description = [{
    Formula: that of dropout, but that the elements of one channel of one sample, `input[n, c]`, are kept or not together: with the draw for
    element n C + c. `input` is (N, C, D, H, W), or has another rank: then its first dimension is the channels, of one sample. `seed` and `offset` are required in training, and are those of dropout. In inference, and for p = 0, the result is the
    input. p = 1 gives zeros. `inplace` is a hint.

    ```mlir
    %dropout3d = nnf.dropout3d %x seed = %s offset = %o p = 0.1 : (tensor<?x8x4x4x4xf32>, i64, i64) -> tensor<?x8x4x4x4xf32>
    ```

    [torch.nn.functional.dropout3d](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.dropout3d.html)
  }];
}
