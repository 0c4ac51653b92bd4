//===- InitAll.h - one registration for all tools -------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A tool of its own calls registerEverything; a plugin, whose host has registered what upstream has, calls the other three.
//
//===----------------------------------------------------------------------------------------------------===//
#ifndef NNF_INITALL_H
#define NNF_INITALL_H

namespace mlir {
class DialectRegistry;
} // namespace mlir

namespace mlir::nnf {

/// The nnf dialect with all that other libraries attach to its ops.
void registerNnfDialects(DialectRegistry &registry);

/// Every nnf pass, under its command-line name. Once a process: pass registration is global.
void registerNnfPasses();

/// The pipelines that are made of them: --nnf-to-cpu and its like. Once a process.
void registerNnfPipelines();

/// The dialects, extensions and passes of upstream and of nnf. Once a process.
void registerEverything(DialectRegistry &registry);

} // namespace mlir::nnf

#endif // NNF_INITALL_H
