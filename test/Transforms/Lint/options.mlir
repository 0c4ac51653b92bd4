// The driver: selection, suppression, exit status, bad options.
// RUN: rm -rf %t && split-file %s %t

// A warning does not fail, unless asked to; an unknown rule, level, format or option does.
// RUN: nnf-opt %t/one.mlir --nnf-lint -o /dev/null 2>&1 | FileCheck %s --check-prefix=ONE
// RUN: not nnf-opt %t/one.mlir --nnf-lint="fail-on=warning" -o /dev/null 2>&1 | FileCheck %s --check-prefix=ONE
// RUN: nnf-opt %t/one.mlir --nnf-lint="fix fail-on=remark" -o /dev/null
// RUN: nnf-opt %t/one.mlir --nnf-lint="level=error" -o /dev/null 2>&1 | FileCheck %s --check-prefix=NONE --allow-empty
// RUN: nnf-opt %t/one.mlir --nnf-lint="rules=NNF001" -o /dev/null 2>&1 | FileCheck %s --check-prefix=NONE --allow-empty
// RUN: nnf-opt %t/one.mlir --nnf-lint="rules=nnf101,NNF001" -o /dev/null 2>&1 | FileCheck %s --check-prefix=ONE
// RUN: nnf-opt %t/one.mlir --nnf-lint="rules=softmax-before-cross-entropy" -o /dev/null 2>&1 | FileCheck %s --check-prefix=ONE
// ONE: one.mlir:3:11: warning: {{.*}} [NNF101]
// NONE-NOT: {{.}}

// RUN: not nnf-opt %t/one.mlir --nnf-lint="rules=NNF10l" 2>&1 | FileCheck %s --check-prefix=RULE
// RULE: error: nnf-lint: there is no rule 'NNF10l', did you mean 'NNF101'?
// RUN: not nnf-opt %t/one.mlir --nnf-lint="rules=softmax-before-cross-entropi" 2>&1 | FileCheck %s --check-prefix=NAME
// NAME: error: nnf-lint: there is no rule 'softmax-before-cross-entropi', did you mean 'softmax-before-cross-entropy'?
// RUN: not nnf-opt %t/one.mlir --nnf-lint="level=warnings" 2>&1 | FileCheck %s --check-prefix=LEVEL
// LEVEL: error: nnf-lint: expects level to be remark, warning or error, but got 'warnings', did you mean 'warning'?
// RUN: not nnf-opt %t/one.mlir --nnf-lint="fail-on=always" 2>&1 | FileCheck %s --check-prefix=FAILON
// FAILON: error: nnf-lint: expects fail-on to be never, error, warning or remark, but got 'always'
// RUN: not nnf-opt %t/one.mlir --nnf-lint="format=xml" 2>&1 | FileCheck %s --check-prefix=FORMAT
// FORMAT: error: nnf-lint: expects format to be text, json or sarif, but got 'xml'
// RUN: not nnf-opt %t/one.mlir --nnf-lint="format=json output=%t/none/here.json" 2>&1 | FileCheck %s --check-prefix=WRITE
// WRITE: error: nnf-lint: cannot write '{{.*}}none/here.json': No such file or directory

// In one word.
// RUN: nnf-opt %t/one.mlir --nnf-lint=warn -o /dev/null 2>&1 | FileCheck %s --check-prefix=ONE
// RUN: nnf-opt %t/one.mlir --nnf-lint=off -o /dev/null 2>&1 | FileCheck %s --check-prefix=NONE --allow-empty
// RUN: nnf-opt %t/one.mlir --nnf-lint=fix 2>/dev/null | nnf-opt --nnf-lint=error -o /dev/null
// RUN: not nnf-opt %t/one.mlir --nnf-lint=error -o /dev/null 2>&1 | FileCheck %s --check-prefix=BAD
// BAD: one.mlir:3:11: error: {{.*}} [NNF101]

// Levels of single rules.
// RUN: not nnf-opt %t/one.mlir --nnf-lint="levels=NNF101=error" -o /dev/null 2>&1 | FileCheck %s --check-prefix=BAD
// RUN: nnf-opt %t/one.mlir --nnf-lint="levels=NNF101=remark" -o /dev/null 2>&1 | FileCheck %s --check-prefix=NONE --allow-empty
// RUN: nnf-opt %t/one.mlir --nnf-lint="levels=softmax-before-cross-entropy=off,NNF120=error" -o /dev/null 2>&1 | FileCheck %s --check-prefix=NONE --allow-empty
// RUN: not nnf-opt %t/one.mlir --nnf-lint="levels=NNF101=eror" 2>&1 | FileCheck %s --check-prefix=RULELEVEL
// RULELEVEL: error: nnf-lint: expects the level of NNF101 to be remark, warning, error or off, but got 'eror', did you mean 'error'?
// RUN: not nnf-opt %t/one.mlir --nnf-lint="levels=NNF999=off" 2>&1 | FileCheck %s --check-prefix=NORULE
// NORULE: error: nnf-lint: there is no rule 'NNF999'

// Suppressed on the op, the function, the module.
// RUN: nnf-opt %t/suppressed.mlir --split-input-file --nnf-lint="level=remark" -o /dev/null 2>&1 | FileCheck %s --check-prefix=NONE --allow-empty
// RUN: nnf-opt %t/bad-suppression.mlir --nnf-lint --verify-diagnostics -o /dev/null

//--- one.mlir
func.func @one(%x: tensor<?x10xf32>, %t: tensor<?xi64>) -> tensor<f32> {
  %p = nnf.softmax %x dim = 1 : tensor<?x10xf32>
  %loss = nnf.cross_entropy %p, %t : (tensor<?x10xf32>, tensor<?xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}

//--- suppressed.mlir
func.func @on_op(%x: tensor<?x10xf32>, %t: tensor<?xi64>) -> tensor<f32> {
  %p = nnf.softmax %x dim = 1 : tensor<?x10xf32>
  %loss = nnf.cross_entropy %p, %t {nnf.allow = ["NNF101"]} : (tensor<?x10xf32>, tensor<?xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}
func.func @on_function(%x: tensor<?x10xf32>, %t: tensor<?xi64>) -> tensor<f32> attributes {nnf.allow = ["softmax-before-cross-entropy"]} {
  %p = nnf.softmax %x dim = 1 : tensor<?x10xf32>
  %loss = nnf.cross_entropy %p, %t : (tensor<?x10xf32>, tensor<?xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}
// -----
module attributes {nnf.allow = ["NNF001", "NNF101"]} {
  func.func @in_module(%x: tensor<?x10xf32>, %t: tensor<?xi64>) -> tensor<f32> {
    %p = nnf.softmax %x dim = 1 : tensor<?x10xf32>
    %loss = nnf.cross_entropy %p, %t : (tensor<?x10xf32>, tensor<?xi64>) -> tensor<f32>
    return %loss : tensor<f32>
  }
}

//--- bad-suppression.mlir
func.func @misspelt(%x: tensor<?x10xf32>) -> tensor<?x10xf32> {
  // expected-warning @below {{nnf.allow names 'NNF1O1', which is no rule, did you mean 'NNF101'? [NNF001]}}
  %p = nnf.softmax %x dim = 1 {nnf.allow = ["NNF1O1"]} : tensor<?x10xf32>
  // expected-warning @below {{nnf.allow is not an array of strings, so nothing is suppressed [NNF001]}}
  %q = nnf.softmax %p dim = 1 {nnf.allow = "NNF101"} : tensor<?x10xf32>
  return %q : tensor<?x10xf32>
}
