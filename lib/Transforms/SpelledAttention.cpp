//===- SpelledAttention.cpp - attention as someone may write it ------------------------------------------------===//
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
#include "nnf/IR/ops/Attention.h"
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

namespace {
/// What shuts keys out.
struct Mask {
  /// As the scores' type has it: tensor[dims]. Null where there is none.
  Value tensor;
  SmallVector<int64_t, 4> dims;
  /// A boolean mask is true where a key is shut out.
  bool isNegated = false;
};
/// What a softmax over the keys reads: factor * formula, masked.
struct Scores {
  std::shared_ptr<Expressions> f;
  Id id;
  double factor;
  /// Between the products and the softmax, where several dimensions of a batch are apart; null where they are not one before.
  tensor::ExpandShapeOp expand;
  Mask mask;
  /// A query without a key gives 0, as in the op; otherwise NaN.
  bool emptyIsZero;
};
} // namespace

/// A tensor that is read along at least one dimension, and along them in their order.
static bool readsInOrder(const Expressions::Node &node) {
  static_assert(Expressions::kUnit < 0);
  int64_t last = -1;
  for (int64_t d : node.dims) {
    if (d != Expressions::kUnit && d <= last)
      return false;
    last = d == Expressions::kUnit ? last : d;
  }
  return node.kind == Kind::Element && last >= 0;
}

/// Takes a mask off the formula `id` of scores: x + mask, select(keep, x, -inf), select(drop, -inf, x).
static Mask takeMask(const Expressions &f, Id &id, double &factor) {
  Mask mask;
  // Of a sum, a factor of its first term is outside: c * s + mask is c * (s + 1/c * mask).
  double outside = 1;
  Id inner = id;
  if (const auto &product = f[id]; product.kind == Kind::Product && product.terms.size() == 1 && product.terms[0].second == 1) {
    outside = product.number;
    inner = product.terms[0].first;
  }
  const auto &node = f[inner];
  auto isMask = [&](Id candidate, bool isBool) {
    const auto &m = f[candidate];
    auto type = m.kind == Kind::Element ? dyn_cast<RankedTensorType>(m.tensor.getType()) : RankedTensorType();
    return type && readsInOrder(m) && (isBool ? type.getElementType().isInteger(1) : type.getElementType() == f.getType().getElementType());
  };
  auto isMinusInfinity = [&](Id candidate) {
    return f[candidate].kind == Kind::Number && f[candidate].number == -std::numeric_limits<double>::infinity();
  };
  auto take = [&](Id from, Id rest, double scale) {
    mask.tensor = f[from].tensor;
    mask.dims = f[from].dims;
    id = rest;
    factor = scale;
  };
  if (node.kind == Kind::Sum && node.number == 0 && node.terms.size() == 2) {
    for (unsigned i : {0u, 1u}) {
      auto [term, scale] = node.terms[1 - i];
      // The scores are a sum of products, the mask a tensor: which is which may be open only where both are tensors.
      bool isScores = f[term].kind != Kind::Element || f[term].tensor.getDefiningOp<tensor::ExpandShapeOp>();
      if (std::abs(outside * node.terms[i].second - 1) < 1e-12 && isScores && isMask(node.terms[i].first, false)) {
        take(node.terms[i].first, term, outside * scale);
        return mask;
      }
    }
  }
  if (outside == 1 && node.kind == Kind::Function && node.name == "select" && isMask(node.terms[0].first, true)) {
    for (unsigned kept : {1u, 2u})
      if (isMinusInfinity(node.terms[3 - kept].first)) {
        mask.isNegated = kept == 2;
        take(node.terms[0].first, node.terms[kept].first, 1);
        return mask;
      }
  }
  return mask;
}

