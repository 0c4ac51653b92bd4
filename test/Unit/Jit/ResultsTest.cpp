//===- ResultsTest.cpp - where results lie, and what is made in create --------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "JitTest.h"
#include <map>

using namespace nnf::test;
using namespace mlir::nnf;
using Shape = llvm::SmallVector<int64_t, 4>;

namespace {
class ResultsTest : public JitTest {
protected:
  std::string run(Executable &f, llvm::ArrayRef<TensorView> inputs, llvm::MutableArrayRef<TensorView> outputs) {
    runtime->resetCounters();
    std::string error;
    return f.run(*runtime, inputs, outputs, &error) ? "" : error;
  }
};
} // namespace

TEST_F(ResultsTest, ReshapedResultsAreWrittenInPlace) {
  auto f = compile(R"mlir(
func.func @f(%x: tensor<?x?xf32>, %n: index) -> (tensor<?xf32>, tensor<?x?x2xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %p = tensor.dim %x, %c0 : tensor<?x?xf32>
  %q = tensor.dim %x, %c1 : tensor<?x?xf32>
  %e = tensor.empty(%p, %q) : tensor<?x?xf32>
  %a = linalg.negf ins(%x : tensor<?x?xf32>) outs(%e : tensor<?x?xf32>) -> tensor<?x?xf32>
  %flat = tensor.collapse_shape %a [[0, 1]] : tensor<?x?xf32> into tensor<?xf32>
  %b = linalg.abs ins(%x : tensor<?x?xf32>) outs(%e : tensor<?x?xf32>) -> tensor<?x?xf32>
  %half = arith.divui %q, %c2 : index
  %wide = tensor.expand_shape %b [[0], [1, 2]] output_shape [%p, %half, 2] : tensor<?x?xf32> into tensor<?x?x2xf32>
  return %flat, %wide : tensor<?xf32>, tensor<?x?x2xf32>
}
)mlir");
  ASSERT_TRUE(f);
  GuardedBuffer<float> x({-1, 2, -3, 4, -5, 6, -7, 8}), flat(8), wide(8);
  GuardedBuffer<int64_t> n({0});
  TensorView out[] = {view(flat, {8}), view(wide, {2, 2, 2})};
  ASSERT_EQ(run(*f, {view(x, {2, 4}), view(n, {})}, out), "");
  EXPECT_EQ(flat.values(), (std::vector<float>{1, -2, 3, -4, 5, -6, 7, -8}));
  EXPECT_EQ(wide.values(), (std::vector<float>{1, 2, 3, 4, 5, 6, 7, 8}));
  EXPECT_EQ(runtime->counters().temporaries, 0u);
  llvm::SmallVector<Shape> shapes;
  std::string error;
  ASSERT_TRUE(f->shapes(*runtime, {view(x, {2, 4}), view(n, {})}, shapes, &error)) << error;
  EXPECT_EQ(shapes, (llvm::SmallVector<Shape>{{8}, {2, 2, 2}}));
  // Sizes with the right product are still wrong.
  TensorView wrong[] = {view(flat, {8}), view(wide, {1, 4, 2})};
  EXPECT_NE(run(*f, {view(x, {2, 4}), view(n, {})}, wrong), "");
}

TEST_F(ResultsTest, ArgumentsAndTwicesAreCopied) {
  auto f = compile(R"mlir(
func.func @f(%x: tensor<?xf32>) -> (tensor<?xf32>, tensor<?xf32>, tensor<?xf32>, tensor<2xf32>, tensor<?xf32>) {
  %c0 = arith.constant 0 : index
  %c2 = arith.constant 2 : index
  %p = tensor.dim %x, %c0 : tensor<?xf32>
  %e = tensor.empty(%p) : tensor<?xf32>
  %a = linalg.negf ins(%x : tensor<?xf32>) outs(%e : tensor<?xf32>) -> tensor<?xf32>
  %k = arith.constant dense<[7.0, 8.0]> : tensor<2xf32>
  %h = arith.divui %p, %c2 : index
  %s = tensor.extract_slice %a[0] [%h] [2] : tensor<?xf32> to tensor<?xf32>
  return %x, %a, %a, %k, %s : tensor<?xf32>, tensor<?xf32>, tensor<?xf32>, tensor<2xf32>, tensor<?xf32>
}
)mlir");
  ASSERT_TRUE(f);
  GuardedBuffer<float> x({1, 2, 3, 4}), a(4), b(4), c(4), k(2), s(2);
  x.protectFromWrites();
  TensorView out[] = {view(a, {4}), view(b, {4}), view(c, {4}), view(k, {2}), view(s, {2})};
  ASSERT_EQ(run(*f, view(x, {4}), out), "");
  EXPECT_EQ(a.values(), (std::vector<float>{1, 2, 3, 4}));
  EXPECT_EQ(b.values(), (std::vector<float>{-1, -2, -3, -4}));
  EXPECT_EQ(c.values(), b.values());
  EXPECT_EQ(k.values(), (std::vector<float>{7, 8}));
  EXPECT_EQ(s.values(), (std::vector<float>{-1, -3}));
  TensorView small[] = {view(a, {4}), view(b, {4}), view(c, {4}), view(k, {2}), view(s, {1})};
  EXPECT_NE(run(*f, view(x, {4}), small), "");
}

