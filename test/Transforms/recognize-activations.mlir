// Activations as someone may write them, and what only looks like one: test/Integration/spellings.py mlir
// RUN: nnf-opt %s --nnf-recognize-functions | FileCheck %s

// 1/(1+exp(-x))
// CHECK-LABEL: @sigmoid_a
// CHECK-NEXT: %[[R:.*]] = nnf.sigmoid %arg0
// CHECK-NEXT: return %[[R]]
func.func @sigmoid_a(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<1.0> : tensor<8xf32>
  %v2 = arith.negf %x : tensor<8xf32>
  %v3 = math.exp %v2 : tensor<8xf32>
  %v4 = arith.addf %v1, %v3 : tensor<8xf32>
  %v5 = arith.divf %v1, %v4 : tensor<8xf32>
  return %v5 : tensor<8xf32>
}

// exp(x)/(exp(x)+1)
// CHECK-LABEL: @sigmoid_b
// CHECK-NEXT: %[[R:.*]] = nnf.sigmoid %arg0
// CHECK-NEXT: return %[[R]]
func.func @sigmoid_b(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = math.exp %x : tensor<8xf32>
  %v2 = math.exp %x : tensor<8xf32>
  %v3 = arith.constant dense<1.0> : tensor<8xf32>
  %v4 = arith.addf %v2, %v3 : tensor<8xf32>
  %v5 = arith.divf %v1, %v4 : tensor<8xf32>
  return %v5 : tensor<8xf32>
}

// x*(1/(1+exp(-x)))
// CHECK-LABEL: @silu_a
// CHECK-NEXT: %[[R:.*]] = nnf.silu %arg0
// CHECK-NEXT: return %[[R]]
func.func @silu_a(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<1.0> : tensor<8xf32>
  %v2 = arith.negf %x : tensor<8xf32>
  %v3 = math.exp %v2 : tensor<8xf32>
  %v4 = arith.addf %v1, %v3 : tensor<8xf32>
  %v5 = arith.divf %v1, %v4 : tensor<8xf32>
  %v6 = arith.mulf %x, %v5 : tensor<8xf32>
  return %v6 : tensor<8xf32>
}

// x/(exp(-x)+1)
// CHECK-LABEL: @silu_b
// CHECK-NEXT: %[[R:.*]] = nnf.silu %arg0
// CHECK-NEXT: return %[[R]]
func.func @silu_b(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.negf %x : tensor<8xf32>
  %v2 = math.exp %v1 : tensor<8xf32>
  %v3 = arith.constant dense<1.0> : tensor<8xf32>
  %v4 = arith.addf %v2, %v3 : tensor<8xf32>
  %v5 = arith.divf %x, %v4 : tensor<8xf32>
  return %v5 : tensor<8xf32>
}

// (exp(x)-exp(-x))/(exp(x)+exp(-x))
// CHECK-LABEL: @tanh_a
// CHECK-NEXT: %[[R:.*]] = nnf.tanh %arg0
// CHECK-NEXT: return %[[R]]
func.func @tanh_a(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = math.exp %x : tensor<8xf32>
  %v2 = arith.negf %x : tensor<8xf32>
  %v3 = math.exp %v2 : tensor<8xf32>
  %v4 = arith.subf %v1, %v3 : tensor<8xf32>
  %v5 = math.exp %x : tensor<8xf32>
  %v6 = arith.negf %x : tensor<8xf32>
  %v7 = math.exp %v6 : tensor<8xf32>
  %v8 = arith.addf %v5, %v7 : tensor<8xf32>
  %v9 = arith.divf %v4, %v8 : tensor<8xf32>
  return %v9 : tensor<8xf32>
}

// (exp(x*2)-1)/(exp(2*x)+1)
// CHECK-LABEL: @tanh_b
// CHECK-NEXT: %[[R:.*]] = nnf.tanh %arg0
// CHECK-NEXT: return %[[R]]
func.func @tanh_b(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<2.0> : tensor<8xf32>
  %v2 = arith.mulf %x, %v1 : tensor<8xf32>
  %v3 = math.exp %v2 : tensor<8xf32>
  %v4 = arith.constant dense<1.0> : tensor<8xf32>
  %v5 = arith.subf %v3, %v4 : tensor<8xf32>
  %v6 = arith.mulf %v1, %x : tensor<8xf32>
  %v7 = math.exp %v6 : tensor<8xf32>
  %v8 = arith.addf %v7, %v4 : tensor<8xf32>
  %v9 = arith.divf %v5, %v8 : tensor<8xf32>
  return %v9 : tensor<8xf32>
}

