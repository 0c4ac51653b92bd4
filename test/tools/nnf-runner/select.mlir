// Which function runs, and what can be known about it.

// RUN: nnf-runner --list-functions %S/Inputs/several.mlir | FileCheck %s --check-prefix=LIST
// LIST:      func @twice(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>)
// LIST-NEXT: func @relu_i32(%x: tensor<?xi32>) -> (tensor<?xi32>)
// LIST-NEXT: func @relu_f16(%x: tensor<3xf16>) -> (tensor<3xf16>)
// LIST-NEXT: func private @hidden(%x: tensor<2xf64>) -> (tensor<2xf64>)

// RUN: nnf-runner --print-signature %S/Inputs/relu.mlir | FileCheck %s --check-prefix=SIGNATURE
// RUN: nnf-runner --print-signature -e relu %S/Inputs/relu.mlir | FileCheck %s --check-prefix=SIGNATURE
// SIGNATURE: func @relu(%x: tensor<?x?xf32>) -> (tensor<?x?xf32>)

// RUN: nnf-runner %S/Inputs/relu.mlir --input=1x2xf32=-1,1 | FileCheck %s --check-prefix=ONLY
// ONLY: result[0]: 1x2xf32={{\[\[}}0, 1]]

// RUN: nnf-runner %S/Inputs/several.mlir --function=relu_f16 --input=3xf16=-1,0.1,2 | FileCheck %s --check-prefix=NAMED
// RUN: nnf-runner %S/Inputs/several.mlir -e @relu_f16 --input=3xf16=-1,0.1,2 | FileCheck %s --check-prefix=NAMED
// RUN: nnf-runner - --function=relu_f16 --input=3xf16=-1,0.1,2 < %S/Inputs/several.mlir | FileCheck %s --check-prefix=NAMED
// RUN: nnf-runner --function=relu_f16 --input=3xf16=-1,0.1,2 < %S/Inputs/several.mlir | FileCheck %s --check-prefix=NAMED
// NAMED: result[0]: 3xf16=[0, 0.1, 2]

// Bytecode is as good as text; it has no names.
// RUN: nnf-opt %S/Inputs/several.mlir --emit-bytecode -o %t.mlirbc
// RUN: nnf-runner %t.mlirbc --function=relu_f16 --input=3xf16=-1,0.1,2 | FileCheck %s --check-prefix=NAMED
// RUN: nnf-runner %t.mlirbc --function=relu_f16 --print-signature | FileCheck %s --check-prefix=BYTECODE
// BYTECODE: func @relu_f16(%arg0: tensor<3xf16>) -> (tensor<3xf16>)

// RUN: not nnf-runner %S/Inputs/several.mlir 2>&1 | FileCheck %s --check-prefix=WHICH
// WHICH: nnf-runner: error: expected --function=, because '{{.*}}several.mlir' has 3 public functions: @twice, @relu_i32, @relu_f16
// RUN: not nnf-runner %S/Inputs/several.mlir --function=relu_f61 2>&1 | FileCheck %s --check-prefix=MEANT
// MEANT: nnf-runner: error: no function 'relu_f61' in '{{.*}}several.mlir', did you mean 'relu_f16'?
// RUN: not nnf-runner %S/Inputs/relu.mlir --function=convolution 2>&1 | FileCheck %s --check-prefix=THERE
// THERE: nnf-runner: error: no function 'convolution' in '{{.*}}relu.mlir'; there is @relu
// RUN: not nnf-runner %t.none.mlir 2>&1 | FileCheck %s --check-prefix=NOFILE
// NOFILE: nnf-runner: error: cannot read '{{.*}}none.mlir': No such file or directory
// RUN: not nnf-runner %S 2>&1 | FileCheck %s --check-prefix=FOLDER
// FOLDER: nnf-runner: error: cannot read '{{.*}}': Is a directory
