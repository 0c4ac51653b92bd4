//===- ExpressionOfIR.cpp - the formula that ops compute ----------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Analysis/Expression.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include "nnf/IR/NnfBase.h"
#include "llvm/ADT/TypeSwitch.h"
#include <cmath>

using namespace mlir;
using namespace mlir::nnf;
using Id = Expressions::Id;

/// Formulas do not grow beyond this: what is further back is an element of some tensor.
static constexpr unsigned kMostDepth = 24, kMostExpansions = 160, kMostNodes = 4096;

Expressions::Expressions(Value value) : type(cast<RankedTensorType>(value.getType())) {
  SmallVector<int64_t> dims = llvm::to_vector(llvm::seq<int64_t>(0, type.getRank()));
  root = expand(value, dims, 0);
  llvm::DenseSet<Id> seen{root};
  // Those made last are nearest to the root.
  for (Id id = nodes.size(); id-- > 0;)
    if (auto it = values.find(id); it != values.end() && seen.insert(id).second)
      candidates.push_back(id);
}

ArrayRef<Value> Expressions::getValues(Id id) const {
  auto it = values.find(id);
  return it == values.end() ? ArrayRef<Value>() : ArrayRef<Value>(it->second);
}

bool Expressions::mentions(StringRef name) const {
  auto look = [&](Id id, auto &&self) -> bool {
    const Node &node = nodes[id];
    return node.name == name || llvm::any_of(node.terms, [&](auto &term) { return self(term.first, self); });
  };
  return look(root, look);
}

Id Expressions::expand(Value tensor, ArrayRef<int64_t> dims, unsigned depth) {
  auto key = std::make_pair(tensor.getAsOpaquePointer(), SmallVector<int64_t, 4>(dims));
  if (auto it = expanded.find(key); it != expanded.end())
    return it->second;
  bool go = depth < kMostDepth && ++expansions < kMostExpansions && nodes.size() < kMostNodes;
  Id id = go ? expandTensor(tensor, dims, depth) : element(tensor, dims);
  expanded[key] = id;
  auto own = cast<RankedTensorType>(tensor.getType());
  // An element at the root's own place, for every place of the root.
  if (own.getShape() == type.getShape() && llvm::equal(dims, llvm::seq<int64_t>(0, type.getRank())))
    values[id].push_back(tensor);
  return id;
}

/// The float that all elements of a constant have.
static std::optional<double> splatOf(Value v) {
  Attribute attr;
  if (!matchPattern(v, m_Constant(&attr)))
    return std::nullopt;
  if (auto dense = dyn_cast<DenseFPElementsAttr>(attr)) {
    if (!dense.isSplat())
      return std::nullopt;
    attr = dense.getSplatValue<FloatAttr>();
  }
  auto number = dyn_cast<FloatAttr>(attr);
  return number ? std::optional<double>(number.getValueAsDouble()) : std::nullopt;
}

Id Expressions::expandTensor(Value tensor, ArrayRef<int64_t> dims, unsigned depth) {
  Operation *op = tensor.getDefiningOp();
  if (std::optional<double> constant = splatOf(tensor)) {
    numbers.push_back(*constant);
    return number(*constant);
  }
  if (!op || !isa<RankedTensorType>(tensor.getType()))
    return element(tensor, dims);
  if (auto fill = dyn_cast<linalg::FillOp>(op)) {
    std::optional<double> constant = splatOf(fill.value());
    if (!constant)
      return element(tensor, dims);
    numbers.push_back(*constant);
    return number(*constant);
  }
  if (auto splat = dyn_cast<tensor::SplatOp>(op)) {
    std::optional<double> constant = splatOf(splat.getInput());
    return constant ? number(*constant) : element(tensor, dims);
  }
  auto throughView = [&](Value source, ArrayRef<ReassociationIndices> groups, bool expands) -> std::optional<Id> {
    // Only dimensions of size 1 come or go.
    auto wide = cast<RankedTensorType>(expands ? tensor.getType() : source.getType());
    SmallVector<int64_t> at;
    for (auto [i, group] : llvm::enumerate(groups)) {
      std::optional<int64_t> real;
      for (int64_t d : group) {
        if (wide.getDimSize(d) == 1)
          continue;
        if (real)
          return std::nullopt;
        real = d;
      }
      if (expands) {
        at.push_back(real ? dims[*real] : kUnit);
        continue;
      }
      for (int64_t d : group)
        at.push_back(real == d ? dims[i] : kUnit);
    }
    return expand(source, at, depth + 1);
  };
  if (auto cast = dyn_cast<tensor::CastOp>(op))
    return isa<RankedTensorType>(cast.getSource().getType()) ? expand(cast.getSource(), dims, depth + 1) : element(tensor, dims);
  if (auto expandShape = dyn_cast<tensor::ExpandShapeOp>(op))
    return throughView(expandShape.getSrc(), expandShape.getReassociationIndices(), true).value_or(element(tensor, dims));
  if (auto collapse = dyn_cast<tensor::CollapseShapeOp>(op))
    return throughView(collapse.getSrc(), collapse.getReassociationIndices(), false).value_or(element(tensor, dims));
  if (isa<linalg::LinalgOp>(op) && cast<OpResult>(tensor).getResultNumber() == 0)
    return expandLinalg(op, dims, depth).value_or(element(tensor, dims));
  bool elementwise = OpTrait::hasElementwiseMappableTraits(op) || isa<ScalarFormulaOpInterface>(op);
  if (!elementwise || op->getNumResults() != 1 || isa<ReducingLossOpInterface>(op) ||
      !llvm::all_of(op->getOperandTypes(), [&](Type t) {
        auto ranked = dyn_cast<RankedTensorType>(t);
        return ranked && ranked.getShape() == cast<RankedTensorType>(tensor.getType()).getShape();
      }))
    return element(tensor, dims);
  SmallVector<Id> operands = llvm::map_to_vector(op->getOperands(), [&](Value v) { return expand(v, dims, depth + 1); });
  return apply(op, operands).value_or(element(tensor, dims));
}