// 2/(1+exp(-2*x))-1
// CHECK-LABEL: @tanh_c
// CHECK-NEXT: %[[R:.*]] = nnf.tanh %arg0
// CHECK-NEXT: return %[[R]]
func.func @tanh_c(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<2.0> : tensor<8xf32>
  %v2 = arith.constant dense<1.0> : tensor<8xf32>
  %v3 = arith.constant dense<-2.0> : tensor<8xf32>
  %v4 = arith.mulf %v3, %x : tensor<8xf32>
  %v5 = math.exp %v4 : tensor<8xf32>
  %v6 = arith.addf %v2, %v5 : tensor<8xf32>
  %v7 = arith.divf %v1, %v6 : tensor<8xf32>
  %v8 = arith.subf %v7, %v2 : tensor<8xf32>
  return %v8 : tensor<8xf32>
}

// log(1/(1+exp(-x)))
// CHECK-LABEL: @logsigmoid_a
// CHECK-NEXT: %[[R:.*]] = nnf.logsigmoid %arg0
// CHECK-NEXT: return %[[R]]
func.func @logsigmoid_a(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<1.0> : tensor<8xf32>
  %v2 = arith.negf %x : tensor<8xf32>
  %v3 = math.exp %v2 : tensor<8xf32>
  %v4 = arith.addf %v1, %v3 : tensor<8xf32>
  %v5 = arith.divf %v1, %v4 : tensor<8xf32>
  %v6 = math.log %v5 : tensor<8xf32>
  return %v6 : tensor<8xf32>
}

// -log(1+exp(-x))
// CHECK-LABEL: @logsigmoid_b
// CHECK-NEXT: %[[R:.*]] = nnf.logsigmoid %arg0
// CHECK-NEXT: return %[[R]]
func.func @logsigmoid_b(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<1.0> : tensor<8xf32>
  %v2 = arith.negf %x : tensor<8xf32>
  %v3 = math.exp %v2 : tensor<8xf32>
  %v4 = arith.addf %v1, %v3 : tensor<8xf32>
  %v5 = math.log %v4 : tensor<8xf32>
  %v6 = arith.negf %v5 : tensor<8xf32>
  return %v6 : tensor<8xf32>
}

// log(1+exp(x))
// CHECK-LABEL: @softplus
// CHECK-NEXT: %[[N:.*]] = arith.negf %arg0
// CHECK-NEXT: %[[L:.*]] = nnf.logsigmoid %[[N]]
// CHECK-NEXT: %[[R:.*]] = arith.negf %[[L]]
// CHECK-NEXT: return %[[R]]
func.func @softplus(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<1.0> : tensor<8xf32>
  %v2 = math.exp %x : tensor<8xf32>
  %v3 = arith.addf %v1, %v2 : tensor<8xf32>
  %v4 = math.log %v3 : tensor<8xf32>
  return %v4 : tensor<8xf32>
}

// log1p(exp(x))
// CHECK-LABEL: @softplus_log1p
// CHECK-NEXT: %[[N:.*]] = arith.negf %arg0
// CHECK-NEXT: %[[L:.*]] = nnf.logsigmoid %[[N]]
// CHECK-NEXT: %[[R:.*]] = arith.negf %[[L]]
// CHECK-NEXT: return %[[R]]
func.func @softplus_log1p(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = math.exp %x : tensor<8xf32>
  %v2 = math.log1p %v1 : tensor<8xf32>
  return %v2 : tensor<8xf32>
}

// x*tanh(log(1+exp(x)))
// CHECK-LABEL: @mish
// CHECK-NEXT: %[[R:.*]] = nnf.mish %arg0
// CHECK-NEXT: return %[[R]]
func.func @mish(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<1.0> : tensor<8xf32>
  %v2 = math.exp %x : tensor<8xf32>
  %v3 = arith.addf %v1, %v2 : tensor<8xf32>
  %v4 = math.log %v3 : tensor<8xf32>
  %v5 = math.tanh %v4 : tensor<8xf32>
  %v6 = arith.mulf %x, %v5 : tensor<8xf32>
  return %v6 : tensor<8xf32>
}

