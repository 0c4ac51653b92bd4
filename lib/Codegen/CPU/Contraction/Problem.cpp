//===- Problem.cpp - recognise sums of products -------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Problem.h"

#include "mlir/Analysis/SliceAnalysis.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "nnf/Codegen/CPU/BodyEmitter.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::contraction;

//===--------------------------------------------------------------------------------------------------------===//
// Accesses
//===--------------------------------------------------------------------------------------------------------===//

int64_t Linear::factor(unsigned loop) const {
  int64_t sum = 0;
  for (const Term &t : terms)
    if (t.loop == loop)
      sum += t.factor;
  return sum;
}

void Linear::add(const Linear &other, int64_t scale) {
  constant += scale * other.constant;
  for (const Term &t : other.terms) {
    auto same = llvm::find_if(terms, [&](const Term &mine) { return mine.loop == t.loop; });
    if (same == terms.end())
      terms.push_back({t.loop, scale * t.factor});
    else
      same->factor += scale * t.factor;
  }
  llvm::erase_if(terms, [](const Term &t) { return t.factor == 0; });
}

bool Access::uses(unsigned loop) const {
  return llvm::any_of(index, [&](const Linear &l) { return l.factor(loop) != 0; });
}

std::optional<int64_t> Access::stride(unsigned loop) const {
  SmallVector<int64_t> strides;
  int64_t offset;
  if (failed(type().getStridesAndOffset(strides, offset)))
    return std::nullopt;
  int64_t sum = 0;
  for (auto [l, s] : llvm::zip_equal(index, strides)) {
    int64_t f = l.factor(loop);
    if (f == 0)
      continue;
    if (ShapedType::isDynamic(s))
      return std::nullopt;
    sum += f * s;
  }
  return sum;
}

static bool sameIndex(const Linear &x, const Linear &y) {
  if (x.constant != y.constant)
    return false;
  auto covers = [](const Linear &p, const Linear &q) {
    return llvm::all_of(p.terms, [&](const Term &t) { return p.factor(t.loop) == q.factor(t.loop); });
  };
  return covers(x, y) && covers(y, x);
}

bool Access::operator==(const Access &other) const {
  return memref == other.memref && index.size() == other.index.size() &&
         llvm::all_of(llvm::zip_equal(index, other.index),
                      [](auto pair) { return sameIndex(std::get<0>(pair), std::get<1>(pair)); });
}

/// Adds `scale * e` to `out`; false if `e` is not linear.
static bool addLinear(AffineExpr e, int64_t scale, ArrayRef<Linear> loops, Linear &out) {
  if (auto d = dyn_cast<AffineDimExpr>(e)) {
    out.add(loops[d.getPosition()], scale);
    return true;
  }
  if (auto c = dyn_cast<AffineConstantExpr>(e)) {
    out.constant += scale * c.getValue();
    return true;
  }
  auto binary = dyn_cast<AffineBinaryOpExpr>(e);
  if (!binary)
    return false;
  if (e.getKind() == AffineExprKind::Add)
    return addLinear(binary.getLHS(), scale, loops, out) && addLinear(binary.getRHS(), scale, loops, out);
  if (e.getKind() != AffineExprKind::Mul)
    return false;
  if (auto c = dyn_cast<AffineConstantExpr>(binary.getRHS()))
    return addLinear(binary.getLHS(), scale * c.getValue(), loops, out);
  if (auto c = dyn_cast<AffineConstantExpr>(binary.getLHS()))
    return addLinear(binary.getRHS(), scale * c.getValue(), loops, out);
  return false;
}

/// An access to an expand_shape becomes one to its source: [g, f] of (g: ?, f: 4) is [4 * g + f]. Only the first size of a
/// group may be dynamic.
static void foldViews(Access &access) {
  for (;;) {
    if (auto collapse = access.memref.getDefiningOp<memref::CollapseShapeOp>()) {
      // collapse_shape(expand_shape(x)) is x, where it is undone as it was done.
      auto expand = collapse.getSrc().getDefiningOp<memref::ExpandShapeOp>();
      if (!expand || expand.getSrc().getType() != collapse.getType() ||
          expand.getReassociationIndices() != collapse.getReassociationIndices())
        return;
      access.memref = expand.getSrc();
      continue;
    }
    auto expand = access.memref.getDefiningOp<memref::ExpandShapeOp>();
    if (!expand)
      return;
    SmallVector<Linear, 4> index;
    for (const ReassociationIndices &group : expand.getReassociationIndices()) {
      Linear sum;
      for (int64_t d : group) {
        int64_t size = expand.getResultType().getDimSize(d);
        if (d != group.front() && ShapedType::isDynamic(size))
          return;
        Linear next;
        if (d != group.front())
          next.add(sum, size);
        next.add(access.index[d]);
        sum = next;
      }
      index.push_back(sum);
    }
    access.memref = expand.getSrc();
    access.index = std::move(index);
  }
}

