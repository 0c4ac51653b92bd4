//===- Location.h - locations as text ------------------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------------===//
//
// The same in every message, report and table.
//
//===--------------------------------------------------------------------------------------------------------------===//

#ifndef NNF_IR_LOCATION_H
#define NNF_IR_LOCATION_H

#include "mlir/IR/Location.h"

#include <string>

namespace mlir::nnf {

/// "model.mlir:7:3": the first place in a file that `loc` holds, the innermost one of a call; empty where it holds none.
std::string formatPlace(Location loc);

/// That, or what MLIR prints where there is no such place.
std::string formatLocation(Location loc);

} // namespace mlir::nnf

#endif // NNF_IR_LOCATION_H
