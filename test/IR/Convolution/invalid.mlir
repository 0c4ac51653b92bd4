// What the verifier says of wrong operands, attributes and results.
// RUN: nnf-opt %s --split-input-file --verify-diagnostics

// Channels.
func.func @channels(%x: tensor<1x3x8x8xf32>, %w: tensor<4x2x3x3xf32>) {
  // expected-error @below {{'nnf.conv2d' op expects the number of input channels to equal groups times dimension 1 of weight, but got 3 and 2}}
  %r = nnf.conv2d %x, %w : (tensor<1x3x8x8xf32>, tensor<4x2x3x3xf32>) -> tensor<1x4x6x6xf32>
  return
}

// -----

// Rank of input.
func.func @rank_of_input(%x: tensor<8x8xf32>, %w: tensor<4x3x3x3xf32>) {
  // expected-error @below {{'nnf.conv2d' op expects input to have a rank from 3 to 4, but got rank 2}}
  %r = nnf.conv2d %x, %w : (tensor<8x8xf32>, tensor<4x3x3x3xf32>) -> tensor<4x6x6xf32>
  return
}

// -----

// Rank of weight.
func.func @rank_of_weight(%x: tensor<1x3x8x8xf32>, %w: tensor<4x3x3xf32>) {
  // expected-error @below {{'nnf.conv2d' op expects weight to have rank 4, but got rank 3}}
  %r = nnf.conv2d %x, %w : (tensor<1x3x8x8xf32>, tensor<4x3x3xf32>) -> tensor<1x4x6x6xf32>
  return
}

// -----

// Groups that do not divide.
func.func @groups_that_do_not_divide(%x: tensor<1x4x8xf32>, %w: tensor<3x2x3xf32>) {
  // expected-error @below {{'nnf.conv1d' op expects dimension 0 of weight to be a multiple of groups, but got 3 and 2}}
  %r = nnf.conv1d %x, %w groups = 2 : (tensor<1x4x8xf32>, tensor<3x2x3xf32>) -> tensor<1x3x6xf32>
  return
}

// -----

// Stride with same.
func.func @stride_with_same(%x: tensor<1x3x8xf32>, %w: tensor<4x3x3xf32>) {
  // expected-error @below {{'nnf.conv1d' op expects stride to be 1 with padding "same"}}
  %r = nnf.conv1d %x, %w stride = [2] padding = "same" : (tensor<1x3x8xf32>, tensor<4x3x3xf32>) -> tensor<1x4x4xf32>
  return
}

// -----

// Unknown padding.
func.func @unknown_padding(%x: tensor<1x3x8xf32>, %w: tensor<4x3x3xf32>) {
  // expected-error @below {{'nnf.conv1d' op expects padding to be "same" or "valid", but got "full"}}
  %r = nnf.conv1d %x, %w padding = "full" : (tensor<1x3x8xf32>, tensor<4x3x3xf32>) -> tensor<1x4x8xf32>
  return
}

// -----

// Kernel larger than the input.
func.func @kernel_larger_than_the_input(%x: tensor<1x3x2xf32>, %w: tensor<4x3x3xf32>) {
  // expected-error @below {{'nnf.conv1d' op expects padded input dimension 0 minus the kernel's reach to be at least 0, but got -1}}
  %r = nnf.conv1d %x, %w : (tensor<1x3x2xf32>, tensor<4x3x3xf32>) -> tensor<1x4x1xf32>
  return
}

// -----

// Size of bias.
func.func @size_of_bias(%x: tensor<1x3x8xf32>, %w: tensor<4x3x3xf32>, %b: tensor<3xf32>) {
  // expected-error @below {{'nnf.conv1d' op expects dimension 0 of bias to equal dimension 0 of weight, but got 3 and 4}}
  %r = nnf.conv1d %x, %w bias = %b : (tensor<1x3x8xf32>, tensor<4x3x3xf32>, tensor<3xf32>) -> tensor<1x4x6xf32>
  return
}

