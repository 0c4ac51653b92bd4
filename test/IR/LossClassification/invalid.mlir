// What the verifier says of wrong operands, attributes and results.
// RUN: nnf-opt %s --split-input-file --verify-diagnostics

// Rank of target.
func.func @rank_of_target(%x: tensor<4x10xf32>, %t: tensor<4x1xi64>) {
  // expected-error @below {{'nnf.nll_loss' op expects target to have rank 1, but got rank 2}}
  %r = nnf.nll_loss %x, %t : (tensor<4x10xf32>, tensor<4x1xi64>) -> tensor<f32>
  return
}

// -----

// Batch.
func.func @batch(%x: tensor<4x10xf32>, %t: tensor<5xi64>) {
  // expected-error @below {{'nnf.cross_entropy' op expects dimension 0 of target to equal dimension 0 of input, but got 5 and 4}}
  %r = nnf.cross_entropy %x, %t : (tensor<4x10xf32>, tensor<5xi64>) -> tensor<f32>
  return
}

// -----

// Float class indices.
func.func @float_class_indices(%x: tensor<4x10xf32>, %t: tensor<4xf32>) {
  // expected-error @below {{'nnf.cross_entropy' op expects target (of probabilities) to have rank 2, but got rank 1}}
  %r = nnf.cross_entropy %x, %t : (tensor<4x10xf32>, tensor<4xf32>) -> tensor<f32>
  return
}

// -----

// Size of weight.
func.func @size_of_weight(%x: tensor<4x10xf32>, %t: tensor<4xi64>, %w: tensor<9xf32>) {
  // expected-error @below {{'nnf.nll_loss' op expects dimension 0 of weight to equal the number of classes, but got 9 and 10}}
  %r = nnf.nll_loss %x, %t weight = %w : (tensor<4x10xf32>, tensor<4xi64>, tensor<9xf32>) -> tensor<f32>
  return
}

// -----

// Smoothing.
func.func @smoothing(%x: tensor<4x10xf32>, %t: tensor<4xi64>) {
  // expected-error @below {{'nnf.cross_entropy' op expects label_smoothing to be in [0, 1], but got 1.500000}}
  %r = nnf.cross_entropy %x, %t label_smoothing = 1.5 : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return
}

// -----

// Rank of input.
func.func @rank_of_input(%x: tensor<f32>, %t: tensor<i64>) {
  // expected-error @below {{'nnf.nll_loss' op expects input to have rank 1 or more, but got rank 0}}
  %r = nnf.nll_loss %x, %t : (tensor<f32>, tensor<i64>) -> tensor<f32>
  return
}

// -----

// Probabilities of another shape.
func.func @probabilities_of_another_shape(%x: tensor<4x10xf32>, %t: tensor<4x9xf32>) {
  // expected-error @below {{'nnf.cross_entropy' op expects dimension 1 of target to equal dimension 1 of input, but got 9 and 10}}
  %r = nnf.cross_entropy %x, %t : (tensor<4x10xf32>, tensor<4x9xf32>) -> tensor<f32>
  return
}

// -----

// Shapes that do not broadcast.
func.func @shapes_that_do_not_broadcast(%x: tensor<4xf32>, %t: tensor<5xf32>) {
  // expected-error @below {{'nnf.binary_cross_entropy' op expects dimension 0 of input to equal dimension 0 of target, but got 4 and 5}}
  %r = nnf.binary_cross_entropy %x, %t : (tensor<4xf32>, tensor<5xf32>) -> tensor<f32>
  return
}

// -----

// An order that is not there.
func.func @margin_p(%x: tensor<4x3xf32>, %t: tensor<4xi64>) {
  // expected-error @below {{'nnf.multi_margin_loss' op expects p to be 1 or 2, but got 3}}
  %r = nnf.multi_margin_loss %x, %t p = 3 : (tensor<4x3xf32>, tensor<4xi64>) -> tensor<f32>
  return
}

// -----

