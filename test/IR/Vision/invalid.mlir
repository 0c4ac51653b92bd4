// What the verifier says of wrong operands, attributes and results.
// RUN: nnf-opt %s --split-input-file --verify-diagnostics

// Odd pad.
func.func @odd_pad(%x: tensor<4xf32>) {
  // expected-error @below {{'nnf.pad' op expects pad to have pairs of numbers, but got 3}}
  %r = nnf.pad %x pad = [1, 1, 1] : (tensor<4xf32>) -> tensor<6xf32>
  return
}

// -----

// Pad longer than the shape.
func.func @pad_longer_than_the_shape(%x: tensor<4xf32>) {
  // expected-error @below {{'nnf.pad' op expects pad to have at most 2 numbers, but got 4}}
  %r = nnf.pad %x pad = [1, 1, 1, 1] : (tensor<4xf32>) -> tensor<6xf32>
  return
}

// -----

// More cut off than there is.
func.func @more_cut_off_than_there_is(%x: tensor<4xf32>) {
  // expected-error @below {{'nnf.pad' op expects dimension 0 of input minus what is cut off to be at least 0, but got -1}}
  %r = nnf.pad %x pad = [-5, 3] : (tensor<4xf32>) -> tensor<2xf32>
  return
}

// -----

// A value that does not fit.
func.func @value_that_does_not_fit(%x: tensor<4xui8>) {
  // expected-error @below {{'nnf.pad' op expects value to fit into the element type, but got -1.000000}}
  %r = nnf.pad %x pad = [1, 0] value = -1.0 : (tensor<4xui8>) -> tensor<5xui8>
  return
}

// -----

// Value with another mode.
func.func @value_with_another_mode(%x: tensor<3x4xf32>) {
  // expected-error @below {{'nnf.pad' op expects no value with mode reflect}}
  %r = nnf.pad %x pad = [1, 0] mode = reflect value = 1.0 : (tensor<3x4xf32>) -> tensor<3x5xf32>
  return
}

// -----

// Rank for mirrors.
func.func @rank_for_mirrors(%x: tensor<1x3x4x4xf32>) {
  // expected-error @below {{'nnf.pad' op expects pad to have 2, 4 or 6 numbers for an input of rank 2 or 3, 3 or 4, 4 or 5 with mode circular, but got 2 and rank 4}}
  %r = nnf.pad %x pad = [1, 0] mode = circular : (tensor<1x3x4x4xf32>) -> tensor<1x3x4x5xf32>
  return
}

// -----

// Mirror beyond the image.
func.func @mirror_beyond_the_image(%x: tensor<3x4xf32>) {
  // expected-error @below {{'nnf.pad' op expects dimension 1 of input minus the padding on a side to be at least 1, but got 0}}
  %r = nnf.pad %x pad = [4, 0] mode = reflect : (tensor<3x4xf32>) -> tensor<3x8xf32>
  return
}

// -----

// Twice round the circle.
func.func @twice_round_the_circle(%x: tensor<3x4xf32>) {
  // expected-error @below {{'nnf.pad' op expects dimension 1 of input minus the padding on a side to be at least 0, but got -1}}
  %r = nnf.pad %x pad = [5, 0] mode = circular : (tensor<3x4xf32>) -> tensor<3x9xf32>
  return
}

// -----

// Nothing to replicate.
func.func @nothing_to_replicate(%x: tensor<3x0xf32>) {
  // expected-error @below {{'nnf.pad' op expects dimension 1 of input to be at least 1, but got 0}}
  %r = nnf.pad %x pad = [1, 0] mode = replicate : (tensor<3x0xf32>) -> tensor<3x1xf32>
  return
}

// -----

// Channels of a shuffle.
func.func @channels_of_a_shuffle(%x: tensor<1x6x4x4xf32>) {
  // expected-error @below {{'nnf.pixel_shuffle' op expects the square of upscale_factor times the channels of the result to equal the number of channels, but got 4 and 6}}
  %r = nnf.pixel_shuffle %x upscale_factor = 2 : (tensor<1x6x4x4xf32>) -> tensor<1x1x8x8xf32>
  return
}

// -----

// Sizes of an unshuffle.
func.func @sizes_of_an_unshuffle(%x: tensor<1x6x5x4xf32>) {
  // expected-error @below {{'nnf.pixel_unshuffle' op expects downscale_factor times dimension 2 of the result to equal dimension 2 of input, but got 4 and 5}}
  %r = nnf.pixel_unshuffle %x downscale_factor = 2 : (tensor<1x6x5x4xf32>) -> tensor<1x24x2x2xf32>
  return
}

// -----

// Groups.
func.func @groups(%x: tensor<1x6x5xf32>) {
  // expected-error @below {{'nnf.channel_shuffle' op expects groups times the channels of a group to equal the number of channels, but got 4 and 6}}
  %r = nnf.channel_shuffle %x groups = 4 : (tensor<1x6x5xf32>) -> tensor<1x6x5xf32>
  return
}

