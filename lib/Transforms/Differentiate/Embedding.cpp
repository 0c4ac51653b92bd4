//===- Embedding.cpp - the gradient of embedding: rows added into the table ---------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Embedding.h"
#include "Vjp.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "nnf/Conversion/EmbeddingBags.h"

using namespace mlir;
using namespace mlir::nnf;
using scalar::ScalarIR;

namespace mlir::nnf {
void registerEmbeddingVjps(MLIRContext *context);
}

/// Dimensions 0 to n-1 made one; a new one of size 1 where n is 0.
static Value flattenLeading(TensorBuilder &t, Value v, int64_t n) {
  auto type = cast<RankedTensorType>(v.getType());
  if (n == 1)
    return v;
  SmallVector<ReassociationIndices> groups;
  if (n == 0) {
    SmallVector<int64_t> shape{1};
    SmallVector<OpFoldResult> sizes{t.b.getIndexAttr(1)};
    for (int64_t d = 0; d < type.getRank(); ++d) {
      shape.push_back(type.getDimSize(d));
      sizes.push_back(t.sizeOf(v, d));
      groups.push_back({d + 1});
    }
    if (!groups.empty())
      groups.front().insert(groups.front().begin(), 0);
    return tensor::ExpandShapeOp::create(t.b, t.loc, RankedTensorType::get(shape, type.getElementType()), v, groups, sizes);
  }
  groups.push_back(ReassociationIndices(t.range(n)));
  for (int64_t d = n; d < type.getRank(); ++d)
    groups.push_back({d});
  return tensor::CollapseShapeOp::create(t.b, t.loc, v, groups);
}

/// for i: sum[index(i), :] += rows[i, :]. One after another: rows may meet.
static Value scatterRows(TensorBuilder &t, Value indices, Value rows, Value zeros) {
  Type compute = t.elementType(zeros);
  OpFoldResult zero = t.b.getIndexAttr(0), one = t.b.getIndexAttr(1), width = t.sizeOf(zeros, 1);
  Value count = tensor::DimOp::create(t.b, t.loc, indices, 0);
  auto rowType = [&](Value v) {
    return RankedTensorType::get({getConstantIntValue(width).value_or(ShapedType::kDynamic)}, t.elementType(v));
  };
  auto body = [&](OpBuilder &b, Location l, Value i, ValueRange carried) {
    TensorBuilder inner(b, l);
    Value at = arith::IndexCastOp::create(b, l, b.getIndexType(), tensor::ExtractOp::create(b, l, indices, i));
    SmallVector<OpFoldResult> sizes{one, width}, strides{one, one};
    Value from = tensor::ExtractSliceOp::create(b, l, rowType(rows), rows, ArrayRef<OpFoldResult>{i, zero}, sizes, strides);
    Value to = tensor::ExtractSliceOp::create(b, l, rowType(zeros), carried[0], ArrayRef<OpFoldResult>{at, zero}, sizes,
                                              strides);
    Value sum = inner.generic({{from, {0}}}, {{to, {0}}}, parallel(1), [&](OpBuilder &nested, Location, ValueRange args) {
      Value v = TensorBuilder::convert(nested, l, args[0], compute);
      return SmallVector<Value>{arith::AddFOp::create(nested, l, args[1], v)};
    })[0];
    Value next = tensor::InsertSliceOp::create(b, l, sum, carried[0], ArrayRef<OpFoldResult>{at, zero}, sizes, strides);
    scf::YieldOp::create(b, l, next);
  };
  return scf::ForOp::create(t.b, t.loc, t.index(0), count, t.index(1), ValueRange{zeros}, body).getResult(0);
}

/// How often each row is looked up, as floats.
static Value countRows(TensorBuilder &t, Value indices, OpFoldResult rows, Type type) {
  Value zeros = t.filled({rows}, type, 0), count = tensor::DimOp::create(t.b, t.loc, indices, 0);
  auto body = [&](OpBuilder &b, Location l, Value i, ValueRange carried) {
    Value at = arith::IndexCastOp::create(b, l, b.getIndexType(), tensor::ExtractOp::create(b, l, indices, i));
    Value old = tensor::ExtractOp::create(b, l, carried[0], at);
    Value more = arith::AddFOp::create(b, l, old, TensorBuilder(b, l).constant(type, 1));
    scf::YieldOp::create(b, l, ValueRange{tensor::InsertOp::create(b, l, more, carried[0], at)});
  };
  return scf::ForOp::create(t.b, t.loc, t.index(0), count, t.index(1), ValueRange{zeros}, body).getResult(0);
}

