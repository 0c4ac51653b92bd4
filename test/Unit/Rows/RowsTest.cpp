//===- RowsTest.cpp - row operations, compiled and run ---------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the text of the emitted code cannot show: that the numbers are right at the ends of rows and buffers, that sums
// stay exact over millions of terms, and that neither position nor threads change a bit.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Jit/JitTest.h"
#include <cmath>
#include <limits>
#include <random>

using namespace nnf::test;
using namespace mlir::nnf;

mlir::nnf::Jit *JitTest::jit = nullptr;

namespace {
class RowsTest : public JitTest {
protected:
  std::vector<float> random(size_t n, double mean = 0) {
    std::normal_distribution<float> normal(static_cast<float>(mean), 1);
    std::vector<float> values(n);
    for (float &v : values)
      v = normal(generator);
    return values;
  }
  /// Runs with as many threads as `context` has; both kinds of guard, so that neither side may be overrun.
  std::vector<float> call(Executable &f, RuntimeContext &context, const std::vector<float> &x,
                          llvm::ArrayRef<int64_t> shape, llvm::ArrayRef<int64_t> resultShape, Guard guard) {
    size_t n = 1;
    for (int64_t d : resultShape)
      n *= static_cast<size_t>(d);
    GuardedBuffer<float> in(x, guard), out(n, guard);
    in.protectFromWrites();
    TensorView result = view(out, resultShape);
    std::string error;
    EXPECT_TRUE(f.run(context, {view(in, shape)}, result, &error)) << error;
    EXPECT_TRUE(out.intact());
    return out.values();
  }
  std::mt19937 generator{7};
};
} // namespace

static constexpr char kSoftmax[] = R"mlir(
func.func @f(%x: tensor<?x?xf32>) -> tensor<?x?xf32> {
  %y = nnf.softmax %x dim = 1 : tensor<?x?xf32>
  return %y : tensor<?x?xf32>
}
)mlir";

TEST_F(RowsTest, SoftmaxOfRowsOfAnyLength) {
  auto softmax = compile(kSoftmax);
  ASSERT_TRUE(softmax);
  const std::pair<int64_t, int64_t> shapes[] = {{1, 1}, {3, 15}, {2, 16}, {2, 17}, {5, 63}, {5, 64}, {4, 65},
                                                {7, 1000}, {2, 5000}, {1, 70001}, {0, 4}, {4, 0}};
  for (auto [rows, columns] : shapes) {
    std::vector<float> x = random(static_cast<size_t>(rows * columns));
    for (Guard guard : {Guard::After, Guard::Before}) {
      std::vector<float> y = call(*softmax, *runtime, x, {rows, columns}, {rows, columns}, guard);
      for (int64_t r = 0; r < rows; ++r) {
        double most = -std::numeric_limits<double>::infinity(), sum = 0;
        for (int64_t c = 0; c < columns; ++c)
          most = std::max<double>(most, x[r * columns + c]);
        for (int64_t c = 0; c < columns; ++c)
          sum += std::exp(x[r * columns + c] - most);
        for (int64_t c = 0; c < columns; ++c) {
          double want = std::exp(x[r * columns + c] - most) / sum;
          ASSERT_NEAR(y[r * columns + c], want, 1e-6 * want) << rows << " x " << columns << " at " << r << ", " << c;
        }
      }
    }
  }
}

TEST_F(RowsTest, NanAndInfinityStayInTheirRow) {
  auto softmax = compile(kSoftmax);
  ASSERT_TRUE(softmax);
  constexpr int64_t n = 37;
  float inf = std::numeric_limits<float>::infinity(), nan = std::numeric_limits<float>::quiet_NaN();
  for (int64_t at = 0; at < n; ++at) {
    std::vector<float> x(4 * n, 1.0f);
    x[at] = nan;
    x[n + at] = inf;
    x[2 * n + at] = -inf;
    std::vector<float> y = call(*softmax, *runtime, x, {4, n}, {4, n}, Guard::After);
    for (int64_t c = 0; c < n; ++c) {
      EXPECT_TRUE(std::isnan(y[c])) << at << ", " << c;
      EXPECT_TRUE(std::isnan(y[n + c])) << at << ", " << c;
      EXPECT_NEAR(y[2 * n + c], c == at ? 0 : 1.0 / (n - 1), 1e-7) << at << ", " << c;
      EXPECT_NEAR(y[3 * n + c], 1.0 / n, 1e-7);
    }
  }
}

/// A value has the same bits wherever it stands: in a vector, in its tail, alone.
TEST_F(RowsTest, PositionDoesNotMatter) {
  auto gelu = compile(R"mlir(
func.func @f(%x: tensor<?xf32>) -> tensor<?xf32> {
  %y = nnf.gelu %x : tensor<?xf32>
  return %y : tensor<?xf32>
}
)mlir");
  ASSERT_TRUE(gelu);
  for (float v : {-5.9f, -1e-3f, 0.37f, 2.5f, 1e-40f}) {
    std::vector<float> alone = call(*gelu, *runtime, {v}, {1}, {1}, Guard::After);
    for (int64_t n = 1; n < 150; n += 3)
      for (float y : call(*gelu, *runtime, std::vector<float>(n, v), {n}, {n}, Guard::After))
        ASSERT_EQ(y, alone[0]) << v << ", " << n;
  }
}