/// A maximum that is taken together with its position: `better` where the element is larger or the first NaN.
///
///   %larger = arith.cmpf ogt, %in, %max          %bad = arith.cmpf uno, %in, %in
///   %new = arith.ori %larger, %bad               %done = arith.cmpf uno, %max, %max
///   %better = arith.select %done, %false, %new
///   linalg.yield (arith.select %better, %in, %max), ...
static bool isMaximumByComparison(linalg::LinalgOp op) {
  Block *body = op.getBlock();
  Value in = body->getArgument(0), max = body->getArgument(1);
  auto choice = body->getTerminator()->getOperand(0).getDefiningOp<arith::SelectOp>();
  auto better = choice ? choice.getCondition().getDefiningOp<arith::SelectOp>() : arith::SelectOp();
  if (op.getNumDpsInputs() != 1 || !better || choice.getTrueValue() != in || choice.getFalseValue() != max ||
      !matchPattern(better.getTrueValue(), m_Zero()))
    return false;
  auto compares = [](Value v, arith::CmpFPredicate predicate, Value a, Value b) {
    auto compare = v.getDefiningOp<arith::CmpFOp>();
    return compare && compare.getPredicate() == predicate && compare.getLhs() == a && compare.getRhs() == b;
  };
  auto either = better.getFalseValue().getDefiningOp<arith::OrIOp>();
  return either && compares(better.getCondition(), arith::CmpFPredicate::UNO, max, max) &&
         compares(either.getLhs(), arith::CmpFPredicate::OGT, in, max) && compares(either.getRhs(), arith::CmpFPredicate::UNO, in, in);
}

