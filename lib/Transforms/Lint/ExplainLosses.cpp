//===- ExplainLosses.cpp - what the rules say about losses: 001, 101 to 124 --------------------------------------===//
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

ArrayRef<LintExplanation> nnf::explanationsOfLosses() {
  static const LintExplanation texts[] = {
      {"NNF001",
       "A misspelt suppression is silent: the finding that it was meant for comes back, or worse, one believes that "
       "it is looked after. The attribute holds ids or names of rules.",
       R"mlir(
func.func @f(%x: tensor<4x10xf32>) -> tensor<4x10xf32> {
  %p = nnf.softmax %x dim = 1 {nnf.allow = ["NNF1O1"]} : tensor<4x10xf32>
  return %p : tensor<4x10xf32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<4x10xf32>) -> tensor<4x10xf32> {
  %p = nnf.softmax %x dim = 1 {nnf.allow = ["NNF101"]} : tensor<4x10xf32>
  return %p : tensor<4x10xf32>
}
)mlir"},
      {"NNF101",
       "cross_entropy applies log_softmax to what it is given. Probabilities lie between 0 and 1, so that the second "
       "softmax can tell them apart by a factor of e at most: the loss of a sample that is classified with certainty "
       "is still log(e + C - 1) - 1, and the gradients are small and of nearly equal size everywhere. Training "
       "works, badly, which is why the mistake stays unnoticed. Give the loss the logits; take the softmax where "
       "probabilities are shown to someone.",
       R"mlir(
func.func @f(%x: tensor<4x10xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  %p = nnf.softmax %x dim = 1 : tensor<4x10xf32>
  %loss = nnf.cross_entropy %p, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<4x10xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  %loss = nnf.cross_entropy %x, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir"},
      {"NNF102",
       "log_softmax of log-probabilities is these log-probabilities, so the result is right. A pass over the "
       "classes, and the memory for its result and its gradient, are spent for nothing. nll_loss is the loss that "
       "takes log-probabilities; cross_entropy takes logits.",
       R"mlir(
func.func @f(%x: tensor<4x10xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  %p = nnf.log_softmax %x dim = 1 : tensor<4x10xf32>
  %loss = nnf.cross_entropy %p, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<4x10xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  %p = nnf.log_softmax %x dim = 1 : tensor<4x10xf32>
  %loss = nnf.nll_loss %p, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir"},
      {"NNF103",
       "binary_cross_entropy_with_logits applies sigmoid itself. Applied to the result of a sigmoid, which lies "
       "between 0 and 1, it sees probabilities between 0.5 and 0.73: a certain no cannot be expressed. Give it the "
       "logits, or use binary_cross_entropy.",
       R"mlir(
func.func @f(%x: tensor<8xf32>, %y: tensor<8xf32>) -> tensor<f32> {
  %p = nnf.sigmoid %x : tensor<8xf32>
  %loss = nnf.binary_cross_entropy_with_logits %p, %y : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<8xf32>, %y: tensor<8xf32>) -> tensor<f32> {
  %loss = nnf.binary_cross_entropy_with_logits %x, %y : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir"},
      {"NNF104",
       "binary_cross_entropy takes the logarithm of its input and of one minus it: outside of [0, 1] that is NaN "
       "(PyTorch raises an error where it looks). What a layer leaves is unbounded. binary_cross_entropy_with_logits "
       "takes it as it is, and is exact where a sigmoid saturates.",
       R"mlir(
func.func @f(%x: tensor<8x4xf32>, %w: tensor<1x4xf32>, %y: tensor<8x1xf32>) -> tensor<f32> {
  %s = nnf.linear %x, %w : (tensor<8x4xf32>, tensor<1x4xf32>) -> tensor<8x1xf32>
  %loss = nnf.binary_cross_entropy %s, %y : (tensor<8x1xf32>, tensor<8x1xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<8x4xf32>, %w: tensor<1x4xf32>, %y: tensor<8x1xf32>) -> tensor<f32> {
  %s = nnf.linear %x, %w : (tensor<8x4xf32>, tensor<1x4xf32>) -> tensor<8x1xf32>
  %loss = nnf.binary_cross_entropy_with_logits %s, %y : (tensor<8x1xf32>, tensor<8x1xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir"},
      {"NNF105",
       "The two halves are right, and lose digits between them: where sigmoid saturates at 0 or 1, its logarithm is "
       "held at -100 and the gradient is 0 or wrong; where softmax underflows, its logarithm is -inf. The function "
       "that does both at once keeps all digits. It is no automatic fusion for sigmoid, because the clamp at -100 "
       "makes the values differ in the tails.",
       R"mlir(
func.func @f(%x: tensor<8xf32>, %y: tensor<8xf32>) -> tensor<f32> {
  %p = nnf.sigmoid %x : tensor<8xf32>
  %loss = nnf.binary_cross_entropy %p, %y : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<8xf32>, %y: tensor<8xf32>) -> tensor<f32> {
  %loss = nnf.binary_cross_entropy_with_logits %x, %y : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir"},
      {"NNF106",
       "nll_loss picks the number of the target class and changes its sign: it is a likelihood only of log- "
       "probabilities. Of logits it has no lower bound (training makes them grow for ever); of probabilities it is "
       "bounded by -1 and flat. cross_entropy is log_softmax and nll_loss in one.",
       R"mlir(
func.func @f(%x: tensor<4x6xf32>, %w: tensor<10x6xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  %s = nnf.linear %x, %w : (tensor<4x6xf32>, tensor<10x6xf32>) -> tensor<4x10xf32>
  %loss = nnf.nll_loss %s, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<4x6xf32>, %w: tensor<10x6xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  %s = nnf.linear %x, %w : (tensor<4x6xf32>, tensor<10x6xf32>) -> tensor<4x10xf32>
  %loss = nnf.cross_entropy %s, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir"},
      {"NNF107",
       "kl_div takes the logarithms of the model's probabilities, and (without log_target) the probabilities of the "
       "target. Probabilities in the first place give a number that is neither 0 where the distributions agree nor a "
       "divergence. Use log_softmax where softmax stands.",
       R"mlir(
func.func @f(%x: tensor<4x10xf32>, %z: tensor<4x10xf32>) -> tensor<f32> {
  %p = nnf.softmax %x dim = 1 : tensor<4x10xf32>
  %q = nnf.softmax %z dim = 1 : tensor<4x10xf32>
  
  %loss = nnf.kl_div %p, %q reduction = batchmean : (tensor<4x10xf32>, tensor<4x10xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<4x10xf32>, %z: tensor<4x10xf32>) -> tensor<f32> {
  %p = nnf.log_softmax %x dim = 1 : tensor<4x10xf32>
  %q = nnf.softmax %z dim = 1 : tensor<4x10xf32>
  
  %loss = nnf.kl_div %p, %q reduction = batchmean : (tensor<4x10xf32>, tensor<4x10xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir"},
      {"NNF108",
       "The divergence of two distributions is a sum over the classes; its mean over a batch is `batchmean`. `mean` "
       "divides by the number of classes as well: the value, its gradient and any temperature or weight tuned for it "
       "are off by that factor. PyTorch warns of it, and means to make `mean` the same as `batchmean`.",
       R"mlir(
func.func @f(%x: tensor<4x10xf32>, %z: tensor<4x10xf32>) -> tensor<f32> {
  %p = nnf.log_softmax %x dim = 1 : tensor<4x10xf32>
  %q = nnf.softmax %z dim = 1 : tensor<4x10xf32>
  
  %loss = nnf.kl_div %p, %q reduction = mean : (tensor<4x10xf32>, tensor<4x10xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<4x10xf32>, %z: tensor<4x10xf32>) -> tensor<f32> {
  %p = nnf.log_softmax %x dim = 1 : tensor<4x10xf32>
  %q = nnf.softmax %z dim = 1 : tensor<4x10xf32>
  
  %loss = nnf.kl_div %p, %q reduction = batchmean : (tensor<4x10xf32>, tensor<4x10xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir"},
      {"NNF109",
       "With `log_target = false` kl_div takes the logarithm of the target; of logarithms, which are negative, that "
       "is NaN. With `log_target = true` it takes the exponential; of probabilities that is no distribution.",
       R"mlir(
func.func @f(%x: tensor<4x10xf32>, %z: tensor<4x10xf32>) -> tensor<f32> {
  %p = nnf.log_softmax %x dim = 1 : tensor<4x10xf32>
  %q = nnf.log_softmax %z dim = 1 : tensor<4x10xf32>
  
  %loss = nnf.kl_div %p, %q reduction = batchmean : (tensor<4x10xf32>, tensor<4x10xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<4x10xf32>, %z: tensor<4x10xf32>) -> tensor<f32> {
  %p = nnf.log_softmax %x dim = 1 : tensor<4x10xf32>
  %q = nnf.log_softmax %z dim = 1 : tensor<4x10xf32>
  
  %loss = nnf.kl_div %p, %q log_target = true reduction = batchmean : (tensor<4x10xf32>, tensor<4x10xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir"},
      {"NNF110",
       "A softmax over one class is 1, whatever the logit: the loss is 0 and so is its gradient. A decision between "
       "yes and no with one score is binary_cross_entropy_with_logits, with a target of floats; with two scores it "
       "is cross_entropy.",
       R"mlir(
func.func @f(%x: tensor<4x1xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  %loss = nnf.cross_entropy %x, %t : (tensor<4x1xf32>, tensor<4xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<4x1xf32>, %y: tensor<4x1xf32>) -> tensor<f32> {
  %loss = nnf.binary_cross_entropy_with_logits %x, %y : (tensor<4x1xf32>, tensor<4x1xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir"},
      {"NNF111",
       "exp(x) / exp(x) is 1. A network that ends in one score wants sigmoid; one whose axis is wrong wants another "
       "`dim`.",
       R"mlir(
func.func @f(%x: tensor<4x1xf32>) -> tensor<4x1xf32> {
  %p = nnf.softmax %x dim = 1 : tensor<4x1xf32>
  return %p : tensor<4x1xf32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<4x1xf32>) -> tensor<4x1xf32> {
  %p = nnf.sigmoid %x : tensor<4x1xf32>
  return %p : tensor<4x1xf32>
}
)mlir"},
      {"NNF113",
       "The rows of a matrix that a layer leaves are samples, its columns classes. Along dimension 0 the "
       "probabilities of one class sum to 1 over the samples of a batch, and what a sample gets depends on its "
       "neighbours.",
       R"mlir(
func.func @f(%x: tensor<4x6xf32>, %w: tensor<10x6xf32>) -> tensor<4x10xf32> {
  %s = nnf.linear %x, %w : (tensor<4x6xf32>, tensor<10x6xf32>) -> tensor<4x10xf32>
  %p = nnf.softmax %s dim = 0 : tensor<4x10xf32>
  return %p : tensor<4x10xf32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<4x6xf32>, %w: tensor<10x6xf32>) -> tensor<4x10xf32> {
  %s = nnf.linear %x, %w : (tensor<4x6xf32>, tensor<10x6xf32>) -> tensor<4x10xf32>
  %p = nnf.softmax %s dim = 1 : tensor<4x10xf32>
  return %p : tensor<4x10xf32>
}
)mlir"},
      {"NNF114",
       "cross_entropy wants scores of both signs that may be far apart. relu makes all wrong classes equal at 0 at "
       "best, and has no gradient where all are 0; sigmoid and tanh leave scores within 1 or 2 of each other, so "
       "that the loss cannot come near 0.",
       R"mlir(
func.func @f(%x: tensor<4x6xf32>, %w: tensor<10x6xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  %s = nnf.linear %x, %w : (tensor<4x6xf32>, tensor<10x6xf32>) -> tensor<4x10xf32>
  %r = nnf.relu %s : tensor<4x10xf32>
  %loss = nnf.cross_entropy %r, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<4x6xf32>, %w: tensor<10x6xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  %s = nnf.linear %x, %w : (tensor<4x6xf32>, tensor<10x6xf32>) -> tensor<4x10xf32>
  %loss = nnf.cross_entropy %s, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir"},
      {"NNF115",
       "A target of floats in the shape of the input holds a probability for every class. Class numbers that were "
       "converted are taken for such: class 7 counts seven times as much as class 1, and class 0 not at all. Keep "
       "them as integers, one for each sample.",
       R"mlir(
func.func @f(%x: tensor<4x10xf32>, %t: tensor<4x10xi64>) -> tensor<f32> {
  %y = arith.sitofp %t : tensor<4x10xi64> to tensor<4x10xf32>
  %loss = nnf.cross_entropy %x, %y : (tensor<4x10xf32>, tensor<4x10xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<4x10xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  %loss = nnf.cross_entropy %x, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir"},
      {"NNF116",
       "`ignore_index` names a class number. A target of probabilities has none, so nothing is left out: samples "
       "that were meant to be ignored count. Give them a weight of 0, or a row of zeros.",
       R"mlir(
func.func @f(%x: tensor<4x10xf32>, %y: tensor<4x10xf32>) -> tensor<f32> {
  %loss = nnf.cross_entropy %x, %y ignore_index = -1 : (tensor<4x10xf32>, tensor<4x10xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<4x10xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  %loss = nnf.cross_entropy %x, %t ignore_index = -1 : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir"},
      {"NNF117",
       "A class number or a row that does not exist is an error when the program runs (and in some frameworks a read "
       "of memory that belongs to someone else). Padding is a number that `ignore_index` names.",
       R"mlir(
func.func @f(%x: tensor<2x10xf32>) -> tensor<f32> {
  %t = arith.constant dense<[3, 10]> : tensor<2xi64>
  %loss = nnf.cross_entropy %x, %t : (tensor<2x10xf32>, tensor<2xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<2x10xf32>) -> tensor<f32> {
  %t = arith.constant dense<[3, 255]> : tensor<2xi64>
  %loss = nnf.cross_entropy %x, %t ignore_index = 255 : (tensor<2x10xf32>, tensor<2xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir"},
      {"NNF118",
       "gaussian_nll_loss takes a variance: a negative one is an error when the program runs. What a layer leaves "
       "has both signs; softplus or exp make it positive. poisson_nll_loss takes the logarithm of the rate "
       "(`log_input = true`, the default) or the rate itself, which is positive.",
       R"mlir(
func.func @f(%x: tensor<8x4xf32>, %w: tensor<1x4xf32>, %m: tensor<8x1xf32>, %y: tensor<8x1xf32>) -> tensor<f32> {
  %s = nnf.linear %x, %w : (tensor<8x4xf32>, tensor<1x4xf32>) -> tensor<8x1xf32>
  %loss = nnf.gaussian_nll_loss %m, %y, %s : (tensor<8x1xf32>, tensor<8x1xf32>, tensor<8x1xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<8x4xf32>, %w: tensor<1x4xf32>, %m: tensor<8x1xf32>, %y: tensor<8x1xf32>) -> tensor<f32> {
  %s = nnf.linear %x, %w : (tensor<8x4xf32>, tensor<1x4xf32>) -> tensor<8x1xf32>
  %v = nnf.softplus %s : tensor<8x1xf32>
  %loss = nnf.gaussian_nll_loss %m, %y, %v : (tensor<8x1xf32>, tensor<8x1xf32>, tensor<8x1xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir"},
      {"NNF119",
       "A regression can only reach targets within the range of what its last op leaves. Where the targets are known "
       "to lie there (scaled images, angles over pi) all is well; otherwise the last activation is too much.",
       R"mlir(
func.func @f(%x: tensor<8x4xf32>, %w: tensor<1x4xf32>, %y: tensor<8x1xf32>) -> tensor<f32> {
  %s = nnf.linear %x, %w : (tensor<8x4xf32>, tensor<1x4xf32>) -> tensor<8x1xf32>
  %h = nnf.relu %s : tensor<8x1xf32>
  %loss = nnf.mse_loss %h, %y : (tensor<8x1xf32>, tensor<8x1xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<8x4xf32>, %w: tensor<1x4xf32>, %y: tensor<8x1xf32>) -> tensor<f32> {
  %s = nnf.linear %x, %w : (tensor<8x4xf32>, tensor<1x4xf32>) -> tensor<8x1xf32>
  %loss = nnf.mse_loss %s, %y : (tensor<8x1xf32>, tensor<8x1xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir"},
      {"NNF120",
       "With `reduction = sum` the loss grows with the batch, and with it the gradient and the steps of the "
       "optimizer: a learning rate holds for one size of batch only.",
       R"mlir(
func.func @f(%x: tensor<8xf32>, %y: tensor<8xf32>) -> tensor<f32> {
  %loss = nnf.mse_loss %x, %y reduction = sum : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<8xf32>, %y: tensor<8xf32>) -> tensor<f32> {
  %loss = nnf.mse_loss %x, %y : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir"},
      {"NNF121",
       "The smaller operand is repeated over the larger one, which is hardly ever meant of a prediction and its "
       "target: a forgotten dimension makes a number that looks like a loss.",
       R"mlir(
func.func @f(%x: tensor<8x4xf32>, %y: tensor<4xf32>) -> tensor<f32> {
  %loss = nnf.mse_loss %x, %y : (tensor<8x4xf32>, tensor<4xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<8xf32>, %y: tensor<8xf32>) -> tensor<f32> {
  %loss = nnf.mse_loss %x, %y : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir"},
      {"NNF122",
       "(N, 1) against (N) becomes (N, N): every prediction is compared with every target. The loss falls until all "
       "predictions are the mean of the targets, and stays there. Squeeze the prediction, or give the target a "
       "dimension.",
       R"mlir(
func.func @f(%x: tensor<8x1xf32>, %y: tensor<8xf32>) -> tensor<f32> {
  %loss = nnf.mse_loss %x, %y : (tensor<8x1xf32>, tensor<8xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<8xf32>, %y: tensor<8xf32>) -> tensor<f32> {
  %loss = nnf.mse_loss %x, %y : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir"},
      {"NNF123",
       "ctc_loss adds up log-probabilities along paths; of logits the sum is no likelihood. A target that is longer "
       "than its input has no path: its loss is infinite (0 with `zero_infinity`).",
       R"mlir(
func.func @f(%x: tensor<50x4x8xf32>, %w: tensor<20x8xf32>, %t: tensor<4x10xi64>, %n: tensor<4xi64>, %m: tensor<4xi64>) -> tensor<f32> {
  %s = nnf.linear %x, %w : (tensor<50x4x8xf32>, tensor<20x8xf32>) -> tensor<50x4x20xf32>
  %loss = nnf.ctc_loss %s, %t, %n, %m : (tensor<50x4x20xf32>, tensor<4x10xi64>, tensor<4xi64>, tensor<4xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<50x4x8xf32>, %w: tensor<20x8xf32>, %t: tensor<4x10xi64>, %n: tensor<4xi64>, %m: tensor<4xi64>) -> tensor<f32> {
  %s = nnf.linear %x, %w : (tensor<50x4x8xf32>, tensor<20x8xf32>) -> tensor<50x4x20xf32>
  %p = nnf.log_softmax %s dim = 2 : tensor<50x4x20xf32>
  %loss = nnf.ctc_loss %p, %t, %n, %m : (tensor<50x4x20xf32>, tensor<4x10xi64>, tensor<4xi64>, tensor<4xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir"},
      {"NNF124",
       "Every element of the target is the probability of a yes. Outside of [0, 1] the loss has no lower bound: "
       "labels -1 and 1 are for soft_margin_loss, class numbers for cross_entropy.",
       R"mlir(
func.func @f(%x: tensor<3xf32>) -> tensor<f32> {
  %y = arith.constant dense<[-1.0, 1.0, -1.0]> : tensor<3xf32>
  %loss = nnf.binary_cross_entropy_with_logits %x, %y : (tensor<3xf32>, tensor<3xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<3xf32>) -> tensor<f32> {
  %y = arith.constant dense<[0.0, 1.0, 0.0]> : tensor<3xf32>
  %loss = nnf.binary_cross_entropy_with_logits %x, %y : (tensor<3xf32>, tensor<3xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
)mlir"},
  };
  return texts;
}
