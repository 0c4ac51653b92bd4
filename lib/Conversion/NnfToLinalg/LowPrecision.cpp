//===- LowPrecision.cpp - products of groups, and of bytes with scales -------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Decomposition.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "nnf/IR/ops/LowPrecision.h"
#include <cmath>

using namespace mlir;
using namespace mlir::nnf;
using Iterator = utils::IteratorType;

namespace mlir::nnf {
void registerLowPrecisionDecompositions(MLIRContext *context);
}

//===-- groups ----------------------------------------------------------------------------------------------------===//

/// A part of a tensor of rank 2, `size` from `first` along `dim`; or matrix `first` of a tensor of rank 3.
static Value part(TensorBuilder &t, Value v, Value first, Value size, int64_t dim) {
  int64_t n = t.rank(v);
  SmallVector<OpFoldResult> offsets(n, t.b.getIndexAttr(0)), sizes, strides(n, t.b.getIndexAttr(1));
  for (int64_t d = 0; d < n; ++d)
    sizes.push_back(t.sizeOf(v, d));
  auto type = cast<RankedTensorType>(v.getType());
  if (n == 3) {
    offsets[0] = first;
    sizes[0] = t.b.getIndexAttr(1);
    auto matrix = RankedTensorType::get(type.getShape().drop_front(), type.getElementType());
    return tensor::ExtractSliceOp::create(t.b, t.loc, matrix, v, offsets, sizes, strides);
  }
  offsets[dim] = first;
  sizes[dim] = size;
  return tensor::ExtractSliceOp::create(t.b, t.loc, v, offsets, sizes, strides);
}

/// c + a b of matrices.
static Value product(TensorBuilder &t, Value a, Value b, Value init) {
  return t.contract({a, {0, 2}}, {b, {2, 1}}, init, {0, 1}, 3);
}

///   %y = nnf.grouped_mm %a, %b offs = %o : (tensor<?x16xf32>, tensor<3x16x8xf32>, tensor<3xi32>) -> tensor<?x8xf32>
/// becomes
///   scf.for %g = 0 to 3, with the end of the group before and the result so far:
///     its rows are  [before, max(before, %o[%g]))
///     insert  rows of %a times %b[%g]  into the result
static Value groupedProduct(TensorBuilder &t, Value a, Value b, Value offs, Type compute) {
  int64_t aRank = t.rank(a), bRank = t.rank(b);
  OpFoldResult rows = t.sizeOf(a, aRank - 2), columns = t.sizeOf(b, bRank - 1);
  if (!offs) {
    Value init = t.filled({t.sizeOf(a, 0), rows, columns}, compute, 0);
    return t.contract({a, {0, 1, 3}}, {b, {0, 3, 2}}, init, {0, 1, 2}, 4);
  }
  Value groups = getValueOrCreateConstantIndexOp(t.b, t.loc, t.sizeOf(offs, 0));
  bool splitsSum = aRank == 2 && bRank == 2;
  int64_t along = aRank == 3 ? 1 : 0; // of the result, where the groups lie side by side
  SmallVector<OpFoldResult> sizes{rows, columns};
  if (splitsSum)
    sizes.insert(sizes.begin(), groups);
  Value init = t.filled(sizes, compute, 0);
  auto loop = scf::ForOp::create(
      t.b, t.loc, t.index(0), groups, t.index(1), ValueRange{init, t.index(0)},
      [&](OpBuilder &nested, Location l, Value g, ValueRange carried) {
        TensorBuilder in(nested, l);
        Value given = tensor::ExtractOp::create(nested, l, offs, g), first = carried[1];
        Value end = arith::MaxSIOp::create(nested, l, first,
                                           arith::IndexCastOp::create(nested, l, nested.getIndexType(), given));
        Value size = arith::SubIOp::create(nested, l, end, first);
        Value x = part(in, a, aRank == 3 ? g : first, size, splitsSum ? 1 : 0);
        Value y = part(in, b, bRank == 3 ? g : first, size, splitsSum ? 0 : 1);
        SmallVector<OpFoldResult> own{in.sizeOf(x, 0), in.sizeOf(y, 1)};
        Value z = product(in, x, y, in.filled(own, compute, 0));
        SmallVector<OpFoldResult> offsets(sizes.size(), nested.getIndexAttr(0)), strides(sizes.size(), nested.getIndexAttr(1));
        offsets[splitsSum ? 0 : along] = splitsSum ? g : first;
        if (splitsSum)
          own.insert(own.begin(), nested.getIndexAttr(1));
        Value next = tensor::InsertSliceOp::create(nested, l, z, carried[0], offsets, own, strides);
        scf::YieldOp::create(nested, l, ValueRange{next, end});
      });
  return loop.getResult(0);
}

