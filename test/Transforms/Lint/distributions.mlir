// Losses between distributions: one finding of each rule, and what looks like it but is fine.
// RUN: nnf-opt %s --nnf-lint="level=remark fail-on=never" --split-input-file --verify-diagnostics -o /dev/null

func.func @nnf105(%x: tensor<4x10xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  // expected-note @below {{the softmax is here}}
  // expected-note @below {{0 comes from here}}
  %p = nnf.softmax %x dim = 1 : tensor<4x10xf32>
  // expected-warning @below {{[NNF201]}}
  %l = math.log %p : tensor<4x10xf32>
  // expected-remark @below {{softmax, its logarithm and nll_loss are spelled apart: where softmax underflows the loss is infinite; cross_entropy is all three in one [NNF105]}}
  %loss = nnf.nll_loss %l, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}
// Bounded from below on the way: what is meant is a loss that stays finite.
func.func @nnf105_fine(%x: tensor<4x10xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  %eps = arith.constant dense<1.0e-7> : tensor<4x10xf32>
  %p = nnf.softmax %x dim = 1 : tensor<4x10xf32>
  %b = arith.maximumf %p, %eps : tensor<4x10xf32>
  %l = math.log %b : tensor<4x10xf32>
  %loss = nnf.nll_loss %l, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}

// -----

