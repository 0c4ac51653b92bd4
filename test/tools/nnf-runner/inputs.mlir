// RUN: nnf-runner %S/Inputs/relu.mlir --input=2x2xf32=0.5 | FileCheck %s --check-prefix=SPLAT
// SPLAT: 2x2xf32={{\[\[}}0.5, 0.5], [0.5, 0.5]]
// RUN: nnf-runner %S/Inputs/relu.mlir --input="2x2xf32=1 -2 3 nan" | FileCheck %s --check-prefix=LIST
// RUN: nnf-runner %S/Inputs/relu.mlir --input="2x2xf32=[[1, -2], [3, nan]]" | FileCheck %s --check-prefix=LIST
// RUN: nnf-runner %S/Inputs/relu.mlir --input="[[1, -2], [3, nan]]" | FileCheck %s --check-prefix=LIST
// LIST: 2x2xf32={{\[\[}}1, 0], [3, nan]]
// RUN: nnf-runner %S/Inputs/relu.mlir --input=0x3xf32= | FileCheck %s --check-prefix=EMPTY
// EMPTY: result[0]: 0x3xf32=[]

// Generators: the same numbers for the same seed, others for another one and for another argument.
// RUN: nnf-runner %S/Inputs/relu.mlir --input="1x4xf32=randn" | FileCheck %s --check-prefix=RANDN
// RUN: nnf-runner %S/Inputs/relu.mlir --input="1x4xf32=randn" --seed=0 | FileCheck %s --check-prefix=RANDN
// RANDN: 1x4xf32={{\[\[}}1.1775912, 0.26756224, 0, 0]]
// RUN: nnf-runner %S/Inputs/relu.mlir --input="1x4xf32=randn" --seed=1 | FileCheck %s --check-prefix=SEED
// SEED-NOT: 1.1775912
// RUN: nnf-runner %S/Inputs/relu.mlir --input="2x2xf32=eye" | FileCheck %s --check-prefix=EYE
// EYE: {{\[\[}}1, 0], [0, 1]]
// RUN: nnf-runner %S/Inputs/relu.mlir --input="2x2xf32=iota(-1, 1)" | FileCheck %s --check-prefix=IOTA
// IOTA: {{\[\[}}0, 0], [1, 2]]
// RUN: nnf-runner %S/Inputs/several.mlir --function=relu_i32 --input="3xi32=-7 0x7fffffff 5" | FileCheck %s --check-prefix=INT
// INT: 3xi32=[0, 2147483647, 5]
// The source says i32, not which sign: ui32 has the same bits.
// RUN: nnf-runner %S/Inputs/several.mlir --function=relu_i32 --input="1xui32=7" | FileCheck %s --check-prefix=SIGN
// SIGN: 1xi32=[7]

// Files. The first line writes the arrays, the others read them.
// RUN: rm -rf %t && mkdir %t
// RUN: nnf-runner %S/Inputs/several.mlir --function=twice --input=4xf32=iota --output=@%t/two.npy --output=+%t/two.npy
// RUN: nnf-runner %S/Inputs/several.mlir --function=twice --input=@%t/two.npy --output=@%t/raw.bin --output= | count 0
// RUN: nnf-runner %S/Inputs/several.mlir --function=twice --input=4xf32=@%t/two.npy --output=- --output= | FileCheck %s --check-prefix=FIRST
// RUN: nnf-runner %S/Inputs/several.mlir --function=twice --input=4xf32=@%t/raw.bin --output=- --output= | FileCheck %s --check-prefix=FIRST
// FIRST: result[0]: 4xf32=[0, 1, 2, 3]

// RUN: not nnf-runner %S/Inputs/relu.mlir 2>&1 | FileCheck %s --check-prefix=FEW
// FEW: nnf-runner: error: @relu: expected 1 input: ?x?xf32; but got 0
// RUN: not nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1 --input=1x1xf32=1 2>&1 | FileCheck %s --check-prefix=MANY
// MANY: nnf-runner: error: @relu: expected 1 input: ?x?xf32; but got 2
// RUN: not nnf-runner %S/Inputs/relu.mlir --input=4xf32=1 2>&1 | FileCheck %s --check-prefix=RANK
// RANK: nnf-runner: error: @relu: input 0: expected ?x?xf32, but got 4xf32
// RUN: not nnf-runner %S/Inputs/relu.mlir --input=1x4xf64=1 2>&1 | FileCheck %s --check-prefix=DTYPE
// DTYPE: nnf-runner: error: @relu: input 0: expected ?x?xf32, but got 1x4xf64
// RUN: not nnf-runner %S/Inputs/several.mlir --function=twice --input=5xf32=1 2>&1 | FileCheck %s --check-prefix=SHAPE
// SHAPE: nnf-runner: error: @twice: input 0: expected 4xf32, but got 5xf32
// RUN: not nnf-runner %S/Inputs/relu.mlir --input=1x4xf32=rndn 2>&1 | FileCheck %s --check-prefix=GENERATOR
// GENERATOR: nnf-runner: error: '1x4xf32=rndn': expected a generator ({{.*}}), but found 'rndn', did you mean 'randn'?
// RUN: not nnf-runner %S/Inputs/relu.mlir --input=1x4xf32=1,2 2>&1 | FileCheck %s --check-prefix=COUNT
// COUNT: nnf-runner: error: '1x4xf32=1,2': expected 4 elements for 1x4xf32, or one for all of them, but found 2
// RUN: not nnf-runner %S/Inputs/relu.mlir --input=@%t/none.npy 2>&1 | FileCheck %s --check-prefix=NOFILE
// NOFILE: nnf-runner: error: cannot read '{{.*}}none.npy': No such file or directory
// RUN: not nnf-runner %S/Inputs/relu.mlir --input=@%s 2>&1 | FileCheck %s --check-prefix=NONPY
// NONPY: nnf-runner: error: '{{.*}}inputs.mlir': expected an .npy file, which begins with '\93NUMPY', but found '// RUN'
// RUN: not nnf-runner %S/Inputs/several.mlir --function=twice --input=5xf32=@%t/raw.bin 2>&1 | FileCheck %s --check-prefix=RAW
// RAW: nnf-runner: error: '{{.*}}raw.bin': expected 20 bytes for 5xf32, but the file has 16
