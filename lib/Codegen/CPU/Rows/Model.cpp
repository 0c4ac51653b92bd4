//===- Model.cpp - linalg ops on buffers as loops and accesses -----------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Model.h"

#include "nnf/Codegen/CPU/BodyEmitter.h"
#include "nnf/Codegen/CPU/Views.h"
#include "nnf/Codegen/DroppedDims.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Interfaces/ViewLikeInterface.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::rows;

//===-- memory ---------------------------------------------------------------------------------------------===//

static bool isGlobal(Value v) { return v.getDefiningOp<memref::GetGlobalOp>() != nullptr; }

/// Memory of its own. (So is that of a result whose sizes depend on values: the call that asks for it is marked.)
static bool isAllocation(Value v) {
  Operation *op = v.getDefiningOp();
  return op && (isa<memref::AllocOp, memref::AllocaOp>(op) || (isa<func::CallOp>(op) && op->hasAttr("nnf.late")));
}

/// An argument of a function. (Those of loops stand for what they are given.)
static bool isFunctionArgument(Value v) {
  auto argument = dyn_cast<BlockArgument>(v);
  return argument && (!argument.getOwner()->getParentOp() || isa<FunctionOpInterface>(argument.getOwner()->getParentOp()));
}

/// Whether `v` was there before the memory was allocated.
static bool isOlderThan(Value v, Value allocation) {
  Operation *op = v.getParentBlock()->findAncestorOpInBlock(*allocation.getDefiningOp());
  return op && (isa<BlockArgument>(v) || v.getDefiningOp()->isBeforeInBlock(op));
}

/// Adds the memory that `v` may stand for to `found`: through loops and branches that hand it on. False where it cannot
/// be told.
static bool collectRoots(Value v, llvm::SmallDenseSet<Value, 8> &found, llvm::SmallDenseSet<Value, 8> &seen) {
  v = baseOf(v);
  if (!seen.insert(v).second)
    return true;
  if (isFunctionArgument(v) || isAllocation(v) || isGlobal(v)) {
    found.insert(v);
    return true;
  }
  auto all = [&](ValueRange values) {
    return llvm::all_of(values, [&](Value each) { return collectRoots(each, found, seen); });
  };
  if (auto argument = dyn_cast<BlockArgument>(v)) {
    Operation *parent = argument.getOwner()->getParentOp();
    unsigned k = argument.getArgNumber();
    if (auto loop = dyn_cast<scf::ForOp>(parent))
      return k > 0 && all({loop.getInitArgs()[k - 1], loop.getYieldedValues()[k - 1]});
    auto loop = dyn_cast<scf::WhileOp>(parent);
    if (!loop)
      return false;
    if (argument.getOwner() == loop.getBeforeBody())
      return all({loop.getInits()[k], loop.getYieldOp()->getOperand(k)});
    return all(loop.getConditionOp().getArgs()[k]);
  }
  Operation *op = v.getDefiningOp();
  unsigned k = cast<OpResult>(v).getResultNumber();
  if (auto loop = dyn_cast<scf::ForOp>(op))
    return all({loop.getInitArgs()[k], loop.getYieldedValues()[k]});
  if (auto loop = dyn_cast<scf::WhileOp>(op))
    return all(loop.getConditionOp().getArgs()[k]);
  if (auto branch = dyn_cast<scf::IfOp>(op))
    return all({branch.thenYield().getOperand(k), branch.elseYield().getOperand(k)});
  if (auto select = dyn_cast<arith::SelectOp>(op))
    return all({select.getTrueValue(), select.getFalseValue()});
  return false;
}

bool rows::mayAlias(Value a, Value b) {
  if (a == b)
    return true;
  if (isGlobal(a) && isGlobal(b))
    return a.getDefiningOp<memref::GetGlobalOp>().getName() == b.getDefiningOp<memref::GetGlobalOp>().getName();
  auto plain = [](Value v) { return isFunctionArgument(v) || isAllocation(v) || isGlobal(v); };
  if (plain(a) && plain(b))
    return false;
  // An iteration's own memory is none that it was handed.
  if ((isAllocation(a) && isOlderThan(b, a)) || (isAllocation(b) && isOlderThan(a, b)))
    return false;
  llvm::SmallDenseSet<Value, 8> ofA, ofB, seenA, seenB;
  if (!collectRoots(a, ofA, seenA) || !collectRoots(b, ofB, seenB))
    return true;
  return llvm::any_of(ofA, [&](Value v) { return ofB.contains(v); });
}

void Access::decompose() {
  loopAt.assign(index.size(), -1);
  offsetAt.assign(index.size(), AffineExpr());
  for (auto [axis, e] : llvm::enumerate(index)) {
    if (auto d = dyn_cast<AffineDimExpr>(e)) {
      loopAt[axis] = d.getPosition();
      offsetAt[axis] = getAffineConstantExpr(0, e.getContext());
      continue;
    }
    auto sum = dyn_cast<AffineBinaryOpExpr>(e);
    if (!sum || sum.getKind() != AffineExprKind::Add)
      continue;
    for (auto [x, y] : {std::pair(sum.getLHS(), sum.getRHS()), std::pair(sum.getRHS(), sum.getLHS())}) {
      auto d = dyn_cast<AffineDimExpr>(x);
      if (!d || !y.isSymbolicOrConstant())
        continue;
      loopAt[axis] = d.getPosition();
      offsetAt[axis] = y;
    }
  }
}

