// What a gradient meets: one finding of each rule in a function for training, and what looks like it but is fine.
// RUN: nnf-opt %s --nnf-lint="level=remark fail-on=never" --split-input-file --verify-diagnostics -o /dev/null

func.func @nnf203(%x: tensor<4x8xf32>) -> (tensor<4x8xf32>, tensor<4xf32>) attributes {nnf.mode = "training"} {
  // expected-note @below {{0 comes from here}}
  %r = nnf.relu %x : tensor<4x8xf32>
  // expected-warning @below {{the root of what can be 0 has an infinite gradient there, and 0 times that is NaN: add an eps below the root [NNF203]}}
  %a = math.sqrt %r : tensor<4x8xf32>
  %zero = arith.constant dense<0.0> : tensor<4xf32>
  // expected-note @below {{0 comes from here}}
  %xx = arith.mulf %x, %x : tensor<4x8xf32>
  %ss = linalg.reduce {arith.addf} ins(%xx : tensor<4x8xf32>) outs(%zero : tensor<4xf32>) dimensions = [1]
  // expected-warning @below {{[NNF203]}}
  %b = math.rsqrt %ss : tensor<4xf32>
  return %a, %b : tensor<4x8xf32>, tensor<4xf32>
}
// With an eps; of a positive value; of an argument; in a function that no gradient is taken of.
func.func @nnf203_fine(%x: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) attributes {nnf.mode = "training"} {
  %eps = arith.constant dense<1.0e-6> : tensor<8xf32>
  %xx = arith.mulf %x, %x : tensor<8xf32>
  %s = arith.addf %xx, %eps : tensor<8xf32>
  %a = math.sqrt %s : tensor<8xf32>
  %e = math.exp %x : tensor<8xf32>
  %b = math.sqrt %e : tensor<8xf32>
  %c = math.sqrt %x : tensor<8xf32>
  return %a, %b, %c : tensor<8xf32>, tensor<8xf32>, tensor<8xf32>
}
func.func @nnf203_inference(%x: tensor<8xf32>) -> tensor<8xf32> {
  %xx = arith.mulf %x, %x : tensor<8xf32>
  %a = math.sqrt %xx : tensor<8xf32>
  return %a : tensor<8xf32>
}

// -----

func.func @nnf204(%x: tensor<8xf32>, %y: tensor<8xf32>) -> tensor<8xf32> attributes {nnf.mode = "training"} {
  %zero = arith.constant dense<0.0> : tensor<8xf32>
  %ok = arith.cmpf ogt, %x, %zero : tensor<8xf32>
  // expected-note @below {{guard the operand of this op instead}}
  %q = arith.divf %y, %x : tensor<8xf32>
  // expected-warning @below {{the value is guarded, its gradient is not: where the other branch is chosen, it is 0 times infinity, which is NaN [NNF204]}}
  %a = arith.select %ok, %q, %zero : tensor<8xi1>, tensor<8xf32>
  return %a : tensor<8xf32>
}
// The comparison asks about something else; the function has no singularity; nothing is differentiated.
func.func @nnf204_fine(%x: tensor<8xf32>, %y: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) attributes {nnf.mode = "training"} {
  %zero = arith.constant dense<0.0> : tensor<8xf32>
  %other = arith.cmpf ogt, %y, %zero : tensor<8xf32>
  %l = math.log %x : tensor<8xf32>
  %a = arith.select %other, %l, %zero : tensor<8xi1>, tensor<8xf32>
  %ok = arith.cmpf ogt, %x, %zero : tensor<8xf32>
  %e = math.exp %x : tensor<8xf32>
  %b = arith.select %ok, %x, %e : tensor<8xi1>, tensor<8xf32>
  return %a, %b : tensor<8xf32>, tensor<8xf32>
}
func.func @nnf204_inference(%x: tensor<8xf32>) -> tensor<8xf32> {
  %zero = arith.constant dense<0.0> : tensor<8xf32>
  %ok = arith.cmpf ogt, %x, %zero : tensor<8xf32>
  %l = math.log %x : tensor<8xf32>
  %a = arith.select %ok, %l, %zero : tensor<8xi1>, tensor<8xf32>
  return %a : tensor<8xf32>
}

// -----

func.func @nnf303(%x: tensor<8xf32>) -> tensor<8xf32> attributes {nnf.mode = "training"} {
  // expected-note @below {{its result is needed}}
  %t = nnf.tanh %x : tensor<8xf32>
  // expected-error @below {{an op in place overwrites a result that the gradient of the op before it is computed from [NNF303]}}
  %y = nnf.leaky_relu_ %t : tensor<8xf32>
  return %y : tensor<8xf32>
}
// The gradient of a layer needs its operands, not its result; in inference nothing does.
func.func @nnf303_fine(%x: tensor<4x6xf32>, %w: tensor<8x6xf32>) -> tensor<4x8xf32> attributes {nnf.mode = "training"} {
  %s = nnf.linear %x, %w : (tensor<4x6xf32>, tensor<8x6xf32>) -> tensor<4x8xf32>
  %y = nnf.relu_ %s : tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}