func.func private @head(%x: tensor<4x10xf32>) -> tensor<4x10xf32> {
  // expected-note @below {{they come from here}}
  %p = nnf.softmax %x dim = 1 : tensor<4x10xf32>
  return %p : tensor<4x10xf32>
}
func.func @nnf107(%x: tensor<4x10xf32>, %q: tensor<4x10xf32>) -> tensor<f32> {
  // expected-note @below {{its result comes here through this call}}
  %p = call @head(%x) : (tensor<4x10xf32>) -> tensor<4x10xf32>
  // expected-warning @below {{kl_div takes log-probabilities as its input, but is given probabilities [NNF107]}}
  %loss = nnf.kl_div %p, %q reduction = batchmean : (tensor<4x10xf32>, tensor<4x10xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
// An argument may hold logarithms; logsigmoid does.
func.func @nnf107_fine(%x: tensor<4x10xf32>, %q: tensor<4x10xf32>) -> (tensor<f32>, tensor<f32>) {
  %a = nnf.kl_div %x, %q reduction = batchmean : (tensor<4x10xf32>, tensor<4x10xf32>) -> tensor<f32>
  %l = nnf.logsigmoid %x : tensor<4x10xf32>
  %b = nnf.kl_div %l, %q reduction = sum : (tensor<4x10xf32>, tensor<4x10xf32>) -> tensor<f32> // expected-remark {{[NNF120]}}
  return %a, %b : tensor<f32>, tensor<f32>
}

// -----

func.func @nnf108(%x: tensor<4x10xf32>, %q: tensor<4x10xf32>) -> tensor<f32> {
  // expected-warning @below {{reduction = mean divides by the classes as well: batchmean is the divergence of the distributions [NNF108]}}
  %loss = nnf.kl_div %x, %q : (tensor<4x10xf32>, tensor<4x10xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
// Elementwise, and of a vector: no batch to divide by.
func.func @nnf108_fine(%x: tensor<4x10xf32>, %q: tensor<4x10xf32>, %v: tensor<10xf32>) -> (tensor<4x10xf32>, tensor<f32>) {
  %a = nnf.kl_div %x, %q reduction = none : (tensor<4x10xf32>, tensor<4x10xf32>) -> tensor<4x10xf32>
  %b = nnf.kl_div %v, %v : (tensor<10xf32>, tensor<10xf32>) -> tensor<f32>
  return %a, %b : tensor<4x10xf32>, tensor<f32>
}

// -----

func.func @nnf109(%x: tensor<4x10xf32>, %z: tensor<4x10xf32>) -> (tensor<f32>, tensor<f32>) {
  // expected-note @below {{they come from here}}
  %l = nnf.log_softmax %z dim = 1 : tensor<4x10xf32>
  // expected-warning @below {{log_target = false, but the target holds logarithms of probabilities [NNF109]}}
  %a = nnf.kl_div %x, %l reduction = batchmean : (tensor<4x10xf32>, tensor<4x10xf32>) -> tensor<f32>
  // expected-note @below {{they come from here}}
  %p = nnf.softmax %z dim = 1 : tensor<4x10xf32>
  // expected-warning @below {{log_target = true, but the target holds probabilities [NNF109]}}
  %b = nnf.kl_div %x, %p log_target = true reduction = batchmean : (tensor<4x10xf32>, tensor<4x10xf32>) -> tensor<f32>
  return %a, %b : tensor<f32>, tensor<f32>
}
func.func @nnf109_fine(%x: tensor<4x10xf32>, %z: tensor<4x10xf32>) -> (tensor<f32>, tensor<f32>) {
  %l = nnf.log_softmax %z dim = 1 : tensor<4x10xf32>
  %a = nnf.kl_div %x, %l log_target = true reduction = batchmean : (tensor<4x10xf32>, tensor<4x10xf32>) -> tensor<f32>
  %p = nnf.softmax %z dim = 1 : tensor<4x10xf32>
  %b = nnf.kl_div %x, %p reduction = batchmean : (tensor<4x10xf32>, tensor<4x10xf32>) -> tensor<f32>
  return %a, %b : tensor<f32>, tensor<f32>
}

// -----

func.func @nnf115(%x: tensor<4x10xf32>, %t: tensor<4x10xi64>) -> tensor<f32> {
  // expected-note @below {{they are converted here; a target of integers is one of class numbers}}
  %y = arith.sitofp %t : tensor<4x10xi64> to tensor<4x10xf32>
  // expected-error @below {{the target holds class numbers as floats, which are read as probabilities [NNF115]}}
  %loss = nnf.cross_entropy %x, %y : (tensor<4x10xf32>, tensor<4x10xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}
// A one-hot target, and a mask of bits, as floats.
func.func @nnf115_fine(%x: tensor<4x10xf32>, %t: tensor<4xi64>, %m: tensor<4x10xi1>) -> (tensor<f32>, tensor<f32>) {
  %h = nnf.one_hot %t num_classes = 10 : (tensor<4xi64>) -> tensor<4x10xi64>
  %y = arith.sitofp %h : tensor<4x10xi64> to tensor<4x10xf32>
  %a = nnf.cross_entropy %x, %y : (tensor<4x10xf32>, tensor<4x10xf32>) -> tensor<f32>
  %z = arith.uitofp %m : tensor<4x10xi1> to tensor<4x10xf32>
  %b = nnf.cross_entropy %x, %z : (tensor<4x10xf32>, tensor<4x10xf32>) -> tensor<f32>
  return %a, %b : tensor<f32>, tensor<f32>
}

// -----

func.func @nnf118(%x: tensor<8x4xf32>, %w: tensor<1x4xf32>, %y: tensor<8x1xf32>) -> (tensor<f32>, tensor<f32>, tensor<f32>) {
  // expected-note @below {{it comes from here}}
  // expected-note @below {{they come from here}}
  %s = nnf.linear %x, %w : (tensor<8x4xf32>, tensor<1x4xf32>) -> tensor<8x1xf32>
  // expected-warning @below {{the variance can be negative, which is an error when it runs: exp or softplus keeps it positive [NNF118]}}
  %a = nnf.gaussian_nll_loss %y, %y, %s : (tensor<8x1xf32>, tensor<8x1xf32>, tensor<8x1xf32>) -> tensor<f32>
  // expected-note @below {{the exponential is here}}
  %e = math.exp %s : tensor<8x1xf32>
  // expected-warning @below {{log_input = true takes the logarithm of the rate, but the exponential is taken before it [NNF118]}}
  %b = nnf.poisson_nll_loss %e, %y : (tensor<8x1xf32>, tensor<8x1xf32>) -> tensor<f32>
  // expected-warning @below {{log_input = false takes a rate, but is given values that can be negative: their logarithm is NaN [NNF118]}}
  %c = nnf.poisson_nll_loss %s, %y log_input = false : (tensor<8x1xf32>, tensor<8x1xf32>) -> tensor<f32>
  return %a, %b, %c : tensor<f32>, tensor<f32>, tensor<f32>
}
func.func @nnf118_fine(%x: tensor<8x4xf32>, %w: tensor<1x4xf32>, %y: tensor<8x1xf32>) -> (tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>) {
  %s = nnf.linear %x, %w : (tensor<8x4xf32>, tensor<1x4xf32>) -> tensor<8x1xf32>
  %e = math.exp %s : tensor<8x1xf32>
  %a = nnf.gaussian_nll_loss %y, %y, %e : (tensor<8x1xf32>, tensor<8x1xf32>, tensor<8x1xf32>) -> tensor<f32>
  %b = nnf.gaussian_nll_loss %s, %y, %y : (tensor<8x1xf32>, tensor<8x1xf32>, tensor<8x1xf32>) -> tensor<f32>
  %c = nnf.poisson_nll_loss %s, %y : (tensor<8x1xf32>, tensor<8x1xf32>) -> tensor<f32>
  %d = nnf.poisson_nll_loss %e, %y log_input = false : (tensor<8x1xf32>, tensor<8x1xf32>) -> tensor<f32>
  return %a, %b, %c, %d : tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>
}

// -----

func.func @nnf123(%x: tensor<5x4x8xf32>, %w: tensor<20x8xf32>, %t: tensor<4x7xi64>, %n: tensor<4xi64>) -> (tensor<f32>, tensor<f32>, tensor<f32>) {
  // expected-note @below {{they come from here}}
  %s = nnf.linear %x, %w : (tensor<5x4x8xf32>, tensor<20x8xf32>) -> tensor<5x4x20xf32>
  // expected-warning @below {{ctc_loss takes log-probabilities, but is given unbounded scores of a layer [NNF123]}}
  %a = nnf.ctc_loss %s, %t, %n, %n : (tensor<5x4x20xf32>, tensor<4x7xi64>, tensor<4xi64>, tensor<4xi64>) -> tensor<f32>
  // expected-note @below {{they come from here}}
  %wrong = nnf.log_softmax %s dim = 0 : tensor<5x4x20xf32>
  // expected-warning @below {{the log-probabilities sum up along dimension 0, but the labels lie along dimension 2 [NNF123]}}
  %b = nnf.ctc_loss %wrong, %t, %n, %n : (tensor<5x4x20xf32>, tensor<4x7xi64>, tensor<4xi64>, tensor<4xi64>) -> tensor<f32>
  %logp = nnf.log_softmax %s dim = 2 : tensor<5x4x20xf32>
  %long = arith.constant dense<[2, 7, 3, 1]> : tensor<4xi64>
  // expected-error @below {{a target of 7 labels does not fit into 5 steps: its loss is infinite [NNF123]}}
  %c = nnf.ctc_loss %logp, %t, %n, %long : (tensor<5x4x20xf32>, tensor<4x7xi64>, tensor<4xi64>, tensor<4xi64>) -> tensor<f32>
  return %a, %b, %c : tensor<f32>, tensor<f32>, tensor<f32>
}
func.func @nnf123_fine(%logp: tensor<5x4x20xf32>, %t: tensor<4x7xi64>, %n: tensor<4xi64>) -> (tensor<f32>, tensor<f32>) {
  %a = nnf.ctc_loss %logp, %t, %n, %n : (tensor<5x4x20xf32>, tensor<4x7xi64>, tensor<4xi64>, tensor<4xi64>) -> tensor<f32>
  %long = arith.constant dense<[2, 7, 3, 1]> : tensor<4xi64>
  %b = nnf.ctc_loss %logp, %t, %n, %long zero_infinity = true : (tensor<5x4x20xf32>, tensor<4x7xi64>, tensor<4xi64>, tensor<4xi64>) -> tensor<f32>
  return %a, %b : tensor<f32>, tensor<f32>
}