bool Access::uses(unsigned d) const {
  return llvm::any_of(index, [&](AffineExpr e) { return e.isFunctionOfDim(d); });
}

//===-- reductions -----------------------------------------------------------------------------------------===//

bool Combiner::isIdempotent() const {
  using Kind = vector::CombiningKind;
  return kind != Kind::ADD && kind != Kind::MUL && kind != Kind::XOR;
}

bool Combiner::isFloatSum() const { return isa<arith::AddFOp>(op); }

TypedAttr Combiner::neutral(Builder &b, Type type) const {
  std::optional<TypedAttr> attr = arith::getNeutralElement(op);
  assert(attr && "matchCombiner only takes ops that have one");
  return *attr;
}

static std::optional<vector::CombiningKind> kindOf(Operation *op) {
  using Kind = vector::CombiningKind;
  return llvm::TypeSwitch<Operation *, std::optional<Kind>>(op)
      .Case<arith::AddFOp, arith::AddIOp>([](auto) { return Kind::ADD; })
      .Case<arith::MulFOp, arith::MulIOp>([](auto) { return Kind::MUL; })
      .Case([](arith::MaximumFOp) { return Kind::MAXIMUMF; })
      .Case([](arith::MinimumFOp) { return Kind::MINIMUMF; })
      .Case([](arith::MaxNumFOp) { return Kind::MAXNUMF; })
      .Case([](arith::MinNumFOp) { return Kind::MINNUMF; })
      .Case([](arith::MaxSIOp) { return Kind::MAXSI; })
      .Case([](arith::MinSIOp) { return Kind::MINSI; })
      .Case([](arith::MaxUIOp) { return Kind::MAXUI; })
      .Case([](arith::MinUIOp) { return Kind::MINUI; })
      .Case([](arith::AndIOp) { return Kind::AND; })
      .Case([](arith::OrIOp) { return Kind::OR; })
      .Case([](arith::XOrIOp) { return Kind::XOR; })
      .Default([](Operation *) { return std::nullopt; });
}

std::optional<Combiner> rows::matchCombiner(linalg::LinalgOp op, unsigned out) {
  BlockArgument acc = op.getBlock()->getArgument(op.getNumDpsInputs() + out);
  Operation *combine = op.getBlock()->getTerminator()->getOperand(out).getDefiningOp();
  if (!combine || combine->getBlock() != op.getBlock() || !acc.hasOneUse() || *acc.user_begin() != combine)
    return std::nullopt;
  if (!combine->hasOneUse())
    return std::nullopt;
  std::optional<vector::CombiningKind> kind = kindOf(combine);
  if (!kind || !arith::getNeutralElement(combine))
    return std::nullopt;
  return Combiner{*kind, combine};
}

//===-- cost -----------------------------------------------------------------------------------------------===//

/// About how many instructions an op takes on one vector.
static int64_t costOf(Operation &op) {
  if (isa<arith::ConstantOp, linalg::IndexOp, arith::IndexCastOp, arith::BitcastOp>(op) ||
      op.hasTrait<OpTrait::IsTerminator>())
    return 0;
  if (isa<math::AbsFOp, math::FmaOp, math::FloorOp, math::CeilOp, math::RoundEvenOp, math::TruncOp, math::CopySignOp>(op))
    return 1;
  if (isa<math::SqrtOp, arith::DivFOp>(op))
    return 6;
  if (op.getDialect()->getNamespace() == math::MathDialect::getDialectNamespace())
    return 16;
  if (isa<arith::DivSIOp, arith::DivUIOp, arith::RemSIOp, arith::RemUIOp, arith::FloorDivSIOp, arith::CeilDivSIOp>(op))
    return 32;
  if (isa<arith::MaximumFOp, arith::MinimumFOp>(op))
    return 3;
  if (isa<memref::LoadOp>(op))
    return 12;
  if (op.getNumRegions())
    return 32;
  return 1;
}

int64_t rows::costOf(Block &body) {
  int64_t cost = 0;
  for (Operation &op : body)
    cost += ::costOf(op);
  return cost;
}

//===-- an op ----------------------------------------------------------------------------------------------===//

AffineExpr Model::offsetExpr(OpFoldResult offset, MLIRContext *context) {
  if (std::optional<int64_t> c = getConstantIntValue(offset))
    return getAffineConstantExpr(*c, context);
  Value v = cast<Value>(offset);
  auto *at = llvm::find(symbols, v);
  if (at == symbols.end()) {
    symbols.push_back(v);
    at = &symbols.back();
  }
  return getAffineSymbolExpr(at - symbols.begin(), context);
}

