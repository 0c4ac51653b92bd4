//===- GlueLinalg.cpp - gradients of structured ops by reverse mode within their bodies ----------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "Glue.h"
#include "Reverse.h"
#include "Vjp.h"

using namespace mlir;
using namespace mlir::nnf;

namespace {
/// Takes part of the gradient of a linalg op:
///
///   out[m(i)] = out[m(i)] + f(a[p(i)], b[q(i)])        or        out[m(i)] = f(...)
///   da[p(i)] += dout[m(i)] * df/da                     over the same loops, those that p leaves out being summed over
///
/// f is differentiated as a function is, op by op.
class LinalgVjp {
public:
  LinalgVjp(linalg::LinalgOp op, ValueRange cotangents, TensorBuilder &t) : op(op), t(t), cotangents(cotangents) {}

  Gradients build() {
    if (failed(findTerms()))
      return failure();
    SmallVector<Value> gradients;
    for (OpOperand &operand : op->getOpOperands()) {
      if (!hasGradient(operand.get())) {
        gradients.push_back(Value());
        continue;
      }
      if (op.isDpsInit(&operand)) {
        // What is summed onto passes its cotangent on; what is overwritten has none.
        unsigned i = operand.getOperandNumber() - op.getNumDpsInputs();
        gradients.push_back(accumulates[i] ? cotangents[i] : Value());
        continue;
      }
      FailureOr<Value> gradient = ofInput(operand);
      if (failed(gradient))
        return failure();
      gradients.push_back(*gradient);
    }
    return gradients;
  }

private:
  LogicalResult decline(const Twine &why) {
    return op->emitError("cannot differentiate '") << op->getName() << "': " << why;
  }

  /// For each output the value that is stored or summed.
  LogicalResult findTerms() {
    Block &body = *op.getBlock();
    for (auto [i, yielded] : llvm::enumerate(body.getTerminator()->getOperands())) {
      Value accumulator = body.getArgument(op.getNumDpsInputs() + i);
      bool isUsed = !accumulator.use_empty();
      accumulates.push_back(isUsed);
      terms.push_back(yielded);
      if (!cotangents[i])
        continue;
      if (!isUsed) {
        if (llvm::any_of(op.getIteratorTypesArray(), [](auto type) { return type != utils::IteratorType::parallel; }))
          return decline("a loop that is a reduction overwrites its result");
        continue;
      }
      auto add = yielded.getDefiningOp<arith::AddFOp>();
      if (!add || !accumulator.hasOneUse() || !yielded.hasOneUse() ||
          (add.getLhs() != accumulator && add.getRhs() != accumulator))
        return decline("its body does more with the previous value of an output than add to it");
      terms.back() = add.getLhs() == accumulator ? add.getRhs() : add.getLhs();
    }
    return success();
  }

