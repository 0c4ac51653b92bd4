// A module at every stage, on one page: each line says from which line of the first stage it comes.
// RUN: nnf-opt %s --nnf-stages=html -o %t.html
// RUN: FileCheck %s --input-file=%t.html

// CHECK: <section id="nnf">
// CHECK-NEXT: <span data-o="2"{{.*}}func.func @f
// CHECK-NEXT: <span data-o="3"{{.*}}nnf.relu %arg0 : tensor&lt;?xf32&gt;
// CHECK: <section id="linalg">
// CHECK: data-o="3"{{.*}}linalg.generic
// CHECK: <section id="bufferized">
// CHECK: <section id="vector">
// CHECK: data-o="3"{{.*}}vector.
// CHECK: <section id="llvm">
// CHECK: data-o="3"{{.*}}llvm.
// CHECK: <section id="assembly">
// CHECK: data-o="3"{{.*}}{{max|cmp|blend}}
// CHECK-NOT: .loc
// Nothing is fetched.
// CHECK-NOT: {{src=|href=|http}}
func.func @f(%x: tensor<?xf32>) -> tensor<?xf32> {
  %0 = nnf.relu %x : tensor<?xf32>
  return %0 : tensor<?xf32>
}

// RUN: not nnf-opt %S/Inputs/unknown.mlir --allow-unregistered-dialect --nnf-stages=html -o %t.none 2>&1 | FileCheck %s --check-prefix=UNKNOWN
// UNKNOWN: nnf-opt: error: the module does not compile to the stage 'bufferized'
// RUN: not ls %t.none