/// Whether `size` is the extent of `axis` of `memref`.
static bool isExtent(OpFoldResult size, Value memref, int64_t axis) {
  auto type = cast<MemRefType>(memref.getType());
  if (!type.isDynamicDim(axis))
    return getConstantIntValue(size) == type.getDimSize(axis);
  auto v = dyn_cast<Value>(size);
  if (!v)
    return false;
  if (auto dim = v.getDefiningOp<memref::DimOp>())
    return dim.getSource() == memref && dim.getConstantIndex() == axis;
  if (auto alloc = memref.getDefiningOp<memref::AllocOp>())
    return alloc.getDynamicSizes()[type.getDynamicDimIndex(axis)] == v;
  return false;
}

void Model::seeThrough(Access &a) {
  while (true) {
    if (auto cast = a.memref.getDefiningOp<memref::CastOp>()) {
      auto source = dyn_cast<MemRefType>(cast.getSource().getType());
      if (!source)
        return;
      a.memref = cast.getSource();
      continue;
    }
    auto view = a.memref.getDefiningOp<memref::SubViewOp>();
    if (!view || !llvm::all_of(view.getMixedStrides(), [](OpFoldResult s) { return getConstantIntValue(s).has_value(); }))
      return;
    MLIRContext *context = view.getContext();
    llvm::SmallBitVector dropped = droppedDims(view);
    SmallVector<AffineExpr> index;
    SmallVector<bool> full;
    unsigned next = 0;
    for (auto [axis, offset, size, stride] :
         llvm::enumerate(view.getMixedOffsets(), view.getMixedSizes(), view.getMixedStrides())) {
      AffineExpr start = offsetExpr(offset, context);
      if (dropped.test(axis)) {
        index.push_back(start);
        full.push_back(false);
        continue;
      }
      index.push_back(a.index[next] * *getConstantIntValue(stride) + start);
      full.push_back(a.full[next] && isConstantIntValue(offset, 0) && isConstantIntValue(stride, 1) &&
                     isExtent(size, view.getSource(), axis));
      ++next;
    }
    a.index = index;
    a.full = full;
    a.memref = view.getSource();
  }
}

std::unique_ptr<RowOp> Model::create(linalg::LinalgOp op, std::string &why) {
  if (!op.hasPureBufferSemantics()) {
    why = "its operands are not buffers";
    return nullptr;
  }
  auto row = std::make_unique<RowOp>();
  row->op = op;
  row->iterators = op.getIteratorTypesArray();
  row->sizes = op.getStaticLoopRanges();
  row->vectorizable = BodyEmitter::canVectorize(row->body(), &row->whyScalar);
  row->cost = rows::costOf(row->body());
  row->indexUsed.assign(row->numLoops(), false);
  row->body().walk([&](Operation *inner) {
    if (auto i = dyn_cast<linalg::IndexOp>(inner))
      row->indexUsed[i.getDim()] = true;
    if (isa<memref::DimOp>(inner))
      return;
    for (Value v : inner->getOperands())
      if (isa<BaseMemRefType>(v.getType()))
        row->bodyReads.push_back(baseOf(v));
  });

  // A loop of one iteration is no loop.
  MLIRContext *context = op.getContext();
  SmallVector<AffineExpr> loops;
  for (auto [d, size] : llvm::enumerate(row->sizes))
    loops.push_back(size == 1 ? getAffineConstantExpr(0, context) : getAffineDimExpr(d, context));
  for (OpOperand &operand : op->getOpOperands()) {
    Access a;
    a.reads = op.payloadUsesValueFromOperand(&operand);
    a.writes = op.isDpsInit(&operand);
    a.view = operand.get();
    if (!isa<MemRefType>(operand.get().getType())) {
      a.scalar = operand.get();
      row->accesses.push_back(std::move(a));
      continue;
    }
    for (AffineExpr e : op.getMatchingIndexingMap(&operand).getResults()) {
      a.index.push_back(e.replaceDims(loops));
      // A loop that an axis is walked by alone runs over all of it; one in `o * stride + k` does not, even where o has one
      // iteration and k is left.
      a.full.push_back(isa<AffineDimExpr>(e));
    }
    a.memref = operand.get();
    a.base = baseOf(operand.get());
    seeThrough(a);
    a.decompose();
    row->accesses.push_back(std::move(a));
  }

  // Every parallel iteration writes its own elements, which no other one reads or writes.
  for (const Access &w : row->accesses) {
    if (!w.writes)
      continue;
    for (auto [d, iterator] : llvm::enumerate(row->iterators)) {
      if (row->sizes[d] == 1)
        continue;
      bool parallel = iterator == utils::IteratorType::parallel;
      if (parallel ? !llvm::is_contained(w.loopAt, static_cast<int64_t>(d)) : w.uses(d)) {
        why = "its result is not indexed by its parallel loops alone";
        return nullptr;
      }
    }
    for (const Access &other : row->accesses)
      if (&other != &w && !other.isScalar() && mayAlias(w.base, other.base) &&
          (row->isReduction() || !w.sameElement(other))) {
        why = "it reads and writes one buffer at different places";
        return nullptr;
      }
    if (llvm::any_of(row->bodyReads, [&](Value base) { return mayAlias(w.base, base); })) {
      why = "its body reads the buffer that it writes";
      return nullptr;
    }
  }
  return row;
}
