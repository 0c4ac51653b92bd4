//===- ScaledDim.cpp - a size times a factor
//--------------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ScaledDim.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include <cmath>

using namespace mlir;
using namespace mlir::nnf;

/// Truncated; what is too large for 64 bits is as large as there is.
static int64_t toSize(double size) {
  constexpr double most = 0x1p63;
  if (!(std::abs(size) < most))
    return size < 0 ? INT64_MIN + 1 : INT64_MAX;
  return static_cast<int64_t>(size);
}

Dim nnf::scaled(ShapeContext &c, Dim size, double factor) {
  if (size.isStatic())
    return Dim(toSize(static_cast<double>(size.getSize()) * factor));
  if (!c.getBuilder())
    return Dim();
  OpBuilder &b = *c.getBuilder();
  Location loc = c.getLoc();
  Value whole = arith::IndexCastOp::create(b, loc, b.getI64Type(), size.value(b, loc));
  Value real = arith::SIToFPOp::create(b, loc, b.getF64Type(), whole);
  Value times = arith::ConstantOp::create(b, loc, b.getF64FloatAttr(factor));
  Value down = arith::FPToSIOp::create(b, loc, b.getI64Type(), arith::MulFOp::create(b, loc, real, times));
  return Dim(c, arith::IndexCastOp::create(b, loc, b.getIndexType(), down));
}
