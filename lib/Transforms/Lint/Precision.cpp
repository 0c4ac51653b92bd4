//===- Precision.cpp - spellings that lose digits: 206, 210, 211, 213, 214 ---------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Rules.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/ReshapeOpsUtils.h"
#include "mlir/IR/Matchers.h"
#include "nnf/Analysis/Expression.h"
#include "nnf/Analysis/Structure.h"
#include "nnf/IR/ops/ActivationSmooth.h"
#include "nnf/IR/ops/LossClassification.h"
#include "nnf/IR/ops/Softmax.h"

using namespace mlir;
using namespace mlir::nnf;
using Id = Expressions::Id;
using Kind = Expressions::Kind;

//===-- 206 -------------------------------------------------------------------------------------------------------===//

/// The number of a row along `axis` in which every element of the constant is "masked"; nothing where none is.
template <class T, class F>
static std::optional<int64_t> wholeRow(RankedTensorType type, const T &elements, int64_t axis, F isMasked) {
  if (!type.hasStaticShape() || type.getNumElements() > (1 << 20) || type.getDimSize(axis) == 0)
    return std::nullopt;
  int64_t behind = 1;
  for (int64_t size : type.getShape().drop_front(axis + 1))
    behind *= size;
  int64_t length = type.getDimSize(axis);
  SmallVector<int64_t> masked(type.getNumElements() / length, 0);
  for (auto [i, v] : llvm::enumerate(elements)) {
    int64_t index = i, row = index / (behind * length) * behind + index % behind;
    if (isMasked(v) && ++masked[row] == length)
      return row;
  }
  return std::nullopt;
}

///   %s = arith.addf %x, dense<[[0.0, 0xFF800000], [0xFF800000, 0xFF800000]]>
///   %p = nnf.softmax %s dim = 1                ->   %p = nnf.softmax %s dim = 1 empty_row = zero
static void emptyRow(Operation *op, LintContext &c) {
  auto softmax = dyn_cast<SoftmaxOp>(op);
  Operation *producer = softmax ? softmax.getInput().getDefiningOp() : nullptr;
  std::optional<Elementwise> e = producer ? matchElementwise(producer) : std::nullopt;
  if (!e || softmax.getEmptyRow() == EmptyRow::Zero)
    return;
  int64_t axis = *cast<ValueFactsOpInterface>(op).getResultAxis();
  auto type = cast<RankedTensorType>(softmax.getInput().getType());
  auto isMinusInfinity = [](const APFloat &v) { return v.isInfinity() && v.isNegative(); };
  std::optional<int64_t> row;
  if (isa<arith::AddFOp>(e->scalar)) {
    for (Value operand : e->operands) {
      DenseFPElementsAttr mask;
      if (!row && operand.getType() == type && matchPattern(operand, m_Constant(&mask)))
        row = wholeRow(type, mask.getValues<APFloat>(), axis, isMinusInfinity);
    }
  } else if (isa<arith::SelectOp>(e->scalar)) {
    DenseIntElementsAttr mask;
    if (!matchPattern(e->operands[0], m_Constant(&mask)))
      return;
    for (bool chosen : {true, false}) {
      const Bounds &other = c.getFacts(e->operands[chosen ? 1 : 2]).bounds;
      if (!row && !other.nan && other.hi == -std::numeric_limits<double>::infinity())
        row = wholeRow(type, mask.getValues<bool>(), axis, [&](bool v) { return v == chosen; });
    }
  }
  if (!row)
    return;
  LintFinding &finding = c.report(op, "row " + Twine(*row) + " is -inf as a whole: its softmax is 0 over 0, which is NaN");
  finding.note(producer->getLoc(), "it is masked here");
  finding.fixBy("empty_row = zero", op, [softmax](RewriterBase &rw) {
    SoftmaxOp told = softmax;
    rw.modifyOpInPlace(told, [&] { told.setEmptyRow(EmptyRow::Zero); });
  });
}

