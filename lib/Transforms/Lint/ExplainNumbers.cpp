//===- ExplainNumbers.cpp - what the rules say about numbers: 201 to 214 -----------------------------------------===//
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

ArrayRef<LintExplanation> nnf::explanationsOfNumbers() {
  static const LintExplanation texts[] = {
      {"NNF201",
       "A softmax or a sigmoid underflows to 0 and relu clips to it. The logarithm there is -inf, its gradient is "
       "infinite, and 0 times it is NaN in the next step. log_softmax and logsigmoid are the functions that do not "
       "go through the small number; elsewhere bound the operand from below.",
       R"mlir(
func.func @f(%x: tensor<8xf32>) -> tensor<8xf32> {
  %p = nnf.softmax %x dim = 0 : tensor<8xf32>
  %y = math.log %p : tensor<8xf32>
  return %y : tensor<8xf32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<8xf32>) -> tensor<8xf32> {
  %y = nnf.log_softmax %x dim = 0 : tensor<8xf32>
  return %y : tensor<8xf32>
}
)mlir"},
      {"NNF202",
       "A divisor that clips or underflows to 0 makes infinities, and 0 over 0 is NaN. Add an eps to it, or bound it "
       "from below.",
       R"mlir(
func.func @f(%x: tensor<8xf32>, %z: tensor<8xf32>) -> tensor<8xf32> {
  %r = nnf.relu %x : tensor<8xf32>
  %y = arith.divf %z, %r : tensor<8xf32>
  return %y : tensor<8xf32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<8xf32>, %z: tensor<8xf32>) -> tensor<8xf32> {
  %eps = arith.constant dense<1.0e-5> : tensor<8xf32>
  %r = nnf.relu %x : tensor<8xf32>
  %d = arith.addf %r, %eps : tensor<8xf32>
  %y = arith.divf %z, %d : tensor<8xf32>
  return %y : tensor<8xf32>
}
)mlir"},
      {"NNF203",
       "The slope of a square root is infinite at 0. The distance of a point from itself, the norm of a row of zeros "
       "(padding, say) and the deviation of equal values are 0, and in the backward pass infinity meets the 0 of the "
       "square's slope: NaN. An eps below the root costs nothing. The values themselves are right, so that only "
       "functions whose gradient is taken (`nnf.mode = \"training\"`) are looked at.",
       R"mlir(
func.func @f(%x: tensor<8xf32>) -> tensor<8xf32> attributes {nnf.mode = "training"} {
  %s = arith.mulf %x, %x : tensor<8xf32>
  %y = math.sqrt %s : tensor<8xf32>
  return %y : tensor<8xf32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<8xf32>) -> tensor<8xf32> attributes {nnf.mode = "training"} {
  %eps = arith.constant dense<1.0e-12> : tensor<8xf32>
  %s = arith.mulf %x, %x : tensor<8xf32>
  %e = arith.addf %s, %eps : tensor<8xf32>
  %y = math.sqrt %e : tensor<8xf32>
  return %y : tensor<8xf32>
}
)mlir"},
      {"NNF204",
       "Where a choice takes the other branch, the gradient that goes into this one is 0; the logarithm, root or "
       "quotient multiplies it by an infinite slope, and 0 times infinity is NaN. Guard the operand: choose a "
       "harmless number before the function is applied, and choose again behind it.",
       R"mlir(
func.func @f(%x: tensor<8xf32>) -> tensor<8xf32> attributes {nnf.mode = "training"} {
  %zero = arith.constant dense<0.0> : tensor<8xf32>
  %ok = arith.cmpf ogt, %x, %zero : tensor<8xf32>
  %l = math.log %x : tensor<8xf32>
  %y = arith.select %ok, %l, %zero : tensor<8xi1>, tensor<8xf32>
  return %y : tensor<8xf32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<8xf32>) -> tensor<8xf32> attributes {nnf.mode = "training"} {
  %zero = arith.constant dense<0.0> : tensor<8xf32>
  %one = arith.constant dense<1.0> : tensor<8xf32>
  %ok = arith.cmpf ogt, %x, %zero : tensor<8xf32>
  %safe = arith.select %ok, %x, %one : tensor<8xi1>, tensor<8xf32>
  %l = math.log %safe : tensor<8xf32>
  %y = arith.select %ok, %l, %zero : tensor<8xi1>, tensor<8xf32>
  return %y : tensor<8xf32>
}
)mlir"},
      {"NNF205",
       "exp overflows for numbers above 88 (f32), and infinity over infinity is NaN. softmax subtracts the row's "
       "maximum first, which changes nothing else.",
       R"mlir(
func.func @f(%x: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %e = math.exp %x : tensor<4x8xf32>
  %zero = arith.constant 0.0 : f32
  %empty = tensor.empty() : tensor<4xf32>
  %init = linalg.fill ins(%zero : f32) outs(%empty : tensor<4xf32>) -> tensor<4xf32>
  %sum = linalg.reduce {arith.addf} ins(%e : tensor<4x8xf32>) outs(%init : tensor<4xf32>) dimensions = [1]
  %wide = tensor.empty() : tensor<4x8xf32>
  %b = linalg.broadcast ins(%sum : tensor<4xf32>) outs(%wide : tensor<4x8xf32>) dimensions = [1]
  %y = arith.divf %e, %b : tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %y = nnf.softmax %x dim = 1 : tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}
)mlir"},
      {"NNF206",
       "A row in which everything is masked has no maximum but -inf, and -inf - -inf is NaN: one padded query makes "
       "the loss of the whole batch NaN. `empty_row = zero` gives such rows zeros, as attention wants it.",
       R"mlir(
func.func @f(%x: tensor<2x2xf32>) -> tensor<2x2xf32> {
  %mask = arith.constant dense<[[0.0, 0xFF800000], [0xFF800000, 0xFF800000]]> : tensor<2x2xf32>
  %s = arith.addf %x, %mask : tensor<2x2xf32>
  %y = nnf.softmax %s dim = 1 : tensor<2x2xf32>
  return %y : tensor<2x2xf32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<2x2xf32>) -> tensor<2x2xf32> {
  %mask = arith.constant dense<[[0.0, 0xFF800000], [0.0, 0.0]]> : tensor<2x2xf32>
  %s = arith.addf %x, %mask : tensor<2x2xf32>
  %y = nnf.softmax %s dim = 1 : tensor<2x2xf32>
  return %y : tensor<2x2xf32>
}
)mlir"},
      {"NNF207",
       "f16 ends at 65504. A mask of -1e9 becomes -inf in it, and a row that it masks as a whole NaN. Take -inf "
       "where a mask is meant and rows have something left, or the type's smallest number.",
       R"mlir(
func.func @f() -> tensor<8xf16> {
  %c = arith.constant dense<-1.0e+9> : tensor<8xf32>
  %y = arith.truncf %c : tensor<8xf32> to tensor<8xf16>
  return %y : tensor<8xf16>
}
)mlir",
       R"mlir(
func.func @f() -> tensor<8xf16> {
  %c = arith.constant dense<-6.0e+4> : tensor<8xf32>
  %y = arith.truncf %c : tensor<8xf32> to tensor<8xf16>
  return %y : tensor<8xf16>
}
)mlir"},
      {"NNF208",
       "The smallest number of f16 is 6e-8: an eps of 1e-12 is 0 in it, and the division that it guards is one by 0.",
       R"mlir(
func.func @f() -> tensor<8xf16> {
  %c = arith.constant dense<1.0e-12> : tensor<8xf32>
  %y = arith.truncf %c : tensor<8xf32> to tensor<8xf16>
  return %y : tensor<8xf16>
}
)mlir",
       R"mlir(
func.func @f() -> tensor<8xf16> {
  %c = arith.constant dense<1.0e-4> : tensor<8xf32>
  %y = arith.truncf %c : tensor<8xf32> to tensor<8xf16>
  return %y : tensor<8xf16>
}
)mlir"},
      {"NNF209",
       "f16 has 11 bits: a sum of ones stays at 2048, since 2049 is none of its numbers (bf16, with 8 bits, stays at "
       "256). Convert to f32, sum up, and round once at the end.",
       R"mlir(
func.func @f(%x: tensor<4x4096xf16>) -> tensor<4xf16> {
  %zero = arith.constant 0.0 : f16
  %empty = tensor.empty() : tensor<4xf16>
  %init = linalg.fill ins(%zero : f16) outs(%empty : tensor<4xf16>) -> tensor<4xf16>
  %y = linalg.reduce {arith.addf} ins(%x : tensor<4x4096xf16>) outs(%init : tensor<4xf16>) dimensions = [1]
  return %y : tensor<4xf16>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<4x4096xf32>) -> tensor<4xf32> {
  %zero = arith.constant 0.0 : f32
  %empty = tensor.empty() : tensor<4xf32>
  %init = linalg.fill ins(%zero : f32) outs(%empty : tensor<4xf32>) -> tensor<4xf32>
  %y = linalg.reduce {arith.addf} ins(%x : tensor<4x4096xf32>) outs(%init : tensor<4xf32>) dimensions = [1]
  return %y : tensor<4xf32>
}
)mlir"},
      {"NNF210",
       "Near 1 a number of f16 has steps of 0.0005: a probability of 0.9999 is 1, and the loss of the other class "
       "infinite or held at 100. PyTorch refuses it under autocast. binary_cross_entropy_with_logits never forms the "
       "probability.",
       R"mlir(
func.func @f(%x: tensor<8xf16>, %y: tensor<8xf16>) -> tensor<f16> {
  %p = nnf.sigmoid %x : tensor<8xf16>
  %loss = nnf.binary_cross_entropy %p, %y : (tensor<8xf16>, tensor<8xf16>) -> tensor<f16>
  return %loss : tensor<f16>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<8xf16>, %y: tensor<8xf16>) -> tensor<f16> {
  %loss = nnf.binary_cross_entropy_with_logits %x, %y : (tensor<8xf16>, tensor<8xf16>) -> tensor<f16>
  return %loss : tensor<f16>
}
)mlir"},
      {"NNF211",
       "With a mean of 1000 and a deviation of 1, both terms are a million and differ by 1: f32 keeps 7 digits, and "
       "the difference none. It can even be negative, and its root NaN. Subtract the mean before squaring; a second "
       "pass over the data costs less than the digits.",
       R"mlir(
func.func @f(%x: tensor<4x8xf32>) -> tensor<4xf32> {
  %zero = arith.constant 0.0 : f32
  %n = arith.constant dense<8.0> : tensor<4xf32>
  %empty = tensor.empty() : tensor<4xf32>
  %init = linalg.fill ins(%zero : f32) outs(%empty : tensor<4xf32>) -> tensor<4xf32>
  %s = linalg.reduce {arith.addf} ins(%x : tensor<4x8xf32>) outs(%init : tensor<4xf32>) dimensions = [1]
  %m = arith.divf %s, %n : tensor<4xf32>
  %xx = arith.mulf %x, %x : tensor<4x8xf32>
  %ss = linalg.reduce {arith.addf} ins(%xx : tensor<4x8xf32>) outs(%init : tensor<4xf32>) dimensions = [1]
  %e = arith.divf %ss, %n : tensor<4xf32>
  %mm = arith.mulf %m, %m : tensor<4xf32>
  %v = arith.subf %e, %mm : tensor<4xf32>
  return %v : tensor<4xf32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<4x8xf32>) -> tensor<4xf32> {
  %zero = arith.constant 0.0 : f32
  %n = arith.constant dense<8.0> : tensor<4xf32>
  %empty = tensor.empty() : tensor<4xf32>
  %init = linalg.fill ins(%zero : f32) outs(%empty : tensor<4xf32>) -> tensor<4xf32>
  %s = linalg.reduce {arith.addf} ins(%x : tensor<4x8xf32>) outs(%init : tensor<4xf32>) dimensions = [1]
  %m = arith.divf %s, %n : tensor<4xf32>
  %wide = tensor.empty() : tensor<4x8xf32>
  %b = linalg.broadcast ins(%m : tensor<4xf32>) outs(%wide : tensor<4x8xf32>) dimensions = [1]
  %d = arith.subf %x, %b : tensor<4x8xf32>
  %dd = arith.mulf %d, %d : tensor<4x8xf32>
  %ss = linalg.reduce {arith.addf} ins(%dd : tensor<4x8xf32>) outs(%init : tensor<4xf32>) dimensions = [1]
  %v = arith.divf %ss, %n : tensor<4xf32>
  return %v : tensor<4xf32>
}
)mlir"},
      {"NNF212",
       "1 + x forgets the digits of a small x, and subtracting 1 brings what is left to the front. log1p, expm1 and "
       "erfc compute the difference without taking it.",
       R"mlir(
func.func @f(%x: tensor<8xf32>) -> tensor<8xf32> {
  %one = arith.constant dense<1.0> : tensor<8xf32>
  %s = arith.addf %x, %one : tensor<8xf32>
  %y = math.log %s : tensor<8xf32>
  return %y : tensor<8xf32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<8xf32>) -> tensor<8xf32> {
  %y = math.log1p %x : tensor<8xf32>
  return %y : tensor<8xf32>
}
)mlir"},
      {"NNF213",
       "batch_norm divides by sqrt(var + eps). With eps behind the root, channels of a small deviation are scaled "
       "differently (by a factor of 300 for var = 0 and eps = 1e-5), so that weights that were trained with one do "
       "not fit the other, and the gradient of the root is infinite where the variance is 0.",
       R"mlir(
func.func @f(%x: tensor<16x8xf32>, %g: tensor<8xf32>) -> tensor<16x8xf32> {
  %zero = arith.constant 0.0 : f32
  %n = arith.constant dense<16.0> : tensor<8xf32>
  %eps = arith.constant dense<1.0e-5> : tensor<8xf32>
  %empty = tensor.empty() : tensor<8xf32>
  %wide = tensor.empty() : tensor<16x8xf32>
  %init = linalg.fill ins(%zero : f32) outs(%empty : tensor<8xf32>) -> tensor<8xf32>
  %s = linalg.reduce {arith.addf} ins(%x : tensor<16x8xf32>) outs(%init : tensor<8xf32>) dimensions = [0]
  %m = arith.divf %s, %n : tensor<8xf32>
  %mb = linalg.broadcast ins(%m : tensor<8xf32>) outs(%wide : tensor<16x8xf32>) dimensions = [0]
  %c = arith.subf %x, %mb : tensor<16x8xf32>
  %cc = arith.mulf %c, %c : tensor<16x8xf32>
  %ss = linalg.reduce {arith.addf} ins(%cc : tensor<16x8xf32>) outs(%init : tensor<8xf32>) dimensions = [0]
  %v = arith.divf %ss, %n : tensor<8xf32>
  %r0 = math.sqrt %v : tensor<8xf32>
  %d = arith.addf %r0, %eps : tensor<8xf32>
  %db = linalg.broadcast ins(%d : tensor<8xf32>) outs(%wide : tensor<16x8xf32>) dimensions = [0]
  %q = arith.divf %c, %db : tensor<16x8xf32>
  %y = linalg.generic {indexing_maps = [affine_map<(n, c) -> (n, c)>, affine_map<(n, c) -> (c)>, affine_map<(n, c) -> (n, c)>], iterator_types = ["parallel", "parallel"]} ins(%q, %g : tensor<16x8xf32>, tensor<8xf32>) outs(%wide : tensor<16x8xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %r = arith.mulf %a, %b : f32
    linalg.yield %r : f32
  } -> tensor<16x8xf32>
  return %y : tensor<16x8xf32>
}
)mlir",
       R"mlir(
