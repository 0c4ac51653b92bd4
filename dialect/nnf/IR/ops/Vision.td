//===- Vision.td - padding, resampling and rearranging images ---------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
include "nnf/IR/NnfBase.td"
include "nnf/IR/enums/Vision.td"
include "nnf/IR/NnfSpatial.td"

/// Images hold floats or bytes.
def Nnf_ImageTensor : RankedTensorOf<[Nnf_Float, UI<8>]>;

//===-- padding ------------------------------------------------------------------------------------------------===//

def Nnf_PadOp : Nnf_Composite<"pad", "Vision", (ins Nnf_AnyTensor:$input), (ins),
    (ins DenseI64ArrayAttr:$pad, Nnf_PadModeAttr:$mode, OptionalAttr<Nnf_F64Base>:$value),
    (outs Nnf_AnyTensor:$result)> {
  let summary = "elements before and behind the last dimensions";
  // Nothing in front of a dimension and nothing behind it, in every mode.
  let forwardedOperand = "::llvm::all_of(getPad(), [](int64_t n) { return n == 0; }) ? 0 : -1";
  let assemblyFormat = "$input `pad` `=` $pad oilist(`mode` `=` $mode | `value` `=` $value)"
      # Nnf_ClausesEnd<"mode value">.text # " attr-dict `:` functional-type(operands, results)";
  let resultNames = ["padded"];
  let description = [{
    Formula: `pad` holds pairs (before, behind), the last dimension first. The new elements are `value` (0 where it is absent)
    with mode constant; with reflect the image mirrored at its edge element, with replicate the edge element, with circular
    the image's other end. These three pad the last one to three dimensions of an image of one or two dimensions more, by
    less than its size (reflect), or by no more (circular). Negative numbers cut elements off
    (in a circle first of all). A `value` is converted to the
    element type, which must be able to hold it.

    ```mlir
    %padded = nnf.pad %x pad = [1, 1] : (tensor<2x3xf32>) -> tensor<2x5xf32>
    %padded = nnf.pad %x pad = [1, 2, 3, 0] mode = reflect : (tensor<?x3x8x8xf32>) -> tensor<?x3x11x11xf32>
    ```

    [torch.nn.functional.pad](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.pad.html)
  }];
}

//===-- rearranging --------------------------------------------------------------------------------------------===//

def Nnf_PixelShuffleOp : Nnf_Composite<"pixel_shuffle", "Vision", (ins Nnf_AnyTensor:$input), (ins),
    (ins Nnf_I64Base:$upscale_factor), (outs Nnf_AnyTensor:$result)> {
  let summary = "channels become pixels";
  let forwardedOperand = "getUpscaleFactor() == 1 ? 0 : -1";
  let assemblyFormat = "$input `upscale_factor` `=` $upscale_factor attr-dict `:` functional-type(operands, results)";
  let description = [{
    Formula: `result[..., c, h r + i, w r + j] = input[..., c r^2 + i r + j, h, w]` with r = `upscale_factor`, from
    (..., C r^2, H, W) to (..., C, H r, W r).

    ```mlir
    %y = nnf.pixel_shuffle %x upscale_factor = 2 : (tensor<1x8x4x4xf32>) -> tensor<1x2x8x8xf32>
    ```

    [torch.nn.functional.pixel_shuffle](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.pixel_shuffle.html)
  }];
}

def Nnf_PixelUnshuffleOp : Nnf_Composite<"pixel_unshuffle", "Vision", (ins Nnf_AnyTensor:$input), (ins),
    (ins Nnf_I64Base:$downscale_factor), (outs Nnf_AnyTensor:$result)> {
  let summary = "pixels become channels";
  let forwardedOperand = "getDownscaleFactor() == 1 ? 0 : -1";
  let assemblyFormat = "$input `downscale_factor` `=` $downscale_factor attr-dict `:` functional-type(operands, results)";
  let description = [{
    Formula: `result[..., c r^2 + i r + j, h, w] = input[..., c, h r + i, w r + j]` with r = `downscale_factor`, from
    (..., C, H r, W r) to (..., C r^2, H, W): the inverse of nnf.pixel_shuffle.

    ```mlir
    %y = nnf.pixel_unshuffle %x downscale_factor = 2 : (tensor<1x2x8x8xf32>) -> tensor<1x8x4x4xf32>
    ```

    [torch.nn.functional.pixel_unshuffle](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.pixel_unshuffle.html)
  }];
}

