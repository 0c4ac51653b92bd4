//===- FusionReport.cpp - what was computed together, and what that saved -----------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Codegen/CPU/FusionReport.h"
#include "mlir/IR/BuiltinTypes.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;

void nnf::addPlaces(FusedGroup &group, Operation *op) {
  op->walk<WalkOrder::PreOrder>([&](Operation *inner) {
    if (!inner->hasTrait<OpTrait::IsTerminator>() && !llvm::is_contained(group.ops, inner->getLoc()))
      group.ops.push_back(inner->getLoc());
  });
}

int64_t nnf::trafficOf(Value buffer, int64_t readers) {
  auto type = cast<ShapedType>(buffer.getType());
  if (!type.hasStaticShape())
    return -1;
  Type element = type.getElementType();
  int64_t bytes = element.isIndex() ? 8 : llvm::divideCeil(std::max(8u, element.getIntOrFloatBitWidth()), 8);
  return bytes * type.getNumElements() * (1 + readers);
}

std::string nnf::describeBuffer(Value buffer) {
  auto type = cast<ShapedType>(buffer.getType());
  std::string text;
  llvm::raw_string_ostream os(text);
  for (int64_t size : type.getShape())
    (ShapedType::isDynamic(size) ? os << "?" : os << size) << "x";
  os << type.getElementType();
  return text;
}
