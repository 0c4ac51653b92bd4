// Looking inside, without running.

// RUN: nnf-runner %S/Inputs/relu.mlir --stop-after=linalg | FileCheck %s --check-prefix=LINALG
// LINALG: func.func @relu
// LINALG: linalg.generic
// LINALG-NOT: nnf.relu
// RUN: nnf-runner %S/Inputs/relu.mlir --stop-after=bufferized | FileCheck %s --check-prefix=BUFFERS
// BUFFERS: func.func {{.*}}@relu{{.*}}memref<?x?xf32
// RUN: nnf-runner %S/Inputs/relu.mlir --stop-after=vector | FileCheck %s --check-prefix=VECTOR
// VECTOR-NOT: linalg.generic
// VECTOR: {{scf.for|vector<}}
// RUN: nnf-runner %S/Inputs/relu.mlir --stop-after=llvm | FileCheck %s --check-prefix=LLVMDIALECT
// RUN: nnf-runner %S/Inputs/relu.mlir --emit=mlir | FileCheck %s --check-prefix=LLVMDIALECT
// RUN: nnf-runner %S/Inputs/relu.mlir --emit=mlir -o %t.mlir && FileCheck %s --check-prefix=LLVMDIALECT < %t.mlir
// LLVMDIALECT: llvm.mlir.global {{.*}}@relu_kernel
// RUN: nnf-runner %S/Inputs/relu.mlir --emit=llvm | FileCheck %s --check-prefix=LLVMIR
// LLVMIR: @relu_kernel =
// RUN: nnf-runner %S/Inputs/relu.mlir --emit=asm | FileCheck %s --check-prefix=ASM
// ASM: relu_kernel:
// What is shown is compiled for the processor that is named.
// RUN: nnf-runner %S/Inputs/relu.mlir --stop-after=vector --mcpu=znver3 | FileCheck %s --check-prefix=YMM
// YMM: vector.load {{.*}} vector<8xf32>
// RUN: nnf-runner %S/Inputs/relu.mlir --stop-after=vector --mcpu=znver4 | FileCheck %s --check-prefix=ZMM
// ZMM: vector.load {{.*}} vector<16xf32>
// RUN: nnf-runner %S/Inputs/relu.mlir --emit=obj -o %t.o | count 0
// RUN: llvm-nm %t.o | FileCheck %s --check-prefix=OBJ
// OBJ: {{[DR]}} relu_kernel
// RUN: nnf-runner %S/Inputs/relu.mlir --emit=obj > %t.stdout.o && cmp %t.o %t.stdout.o

// RUN: not nnf-runner %S/Inputs/relu.mlir --stop-after=linag 2>&1 | FileCheck %s --check-prefix=STAGE
// STAGE: nnf-runner: error: expected a stage (linalg, bufferized, vector, llvm), but got 'linag', did you mean 'linalg'?
// RUN: not nnf-runner %S/Inputs/relu.mlir --emit=ptx 2>&1 | FileCheck %s --check-prefix=EMIT
// EMIT: nnf-runner: error: --emit: expected mlir, llvm, asm, obj, shared, header, but got 'ptx'
// RUN: not nnf-runner %S/Inputs/relu.mlir --emit=asm --stop-after=vector 2>&1 | FileCheck %s --check-prefix=BOTH
// BOTH: nnf-runner: error: --stop-after shows MLIR: it cannot be given together with --emit=asm
// RUN: not nnf-runner %S/Inputs/relu.mlir --emit=asm -o %t/none/x.s 2>&1 | FileCheck %s --check-prefix=NOFOLDER
// NOFOLDER: nnf-runner: error: cannot write '{{.*}}none/x.s': No such file or directory

// RUN: nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1 --print-allocations | FileCheck %s --check-prefix=ALLOCATIONS
// ALLOCATIONS: temporaries: 0
// ALLOCATIONS: temporary bytes: 0
// ALLOCATIONS: copies of strided tensors: 0

// The cache: the second run finds what the first stored, under its own folder.
// RUN: rm -rf %t.cache
// RUN: nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1 --timing --cache-dir=%t.cache 2>&1 | FileCheck %s --check-prefix=COLD
// COLD: ms  MLIR passes
// COLD: ms  code generation
// COLD: ms  in all{{$}}
// RUN: nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1 --timing --cache-dir=%t.cache 2>&1 | FileCheck %s --check-prefix=WARM
// WARM: 0.000 ms  MLIR passes
// WARM: ms  in all, out of the cache
// A second time in the same process.
// RUN: nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1 --timing=again --no-cache 2>&1 | FileCheck %s --check-prefix=AGAIN
// AGAIN-COUNT-2: ms  in all{{$}}
// RUN: not nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1 --timing=twice 2>&1 | FileCheck %s --check-prefix=TIMING
// TIMING: nnf-runner: error: --timing: expected again, but got 'twice'
// Other options are another kernel.
// RUN: nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1 --timing --cache-dir=%t.cache -O2 2>&1 | FileCheck %s --check-prefix=COLD
// RUN: nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1 --timing --cache-dir=%t.cache --mattr=-avx512f 2>&1 | FileCheck %s --check-prefix=COLD
// RUN: nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1 --timing --cache-dir=%t.cache --no-cache 2>&1 | FileCheck %s --check-prefix=COLD
// RUN: rm -rf %t.cache
// RUN: nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1 --cache-dir=%t.cache --no-cache | FileCheck %s --check-prefix=RESULT
// RESULT: result[0]: 1x1xf32={{\[\[}}1]]
// RUN: not ls %t.cache
