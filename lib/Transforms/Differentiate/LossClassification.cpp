//===- LossClassification.cpp - gradients of losses on class indices and probabilities -----------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/LossClassification.h"
#include "Vjp.h"
#include "nnf/Conversion/Ctc.h"
#include "nnf/Formulas/LossDistance.h"
#include "nnf/IR/ops/Softmax.h"

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;
using scalar::Emit;
using scalar::ScalarIR;

namespace mlir::nnf {
void registerLossClassificationVjps(MLIRContext *context);
}

namespace {
/// What the two losses have in common. Their loss of sample n is
///   -sum_c w[c] q[n, c] logp[n, c]
/// where q says how much of the sample belongs to class c: 1 for its target and 0 else, smoothed, 0 for an ignored sample;
/// or given as probabilities.
class ClassLoss {
public:
  ClassLoss(TensorBuilder &t, Value x, Value target, Value weight, int64_t ignoreIndex, Reduction reduction, double smoothing)
      : t(t), x(x), target(target), weight(weight), ignoreIndex(ignoreIndex), reduction(reduction), smoothing(smoothing),
        n(t.rank(x)), classDim(n == 1 ? 0 : 1), soft(isa<FloatType>(t.elementType(target))), element(t.elementType(x)),
        compute(t.computeType(element)), all(t.range(n)), rest(t.range(n, classDim)), samples(t.range(n - 1)) {
    if (smoothing != 0) {
      Value classes = t.countOf(x, {classDim}, compute);
      share = t.map({{classes, {}}}, 0, compute, [&](Scalars s) { return ScalarIR(smoothing) / *s[0]; });
    }
  }

  /// The cotangent of a sample's loss: along the samples, or one for all.
  Along cotangentOfSample(Value dy) {
    if (reduction == Reduction::None)
      return {dy, rest};
    if (reduction == Reduction::Sum)
      return {dy, {}};
    Value divisor = soft ? t.countOf(x, rest, compute) : sumOfWeights();
    return {t.map({{t.cast_(dy, compute), {}}, {divisor, {}}}, 0, compute, [](Scalars s) { return *s[0] / *s[1]; }), {}};
  }

  /// sum_c w[c] q[n, c], by sample: what the logits of a sample see of all classes together.
  Value sumOfShares() {
    if (soft)
      return t.sum({{target, all}, {weight, {classDim}}, {share, {}}}, n, classDim, [&](Scalars s) {
        ScalarIR q = s[2] ? *s[0] * ScalarIR(1 - smoothing) + *s[2] : *s[0];
        return s[1] ? q * *s[1] : q;
      });
    Value total; // of the weights, times e / C; without weights e
    if (weight && share) {
      Value sum = t.sum({{weight, {0}}}, 1, {0}, [](Scalars s) { return *s[0]; });
      total = t.map({{sum, {}}, {share, {}}}, 0, compute, [](Scalars s) { return *s[0] * *s[1]; });
    }
    SmallVector<Along> ins{{target, samples}};
    if (total)
      ins.push_back({total, {}});
    SmallVector<OpFoldResult> sizes = t.sizesOf({{target, samples}}, n - 1);
    return t.generic(ins, {{t.empty(sizes, compute), samples}}, parallel(n - 1),
                     [&](OpBuilder &b, Location l, ValueRange args) {
                       Emit e{b, l};
                       ScalarIR sum(1.0);
                       if (weight) {
                         sum = ScalarIR(e, weightOfTarget(b, l, args[0]));
                         if (total)
                           sum = sum * ScalarIR(1 - smoothing) + ScalarIR(e, args[1]);
                       }
                       Value zero = ScalarIR(0.0).value(e, compute);
                       return SmallVector<Value>{
                           arith::SelectOp::create(b, l, counts(b, l, args[0]), sum.value(e, compute), zero)};
                     })[0];
  }

  using Term = function_ref<ScalarIR(Emit &, ScalarIR q, ScalarIR cotangent, Scalars)>;

