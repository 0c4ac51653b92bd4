// What must not fuse, and what is said about it.
// RUN: nnf-opt %s --nnf-fuse-losses --split-input-file --remarks-filter-missed=nnf-fuse-losses --remarks-filter-passed=nnf-fuse-losses --remark-format=emitRemark --verify-diagnostics | FileCheck %s
// The pass leaves every loss as it is.
// CHECK-COUNT-11: nnf.{{nll_loss|cross_entropy.*input_kind = probs|cross_entropy %softmax}}

func.func @other_use(%x: tensor<4x10xf32>, %t: tensor<4xi64>) -> (tensor<f32>, tensor<4x10xf32>) {
  %logp = nnf.log_softmax %x dim = 1 : tensor<4x10xf32>
  // expected-remark @below {{[Missed] FuseLosses | Category:nnf-fuse-losses | Function=other_use | Reason="nnf.log_softmax and nnf.nll_loss stay apart: the result of nnf.log_softmax is also used by func.return, so it has to be computed anyway"}}
  %loss = nnf.nll_loss %logp, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %loss, %logp : tensor<f32>, tensor<4x10xf32>
}

// -----

func.func @probabilities_are_used(%x: tensor<4x10xf32>, %t: tensor<4xi64>) -> (tensor<f32>, tensor<4x10xf32>) {
  %p = nnf.softmax %x dim = 1 : tensor<4x10xf32>
  %logp = math.log %p : tensor<4x10xf32>
  // expected-remark @below {{stay apart: the result of nnf.softmax is also used by func.return}}
  %loss = nnf.nll_loss %logp, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %loss, %p : tensor<f32>, tensor<4x10xf32>
}

// -----

func.func @other_dimension(%x: tensor<4x10x8xf32>, %t: tensor<4x8xi64>) -> tensor<f32> {
  %logp = nnf.log_softmax %x dim = -1 : tensor<4x10x8xf32>
  // expected-remark @below {{stay apart: nnf.log_softmax runs along dimension 2 of the loss's input, the classes along dimension 1"}}
  %loss = nnf.nll_loss %logp, %t : (tensor<4x10x8xf32>, tensor<4x8xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}

// -----

func.func @moved_away(%x: tensor<4x10xf32>, %t: tensor<10xi64>, %e: tensor<10x4xf32>) -> tensor<f32> {
  %logp = nnf.log_softmax %x dim = 1 : tensor<4x10xf32>
  %moved = linalg.transpose ins(%logp : tensor<4x10xf32>) outs(%e : tensor<10x4xf32>) permutation = [1, 0]
  // expected-remark @below {{stay apart: nnf.log_softmax runs along dimension 0 of the loss's input, the classes along dimension 1"}}
  %loss = nnf.nll_loss %moved, %t : (tensor<10x4xf32>, tensor<10xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}

// -----

func.func @mixed_by_a_reshape(%x: tensor<4x10xf32>, %t: tensor<8xi64>) -> tensor<f32> {
  %logp = nnf.log_softmax %x dim = 1 : tensor<4x10xf32>
  %shape = arith.constant dense<[8, 5]> : tensor<2xi64>
  %mixed = tensor.reshape %logp(%shape) : (tensor<4x10xf32>, tensor<2xi64>) -> tensor<8x5xf32>
  // expected-remark @below {{stay apart: a reshape mixes the dimension of nnf.log_softmax with others"}}
  %loss = nnf.nll_loss %mixed, %t : (tensor<8x5xf32>, tensor<8xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}

// -----

func.func @rounded(%x: tensor<4x10xf32>, %t: tensor<4xi64>) -> tensor<bf16> {
  %logp = nnf.log_softmax %x dim = 1 : tensor<4x10xf32>
  %narrow = arith.truncf %logp : tensor<4x10xf32> to tensor<4x10xbf16>
  // expected-remark @below {{stay apart: between nnf.log_softmax and the loss, arith.truncf rounds"}}
  %loss = nnf.nll_loss %narrow, %t : (tensor<4x10xbf16>, tensor<4xi64>) -> tensor<bf16>
  return %loss : tensor<bf16>
}

// -----

func.func @empty_row(%x: tensor<4x10xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  %p = nnf.softmax %x dim = 1 empty_row = zero : tensor<4x10xf32>
  // expected-remark @below {{stay apart: for a row that is all -inf, empty_row = zero gives an infinite loss, where cross_entropy gives NaN"}}
  %loss = nnf.cross_entropy %p, %t input_kind = probs : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}

// -----

// Not losses of what a softmax left: nothing to say.
func.func @no_softmax(%x: tensor<4x10xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  %logp = math.log %x : tensor<4x10xf32>
  %loss = nnf.nll_loss %logp, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}

// -----

// Probabilities where log-probabilities, or logits, are due: a mistake to be reported, not one to be built on.
func.func @wrong_kind(%x: tensor<4x10xf32>, %t: tensor<4xi64>) -> (tensor<f32>, tensor<f32>, tensor<f32>) {
  %p = nnf.softmax %x dim = 1 : tensor<4x10xf32>
  %a = nnf.nll_loss %p, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  %q = nnf.softmax %x dim = 1 : tensor<4x10xf32>
  %b = nnf.cross_entropy %q, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  %logp = nnf.log_softmax %x dim = 1 : tensor<4x10xf32>
  %twice = math.log %logp : tensor<4x10xf32>
  %c = nnf.nll_loss %twice, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %a, %b, %c : tensor<f32>, tensor<f32>, tensor<f32>
}
