// The generic path to the GPU: one launch a loop nest, a thread a point of the parallel dimensions, device math of our own.
// RUN: nnf-opt %s --nnf-to-nvvm -o %t
// RUN: FileCheck %s --input-file=%t --check-prefix=HOST
// RUN: FileCheck %s --input-file=%t --check-prefix=DEVICE
// RUN: nnf-opt %s --nnf-to-nvvm --remarks-filter-analyse=nnf-gpu-launch --remark-format=emitRemark -o /dev/null 2>&1 | FileCheck %s --check-prefix=REMARK
// RUN: not nnf-opt %s --nnf-to-nvvm=block-size=100 2>&1 | FileCheck %s --check-prefix=BLOCK
// BLOCK: nnf-gpu-launch: expects block-size to be a multiple of 32 up to 1024, but got 100

// HOST-LABEL: func.func @activation
// HOST: gpu.launch_func
// HOST-LABEL: func.func @row
// HOST-LABEL: func.func @indices
// The check of the labels is a kernel, too; the host reads its answer.
// HOST: cf.assert {{.*}}target

// A thread finds its element from block and thread number, and only where there is one.
// DEVICE: gpu.module @activation_kernel
// DEVICE: llvm.func @activation_kernel({{.*}}gpu.kernel{{.*}}nvvm.kernel
// DEVICE-DAG: nvvm.read.ptx.sreg.ctaid.x
// DEVICE-DAG: nvvm.read.ptx.sreg.tid.x
// DEVICE: llvm.icmp "ult"
// DEVICE: llvm.cond_br
// No function of a device library: erf is arithmetic.
// DEVICE-NOT: __nv_
// DEVICE: llvm.intr.fma
// DEVICE-NOT: __nv_
func.func @activation(%x: tensor<?x?xf32>) -> tensor<?x?xf32> {
  %y = nnf.gelu %x : tensor<?x?xf32>
  return %y : tensor<?x?xf32>
}

func.func @row(%x: tensor<?x1000xbf16>) -> tensor<?x1000xbf16> {
  %y = nnf.softmax %x dim = -1 : tensor<?x1000xbf16>
  return %y : tensor<?x1000xbf16>
}

func.func @indices(%x: tensor<?x10xf32>, %t: tensor<?xi64>) -> tensor<f32> {
  %l = nnf.nll_loss %x, %t : (tensor<?x10xf32>, tensor<?xi64>) -> tensor<f32>
  return %l : tensor<f32>
}

// What the host does besides is said once.
// REMARK-NOT: Function=activation
// REMARK: Function=steps | Remark="'scf.for' stays on the host: a loop whose iterations depend on each other
// REMARK-NOT: Function=steps
// REMARK: Function=branch | Remark="'scf.if' stays on the host: a branch around kernels

// A recurrence: the loop over the steps stays on the host, and each step is a launch.
// HOST-LABEL: func.func @steps
// HOST: scf.for
// HOST: gpu.launch_func
// HOST-NOT: linalg.
func.func @steps(%x: tensor<?x8xf32>, %n: index) -> tensor<?x8xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%a = %x) -> tensor<?x8xf32> {
    %z = nnf.tanh %a : tensor<?x8xf32>
    scf.yield %z : tensor<?x8xf32>
  }
  return %r : tensor<?x8xf32>
}

// Control flow around kernels stays on the host, too.
// HOST-LABEL: func.func @branch
// HOST: scf.if
// HOST: gpu.launch_func
// HOST: else
// HOST: gpu.launch_func
func.func @branch(%x: tensor<?xf32>, %c: i1) -> tensor<?xf32> {
  %r = scf.if %c -> tensor<?xf32> {
    %y = nnf.relu %x : tensor<?xf32>
    scf.yield %y : tensor<?xf32>
  } else {
    %y = nnf.tanh %x : tensor<?xf32>
    scf.yield %y : tensor<?xf32>
  }
  return %r : tensor<?xf32>
}
