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