/// No group ends beyond the dimension that they are parts of.
static void checkOffsets(TensorBuilder &t, Value a, Value b, Value offs, const Twine &what) {
  if (!offs)
    return;
  // Rows of `a`, terms of both, or columns of `b`.
  Value size = t.rank(a) == 2 && t.rank(b) == 3 ? tensor::DimOp::create(t.b, t.loc, a, 0).getResult()
                                                : tensor::DimOp::create(t.b, t.loc, b, t.rank(a) == 2 ? 0 : 1).getResult();
  t.checkIndices(offs, arith::AddIOp::create(t.b, t.loc, size, t.index(1)), std::nullopt, what);
}

static Values groupedMm(GroupedMmOp op, GroupedMmOp::Adaptor adaptor, TensorBuilder &t) {
  Value a = adaptor.getMatA(), b = adaptor.getMatB();
  checkOffsets(t, a, b, adaptor.getOffs(), "nnf.grouped_mm: offs");
  Value y = groupedProduct(t, a, b, adaptor.getOffs(), t.computeTypeOf(a));
  return SmallVector<Value>{t.cast_(y, getElementTypeOrSelf(op.getType()))};
}

//===-- bytes -----------------------------------------------------------------------------------------------------===//

/// The f32 that a byte is. Both types are narrow f16: e5m2 is its upper half, e4m3 has a smaller bias and no infinities.
static Value decode(OpBuilder &b, Location l, Value byte, bool isE5M2) {
  Type i16 = b.getI16Type(), f32 = b.getF32Type();
  auto c = [&](int64_t v) -> Value { return arith::ConstantOp::create(b, l, b.getIntegerAttr(i16, v)); };
  auto real = [&](Value bits) -> Value {
    Value half = arith::BitcastOp::create(b, l, b.getF16Type(), bits);
    return arith::ExtFOp::create(b, l, f32, half);
  };
  Value wide = arith::ExtUIOp::create(b, l, i16, byte);
  if (isE5M2)
    return real(arith::ShLIOp::create(b, l, wide, c(8)));
  Value size = arith::AndIOp::create(b, l, wide, c(0x7F));
  Value sign = arith::ShLIOp::create(b, l, arith::AndIOp::create(b, l, wide, c(0x80)), c(8));
  Value bits = arith::OrIOp::create(b, l, sign, arith::ShLIOp::create(b, l, size, c(7)));
  TensorBuilder t(b, l);
  Value v = arith::MulFOp::create(b, l, real(bits), t.constant(f32, 256));
  Value isNan = arith::CmpIOp::create(b, l, arith::CmpIPredicate::eq, size, c(0x7F));
  return arith::SelectOp::create(b, l, isNan, t.constant(f32, NAN), v);
}

