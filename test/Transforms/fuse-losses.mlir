// RUN: nnf-opt %s --nnf-fuse-losses --split-input-file | FileCheck %s
// RUN: nnf-opt %s --nnf-fuse-losses --split-input-file --remarks-filter-passed=nnf-fuse-losses --remark-format=emitRemark 2>&1 >/dev/null | FileCheck %s --check-prefix=REMARK
// RUN: nnf-opt %s --nnf-fuse-losses="log-softmax=false probabilities=false idempotent=false" --split-input-file | FileCheck %s --check-prefix=OFF

// With all kinds off, every loss stays.
// OFF-COUNT-11: = nnf.{{log_softmax|softmax}}
// OFF-NOT: = nnf.{{log_softmax|softmax}}

// REMARK: {{.*}}:[[@LINE+7]]:11: remark: [Passed] FuseLosses | Category:nnf-fuse-losses | Function=log_softmax | Remark="nnf.log_softmax and nnf.nll_loss became a cross_entropy of the logits"
// CHECK-LABEL: @log_softmax
// CHECK-SAME: (%[[X:.*]]: tensor<?x10xf32>, %[[T:.*]]: tensor<?xi64>, %[[W:.*]]: tensor<10xf32>)
// CHECK-NEXT: nnf.cross_entropy %[[X]], %[[T]] weight = %[[W]] ignore_index = 255 reduction = sum {tag} : (tensor<?x10xf32>, tensor<?xi64>, tensor<10xf32>) -> tensor<f32>
// CHECK-NEXT: return
func.func @log_softmax(%x: tensor<?x10xf32>, %t: tensor<?xi64>, %w: tensor<10xf32>) -> tensor<f32> {
  %logp = nnf.log_softmax %x dim = -1 : tensor<?x10xf32>
  %loss = nnf.nll_loss %logp, %t weight = %w ignore_index = 255 reduction = sum {tag} : (tensor<?x10xf32>, tensor<?xi64>, tensor<10xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}

// -----

// The classes of a sample without a batch are dimension 0.
// CHECK-LABEL: @one_sample
// CHECK-NEXT: nnf.cross_entropy %{{.*}} reduction = none : (tensor<10xf64>, tensor<i32>) -> tensor<f64>
// CHECK-NEXT: return
func.func @one_sample(%x: tensor<10xf64>, %t: tensor<i32>) -> tensor<f64> {
  %logp = nnf.log_softmax %x dim = 0 : tensor<10xf64>
  %loss = nnf.nll_loss %logp, %t reduction = none : (tensor<10xf64>, tensor<i32>) -> tensor<f64>
  return %loss : tensor<f64>
}

// -----

// CHECK-LABEL: @log_of_softmax
// CHECK-SAME: (%[[X:.*]]: tensor<2x21x8x8xbf16>, %[[T:.*]]: tensor<2x8x8xi64>)
// CHECK-NEXT: nnf.cross_entropy %[[X]], %[[T]] : (tensor<2x21x8x8xbf16>, tensor<2x8x8xi64>) -> tensor<bf16>
// CHECK-NEXT: return
func.func @log_of_softmax(%x: tensor<2x21x8x8xbf16>, %t: tensor<2x8x8xi64>) -> tensor<bf16> {
  %p = nnf.softmax %x dim = 1 : tensor<2x21x8x8xbf16>
  %logp = math.log %p : tensor<2x21x8x8xbf16>
  %loss = nnf.nll_loss %logp, %t : (tensor<2x21x8x8xbf16>, tensor<2x8x8xi64>) -> tensor<bf16>
  return %loss : tensor<bf16>
}

// -----

// The logarithm as a linalg op with a body.
#map = affine_map<(d0, d1) -> (d0, d1)>
// CHECK-LABEL: @linalg_log
// CHECK: nnf.cross_entropy %arg0, %arg1
func.func @linalg_log(%x: tensor<4x10xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  %p = nnf.softmax %x dim = 1 : tensor<4x10xf32>
  %e = tensor.empty() : tensor<4x10xf32>
  %logp = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel"]} ins(%p : tensor<4x10xf32>) outs(%e : tensor<4x10xf32>) {
  ^bb0(%in: f32, %out: f32):
    %l = math.log %in : f32
    linalg.yield %l : f32
  } -> tensor<4x10xf32>
  %loss = nnf.nll_loss %logp, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}

// -----

