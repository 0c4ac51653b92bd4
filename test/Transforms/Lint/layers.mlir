// Layers, and training and inference mixed. One finding of each rule, and what looks like it but is fine: there nothing is expected.
// RUN: nnf-opt %s --nnf-lint="level=remark fail-on=never" --split-input-file --verify-diagnostics -o /dev/null

func.func @nnf301(%x: tensor<4x8xf32>, %m: tensor<8xf32>, %s: i64, %o: i64) -> tensor<4x8xf32> {
  // expected-note @below {{batch_norm uses stored statistics here}}
  %n = nnf.batch_norm %x running_mean = %m running_var = %m : (tensor<4x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<4x8xf32>
  // expected-warning @below {{dropout with training = true in inference: results are random [NNF301]}}
  %d = nnf.dropout %n seed = %s offset = %o p = 0.1 : (tensor<4x8xf32>, i64, i64) -> tensor<4x8xf32>
  return %d : tensor<4x8xf32>
}
// expected-note @below {{the function is marked as inference}}
func.func @nnf301_marked(%x: tensor<4x8xf32>, %s: i64, %o: i64) -> tensor<4x8xf32> attributes {nnf.mode = "inference"} {
  // expected-warning @below {{dropout with training = true in inference}}
  %d = nnf.dropout %x seed = %s offset = %o p = 0.1 : (tensor<4x8xf32>, i64, i64) -> tensor<4x8xf32>
  return %d : tensor<4x8xf32>
}
// Training throughout; fine-tuning with one layer frozen.
func.func @nnf301_fine(%x: tensor<4x8xf32>, %m: tensor<8xf32>, %s: i64, %o: i64) -> tensor<4x8xf32> {
  %f = nnf.batch_norm %x running_mean = %m running_var = %m : (tensor<4x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<4x8xf32>
  %n = nnf.batch_norm %f training = true : (tensor<4x8xf32>) -> tensor<4x8xf32>
  %d = nnf.dropout %n seed = %s offset = %o p = 0.1 : (tensor<4x8xf32>, i64, i64) -> tensor<4x8xf32>
  return %d : tensor<4x8xf32>
}

// -----

func.func @nnf302(%x: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // expected-warning @below {{batch_norm with training = true in inference: a sample's result depends on the others of its batch [NNF302]}}
  %n = nnf.batch_norm %x training = true : (tensor<4x8xf32>) -> tensor<4x8xf32>
  // expected-note @below {{dropout is switched off here}}
  %d = nnf.dropout %n p = 0.1 training = false : (tensor<4x8xf32>) -> tensor<4x8xf32>
  return %d : tensor<4x8xf32>
}
func.func @nnf302_fine(%x: tensor<4x8xf32>) -> tensor<4x8xf32> attributes {nnf.mode = "training"} {
  %n = nnf.batch_norm %x training = true : (tensor<4x8xf32>) -> tensor<4x8xf32>
  %d = nnf.dropout %n p = 0.1 training = false : (tensor<4x8xf32>) -> tensor<4x8xf32>
  return %d : tensor<4x8xf32>
}

// -----

func.func @nnf307(%x: tensor<8xf32>, %s: i64, %o: i64) -> (tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) {
  // expected-warning @below {{dropout with p = 1 drops everything: the result is 0 [NNF307]}}
  %a = nnf.dropout %x p = 1.0 : (tensor<8xf32>) -> tensor<8xf32>
  // expected-remark @below {{dropout with p = 0 drops nothing [NNF307]}}
  %b = nnf.dropout %x p = 0.0 : (tensor<8xf32>) -> tensor<8xf32>
  // expected-remark @below {{dropout drops more than it keeps; was p meant as the share to keep? [NNF307]}}
  %c = nnf.dropout %x seed = %s offset = %o p = 0.9 : (tensor<8xf32>, i64, i64) -> tensor<8xf32>
  %d = nnf.dropout %x seed = %s offset = %o p = 0.5 : (tensor<8xf32>, i64, i64) -> tensor<8xf32>
  return %a, %b, %c, %d : tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>
}

// -----

func.func @nnf308(%x: tensor<4x8x6xf32>, %s: i64, %o: i64) -> (tensor<4x8x6xf32>, tensor<4x8x3xf32>) {
  // expected-note @below {{dropout is here; behind batch_norm it does no harm}}
  %d = nnf.dropout %x seed = %s offset = %o p = 0.1 : (tensor<4x8x6xf32>, i64, i64) -> tensor<4x8x6xf32>
  // expected-remark @below {{dropout changes the variance in training only: batch_norm learns statistics that do not hold in inference [NNF308]}}
  %n = nnf.batch_norm %d training = true : (tensor<4x8x6xf32>) -> tensor<4x8x6xf32>
  // expected-note @below {{dropout is here; after the pool it drops what it should}}
  %e = nnf.dropout %n seed = %s offset = %o p = 0.2 : (tensor<4x8x6xf32>, i64, i64) -> tensor<4x8x6xf32>
  // expected-remark @below {{the maximum of a window is seldom the dropped element: dropout before a max pool drops less than p says [NNF308]}}
  %p = nnf.max_pool1d %e kernel_size = [2] : (tensor<4x8x6xf32>) -> tensor<4x8x3xf32>
  return %n, %p : tensor<4x8x6xf32>, tensor<4x8x3xf32>
}
func.func @nnf308_fine(%x: tensor<4x8x6xf32>, %s: i64, %o: i64) -> tensor<4x8x3xf32> {
  %n = nnf.batch_norm %x training = true : (tensor<4x8x6xf32>) -> tensor<4x8x6xf32>
  %p = nnf.max_pool1d %n kernel_size = [2] : (tensor<4x8x6xf32>) -> tensor<4x8x3xf32>
  %d = nnf.dropout %p seed = %s offset = %o p = 0.1 : (tensor<4x8x3xf32>, i64, i64) -> tensor<4x8x3xf32>
  return %d : tensor<4x8x3xf32>
}

// -----

func.func @nnf310(%x: tensor<8xf32>, %s: i64, %o: i64) -> (tensor<8xf32>, tensor<8xf32>) {
  // expected-note @below {{selu is here}}
  %a = nnf.selu %x : tensor<8xf32>
  // expected-remark @below {{plain dropout undoes what selu is for, values of mean 0 and variance 1: alpha_dropout keeps them [NNF310]}}
  %b = nnf.dropout %a seed = %s offset = %o p = 0.1 : (tensor<8xf32>, i64, i64) -> tensor<8xf32>
  %c = nnf.elu %x : tensor<8xf32>
  %d = nnf.dropout %c seed = %s offset = %o p = 0.1 : (tensor<8xf32>, i64, i64) -> tensor<8xf32>
  return %b, %d : tensor<8xf32>, tensor<8xf32>
}

// -----

func.func @nnf401(%x: tensor<4x8xf32>, %a: tensor<16x8xf32>, %b: tensor<4x16xf32>) -> tensor<4x4xf32> {
  // expected-note @below {{the first is here}}
  %0 = nnf.linear %x, %a : (tensor<4x8xf32>, tensor<16x8xf32>) -> tensor<4x16xf32>
  // expected-warning @below {{two linear layers with nothing between them are one: without a non-linearity the second adds no power [NNF401]}}
  %1 = nnf.linear %0, %b : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<4x4xf32>
  return %1 : tensor<4x4xf32>
}
// A factorisation; one activated; two readers; a depthwise convolution before a pointwise one.
func.func @nnf401_fine(%x: tensor<4x8xf32>, %down: tensor<2x8xf32>, %up: tensor<8x2xf32>, %w: tensor<8x8xf32>, %b: tensor<8xf32>) -> (tensor<4x8xf32>, tensor<4x8xf32>, tensor<4x8xf32>) {
  %0 = nnf.linear %x, %down : (tensor<4x8xf32>, tensor<2x8xf32>) -> tensor<4x2xf32>
  %1 = nnf.linear %0, %up : (tensor<4x2xf32>, tensor<8x2xf32>) -> tensor<4x8xf32>
  %2 = nnf.relu %1 : tensor<4x8xf32>
  %3 = nnf.linear %2, %w : (tensor<4x8xf32>, tensor<8x8xf32>) -> tensor<4x8xf32>
  %4 = nnf.linear %3, %w : (tensor<4x8xf32>, tensor<8x8xf32>) -> tensor<4x8xf32>
  %5 = nnf.linear %3, %w bias = %b : (tensor<4x8xf32>, tensor<8x8xf32>, tensor<8xf32>) -> tensor<4x8xf32>
  return %1, %4, %5 : tensor<4x8xf32>, tensor<4x8xf32>, tensor<4x8xf32>
}
func.func @nnf401_separable(%x: tensor<1x8x6xf32>, %d: tensor<8x1x3xf32>, %p: tensor<16x8x1xf32>) -> tensor<1x16x4xf32> {
  %0 = nnf.conv1d %x, %d groups = 8 : (tensor<1x8x6xf32>, tensor<8x1x3xf32>) -> tensor<1x8x4xf32>
  %1 = nnf.conv1d %0, %p : (tensor<1x8x4xf32>, tensor<16x8x1xf32>) -> tensor<1x16x4xf32>
  return %1 : tensor<1x16x4xf32>
}

// -----

func.func @nnf402(%x: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
  // expected-note @below {{it is the result of this op}}
  %a = nnf.relu %x : tensor<8xf32>
  // expected-warning @below {{relu changes nothing: its operand has no value that it would change [NNF402]}}
  %b = nnf.relu %a : tensor<8xf32>
  // expected-note @below {{it is the result of this op}}
  %s = nnf.sigmoid %x : tensor<8xf32>
  // expected-warning @below {{hardtanh changes nothing: its operand has no value that it would change [NNF402]}}
  %t = nnf.hardtanh %s : tensor<8xf32>
  return %b, %t : tensor<8xf32>, tensor<8xf32>
}
func.func @nnf402_fine(%x: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
  %s = nnf.sigmoid %x : tensor<8xf32>
  %t = nnf.hardtanh %s min_val = 0.001 max_val = 0.999 : tensor<8xf32>
  %h = nnf.tanh %x : tensor<8xf32>
  %r = nnf.relu %h : tensor<8xf32>
  return %t, %r : tensor<8xf32>, tensor<8xf32>
}

// -----

func.func @nnf403(%x: tensor<4x8xf32>, %w: tensor<6x8xf32>, %b: tensor<6xf32>) -> tensor<4x6xf32> {
  // expected-remark @below {{batch_norm subtracts the mean, and this layer's bias with it [NNF403]}}
  %0 = nnf.linear %x, %w bias = %b : (tensor<4x8xf32>, tensor<6x8xf32>, tensor<6xf32>) -> tensor<4x6xf32>
  // expected-note @below {{batch_norm is here; its own bias is the one that counts}}
  %1 = nnf.batch_norm %0 training = true : (tensor<4x6xf32>) -> tensor<4x6xf32>
  return %1 : tensor<4x6xf32>
}
func.func @nnf403_fine(%x: tensor<4x8xf32>, %w: tensor<6x8xf32>, %b: tensor<6xf32>) -> (tensor<4x6xf32>, tensor<4x6xf32>) {
  %0 = nnf.linear %x, %w : (tensor<4x8xf32>, tensor<6x8xf32>) -> tensor<4x6xf32>
  %1 = nnf.batch_norm %0 training = true : (tensor<4x6xf32>) -> tensor<4x6xf32>
  %2 = nnf.linear %x, %w bias = %b : (tensor<4x8xf32>, tensor<6x8xf32>, tensor<6xf32>) -> tensor<4x6xf32>
  %3 = nnf.relu %2 : tensor<4x6xf32>
  return %1, %3 : tensor<4x6xf32>, tensor<4x6xf32>
}
