//===- MyDialect.cpp - registration, and what spherical_softmax is made of ------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "my/MyDialect.h"
#include "nnf/Conversion/TensorBuilder.h"
// What the generated code of formula ops calls.
#include "nnf/IR/OpImpl.h"

#include "my/MyDialect.cpp.inc"
#define GET_OP_CLASSES
#include "my/MyOps.cpp.inc"

using namespace mlir;
using namespace mlir::nnf;

void my::MyDialect::initialize() {
  addOperations<
#define GET_OP_LIST
#include "my/MyOps.cpp.inc"
      >();
}

/// s = sum x * x; y = x * x / s.
FailureOr<SmallVector<Value>> my::SphericalSoftmaxOp::decompose(OpBuilder &b, ValueRange operands) {
  using Scalars = TensorBuilder::Scalars;
  TensorBuilder t(b, getLoc());
  Value x = operands.front();
  int64_t rank = t.rank(x), dim = getDim() < 0 ? getDim() + rank : getDim();
  SmallVector<int64_t> all = t.range(rank), rest = t.range(rank, dim);
  Value sum = t.sum({{x, all}}, rank, dim, [](Scalars s) { return *s[0] * *s[0]; });
  return SmallVector<Value>{
      t.map({{x, all}, {sum, rest}}, rank, t.elementType(x), [](Scalars s) { return *s[0] * *s[0] / *s[1]; })};
}