  FailureOr<Value> ofInput(OpOperand &operand) {
    AffineMap map = op.getMatchingIndexingMap(&operand);
    if (!map.isProjectedPermutation(/*allowZeroInResults=*/true))
      return decline("the indexing map of operand " + Twine(operand.getOperandNumber()) +
                     " is more than a choice of loops");
    Value input = operand.get();
    auto type = dyn_cast<RankedTensorType>(input.getType());
    Type element = getElementTypeOrSelf(input.getType()), compute = t.computeType(element);

    SmallVector<Value> inputs(op.getDpsInputs());
    SmallVector<AffineMap> maps = llvm::map_to_vector(
        op.getDpsInputOperands(), [&](OpOperand *o) { return op.getMatchingIndexingMap(o); });
    for (auto [cotangent, init] : llvm::zip(cotangents, op.getDpsInitsMutable()))
      if (cotangent) {
        inputs.push_back(cotangent);
        maps.push_back(op.getMatchingIndexingMap(&init));
      }
    // A dimension of size 1 that is stretched has no loop of its own: it is left out, and put back at the end.
    SmallVector<OpFoldResult> sizes;
    SmallVector<AffineExpr> results;
    SmallVector<bool> kept;
    SmallVector<utils::IteratorType> iterators(op.getNumLoops(), utils::IteratorType::reduction);
    for (auto [i, result] : llvm::enumerate(map.getResults())) {
      auto loop = dyn_cast<AffineDimExpr>(result);
      kept.push_back(static_cast<bool>(loop));
      if (!loop)
        continue;
      results.push_back(result);
      sizes.push_back(t.sizeOf(input, i));
      iterators[loop.getPosition()] = utils::IteratorType::parallel;
    }
    // Where every loop is one of the input's, there is nothing to sum.
    bool sums = results.size() < op.getNumLoops();
    Value out = sums ? t.filled(sizes, compute, 0) : t.empty(sizes, element);
    maps.push_back(AffineMap::get(map.getNumDims(), 0, results, op.getContext()));

    bool failedInside = false;
    auto body = [&](OpBuilder &b, Location l, ValueRange args) {
      FailureOr<Value> gradient = differentiateBody(b, operand.getOperandNumber(), args.drop_back());
      failedInside = failed(gradient);
      Value v = failedInside || !*gradient ? TensorBuilder(b, l).constant(sums ? compute : element, 0)
                                            : TensorBuilder::convert(b, l, *gradient, sums ? compute : element);
      if (sums)
        v = arith::AddFOp::create(b, l, args.back(), v, arith::FastMathFlags::reassoc);
      linalg::YieldOp::create(b, l, v);
    };
    Value sum = linalg::GenericOp::create(t.b, t.loc, TypeRange(out.getType()), inputs, ValueRange(out), maps, iterators, body)
                    .getResult(0);
    if (failedInside)
      return failure();
    Value gradient = t.cast_(sum, element);
    if (type)
      return insertUnitDims(t, gradient, input, kept);
    return tensor::ExtractOp::create(t.b, t.loc, gradient, ValueRange()).getResult();
  }

  /// A copy of the body and its reverse; the cotangent of input `k`, null where it is zero. `args`: inputs, then cotangents.
  FailureOr<Value> differentiateBody(OpBuilder &b, unsigned k, ValueRange args) {
    Block &body = *op.getBlock();
    IRMapping mapping;
    unsigned count = op.getNumDpsInputs();
    mapping.map(body.getArguments().take_front(count), args.take_front(count));
    SmallVector<Operation *> ops;
    for (Operation &inner : body.without_terminator()) {
      // What adds to an accumulator has no part in the terms.
      if (llvm::any_of(inner.getOperands(), [&](Value v) {
            auto argument = dyn_cast<BlockArgument>(v);
            return argument && argument.getOwner() == &body && argument.getArgNumber() >= count;
          }))
        continue;
      ops.push_back(b.clone(inner, mapping));
    }
    ReverseSweep sweep(b, {args[k]});
    unsigned next = count;
    for (auto [term, cotangent] : llvm::zip(terms, cotangents))
      if (cotangent)
        sweep.add(mapping.lookupOrDefault(term), args[next++]);
    if (failed(sweep.run(ops)))
      return failure();
    return sweep.cotangentOf(args[k]);
  }

  linalg::LinalgOp op;
  TensorBuilder &t;
  ValueRange cotangents;
  /// By output: the value computed by an iteration, and whether it is added to the previous one.
  SmallVector<Value> terms;
  SmallVector<bool> accumulates;
};

struct LinalgVjpModel : DifferentiableOpInterface::FallbackModel<LinalgVjpModel> {
  Gradients buildVjp(Operation *op, OpBuilder &b, ValueRange cotangents) const {
    TensorBuilder t(b, op->getLoc());
    return LinalgVjp(cast<linalg::LinalgOp>(op), cotangents, t).build();
  }
};
} // namespace

void nnf::attachLinalgVjps(MLIRContext *context) {
  for (RegisteredOperationName name : context->getRegisteredOperations())
    if (name.getDialectNamespace() == linalg::LinalgDialect::getDialectNamespace() && name.hasInterface<linalg::LinalgOp>())
      name.attachInterface<LinalgVjpModel>();
}
