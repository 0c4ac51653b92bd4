// Ops of arith and math on whole tensors, between nnf ops.
// RUN: nnf-runner %s --input=2x3xf32=[[1,2,3],[-1,-2,-3]] --input=i1=1 | FileCheck %s
// RUN: nnf-runner %s --input=2x3xf32=[[1,2,3],[-1,-2,-3]] --input=i1=1 --compare-with=reference | FileCheck %s --check-prefix=SAME

// CHECK: result[0]: 2x3xf32={{\[\[}}2, 6, 12], [0, 2, 6]]
// CHECK: result[1]: 2x3xi1=
// SAME: agree
func.func @f(%x: tensor<?x3xf32>, %flag: i1) -> (tensor<?x3xf32>, tensor<?x3xi1>) {
  %squares = arith.mulf %x, %x : tensor<?x3xf32>
  %sum = arith.addf %squares, %x : tensor<?x3xf32>
  %zero = arith.subf %sum, %sum : tensor<?x3xf32>
  %is = arith.cmpf olt, %x, %zero : tensor<?x3xf32>
  %absolute = math.absf %x : tensor<?x3xf32>
  %chosen = arith.select %is, %sum, %sum : tensor<?x3xi1>, tensor<?x3xf32>
  %relu = nnf.relu %chosen : tensor<?x3xf32>
  return %relu, %is : tensor<?x3xf32>, tensor<?x3xi1>
}
