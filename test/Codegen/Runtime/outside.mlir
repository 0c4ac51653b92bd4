// An op outside of a function is refused: it may be its own operand there.

// RUN: not nnf-opt %s --nnf-to-llvm 2>&1 | FileCheck %s
// CHECK: outside.mlir:6:6: error: 'nnf.relu' op stands outside of a function: nothing would compute it

%0 = nnf.relu %0 : tensor<8xf32>
