//===- Registration.cpp - attach the decompositions of every family -----------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/Conversion/NnfToLinalg.h"
#include "nnf/IR/NnfBase.h"

using namespace mlir;
using namespace mlir::nnf;

// Families with a file in this folder; the list is made by CMake.
namespace mlir::nnf {
#define NNF_FAMILY(NAME) void register##NAME##Decompositions(MLIRContext *context);
#include "nnf/Conversion/NnfToLinalg/Families.inc"
} // namespace mlir::nnf

void nnf::registerNnfDecompositions(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, NnfDialect *) {
#define NNF_FAMILY(NAME) register##NAME##Decompositions(context);
#include "nnf/Conversion/NnfToLinalg/Families.inc"
  });
}
