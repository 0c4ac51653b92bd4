// Results against expected ones.

// RUN: nnf-runner %S/Inputs/several.mlir -e twice --input=4xf32=-1,0,1,2 --expected-output=4xf32=0,0,1,2 --expected-output=4xf32=-0.76159,0,0.76159,0.96403 | FileCheck %s --check-prefix=GOOD
// GOOD: [SUCCESS] 2 results are as expected
// GOOD-NOT: result[
// RUN: nnf-runner %S/Inputs/several.mlir -e twice --input=4xf32=-1,0,1,2 --expected-output="[0,0,1,2]" --expected-output="(ignored)" | FileCheck %s --check-prefix=IGNORED
// IGNORED: [SUCCESS] 1 result is as expected
// With --output the results are printed as well.
// RUN: nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=3 --expected-output=1x1xf32=3 --output=- | FileCheck %s --check-prefix=PRINTED
// PRINTED: result[0]: 1x1xf32={{\[\[}}3]]
// PRINTED: [SUCCESS]

// RUN: not nnf-runner %S/Inputs/several.mlir -e twice --input=4xf32=-1,0,1,2 --expected-output=4xf32=0,0,1,2.5 --expected-output=4xf32=0 | FileCheck %s --check-prefix=BAD
// BAD: [FAILED] result[0]: element [3]: expected 2.5, but got 2 (off by 0.5 where 1.33e-05 is allowed, 2097152 ULP); 1 of 4 elements differ
// BAD-NEXT: [FAILED] result[1]: element [0]: expected 0, but got -0.7615942 ({{.*}}); 3 of 4 elements differ, most element [3]: expected 0, but got 0.9640276 ({{.*}})
// BAD-NOT: SUCCESS
// RUN: not nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=3 --expected-output=1x2xf32=3 | FileCheck %s --check-prefix=SHAPE
// SHAPE: [FAILED] result[0]: expected 1x2xf32, but got 1x1xf32
// RUN: not nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=nan --expected-output=1x1xf32=0 | FileCheck %s --check-prefix=NAN
// NAN: [FAILED] result[0]: element [0, 0]: expected 0, but got nan
// RUN: nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=nan --expected-output=1x1xf32=nan --equality-mode=exact

// Tolerances: by default those of torch.testing, 1.3e-6 and 1e-5 for f32.
// RUN: nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1000.001 --expected-output=1x1xf32=1000
// RUN: not nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1000.002 --expected-output=1x1xf32=1000
// RUN: nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1001 --expected-output=1x1xf32=1000 --rtol=1e-3
// RUN: nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1001 --expected-output=1x1xf32=1000 --atol=1
// RUN: not nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1001 --expected-output=1x1xf32=1000 --atol=0.9
// RUN: nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=0x3F800002 --expected-output=1x1xf32=1 --max-ulp=2
// RUN: not nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=0x3F800002 --expected-output=1x1xf32=1 --max-ulp=1 | FileCheck %s --check-prefix=ULP
// ULP: (off by 2.38e-07 where 0 is allowed, 2 ULP)
// RUN: not nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=0x3F800001 --expected-output=1x1xf32=1 --equality-mode=exact | FileCheck %s --check-prefix=EXACT
// EXACT: (off by 1.19e-07, 1 ULP)

// RUN: not nnf-runner %S/Inputs/several.mlir -e twice --input=4xf32=0 --expected-output=4xf32=0 2>&1 | FileCheck %s --check-prefix=COUNT
// COUNT: nnf-runner: error: expected an --expected-output= for each of the 2 results of @twice, but got 1
// RUN: not nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=0 --expected-output=1x1xf32=x 2>&1 | FileCheck %s --check-prefix=VALUE
// VALUE: nnf-runner: error: '1x1xf32=x': expected a generator
// RUN: not nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=0 --rtol=-1 2>&1 | FileCheck %s --check-prefix=RTOL
// RTOL: nnf-runner: error: --rtol: expected a number of at least 0, but got '-1'
// RUN: not nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=0 --atol=nan 2>&1 | FileCheck %s --check-prefix=ATOL
// ATOL: nnf-runner: error: --atol: expected a number of at least 0, but got 'nan'
// RUN: not nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=0 --max-ulp=1.5 2>&1 | FileCheck %s --check-prefix=MAXULP
// MAXULP: nnf-runner: error: --max-ulp: expected a whole number of at least 0, but got '1.5'
// RUN: not nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=0 --equality-mode=fuzzy 2>&1 | FileCheck %s --check-prefix=MODE
// MODE: nnf-runner: error: --equality-mode: expected approximate or exact, but got 'fuzzy'

// Against another target; a target agrees with itself.
// RUN: nnf-runner %S/Inputs/relu.mlir --input=5x7xf32=randn --compare-with=cpu | FileCheck %s --check-prefix=TARGET
// TARGET: [SUCCESS] cpu and cpu agree on 1 result
// RUN: not nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=0 --compare-with=cpuu 2>&1 | FileCheck %s --check-prefix=NOTARGET
// NOTARGET: nnf-runner: error: expected a target ({{.*}}), but got 'cpuu', did you mean 'cpu'?

// At both ends of guarded pages.
// RUN: nnf-runner %S/Inputs/relu.mlir --input=5x7xf32=randn --guard-pages --expected-output="(ignored)"
// RUN: nnf-runner %S/Inputs/relu.mlir --input=5x7xf32=1 --guard-pages=end --expected-output=5x7xf32=1
// RUN: nnf-runner %S/Inputs/relu.mlir --input=0x7xf32=1 --guard-pages=begin | FileCheck %s --check-prefix=GUARDED
// GUARDED: result[0]: 0x7xf32=[]
// RUN: not nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1 --guard-pages=middle 2>&1 | FileCheck %s --check-prefix=SIDE
// SIDE: nnf-runner: error: --guard-pages: expected begin, end, both, but got 'middle'
