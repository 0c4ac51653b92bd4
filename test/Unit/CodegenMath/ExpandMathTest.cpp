//===- ExpandMathTest.cpp - expanded math ops against the numbers they were tested with -------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// A math op, expanded by nnf-expand-math and compiled, gives the same bits as the library instantiated for plain
// numbers, in every form: scalar, vectors that are a register and that are not, with and without AVX-512. The sweeps of
// nnf-ulp over the latter then hold for what is generated.
//
//===--------------------------------------------------------------------------------------------------------===//

#include "CodegenMath/JitLanes.h"

#include "nnf/Formulas/Accurate/Accurate.h"
#include "nnf/Formulas/ScalarIR.h"
#include "nnf/Tooling/Accuracy.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

#include <cmath>
#include <cstring>
#include <gtest/gtest.h>
#include <limits>

using namespace mlir;
using namespace mlir::nnf;
using nnf::testing::JitLanes;

namespace {

/// Specials, then bit patterns in odd steps; a multiple of 64 of them.
template <class T, class Bits> std::vector<T> inputs(size_t count) {
  constexpr T inf = std::numeric_limits<T>::infinity();
  std::vector<T> x = {0, 1, 2, T(0.5), T(1) / 3, std::numeric_limits<T>::min(), std::numeric_limits<T>::denorm_min(),
                      std::numeric_limits<T>::max(), inf, std::numeric_limits<T>::quiet_NaN(), T(87.5), T(88.75),
                      T(103.5), T(709.5), T(745), T(1e-5)};
  for (size_t i = 0, n = x.size(); i < n; ++i)
    x.push_back(-x[i]);
  // Steps through all exponents, and near 1 where functions have their character.
  Bits step = (std::numeric_limits<Bits>::max() / Bits(count)) | 1, bits = 0;
  for (size_t i = 0; x.size() < count; ++i) {
    T value;
    bits += step;
    std::memcpy(&value, &bits, sizeof(value));
    x.push_back(i % 2 ? std::ldexp(std::fmod(std::isfinite(value) ? value : T(1), T(1)), int(i % 11) - 3) : value);
  }
  return x;
}

/// Bit for bit, but any NaN equals any NaN.
template <class T> bool same(T a, T b) {
  return std::memcmp(&a, &b, sizeof(T)) == 0 || (std::isnan(a) && std::isnan(b));
}

struct Form {
  const char *type;
  int lanes;
  bool f32, avx512;
  bool fma = true;
};

class ExpandMath : public ::testing::TestWithParam<Form> {};

/// How the case `name` is written as IR: a kernel's ops in the portable form, or a math op for the pass to expand.
Value emitCase(StringRef name, OpBuilder &b, Location loc, Value v) {
  using namespace scalar;
  Emit e{b, loc};
  ScalarIR x(e, v);
#define EMIT_KERNEL(NAME, PARAMETERS, ARGUMENTS)                                                                       \
  if (name == "accurate::" #NAME)                                                                                      \
    return accurate::NAME(x ARGUMENTS).value(e, v.getType());
  if (!name.contains('(')) {
    [[maybe_unused]] double alpha = 1, beta = 1, threshold = 20;
    NNF_ACCURATE_KERNELS(EMIT_KERNEL)
  }
#undef EMIT_KERNEL
#define EMIT_KERNEL_WITH(NAME, ...)                                                                                    \
  if (name == "accurate::" #NAME "(" #__VA_ARGS__ ")")                                                                 \
    return accurate::NAME(x, __VA_ARGS__).value(e, v.getType());
  EMIT_KERNEL_WITH(softplus, 1.0, 20.0)
  EMIT_KERNEL_WITH(softplusGrad, 1.0, 20.0)
  EMIT_KERNEL_WITH(softplus, 0.3, 1000.0)
  EMIT_KERNEL_WITH(softplusGrad, 0.3, 1000.0)
  EMIT_KERNEL_WITH(softplus, -7.0, 20.0)
  EMIT_KERNEL_WITH(elu, 1.0)
  EMIT_KERNEL_WITH(eluGrad, 1.0)
  EMIT_KERNEL_WITH(elu, 0.7)
  EMIT_KERNEL_WITH(eluGrad, 0.7)
  EMIT_KERNEL_WITH(celu, 0.7)
  EMIT_KERNEL_WITH(celuGrad, 0.7)
#undef EMIT_KERNEL_WITH
  if (name.contains(':')) {
    ADD_FAILURE() << "add '" << name.str() << "' to this test";
    return v;
  }
  if (name.starts_with("pow(")) {
    // pow(x, 2.5) or pow(1.75, x)
    auto [base, exponent] = name.drop_front(4).drop_back(1).split(", ");
    auto operand = [&](StringRef text) -> Value {
      double number;
      return text == "x" ? v : text.getAsDouble(number) ? Value() : ScalarIR(number).value(e, v.getType());
    };
    return math::PowFOp::create(b, loc, operand(base), operand(exponent));
  }
  if (name.consume_front("atan2(x, ")) {
    double number;
    if (!name.drop_back(1).getAsDouble(number))
      return math::Atan2Op::create(b, loc, v, ScalarIR(number).value(e, v.getType()));
  }
  OperationState state(loc, ("math." + name).str(), v, v.getType());
  return b.create(state)->getResult(0);
}

template <class T, class Bits, class Native> void compare(const Form &form, const accuracy::Case &c, Native native) {
  std::vector<T> x = inputs<T, Bits>(64 * 3 * 5 * 7), want(x.size());
  native(x.data(), want.data(), x.size());
  JitLanes::Options options;
  options.type = form.type;
  options.target.avx512 = form.avx512;
  options.target.fma = form.fma;
  // AVX-512 has its own lookups of tables; without either they are done one by one.
  options.target.avx2 = !form.avx512 && form.lanes == 8 && nnf::testing::hostHasAvx2();
  JitLanes function(options, [&](OpBuilder &b, Location loc, Value v) { return emitCase(c.name, b, loc, v); });
  const std::string &ir = function.getExpanded();
  EXPECT_EQ(ir.find(std::string("math.") + c.name + " "), std::string::npos);
  bool scales = StringRef(c.name) == "exp" || StringRef(c.name) == "accurate::silu";
  if (scales) {
    EXPECT_EQ(ir.find("scalef") != std::string::npos, form.avx512 && form.lanes >= 4);
  }
  if (!form.fma) {
    EXPECT_EQ(ir.find("math.fma"), std::string::npos);
  }
  int failures = 0;
  std::vector<T> got(x.size() + form.lanes);
  for (size_t i = 0; i + form.lanes <= x.size(); i += form.lanes)
    function.run(&x[i], &got[i]);
  for (size_t i = 0, e = x.size() / form.lanes * form.lanes; i < e && failures < 3; ++i)
    if (!same(got[i], want[i])) {
      ++failures;
      ADD_FAILURE() << c.name << "(" << x[i] << ") is " << got[i] << " compiled and " << want[i] << " native";
    }
}

TEST_P(ExpandMath, SameBitsAsNative) {
  Form form = GetParam();
  if (form.avx512 && !nnf::testing::hostHasAvx512())
    GTEST_SKIP() << "no AVX-512 on this machine";
  for (const accuracy::Case &c : accuracy::cases()) {
    if (form.f32)
      compare<float, uint32_t>(form, c, c.f32);
    else
      compare<double, uint64_t>(form, c, c.f64);
  }
}

std::string formName(const ::testing::TestParamInfo<Form> &info) {
  return std::string(info.param.f32 ? "f32" : "f64") + "x" + std::to_string(info.param.lanes) +
         (info.param.avx512 ? "Avx512" : "") + (info.param.fma ? "" : "NoFma");
}

INSTANTIATE_TEST_SUITE_P(Forms, ExpandMath,
                         ::testing::Values(Form{"f32", 1, true, false}, Form{"f32", 1, true, true},
                                           Form{"vector<3xf32>", 3, true, true}, Form{"vector<4xf32>", 4, true, true},
                                           Form{"vector<8xf32>", 8, true, false}, Form{"vector<8xf32>", 8, true, true},
                                           Form{"vector<16xf32>", 16, true, false},
                                           Form{"vector<16xf32>", 16, true, true},
                                           Form{"vector<32xf32>", 32, true, true}, Form{"vector<8xf32>", 8, true, false, false},
                                           Form{"f64", 1, false, false},
                                           Form{"vector<4xf64>", 4, false, true}, Form{"vector<8xf64>", 8, false, false},
                                           Form{"vector<16xf64>", 16, false, true}, Form{"vector<4xf64>", 4, false, false, false}),
                         formName);

/// Round to nearest even for every kind of number, NaN stays NaN, infinity stays infinite.
TEST(ExpandBF16Truncation, RoundsToNearestEven) {
  JitLanes::Options options;
  options.type = "vector<16xf32>";
  JitLanes function(options, [](OpBuilder &b, Location loc, Value v) -> Value {
    Type narrow = VectorType::get(16, b.getBF16Type());
    Value y = arith::TruncFOp::create(b, loc, narrow, v);
    return arith::ExtFOp::create(b, loc, v.getType(), y);
  });
  std::vector<float> x = inputs<float, uint32_t>(1 << 16);
  for (uint32_t high : {0x3f80u, 0x3f81u, 0x0000u, 0x0080u, 0x7f7fu, 0xff7fu, 0x7f80u, 0xff80u, 0x7fffu, 0xffffu})
    for (uint32_t low : {0u, 1u, 0x7fffu, 0x8000u, 0x8001u, 0xffffu}) {
      uint32_t bits = high << 16 | low;
      float value;
      std::memcpy(&value, &bits, 4);
      x.push_back(value);
    }
  x.resize(x.size() / 16 * 16 + 16);
  for (size_t i = 0; i < x.size(); i += 16) {
    float y[16];
    function.run(&x[i], y);
    for (int j = 0; j < 16; ++j) {
      float v = x[i + j];
      // The lower half decides: above half a unit, or half a unit and odd.
      uint32_t bits;
      std::memcpy(&bits, &v, 4);
      uint32_t down = bits & 0xffff0000;
      float below;
      std::memcpy(&below, &down, 4);
      uint32_t rest = bits & 0xffff;
      bool up = rest > 0x8000 || (rest == 0x8000 && (bits >> 16 & 1));
      uint32_t rounded = up ? down + 0x10000 : down;
      float want;
      std::memcpy(&want, &rounded, 4);
      if (std::isnan(v))
        EXPECT_TRUE(std::isnan(y[j]));
      else
        EXPECT_TRUE(same(y[j], want)) << v << " gave " << y[j] << ", want " << want;
    }
  }
}

} // namespace
