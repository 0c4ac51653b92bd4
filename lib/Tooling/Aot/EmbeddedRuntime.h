//===- EmbeddedRuntime.h - the runtime's archive as bytes -------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_TOOLING_AOT_EMBEDDEDRUNTIME_H
#define NNF_LIB_TOOLING_AOT_EMBEDDEDRUNTIME_H

#include <string_view>

namespace mlir::nnf {

/// libNnfRuntime.a as it was built with this program: a product fits its compiler, wherever the program was moved to.
std::string_view getRuntimeArchive();

} // namespace mlir::nnf

#endif // NNF_LIB_TOOLING_AOT_EMBEDDEDRUNTIME_H