//===-- 210 -------------------------------------------------------------------------------------------------------===//

/// [210]
static void narrowBinaryLoss(Operation *op, LintContext &c) {
  auto loss = dyn_cast<BinaryCrossEntropyOp>(op);
  if (!loss || getElementTypeOrSelf(loss.getInput().getType()).getIntOrFloatBitWidth() > 16)
    return;
  std::string type;
  llvm::raw_string_ostream(type) << getElementTypeOrSelf(loss.getInput().getType());
  LintFinding &finding = c.report(op, "a probability in " + type + " cannot come near 1 or 0, and its logarithm and gradient with it: "
                                      "binary_cross_entropy_with_logits can be computed in it");
  if (auto sigmoid = loss.getInput().getDefiningOp<SigmoidOp>())
    fixSigmoidApart(finding, loss, sigmoid);
}

//===-- 211, 213 --------------------------------------------------------------------------------------------------===//

/// `id` without a factor in front.
static Id unscaled(const Expressions &f, Id id) {
  const auto &node = f[id];
  return node.kind == Kind::Product && node.terms.size() == 1 && node.terms[0].second == 1 ? node.terms[0].first : id;
}

/// scale * sum over `reduced` of (x - mean)^2, in the type of `op`'s result:
///
///   %v = %meanOfSquares - %mean * %mean     ->   %m = sum of %x
///                                                %v = sum of scale * (%x - %m / count)^2
static void subtractMeanFirst(RewriterBase &rw, Operation *op, Value x, ArrayRef<int64_t> dims, double count, double scale) {
  rw.setInsertionPoint(op);
  Location loc = op->getLoc();
  MLIRContext *context = rw.getContext();
  auto type = cast<RankedTensorType>(x.getType()), result = cast<RankedTensorType>(op->getResult(0).getType());
  auto element = cast<FloatType>(type.getElementType());
  SmallVector<utils::IteratorType> iterators;
  SmallVector<AffineExpr> kept;
  SmallVector<int64_t> shape;
  SmallVector<OpFoldResult> sizes;
  for (auto [i, d] : llvm::enumerate(dims)) {
    bool reduces = d >= Expressions::kFirstBound;
    iterators.push_back(reduces ? utils::IteratorType::reduction : utils::IteratorType::parallel);
    if (reduces)
      continue;
    kept.push_back(getAffineDimExpr(i, context));
    shape.push_back(type.getDimSize(i));
    sizes.push_back(tensor::getMixedSize(rw, loc, x, i));
  }
  AffineMap whole = rw.getMultiDimIdentityMap(dims.size()), outer = AffineMap::get(dims.size(), 0, kept, context);
  auto sumType = RankedTensorType::get(shape, element);
  auto constant = [&](OpBuilder &b, double v) -> Value { return arith::ConstantOp::create(b, loc, b.getFloatAttr(element, v)); };
  auto sum = [&](ValueRange inputs, ArrayRef<AffineMap> maps, function_ref<Value(OpBuilder &, ValueRange)> term) {
    Value empty = tensor::EmptyOp::create(rw, loc, sizes, element);
    Value zeros = linalg::FillOp::create(rw, loc, constant(rw, 0), empty).getResult(0);
    return linalg::GenericOp::create(rw, loc, sumType, inputs, zeros, maps, iterators,
                                     [&](OpBuilder &b, Location at, ValueRange args) {
                                       Value added = arith::AddFOp::create(b, at, args.back(), term(b, args), arith::FastMathFlags::reassoc);
                                       linalg::YieldOp::create(b, at, added);
                                     })
        .getResult(0);
  };
  Value total = sum(x, {whole, outer}, [](OpBuilder &, ValueRange args) { return args[0]; });
  Value variance = sum({x, total}, {whole, outer, outer}, [&](OpBuilder &b, ValueRange args) -> Value {
    Value mean = arith::DivFOp::create(b, loc, args[1], constant(b, count));
    Value centred = arith::SubFOp::create(b, loc, args[0], mean);
    return arith::MulFOp::create(b, loc, arith::MulFOp::create(b, loc, centred, centred), constant(b, scale));
  });
  if (sumType != result)
    variance = tensor::ExpandShapeOp::create(rw, loc, result, variance, *getReassociationIndicesForReshape(sumType, result));
  rw.replaceOp(op, variance);
}

