// What nnf-lint finds is printed, compiled or out of the cache; it can be refused, or left alone.

// RUN: nnf-runner %s -e bad --input=4x10xf32=0 --input=4xi64=1 2>%t.err | FileCheck %s --check-prefix=RUNS
// RUN: FileCheck %s --check-prefix=WARNS < %t.err
// RUN: nnf-runner %s -e bad --input=4x10xf32=0 --input=4xi64=1 2>&1 >/dev/null | FileCheck %s --check-prefix=WARNS
// RUN: nnf-runner %s -e bad --input=4x10xf32=0 --input=4xi64=1 --target=reference 2>&1 >/dev/null | FileCheck %s --check-prefix=WARNS
// RUNS: result[0]: f32=2.302585
// WARNS: lint.mlir:[[@LINE+13]]:11: warning: cross_entropy takes logits, but is given the result of a softmax: {{.*}} [NNF101]
// WARNS: lint.mlir:[[@LINE+11]]:8: note: the softmax is here
// RUN: not nnf-runner %s -e bad --input=4x10xf32=0 --input=4xi64=1 --lint=error 2>&1 | FileCheck %s --check-prefix=REFUSES
// REFUSES: error: cross_entropy takes logits, {{.*}} [NNF101]
// REFUSES-NOT: result[0]
// RUN: nnf-runner %s -e bad --input=4x10xf32=0 --input=4xi64=1 --lint=off 2>&1 | FileCheck %s --check-prefix=OFF
// OFF-NOT: NNF101
// OFF: result[0]
// RUN: not nnf-runner %s -e bad --lint=maybe 2>&1 | FileCheck %s --check-prefix=WRONG
// WRONG: nnf-runner: error: {{.*}}warn, error{{.*}}off{{.*}}maybe

func.func @bad(%x: tensor<?x10xf32>, %t: tensor<?xi64>) -> tensor<f32> {
  %p = nnf.softmax %x dim = 1 : tensor<?x10xf32>
  %loss = nnf.cross_entropy %p, %t : (tensor<?x10xf32>, tensor<?xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}
