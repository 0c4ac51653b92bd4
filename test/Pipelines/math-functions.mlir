// Functions of the math dialect in a user's program: vectorised arithmetic, whatever the argument, and no call of a library.
// RUN: nnf-runner %s --function=circle --input=6xf32=[0.5,-2,1e10,-3e38,1e-30,0.99] | FileCheck %s --check-prefix=CIRCLE
// RUN: nnf-runner %s --function=all --input=2xf32=[0.5,0.25] --input=2xf32=[2,-1] | FileCheck %s --check-prefix=ALL
// RUN: nnf-runner %s --function=all --emit=llvm | FileCheck %s --check-prefix=CALLS
// RUN: nnf-runner %s --function=circle --emit=llvm | FileCheck %s --check-prefix=CALLS
// RUN: nnf-runner %s --function=powers --input=4xf64=[2,-2,0,-1] --input=4xi32=[10,3,-1,2147483647] --input=4xi32=[3,-1,7,2] | FileCheck %s --check-prefix=POWERS

// CIRCLE: result[0]: 6xf32=[0.479{{[0-9]*}}, -0.909{{[0-9]*}}, -0.487{{[0-9]*}}, -0.874{{[0-9]*}}, 1e-30, 0.836{{[0-9]*}}]
// CIRCLE: result[1]: 6xf32=[0.877{{[0-9]*}}, -0.416{{[0-9]*}}, 0.873{{[0-9]*}}, -0.484{{[0-9]*}}, 1, 0.548{{[0-9]*}}]
// CIRCLE: result[2]: 6xf32=[0.546{{[0-9]*}}, 2.185{{[0-9]*}}, -0.558{{[0-9]*}}, 1.806{{[0-9]*}}, 1e-30, 1.523{{[0-9]*}}]
func.func @circle(%x: tensor<?xf32>) -> (tensor<?xf32>, tensor<?xf32>, tensor<?xf32>) {
  %0, %1 = math.sincos %x : tensor<?xf32>
  %2 = math.tan %x : tensor<?xf32>
  return %0, %1, %2 : tensor<?xf32>, tensor<?xf32>, tensor<?xf32>
}

// Each is undone by the next but for the last.
// ALL: result[0]: 2xf32=[0.{{4999|5}}{{[0-9]*}}, 0.2{{4999|5}}{{[0-9]*}}]
// ALL: result[1]: 2xf32=[0.25, 4]
// CALLS-NOT: declare {{.*}} @{{(sin|cos|tan|asin|acos|atan|sinh|cosh|asinh|acosh|atanh|atan2|cbrt|pow|exp|exp2|log|tanh|floor|round)f?}}(
// CALLS: define
func.func @all(%x: tensor<2xf32>, %y: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>) {
  %0 = math.asin %x : tensor<2xf32>
  %1 = math.sinh %0 : tensor<2xf32>
  %2 = math.asinh %1 : tensor<2xf32>
  %3 = math.cosh %2 : tensor<2xf32>
  %4 = math.acosh %3 : tensor<2xf32>
  %5 = math.atan %4 : tensor<2xf32>
  %6 = math.tan %5 : tensor<2xf32>
  %7 = math.atanh %6 : tensor<2xf32>
  %8 = math.tanh %7 : tensor<2xf32>
  %9 = math.sin %8 : tensor<2xf32>
  %10 = math.acos %9 : tensor<2xf32>
  %11 = math.cos %10 : tensor<2xf32>
  %12 = math.cbrt %11 : tensor<2xf32>
  %13 = arith.mulf %12, %12 : tensor<2xf32>
  %14 = arith.mulf %13, %12 : tensor<2xf32>
  %15 = math.exp2 %14 : tensor<2xf32>
  %16 = math.log2 %15 : tensor<2xf32>
  %17 = math.powf %x, %y : tensor<2xf32>
  return %16, %17 : tensor<2xf32>, tensor<2xf32>
}

// POWERS: result[0]: 4xf64=[1024, -8, inf, -1]
// POWERS: result[1]: 4xi32=[1000, 0, -1, 1]
func.func @powers(%x: tensor<4xf64>, %n: tensor<4xi32>, %m: tensor<4xi32>) -> (tensor<4xf64>, tensor<4xi32>) {
  %0 = math.fpowi %x, %n : tensor<4xf64>, tensor<4xi32>
  %1 = math.ipowi %n, %m : tensor<4xi32>
  return %0, %1 : tensor<4xf64>, tensor<4xi32>
}
