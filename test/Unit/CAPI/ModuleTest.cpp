//===- ModuleTest.cpp - the compiler behind its C interface -----------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/CAPI/Compiler.h"
#include "gtest/gtest.h"

#include <atomic>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <dlfcn.h>
#include <string>
#include <thread>
#include <vector>

namespace {
struct Said {
  int32_t severity;
  std::string file, message;
  uint32_t line, column;
};

void keep(void *user, const nnf_diagnostic *d) {
  static_cast<std::vector<Said> *>(user)->push_back({d->severity, d->file, d->message, d->line, d->column});
}

class ModuleTest : public testing::Test {
protected:
  void SetUp() override {
    compiler = nnf_compiler_create("native", "", &message);
    ASSERT_NE(compiler, nullptr) << message;
    nnf_compiler_set_diagnostics(compiler, keep, &said);
  }
  void TearDown() override {
    nnf_free_text(message);
    nnf_compiler_destroy(compiler);
  }
  nnf_module *parse(const std::string &text, const char *name = "model.mlir") {
    nnf_free_text(message);
    message = nullptr;
    return nnf_parse(compiler, text.data(), text.size(), name, &message);
  }

  nnf_compiler *compiler = nullptr;
  char *message = nullptr;
  std::vector<Said> said;
};

/// y = x + bias, in a function called @f.
std::string addition(float bias) {
  std::string number = std::to_string(bias);
  return "func.func @f(%x: tensor<?xf32>) -> tensor<?xf32> {\n  %c0 = arith.constant 0 : index\n"
         "  %n = tensor.dim %x, %c0 : tensor<?xf32>\n  %b = arith.constant " +
         number +
         " : f32\n  %e = tensor.splat %b[%n] : tensor<?xf32>\n  %0 = arith.addf %x, %e : tensor<?xf32>\n"
         "  %1 = nnf.relu %0 : tensor<?xf32>\n  return %1 : tensor<?xf32>\n}\n";
}

/// Runs a kernel of one f32 vector in and one out.
nnf_status run(const nnf_kernel *kernel, nnf_context *context, std::vector<float> &x, std::vector<float> &y) {
  int64_t in[] = {static_cast<int64_t>(x.size())}, out[] = {static_cast<int64_t>(y.size())};
  nnf_tensor input = {x.data(), in, nullptr, 1, NNF_F32}, output = {y.data(), out, nullptr, 1, NNF_F32};
  return kernel->run(nullptr, context, &input, &output);
}
} // namespace

TEST_F(ModuleTest, ReadsNoByteBehindTheText) {
  // An identifier is the last token, and what follows in memory would go on with it.
  std::string text = addition(1) + "#", behind = text + "nonsense";
  text.pop_back();
  nnf_module *module = nnf_parse(compiler, behind.data(), text.size(), "model.mlir", &message);
  EXPECT_NE(module, nullptr) << message;
  nnf_module_destroy(module);
  const char *number = "func.func private @g() x_y";
  EXPECT_EQ(nnf_parse(compiler, number, std::strlen(number) - 2, "model.mlir", &message), nullptr);
  EXPECT_NE(std::strstr(message, "'x'"), nullptr) << message;
}

TEST_F(ModuleTest, ParsesListsPrintsAndCompiles) {
  nnf_module *module = parse(addition(1) + "func.func private @g()\nfunc.func @h() { return }\n");
  ASSERT_NE(module, nullptr) << message;
  ASSERT_EQ(nnf_module_function_count(module), 2);
  EXPECT_STREQ(nnf_module_function_name(module, 0), "f");
  EXPECT_STREQ(nnf_module_function_name(module, 1), "h");
  EXPECT_EQ(nnf_module_function_name(module, 2), nullptr);
  EXPECT_EQ(nnf_module_function_name(module, -1), nullptr);
  char *text = nnf_module_text(module);
  EXPECT_NE(std::strstr(text, "nnf.relu"), nullptr);
  nnf_free_text(text);
  nnf_executable *executable = nnf_compile_module(module, "f", nullptr, &message);
  ASSERT_NE(executable, nullptr) << message;
  nnf_module_destroy(module); // what was compiled of it stays
  nnf_context *context;
  ASSERT_EQ(nnf_context_create(&context, nullptr, nullptr, 0), NNF_OK);
  std::vector<float> x{-3, 0, 2}, y(3);
  EXPECT_EQ(run(nnf_executable_kernel(executable), context, x, y), NNF_OK);
  EXPECT_EQ(y, (std::vector<float>{0, 1, 3}));
  nnf_context_destroy(context);
  nnf_executable_destroy(executable);
  EXPECT_TRUE(said.empty());
}

