//===- ConvolutionTest.cpp - convolutions as sums of products -----------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Einsum.h"

using namespace nnf::test;
using Sizes = std::map<char, int64_t>;

namespace {
class ConvolutionTest : public EinsumTest {};

/// n images, c channels in, f out, a result of y x x, a window of u x v.
Sizes sizes(int64_t n, int64_t c, int64_t f, int64_t y, int64_t x, int64_t u, int64_t v) {
  return {{'n', n}, {'c', c}, {'f', f}, {'y', y}, {'x', x}, {'u', u}, {'v', v}};
}

Einsum conv2d(const std::string &rows, const std::string &columns, const char *dynamic = "") {
  return Einsum{"n,c," + rows + "," + columns, "fcuv", "nfyx", dynamic};
}
} // namespace

TEST_F(ConvolutionTest, Plane) {
  for (const Sizes &s : {sizes(2, 3, 5, 7, 9, 3, 3), sizes(1, 16, 64, 14, 14, 3, 3), sizes(1, 5, 33, 6, 21, 1, 3),
                         sizes(2, 4, 32, 5, 1, 3, 2), sizes(1, 1, 1, 4, 4, 3, 3), sizes(1, 8, 96, 8, 56, 3, 3),
                         sizes(1, 40, 40, 3, 30, 5, 5), sizes(0, 3, 4, 5, 5, 3, 3)}) {
    Einsum e = conv2d("y+u", "x+v");
    e.hasBias = e.relu = true;
    e.bias = "f";
    check(e, s);
  }
}

TEST_F(ConvolutionTest, StrideAndDilation) {
  for (const Sizes &s : {sizes(2, 3, 40, 7, 9, 3, 3), sizes(1, 16, 4, 7, 28, 3, 3)}) {
    check(conv2d("2*y+u", "2*x+v"), s);
    check(conv2d("y+2*u", "x+3*v"), s);
    check(conv2d("3*y+2*u", "2*x+v"), s);
  }
  // One element windows: a stride is all that is left of the convolution.
  check(conv2d("2*y+u", "2*x+v"), sizes(2, 16, 40, 6, 9, 1, 1));
  check(conv2d("y+u", "x+v"), sizes(2, 16, 40, 6, 9, 1, 1));
}

TEST_F(ConvolutionTest, Padding) {
  for (const char *dynamic : {"", "ncyx"})
    for (const Sizes &s : {sizes(2, 5, 40, 9, 19, 3, 3), sizes(2, 6, 7, 17, 40, 5, 3), sizes(1, 16, 64, 7, 7, 3, 3)}) {
      for (auto [rows, columns] : {std::pair{"y+u", "x+v"}, std::pair{"2*y+u", "2*x+v"}, std::pair{"y+2*u", "x+2*v"}}) {
        // Static sizes have code of their own, dynamic ones share it.
        if (*dynamic && (s.at('x') == 7 || rows[0] == 'y') && s.at('x') != 19)
          continue;
        Einsum e = conv2d(rows, columns, dynamic);
        e.hasBias = true;
        e.bias = "f";
        e.low = {0, 0, 1, 2};
        e.high = {0, 0, 2, 1};
        check(e, s);
      }
    }
  // Margins on one side, or wider than the image.
  Einsum e = conv2d("y+u", "x+v");
  e.low = {0, 0, 4, 0};
  e.high = {0, 0, 0, 20};
  check(e, sizes(2, 3, 35, 5, 21, 2, 3));
  for (const char *type : {"bf16", "f64"}) {
    e.aType = e.bType = e.outType = type;
    e.sumType = type[0] == 'b' ? "f32" : type;
    check(e, sizes(1, 3, 35, 5, 21, 2, 3));
  }
  // Groups and channels of their own.
  for (const char *dynamic : {"", "ngyx"}) {
    Einsum groups{"n,g,c,y+u,x+v", "gfcuv", "ngfyx", dynamic};
    groups.low = groups.high = {0, 0, 0, 1, 1};
    Sizes s = sizes(2, 4, 8, 6, 18, 3, 3);
    s['g'] = 3;
    check(groups, s);
    Einsum depthwise{"n,g,y+u,x+v", "guv", "ngyx", dynamic};
    depthwise.low = depthwise.high = {0, 0, 1, 1};
    check(depthwise, {{'n', 2}, {'g', 5}, {'y', 30}, {'x', 23}, {'u', 3}, {'v', 3}});
    depthwise.a = "n,g,2*y+u,2*x+v";
    check(depthwise, {{'n', 2}, {'g', 5}, {'y', 13}, {'x', 40}, {'u', 3}, {'v', 3}});
  }
}

