//===- JitTest.h - compile a module in a test -----------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TEST_UNIT_JIT_JITTEST_H
#define NNF_TEST_UNIT_JIT_JITTEST_H

#include "Support/GuardedBuffer.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Parser/Parser.h"
#include "nnf/Tooling/Executable.h"
#include "gtest/gtest.h"

namespace nnf::test {

/// A context, a Jit and a runtime with two threads.
class JitTest : public ::testing::Test {
protected:
  static void SetUpTestSuite() {
    std::string error;
    jit = mlir::nnf::Jit::create(&error).release();
    ASSERT_NE(jit, nullptr) << error;
  }
  static void TearDownTestSuite() {
    delete jit;
    jit = nullptr;
  }
  JitTest() {
    mlir::DialectRegistry registry;
    mlir::nnf::registerCpuPipelineDialects(registry);
    context.appendDialectRegistry(registry);
    std::string error;
    runtime = mlir::nnf::RuntimeContext::create(2, &error);
    EXPECT_TRUE(runtime) << error;
    options.pipeline.verify = true;
    options.jit.verify = true;
  }

  mlir::OwningOpRef<mlir::ModuleOp> parse(llvm::StringRef text) {
    mlir::ParserConfig config(&context);
    return mlir::parseSourceString<mlir::ModuleOp>(text, config, "test.mlir");
  }
  /// Compiles the only public function of a module.
  std::unique_ptr<mlir::nnf::Executable> compile(llvm::StringRef text) {
    mlir::OwningOpRef<mlir::ModuleOp> module = parse(text);
    if (!module) {
      ADD_FAILURE() << "the module does not parse";
      return nullptr;
    }
    std::string error;
    times = {};
    auto executable = mlir::nnf::Executable::compile(*jit, *module, "", options, &error, &times);
    EXPECT_TRUE(executable) << error;
    return executable;
  }

  static mlir::nnf::Jit *jit;
  mlir::MLIRContext context{mlir::MLIRContext::Threading::DISABLED};
  std::unique_ptr<mlir::nnf::RuntimeContext> runtime;
  mlir::nnf::CompileOptions options;
  mlir::nnf::CompileTimes times;
};

template <class T>
constexpr nnf_dtype dtypeOf();
template <>
constexpr nnf_dtype dtypeOf<float>() {
  return NNF_F32;
}
template <>
constexpr nnf_dtype dtypeOf<double>() {
  return NNF_F64;
}
template <>
constexpr nnf_dtype dtypeOf<int64_t>() {
  return NNF_I64;
}
template <>
constexpr nnf_dtype dtypeOf<int32_t>() {
  return NNF_I32;
}
template <>
constexpr nnf_dtype dtypeOf<uint8_t>() {
  return NNF_U8;
}

template <class T>
mlir::nnf::TensorView view(GuardedBuffer<T> &buffer, llvm::ArrayRef<int64_t> shape) {
  return {buffer.data(), llvm::SmallVector<int64_t, 4>(shape), {}, dtypeOf<T>()};
}

} // namespace nnf::test

#endif // NNF_TEST_UNIT_JIT_JITTEST_H