/// Bytes of the type of `given` as f32, times a scale along some of their dimensions if there is one.
static Value scaled(TensorBuilder &t, Value bytes, Value given, Along scale) {
  int64_t n = t.rank(bytes);
  bool isE5M2 = isa<Float8E5M2Type>(getElementTypeOrSelf(given.getType()));
  Along all{bytes, t.range(n)};
  SmallVector<Along> ins{all};
  if (scale.v)
    ins.push_back(scale);
  SmallVector<Iterator> parallel(n, Iterator::parallel);
  return t.generic(ins, {{t.empty(t.sizesOf({all}, n), t.b.getF32Type()), t.range(n)}}, parallel,
                   [&](OpBuilder &b, Location l, ValueRange args) {
                     Value x = decode(b, l, args[0], isE5M2);
                     return SmallVector<Value>{scale.v ? arith::MulFOp::create(b, l, x, args[1]).getResult() : x};
                   })[0];
}

/// The byte nearest to an f32, ties to even. e4m3 has no infinities: what is beyond its largest number becomes that number.
///
///   normal:      shift the bits to the byte's place, having added just less than half of the last place that stays
///   subnormal:   add a number whose last place is the byte's
static Value encode(OpBuilder &b, Location l, Value x, bool isE5M2) {
  TensorBuilder t(b, l);
  Type f32 = b.getF32Type(), i32 = b.getI32Type();
  auto c = [&](int64_t v) -> Value { return arith::ConstantOp::create(b, l, b.getIntegerAttr(i32, v)); };
  auto bitsOf = [&](Value v) -> Value { return arith::BitcastOp::create(b, l, i32, v); };
  auto select = [&](Value condition, Value yes, Value no) -> Value {
    return arith::SelectOp::create(b, l, condition, yes, no);
  };
  auto below = [&](Value v, Value bound) -> Value {
    return arith::CmpIOp::create(b, l, arith::CmpIPredicate::ult, v, bound);
  };
  int64_t places = isE5M2 ? 21 : 20, bias = isE5M2 ? 15 : 7;
  Value bits = bitsOf(x), sign = arith::AndIOp::create(b, l, arith::ShRUIOp::create(b, l, bits, c(24)), c(0x80));
  Value size = arith::AndIOp::create(b, l, bits, c(0x7FFFFFFF));
  // As f32: 448, or 61440, which is halfway between the largest number of e5m2 and what would come next.
  Value bound = bitsOf(t.constant(f32, isE5M2 ? 61440 : 448));
  Value odd = arith::AndIOp::create(b, l, arith::ShRUIOp::create(b, l, size, c(places)), c(1));
  Value moved = arith::AddIOp::create(b, l, arith::AddIOp::create(b, l, size, odd), c(((bias - 127) * (1 << 23)) + (1 << (places - 1)) - 1));
  Value normal = arith::ShRUIOp::create(b, l, moved, c(places));
  // The last place of this number is the smallest subnormal byte.
  Value base = t.constant(f32, std::ldexp(1.0, 24 - static_cast<int>(bias) - (isE5M2 ? 2 : 3)));
  Value shifted = arith::AddFOp::create(b, l, arith::BitcastOp::create(b, l, f32, size), base);
  Value subnormal = arith::SubIOp::create(b, l, bitsOf(shifted), bitsOf(base));
  Value smallest = bitsOf(t.constant(f32, std::ldexp(1.0, 1 - static_cast<int>(bias))));
  Value byte = select(below(size, smallest), subnormal, normal);
  byte = select(below(size, bound), byte, c(isE5M2 ? 0x7C : 0x7E));
  // Above infinity there is NaN.
  byte = select(below(c(0x7F800000), size), c(0x7F), byte);
  return arith::TruncIOp::create(b, l, b.getI8Type(), arith::OrIOp::create(b, l, byte, sign));
}

/// An f32 result in the type of `like`.
static Value finished(TensorBuilder &t, Value y, Type like) {
  Type element = getElementTypeOrSelf(like);
  if (!isa<Float8E4M3FNType, Float8E5M2Type>(element))
    return t.cast_(y, element);
  int64_t n = t.rank(y);
  Along all{y, t.range(n)};
  return t.generic({all}, {{t.empty(t.sizesOf({all}, n), t.b.getI8Type()), t.range(n)}},
                   SmallVector<Iterator>(n, Iterator::parallel), [&](OpBuilder &b, Location l, ValueRange args) {
                     return SmallVector<Value>{encode(b, l, args[0], isa<Float8E5M2Type>(element))};
                   })[0];
}

