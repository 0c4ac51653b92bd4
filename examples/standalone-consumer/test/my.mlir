// RUN: my-opt %s | my-opt | FileCheck %s --check-prefix=ROUNDTRIP
// RUN: my-opt --convert-nnf-to-linalg --resolve-ranked-shaped-type-result-dims --linalg-fuse-elementwise-ops %s | FileCheck %s --check-prefix=FUSED
// RUN: my-opt --nnf-lint %s 2>&1 | FileCheck %s --check-prefix=LINT
// RUN: my-opt --nnf-to-cpu %s | FileCheck %s --check-prefix=CPU

// ROUNDTRIP: my.squareplus %{{.*}} b = 1.000000e+00 : tensor<?x10xf32>
// ROUNDTRIP: my.spherical_softmax %{{.*}} dim = 1 : tensor<?x10xf32>

// The activation and nnf's are one loop.
// FUSED-LABEL: func.func @activation
// FUSED-NOT: my.
// FUSED-COUNT-1: linalg.generic
// FUSED: math.sqrt
// FUSED-NOT: linalg.generic
// FUSED-LABEL: func.func @loss

// LINT: warning: cross_entropy takes logits{{.*}}[NNF101]
// LINT: note: {{.*}}

// CPU: llvm.func
func.func @activation(%x: tensor<?x10xf32>) -> tensor<?x10xf32> {
  %0 = my.squareplus %x b = 1.0 : tensor<?x10xf32>
  %1 = nnf.relu6 %0 : tensor<?x10xf32>
  return %1 : tensor<?x10xf32>
}
func.func @loss(%x: tensor<?x10xf32>, %t: tensor<?xi64>) -> tensor<f32> {
  %p = my.spherical_softmax %x dim = 1 : tensor<?x10xf32>
  %loss = nnf.cross_entropy %p, %t : (tensor<?x10xf32>, tensor<?xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}
