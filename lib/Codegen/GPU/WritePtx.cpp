//===- WritePtx.cpp - PTX out of the IR, a file a kernel ----------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Support/FileUtilities.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/ToolOutputFile.h"
#include "nnf/Codegen/GPU/Passes.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_GPUWRITEPTX
#include "nnf/Codegen/GPU/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;
using namespace mlir::nnf;

namespace {
struct GpuWritePtxPass : nnf::impl::GpuWritePtxBase<GpuWritePtxPass> {
  using GpuWritePtxBase::GpuWritePtxBase;

  void runOnOperation() override {
    SmallVector<std::unique_ptr<llvm::ToolOutputFile>> files;
    WalkResult walked = getOperation().walk([&](gpu::BinaryOp binary) {
      for (Attribute attr : binary.getObjects())
        if (failed(write(binary, cast<gpu::ObjectAttr>(attr), files)))
          return WalkResult::interrupt();
      return WalkResult::advance();
    });
    if (walked.wasInterrupted())
      return signalPassFailure();
    if (files.empty()) {
      getOperation().emitError("nnf-gpu-write-ptx: there is no gpu.binary; run --nnf-to-nvvm=ptx=true first");
      return signalPassFailure();
    }
    for (auto &file : files) {
      file->os().close();
      if (file->os().has_error()) {
        getOperation().emitError("nnf-gpu-write-ptx: ") << file->getFilename() << ": " << file->os().error().message();
        file->os().clear_error();
        return signalPassFailure();
      }
    }
    // Only now do they stay.
    for (auto &file : files)
      file->keep();
  }

private:
  LogicalResult write(gpu::BinaryOp binary, gpu::ObjectAttr object,
                      SmallVectorImpl<std::unique_ptr<llvm::ToolOutputFile>> &files) {
    StringRef text = object.getObject().getValue().rtrim('\0');
    size_t external = text.find(".extern .func");
    if (external != StringRef::npos)
      return binary.emitError("nnf-gpu-write-ptx: the PTX refers to a function that is not part of it: ")
             << text.substr(external).take_until([](char c) { return c == ';'; });
    SmallString<128> path(directory.getValue());
    llvm::sys::path::append(path, binary.getSymName() + ".ptx");
    std::string error;
    std::unique_ptr<llvm::ToolOutputFile> file = openOutputFile(path, &error);
    if (!file)
      return binary.emitError("nnf-gpu-write-ptx: ") << error;
    file->os() << text;
    files.push_back(std::move(file));
    return success();
  }
};
} // namespace
