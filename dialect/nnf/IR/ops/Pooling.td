//===- Pooling.td - pooling over windows ------------------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One record for 1-d, 2-d and 3-d, and for the names that end in _with_indices: torch's rule is the same.
//
//===--------------------------------------------------------------------------------------------------===//
include "nnf/IR/NnfBase.td"
include "nnf/IR/NnfSpatial.td"

/// A line of an example: one result, or with indices two.
class Nnf_PoolExample<string mnemonic, string attrs, string from, string to, bit indices = 0> {
  string text = "```mlir\n"
      # !if(indices, "%y:2", "%y") # " = nnf." # mnemonic # " %x " # attrs # " : (tensor<1x3x" # from # "xf32>) -> "
      # !if(indices, "(tensor<1x3x" # to # "xf32>, tensor<1x3x" # to # "xi64>)", "tensor<1x3x" # to # "xf32>")
      # "\n```\n\n";
}
/// Element types of a value and of its optional (or certain) indices.
class Nnf_PoolElements<bit always> {
  string text = "types.push_back(detail::elementTypeOf(operands[0]));\n"
      # !if(always, "", "  if (adaptor.getReturnIndices())\n  ")
      # "  types.push_back(::mlir::IntegerType::get(operands[0].getContext(), 64));\n";
}
class Nnf_PoolMembers<int n, bit always> {
  string text = "  static constexpr int64_t spatialRank = " # n # ";\n  static constexpr bool alwaysReturnsIndices = "
      # !if(always, "true;\n  bool getReturnIndices() { return true; }\n", "false;\n");
}

//===-- maxima -------------------------------------------------------------------------------------------------===//

class Nnf_MaxPool<int n, bit indices = 0, string name = "max_pool" # n # "d" # !if(indices, "_with_indices", "")>
    : Nnf_Composite<name, "Pooling", (ins Nnf_NumberTensor:$input), (ins),
        !con((ins DenseI64ArrayAttr:$kernel_size, Nnf_I64Tuple<"{}">:$stride,
             Nnf_I64Tuple<Nnf_Spatial<n>.zeros>:$padding, Nnf_I64Tuple<Nnf_Spatial<n>.ones>:$dilation,
             Nnf_Flag<"false">:$ceil_mode), !if(indices, (ins), (ins Nnf_Flag<"false">:$return_indices))),
        !if(indices, (outs Nnf_NumberTensor:$result, RankedTensorOf<[I64]>:$indices),
            (outs Nnf_NumberTensor:$result, Optional<RankedTensorOf<[I64]>>:$indices))> {
  let resultNames = [name, "indices"];
  let assemblyFormat = "$input `kernel_size` `=` $kernel_size oilist(`stride` `=` $stride | `padding` `=` $padding"
      # " | `dilation` `=` $dilation | `ceil_mode` `=` $ceil_mode"
      # !if(indices, "", " | `return_indices` `=` $return_indices")
      # ")" # Nnf_ClausesEnd<"stride padding dilation ceil_mode" # !if(indices, "", " return_indices")>.text
      # " attr-dict `:` functional-type(operands, results)";
  let resultBounds = "detail::maxPoolBounds(getPadding(), getDilation(), operands[0])";
  let shapeRuleBody = "return detail::maxPoolShape(c, adaptor, " # n # ", "
      # !if(indices, "true", "adaptor.getReturnIndices()") # ", results);";
  let elementTypesBody = Nnf_PoolElements<indices>.text;
  let hasCanonicalizer = !not(indices);
  let extraClassDeclaration = commonDeclarations # Nnf_PoolMembers<n, indices>.text;
  let summary = n # "-d maximum over windows" # !if(indices, " with its position", "");
  let description = [{
    Formula: the maximum over each window of `kernel_size` elements `dilation` apart, at steps of `stride` (by default the
    kernel size), over `input` (N, C, spatial...) or (C, spatial...) padded with -inf. NaN wins. }]
    # !if(indices, "The", "With `return_indices` the") # [{
    second result is the position of the (first) maximum in the flattened spatial dimensions of the input, as i64.
    `ceil_mode` lets the last window start inside the input or the left padding and run over the end.

    }]
    # Nnf_PoolExample<name, "kernel_size = " # Nnf_Spatial<n>.twos, Nnf_Spatial<n>.eights, Nnf_Spatial<n>.fours, indices>.text
    # Nnf_TorchLink<"max_pool" # n # "d">.text;
}
def Nnf_MaxPool1dOp : Nnf_MaxPool<1>;
def Nnf_MaxPool2dOp : Nnf_MaxPool<2>;
def Nnf_MaxPool3dOp : Nnf_MaxPool<3>;
def Nnf_MaxPool1dWithIndicesOp : Nnf_MaxPool<1, 1>;
def Nnf_MaxPool2dWithIndicesOp : Nnf_MaxPool<2, 1>;
def Nnf_MaxPool3dWithIndicesOp : Nnf_MaxPool<3, 1>;

