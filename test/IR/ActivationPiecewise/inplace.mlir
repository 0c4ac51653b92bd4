// Names that end in an underscore are torch's spelling of a hint: the same op, on values.
// RUN: nnf-opt %s | FileCheck %s

// CHECK-LABEL: @names
func.func @names(%x: tensor<4xf32>, %s: i64) -> tensor<4xf32> {
  // CHECK-NEXT: nnf.relu %{{.*}} inplace = true : tensor<4xf32>
  %a = nnf.relu_ %x : tensor<4xf32>
  // CHECK-NEXT: nnf.hardtanh %{{.*}} min_val = -2.000000e+00 inplace = true : tensor<4xf32>
  %b = nnf.hardtanh_ %a min_val = -2.0 : tensor<4xf32>
  // CHECK-NEXT: nnf.threshold %{{.*}} threshold = 1.000000e-01 value = 2.000000e+01 inplace = true : tensor<4xf32>
  %c = nnf.threshold_ %b threshold = 0.1 value = 20.0 : tensor<4xf32>
  // CHECK-NEXT: nnf.leaky_relu %{{.*}} inplace = true : tensor<4xf32>
  %d = nnf.leaky_relu_ %c : tensor<4xf32>
  // CHECK-NEXT: nnf.rrelu %{{.*}} inplace = true : (tensor<4xf32>) -> tensor<4xf32>
  %e = nnf.rrelu_ %d : (tensor<4xf32>) -> tensor<4xf32>
  // CHECK-NEXT: nnf.elu %{{.*}} alpha = 5.000000e-01 inplace = true : tensor<4xf32>
  %f = nnf.elu_ %e alpha = 0.5 : tensor<4xf32>
  // CHECK-NEXT: nnf.selu %{{.*}} inplace = true : tensor<4xf32>
  %g = nnf.selu_ %f : tensor<4xf32>
  // CHECK-NEXT: nnf.celu %{{.*}} inplace = true : tensor<4xf32>
  %h = nnf.celu_ %g : tensor<4xf32>
  return %h : tensor<4xf32>
}

// The hint may stand there as well; an underscore wins over what it says.
// CHECK-LABEL: @twice
func.func @twice(%x: tensor<4xf32>) -> tensor<4xf32> {
  // CHECK-NEXT: nnf.relu %{{.*}} inplace = true : tensor<4xf32>
  %a = nnf.relu_ %x inplace = false : tensor<4xf32>
  return %a : tensor<4xf32>
}
