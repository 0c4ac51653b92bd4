// RUN: nnf-opt %s --nnf-lint="rules=NNF101" --split-input-file --verify-diagnostics

func.func @direct(%x: tensor<?x10xf32>, %t: tensor<?xi64>) -> tensor<f32> {
  // expected-note @below {{the softmax is here}}
  %p = nnf.softmax %x dim = 1 : tensor<?x10xf32>
  // expected-warning @below {{cross_entropy takes logits, but is given the result of a softmax: it applies softmax once more, and with 10 classes no sample's loss can fall below 1.46 [NNF101]}}
  %loss = nnf.cross_entropy %p, %t : (tensor<?x10xf32>, tensor<?xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}

// -----

// Through casts, conversions, reshapes, transpositions, clamps against 0 and ops that change no probability.
func.func @through_glue(%x: tensor<2x7x10xf16>, %t: tensor<2x7xi64>, %e: tensor<2x10x7xf32>) -> tensor<f32> {
  // expected-note @below {{the softmax is here}}
  %p = nnf.softmax %x dim = -1 : tensor<2x7x10xf16>
  %relu = nnf.relu %p : tensor<2x7x10xf16>
  %kept = nnf.dropout %relu p = 0.5 training = false : (tensor<2x7x10xf16>) -> tensor<2x7x10xf16>
  %wide = arith.extf %kept : tensor<2x7x10xf16> to tensor<2x7x10xf32>
  %eps = arith.constant dense<1.0e-7> : tensor<2x7x10xf32>
  %safe = arith.maximumf %wide, %eps : tensor<2x7x10xf32>
  %moved = linalg.transpose ins(%safe : tensor<2x7x10xf32>) outs(%e : tensor<2x10x7xf32>) permutation = [0, 2, 1]
  %cast = tensor.cast %moved : tensor<2x10x7xf32> to tensor<?x?x?xf32>
  // expected-warning @below {{cross_entropy takes logits, but is given the result of a softmax: it applies softmax once more [NNF101]}}
  %loss = nnf.cross_entropy %cast, %t : (tensor<?x?x?xf32>, tensor<2x7xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}

// -----

// Softmax written as exp of log_softmax, and upstream's own.
func.func @other_spellings(%x: tensor<4x10xf32>, %t: tensor<4xi64>, %e: tensor<4x10xf32>) -> (tensor<f32>, tensor<f32>) {
  // expected-note @below {{the softmax is here}}
  %logp = nnf.log_softmax %x dim = 1 : tensor<4x10xf32>
  %p = math.exp %logp : tensor<4x10xf32>
  // expected-warning @below {{[NNF101]}}
  %a = nnf.cross_entropy %p, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  // expected-note @below {{the softmax is here}}
  %q = linalg.softmax dimension(1) ins(%x : tensor<4x10xf32>) outs(%e : tensor<4x10xf32>) -> tensor<4x10xf32>
  // expected-warning @below {{[NNF101]}}
  %b = nnf.cross_entropy %q, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %a, %b : tensor<f32>, tensor<f32>
}

// -----

// From one function into another and through a third.
func.func private @model(%x: tensor<?x10xf32>) -> tensor<?x10xf32> {
  // expected-note @below {{the softmax is here}}
  %p = nnf.softmax %x dim = 1 : tensor<?x10xf32>
  return %p : tensor<?x10xf32>
}
func.func private @criterion(%x: tensor<?x10xf32>, %t: tensor<?xi64>) -> tensor<f32> {
  // expected-warning @below {{[NNF101]}}
  %loss = nnf.cross_entropy %x, %t : (tensor<?x10xf32>, tensor<?xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}
func.func @step(%x: tensor<?x10xf32>, %t: tensor<?xi64>) -> tensor<f32> {
  %p = call @model(%x) : (tensor<?x10xf32>) -> tensor<?x10xf32>
  // expected-note @below {{its result comes here through this call}}
  %l = call @criterion(%p, %t) : (tensor<?x10xf32>, tensor<?xi64>) -> tensor<f32>
  return %l : tensor<f32>
}

// -----

// One caller gives probabilities, the other logits: a finding for the first, but no fix inside the shared function.
// expected-note @below {{no automatic fix: other callers may give this function something else}}
func.func private @criterion(%x: tensor<?x10xf32>, %t: tensor<?xi64>) -> tensor<f32> {
  // expected-warning @below {{[NNF101]}}
  %loss = nnf.cross_entropy %x, %t : (tensor<?x10xf32>, tensor<?xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}
func.func @wrong(%x: tensor<?x10xf32>, %t: tensor<?xi64>) -> tensor<f32> {
  // expected-note @below {{the softmax is here}}
  %p = nnf.softmax %x dim = 1 : tensor<?x10xf32>
  // expected-note @below {{its result comes here through this call}}
  %l = call @criterion(%p, %t) : (tensor<?x10xf32>, tensor<?xi64>) -> tensor<f32>
  return %l : tensor<f32>
}
func.func @right(%x: tensor<?x10xf32>, %t: tensor<?xi64>) -> tensor<f32> {
  %l = call @criterion(%x, %t) : (tensor<?x10xf32>, tensor<?xi64>) -> tensor<f32>
  return %l : tensor<f32>
}

// -----

// Recursion ends, and what both ways agree on is known.
func.func private @apply(%n: index, %x: tensor<4x10xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %done = arith.cmpi eq, %n, %zero : index
  %r = scf.if %done -> tensor<f32> {
    // expected-warning @below {{[NNF101]}}
    %loss = nnf.cross_entropy %x, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
    scf.yield %loss : tensor<f32>
  } else {
    %m = arith.subi %n, %one : index
    %deep = func.call @apply(%m, %x, %t) : (index, tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
    scf.yield %deep : tensor<f32>
  }
  return %r : tensor<f32>
}
func.func @main(%n: index, %x: tensor<4x10xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  // expected-note @below {{the softmax is here}}
  %p = nnf.softmax %x dim = 1 : tensor<4x10xf32>
  // expected-note @below {{its result comes here through this call}}
  %l = call @apply(%n, %p, %t) : (index, tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %l : tensor<f32>
}

// -----

// Both branches, and every iteration.
func.func @control_flow(%c: i1, %n: index, %x: tensor<4x10xf32>, %y: tensor<4x10xf32>, %t: tensor<4xi64>) -> (tensor<f32>, tensor<f32>) {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %p = scf.if %c -> tensor<4x10xf32> {
    // expected-note @below {{the softmax is here}}
    %a = nnf.softmax %x dim = 1 : tensor<4x10xf32>
    scf.yield %a : tensor<4x10xf32>
  } else {
    %b = nnf.softmax %y dim = 1 : tensor<4x10xf32>
    scf.yield %b : tensor<4x10xf32>
  }
  // expected-warning @below {{[NNF101]}}
  %l = nnf.cross_entropy %p, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  // expected-note @below {{the softmax is here}}
  %start = nnf.softmax %x dim = 1 : tensor<4x10xf32>
  %q = scf.for %i = %zero to %n step %one iter_args(%v = %start) -> tensor<4x10xf32> {
    %next = nnf.softmax %v dim = 1 : tensor<4x10xf32>
    scf.yield %next : tensor<4x10xf32>
  }
  // expected-warning @below {{[NNF101]}}
  %m = nnf.cross_entropy %q, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %l, %m : tensor<f32>, tensor<f32>
}

// -----

// Blocks and branches instead of regions.
func.func @blocks(%c: i1, %x: tensor<4x10xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  // expected-note @below {{the softmax is here}}
  %p = nnf.softmax %x dim = 1 : tensor<4x10xf32>
  cf.cond_br %c, ^bb1(%p : tensor<4x10xf32>), ^bb2
^bb1(%v: tensor<4x10xf32>):
  // expected-warning @below {{[NNF101]}}
  %l = nnf.cross_entropy %v, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %l : tensor<f32>
^bb2:
  cf.br ^bb1(%p : tensor<4x10xf32>)
}

// -----

// The softmax runs along another dimension: wrong, but not for us to repair.
func.func @other_dimension(%x: tensor<4x10xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  // expected-note @below {{the softmax is here}}
  %p = nnf.softmax %x dim = 0 : tensor<4x10xf32>
  // expected-note @below {{no automatic fix: the softmax does not run along the classes}}
  // expected-warning @below {{[NNF101]}}
  %loss = nnf.cross_entropy %p, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}