// 0.5*x*(1+erf(x*0.7071067811865476))
// CHECK-LABEL: @gelu_erf_a
// CHECK-NEXT: %[[R:.*]] = nnf.gelu %arg0 :
// CHECK-NEXT: return %[[R]]
func.func @gelu_erf_a(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<0.5> : tensor<8xf32>
  %v2 = arith.mulf %v1, %x : tensor<8xf32>
  %v3 = arith.constant dense<1.0> : tensor<8xf32>
  %v4 = arith.constant dense<0.7071067811865476> : tensor<8xf32>
  %v5 = arith.mulf %x, %v4 : tensor<8xf32>
  %v6 = math.erf %v5 : tensor<8xf32>
  %v7 = arith.addf %v3, %v6 : tensor<8xf32>
  %v8 = arith.mulf %v2, %v7 : tensor<8xf32>
  return %v8 : tensor<8xf32>
}

// x*(0.5+0.5*erf(x/1.4142135))
// CHECK-LABEL: @gelu_erf_b
// CHECK-NEXT: %[[R:.*]] = nnf.gelu %arg0 :
// CHECK-NEXT: return %[[R]]
func.func @gelu_erf_b(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<0.5> : tensor<8xf32>
  %v2 = arith.constant dense<1.4142135> : tensor<8xf32>
  %v3 = arith.divf %x, %v2 : tensor<8xf32>
  %v4 = math.erf %v3 : tensor<8xf32>
  %v5 = arith.mulf %v1, %v4 : tensor<8xf32>
  %v6 = arith.addf %v1, %v5 : tensor<8xf32>
  %v7 = arith.mulf %x, %v6 : tensor<8xf32>
  return %v7 : tensor<8xf32>
}

// x*(1+erf(x/1.4142135623730951))/2
// CHECK-LABEL: @gelu_erf_c
// CHECK-NEXT: %[[R:.*]] = nnf.gelu %arg0 :
// CHECK-NEXT: return %[[R]]
func.func @gelu_erf_c(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<1.0> : tensor<8xf32>
  %v2 = arith.constant dense<1.4142135623730951> : tensor<8xf32>
  %v3 = arith.divf %x, %v2 : tensor<8xf32>
  %v4 = math.erf %v3 : tensor<8xf32>
  %v5 = arith.addf %v1, %v4 : tensor<8xf32>
  %v6 = arith.mulf %x, %v5 : tensor<8xf32>
  %v7 = arith.constant dense<2.0> : tensor<8xf32>
  %v8 = arith.divf %v6, %v7 : tensor<8xf32>
  return %v8 : tensor<8xf32>
}

// 0.5*x*(1+tanh(0.7978845608*(x+0.044715*x*x*x)))
// CHECK-LABEL: @gelu_tanh_a
// CHECK-NEXT: %[[R:.*]] = nnf.gelu %arg0 approximate = tanh
// CHECK-NEXT: return %[[R]]
func.func @gelu_tanh_a(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<0.5> : tensor<8xf32>
  %v2 = arith.mulf %v1, %x : tensor<8xf32>
  %v3 = arith.constant dense<1.0> : tensor<8xf32>
  %v4 = arith.constant dense<0.7978845608> : tensor<8xf32>
  %v5 = arith.constant dense<0.044715> : tensor<8xf32>
  %v6 = arith.mulf %v5, %x : tensor<8xf32>
  %v7 = arith.mulf %v6, %x : tensor<8xf32>
  %v8 = arith.mulf %v7, %x : tensor<8xf32>
  %v9 = arith.addf %x, %v8 : tensor<8xf32>
  %v10 = arith.mulf %v4, %v9 : tensor<8xf32>
  %v11 = math.tanh %v10 : tensor<8xf32>
  %v12 = arith.addf %v3, %v11 : tensor<8xf32>
  %v13 = arith.mulf %v2, %v12 : tensor<8xf32>
  return %v13 : tensor<8xf32>
}

