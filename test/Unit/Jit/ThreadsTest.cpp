//===- ThreadsTest.cpp - the same results on any number of threads ------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "JitTest.h"

using namespace nnf::test;
using namespace mlir::nnf;

namespace {
class ThreadsTest : public JitTest {};
} // namespace

/// Large enough for several tasks; a sum and exponentials, whose bits tell in which order they were computed.
static constexpr char kText[] = R"mlir(
func.func @f(%x: tensor<?x?xf32>) -> (tensor<?xf32>, tensor<?x?xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %z = arith.constant 0.0 : f32
  %m = tensor.dim %x, %c0 : tensor<?x?xf32>
  %n = tensor.dim %x, %c1 : tensor<?x?xf32>
  %e = tensor.empty(%m, %n) : tensor<?x?xf32>
  %y = linalg.exp ins(%x : tensor<?x?xf32>) outs(%e : tensor<?x?xf32>) -> tensor<?x?xf32>
  %r = tensor.empty(%m) : tensor<?xf32>
  %i = linalg.fill ins(%z : f32) outs(%r : tensor<?xf32>) -> tensor<?xf32>
  %s = linalg.reduce ins(%y : tensor<?x?xf32>) outs(%i : tensor<?xf32>) dimensions = [1]
    (%a: f32, %b: f32) {
      %v = arith.addf %b, %a fastmath<reassoc> : f32
      linalg.yield %v : f32
    }
  return %s, %y : tensor<?xf32>, tensor<?x?xf32>
}
)mlir";

TEST_F(ThreadsTest, ResultsDoNotDependOnThem) {
  auto threaded = compile(kText);
  options.pipeline.threads = false;
  auto serial = compile(kText);
  ASSERT_TRUE(threaded && serial);
  struct Size {
    int64_t m, n;
  };
  for (Size size : {Size{1, 1000}, Size{3, 100003}, Size{517, 1001}, Size{40000, 7}}) {
    GuardedBuffer<float> x(size.m * size.n);
    for (size_t i = 0; i < x.size(); ++i)
      x[i] = static_cast<float>(i % 977) * 0.013f - 6;
    std::vector<float> sums, values;
    auto check = [&](Executable &f, int threads) {
      std::string error;
      auto context = RuntimeContext::create(threads, &error);
      ASSERT_TRUE(context) << error;
      GuardedBuffer<float> s(size.m), y(size.m * size.n);
      TensorView out[] = {view(s, {size.m}), view(y, {size.m, size.n})};
      ASSERT_TRUE(f.run(*context, view(x, {size.m, size.n}), out, &error)) << error;
      EXPECT_TRUE(s.intact() && y.intact());
      if (sums.empty()) {
        sums = s.values();
        values = y.values();
      }
      // Bit for bit.
      EXPECT_EQ(memcmp(sums.data(), s.data(), sums.size() * 4), 0) << threads << " threads, " << size.m << "x" << size.n;
      EXPECT_EQ(memcmp(values.data(), y.data(), values.size() * 4), 0) << threads << " threads";
      bool large = size.m * size.n > 400000;
      if (&f == threaded.get() && large) {
        EXPECT_EQ(context->counters().parallel_regions > 0, threads > 1);
      }
      if (&f == serial.get()) {
        EXPECT_EQ(context->counters().parallel_regions, 0u);
      }
    };
    for (int threads : {1, 2, 3, 8})
      check(*threaded, threads);
    check(*serial, 2);
  }
}

TEST_F(ThreadsTest, TheScalarCodeAgrees) {
  auto vectors = compile(kText);
  options.pipeline.vectorize = false;
  auto scalars = compile(kText);
  ASSERT_TRUE(vectors && scalars);
  GuardedBuffer<float> x(33 * 65), s(33), y(33 * 65), t(33), z(33 * 65);
  for (size_t i = 0; i < x.size(); ++i)
    x[i] = static_cast<float>(i) * 0.01f - 10;
  TensorView one[] = {view(s, {33}), view(y, {33, 65})}, two[] = {view(t, {33}), view(z, {33, 65})};
  std::string error;
  ASSERT_TRUE(vectors->run(*runtime, view(x, {33, 65}), one, &error)) << error;
  ASSERT_TRUE(scalars->run(*runtime, view(x, {33, 65}), two, &error)) << error;
  // An element's value does not depend on whether it was in a vector; a sum's order does.
  EXPECT_EQ(y.values(), z.values());
  for (size_t i = 0; i < s.size(); ++i)
    EXPECT_NEAR(s[i], t[i], 1e-6f * s[i] * 65);
}
