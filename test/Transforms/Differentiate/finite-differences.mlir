// Gradients against finite differences, under the reference: the ops between nnf ops, and each nnf op with a gradient of
// its own in an odd shape. test/Integration compares with PyTorch.

// RUN: nnf-runner %s --target=reference --check-grad --function=arith --input=uniform --input="uniform(1, 2)"
// RUN: nnf-runner %s --target=reference --check-grad --function=scalars --input=f64=0.5 --input=randn
// RUN: nnf-runner %s --target=reference --check-grad --function=structured --input=randn --input=randn --input=f64=0.3
// RUN: nnf-runner %s --target=reference --check-grad --function=shapes --input=4x6xf64=randn --input=randn --input=f64=0.7
// RUN: nnf-runner %s --target=reference --check-grad --function=calls --input=randn
// RUN: nnf-runner %s --target=reference --check-grad --function=conv --input=randn --input=randn --input=randn
// RUN: nnf-runner %s --target=reference --check-grad --function=pool --input=5x7xf64=randn
// RUN: nnf-runner %s --target=reference --check-grad --function=statistics --input=randn --input=randn --input="uniform(1, 2)" --input=randn
// RUN: nnf-runner %s --target=reference --check-grad --function=lookup --input=i64=1 --input=2x2xi64="1 0 3 1" --input=randn
// RUN: nnf-runner %s --target=reference --check-grad --function=classes --input=randn --input=3x2xi64="0 2 -1 2 1 1" --input="uniform(0.5, 1.5)" --input=3x4x2xf64="uniform(0.1, 0.9)"
// RUN: nnf-runner %s --target=reference --check-grad --function=attention --input=2x4x3x2xf64=randn --input=randn --input=2x2x3x1xf64=randn --input=randn --input=3x3xi1="1 0 1 0 0 0 0 1 1" --input=i64=3
// RUN: nnf-runner %s --target=cpu --check-grad --function=attention --input=2x4x3x2xf64=randn --input=randn --input=2x2x3x1xf64=randn --input=randn --input=3x3xi1="1 0 1 0 0 0 0 1 1" --input=i64=3
// RUN: nnf-runner %s --target=reference --check-grad --function=delta --input=2x4x3xf64=randn --input=2x4x3xf64=randn --input=2x4x2xf64=randn --input="2x4xf64=uniform(-1,0)" --input="2x4xf64=uniform(0,1)"
// RUN: nnf-runner %s --target=cpu --check-grad --function=delta_state --input=2x1x3x4xf64=randn --input=2x1x3x4xf64=randn --input=2x1x3x5xf64=randn --input="2x1x3xf64=uniform(-1,0)" --input="2x1x3xf64=uniform(0,1)" --input=2x1x4x5xf64=randn
// RUN: nnf-runner %s --target=reference --check-grad --function=rows --input=6x4xf64=randn --input=randn
// RUN: nnf-runner %s --target=cpu --check-grad --function=columns --input=randn --input=2x6xf64=randn
// RUN: nnf-runner %s --target=reference --check-grad --function=terms --input=4x6xf64=randn --input=6x2xf64=randn
// RUN: nnf-runner %s --target=reference --check-grad --function=apart --input=3x4x5xf64=randn --input=3x5x2xf64=randn

func.func @arith(%x: tensor<5xf64>, %y: tensor<5xf64>) -> tensor<5xf64> {
  %a = arith.addf %x, %y : tensor<5xf64>
  %b = arith.mulf %a, %x : tensor<5xf64>
  %c = arith.divf %b, %y : tensor<5xf64>
  %d = arith.subf %c, %x : tensor<5xf64>
  %e = math.exp %d : tensor<5xf64>
  %f = math.log %y : tensor<5xf64>
  %g = math.sqrt %e : tensor<5xf64>
  %h = math.powf %y, %x : tensor<5xf64>
  %i = arith.maximumf %g, %h : tensor<5xf64>
  %p = arith.cmpf olt, %f, %x : tensor<5xf64>
  %j = arith.select %p, %f, %i : tensor<5xi1>, tensor<5xf64>
  %k = math.tanh %j : tensor<5xf64>
  %l = math.fma %k, %i, %f : tensor<5xf64>
  return %l : tensor<5xf64>
}