std::optional<Id> Expressions::expandLinalg(Operation *op, ArrayRef<int64_t> dims, unsigned depth) {
  auto linalgOp = cast<linalg::LinalgOp>(op);
  if (!linalgOp.hasPureTensorSemantics() || op->getNumResults() == 0)
    return std::nullopt;
  bool withPosition = op->getNumResults() == 2 && isMaximumByComparison(linalgOp);
  if (op->getNumResults() != 1 && !withPosition)
    return std::nullopt;
  // Where each loop is in the formula.
  SmallVector<int64_t> loops(linalgOp.getNumLoops(), INT64_MIN);
  AffineMap out = linalgOp.getMatchingIndexingMap(linalgOp.getDpsInitOperand(0));
  for (auto [i, result] : llvm::enumerate(out.getResults())) {
    auto dim = dyn_cast<AffineDimExpr>(result);
    if (!dim || loops[dim.getPosition()] != INT64_MIN)
      return std::nullopt;
    loops[dim.getPosition()] = dims[i];
  }
  // Each sum inside a sum gets numbers of its own; total() makes them canonical.
  int64_t fresh = 2 * kFirstBound + 100 * expansions;
  SmallVector<std::pair<int64_t, int64_t>> reduced;
  SmallVector<int64_t> sizes = linalgOp.getStaticLoopRanges();
  for (auto [loop, iterator] : llvm::enumerate(linalgOp.getIteratorTypesArray())) {
    if (loops[loop] != INT64_MIN)
      continue;
    if (iterator != utils::IteratorType::reduction)
      return std::nullopt;
    loops[loop] = fresh++;
    reduced.push_back({loops[loop], ShapedType::isDynamic(sizes[loop]) ? -1 : sizes[loop]});
  }
  llvm::DenseMap<Value, Id> scalars;
  Block *body = linalgOp.getBlock();
  for (OpOperand *operand : linalgOp.getDpsInputOperands()) {
    AffineMap map = linalgOp.getMatchingIndexingMap(operand);
    SmallVector<int64_t> at;
    for (AffineExpr result : map.getResults()) {
      if (auto dim = dyn_cast<AffineDimExpr>(result))
        at.push_back(loops[dim.getPosition()]);
      else if (auto constant = dyn_cast<AffineConstantExpr>(result); constant && constant.getValue() == 0)
        at.push_back(kUnit);
      else
        return std::nullopt;
    }
    BlockArgument argument = linalgOp.getMatchingBlockArgument(operand);
    if (isa<RankedTensorType>(operand->get().getType()))
      scalars[argument] = expand(operand->get(), at, depth + 1);
    else if (std::optional<double> constant = splatOf(operand->get()))
      scalars[argument] = number(*constant);
    else
      return std::nullopt;
  }
  auto scalar = [&](Value v) -> std::optional<Id> {
    if (auto it = scalars.find(v); it != scalars.end())
      return it->second;
    std::optional<double> constant = splatOf(v);
    if (!constant)
      return std::nullopt;
    numbers.push_back(*constant);
    return number(*constant);
  };
  Operation *yield = body->getTerminator(), *combine = nullptr;
  Value accumulator = body->getArguments().back();
  if (!reduced.empty()) {
    combine = yield->getOperand(0).getDefiningOp();
    if (!combine || (!withPosition && !isa<arith::AddFOp, arith::MaximumFOp, arith::MaxNumFOp>(combine)))
      return std::nullopt;
    // What it begins with is the neutral element.
    std::optional<double> begin;
    if (auto fill = linalgOp.getDpsInitOperand(0)->get().getDefiningOp<linalg::FillOp>())
      begin = splatOf(fill.value());
    else
      begin = splatOf(linalgOp.getDpsInitOperand(0)->get());
    if (!begin || (isa<arith::AddFOp>(combine) ? *begin != 0 : !(*begin < -3e38)))
      return std::nullopt;
  }
  if (withPosition) {
    if (reduced.size() != 1)
      return std::nullopt;
    return total("max", scalars[body->getArgument(0)], reduced[0].first, reduced[0].second);
  }
  for (Operation &inner : body->without_terminator()) {
    if (&inner == combine || splatOf(inner.getNumResults() == 1 ? inner.getResult(0) : Value(accumulator)))
      continue;
    SmallVector<Id> operands;
    for (Value v : inner.getOperands()) {
      std::optional<Id> id = scalar(v);
      if (!id)
        return std::nullopt;
      operands.push_back(*id);
    }
    std::optional<Id> id = inner.getNumResults() == 1 ? apply(&inner, operands) : std::nullopt;
    if (!id)
      return std::nullopt;
    scalars[inner.getResult(0)] = *id;
  }
  if (!combine)
    return scalar(yield->getOperand(0));
  Value term = combine->getOperand(0) == accumulator ? combine->getOperand(1) : combine->getOperand(0);
  if (combine->getOperand(0) != accumulator && combine->getOperand(1) != accumulator)
    return std::nullopt;
  std::optional<Id> id = scalar(term);
  if (!id)
    return std::nullopt;
  for (auto [dim, size] : llvm::reverse(reduced))
    id = total(isa<arith::AddFOp>(combine) ? "sum" : "max", *id, dim, size);
  return id;
}

