// Upstream ops between nnf ops: bool tensors are bytes, a bool inside of a body stays an i1, unsigned integers lose their sign.
//
// RUN: nnf-opt %s --convert-nnf-to-linalg | FileCheck %s

// CHECK-LABEL: func.func @generic(
// CHECK-SAME:    %[[X:.*]]: tensor<4xf32>, %[[M:.*]]: tensor<4xi8>) -> tensor<4xi8>
// CHECK:         linalg.generic {{.*}} ins(%[[X]], %[[M]] : tensor<4xf32>, tensor<4xi8>) outs(%{{.*}} : tensor<4xi8>)
// CHECK-NEXT:    ^bb0(%[[A:.*]]: f32, %[[B:.*]]: i8, %{{.*}}: i8):
// CHECK:           %[[BIT:.*]] = arith.trunci %[[B]] : i8 to i1
// CHECK:           %[[AND:.*]] = arith.andi %{{.*}}, %[[BIT]] : i1
// CHECK-NEXT:      %[[BYTE:.*]] = arith.extui %[[AND]] : i1 to i8
// CHECK-NEXT:      linalg.yield %[[BYTE]] : i8
func.func @generic(%x: tensor<4xf32>, %m: tensor<4xi1>) -> tensor<4xi1> {
  %e = tensor.empty() : tensor<4xi1>
  %zero = arith.constant 0.0 : f32
  %r = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%x, %m : tensor<4xf32>, tensor<4xi1>) outs(%e : tensor<4xi1>) {
  ^bb0(%a: f32, %b: i1, %o: i1):
    %p = arith.cmpf ogt, %a, %zero : f32
    %k = arith.andi %p, %b : i1
    linalg.yield %k : i1
  } -> tensor<4xi1>
  return %r : tensor<4xi1>
}

// CHECK-LABEL: func.func @elements(
// CHECK-SAME:    %[[M:.*]]: tensor<?xi8>
// CHECK:         %[[BYTE:.*]] = tensor.extract %[[M]][%{{.*}}] : tensor<?xi8>
// CHECK:         %[[BIT:.*]] = arith.trunci %[[BYTE]] : i8 to i1
// CHECK:         %[[NOT:.*]] = arith.xori %[[BIT]]
// CHECK:         %[[BACK:.*]] = arith.extui %[[NOT]] : i1 to i8
// CHECK:         tensor.insert %[[BACK]] into %[[M]][%{{.*}}] : tensor<?xi8>
func.func @elements(%m: tensor<?xi1>, %i: index) -> tensor<?xi1> {
  %true = arith.constant true
  %b = tensor.extract %m[%i] : tensor<?xi1>
  %n = arith.xori %b, %true : i1
  %r = tensor.insert %n into %m[%i] : tensor<?xi1>
  return %r : tensor<?xi1>
}

// CHECK-LABEL: func.func @moves(
// CHECK:         arith.constant dense<[1, 0]> : tensor<2xi8>
// CHECK:         linalg.fill ins(%{{.*}} : i8) outs(%{{.*}} : tensor<4xi8>) -> tensor<4xi8>
// CHECK:         tensor.pad
// CHECK:           tensor.yield %{{.*}} : i8
// CHECK:         tensor.extract_slice {{.*}} : tensor<8xi8> to tensor<3xi8>
func.func @moves() -> (tensor<2xi1>, tensor<3xi1>) {
  %true = arith.constant true
  %c = arith.constant dense<[true, false]> : tensor<2xi1>
  %e = tensor.empty() : tensor<4xi1>
  %f = linalg.fill ins(%true : i1) outs(%e : tensor<4xi1>) -> tensor<4xi1>
  %p = tensor.pad %f low[2] high[2] {
  ^bb0(%i: index):
    tensor.yield %true : i1
  } : tensor<4xi1> to tensor<8xi1>
  %s = tensor.extract_slice %p[1] [3] [1] : tensor<8xi1> to tensor<3xi1>
  return %c, %s : tensor<2xi1>, tensor<3xi1>
}

// The two directions of a cast between signs meet in one type.
// CHECK-LABEL: func.func @unsigned(
// CHECK-SAME:    %{{.*}}: tensor<4xi8>) -> tensor<4xi8>
// CHECK-NOT:     tensor.bitcast
// CHECK:         return
func.func @unsigned(%x: tensor<4xui8>) -> tensor<4xui8> {
  %r = nnf.relu %x : tensor<4xui8>
  %s = tensor.bitcast %r : tensor<4xui8> to tensor<4xi8>
  %u = tensor.bitcast %s : tensor<4xi8> to tensor<4xui8>
  return %u : tensor<4xui8>
}