class Nnf_AdaptiveMaxPool<int n, bit indices = 0,
                          string name = "adaptive_max_pool" # n # "d" # !if(indices, "_with_indices", "")>
    : Nnf_Composite<name, "Pooling", (ins Nnf_Tensor:$input), (ins),
        !con((ins DenseI64ArrayAttr:$output_size), !if(indices, (ins), (ins Nnf_Flag<"false">:$return_indices))),
        !if(indices, (outs Nnf_Tensor:$result, RankedTensorOf<[I64]>:$indices),
            (outs Nnf_Tensor:$result, Optional<RankedTensorOf<[I64]>>:$indices))> {
  let resultNames = [name, "indices"];
  let assemblyFormat = "$input `output_size` `=` $output_size"
      # !if(indices, "", " oilist(`return_indices` `=` $return_indices)")
      # Nnf_ClausesEnd<!if(indices, "", "return_indices")>.text
      # " attr-dict `:` functional-type(operands, results)";
  let resultBounds = "operands[0]";
  let shapeRuleBody = "return detail::adaptivePoolShape(c, adaptor, " # n # ", "
      # !if(indices, "true", "adaptor.getReturnIndices()") # ", results);";
  let elementTypesBody = Nnf_PoolElements<indices>.text;
  let hasCanonicalizer = !not(indices);
  let extraClassDeclaration = commonDeclarations # Nnf_PoolMembers<n, indices>.text;
  let summary = n # "-d maximum over as many windows as are wanted" # !if(indices, ", with its position", "");
  let description = [{
    Formula: result element o of `output_size` O is the maximum of the elements of `input` (N, C, spatial...) or (C, spatial...)
    from floor(o I / O) to ceil((o + 1) I / O), in each spatial dimension of size I. NaN wins. An output size of -1 (None in
    Python) is the input's. }] # !if(indices, "The", "With `return_indices` the") # [{
    second result is the position of the (first) maximum in the flattened spatial dimensions of the input, as i64.

    }]
    # Nnf_PoolExample<name, "output_size = " # Nnf_Spatial<n>.fourList, Nnf_Spatial<n>.eights, Nnf_Spatial<n>.fours,
                      indices>.text
    # Nnf_TorchLink<"adaptive_max_pool" # n # "d">.text;
}
def Nnf_AdaptiveMaxPool1dOp : Nnf_AdaptiveMaxPool<1>;
def Nnf_AdaptiveMaxPool2dOp : Nnf_AdaptiveMaxPool<2>;
def Nnf_AdaptiveMaxPool3dOp : Nnf_AdaptiveMaxPool<3>;
def Nnf_AdaptiveMaxPool1dWithIndicesOp : Nnf_AdaptiveMaxPool<1, 1>;
def Nnf_AdaptiveMaxPool2dWithIndicesOp : Nnf_AdaptiveMaxPool<2, 1>;
def Nnf_AdaptiveMaxPool3dWithIndicesOp : Nnf_AdaptiveMaxPool<3, 1>;

//===-- means --------------------------------------------------------------------------------------------------===//

def Nnf_MeanTensor : RankedTensorOf<[Nnf_Float, I64]>;

