// Everything that cannot be lowered is in one table, with a form that works: nothing stops at the first.
// RUN: not nnf-opt %s --allow-unregistered-dialect --nnf-explain-unsupported 2>&1 | FileCheck %s
// RUN: not nnf-opt %s --allow-unregistered-dialect --nnf-explain-unsupported=target=nvvm 2>&1 | FileCheck %s --check-prefix=NVVM
// RUN: not nnf-opt %s --allow-unregistered-dialect --nnf-explain-unsupported="output=%t.md target=linalg" 2>&1 | count 0
// RUN: FileCheck %s --check-prefix=LINALG --input-file=%t.md
// What its verifier refuses is in the table; other passes still refuse the module.
// RUN: not nnf-opt %s --allow-unregistered-dialect --canonicalize 2>&1 | FileCheck %s --check-prefix=VERIFIER
// So does this one behind another pass; and one error of a pipeline is one error.
// RUN: not nnf-opt %s --allow-unregistered-dialect --canonicalize --nnf-explain-unsupported 2>&1 | FileCheck %s --check-prefix=VERIFIER
// RUN: not nnf-opt %s --allow-unregistered-dialect --pass-pipeline="builtin.module(nnf-explain-unsupported)" 2>&1 | FileCheck %s
// RUN: echo "func.func @f(%%x: tensor<?xf32>) -> tensor<?xf32> { %%y = nnf.gelu %%x : tensor<?xf32> return %%y : tensor<?xf32> }" > %t.good.mlir
// RUN: not nnf-opt %t.good.mlir --pass-pipeline="builtin.module(nnf-no-such-pass)" 2>&1 | grep -c "does not refer to" | FileCheck %s --check-prefix=ONCE
// ONCE: {{^}}1{{$}}
// RUN: nnf-opt %t.good.mlir --nnf-explain-unsupported 2>&1 | FileCheck %s --check-prefix=GOOD
// RUN: not nnf-opt %t.good.mlir --nnf-explain-unsupported=target=gpu 2>&1 | FileCheck %s --check-prefix=TARGET

// CHECK: nnf-explain-unsupported: 11 of 26 ops and arguments cannot be lowered (target cpu)
// CHECK-EMPTY:
// CHECK-NEXT: | what | where | reason | nearest supported form |
// CHECK-NEXT: |---|---|---|---|
// NVVM: (target nvvm)
// LINALG: (target linalg)
// VERIFIER: error: 'nnf.gelu' op operand #0 must be
// VERIFIER-NOT: error:
// GOOD: nnf-explain-unsupported: everything can be lowered (target cpu)
// GOOD: func.func @f
// TARGET: nnf-explain-unsupported: expects target to be linalg, cpu or nvvm, but got 'gpu'

func.func private @outside(tensor<4xf32>) -> tensor<4xf32>

// CHECK-NEXT: | argument 1 of @model | {{.*}}explain.mlir:[[#@LINE+6]]:18 | has element type 'complex<f32>', which callers cannot pass | f32 for complex<f32> |
// CHECK-NEXT: | argument 2 of @model | {{.*}} | a tensor with a rank |
// CHECK-NEXT: | argument 3 of @model | {{.*}}'i4'{{.*}} | i32 for i4 |
// NVVM-NOT: @fine
// LINALG-NOT: @fine
func.func @model(%x: tensor<?x4xf32>,
                 %c: tensor<?x4xcomplex<f32>>, %u: tensor<*xf32>, %n: tensor<4xi4>, %t: tensor<2x3xf32>) -> tensor<?x4xf32> {
  %a = nnf.relu %x : tensor<?x4xf32>
  // CHECK-NEXT: | nnf.gelu | {{.*}}explain.mlir:[[#@LINE+3]]:8 | operand #0 must be {{.*}}complex<f32>>' | f32 for complex<f32> |
  // NVVM: | nnf.gelu |
  // LINALG: | nnf.gelu |
  %b = nnf.gelu %c : tensor<?x4xcomplex<f32>>
  // CHECK-NEXT: | torch.aten.leaky_relu | {{.*}} | has no lowering: the dialect 'torch' does not say what it does | nnf.leaky_relu |
  // NVVM: | torch.aten.leaky_relu | {{.*}} | nnf.leaky_relu |
  // LINALG: | torch.aten.leaky_relu | {{.*}} | nnf.leaky_relu |
  %d = "torch.aten.leaky_relu"(%x) : (tensor<?x4xf32>) -> tensor<?x4xf32>
  // CHECK-NEXT: | tosa.tanh | {{.*}} | has no lowering | run --pass-pipeline='builtin.module(func.func(tosa-to-linalg{{.*}})' first |
  %e = tosa.tanh %t : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %g = tensor.empty() : tensor<4xf32>
  // CHECK-NEXT: | func.call | {{.*}} | calls a function that has no body in this module | a func.func with a body |
  %f = func.call @outside(%g) : (tensor<4xf32>) -> tensor<4xf32>
  // CHECK-NEXT: | other.softmaks | {{.*}} | nnf.softmax |
  // NVVM: | other.softmaks |
  %h = "other.softmaks"(%a) : (tensor<?x4xf32>) -> tensor<?x4xf32>
  return %h : tensor<?x4xf32>
}

// CHECK-NEXT: | func.func @blocks | {{.*}} | has several blocks; functions must be straight-line code | scf.if, scf.for and scf.while in one block |
func.func @blocks(%x: tensor<4xf32>, %p: i1) -> tensor<4xf32> {
  cf.cond_br %p, ^a, ^b
^a:
  return %x : tensor<4xf32>
^b:
  %y = nnf.silu %x : tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-NEXT: | func.call | {{.*}} | is recursive: @again leads back here | scf.while |
func.func @again(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = func.call @again(%x) : (tensor<4xf32>) -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// The op inside is to blame, not the loop around it.
// CHECK-NEXT: | my.step | {{.*}} | - |
// LINALG: | my.step |
func.func @inside(%x: tensor<4xf32>, %n: index) -> tensor<4xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%a = %x) -> tensor<4xf32> {
    %z = "my.step"(%a) : (tensor<4xf32>) -> tensor<4xf32>
    scf.yield %z : tensor<4xf32>
  }
  return %r : tensor<4xf32>
}

// CHECK-NOT: |
func.func @fine(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = nnf.silu %x : tensor<4xf32>
  return %y : tensor<4xf32>
}