func.func @f(%x: tensor<16x8xf32>, %g: tensor<8xf32>) -> tensor<16x8xf32> {
  %zero = arith.constant 0.0 : f32
  %n = arith.constant dense<16.0> : tensor<8xf32>
  %eps = arith.constant dense<1.0e-5> : tensor<8xf32>
  %empty = tensor.empty() : tensor<8xf32>
  %wide = tensor.empty() : tensor<16x8xf32>
  %init = linalg.fill ins(%zero : f32) outs(%empty : tensor<8xf32>) -> tensor<8xf32>
  %s = linalg.reduce {arith.addf} ins(%x : tensor<16x8xf32>) outs(%init : tensor<8xf32>) dimensions = [0]
  %m = arith.divf %s, %n : tensor<8xf32>
  %mb = linalg.broadcast ins(%m : tensor<8xf32>) outs(%wide : tensor<16x8xf32>) dimensions = [0]
  %c = arith.subf %x, %mb : tensor<16x8xf32>
  %cc = arith.mulf %c, %c : tensor<16x8xf32>
  %ss = linalg.reduce {arith.addf} ins(%cc : tensor<16x8xf32>) outs(%init : tensor<8xf32>) dimensions = [0]
  %v = arith.divf %ss, %n : tensor<8xf32>
  %e = arith.addf %v, %eps : tensor<8xf32>
  %d = math.sqrt %e : tensor<8xf32>
  %db = linalg.broadcast ins(%d : tensor<8xf32>) outs(%wide : tensor<16x8xf32>) dimensions = [0]
  %q = arith.divf %c, %db : tensor<16x8xf32>
  %y = linalg.generic {indexing_maps = [affine_map<(n, c) -> (n, c)>, affine_map<(n, c) -> (c)>, affine_map<(n, c) -> (n, c)>], iterator_types = ["parallel", "parallel"]} ins(%q, %g : tensor<16x8xf32>, tensor<8xf32>) outs(%wide : tensor<16x8xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %r = arith.mulf %a, %b : f32
    linalg.yield %r : f32
  } -> tensor<16x8xf32>
  return %y : tensor<16x8xf32>
}
)mlir"},
      {"NNF214",
       "jax.nn.gelu is the approximation by tanh unless told otherwise, torch's is the exact one by erf. They differ "
       "by up to 0.0005 in each layer, which adds up where weights of the one run in the other.",
       R"mlir(
module attributes {nnf.source = "jax"} {
  func.func @f(%x: tensor<8xf32>) -> tensor<8xf32> {
    %y = nnf.gelu %x : tensor<8xf32>
    return %y : tensor<8xf32>
  }
}
)mlir",
       R"mlir(
module attributes {nnf.source = "jax"} {
  func.func @f(%x: tensor<8xf32>) -> tensor<8xf32> {
    %y = nnf.gelu %x approximate = tanh : tensor<8xf32>
    return %y : tensor<8xf32>
  }
}
)mlir"},
  };
  return texts;
}
