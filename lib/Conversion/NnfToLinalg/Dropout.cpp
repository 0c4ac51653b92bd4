//===- Dropout.cpp - dropout with Philox 4x32-10 ----------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Decomposition.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "nnf/IR/ops/Dropout.h"

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;
using scalar::ScalarIR;

namespace mlir::nnf {
void registerDropoutDecompositions(MLIRContext *context);
}

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

/// Element i is kept where word i mod 4 of counter offset + i div 4 gives u >= p.
static Values dropout(DropoutOp op, DropoutOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = adaptor.getInput();
  int64_t n = t.rank(x);
  double p = op.getP();
  if (!op.getTraining() || p == 0)
    return SmallVector<Value>{x};
  Type element = t.elementType(x), compute = t.computeType(element);
  SmallVector<int64_t> all = t.range(n);
  SmallVector<OpFoldResult> sizes = t.sizesOf({{x, all}}, n);
  if (p == 1)
    return SmallVector<Value>{t.map({{x, all}}, n, element, [](Scalars s) { return *s[0] * ScalarIR(0.0); })};
  SmallVector<Value> extents;
  for (int64_t d = 0; d < n; ++d)
    extents.push_back(getValueOrCreateConstantIndexOp(t.b, t.loc, sizes[d]));
  Value seed = adaptor.getSeed(), offset = adaptor.getOffset();
  int bits = compute.isF64() ? 32 : 24;
  SmallVector<utils::IteratorType> parallel(n, utils::IteratorType::parallel);
  return SmallVector<Value>{t.generic(
      {{x, all}}, {{t.empty(sizes, element), all}}, parallel, [&](OpBuilder &b, Location l, ValueRange args) {
        TensorBuilder inner(b, l);
        auto constant = [&](int64_t v) -> Value { return arith::ConstantOp::create(b, l, b.getI64IntegerAttr(v)); };
        Value linear = inner.index(0);
        for (int64_t d = 0; d < n; ++d)
          linear = arith::AddIOp::create(b, l, arith::MulIOp::create(b, l, linear, extents[d]),
                                         linalg::IndexOp::create(b, l, d));
        Value i = arith::IndexCastOp::create(b, l, b.getI64Type(), linear);
        Value counter = arith::AddIOp::create(b, l, offset, arith::ShRUIOp::create(b, l, i, constant(2)));
        std::array<Value, 4> words = philox(inner, counter, seed);
        Value lane = arith::AndIOp::create(b, l, i, constant(3)), word = words[3];
        for (int64_t k = 2; k >= 0; --k)
          word = arith::SelectOp::create(
              b, l, arith::CmpIOp::create(b, l, arith::CmpIPredicate::eq, lane, constant(k)), words[k], word);
        Value top = arith::ShRUIOp::create(b, l, word, constant(32 - bits));
        scalar::Emit e{b, l};
        ScalarIR u(e, arith::SIToFPOp::create(b, l, compute, top)), v(e, t.convert(b, l, args[0], compute));
        ScalarIR y = select(u * ScalarIR(std::ldexp(1.0, -bits)) >= ScalarIR(p), v * ScalarIR(1 / (1 - p)), ScalarIR(0.0));
        return SmallVector<Value>{t.convert(b, l, y.value(e, compute), element)};
      })};
}

void nnf::registerDropoutDecompositions(MLIRContext *context) {
  attach<DropoutOp, dropout>(context);
}
