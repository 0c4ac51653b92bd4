//===- Passes.td - differentiation ------------------------------------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TRANSFORMS_DIFFERENTIATE_PASSES_TD
#define NNF_TRANSFORMS_DIFFERENTIATE_PASSES_TD

include "mlir/Pass/PassBase.td"

def Differentiate : Pass<"nnf-differentiate", "::mlir::ModuleOp"> {
  let summary = "Add the vector-Jacobian product of a function";
  let description = [{
    Reverse mode over a function of straight-line ops: `@f(args...) -> results` stays, and
    `@f_vjp(args..., cotangents...) -> (results..., gradients...)` is added. There is a cotangent for each result that is a
    float or a tensor of floats, of the result's type, and a gradient for each argument asked for, of the argument's type.
    The results themselves are returned with `results=true` only.

    ```mlir
    func.func @f(%x: tensor<?xf32>) -> tensor<?xf32> {
      %y = nnf.relu %x : tensor<?xf32>
      return %y : tensor<?xf32>
    }
    // adds
    func.func @f_vjp(%x: tensor<?xf32>, %dy: tensor<?xf32>) -> tensor<?xf32> {
      %dx = linalg.generic {...} ins(%x, %dy : ...) outs(...) {
      ^bb0(%a: f32, %b: f32, %out: f32):
        %p = arith.cmpf ole, %a, %zero : f32
        %d = arith.select %p, %zero, %b : f32
        linalg.yield %d : f32
      } -> tensor<?xf32>
      return %dx : tensor<?xf32>
    }
    ```

    What the ops require of dynamic shapes and of indices is checked as in the function itself.
  }];
  let options = [
    Option<"function", "function", "std::string", /*default=*/"\"\"",
           "The function to differentiate; may be left out where the module has one function with a body">,
    ListOption<"arguments", "arguments", "unsigned",
               "The arguments whose gradients are wanted; all floats and tensors of floats by default">,
    Option<"results", "results", "bool", /*default=*/"false", "Return the function's results as well, before the gradients">,
    Option<"name", "name", "std::string", /*default=*/"\"\"", "What the new function is called; '<function>_vjp' by default">,
  ];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::cf::ControlFlowDialect",
                           "::mlir::linalg::LinalgDialect", "::mlir::math::MathDialect", "::mlir::scf::SCFDialect",
                           "::mlir::tensor::TensorDialect"];
}

#endif // NNF_TRANSFORMS_DIFFERENTIATE_PASSES_TD
