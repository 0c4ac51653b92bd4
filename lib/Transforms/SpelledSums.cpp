//===- SpelledSums.cpp - cross entropy and attention as someone may write them ---------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Spelling.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include "nnf/Analysis/Structure.h"
#include "nnf/IR/ops/Attention.h"
#include "nnf/IR/ops/Embedding.h"
#include "nnf/IR/ops/LossClassification.h"
#include "nnf/IR/ops/Softmax.h"

using namespace mlir;
using namespace mlir::nnf;
using Id = Expressions::Id;
using Kind = Expressions::Kind;

namespace {
/// factor * sum over `dim` of a * b, all of the elements read in place.
struct SumOfProducts {
  double factor;
  int64_t dim;
  const Expressions::Node *a, *b;
};
} // namespace

/// The formula as such a sum; nothing where it is none.
static std::optional<SumOfProducts> matchSumOfProducts(const Expressions &f, Id id) {
  double factor = 1;
  const auto *node = &f[id];
  if (node->kind == Kind::Product && node->terms.size() == 1 && node->terms[0].second == 1) {
    factor = node->number;
    node = &f[node->terms[0].first];
  }
  if (node->kind != Kind::Total || node->name != "sum")
    return std::nullopt;
  const auto &product = f[node->terms[0].first];
  if (product.kind != Kind::Product || product.terms.size() != 2 || product.terms[0].second != 1 || product.terms[1].second != 1)
    return std::nullopt;
  const auto *a = &f[product.terms[0].first], *b = &f[product.terms[1].first];
  if (a->kind != Kind::Element || b->kind != Kind::Element)
    return std::nullopt;
  return SumOfProducts{factor * product.number, node->dims[0], a, b};
}

/// The class numbers of a one-hot tensor that was converted to floats; null where it is none.
static Value classNumbersOf(Value oneHot, int64_t classes) {
  Operation *op = oneHot.getDefiningOp();
  std::optional<Elementwise> convert = op ? matchElementwise(op) : std::nullopt;
  if (!convert || !isa<arith::SIToFPOp, arith::UIToFPOp>(convert->scalar))
    return {};
  auto made = convert->operands[0].getDefiningOp<OneHotOp>();
  return made && made.getNumClasses() == classes ? made.getTensor() : Value();
}

/// The one dimension that `op` sums its only operand over, from 0 on; nothing where it does anything else.
static std::optional<int64_t> plainSumOver(linalg::LinalgOp op) {
  if (!op.hasPureTensorSemantics() || op.getNumReductionLoops() != 1 || op.getNumDpsInputs() != 1 || op->getNumResults() != 1)
    return std::nullopt;
  Block *body = op.getBlock();
  auto add = dyn_cast<arith::AddFOp>(body->front());
  if (!add || !llvm::hasNItems(*body, 2) || body->getTerminator()->getOperand(0) != add.getResult() ||
      !llvm::is_contained(add->getOperands(), body->getArgument(0)) || !llvm::is_contained(add->getOperands(), body->getArgument(1)))
    return std::nullopt;
  Value init = op.getDpsInitOperand(0)->get();
  if (auto fill = init.getDefiningOp<linalg::FillOp>())
    init = fill.value();
  if (!matchPattern(init, m_AnyZeroFloat()))
    return std::nullopt;
  unsigned reduced = 0;
  SmallVector<utils::IteratorType> iterators = op.getIteratorTypesArray();
  while (iterators[reduced] != utils::IteratorType::reduction)
    ++reduced;
  AffineMap in = op.getMatchingIndexingMap(op.getDpsInputOperand(0)), out = op.getMatchingIndexingMap(op.getDpsInitOperand(0));
  if (!in.isIdentity() || out != in.dropResult(reduced))
    return std::nullopt;
  return reduced;
}