FailureOr<Access> contraction::makeAccess(Value memref, AffineMap map, ArrayRef<Linear> loops) {
  Access access{memref, {}};
  for (AffineExpr e : map.getResults()) {
    Linear l;
    if (!addLinear(e, 1, loops, l))
      return failure();
    access.index.push_back(std::move(l));
  }
  foldViews(access);
  return access;
}

SmallVector<Linear> contraction::identityLoops(unsigned n) {
  return llvm::map_to_vector(llvm::seq<unsigned>(0, n), [](unsigned l) { return Linear::of(l); });
}

//===--------------------------------------------------------------------------------------------------------===//
// Stages
//===--------------------------------------------------------------------------------------------------------===//

bool Stage::isLoad() const {
  auto arg = dyn_cast<BlockArgument>(body->getTerminator()->getOperand(0));
  return body->getTerminator()->getNumOperands() == 1 && arg && arg.getOwner() == body;
}

bool Stage::isConversion() const {
  return llvm::all_of(*body, [](Operation &op) {
    return isa<linalg::YieldOp, arith::ExtFOp, arith::ExtSIOp, arith::ExtUIOp, arith::SIToFPOp, arith::UIToFPOp>(op);
  });
}

bool Stage::usesIndex() const {
  return llvm::any_of(*body, [](Operation &op) { return isa<linalg::IndexOp>(op); });
}

void Problem::forEachAccess(llvm::function_ref<void(Access &)> fn) {
  auto all = [&](Stage &s) {
    for (SmallVector<Access> *list : {&s.ins, &s.outs})
      for (Access &a : *list)
        if (a)
          fn(a);
  };
  all(a);
  all(b);
  fn(out);
  if (init)
    all(*init);
  for (Stage &s : epilogue)
    all(s);
}

//===--------------------------------------------------------------------------------------------------------===//
// Recognition
//===--------------------------------------------------------------------------------------------------------===//

/// What `v` is before a change of float precision.
static Value throughFloatCast(Value v) {
  if (auto op = v.getDefiningOp(); op && isa<arith::ExtFOp, arith::TruncFOp>(op))
    return op->getOperand(0);
  return v;
}

namespace {
/// out' = out + x * y.
struct ProductSum {
  Value x, y;
  Type accumulator;
};
} // namespace

static FailureOr<ProductSum> matchBody(Block &body, std::string &why) {
  Value out = body.getArguments().back();
  Value yielded = body.getTerminator()->getOperand(0);
  Type element = out.getType();
  bool isFloat = isa<FloatType>(element);
  auto peel = [&](Value v) { return isFloat ? throughFloatCast(v) : v; };

  Operation *sum = peel(yielded).getDefiningOp();
  if (!sum || sum->getBlock() != &body || !isa<arith::AddFOp, arith::AddIOp>(sum)) {
    why = "its body does not yield a sum";
    return failure();
  }
  Value product;
  if (peel(sum->getOperand(0)) == out)
    product = sum->getOperand(1);
  else if (peel(sum->getOperand(1)) == out)
    product = sum->getOperand(0);
  if (!product) {
    why = "its body does not add to the previous value of the result";
    return failure();
  }
  Operation *mul = peel(product).getDefiningOp();
  if (!mul || mul->getBlock() != &body || !isa<arith::MulFOp, arith::MulIOp>(mul)) {
    why = "its body does not add a product";
    return failure();
  }
  Type accumulator = sum->getResult(0).getType();
  if (isFloat) {
    // The sum is kept in the widest type that the body mentions, and in f32 at least.
    for (Type t : {mul->getResult(0).getType(), Type(Float32Type::get(body.getParentOp()->getContext()))})
      if (t.getIntOrFloatBitWidth() > accumulator.getIntOrFloatBitWidth() ||
          (accumulator.getIntOrFloatBitWidth() < 32 && t.isF32()))
        accumulator = t;
  }
  return ProductSum{mul->getOperand(0), mul->getOperand(1), accumulator};
}

