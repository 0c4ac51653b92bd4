// RUN: nnf-opt %s --nnf-share-tasks | FileCheck %s

// The second task differs from the first in locations, the third in a number, the fourth says where it failed.

// CHECK-LABEL: func.func @main
// CHECK: constant @main.task0
// CHECK: constant @main.task0
// CHECK: constant @main.task2
// CHECK: constant @main.task3
// CHECK: constant @main.task4
// CHECK: constant @main.task3
func.func @main() attributes {nnf.role = "run", nnf.kernel = "main"} {
  %0 = func.constant @main.task0 : (i64) -> i64
  %1 = func.constant @main.task1 : (i64) -> i64
  %2 = func.constant @main.task2 : (i64) -> i64
  %3 = func.constant @main.task3 : (i64) -> i64
  %4 = func.constant @main.task4 : (i64) -> i64
  %5 = func.constant @main.task5 : (i64) -> i64
  return
}
// CHECK: @main.task0
func.func private @main.task0(%a: i64) -> i64 attributes {nnf.role = "task", nnf.kernel = "main"} {
  %c = arith.constant 1 : i64
  %b = arith.addi %a, %c : i64 loc("first":1:1)
  return %b : i64
}
// CHECK-NOT: @main.task1
func.func private @main.task1(%a: i64) -> i64 attributes {nnf.role = "task", nnf.kernel = "main"} {
  %c = arith.constant 1 : i64
  %b = arith.addi %a, %c : i64 loc("second":2:1)
  return %b : i64
}
// CHECK: @main.task2
func.func private @main.task2(%a: i64) -> i64 attributes {nnf.role = "task", nnf.kernel = "main"} {
  %c = arith.constant 2 : i64
  %b = arith.addi %a, %c : i64
  return %b : i64
}
// CHECK: @main.task3
func.func private @main.task3(%a: i64) -> i64 attributes {nnf.role = "task", nnf.kernel = "main"} {
  %c = arith.constant 2 : i64 loc("x":1:1)
  %b = arith.cmpi slt, %a, %c : i64 loc("x":1:1)
  cf.assert %b, "small" loc("x":1:1)
  return %a : i64 loc("x":1:1)
} loc("x":1:1)
// CHECK: @main.task4
func.func private @main.task4(%a: i64) -> i64 attributes {nnf.role = "task", nnf.kernel = "main"} {
  %c = arith.constant 2 : i64 loc("x":1:1)
  %b = arith.cmpi slt, %a, %c : i64 loc("x":1:1)
  cf.assert %b, "small" loc("x":2:1)
  return %a : i64 loc("x":1:1)
} loc("x":1:1)
// CHECK-NOT: @main.task5
func.func private @main.task5(%a: i64) -> i64 attributes {nnf.role = "task", nnf.kernel = "main"} {
  %c = arith.constant 2 : i64 loc("x":1:1)
  %b = arith.cmpi slt, %a, %c : i64 loc("x":1:1)
  cf.assert %b, "small" loc("x":1:1)
  return %a : i64 loc("x":1:1)
} loc("x":1:1)
