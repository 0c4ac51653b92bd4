//===- InterfaceTest.cpp - what a compiled function accepts, refuses and copies -----------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "JitTest.h"
#include <thread>

using namespace nnf::test;
using namespace mlir::nnf;
using Shape = llvm::SmallVector<int64_t, 4>;

namespace {
class InterfaceTest : public JitTest {
protected:
  /// Runs and returns the error, "" when there was none.
  std::string run(Executable &f, llvm::ArrayRef<TensorView> inputs, llvm::MutableArrayRef<TensorView> outputs) {
    std::string error;
    if (f.run(*runtime, inputs, outputs, &error))
      return "";
    EXPECT_NE(error, "");
    return error;
  }
};
} // namespace

static constexpr char kNegate[] = R"mlir(
func.func @negate(%x: tensor<?x3xf32> {nnf.name = "x"}) -> tensor<?x3xf32> {
  %c0 = arith.constant 0 : index
  %m = tensor.dim %x, %c0 : tensor<?x3xf32>
  %e = tensor.empty(%m) : tensor<?x3xf32>
  %r = linalg.negf ins(%x : tensor<?x3xf32>) outs(%e : tensor<?x3xf32>) -> tensor<?x3xf32>
  return %r : tensor<?x3xf32>
}
)mlir";

TEST_F(InterfaceTest, RefusesWrongTensorsWithOneSentence) {
  auto f = compile(kNegate);
  ASSERT_TRUE(f);
  GuardedBuffer<float> x(12), z(12);
  auto attempt = [&](TensorView in, TensorView out) {
    std::string error = run(*f, in, out);
    EXPECT_TRUE(z.untouched());
    return error;
  };
  TensorView good = view(x, {2, 3}), out = view(z, {2, 3});
  TensorView in = good;
  in.dtype = NNF_F64;
  EXPECT_EQ(attempt(in, out), "negate: input 0 (x): expected element type f32, got f64");
  in.dtype = static_cast<nnf_dtype>(0);
  EXPECT_EQ(attempt(in, out), "negate: input 0 (x): expected element type f32, got the unknown type 0");
  EXPECT_EQ(attempt(view(x, {2, 3, 1}), out), "negate: input 0 (x): expected rank 2, got rank 3 with sizes [2, 3, 1]");
  EXPECT_EQ(attempt(view(x, {}), out), "negate: input 0 (x): expected rank 2, got rank 0");
  EXPECT_EQ(attempt(view(x, {2, 4}), out), "negate: input 0 (x): expected sizes [?, 3], got [2, 4]");
  EXPECT_EQ(attempt(view(x, {-2, 3}), out), "negate: input 0 (x): size -2 of dimension 0 is negative");
  EXPECT_EQ(attempt(view(x, {int64_t(1) << 61, 3}), out),
            "negate: input 0 (x): sizes [2305843009213693952, 3] exceed what memory can hold");
  in = good;
  in.data = nullptr;
  EXPECT_EQ(attempt(in, out), "negate: input 0 (x): the data pointer is null, but there are 6 elements");
  in.data = reinterpret_cast<char *>(x.data()) + 1;
  EXPECT_EQ(attempt(in, out), "negate: input 0 (x): the data pointer is not aligned to the 4 bytes of an element");
  EXPECT_EQ(attempt(good, view(z, {3, 3})), "test.mlir:5:8: negate: output 0: expected size 2 in dimension 0, got 3");
  out.dtype = NNF_I32;
  EXPECT_EQ(attempt(good, out), "negate: output 0: expected element type f32, got i32");
  out = view(z, {2, 3});
  EXPECT_EQ(run(*f, {good, good}, out), "negate: expected 1 inputs, got 2");
  EXPECT_EQ(run(*f, good, {}), "negate: expected 1 outputs, got 0");
  in = good;
  in.strides = {3};
  EXPECT_EQ(attempt(in, view(z, {2, 3})), "a tensor has 2 sizes and 1 strides");
}

