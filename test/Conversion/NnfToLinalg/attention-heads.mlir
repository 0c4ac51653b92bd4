// Attention of several heads, down to loops.
// RUN: nnf-opt %s --nnf-to-cpu=stop-after=vector | FileCheck %s

// A mask for each head, and one more key: the samples are split off the mask before it grows, so that the reshape needs
// nothing that comes later.
// CHECK-LABEL: func.func @one_more_key
// CHECK: cf.assert {{.*}}multi_head_attention_forward: expects
// CHECK: vector.maskedload
// CHECK-NOT: nnf.multi_head
// CHECK: return
func.func @one_more_key(%q: tensor<?x?x?xf32>, %k: tensor<?x?x?xf32>, %v: tensor<?x?x?xf32>, %w: tensor<?x?xf32>,
                        %b: tensor<?xf32>, %ow: tensor<?x?xf32>, %ob: tensor<?xf32>, %bk: tensor<?xf32>, %bv: tensor<?xf32>,
                        %m: tensor<?x?x?xf32>) -> (tensor<?x?x?xf32>, tensor<?x?x?xf32>) {
  %r:2 = "nnf.multi_head_attention_forward"(%q, %k, %v, %w, %b, %ow, %ob, %bk, %bv, %m) {
    num_heads = 1 : i64, embed_dim_to_check = 2 : i64, training = false, need_weights = true,
    operandSegmentSizes = array<i32: 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0>
  } : (tensor<?x?x?xf32>, tensor<?x?x?xf32>, tensor<?x?x?xf32>, tensor<?x?xf32>, tensor<?xf32>, tensor<?x?xf32>,
       tensor<?xf32>, tensor<?xf32>, tensor<?xf32>, tensor<?x?x?xf32>) -> (tensor<?x?x?xf32>, tensor<?x?x?xf32>)
  return %r#0, %r#1 : tensor<?x?x?xf32>, tensor<?x?x?xf32>
}
