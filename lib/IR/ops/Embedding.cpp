//===- Embedding.cpp - shape rule and registration of the family ------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Embedding.h"
#include "nnf/IR/OpImpl.h"

using namespace mlir;
using namespace mlir::nnf;

#define GET_OP_CLASSES
#include "nnf/IR/ops/Embedding.cpp.inc"

void NnfDialect::registerEmbeddingOps() {
  addOperations<
#define GET_OP_LIST
#include "nnf/IR/ops/Embedding.cpp.inc"
      >();
}

LogicalResult EmbeddingOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape indices = c.shape(adaptor.getInput()), table = c.shape(adaptor.getWeight());
  if (failed(c.requireRank(table, 2, 2, "weight")))
    return failure();
  if (auto padding = adaptor.getPaddingIdx(); padding && table[0].isStatic()) {
    int64_t rows = table[0].getSize();
    if (failed(c.require(*padding >= -rows && *padding < rows, "expects padding_idx to be in [" + Twine(-rows) + ", " +
                                                                   Twine(rows) + "), but got " + Twine(*padding))))
      return failure();
  }
  Shape result = indices;
  result.push_back(table[1]);
  results.push_back(result);
  if (adaptor.getMaxNorm())
    results.push_back(table);
  return success();
}
