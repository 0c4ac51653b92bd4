//===- ElementwiseTest.cpp - from linalg on tensors to a call -----------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "JitTest.h"

using namespace nnf::test;
using namespace mlir::nnf;


namespace {
class ElementwiseTest : public JitTest {};
} // namespace

/// x * y with a check that the sizes agree.
static constexpr char kMul[] = R"mlir(
func.func @mul(%x: tensor<?x?xf32>, %y: tensor<?x?xf32>) -> tensor<?x?xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %m = tensor.dim %x, %c0 : tensor<?x?xf32>
  %n = tensor.dim %x, %c1 : tensor<?x?xf32>
  %p = tensor.dim %y, %c0 : tensor<?x?xf32>
  %q = tensor.dim %y, %c1 : tensor<?x?xf32>
  %a = arith.cmpi eq, %m, %p : index
  %b = arith.cmpi eq, %n, %q : index
  %ok = arith.andi %a, %b : i1
  cf.assert %ok, "nnf.mul: x is {0} x {2}, but y is {1} x {3}"
  %e = tensor.empty(%m, %n) : tensor<?x?xf32>
  %r = linalg.mul ins(%x, %y : tensor<?x?xf32>, tensor<?x?xf32>) outs(%e : tensor<?x?xf32>) -> tensor<?x?xf32>
  return %r : tensor<?x?xf32>
}
)mlir";

TEST_F(ElementwiseTest, Computes) {
  auto mul = compile(kMul);
  ASSERT_TRUE(mul);
  EXPECT_EQ(mul->name(), "mul");
  ASSERT_EQ(mul->inputs().size(), 2u);
  ASSERT_EQ(mul->outputs().size(), 1u);
  EXPECT_EQ(mul->inputs()[0].shape, (llvm::SmallVector<int64_t, 4>{-1, -1}));
  GuardedBuffer<float> x({1, 2, 3, 4, 5, 6}), y({2, 3, 4, 5, 6, 7}), z(6);
  x.protectFromWrites();
  y.protectFromWrites();
  TensorView out = view(z, {2, 3});
  std::string error;
  ASSERT_TRUE(mul->run(*runtime, {view(x, {2, 3}), view(y, {2, 3})}, out, &error)) << error;
  EXPECT_EQ(z.values(), (std::vector<float>{2, 6, 12, 20, 30, 42}));
  EXPECT_TRUE(z.intact());
  // Nothing was copied, nothing allocated.
  EXPECT_EQ(runtime->counters().temporaries, 0u);
  EXPECT_EQ(runtime->counters().copies, 0u);
}

TEST_F(ElementwiseTest, ReportsTheValuesThatDisagree) {
  auto mul = compile(kMul);
  ASSERT_TRUE(mul);
  GuardedBuffer<float> x(6), y(8), z(6);
  TensorView out = view(z, {2, 3});
  std::string error;
  EXPECT_FALSE(mul->run(*runtime, {view(x, {2, 3}), view(y, {2, 4})}, out, &error));
  EXPECT_EQ(error, "test.mlir:12:3: nnf.mul: x is 2 x 3, but y is 2 x 4");
  EXPECT_TRUE(z.untouched());
  const nnf_error *record = nnf_context_error(runtime->get());
  EXPECT_EQ(record->status, NNF_RUNTIME_ERROR);
  EXPECT_STREQ(record->op, "nnf.mul");
  EXPECT_STREQ(record->location, "test.mlir:12:3");
  EXPECT_STREQ(record->message, "nnf.mul: x is 2 x 3, but y is 2 x 4");
  // The next call starts afresh.
  GuardedBuffer<float> good(6);
  EXPECT_TRUE(mul->run(*runtime, {view(x, {2, 3}), view(good, {2, 3})}, out, &error)) << error;
  EXPECT_EQ(nnf_context_error(runtime->get())->status, NNF_OK);
}

TEST_F(ElementwiseTest, TellsShapes) {
  auto mul = compile(kMul);
  ASSERT_TRUE(mul);
  TensorView x{nullptr, {5, 7}, {}, NNF_F32}, bad{nullptr, {5, 8}, {}, NNF_F32};
  llvm::SmallVector<llvm::SmallVector<int64_t, 4>> shapes;
  std::string error;
  ASSERT_TRUE(mul->shapes(*runtime, {x, x}, shapes, &error)) << error;
  ASSERT_EQ(shapes.size(), 1u);
  EXPECT_EQ(shapes[0], (llvm::SmallVector<int64_t, 4>{5, 7}));
  EXPECT_FALSE(mul->shapes(*runtime, {x, bad}, shapes, &error));
  EXPECT_EQ(error, "test.mlir:12:3: nnf.mul: x is 5 x 7, but y is 5 x 8");
}

TEST_F(ElementwiseTest, RefusesAWrongOutputSize) {
  auto mul = compile(kMul);
  ASSERT_TRUE(mul);
  GuardedBuffer<float> x(6), y(6), z(8);
  TensorView out = view(z, {2, 4});
  std::string error;
  EXPECT_FALSE(mul->run(*runtime, {view(x, {2, 3}), view(y, {2, 3})}, out, &error));
  EXPECT_NE(error.find("mul: output 0: expected size 3 in dimension 1, got 4"), std::string::npos) << error;
  EXPECT_TRUE(z.untouched());
}

TEST_F(ElementwiseTest, AllocatesAnOutputOnRequest) {
  auto mul = compile(kMul);
  ASSERT_TRUE(mul);
  GuardedBuffer<float> x({1, 2, 3}), y({4, 5, 6});
  TensorView out{nullptr, {}, {}, NNF_F32};
  std::string error;
  ASSERT_TRUE(mul->run(*runtime, {view(x, {1, 3}), view(y, {1, 3})}, out, &error)) << error;
  EXPECT_EQ(out.shape, (llvm::SmallVector<int64_t, 4>{1, 3}));
  ASSERT_NE(out.data, nullptr);
  EXPECT_EQ(static_cast<float *>(out.data)[2], 18);
  nnf_context_free(runtime->get(), out.data);
}