TEST_F(ConvolutionTest, Residual) {
  Einsum e = conv2d("y+u", "x+v");
  e.hasBias = e.relu = e.residual = true;
  for (const char *bias : {"f", "x", "nfyx"}) {
    e.bias = bias;
    check(e, sizes(2, 3, 40, 5, 17, 3, 3));
    check(e, sizes(2, 3, 4, 5, 17, 3, 3));
  }
}

TEST_F(ConvolutionTest, Dynamic) {
  for (const char *dynamic : {"n", "yx", "ncfyxuv"}) {
    Einsum e = conv2d("y+u", "x+v", dynamic);
    e.hasBias = true;
    e.bias = "f";
    check(e, sizes(2, 5, 35, 6, 19, 3, 3));
    check(e, sizes(1, 3, 6, 7, 40, 2, 3));
  }
  Einsum e = conv2d("2*y+u", "2*x+v", "nyx");
  std::vector<Sizes> runs;
  for (int64_t x : {1, 7, 8, 9, 31, 0})
    runs.push_back(sizes(2, 6, 64, 5, x, 3, 3));
  checkDynamic(e, runs);
}

TEST_F(ConvolutionTest, Groups) {
  for (const char *dynamic : {"", "ngyx"}) {
    Einsum e{"n,g,c,y+u,x+v", "gfcuv", "ngfyx", dynamic};
    Sizes s = sizes(2, 4, 8, 6, 18, 3, 3);
    s['g'] = 3;
    check(e, s);
    s['f'] = 32;
    check(e, s);
  }
}

TEST_F(ConvolutionTest, Depthwise) {
  for (const char *dynamic : {"", "nyx", "gnyxuv"}) {
    Einsum e{"n,g,y+u,x+v", "guv", "ngyx", dynamic};
    e.relu = true;
    Sizes s{{'n', 2}, {'g', 5}, {'y', 9}, {'x', 23}, {'u', 3}, {'v', 3}};
    check(e, s);
    s['x'] = 3;
    check(e, s);
    e.a = "n,g,2*y+u,2*x+v";
    s['x'] = 37;
    check(e, s);
  }
}

TEST_F(ConvolutionTest, LineAndSpace) {
  for (const char *dynamic : {"", "nx"}) {
    check(Einsum{"n,c,x+v", "fcv", "nfx", dynamic}, {{'n', 2}, {'c', 7}, {'f', 40}, {'x', 53}, {'v', 5}});
    check(Einsum{"c,3*x+2*v", "fcv", "fx", dynamic == std::string("nx") ? "x" : ""}, {{'c', 7}, {'f', 40}, {'x', 53}, {'v', 5}});
    check(Einsum{"n,c,z+w,y+u,2*x+v", "fcwuv", "nfzyx", dynamic},
          {{'n', 1}, {'c', 3}, {'f', 17}, {'z', 3}, {'y', 4}, {'x', 11}, {'w', 2}, {'u', 3}, {'v', 3}});
  }
}

TEST_F(ConvolutionTest, ElementTypes) {
  Sizes s = sizes(2, 3, 36, 5, 10, 3, 3);
  for (const char *type : {"f64", "i32"}) {
    Einsum e = conv2d("y+u", "x+v");
    e.aType = e.bType = e.sumType = e.outType = type;
    check(e, s);
  }
  for (const char *type : {"bf16", "f16"}) {
    Einsum e = conv2d("y+u", "x+v");
    e.aType = e.bType = e.outType = type;
    e.hasBias = e.relu = true;
    e.bias = "f";
    check(e, s);
    s['f'] = 4;
    check(e, s);
  }
}
