//===- EmitFunctions.cpp - the functions of the vector math library as IR ---------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//

#include "nnf/Codegen/Math/Emit.h"
#include "nnf/Codegen/Math/Functions.h"

using namespace mlir;
using namespace mlir::nnf::vecmath;

/// Emits `f` of one argument.
template <class Fn> static Value emitUnary(LaneEmitter &emitter, ValueRange operands, Fn f) {
  assert(operands.size() == 1 && operands[0].getType() == emitter.getType() && "one operand of the lanes' type");
  return f(IRLane(emitter, operands[0])).valueIn(emitter);
}

namespace mlir::nnf::vecmath {

Value emitExp(LaneEmitter &e, ValueRange v) { return emitUnary(e, v, exp<IRLane>); }
Value emitExp2(LaneEmitter &e, ValueRange v) { return emitUnary(e, v, exp2<IRLane>); }
Value emitExpm1(LaneEmitter &e, ValueRange v) { return emitUnary(e, v, expm1<IRLane>); }
Value emitLog(LaneEmitter &e, ValueRange v) { return emitUnary(e, v, log<IRLane>); }
Value emitLog2(LaneEmitter &e, ValueRange v) { return emitUnary(e, v, log2<IRLane>); }
Value emitLog10(LaneEmitter &e, ValueRange v) { return emitUnary(e, v, log10<IRLane>); }
Value emitLog1p(LaneEmitter &e, ValueRange v) { return emitUnary(e, v, log1p<IRLane>); }
Value emitTanh(LaneEmitter &e, ValueRange v) { return emitUnary(e, v, tanh<IRLane>); }
Value emitErf(LaneEmitter &e, ValueRange v) { return emitUnary(e, v, erf<IRLane>); }
Value emitErfc(LaneEmitter &e, ValueRange v) { return emitUnary(e, v, erfc<IRLane>); }

} // namespace mlir::nnf::vecmath
