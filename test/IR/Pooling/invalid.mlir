// What the verifier says of wrong operands, attributes and results.
// RUN: nnf-opt %s --split-input-file --verify-diagnostics

// Rank.
func.func @rank(%x: tensor<8x8xf32>) {
  // expected-error @below {{'nnf.max_pool2d' op expects input to have a rank from 3 to 4, but got rank 2}}
  // expected-error @below {{'nnf.max_pool2d' op failed to infer returned types}}
  %r = nnf.max_pool2d %x kernel_size = [2, 2] : (tensor<8x8xf32>) -> tensor<4x4xf32>
  return
}

// -----

// Entries.
func.func @entries(%x: tensor<1x3x8x8xf32>) {
  // expected-error @below {{'nnf.max_pool2d' op expects kernel_size to have 2 entries, but got 1}}
  // expected-error @below {{'nnf.max_pool2d' op failed to infer returned types}}
  %r = nnf.max_pool2d %x kernel_size = [2] : (tensor<1x3x8x8xf32>) -> tensor<1x3x4x4xf32>
  return
}

// -----

// Kernel of 0.
func.func @kernel_of_0(%x: tensor<1x3x8xf32>) {
  // expected-error @below {{'nnf.max_pool1d' op expects kernel_size to be at least 1, but got 0}}
  // expected-error @below {{'nnf.max_pool1d' op failed to infer returned types}}
  %r = nnf.max_pool1d %x kernel_size = [0] : (tensor<1x3x8xf32>) -> tensor<1x3x4xf32>
  return
}

// -----

// Stride of 0.
func.func @stride_of_0(%x: tensor<1x3x8xf32>) {
  // expected-error @below {{'nnf.max_pool1d' op expects stride to be at least 1, but got 0}}
  // expected-error @below {{'nnf.max_pool1d' op failed to infer returned types}}
  %r = nnf.max_pool1d %x kernel_size = [2] stride = [0] : (tensor<1x3x8xf32>) -> tensor<1x3x4xf32>
  return
}

// -----

// Padding above half.
func.func @padding_above_half(%x: tensor<1x3x8xf32>) {
  // expected-error @below {{'nnf.max_pool1d' op expects padding to be at most half of the (dilated) kernel size, but got 2 and 2}}
  // expected-error @below {{'nnf.max_pool1d' op failed to infer returned types}}
  %r = nnf.max_pool1d %x kernel_size = [2] padding = [2] : (tensor<1x3x8xf32>) -> tensor<1x3x6xf32>
  return
}

// -----

// Window larger than the input.
func.func @window_larger_than_the_input(%x: tensor<1x3x4xf32>) {
  // expected-error @below {{'nnf.max_pool1d' op expects padded input dimension 0 minus the kernel's reach to be at least 0, but got -2}}
  // expected-error @below {{'nnf.max_pool1d' op failed to infer returned types}}
  %r = nnf.max_pool1d %x kernel_size = [6] : (tensor<1x3x4xf32>) -> tensor<1x3x1xf32>
  return
}

// -----

// Dilation of 0.
func.func @dilation_of_0(%x: tensor<1x3x8xf32>) {
  // expected-error @below {{'nnf.max_pool1d' op expects dilation to be at least 1, but got 0}}
  // expected-error @below {{'nnf.max_pool1d' op failed to infer returned types}}
  %r = nnf.max_pool1d %x kernel_size = [2] dilation = [0] : (tensor<1x3x8xf32>) -> tensor<1x3x4xf32>
  return
}
