//===- MatmulTest.cpp - matrix products of many shapes ------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Einsum.h"
#include <cmath>

using namespace nnf::test;
using Sizes = std::map<char, int64_t>;

namespace {
class MatmulTest : public EinsumTest {};

/// Rows, columns and depths around the sizes of tiles, panels and vectors.
const std::vector<Sizes> shapes{
    {{'m', 1}, {'n', 1}, {'k', 1}},    {{'m', 1}, {'n', 17}, {'k', 33}},   {{'m', 2}, {'n', 16}, {'k', 16}},
    {{'m', 3}, {'n', 5}, {'k', 7}},    {{'m', 8}, {'n', 10}, {'k', 64}},   {{'m', 12}, {'n', 32}, {'k', 32}},
    {{'m', 13}, {'n', 31}, {'k', 29}}, {{'m', 17}, {'n', 33}, {'k', 47}},  {{'m', 37}, {'n', 71}, {'k', 53}},
    {{'m', 64}, {'n', 96}, {'k', 80}}, {{'m', 101}, {'n', 2}, {'k', 131}}, {{'m', 5}, {'n', 259}, {'k', 4}},
    {{'m', 50}, {'n', 130}, {'k', 1}}, {{'m', 300}, {'n', 1}, {'k', 70}},  {{'m', 23}, {'n', 64}, {'k', 1024}},
    {{'m', 0}, {'n', 4}, {'k', 4}},    {{'m', 4}, {'n', 0}, {'k', 4}},     {{'m', 4}, {'n', 20}, {'k', 0}},
};
} // namespace

TEST_F(MatmulTest, LinearLayer) {
  Einsum e{"mk", "nk", "mn"};
  e.hasBias = true;
  e.bias = "n";
  for (const Sizes &s : shapes)
    check(e, s);
}

TEST_F(MatmulTest, RowMajor) {
  for (const Sizes &s : shapes)
    check(Einsum{"mk", "kn", "mn"}, s);
}

TEST_F(MatmulTest, TransposedFirst) {
  for (const Sizes &s : {shapes[3], shapes[8], shapes[9]})
    check(Einsum{"km", "kn", "mn"}, s);
}

TEST_F(MatmulTest, TransposedResult) {
  for (const Sizes &s : {shapes[3], shapes[8], shapes[9]}) {
    check(Einsum{"mk", "kn", "nm"}, s);
    check(Einsum{"mk", "nk", "nm"}, s);
  }
}

TEST_F(MatmulTest, DynamicRows) {
  // The other sizes stay those of the first run.
  for (auto [n, k] : {std::pair<int64_t, int64_t>{71, 53}, {64, 128}, {10, 80}}) {
    std::vector<Sizes> runs;
    for (int64_t m : {1, 2, 5, 12, 16, 17, 27, 100, 0})
      runs.push_back({{'m', m}, {'n', n}, {'k', k}});
    for (const char *b : {"nk", "kn"}) {
      Einsum e{"mk", b, "mn", "m"};
      e.hasBias = true;
      e.bias = "n";
      checkDynamic(e, runs);
    }
  }
}

/// Sums that are taken in pieces: rows in one set of the cache (2048 and 3072 floats), a last piece with a part of a vector,
/// rows and columns beside the tiles.
TEST_F(MatmulTest, FewLongRows) {
  for (const Sizes &s : {Sizes{{'m', 16}, {'n', 70}, {'k', 2048}}, {{'m', 7}, {'n', 33}, {'k', 3072}},
                         {{'m', 13}, {'n', 21}, {'k', 2051}}, {{'m', 16}, {'n', 16}, {'k', 1031}}, {{'m', 6}, {'n', 5}, {'k', 4096}}})
    for (const char *dynamic : {"", "m", "mnk"})
      check(Einsum{"mk", "nk", "mn", dynamic}, s);
  check(Einsum{"mk", "nk", "mn", "", "f64", "f64", "f64", "f64"}, {{'m', 16}, {'n', 24}, {'k', 1536}});
  check(Einsum{"mk", "nk", "mn", "", "bf16", "bf16", "f32", "f32"}, {{'m', 16}, {'n', 24}, {'k', 4096}});
}

TEST_F(MatmulTest, DynamicEverything) {
  for (auto [a, b] : {std::pair{"mk", "nk"}, std::pair{"mk", "kn"}, std::pair{"km", "kn"}})
    checkDynamic(Einsum{a, b, "mn", "mnk"}, shapes);
}

TEST_F(MatmulTest, EpiloguesStayRight) {
  for (const char *dynamic : {"", "mnk"})
    for (const Sizes &s : {shapes[6], shapes[8], shapes[1]}) {
      Einsum e{"mk", "nk", "mn", dynamic};
      e.hasBias = e.relu = e.residual = true;
      e.bias = "n";
      check(e, s);
      e.bias = "m";
      check(e, s);
    }
}

TEST_F(MatmulTest, ConstantWeights) {
  for (const char *dynamic : {"", "m"})
    for (const Sizes &s : {shapes[1], shapes[4], shapes[8], shapes[9]}) {
      Einsum e{"mk", "nk", "mn", dynamic};
      e.constantB = true;
      check(e, s);
    }
}

TEST_F(MatmulTest, LeadingDimensions) {
  Sizes s{{'p', 3}, {'q', 7}, {'n', 37}, {'k', 19}};
  for (const char *dynamic : {"", "p", "pqnk"}) {
    Einsum e{"pqk", "nk", "pqn", dynamic};
    e.hasBias = e.residual = true;
    e.bias = "n";
    check(e, s);
    // A residual or bias that keeps the dimensions apart.
    e.bias = "qn";
    check(e, s);
  }
}