/// The gradient of a row of the table is the sum of the cotangents of its look-ups, divided by their number with
/// scale_grad_by_freq, and 0 for padding_idx. Renormalisation with max_norm has no gradient of its own, as in PyTorch,
/// which changes the table in place and out of autograd's sight: a cotangent of the new table is one of the table.
static Gradients embedding(EmbeddingOp op, ValueRange cotangents, TensorBuilder &t) {
  Value table = op.getWeight(), dy = cotangents[0], direct = op.getMaxNorm() ? cotangents[1] : Value();
  if (!dy)
    return SmallVector<Value>{Value(), direct};
  int64_t n = t.rank(op.getInput());
  Type element = t.elementType(table), compute = t.computeType(element);
  SmallVector<OpFoldResult> sizes{t.sizeOf(table, 0), t.sizeOf(table, 1)};
  Value rows = tensor::DimOp::create(t.b, t.loc, table, 0);
  t.checkIndices(op.getInput(), rows, std::nullopt, "nnf.embedding: input");
  Value indices = flattenLeading(t, op.getInput(), n);
  Value sum = scatterRows(t, indices, flattenLeading(t, dy, n), t.filled(sizes, compute, 0));

  SmallVector<Along> ins{{sum, {0, 1}}};
  if (op.getScaleGradByFreq())
    ins.push_back({countRows(t, indices, sizes[0], compute), {0}});
  if (direct)
    ins.push_back({direct, {0, 1}});
  Value padding;
  if (auto index = op.getPaddingIdx())
    padding = *index >= 0 ? t.index(*index)
                          : arith::AddIOp::create(t.b, t.loc, rows, t.index(*index)).getResult();
  Value gradient = t.generic(ins, {{t.empty(sizes, element), {0, 1}}}, parallel(2),
                             [&](OpBuilder &b, Location l, ValueRange args) {
                               scalar::Emit e{b, l};
                               ScalarIR g(e, args[0]);
                               if (op.getScaleGradByFreq()) // a row that is never looked up has the sum 0
                                 g = g / maximum(ScalarIR(e, args[1]), ScalarIR(1.0));
                               Value v = g.value(e, compute);
                               if (padding) {
                                 Value row = linalg::IndexOp::create(b, l, 0);
                                 Value stays = arith::CmpIOp::create(b, l, arith::CmpIPredicate::eq, row, padding);
                                 v = arith::SelectOp::create(b, l, stays, TensorBuilder(b, l).constant(compute, 0), v);
                               }
                               if (direct)
                                 v = arith::AddFOp::create(b, l, v, t.convert(b, l, args[ins.size() - 1], compute));
                               return SmallVector<Value>{t.convert(b, l, v, element)};
                             })[0];
  return SmallVector<Value>{Value(), gradient};
}

//===-- bags ------------------------------------------------------------------------------------------------------------===//

namespace {
/// One embedding_bag and the cotangent of its result.
class BagVjp {
public:
  BagVjp(EmbeddingBagOp op, Value dy, TensorBuilder &t)
      : op(op), t(t), b(t.b), table(op.getWeight()), dy(dy), element(t.elementType(table)),
        compute(t.computeType(element)), sizes{t.sizeOf(table, 0), t.sizeOf(table, 1)},
        bags(Bags::of(t, op, EmbeddingBagOp::Adaptor(op->getOperands(), op))) {}