func.func @scalars(%s: f64, %x: tensor<3xf64>) -> (tensor<3xf64>, f64) {
  %t = math.sin %s : f64
  %u = arith.mulf %t, %s : f64
  %v = tensor.splat %u : tensor<3xf64>
  %y = arith.mulf %v, %x : tensor<3xf64>
  %c1 = arith.constant 1 : index
  %e = tensor.extract %y[%c1] : tensor<3xf64>
  %w = arith.negf %e : f64
  return %y, %w : tensor<3xf64>, f64
}

func.func @structured(%x: tensor<3x4xf64>, %w: tensor<4x2xf64>, %s: f64) -> (tensor<3x2xf64>, tensor<3xf64>, tensor<2x3xf64>) {
  %e = tensor.empty() : tensor<3x2xf64>
  %init = linalg.fill ins(%s : f64) outs(%e : tensor<3x2xf64>) -> tensor<3x2xf64>
  %y = linalg.matmul ins(%x, %w : tensor<3x4xf64>, tensor<4x2xf64>) outs(%init : tensor<3x2xf64>) -> tensor<3x2xf64>
  %zero = arith.constant 0.0 : f64
  %e3 = tensor.empty() : tensor<3xf64>
  %z3 = linalg.fill ins(%zero : f64) outs(%e3 : tensor<3xf64>) -> tensor<3xf64>
  %r = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>],
                       iterator_types = ["parallel", "reduction"]}
    ins(%y : tensor<3x2xf64>) outs(%z3 : tensor<3xf64>) {
    ^bb0(%a: f64, %o: f64):
      %q = arith.mulf %a, %a : f64
      %n = arith.addf %q, %o : f64
      linalg.yield %n : f64
    } -> tensor<3xf64>
  %et = tensor.empty() : tensor<2x3xf64>
  %t = linalg.transpose ins(%y : tensor<3x2xf64>) outs(%et : tensor<2x3xf64>) permutation = [1, 0]
  return %y, %r, %t : tensor<3x2xf64>, tensor<3xf64>, tensor<2x3xf64>
}

func.func @shapes(%x: tensor<?x6xf64>, %y: tensor<2x3xf64>, %v: f64) -> (tensor<?x8xf64>, tensor<?xf64>) {
  %c0 = arith.constant 0 : index
  %zero = arith.constant 0.0 : f64
  %n = tensor.dim %x, %c0 : tensor<?x6xf64>
  %a = tensor.insert_slice %y into %x[1, 1] [2, 3] [1, 2] : tensor<2x3xf64> into tensor<?x6xf64>
  %b = tensor.insert %v into %a[%c0, %c0] : tensor<?x6xf64>
  %c = tensor.pad %b low[1, 0] high[0, 2] {
  ^bb0(%i: index, %j: index):
    tensor.yield %zero : f64
  } : tensor<?x6xf64> to tensor<?x8xf64>
  %d = tensor.expand_shape %b [[0], [1, 2]] output_shape [%n, 2, 3] : tensor<?x6xf64> into tensor<?x2x3xf64>
  %e = tensor.extract_slice %d[0, 1, 0] [%n, 1, 3] [1, 1, 1] : tensor<?x2x3xf64> to tensor<?x3xf64>
  %f = tensor.concat dim(0) %e, %e : (tensor<?x3xf64>, tensor<?x3xf64>) -> tensor<?x3xf64>
  %g = tensor.collapse_shape %f [[0, 1]] : tensor<?x3xf64> into tensor<?xf64>
  %h = nnf.silu %g : tensor<?xf64>
  return %c, %h : tensor<?x8xf64>, tensor<?xf64>
}

func.func private @square(%x: tensor<4xf64>) -> tensor<4xf64> {
  %y = arith.mulf %x, %x : tensor<4xf64>
  return %y : tensor<4xf64>
}
func.func @calls(%x: tensor<4xf64>) -> tensor<4xf64> {
  %y = call @square(%x) : (tensor<4xf64>) -> tensor<4xf64>
  %z = call @square(%y) : (tensor<4xf64>) -> tensor<4xf64>
  return %z : tensor<4xf64>
}

// Padding larger than the kernel, on one side cut off again; a stride that leaves elements out; groups.
func.func @conv(%x: tensor<4x9xf64>, %w: tensor<2x2x2xf64>, %b: tensor<2xf64>) -> tensor<2x5xf64> {
  %y = nnf.conv1d %x, %w bias = %b stride = [3] padding = [3] dilation = [2] groups = 2 : (tensor<4x9xf64>, tensor<2x2x2xf64>, tensor<2xf64>) -> tensor<2x5xf64>
  return %y : tensor<2x5xf64>
}

