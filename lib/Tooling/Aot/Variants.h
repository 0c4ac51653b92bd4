//===- Variants.h - one module of LLVM IR for several processors -----------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_TOOLING_AOT_VARIANTS_H
#define NNF_LIB_TOOLING_AOT_VARIANTS_H

#include "nnf/Tooling/Aot.h"
#include "llvm/IR/Module.h"

namespace mlir::nnf {

/// A module as it was compiled for one processor.
struct Variant {
  std::string cpu;
  /// What it needs, by nnf/Runtime/CpuFeatures.h.
  uint64_t features = 0;
  std::unique_ptr<Jit> jit;
  std::unique_ptr<llvm::Module> code;
};

/// The kernels that a module exports, in the order of their names.
std::vector<AotKernel> readKernels(const llvm::Module &code);

/// One module that exports, for each kernel of the variants (which export the same ones), a table whose entries lead to
/// the first variant that the processor can run. `variants` come most demanding first and lose their code. `target` is
/// what nnf_kernel_target shall say. Null and `error` on failure.
std::unique_ptr<llvm::Module> combineVariants(llvm::MutableArrayRef<Variant> variants, llvm::StringRef target,
                                              std::string *error);

} // namespace mlir::nnf

#endif // NNF_LIB_TOOLING_AOT_VARIANTS_H
