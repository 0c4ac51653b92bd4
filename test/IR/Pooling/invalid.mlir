// What the verifier says of wrong operands, attributes and results.
// RUN: nnf-opt %s --split-input-file --verify-diagnostics

// Rank.
func.func @rank(%x: tensor<8x8xf32>) {
  // expected-error @below {{'nnf.max_pool2d' op expects input to have a rank from 3 to 4, but got rank 2}}
  %r = nnf.max_pool2d %x kernel_size = [2, 2] : (tensor<8x8xf32>) -> tensor<4x4xf32>
  return
}

// -----

// Entries.
func.func @entries(%x: tensor<1x3x8x8xf32>) {
  // expected-error @below {{'nnf.max_pool2d' op expects kernel_size to have 2 entries, but got 1}}
  %r = nnf.max_pool2d %x kernel_size = [2] : (tensor<1x3x8x8xf32>) -> tensor<1x3x4x4xf32>
  return
}

// -----

// Kernel of 0.
func.func @kernel_of_0(%x: tensor<1x3x8xf32>) {
  // expected-error @below {{'nnf.max_pool1d' op expects kernel_size to be at least 1, but got 0}}
  %r = nnf.max_pool1d %x kernel_size = [0] : (tensor<1x3x8xf32>) -> tensor<1x3x4xf32>
  return
}

// -----

// Stride of 0.
func.func @stride_of_0(%x: tensor<1x3x8xf32>) {
  // expected-error @below {{'nnf.max_pool1d' op expects stride to be at least 1, but got 0}}
  %r = nnf.max_pool1d %x kernel_size = [2] stride = [0] : (tensor<1x3x8xf32>) -> tensor<1x3x4xf32>
  return
}

// -----

// Padding above half.
func.func @padding_above_half(%x: tensor<1x3x8xf32>) {
  // expected-error @below {{'nnf.max_pool1d' op expects padding to be at most half of the (dilated) kernel size, but got 2 and 2}}
  %r = nnf.max_pool1d %x kernel_size = [2] padding = [2] : (tensor<1x3x8xf32>) -> tensor<1x3x6xf32>
  return
}

// -----

// Window larger than the input.
func.func @window_larger_than_the_input(%x: tensor<1x3x4xf32>) {
  // expected-error @below {{'nnf.max_pool1d' op expects padded input dimension 0 minus the kernel's reach to be at least 0, but got -2}}
  %r = nnf.max_pool1d %x kernel_size = [6] : (tensor<1x3x4xf32>) -> tensor<1x3x1xf32>
  return
}

// -----

// Dilation of 0.
func.func @dilation_of_0(%x: tensor<1x3x8xf32>) {
  // expected-error @below {{'nnf.max_pool1d' op expects dilation to be at least 1, but got 0}}
  %r = nnf.max_pool1d %x kernel_size = [2] dilation = [0] : (tensor<1x3x8xf32>) -> tensor<1x3x4xf32>
  return
}

// -----

// Divisor of 0.
func.func @divisor_of_0(%x: tensor<1x3x8x8xf32>) {
  // expected-error @below {{'nnf.avg_pool2d' op expects divisor_override not to be 0}}
  %r = nnf.avg_pool2d %x kernel_size = [2, 2] divisor_override = 0 : (tensor<1x3x8x8xf32>) -> tensor<1x3x4x4xf32>
  return
}

// -----

// Means of small integers.
func.func @means_of_small_integers(%x: tensor<1x3x8xi8>) {
  // expected-error @below {{operand #0 must be ranked tensor of}}
  %r = nnf.avg_pool1d %x kernel_size = [2] : (tensor<1x3x8xi8>) -> tensor<1x3x4xi8>
  return
}

// -----

// Entries of output_size.
func.func @entries_of_output_size(%x: tensor<1x3x8x8xf32>) {
  // expected-error @below {{'nnf.adaptive_avg_pool2d' op expects output_size to have 2 entries, but got 1}}
  %r = nnf.adaptive_avg_pool2d %x output_size = [2] : (tensor<1x3x8x8xf32>) -> tensor<1x3x2x2xf32>
  return
}

// -----

// Negative output_size.
func.func @negative_output_size(%x: tensor<1x3x8xf32>) {
  // expected-error @below {{'nnf.adaptive_max_pool1d' op expects output_size to be at least -1, but got -2}}
  %r = nnf.adaptive_max_pool1d %x output_size = [-2] : (tensor<1x3x8xf32>) -> tensor<1x3x2xf32>
  return
}

// -----

// Nothing to pool.
func.func @nothing_to_pool(%x: tensor<1x3x0xf32>) {
  // expected-error @below {{'nnf.adaptive_avg_pool1d' op expects spatial dimension 0 of input to be at least 1, but got 0}}
  %r = nnf.adaptive_avg_pool1d %x output_size = [2] : (tensor<1x3x0xf32>) -> tensor<1x3x2xf32>
  return
}

// -----

// Norm of 0.
func.func @norm_of_0(%x: tensor<1x3x8xf32>) {
  // expected-error @below {{'nnf.lp_pool1d' op expects norm_type not to be 0}}
  %r = nnf.lp_pool1d %x norm_type = 0.0 kernel_size = [2] : (tensor<1x3x8xf32>) -> tensor<1x3x4xf32>
  return
}

// -----

// Indices of another shape.
func.func @indices_of_another_shape(%x: tensor<1x3x4xf32>, %i: tensor<1x3x5xi64>) {
  // expected-error @below {{'nnf.max_unpool1d' op expects dimension 2 of input to equal dimension 2 of indices, but got 4 and 5}}
  %r = nnf.max_unpool1d %x, %i kernel_size = [2] : (tensor<1x3x4xf32>, tensor<1x3x5xi64>) -> tensor<1x3x8xf32>
  return
}