func.func @pool(%x: tensor<?x?xf64>) -> tensor<?x?xf64> {
  %y = nnf.max_pool1d %x kernel_size = [3] stride = [2] padding = [1] ceil_mode = true : (tensor<?x?xf64>) -> tensor<?x?xf64>
  return %y : tensor<?x?xf64>
}

// Training, with gradients of the new statistics, and inference, with those of the given ones.
func.func @statistics(%x: tensor<3x2x2xf64>, %m: tensor<2xf64>, %v: tensor<2xf64>, %w: tensor<2xf64>)
    -> (tensor<3x2x2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<3x2x2xf64>, tensor<3x2x2xf64>) {
  %t:3 = nnf.batch_norm %x running_mean = %m running_var = %v weight = %w bias = %m training = true momentum = 0.3 : (tensor<3x2x2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>) -> (tensor<3x2x2xf64>, tensor<2xf64>, tensor<2xf64>)
  %i = nnf.batch_norm %x running_mean = %m running_var = %v weight = %w : (tensor<3x2x2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>) -> tensor<3x2x2xf64>
  %l = nnf.layer_norm %x normalized_shape = [2] weight = %w bias = %m : (tensor<3x2x2xf64>, tensor<2xf64>, tensor<2xf64>) -> tensor<3x2x2xf64>
  return %t#0, %t#1, %t#2, %i, %l : tensor<3x2x2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<3x2x2xf64>, tensor<3x2x2xf64>
}

func.func @lookup(%s: i64, %i: tensor<?x2xi64>, %w: tensor<4x3xf64>) -> tensor<?x2x3xf64> {
  %e = nnf.embedding %i, %w : (tensor<?x2xi64>, tensor<4x3xf64>) -> tensor<?x2x3xf64>
  %d = nnf.dropout %e seed = %s offset = %s p = 0.4 : (tensor<?x2x3xf64>, i64, i64) -> tensor<?x2x3xf64>
  return %d : tensor<?x2x3xf64>
}

func.func @classes(%x: tensor<3x4x2xf64>, %t: tensor<3x2xi64>, %w: tensor<4xf64>, %p: tensor<3x4x2xf64>) -> (tensor<f64>, tensor<3x2xf64>, tensor<f64>, tensor<f64>, tensor<f64>) {
  %a = nnf.cross_entropy %x, %t weight = %w ignore_index = -1 label_smoothing = 0.2 : (tensor<3x4x2xf64>, tensor<3x2xi64>, tensor<4xf64>) -> tensor<f64>
  %b = nnf.cross_entropy %x, %p weight = %w reduction = none label_smoothing = 0.1 : (tensor<3x4x2xf64>, tensor<3x4x2xf64>, tensor<4xf64>) -> tensor<3x2xf64>
  %c = nnf.nll_loss %x, %t weight = %w ignore_index = -1 : (tensor<3x4x2xf64>, tensor<3x2xi64>, tensor<4xf64>) -> tensor<f64>
  %d = nnf.cross_entropy %p, %t weight = %w reduction = sum ignore_index = -1 input_kind = probs : (tensor<3x4x2xf64>, tensor<3x2xi64>, tensor<4xf64>) -> tensor<f64>
  %e = nnf.cross_entropy %x, %p input_kind = log_probs : (tensor<3x4x2xf64>, tensor<3x4x2xf64>) -> tensor<f64>
  return %a, %b, %c, %d, %e : tensor<f64>, tensor<3x2xf64>, tensor<f64>, tensor<f64>, tensor<f64>
}

