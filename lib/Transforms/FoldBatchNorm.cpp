//===- FoldBatchNorm.cpp - nnf-fold-batch-norm ----------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/Remarks.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "nnf/IR/ops/Convolution.h"
#include "nnf/IR/ops/Linear.h"
#include "nnf/IR/ops/Normalization.h"
#include "nnf/Transforms/Passes.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_FOLDBATCHNORM
#include "nnf/Transforms/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;
using namespace mlir::nnf;

/// The same in every call: folded once.
static bool isKnownBefore(Value v) {
  if (matchPattern(v, m_Constant()))
    return true;
  auto argument = dyn_cast<BlockArgument>(v);
  auto function = argument ? dyn_cast<FunctionOpInterface>(argument.getOwner()->getParentOp()) : FunctionOpInterface();
  return function && argument.getOwner()->isEntryBlock() && function.getArgAttr(argument.getArgNumber(), "nnf.parameter");
}

/// The layer that `norm` can go into, or null.
static Operation *layerOf(BatchNormOp norm) {
  Operation *layer = norm.getInput().getDefiningOp();
  if (norm.getTraining() || !isa_and_nonnull<LinearOp, Conv1dOp, Conv2dOp, Conv3dOp>(layer) || !norm.getInput().hasOneUse())
    return nullptr;
  auto input = cast<RankedTensorType>(norm.getInput().getType()), weight = cast<RankedTensorType>(layer->getOperand(1).getType());
  // The channels are dimension 1 of the result, and dimension 0 of the weight. A linear layer has them last.
  bool channelsSecond = isa<LinearOp>(layer) ? input.getRank() == 2 : input.getRank() == weight.getRank();
  if (!channelsSecond || weight.getRank() < 2 || !weight.hasStaticShape() || norm.getResult().getType() != norm.getInput().getType())
    return nullptr;
  SmallVector<Value> known{layer->getOperand(1), norm.getRunningMean(), norm.getRunningVar()};
  if (layer->getNumOperands() > 2)
    known.push_back(layer->getOperand(2));
  for (Value v : {norm.getWeight(), norm.getBias()})
    if (v)
      known.push_back(v);
  for (Value v : known) {
    auto type = cast<RankedTensorType>(v.getType());
    if (!isKnownBefore(v) || !type.hasStaticShape() || !(type.getElementType().isF32() || type.getElementType().isF64()) ||
        type.getElementType() != weight.getElementType() || type.getDimSize(0) != weight.getDimSize(0))
      return nullptr;
  }
  return layer;
}

/// A tensor like `like`, each of whose elements is `body` of that of `like` (where it is a tensor) and those of its channel.
static Value mapChannels(OpBuilder &b, Location loc, RankedTensorType type, Value like, ArrayRef<Value> channels,
                         function_ref<Value(OpBuilder &, Value, ValueRange)> body) {
  MLIRContext *context = b.getContext();
  int64_t rank = type.getRank();
  AffineMap whole = b.getMultiDimIdentityMap(rank), channel = AffineMap::get(rank, 0, getAffineDimExpr(0, context));
  SmallVector<Value> inputs;
  SmallVector<AffineMap> maps;
  if (like) {
    inputs.push_back(like);
    maps.push_back(whole);
  }
  for (Value v : channels) {
    inputs.push_back(v);
    maps.push_back(channel);
  }
  maps.push_back(whole);
  Value empty = tensor::EmptyOp::create(b, loc, type.getShape(), type.getElementType());
  SmallVector<utils::IteratorType> iterators(rank, utils::IteratorType::parallel);
  auto generic = linalg::GenericOp::create(b, loc, type, inputs, empty, maps, iterators, [&](OpBuilder &in, Location at, ValueRange arguments) {
    ValueRange given = arguments.drop_back();
    Value made = like ? body(in, given.front(), given.drop_front()) : body(in, Value(), given);
    linalg::YieldOp::create(in, at, made);
  });
  return generic.getResult(0);
}

static void fold(BatchNormOp norm, Operation *layer, RewriterBase &rw) {
  rw.setInsertionPoint(layer);
  Location loc = norm.getLoc();
  Value weight = layer->getOperand(1);
  auto type = cast<RankedTensorType>(weight.getType());
  auto channelType = RankedTensorType::get({type.getDimSize(0)}, type.getElementType());
  double eps = norm.getEps();
  SmallVector<Value> statistics{norm.getRunningVar()};
  if (norm.getWeight())
    statistics.push_back(norm.getWeight());
  // g / sqrt(v + eps)
  auto scale = [&](OpBuilder &b, ValueRange s) -> Value {
    Type element = s[0].getType();
    Value safe = arith::AddFOp::create(b, loc, s[0], arith::ConstantOp::create(b, loc, b.getFloatAttr(element, eps)));
    Value root = math::SqrtOp::create(b, loc, safe);
    Value gain = s.size() > 1 ? s[1] : arith::ConstantOp::create(b, loc, b.getFloatAttr(element, 1)).getResult();
    return arith::DivFOp::create(b, loc, gain, root);
  };
  Value scaled = mapChannels(rw, loc, type, weight, statistics, [&](OpBuilder &b, Value w, ValueRange s) -> Value {
    return arith::MulFOp::create(b, loc, w, scale(b, s));
  });
  SmallVector<Value> all(statistics);
  all.push_back(norm.getRunningMean());
  bool hasBias = layer->getNumOperands() > 2;
  if (hasBias)
    all.push_back(layer->getOperand(2));
  if (norm.getBias())
    all.push_back(norm.getBias());
  Value shift = mapChannels(rw, loc, channelType, Value(), all, [&](OpBuilder &b, Value, ValueRange s) -> Value {
    size_t n = statistics.size();
    Value mean = s[n];
    Value centred = hasBias ? arith::SubFOp::create(b, loc, s[n + 1], mean).getResult() : arith::NegFOp::create(b, loc, mean).getResult();
    Value made = arith::MulFOp::create(b, loc, centred, scale(b, s.take_front(n)));
    return norm.getBias() ? arith::AddFOp::create(b, loc, made, s.back()).getResult() : made;
  });
  SmallVector<Value> operands{layer->getOperand(0), scaled, shift};
  OperationState state(layer->getLoc(), layer->getName(), operands, layer->getResultTypes(), layer->getAttrs());
  Operation *fresh = rw.create(state);
  rw.replaceAllUsesWith(norm.getResult(), fresh->getResult(0));
  rw.eraseOp(norm);
  rw.eraseOp(layer);
}

namespace {
struct FoldBatchNormPass : nnf::impl::FoldBatchNormBase<FoldBatchNormPass> {
  void runOnOperation() override {
    SmallVector<BatchNormOp> norms;
    getOperation()->walk([&](BatchNormOp op) { norms.push_back(op); });
    IRRewriter rw(&getContext());
    for (BatchNormOp norm : norms) {
      Operation *layer = layerOf(norm);
      if (!layer)
        continue;
      auto function = norm->getParentOfType<FunctionOpInterface>();
      remark::passed(norm.getLoc(), remark::RemarkOpts::name("FoldBatchNorm")
                                        .category("nnf-fold-batch-norm")
                                        .function(function ? function.getName() : StringRef()))
          << remark::add("folded into the weights of {0}", layer->getName().getStringRef());
      fold(norm, layer, rw);
    }
  }
};
} // namespace
