// RUN: nnf-opt %s --nnf-lint="fix level=remark fail-on=never" 2>/dev/null | FileCheck %s
// After the fixes the rules are silent.
// RUN: nnf-opt %s --nnf-lint="fix level=remark fail-on=never" 2>/dev/null | nnf-opt --nnf-lint="level=remark fail-on=remark" -o /dev/null

// CHECK-LABEL: @nnf105
// CHECK-NEXT: nnf.binary_cross_entropy_with_logits %arg0, %arg1 weight = %arg1
func.func @nnf105(%x: tensor<8xf32>, %y: tensor<8xf32>) -> tensor<f32> {
  %p = nnf.sigmoid %x : tensor<8xf32>
  %loss = nnf.binary_cross_entropy %p, %y weight = %y : (tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}

// CHECK-LABEL: @nnf212
// CHECK: math.log1p %arg0
// CHECK: math.expm1 %arg0
// CHECK: %[[NEG:.*]] = arith.negf %arg0
// CHECK: math.erfc %[[NEG]]
func.func @nnf212(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) {
  %one = arith.constant dense<1.0> : tensor<4xf32>
  %s = arith.addf %one, %x : tensor<4xf32>
  %a = math.log %s : tensor<4xf32>
  %e = math.exp %x : tensor<4xf32>
  %b = arith.subf %e, %one : tensor<4xf32>
  %f = math.erf %x : tensor<4xf32>
  %c = arith.addf %f, %one : tensor<4xf32>
  return %a, %b, %c : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
}

// CHECK-LABEL: @nnf301
// CHECK-NEXT: return %arg0
func.func @nnf301(%x: tensor<4x8xf32>, %s: i64, %o: i64) -> tensor<4x8xf32> attributes {nnf.mode = "inference"} {
  %d = nnf.dropout %x seed = %s offset = %o p = 0.1 : (tensor<4x8xf32>, i64, i64) -> tensor<4x8xf32>
  return %d : tensor<4x8xf32>
}

// CHECK-LABEL: @nnf402
// CHECK-NEXT: %[[RELU:.*]] = nnf.relu %arg0
// CHECK-NEXT: return %[[RELU]]
func.func @nnf402(%x: tensor<8xf32>) -> tensor<8xf32> {
  %a = nnf.relu %x : tensor<8xf32>
  %b = nnf.relu %a : tensor<8xf32>
  %c = nnf.leaky_relu %b : tensor<8xf32>
  return %c : tensor<8xf32>
}

// CHECK-LABEL: @nnf118_gaussian
// CHECK: %[[S:.*]] = nnf.linear
// CHECK: %[[V:.*]] = nnf.softplus %[[S]]
// CHECK: nnf.gaussian_nll_loss %arg2, %arg3, %[[V]]
func.func @nnf118_gaussian(%x: tensor<8x4xf32>, %w: tensor<1x4xf32>, %m: tensor<8x1xf32>, %y: tensor<8x1xf32>) -> tensor<f32> {
  %s = nnf.linear %x, %w : (tensor<8x4xf32>, tensor<1x4xf32>) -> tensor<8x1xf32>
  %loss = nnf.gaussian_nll_loss %m, %y, %s : (tensor<8x1xf32>, tensor<8x1xf32>, tensor<8x1xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}

// CHECK-LABEL: @nnf118_poisson
// CHECK-NOT: math.exp
// CHECK: nnf.poisson_nll_loss %arg0, %arg1 : 
func.func @nnf118_poisson(%x: tensor<8xf32>, %y: tensor<8xf32>) -> tensor<f32> {
  %e = math.exp %x : tensor<8xf32>
  %loss = nnf.poisson_nll_loss %e, %y : (tensor<8xf32>, tensor<8xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}

// CHECK-LABEL: @nnf118_rate
// CHECK: %[[S:.*]] = nnf.linear
// CHECK: nnf.poisson_nll_loss %[[S]], %arg2 : 
func.func @nnf118_rate(%x: tensor<8x4xf32>, %w: tensor<1x4xf32>, %y: tensor<8x1xf32>) -> tensor<f32> {
  %s = nnf.linear %x, %w : (tensor<8x4xf32>, tensor<1x4xf32>) -> tensor<8x1xf32>
  %loss = nnf.poisson_nll_loss %s, %y log_input = false : (tensor<8x1xf32>, tensor<8x1xf32>) -> tensor<f32>
  return %loss : tensor<f32>
}

// CHECK-LABEL: @nnf203
// CHECK: %[[S:.*]] = arith.mulf %arg0, %arg0
// CHECK: %[[E:.*]] = arith.addf %[[S]], %{{.*}}
// CHECK: math.sqrt %[[E]]
// CHECK: arith.addf %{{.*}}, %{{.*}} : f16
// CHECK-NEXT: math.sqrt
func.func @nnf203(%x: tensor<8xf32>, %h: tensor<?xf16>) -> (tensor<8xf32>, tensor<?xf16>) attributes {nnf.mode = "training"} {
  %s = arith.mulf %x, %x : tensor<8xf32>
  %y = math.sqrt %s : tensor<8xf32>
  %a = math.absf %h : tensor<?xf16>
  %c = arith.constant 0 : index
  %n = tensor.dim %h, %c : tensor<?xf16>
  %e = tensor.empty(%n) : tensor<?xf16>
  %r = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]} ins(%a : tensor<?xf16>) outs(%e : tensor<?xf16>) {
  ^bb0(%v: f16, %o: f16):
    %q = math.sqrt %v : f16
    linalg.yield %q : f16
  } -> tensor<?xf16>
  return %y, %r : tensor<8xf32>, tensor<?xf16>
}

// CHECK-LABEL: @nnf204
// CHECK: %[[OK:.*]] = arith.cmpf ogt, %arg0
// CHECK: %[[SAFE:.*]] = arith.select %[[OK]], %arg0, %{{.*}} :
// CHECK: %[[L:.*]] = math.log %[[SAFE]]
// CHECK: arith.select %[[OK]], %[[L]], %
// CHECK: %[[ZERO:.*]] = arith.cmpf oeq, %arg0
// CHECK: %[[SAFE2:.*]] = arith.select %[[ZERO]], %{{.*}}, %arg0 :
// CHECK: %[[Q:.*]] = arith.divf %{{.*}}, %[[SAFE2]]
// CHECK: arith.select %[[ZERO]], %{{.*}}, %[[Q]]
func.func @nnf204(%x: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) attributes {nnf.mode = "training"} {
  %zero = arith.constant dense<0.0> : tensor<8xf32>
  %one = arith.constant dense<1.0> : tensor<8xf32>
  %l = math.log %x : tensor<8xf32>
  %ok = arith.cmpf ogt, %x, %zero : tensor<8xf32>
  %y = arith.select %ok, %l, %zero : tensor<8xi1>, tensor<8xf32>
  %none = arith.cmpf oeq, %x, %zero : tensor<8xf32>
  %q = arith.divf %one, %x : tensor<8xf32>
  %z = arith.select %none, %zero, %q : tensor<8xi1>, tensor<8xf32>
  return %y, %z : tensor<8xf32>, tensor<8xf32>
}

// CHECK-LABEL: @nnf211
// CHECK: %[[SUM:.*]] = linalg.generic {{.*}} ins(%arg0 : tensor<4x8xf32>)
// CHECK: linalg.generic {{.*}} ins(%arg0, %[[SUM]] : tensor<4x8xf32>, tensor<4xf32>)
// CHECK: %[[M:.*]] = arith.divf %{{.*}}, %cst{{.*}} : f32
// CHECK: arith.subf %{{.*}}, %[[M]] : f32
func.func @nnf211(%x: tensor<4x8xf32>) -> tensor<4xf32> {
  %zero = arith.constant 0.0 : f32
  %n = arith.constant dense<8.0> : tensor<4xf32>
  %empty = tensor.empty() : tensor<4xf32>
  %init = linalg.fill ins(%zero : f32) outs(%empty : tensor<4xf32>) -> tensor<4xf32>
  %s = linalg.reduce {arith.addf} ins(%x : tensor<4x8xf32>) outs(%init : tensor<4xf32>) dimensions = [1]
  %m = arith.divf %s, %n : tensor<4xf32>
  %xx = arith.mulf %x, %x : tensor<4x8xf32>
  %ss = linalg.reduce {arith.addf} ins(%xx : tensor<4x8xf32>) outs(%init : tensor<4xf32>) dimensions = [1]
  %e = arith.divf %ss, %n : tensor<4xf32>
  %mm = arith.mulf %m, %m : tensor<4xf32>
  %v = arith.subf %e, %mm : tensor<4xf32>
  return %v : tensor<4xf32>
}