// -----

// Entries of dilation.
func.func @entries_of_dilation(%x: tensor<1x3x8xf32>, %w: tensor<4x3x3xf32>) {
  // expected-error @below {{'nnf.conv1d' op expects dilation to have 1 entries, but got 2}}
  %r = nnf.conv1d %x, %w dilation = [1, 1] : (tensor<1x3x8xf32>, tensor<4x3x3xf32>) -> tensor<1x4x6xf32>
  return
}

// -----

// No groups.
func.func @no_groups(%x: tensor<1x3x8xf32>, %w: tensor<4x3x3xf32>) {
  // expected-error @below {{'nnf.conv1d' op expects groups to be at least 1, but got 0}}
  %r = nnf.conv1d %x, %w groups = 0 : (tensor<1x3x8xf32>, tensor<4x3x3xf32>) -> tensor<1x4x6xf32>
  return
}

// -----

// Open kernel with padding same.
func.func @open_kernel_with_padding_same(%x: tensor<1x3x8xf32>, %w: tensor<4x3x?xf32>) {
  // expected-error @below {{'nnf.conv1d' op expects a static kernel size with padding "same"}}
  %r = nnf.conv1d %x, %w padding = "same" : (tensor<1x3x8xf32>, tensor<4x3x?xf32>) -> tensor<1x4x8xf32>
  return
}

// -----

// Empty kernel.
func.func @empty_kernel(%x: tensor<1x3x8xf32>, %w: tensor<4x3x0xf32>) {
  // expected-error @below {{'nnf.conv1d' op expects kernel dimension 0 to be at least 1, but got 0}}
  %r = nnf.conv1d %x, %w : (tensor<1x3x8xf32>, tensor<4x3x0xf32>) -> tensor<1x4x8xf32>
  return
}

// -----

// Output padding.
func.func @output_padding(%x: tensor<1x3x4xf32>, %w: tensor<3x2x3xf32>) {
  // expected-error @below {{'nnf.conv_transpose1d' op expects output_padding to be less than stride or dilation, but got 1}}
  %r = nnf.conv_transpose1d %x, %w output_padding = [1] : (tensor<1x3x4xf32>, tensor<3x2x3xf32>) -> tensor<1x2x7xf32>
  return
}

// -----

// Channels of a transposed weight.
func.func @channels_of_a_transposed_weight(%x: tensor<1x3x4xf32>, %w: tensor<2x2x3xf32>) {
  // expected-error @below {{'nnf.conv_transpose1d' op expects the number of input channels to equal dimension 0 of weight, but got 3 and 2}}
  %r = nnf.conv_transpose1d %x, %w : (tensor<1x3x4xf32>, tensor<2x2x3xf32>) -> tensor<1x2x6xf32>
  return
}

// -----

// All padding.
func.func @all_padding(%x: tensor<1x3x1xf32>, %w: tensor<3x2x2xf32>) {
  // expected-error @below {{'nnf.conv_transpose1d' op expects spatial dimension 0 of the result to be at least 1, but got 0}}
  %r = nnf.conv_transpose1d %x, %w padding = [1] : (tensor<1x3x1xf32>, tensor<3x2x2xf32>) -> tensor<1x2x0xf32>
  return
}

// -----

// Windows larger than the image.
func.func @windows_larger_than_the_image(%x: tensor<1x3x2x2xf32>) {
  // expected-error @below {{'nnf.unfold' op expects padded image dimension 0 minus the kernel's reach to be at least 0, but got -1}}
  %r = nnf.unfold %x kernel_size = [3, 1] : (tensor<1x3x2x2xf32>) -> tensor<1x9x2xf32>
  return
}

// -----

// Number of windows.
func.func @number_of_windows(%x: tensor<1x12x15xf32>) {
  // expected-error @below {{'nnf.fold' op expects the last dimension of input to equal the number of windows, but got 15 and 16}}
  %r = nnf.fold %x output_size = [8, 8] kernel_size = [2, 2] stride = [2, 2] : (tensor<1x12x15xf32>) -> tensor<1x3x8x8xf32>
  return
}

