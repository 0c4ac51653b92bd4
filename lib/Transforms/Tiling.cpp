//===- Tiling.cpp - nnf ops under upstream's tiling ---------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Transforms/Tiling.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Interfaces/TilingInterface.h"
#include "nnf/IR/NnfBase.h"

using namespace mlir;
using namespace mlir::nnf;

using Sizes = ArrayRef<OpFoldResult>;

/// The slice of `tensor` at `offsets`; the tensor itself where that is all of it.
static Value slice(OpBuilder &b, Location loc, Value tensor, Sizes offsets, Sizes sizes, TilingResult &tiled) {
  SmallVector<OpFoldResult> strides(offsets.size(), b.getIndexAttr(1));
  auto op = tensor::ExtractSliceOp::create(b, loc, tensor, offsets, sizes, strides);
  tiled.generatedSlices.push_back(op);
  return op;
}

/// Dimensions that the op needs whole, and that a tile may yet cut.
static LogicalResult requireWhole(Operation *op, Sizes offsets, Sizes sizes) {
  auto type = cast<RankedTensorType>(op->getResult(0).getType());
  for (int64_t d : cast<SlicewiseOpInterface>(op).getWholeDims()) {
    std::optional<int64_t> offset = getConstantIntValue(offsets[d]), size = getConstantIntValue(sizes[d]);
    if (offset != 0 || (size && !type.isDynamicDim(d) && *size != type.getDimSize(d)))
      return op->emitOpError("cannot be tiled along dimension ") << d << ": every element of the result needs all of it";
  }
  return success();
}

namespace {
struct SlicewiseTiling : TilingInterface::ExternalModel<SlicewiseTiling, SlicewiseOpInterface> {
  SmallVector<utils::IteratorType> getLoopIteratorTypes(Operation *op) const {
    int64_t rank = cast<RankedTensorType>(op->getResult(0).getType()).getRank();
    SmallVector<utils::IteratorType> types(rank, utils::IteratorType::parallel);
    for (int64_t d : cast<SlicewiseOpInterface>(op).getWholeDims())
      if (d < rank) // a number's softmax runs along no dimension
        types[d] = utils::IteratorType::reduction;
    return types;
  }

  SmallVector<Range> getIterationDomain(Operation *op, OpBuilder &b) const {
    OpFoldResult zero = b.getIndexAttr(0), one = b.getIndexAttr(1);
    return llvm::map_to_vector(tensor::getMixedSizes(b, op->getLoc(), op->getOperand(0)),
                               [&](OpFoldResult size) { return Range{zero, size, one}; });
  }

  /// %tile = nnf.softmax %x[offsets][sizes] of nnf.softmax %x
  FailureOr<TilingResult> getTiledImplementation(Operation *op, OpBuilder &b, Sizes offsets, Sizes sizes) const {
    if (failed(requireWhole(op, offsets, sizes)))
      return failure();
    TilingResult tiled;
    SmallVector<Value> operands = llvm::to_vector(op->getOperands());
    operands.front() = slice(b, op->getLoc(), operands.front(), offsets, sizes, tiled);
    auto type = cast<RankedTensorType>(op->getResult(0).getType());
    ArrayRef<int64_t> shape = cast<RankedTensorType>(operands.front().getType()).getShape();
    Operation *tile = clone(b, op, type.clone(shape), operands);
    tiled.tiledOps.push_back(tile);
    tiled.tiledValues.push_back(tile->getResult(0));
    return tiled;
  }

  LogicalResult getResultTilePosition(Operation *, OpBuilder &, unsigned, Sizes offsets, Sizes sizes,
                                      SmallVector<OpFoldResult> &resultOffsets,
                                      SmallVector<OpFoldResult> &resultSizes) const {
    resultOffsets.assign(offsets.begin(), offsets.end());
    resultSizes.assign(sizes.begin(), sizes.end());
    return success();
  }

  FailureOr<TilingResult> generateResultTileValue(Operation *op, OpBuilder &b, unsigned, Sizes offsets,
                                                  Sizes sizes) const {
    return getTiledImplementation(op, b, offsets, sizes);
  }
  LogicalResult getIterationDomainTileFromResultTile(Operation *op, OpBuilder &b, unsigned number, Sizes offsets,
                                                     Sizes sizes, SmallVectorImpl<OpFoldResult> &tileOffsets,
                                                     SmallVectorImpl<OpFoldResult> &tileSizes) const {
    tileOffsets.assign(offsets.begin(), offsets.end());
    tileSizes.assign(sizes.begin(), sizes.end());
    return success();
  }

  /// A consumer is fused where its tile is that of operand 0.
  FailureOr<TilingResult> getTiledImplementationFromOperandTiles(Operation *op, OpBuilder &b, ArrayRef<unsigned> numbers,
                                                                 ArrayRef<SmallVector<OpFoldResult>> offsets,
                                                                 ArrayRef<SmallVector<OpFoldResult>> sizes) const {
    if (numbers.size() != 1 || numbers.front() != 0)
      return op->emitOpError("is fused with the producer of operand 0 only");
    return getTiledImplementation(op, b, offsets.front(), sizes.front());
  }
  LogicalResult getIterationDomainTileFromOperandTiles(Operation *op, OpBuilder &, ArrayRef<unsigned> numbers,
                                                       ArrayRef<SmallVector<OpFoldResult>> offsets,
                                                       ArrayRef<SmallVector<OpFoldResult>> sizes,
                                                       SmallVectorImpl<OpFoldResult> &tileOffsets,
                                                       SmallVectorImpl<OpFoldResult> &tileSizes) const {
    if (numbers.size() != 1 || numbers.front() != 0 || failed(requireWhole(op, offsets.front(), sizes.front())))
      return failure();
    tileOffsets = offsets.front();
    tileSizes = sizes.front();
    return success();
  }
};
} // namespace

void nnf::registerNnfTiling(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, NnfDialect *dialect) {
    for (RegisteredOperationName op : context->getRegisteredOperations())
      if (&op.getDialect() == dialect && op.hasInterface<SlicewiseOpInterface>())
        op.attachInterface<SlicewiseTiling>();
  });
}