// x*0.5*(tanh(x*0.7978845608*(1+0.044715*x*x))+1)
// CHECK-LABEL: @gelu_tanh_b
// CHECK-NEXT: %[[R:.*]] = nnf.gelu %arg0 approximate = tanh
// CHECK-NEXT: return %[[R]]
func.func @gelu_tanh_b(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<0.5> : tensor<8xf32>
  %v2 = arith.mulf %x, %v1 : tensor<8xf32>
  %v3 = arith.constant dense<0.7978845608> : tensor<8xf32>
  %v4 = arith.mulf %x, %v3 : tensor<8xf32>
  %v5 = arith.constant dense<1.0> : tensor<8xf32>
  %v6 = arith.constant dense<0.044715> : tensor<8xf32>
  %v7 = arith.mulf %v6, %x : tensor<8xf32>
  %v8 = arith.mulf %v7, %x : tensor<8xf32>
  %v9 = arith.addf %v5, %v8 : tensor<8xf32>
  %v10 = arith.mulf %v4, %v9 : tensor<8xf32>
  %v11 = math.tanh %v10 : tensor<8xf32>
  %v12 = arith.addf %v11, %v5 : tensor<8xf32>
  %v13 = arith.mulf %v2, %v12 : tensor<8xf32>
  return %v13 : tensor<8xf32>
}

// x/(1+exp(-1.5957691216057308*(x+0.044715*x*x*x)))
// CHECK-LABEL: @gelu_sigmoid
// CHECK-NEXT: %[[R:.*]] = nnf.gelu %arg0 approximate = tanh
// CHECK-NEXT: return %[[R]]
func.func @gelu_sigmoid(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<1.0> : tensor<8xf32>
  %v2 = arith.constant dense<-1.5957691216057308> : tensor<8xf32>
  %v3 = arith.constant dense<0.044715> : tensor<8xf32>
  %v4 = arith.mulf %v3, %x : tensor<8xf32>
  %v5 = arith.mulf %v4, %x : tensor<8xf32>
  %v6 = arith.mulf %v5, %x : tensor<8xf32>
  %v7 = arith.addf %x, %v6 : tensor<8xf32>
  %v8 = arith.mulf %v2, %v7 : tensor<8xf32>
  %v9 = math.exp %v8 : tensor<8xf32>
  %v10 = arith.addf %v1, %v9 : tensor<8xf32>
  %v11 = arith.divf %x, %v10 : tensor<8xf32>
  return %v11 : tensor<8xf32>
}

// select(x>0,x,exp(x)-1)
// CHECK-LABEL: @elu
// CHECK-NEXT: %[[R:.*]] = nnf.elu %arg0 :
// CHECK-NEXT: return %[[R]]
func.func @elu(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<0.0> : tensor<8xf32>
  %v2 = arith.cmpf ogt, %x, %v1 : tensor<8xf32>
  %v3 = math.exp %x : tensor<8xf32>
  %v4 = arith.constant dense<1.0> : tensor<8xf32>
  %v5 = arith.subf %v3, %v4 : tensor<8xf32>
  %v6 = arith.select %v2, %x, %v5 : tensor<8xi1>, tensor<8xf32>
  return %v6 : tensor<8xf32>
}

// select(x>0,x,0.25*(exp(x)-1))
// CHECK-LABEL: @elu_b
// CHECK-NEXT: %[[R:.*]] = nnf.elu %arg0 alpha = 2.5
// CHECK-NEXT: return %[[R]]
func.func @elu_b(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<0.0> : tensor<8xf32>
  %v2 = arith.cmpf ogt, %x, %v1 : tensor<8xf32>
  %v3 = arith.constant dense<0.25> : tensor<8xf32>
  %v4 = math.exp %x : tensor<8xf32>
  %v5 = arith.constant dense<1.0> : tensor<8xf32>
  %v6 = arith.subf %v4, %v5 : tensor<8xf32>
  %v7 = arith.mulf %v3, %v6 : tensor<8xf32>
  %v8 = arith.select %v2, %x, %v7 : tensor<8xi1>, tensor<8xf32>
  return %v8 : tensor<8xf32>
}

// max(x,0)+min(0,exp(x)-1)
// CHECK-LABEL: @elu_c
// CHECK-NEXT: %[[R:.*]] = nnf.elu %arg0 :
// CHECK-NEXT: return %[[R]]
func.func @elu_c(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<0.0> : tensor<8xf32>
  %v2 = arith.maximumf %x, %v1 : tensor<8xf32>
  %v3 = math.exp %x : tensor<8xf32>
  %v4 = arith.constant dense<1.0> : tensor<8xf32>
  %v5 = arith.subf %v3, %v4 : tensor<8xf32>
  %v6 = arith.minimumf %v1, %v5 : tensor<8xf32>
  %v7 = arith.addf %v2, %v6 : tensor<8xf32>
  return %v7 : tensor<8xf32>
}

