//===- LowPrecision.td - products of groups of rows, and of bytes with scales ------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
include "nnf/IR/NnfBase.td"
include "nnf/IR/enums/LowPrecision.td"

def Nnf_ByteFloatTensor : RankedTensorOf<[F8E4M3FN, F8E5M2]>;
def Nnf_ScaleTensor : RankedTensorOf<[F32]>;
/// What a product of bytes is rounded to: bytes again, too.
def Nnf_ScaledFloat : AnyTypeOf<[F32, F64, F16, BF16, F8E4M3FN, F8E5M2]>;

def Nnf_GroupedMmOp : Nnf_Composite<"grouped_mm", "LowPrecision", (ins Nnf_Tensor:$mat_a, Nnf_Tensor:$mat_b),
    (ins Optional<RankedTensorOf<[I32, I64]>>:$offs), (ins OptionalAttr<TypeAttrOf<Nnf_Float>>:$out_dtype),
    (outs Nnf_Tensor:$result)> {
  let summary = "one matrix product for each group of rows, columns or terms";
  let description = [{
    Formula: `result[m] = mat_a[m] mat_b[g]` for the rows m of `mat_a` (M, K) that are in group g, with one matrix of `mat_b` (G, K, N) a group:
    the result is (M, N). Group g is [offs[g - 1], offs[g]), the first begins at 0; what is behind the last is 0. An offset
    below the one before it makes an empty group, one beyond the dimension is an error at run time. With `mat_a` (G, M, K) and
    `mat_b` (K, N) the groups are columns, and the result is (M, N); with (M, K) and (K, N) they are parts of the sum, and the
    result is (G, M, N). With (G, M, K) and (G, K, N) there are no `offs`, and the result is (G, M, N). `out_dtype` is the
    result's type instead of the operands'.

    ```mlir
    %y = nnf.grouped_mm %a, %b offs = %o : (tensor<?x16xbf16>, tensor<3x16x8xbf16>, tensor<3xi32>) -> tensor<?x8xbf16>
    ```

    [torch.nn.functional.grouped_mm](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.grouped_mm.html)
  }];
  let resultNames = ["grouped"];
  let elementTypesBody = "types.push_back(adaptor.getOutDtype().value_or(detail::elementTypeOf(operands[0])));";
}

class Nnf_Scaled<string mnemonic, dag optionals, dag recipes>
    : Nnf_Composite<mnemonic, "LowPrecision", (ins Nnf_ByteFloatTensor:$mat_a, Nnf_ByteFloatTensor:$mat_b,
        Nnf_ScaleTensor:$scale_a, Nnf_ScaleTensor:$scale_b), optionals,
        !con(recipes, (ins OptionalAttr<TypeAttrOf<Nnf_ScaledFloat>>:$output_dtype)),
        (outs RankedTensorOf<[Nnf_ScaledFloat]>:$result)> {
  let resultNames = ["scaled"];
  let elementTypesBody = [{types.push_back(adaptor.getOutputDtype().value_or(
      ::mlir::Type(::mlir::BFloat16Type::get(operands[0].getContext()))));}];
}
def Nnf_ScaledMmOp : Nnf_Scaled<"scaled_mm", (ins Optional<Nnf_Tensor>:$bias),
    (ins DefaultValuedAttr<Nnf_ScaleRecipe, "::mlir::nnf::ScaleRecipe::TensorWise">:$scale_recipe_a,
         DefaultValuedAttr<Nnf_ScaleRecipe, "::mlir::nnf::ScaleRecipe::TensorWise">:$scale_recipe_b)> {
  let summary = "the product of matrices of 8-bit floats with scales";
  let description = [{
    Formula: `(mat_a * scale_a) (mat_b * scale_b) + bias`, with `mat_a` (M, K) and `mat_b` (K, N), and the sum in f32. A scale is one number (rank 0,
    or dimensions of size 1) with the recipe tensorwise, or with rowwise a number a row of `mat_a`, (M, 1), or a column of `mat_b`,
    (1, N). `bias` is (N). The result has the type `output_dtype`, bf16 by default; f8E4M3FN holds what is beyond its largest number as
    that number.

    ```mlir
    %y = nnf.scaled_mm %a, %b, %s, %t : (tensor<?x32xf8E4M3FN>, tensor<32x16xf8E4M3FN>, tensor<f32>, tensor<f32>) -> tensor<?x16xbf16>
    ```

    [torch.nn.functional.scaled_mm](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.scaled_mm.html)
  }];
}
def Nnf_ScaledGroupedMmOp : Nnf_Scaled<"scaled_grouped_mm", (ins Optional<RankedTensorOf<[I32, I64]>>:$offs), (ins)> {
  let summary = "grouped_mm of matrices of 8-bit floats with a scale a row";
  let description = [{
    Formula: `grouped_mm(mat_a, mat_b, offs)` in f32, each element times the scales of its row and column. `scale_a` has a number a row,
    (M) where the rows of `mat_a` (M, K) are in groups and (G, M) otherwise; `scale_b` one a column, (N) where the columns of
    `mat_b` (K, N) are in groups and (G, N) otherwise. The result has the type `output_dtype`, as scaled_mm's.

    ```mlir
    %y = nnf.scaled_grouped_mm %a, %b, %s, %t offs = %o : (tensor<?x32xf8E4M3FN>, tensor<2x32x16xf8E4M3FN>, tensor<?xf32>, tensor<2x16xf32>, tensor<2xi32>) -> tensor<?x16xbf16>
    ```

    [torch.nn.functional.scaled_grouped_mm](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.scaled_grouped_mm.html)
  }];
}