  /// Each row's share of a bag's cotangent is added to it, one after another.
  Value ofTable() {
    Value zeros = t.filled(sizes, compute, 0), sum;
    Value zero = t.index(0), width = tensor::DimOp::create(b, t.loc, table, 1);
    Value count = tensor::DimOp::create(b, t.loc, bags.starts, 0);
    if (op.getMode() == BagMode::Max) {
      Value rows = bags.maxima(t, op.getMaxNorm() ? op.getNewWeight() : table).second;
      sum = loop(b, count, zeros, [&](OpBuilder &ob, Location, Value bag, Value outer) {
        return loop(ob, width, outer, [&](OpBuilder &nb, Location l, Value column, Value inner) -> Value {
          Value row = tensor::ExtractOp::create(nb, l, rows, ValueRange{bag, column});
          // A bag without rows adds nothing, to row 0.
          Value none = arith::CmpIOp::create(nb, l, arith::CmpIPredicate::slt, row,
                                             arith::ConstantOp::create(nb, l, nb.getI64IntegerAttr(0)));
          Value at = arith::SelectOp::create(nb, l, none, zero, arith::IndexCastOp::create(nb, l, nb.getIndexType(), row));
          Value g = t.convert(nb, l, tensor::ExtractOp::create(nb, l, dy, ValueRange{bag, column}), compute);
          g = arith::SelectOp::create(nb, l, none, TensorBuilder(nb, l).constant(compute, 0), g);
          return addAt(nb, l, inner, {at, column}, g);
        });
      });
      return sum;
    }
    Value counts = op.getMode() == BagMode::Mean ? bags.counts(t) : Value();
    sum = loop(b, count, zeros, [&](OpBuilder &ob, Location ol, Value bag, Value outer) {
      Value start = tensor::ExtractOp::create(ob, ol, bags.starts, bag), size = tensor::ExtractOp::create(ob, ol, bags.sizes, bag);
      Value none = arith::ConstantOp::create(ob, ol, ob.getI64IntegerAttr(0));
      Value most = arith::IndexCastOp::create(ob, ol, ob.getIndexType(), arith::MaxSIOp::create(ob, ol, size, none));
      return loop(ob, most, outer, [&](OpBuilder &mb, Location ml, Value k, Value middle) {
        Value position;
        auto [row, counted] = bags.at(mb, ml, start, size, k, &position);
        Value factor = TensorBuilder(mb, ml).constant(compute, 1);
        if (bags.scales)
          factor = t.convert(mb, ml, tensor::ExtractOp::create(mb, ml, bags.scales, position), compute);
        Value divisor;
        if (counts)
          divisor = t.convert(mb, ml, tensor::ExtractOp::create(mb, ml, counts, bag), compute);
        return loop(mb, width, middle, [&, row = row, counted = counted](OpBuilder &nb, Location l, Value column,
                                                                        Value inner) -> Value {
          Value g = t.convert(nb, l, tensor::ExtractOp::create(nb, l, dy, ValueRange{bag, column}), compute);
          g = divisor ? arith::DivFOp::create(nb, l, g, divisor).getResult()
                      : arith::MulFOp::create(nb, l, g, factor).getResult();
          g = arith::SelectOp::create(nb, l, counted, g, TensorBuilder(nb, l).constant(compute, 0));
          return addAt(nb, l, inner, {row, column}, g);
        });
      });
    });
    if (!op.getScaleGradByFreq())
      return sum;
    Value often = countRows(t, bags.indices, sizes[0], compute);
    return t.map({{sum, {0, 1}}, {often, {0}}}, 2, compute,
                 [](auto s) { return *s[0] / maximum(*s[1], ScalarIR(1.0)); });
  }

  /// The scalar product of a bag's cotangent and the row that the weight multiplies; 0 where the row does not count.
  Value ofScales() {
    Value source = op.getMaxNorm() ? op.getNewWeight() : table, scales = op.getPerSampleWeights();
    Value zero = t.index(0), count = tensor::DimOp::create(b, t.loc, bags.starts, 0);
    Value unset = linalg::FillOp::create(b, t.loc, t.constant(b.getI64Type(), -1),
                                         t.empty({t.sizeOf(bags.indices, 0)}, b.getI64Type()))
                      .getResult(0);
    // Which bag each place belongs to.
    Value owner = loop(b, count, unset, [&](OpBuilder &ob, Location ol, Value bag, Value outer) {
      Value start = tensor::ExtractOp::create(ob, ol, bags.starts, bag), size = tensor::ExtractOp::create(ob, ol, bags.sizes, bag);
      Value none = arith::ConstantOp::create(ob, ol, ob.getI64IntegerAttr(0));
      Value most = arith::IndexCastOp::create(ob, ol, ob.getIndexType(), arith::MaxSIOp::create(ob, ol, size, none));
      Value from = arith::IndexCastOp::create(ob, ol, ob.getIndexType(), start);
      Value number = arith::IndexCastOp::create(ob, ol, ob.getI64Type(), bag);
      return loop(ob, most, outer, [&](OpBuilder &nb, Location l, Value k, Value inner) -> Value {
        Value at = arith::AddIOp::create(nb, l, from, k);
        return tensor::InsertOp::create(nb, l, number, inner, at);
      });
    });
    SmallVector<utils::IteratorType> iterators{utils::IteratorType::parallel, utils::IteratorType::reduction};
    SmallVector<OpFoldResult> length{t.sizeOf(bags.indices, 0)};
    // A row behind the last, for places in no bag, lest there be none to read.
    Value cotangent = t.padded(dy, {{0, 1}, {0, 0}}, t.constant(t.elementType(dy), 0));
    Value columns = t.empty({sizes[1]}, compute); // its shape gives the loop along a row its bound
    Value flat = t.generic({{owner, {0}}, {bags.indices, {0}}, {columns, {1}}}, {{t.filled(length, compute, 0), {0}}}, iterators,
                           [&](OpBuilder &nb, Location l, ValueRange args) {
                             Value none = arith::ConstantOp::create(nb, l, nb.getI64IntegerAttr(0));
                             Value counts = arith::CmpIOp::create(nb, l, arith::CmpIPredicate::sge, args[0], none);
                             Value index = t.convert(nb, l, args[1], nb.getI64Type());
                             if (bags.padding)
                               counts = arith::AndIOp::create(
                                   nb, l, counts, arith::CmpIOp::create(nb, l, arith::CmpIPredicate::ne, index, bags.padding));
                             Value bag = arith::SelectOp::create(
                                 nb, l, counts, arith::IndexCastOp::create(nb, l, nb.getIndexType(), args[0]), zero);
                             Value row = arith::IndexCastOp::create(nb, l, nb.getIndexType(), index);
                             Value column = linalg::IndexOp::create(nb, l, 1);
                             Value v = t.convert(nb, l, tensor::ExtractOp::create(nb, l, source, ValueRange{row, column}), compute);
                             Value g = t.convert(nb, l, tensor::ExtractOp::create(nb, l, cotangent, ValueRange{bag, column}), compute);
                             Value part = arith::SelectOp::create(nb, l, counts, arith::MulFOp::create(nb, l, g, v),
                                                                  TensorBuilder(nb, l).constant(compute, 0));
                             return SmallVector<Value>{
                                 arith::AddFOp::create(nb, l, args.back(), part, arith::FastMathFlags::reassoc)};
                           })[0];
    Value y = t.cast_(flat, t.elementType(scales));
    if (t.rank(scales) == 1)
      return y;
    return t.expandDim(y, 0, {t.sizeOf(scales, 0), t.sizeOf(scales, 1)});
  }