// x/(1+abs(x))
// CHECK-LABEL: @softsign
// CHECK-NEXT: %[[R:.*]] = nnf.softsign %arg0
// CHECK-NEXT: return %[[R]]
func.func @softsign(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<1.0> : tensor<8xf32>
  %v2 = math.absf %x : tensor<8xf32>
  %v3 = arith.addf %v1, %v2 : tensor<8xf32>
  %v4 = arith.divf %x, %v3 : tensor<8xf32>
  return %v4 : tensor<8xf32>
}

// x*min(max(x+3,0),6)/6
// CHECK-LABEL: @hardswish
// CHECK-NEXT: %[[R:.*]] = nnf.hardswish %arg0
// CHECK-NEXT: return %[[R]]
func.func @hardswish(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<3.0> : tensor<8xf32>
  %v2 = arith.addf %x, %v1 : tensor<8xf32>
  %v3 = arith.constant dense<0.0> : tensor<8xf32>
  %v4 = arith.maximumf %v2, %v3 : tensor<8xf32>
  %v5 = arith.constant dense<6.0> : tensor<8xf32>
  %v6 = arith.minimumf %v4, %v5 : tensor<8xf32>
  %v7 = arith.mulf %x, %v6 : tensor<8xf32>
  %v8 = arith.divf %v7, %v5 : tensor<8xf32>
  return %v8 : tensor<8xf32>
}

// max(min(x/6+0.5,1),0)
// CHECK-LABEL: @hardsigmoid
// CHECK-NEXT: %[[R:.*]] = nnf.hardsigmoid %arg0
// CHECK-NEXT: return %[[R]]
func.func @hardsigmoid(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<6.0> : tensor<8xf32>
  %v2 = arith.divf %x, %v1 : tensor<8xf32>
  %v3 = arith.constant dense<0.5> : tensor<8xf32>
  %v4 = arith.addf %v2, %v3 : tensor<8xf32>
  %v5 = arith.constant dense<1.0> : tensor<8xf32>
  %v6 = arith.minimumf %v4, %v5 : tensor<8xf32>
  %v7 = arith.constant dense<0.0> : tensor<8xf32>
  %v8 = arith.maximumf %v6, %v7 : tensor<8xf32>
  return %v8 : tensor<8xf32>
}

// min(max(x,0),6)
// CHECK-LABEL: @relu6
// CHECK-NEXT: %[[R:.*]] = nnf.relu6 %arg0
// CHECK-NEXT: return %[[R]]
func.func @relu6(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<0.0> : tensor<8xf32>
  %v2 = arith.maximumf %x, %v1 : tensor<8xf32>
  %v3 = arith.constant dense<6.0> : tensor<8xf32>
  %v4 = arith.minimumf %v2, %v3 : tensor<8xf32>
  return %v4 : tensor<8xf32>
}

// max(min(x,2),-1)
// CHECK-LABEL: @hardtanh
// CHECK-NEXT: %[[R:.*]] = nnf.hardtanh %arg0 max_val = 2.0
// CHECK-NEXT: return %[[R]]
func.func @hardtanh(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<2.0> : tensor<8xf32>
  %v2 = arith.minimumf %x, %v1 : tensor<8xf32>
  %v3 = arith.constant dense<-1.0> : tensor<8xf32>
  %v4 = arith.maximumf %v2, %v3 : tensor<8xf32>
  return %v4 : tensor<8xf32>
}

// max(x,0)
// CHECK-LABEL: @relu_a
// CHECK-NEXT: %[[R:.*]] = nnf.relu %arg0
// CHECK-NEXT: return %[[R]]
func.func @relu_a(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<0.0> : tensor<8xf32>
  %v2 = arith.maximumf %x, %v1 : tensor<8xf32>
  return %v2 : tensor<8xf32>
}