// Shared heads, a mask with a gradient, stretched batches, dropout; a query without keys, which gives no gradient.
func.func @attention(%q: tensor<?x4x3x2xf64>, %k: tensor<1x2x3x2xf64>, %v: tensor<?x2x3x1xf64>, %m: tensor<4x3x3xf64>, %b: tensor<3x3xi1>, %s: i64)
    -> (tensor<?x4x3x1xf64>, tensor<?x4x3x1xf64>, tensor<?x4x3x1xf64>) {
  %a = nnf.scaled_dot_product_attention %q, %k, %v attn_mask = %m seed = %s offset = %s dropout_p = 0.3 scale = 0.7 enable_gqa = true : (tensor<?x4x3x2xf64>, tensor<1x2x3x2xf64>, tensor<?x2x3x1xf64>, tensor<4x3x3xf64>, i64, i64) -> tensor<?x4x3x1xf64>
  %c = nnf.scaled_dot_product_attention %q, %k, %v is_causal = true enable_gqa = true : (tensor<?x4x3x2xf64>, tensor<1x2x3x2xf64>, tensor<?x2x3x1xf64>) -> tensor<?x4x3x1xf64>
  %d = nnf.scaled_dot_product_attention %q, %k, %v attn_mask = %b enable_gqa = true : (tensor<?x4x3x2xf64>, tensor<1x2x3x2xf64>, tensor<?x2x3x1xf64>, tensor<3x3xi1>) -> tensor<?x4x3x1xf64>
  return %a, %c, %d : tensor<?x4x3x1xf64>, tensor<?x4x3x1xf64>, tensor<?x4x3x1xf64>
}

// A recurrence, and products of groups: an empty one, and rows that belong to none.
func.func @delta(%q: tensor<2x?x3xf64>, %k: tensor<2x?x3xf64>, %v: tensor<2x?x2xf64>, %g: tensor<2x?xf64>, %b: tensor<2x?xf64>) -> tensor<2x?x2xf64> {
  %o = nnf.gated_delta_rule %q, %k, %v, %g, %b : (tensor<2x?x3xf64>, tensor<2x?x3xf64>, tensor<2x?x2xf64>, tensor<2x?xf64>, tensor<2x?xf64>) -> tensor<2x?x2xf64>
  return %o : tensor<2x?x2xf64>
}
func.func @delta_state(%q: tensor<?x?x?x?xf64>, %k: tensor<?x?x?x?xf64>, %v: tensor<?x?x?x?xf64>, %g: tensor<?x?x?xf64>, %b: tensor<?x?x?xf64>, %s: tensor<?x?x?x?xf64>) -> (tensor<?x?x?x?xf64>, tensor<?x?x?x?xf64>) {
  %o:2 = nnf.gated_delta_rule %q, %k, %v, %g, %b initial_state = %s scale = 0.7 output_final_state = true : (tensor<?x?x?x?xf64>, tensor<?x?x?x?xf64>, tensor<?x?x?x?xf64>, tensor<?x?x?xf64>, tensor<?x?x?xf64>, tensor<?x?x?x?xf64>) -> (tensor<?x?x?x?xf64>, tensor<?x?x?x?xf64>)
  return %o#0, %o#1 : tensor<?x?x?x?xf64>, tensor<?x?x?x?xf64>
}
func.func @rows(%a: tensor<?x4xf64>, %b: tensor<3x4x2xf64>) -> tensor<?x2xf64> {
  %o = arith.constant dense<[2, 2, 5]> : tensor<3xi32>
  %y = nnf.grouped_mm %a, %b offs = %o : (tensor<?x4xf64>, tensor<3x4x2xf64>, tensor<3xi32>) -> tensor<?x2xf64>
  return %y : tensor<?x2xf64>
}
func.func @columns(%a: tensor<3x4x2xf64>, %b: tensor<2x?xf64>) -> tensor<4x?xf64> {
  %o = arith.constant dense<[2, 2, 5]> : tensor<3xi32>
  %y = nnf.grouped_mm %a, %b offs = %o : (tensor<3x4x2xf64>, tensor<2x?xf64>, tensor<3xi32>) -> tensor<4x?xf64>
  return %y : tensor<4x?xf64>
}
func.func @terms(%a: tensor<4x?xf64>, %b: tensor<?x2xf64>) -> tensor<3x4x2xf64> {
  %o = arith.constant dense<[2, 2, 5]> : tensor<3xi32>
  %y = nnf.grouped_mm %a, %b offs = %o : (tensor<4x?xf64>, tensor<?x2xf64>, tensor<3xi32>) -> tensor<3x4x2xf64>
  return %y : tensor<3x4x2xf64>
}
func.func @apart(%a: tensor<3x4x?xf64>, %b: tensor<3x?x2xf64>) -> tensor<3x4x2xf64> {
  %y = nnf.grouped_mm %a, %b : (tensor<3x4x?xf64>, tensor<3x?x2xf64>) -> tensor<3x4x2xf64>
  return %y : tensor<3x4x2xf64>
}