/// One scalar op; nothing where it is none that formulas have.
std::optional<Id> Expressions::apply(Operation *op, ArrayRef<Id> x) {
  using Result = std::optional<Id>;
  auto named = [&](StringRef name) { return Result(function(name, x)); };
  auto floats = [](Type t) { return isa<FloatType>(getElementTypeOrSelf(t)); };
  if (auto torch = dyn_cast<TorchOpInterface>(op)) {
    StringRef name = torch.getTorchName();
    auto attribute = [&](StringRef key) -> std::optional<double> {
      auto attr = dyn_cast_or_null<FloatAttr>(op->getInherentAttr(key).value_or(Attribute()));
      return attr ? std::optional<double>(attr.getValueAsDouble()) : std::nullopt;
    };
    if (!floats(op->getOperand(0).getType()))
      return std::nullopt;
    if (name == "tanh" || name == "mish")
      return named(name);
    // One form for what has several names.
    auto onePlusExp = [&](double sign) { return add(number(1), function("exp", {mul(number(sign), x[0])})); };
    if (name == "sigmoid")
      return power(onePlusExp(-1), -1);
    if (name == "silu")
      return div(x[0], onePlusExp(-1));
    if (name == "logsigmoid")
      return mul(number(-1), function("log", {onePlusExp(-1)}));
    if (name == "relu")
      return function("max", {x[0], number(0)});
    if (name == "relu6")
      return function("min", {number(6), function("max", {x[0], number(0)})});
    if (name == "hardtanh" && attribute("min_val") && attribute("max_val"))
      return function("min", {number(*attribute("max_val")), function("max", {x[0], number(*attribute("min_val"))})});
    // Beyond its threshold softplus differs by less than exp(-threshold).
    if (name == "softplus" && attribute("beta") == 1.0 && attribute("threshold").value_or(0) >= 20)
      return function("log", {onePlusExp(1)});
    return std::nullopt;
  }
  return llvm::TypeSwitch<Operation *, Result>(op)
      .Case<arith::AddFOp>([&](auto) { return add(x[0], x[1]); })
      .Case<arith::SubFOp>([&](auto) { return sub(x[0], x[1]); })
      .Case<arith::MulFOp>([&](auto) { return mul(x[0], x[1]); })
      .Case<arith::DivFOp>([&](auto) { return div(x[0], x[1]); })
      .Case<arith::NegFOp>([&](auto) { return mul(number(-1), x[0]); })
      .Case<math::FmaOp>([&](auto) { return add(mul(x[0], x[1]), x[2]); })
      // Not part of a formula of real numbers.
      .Case<arith::ExtFOp, arith::TruncFOp>([&](auto) { return x[0]; })
      .Case<arith::MaximumFOp, arith::MaxNumFOp>([&](auto) { return named("max"); })
      .Case<arith::MinimumFOp, arith::MinNumFOp>([&](auto) { return named("min"); })
      .Case<arith::SelectOp>([&](auto) {
        // How a maximum is kept finite before it is subtracted; in a formula of numbers it is.
        Id infinite = function("eq", {function("abs", {x[2]}), number(std::numeric_limits<double>::infinity())});
        return x[0] == infinite && nodes[x[1]].kind == Kind::Number ? x[2] : function("select", x);
      })
      .Case<arith::CmpFOp>([&](arith::CmpFOp compare) -> Result {
        switch (compare.getPredicate()) {
        case arith::CmpFPredicate::OGT:
        case arith::CmpFPredicate::UGT:
          return function("lt", {x[1], x[0]});
        case arith::CmpFPredicate::OGE:
        case arith::CmpFPredicate::UGE:
          return function("le", {x[1], x[0]});
        case arith::CmpFPredicate::OEQ:
          return function("eq", {x[0], x[1]});
        case arith::CmpFPredicate::OLT:
        case arith::CmpFPredicate::ULT:
          return function("lt", {x[0], x[1]});
        case arith::CmpFPredicate::OLE:
        case arith::CmpFPredicate::ULE:
          return function("le", {x[0], x[1]});
        default:
          return std::nullopt;
        }
      })
      .Case<arith::UIToFPOp>([&](arith::UIToFPOp convert) -> Result {
        return getElementTypeOrSelf(convert.getIn().getType()).isInteger(1) ? named("bit") : std::nullopt;
      })
      .Case<math::ExpOp>([&](auto) { return named("exp"); })
      .Case<math::ExpM1Op>([&](auto) { return sub(function("exp", {x[0]}), number(1)); })
      .Case<math::LogOp>([&](auto) { return named("log"); })
      .Case<math::Log1pOp>([&](auto) { return function("log", {add(number(1), x[0])}); })
      .Case<math::SqrtOp>([&](auto) { return named("sqrt"); })
      .Case<math::RsqrtOp>([&](auto) { return power(sqrt(x[0]), -1); })
      .Case<math::TanhOp>([&](auto) { return named("tanh"); })
      .Case<math::ErfOp>([&](auto) { return named("erf"); })
      .Case<math::ErfcOp>([&](auto) { return sub(number(1), function("erf", {x[0]})); })
      .Case<math::AbsFOp>([&](auto) { return named("abs"); })
      .Case<math::PowFOp>([&](auto) -> Result {
        const Node &exponent = nodes[x[1]];
        bool whole = exponent.kind == Kind::Number && (exponent.number == 2 || exponent.number == 3 || exponent.number == -1);
        if (exponent.kind == Kind::Number && exponent.number == 0.5)
          return sqrt(x[0]);
        return whole ? Result(power(x[0], exponent.number)) : std::nullopt;
      })
      .Default([](Operation *) { return std::nullopt; });
}