// The logarithm as a named op, and a cast before and after it.
// CHECK-LABEL: @named_log_and_casts
// CHECK-SAME: (%[[X:.*]]: tensor<4x10xf32>, %[[T:.*]]: tensor<?xi64>, %{{.*}}
// CHECK: %[[C1:.*]] = tensor.cast %[[X]] : tensor<4x10xf32> to tensor<?x10xf32>
// CHECK: %[[C2:.*]] = tensor.cast %[[C1]] : tensor<?x10xf32> to tensor<?x?xf32>
// CHECK: nnf.cross_entropy %[[C2]], %[[T]] : (tensor<?x?xf32>, tensor<?xi64>) -> tensor<f32>
// CHECK-NOT: softmax
func.func @named_log_and_casts(%x: tensor<4x10xf32>, %t: tensor<?xi64>, %e: tensor<?x10xf32>) -> tensor<f32> {
  %p = nnf.softmax %x dim = 1 : tensor<4x10xf32>
  %cast = tensor.cast %p : tensor<4x10xf32> to tensor<?x10xf32>
  %logp = linalg.log ins(%cast : tensor<?x10xf32>) outs(%e : tensor<?x10xf32>) -> tensor<?x10xf32>
  %cast2 = tensor.cast %logp : tensor<?x10xf32> to tensor<?x?xf32>
  %loss = nnf.nll_loss %cast2, %t : (tensor<?x?xf32>, tensor<?xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}

// -----

// Tokens of a language model: (batch, token, class) becomes (batch * token, class). The size is asked of the logits.
// CHECK-LABEL: @tokens
// CHECK-SAME: (%[[X:.*]]: tensor<?x?x100xf16>, %[[T:.*]]: tensor<?xi64>)
// CHECK: %[[FLAT:.*]] = tensor.collapse_shape %[[X]] {{\[\[}}0, 1], [2]] : tensor<?x?x100xf16> into tensor<?x100xf16>
// CHECK: %[[WIDE:.*]] = arith.extf %[[FLAT]] : tensor<?x100xf16> to tensor<?x100xf32>
// CHECK: %[[DIM:.*]] = tensor.dim %[[X]], %c0
// CHECK: %[[LOSS:.*]] = nnf.cross_entropy %[[WIDE]], %[[T]] : (tensor<?x100xf32>, tensor<?xi64>) -> tensor<f32>
// CHECK: return %[[LOSS]], %[[DIM]]
func.func @tokens(%x: tensor<?x?x100xf16>, %t: tensor<?xi64>) -> (tensor<f32>, index) {
  %logp = nnf.log_softmax %x dim = 2 : tensor<?x?x100xf16>
  %flat = tensor.collapse_shape %logp [[0, 1], [2]] : tensor<?x?x100xf16> into tensor<?x100xf16>
  %wide = arith.extf %flat : tensor<?x100xf16> to tensor<?x100xf32>
  %c0 = arith.constant 0 : index
  %dim = tensor.dim %logp, %c0 : tensor<?x?x100xf16>
  %loss = nnf.nll_loss %wide, %t : (tensor<?x100xf32>, tensor<?xi64>) -> tensor<f32>
  return %loss, %dim : tensor<f32>, index
}

// -----

// The last dimension moves to where the loss has its classes.
// CHECK-LABEL: @transposed
// CHECK: %[[MOVED:.*]] = linalg.transpose ins(%arg0 : tensor<2x7x10xf32>) outs(%arg2 : tensor<2x10x7xf32>) permutation = [0, 2, 1]
// CHECK: nnf.cross_entropy %[[MOVED]], %arg1
// CHECK-NOT: log_softmax
func.func @transposed(%x: tensor<2x7x10xf32>, %t: tensor<2x7xi64>, %e: tensor<2x10x7xf32>) -> tensor<f32> {
  %logp = nnf.log_softmax %x dim = -1 : tensor<2x7x10xf32>
  %moved = linalg.transpose ins(%logp : tensor<2x7x10xf32>) outs(%e : tensor<2x10x7xf32>) permutation = [0, 2, 1]
  %loss = nnf.nll_loss %moved, %t : (tensor<2x10x7xf32>, tensor<2x7xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}

// -----

// A cross_entropy that says what it reads: probabilities, log-probabilities; indices and probabilities as target.
// REMARK: Function=input_kinds | Remark="nnf.softmax and nnf.cross_entropy became a cross_entropy of the logits"
// CHECK-LABEL: @input_kinds
// CHECK: nnf.cross_entropy %arg0, %arg2 label_smoothing = 1.000000e-01 : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
// CHECK: nnf.cross_entropy %arg1, %arg3 : (tensor<4x10xf32>, tensor<4x10xf32>) -> tensor<f32>
// CHECK-NOT: softmax
func.func @input_kinds(%x: tensor<4x10xf32>, %y: tensor<4x10xf32>, %t: tensor<4xi64>, %soft: tensor<4x10xf32>) -> (tensor<f32>, tensor<f32>) {
  %p = nnf.softmax %x dim = 1 : tensor<4x10xf32>
  %a = nnf.cross_entropy %p, %t label_smoothing = 0.1 input_kind = probs : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  %logp = nnf.log_softmax %y dim = 1 : tensor<4x10xf32>
  %b = nnf.cross_entropy %logp, %soft input_kind = log_probs : (tensor<4x10xf32>, tensor<4x10xf32>) -> tensor<f32>
  return %a, %b : tensor<f32>, tensor<f32>
}

// -----

// CHECK-LABEL: @exp_of_log_softmax
// CHECK-NEXT: nnf.cross_entropy %arg0, %arg1 : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
func.func @exp_of_log_softmax(%x: tensor<4x10xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  %logp = nnf.log_softmax %x dim = 1 : tensor<4x10xf32>
  %p = math.exp %logp : tensor<4x10xf32>
  %loss = nnf.cross_entropy %p, %t input_kind = probs : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}

// -----

// log_softmax of log-probabilities changes nothing.
// CHECK-LABEL: @idempotent
// CHECK-NEXT: nnf.cross_entropy %arg0, %arg1 : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
func.func @idempotent(%x: tensor<4x10xf32>, %t: tensor<4xi64>) -> tensor<f32> {
  %logp = nnf.log_softmax %x dim = 1 : tensor<4x10xf32>
  %loss = nnf.cross_entropy %logp, %t : (tensor<4x10xf32>, tensor<4xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}
