// Digits, ranks and images: one finding of each rule, and what looks like it but is fine.
// RUN: nnf-opt %s --nnf-lint="level=remark fail-on=never" --split-input-file --verify-diagnostics -o /dev/null

func.func @nnf206(%x: tensor<2x3xf32>) -> (tensor<2x3xf32>, tensor<2x3xf32>) {
  %mask = arith.constant dense<[[true, false, false], [false, false, false]]> : tensor<2x3xi1>
  %inf = arith.constant dense<0xFF800000> : tensor<2x3xf32>
  // expected-note @below {{it is masked here}}
  %s = arith.select %mask, %x, %inf : tensor<2x3xi1>, tensor<2x3xf32>
  // expected-warning @below {{row 1 is -inf as a whole: its softmax is 0 over 0, which is NaN [NNF206]}}
  %p = nnf.softmax %s dim = 1 : tensor<2x3xf32>
  // Along the other dimension the second and the third row have nothing left.
  // expected-warning @below {{row 1 is -inf as a whole}}
  %q = nnf.softmax %s dim = 0 : tensor<2x3xf32>
  return %p, %q : tensor<2x3xf32>, tensor<2x3xf32>
}
// A triangle; a mask that is an argument; rows that are meant to be zeros.
func.func @nnf206_fine(%x: tensor<2x2xf32>, %m: tensor<2x2xi1>) -> (tensor<2x2xf32>, tensor<2x2xf32>, tensor<2x2xf32>) {
  %inf = arith.constant dense<0xFF800000> : tensor<2x2xf32>
  %tri = arith.constant dense<[[true, false], [true, true]]> : tensor<2x2xi1>
  %none = arith.constant dense<[[true, false], [false, false]]> : tensor<2x2xi1>
  %s = arith.select %tri, %x, %inf : tensor<2x2xi1>, tensor<2x2xf32>
  %a = nnf.softmax %s dim = 1 : tensor<2x2xf32>
  %t = arith.select %m, %x, %inf : tensor<2x2xi1>, tensor<2x2xf32>
  %b = nnf.softmax %t dim = 1 : tensor<2x2xf32>
  %u = arith.select %none, %x, %inf : tensor<2x2xi1>, tensor<2x2xf32>
  %c = nnf.softmax %u dim = 1 empty_row = zero : tensor<2x2xf32>
  return %a, %b, %c : tensor<2x2xf32>, tensor<2x2xf32>, tensor<2x2xf32>
}

// -----

func.func @nnf210(%p: tensor<8xbf16>, %y: tensor<8xbf16>) -> tensor<bf16> {
  // expected-error @below {{a probability in bf16 cannot come near 1 or 0, and its logarithm and gradient with it: binary_cross_entropy_with_logits can be computed in it [NNF210]}}
  %loss = nnf.binary_cross_entropy %p, %y : (tensor<8xbf16>, tensor<8xbf16>) -> tensor<bf16>
  return %loss : tensor<bf16>
}
func.func @nnf210_fine(%p: tensor<8xbf16>, %y: tensor<8xbf16>) -> (tensor<f32>, tensor<bf16>) {
  %q = arith.extf %p : tensor<8xbf16> to tensor<8xf32>
  %z = arith.extf %y : tensor<8xbf16> to tensor<8xf32>
  %a = nnf.binary_cross_entropy %q, %z : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
  %b = nnf.binary_cross_entropy_with_logits %p, %y : (tensor<8xbf16>, tensor<8xbf16>) -> tensor<bf16>
  return %a, %b : tensor<f32>, tensor<bf16>
}

// -----

