//===- ScaledDim.cpp - a size times a factor --------------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ScaledDim.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mlir::nnf;

Dim nnf::scaled(ShapeContext &c, Dim size, double factor) {
  if (size.isStatic())
    return Dim(static_cast<int64_t>(static_cast<double>(size.getSize()) * factor));
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