TEST_F(InterfaceTest, RawCallsRefuseNullPointers) {
  auto f = compile(kNegate);
  ASSERT_TRUE(f);
  const nnf_kernel *kernel = f->kernel();
  nnf_handle *handle = nullptr;
  ASSERT_EQ(kernel->create(&handle, runtime->get(), nullptr), NNF_OK);
  EXPECT_EQ(kernel->run(handle, nullptr, nullptr, nullptr), NNF_INVALID_ARGUMENT);
  EXPECT_EQ(kernel->run(handle, runtime->get(), nullptr, nullptr), NNF_INVALID_ARGUMENT);
  EXPECT_STREQ(nnf_context_error(runtime->get())->message, "negate: inputs is a null pointer");
  nnf_tensor in{nullptr, nullptr, nullptr, 2, NNF_F32}, out = in;
  EXPECT_EQ(kernel->run(handle, runtime->get(), &in, &out), NNF_INVALID_ARGUMENT);
  EXPECT_STREQ(nnf_context_error(runtime->get())->message,
               "negate: input 0 (x): expected sizes [?, 3], got a null pointer for the sizes");
  EXPECT_EQ(kernel->shapes(handle, runtime->get(), nullptr, &out), NNF_INVALID_ARGUMENT);
  EXPECT_EQ(kernel->create(nullptr, runtime->get(), nullptr), NNF_INVALID_ARGUMENT);
  // Without state, a call needs no handle.
  GuardedBuffer<float> x({1, 2, 3}), z(3);
  int64_t shape[] = {1, 3};
  in = {x.data(), shape, nullptr, 2, NNF_F32};
  out = {z.data(), shape, nullptr, 2, NNF_F32};
  EXPECT_EQ(kernel->run(nullptr, runtime->get(), &in, &out), NNF_OK);
  EXPECT_EQ(z[2], -3);
  kernel->destroy(handle);
  kernel->destroy(nullptr);
}

TEST_F(InterfaceTest, RefusesAHandleOfAnotherFunction) {
  auto f = compile(kNegate), g = compile(kNegate);
  ASSERT_TRUE(f && g);
  nnf_handle *handle = nullptr;
  ASSERT_EQ(g->kernel()->create(&handle, runtime->get(), nullptr), NNF_OK);
  nnf_tensor in{}, out{};
  EXPECT_EQ(f->kernel()->run(handle, runtime->get(), &in, &out), NNF_INVALID_ARGUMENT);
  EXPECT_STREQ(nnf_context_error(runtime->get())->message, "negate: the handle was made by another function's create");
  g->kernel()->destroy(handle);
}

TEST_F(InterfaceTest, CopiesStridedTensors) {
  auto f = compile(kNegate);
  ASSERT_TRUE(f);
  // Column major, backwards, and one element for all.
  GuardedBuffer<float> x({1, 2, 3, 4, 5, 6});
  struct Case {
    float *data;
    Shape strides;
    std::vector<float> expected;
  } cases[] = {{x.data(), {1, 2}, {-1, -3, -5, -2, -4, -6}},
               {x.data() + 5, {-3, -1}, {-6, -5, -4, -3, -2, -1}},
               {x.data() + 4, {0, 0}, {-5, -5, -5, -5, -5, -5}},
               {x.data(), {3, 1}, {-1, -2, -3, -4, -5, -6}}};
  for (const Case &c : cases) {
    GuardedBuffer<float> z(6);
    TensorView in{c.data, {2, 3}, c.strides, NNF_F32}, out = view(z, {2, 3});
    runtime->resetCounters();
    EXPECT_EQ(run(*f, in, out), "");
    EXPECT_EQ(z.values(), c.expected);
    bool dense = c.strides == Shape{3, 1};
    EXPECT_EQ(runtime->counters().copies, dense ? 0u : 1u);
    EXPECT_EQ(runtime->counters().copied_bytes, dense ? 0u : 24u);
  }
  // An output with gaps: what lies between is left alone.
  GuardedBuffer<float> z(11);
  for (float &v : z)
    v = 100;
  TensorView out{z.data(), {2, 3}, {6, 2}, NNF_F32};
  EXPECT_EQ(run(*f, view(x, {2, 3}), out), "");
  EXPECT_EQ(z.values(), (std::vector<float>{-1, 100, -2, 100, -3, 100, -4, 100, -5, 100, -6}));
  // One that overlaps itself has no right answer.
  out.strides = {0, 1};
  EXPECT_EQ(run(*f, view(x, {2, 3}), out),
            "negate: output 0: strides [0, 1] for sizes [2, 3] let elements of an output share memory");
}

