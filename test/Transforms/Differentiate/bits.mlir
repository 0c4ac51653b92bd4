// What the bits of a number decide is constant almost everywhere, and has the gradient zero: a sign, a class.
// RUN: nnf-opt %s --nnf-differentiate="function=f" | FileCheck %s
// RUN: nnf-runner %s --function=f --input=4xf32=-1,2,-3,4 --check-grad | FileCheck %s --check-prefix=CHECKED
// CHECK: func.func @f_vjp
// CHECKED: [SUCCESS] the gradient agrees with finite differences at 4 elements
func.func @f(%x: tensor<4xf32>) -> tensor<4xf32> {
  %bits = arith.bitcast %x : tensor<4xf32> to tensor<4xi32>
  %zero = arith.constant dense<0> : tensor<4xi32>
  %half = arith.constant dense<0.5> : tensor<4xf32>
  %negative = arith.cmpi slt, %bits, %zero : tensor<4xi32>
  %slope = arith.mulf %x, %half : tensor<4xf32>
  %y = arith.select %negative, %slope, %x : tensor<4xi1>, tensor<4xf32>
  return %y : tensor<4xf32>
}
