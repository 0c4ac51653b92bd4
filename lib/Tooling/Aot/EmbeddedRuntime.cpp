//===- EmbeddedRuntime.cpp - the runtime's archive as bytes ---------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "EmbeddedRuntime.h"

// The build names the file.
asm(".section .rodata.nnf_runtime,\"a\",@progbits\n"
    ".balign 8\n"
    "nnf_runtime_archive_begin:\n"
    ".incbin \"" NNF_RUNTIME_ARCHIVE "\"\n"
    "nnf_runtime_archive_end:\n"
    ".hidden nnf_runtime_archive_begin\n"
    ".hidden nnf_runtime_archive_end\n"
    ".globl nnf_runtime_archive_begin\n"
    ".globl nnf_runtime_archive_end\n"
    ".text\n");

extern "C" {
extern const char nnf_runtime_archive_begin[] __attribute__((visibility("hidden")));
extern const char nnf_runtime_archive_end[] __attribute__((visibility("hidden")));
}

std::string_view mlir::nnf::getRuntimeArchive() {
  return {nnf_runtime_archive_begin, static_cast<size_t>(nnf_runtime_archive_end - nnf_runtime_archive_begin)};
}
