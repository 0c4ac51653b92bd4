//===- Scalef.cpp - AVX-512's multiplication by a power of two --------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// The intrinsic is called directly (`llvm.call_intrinsic`): x86vector's op exists for 512 bits only and documents its
// operands in another order than it passes them.
//
//===--------------------------------------------------------------------------------------------------------===//

#include "nnf/Codegen/Math/Scalef.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;

namespace mlir::nnf::vecmath {

bool hasScalef(Type type) {
  auto vector = dyn_cast<VectorType>(type);
  if (!vector || vector.getRank() != 1 || vector.isScalable())
    return false;
  Type element = vector.getElementType();
  if (!element.isF32() && !element.isF64())
    return false;
  int64_t size = vector.getNumElements() * element.getIntOrFloatBitWidth();
  return size % 512 == 0 || size == 256 || size == 128;
}

/// One register: x, n, pass-through, mask of all ones, and for 512 bits the rounding mode (4: the current one).
static Value createOne(OpBuilder &b, Location loc, Value p, Value n) {
  auto type = cast<VectorType>(p.getType());
  bool f32 = type.getElementType().isF32();
  int64_t lanes = type.getNumElements(), size = lanes * (f32 ? 32 : 64);
  std::string name = (Twine("llvm.x86.avx512.mask.scalef.") + (f32 ? "ps." : "pd.") + Twine(size)).str();
  Value mask = arith::ConstantOp::create(b, loc, b.getIntegerAttr(b.getIntegerType(lanes == 16 ? 16 : 8), -1));
  SmallVector<Value> operands{p, n, p, mask};
  if (size == 512)
    operands.push_back(arith::ConstantOp::create(b, loc, b.getI32IntegerAttr(4)));
  return LLVM::CallIntrinsicOp::create(b, loc, type, b.getStringAttr(name), operands).getResult(0);
}

Value createScalef(OpBuilder &b, Location loc, Value p, Value n) {
  auto type = cast<VectorType>(p.getType());
  int64_t lanes = 512 / type.getElementTypeBitWidth();
  if (type.getNumElements() <= lanes)
    return createOne(b, loc, p, n);
  Value result = arith::ConstantOp::create(b, loc, b.getZeroAttr(type));
  for (int64_t i = 0, e = type.getNumElements(); i < e; i += lanes) {
    auto slice = [&](Value v) -> Value {
      return vector::ExtractStridedSliceOp::create(b, loc, v, ArrayRef<int64_t>{i}, ArrayRef<int64_t>{lanes},
                                                   ArrayRef<int64_t>{1});
    };
    result = vector::InsertStridedSliceOp::create(b, loc, createOne(b, loc, slice(p), slice(n)), result,
                                                  ArrayRef<int64_t>{i}, ArrayRef<int64_t>{1});
  }
  return result;
}

} // namespace mlir::nnf::vecmath