// select(x>0,x,0)
// CHECK-LABEL: @relu_b
// CHECK-NEXT: %[[R:.*]] = nnf.relu %arg0
// CHECK-NEXT: return %[[R]]
func.func @relu_b(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<0.0> : tensor<8xf32>
  %v2 = arith.cmpf ogt, %x, %v1 : tensor<8xf32>
  %v3 = arith.select %v2, %x, %v1 : tensor<8xi1>, tensor<8xf32>
  return %v3 : tensor<8xf32>
}

// select(x<0,0,x)
// CHECK-LABEL: @relu_c
// CHECK-NEXT: %[[R:.*]] = nnf.relu %arg0
// CHECK-NEXT: return %[[R]]
func.func @relu_c(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<0.0> : tensor<8xf32>
  %v2 = arith.cmpf olt, %x, %v1 : tensor<8xf32>
  %v3 = arith.select %v2, %v1, %x : tensor<8xi1>, tensor<8xf32>
  return %v3 : tensor<8xf32>
}

// select(x>0,x,0.25*x)
// CHECK-LABEL: @leaky_a
// CHECK-NEXT: %[[R:.*]] = nnf.leaky_relu %arg0 negative_slope = 2.5
// CHECK-NEXT: return %[[R]]
func.func @leaky_a(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<0.0> : tensor<8xf32>
  %v2 = arith.cmpf ogt, %x, %v1 : tensor<8xf32>
  %v3 = arith.constant dense<0.25> : tensor<8xf32>
  %v4 = arith.mulf %v3, %x : tensor<8xf32>
  %v5 = arith.select %v2, %x, %v4 : tensor<8xi1>, tensor<8xf32>
  return %v5 : tensor<8xf32>
}

// max(x,0.25*x)
// CHECK-LABEL: @leaky_b
// CHECK-NEXT: %[[R:.*]] = nnf.leaky_relu %arg0 negative_slope = 2.5
// CHECK-NEXT: return %[[R]]
func.func @leaky_b(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<0.25> : tensor<8xf32>
  %v2 = arith.mulf %v1, %x : tensor<8xf32>
  %v3 = arith.maximumf %x, %v2 : tensor<8xf32>
  return %v3 : tensor<8xf32>
}

// max(x,0)+0.25*min(x,0)
// CHECK-LABEL: @leaky_c
// CHECK-NEXT: %[[R:.*]] = nnf.leaky_relu %arg0 negative_slope = 2.5
// CHECK-NEXT: return %[[R]]
func.func @leaky_c(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<0.0> : tensor<8xf32>
  %v2 = arith.maximumf %x, %v1 : tensor<8xf32>
  %v3 = arith.constant dense<0.25> : tensor<8xf32>
  %v4 = arith.minimumf %x, %v1 : tensor<8xf32>
  %v5 = arith.mulf %v3, %v4 : tensor<8xf32>
  %v6 = arith.addf %v2, %v5 : tensor<8xf32>
  return %v6 : tensor<8xf32>
}

// log(1+x)
// CHECK-LABEL: @log1p
// CHECK-NEXT: %[[R:.*]] = math.log1p %arg0
// CHECK-NEXT: return %[[R]]
func.func @log1p(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<1.0> : tensor<8xf32>
  %v2 = arith.addf %v1, %x : tensor<8xf32>
  %v3 = math.log %v2 : tensor<8xf32>
  return %v3 : tensor<8xf32>
}

// exp(x)-1
// CHECK-LABEL: @expm1
// CHECK-NEXT: %[[R:.*]] = math.expm1 %arg0
// CHECK-NEXT: return %[[R]]
func.func @expm1(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = math.exp %x : tensor<8xf32>
  %v2 = arith.constant dense<1.0> : tensor<8xf32>
  %v3 = arith.subf %v1, %v2 : tensor<8xf32>
  return %v3 : tensor<8xf32>
}

// 1/(1+exp(x)*2)
// CHECK-LABEL: @no_sigmoid
// CHECK-NOT: nnf.sigmoid
func.func @no_sigmoid(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<1.0> : tensor<8xf32>
  %v2 = math.exp %x : tensor<8xf32>
  %v3 = arith.constant dense<2.0> : tensor<8xf32>
  %v4 = arith.mulf %v2, %v3 : tensor<8xf32>
  %v5 = arith.addf %v1, %v4 : tensor<8xf32>
  %v6 = arith.divf %v1, %v5 : tensor<8xf32>
  return %v6 : tensor<8xf32>
}