/// The part of `body` that computes `value`, as a body of its own that yields it in the accumulator's type.
static Stage extractFactor(OpBuilder &b, linalg::LinalgOp op, Value value, Type accumulator) {
  Stage stage;
  Block *body = op.getBlock();
  stage.owned = std::make_unique<Block>();
  stage.body = stage.owned.get();
  IRMapping map;
  for (BlockArgument arg : body->getArguments().drop_back())
    map.map(arg, stage.body->addArgument(arg.getType(), arg.getLoc()));

  llvm::SetVector<Operation *> slice;
  BackwardSliceOptions options;
  options.inclusive = true;
  options.omitBlockArguments = true;
  options.filter = [&](Operation *o) { return o->getBlock() == body; };
  if (Operation *def = value.getDefiningOp(); def && def->getBlock() == body)
    (void)getBackwardSlice(def, &slice, options);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(stage.body);
  for (Operation &o : *body)
    if (slice.contains(&o))
      b.clone(o, map);
  Value result = map.lookupOrDefault(value);
  if (result.getType() != accumulator)
    result = arith::ExtFOp::create(b, op.getLoc(), accumulator, result);
  linalg::YieldOp::create(b, op.getLoc(), result);
  return stage;
}

/// The trip count of a loop: the size of a buffer dimension that is indexed by just this loop; a static one if there is any.
/// Where all are dynamic, `memref` and `dim` say which one.
static OpFoldResult findSize(linalg::LinalgOp op, unsigned loop, Value &memref, unsigned &dim) {
  for (OpOperand &operand : op->getOpOperands()) {
    auto type = cast<MemRefType>(operand.get().getType());
    for (auto [i, e] : llvm::enumerate(op.getMatchingIndexingMap(&operand).getResults())) {
      if (e != getAffineDimExpr(loop, op.getContext()))
        continue;
      if (!type.isDynamicDim(i))
        return IntegerAttr::get(IndexType::get(op.getContext()), type.getDimSize(i));
      if (!memref) {
        memref = operand.get();
        dim = i;
      }
    }
  }
  return {};
}

FailureOr<Problem> contraction::matchProblem(OpBuilder &b, linalg::LinalgOp op, std::string &why) {
  if (!op.hasPureBufferSemantics() || op.getNumDpsInits() != 1 || op.getNumDpsInputs() < 2) {
    why = "it is not an op on buffers with two inputs or more and one result";
    return failure();
  }
  Block &body = *op.getBlock();
  if (!BodyEmitter::canVectorize(body, &why))
    return failure();
  for (Operation &inner : body)
    if (isa<linalg::IndexOp, memref::LoadOp>(inner)) {
      why = "its body depends on more than its operands";
      return failure();
    }
  FailureOr<ProductSum> sum = matchBody(body, why);
  if (failed(sum))
    return failure();

  Problem p;
  p.root = op;
  p.accumulator = sum->accumulator;
  for (utils::IteratorType type : op.getIteratorTypesArray())
    p.loops.push_back({Value(), type == utils::IteratorType::reduction});
  SmallVector<Linear> loops = identityLoops(p.loops.size());
  p.a = extractFactor(b, op, sum->x, p.accumulator);
  p.b = extractFactor(b, op, sum->y, p.accumulator);
  for (OpOperand *operand : op.getDpsInputOperands()) {
    if (!isa<MemRefType>(operand->get().getType())) {
      why = "an operand is not a ranked buffer";
      return failure();
    }
    FailureOr<Access> access = makeAccess(operand->get(), op.getMatchingIndexingMap(operand), loops);
    if (failed(access)) {
      why = "an operand is not read at a linear function of the loop indices";
      return failure();
    }
    unsigned i = operand->getOperandNumber();
    for (Stage *s : {&p.a, &p.b})
      s->ins.push_back(s->body->getArgument(i).use_empty() ? Access() : *access);
  }
  OpOperand *outOperand = op.getDpsInitOperand(0);
  AffineMap outMap = op.getMatchingIndexingMap(outOperand);
  if (!outMap.isProjectedPermutation() || outMap.getNumResults() != op.getNumParallelLoops()) {
    why = "its result is not indexed by a permutation of the parallel loops";
    return failure();
  }
  FailureOr<Access> out = makeAccess(outOperand->get(), outMap, loops);
  if (failed(out)) {
    why = "its result is not a buffer with a linear index";
    return failure();
  }
  p.out = *out;
  for (auto [l, loop] : llvm::enumerate(p.loops))
    if (loop.reduction && p.out.uses(l)) {
      why = "its result is indexed by a reduction loop";
      return failure();
    }

  SmallVector<std::pair<Value, unsigned>> dims(p.loops.size());
  SmallVector<OpFoldResult> sizes;
  for (unsigned l = 0; l < p.loops.size(); ++l) {
    sizes.push_back(findSize(op, l, dims[l].first, dims[l].second));
    if (!sizes.back() && !dims[l].first) {
      why = "the trip count of a loop is not the size of a buffer";
      return failure();
    }
  }
  // A reduction over one operand's elements, or of elementwise products of whole tensors, has no rows or columns to
  // reuse a factor for: there is nothing that a tile of accumulators would gain.
  bool reuse = false, reduces = false;
  for (unsigned l = 0; l < p.loops.size(); ++l) {
    if (sizes[l] && getConstantIntValue(sizes[l]) == 1)
      continue;
    reuse |= p.isRow(l) || p.isColumn(l);
    reduces |= p.loops[l].reduction;
  }
  if (!reuse || !reduces) {
    why = reduces ? "both factors depend on all parallel loops" : "nothing is summed";
    return failure();
  }

  for (unsigned l = 0; l < p.loops.size(); ++l)
    p.loops[l].size = sizes[l] ? getValueOrCreateConstantIndexOp(b, op.getLoc(), sizes[l])
                               : memref::DimOp::create(b, op.getLoc(), dims[l].first, dims[l].second).getResult();
  p.group.push_back(op);
  return p;
}