  /// With the cotangent of the table that max_norm changed, and without the row of padding_idx.
  Value finish(Value sum, Value direct) {
    SmallVector<Along> ins{{sum, {0, 1}}};
    if (direct)
      ins.push_back({direct, {0, 1}});
    return t.generic(ins, {{t.empty(sizes, element), {0, 1}}}, parallel(2), [&](OpBuilder &nb, Location l, ValueRange args) {
      Value v = args[0];
      if (direct)
        v = arith::AddFOp::create(nb, l, v, t.convert(nb, l, args[1], compute));
      return SmallVector<Value>{t.convert(nb, l, v, element)};
    })[0];
  }

private:
  Value loop(OpBuilder &ob, Value bound, Value carried,
             function_ref<Value(OpBuilder &, Location, Value, Value)> body) {
    Value zero = arith::ConstantIndexOp::create(ob, t.loc, 0), one = arith::ConstantIndexOp::create(ob, t.loc, 1);
    return scf::ForOp::create(ob, t.loc, zero, bound, one, ValueRange{carried},
                              [&](OpBuilder &nested, Location l, Value i, ValueRange current) {
                                scf::YieldOp::create(nested, l, ValueRange{body(nested, l, i, current[0])});
                              })
        .getResult(0);
  }
  static Value addAt(OpBuilder &nb, Location l, Value tensor, ArrayRef<Value> at, Value v) {
    Value sum = arith::AddFOp::create(nb, l, tensor::ExtractOp::create(nb, l, tensor, at), v);
    return tensor::InsertOp::create(nb, l, sum, tensor, at);
  }

  EmbeddingBagOp op;
  TensorBuilder &t;
  OpBuilder &b;
  Value table, dy;
  Type element, compute;
  SmallVector<OpFoldResult> sizes;
  Bags bags;
};
} // namespace

static Gradients embeddingBag(EmbeddingBagOp op, ValueRange cotangents, TensorBuilder &t) {
  SmallVector<Value> gradients(op->getNumOperands());
  Value dy = cotangents[0], direct = op.getMaxNorm() ? cotangents[1] : Value();
  if (!dy) {
    gradients[1] = direct;
    return gradients;
  }
  BagVjp vjp(op, dy, t);
  gradients[1] = vjp.finish(vjp.ofTable(), direct);
  if (op.getPerSampleWeights())
    gradients.back() = vjp.ofScales();
  return gradients;
}

void nnf::registerEmbeddingVjps(MLIRContext *context) {
  attachVjp<EmbeddingOp, embedding>(context);
  attachVjp<EmbeddingBagOp, embeddingBag>(context);
}
