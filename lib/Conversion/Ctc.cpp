//===- Ctc.cpp - connectionist temporal classification by its two recurrences ------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/Conversion/Ctc.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include <limits>

using namespace mlir;
using namespace mlir::nnf;
using scalar::Emit;
using scalar::ScalarIR;
using Scalars = TensorBuilder::Scalars;
using P = arith::CmpIPredicate;

static constexpr double kInfinity = std::numeric_limits<double>::infinity();

static Value integer(OpBuilder &b, Location l, int64_t v) {
  return arith::ConstantOp::create(b, l, b.getI64IntegerAttr(v));
}

CtcOperands::CtcOperands(TensorBuilder &t, Value x, Value inputs, Value lengths)
    : logProbs(x), inputLengths(inputs), targetLengths(lengths), single(t.rank(x) == 2) {
  OpBuilder &b = t.b;
  if (single) {
    auto type = cast<RankedTensorType>(x.getType());
    SmallVector<OpFoldResult> sizes{t.sizeOf(x, 0), b.getIndexAttr(1), t.sizeOf(x, 1)};
    auto wide = RankedTensorType::get({type.getDimSize(0), 1, type.getDimSize(1)}, type.getElementType());
    logProbs = tensor::ExpandShapeOp::create(b, t.loc, wide, x, ArrayRef<ReassociationIndices>{{0, 1}, {2}}, sizes);
  }
  for (Value *v : {&inputLengths, &targetLengths})
    if (t.rank(*v) == 0)
      *v = tensor::ExpandShapeOp::create(b, t.loc, RankedTensorType::get({1}, t.elementType(*v)), *v,
                                         ArrayRef<ReassociationIndices>{}, SmallVector<OpFoldResult>{b.getIndexAttr(1)});
}

Ctc::Ctc(TensorBuilder &t, Value logProbs, Value targets, Value inputLengths, Value targetLengths, int64_t blank)
    : t(t), logProbs(logProbs), targets(targets), inputLengths(inputLengths), targetLengths(targetLengths), blank(blank),
      element(t.elementType(logProbs)), compute(t.computeType(element)), i64(t.b.getI64Type()),
      steps(tensor::DimOp::create(t.b, t.loc, logProbs, 0)), samples(tensor::DimOp::create(t.b, t.loc, logProbs, 1)),
      classes(tensor::DimOp::create(t.b, t.loc, logProbs, 2)) {
  check();
  buildStates();
}

Value Ctc::extractLength(OpBuilder &b, Location l, Value lengths, Value sample) {
  return t.convert(b, l, tensor::ExtractOp::create(b, l, lengths, sample), i64);
}

Value Ctc::emission(OpBuilder &b, Location l, Value step, Value sample, Value label) {
  Value at = arith::IndexCastOp::create(b, l, b.getIndexType(), label);
  return t.convert(b, l, tensor::ExtractOp::create(b, l, logProbs, ValueRange{step, sample, at}), compute);
}

Value Ctc::matrix(OpFoldResult width, Type type, function_ref<Value(OpBuilder &, Location, Value, Value)> body) {
  SmallVector<OpFoldResult> sizes{t.sizeOf(logProbs, 1), width};
  SmallVector<utils::IteratorType> parallel(2, utils::IteratorType::parallel);
  return t.generic({}, {{t.empty(sizes, type), {0, 1}}}, parallel, [&](OpBuilder &b, Location l, ValueRange) {
    Value n = linalg::IndexOp::create(b, l, 0), m = linalg::IndexOp::create(b, l, 1);
    return SmallVector<Value>{body(b, l, n, m)};
  })[0];
}

Value Ctc::columns(Value matrix, int64_t first, OpFoldResult count) {
  OpBuilder &b = t.b;
  SmallVector<OpFoldResult> offsets{b.getIndexAttr(0), b.getIndexAttr(first)}, sizes{t.sizeOf(matrix, 0), count},
      strides(2, b.getIndexAttr(1));
  return tensor::ExtractSliceOp::create(b, t.loc, matrix, offsets, sizes, strides);
}