  /// A tensor of the input's shape, or its sum over all but the classes: `term(q, cotangent, more elements)` for each
  /// element, without the weight. `ins` are along the input's dimensions.
  Value overClasses(const Along &cotangent, ArrayRef<Along> ins, bool sumToClasses, Type result, Term term) {
    SmallVector<Along> operands{cotangent, {target, soft ? all : rest}};
    if (share)
      operands.push_back({share, {}});
    size_t first = operands.size();
    llvm::append_range(operands, ins);
    SmallVector<OpFoldResult> sizes = t.sizesOf({{x, all}}, n);
    SmallVector<utils::IteratorType> iterators = parallel(n);
    Along out{{}, all};
    if (sumToClasses) {
      for (int64_t d : rest)
        iterators[d] = utils::IteratorType::reduction;
      // The input gives every loop its bound.
      operands.push_back({x, all});
      out = {t.filled({sizes[classDim]}, compute, 0), {classDim}};
    } else {
      out.v = t.empty(sizes, result);
    }
    Value y = t.generic(operands, {out}, iterators, [&](OpBuilder &b, Location l, ValueRange args) {
      Emit e{b, l};
      auto scalar = [&](Value v) { return ScalarIR(e, t.convert(b, l, v, compute)); };
      SmallVector<std::optional<ScalarIR>> more;
      for (size_t i = 0; i < ins.size(); ++i)
        more.push_back(scalar(args[first + i]));
      ScalarIR q = soft ? scalar(args[1]) : ScalarIR(e, isTarget(b, l, args[1]));
      if (share) {
        ScalarIR portion(e, args[2]);
        q = q * ScalarIR(1 - smoothing) + portion;
        if (!soft)
          q = ScalarIR(e, arith::SelectOp::create(b, l, counts(b, l, args[1]), q.value(e, compute),
                                                  ScalarIR(0.0).value(e, compute)));
      }
      Value v = term(e, q, scalar(args[0]), more).value(e, compute);
      if (sumToClasses)
        return SmallVector<Value>{arith::AddFOp::create(b, l, args.back(), v, arith::FastMathFlags::reassoc)};
      return SmallVector<Value>{t.convert(b, l, v, result)};
    })[0];
    return sumToClasses ? t.cast_(y, result) : y;
  }

  /// By class: the cotangents of the samples that have it as their target, summed. What `mean` divides by depends on the
  /// weights through them.
  Value sumByTarget(const Along &cotangent) {
    return overClasses(cotangent, {}, /*sumToClasses=*/true, compute, [&](Emit &e, ScalarIR q, ScalarIR g, Scalars) {
      // Taken before smoothing by the caller, who asks for it without a share.
      return select(equals(q, ScalarIR(0.0)), ScalarIR(0.0), q * g);
    });
  }

  Along weights() const { return {weight, {classDim}}; }
  ArrayRef<int64_t> allDims() const { return all; }
  ArrayRef<int64_t> sampleDims() const { return rest; }

private:
  Value labelConstant(OpBuilder &b, Location l, Value label, int64_t v) {
    return arith::ConstantOp::create(b, l, b.getIntegerAttr(label.getType(), v));
  }
  /// Whether the sample is not ignored.
  Value counts(OpBuilder &b, Location l, Value label) {
    return arith::CmpIOp::create(b, l, arith::CmpIPredicate::ne, label, labelConstant(b, l, label, ignoreIndex));
  }
  /// The weight of a sample's class; that of class 0 where the sample is ignored (and 1 where there are no classes).
  Value weightOfTarget(OpBuilder &b, Location l, Value label) {
    Value safe = arith::SelectOp::create(b, l, counts(b, l, label), label, labelConstant(b, l, label, 0));
    Value at = arith::IndexCastOp::create(b, l, b.getIndexType(), safe);
    return t.convert(b, l, tensor::ExtractOp::create(b, l, weight, at), compute);
  }
  /// 1 where the class of the current element is the sample's and the sample is not ignored, else 0.
  Value isTarget(OpBuilder &b, Location l, Value label) {
    Value here = arith::IndexCastOp::create(b, l, label.getType(), linalg::IndexOp::create(b, l, classDim));
    Value same = arith::CmpIOp::create(b, l, arith::CmpIPredicate::eq, here, label);
    Value both = arith::AndIOp::create(b, l, same, counts(b, l, label));
    TensorBuilder inner(b, l);
    return arith::SelectOp::create(b, l, both, inner.constant(compute, 1), inner.constant(compute, 0));
  }
  /// What the mean over class indices divides by.
  Value sumOfWeights() {
    SmallVector<utils::IteratorType> iterators(n - 1, utils::IteratorType::reduction);
    return t.generic({{target, samples}}, {{t.filled({}, compute, 0), {}}}, iterators,
                     [&](OpBuilder &b, Location l, ValueRange args) {
                       TensorBuilder inner(b, l);
                       Value w = weight ? weightOfTarget(b, l, args[0]) : inner.constant(compute, 1);
                       w = arith::SelectOp::create(b, l, counts(b, l, args[0]), w, inner.constant(compute, 0));
                       return SmallVector<Value>{
                           arith::AddFOp::create(b, l, args[1], w, arith::FastMathFlags::reassoc)};
                     })[0];
  }

