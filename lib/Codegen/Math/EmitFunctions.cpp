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
Value emitSin(LaneEmitter &e, ValueRange v) { return emitUnary(e, v, sin<IRLane>); }
Value emitCos(LaneEmitter &e, ValueRange v) { return emitUnary(e, v, cos<IRLane>); }
Value emitAtan(LaneEmitter &e, ValueRange v) { return emitUnary(e, v, atan<IRLane>); }
Value emitRsqrt(LaneEmitter &e, ValueRange v) { return emitUnary(e, v, rsqrt<IRLane>); }
Value emitTan(LaneEmitter &e, ValueRange v) { return emitUnary(e, v, tan<IRLane>); }
Value emitAsin(LaneEmitter &e, ValueRange v) { return emitUnary(e, v, asin<IRLane>); }
Value emitAcos(LaneEmitter &e, ValueRange v) { return emitUnary(e, v, acos<IRLane>); }
Value emitSinh(LaneEmitter &e, ValueRange v) { return emitUnary(e, v, sinh<IRLane>); }
Value emitCosh(LaneEmitter &e, ValueRange v) { return emitUnary(e, v, cosh<IRLane>); }
Value emitAsinh(LaneEmitter &e, ValueRange v) { return emitUnary(e, v, asinh<IRLane>); }
Value emitAcosh(LaneEmitter &e, ValueRange v) { return emitUnary(e, v, acosh<IRLane>); }
Value emitAtanh(LaneEmitter &e, ValueRange v) { return emitUnary(e, v, atanh<IRLane>); }
Value emitCbrt(LaneEmitter &e, ValueRange v) { return emitUnary(e, v, cbrt<IRLane>); }
Value emitAtan2(LaneEmitter &e, ValueRange v) {
  assert(v.size() == 2 && v[0].getType() == e.getType() && v[1].getType() == e.getType() && "y and x");
  return atan2(IRLane(e, v[0]), IRLane(e, v[1])).valueIn(e);
}
Value emitPow(LaneEmitter &e, ValueRange v) {
  assert(v.size() == 2 && v[0].getType() == e.getType() && v[1].getType() == e.getType() && "base and exponent");
  return pow(IRLane(e, v[0]), IRLane(e, v[1])).valueIn(e);
}

} // namespace mlir::nnf::vecmath