/// -sum over the classes of target * log_softmax(x), with a target of probabilities (smoothed labels, a teacher's) or one-hot:
///
///   %logp = nnf.log_softmax %x dim = 1
///   %loss = -sum(%q * %logp)                 ->   %loss = nnf.cross_entropy %x, %q reduction = none
///
/// The same sum, whose terms are as exact (log_softmax is within 2 units of the last place either way), without the tensor of
/// log-probabilities. A one-hot target becomes class numbers, of which none is ignored: one that does not exist is an error in both.
std::optional<Recognized> nnf::recognizeCrossEntropy(Operation *op) {
  bool negative = false;
  auto withoutSign = [&](Value v) {
    while (Value x = matchUnary<arith::NegFOp>(v)) {
      negative = !negative;
      v = x;
    }
    return v;
  };
  auto sum = withoutSign(op->getResult(0)).getDefiningOp<linalg::LinalgOp>();
  auto type = sum && isa<RankedTensorType>(op->getResult(0).getType()) ? plainSumOver(sum) : std::nullopt;
  if (!type)
    return std::nullopt;
  Operation *product = withoutSign(sum.getDpsInputOperand(0)->get()).getDefiningOp();
  std::optional<Elementwise> e = product ? matchElementwise(product) : std::nullopt;
  if (!e || !isa<arith::MulFOp>(e->scalar))
    return std::nullopt;
  for (unsigned side : {0u, 1u}) {
    bool before = negative;
    auto softmax = withoutSign(e->operands[side]).getDefiningOp<LogSoftmaxOp>();
    Value q = withoutSign(e->operands[1 - side]);
    auto full = cast<RankedTensorType>(sum.getDpsInputOperand(0)->get().getType());
    int64_t classes = full.getRank() == 1 ? 0 : 1;
    if (!softmax || softmax.getDtypeAttr() || !softmax.getResult().hasOneUse() || softmax.getInput().getType() != full || q.getType() != full ||
        full.isDynamicDim(classes) || *type != classes || cast<ValueFactsOpInterface>(softmax.getOperation()).getResultAxis() != classes) {
      negative = before;
      continue;
    }
    Value x = softmax.getInput(), numbers = classNumbersOf(q, full.getDimSize(classes));
    Type result = op->getResult(0).getType();
    bool isLoss = negative;
    return Recognized{"nnf.cross_entropy", [=](OpBuilder &b, Location loc) -> Value {
                        // No class number is ignored.
                        int64_t ignored = numbers ? std::numeric_limits<int64_t>::min() : -100;
                        Value loss = CrossEntropyOp::create(b, loc, result, x, numbers ? numbers : q, Value(), ignored, Reduction::None, 0.0,
                                                            InputKind::Logits);
                        return isLoss ? loss : arith::NegFOp::create(b, loc, loss).getResult();
                      }};
  }
  return std::nullopt;
}

namespace {
/// What a softmax over the keys reads: factor * tensor.
struct Scores {
  Value tensor;
  double factor;
};
} // namespace

/// The scores of which `v` are the probabilities. Several dimensions of a batch may be one for the products and apart in between:
///
///   %e = tensor.expand_shape %scores [[0, 1], [2], [3]]
///   %p = nnf.softmax (c * %e) dim = 3
///   %v = tensor.collapse_shape %p [[0, 1], [2], [3]]
static std::optional<Scores> scoresBehind(Value v) {
  auto collapse = v.getDefiningOp<tensor::CollapseShapeOp>();
  auto softmax = (collapse ? collapse.getSrc() : v).getDefiningOp<SoftmaxOp>();
  if (!softmax || softmax.getDtypeAttr() || !softmax.getResult().hasOneUse() || !v.hasOneUse())
    return std::nullopt;
  int64_t rank = cast<RankedTensorType>(softmax.getType()).getRank();
  if (*cast<ValueFactsOpInterface>(softmax.getOperation()).getResultAxis() != rank - 1)
    return std::nullopt;
  if (!collapse)
    return Scores{softmax.getInput(), 1};
  SmallVector<ReassociationIndices> groups = collapse.getReassociationIndices();
  if (groups.size() < 2 || groups.back().size() != 1 || groups[groups.size() - 2].size() != 1)
    return std::nullopt;
  Expressions f(softmax.getInput());
  const auto *node = &f[f.getRoot()];
  double factor = 1;
  if (node->kind == Kind::Product && node->terms.size() == 1 && node->terms[0].second == 1) {
    factor = node->number;
    node = &f[node->terms[0].first];
  }
  auto expand = node->kind == Kind::Element ? node->tensor.getDefiningOp<tensor::ExpandShapeOp>() : tensor::ExpandShapeOp();
  if (!expand || !llvm::equal(node->dims, llvm::seq<int64_t>(0, rank)) || expand.getReassociationIndices() != groups)
    return std::nullopt;
  return Scores{expand.getSrc(), factor};
}