// More than samples and classes.
func.func @margin_rank(%x: tensor<4x3x2xf32>, %t: tensor<4xi64>) {
  // expected-error @below {{'nnf.multi_margin_loss' op expects input to have a rank from 0 to 2, but got rank 3}}
  %r = nnf.multi_margin_loss %x, %t : (tensor<4x3x2xf32>, tensor<4xi64>) -> tensor<f32>
  return
}

// -----

// A target of another shape.
func.func @multilabel_target(%x: tensor<4x3xf32>, %t: tensor<4x2xi64>) {
  // expected-error @below {{'nnf.multilabel_margin_loss' op expects dimension 1 of target to equal dimension 1 of input, but got 2 and 3}}
  %r = nnf.multilabel_margin_loss %x, %t : (tensor<4x3xf32>, tensor<4x2xi64>) -> tensor<f32>
  return
}

// -----

// No classes.
func.func @soft_rank(%x: tensor<f32>) {
  // expected-error @below {{'nnf.multilabel_soft_margin_loss' op expects input to have rank 1 or more, but got rank 0}}
  %r = nnf.multilabel_soft_margin_loss %x, %x : (tensor<f32>, tensor<f32>) -> tensor<f32>
  return
}

// -----

// A class to ignore among probabilities.
func.func @soft_ignore(%x: tensor<4x3xf32>) {
  // expected-error @below {{'nnf.cross_entropy' op expects no ignore_index for a target of probabilities, but got 1}}
  %r = nnf.cross_entropy %x, %x ignore_index = 1 : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<f32>
  return
}

// -----

// A class to ignore among probabilities, after a linear layer.
func.func @linear_ignore(%x: tensor<4x8xf32>, %w: tensor<3x8xf32>, %t: tensor<4x3xf32>) {
  // expected-error @below {{'nnf.linear_cross_entropy' op expects no ignore_index for a target of probabilities}}
  %r = nnf.linear_cross_entropy %x, %w, %t ignore_index = 1 : (tensor<4x8xf32>, tensor<3x8xf32>, tensor<4x3xf32>) -> tensor<f32>
  return
}

// -----

// A weight of another width.
func.func @linear_width(%x: tensor<4x8xf32>, %w: tensor<3x7xf32>, %t: tensor<4xi64>) {
  // expected-error @below {{'nnf.linear_cross_entropy' op expects the last dimension of input to equal the last dimension of linear_weight, but got 8 and 7}}
  %r = nnf.linear_cross_entropy %x, %w, %t : (tensor<4x8xf32>, tensor<3x7xf32>, tensor<4xi64>) -> tensor<f32>
  return
}

// -----

// One sample in several dimensions.
func.func @linear_batch(%x: tensor<8xf32>, %w: tensor<3x2x8xf32>, %t: tensor<2xi64>) {
  // expected-error @below {{'nnf.linear_cross_entropy' op expects an input of rank 2 for a linear_weight of rank 3 or more}}
  %r = nnf.linear_cross_entropy %x, %w, %t : (tensor<8xf32>, tensor<3x2x8xf32>, tensor<2xi64>) -> tensor<f32>
  return
}

// -----

// A bias of another rank.
func.func @linear_bias(%x: tensor<4x8xf32>, %w: tensor<3x8xf32>, %t: tensor<4xi64>, %b: tensor<3x1xf32>) {
  // expected-error @below {{'nnf.linear_cross_entropy' op expects linear_bias to have rank 1, but got rank 2}}
  %r = nnf.linear_cross_entropy %x, %w, %t linear_bias = %b : (tensor<4x8xf32>, tensor<3x8xf32>, tensor<4xi64>, tensor<3x1xf32>) -> tensor<f32>
  return
}

// -----

// A target that stretches a sample.
func.func @soft_margin_broadcast(%x: tensor<3xf32>, %t: tensor<4x3xf32>) {
  // expected-error @below {{'nnf.multilabel_soft_margin_loss' op expects the broadcast shape to have rank 1, but got rank 2}}
  %r = nnf.multilabel_soft_margin_loss %x, %t : (tensor<3xf32>, tensor<4x3xf32>) -> tensor<f32>
  return
}

