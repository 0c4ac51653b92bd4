// How it is compiled and run.

// RUN: nnf-runner %S/Inputs/relu.mlir --input=9x9xf32=randn --target=cpu --num-threads=1 > %t.1
// RUN: nnf-runner %S/Inputs/relu.mlir --input=9x9xf32=randn --num-threads=2 > %t.2 && cmp %t.1 %t.2
// RUN: nnf-runner %S/Inputs/relu.mlir --input=9x9xf32=randn -O0 > %t.2 && cmp %t.1 %t.2
// RUN: nnf-runner %S/Inputs/relu.mlir --input=9x9xf32=randn -O2 > %t.2 && cmp %t.1 %t.2
// RUN: nnf-runner %S/Inputs/relu.mlir --input=9x9xf32=randn -O3 --no-cache > %t.2 && cmp %t.1 %t.2
// RUN: nnf-runner %S/Inputs/relu.mlir --input=9x9xf32=randn --mcpu=native > %t.2 && cmp %t.1 %t.2

// RUN: not nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1 --target=gpuu 2>&1 | FileCheck %s --check-prefix=TARGET
// TARGET: nnf-runner: error: expected a target ({{.*}}cpu{{.*}}), but got 'gpuu'
// RUN: not nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1 -O4 2>&1 | FileCheck %s --check-prefix=LEVEL
// LEVEL: nnf-runner: error: expected -O0, -O1, -O2 or -O3, but got -O4
// RUN: not nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1 --num-threads=0 2>&1 | FileCheck %s --check-prefix=NOTHREADS
// RUN: not nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1 --threads=0 2>&1 | FileCheck %s --check-prefix=NOTHREADS
// NOTHREADS: nnf-runner: error: --num-threads: expected a whole number of at least 1 and at most 1024, but got '0'
// RUN: not nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1 --num-threads=100000 2>&1 | FileCheck %s --check-prefix=THREADS
// THREADS: nnf-runner: error: --num-threads: expected a whole number of at least 1 and at most 1024, but got '100000'
// RUN: not nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1 --mcpu=no-such-cpu 2>&1 | FileCheck %s --check-prefix=CPU
// CPU: nnf-runner: error: {{.*}}no-such-cpu

// RUN: not nnf-runner %S/Inputs/relu.mlir --inptu=1x1xf32=1 2>&1 | FileCheck %s --check-prefix=FLAG
// FLAG: nnf-runner: error: unknown flag '--inptu', did you mean '--input'?
// RUN: not nnf-runner %S/Inputs/relu.mlir --quite-different 2>&1 | FileCheck %s --check-prefix=OTHER
// OTHER: nnf-runner: error: unknown flag '--quite-different'{{$}}
// RUN: not nnf-runner %S/Inputs/relu.mlir %S/Inputs/several.mlir 2>&1 | FileCheck %s --check-prefix=TWO
// TWO: nnf-runner: error: Too many positional arguments specified!

// RUN: nnf-runner --version | FileCheck %s --check-prefix=VERSION
// VERSION: nnf-runner nnf-{{[0-9]+\.[0-9]+\.[0-9]+}}

// Help has our flags in groups, and none of LLVM's.
// RUN: nnf-runner --help | FileCheck %s --check-prefix=HELP
// HELP: USAGE: nnf-runner
// HELP-NOT: {{x86|debug|mlir-}}
// HELP-DAG: Select: what to run:
// HELP-DAG: Input:
// HELP-DAG: Output:
// HELP-DAG: Check: compare results:
// HELP-DAG: Inspect: look inside:
// HELP-DAG: Benchmark:
// HELP-DAG: Backend: how it is compiled and run:
// HELP-DAG: cpu: compiled, vectorised and threaded code for this processor