//===-- guards and states -----------------------------------------------------------------------------------------===//

void Ctc::check() {
  OpBuilder &b = t.b;
  auto oneMore = [&](Value size) -> Value { return arith::AddIOp::create(b, t.loc, size, t.index(1)); };
  t.checkIndices(inputLengths, oneMore(steps), std::nullopt, "nnf.ctc_loss: input_lengths");
  bool rows = t.rank(targets) == 2;
  Value most = tensor::DimOp::create(b, t.loc, targets, rows ? 1 : 0);
  t.checkIndices(targetLengths, oneMore(most), std::nullopt, "nnf.ctc_loss: target_lengths");
  if (!rows) {
    // Every label counts, and belongs to one sample.
    Value zero = linalg::FillOp::create(b, t.loc, integer(b, t.loc, 0), t.empty({}, i64)).getResult(0);
    Value sum = t.generic({{targetLengths, {0}}}, {{zero, {}}}, {utils::IteratorType::reduction},
                          [&](OpBuilder &nested, Location l, ValueRange args) {
                            Value v = t.convert(nested, l, args[0], i64);
                            return SmallVector<Value>{arith::AddIOp::create(nested, l, args[1], v)};
                          })[0];
    Value total = tensor::ExtractOp::create(b, t.loc, sum, ValueRange());
    Value given = arith::IndexCastOp::create(b, t.loc, i64, most);
    Value holds = arith::CmpIOp::create(b, t.loc, P::eq, given, total);
    cf::AssertOp::create(b, t.loc, holds,
                         "nnf.ctc_loss: expects targets to have as many elements as target_lengths say together, but got {0} and {1}");
    t.checkIndices(targets, classes, std::nullopt, "nnf.ctc_loss: targets");
    return;
  }
  // What lies beyond a target's length may be anything.
  SmallVector<utils::IteratorType> parallel(2, utils::IteratorType::parallel);
  Value counted = t.generic({{targets, {0, 1}}, {targetLengths, {0}}},
                            {{t.empty(t.sizesOf({{targets, {0, 1}}}, 2), i64), {0, 1}}}, parallel,
                            [&](OpBuilder &nested, Location l, ValueRange args) {
                              Value s = arith::IndexCastOp::create(nested, l, i64, linalg::IndexOp::create(nested, l, 1));
                              Value counts = arith::CmpIOp::create(nested, l, P::slt, s, t.convert(nested, l, args[1], i64));
                              Value label = t.convert(nested, l, args[0], i64);
                              return SmallVector<Value>{
                                  arith::SelectOp::create(nested, l, counts, label, integer(nested, l, 0))};
                            })[0];
  t.checkIndices(counted, classes, std::nullopt, "nnf.ctc_loss: targets");
}

