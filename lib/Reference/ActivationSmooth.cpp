//===- ActivationSmooth.cpp - glu by definition --------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/ActivationSmooth.h"
#include "Machine.h"
#include <cmath>

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::reference;

namespace mlir::nnf::reference {
void registerActivationSmooth(Handlers &handlers);
} // namespace mlir::nnf::reference

static LogicalResult glu(GluOp op, Machine &m) {
  const Array &x = m.get(op.getInput());
  Sizes shape(x.shape());
  int64_t dim = op.getDim() < 0 ? op.getDim() + x.rank() : op.getDim(), half = shape[dim] /= 2;
  Array y(x.element(), shape);
  int64_t next = 0;
  forEachIndex(shape, [&](ArrayRef<int64_t> at) {
    Sizes other(at);
    other[dim] += half;
    y.store(next++, x.numberAt(at) / (1 + std::exp(-x.numberAt(other))));
  });
  return m.set(op.getResult(), y);
}

void reference::registerActivationSmooth(Handlers &handlers) { handlers.add<GluOp, glu>(); }
