// Sums whose lanes lie inside a block of rows and columns: what they write does not wait for the end of the block, when there
// are no lanes any more.
// RUN: nnf-opt %s --nnf-differentiate --nnf-to-vector | FileCheck %s
// CHECK-LABEL: @heads_vjp
// CHECK: return
func.func @heads(%q: tensor<?x?x1xf64>, %k: tensor<1x?x1xf64>, %v: tensor<1x3x1xf64>, %out: tensor<1x1xf64>,
                 %bias: tensor<1xf64>, %in: tensor<3x1xf64>) -> tensor<?x?x1xf64> {
  %y = nnf.multi_head_attention_forward %q, %k, %v, %out num_heads = 1 out_proj_bias = %bias in_proj_weight = %in add_zero_attn = true need_weights = false : (tensor<?x?x1xf64>, tensor<1x?x1xf64>, tensor<1x3x1xf64>, tensor<1x1xf64>, tensor<1xf64>, tensor<3x1xf64>) -> tensor<?x?x1xf64>
  return %y : tensor<?x?x1xf64>
}
