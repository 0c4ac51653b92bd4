// The pipelines by name: one for each stage, with its options, and nnf-to-cpu, which takes the stage as an option.

// RUN: nnf-opt %s --nnf-to-linalg -o %t.linalg
// RUN: FileCheck %s --check-prefix=LINALG --input-file=%t.linalg
// RUN: nnf-opt %s --nnf-to-cpu=stop-after=linalg | diff - %t.linalg
// LINALG-LABEL: func.func @loss
// LINALG-NOT: nnf.{{[a-z_]+}} %
// LINALG: linalg.

// RUN: nnf-opt %s --nnf-to-vector=target=avx2 -o %t.vector
// RUN: FileCheck %s --check-prefix=VECTOR --input-file=%t.vector
// RUN: nnf-opt %s "--nnf-to-cpu=stop-after=vector target=avx2" | diff - %t.vector
// RUN: nnf-opt %t.linalg --nnf-to-vector=target=avx2 | FileCheck %s --check-prefix=VECTOR
// VECTOR-LABEL: func.func @relu
// VECTOR: scf.forall
// VECTOR: vector<8xf32>
// VECTOR-NOT: linalg.

// RUN: nnf-opt %s --nnf-to-llvm=target=generic -o %t.llvm
// RUN: FileCheck %s --check-prefix=LLVM --input-file=%t.llvm
// RUN: nnf-opt %s --nnf-to-cpu=target=generic | diff - %t.llvm
// LLVM: nnf_rt_parallel_for
// LLVM-NOT: scf.
// RUN: nnf-opt %s "--nnf-to-llvm=target=generic threads=false" | FileCheck %s --check-prefix=SERIAL
// SERIAL-NOT: nnf_rt_parallel_for
// RUN: nnf-opt %s --nnf-to-vector=vectorize=false | FileCheck %s --check-prefix=SCALAR
// SCALAR-NOT: vector<

// Losses get the logits, and a remark says so.
// RUN: nnf-opt %s --nnf-to-linalg --remarks-filter-passed=nnf-fuse-losses --remark-format=emitRemark -o /dev/null 2>&1 | FileCheck %s --check-prefix=FUSED
// FUSED: nnf.log_softmax and nnf.nll_loss became a cross_entropy of the logits
// RUN: nnf-opt %s --nnf-to-linalg=fuse-losses=false --remarks-filter-passed=nnf-fuse-losses --remark-format=emitRemark -o /dev/null 2>&1 | FileCheck %s --allow-empty --check-prefix=APART
// APART-NOT: remark

// RUN: nnf-opt --help | FileCheck %s --check-prefix=HELP
// HELP-DAG: --nnf-to-cpu {{.*}} Lower nnf (or linalg on tensors) to a callable function on the CPU
// HELP-DAG: --nnf-to-linalg {{.*}} Lower nnf to fused linalg on tensors
// HELP-DAG: --nnf-to-llvm {{.*}} Lower nnf (or linalg on tensors) to the llvm dialect
// HELP-DAG: --nnf-to-nvvm {{.*}} Lower nnf to GPU kernels
// HELP-DAG: --nnf-to-vector {{.*}} Lower nnf (or linalg on tensors) to loops and vectors on buffers
// HELP-DAG: --fuse-losses {{.*}} Give classifier losses the logits
// HELP-DAG: --stop-after=<value> {{.*}} The stage to end with
// HELP-DAG: --target=<string> {{.*}} Machine to emit for
// HELP-DAG: --threads {{.*}} Give parallel loops to the runtime's threads

func.func @relu(%x: tensor<?xf32>) -> tensor<?xf32> {
  %y = nnf.relu %x : tensor<?xf32>
  return %y : tensor<?xf32>
}

func.func @loss(%x: tensor<?x10xf32>, %t: tensor<?xi64>) -> tensor<f32> {
  %logp = nnf.log_softmax %x dim = 1 : tensor<?x10xf32>
  %l = nnf.nll_loss %logp, %t : (tensor<?x10xf32>, tensor<?xi64>) -> tensor<f32>
  return %l : tensor<f32>
}
