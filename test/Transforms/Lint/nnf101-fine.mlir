// What looks like NNF101 and is not. Nothing is reported, and nothing is changed.
// RUN: nnf-opt %s --nnf-lint="level=remark rules=NNF101 fix" --split-input-file --verify-diagnostics -o %t.mlir
// RUN: nnf-opt %s --split-input-file -o %t.orig.mlir
// RUN: diff %t.mlir %t.orig.mlir

// The loss says that it reads probabilities.
func.func @told(%x: tensor<4x10xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  %p = nnf.softmax %x dim = 1 : tensor<4x10xf32>
  %loss = nnf.cross_entropy %p, %t input_kind = probs : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}

// -----

// Probabilities as the target, which is where they belong.
func.func @soft_target(%x: tensor<4x10xf32>, %y: tensor<4x10xf32>) -> tensor<f32> {
  %p = nnf.softmax %y dim = 1 : tensor<4x10xf32>
  %loss = nnf.cross_entropy %x, %p : (tensor<4x10xf32>, tensor<4x10xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}

// -----

// Attention weights inside a model: what the loss reads was computed from them.
func.func @inside(%x: tensor<4x10xf32>, %w: tensor<10x10xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  %p = nnf.softmax %x dim = 1 : tensor<4x10xf32>
  %y = nnf.linear %p, %w : (tensor<4x10xf32>, tensor<10x10xf32>) -> tensor<4x10xf32>
  %loss = nnf.cross_entropy %y, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}

// -----

// Similarities over a temperature: a scale of 10 makes logits of them.
func.func @scaled(%x: tensor<4x10xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  %p = nnf.softmax %x dim = 1 : tensor<4x10xf32>
  %ten = arith.constant dense<10.0> : tensor<4x10xf32>
  %y = arith.mulf %p, %ten : tensor<4x10xf32>
  %loss = nnf.cross_entropy %y, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}

// -----

// Logits in training, probabilities in inference, where nobody asks for the loss.
func.func @mode(%training: i1, %x: tensor<4x10xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  %y = scf.if %training -> tensor<4x10xf32> {
    scf.yield %x : tensor<4x10xf32>
  } else {
    %p = nnf.softmax %x dim = 1 : tensor<4x10xf32>
    scf.yield %p : tensor<4x10xf32>
  }
  %loss = nnf.cross_entropy %y, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}

// -----

// A loop that starts from probabilities and goes on with something else.
func.func @loop(%n: index, %x: tensor<4x10xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %p = nnf.softmax %x dim = 1 : tensor<4x10xf32>
  %y = scf.for %i = %zero to %n step %one iter_args(%v = %p) -> tensor<4x10xf32> {
    %s = arith.addf %v, %x : tensor<4x10xf32>
    scf.yield %s : tensor<4x10xf32>
  }
  %loss = nnf.cross_entropy %y, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}

// -----

// A helper called from a loop whose first iteration alone would give it probabilities.
func.func private @criterion(%x: tensor<4x10xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  %loss = nnf.cross_entropy %x, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}
func.func @call_in_loop(%n: index, %x: tensor<4x10xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %p = nnf.softmax %x dim = 1 : tensor<4x10xf32>
  %f = arith.constant dense<0.0> : tensor<f32>
  %y:2 = scf.for %i = %zero to %n step %one iter_args(%v = %p, %l = %f) -> (tensor<4x10xf32>, tensor<f32>) {
    %loss = func.call @criterion(%v, %t) : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
    %s = arith.addf %v, %x : tensor<4x10xf32>
    scf.yield %s, %loss : tensor<4x10xf32>, tensor<f32>
  }
  return %y#1 : tensor<f32>
}

// -----

// A function without a body may do anything.
func.func private @unknown(tensor<4x10xf32>) -> tensor<4x10xf32>
func.func @external(%x: tensor<4x10xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  %p = nnf.softmax %x dim = 1 : tensor<4x10xf32>
  %y = call @unknown(%p) : (tensor<4x10xf32>) -> tensor<4x10xf32>
  %loss = nnf.cross_entropy %y, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}

// -----

// Half of the classes are no distribution, though their sum may be taken for logits.
func.func @slice(%x: tensor<4x10xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  %p = nnf.softmax %x dim = 1 : tensor<4x10xf32>
  %y = tensor.extract_slice %p[0, 0] [4, 5] [1, 1] : tensor<4x10xf32> to tensor<4x5xf32>
  %loss = nnf.cross_entropy %y, %t : (tensor<4x5xf32>, tensor<4xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}