/// A scale of one number without its dimensions, or one a row or column.
static Along scaleOf(TensorBuilder &t, Value scale, ScaleRecipe recipe, int64_t kept) {
  bool isOne = recipe == ScaleRecipe::TensorWise;
  auto type = cast<RankedTensorType>(scale.getType());
  SmallVector<int64_t> shape;
  if (!isOne)
    shape.push_back(type.getDimSize(kept));
  // That the other dimensions are 1 was asserted.
  int64_t n = type.getRank();
  SmallVector<OpFoldResult> offsets(n, t.b.getIndexAttr(0)), sizes(n, t.b.getIndexAttr(1)), strides(n, t.b.getIndexAttr(1));
  if (!isOne)
    sizes[kept] = t.sizeOf(scale, kept);
  if (n != static_cast<int64_t>(shape.size()))
    scale = tensor::ExtractSliceOp::create(t.b, t.loc, RankedTensorType::get(shape, type.getElementType()), scale, offsets,
                                           sizes, strides);
  return {scale, isOne ? SmallVector<int64_t>() : SmallVector<int64_t>{kept}};
}

static Values scaledMm(ScaledMmOp op, ScaledMmOp::Adaptor adaptor, TensorBuilder &t) {
  Value a = scaled(t, adaptor.getMatA(), op.getMatA(), scaleOf(t, adaptor.getScaleA(), op.getScaleRecipeA(), 0));
  Value b = scaled(t, adaptor.getMatB(), op.getMatB(), scaleOf(t, adaptor.getScaleB(), op.getScaleRecipeB(), 1));
  Type compute = t.b.getF32Type();
  SmallVector<OpFoldResult> sizes{t.sizeOf(a, 0), t.sizeOf(b, 1)};
  Value y = product(t, a, b, t.filled(sizes, compute, 0));
  if (Value bias = adaptor.getBias())
    y = t.map({{y, {0, 1}}, {t.cast_(bias, compute), {1}}}, 2, compute, [](auto s) { return *s[0] + *s[1]; });
  return SmallVector<Value>{finished(t, y, op.getType())};
}

static Values scaledGroupedMm(ScaledGroupedMmOp op, ScaledGroupedMmOp::Adaptor adaptor, TensorBuilder &t) {
  Value a = adaptor.getMatA(), b = adaptor.getMatB();
  checkOffsets(t, a, b, adaptor.getOffs(), "nnf.scaled_grouped_mm: offs");
  Along scaleA{adaptor.getScaleA(), t.range(t.rank(adaptor.getScaleA()))}, scaleB{adaptor.getScaleB(), {0, 2}};
  if (t.rank(a) == 2 && t.rank(b) == 2) {
    // Every group has scales of its own for all rows and columns.
    Value y = groupedProduct(t, scaled(t, a, op.getMatA(), {}), scaled(t, b, op.getMatB(), {}), adaptor.getOffs(), t.b.getF32Type());
    y = t.map({{y, {0, 1, 2}}, scaleA, scaleB}, 3, t.b.getF32Type(), [](auto s) { return *s[0] * *s[1] * *s[2]; });
    return SmallVector<Value>{finished(t, y, op.getType())};
  }
  if (t.rank(b) == 2)
    scaleB.dims = {1};
  a = scaled(t, a, op.getMatA(), scaleA);
  b = scaled(t, b, op.getMatB(), scaleB);
  return SmallVector<Value>{finished(t, groupedProduct(t, a, b, adaptor.getOffs(), t.b.getF32Type()), op.getType())};
}

void nnf::registerLowPrecisionDecompositions(MLIRContext *context) {
  attach<GroupedMmOp, groupedMm>(context);
  attach<ScaledMmOp, scaledMm>(context);
  attach<ScaledGroupedMmOp, scaledGroupedMm>(context);
}