class Nnf_AvgPool<int n>
    : Nnf_Composite<"avg_pool" # n # "d", "Pooling", (ins Nnf_MeanTensor:$input), (ins),
        !con((ins DenseI64ArrayAttr:$kernel_size, Nnf_I64Tuple<"{}">:$stride,
             Nnf_I64Tuple<Nnf_Spatial<n>.zeros>:$padding, Nnf_Flag<"false">:$ceil_mode,
             Nnf_Flag<"true">:$count_include_pad),
             !if(!eq(n, 1), (ins), (ins OptionalAttr<Nnf_I64Base>:$divisor_override))),
        (outs Nnf_MeanTensor:$result)> {
  let assemblyFormat = "$input `kernel_size` `=` $kernel_size oilist(`stride` `=` $stride | `padding` `=` $padding"
      # " | `ceil_mode` `=` $ceil_mode | `count_include_pad` `=` $count_include_pad"
      # !if(!eq(n, 1), "", " | `divisor_override` `=` $divisor_override") # ")"
      # Nnf_ClausesEnd<"stride padding ceil_mode count_include_pad" # !if(!eq(n, 1), "", " divisor_override")>.text
      # " attr-dict `:` functional-type(operands, results)";
  let shapeRuleBody = "return detail::avgPoolShape(c, adaptor, " # n # ", "
      # !if(!eq(n, 1), "std::nullopt", "adaptor.getDivisorOverride()") # ", results);";
  let extraClassDeclaration = commonDeclarations # "  static constexpr int64_t spatialRank = " # n # ";\n"
      # !if(!eq(n, 1), "  std::optional<int64_t> getDivisorOverride() { return std::nullopt; }\n", "");
  let summary = n # "-d mean over windows";
  let description = [{
    Formula: the sum over each window of `kernel_size` elements, at steps of `stride` (by default the kernel size), over
    `input` (N, C, spatial...) or (C, spatial...) padded with zeros, divided by the number of elements of the window: those
    in the padding count, unless `count_include_pad` is false, but not what `ceil_mode` adds behind it.}]
    # !if(!eq(n, 1), "", " `divisor_override` divides instead.") # [{
    `ceil_mode` lets the last window start inside the input or the left padding and run over the end. Integers divide
    towards zero; f16 and bf16 sum up in f32.

    }]
    # Nnf_PoolExample<"avg_pool" # n # "d", "kernel_size = " # Nnf_Spatial<n>.twos, Nnf_Spatial<n>.eights,
                      Nnf_Spatial<n>.fours>.text
    # Nnf_TorchLink<"avg_pool" # n # "d">.text;
}
def Nnf_AvgPool1dOp : Nnf_AvgPool<1>;
def Nnf_AvgPool2dOp : Nnf_AvgPool<2>;
def Nnf_AvgPool3dOp : Nnf_AvgPool<3>;

class Nnf_AdaptiveAvgPool<int n>
    : Nnf_Composite<"adaptive_avg_pool" # n # "d", "Pooling", (ins Nnf_Tensor:$input), (ins),
        (ins DenseI64ArrayAttr:$output_size), (outs Nnf_Tensor:$result)> {
  let assemblyFormat = "$input `output_size` `=` $output_size attr-dict `:` functional-type(operands, results)";
  let shapeRuleBody = "return detail::adaptivePoolShape(c, adaptor, " # n # ", false, results);";
  let extraClassDeclaration = commonDeclarations # "  static constexpr int64_t spatialRank = " # n # ";\n";
  let summary = n # "-d mean over as many windows as are wanted";
  let description = [{
    Formula: result element o of `output_size` O is the mean of the elements of `input` (N, C, spatial...) or (C, spatial...)
    from floor(o I / O) to ceil((o + 1) I / O), in each spatial dimension of size I. An output size of -1 (None in Python)
    is the input's. f16 and bf16 sum up in f32.

    }]
    # Nnf_PoolExample<"adaptive_avg_pool" # n # "d", "output_size = " # Nnf_Spatial<n>.fourList, Nnf_Spatial<n>.eights,
                      Nnf_Spatial<n>.fours>.text
    # Nnf_TorchLink<"adaptive_avg_pool" # n # "d">.text;
}
def Nnf_AdaptiveAvgPool1dOp : Nnf_AdaptiveAvgPool<1>;
def Nnf_AdaptiveAvgPool2dOp : Nnf_AdaptiveAvgPool<2>;
def Nnf_AdaptiveAvgPool3dOp : Nnf_AdaptiveAvgPool<3>;