TEST_F(ModuleTest, SaysWhereAndWhy) {
  EXPECT_EQ(parse("func.func @f(%x: tensor<4xf32>) -> tensor<4xf32> {\n  %0 = nnf.softmax %x dim = 3 : tensor<4xf32>\n"
                  "  return %0 : tensor<4xf32>\n}\n"),
            nullptr);
  ASSERT_FALSE(said.empty());
  EXPECT_EQ(said[0].severity, NNF_ERROR);
  EXPECT_EQ(said[0].file, "model.mlir");
  EXPECT_EQ(said[0].line, 2u);
  EXPECT_EQ(said[0].column, 8u);
  EXPECT_NE(said[0].message.find("expects dim to be in [-1, 0], but got 3"), std::string::npos) << said[0].message;
  EXPECT_NE(std::strstr(message, "expects dim to be in [-1, 0], but got 3"), nullptr) << message;
  said.clear();
  // A function that does not exist is no diagnostic of the program, but has a message.
  nnf_module *module = parse(addition(1));
  EXPECT_EQ(nnf_compile_module(module, "g", nullptr, &message), nullptr);
  EXPECT_NE(std::strstr(message, "@g"), nullptr);
  nnf_module_destroy(module);
  // What would take all memory in the parser.
  EXPECT_EQ(parse("func.func @f() { return %x#4000000000 : f32 }"), nullptr);
  EXPECT_NE(std::strstr(message, "%x#4000000000"), nullptr);
}

TEST_F(ModuleTest, Lints) {
  nnf_module *module = parse("func.func @f(%x: tensor<?x10xf32>, %t: tensor<?xi64>) -> tensor<f32> {\n"
                             "  %0 = nnf.softmax %x dim = 1 : tensor<?x10xf32>\n"
                             "  %1 = nnf.cross_entropy %0, %t : (tensor<?x10xf32>, tensor<?xi64>) -> tensor<f32>\n"
                             "  return %1 : tensor<f32>\n}\n");
  ASSERT_NE(module, nullptr) << message;
  EXPECT_EQ(nnf_module_lint(module), 1);
  ASSERT_GE(said.size(), 2u); // the finding, and a note at the softmax
  EXPECT_EQ(said[0].severity, NNF_WARNING);
  EXPECT_NE(said[0].message.find("[NNF101]"), std::string::npos) << said[0].message;
  EXPECT_EQ(said[0].line, 3u);
  EXPECT_EQ(said[1].severity, NNF_NOTE);
  EXPECT_EQ(said[1].line, 2u);
  nnf_module_destroy(module);
}

