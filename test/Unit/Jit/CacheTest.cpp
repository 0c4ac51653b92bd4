//===- CacheTest.cpp - the object cache and the forms that can be emitted -----------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "JitTest.h"
#include "mlir/Pass/PassManager.h"
#include "llvm/Object/ObjectFile.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include <fstream>
#include <thread>

using namespace nnf::test;
using namespace mlir::nnf;

static constexpr char kText[] = R"mlir(
func.func @f(%x: tensor<?xf32>) -> tensor<?xf32> {
  %c0 = arith.constant 0 : index
  %n = tensor.dim %x, %c0 : tensor<?xf32>
  %e = tensor.empty(%n) : tensor<?xf32>
  %r = linalg.negf ins(%x : tensor<?xf32>) outs(%e : tensor<?xf32>) -> tensor<?xf32>
  return %r : tensor<?xf32>
}
)mlir";

namespace {
class CacheTest : public JitTest {
protected:
  CacheTest() {
    llvm::SmallString<128> dir;
    EXPECT_FALSE(llvm::sys::fs::createUniqueDirectory("nnf-cache-test", dir));
    options.jit.cache = true;
    options.jit.cacheDir = (dir + "/deep/er").str();
    root = dir.str().str();
  }
  ~CacheTest() override { llvm::sys::fs::remove_directories(root); }

  std::vector<std::string> files() {
    std::vector<std::string> result;
    std::error_code ec;
    for (llvm::sys::fs::directory_iterator it(options.jit.cacheDir, ec), end; !ec && it != end; it.increment(ec))
      result.push_back(it->path());
    return result;
  }
  void expectWorks(Executable *f) {
    ASSERT_TRUE(f);
    GuardedBuffer<float> x({1, 2, 3}), z(3);
    TensorView out = view(z, {3});
    std::string error;
    ASSERT_TRUE(f->run(*runtime, view(x, {3}), out, &error)) << error;
    EXPECT_EQ(z.values(), (std::vector<float>{-1, -2, -3}));
  }
  std::string root;
};
} // namespace

TEST_F(CacheTest, HitsForTheSameModule) {
  expectWorks(compile(kText).get());
  EXPECT_FALSE(times.cacheHit);
  EXPECT_GT(times.codegen, 0);
  EXPECT_EQ(files().size(), 1u);
  expectWorks(compile(kText).get());
  EXPECT_TRUE(times.cacheHit);
  EXPECT_EQ(times.codegen, 0);
  EXPECT_EQ(times.passes, 0);
  EXPECT_EQ(files().size(), 1u);
  // Who wants remarks wants it compiled.
  options.pipeline.remarks = true;
  expectWorks(compile(kText).get());
  EXPECT_FALSE(times.cacheHit);
}

TEST_F(CacheTest, MissesWhateverChangesTheCode) {
  compile(kText);
  std::string other = kText;
  other.replace(other.find("negf"), 4, "exp ");
  auto exp = compile(other);
  EXPECT_FALSE(times.cacheHit);
  // The place of an op is in the error messages.
  compile("\n" + std::string(kText));
  EXPECT_FALSE(times.cacheHit);
  options.jit.codegenLevel = 2;
  compile(kText);
  EXPECT_FALSE(times.cacheHit);
  options.pipeline.threads = false;
  compile(kText);
  EXPECT_FALSE(times.cacheHit);
  options.pipeline.vectorize = false;
  compile(kText);
  EXPECT_FALSE(times.cacheHit);
  EXPECT_EQ(files().size(), 6u);
  std::string error;
  std::unique_ptr<Jit> generic = Jit::create(&error, "x86-64");
  ASSERT_TRUE(generic) << error;
  mlir::OwningOpRef<mlir::ModuleOp> module = parse(kText);
  auto f = Executable::compile(*generic, *module, "", options, &error, &times);
  EXPECT_FALSE(times.cacheHit);
  expectWorks(f.get());
  EXPECT_EQ(files().size(), 7u);
}

TEST_F(CacheTest, FindsAKernelByItsSourceText) {
  options.sourceText = std::string("test.mlir") + kText;
  EXPECT_FALSE(Executable::loadCached(*jit, "", options, &times));
  compile(kText);
  for (llvm::StringRef function : {""}) {
    CompileTimes t;
    auto f = Executable::loadCached(*jit, function, options, &t);
    expectWorks(f.get());
    EXPECT_TRUE(t.cacheHit);
    EXPECT_EQ(f->name(), "f");
  }
  options.sourceText += " ";
  EXPECT_FALSE(Executable::loadCached(*jit, "", options, &times));
}

TEST_F(CacheTest, DamagedFilesAreMissingAndRewritten) {
  compile(kText);
  ASSERT_EQ(files().size(), 1u);
  std::string file = files()[0];
  std::ifstream in(file, std::ios::binary);
  std::string good((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  auto write = [&](const std::string &content) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << content;
  };
  auto expectMiss = [&](const std::string &what) {
    SCOPED_TRACE(what);
    times = {};
    expectWorks(compile(kText).get());
    EXPECT_FALSE(times.cacheHit);
    times = {};
    compile(kText);
    EXPECT_TRUE(times.cacheHit) << "not rewritten";
  };
  write("");
  expectMiss("empty");
  write(good.substr(0, good.size() - 1));
  expectMiss("cut off");
  write(good + "x");
  expectMiss("too long");
  // A byte of every part: magic, sizes, checksum, key, object.
  for (size_t at : {size_t(0), size_t(9), size_t(17), size_t(26), size_t(40), good.size() / 2, good.size() - 1}) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 0x40);
    write(bad);
    expectMiss("byte " + std::to_string(at));
  }
}