// -----

// Rows of columns.
func.func @rows_of_columns(%x: tensor<1x10x16xf32>) {
  // expected-error @below {{'nnf.fold' op expects channels times the size of the kernel to equal the next to last dimension of input, but got 8 and 10}}
  %r = nnf.fold %x output_size = [8, 8] kernel_size = [2, 2] stride = [2, 2] : (tensor<1x10x16xf32>) -> tensor<1x2x8x8xf32>
  return
}

// -----

// Channels of a sequence.
func.func @channels_of_a_sequence(%x: tensor<8x2x3xf32>, %w: tensor<3x4x4xf32>, %b: tensor<4xf32>) {
  // expected-error @below {{'nnf.conv_tbc' op expects dimension 2 of input to equal dimension 1 of weight, but got 3 and 4}}
  %r = nnf.conv_tbc %x, %w, %b : (tensor<8x2x3xf32>, tensor<3x4x4xf32>, tensor<4xf32>) -> tensor<6x2x4xf32>
  return
}

// -----

// Groups that do not divide the channels of a transposed convolution.
func.func @transposed_groups(%x: tensor<1x3x4xf32>, %w: tensor<3x2x3xf32>) {
  // expected-error @below {{'nnf.conv_transpose1d' op expects groups times the channels of a group to equal dimension 0 of weight, but got 2 and 3}}
  %r = nnf.conv_transpose1d %x, %w groups = 2 : (tensor<1x3x4xf32>, tensor<3x2x3xf32>) -> tensor<1x4x6xf32>
  return
}

// -----

// Padding below 0.
func.func @negative_pad(%x: tensor<8x2x3xf32>, %w: tensor<3x3x4xf32>, %b: tensor<4xf32>) {
  // expected-error @below {{'nnf.conv_tbc' op expects pad to be at least 0, but got -1}}
  %r = nnf.conv_tbc %x, %w, %b pad = -1 : (tensor<8x2x3xf32>, tensor<3x3x4xf32>, tensor<4xf32>) -> tensor<4x2x4xf32>
  return
}

// -----

// A kernel longer than the sequence.
func.func @kernel_longer_than_the_sequence(%x: tensor<2x2x3xf32>, %w: tensor<5x3x4xf32>, %b: tensor<4xf32>) {
  // expected-error @below {{'nnf.conv_tbc' op expects the padded length of input minus that of the kernel to be at least 0, but got -1}}
  %r = nnf.conv_tbc %x, %w, %b pad = 1 : (tensor<2x2x3xf32>, tensor<5x3x4xf32>, tensor<4xf32>) -> tensor<0x2x4xf32>
  return
}

// -----

// What a window is made of has 32 bits.
func.func @padding_beyond_all_sizes(%x: tensor<?x?x?x?xf32>, %w: tensor<?x?x?x?xf32>) {
  // expected-error @below {{'nnf.conv2d' op expects padding to be at most 2147483647, but got 2147483648}}
  %r = nnf.conv2d %x, %w padding = [2147483648, 0] : (tensor<?x?x?x?xf32>, tensor<?x?x?x?xf32>) -> tensor<?x?x?x?xf32>
  return
}

// -----

// A kernel that no memory holds; half of what it reaches is no size.
func.func @same_padding_of_a_vast_kernel(%x: tensor<1x1x5xf32>, %w: tensor<1x1x9223372036854775807xf32>) {
  // expected-error @below {{'nnf.conv1d' op expects padded input dimension 0 minus the kernel's reach to be at least 0}}
  %r = nnf.conv1d %x, %w padding = "same" dilation = [2147483647] : (tensor<1x1x5xf32>, tensor<1x1x9223372036854775807xf32>) -> tensor<1x1x5xf32>
  return
}
