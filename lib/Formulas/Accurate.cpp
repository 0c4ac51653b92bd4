//===- Accurate.cpp - accurate activations on the scalars of formulas -------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//

#include "nnf/Formulas/Accurate/Accurate.h"

#include "nnf/Codegen/Math/IRLane.h"
#include "nnf/Formulas/Accurate/Kernels.h"
#include "nnf/Formulas/ScalarIR.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::scalar;

/// `kernel` on an SSA value, or on a number for a literal, which stays a literal.
template <class Fn> static ScalarIR onLanes(ScalarIR x, Fn kernel) {
  if (x.isLiteral())
    return ScalarIR(kernel(vecmath::Native<double>(x.literal())).v);
  const Emit &e = *x.emit();
  Value v = x.value(e, Type());
  vecmath::LaneEmitter emitter(e.b, e.loc, v.getType());
  emitter.branches = false;
  // What was widened is narrowed again at the end of the op.
  if (auto widened = v.getDefiningOp<arith::ExtFOp>())
    emitter.for16 = getElementTypeOrSelf(widened.getIn()).getIntOrFloatBitWidth() == 16;
  return ScalarIR(e, kernel(vecmath::IRLane(emitter, v)).valueIn(emitter));
}
template <class T, class Fn> static Number<T> onLanes(Number<T> x, Fn kernel) {
  return Number<T>(kernel(vecmath::Native<T>::of(x.v)).v);
}

namespace mlir::nnf::scalar::accurate {

#define NNF_ACCURATE_DEFINE(NAME, PARAMETERS, ARGUMENTS)                                                               \
  ScalarIR NAME(ScalarIR x PARAMETERS) {                                                                               \
    return onLanes(x, [&](auto lane) { return vecmath::accurate::NAME(lane ARGUMENTS); });                             \
  }                                                                                                                    \
  Number<float> NAME(Number<float> x PARAMETERS) {                                                                     \
    return onLanes(x, [&](auto lane) { return vecmath::accurate::NAME(lane ARGUMENTS); });                             \
  }                                                                                                                    \
  Number<double> NAME(Number<double> x PARAMETERS) {                                                                   \
    return onLanes(x, [&](auto lane) { return vecmath::accurate::NAME(lane ARGUMENTS); });                             \
  }
NNF_ACCURATE_KERNELS(NNF_ACCURATE_DEFINE)

} // namespace mlir::nnf::scalar::accurate
