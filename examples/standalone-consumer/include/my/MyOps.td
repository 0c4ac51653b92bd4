//===- MyOps.td - two ops that nnf does not have ----------------------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef MY_MYOPS_TD
#define MY_MYOPS_TD

include "nnf/IR/NnfBase.td"

def My_Dialect : Dialect {
  let name = "my";
  let cppNamespace = "::my";
  let summary = "Functions of our own";
  let dependentDialects = ["::mlir::nnf::NnfDialect"];
}

/// An activation is its formula: parser, printer, verifier, lowering, gradient and tiling come from nnf's family class.
def My_SquareplusOp : Nnf_Activation<"squareplus", "MyActivation", (ins Nnf_F64<"4.0">:$b),
    "(input + sqrt(input * input + b)) / 2", "", My_Dialect> {
  let summary = "a smooth ramp without exponentials";
  let description = [{
    Formula: `(input + sqrt(input * input + b)) / 2`.

    ```mlir
    %squareplus = my.squareplus %x b = 1.0 : tensor<?xf32>
    ```
  }];
}

/// What is no formula of one element builds the simpler ops that it stands for: lib/MyDialect.cpp.
def My_SphericalSoftmaxOp : Nnf_Composite<"spherical_softmax", "MySoftmax", (ins Nnf_Tensor:$input), (ins),
    (ins Nnf_I64Base:$dim), (outs Nnf_Tensor:$result),
    [DeclareOpInterfaceMethods<Nnf_DecomposableOpInterface>], My_Dialect> {
  let summary = "squares that sum to 1 along a dimension";
  let description = [{
    Formula: `x * x / sum(x * x)` along `dim`.

    ```mlir
    %p = my.spherical_softmax %x dim = 1 : tensor<?x10xf32>
    ```
  }];
  let assemblyFormat = "$input `dim` `=` $dim attr-dict `:` type($input)";
  let shapeRuleBody = [{
  results.push_back(c.shape(adaptor.getInput()));
  return c.dimIndex(adaptor.getDim(), results.back().size());
}];
  // nnf-lint knows from this that a cross_entropy must not read it.
  let resultKind = "Probabilities";
  let resultAxis = "getDim()";
  let resultBounds = "::mlir::nnf::Bounds::between(0, 1)";
}

#endif // MY_MYOPS_TD