// -----

// Rank of a mode.
func.func @rank_of_a_mode(%x: tensor<1x6x5xf32>) {
  // expected-error @below {{'nnf.interpolate' op expects an input of rank 4 with mode bilinear, but got rank 3}}
  %r = nnf.interpolate %x size = [4] mode = bilinear : (tensor<1x6x5xf32>) -> tensor<1x6x4xf32>
  return
}

// -----

// Size and scale.
func.func @size_and_scale(%x: tensor<1x6x5xf32>) {
  // expected-error @below {{'nnf.interpolate' op expects either size or scale_factor}}
  %r = nnf.interpolate %x size = [4] scale_factor = [2.0] : (tensor<1x6x5xf32>) -> tensor<1x6x4xf32>
  return
}

// -----

// Entries of size.
func.func @entries_of_size(%x: tensor<1x6x5xf32>) {
  // expected-error @below {{'nnf.upsample_nearest' op expects size to have 1 entries, but got 2}}
  %r = nnf.upsample_nearest %x size = [4, 4] : (tensor<1x6x5xf32>) -> tensor<1x6x4xf32>
  return
}

// -----

// Corners of copies.
func.func @corners_of_copies(%x: tensor<1x6x5xf32>) {
  // expected-error @below {{'nnf.upsample' op expects no align_corners with mode nearest}}
  %r = nnf.upsample %x size = [4] align_corners = true : (tensor<1x6x5xf32>) -> tensor<1x6x4xf32>
  return
}

// -----

// Antialias of a mode that has none.
func.func @antialias_of_nearest(%x: tensor<1x6x5xf32>) {
  // expected-error @below {{'nnf.interpolate' op expects antialias with mode bilinear, bicubic or lanczos only, but got nearest}}
  %r = nnf.interpolate %x size = [4] antialias = true : (tensor<1x6x5xf32>) -> tensor<1x6x4xf32>
  return
}

// -----

// Bytes of a mode for floats.
func.func @bytes_of_a_mode_for_floats(%x: tensor<1x6x5xui8>) {
  // expected-error @below {{'nnf.interpolate' op expects a floating-point input with mode linear}}
  %r = nnf.interpolate %x size = [4] mode = linear : (tensor<1x6x5xui8>) -> tensor<1x6x4xui8>
  return
}

// -----

// A result without pixels.
func.func @result_without_pixels(%x: tensor<1x6x5xf32>) {
  // expected-error @below {{'nnf.interpolate' op expects dimension 2 of the result to be at least 1, but got 0}}
  %r = nnf.interpolate %x scale_factor = [0.1] : (tensor<1x6x5xf32>) -> tensor<1x6x0xf32>
  return
}

// -----

// Coordinates of a grid.
func.func @coordinates_of_a_grid(%x: tensor<1x3x4x4xf32>, %g: tensor<1x2x2x3xf32>) {
  // expected-error @below {{'nnf.grid_sample' op expects the last dimension of grid to equal the number of spatial dimensions, but got 3 and 2}}
  %r = nnf.grid_sample %x, %g : (tensor<1x3x4x4xf32>, tensor<1x2x2x3xf32>) -> tensor<1x3x2x2xf32>
  return
}

// -----

// Bicubic volumes.
func.func @bicubic_volumes(%x: tensor<1x3x4x4x4xf32>, %g: tensor<1x2x2x2x3xf32>) {
  // expected-error @below {{'nnf.grid_sample' op expects an input of rank 4 with mode bicubic, but got rank 5}}
  %r = nnf.grid_sample %x, %g mode = bicubic : (tensor<1x3x4x4x4xf32>, tensor<1x2x2x2x3xf32>) -> tensor<1x3x2x2x2xf32>
  return
}

// -----

// Columns of theta.
func.func @columns_of_theta(%t: tensor<2x2x2xf32>) {
  // expected-error @below {{'nnf.affine_grid' op expects dimension 2 of theta to equal the number of spatial dimensions plus 1, but got 2 and 3}}
  %r = nnf.affine_grid %t size = [2, 3, 4, 5] : (tensor<2x2x2xf32>) -> tensor<2x4x5x2xf32>
  return
}

// -----

// Maps of other images.
func.func @maps_of_other_images(%t: tensor<3x2x3xf32>) {
  // expected-error @below {{'nnf.affine_grid' op expects dimension 0 of theta to equal entry 0 of size, but got 3 and 2}}
  %r = nnf.affine_grid %t size = [2, 3, 4, 5] : (tensor<3x2x3xf32>) -> tensor<2x4x5x2xf32>
  return
}

// -----

// Maps of volumes.
func.func @maps_of_volumes(%t: tensor<2x3x4xf32>) {
  // expected-error @below {{'nnf.affine_grid' op expects dimension 1 of theta to equal the number of spatial dimensions, but got 3 and 2}}
  %r = nnf.affine_grid %t size = [2, 3, 4, 5] : (tensor<2x3x4xf32>) -> tensor<2x4x5x2xf32>
  return
}