  TensorBuilder &t;
  Value x, target, weight;
  int64_t ignoreIndex;
  Reduction reduction;
  double smoothing;
  int64_t n, classDim;
  bool soft;
  Type element, compute;
  SmallVector<int64_t> all, rest, samples;
  /// e / C of label smoothing, or null.
  Value share;
};
} // namespace

/// The part of the weight's gradient that comes from the divisor of `mean`: -loss * g for every sample of the class.
static Value throughDivisor(TensorBuilder &t, Value gradient, ClassLoss &plain, const Along &cotangent, Value loss) {
  Value counts = plain.sumByTarget(cotangent);
  return t.map({{gradient, {0}}, {counts, {0}}, {loss, {}}}, 1, t.elementType(gradient),
               [](Scalars s) { return *s[0] - *s[1] * *s[2]; });
}

static int64_t classDimOf(Value x) { return TensorBuilder::rank(x) == 1 ? 0 : 1; }

/// dx[n, c] = -g[n] w[c] where c is the target, else 0;  dw[c] = the sum over the samples of class c of -g x[n, c].
static Gradients nllLoss(NllLossOp op, ValueRange cotangents, TensorBuilder &t) {
  Value x = op.getInput(), target = op.getTarget(), weight = op.getWeight();
  Value classes = tensor::DimOp::create(t.b, t.loc, x, classDimOf(x));
  t.checkIndices(target, classes, op.getIgnoreIndex(), "nnf.nll_loss: target");
  ClassLoss loss(t, x, target, weight, op.getIgnoreIndex(), op.getReduction(), 0);
  Along g = loss.cotangentOfSample(cotangents[0]);
  SmallVector<Along> weights;
  if (weight)
    weights.push_back(loss.weights());
  SmallVector<Value> gradients{
      loss.overClasses(g, weights, /*sumToClasses=*/false, t.elementType(x),
                       [&](Emit &, ScalarIR q, ScalarIR cotangent, Scalars s) {
                         ScalarIR v = -cotangent;
                         if (weight)
                           v = v * *s[0];
                         return select(equals(q, ScalarIR(0.0)), ScalarIR(0.0), v);
                       }),
      Value()};
  if (weight) {
    SmallVector<Along> ins{{x, llvm::to_vector(loss.allDims())}};
    Value dw = loss.overClasses(g, ins, /*sumToClasses=*/true, t.elementType(weight),
                                [](Emit &, ScalarIR q, ScalarIR cotangent, Scalars s) {
                                  return select(equals(q, ScalarIR(0.0)), ScalarIR(0.0), -(cotangent * *s[0]));
                                });
    if (op.getReduction() == Reduction::Mean)
      dw = throughDivisor(t, dw, loss, g, op.getResult());
    gradients.push_back(dw);
  }
  return gradients;
}

