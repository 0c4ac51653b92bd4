// What stands right before a loss. One finding of each rule, and what looks like it but is fine: there nothing is expected.
// RUN: nnf-opt %s --nnf-lint="level=remark fail-on=never" --split-input-file --verify-diagnostics -o /dev/null

func.func @nnf105(%x: tensor<8xf32>, %y: tensor<8xf32>) -> tensor<f32> {
  // expected-note @below {{the sigmoid is here}}
  %p = nnf.sigmoid %x : tensor<8xf32>
  // expected-remark @below {{a saturated sigmoid has no gradient left and its logarithm is held at -100: binary_cross_entropy_with_logits is exact there [NNF105]}}
  %loss = nnf.binary_cross_entropy %p, %y : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
func.func @nnf105_fine(%p: tensor<8xf32>, %x: tensor<8xf32>, %y: tensor<8xf32>) -> (tensor<f32>, tensor<f32>) {
  %a = nnf.binary_cross_entropy %p, %y : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
  %h = nnf.hardsigmoid %x : tensor<8xf32>
  %b = nnf.binary_cross_entropy %h, %y : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
  return %a, %b : tensor<f32>, tensor<f32>
}

// -----

func.func @nnf113(%x: tensor<32x64xf32>, %w: tensor<10x64xf32>) -> tensor<32x10xf32> {
  // expected-note @below {{the layer is here}}
  %s = nnf.linear %x, %w : (tensor<32x64xf32>, tensor<10x64xf32>) -> tensor<32x10xf32>
  // expected-remark @below {{softmax runs along dimension 0, across the samples of a layer's output; the classes lie along dimension 1 [NNF113]}}
  %p = nnf.softmax %s dim = 0 : tensor<32x10xf32>
  return %p : tensor<32x10xf32>
}
func.func @nnf113_fine(%x: tensor<32x64xf32>, %w: tensor<10x64xf32>, %y: tensor<4x4xf32>) -> (tensor<32x10xf32>, tensor<4x4xf32>) {
  %s = nnf.linear %x, %w : (tensor<32x64xf32>, tensor<10x64xf32>) -> tensor<32x10xf32>
  %p = nnf.softmax %s dim = 1 : tensor<32x10xf32>
  %q = nnf.softmax %y dim = 0 : tensor<4x4xf32>
  return %p, %q : tensor<32x10xf32>, tensor<4x4xf32>
}

// -----

func.func @nnf114(%x: tensor<4x10xf32>, %t: tensor<4xi64>) -> (tensor<f32>, tensor<f32>) {
  // expected-note @below {{cross_entropy takes the scores as the last layer leaves them}}
  %r = nnf.relu %x : tensor<4x10xf32>
  // expected-warning @below {{relu leaves no negative logits: where all are 0, nothing is learnt [NNF114]}}
  %a = nnf.cross_entropy %r, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  // expected-note @below {{cross_entropy takes the scores}}
  %h = nnf.tanh %x : tensor<4x10xf32>
  // expected-warning @below {{tanh leaves logits too close together for cross_entropy to come near 0 [NNF114]}}
  %b = nnf.cross_entropy %h, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %a, %b : tensor<f32>, tensor<f32>
}
// A cap on the logits is far apart enough; a leaky activation has both signs; the activation of a hidden layer is none of the head.
func.func @nnf114_fine(%x: tensor<4x10xf32>, %w: tensor<10x10xf32>, %t: tensor<4xi64>) -> (tensor<f32>, tensor<f32>, tensor<f32>) {
  %c = arith.constant dense<30.0> : tensor<4x10xf32>
  %q = arith.divf %x, %c : tensor<4x10xf32>
  %h = nnf.tanh %q : tensor<4x10xf32>
  %cap = arith.mulf %h, %c : tensor<4x10xf32>
  %a = nnf.cross_entropy %cap, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  %l = nnf.leaky_relu %x : tensor<4x10xf32>
  %b = nnf.cross_entropy %l, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  %r = nnf.relu %x : tensor<4x10xf32>
  %s = nnf.linear %r, %w : (tensor<4x10xf32>, tensor<10x10xf32>) -> tensor<4x10xf32>
  %d = nnf.cross_entropy %s, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %a, %b, %d : tensor<f32>, tensor<f32>, tensor<f32>
}

// -----

func.func @nnf119(%x: tensor<8xf32>, %y: tensor<8xf32>) -> tensor<f32> {
  // expected-note @below {{the activation is here}}
  %r = nnf.relu %x : tensor<8xf32>
  // expected-remark @below {{relu bounds the prediction, and nothing is known to bound the target [NNF119]}}
  %loss = nnf.mse_loss %r, %y : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
func.func @nnf119_fine(%x: tensor<8xf32>, %y: tensor<8xf32>) -> (tensor<f32>, tensor<f32>) {
  %p = nnf.sigmoid %x : tensor<8xf32>
  %q = nnf.sigmoid %y : tensor<8xf32>
  %a = nnf.mse_loss %p, %q : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
  %b = nnf.mse_loss %x, %y : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
  return %a, %b : tensor<f32>, tensor<f32>
}

// -----

func.func @nnf120(%x: tensor<8xf32>, %y: tensor<8xf32>) -> (tensor<f32>, tensor<f32>) {
  // expected-remark @below {{reduction = sum: gradients, and with them the steps, grow with the size of the batch [NNF120]}}
  %a = nnf.mse_loss %x, %y reduction = sum : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
  %b = nnf.mse_loss %x, %y : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
  return %a, %b : tensor<f32>, tensor<f32>
}