void Ctc::buildStates() {
  OpBuilder &b = t.b;
  bool rows = t.rank(targets) == 2;
  // The longest target, and where each begins.
  Value longest = rows ? tensor::DimOp::create(b, t.loc, targets, 1).getResult() : Value(), starts;
  if (!rows) {
    Value zero = integer(b, t.loc, 0);
    Value init = linalg::FillOp::create(b, t.loc, zero, t.empty({}, i64)).getResult(0);
    Value most = t.generic({{targetLengths, {0}}}, {{init, {}}}, {utils::IteratorType::reduction},
                           [&](OpBuilder &nested, Location l, ValueRange args) {
                             Value v = t.convert(nested, l, args[0], i64);
                             return SmallVector<Value>{arith::MaxSIOp::create(nested, l, args[1], v)};
                           })[0];
    longest = arith::IndexCastOp::create(b, t.loc, b.getIndexType(), tensor::ExtractOp::create(b, t.loc, most, ValueRange()));
    Value none = linalg::FillOp::create(b, t.loc, zero, t.empty({t.sizeOf(targetLengths, 0)}, i64)).getResult(0);
    SmallVector<utils::IteratorType> iterators{utils::IteratorType::parallel, utils::IteratorType::reduction};
    starts = t.generic({{targetLengths, {1}}}, {{none, {0}}}, iterators, [&](OpBuilder &nested, Location l, ValueRange args) {
      Value before = arith::CmpIOp::create(nested, l, P::ult, linalg::IndexOp::create(nested, l, 1),
                                           linalg::IndexOp::create(nested, l, 0));
      Value v = arith::SelectOp::create(nested, l, before, t.convert(nested, l, args[0], i64), integer(nested, l, 0));
      return SmallVector<Value>{arith::AddIOp::create(nested, l, args[1], v)};
    })[0];
  }
  Value twice = arith::ShLIOp::create(b, t.loc, longest, t.index(1));
  states = getAsOpFoldResult(arith::AddIOp::create(b, t.loc, twice, t.index(1)).getResult());
  padded = getAsOpFoldResult(arith::AddIOp::create(b, t.loc, twice, t.index(3)).getResult());
  // There is always one to read.
  Value readable = t.padZeros(targets, rows ? 1 : 0, {{0, 1}});
  auto labelAt = [&](OpBuilder &nested, Location l, Value n, Value s) -> Value {
    SmallVector<Value> at{n, s};
    if (!rows) {
      Value start = arith::IndexCastOp::create(nested, l, nested.getIndexType(), tensor::ExtractOp::create(nested, l, starts, n));
      at = {arith::AddIOp::create(nested, l, start, s)};
    }
    return t.convert(nested, l, tensor::ExtractOp::create(nested, l, readable, at), i64);
  };
  // The target that state m stands for, and whether there is one.
  auto targetOf = [&](OpBuilder &nested, Location l, Value n, Value m) {
    TensorBuilder inner(nested, l);
    Value s = arith::ShRUIOp::create(nested, l, m, inner.index(1));
    Value low = arith::AndIOp::create(nested, l, m, inner.index(1));
    Value isOdd = arith::CmpIOp::create(nested, l, P::ne, low, inner.index(0));
    Value within = arith::CmpIOp::create(nested, l, P::slt, arith::IndexCastOp::create(nested, l, i64, s),
                                         extractLength(nested, l, targetLengths, n));
    return std::pair<Value, Value>(s, arith::AndIOp::create(nested, l, isOdd, within));
  };
  labels = matrix(states, i64, [&](OpBuilder &nested, Location l, Value n, Value m) -> Value {
    auto [s, there] = targetOf(nested, l, n, m);
    Value safe = arith::SelectOp::create(nested, l, there, s, TensorBuilder(nested, l).index(0));
    return arith::SelectOp::create(nested, l, there, labelAt(nested, l, n, safe), integer(nested, l, blank));
  });
  skips = matrix(padded, i64, [&](OpBuilder &nested, Location l, Value n, Value m) -> Value {
    TensorBuilder inner(nested, l);
    auto [s, there] = targetOf(nested, l, n, m);
    Value hasBefore = arith::CmpIOp::create(nested, l, P::ugt, s, inner.index(0));
    Value both = arith::AndIOp::create(nested, l, there, hasBefore);
    Value here = arith::SelectOp::create(nested, l, both, s, inner.index(0));
    Value before = arith::SelectOp::create(nested, l, both, arith::SubIOp::create(nested, l, s, inner.index(1)), inner.index(0));
    Value differs = arith::CmpIOp::create(nested, l, P::ne, labelAt(nested, l, n, here), labelAt(nested, l, n, before));
    return arith::ExtUIOp::create(nested, l, i64, arith::AndIOp::create(nested, l, both, differs));
  });
}

//===-- recurrences -----------------------------------------------------------------------------------------------===//

ScalarIR Ctc::logSum(ScalarIR a, ScalarIR b, ScalarIR c) {
  const Emit &e = *a.emit();
  Type type = a.value(e, Type()).getType();
  Value m = arith::MaximumFOp::create(e.b, e.loc, arith::MaximumFOp::create(e.b, e.loc, a.value(e, type), b.value(e, type)),
                                      c.value(e, type));
  ScalarIR largest(e, m), none(-kInfinity);
  ScalarIR base = select(equals(largest, none), ScalarIR(0.0), largest);
  return log(exp(a - base) + exp(b - base) + exp(c - base)) + base;
}