/// With r = w q, and p the probabilities of logits x:
///   dx[n, c] = g[n] (p[n, c] sum_c r[n, c] - r[n, c]), for log-probabilities -g r, for probabilities -g r / x;
///   dtarget[n, c] = -g w[c] logp[n, c] (1 - e);  dw[c] = sum_n -g q[n, c] logp[n, c].
static Gradients crossEntropy(CrossEntropyOp op, ValueRange cotangents, TensorBuilder &t) {
  Value x = op.getInput(), target = op.getTarget(), weight = op.getWeight();
  int64_t n = t.rank(x), classDim = classDimOf(x);
  Type compute = t.computeTypeOf(x);
  double smoothing = op.getLabelSmoothing();
  bool soft = hasGradient(target);
  if (!soft) {
    Value classes = tensor::DimOp::create(t.b, t.loc, x, classDim);
    t.checkIndices(target, classes, op.getIgnoreIndex(), "nnf.cross_entropy: target");
  }
  ClassLoss loss(t, x, target, weight, op.getIgnoreIndex(), op.getReduction(), smoothing);
  Along g = loss.cotangentOfSample(cotangents[0]);
  SmallVector<int64_t> all(loss.allDims());
  Value wide = t.cast_(x, compute), logp = wide;
  InputKind kind = op.getInputKind();
  if (kind == InputKind::Logits)
    logp = LogSoftmaxOp::create(t.b, t.loc, wide.getType(), wide, classDim, TypeAttr());
  else if (kind == InputKind::Probs)
    logp = t.map({{wide, all}}, n, compute, [](Scalars s) { return log(*s[0]); });

  SmallVector<Along> ins{{kind == InputKind::Probs ? wide : logp, all}};
  if (weight)
    ins.push_back(loss.weights());
  if (kind == InputKind::Logits)
    ins.push_back({loss.sumOfShares(), llvm::to_vector(loss.sampleDims())});
  SmallVector<Value> gradients{loss.overClasses(
      g, ins, /*sumToClasses=*/false, t.elementType(x), [&](Emit &, ScalarIR q, ScalarIR cotangent, Scalars s) {
        ScalarIR r = weight ? q * *s[1] : q;
        // What has no part in the loss has no gradient, also where all samples are ignored and `mean` divides by 0.
        if (kind == InputKind::Logits) {
          ScalarIR shares = *s[s.size() - 1];
          return select(equals(shares, ScalarIR(0.0)), ScalarIR(0.0), cotangent * (exp(*s[0]) * shares - r));
        }
        ScalarIR d = -(cotangent * r);
        return select(equals(r, ScalarIR(0.0)), ScalarIR(0.0), kind == InputKind::Probs ? d / *s[0] : d);
      })};
  SmallVector<Along> logps{{logp, all}};
  gradients.push_back(Value());
  if (soft) {
    SmallVector<Along> more = logps;
    if (weight)
      more.push_back(loss.weights());
    gradients.back() = loss.overClasses(g, more, /*sumToClasses=*/false, t.elementType(target),
                                        [&](Emit &, ScalarIR, ScalarIR cotangent, Scalars s) {
                                          ScalarIR d = -(cotangent * *s[0]) * ScalarIR(1 - smoothing);
                                          return weight ? d * *s[1] : d;
                                        });
  }
  if (weight) {
    Value dw = loss.overClasses(g, logps, /*sumToClasses=*/true, t.elementType(weight),
                                [](Emit &, ScalarIR q, ScalarIR cotangent, Scalars s) {
                                  return select(equals(q, ScalarIR(0.0)), ScalarIR(0.0), -(cotangent * q * *s[0]));
                                });
    if (!soft && op.getReduction() == Reduction::Mean) {
      ClassLoss plain(t, x, target, weight, op.getIgnoreIndex(), op.getReduction(), 0);
      dw = throughDivisor(t, dw, plain, g, op.getResult());
    }
    gradients.push_back(dw);
  }
  return gradients;
}

/// Each sample's gradient times its share of the cotangent.
static Gradients ctcLoss(CtcLossOp op, ValueRange cotangents, TensorBuilder &t) {
  CtcOperands of(t, op.getLogProbs(), op.getInputLengths(), op.getTargetLengths());
  Value dy = cotangents[0], count;
  Reduction reduction = op.getReduction();
  Type compute = t.computeTypeOf(of.logProbs);
  bool mean = reduction == Reduction::Mean, each = reduction == Reduction::None && !of.single;
  if (mean)
    count = t.countOf(of.logProbs, {1}, compute);
  Value shares = t.map({{dy, each ? SmallVector<int64_t>{0} : SmallVector<int64_t>()}, {of.targetLengths, {0}}, {count, {}}}, 1,
                       compute, [&](Scalars s) {
                         if (!mean)
                           return *s[0];
                         const Emit &e = *s[0]->emit();
                         ScalarIR length(e, t.convert(e.b, e.loc, s[1]->value(e, compute), compute));
                         return *s[0] / *s[2] / scalar::clampMin(length, 1.0);
                       });
  Ctc ctc(t, of.logProbs, op.getTargets(), of.inputLengths, of.targetLengths, op.getBlank());
  Value gradient = ctc.gradient(shares, op.getZeroInfinity());
  if (of.single)
    gradient = tensor::CollapseShapeOp::create(t.b, t.loc, gradient, ArrayRef<ReassociationIndices>{{0, 1}, {2}});
  return SmallVector<Value>{gradient, Value(), Value(), Value()};
}

void nnf::registerLossClassificationVjps(MLIRContext *context) {
  attachVjp<CtcLossOp, ctcLoss>(context);
  attachVjpByParts<MultiMarginLossOp, MultilabelMarginLossOp, MultilabelSoftMarginLossOp, LinearCrossEntropyOp>(context);
  attachVjp<NllLossOp, nllLoss>(context);
  attachVjp<CrossEntropyOp, crossEntropy>(context);
}