TEST_F(CacheTest, AFolderThatCannotBeUsedIsNoError) {
  options.jit.cacheDir = "/proc/no/such/place";
  expectWorks(compile(kText).get());
  EXPECT_FALSE(times.cacheHit);
}

TEST_F(CacheTest, ManyWritersAtOnce) {
  std::atomic<int> good{0};
  std::vector<std::thread> writers;
  for (int t = 0; t < 4; ++t)
    writers.emplace_back([&] {
      mlir::DialectRegistry registry;
      registerCpuPipelineDialects(registry);
      mlir::MLIRContext own(registry, mlir::MLIRContext::Threading::DISABLED);
      for (int i = 0; i < 3; ++i) {
        mlir::ParserConfig config(&own);
        auto module = mlir::parseSourceString<mlir::ModuleOp>(kText, config, "test.mlir");
        std::string error;
        auto f = Executable::compile(*jit, *module, "", options, &error);
        good += f != nullptr;
      }
    });
  for (std::thread &writer : writers)
    writer.join();
  EXPECT_EQ(good, 12);
  EXPECT_EQ(files().size(), 1u) << "temporary files were left";
}

namespace {
class EmitTest : public JitTest {
protected:
  mlir::OwningOpRef<mlir::ModuleOp> lowered() {
    auto module = parse(kText);
    mlir::PassManager passes(&context);
    buildNnfToCPU(passes, options.pipeline);
    EXPECT_TRUE(succeeded(passes.run(*module)));
    return module;
  }
};
} // namespace

TEST_F(EmitTest, AllForms) {
  auto module = lowered();
  std::string text, error;
  ASSERT_TRUE(jit->emit(*module, EmitKind::LLVMIR, options.jit, text, &error)) << error;
  EXPECT_NE(text.find("@f_kernel = constant"), std::string::npos);
  std::string optimized;
  ASSERT_TRUE(jit->emit(*module, EmitKind::OptimizedLLVMIR, options.jit, optimized, &error)) << error;
  EXPECT_LT(optimized.size(), text.size());
  std::string assembly;
  ASSERT_TRUE(jit->emit(*module, EmitKind::Assembly, options.jit, assembly, &error)) << error;
  EXPECT_NE(assembly.find("f_kernel:"), std::string::npos);
  std::string object;
  ASSERT_TRUE(jit->emit(*module, EmitKind::Object, options.jit, object, &error)) << error;
  auto parsed = llvm::object::ObjectFile::createObjectFile(llvm::MemoryBufferRef(object, "f.o"));
  ASSERT_TRUE(static_cast<bool>(parsed)) << llvm::toString(parsed.takeError());
  // One table is exported; nothing else can collide with another kernel's.
  std::vector<std::string> exported;
  for (llvm::object::SymbolRef symbol : (*parsed)->symbols()) {
    uint32_t flags = llvm::cantFail(symbol.getFlags());
    if ((flags & llvm::object::SymbolRef::SF_Global) && !(flags & llvm::object::SymbolRef::SF_Undefined))
      exported.push_back(llvm::cantFail(symbol.getName()).str());
  }
  EXPECT_EQ(exported, std::vector<std::string>{"f_kernel"});
}

TEST_F(EmitTest, SaysWhatIsWrong) {
  std::string out, error;
  auto module = parse(kText);
  mlir::ScopedDiagnosticHandler quiet(&context, [](mlir::Diagnostic &) { return mlir::success(); });
  EXPECT_FALSE(jit->emit(*module, EmitKind::LLVMIR, options.jit, out, &error));
  EXPECT_EQ(error, "the module could not be translated to LLVM IR; is it in the llvm dialect?");
  JitOptions bad;
  bad.optLevel = 4;
  EXPECT_FALSE(jit->compile(*lowered(), bad, &error));
  EXPECT_EQ(error, "the optimisation level must be from 0 to 3, got 4");
  bad.optLevel = 1;
  bad.codegenLevel = -1;
  EXPECT_FALSE(jit->emit(*lowered(), EmitKind::Object, bad, out, &error));
  EXPECT_EQ(error, "the code generation level must be from 0 to 3, got -1");
  EXPECT_FALSE(Jit::create(&error, "pentium-99"));
  EXPECT_EQ(error.find("unknown CPU 'pentium-99' for "), 0u) << error;
  EXPECT_FALSE(Jit::create(&error, "", "avx2"));
  EXPECT_EQ(error, "CPU feature 'avx2' must begin with + or -");
}

TEST_F(EmitTest, MissingSymbolsAreNamed) {
  auto module = parse(R"mlir(
llvm.func @no_such_function(f32) -> f32
llvm.func @g(%x: f32) -> f32 {
  %0 = llvm.call @no_such_function(%x) : (f32) -> f32
  llvm.return %0 : f32
}
)mlir");
  ASSERT_TRUE(module);
  std::string error;
  auto object = jit->compile(*module, options.jit, &error);
  ASSERT_TRUE(object) << error;
  std::shared_ptr<void> keep;
  EXPECT_EQ(jit->load(std::move(object), "g", keep, &error), nullptr);
  EXPECT_NE(error.find("no_such_function"), std::string::npos) << error;
  // The Jit is as good as before.
  auto f = compile(kText);
  EXPECT_TRUE(f);
}

TEST_F(EmitTest, CodeOutlivesTheJit) {
  std::string error;
  auto own = Jit::create(&error);
  auto module = parse(kText);
  auto f = Executable::compile(*own, *module, "", options, &error);
  ASSERT_TRUE(f) << error;
  own.reset();
  GuardedBuffer<float> x({1, 2, 3}), z(3);
  TensorView out = view(z, {3});
  EXPECT_TRUE(f->run(*runtime, view(x, {3}), out, &error)) << error;
  EXPECT_EQ(z[1], -2);
}