TEST_F(InterfaceTest, RefusesStridesWhenAskedTo) {
  std::string error;
  runtime = RuntimeContext::create(1, &error, NNF_STRICT_STRIDES);
  ASSERT_TRUE(runtime) << error;
  auto f = compile(kNegate);
  ASSERT_TRUE(f);
  GuardedBuffer<float> x(6), z(6);
  TensorView in = view(x, {2, 3}), out = view(z, {2, 3});
  in.strides = {1, 2};
  EXPECT_EQ(run(*f, in, out), "negate: input 0 (x): strides [1, 2] for sizes [2, 3] are not dense row-major, which this "
                              "context does not accept");
  EXPECT_EQ(run(*f, view(x, {2, 3}), out), "");
  // The stride of a dimension of size 1 means nothing.
  TensorView one{x.data(), {1, 3}, {77, 1}, NNF_F32};
  TensorView oneOut = view(z, {1, 3});
  EXPECT_EQ(run(*f, one, oneOut), "");
}

TEST_F(InterfaceTest, RefusesOverlaps) {
  auto f = compile(kNegate);
  ASSERT_TRUE(f);
  GuardedBuffer<float> x({1, 2, 3, 4, 5, 6, 7, 8, 9});
  TensorView in = view(x, {2, 3}), same = in, behind = in;
  EXPECT_EQ(run(*f, in, same), "negate: output 0 overlaps input 0 (x) in memory");
  behind.data = x.data() + 5;
  behind.shape = {1, 3};
  EXPECT_NE(run(*f, in, behind), "");
  behind.data = x.data() + 6;
  in.shape = {1, 3};
  EXPECT_EQ(run(*f, in, behind), "");
  EXPECT_EQ(x.values(), (std::vector<float>{1, 2, 3, 4, 5, 6, -1, -2, -3}));
}

TEST_F(InterfaceTest, EmptyTensors) {
  auto f = compile(kNegate);
  ASSERT_TRUE(f);
  GuardedBuffer<float> nothing(0);
  TensorView in = view(nothing, {0, 3}), out = in;
  EXPECT_EQ(run(*f, in, out), "");
  in.data = out.data = nullptr;
  EXPECT_EQ(run(*f, in, out), "");
  EXPECT_EQ(out.data, nullptr);
  out.shape = {1, 3};
  EXPECT_NE(run(*f, in, out), "");
}

TEST_F(InterfaceTest, GuardsOnBothSidesAtEverySize) {
  auto f = compile(kNegate);
  ASSERT_TRUE(f);
  for (Guard guard : {Guard::Before, Guard::After})
    for (int64_t n = 0; n < 90; ++n) {
      GuardedBuffer<float> x(n * 3, guard), z(n * 3, guard);
      for (int64_t i = 0; i < n * 3; ++i)
        x[i] = static_cast<float>(i);
      x.protectFromWrites();
      TensorView out = view(z, {n, 3});
      ASSERT_EQ(run(*f, view(x, {n, 3}), out), "");
      ASSERT_TRUE(z.intact());
      for (int64_t i = 0; i < n * 3; ++i)
        ASSERT_EQ(z[i], -static_cast<float>(i));
    }
}

