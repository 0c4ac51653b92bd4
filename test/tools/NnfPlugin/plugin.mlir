// The distribution's own mlir-opt with our plugin: dialect, passes, pipelines.
// An mlir-opt without the sanitizer cannot load a library with it.
// UNSUPPORTED: asan
// DEFINE: %{load} = --load-dialect-plugin=%nnf_libs/NnfPlugin%shlibext --load-pass-plugin=%nnf_libs/NnfPlugin%shlibext
// RUN: %llvm_tools/mlir-opt %{load} %s | FileCheck %s --check-prefix=PARSE
// RUN: %llvm_tools/mlir-opt %{load} --canonicalize %s | FileCheck %s --check-prefix=CANON
// RUN: %llvm_tools/mlir-opt %{load} --pass-pipeline='builtin.module(nnf-fuse-losses)' %s | FileCheck %s --check-prefix=FUSE
// RUN: %llvm_tools/mlir-opt %{load} --pass-pipeline='builtin.module(convert-nnf-to-linalg)' %s | FileCheck %s --check-prefix=LINALG
// RUN: %llvm_tools/mlir-opt %{load} --pass-pipeline='builtin.module(nnf-to-cpu)' %s | FileCheck %s --check-prefix=CPU
// RUN: not %llvm_tools/mlir-opt %{load} --pass-pipeline='builtin.module(nnf-fuse-everything)' %s 2>&1 | FileCheck %s --check-prefix=UNKNOWN

// PARSE: %[[LOGP:.*]] = nnf.log_softmax %{{.*}} dim = 1 : tensor<?x10xf32>
// CANON: nnf.log_softmax
// FUSE: nnf.cross_entropy %arg0, %arg1
// LINALG-NOT: nnf.
// LINALG: linalg.generic
// CPU: llvm.func
// UNKNOWN: nnf-fuse-everything
func.func @loss(%x: tensor<?x10xf32>, %t: tensor<?xi64>) -> tensor<f32> {

  %logp = nnf.log_softmax %x dim = 1 : tensor<?x10xf32>
  %loss = nnf.nll_loss %logp, %t : (tensor<?x10xf32>, tensor<?xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}
