// A misspelt op, clause, attribute or flag gets one error with the name that was probably meant.
// RUN: split-file %s %t

// RUN: not nnf-opt %t/op.mlir 2>&1 | FileCheck %s --check-prefix=OP
// RUN: not nnf-runner %t/op.mlir --input=4xf32=1 2>&1 | FileCheck %s --check-prefix=OP
// OP: op.mlir:2:8: error: custom op 'nnf.sofmax' is unknown, did you mean 'nnf.softmax'?
// OP-NOT: error:
// RUN: not nnf-opt %t/far.mlir 2>&1 | FileCheck %s --check-prefix=FAR
// FAR: far.mlir:2:8: error: custom op 'nnf.xylophone' is unknown{{$}}
// RUN: not nnf-opt %t/clause.mlir 2>&1 | FileCheck %s --check-prefix=CLAUSE
// RUN: not nnf-runner %t/clause.mlir --input=4xf32=1 2>&1 | FileCheck %s --check-prefix=CLAUSE
// CLAUSE: clause.mlir:2:26: error: custom op 'nnf.leaky_relu' has no clause 'negative_slop', did you mean 'negative_slope'?
// CLAUSE-NOT: error:
// RUN: not nnf-opt %t/operand.mlir 2>&1 | FileCheck %s --check-prefix=OPERAND
// OPERAND: error: custom op 'nnf.nll_loss' has no clause 'wieght', did you mean 'weight'?
// RUN: not nnf-opt %t/listed.mlir 2>&1 | FileCheck %s --check-prefix=LISTED
// LISTED: error: custom op 'nnf.gelu' has no clause 'precision'; there is approximate
// RUN: not nnf-opt %t/none.mlir 2>&1 | FileCheck %s --check-prefix=NONE
// NONE: error: custom op 'nnf.sigmoid' has no clause 'inplace'{{$}}
// RUN: not nnf-opt %t/attribute.mlir 2>&1 | FileCheck %s --check-prefix=ATTRIBUTE
// RUN: not nnf-runner %t/attribute.mlir --input=4xf32=1 2>&1 | FileCheck %s --check-prefix=ATTRIBUTE
// ATTRIBUTE: attribute.mlir:2:8: error: 'nnf.leaky_relu' op has no attribute 'negative_slop', did you mean 'negative_slope'?
// ATTRIBUTE-NOT: error:
// What has nothing to do with an op's own attributes may stand there.
// RUN: nnf-opt %t/foreign.mlir | FileCheck %s --check-prefix=FOREIGN
// FOREIGN: nnf.leaky_relu %{{.*}} {mine, their.negative_slop = 1 : i64}

// RUN: not nnf-opt --nnf-to-cup %t/foreign.mlir 2>&1 | FileCheck %s --check-prefix=FLAG
// FLAG: nnf-opt: error: unknown flag '--nnf-to-cup', did you mean '--nnf-to-cpu'?
// FLAG-NOT: {{.}}
// RUN: not nnf-opt --canonicalise %t/foreign.mlir 2>&1 | FileCheck %s --check-prefix=UPSTREAM
// UPSTREAM: nnf-opt: error: unknown flag '--canonicalise', did you mean '--canonicalize'?
// RUN: not nnf-opt --verfy-each=false %t/foreign.mlir 2>&1 | FileCheck %s --check-prefix=GENERAL
// GENERAL: nnf-opt: error: unknown flag '--verfy-each', did you mean '--verify-each'?
// RUN: not nnf-opt --quite-different %t/foreign.mlir 2>&1 | FileCheck %s --check-prefix=UNKNOWN
// UNKNOWN: nnf-opt: error: unknown flag '--quite-different'{{$}}

//--- op.mlir
func.func @f(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = nnf.sofmax %x dim = 0 : tensor<4xf32>
  return %y : tensor<4xf32>
}
//--- far.mlir
func.func @f(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = nnf.xylophone %x : tensor<4xf32>
  return %y : tensor<4xf32>
}
//--- clause.mlir
func.func @f(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = nnf.leaky_relu %x negative_slop = 0.1 : tensor<4xf32>
  return %y : tensor<4xf32>
}
//--- operand.mlir
func.func @f(%x: tensor<4x5xf32>, %t: tensor<4xi64>, %w: tensor<5xf32>) -> tensor<f32> {
  %y = nnf.nll_loss %x, %t wieght = %w : (tensor<4x5xf32>, tensor<4xi64>, tensor<5xf32>) -> tensor<f32>
  return %y : tensor<f32>
}
//--- listed.mlir
func.func @f(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = nnf.gelu %x precision = high : tensor<4xf32>
  return %y : tensor<4xf32>
}
//--- none.mlir
func.func @f(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = nnf.sigmoid %x inplace : tensor<4xf32>
  return %y : tensor<4xf32>
}
//--- attribute.mlir
func.func @f(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = nnf.leaky_relu %x {negative_slop = 0.1} : tensor<4xf32>
  return %y : tensor<4xf32>
}
//--- foreign.mlir
func.func @f(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = nnf.leaky_relu %x {mine, their.negative_slop = 1} : tensor<4xf32>
  return %y : tensor<4xf32>
}