TEST_F(RowsTest, SumsOfMillionsStayExact) {
  auto sum = compile(R"mlir(
func.func @f(%x: tensor<?xf32>) -> tensor<f32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<f32>
  %init = linalg.fill ins(%zero : f32) outs(%e : tensor<f32>) -> tensor<f32>
  %y = linalg.reduce ins(%x : tensor<?xf32>) outs(%init : tensor<f32>) dimensions = [0] (%a: f32, %acc: f32) {
    %0 = arith.addf %acc, %a fastmath<reassoc> : f32
    linalg.yield %0 : f32
  }
  return %y : tensor<f32>
}
)mlir");
  ASSERT_TRUE(sum);
  for (size_t n : {0, 1, 1000, 300000, 4000003}) {
    std::vector<float> x = random(n, 3);
    double want = 0;
    for (float v : x)
      want += v;
    int64_t size = static_cast<int64_t>(n);
    EXPECT_NEAR(call(*sum, *runtime, x, {size}, {}, Guard::After)[0], want, 2e-7 * std::abs(want)) << n;
  }
}

/// Few columns, many rows: cut into pieces. The bits do not depend on who computes which piece.
TEST_F(RowsTest, ThreadsDoNotMatter) {
  auto columns = compile(R"mlir(
func.func @f(%x: tensor<?x?xf32>) -> tensor<?xf32> {
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  %n = tensor.dim %x, %c1 : tensor<?x?xf32>
  %e = tensor.empty(%n) : tensor<?xf32>
  %init = linalg.fill ins(%zero : f32) outs(%e : tensor<?xf32>) -> tensor<?xf32>
  %y = linalg.reduce ins(%x : tensor<?x?xf32>) outs(%init : tensor<?xf32>) dimensions = [0] (%a: f32, %acc: f32) {
    %0 = arith.addf %acc, %a fastmath<reassoc> : f32
    linalg.yield %0 : f32
  }
  return %y : tensor<?xf32>
}
)mlir");
  ASSERT_TRUE(columns);
  std::string error;
  auto one = RuntimeContext::create(1, &error);
  ASSERT_TRUE(one) << error;
  for (auto [rows, width] : {std::pair<int64_t, int64_t>(700000, 3), {20000, 70}, {3, 5000}, {1, 1}, {0, 3}}) {
    std::vector<float> x = random(static_cast<size_t>(rows * width), 1);
    std::vector<float> y = call(*columns, *runtime, x, {rows, width}, {width}, Guard::After);
    EXPECT_EQ(y, call(*columns, *one, x, {rows, width}, {width}, Guard::Before));
    for (int64_t c = 0; c < width; ++c) {
      double want = 0;
      for (int64_t r = 0; r < rows; ++r)
        want += x[r * width + c];
      ASSERT_NEAR(y[c], want, 1e-6 * std::abs(want) + 1e-5) << rows << " x " << width << " at " << c;
    }
  }
}

/// A row that is divided by its sum is multiplied by the reciprocal: also where that would be infinite or denormal.
TEST_F(RowsTest, DivisionByARowValueAtTheEndsOfTheRange) {
  auto normalize = compile(R"mlir(
#id = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d0)>
func.func @f(%x: tensor<?x?xf32>) -> tensor<?x?xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  %m = tensor.dim %x, %c0 : tensor<?x?xf32>
  %n = tensor.dim %x, %c1 : tensor<?x?xf32>
  %e = tensor.empty(%m) : tensor<?xf32>
  %init = linalg.fill ins(%zero : f32) outs(%e : tensor<?xf32>) -> tensor<?xf32>
  %s = linalg.reduce ins(%x : tensor<?x?xf32>) outs(%init : tensor<?xf32>) dimensions = [1] (%a: f32, %acc: f32) {
    %0 = arith.addf %acc, %a fastmath<reassoc> : f32
    linalg.yield %0 : f32
  }
  %o = tensor.empty(%m, %n) : tensor<?x?xf32>
  %y = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %s : tensor<?x?xf32>, tensor<?xf32>) outs(%o : tensor<?x?xf32>) {
  ^bb0(%a: f32, %b: f32, %c: f32):
    %0 = arith.divf %a, %b : f32
    linalg.yield %0 : f32
  } -> tensor<?x?xf32>
  return %y : tensor<?x?xf32>
}
)mlir");
  ASSERT_TRUE(normalize);
  constexpr int64_t n = 19;
  for (double scale : {1e-45, 1e-42, 1e-38, 1e-30, 1.0, 1e30, 1e37}) {
    std::vector<float> x(n);
    double sum = 0;
    for (int64_t c = 0; c < n; ++c)
      sum += x[c] = static_cast<float>(scale * (1 + c % 2));
    std::vector<float> y = call(*normalize, *runtime, x, {1, n}, {1, n}, Guard::After);
    for (int64_t c = 0; c < n; ++c)
      EXPECT_NEAR(y[c], x[c] / sum, 3e-7 * x[c] / sum) << scale << " at " << c;
  }
  // x / 0, and 0 / 0.
  std::vector<float> y = call(*normalize, *runtime, {1.0f, -1.0f, 0.0f}, {1, 3}, {1, 3}, Guard::After);
  EXPECT_EQ(y[0], std::numeric_limits<float>::infinity());
  EXPECT_EQ(y[1], -std::numeric_limits<float>::infinity());
  EXPECT_TRUE(std::isnan(y[2]));
}
