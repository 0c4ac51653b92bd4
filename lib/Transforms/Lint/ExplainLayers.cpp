//===- ExplainLayers.cpp - what the rules say about layers and gradients: 301 to 410 -----------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Every example is run by a test: its rule finds the wrong one and not the right one.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Rules.h"

using namespace mlir;
using namespace mlir::nnf;

ArrayRef<LintExplanation> nnf::explanationsOfLayers() {
  static const LintExplanation texts[] = {
      {"NNF301",
       "In inference dropout hands on its input. With `training = true` the answer changes from call to call, and is "
       "worse: elements are missing. What a function is for is said by `nnf.mode`, or by its other ops: a batch_norm "
       "with stored statistics is one of inference.",
       R"mlir(
func.func @f(%x: tensor<4x8xf32>, %s: i64, %o: i64) -> tensor<4x8xf32> attributes {nnf.mode = "inference"} {
  %d = nnf.dropout %x seed = %s offset = %o p = 0.1 : (tensor<4x8xf32>, i64, i64) -> tensor<4x8xf32>
  return %d : tensor<4x8xf32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<4x8xf32>, %s: i64, %o: i64) -> tensor<4x8xf32> attributes {nnf.mode = "training"} {
  %d = nnf.dropout %x seed = %s offset = %o p = 0.1 : (tensor<4x8xf32>, i64, i64) -> tensor<4x8xf32>
  return %d : tensor<4x8xf32>
}
)mlir"},
      {"NNF302",
       "With `training = true` batch_norm takes the statistics of the batch at hand: what a sample gets depends on "
       "the others, and of a batch of one little is left. In inference the stored statistics are meant.",
       R"mlir(
func.func @f(%x: tensor<4x8xf32>) -> tensor<4x8xf32> attributes {nnf.mode = "inference"} {
  %y = nnf.batch_norm %x training = true : (tensor<4x8xf32>) -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<4x8xf32>, %m: tensor<8xf32>, %v: tensor<8xf32>) -> tensor<4x8xf32> attributes {nnf.mode = "inference"} {
  %y = nnf.batch_norm %x running_mean = %m running_var = %v : (tensor<4x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}
)mlir"},
      {"NNF303",
       "The derivative of sigmoid, tanh, softmax, exp and roots is computed from their result. An op in place that "
       "overwrites it leaves the backward pass with another number; PyTorch notices, and raises an error in "
       "backward, far from here.",
       R"mlir(
func.func @f(%x: tensor<8xf32>) -> tensor<8xf32> attributes {nnf.mode = "training"} {
  %p = nnf.tanh %x : tensor<8xf32>
  %y = nnf.relu_ %p : tensor<8xf32>
  return %y : tensor<8xf32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<8xf32>) -> tensor<8xf32> attributes {nnf.mode = "training"} {
  %p = nnf.tanh %x : tensor<8xf32>
  %y = nnf.relu %p : tensor<8xf32>
  return %y : tensor<8xf32>
}
)mlir"},
      {"NNF304",
       "The same memory has two names. Who reads the first behind the op in place gets the new values, as in a "
       "residual `x + relu_(x)`, which is `2 relu(x)`. Here values are never overwritten, so that the program "
       "computes what was meant and not what PyTorch would.",
       R"mlir(
func.func @f(%x: tensor<8xf32>) -> tensor<8xf32> {
  %r = nnf.relu_ %x : tensor<8xf32>
  %y = arith.addf %r, %x : tensor<8xf32>
  return %y : tensor<8xf32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<8xf32>) -> tensor<8xf32> {
  %r = nnf.relu %x : tensor<8xf32>
  %y = arith.addf %r, %x : tensor<8xf32>
  return %y : tensor<8xf32>
}
)mlir"},
      {"NNF305",
       "A parameter that the loss does not depend on has no gradient. It is kept, saved and decayed, and stays as it "
       "was initialised: often a layer that was made and never called, or one that is called on something that is "
       "thrown away.",
       R"mlir(
func.func @f(%x: tensor<4x6xf32>, %w: tensor<10x6xf32> {nnf.parameter}, %b: tensor<10xf32> {nnf.parameter}) -> tensor<4x10xf32> attributes {nnf.mode = "training"} {
  %y = nnf.linear %x, %w : (tensor<4x6xf32>, tensor<10x6xf32>) -> tensor<4x10xf32>
  return %y : tensor<4x10xf32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<4x6xf32>, %w: tensor<10x6xf32> {nnf.parameter}, %b: tensor<10xf32> {nnf.parameter}) -> tensor<4x10xf32> attributes {nnf.mode = "training"} {
  %y = nnf.linear %x, %w bias = %b : (tensor<4x6xf32>, tensor<10x6xf32>, tensor<10xf32>) -> tensor<4x10xf32>
  return %y : tensor<4x10xf32>
}
)mlir"},
      {"NNF306",
       "round, floor, comparisons and conversions to integers are flat wherever they have a slope at all: the "
       "gradient behind them is 0 or none. What is to be trained through them needs another way to the loss, as in "
       "`x + (round(x) - x).detach()`.",
       R"mlir(
func.func @f(%x: tensor<4x6xf32>, %w: tensor<10x6xf32> {nnf.parameter}, %b: tensor<10xf32> {nnf.parameter}) -> tensor<4x10xf32> attributes {nnf.mode = "training"} {
  %y = nnf.linear %x, %w bias = %b : (tensor<4x6xf32>, tensor<10x6xf32>, tensor<10xf32>) -> tensor<4x10xf32>
  %r = math.roundeven %y : tensor<4x10xf32>
  return %r : tensor<4x10xf32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<4x6xf32>, %w: tensor<10x6xf32> {nnf.parameter}, %b: tensor<10xf32> {nnf.parameter}) -> tensor<4x10xf32> attributes {nnf.mode = "training"} {
  %y = nnf.linear %x, %w bias = %b : (tensor<4x6xf32>, tensor<10x6xf32>, tensor<10xf32>) -> tensor<4x10xf32>
  %r = math.roundeven %y : tensor<4x10xf32>
  %z = arith.addf %r, %y : tensor<4x10xf32>
  return %z : tensor<4x10xf32>
}
)mlir"},
      {"NNF307",
       "p is the share that is dropped. 0 drops nothing and 1 everything. More than one half is unusual, and may "
       "come from a framework in which the number is the share to keep.",
       R"mlir(
func.func @f(%x: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %d = nnf.dropout %x p = 1.0 : (tensor<4x8xf32>) -> tensor<4x8xf32>
  return %d : tensor<4x8xf32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<4x8xf32>, %s: i64, %o: i64) -> tensor<4x8xf32> {
  %d = nnf.dropout %x seed = %s offset = %o p = 0.1 : (tensor<4x8xf32>, i64, i64) -> tensor<4x8xf32>
  return %d : tensor<4x8xf32>
}
)mlir"},
      {"NNF308",
       "Dropout changes the variance of what it leaves in training, and not in inference: a batch_norm behind it "
       "stores a variance that is never seen again. A max pool passes over zeros, so that less is dropped than `p` "
       "says.",
       R"mlir(
func.func @f(%x: tensor<4x8xf32>, %s: i64, %o: i64) -> tensor<4x8xf32> {
  %d = nnf.dropout %x seed = %s offset = %o p = 0.1 : (tensor<4x8xf32>, i64, i64) -> tensor<4x8xf32>
  %n = nnf.batch_norm %d training = true : (tensor<4x8xf32>) -> tensor<4x8xf32>
  return %n : tensor<4x8xf32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<4x8xf32>, %s: i64, %o: i64) -> tensor<4x8xf32> {
  %n = nnf.batch_norm %x training = true : (tensor<4x8xf32>) -> tensor<4x8xf32>
  %d = nnf.dropout %n seed = %s offset = %o p = 0.1 : (tensor<4x8xf32>, i64, i64) -> tensor<4x8xf32>
  return %d : tensor<4x8xf32>
}
)mlir"},
      {"NNF309",
       "dropout2d drops channels of (N, C, H, W). Of a tensor of rank 3 it takes dimension 0 for the batch and 1 for "
       "the channels, so that of one image (C, H, W) it drops rows. PyTorch warns of it.",
       R"mlir(
func.func @f(%x: tensor<3x8x8xf32>, %s: i64, %o: i64) -> tensor<3x8x8xf32> {
  %d = nnf.dropout2d %x seed = %s offset = %o p = 0.1 training = true : (tensor<3x8x8xf32>, i64, i64) -> tensor<3x8x8xf32>
  return %d : tensor<3x8x8xf32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<1x3x8x8xf32>, %s: i64, %o: i64) -> tensor<1x3x8x8xf32> {
  %d = nnf.dropout2d %x seed = %s offset = %o p = 0.1 training = true : (tensor<1x3x8x8xf32>, i64, i64) -> tensor<1x3x8x8xf32>
  return %d : tensor<1x3x8x8xf32>
}
)mlir"},
      {"NNF310",
       "selu is made so that activations keep mean 0 and variance 1 through many layers. Zeros are not its lowest "
       "value: dropout shifts both. alpha_dropout puts in the lowest value and scales back.",
       R"mlir(
func.func @f(%x: tensor<4x8xf32>, %s: i64, %o: i64) -> tensor<4x8xf32> {
  %a = nnf.selu %x : tensor<4x8xf32>
  %d = nnf.dropout %a seed = %s offset = %o p = 0.1 : (tensor<4x8xf32>, i64, i64) -> tensor<4x8xf32>
  return %d : tensor<4x8xf32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<4x8xf32>, %s: i64, %o: i64) -> tensor<4x8xf32> {
  %a = nnf.selu %x : tensor<4x8xf32>
  %d = nnf.alpha_dropout %a seed = %s offset = %o p = 0.1 training = true : (tensor<4x8xf32>, i64, i64) -> tensor<4x8xf32>
  return %d : tensor<4x8xf32>
}
)mlir"},
      {"NNF401",
       "A linear map of a linear map is one linear map: the second layer costs time and memory, and nothing can be "
       "learnt with it that one could not. A narrow middle is a factorisation and not reported.",
       R"mlir(
func.func @f(%x: tensor<4x6xf32>, %v: tensor<6x6xf32>, %w: tensor<6x6xf32>) -> tensor<4x6xf32> {
  %a = nnf.linear %x, %v : (tensor<4x6xf32>, tensor<6x6xf32>) -> tensor<4x6xf32>
  %y = nnf.linear %a, %w : (tensor<4x6xf32>, tensor<6x6xf32>) -> tensor<4x6xf32>
  return %y : tensor<4x6xf32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<4x6xf32>, %v: tensor<6x6xf32>, %w: tensor<6x6xf32>) -> tensor<4x6xf32> {
  %a = nnf.linear %x, %v : (tensor<4x6xf32>, tensor<6x6xf32>) -> tensor<4x6xf32>
  %r = nnf.relu %a : tensor<4x6xf32>
  %y = nnf.linear %r, %w : (tensor<4x6xf32>, tensor<6x6xf32>) -> tensor<4x6xf32>
  return %y : tensor<4x6xf32>
}
)mlir"},
      {"NNF402",
       "The activation's operand has no value that it would change: relu of a relu, of a sigmoid or of a softmax. "
       "Either one of the two was meant to be something else, or it can go.",
       R"mlir(
func.func @f(%x: tensor<8xf32>) -> tensor<8xf32> {
  %p = nnf.sigmoid %x : tensor<8xf32>
  %y = nnf.relu %p : tensor<8xf32>
  return %y : tensor<8xf32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<8xf32>) -> tensor<8xf32> {
  %p = nnf.tanh %x : tensor<8xf32>
  %y = nnf.relu %p : tensor<8xf32>
  return %y : tensor<8xf32>
}
)mlir"},
      {"NNF403",
       "batch_norm subtracts the mean of each channel, and with it whatever the layer before added to all of it: its "
       "bias has no effect and no gradient. `bias=False` is what such layers have; batch_norm's own bias does the "
       "work.",
       R"mlir(
func.func @f(%x: tensor<4x6xf32>, %w: tensor<8x6xf32>, %b: tensor<8xf32>) -> tensor<4x8xf32> {
  %a = nnf.linear %x, %w bias = %b : (tensor<4x6xf32>, tensor<8x6xf32>, tensor<8xf32>) -> tensor<4x8xf32>
  %y = nnf.batch_norm %a training = true : (tensor<4x8xf32>) -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<4x6xf32>, %w: tensor<8x6xf32>, %b: tensor<8xf32>) -> tensor<4x8xf32> {
  %a = nnf.linear %x, %w : (tensor<4x6xf32>, tensor<8x6xf32>) -> tensor<4x8xf32>
  %y = nnf.batch_norm %a training = true : (tensor<4x8xf32>) -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}
)mlir"},
      {"NNF404",
       "`view(-1, K)` cuts the elements of all samples into rows of K. Where K does not fit a sample, the rows of "
       "the layer hold the end of one sample and the beginning of the next, and there are another number of them "
       "than samples. `flatten(1)` keeps the batch.",
       R"mlir(
func.func @f(%x: tensor<32x3x5x5xf32>, %w: tensor<10x50xf32>) -> tensor<48x10xf32> {
  %c = tensor.collapse_shape %x [[0, 1, 2, 3]] : tensor<32x3x5x5xf32> into tensor<2400xf32>
  %v = tensor.expand_shape %c [[0, 1]] output_shape [48, 50] : tensor<2400xf32> into tensor<48x50xf32>
  %y = nnf.linear %v, %w : (tensor<48x50xf32>, tensor<10x50xf32>) -> tensor<48x10xf32>
  return %y : tensor<48x10xf32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<32x3x5x5xf32>, %w: tensor<10x75xf32>) -> tensor<32x10xf32> {
  %c = tensor.collapse_shape %x [[0, 1, 2, 3]] : tensor<32x3x5x5xf32> into tensor<2400xf32>
  %v = tensor.expand_shape %c [[0, 1]] output_shape [32, 75] : tensor<2400xf32> into tensor<32x75xf32>
  %y = nnf.linear %v, %w : (tensor<32x75xf32>, tensor<10x75xf32>) -> tensor<32x10xf32>
  return %y : tensor<32x10xf32>
}
)mlir"},
      {"NNF405",
       "After enough pools and strides the map is smaller than the window: most of it is padding, and a part of the "
       "weights never meets a value. (A window that does not fit at all is refused by the verifier.)",
       R"mlir(
func.func @f(%x: tensor<1x4x3x3xf32>, %w: tensor<4x4x7x7xf32>) -> tensor<1x4x3x3xf32> {
  %y = nnf.conv2d %x, %w padding = [3, 3] : (tensor<1x4x3x3xf32>, tensor<4x4x7x7xf32>) -> tensor<1x4x3x3xf32>
  return %y : tensor<1x4x3x3xf32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<1x4x3x3xf32>, %w: tensor<4x4x3x3xf32>) -> tensor<1x4x3x3xf32> {
  %y = nnf.conv2d %x, %w padding = [1, 1] : (tensor<1x4x3x3xf32>, tensor<4x4x3x3xf32>) -> tensor<1x4x3x3xf32>
  return %y : tensor<1x4x3x3xf32>
}
)mlir"},
      {"NNF406",
       "Equal weights have equal gradients and stay equal for ever: a layer of a thousand outputs is one of one. "
       "With zeros, the layers before it get no gradient either. Weights begin at random.",
       R"mlir(
func.func @f(%x: tensor<4x6xf32>) -> tensor<4x2xf32> attributes {nnf.mode = "training"} {
  %w = arith.constant dense<0.5> : tensor<2x6xf32>
  %y = nnf.linear %x, %w : (tensor<4x6xf32>, tensor<2x6xf32>) -> tensor<4x2xf32>
  return %y : tensor<4x2xf32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<4x6xf32>) -> tensor<4x2xf32> attributes {nnf.mode = "training"} {
  %w = arith.constant dense<[[0.1, -0.2, 0.3, 0.0, 0.2, -0.1], [0.3, 0.1, -0.3, 0.2, 0.0, 0.4]]> : tensor<2x6xf32>
  %y = nnf.linear %x, %w : (tensor<4x6xf32>, tensor<2x6xf32>) -> tensor<4x2xf32>
  return %y : tensor<4x2xf32>
}
)mlir"},
      {"NNF407",
       "Weights are initialised for inputs around 1 and of both signs. Bytes make activations a hundred times "
       "larger, gradients with them, and the first steps of training destroy what was there; a trained model gets "
       "something that it has never seen. An image whose channels lie last is cut into columns by a convolution that "
       "expects them first.",
       R"mlir(
func.func @f(%b: tensor<1x3x8x8xi8>, %w: tensor<4x3x3x3xf32>) -> tensor<1x4x6x6xf32> {
  %i = arith.uitofp %b : tensor<1x3x8x8xi8> to tensor<1x3x8x8xf32>
  %y = nnf.conv2d %i, %w : (tensor<1x3x8x8xf32>, tensor<4x3x3x3xf32>) -> tensor<1x4x6x6xf32>
  return %y : tensor<1x4x6x6xf32>
}
)mlir",
       R"mlir(
func.func @f(%b: tensor<1x3x8x8xi8>, %w: tensor<4x3x3x3xf32>) -> tensor<1x4x6x6xf32> {
  %i = arith.uitofp %b : tensor<1x3x8x8xi8> to tensor<1x3x8x8xf32>
  %c = arith.constant dense<255.0> : tensor<1x3x8x8xf32>
  %x = arith.divf %i, %c : tensor<1x3x8x8xf32>
  %y = nnf.conv2d %x, %w : (tensor<1x3x8x8xf32>, tensor<4x3x3x3xf32>) -> tensor<1x4x6x6xf32>
  return %y : tensor<1x4x6x6xf32>
}
)mlir"},
      {"NNF408",
       "The result has floor(size * factor) elements; the places are computed with the factor as it is given, so "
       "that the image is cut off a little at its end. `size`, or `recompute_scale_factor`, spread it over the "
       "whole. (align_corners with a mode that has no corners, and size together with scale_factor, are refused by "
       "the verifier.)",
       R"mlir(
func.func @f(%x: tensor<1x3x10x10xf32>) -> tensor<1x3x15x15xf32> {
  %y = nnf.interpolate %x scale_factor = [1.55, 1.55] mode = bilinear : (tensor<1x3x10x10xf32>) -> tensor<1x3x15x15xf32>
  return %y : tensor<1x3x15x15xf32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<1x3x10x10xf32>) -> tensor<1x3x20x20xf32> {
  %y = nnf.interpolate %x scale_factor = [2.0, 2.0] mode = bilinear : (tensor<1x3x10x10xf32>) -> tensor<1x3x20x20xf32>
  return %y : tensor<1x3x20x20xf32>
}
)mlir"},
      {"NNF410",
       "The function is an old name of interpolate, kept for old programs. upsample_bilinear aligns the corners, "
       "which interpolate does only when told: the fix keeps that.",
       R"mlir(
func.func @f(%x: tensor<1x3x8x8xf32>) -> tensor<1x3x16x16xf32> {
  %y = nnf.upsample %x scale_factor = [2.0, 2.0] : (tensor<1x3x8x8xf32>) -> tensor<1x3x16x16xf32>
  return %y : tensor<1x3x16x16xf32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<1x3x8x8xf32>) -> tensor<1x3x16x16xf32> {
  %y = nnf.interpolate %x scale_factor = [2.0, 2.0] : (tensor<1x3x8x8xf32>) -> tensor<1x3x16x16xf32>
  return %y : tensor<1x3x16x16xf32>
}
)mlir"},
  };
  return texts;
}
