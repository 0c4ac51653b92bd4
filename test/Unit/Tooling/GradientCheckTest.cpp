//===- GradientCheckTest.cpp ---------------------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/GradientCheck.h"
#include "nnf/Tooling/Values.h"
#include "gtest/gtest.h"
#include <cmath>

using namespace llvm;
using namespace mlir::nnf;

static HostTensor value(StringRef text) {
  ValueReader reader;
  SmallVector<HostTensor> values;
  cantFail(reader.read(text, {}, values));
  return values[0];
}

/// One result with the shape and type of the first input, `f` for each element.
static auto elementwise(function_ref<double(double)> f) {
  return [f](ArrayRef<HostTensor> inputs) -> Expected<TensorList> {
    HostTensor result = cantFail(inputs[0].clone());
    for (int64_t i = 0; i < result.numElements(); ++i)
      storeDouble(result.dtype(), result.at(i), f(loadDouble(result.dtype(), result.at(i))));
    return TensorList{result};
  };
}

static GradientCheckResult check(function_ref<double(double)> f, StringRef x, StringRef gradient,
                                 StringRef cotangent = {}) {
  HostTensor input = value(x);
  HostTensor ones = value((input.typeName() + "=1"));
  Expected<GradientCheckResult> result =
      checkGradient(elementwise(f), {input}, {cotangent.empty() ? ones : value(cotangent)}, {value(gradient)});
  if (result)
    return *result;
  ADD_FAILURE() << toString(result.takeError());
  return {};
}

static double square(double x) { return x * x; }
static double relu(double x) { return x > 0 ? x : 0; }

TEST(GradientCheck, SmoothFunctions) {
  for (StringRef type : {"f64", "f32", "f16", "bf16"}) {
    GradientCheckResult good = check(square, ("4x" + type + "=-2 0 0.5 3").str(), ("4x" + type + "=-4 0 1 6").str());
    EXPECT_TRUE(good.ok) << type.str() << " " << good.message;
    EXPECT_EQ(good.tried, 4);
    // In bf16 the results are too coarse to tell 5 from 6.
    GradientCheckResult bad = check(square, ("4x" + type + "=-2 0 0.5 3").str(), ("4x" + type + "=-4 0 1 4").str());
    EXPECT_FALSE(bad.ok);
    EXPECT_EQ(bad.failed, 1);
    EXPECT_TRUE(
        StringRef(bad.message).starts_with("input 0, element [3] = 3: the gradient is 4, but the function's slope is "))
        << bad.message;
  }
  EXPECT_TRUE(check([](double x) { return std::exp(x); }, "3xf32=-5 0 5", "3xf32=0.0067379 1 148.41316").ok);
  EXPECT_FALSE(check([](double x) { return std::exp(x); }, "3xf32=-5 0 5", "3xf32=0.0067379 1 149").ok);
  EXPECT_FALSE(check([](double x) { return std::exp(x); }, "f64=1", "f64=2.72").ok);
}

TEST(GradientCheck, Cotangents) {
  EXPECT_TRUE(check(square, "2xf32=1 2", "2xf32=6 -4", "2xf32=3 -1").ok);
  EXPECT_FALSE(check(square, "2xf32=1 2", "2xf32=2 4", "2xf32=3 -1").ok);
}

TEST(GradientCheck, Kinks) {
  // At the kink any slope between the two sides is right, others are not.
  for (StringRef good : {"f32=0", "f32=1", "f32=0.5"}) {
    GradientCheckResult result = check(relu, "f32=0", good);
    EXPECT_TRUE(result.ok) << result.message;
    EXPECT_EQ(result.kinks, 1);
  }
  EXPECT_FALSE(check(relu, "f32=0", "f32=1.1").ok);
  EXPECT_FALSE(check(relu, "f32=0", "f32=-0.1").ok);
  // Away from it only the slope is.
  EXPECT_FALSE(check(relu, "f32=1", "f32=0.5").ok);
  EXPECT_EQ(check(relu, "2xf32=1 -1", "2xf32=1 0").kinks, 0);
  EXPECT_TRUE(check([](double x) { return std::fabs(x); }, "2xf32=0.001 -0.001", "2xf32=1 -1").ok)
      << "nearer than a step";
}

TEST(GradientCheck, NotANumber) {
  EXPECT_FALSE(check(square, "f32=1", "f32=nan").ok);
  GradientCheckResult result = check([](double x) { return 1 / x; }, "f64=inf", "f64=0");
  EXPECT_TRUE(result.ok);
}

/// A reduction, whose differences are small against its value: the rounding of the value must be allowed for, but no
/// more.
TEST(GradientCheck, RoundingOfLargeResults) {
  auto f = [](double x) { return 1000 + x; };
  EXPECT_TRUE(check(f, "f32=0.5", "f32=1").ok);
  EXPECT_FALSE(check(f, "f32=0.5", "f32=1.2").ok);
}

TEST(GradientCheck, IntegersHaveNoGradient) {
  auto gather = [](ArrayRef<HostTensor> inputs) -> Expected<TensorList> {
    HostTensor result = cantFail(HostTensor::allocate(NNF_F32, {}));
    result.as<float>()[0] = inputs[0].as<float>()[inputs[1].as<int64_t>()[0]];
    return TensorList{result};
  };
  auto run = [&](StringRef gradient) {
    return cantFail(checkGradient(gather, {value("3xf32=1 2 3"), value("i64=1")}, {value("f32=2")},
                                  {value(gradient), value("0xf32=")}));
  };
  EXPECT_TRUE(run("3xf32=0 2 0").ok);
  EXPECT_FALSE(run("3xf32=0 0 2").ok);
}

TEST(GradientCheck, SamplesLargeInputs) {
  GradientCheckResult result = check(square, "1000xf32=1", "1000xf32=2");
  EXPECT_TRUE(result.ok);
  EXPECT_EQ(result.tried, 512);
  // The last element is among them.
  HostTensor gradient = value("1000xf32=2");
  gradient.as<float>()[999] = 3;
  result = cantFail(checkGradient(elementwise(square), {value("1000xf32=1")}, {value("1000xf32=1")}, {gradient}));
  EXPECT_EQ(result.failed, 1);
  EXPECT_TRUE(StringRef(result.message).starts_with("input 0, element [999] = 1: ")) << result.message;
}

TEST(GradientCheck, SaysWhatDoesNotFit) {
  auto message = [](StringRef cotangent, ArrayRef<HostTensor> gradients) {
    return toString(checkGradient(elementwise(square), {value("2xf32=1")}, {value(cotangent)}, gradients).takeError());
  };
  EXPECT_EQ(message("3xf32=1", {value("2xf32=2")}),
            "cotangent 0: expected the shape of the result, 2xf32, but got 3xf32");
  EXPECT_EQ(message("2xf32=1", {value("3xf32=2")}), "gradient 0: expected the type of the input, 2xf32, but got 3xf32");
  EXPECT_EQ(message("2xf32=1", {}), "expected a gradient for each of 1 inputs, but got 0");
  auto fails = [](ArrayRef<HostTensor>) -> Expected<TensorList> { return makeError("it broke"); };
  EXPECT_EQ(toString(checkGradient(fails, {}, {}, {}).takeError()), "it broke");
}