/// A weight that kernels read in an order of their own is not read again once it was copied; one that is looked up is.
TEST_F(ModuleTest, TellsWhatAHandleHolds) {
  std::string text = "func.func @f(%i: tensor<64xi64>, %e: tensor<100x256xf32> {nnf.parameter}, %w: tensor<512x256xf32> {nnf.parameter})"
                     " -> tensor<64x512xf32> {\n"
                     "  %0 = nnf.embedding %i, %e : (tensor<64xi64>, tensor<100x256xf32>) -> tensor<64x256xf32>\n"
                     "  %1 = nnf.softmax %0 dim = -1 : tensor<64x256xf32>\n"
                     "  %2 = nnf.linear %1, %w : (tensor<64x256xf32>, tensor<512x256xf32>) -> tensor<64x512xf32>\n"
                     "  return %2 : tensor<64x512xf32>\n}\n";
  nnf_executable *executable = nnf_compile(compiler, text.data(), text.size(), nullptr, nullptr, &message);
  ASSERT_NE(executable, nullptr) << message;
  const nnf_kernel *kernel = nnf_executable_kernel(executable);
  EXPECT_EQ(nnf_kernel_reads_parameter(kernel, 0), 1);
  EXPECT_EQ(nnf_kernel_reads_parameter(kernel, 1), 0);
  EXPECT_EQ(nnf_kernel_reads_parameter(kernel, 2), -1);
  EXPECT_EQ(nnf_kernel_reads_parameter(kernel, -1), -1);
  nnf_context *context;
  ASSERT_EQ(nnf_context_create(&context, nullptr, nullptr, 0), NNF_OK);
  std::vector<float> table(100 * 256, 1.0f), weight(512 * 256, 0.5f), y(64 * 512);
  std::vector<int64_t> index(64, 3);
  int64_t tableSizes[] = {100, 256}, weightSizes[] = {512, 256}, indexSizes[] = {64}, ySizes[] = {64, 512};
  nnf_tensor parameters[] = {{table.data(), tableSizes, nullptr, 2, NNF_F32}, {weight.data(), weightSizes, nullptr, 2, NNF_F32}};
  nnf_handle *handle = nullptr;
  EXPECT_EQ(nnf_handle_bytes(nullptr), 0u);
  ASSERT_EQ(kernel->create(&handle, context, parameters), NNF_OK);
  EXPECT_GE(nnf_handle_bytes(handle), weight.size() * sizeof(float));
  EXPECT_LT(nnf_handle_bytes(handle), weight.size() * sizeof(float) * 5 / 4);
  std::fill(weight.begin(), weight.end(), -1.0f); // nobody looks
  nnf_tensor input = {index.data(), indexSizes, nullptr, 1, NNF_I64}, output = {y.data(), ySizes, nullptr, 2, NNF_F32};
  nnf_context_reset_counters(context);
  ASSERT_EQ(kernel->run(handle, context, &input, &output), NNF_OK) << nnf_context_error(context)->message;
  EXPECT_NEAR(y[0], 0.5f, 1e-5f);
  nnf_counters counters;
  nnf_context_counters(context, &counters);
  EXPECT_GE(counters.peak_bytes, 64u * 256 * sizeof(float)); // the looked-up rows
  EXPECT_LT(counters.peak_bytes, 4u << 20);
  kernel->destroy(handle);
  nnf_context_destroy(context);
  nnf_executable_destroy(executable);
}

TEST_F(ModuleTest, WritesASharedLibrary) {
  std::string text = addition(2), path = testing::TempDir() + "nnf-module-test.so";
  ASSERT_EQ(nnf_compile_shared(compiler, text.data(), text.size(), nullptr, nullptr, path.c_str(), &message), NNF_OK) << message;
  void *library = dlopen(path.c_str(), RTLD_NOW);
  ASSERT_NE(library, nullptr) << dlerror();
  auto *kernel = static_cast<const nnf_kernel *>(dlsym(library, "f_kernel"));
  ASSERT_NE(kernel, nullptr);
  nnf_context *context;
  ASSERT_EQ(nnf_context_create(&context, nullptr, nullptr, 0), NNF_OK);
  std::vector<float> x{-3, 0, 2}, y(3);
  EXPECT_EQ(run(kernel, context, x, y), NNF_OK);
  EXPECT_EQ(y, (std::vector<float>{0, 2, 4}));
  nnf_context_destroy(context);
  dlclose(library);
  std::remove(path.c_str());
  // What is wrong is told, and no file is left.
  EXPECT_NE(nnf_compile_shared(compiler, text.data(), text.size(), "g", nullptr, path.c_str(), &message), NNF_OK);
  EXPECT_NE(std::strstr(message, "@g"), nullptr) << message;
  nnf_free_text(message);
  EXPECT_NE(nnf_compile_shared(compiler, text.data(), text.size(), nullptr, "no-such-cpu", path.c_str(), &message), NNF_OK);
  EXPECT_NE(std::strstr(message, "no-such-cpu"), nullptr) << message;
  nnf_free_text(message);
  EXPECT_NE(nnf_compile_shared(compiler, text.data(), text.size(), nullptr, nullptr, "/no-such-folder/f.so", &message), NNF_OK);
  EXPECT_NE(std::strstr(message, "/no-such-folder"), nullptr) << message;
  EXPECT_EQ(dlopen(path.c_str(), RTLD_NOW), nullptr);
}