TEST_F(InterfaceTest, ScalarsAreTensorsOfRankZero) {
  auto f = compile(R"mlir(
func.func @f(%a: f32, %i: i64, %n: index, %b: i1) -> (f32, index, tensor<?xi64>) {
  %s = arith.addf %a, %a : f32
  %z = arith.constant 0.0 : f32
  %r = arith.select %b, %s, %z : f32
  %e = tensor.empty(%n) : tensor<?xi64>
  %t = linalg.fill ins(%i : i64) outs(%e : tensor<?xi64>) -> tensor<?xi64>
  %m = arith.addi %n, %n : index
  return %r, %m, %t : f32, index, tensor<?xi64>
}
)mlir");
  ASSERT_TRUE(f);
  GuardedBuffer<float> a({1.5f}), r(1);
  GuardedBuffer<int64_t> i({7}), n({3}), m(1), t(3);
  GuardedBuffer<uint8_t> b({1});
  TensorView flag{b.data(), {}, {}, NNF_BOOL};
  TensorView out[] = {view(r, {}), view(m, {}), view(t, {3})};
  EXPECT_EQ(run(*f, {view(a, {}), view(i, {}), view(n, {}), flag}, out), "");
  EXPECT_EQ(r[0], 3.0f);
  EXPECT_EQ(m[0], 6);
  EXPECT_EQ(t.values(), (std::vector<int64_t>{7, 7, 7}));
  b[0] = 0;
  EXPECT_EQ(run(*f, {view(a, {}), view(i, {}), view(n, {}), flag}, out), "");
  EXPECT_EQ(r[0], 0.0f);
  // Its sizes depend on the scalar, which shapes reads.
  llvm::SmallVector<Shape> shapes;
  std::string error;
  ASSERT_TRUE(f->shapes(*runtime, {view(a, {}), view(i, {}), view(n, {}), flag}, shapes, &error)) << error;
  EXPECT_EQ(shapes, (llvm::SmallVector<Shape>{{}, {}, {3}}));
  TensorView missing{nullptr, {}, {}, NNF_I64};
  EXPECT_FALSE(f->shapes(*runtime, {view(a, {}), view(i, {}), missing, flag}, shapes, &error));
  EXPECT_EQ(error, "f: input 2: the data pointer is null, but there are 1 elements");
}

TEST_F(InterfaceTest, SignsAndBools) {
  auto f = compile(R"mlir(
func.func @f(%u: tensor<2xi8> {nnf.type = ui8}, %b: tensor<2xi8> {nnf.type = i1}, %any: tensor<2xi8>)
    -> (tensor<2xi8> {nnf.type = si8}) {
  %e = tensor.empty() : tensor<2xi8>
  %r = linalg.add ins(%u, %b : tensor<2xi8>, tensor<2xi8>) outs(%e : tensor<2xi8>) -> tensor<2xi8>
  %s = linalg.add ins(%r, %any : tensor<2xi8>, tensor<2xi8>) outs(%e : tensor<2xi8>) -> tensor<2xi8>
  return %s : tensor<2xi8>
}
)mlir");
  ASSERT_TRUE(f);
  GuardedBuffer<uint8_t> u({10, 20}), b({0, 1}), any({100, 100}), z(2);
  auto typed = [](GuardedBuffer<uint8_t> &buffer, nnf_dtype dtype) {
    return TensorView{buffer.data(), {2}, {}, dtype};
  };
  TensorView out = typed(z, NNF_I8);
  for (nnf_dtype dtype : {NNF_I8, NNF_U8, NNF_BOOL}) {
    EXPECT_EQ(run(*f, {typed(u, NNF_U8), typed(b, NNF_BOOL), typed(any, dtype)}, out), "");
    EXPECT_EQ(z.values(), (std::vector<uint8_t>{110, 121}));
  }
  EXPECT_EQ(run(*f, {typed(u, NNF_I8), typed(b, NNF_BOOL), typed(any, NNF_I8)}, out),
            "f: input 0: expected element type u8, got i8");
  EXPECT_EQ(run(*f, {typed(u, NNF_U8), typed(b, NNF_U8), typed(any, NNF_I8)}, out),
            "f: input 1: expected element type bool, got u8");
  EXPECT_TRUE(f->inputs()[2].anySign);
  EXPECT_FALSE(f->inputs()[0].anySign);
  EXPECT_EQ(f->outputs()[0].dtype, NNF_I8);
}