/// The scores of which `v` are the probabilities. Several dimensions of a batch may be one for the products and apart in between:
///
///   %e = tensor.expand_shape %scores [[0, 1], [2], [3]]
///   %p = nnf.softmax (c * %e + mask) dim = 3
///   %v = tensor.collapse_shape %p [[0, 1], [2], [3]]
static std::optional<Scores> scoresBehind(Value v) {
  auto collapse = v.getDefiningOp<tensor::CollapseShapeOp>();
  auto softmax = (collapse ? collapse.getSrc() : v).getDefiningOp<SoftmaxOp>();
  if (!softmax || softmax.getDtypeAttr() || !softmax.getResult().hasOneUse() || !v.hasOneUse())
    return std::nullopt;
  int64_t rank = cast<RankedTensorType>(softmax.getType()).getRank();
  if (*cast<ValueFactsOpInterface>(softmax.getOperation()).getResultAxis() != rank - 1)
    return std::nullopt;
  Scores scores{std::make_shared<Expressions>(softmax.getInput()), 0, 1, {}, {}, softmax.getEmptyRow() == EmptyRow::Zero};
  scores.id = scores.f->getRoot();
  scores.mask = takeMask(*scores.f, scores.id, scores.factor);
  if (!collapse)
    return scores;
  SmallVector<ReassociationIndices> groups = collapse.getReassociationIndices();
  if (groups.size() < 2 || groups.back().size() != 1 || groups[groups.size() - 2].size() != 1)
    return std::nullopt;
  const Expressions &f = *scores.f;
  const auto *node = &f[scores.id];
  if (node->kind == Kind::Product && node->terms.size() == 1 && node->terms[0].second == 1) {
    scores.factor *= node->number;
    node = &f[node->terms[0].first];
  }
  scores.expand = node->kind == Kind::Element ? node->tensor.getDefiningOp<tensor::ExpandShapeOp>() : tensor::ExpandShapeOp();
  if (!scores.expand || !llvm::equal(node->dims, llvm::seq<int64_t>(0, rank)) || scores.expand.getReassociationIndices() != groups)
    return std::nullopt;
  scores.f = std::make_shared<Expressions>(scores.expand.getSrc());
  scores.id = scores.f->getRoot();
  return scores;
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

/// The mask as a tensor of `rank` dimensions, of size 1 where it is not read along one.
static Value atRank(OpBuilder &b, Location loc, const Mask &mask, int64_t rank) {
  auto type = cast<RankedTensorType>(mask.tensor.getType());
  bool aligned = type.getRank() == rank;
  for (auto [i, d] : llvm::enumerate(mask.dims))
    aligned &= d == int64_t(i) || d == Expressions::kUnit;
  if (aligned)
    return mask.tensor;
  // What is of size 1 goes, the rest gets its place.
  Value tensor = mask.tensor;
  SmallVector<int64_t> places, sizes;
  SmallVector<ReassociationIndices> together;
  ReassociationIndices group;
  for (auto [i, d] : llvm::enumerate(mask.dims)) {
    if (d == Expressions::kUnit && !together.empty()) {
      together.back().push_back(i);
      continue;
    }
    group.push_back(i);
    if (d == Expressions::kUnit)
      continue;
    together.push_back(std::exchange(group, {}));
    places.push_back(d);
    sizes.push_back(type.getDimSize(i));
  }
  if (places.size() != mask.dims.size())
    tensor = tensor::CollapseShapeOp::create(b, loc, RankedTensorType::get(sizes, type.getElementType()), tensor, together);
  SmallVector<int64_t> shape(rank, 1);
  SmallVector<ReassociationIndices> apart(places.size());
  for (int64_t d = 0, group = 0; d < rank; ++d) {
    if (group + 1 < int64_t(places.size()) && d > places[group])
      ++group;
    apart[group].push_back(d);
  }
  for (auto [place, size] : llvm::zip(places, sizes))
    shape[place] = size;
  return tensor::ExpandShapeOp::create(b, loc, RankedTensorType::get(shape, type.getElementType()), tensor, apart);
}

static Value generic(OpBuilder &b, Location loc, RankedTensorType type, ValueRange inputs, Value init, ArrayRef<AffineMap> maps,
                     ArrayRef<utils::IteratorType> iterators, function_ref<Value(OpBuilder &, ValueRange)> body) {
  return linalg::GenericOp::create(b, loc, type, inputs, init, maps, iterators, [&](OpBuilder &in, Location at, ValueRange args) {
           Value made = body(in, args);
           linalg::YieldOp::create(in, at, made);
         })
      .getResult(0);
}

static Value emptyLike(OpBuilder &b, Location loc, Value like, Type element, int64_t dropped = 0) {
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(b, loc, like);
  sizes.resize(sizes.size() - dropped);
  return tensor::EmptyOp::create(b, loc, sizes, element);
}

static Value inverted(OpBuilder &b, Location loc, Value mask) {
  auto type = cast<RankedTensorType>(mask.getType());
  AffineMap whole = b.getMultiDimIdentityMap(type.getRank());
  SmallVector<utils::IteratorType> parallel(type.getRank(), utils::IteratorType::parallel);
  Value yes = arith::ConstantOp::create(b, loc, b.getBoolAttr(true));
  return generic(b, loc, type, mask, emptyLike(b, loc, mask, type.getElementType()), {whole, whole}, parallel,
                 [&](OpBuilder &in, ValueRange args) -> Value { return arith::XOrIOp::create(in, loc, args[0], yes); });
}

/// True where each query is left a key: the mask is a constant.
static bool leavesKeys(Value mask, bool isNegated) {
  DenseElementsAttr constant;
  if (!matchPattern(mask, m_Constant(&constant)))
    return false;
  int64_t keys = constant.getType().getShape().back(), number = 0;
  bool any = false;
  auto isKept = [&](Attribute a) {
    if (auto integer = dyn_cast<IntegerAttr>(a))
      return integer.getValue().isZero() == isNegated;
    return !cast<FloatAttr>(a).getValue().isInfinity();
  };
  for (Attribute a : constant.getValues<Attribute>()) {
    any |= isKept(a);
    if (++number % keys == 0 && !std::exchange(any, false))
      return false;
  }
  return keys > 0;
}

/// `attention`, with NaN for the queries all of whose keys are shut out: the softmax of nothing but -inf.
static Value nanWithoutKeys(OpBuilder &b, Location loc, Value attention, Value mask) {
  auto type = cast<RankedTensorType>(attention.getType()), maskType = cast<RankedTensorType>(mask.getType());
  int64_t rank = type.getRank();
  MLIRContext *context = b.getContext();
  Type flag = b.getI1Type();
  auto keptType = RankedTensorType::get(maskType.getShape().drop_back(), flag);
  Value no = arith::ConstantOp::create(b, loc, b.getBoolAttr(false));
  Value none = linalg::FillOp::create(b, loc, no, emptyLike(b, loc, mask, flag, 1)).getResult(0);
  AffineMap whole = b.getMultiDimIdentityMap(rank);
  SmallVector<utils::IteratorType> iterators(rank, utils::IteratorType::parallel);
  iterators.back() = utils::IteratorType::reduction;
  Value kept = generic(b, loc, keptType, mask, none, {whole, whole.dropResult(rank - 1)}, iterators, [&](OpBuilder &in, ValueRange args) -> Value {
    Value keeps = args[0];
    if (auto element = dyn_cast<FloatType>(keeps.getType())) {
      Value infinity = arith::ConstantOp::create(in, loc, in.getFloatAttr(element, APFloat::getInf(element.getFloatSemantics(), true)));
      keeps = arith::CmpFOp::create(in, loc, arith::CmpFPredicate::UNE, keeps, infinity);
    }
    return arith::OrIOp::create(in, loc, args[1], keeps);
  });
  SmallVector<AffineExpr> read;
  for (int64_t d = 0; d + 1 < rank; ++d)
    read.push_back(keptType.getDimSize(d) == 1 && type.getDimSize(d) != 1 ? getAffineConstantExpr(0, context) : getAffineDimExpr(d, context));
  iterators.back() = utils::IteratorType::parallel;
  auto element = cast<FloatType>(type.getElementType());
  Value nan = arith::ConstantOp::create(b, loc, b.getFloatAttr(element, APFloat::getNaN(element.getFloatSemantics())));
  return generic(b, loc, type, {attention, kept}, emptyLike(b, loc, attention, element), {whole, AffineMap::get(rank, 0, read, context), whole}, iterators,
                 [&](OpBuilder &in, ValueRange args) -> Value { return arith::SelectOp::create(in, loc, args[1], args[0], nan); });
}

/// `v`, one of whose dimensions is that of a batch, with the dimensions that `expand` makes of that.
static Value apartLike(OpBuilder &b, Location loc, Value v, tensor::ExpandShapeOp expand) {
  auto type = cast<RankedTensorType>(v.getType());
  SmallVector<OpFoldResult> sizes = expand.getMixedOutputShape();
  SmallVector<int64_t> shape(expand.getResultType().getShape());
  for (int64_t fromEnd : {2, 1}) {
    shape[shape.size() - fromEnd] = type.getDimSize(type.getRank() - fromEnd);
    sizes[sizes.size() - fromEnd] = tensor::getMixedSize(b, loc, v, type.getRank() - fromEnd);
  }
  return tensor::ExpandShapeOp::create(b, loc, RankedTensorType::get(shape, type.getElementType()), v, expand.getReassociationIndices(), sizes);
}

/// softmax(c * query key^T + mask) value, as two products of matrices around a softmax over the keys:
///
///   %s = query key^T; %p = nnf.softmax (c * %s + mask) dim = -1; %y = %p value
///   becomes
///   %y = nnf.scaled_dot_product_attention query, key, value attn_mask = mask scale = c
///
/// The same sums; neither scores nor probabilities are stored, and so not rounded to the tensor's type. The error of an element is that of
/// n products that are added up, n 2^-24 sum |p v| at most (f32; sums are blocked, the spelling's are as well), and of probabilities within
/// 4 units of the last place instead of the spelling's softmax and one rounding more: no larger.
///
/// A mask is added, or chooses -inf (select(mask, s, -inf), as masked_fill has it). A fill with another number, -1e9, is none: it leaves the
/// keys a share. The softmax of a query whose keys are all shut out is NaN, where the op gives 0: unless a constant mask shows that there is
/// none, or empty_row = zero asks for 0, NaN is put back, which reads the mask once more.
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
    std::optional<SumOfProducts> inner = matchSumOfProducts(*found->f, found->id);
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
      bool sameTypes = llvm::all_of(ArrayRef<Value>{q, k, v}, [&](Value t) {
        auto own = dyn_cast<RankedTensorType>(t.getType());
        return own && own.getElementType() == type.getElementType() && own.getShape().drop_back(2) == type.getShape().drop_back(2);
      });
      if (!sameTypes || found->f->getType().getElementType() != type.getElementType() ||
          found->f->getType().getShape().drop_back(2) != type.getShape().drop_back(2))
        continue;
      double scale = found->factor * inner->factor;
      return Recognized{"nnf.scaled_dot_product_attention", [=, scores = *found](OpBuilder &b, Location loc) -> Value {
                          Value query = q, keys = k, values = v, mask;
                          if (apart) {
                            tensor::CollapseShapeOp like = together;
                            keys = tensor::CollapseShapeOp::create(b, loc, apart, like.getReassociationIndices());
                          }
                          RankedTensorType made = type;
                          tensor::ExpandShapeOp expand = scores.expand;
                          if (scores.mask.tensor) {
                            if (expand) {
                              for (Value *t : {&query, &keys, &values})
                                *t = apartLike(b, loc, *t, expand);
                              SmallVector<int64_t> shape(expand.getResultType().getShape().drop_back(2));
                              shape.append({type.getDimSize(rank - 2), type.getDimSize(rank - 1)});
                              made = RankedTensorType::get(shape, type.getElementType());
                            }
                            mask = atRank(b, loc, scores.mask, made.getRank());
                          }
                          bool guarded = mask && !scores.emptyIsZero && !(scores.mask.dims.back() == made.getRank() - 1 &&
                                                                           leavesKeys(scores.mask.tensor, scores.mask.isNegated));
                          if (scores.mask.isNegated)
                            mask = inverted(b, loc, mask);
                          Value attention = ScaledDotProductAttentionOp::create(
                              b, loc, made, query, keys, values, mask, Value(), Value(), b.getF64FloatAttr(0), b.getBoolAttr(false),
                              b.getF64FloatAttr(scale), b.getBoolAttr(false));
                          if (guarded)
                            attention = nanWithoutKeys(b, loc, attention, mask);
                          return made == type ? attention
                                              : tensor::CollapseShapeOp::create(b, loc, type, attention, expand.getReassociationIndices()).getResult();
                        }};
    }
  }
  return std::nullopt;
}
