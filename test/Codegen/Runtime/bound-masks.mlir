// RUN: nnf-opt %s --nnf-bound-masks | FileCheck %s

// CHECK-LABEL: func.func @f(
// CHECK-SAME:    %[[N:.*]]: index
// CHECK:         %[[C:.*]] = arith.constant 16 : index
// CHECK:         %[[K:.*]] = arith.minsi %[[N]], %[[C]] : index
// CHECK:         vector.create_mask %[[K]] : vector<16xi1>
func.func @f(%n: index) -> vector<16xi1> {
  %m = vector.create_mask %n : vector<16xi1>
  return %m : vector<16xi1>
}
