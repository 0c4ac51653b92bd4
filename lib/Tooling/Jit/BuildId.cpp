//===- BuildId.cpp - which sources this compiler was built from ---------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "BuildId.inc"
#include "nnf/Tooling/Jit.h"

llvm::StringRef mlir::nnf::getBuildId() { return NNF_BUILD_ID; }