/// alpha is kept with two states before the first, which are -inf. It begins with all of it before the first blank.
///
///   for t: new[m] = log(exp(alpha[m]) + exp(alpha[m - 1]) + exp(alpha[m - 2] where a skip)) + log_probs[t, label[m]]
Value Ctc::forward(bool keep) {
  OpBuilder &b = t.b;
  Value start = matrix(padded, compute, [&](OpBuilder &nested, Location l, Value, Value m) -> Value {
    TensorBuilder inner(nested, l);
    Value isFirst = arith::CmpIOp::create(nested, l, P::eq, m, inner.index(2));
    return arith::SelectOp::create(nested, l, isFirst, inner.constant(compute, 0), inner.constant(compute, -kInfinity));
  });
  SmallVector<Value> carried{start};
  if (keep)
    carried.push_back(t.empty({t.sizeOf(logProbs, 0), t.sizeOf(logProbs, 1), states}, compute));
  auto loop = scf::ForOp::create(
      b, t.loc, t.index(0), steps, t.index(1), carried, [&](OpBuilder &body, Location l, Value step, ValueRange values) {
        OpBuilder::InsertionGuard guard(b);
        b.setInsertionPoint(body.getInsertionBlock(), body.getInsertionPoint());
        Value alpha = values[0], now = arith::IndexCastOp::create(b, l, i64, step);
        SmallVector<int64_t> both{0, 1};
        Along ins[] = {{columns(alpha, 2, states), both}, {columns(alpha, 1, states), both}, {columns(alpha, 0, states), both},
                       {labels, both}, {columns(skips, 0, states), both}, {inputLengths, {0}}};
        Value next = t.map(ins, 2, compute, [&](Scalars s) {
          const Emit &e = *s[0]->emit();
          ScalarIR skipped = select(equals(*s[4], ScalarIR(0.0)), ScalarIR(e, TensorBuilder(e.b, e.loc).constant(compute, -kInfinity)), *s[2]);
          Value lp = emission(e.b, e.loc, step, linalg::IndexOp::create(e.b, e.loc, 0), s[3]->value(e, i64));
          ScalarIR moved = logSum(*s[0], *s[1], skipped) + ScalarIR(e, lp);
          Value within = arith::CmpIOp::create(e.b, e.loc, P::slt, now, t.convert(e.b, e.loc, s[5]->value(e, i64), i64));
          return ScalarIR(e, arith::SelectOp::create(e.b, e.loc, within, moved.value(e, compute), s[0]->value(e, compute)));
        });
        SmallVector<OpFoldResult> offsets{b.getIndexAttr(0), b.getIndexAttr(2)}, sizes{t.sizeOf(logProbs, 1), states},
            strides(2, b.getIndexAttr(1));
        SmallVector<Value> yields{tensor::InsertSliceOp::create(b, l, next, alpha, offsets, sizes, strides)};
        if (keep) {
          SmallVector<OpFoldResult> at{OpFoldResult(step), b.getIndexAttr(0), b.getIndexAttr(0)},
              one{b.getIndexAttr(1), t.sizeOf(logProbs, 1), states}, ones(3, b.getIndexAttr(1));
          yields.push_back(tensor::InsertSliceOp::create(b, l, next, values[1], at, one, ones));
        }
        scf::YieldOp::create(b, l, yields);
      });
  if (keep)
    history = loop.getResult(1);
  // The last blank, or the last target.
  Value alpha = loop.getResult(0);
  return t.map({{targetLengths, {0}}}, 1, compute, [&](Scalars s) {
    const Emit &e = *s[0]->emit();
    Value length = t.convert(e.b, e.loc, s[0]->value(e, i64), i64), n = linalg::IndexOp::create(e.b, e.loc, 0);
    Value twice = arith::ShLIOp::create(e.b, e.loc, length, integer(e.b, e.loc, 1));
    auto state = [&](int64_t more) {
      Value at = arith::AddIOp::create(e.b, e.loc, twice, integer(e.b, e.loc, more));
      at = arith::IndexCastOp::create(e.b, e.loc, e.b.getIndexType(), at);
      return ScalarIR(e, tensor::ExtractOp::create(e.b, e.loc, alpha, ValueRange{n, at}));
    };
    ScalarIR blankEnd = state(2), targetEnd = state(1);
    return -logSum(blankEnd, targetEnd, ScalarIR(e, TensorBuilder(e.b, e.loc).constant(compute, -kInfinity)));
  });
}