//===--------------------------------------------------------------------------------------------------------===//
// Simplification of the loops
//===--------------------------------------------------------------------------------------------------------===//

namespace {
/// Views of buffers, each made once, so that equal accesses stay equal.
class Views {
public:
  Views(OpBuilder &b, Location loc) : b(b), loc(loc) {}

  Value collapse(Value memref, ArrayRef<ReassociationIndices> groups) {
    for (auto &[from, how, to] : made)
      if (from == memref && llvm::equal(how, groups))
        return to;
    Value to = memref::CollapseShapeOp::create(b, loc, memref, groups);
    made.emplace_back(memref, SmallVector<ReassociationIndices>(groups), to);
    return to;
  }

private:
  OpBuilder &b;
  Location loc;
  SmallVector<std::tuple<Value, SmallVector<ReassociationIndices>, Value>> made;
};
} // namespace

/// Groups of one dimension each, but for those in [first, last].
static SmallVector<ReassociationIndices> mergeDims(int64_t rank, int64_t first, int64_t last) {
  SmallVector<ReassociationIndices> groups;
  for (int64_t d = 0; d < rank; ++d) {
    if (d > first && d <= last)
      groups.back().push_back(d);
    else
      groups.push_back({d});
  }
  return groups;
}

namespace {
/// How a buffer is indexed by two loops that are to be joined.
struct JoinPlace {
  enum Kind { None, Unused, Neighbours, OneDimension } kind = None;
  int64_t dim = 0;
};
} // namespace

/// The loops occur not at all, or in two neighbouring dimensions that are contiguous, or as `size(inner) * outer + inner`.
static JoinPlace findJoin(const Problem &p, const Access &access, unsigned outer, unsigned inner) {
  auto uses = [&](const Linear &l) { return l.factor(outer) || l.factor(inner); };
  SmallVector<int64_t> dims;
  for (auto [i, l] : llvm::enumerate(access.index))
    if (uses(l))
      dims.push_back(i);
  if (dims.empty())
    return {JoinPlace::Unused, 0};
  const Linear &first = access.index[dims[0]];
  auto size = getConstantIntValue(p.loops[inner].size);
  if (dims.size() == 1 && size && first.factor(inner) != 0 && first.factor(outer) == *size * first.factor(inner))
    return {JoinPlace::OneDimension, dims[0]};
  if (dims.size() == 2 && dims[1] == dims[0] + 1 && first.isLoop(outer) && access.index[dims[1]].isLoop(inner) &&
      memref::CollapseShapeOp::isGuaranteedCollapsible(access.type(), mergeDims(access.index.size(), dims[0], dims[1])))
    return {JoinPlace::Neighbours, dims[0]};
  return {};
}

