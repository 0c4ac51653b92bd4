//===- LowPrecision.cpp - gradients of grouped products are grouped products ----------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/LowPrecision.h"
#include "Vjp.h"

using namespace mlir;
using namespace mlir::nnf;

namespace mlir::nnf {
void registerLowPrecisionVjps(MLIRContext *context);
}

/// The last two dimensions exchanged.
static Value flipped(TensorBuilder &t, Value v) {
  return t.transposed(v, t.rank(v) == 3 ? ArrayRef<int64_t>{0, 2, 1} : ArrayRef<int64_t>{1, 0});
}

/// da = dy b^T and db = a^T dy, group by group: groups of rows of y are parts of the sum for db, and so on. What belongs to no
/// group has the gradient 0, as it has the result 0.
static Gradients groupedMm(GroupedMmOp op, ValueRange cotangents, TensorBuilder &t) {
  Value a = op.getMatA(), b = op.getMatB(), dy = cotangents[0], offs = op.getOffs();
  Type element = t.elementType(a), wide = t.elementType(dy);
  auto product = [&](Value x, Value y) {
    Value z = GroupedMmOp::create(t.b, t.loc, t.cast_(x, wide), t.cast_(y, wide), offs, TypeAttr());
    return t.cast_(z, element);
  };
  SmallVector<Value> gradients(op->getNumOperands());
  gradients[0] = product(dy, flipped(t, b));
  gradients[1] = product(flipped(t, a), dy);
  return gradients;
}

void nnf::registerLowPrecisionVjps(MLIRContext *context) { attachVjp<GroupedMmOp, groupedMm>(context); }
