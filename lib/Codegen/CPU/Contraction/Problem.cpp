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