/// beta has its two further states behind the last; a sample's begins at its own last step.
///
///   for t from the last: new[m] = log(exp(beta[m]) + exp(beta[m + 1]) + exp(beta[m + 2] where a skip)) + log_probs[t, label[m]]
///   share[t, m] = exp(alpha[t, m] + new[m] - log_probs[t, label[m]] + loss), the probability of being in state m at t
///   gradient[t, c] = (exp(log_probs[t, c]) - sum over the states m with label c of share[t, m]) * cotangent
Value Ctc::gradient(Value cotangent, bool zeroInfinity) {
  OpBuilder &b = t.b;
  Value loss = forward(/*keep=*/true);
  Value start = matrix(padded, compute, [&](OpBuilder &nested, Location l, Value, Value) -> Value {
    return TensorBuilder(nested, l).constant(compute, -kInfinity);
  });
  Value shares = t.empty({t.sizeOf(logProbs, 0), t.sizeOf(logProbs, 1), states}, compute);
  SmallVector<Value> carried{start, shares};
  SmallVector<int64_t> both{0, 1};
  auto loop = scf::ForOp::create(
      b, t.loc, t.index(0), steps, t.index(1), carried, [&](OpBuilder &body, Location l, Value count, ValueRange values) {
        OpBuilder::InsertionGuard guard(b);
        b.setInsertionPoint(body.getInsertionBlock(), body.getInsertionPoint());
        Value last = arith::SubIOp::create(b, l, steps, t.index(1)), step = arith::SubIOp::create(b, l, last, count);
        Value now = arith::IndexCastOp::create(b, l, i64, step);
        // Where a sample ends, it is behind its last blank.
        Value beta = t.map({{values[0], both}, {inputLengths, {0}}, {targetLengths, {0}}}, 2, compute, [&](Scalars s) {
          const Emit &e = *s[0]->emit();
          Value m = arith::IndexCastOp::create(e.b, e.loc, i64, linalg::IndexOp::create(e.b, e.loc, 1));
          Value inputs = t.convert(e.b, e.loc, s[1]->value(e, i64), i64), length = t.convert(e.b, e.loc, s[2]->value(e, i64), i64);
          Value isLast = arith::CmpIOp::create(e.b, e.loc, P::eq, arith::AddIOp::create(e.b, e.loc, now, integer(e.b, e.loc, 1)), inputs);
          Value isEnd = arith::CmpIOp::create(e.b, e.loc, P::eq, m, arith::ShLIOp::create(e.b, e.loc, length, integer(e.b, e.loc, 1)));
          Value end = arith::SelectOp::create(e.b, e.loc, isEnd, TensorBuilder(e.b, e.loc).constant(compute, 0), TensorBuilder(e.b, e.loc).constant(compute, -kInfinity));
          return ScalarIR(e, arith::SelectOp::create(e.b, e.loc, isLast, end, s[0]->value(e, compute)));
        });
        Along ins[] = {{columns(beta, 0, states), both}, {columns(beta, 1, states), both}, {columns(beta, 2, states), both},
                       {labels, both}, {columns(skips, 2, states), both}};
        Value next = t.map(ins, 2, compute, [&](Scalars s) {
          const Emit &e = *s[0]->emit();
          ScalarIR skipped = select(equals(*s[4], ScalarIR(0.0)), ScalarIR(e, TensorBuilder(e.b, e.loc).constant(compute, -kInfinity)), *s[2]);
          Value lp = emission(e.b, e.loc, step, linalg::IndexOp::create(e.b, e.loc, 0), s[3]->value(e, i64));
          return logSum(*s[0], *s[1], skipped) + ScalarIR(e, lp);
        });
        SmallVector<OpFoldResult> at{OpFoldResult(step), b.getIndexAttr(0), b.getIndexAttr(0)},
            one{b.getIndexAttr(1), t.sizeOf(logProbs, 1), states}, ones(3, b.getIndexAttr(1));
        auto rowType = RankedTensorType::get(
            {cast<RankedTensorType>(logProbs.getType()).getDimSize(1), getConstantIntValue(states).value_or(ShapedType::kDynamic)}, compute);
        Value alpha = tensor::ExtractSliceOp::create(b, l, rowType, history, at, one, ones);
        Value share = t.map({{alpha, both}, {next, both}, {labels, both}, {loss, {0}}, {inputLengths, {0}}}, 2, compute, [&](Scalars s) {
          const Emit &e = *s[0]->emit();
          Value lp = emission(e.b, e.loc, step, linalg::IndexOp::create(e.b, e.loc, 0), s[2]->value(e, i64));
          Value within = arith::CmpIOp::create(e.b, e.loc, P::slt, now, t.convert(e.b, e.loc, s[4]->value(e, i64), i64));
          ScalarIR v = exp(*s[0] + *s[1] - ScalarIR(e, lp) + *s[3]);
          return ScalarIR(e, arith::SelectOp::create(e.b, e.loc, within, v.value(e, compute), TensorBuilder(e.b, e.loc).constant(compute, 0)));
        });
        SmallVector<OpFoldResult> offsets{b.getIndexAttr(0), b.getIndexAttr(0)}, sizes{t.sizeOf(logProbs, 1), states},
            strides(2, b.getIndexAttr(1));
        scf::YieldOp::create(b, l, ValueRange{tensor::InsertSliceOp::create(b, l, next, beta, offsets, sizes, strides),
                                              tensor::InsertSliceOp::create(b, l, share, values[1], at, one, ones)});
      });
  // Loops: step, sample, class, state.
  Value sums = t.sum({{loop.getResult(1), {0, 1, 3}}, {labels, {1, 3}}, {logProbs, {0, 1, 2}}}, 4, 3, [&](Scalars s) {
    const Emit &e = *s[0]->emit();
    Value here = arith::IndexCastOp::create(e.b, e.loc, i64, linalg::IndexOp::create(e.b, e.loc, 2));
    Value same = arith::CmpIOp::create(e.b, e.loc, P::eq, s[1]->value(e, i64), here);
    return ScalarIR(e, arith::SelectOp::create(e.b, e.loc, same, s[0]->value(e, compute), TensorBuilder(e.b, e.loc).constant(compute, 0)));
  });
  SmallVector<int64_t> all{0, 1, 2};
  return t.map({{logProbs, all}, {sums, all}, {loss, {1}}, {inputLengths, {1}}, {cotangent, cotangent ? SmallVector<int64_t>{1} : SmallVector<int64_t>()}},
               3, element, [&](Scalars s) {
                 const Emit &e = *s[0]->emit();
                 ScalarIR zero(0.0);
                 Value now = arith::IndexCastOp::create(e.b, e.loc, i64, linalg::IndexOp::create(e.b, e.loc, 0));
                 Value within = arith::CmpIOp::create(e.b, e.loc, P::slt, now, t.convert(e.b, e.loc, s[3]->value(e, i64), i64));
                 ScalarIR g = exp(*s[0]) - *s[1];
                 if (s[4])
                   g = g * *s[4];
                 // An infinite loss has no gradient: NaN.
                 g = zeroInfinity ? select(equals(*s[2], ScalarIR(kInfinity)), zero, g) : g + (*s[2] - *s[2]);
                 return ScalarIR(e, arith::SelectOp::create(e.b, e.loc, within, g.value(e, compute), zero.value(e, compute)));
               });
}