TEST_F(ResultsTest, SizesThatDependOnValues) {
  auto f = compile(R"mlir(
func.func @f(%x: tensor<1xi64>, %y: tensor<?xf32>) -> (tensor<?xf32>, tensor<?x2xi64>) {
  %c0 = arith.constant 0 : index
  %p = tensor.dim %y, %c0 : tensor<?xf32>
  %d = tensor.empty(%p) : tensor<?xf32>
  %a = linalg.negf ins(%y : tensor<?xf32>) outs(%d : tensor<?xf32>) -> tensor<?xf32>
  %i = tensor.extract %x[%c0] : tensor<1xi64>
  %n = arith.index_cast %i : i64 to index
  %e = tensor.empty(%n) : tensor<?x2xi64>
  %r = linalg.fill ins(%i : i64) outs(%e : tensor<?x2xi64>) -> tensor<?x2xi64>
  return %a, %r : tensor<?xf32>, tensor<?x2xi64>
}
)mlir");
  ASSERT_TRUE(f);
  GuardedBuffer<int64_t> x({3}), z(6);
  GuardedBuffer<float> y({1, 2}), a(2);
  llvm::SmallVector<Shape> shapes;
  std::string error;
  ASSERT_TRUE(f->shapes(*runtime, {view(x, {1}), view(y, {2})}, shapes, &error)) << error;
  EXPECT_EQ(shapes, (llvm::SmallVector<Shape>{{2}, {NNF_DYNAMIC, 2}}));
  TensorView out[] = {view(a, {2}), {nullptr, {}, {}, NNF_I64}};
  ASSERT_EQ(run(*f, {view(x, {1}), view(y, {2})}, out), "");
  EXPECT_EQ(a.values(), (std::vector<float>{-1, -2}));
  EXPECT_EQ(out[1].shape, (Shape{3, 2}));
  for (int i = 0; i < 6; ++i)
    EXPECT_EQ(static_cast<int64_t *>(out[1].data)[i], 3);
  nnf_context_free(runtime->get(), out[1].data);
  // A caller who knows better brings memory.
  TensorView own[] = {view(a, {2}), view(z, {3, 2})};
  ASSERT_EQ(run(*f, {view(x, {1}), view(y, {2})}, own), "");
  EXPECT_EQ(z.values(), (std::vector<int64_t>(6, 3)));
  TensorView wrong[] = {view(a, {2}), view(z, {2, 2})};
  EXPECT_EQ(run(*f, {view(x, {1}), view(y, {2})}, wrong),
            "output 1: expected sizes [3, 2], which depend on the inputs' values, got [2, 2]");
  // An empty one still has an address.
  x[0] = 0;
  TensorView empty[] = {view(a, {2}), {nullptr, {}, {}, NNF_I64}};
  ASSERT_EQ(run(*f, {view(x, {1}), view(y, {2})}, empty), "");
  EXPECT_EQ(empty[1].shape, (Shape{0, 2}));
  EXPECT_NE(empty[1].data, nullptr);
  nnf_context_free(runtime->get(), empty[1].data);
  // More than there is.
  x[0] = int64_t(1) << 60;
  TensorView huge[] = {view(a, {2}), {nullptr, {}, {}, NNF_I64}};
  EXPECT_EQ(run(*f, {view(x, {1}), view(y, {2})}, huge), "out of memory");
}

