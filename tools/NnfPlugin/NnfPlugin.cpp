//===- NnfPlugin.cpp - nnf for tools that are not ours -------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A shared library that any tool linked to the same libMLIR loads, the distribution's mlir-opt above all:
//
//   mlir-opt --load-dialect-plugin=NnfPlugin.so --load-pass-plugin=NnfPlugin.so
//            --pass-pipeline='builtin.module(convert-nnf-to-linalg)' softmax.mlir
//
// mlir-opt parses its options before it loads passes, so that passes of a plugin are named in --pass-pipeline.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "mlir/Tools/Plugins/DialectPlugin.h"
#include "mlir/Tools/Plugins/PassPlugin.h"
#include "nnf/InitAll.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/Compiler.h"

extern "C" LLVM_ATTRIBUTE_WEAK LLVM_ATTRIBUTE_VISIBILITY_DEFAULT mlir::DialectPluginLibraryInfo mlirGetDialectPluginInfo() {
  return {MLIR_PLUGIN_API_VERSION, "nnf", LLVM_VERSION_STRING,
          [](mlir::DialectRegistry *registry) { mlir::nnf::registerNnfDialects(*registry); }};
}

extern "C" LLVM_ATTRIBUTE_WEAK LLVM_ATTRIBUTE_VISIBILITY_DEFAULT mlir::PassPluginLibraryInfo mlirGetPassPluginInfo() {
  return {MLIR_PLUGIN_API_VERSION, "nnf", LLVM_VERSION_STRING, [] {
            mlir::nnf::registerNnfPasses();
            mlir::nnf::registerNnfPipelines();
          }};
}