class Nnf_ChannelShuffle<string name> : Nnf_Composite<name, "Vision", (ins Nnf_AnyTensor:$input), (ins),
    (ins Nnf_I64Base:$groups), (outs Nnf_AnyTensor:$result)> {
  let summary = "channels of several groups in turn";
  let assemblyFormat = "$input `groups` `=` $groups attr-dict `:` functional-type(operands, results)";
  let shapeRuleBody = "return detail::channelShuffleShape(c, adaptor, results);";
  let forwardedOperand = "getGroups() == 1 ? 0 : -1";
  let description = [{
    Formula: `result[n, k groups + g, ...] = input[n, g (C / groups) + k, ...]`, for an input (N, C, ...) whose C channels are
    `groups` groups: the first channel of every group, then the second, and so on.

    ```mlir
    %y = nnf.}] # name # [{ %x groups = 2 : (tensor<1x4x8x8xf32>) -> tensor<1x4x8x8xf32>
    ```

    [torch.nn.ChannelShuffle](https://docs.pytorch.org/docs/stable/generated/torch.nn.ChannelShuffle.html)
  }];
}
def Nnf_ChannelShuffleOp : Nnf_ChannelShuffle<"channel_shuffle">;
def Nnf_NativeChannelShuffleOp : Nnf_ChannelShuffle<"native_channel_shuffle">;

//===-- resampling ---------------------------------------------------------------------------------------------===//

def Nnf_InterpolateOp : Nnf_Composite<"interpolate", "Vision", (ins Nnf_ImageTensor:$input), (ins),
    (ins Nnf_I64Tuple<"{}">:$size, Nnf_F64Tuple<"{}">:$scale_factor, Nnf_InterpolateModeAttr:$mode,
         Nnf_Flag<"false">:$align_corners, Nnf_Flag<"false">:$recompute_scale_factor, Nnf_Flag<"false">:$antialias),
    (outs Nnf_ImageTensor:$result)> {
  let summary = "an image of another size";
  let forwardedOperand = "detail::copiesImage(getMode(), getInput(), getResult(), getScaleFactor()) ? 0 : -1";
  let resultNames = ["resized"];
  let shapeRuleBody = "return detail::interpolateShape(c, adaptor.getInput(), ResizeOptions::of(adaptor), results);";
  let description = [{
    Formula: `result[..., o] = sum over k of weight_k(x) input[..., floor(x) + k]` in each of the one to three dimensions after
    (N, C), where x is the place of o in the input: `(o + 0.5) scale - 0.5`, or `o scale` with `align_corners`. The result's sizes are
    `size`, or floor(input size * `scale_factor`). scale is the quotient of the sizes, unless `scale_factor` is given (and not
    recomputed from the sizes): then it is 1 / scale_factor; with `align_corners` it is (I - 1) / (O - 1). Modes: nearest
    (floor(o scale)), nearest-exact (the nearest pixel's centre), linear, bilinear and trilinear (two pixels a
    dimension), bicubic (four, with a = -0.75), area (nnf.adaptive_avg_pool). `antialias` widens the filters of bilinear, bicubic
    (a = -0.5) and lanczos with the scale when the image shrinks. Bytes are computed in integers, the last dimension first,
    with weights in units of 2^-p below 2^15 and bytes between the dimensions.

    ```mlir
    %resized = nnf.interpolate %x scale_factor = [2.0, 2.0] mode = bilinear : (tensor<1x3x8x8xf32>) -> tensor<1x3x16x16xf32>
    %resized = nnf.interpolate %x size = [5] mode = "nearest-exact" : (tensor<1x3x8xf32>) -> tensor<1x3x5xf32>
    ```

    [torch.nn.functional.interpolate](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.interpolate.html)
  }];
}

def Nnf_UpsampleOp : Nnf_Composite<"upsample", "Vision", (ins Nnf_ImageTensor:$input), (ins),
    (ins Nnf_I64Tuple<"{}">:$size, Nnf_F64Tuple<"{}">:$scale_factor, Nnf_InterpolateModeAttr:$mode,
         Nnf_Flag<"false">:$align_corners),
    (outs Nnf_ImageTensor:$result)> {
  let summary = "interpolate, by its old name";
  let resultNames = ["resized"];
  let shapeRuleBody = "return detail::interpolateShape(c, adaptor.getInput(), ResizeOptions::of(adaptor), results);";
  let description = [{
    Formula: that of nnf.interpolate with these attributes.

    ```mlir
    %resized = nnf.upsample %x scale_factor = [2.0, 2.0] : (tensor<1x3x8x8xf32>) -> tensor<1x3x16x16xf32>
    ```

    [torch.nn.functional.upsample](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.upsample.html)
  }];
}

def Nnf_UpsampleNearestOp : Nnf_Composite<"upsample_nearest", "Vision", (ins Nnf_ImageTensor:$input), (ins),
    (ins Nnf_I64Tuple<"{}">:$size, Nnf_F64Tuple<"{}">:$scale_factor), (outs Nnf_ImageTensor:$result)> {
  let summary = "interpolate with mode nearest";
  let resultNames = ["resized"];
  let shapeRuleBody = "return detail::interpolateShape(c, adaptor.getInput(), ResizeOptions::of(adaptor), results);";
  let description = [{
    Formula: that of nnf.interpolate with mode nearest.

    ```mlir
    %resized = nnf.upsample_nearest %x size = [16, 12] : (tensor<1x3x8x8xf32>) -> tensor<1x3x16x12xf32>
    ```

    [torch.nn.functional.upsample_nearest](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.upsample_nearest.html)
  }];
}

def Nnf_UpsampleBilinearOp : Nnf_Composite<"upsample_bilinear", "Vision", (ins Nnf_ImageTensor:$input), (ins),
    (ins Nnf_I64Tuple<"{}">:$size, Nnf_F64Tuple<"{}">:$scale_factor), (outs Nnf_ImageTensor:$result)> {
  let summary = "interpolate with mode bilinear and aligned corners";
  let resultNames = ["resized"];
  let shapeRuleBody = "return detail::interpolateShape(c, adaptor.getInput(), ResizeOptions::of(adaptor), results);";
  let description = [{
    Formula: that of nnf.interpolate with mode bilinear and align_corners.

    ```mlir
    %resized = nnf.upsample_bilinear %x size = [16, 12] : (tensor<1x3x8x8xf32>) -> tensor<1x3x16x12xf32>
    ```

    [torch.nn.functional.upsample_bilinear](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.upsample_bilinear.html)
  }];
}

def Nnf_GridSampleOp : Nnf_Composite<"grid_sample", "Vision", (ins Nnf_Tensor:$input, Nnf_Tensor:$grid), (ins),
    (ins Nnf_GridModeAttr:$mode, Nnf_GridPaddingAttr:$padding_mode, Nnf_Flag<"false">:$align_corners),
    (outs Nnf_Tensor:$result)> {
  let summary = "an image at the places that a grid names";
  let resultNames = ["sampled"];
  let description = [{
    Formula: `result[n, c, p...] = input[n, c, place(grid[n, p..., :])]`, for an image (N, C, H, W) or (N, C, D, H, W) and a grid
    (N, ..., 2) or (N, ..., 3) of coordinates x, y (, z) from -1 to 1: the outer edges of the image, or with `align_corners`
    the centres of its outermost pixels. Between pixels the value is that of `mode`: bilinear (trilinear in five dimensions),
    nearest (ties to even), or bicubic (a = -0.75, four dimensions only). Outside the image `padding_mode` gives zeros, the
    border's pixel, or the image reflected. A coordinate that is NaN counts as one on the border (zeros: as outside).

    ```mlir
    %sampled = nnf.grid_sample %x, %g : (tensor<1x3x8x8xf32>, tensor<1x5x6x2xf32>) -> tensor<1x3x5x6xf32>
    ```

    [torch.nn.functional.grid_sample](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.grid_sample.html)
  }];
}

def Nnf_AffineGridOp : Nnf_Composite<"affine_grid", "Vision", (ins Nnf_Tensor:$theta), (ins),
    (ins DenseI64ArrayAttr:$size, Nnf_Flag<"false">:$align_corners), (outs Nnf_Tensor:$result)> {
  let summary = "the grid of an affine map, for grid_sample";
  let assemblyFormat = "$theta `size` `=` $size oilist(`align_corners` `=` $align_corners)"
      # Nnf_ClausesEnd<"align_corners">.text # " attr-dict `:` functional-type(operands, results)";
  let resultNames = ["grid"];
  let description = [{
    Formula: `result[n, p..., i] = sum over j of theta[n, i, j] base[p..., j]`, where base holds the coordinates x, y (, z) of the pixels
    of an image of `size` (N, C, H, W) or (N, C, D, H, W), and 1. They go from -1 to 1, pixel centres lying inside by half a
    pixel, or with `align_corners` at the ends; the one pixel of a dimension of size 1 is at 0.

    ```mlir
    %grid = nnf.affine_grid %t size = [2, 3, 4, 5] : (tensor<2x2x3xf32>) -> tensor<2x4x5x2xf32>
    ```

    [torch.nn.functional.affine_grid](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.affine_grid.html)
  }];
}
