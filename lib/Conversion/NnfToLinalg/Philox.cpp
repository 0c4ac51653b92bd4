//===- Philox.cpp - Philox 4x32-10 as arith ops ------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Philox.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"

using namespace mlir;
using namespace mlir::nnf;

/// Philox 4x32-10 (Salmon et al. 2011), the four words of one counter. All values are i64 that hold 32 bits, so that a
/// product of two words is one multiplication.
static std::array<Value, 4> philox(TensorBuilder &t, Value counter, Value key) {
  OpBuilder &b = t.b;
  Location l = t.loc;
  auto constant = [&](int64_t v) -> Value { return arith::ConstantOp::create(b, l, b.getI64IntegerAttr(v)); };
  Value mask = constant(0xffffffff), half = constant(32);
  auto low = [&](Value v) -> Value { return arith::AndIOp::create(b, l, v, mask); };
  auto high = [&](Value v) -> Value { return arith::ShRUIOp::create(b, l, v, half); };
  auto mix = [&](Value p, Value q, Value r) -> Value {
    return arith::XOrIOp::create(b, l, arith::XOrIOp::create(b, l, p, q), r);
  };
  Value m0 = constant(0xD2511F53), m1 = constant(0xCD9E8D57), w0 = constant(0x9E3779B9), w1 = constant(0xBB67AE85);
  Value k0 = low(key), k1 = high(key);
  std::array<Value, 4> c = {low(counter), high(counter), constant(0), constant(0)};
  for (int round = 0; round < 10; ++round) {
    Value p0 = arith::MulIOp::create(b, l, m0, c[0]), p1 = arith::MulIOp::create(b, l, m1, c[2]);
    c = {mix(high(p1), c[1], k0), low(p1), mix(high(p0), c[3], k1), low(p0)};
    k0 = low(arith::AddIOp::create(b, l, k0, w0));
    k1 = low(arith::AddIOp::create(b, l, k1, w1));
  }
  return c;
}

Value nnf::emitLinearIndex(OpBuilder &b, Location loc, ArrayRef<Value> extents) {
  Value linear = arith::ConstantIndexOp::create(b, loc, 0);
  for (auto [d, extent] : llvm::enumerate(extents)) {
    Value scaled = arith::MulIOp::create(b, loc, linear, extent);
    linear = arith::AddIOp::create(b, loc, scaled, linalg::IndexOp::create(b, loc, d));
  }
  return linear;
}

/// The upper `bits` bits of word linear mod 4 of the counter offset + linear div 4, as an i64.
static Value emitBits(OpBuilder &b, Location l, Value linear, Value seed, Value offset, int bits) {
  TensorBuilder t(b, l);
  auto constant = [&](int64_t v) -> Value { return arith::ConstantOp::create(b, l, b.getI64IntegerAttr(v)); };
  Value i = arith::IndexCastOp::create(b, l, b.getI64Type(), linear);
  Value counter = arith::AddIOp::create(b, l, offset, arith::ShRUIOp::create(b, l, i, constant(2)));
  std::array<Value, 4> words = philox(t, counter, seed);
  Value lane = arith::AndIOp::create(b, l, i, constant(3)), word = words[3];
  for (int64_t k = 2; k >= 0; --k)
    word = arith::SelectOp::create(b, l, arith::CmpIOp::create(b, l, arith::CmpIPredicate::eq, lane, constant(k)),
                                   words[k], word);
  return arith::ShRUIOp::create(b, l, word, constant(32 - bits));
}

Value nnf::emitDropoutKeeps(OpBuilder &b, Location l, Value linear, Value seed, Value offset, double p, Type type) {
  int bits = type.isF64() ? 32 : 24;
  Value top = emitBits(b, l, linear, seed, offset, bits);
  // top * 2^-bits >= p, in integers: top >= ceil(p * 2^bits).
  Value threshold =
      arith::ConstantOp::create(b, l, b.getI64IntegerAttr(static_cast<int64_t>(std::ceil(std::ldexp(p, bits)))));
  return arith::CmpIOp::create(b, l, arith::CmpIPredicate::uge, top, threshold);
}

Value nnf::emitUniform(OpBuilder &b, Location l, Value linear, Value seed, Value offset, Type type) {
  int bits = type.isF64() ? 32 : 24;
  Value top = arith::SIToFPOp::create(b, l, type, emitBits(b, l, linear, seed, offset, bits));
  return arith::MulFOp::create(b, l, top, TensorBuilder(b, l).constant(type, std::ldexp(1.0, -bits)));
}

Value nnf::emitOpenUniform(OpBuilder &b, Location l, Value linear, Value seed, Value offset, Type type) {
  int bits = type.isF64() ? 32 : 23;
  TensorBuilder t(b, l);
  Value top = arith::SIToFPOp::create(b, l, type, emitBits(b, l, linear, seed, offset, bits));
  Value middle = arith::AddFOp::create(b, l, top, t.constant(type, 0.5));
  return arith::MulFOp::create(b, l, middle, t.constant(type, std::ldexp(1.0, -bits)));
}