/// exp(w) is computed once, x * exp(w) in every call.
static constexpr char kScaled[] = R"mlir(
func.func @f(%x: tensor<?xf32>, %w: tensor<?xf32> {nnf.parameter, nnf.name = "w"}) -> tensor<?xf32> {
  %c0 = arith.constant 0 : index
  %n = tensor.dim %w, %c0 : tensor<?xf32>
  %m = tensor.dim %x, %c0 : tensor<?xf32>
  %ok = arith.cmpi eq, %n, %m : index
  cf.assert %ok, "nnf.scale: w has {0} elements, x has {1}"
  %e = tensor.empty(%n) : tensor<?xf32>
  %p = linalg.generic {nnf.init, indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>],
                       iterator_types = ["parallel"]}
      ins(%w : tensor<?xf32>) outs(%e : tensor<?xf32>) {
    ^bb0(%a: f32, %o: f32):
      %v = arith.addf %a, %a : f32
      linalg.yield %v : f32
  } -> tensor<?xf32>
  // Reads its input at other places, so that it is not fused with the op above.
  %q = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>],
                       iterator_types = ["parallel"]}
      ins(%x : tensor<?xf32>) outs(%e : tensor<?xf32>) {
    ^bb0(%a: f32, %o: f32):
      %i = linalg.index 0 : index
      %k = arith.subi %n, %i : index
      %c1 = arith.constant 1 : index
      %j = arith.subi %k, %c1 : index
      %b = tensor.extract %p[%j] : tensor<?xf32>
      %v = arith.mulf %a, %b : f32
      linalg.yield %v : f32
  } -> tensor<?xf32>
  return %q : tensor<?xf32>
}
)mlir";

TEST_F(ResultsTest, ParametersAreBoundOnce) {
  auto f = compile(kScaled);
  ASSERT_TRUE(f);
  ASSERT_EQ(f->parameters().size(), 1u);
  EXPECT_EQ(f->parameters()[0].name, "w");
  ASSERT_EQ(f->inputs().size(), 1u);
  GuardedBuffer<float> w({1, 2, 3}), x({1, 10, 100}), z(3);
  TensorView out = view(z, {3});
  EXPECT_EQ(run(*f, view(x, {3}), out), "f: its 1 parameters must be bound before it is called");
  std::string error;
  ASSERT_TRUE(f->bind(*runtime, view(w, {3}), &error)) << error;
  w[0] = 1000; // What create computed is not computed again.
  ASSERT_EQ(run(*f, view(x, {3}), out), "");
  EXPECT_EQ(z.values(), (std::vector<float>{6, 40, 200}));
  EXPECT_EQ(runtime->counters().temporaries, 0u);
  // Another context, and another binding.
  auto other = RuntimeContext::create(1, &error);
  ASSERT_TRUE(f->run(*other, view(x, {3}), out, &error)) << error;
  EXPECT_EQ(z.values(), (std::vector<float>{6, 40, 200}));
  w[0] = 4;
  ASSERT_TRUE(f->bind(*runtime, view(w, {3}), &error)) << error;
  ASSERT_EQ(run(*f, view(x, {3}), out), "");
  EXPECT_EQ(z.values(), (std::vector<float>{6, 40, 800}));
  GuardedBuffer<float> y(4);
  EXPECT_EQ(run(*f, view(y, {4}), out), "test.mlir:7:3: nnf.scale: w has 3 elements, x has 4");
  GuardedBuffer<double> wrong(3);
  EXPECT_FALSE(f->bind(*runtime, view(wrong, {3}), &error));
  EXPECT_EQ(error, "f: parameter 0 (w): expected element type f32, got f64");
  // A binding that fails leaves the one before.
  ASSERT_EQ(run(*f, view(x, {3}), out), "");
}

TEST_F(ResultsTest, CallsAreInlined) {
  auto f = compile(R"mlir(
func.func private @twice(%x: tensor<?xf32>) -> tensor<?xf32> {
  %0 = call @once(%x) : (tensor<?xf32>) -> tensor<?xf32>
  %1 = call @once(%0) : (tensor<?xf32>) -> tensor<?xf32>
  return %1 : tensor<?xf32>
}
func.func private @once(%x: tensor<?xf32>) -> tensor<?xf32> {
  %c0 = arith.constant 0 : index
  %n = tensor.dim %x, %c0 : tensor<?xf32>
  %e = tensor.empty(%n) : tensor<?xf32>
  %r = linalg.add ins(%x, %x : tensor<?xf32>, tensor<?xf32>) outs(%e : tensor<?xf32>) -> tensor<?xf32>
  return %r : tensor<?xf32>
}
func.func @f(%x: tensor<?xf32>) -> tensor<?xf32> {
  %0 = call @twice(%x) : (tensor<?xf32>) -> tensor<?xf32>
  return %0 : tensor<?xf32>
}
)mlir");
  ASSERT_TRUE(f);
  GuardedBuffer<float> x({1, 2, 3}), z(3);
  TensorView out = view(z, {3});
  ASSERT_EQ(run(*f, view(x, {3}), out), "");
  EXPECT_EQ(z.values(), (std::vector<float>{4, 8, 12}));
}

