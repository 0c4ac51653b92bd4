// One finding of each rule, and what looks like it but is fine: there nothing is expected.
// RUN: nnf-opt %s --nnf-lint="level=remark fail-on=never" --split-input-file --verify-diagnostics -o /dev/null

func.func @nnf102(%x: tensor<4x10xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  // expected-note @below {{they are made here}}
  %logp = nnf.log_softmax %x dim = 1 : tensor<4x10xf32>
  // expected-remark @below {{cross_entropy is given log-probabilities: its own log_softmax changes nothing any more [NNF102]}}
  %loss = nnf.cross_entropy %logp, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}
func.func @nnf102_fine(%x: tensor<4x10xf32>, %t: tensor<4xi64>) -> (tensor<f32>, tensor<f32>) {
  %other = nnf.log_softmax %x dim = 0 : tensor<4x10xf32>
  %a = nnf.cross_entropy %other, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  %logp = nnf.log_softmax %x dim = 1 : tensor<4x10xf32>
  %b = nnf.nll_loss %logp, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %a, %b : tensor<f32>, tensor<f32>
}

// -----

func.func @nnf103(%x: tensor<8xf32>, %y: tensor<8xf32>) -> tensor<f32> {
  // expected-note @below {{the sigmoid is here}}
  %p = nnf.sigmoid %x : tensor<8xf32>
  // expected-warning @below {{binary_cross_entropy_with_logits takes logits, but is given the result of a sigmoid: it applies sigmoid once more [NNF103]}}
  %loss = nnf.binary_cross_entropy_with_logits %p, %y : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
func.func @nnf103_fine(%x: tensor<8xf32>, %y: tensor<8xf32>) -> tensor<f32> {
  %p = nnf.hardsigmoid %x : tensor<8xf32>
  %loss = nnf.binary_cross_entropy %p, %y : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}

// -----

func.func @nnf104(%x: tensor<8x4xf32>, %w: tensor<1x4xf32>, %y: tensor<8x1xf32>) -> (tensor<f32>, tensor<f32>) {
  // expected-note @below {{they come from here}}
  %s = nnf.linear %x, %w : (tensor<8x4xf32>, tensor<1x4xf32>) -> tensor<8x1xf32>
  // expected-warning @below {{binary_cross_entropy takes probabilities, but is given unbounded scores of a layer, which leave [0, 1] and make it NaN [NNF104]}}
  %a = nnf.binary_cross_entropy %s, %y : (tensor<8x1xf32>, tensor<8x1xf32>) -> tensor<f32>
  // expected-note @below {{they come from here}}
  %h = nnf.tanh %s : tensor<8x1xf32>
  // expected-warning @below {{given what an activation leaves, which leave [0, 1]}}
  %b = nnf.binary_cross_entropy %h, %y : (tensor<8x1xf32>, tensor<8x1xf32>) -> tensor<f32>
  return %a, %b : tensor<f32>, tensor<f32>
}
// Within [0, 1] by the bounds of the formulas; an argument may be a probability.
func.func @nnf104_fine(%x: tensor<8xf32>, %y: tensor<8xf32>) -> (tensor<f32>, tensor<f32>, tensor<f32>) {
  %h = nnf.hardsigmoid %x : tensor<8xf32>
  %a = nnf.binary_cross_entropy %h, %y : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
  %t = nnf.hardtanh %x min_val = 0.0 max_val = 1.0 : tensor<8xf32>
  %b = nnf.binary_cross_entropy %t, %y : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
  %c = nnf.binary_cross_entropy %x, %y : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
  return %a, %b, %c : tensor<f32>, tensor<f32>, tensor<f32>
}

// -----

func.func @nnf106(%x: tensor<4x10xf32>, %w: tensor<3x10xf32>, %t: tensor<4xi64>) -> (tensor<f32>, tensor<f32>) {
  // expected-note @below {{they come from here}}
  %s = nnf.linear %x, %w : (tensor<4x10xf32>, tensor<3x10xf32>) -> tensor<4x3xf32>
  // expected-warning @below {{nll_loss takes log-probabilities, but is given unbounded scores of a layer: the loss has no lower bound [NNF106]}}
  %a = nnf.nll_loss %s, %t : (tensor<4x3xf32>, tensor<4xi64>) -> tensor<f32>
  // expected-note @below {{they come from here}}
  %p = nnf.softmax %s dim = 1 : tensor<4x3xf32>
  // expected-warning @below {{nll_loss takes log-probabilities, but is given probabilities [NNF106]}}
  %b = nnf.nll_loss %p, %t : (tensor<4x3xf32>, tensor<4xi64>) -> tensor<f32>
  return %a, %b : tensor<f32>, tensor<f32>
}
func.func @nnf106_fine(%x: tensor<4x10xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  %a = nnf.nll_loss %x, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %a : tensor<f32>
}

// -----

func.func @nnf110(%x: tensor<4x1xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  // expected-warning @below {{a classifier of one class: its probability is 1 and the loss of logits 0; binary_cross_entropy_with_logits decides between yes and no [NNF110]}}
  %a = nnf.cross_entropy %x, %t : (tensor<4x1xf32>, tensor<4xi64>) -> tensor<f32>
  return %a : tensor<f32>
}
func.func @nnf110_fine(%x: tensor<1x4xf32>, %t: tensor<1xi64>) -> tensor<f32> {
  %a = nnf.cross_entropy %x, %t : (tensor<1x4xf32>, tensor<1xi64>) -> tensor<f32>
  return %a : tensor<f32>
}

// -----

func.func @nnf111(%x: tensor<4x1xf32>) -> (tensor<4x1xf32>, tensor<4x1xf32>) {
  // expected-warning @below {{softmax along a dimension of size 1 is 1 whatever it is given; sigmoid is the function of a single score [NNF111]}}
  %a = nnf.softmax %x dim = -1 : tensor<4x1xf32>
  // expected-warning @below {{log_softmax along a dimension of size 1 is 0 whatever it is given}}
  %b = nnf.log_softmax %x dim = 1 : tensor<4x1xf32>
  return %a, %b : tensor<4x1xf32>, tensor<4x1xf32>
}
func.func @nnf111_fine(%x: tensor<1x?xf32>) -> tensor<1x?xf32> {
  %a = nnf.softmax %x dim = 1 : tensor<1x?xf32>
  return %a : tensor<1x?xf32>
}

// -----

func.func @nnf116(%x: tensor<4x10xf32>, %y: tensor<4x10xf32>, %t: tensor<4xi64>) -> (tensor<f32>, tensor<f32>, tensor<f32>) {
  // expected-error @below {{ignore_index = -1 has no meaning with a target of probabilities, and ignores nothing [NNF116]}}
  %a = nnf.cross_entropy %x, %y ignore_index = -1 : (tensor<4x10xf32>, tensor<4x10xf32>) -> tensor<f32>
  %b = nnf.cross_entropy %x, %y : (tensor<4x10xf32>, tensor<4x10xf32>) -> tensor<f32>
  %c = nnf.cross_entropy %x, %t ignore_index = 0 : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %a, %b, %c : tensor<f32>, tensor<f32>, tensor<f32>
}

// -----

func.func @nnf117(%x: tensor<3x10xf32>, %table: tensor<5x2xf32>) -> (tensor<f32>, tensor<2x2xf32>) {
  %t = arith.constant dense<[0, 10, -100]> : tensor<3xi64>
  // expected-error @below {{the target 10 is outside [0, 10) [NNF117]}}
  %a = nnf.cross_entropy %x, %t : (tensor<3x10xf32>, tensor<3xi64>) -> tensor<f32>
  %i = arith.constant dense<[4, -1]> : tensor<2xi32>
  // expected-error @below {{the index -1 is outside [0, 5) [NNF117]}}
  %e = nnf.embedding %i, %table : (tensor<2xi32>, tensor<5x2xf32>) -> tensor<2x2xf32>
  return %a, %e : tensor<f32>, tensor<2x2xf32>
}
func.func @nnf117_fine(%x: tensor<3x10xf32>, %y: tensor<3x?xf32>) -> (tensor<f32>, tensor<f32>) {
  %t = arith.constant dense<[0, 9, 255]> : tensor<3xi64>
  %a = nnf.cross_entropy %x, %t ignore_index = 255 : (tensor<3x10xf32>, tensor<3xi64>) -> tensor<f32>
  %b = nnf.cross_entropy %y, %t : (tensor<3x?xf32>, tensor<3xi64>) -> tensor<f32>
  return %a, %b : tensor<f32>, tensor<f32>
}

// -----

func.func @nnf121(%x: tensor<8x4xf32>, %y: tensor<4xf32>, %c: tensor<8x1xf32>, %r: tensor<8xf32>) -> (tensor<f32>, tensor<f32>) {
  // expected-warning @below {{input tensor<8x4xf32> and target tensor<4xf32> differ in shape, and one is stretched over the other [NNF121]}}
  %a = nnf.mse_loss %x, %y : (tensor<8x4xf32>, tensor<4xf32>) -> tensor<f32>
  // expected-warning @below {{input tensor<8x1xf32> and target tensor<8xf32> are both stretched: every prediction is compared with every target [NNF122]}}
  %b = nnf.mse_loss %c, %r : (tensor<8x1xf32>, tensor<8xf32>) -> tensor<f32>
  return %a, %b : tensor<f32>, tensor<f32>
}
func.func @nnf121_fine(%x: tensor<?x1xf32>, %y: tensor<?x1xf32>) -> tensor<f32> {
  %a = nnf.mse_loss %x, %y : (tensor<?x1xf32>, tensor<?x1xf32>) -> tensor<f32>
  return %a : tensor<f32>
}

// -----

func.func @nnf124(%x: tensor<3xf32>, %labels: tensor<3xi64>) -> (tensor<f32>, tensor<f32>, tensor<f32>) {
  %t = arith.constant dense<[0.0, 1.0, 2.0]> : tensor<3xf32>
  // expected-error @below {{the target has values outside [0, 1]; each of its elements is the probability of a yes [NNF124]}}
  %a = nnf.binary_cross_entropy_with_logits %x, %t : (tensor<3xf32>, tensor<3xf32>) -> tensor<f32>
  %u = arith.constant dense<[0.0, 1.0, 0.5]> : tensor<3xf32>
  %b = nnf.binary_cross_entropy_with_logits %x, %u : (tensor<3xf32>, tensor<3xf32>) -> tensor<f32>
  %f = arith.sitofp %labels : tensor<3xi64> to tensor<3xf32>
  %c = nnf.binary_cross_entropy_with_logits %x, %f : (tensor<3xf32>, tensor<3xf32>) -> tensor<f32>
  return %a, %b, %c : tensor<f32>, tensor<f32>, tensor<f32>
}

// -----

#map = affine_map<(d0) -> (d0)>
func.func @nnf201(%x: tensor<8xf32>, %e: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) {
  // expected-note @below {{0 comes from here}}
  %p = nnf.softmax %x dim = 0 : tensor<8xf32>
  // expected-warning @below {{the logarithm of a value that can be 0 is -inf [NNF201]}}
  %a = math.log %p : tensor<8xf32>
  // expected-note @below {{0 comes from here}}
  %r = nnf.relu %x : tensor<8xf32>
  // expected-warning @below {{[NNF201]}}
  %b = math.log2 %r : tensor<8xf32>
  // expected-note @below {{0 comes from here}}
  %s = nnf.sigmoid %x : tensor<8xf32>
  %c = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel"]} ins(%s : tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%in: f32, %out: f32):
    // expected-warning @below {{[NNF201]}}
    %l = math.log %in : f32
    linalg.yield %l : f32
  } -> tensor<8xf32>
  return %a, %b, %c : tensor<8xf32>, tensor<8xf32>, tensor<8xf32>
}
// Guarded; unknown; and a sum that the bounds alone do not keep from 0.
func.func @nnf201_fine(%x: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) {
  %eps = arith.constant dense<1.0e-7> : tensor<8xf32>
  %p = nnf.softmax %x dim = 0 : tensor<8xf32>
  %safe = arith.maximumf %p, %eps : tensor<8xf32>
  %a = math.log %safe : tensor<8xf32>
  %b = math.log %x : tensor<8xf32>
  %e = math.exp %x : tensor<8xf32>
  %s = arith.addf %e, %e : tensor<8xf32>
  %c = math.log %s : tensor<8xf32>
  return %a, %b, %c : tensor<8xf32>, tensor<8xf32>, tensor<8xf32>
}

// -----

func.func @nnf202(%x: tensor<8xf32>, %y: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) {
  %eps = arith.constant dense<1.0e-5> : tensor<8xf32>
  // expected-note @below {{0 comes from here}}
  %r = nnf.relu %x : tensor<8xf32>
  // expected-warning @below {{division by a value that can be 0 [NNF202]}}
  %a = arith.divf %y, %r : tensor<8xf32>
  %safe = arith.addf %r, %eps : tensor<8xf32>
  %b = arith.divf %y, %safe : tensor<8xf32>
  %c = arith.divf %y, %x : tensor<8xf32>
  return %a, %b, %c : tensor<8xf32>, tensor<8xf32>, tensor<8xf32>
}