TEST_F(InterfaceTest, AnotherCallOnABusyContextIsRefused) {
  // The allocator is called in the middle of a call; it makes another one.
  auto f = compile(R"mlir(
func.func @f(%x: tensor<?xf32>) -> tensor<?xf32> {
  %c0 = arith.constant 0 : index
  %m = tensor.dim %x, %c0 : tensor<?xf32>
  %e = tensor.empty(%m) : tensor<?xf32>
  %r = linalg.negf ins(%x : tensor<?xf32>) outs(%e : tensor<?xf32>) -> tensor<?xf32>
  return %r : tensor<?xf32>
}
)mlir");
  ASSERT_TRUE(f);
  struct State {
    Executable *f;
    RuntimeContext *runtime;
    std::string error;
  };
  State state{f.get(), nullptr, ""};
  nnf_context_options options{};
  options.threads = 1;
  options.allocator_user = &state;
  options.allocate = [](void *user, size_t bytes, size_t alignment) -> void * {
    auto *s = static_cast<State *>(user);
    if (s->runtime) {
      float x = 1, z = 0;
      TensorView in{&x, {1}, {}, NNF_F32}, out{&z, {1}, {}, NNF_F32};
      EXPECT_FALSE(s->f->run(*s->runtime, in, out, &s->error));
      EXPECT_EQ(z, 0);
    }
    return std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
  };
  options.release = [](void *, void *data, size_t) { std::free(data); };
  std::string error;
  auto context = RuntimeContext::create(options, &error);
  ASSERT_TRUE(context) << error;
  state.runtime = context.get();
  GuardedBuffer<float> x({1, 2, 3});
  TensorView out{nullptr, {}, {}, NNF_F32};
  ASSERT_TRUE(f->run(*context, view(x, {3}), out, &error)) << error;
  EXPECT_EQ(static_cast<float *>(out.data)[2], -3);
  EXPECT_EQ(state.error, "the context is serving another call");
  nnf_context_free(context->get(), out.data);
}

TEST_F(InterfaceTest, ManyThreadsWithAContextEach) {
  auto f = compile(kNegate);
  ASSERT_TRUE(f);
  std::atomic<int> good{0};
  std::vector<std::thread> users;
  for (int t = 0; t < 4; ++t)
    users.emplace_back([&, t] {
      std::string error;
      auto context = RuntimeContext::create(1 + t % 2, &error);
      int64_t rows = 1000 + t;
      GuardedBuffer<float> x(rows * 3), z(rows * 3);
      for (size_t i = 0; i < x.size(); ++i)
        x[i] = static_cast<float>(i + t);
      bool all = true;
      for (int round = 0; round < 50; ++round) {
        TensorView out = view(z, {rows, 3});
        all = all && f->run(*context, view(x, {rows, 3}), out, &error);
        for (size_t i = 0; i < x.size(); ++i)
          all = all && z[i] == -x[i];
      }
      good += all;
    });
  for (std::thread &user : users)
    user.join();
  EXPECT_EQ(good, 4);
}

#if defined(__x86_64__)
TEST_F(InterfaceTest, DenormalsDoNotDependOnTheCallersMode) {
  auto f = compile(R"mlir(
func.func @f(%x: tensor<4xf32>, %y: tensor<4xf32>) -> tensor<4xf32> {
  %e = tensor.empty() : tensor<4xf32>
  %r = linalg.mul ins(%x, %y : tensor<4xf32>, tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  return %r : tensor<4xf32>
}
)mlir");
  ASSERT_TRUE(f);
  GuardedBuffer<float> x({0x1p-126f, 0x1p-140f, 1, 2}), y({0.5f, 1, 1, 1}), z(4);
  uint32_t before = __builtin_ia32_stmxcsr();
  __builtin_ia32_ldmxcsr(before | 0x8040); // flush to zero, denormals are zero
  TensorView out = view(z, {4});
  std::string error = run(*f, {view(x, {4}), view(y, {4})}, out);
  uint32_t after = __builtin_ia32_stmxcsr();
  __builtin_ia32_ldmxcsr(before);
  EXPECT_EQ(error, "");
  EXPECT_EQ(after & 0xffc0, (before | 0x8040) & 0xffc0);
  EXPECT_EQ(z.values(), (std::vector<float>{0x1p-127f, 0x1p-140f, 1, 2}));
}
#endif