TEST_F(MatmulTest, Batches) {
  Sizes s{{'b', 5}, {'h', 3}, {'m', 19}, {'n', 35}, {'k', 21}};
  for (const char *dynamic : {"", "b", "bhmnk"}) {
    check(Einsum{"bmk", "bkn", "bmn", dynamic}, s);
    check(Einsum{"bmk", "bnk", "bmn", dynamic}, s);
    check(Einsum{"bhmk", "bhnk", "bhmn", dynamic}, s);
    // Heads beside rows, as attention reads them.
    check(Einsum{"bmhk", "bnhk", "bhmn", dynamic}, s);
    check(Einsum{"bhmn", "bnhk", "bmhk", dynamic}, s);
    // One operand for the whole batch.
    check(Einsum{"mk", "bkn", "bmn", dynamic}, s);
    check(Einsum{"bmk", "kn", "bmn", dynamic}, s);
  }
}

TEST_F(MatmulTest, VectorsAndManySums) {
  Sizes s{{'m', 45}, {'n', 70}, {'k', 33}, {'l', 6}, {'o', 4}};
  for (const char *dynamic : {"", "mk"}) {
    check(Einsum{"mk", "k", "m", dynamic}, s);
    check(Einsum{"k", "nk", "n", dynamic == std::string("mk") ? "k" : ""}, s);
    check(Einsum{"k", "kn", "n", dynamic == std::string("mk") ? "k" : ""}, s);
    check(Einsum{"mkl", "nkl", "mn", dynamic}, s);
    check(Einsum{"mkl", "lnk", "mn", dynamic}, s);
    check(Einsum{"omk", "knl", "olmn", dynamic}, s);
  }
}

TEST_F(MatmulTest, ElementTypes) {
  Sizes s{{'m', 19}, {'n', 37}, {'k', 45}}, few{{'m', 3}, {'n', 50}, {'k', 70}};
  for (auto [sizes, b] : {std::pair{s, "nk"}, {s, "kn"}, {few, "nk"}}) {
    check(Einsum{"mk", b, "mn", "", "f64", "f64", "f64", "f64"}, sizes);
    check(Einsum{"mk", b, "mn", "", "i32", "i32", "i32", "i32"}, sizes);
    check(Einsum{"mk", b, "mn", "", "i64", "i64", "i64", "i64"}, sizes);
    check(Einsum{"mk", b, "mn", "", "i8", "i8", "i32", "i32"}, sizes);
    for (const char *narrow : {"bf16", "f16"}) {
      check(Einsum{"mk", b, "mn", "", narrow, narrow, "f32", narrow, "n", true, true, true}, sizes);
      check(Einsum{"mk", b, "mn", "m", narrow, "f32", "f32", "f32"}, sizes);
    }
  }
}


TEST_F(MatmulTest, RowsDoNotDependOnTheirPosition) {
  // The same row of activations in every position gives the same bits.
  Einsum e{"mk", "nk", "mn", "m"};
  Sizes s{{'m', 29}, {'n', 37}, {'k', 67}};
  auto executable = compile(e.text(s));
  ASSERT_TRUE(executable);
  GuardedBuffer<float> a(29 * 67), b(37 * 67), c(29 * 37);
  for (int64_t i = 0; i < 29 * 67; ++i)
    a[i] = std::sin(static_cast<float>(i % 67));
  for (int64_t i = 0; i < 37 * 67; ++i)
    b[i] = std::cos(static_cast<float>(i % 67) * 1.7f);
  mlir::nnf::TensorView out = view(c, {29, 37});
  std::string error;
  ASSERT_TRUE(executable->run(*runtime, {view(a, {29, 67}), view(b, {37, 67})}, out, &error)) << error;
  for (float v : c)
    EXPECT_EQ(v, c[0]);
}

/// What other machines would run, on this one.
TEST_F(MatmulTest, OtherMachines) {
  for (mlir::nnf::CpuTarget machine : {mlir::nnf::CpuTarget::avx2(), mlir::nnf::CpuTarget::generic()}) {
    options.pipeline.machine = machine;
    for (const char *dynamic : {"", "mnk"})
      for (const Sizes &s : {shapes[4], shapes[7], shapes[8], shapes[14]}) {
        Einsum e{"mk", "nk", "mn", dynamic};
        e.hasBias = e.relu = true;
        e.bias = "n";
        check(e, s);
        check(Einsum{"mk", "kn", "mn", dynamic}, s);
      }
    Einsum narrow{"mk", "nk", "mn", "", "bf16", "bf16", "f32", "bf16"};
    check(narrow, shapes[7]);
    check(Einsum{"mk", "nk", "mn", "", "f64", "f64", "f64", "f64"}, shapes[7]);
    Sizes image{{'n', 2}, {'c', 3}, {'f', 20}, {'y', 5}, {'x', 19}, {'u', 3}, {'v', 3}};
    Einsum conv{"n,c,2*y+u,2*x+v", "fcuv", "nfyx"};
    conv.low = conv.high = {0, 0, 1, 1};
    conv.hasBias = conv.relu = conv.residual = true;
    conv.bias = "f";
    check(conv, image);
    image['f'] = 3;
    check(conv, image);
    Einsum depthwise{"n,g,y+u,x+v", "guv", "ngyx"};
    depthwise.low = depthwise.high = {0, 0, 1, 1};
    check(depthwise, {{'n', 2}, {'g', 5}, {'y', 30}, {'x', 23}, {'u', 3}, {'v', 3}});
  }
}