class Nnf_LpPool<int n>
    : Nnf_Composite<"lp_pool" # n # "d", "Pooling", (ins Nnf_Tensor:$input), (ins),
        (ins Nnf_F64Base:$norm_type, DenseI64ArrayAttr:$kernel_size, Nnf_I64Tuple<"{}">:$stride,
             Nnf_Flag<"false">:$ceil_mode),
        (outs Nnf_Tensor:$result)> {
  let assemblyFormat = "$input `norm_type` `=` $norm_type `kernel_size` `=` $kernel_size oilist(`stride` `=` $stride"
      # " | `ceil_mode` `=` $ceil_mode)" # Nnf_ClausesEnd<"stride ceil_mode">.text
      # " attr-dict `:` functional-type(operands, results)";
  let shapeRuleBody = "return detail::lpPoolShape(c, adaptor, " # n # ", results);";
  let extraClassDeclaration = commonDeclarations # "  static constexpr int64_t spatialRank = " # n # ";\n";
  let summary = n # "-d p-norm over windows";
  let description = [{
    Formula: `(sum input^p)^(1/p)` over each window of `kernel_size` elements, at steps of `stride` (by default the kernel
    size), with p = `norm_type`; as in PyTorch, powers keep their signs, so that an odd p sums what may cancel. p = inf is the
    maximum of |input|, p = -inf the minimum. With `ceil_mode` the last window runs over the end and the mean of its elements
    stands for those that are missing. The gradient of a window whose sum is 0 is 0.

    }]
    # Nnf_PoolExample<"lp_pool" # n # "d", "norm_type = 2.0 kernel_size = " # Nnf_Spatial<n>.twos, Nnf_Spatial<n>.eights,
                      Nnf_Spatial<n>.fours>.text
    # Nnf_TorchLink<"lp_pool" # n # "d">.text;
}
def Nnf_LpPool1dOp : Nnf_LpPool<1>;
def Nnf_LpPool2dOp : Nnf_LpPool<2>;
def Nnf_LpPool3dOp : Nnf_LpPool<3>;

//===-- back from maxima ----------------------------------------------------------------------------------------===//