/// What `op` collapses, with the last two dimensions in the other order, where it was turned for it; null where it was not.
static Value untransposed(tensor::CollapseShapeOp op) {
  SmallVector<ReassociationIndices> groups = op.getReassociationIndices();
  Expressions f(op.getSrc());
  const auto &node = f[f.getRoot()];
  int64_t rank = f.getType().getRank();
  if (groups.size() < 2 || groups.back().size() != 1 || groups[groups.size() - 2].size() != 1 || node.kind != Kind::Element ||
      cast<RankedTensorType>(node.tensor.getType()).getRank() != rank)
    return {};
  SmallVector<int64_t> expected = llvm::to_vector(llvm::seq<int64_t>(0, rank));
  std::swap(expected[rank - 1], expected[rank - 2]);
  return ArrayRef<int64_t>(node.dims) == ArrayRef(expected) ? node.tensor : Value();
}

/// softmax(c * query key^T) value, as two products of matrices around a softmax over the keys:
///
///   %s = query key^T; %p = nnf.softmax (c * %s) dim = -1; %y = %p value
///   becomes
///   %y = nnf.scaled_dot_product_attention query, key, value scale = c
///
/// The same sums; the probabilities are not stored, and so not rounded to the tensor's type. Without a mask: of a query all of whose keys
/// are masked the two make different things.
std::optional<Recognized> nnf::recognizeAttention(Expressions &f) {
  std::optional<SumOfProducts> outer = matchSumOfProducts(f, f.getRoot());
  RankedTensorType type = f.getType();
  int64_t rank = type.getRank();
  if (!outer || outer->factor != 1 || rank < 2)
    return std::nullopt;
  // batch..., last but one, last.
  auto at = [&](int64_t row, int64_t column) {
    SmallVector<int64_t, 4> dims;
    for (int64_t d = 0; d < rank - 2; ++d)
      dims.push_back(d);
    dims.append({row, column});
    return dims;
  };
  for (auto [probabilities, values] : {std::pair(outer->a, outer->b), std::pair(outer->b, outer->a)}) {
    std::optional<Scores> found = scoresBehind(probabilities->tensor);
    if (!found || probabilities->dims != at(rank - 2, outer->dim) || values->dims != at(outer->dim, rank - 1))
      continue;
    Expressions scores(found->tensor);
    std::optional<SumOfProducts> inner = matchSumOfProducts(scores, scores.getRoot());
    if (!inner)
      continue;
    for (auto [query, key] : {std::pair(inner->a, inner->b), std::pair(inner->b, inner->a)}) {
      Value q = query->tensor, k = key->tensor, v = values->tensor, apart;
      tensor::CollapseShapeOp together;
      if (key->dims == at(inner->dim, rank - 1)) {
        together = k.getDefiningOp<tensor::CollapseShapeOp>();
        apart = together ? untransposed(together) : Value();
      }
      if (query->dims != at(rank - 2, inner->dim) || (!apart && key->dims != at(rank - 1, inner->dim)))
        continue;
      bool sameTypes = llvm::all_of(ArrayRef<Value>{q, k, v, found->tensor}, [&](Value t) {
        auto own = dyn_cast<RankedTensorType>(t.getType());
        return own && own.getElementType() == type.getElementType() && own.getShape().drop_back(2) == type.getShape().drop_back(2);
      });
      if (!sameTypes)
        continue;
      double scale = found->factor * inner->factor;
      return Recognized{"nnf.scaled_dot_product_attention", [=](OpBuilder &b, Location loc) -> Value {
                          Value keys = k;
                          if (apart) {
                            tensor::CollapseShapeOp like = together;
                            keys = tensor::CollapseShapeOp::create(b, loc, apart, like.getReassociationIndices());
                          }
                          return ScaledDotProductAttentionOp::create(b, loc, type, q, keys, v, Value(), Value(), Value(), b.getF64FloatAttr(0),
                                                                     b.getBoolAttr(false), b.getF64FloatAttr(scale), b.getBoolAttr(false));
                        }};
    }
  }
  return std::nullopt;
}