/// mean(x * x) - mean(x) * mean(x): both are large and nearly equal where the mean is not near 0.
static void varianceOfSquares(Operation *op, LintContext &c) {
  std::optional<Elementwise> e = matchElementwise(op);
  if (!e || !isa<arith::SubFOp>(e->scalar) || op->getNumResults() != 1 || !isa<RankedTensorType>(op->getResult(0).getType()))
    return;
  Expressions f(op->getResult(0));
  const auto &sum = f[unscaled(f, f.getRoot())];
  if (sum.kind != Kind::Sum || sum.terms.size() != 2 || sum.number != 0)
    return;
  for (unsigned first : {0u, 1u}) {
    auto [squares, a] = sum.terms[first];
    auto [square, b] = sum.terms[1 - first];
    const auto &product = f[square];
    if (product.kind != Kind::Product || product.terms.size() != 1 || product.terms[0].second != 2)
      continue;
    // One sum, or several inside each other, over the same dimensions.
    Id ofSquares = squares, ofValues = product.terms[0].first;
    double count = 1;
    while (f[ofSquares].kind == Kind::Total && f[ofValues].kind == Kind::Total) {
      const auto &x = f[ofSquares], &y = f[ofValues];
      if (x.name != "sum" || y.name != "sum" || x.number != y.number || x.dims != y.dims)
        break;
      count *= x.number;
      ofSquares = x.terms[0].first;
      ofValues = y.terms[0].first;
    }
    const auto &body = f[ofSquares];
    if (count < 2 || body.kind != Kind::Product || body.terms.size() != 1 || body.terms[0].second != 2 || body.terms[0].first != ofValues)
      continue;
    double expected = -a / count;
    if (std::abs(b - expected) > 1e-5 * std::abs(expected))
      continue;
    LintFinding &finding =
        c.report(op, "the mean of squares minus the square of the mean: where the mean is far from 0 no digits are left, and the variance can "
                     "become negative; subtract the mean before squaring");
    // The tensor as it is, along dimensions in their order, and the result with no others but of size 1.
    const auto &values = f[ofValues];
    auto result = cast<RankedTensorType>(op->getResult(0).getType());
    if (values.kind != Kind::Element || cast<RankedTensorType>(values.tensor.getType()).getElementType() != result.getElementType())
      return;
    SmallVector<int64_t> kept;
    llvm::copy_if(values.dims, std::back_inserter(kept), [](int64_t d) { return d < Expressions::kFirstBound; });
    if (!llvm::is_sorted(kept) || llvm::is_contained(kept, Expressions::kUnit))
      return;
    for (int64_t d = 0; d < result.getRank(); ++d)
      if (!llvm::is_contained(kept, d) && result.getDimSize(d) != 1)
        return;
    SmallVector<int64_t> shape = llvm::map_to_vector(kept, [&](int64_t d) { return result.getDimSize(d); });
    auto without = RankedTensorType::get(shape, result.getElementType());
    if (without != result && (!result.hasStaticShape() || !getReassociationIndicesForReshape(without, result)))
      return;
    const auto &outer = f[f.getRoot()];
    double scale = a * (outer.kind == Kind::Product ? outer.number : 1);
    finding.fixBy("the mean is subtracted first", op, [=, x = values.tensor, dims = SmallVector<int64_t, 4>(values.dims)](RewriterBase &rw) {
      subtractMeanFirst(rw, op, x, dims, count, scale);
    });
    return;
  }
}