/// Joins two loops in one access where findJoin found a place.
static void join(Views &views, Access &access, JoinPlace place, unsigned outer, unsigned inner) {
  int64_t d = place.dim;
  if (place.kind == JoinPlace::OneDimension) {
    // factor * (size * outer + inner)
    int64_t factor = access.index[d].factor(inner);
    llvm::erase_if(access.index[d].terms, [&](const Term &t) { return t.loop == outer || t.loop == inner; });
    access.index[d].terms.push_back({outer, factor});
  }
  if (place.kind != JoinPlace::Neighbours)
    return;
  access.memref = views.collapse(access.memref, mergeDims(access.index.size(), d, d + 1));
  access.index.erase(access.index.begin() + d + 1);
}

std::optional<SmallVector<Access>> contraction::joinLoops(OpBuilder &b, const Problem &problem, const Stage &stage,
                                                          ArrayRef<unsigned> loops) {
  Views views(b, problem.root->getLoc());
  SmallVector<Access> accesses(stage.ins);
  for (Access &access : accesses) {
    if (!access)
      continue;
    // (0, 1) becomes 0, then (0, 2), and so on: only the inner loop's size counts.
    for (size_t i = 1; i < loops.size(); ++i) {
      JoinPlace place = findJoin(problem, access, loops[0], loops[i]);
      if (place.kind == JoinPlace::None || place.kind == JoinPlace::Unused)
        return std::nullopt;
      join(views, access, place, loops[0], loops[i]);
    }
  }
  return accesses;
}

static bool canJoin(Problem &p, unsigned outer, unsigned inner) {
  if (p.loops[outer].reduction != p.loops[inner].reduction || getConstantIntValue(p.loops[outer].size) == 1 ||
      getConstantIntValue(p.loops[inner].size) == 1)
    return false;
  auto indexed = [&](const Stage &s) {
    return s.usesIndex() &&
           llvm::any_of(s.indices, [&](const Linear &l) { return l.factor(outer) || l.factor(inner); });
  };
  if ((p.init && indexed(*p.init)) || llvm::any_of(p.epilogue, indexed))
    return false;
  bool ok = true, used = false;
  p.forEachAccess([&](Access &access) {
    JoinPlace place = findJoin(p, access, outer, inner);
    ok &= place.kind != JoinPlace::None;
    used |= place.kind != JoinPlace::Unused;
  });
  return ok && used;
}

void contraction::simplifyLoops(OpBuilder &b, Problem &p) {
  Location loc = p.root.getLoc();
  Views views(b, loc);
  // A loop of one iteration is index 0.
  p.forEachAccess([&](Access &access) {
    for (Linear &l : access.index)
      llvm::erase_if(l.terms, [&](const Term &t) { return getConstantIntValue(p.loops[t.loop].size) == 1; });
  });

  // Dimensions of size 1 behind the last one that is walked would hide that it is contiguous.
  p.forEachAccess([&](Access &access) {
    int64_t rank = access.index.size(), last = rank;
    while (last > 1 && access.index[last - 1].terms.empty() && access.type().getDimSize(last - 1) == 1)
      --last;
    SmallVector<ReassociationIndices> groups = mergeDims(rank, last - 1, rank - 1);
    if (last == rank || !memref::CollapseShapeOp::isGuaranteedCollapsible(access.type(), groups))
      return;
    access.memref = views.collapse(access.memref, groups);
    access.index.truncate(last);
  });

  // (b, s) of [b, s, k] and [b, s, n] is one dimension of b * s rows.
  for (unsigned outer = 0; outer < p.loops.size(); ++outer) {
    for (unsigned inner = 0; inner < p.loops.size(); ++inner) {
      if (outer == inner || !canJoin(p, outer, inner))
        continue;
      // The joined loop takes the place of the outer one; the inner one is left with one iteration.
      p.forEachAccess([&](Access &access) {
        join(views, access, findJoin(p, access, outer, inner), outer, inner);
      });
      p.loops[outer].size = b.createOrFold<arith::MulIOp>(loc, p.loops[outer].size, p.loops[inner].size);
      p.loops[inner].size = b.createOrFold<arith::ConstantIndexOp>(loc, 1);
      outer = 0;
      inner = 0;
    }
  }
}