TEST_F(ModuleTest, ListsOps) {
  int32_t count = nnf_op_count(compiler);
  ASSERT_GT(count, 100);
  nnf_op_info info, before = {"", "", ""};
  bool found = false;
  for (int32_t i = 0; i < count; ++i) {
    ASSERT_EQ(nnf_op_describe(compiler, i, &info), NNF_OK);
    EXPECT_LT(std::strcmp(before.name, info.name), 0) << "in the order of their names";
    before = info;
    if (!std::strcmp(info.name, "nnf.leaky_relu")) {
      found = true;
      EXPECT_STREQ(info.torch_name, "leaky_relu");
      EXPECT_STREQ(info.family, "ActivationPiecewise");
    }
  }
  EXPECT_TRUE(found);
  EXPECT_EQ(nnf_op_describe(compiler, count, &info), NNF_INVALID_ARGUMENT);
  EXPECT_EQ(nnf_op_describe(compiler, -1, &info), NNF_INVALID_ARGUMENT);
}

/// Threads share one compiler and one kernel; each has a context of its own.
TEST_F(ModuleTest, ManyThreads) {
  constexpr int threads = 8, rounds = 6;
  nnf_module *shared = parse(addition(100));
  nnf_executable *common = nnf_compile_module(shared, nullptr, nullptr, &message);
  ASSERT_NE(common, nullptr) << message;
  std::atomic<int> wrong{0};
  auto work = [&](int id) {
    nnf_context_options options = {};
    options.struct_size = sizeof(options);
    options.threads = 2;
    nnf_context *context;
    if (nnf_context_create(&context, &options, nullptr, 0) != NNF_OK) {
      ++wrong;
      return;
    }
    for (int round = 0; round < rounds; ++round) {
      float bias = static_cast<float>(id * rounds + round);
      std::string text = addition(bias);
      char *said = nullptr;
      nnf_executable *own = nnf_compile(compiler, text.data(), text.size(), nullptr, nullptr, &said);
      // Wrong programs in between, whose messages must reach their own thread.
      std::string bad = "func.func @f() { nnf.missing" + std::to_string(id) + "() return }";
      char *why = nullptr;
      wrong += nnf_compile(compiler, bad.data(), bad.size(), nullptr, nullptr, &why) != nullptr;
      wrong += !why || !std::strstr(why, ("missing" + std::to_string(id)).c_str());
      nnf_free_text(why);
      std::vector<float> x(1000 + id, 0.5f), y(x.size());
      wrong += !own || run(nnf_executable_kernel(own), context, x, y) != NNF_OK || y.front() != bias + 0.5f ||
               y.back() != bias + 0.5f;
      wrong += run(nnf_executable_kernel(common), context, x, y) != NNF_OK || y.front() != 100.5f || y.back() != 100.5f;
      if (own)
        nnf_executable_destroy(own);
      nnf_free_text(said);
    }
    nnf_context_destroy(context);
  };
  nnf_compiler_set_diagnostics(compiler, nullptr, nullptr);
  std::vector<std::thread> running;
  for (int id = 0; id < threads; ++id)
    running.emplace_back(work, id);
  for (std::thread &thread : running)
    thread.join();
  EXPECT_EQ(wrong, 0);
  nnf_executable_destroy(common);
  nnf_module_destroy(shared);
}