class Nnf_MaxUnpool<int n>
    : Nnf_Composite<"max_unpool" # n # "d", "Pooling", (ins Nnf_Tensor:$input, RankedTensorOf<[I64]>:$indices), (ins),
        (ins DenseI64ArrayAttr:$kernel_size, Nnf_I64Tuple<"{}">:$stride, Nnf_I64Tuple<Nnf_Spatial<n>.zeros>:$padding,
             Nnf_I64Tuple<"{}">:$output_size),
        (outs Nnf_Tensor:$result)> {
  let assemblyFormat = "$input `,` $indices `kernel_size` `=` $kernel_size oilist(`stride` `=` $stride"
      # " | `padding` `=` $padding | `output_size` `=` $output_size)"
      # Nnf_ClausesEnd<"stride padding output_size">.text # " attr-dict `:` functional-type(operands, results)";
  let shapeRuleBody = "return detail::maxUnpoolShape(c, adaptor, " # n # ", results);";
  let extraClassDeclaration = commonDeclarations # "  static constexpr int64_t spatialRank = " # n # ";\n";
  let summary = n # "-d partial inverse of max_pool" # n # "d";
  let description = [{
    Formula: a tensor of zeros in which `input` (N, C, spatial...) or (C, spatial...) is stored at `indices`, positions in the
    flattened spatial dimensions of the result; where several elements meet, the last one stays. The result's sizes are
    (I - 1) stride - 2 padding + kernel_size, or `output_size`, which may differ from them by less than `stride`. An index
    outside the result is an error at run time.

    ```mlir
    %y = nnf.}] # "max_unpool" # n # "d %x, %i kernel_size = " # Nnf_Spatial<n>.twos # " : (tensor<1x3x" # Nnf_Spatial<n>.fours
    # "xf32>, tensor<1x3x" # Nnf_Spatial<n>.fours # "xi64>) -> tensor<1x3x" # Nnf_Spatial<n>.eights # "xf32>\n```\n\n"
    # Nnf_TorchLink<"max_unpool" # n # "d">.text;
}
def Nnf_MaxUnpool1dOp : Nnf_MaxUnpool<1>;
def Nnf_MaxUnpool2dOp : Nnf_MaxUnpool<2>;
def Nnf_MaxUnpool3dOp : Nnf_MaxUnpool<3>;

//===-- windows at random places ---------------------------------------------------------------------------------===//

class Nnf_FractionalMaxPool<int n, bit indices = 0,
                            string name = "fractional_max_pool" # n # "d" # !if(indices, "_with_indices", "")>
    : Nnf_Composite<name, "Pooling", (ins Nnf_Tensor:$input),
        (ins Optional<Nnf_Tensor>:$random_samples, Optional<I64>:$seed, Optional<I64>:$offset),
        !con((ins DenseI64ArrayAttr:$kernel_size, Nnf_I64Tuple<"{}">:$output_size, Nnf_F64Tuple<"{}">:$output_ratio),
             !if(indices, (ins), (ins Nnf_Flag<"false">:$return_indices))),
        !if(indices, (outs Nnf_Tensor:$result, RankedTensorOf<[I64]>:$indices),
            (outs Nnf_Tensor:$result, Optional<RankedTensorOf<[I64]>>:$indices))> {
  let resultNames = [name, "indices"];
  let assemblyFormat = "$input `kernel_size` `=` $kernel_size oilist(`output_size` `=` $output_size"
      # " | `output_ratio` `=` $output_ratio | `random_samples` `=` $random_samples | `seed` `=` $seed | `offset` `=` $offset"
      # !if(indices, "", " | `return_indices` `=` $return_indices")
      # ")" # Nnf_ClausesEnd<"output_size output_ratio random_samples seed offset"
      # !if(indices, "", " return_indices")>.text # " attr-dict `:` functional-type(operands, results)";
  let resultBounds = "operands[0]";
  let shapeRuleBody = "return detail::fractionalPoolShape(c, adaptor, " # n # ", "
      # !if(indices, "true", "adaptor.getReturnIndices()") # ", results);";
  let elementTypesBody = Nnf_PoolElements<indices>.text;
  let extraClassDeclaration = commonDeclarations # Nnf_PoolMembers<n, indices>.text;
  let summary = n # "-d maximum over windows at random places" # !if(indices, ", with its position", "");
  let description = [{
    Formula: the maximum over windows of `kernel_size` elements of `input` (N, C, spatial...) or (C, spatial...), as many as
    `output_size` or as floor(I `output_ratio`) says. In each plane and dimension a number u in [0, 1) places them: window i begins at
    trunc((i + u) a) - trunc(u a) with a = (I - K) / (O - 1), the last one at I - K. The numbers are `random_samples` (N, C, }]
    # n # [{), or come from `seed` and `offset` as those of nnf.dropout do, element numbers being those of random_samples. NaN
    wins. }] # !if(indices, "The", "With `return_indices` the") # [{ second result is the position of the (first) maximum in the flattened
    spatial dimensions of the input, as i64.

    ```mlir
    }] # !if(indices, "%y:2", "%y") # " = nnf." # name # " %x kernel_size = " # Nnf_Spatial<n>.twos # " output_size = "
    # Nnf_Spatial<n>.fourList # " random_samples = %u : (tensor<1x3x" # Nnf_Spatial<n>.eights # "xf32>, tensor<1x3x" # n
    # "xf32>) -> " # !if(indices, "(", "") # "tensor<1x3x" # Nnf_Spatial<n>.fours # "xf32>"
    # !if(indices, ", tensor<1x3x" # Nnf_Spatial<n>.fours # "xi64>)", "") # "\n```\n\n"
    # Nnf_TorchLink<"fractional_max_pool" # n # "d">.text;
}
def Nnf_FractionalMaxPool2dOp : Nnf_FractionalMaxPool<2>;
def Nnf_FractionalMaxPool3dOp : Nnf_FractionalMaxPool<3>;
def Nnf_FractionalMaxPool2dWithIndicesOp : Nnf_FractionalMaxPool<2, 1>;
def Nnf_FractionalMaxPool3dWithIndicesOp : Nnf_FractionalMaxPool<3, 1>;