// -----

// Output size out of reach.
func.func @output_size_out_of_reach(%x: tensor<1x3x4xf32>, %i: tensor<1x3x4xi64>) {
  // expected-error @below {{'nnf.max_unpool1d' op expects stride - 1 plus what output_size has less than the usual size in dimension 0 to be at least 0, but got -1}}
  %r = nnf.max_unpool1d %x, %i kernel_size = [2] output_size = [10] : (tensor<1x3x4xf32>, tensor<1x3x4xi64>) -> tensor<1x3x10xf32>
  return
}

// -----

// More than unpooling can give.
func.func @more_than_unpooling_can_give(%x: tensor<1x3x4xf32>, %i: tensor<1x3x4xi64>) {
  // expected-error @below {{'nnf.max_unpool1d' op expects stride - 1 plus what output_size has more than the usual size in dimension 0 to be at least 0, but got -1}}
  %r = nnf.max_unpool1d %x, %i kernel_size = [2] output_size = [6] : (tensor<1x3x4xf32>, tensor<1x3x4xi64>) -> tensor<1x3x6xf32>
  return
}

// -----

// No random numbers.
func.func @no_random_numbers(%x: tensor<1x3x8x8xf32>) {
  // expected-error @below {{'nnf.fractional_max_pool2d' op expects random_samples, or seed and offset}}
  %r = nnf.fractional_max_pool2d %x kernel_size = [2, 2] output_size = [4, 4] : (tensor<1x3x8x8xf32>) -> tensor<1x3x4x4xf32>
  return
}

// -----

// Windows that do not fit.
func.func @windows_that_do_not_fit(%x: tensor<1x3x8x8xf32>, %u: tensor<1x3x2xf32>) {
  // expected-error @below {{'nnf.fractional_max_pool2d' op expects spatial dimension 1 of input plus 1 minus windows and kernel_size to be at least 0, but got -1}}
  %r = nnf.fractional_max_pool2d %x kernel_size = [2, 3] output_size = [4, 7] random_samples = %u : (tensor<1x3x8x8xf32>, tensor<1x3x2xf32>) -> tensor<1x3x4x7xf32>
  return
}

// -----

// Random numbers of other samples.
func.func @random_numbers_of_other_samples(%x: tensor<1x3x8x8xf32>, %u: tensor<2x3x2xf32>) {
  // expected-error @below {{'nnf.fractional_max_pool2d' op expects dimension 0 of random_samples to equal the number of samples, but got 2 and 1}}
  %r = nnf.fractional_max_pool2d %x kernel_size = [2, 2] output_size = [4, 4] random_samples = %u : (tensor<1x3x8x8xf32>, tensor<2x3x2xf32>) -> tensor<1x3x4x4xf32>
  return
}

// -----

// Random numbers of other channels.
func.func @random_numbers_of_other_channels(%x: tensor<1x3x8x8xf32>, %u: tensor<1x4x2xf32>) {
  // expected-error @below {{'nnf.fractional_max_pool2d' op expects dimension 1 of random_samples to equal the number of channels, but got 4 and 3}}
  %r = nnf.fractional_max_pool2d %x kernel_size = [2, 2] output_size = [4, 4] random_samples = %u : (tensor<1x3x8x8xf32>, tensor<1x4x2xf32>) -> tensor<1x3x4x4xf32>
  return
}

// -----

// Random numbers of a volume.
func.func @random_numbers_of_a_volume(%x: tensor<1x3x8x8xf32>, %u: tensor<1x3x3xf32>) {
  // expected-error @below {{'nnf.fractional_max_pool2d' op expects dimension 2 of random_samples to equal the number of spatial dimensions, but got 3 and 2}}
  %r = nnf.fractional_max_pool2d %x kernel_size = [2, 2] output_size = [4, 4] random_samples = %u : (tensor<1x3x8x8xf32>, tensor<1x3x3xf32>) -> tensor<1x3x4x4xf32>
  return
}

// -----

// Size and ratio.
func.func @size_and_ratio(%x: tensor<1x3x8x8xf32>, %u: tensor<1x3x2xf32>) {
  // expected-error @below {{'nnf.fractional_max_pool2d' op expects either output_size or output_ratio}}
  %r = nnf.fractional_max_pool2d %x kernel_size = [2, 2] output_size = [4, 4] output_ratio = [0.5, 0.5] random_samples = %u : (tensor<1x3x8x8xf32>, tensor<1x3x2xf32>) -> tensor<1x3x4x4xf32>
  return
}

// -----

// A ratio above 1.
func.func @ratio_above_1(%x: tensor<1x3x8x8xf32>, %u: tensor<1x3x2xf32>) {
  // expected-error @below {{'nnf.fractional_max_pool2d' op expects output_ratio to be between 0 and 1, but got 1.500000}}
  %r = nnf.fractional_max_pool2d %x kernel_size = [2, 2] output_ratio = [0.5, 1.5] random_samples = %u : (tensor<1x3x8x8xf32>, tensor<1x3x2xf32>) -> tensor<1x3x4x4xf32>
  return
}

// -----

// Entries of output_ratio.
func.func @entries_of_output_ratio(%x: tensor<1x3x8x8xf32>, %u: tensor<1x3x2xf32>) {
  // expected-error @below {{'nnf.fractional_max_pool2d' op expects output_ratio to have 2 entries, but got 1}}
  %r = nnf.fractional_max_pool2d %x kernel_size = [2, 2] output_ratio = [0.5] random_samples = %u : (tensor<1x3x8x8xf32>, tensor<1x3x2xf32>) -> tensor<1x3x4x4xf32>
  return
}