func.func @nnf303_inference(%x: tensor<8xf32>) -> tensor<8xf32> {
  %t = nnf.tanh %x : tensor<8xf32>
  %y = nnf.leaky_relu_ %t : tensor<8xf32>
  return %y : tensor<8xf32>
}

// -----

func.func @nnf304(%x: tensor<8xf32>) -> tensor<8xf32> {
  // expected-warning @below {{an op in place overwrites a value that is read again [NNF304]}}
  %r = nnf.relu_ %x : tensor<8xf32>
  // expected-note @below {{it is read here}}
  %y = arith.addf %r, %x : tensor<8xf32>
  return %y : tensor<8xf32>
}
// Read before, and by the op itself.
func.func @nnf304_fine(%x: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
  %s = arith.addf %x, %x : tensor<8xf32>
  %r = nnf.relu_ %x : tensor<8xf32>
  return %s, %r : tensor<8xf32>, tensor<8xf32>
}

// -----

// expected-warning @below {{parameter 2 has no path to the loss: it is never trained [NNF305]}}
func.func @nnf305(%x: tensor<4x6xf32>, %w: tensor<8x6xf32> {nnf.parameter}, %b: tensor<8xf32> {nnf.parameter}) -> tensor<4x8xf32> attributes {nnf.mode = "training"} {
  %y = nnf.linear %x, %w : (tensor<4x6xf32>, tensor<8x6xf32>) -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}
// Used in one branch; an input that is not used; a stored statistic in inference.
func.func @nnf305_fine(%c: i1, %x: tensor<8xf32>, %unused: tensor<8xf32>, %w: tensor<8xf32> {nnf.parameter}) -> tensor<8xf32> attributes {nnf.mode = "training"} {
  %y = scf.if %c -> tensor<8xf32> {
    %s = arith.addf %x, %w : tensor<8xf32>
    scf.yield %s : tensor<8xf32>
  } else {
    scf.yield %x : tensor<8xf32>
  }
  return %y : tensor<8xf32>
}
func.func @nnf305_inference(%x: tensor<8xf32>, %w: tensor<8xf32> {nnf.parameter}) -> tensor<8xf32> {
  return %x : tensor<8xf32>
}

// -----

func.func @nnf306(%x: tensor<8xf32>, %w: tensor<8xf32> {nnf.parameter}) -> tensor<8xf32> attributes {nnf.mode = "training"} {
  %s = arith.addf %x, %w : tensor<8xf32>
  // expected-warning @below {{no gradient passes here, and parameter 1 reaches the loss in no other way [NNF306]}}
  %i = arith.fptosi %s : tensor<8xf32> to tensor<8xi32>
  %y = arith.sitofp %i : tensor<8xi32> to tensor<8xf32>
  return %y : tensor<8xf32>
}
// A mask of the values beside the values themselves; a trick that passes the gradient by.
func.func @nnf306_fine(%x: tensor<8xf32>, %w: tensor<8xf32> {nnf.parameter}) -> tensor<8xf32> attributes {nnf.mode = "training"} {
  %zero = arith.constant dense<0.0> : tensor<8xf32>
  %s = arith.addf %x, %w : tensor<8xf32>
  %m = arith.cmpf ogt, %s, %zero : tensor<8xf32>
  %y = arith.select %m, %s, %zero : tensor<8xi1>, tensor<8xf32>
  return %y : tensor<8xf32>
}

// -----

func.func @nnf406(%x: tensor<1x3x8x8xf32>) -> tensor<1x4x6x6xf32> attributes {nnf.mode = "training"} {
  // expected-note @below {{the weight is this constant}}
  %w = arith.constant dense<0.0> : tensor<4x3x3x3xf32>
  // expected-warning @below {{conv2d begins with equal weights: all its outputs stay equal to each other in training [NNF406]}}
  %y = nnf.conv2d %x, %w : (tensor<1x3x8x8xf32>, tensor<4x3x3x3xf32>) -> tensor<1x4x6x6xf32>
  return %y : tensor<1x4x6x6xf32>
}
// A filter that takes the mean, in inference; a bias that begins with zeros.
func.func @nnf406_fine(%x: tensor<1x1x8x8xf32>) -> tensor<1x1x6x6xf32> {
  %w = arith.constant dense<0.111111> : tensor<1x1x3x3xf32>
  %y = nnf.conv2d %x, %w : (tensor<1x1x8x8xf32>, tensor<1x1x3x3xf32>) -> tensor<1x1x6x6xf32>
  return %y : tensor<1x1x6x6xf32>
}
func.func @nnf406_bias(%x: tensor<4x6xf32>, %w: tensor<8x6xf32>) -> tensor<4x8xf32> attributes {nnf.mode = "training"} {
  %b = arith.constant dense<0.0> : tensor<8xf32>
  %y = nnf.linear %x, %w bias = %b : (tensor<4x6xf32>, tensor<8x6xf32>, tensor<8xf32>) -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}