// 0.5*x*(1+erf(x*0.70711))
// CHECK-LABEL: @no_gelu
// CHECK-NOT: nnf.gelu
func.func @no_gelu(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<0.5> : tensor<8xf32>
  %v2 = arith.mulf %v1, %x : tensor<8xf32>
  %v3 = arith.constant dense<1.0> : tensor<8xf32>
  %v4 = arith.constant dense<0.70711> : tensor<8xf32>
  %v5 = arith.mulf %x, %v4 : tensor<8xf32>
  %v6 = math.erf %v5 : tensor<8xf32>
  %v7 = arith.addf %v3, %v6 : tensor<8xf32>
  %v8 = arith.mulf %v2, %v7 : tensor<8xf32>
  return %v8 : tensor<8xf32>
}

// max(x,2*x)
// CHECK-LABEL: @no_leaky
// CHECK-NOT: nnf.leaky
func.func @no_leaky(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<2.0> : tensor<8xf32>
  %v2 = arith.mulf %v1, %x : tensor<8xf32>
  %v3 = arith.maximumf %x, %v2 : tensor<8xf32>
  return %v3 : tensor<8xf32>
}

// select(x>0,x,1)
// CHECK-LABEL: @no_relu
// CHECK-NOT: nnf.relu
func.func @no_relu(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<0.0> : tensor<8xf32>
  %v2 = arith.cmpf ogt, %x, %v1 : tensor<8xf32>
  %v3 = arith.constant dense<1.0> : tensor<8xf32>
  %v4 = arith.select %v2, %x, %v3 : tensor<8xi1>, tensor<8xf32>
  return %v4 : tensor<8xf32>
}

// (exp(x)-exp(-x))/(exp(x)+1)
// CHECK-LABEL: @no_tanh
// CHECK-NOT: nnf.tanh
func.func @no_tanh(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = math.exp %x : tensor<8xf32>
  %v2 = arith.negf %x : tensor<8xf32>
  %v3 = math.exp %v2 : tensor<8xf32>
  %v4 = arith.subf %v1, %v3 : tensor<8xf32>
  %v5 = math.exp %x : tensor<8xf32>
  %v6 = arith.constant dense<1.0> : tensor<8xf32>
  %v7 = arith.addf %v5, %v6 : tensor<8xf32>
  %v8 = arith.divf %v4, %v7 : tensor<8xf32>
  return %v8 : tensor<8xf32>
}

// select(x>1,x,exp(x)-1)
// CHECK-LABEL: @no_elu
// CHECK-NOT: nnf.elu
func.func @no_elu(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<1.0> : tensor<8xf32>
  %v2 = arith.cmpf ogt, %x, %v1 : tensor<8xf32>
  %v3 = math.exp %x : tensor<8xf32>
  %v4 = arith.subf %v3, %v1 : tensor<8xf32>
  %v5 = arith.select %v2, %x, %v4 : tensor<8xi1>, tensor<8xf32>
  return %v5 : tensor<8xf32>
}

// log(2+exp(x))
// CHECK-LABEL: @no_softplus
// CHECK-NOT: nnf.softplus
func.func @no_softplus(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<2.0> : tensor<8xf32>
  %v2 = math.exp %x : tensor<8xf32>
  %v3 = arith.addf %v1, %v2 : tensor<8xf32>
  %v4 = math.log %v3 : tensor<8xf32>
  return %v4 : tensor<8xf32>
}

// x*min(max(x+3,0),6)/5
// CHECK-LABEL: @no_hardswish
// CHECK-NOT: nnf.hardswish
func.func @no_hardswish(%x: tensor<8xf32>) -> tensor<8xf32> {
  %v1 = arith.constant dense<3.0> : tensor<8xf32>
  %v2 = arith.addf %x, %v1 : tensor<8xf32>
  %v3 = arith.constant dense<0.0> : tensor<8xf32>
  %v4 = arith.maximumf %v2, %v3 : tensor<8xf32>
  %v5 = arith.constant dense<6.0> : tensor<8xf32>
  %v6 = arith.minimumf %v4, %v5 : tensor<8xf32>
  %v7 = arith.mulf %x, %v6 : tensor<8xf32>
  %v8 = arith.constant dense<5.0> : tensor<8xf32>
  %v9 = arith.divf %v7, %v8 : tensor<8xf32>
  return %v9 : tensor<8xf32>
}

