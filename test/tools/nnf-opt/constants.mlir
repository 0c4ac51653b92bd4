// A constant of many elements is elided where it would go to a screen, and nowhere else unless a flag says so.
// RUN: nnf-opt %s | FileCheck %s --check-prefix=ALL
// RUN: nnf-opt %s | nnf-opt | FileCheck %s --check-prefix=ALL
// RUN: %python %S/Inputs/terminal.py nnf-opt %s | FileCheck %s --check-prefix=ELIDED
// RUN: %python %S/Inputs/terminal.py nnf-opt %s --mlir-elide-elementsattrs-if-larger=100 | FileCheck %s --check-prefix=ALL
// RUN: nnf-opt %s --mlir-elide-elementsattrs-if-larger=16 | FileCheck %s --check-prefix=ELIDED
// RUN: %python %S/Inputs/terminal.py nnf-opt %s -o %t
// RUN: FileCheck %s --check-prefix=ALL --input-file=%t
// RUN: %python %S/Inputs/terminal.py nnf-runner %s --stop-after=linalg | FileCheck %s --check-prefix=ELIDED
// RUN: nnf-runner %s --stop-after=linalg | FileCheck %s --check-prefix=ALL
// ALL: 1.700000e+01
// ELIDED-NOT: 1.700000e+01
// ELIDED: dense_resource<__elided__> : tensor<17xf32>
func.func @f() -> tensor<17xf32> {
  %c = arith.constant dense<[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0, 15.0, 16.0, 17.0]> : tensor<17xf32>
  return %c : tensor<17xf32>
}