// In linalg.generic, over two dimensions at once, as an importer writes it.
#whole = affine_map<(n, h, w) -> (n, h, w)>
#sample = affine_map<(n, h, w) -> (n)>
#one = affine_map<(n) -> (n)>
func.func @nnf211(%x: tensor<4x3x5xf32>) -> tensor<4xf32> {
  %zero = arith.constant dense<0.0> : tensor<4xf32>
  %s = linalg.generic {indexing_maps = [#whole, #sample], iterator_types = ["parallel", "reduction", "reduction"]} ins(%x : tensor<4x3x5xf32>) outs(%zero : tensor<4xf32>) {
  ^bb0(%a: f32, %o: f32):
    %r = arith.addf %o, %a : f32
    linalg.yield %r : f32
  } -> tensor<4xf32>
  %q = linalg.generic {indexing_maps = [#whole, #sample], iterator_types = ["parallel", "reduction", "reduction"]} ins(%x : tensor<4x3x5xf32>) outs(%zero : tensor<4xf32>) {
  ^bb0(%a: f32, %o: f32):
    %aa = arith.mulf %a, %a : f32
    %r = arith.addf %aa, %o : f32
    linalg.yield %r : f32
  } -> tensor<4xf32>
  %n = arith.constant dense<15.0> : tensor<4xf32>
  %m = arith.divf %s, %n : tensor<4xf32>
  %e = arith.divf %q, %n : tensor<4xf32>
  %mm = arith.mulf %m, %m : tensor<4xf32>
  // expected-warning @below {{the mean of squares minus the square of the mean: where the mean is far from 0 no digits are left, and the variance can become negative; subtract the mean before squaring [NNF211]}}
  %v = arith.subf %e, %mm : tensor<4xf32>
  return %v : tensor<4xf32>
}
// Another mean; another number of elements.
func.func @nnf211_fine(%x: tensor<4x3xf32>, %m: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
  %zero = arith.constant dense<0.0> : tensor<4xf32>
  %n = arith.constant dense<3.0> : tensor<4xf32>
  %xx = arith.mulf %x, %x : tensor<4x3xf32>
  %q = linalg.reduce {arith.addf} ins(%xx : tensor<4x3xf32>) outs(%zero : tensor<4xf32>) dimensions = [1]
  %s = linalg.reduce {arith.addf} ins(%x : tensor<4x3xf32>) outs(%zero : tensor<4xf32>) dimensions = [1]
  %e = arith.divf %q, %n : tensor<4xf32>
  %mm = arith.mulf %m, %m : tensor<4xf32>
  %a = arith.subf %e, %mm : tensor<4xf32>
  %ss = arith.mulf %s, %s : tensor<4xf32>
  %b = arith.subf %e, %ss : tensor<4xf32>
  return %a, %b : tensor<4xf32>, tensor<4xf32>
}

// -----

func.func @nnf213(%x: tensor<16x8xf32>, %g: tensor<8xf32>) -> tensor<16x8xf32> {
  %zero = arith.constant 0.0 : f32
  %n = arith.constant dense<16.0> : tensor<8xf32>
  %eps = arith.constant dense<1.0e-5> : tensor<8xf32>
  %empty = tensor.empty() : tensor<8xf32>
  %wide = tensor.empty() : tensor<16x8xf32>
  %init = linalg.fill ins(%zero : f32) outs(%empty : tensor<8xf32>) -> tensor<8xf32>
  %s = linalg.reduce {arith.addf} ins(%x : tensor<16x8xf32>) outs(%init : tensor<8xf32>) dimensions = [0]
  %m = arith.divf %s, %n : tensor<8xf32>
  %mb = linalg.broadcast ins(%m : tensor<8xf32>) outs(%wide : tensor<16x8xf32>) dimensions = [0]
  %c = arith.subf %x, %mb : tensor<16x8xf32>
  %cc = arith.mulf %c, %c : tensor<16x8xf32>
  %ss = linalg.reduce {arith.addf} ins(%cc : tensor<16x8xf32>) outs(%init : tensor<8xf32>) dimensions = [0]
  %v = arith.divf %ss, %n : tensor<8xf32>
  %r0 = math.sqrt %v : tensor<8xf32>
  %d = arith.addf %r0, %eps : tensor<8xf32>
  %db = linalg.broadcast ins(%d : tensor<8xf32>) outs(%wide : tensor<16x8xf32>) dimensions = [0]
  // expected-warning @below {{eps is added to the deviation, not to the variance: batch_norm adds it below the root, and weights trained with the one do not fit the other [NNF213]}}
  %q = arith.divf %c, %db : tensor<16x8xf32>
  %y = linalg.generic {indexing_maps = [affine_map<(n, c) -> (n, c)>, affine_map<(n, c) -> (c)>, affine_map<(n, c) -> (n, c)>], iterator_types = ["parallel", "parallel"]} ins(%q, %g : tensor<16x8xf32>, tensor<8xf32>) outs(%wide : tensor<16x8xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %r = arith.mulf %a, %b : f32
    linalg.yield %r : f32
  } -> tensor<16x8xf32>
  return %y : tensor<16x8xf32>
}

// -----

// eps behind the root over the features of a sample is a known variant of layer_norm; without weights it only scales data.
func.func @nnf213_fine(%c: tensor<16x8xf32>, %v: tensor<16x8xf32>, %g: tensor<8xf32>) -> tensor<16x8xf32> {
  %eps = arith.constant dense<1.0e-6> : tensor<16x8xf32>
  %d = math.sqrt %v : tensor<16x8xf32>
  %e = arith.addf %d, %eps : tensor<16x8xf32>
  %q = arith.divf %c, %e : tensor<16x8xf32>
  %wide = tensor.empty() : tensor<16x8xf32>
  %b = linalg.broadcast ins(%g : tensor<8xf32>) outs(%wide : tensor<16x8xf32>) dimensions = [0]
  %y = arith.mulf %q, %b : tensor<16x8xf32>
  return %y : tensor<16x8xf32>
}

// -----

module attributes {nnf.source = "jax"} {
  func.func @nnf214(%x: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
    // expected-remark @below {{gelu of jax is the one by tanh where nothing is said, and this is the one by erf: approximate = tanh is what it computed [NNF214]}}
    %a = nnf.gelu %x : tensor<8xf32>
    %b = nnf.gelu %x approximate = tanh : tensor<8xf32>
    return %a, %b : tensor<8xf32>, tensor<8xf32>
  }
}

// -----

func.func @nnf214_fine(%x: tensor<8xf32>) -> tensor<8xf32> {
  %a = nnf.gelu %x : tensor<8xf32>
  return %a : tensor<8xf32>
}

// -----

func.func @nnf309(%x: tensor<3x8x8xf32>, %y: tensor<3x4x8x8xf32>, %s: i64, %o: i64) -> (tensor<3x8x8xf32>, tensor<3x4x8x8xf32>) {
  // expected-warning @below {{dropout2d of rank 3: dimension 1 is taken for the channels, also where the input is one sample without a batch [NNF309]}}
  %a = nnf.dropout2d %x seed = %s offset = %o p = 0.1 training = true : (tensor<3x8x8xf32>, i64, i64) -> tensor<3x8x8xf32>
  // expected-warning @below {{dropout3d of rank 4}}
  %b = nnf.dropout3d %y seed = %s offset = %o p = 0.1 training = true : (tensor<3x4x8x8xf32>, i64, i64) -> tensor<3x4x8x8xf32>
  return %a, %b : tensor<3x8x8xf32>, tensor<3x4x8x8xf32>
}
func.func @nnf309_fine(%x: tensor<3x8x8xf32>, %y: tensor<2x3x4x8x8xf32>, %s: i64, %o: i64) -> (tensor<3x8x8xf32>, tensor<2x3x4x8x8xf32>) {
  %a = nnf.dropout2d %x p = 0.1 training = false : (tensor<3x8x8xf32>) -> tensor<3x8x8xf32>
  %b = nnf.dropout3d %y seed = %s offset = %o p = 0.1 training = true : (tensor<2x3x4x8x8xf32>, i64, i64) -> tensor<2x3x4x8x8xf32>
  return %a, %b : tensor<3x8x8xf32>, tensor<2x3x4x8x8xf32>
}

// -----

func.func @nnf404(%x: tensor<32x3x5x5xf32>, %w: tensor<10x50xf32>) -> tensor<48x10xf32> {
  %c = tensor.collapse_shape %x [[0, 1, 2, 3]] : tensor<32x3x5x5xf32> into tensor<2400xf32>
  // expected-note @below {{it is reshaped here}}
  %v = tensor.expand_shape %c [[0, 1]] output_shape [48, 50] : tensor<2400xf32> into tensor<48x50xf32>
  // expected-warning @below {{rows of 50 elements are cut out of samples of 75: a row holds the end of one sample and the beginning of the next [NNF404]}}
  %y = nnf.linear %v, %w : (tensor<48x50xf32>, tensor<10x50xf32>) -> tensor<48x10xf32>
  return %y : tensor<48x10xf32>
}
// A sample is a row; a sample is several rows (a step each); several samples are a row.
func.func @nnf404_fine(%x: tensor<32x6x8xf32>, %w: tensor<10x48xf32>, %v: tensor<10x8xf32>, %u: tensor<10x96xf32>) -> (tensor<32x10xf32>, tensor<192x10xf32>, tensor<16x10xf32>) {
  %a = tensor.collapse_shape %x [[0], [1, 2]] : tensor<32x6x8xf32> into tensor<32x48xf32>
  %p = nnf.linear %a, %w : (tensor<32x48xf32>, tensor<10x48xf32>) -> tensor<32x10xf32>
  %b = tensor.collapse_shape %x [[0, 1], [2]] : tensor<32x6x8xf32> into tensor<192x8xf32>
  %q = nnf.linear %b, %v : (tensor<192x8xf32>, tensor<10x8xf32>) -> tensor<192x10xf32>
  %c = tensor.expand_shape %a [[0, 1], [2]] output_shape [16, 2, 48] : tensor<32x48xf32> into tensor<16x2x48xf32>
  %d = tensor.collapse_shape %c [[0], [1, 2]] : tensor<16x2x48xf32> into tensor<16x96xf32>
  %r = nnf.linear %d, %u : (tensor<16x96xf32>, tensor<10x96xf32>) -> tensor<16x10xf32>
  return %p, %q, %r : tensor<32x10xf32>, tensor<192x10xf32>, tensor<16x10xf32>
}

// -----

func.func @nnf405(%x: tensor<1x4x3x3xf32>, %w: tensor<4x4x7x7xf32>) -> tensor<1x4x3x3xf32> {
  // expected-remark @below {{the window of 7 is larger than the map of 3: at every place some of it sees padding only [NNF405]}}
  %y = nnf.conv2d %x, %w padding = [3, 3] : (tensor<1x4x3x3xf32>, tensor<4x4x7x7xf32>) -> tensor<1x4x3x3xf32>
  return %y : tensor<1x4x3x3xf32>
}
func.func @nnf405_fine(%x: tensor<1x4x3x?xf32>, %w: tensor<4x4x3x7xf32>) -> tensor<1x4x3x?xf32> {
  %y = nnf.conv2d %x, %w padding = [1, 3] : (tensor<1x4x3x?xf32>, tensor<4x4x3x7xf32>) -> tensor<1x4x3x?xf32>
  return %y : tensor<1x4x3x?xf32>
}

// -----

func.func @nnf407(%bytes: tensor<1x3x8x8xi8>, %w: tensor<4x3x3x3xf32>, %image: tensor<1x32x32x3xf32>, %v: tensor<4x32x3x3xf32>) -> (tensor<1x4x6x6xf32>, tensor<1x4x30x1xf32>) {
  // expected-note @below {{they are converted here; divide by 255, or subtract the mean and divide by the deviation}}
  %x = arith.uitofp %bytes : tensor<1x3x8x8xi8> to tensor<1x3x8x8xf32>
  // expected-warning @below {{conv2d is given bytes as they are, 0 to 255: weights are made for values around 1 [NNF407]}}
  %a = nnf.conv2d %x, %w : (tensor<1x3x8x8xf32>, tensor<4x3x3x3xf32>) -> tensor<1x4x6x6xf32>
  // expected-warning @below {{an image of 32 channels, 32 rows and 3 columns: its channels seem to lie last, where (N, C, H, W) is expected [NNF407]}}
  %b = nnf.conv2d %image, %v : (tensor<1x32x32x3xf32>, tensor<4x32x3x3xf32>) -> tensor<1x4x30x1xf32>
  return %a, %b : tensor<1x4x6x6xf32>, tensor<1x4x30x1xf32>
}
// Scaled; quantised integers of a layer's own; a small map inside of a network.
func.func @nnf407_fine(%bytes: tensor<1x3x8x8xi8>, %w: tensor<4x3x3x3xf32>, %small: tensor<1x8x8x3xf32>, %v: tensor<4x8x3x3xf32>) -> (tensor<1x4x6x6xf32>, tensor<1x4x6x1xf32>) {
  %c = arith.constant dense<0.0039> : tensor<1x3x8x8xf32>
  %i = arith.uitofp %bytes : tensor<1x3x8x8xi8> to tensor<1x3x8x8xf32>
  %x = arith.mulf %i, %c : tensor<1x3x8x8xf32>
  %a = nnf.conv2d %x, %w : (tensor<1x3x8x8xf32>, tensor<4x3x3x3xf32>) -> tensor<1x4x6x6xf32>
  %b = nnf.conv2d %small, %v : (tensor<1x8x8x3xf32>, tensor<4x8x3x3xf32>) -> tensor<1x4x6x1xf32>
  return %a, %b : tensor<1x4x6x6xf32>, tensor<1x4x6x1xf32>
}

// -----

func.func @nnf408(%x: tensor<1x3x10x10xf32>) -> (tensor<1x3x15x15xf32>, tensor<1x3x5x5xf32>, tensor<1x3x15x15xf32>) {
  // expected-remark @below {{the size is rounded, but the places are computed with the factor as given: recompute_scale_factor or a size makes them agree [NNF408]}}
  %a = nnf.interpolate %x scale_factor = [1.55, 1.55] mode = bilinear : (tensor<1x3x10x10xf32>) -> tensor<1x3x15x15xf32>
  %b = nnf.interpolate %x scale_factor = [0.5, 0.5] mode = bilinear : (tensor<1x3x10x10xf32>) -> tensor<1x3x5x5xf32>
  %c = nnf.interpolate %x size = [15, 15] mode = bilinear : (tensor<1x3x10x10xf32>) -> tensor<1x3x15x15xf32>
  return %a, %b, %c : tensor<1x3x15x15xf32>, tensor<1x3x5x5xf32>, tensor<1x3x15x15xf32>
}

// -----

func.func @nnf410(%x: tensor<1x3x8x8xf32>) -> (tensor<1x3x16x12xf32>, tensor<1x3x16x12xf32>) {
  // expected-remark @below {{upsample_nearest is deprecated: interpolate is its name [NNF410]}}
  %a = nnf.upsample_nearest %x size = [16, 12] : (tensor<1x3x8x8xf32>) -> tensor<1x3x16x12xf32>
  %b = nnf.interpolate %x size = [16, 12] : (tensor<1x3x8x8xf32>) -> tensor<1x3x16x12xf32>
  return %a, %b : tensor<1x3x16x12xf32>, tensor<1x3x16x12xf32>
}