TEST_F(ResultsTest, SaysWhatCannotBeCompiled) {
  auto errorOf = [&](llvm::StringRef text, llvm::StringRef function = "") {
    mlir::OwningOpRef<mlir::ModuleOp> module = parse(text);
    if (!module)
      return std::string("does not parse");
    std::string error;
    mlir::ScopedDiagnosticHandler quiet(&context, [](mlir::Diagnostic &) { return mlir::success(); });
    EXPECT_FALSE(Executable::compile(*jit, *module, function, options, &error));
    return error;
  };
  EXPECT_EQ(errorOf("module {}"), "the module has no public function with a body");
  constexpr char two[] = "func.func @a() { return }\nfunc.func @b() { return }";
  EXPECT_EQ(errorOf(two), "the module has several public functions, name one of @a, @b");
  EXPECT_EQ(errorOf(two, "c"), "the module has no public function @c with a body; it has @a, @b");
  EXPECT_NE(errorOf("func.func @f() { call @f() : () -> () return }").find("is recursive"), std::string::npos);
  EXPECT_NE(errorOf("func.func private @g()\nfunc.func @f() { call @g() : () -> () return }").find("has no body"),
            std::string::npos);
  std::string narrow = errorOf("func.func @f(%x: tensor<4xi4>) -> tensor<4xi4> { return %x : tensor<4xi4> }");
  EXPECT_EQ(narrow, "test.mlir:1:1: argument 0 of @f has element type 'i4', which callers cannot pass");
  EXPECT_EQ(errorOf("func.func @f(%x: complex<f32>) { return }"),
            "test.mlir:1:1: argument 0 of @f must be a tensor or a scalar to be called from outside, but is "
            "'complex<f32>'");
}

TEST_F(ResultsTest, RunningOutOfMemoryIsAnError) {
  auto f = compile(R"mlir(
func.func @f(%n: index) -> tensor<f32> {
  %c0 = arith.constant 0 : index
  %e = tensor.empty(%n, %n) : tensor<?x?xf32>
  %z = arith.constant 0.0 : f32
  %big = linalg.fill ins(%z : f32) outs(%e : tensor<?x?xf32>) -> tensor<?x?xf32>
  %other = linalg.fill ins(%z : f32) outs(%e : tensor<?x?xf32>) -> tensor<?x?xf32>
  %s = tensor.empty() : tensor<f32>
  %i = linalg.fill ins(%z : f32) outs(%s : tensor<f32>) -> tensor<f32>
  %m = linalg.matmul ins(%big, %other : tensor<?x?xf32>, tensor<?x?xf32>) outs(%e : tensor<?x?xf32>) -> tensor<?x?xf32>
  %v = tensor.extract %m[%c0, %c0] : tensor<?x?xf32>
  %r = tensor.from_elements %v : tensor<f32>
  return %r : tensor<f32>
}
)mlir");
  ASSERT_TRUE(f);
  struct Source {
    std::map<void *, size_t> out;
    size_t budget = size_t(1) << 20;
  } source;
  nnf_context_options options{};
  options.threads = 1;
  options.allocator_user = &source;
  options.allocate = [](void *user, size_t bytes, size_t alignment) -> void * {
    auto *s = static_cast<Source *>(user);
    if (bytes > s->budget)
      return nullptr;
    s->budget -= bytes;
    void *data = std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
    s->out[data] = bytes;
    return data;
  };
  options.release = [](void *user, void *data, size_t bytes) {
    auto *s = static_cast<Source *>(user);
    EXPECT_EQ(s->out.at(data), bytes);
    s->out.erase(data);
    s->budget += bytes;
    std::free(data);
  };
  std::string error;
  {
    auto limited = RuntimeContext::create(options, &error);
    GuardedBuffer<int64_t> n({2000});
    GuardedBuffer<float> r(1);
    TensorView size = view(n, {}), out = view(r, {});
    EXPECT_FALSE(f->run(*limited, size, out, &error));
    EXPECT_EQ(error, "out of memory");
    EXPECT_EQ(nnf_context_error(limited->get())->status, NNF_OUT_OF_MEMORY);
    EXPECT_TRUE(r.untouched());
    // Smaller calls still work, again and again without asking for more.
    n[0] = 20;
    ASSERT_TRUE(f->run(*limited, size, out, &error)) << error;
    uint64_t before = limited->counters().system_allocations;
    for (int i = 0; i < 10; ++i)
      ASSERT_TRUE(f->run(*limited, size, out, &error)) << error;
    EXPECT_EQ(limited->counters().system_allocations, before);
    // Sizes whose product does not fit 64 bits.
    for (int64_t absurd : {int64_t(1) << 33, INT64_MAX, int64_t(-1)}) {
      n[0] = absurd;
      EXPECT_FALSE(f->run(*limited, size, out, &error));
      EXPECT_EQ(error, "out of memory");
    }
  }
  EXPECT_TRUE(source.out.empty());
}