// -----

// Probabilities of nothing.
func.func @ctc_rank(%x: tensor<5xf32>, %t: tensor<2x3xi64>, %m: tensor<2xi64>, %n: tensor<2xi64>) {
  // expected-error @below {{'nnf.ctc_loss' op expects log_probs to have a rank from 2 to 3, but got rank 1}}
  %r = nnf.ctc_loss %x, %t, %m, %n : (tensor<5xf32>, tensor<2x3xi64>, tensor<2xi64>, tensor<2xi64>) -> tensor<f32>
  return
}

// -----

// Targets in three dimensions.
func.func @ctc_targets(%x: tensor<5x2x4xf32>, %t: tensor<2x3x1xi64>, %m: tensor<2xi64>, %n: tensor<2xi64>) {
  // expected-error @below {{'nnf.ctc_loss' op expects targets to have a rank from 1 to 2, but got rank 3}}
  %r = nnf.ctc_loss %x, %t, %m, %n : (tensor<5x2x4xf32>, tensor<2x3x1xi64>, tensor<2xi64>, tensor<2xi64>) -> tensor<f32>
  return
}

// -----

// Targets of other samples.
func.func @ctc_rows(%x: tensor<5x2x4xf32>, %t: tensor<3x3xi64>, %m: tensor<2xi64>, %n: tensor<2xi64>) {
  // expected-error @below {{'nnf.ctc_loss' op expects dimension 0 of targets to equal the number of samples, but got 3 and 2}}
  %r = nnf.ctc_loss %x, %t, %m, %n : (tensor<5x2x4xf32>, tensor<3x3xi64>, tensor<2xi64>, tensor<2xi64>) -> tensor<f32>
  return
}

// -----

// A blank below 0.
func.func @ctc_blank(%x: tensor<5x2x4xf32>, %t: tensor<2x3xi64>, %m: tensor<2xi64>, %n: tensor<2xi64>) {
  // expected-error @below {{'nnf.ctc_loss' op expects blank to be at least 0, but got -1}}
  %r = nnf.ctc_loss %x, %t, %m, %n blank = -1 : (tensor<5x2x4xf32>, tensor<2x3xi64>, tensor<2xi64>, tensor<2xi64>) -> tensor<f32>
  return
}

// -----

// A blank that is no class.
func.func @ctc_blank_outside(%x: tensor<5x2x4xf32>, %t: tensor<2x3xi64>, %m: tensor<2xi64>, %n: tensor<2xi64>) {
  // expected-error @below {{'nnf.ctc_loss' op expects the number of classes, blank among them, to be at least 5, but got 4}}
  %r = nnf.ctc_loss %x, %t, %m, %n blank = 4 : (tensor<5x2x4xf32>, tensor<2x3xi64>, tensor<2xi64>, tensor<2xi64>) -> tensor<f32>
  return
}

// -----

// No samples.
func.func @ctc_no_samples(%x: tensor<5x0x4xf32>, %t: tensor<0x3xi64>, %m: tensor<0xi64>, %n: tensor<0xi64>) {
  // expected-error @below {{'nnf.ctc_loss' op expects the number of samples to be at least 1, but got 0}}
  %r = nnf.ctc_loss %x, %t, %m, %n : (tensor<5x0x4xf32>, tensor<0x3xi64>, tensor<0xi64>, tensor<0xi64>) -> tensor<f32>
  return
}

// -----

// No steps.
func.func @ctc_no_steps(%x: tensor<0x2x4xf32>, %t: tensor<2x3xi64>, %m: tensor<2xi64>, %n: tensor<2xi64>) {
  // expected-error @below {{'nnf.ctc_loss' op expects the number of steps to be at least 1, but got 0}}
  %r = nnf.ctc_loss %x, %t, %m, %n : (tensor<0x2x4xf32>, tensor<2x3xi64>, tensor<2xi64>, tensor<2xi64>) -> tensor<f32>
  return
}
