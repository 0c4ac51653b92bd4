//===- Losses.cpp - what the losses that are no formula share -----------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Losses.h"

using namespace mlir;
using namespace mlir::nnf;
using scalar::BoolIR;
using scalar::ScalarIR;
using Scalars = TensorBuilder::Scalars;

Value nnf::reduceLosses(TensorBuilder &t, Value losses, Reduction reduction, Type element) {
  if (reduction == Reduction::None)
    return t.cast_(losses, element);
  int64_t n = t.rank(losses);
  SmallVector<int64_t> all = t.range(n);
  Value sum = t.sum({{losses, all}}, n, all, [](Scalars s) { return *s[0]; });
  Value count;
  if (reduction == Reduction::Mean)
    count = t.countOf(losses, all, t.elementType(losses));
  return t.map({{sum, {}}, {count, {}}}, 0, element, [](Scalars s) { return s[1] ? *s[0] / *s[1] : *s[0]; });
}

BoolIR nnf::isAt(const ScalarIR &label, int64_t loop) {
  const scalar::Emit &e = *label.emit();
  Value v = label.value(e, Type());
  Value here = arith::IndexCastOp::create(e.b, e.loc, v.getType(), linalg::IndexOp::create(e.b, e.loc, loop));
  return {&e, arith::CmpIOp::create(e.b, e.loc, arith::CmpIPredicate::eq, v, here), v.getType()};
}
