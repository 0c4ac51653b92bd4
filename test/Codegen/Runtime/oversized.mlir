// Tensors that no memory holds are refused before anything is computed with their sizes.

// RUN: nnf-opt %s --nnf-to-llvm --split-input-file --verify-diagnostics -o /dev/null

// expected-error @below {{@argument takes 'tensor<9223372036854775807x3xf32>', which has more elements than memory}}
func.func @argument(%x: tensor<9223372036854775807x3xf32>) -> tensor<9223372036854775807x3xf32> {
  %0 = nnf.relu %x : tensor<9223372036854775807x3xf32>
  return %0 : tensor<9223372036854775807x3xf32>
}
// -----
func.func @result(%x: tensor<1x3x8x8xf32>) -> tensor<1x3x4294967296x4294967296xf32> {
  // expected-error @below {{'nnf.adaptive_avg_pool2d' op gives 'tensor<1x3x4294967296x4294967296xf32>', which has more elements than memory}}
  %0 = nnf.adaptive_avg_pool2d %x output_size = [4294967296, 4294967296] : (tensor<1x3x8x8xf32>) -> tensor<1x3x4294967296x4294967296xf32>
  return %0 : tensor<1x3x4294967296x4294967296xf32>
}
// -----
// A size that the shape rule would overflow is no other size.
func.func @overflow(%x: tensor<1x3x9223372036854775807x4xf32>) -> tensor<1x3x16x8xf32> {
  // expected-error @below {{incompatible with return type}}
  %0 = nnf.interpolate %x scale_factor = [2.0, 2.0] : (tensor<1x3x9223372036854775807x4xf32>) -> tensor<1x3x16x8xf32>
  return %0 : tensor<1x3x16x8xf32>
}
// -----
// Nothing is too large as long as something is of size 0, or the compiler does not know.
func.func @empty(%x: tensor<0x9000000xf32>, %y: tensor<?x9000000xf32>) -> (tensor<0x9000000xf32>, tensor<?x9000000xf32>) {
  %0 = nnf.relu %x : tensor<0x9000000xf32>
  %1 = nnf.relu %y : tensor<?x9000000xf32>
  return %0, %1 : tensor<0x9000000xf32>, tensor<?x9000000xf32>
}