/// (x - mean) / (sqrt(var) + eps) over the batch, scaled by a weight a channel.
static void epsOutsideRoot(Operation *op, LintContext &c) {
  auto linalgOp = dyn_cast<linalg::LinalgOp>(op);
  bool divides = isa<arith::DivFOp>(op) && isa<RankedTensorType>(op->getResult(0).getType());
  if (linalgOp && linalgOp.hasPureTensorSemantics() && linalgOp.getNumReductionLoops() == 0)
    divides = isa_and_nonnull<arith::DivFOp>(linalgOp.getBlock()->getTerminator()->getOperand(0).getDefiningOp());
  if (!divides || op->getNumResults() != 1 || !op->hasOneUse())
    return;
  auto type = cast<RankedTensorType>(op->getResult(0).getType());
  Operation *scale = *op->getUsers().begin();
  auto isWeight = [&](Value v) { return isa<BlockArgument>(v) && isa<RankedTensorType>(v.getType()) && cast<RankedTensorType>(v.getType()).getRank() < type.getRank(); };
  if (type.getRank() < 2 || !isa<linalg::LinalgOp>(scale) || llvm::none_of(scale->getOperands(), isWeight))
    return;
  Expressions f(op->getResult(0));
  const auto &root = f[f.getRoot()];
  if (root.kind != Kind::Product)
    return;
  for (auto [factor, exponent] : root.terms) {
    const auto &sum = f[factor];
    if (exponent != -1 || sum.kind != Kind::Sum || sum.terms.size() != 1 || sum.number <= 0)
      continue;
    const auto &deviation = f[sum.terms[0].first];
    if (deviation.kind != Kind::Function || deviation.name != "sqrt" || f[unscaled(f, deviation.terms[0].first)].kind != Kind::Total)
      continue;
    // Statistics of the batch do not depend on the sample.
    if (f.dependsOn(factor, 0) || !f.dependsOn(factor, 1))
      continue;
    c.report(op, "eps is added to the deviation, not to the variance: batch_norm adds it below the root, and weights trained with the one "
                 "do not fit the other");
    return;
  }
}

//===-- 214 -------------------------------------------------------------------------------------------------------===//

static void foreignGelu(Operation *op, LintContext &c) {
  auto gelu = dyn_cast<GeluOp>(op);
  if (!gelu || gelu.getApproximate() != GeluKind::None)
    return;
  for (Operation *outer = op; outer; outer = outer->getParentOp()) {
    auto source = outer->getAttrOfType<StringAttr>("nnf.source");
    if (!source)
      continue;
    if (source.getValue() == "jax")
      c.report(op, "gelu of jax is the one by tanh where nothing is said, and this is the one by erf: approximate = tanh is what it computed");
    return;
  }
}

ArrayRef<LintRule> nnf::precisionRules() {
  static const LintRule rules[] = {
      {"NNF206", "empty-row", LintLevel::Warning, "A constant mask leaves a softmax a row that is all -inf, which becomes NaN.", "`empty_row = zero`",
       emptyRow},
      {"NNF210", "narrow-binary-loss", LintLevel::Error, "binary_cross_entropy of probabilities in f16 or bf16.",
       "binary_cross_entropy_with_logits of the sigmoid's operand", narrowBinaryLoss},
      {"NNF211", "variance-of-squares", LintLevel::Warning, "A variance as the mean of squares minus the square of the mean.", "the mean is subtracted first",
       varianceOfSquares},
      {"NNF213", "eps-outside-root", LintLevel::Warning, "A batch norm by hand that adds eps to the deviation instead of the variance.", "",
       epsOutsideRoot},
      {"NNF214", "foreign-gelu", LintLevel::Remark,
       "The exact gelu in a module that comes from a framework whose default is the approximation (`nnf.source = \"jax\"`).", "", foreignGelu},
  };
  return rules;
}
