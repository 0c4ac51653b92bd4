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

// -----

// As Keras spells a loss of probabilities: divided by their sum, held off 0 and 1, then the logarithm.
#id = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d0, 0)>
#sum = affine_map<(d0, d1) -> (d0)>
func.func @clipped(%x: tensor<8x4xf32>, %total: tensor<8x1xf32>, %t: tensor<8xi64>) -> (tensor<f32>, tensor<8x4xf32>) {
  // expected-note @below {{the softmax is here}}
  %p = nnf.softmax %x dim = 1 : tensor<8x4xf32>
  %e = tensor.empty() : tensor<8x4xf32>
  %n = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%p, %total : tensor<8x4xf32>, tensor<8x1xf32>) outs(%e : tensor<8x4xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %0 = arith.divf %a, %b : f32
    linalg.yield %0 : f32
  } -> tensor<8x4xf32>
  %c = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%n : tensor<8x4xf32>) outs(%e : tensor<8x4xf32>) {
  ^bb0(%a: f32, %o: f32):
    %low = arith.constant 1.0e-07 : f32
    %high = arith.constant 0.9999999 : f32
    %0 = arith.maximumf %a, %low : f32
    %1 = arith.minimumf %0, %high : f32
    linalg.yield %1 : f32
  } -> tensor<8x4xf32>
  // expected-remark @below {{softmax, a clip and the logarithm are spelled apart: beyond the clip the loss is flat and has no gradient; cross_entropy of the logits (from_logits=True in Keras) keeps both [NNF105]}}
  %l = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%c : tensor<8x4xf32>) outs(%e : tensor<8x4xf32>) {
  ^bb0(%a: f32, %o: f32):
    %0 = math.log %a : f32
    linalg.yield %0 : f32
  } -> tensor<8x4xf32>
  %loss = nnf.nll_loss %l, %t : (tensor<8x4xf32>, tensor<8xi64>) -> tensor<f32>
  // The logarithm of something else that was clipped is nobody's business.
  %d = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%x : tensor<8x4xf32>) outs(%e : tensor<8x4xf32>) {
  ^bb0(%a: f32, %o: f32):
    %low = arith.constant 1.0e-07 : f32
    %0 = arith.maximumf %a, %low : f32
    linalg.yield %0 : f32
  } -> tensor<8x4xf32>
  %m = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%d : tensor<8x4xf32>) outs(%e : tensor<8x4xf32>) {
  ^bb0(%a: f32, %o: f32):
    %0 = math.log %a : f32
    linalg.yield %0 : f32
  } -> tensor<8x4xf32>
  return %loss, %m : tensor<f32>, tensor<8x4xf32>
}

// -----

func.func @clipped_sigmoid(%x: tensor<8xf32>, %y: tensor<8xf32>) -> tensor<f32> {
  // expected-note @below {{the sigmoid is here}}
  %p = nnf.sigmoid %x : tensor<8xf32>
  %e = tensor.empty() : tensor<8xf32>
  %c = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]} ins(%p : tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%a: f32, %o: f32):
    %low = arith.constant 1.0e-07 : f32
    %high = arith.constant 0.9999999 : f32
    %0 = arith.maximumf %a, %low : f32
    %1 = arith.minimumf %0, %high : f32
    linalg.yield %1 : f32
  } -> tensor<8xf32>
  // expected-remark @below {{sigmoid, a clip and the logarithm are spelled apart: beyond the clip the loss is flat and has no gradient; binary_cross_entropy_with_logits of the logits (from_logits=True in Keras) keeps both [NNF105]}}
  %loss = nnf.binary_cross_entropy %c, %y : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
