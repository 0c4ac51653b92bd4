//===- Glue.h - gradients of the upstream ops between nnf ops -------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_TRANSFORMS_DIFFERENTIATE_GLUE_H
#define NNF_LIB_TRANSFORMS_DIFFERENTIATE_GLUE_H

namespace mlir {
class MLIRContext;
}

namespace mlir::nnf {

/// arith and math, on scalars and element by element on tensors: a table in GlueScalars.cpp. A dialect is to be loaded.
void attachScalarVjps(MLIRContext *context, const char *dialect);
/// linalg ops whose bodies are differentiable and whose outputs are computed anew or summed onto.
void attachLinalgVjps(MLIRContext *context);
/// Casts, reshapes, slices, pads and single elements.
void attachTensorVjps(MLIRContext *context);

} // namespace mlir::nnf

#endif // NNF_LIB_TRANSFORMS_DIFFERENTIATE_GLUE_H
