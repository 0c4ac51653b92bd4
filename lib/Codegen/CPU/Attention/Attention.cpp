//===- Attention.cpp - scaled dot product attention on the CPU -----------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Attention is recognised where it is still one op: as linalg it is two contractions around a softmax, and which
// scores a causal mask leaves would have to be read off a comparison of indices. What is emitted works on buffers, before
// anything else does: bufferisation connects them with those of the tensors around.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Codegen/CPU/Attention.h"

#include "Flash.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "nnf/Conversion/Attention.h"
#include "nnf/Conversion/NnfToLinalg.h"
#include "nnf/Conversion/TensorBuilder.h"

using namespace mlir;
using namespace mlir::nnf;

static Value toBuffer(OpBuilder &b, Location loc, Value tensor) {
  auto type = cast<RankedTensorType>(tensor.getType());
  return bufferization::ToBufferOp::create(b, loc, MemRefType::get(type.getShape(), type.getElementType()), tensor,
                                           /*read_only=*/true);
}

namespace {
/// %r = nnf.scaled_dot_product_attention %q, %k, %v : tensor<4x8x100x64xf32> ...
///   ->
/// %qm, %km, %vm = bufferization.to_buffer ...
/// %out = memref.alloc() : memref<4x8x100x64xf32>
/// scf.forall (%i) in (128) { 32 queries of one head, to %out }
/// %r = bufferization.to_tensor %out restrict writable
///
/// A pattern on the interface: among patterns of different kinds the conversion does not compare benefits.
struct AttentionToLoops : OpInterfaceConversionPattern<DecomposableOpInterface> {
  AttentionToLoops(const TypeConverter &converter, const CpuTarget &target, MLIRContext *context)
      : OpInterfaceConversionPattern(converter, context, /*benefit=*/2), target(target) {}

  LogicalResult matchAndRewrite(DecomposableOpInterface composite, ArrayRef<Value> operands,
                                ConversionPatternRewriter &rw) const override {
    auto op = dyn_cast<ScaledDotProductAttentionOp>(*composite);
    if (!op)
      return rw.notifyMatchFailure(composite, "not attention");
    ScaledDotProductAttentionOp::Adaptor adaptor(operands, op);
    if (op.getDropoutP() > 0)
      return rw.notifyMatchFailure(op, "dropout of the probabilities is left to the decomposition");
    FailureOr<SmallVector<Shape>> shapes = emitShapeGuards(op, operands, rw);
    if (failed(shapes))
      return failure();
    Location loc = op.getLoc();
    TensorBuilder t(rw, loc);
    Value q = adaptor.getQuery(), k = adaptor.getKey(), v = adaptor.getValue();
    int64_t rank = alignRanks(t, q, k, v);
    Type element = t.elementType(q);

    attention::Problem problem;
    problem.compute = t.computeType(element);
    problem.causal = op.getIsCausal();
    if (op.getEnableGqa()) {
      // Both are static: the shape rule says so.
      int64_t heads = cast<RankedTensorType>(q.getType()).getDimSize(rank - 3);
      int64_t keyHeads = cast<RankedTensorType>(k.getType()).getDimSize(rank - 3);
      problem.shared = heads / keyHeads;
    }
    if (auto given = op.getScale()) {
      problem.scale = t.constant(problem.compute, *given);
    } else {
      Value width = getValueOrCreateConstantIndexOp(rw, loc, t.sizeOf(k, rank - 1));
      Value root = math::SqrtOp::create(rw, loc, t.toFloat(width, problem.compute));
      problem.scale = arith::DivFOp::create(rw, loc, t.constant(problem.compute, 1), root);
    }
    // The result's sizes, from operands that are not stretched.
    SmallVector<int64_t> shape;
    SmallVector<Value> dynamic;
    auto append = [&](OpFoldResult size) {
      auto known = getConstantIntValue(size);
      shape.push_back(known.value_or(ShapedType::kDynamic));
      if (!known)
        dynamic.push_back(cast<Value>(size));
      return getValueOrCreateConstantIndexOp(rw, loc, size);
    };
    for (int64_t d = 0; d + 2 < rank; ++d) {
      OpFoldResult size = rw.getIndexAttr(1);
      for (Value operand : {q, k, v}) {
        bool isShared = problem.shared > 1 && d + 3 == rank && operand != q;
        if (isShared || cast<RankedTensorType>(operand.getType()).getDimSize(d) == 1)
          continue;
        // A static size says most.
        OpFoldResult found = t.sizeOf(operand, d);
        if (getConstantIntValue(found) || getConstantIntValue(size))
          size = found;
        if (getConstantIntValue(found))
          break;
      }
      problem.batch.push_back(append(size));
    }
    append(t.sizeOf(q, rank - 2));
    append(t.sizeOf(v, rank - 1));

    problem.query = toBuffer(rw, loc, q);
    problem.key = toBuffer(rw, loc, k);
    problem.value = toBuffer(rw, loc, v);
    if (Value mask = adaptor.getAttnMask())
      problem.mask = toBuffer(rw, loc, mask);
    problem.out = memref::AllocOp::create(rw, loc, MemRefType::get(shape, element), dynamic);
    contraction::Emit e(rw, loc);
    attention::emitFlash(e, problem, target);
    Value result = bufferization::ToTensorOp::create(rw, loc, RankedTensorType::get(shape, element), problem.out,
                                                     /*restrict=*/true, /*writable=*/true);
    replaceWithCasts(op, result, *getTypeConverter(), rw);
    return success();
  }

  CpuTarget target;
};
} // namespace

void nnf::populateCpuAttentionPatterns(const TypeConverter &converter, const CpuTarget &target,
                                       RewritePatternSet &patterns) {
  patterns.add<AttentionToLoops>(converter, target, patterns.getContext());
}
