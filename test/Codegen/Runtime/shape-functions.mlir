// RUN: nnf-opt %s --nnf-shape-functions | FileCheck %s

// CHECK-LABEL: func.func @f(
// CHECK-SAME:    -> (tensor<?x?xf32>, tensor<?xf32>, tensor<?xi64> {nnf.late})
// CHECK-LABEL: func.func private @f.shapes(
// CHECK-SAME:    %[[X:[^ ,]*]]: tensor<?x?xf32>, %[[I:[^ ,]*]]: tensor<1xi64>, %[[N:[^ ,]*]]: index) -> (index, index, index, index) attributes {nnf.shapes_of = @f}
// CHECK:         %[[P:.*]] = tensor.dim %[[X]], %{{.*}}
// CHECK:         %[[OK:.*]] = arith.cmpi eq, %[[P]], %[[N]]
// CHECK:         cf.assert %[[OK]], "sizes"
// CHECK-NOT:     cf.assert
// CHECK-NOT:     linalg
// CHECK:         %[[Q:.*]] = tensor.dim %[[X]], %{{.*}}
// CHECK:         %[[F:.*]] = arith.muli %[[P]], %[[Q]]
// CHECK:         %[[LATE:.*]] = arith.constant -1 : index
// CHECK:         return %[[P]], %[[Q]], %[[F]], %[[LATE]]
func.func @f(%x: tensor<?x?xf32>, %i: tensor<1xi64>, %n: index) -> (tensor<?x?xf32>, tensor<?xf32>, tensor<?xi64>) {
  %c0 = arith.constant 0 : index
  %p = tensor.dim %x, %c0 : tensor<?x?xf32>
  %ok = arith.cmpi eq, %p, %n : index
  cf.assert %ok, "sizes"
  %a = linalg.exp ins(%x : tensor<?x?xf32>) outs(%x : tensor<?x?xf32>) -> tensor<?x?xf32>
  %flat = tensor.collapse_shape %a [[0, 1]] : tensor<?x?xf32> into tensor<?xf32>
  %v = tensor.extract %i[%c0] : tensor<1xi64>
  %k = arith.index_cast %v : i64 to index
  %inside = arith.cmpi sge, %k, %c0 : index
  cf.assert %inside, "value"
  %e = tensor.empty(%k) : tensor<?xi64>
  return %a, %flat, %e : tensor<?x?xf32>, tensor<?xf32>, tensor<?xi64>
}
