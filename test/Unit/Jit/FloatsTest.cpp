//===- FloatsTest.cpp - narrow floats on machines without instructions for them -----------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "JitTest.h"
#include "llvm/ADT/APFloat.h"
#include <cmath>
#include <random>

using namespace nnf::test;
using namespace mlir::nnf;

namespace {
/// Converts with code compiled for a CPU without F16C and AVX512_BF16, whose conversions are calls.
class FloatsTest : public JitTest {
protected:
  /// func.func @f(tensor<?xfrom>) -> tensor<?xto>
  std::unique_ptr<Executable> conversion(llvm::StringRef op, llvm::StringRef from, llvm::StringRef to) {
    std::string text = R"mlir(
      func.func @f(%x: tensor<?xFROM>) -> tensor<?xTO> {
        %c0 = arith.constant 0 : index
        %n = tensor.dim %x, %c0 : tensor<?xFROM>
        %e = tensor.empty(%n) : tensor<?xTO>
        %r = linalg.generic {indexing_maps = [affine_map<(d) -> (d)>, affine_map<(d) -> (d)>],
                             iterator_types = ["parallel"]} ins(%x : tensor<?xFROM>) outs(%e : tensor<?xTO>) {
        ^bb0(%a: FROM, %o: TO):
          %v = OP %a : FROM to TO
          linalg.yield %v : TO
        } -> tensor<?xTO>
        return %r : tensor<?xTO>
      })mlir";
    auto replace = [&](llvm::StringRef what, llvm::StringRef by) {
      for (size_t at; (at = text.find(what.str())) != std::string::npos;)
        text.replace(at, what.size(), by.str());
    };
    replace("FROM", from);
    replace("TO", to);
    replace("OP", op);
    std::string error;
    static std::unique_ptr<Jit> plain = Jit::create(&error, "x86-64");
    auto module = parse(text);
    auto f = Executable::compile(*plain, *module, "", options, &error);
    EXPECT_TRUE(f) << error;
    return f;
  }
  template <class To, class From>
  std::vector<To> run(Executable &f, const std::vector<From> &values, nnf_dtype from, nnf_dtype to) {
    GuardedBuffer<From> x(values);
    GuardedBuffer<To> z(values.size());
    int64_t n = static_cast<int64_t>(values.size());
    TensorView in{x.data(), {n}, {}, from}, out{z.data(), {n}, {}, to};
    std::string error;
    EXPECT_TRUE(f.run(*runtime, in, out, &error)) << error;
    return z.values();
  }
};
} // namespace

TEST_F(FloatsTest, EveryHalfExtends) {
  auto f = conversion("arith.extf", "f16", "f32");
  ASSERT_TRUE(f);
  std::vector<uint16_t> all(65536);
  for (size_t i = 0; i < all.size(); ++i)
    all[i] = static_cast<uint16_t>(i);
  std::vector<float> found = run<float>(*f, all, NNF_F16, NNF_F32);
  for (size_t i = 0; i < all.size(); ++i) {
    llvm::APFloat half(llvm::APFloat::IEEEhalf(), llvm::APInt(16, i));
    bool lost;
    half.convert(llvm::APFloat::IEEEsingle(), llvm::APFloat::rmNearestTiesToEven, &lost);
    if (half.isNaN())
      ASSERT_TRUE(std::isnan(found[i])) << i;
    else
      ASSERT_TRUE(half.bitwiseIsEqual(llvm::APFloat(found[i]))) << i;
  }
}

TEST_F(FloatsTest, TruncationsRoundToNearestEven) {
  struct Format {
    const char *name;
    nnf_dtype dtype;
    const llvm::fltSemantics &semantics;
  } formats[] = {{"f16", NNF_F16, llvm::APFloat::IEEEhalf()}, {"bf16", NNF_BF16, llvm::APFloat::BFloat()}};
  std::mt19937_64 random(3);
  std::vector<float> singles = {0.0f, -0.0f, INFINITY, -INFINITY, NAN, 65504, 65519.996f, 65520, 1e38f, 3.4e38f, 1e-8f};
  std::vector<double> doubles(singles.begin(), singles.end());
  doubles.push_back(1e300);
  doubles.push_back(-1e-310);
  for (int i = 0; i < 60000; ++i) {
    uint32_t bits = static_cast<uint32_t>(random());
    // Ties and their neighbours, in both formats, and around the subnormal halves.
    if (i % 3 == 0)
      bits = (bits & 0xffff8000) + static_cast<uint32_t>(i / 3 % 3) - 1;
    if (i % 3 == 1)
      bits = (bits & 0x807fffff) | ((100 + bits % 16) << 23);
    float x;
    memcpy(&x, &bits, 4);
    singles.push_back(x);
    // Doubles just beside a tie of the narrow format: rounding through f32 would go wrong.
    doubles.push_back(static_cast<double>(x) * (1 + (i % 3 - 1) * 0x1p-50));
  }
  for (const Format &format : formats) {
    auto expected = [&](llvm::APFloat value) {
      bool lost;
      value.convert(format.semantics, llvm::APFloat::rmNearestTiesToEven, &lost);
      return value;
    };
    auto check = [&](const std::vector<uint16_t> &found, const auto &values) {
      for (size_t i = 0; i < values.size(); ++i) {
        llvm::APFloat want = expected(llvm::APFloat(values[i]));
        llvm::APFloat got(format.semantics, llvm::APInt(16, found[i]));
        if (want.isNaN())
          ASSERT_TRUE(got.isNaN()) << values[i];
        else
          ASSERT_TRUE(want.bitwiseIsEqual(got)) << format.name << " " << values[i] << " " << found[i];
      }
    };
    auto f = conversion("arith.truncf", "f32", format.name);
    ASSERT_TRUE(f);
    check(run<uint16_t>(*f, singles, NNF_F32, format.dtype), singles);
    auto g = conversion("arith.truncf", "f64", format.name);
    ASSERT_TRUE(g);
    check(run<uint16_t>(*g, doubles, NNF_F64, format.dtype), doubles);
  }
}