// -----

// A grid of a line.
func.func @grid_of_a_line(%t: tensor<2x2x3xf32>) {
  // expected-error @below {{'nnf.affine_grid' op expects size to have 4 or 5 entries, but got 3}}
  %r = nnf.affine_grid %t size = [2, 3, 4] : (tensor<2x2x3xf32>) -> tensor<2x4x1xf32>
  return
}

// -----

// An empty grid.
func.func @empty_grid(%t: tensor<2x2x3xf32>) {
  // expected-error @below {{'nnf.affine_grid' op expects size to be at least 1, but got 0}}
  %r = nnf.affine_grid %t size = [2, 3, 0, 5] : (tensor<2x2x3xf32>) -> tensor<2x0x5x2xf32>
  return
}

// -----

// Lanczos without antialias.
func.func @lanczos_without_antialias(%x: tensor<1x3x8x8xf32>) {
  // expected-error @below {{'nnf.interpolate' op expects antialias with mode lanczos}}
  %r = nnf.interpolate %x size = [4, 4] mode = lanczos : (tensor<1x3x8x8xf32>) -> tensor<1x3x4x4xf32>
  return
}

// -----

// Recomputing what is not given.
func.func @recomputing_what_is_not_given(%x: tensor<1x3x8xf32>) {
  // expected-error @below {{'nnf.interpolate' op expects scale_factor with recompute_scale_factor}}
  %r = nnf.interpolate %x size = [4] recompute_scale_factor = true : (tensor<1x3x8xf32>) -> tensor<1x3x4xf32>
  return
}

// -----

// A factor of 0.
func.func @factor_of_0(%x: tensor<1x3x8xf32>) {
  // expected-error @below {{'nnf.interpolate' op expects scale_factor to be positive and finite}}
  %r = nnf.interpolate %x scale_factor = [0.0] : (tensor<1x3x8xf32>) -> tensor<1x3x0xf32>
  return
}

// -----

// Entries of scale_factor.
func.func @entries_of_scale_factor(%x: tensor<1x3x8xf32>) {
  // expected-error @below {{'nnf.upsample' op expects scale_factor to have 1 entries, but got 2}}
  %r = nnf.upsample %x scale_factor = [2.0, 2.0] : (tensor<1x3x8xf32>) -> tensor<1x3x16xf32>
  return
}

// -----

// No pixels of a channel.
func.func @upscale_of_0(%x: tensor<1x8x4x4xf32>) {
  // expected-error @below {{'nnf.pixel_shuffle' op expects upscale_factor to be at least 1, but got 0}}
  %r = nnf.pixel_shuffle %x upscale_factor = 0 : (tensor<1x8x4x4xf32>) -> tensor<1x8x4x4xf32>
  return
}

// -----

// No channels of a pixel.
func.func @downscale_of_0(%x: tensor<1x2x8x8xf32>) {
  // expected-error @below {{'nnf.pixel_unshuffle' op expects downscale_factor to be at least 1, but got 0}}
  %r = nnf.pixel_unshuffle %x downscale_factor = 0 : (tensor<1x2x8x8xf32>) -> tensor<1x2x8x8xf32>
  return
}

// -----

// No groups.
func.func @no_groups(%x: tensor<1x6x5xf32>) {
  // expected-error @below {{'nnf.channel_shuffle' op expects groups to be at least 1, but got 0}}
  %r = nnf.channel_shuffle %x groups = 0 : (tensor<1x6x5xf32>) -> tensor<1x6x5xf32>
  return
}

// -----

// More padding than any memory holds, in sizes that only a run would tell.
func.func @pad_beyond_all_sizes(%x: tensor<?x?xf32>) {
  // expected-error @below {{'nnf.pad' op expects pad to be at most 140737488355328, but got 4611686018427387904}}
  %r = nnf.pad %x pad = [4611686018427387904, 4611686018427387904] : (tensor<?x?xf32>) -> tensor<?x?xf32>
  return
}

// -----

func.func @crop_beyond_all_sizes(%x: tensor<?x?xf32>) {
  // expected-error @below {{'nnf.pad' op expects pad to be at least -140737488355328, but got -9223372036854775808}}
  %r = nnf.pad %x pad = [-9223372036854775808, 0] : (tensor<?x?xf32>) -> tensor<?x?xf32>
  return
}

// -----

func.func @size_that_says_open(%x: tensor<?x?x?x?xf32>) {
  // expected-error @below {{'nnf.interpolate' op expects size to be at least 1, but got -9223372036854775808}}
  %r = nnf.interpolate %x size = [-9223372036854775808, 2] : (tensor<?x?x?x?xf32>) -> tensor<?x?x?x?xf32>
  return
}
