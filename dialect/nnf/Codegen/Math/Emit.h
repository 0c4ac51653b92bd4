//===- Emit.h - the functions of the vector math library as IR --------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// For code that emits kernels itself and wants a function without a math op and a pattern in between.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_MATH_EMIT_H
#define NNF_CODEGEN_MATH_EMIT_H

#include "nnf/Codegen/Math/IRLane.h"

#include "mlir/IR/ValueRange.h"

namespace mlir {
class RewritePatternSet;
} // namespace mlir

namespace mlir::nnf::vecmath {

/// Each emits f(operands...) at the emitter's insertion point; operands and result have the emitter's type.
Value emitExp(LaneEmitter &emitter, ValueRange operands);
Value emitExp2(LaneEmitter &emitter, ValueRange operands);
Value emitExpm1(LaneEmitter &emitter, ValueRange operands);
Value emitLog(LaneEmitter &emitter, ValueRange operands);
Value emitLog2(LaneEmitter &emitter, ValueRange operands);
Value emitLog10(LaneEmitter &emitter, ValueRange operands);
Value emitLog1p(LaneEmitter &emitter, ValueRange operands);
Value emitTanh(LaneEmitter &emitter, ValueRange operands);
Value emitErf(LaneEmitter &emitter, ValueRange operands);
Value emitErfc(LaneEmitter &emitter, ValueRange operands);
Value emitSin(LaneEmitter &emitter, ValueRange operands);
Value emitCos(LaneEmitter &emitter, ValueRange operands);
Value emitAtan(LaneEmitter &emitter, ValueRange operands);
Value emitRsqrt(LaneEmitter &emitter, ValueRange operands);
Value emitTan(LaneEmitter &emitter, ValueRange operands);
Value emitAsin(LaneEmitter &emitter, ValueRange operands);
Value emitAcos(LaneEmitter &emitter, ValueRange operands);
Value emitSinh(LaneEmitter &emitter, ValueRange operands);
Value emitCosh(LaneEmitter &emitter, ValueRange operands);
Value emitAsinh(LaneEmitter &emitter, ValueRange operands);
Value emitAcosh(LaneEmitter &emitter, ValueRange operands);
Value emitAtanh(LaneEmitter &emitter, ValueRange operands);
Value emitCbrt(LaneEmitter &emitter, ValueRange operands);
/// Two operands: y and x.
Value emitAtan2(LaneEmitter &emitter, ValueRange operands);
/// Two operands: base and exponent.
Value emitPow(LaneEmitter &emitter, ValueRange operands);

/// p * 2^h * 2^(n - h) in the form of portableScaleByPow2 becomes vscalefps / vscalefpd; see FoldScaleByPow2.cpp.
void populateFoldScaleByPow2Patterns(RewritePatternSet &patterns);

/// math.fma on f32 becomes arithmetic in f64 with the same bits; see FmaEmulation.cpp.
void populateEmulateFmaPatterns(RewritePatternSet &patterns);

} // namespace mlir::nnf::vecmath

#endif // NNF_CODEGEN_MATH_EMIT_H
