//===- ValuesTest.cpp ----------------------------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/Values.h"
#include "nnf/Tooling/AtomicFile.h"
#include "nnf/Tooling/Elements.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace mlir::nnf;

static std::string text(const HostTensor &tensor) {
  std::string result;
  raw_string_ostream os(result);
  printTensor(os, tensor);
  return result;
}
/// What the values become, as printed, or the message.
static std::string read(StringRef value, ArrayRef<HostTensorType> types = {}, uint64_t seed = 0) {
  ValueReader reader(seed);
  SmallVector<HostTensor> values;
  if (Error error = reader.read(value, types, values))
    return toString(std::move(error));
  std::string result;
  for (const HostTensor &tensor : values)
    result += (result.empty() ? "" : " ") + text(tensor);
  return result;
}
static HostTensorType type(StringRef text) { return cantFail(parseTensorType(text, /*allowDynamic=*/true)); }

TEST(Values, Types) {
  EXPECT_EQ(type("4x8xf32").name(), "4x8xf32");
  EXPECT_EQ(type("f16").name(), "f16");
  EXPECT_EQ(type(" tensor<?x3xi64> ").name(), "?x3xi64");
  EXPECT_EQ(type("0xf32").name(), "0xf32");
  auto message = [](StringRef text) { return toString(parseTensorType(text).takeError()); };
  EXPECT_EQ(message("?xf32"), "expected a size in the type '?xf32', but found '?'");
  EXPECT_EQ(message("4*8xf32"), "expected a size in the type '4*8xf32', but found '4*8'");
  EXPECT_EQ(message("99999999999999999999xf32"),
            "expected a size in the type '99999999999999999999xf32', but found '99999999999999999999'");
  EXPECT_EQ(message("tensor<4xf32"), "expected '>' at the end of the type 'tensor<4xf32'");
  EXPECT_TRUE(
      StringRef(message("4xfloat")).starts_with("expected a type such as 4x8xf32, with one of the element types i1, "));
  EXPECT_TRUE(StringRef(message("4xfloat")).ends_with("but found '4xfloat'"));
  EXPECT_TRUE(StringRef(message("")).ends_with("but found ''"));
}

TEST(Values, Typed) {
  EXPECT_EQ(read("2x2xf32=0.5"), "2x2xf32=[[0.5, 0.5], [0.5, 0.5]]");
  EXPECT_EQ(read("2x2xf32=1 2 3 4"), "2x2xf32=[[1, 2], [3, 4]]");
  EXPECT_EQ(read("2x2xf32 = [[1,2],[3,4]]"), "2x2xf32=[[1, 2], [3, 4]]");
  EXPECT_EQ(read("2x2xf32=[1 2][3 4]"), "2x2xf32=[[1, 2], [3, 4]]");
  EXPECT_EQ(read("tensor<2xi8>=[-1, 0x7f]"), "2xi8=[-1, 127]");
  EXPECT_EQ(read("f32=2"), "f32=2");
  EXPECT_EQ(read("1xf32=[2]"), "1xf32=[2]");
  EXPECT_EQ(read("3xi1=true false 1"), "3xi1=[true, false, true]");
  EXPECT_EQ(read("3xf32=nan,inf -inf"), "3xf32=[nan, inf, -inf]");
  EXPECT_EQ(read("0x4xf32="), "0x4xf32=[]");
  EXPECT_EQ(read("0x4xf32=[]"), "0x4xf32=[]");
  EXPECT_EQ(read("2x0xf32=[[], []]"), "2x0xf32=[]");
  EXPECT_EQ(read("0x4xf32=7"), "0x4xf32=[]");
  EXPECT_EQ(read("4xf32=iota"), "4xf32=[0, 1, 2, 3]");
}

TEST(Values, Untyped) {
  EXPECT_EQ(read("[[1, 2], [3, 4]]", {type("?x2xf32")}), "2x2xf32=[[1, 2], [3, 4]]");
  EXPECT_EQ(read("0.5", {type("2xf16")}), "2xf16=[0.5, 0.5]");
  EXPECT_EQ(read("+1", {type("f32")}), "f32=1");
  EXPECT_EQ(read("iota", {type("3xi64")}), "3xi64=[0, 1, 2]");
  EXPECT_EQ(read("[]", {type("?xf32")}), "0xf32=[]");
  EXPECT_EQ(read("iota", {type("?xi64")}),
            "'iota': expected a type, as in 4x8xf32=iota, because the function leaves a size open: ?xi64");
  EXPECT_EQ(read("0.5"), "'0.5': expected a value such as 4x8xf32=0.5 or @file.npy");
  EXPECT_EQ(read("4xf32", {type("4xf32")}), "'4xf32': expected a value such as 4x8xf32=0.5 or @file.npy");
  EXPECT_EQ(read("", {type("4xf32")}), "'': expected 4 elements for 4xf32, or one for all of them, but found 0");
}

TEST(Values, SaysWhatIsWrong) {
  EXPECT_EQ(read("4xf32=1 2 3"), "'4xf32=1 2 3': expected 4 elements for 4xf32, or one for all of them, but found 3");
  EXPECT_EQ(read("4xf32="), "'4xf32=': expected 4 elements for 4xf32, or one for all of them, but found 0");
  EXPECT_EQ(read("0xf32=1 2"), "'0xf32=1 2': expected 0 elements for 0xf32, or one for all of them, but found 2");
  EXPECT_EQ(read("2xf32=1 x"), "'2xf32=1 x': expected a number of type f32, but found 'x'");
  EXPECT_EQ(read("2xf32=xs"),
            "'2xf32=xs': expected a generator (zeros, ones, iota, eye, randn, uniform), but found 'xs'");
  EXPECT_EQ(read("2x3xf32=[[1,2],[3,4],[5,6]]"),
            "'2x3xf32=[[1,2],[3,4],[5,6]]': expected brackets that nest as 2x3xf32, but they nest as 3x2xf32");
  EXPECT_EQ(read("4xf32=[1]"), "'4xf32=[1]': expected brackets that nest as 4xf32, but they nest as 1xf32");
  EXPECT_EQ(read("2x2xf32=[[1,2],[3]]"),
            "'2x2xf32=[[1,2],[3]]': expected 2 elements in every bracket of depth 2, but found 1");
  EXPECT_EQ(read("2x2xf32=[[1,2],3]"), "'2x2xf32=[[1,2],3]': found the number '3' where '[' is expected");
  EXPECT_EQ(read("2xf32=[1,[2]]"), "'2xf32=[1,[2]]': found '[' where numbers stand at that depth");
  EXPECT_EQ(read("2xf32=[1,2"), "'2xf32=[1,2': expected ']' at the end");
  EXPECT_EQ(read("2xf32=1,2]"), "'2xf32=1,2]': found the number '1' where '[' is expected");
  EXPECT_EQ(read("2xf32=[1,2]]"), "'2xf32=[1,2]]': expected nothing after the last ']', but found ']'");
  EXPECT_EQ(read("2xi32=1.5 2"), "'2xi32=1.5 2': expected an integer of type i32, but found '1.5'");
  EXPECT_EQ(read("?xf32=1"), "'?xf32=1': expected a size in the type '?xf32', but found '?'");
  EXPECT_EQ(read("1000000000000xf32=0"),
            "'1000000000000xf32=0': 1000000000000xf32 takes 4000000000000 bytes, more than there is memory");
  EXPECT_EQ(read(std::string(100, '[') + "1" + std::string(100, ']'), {type("f32")}).substr(60),
            "[...': expected at most 16 nested brackets");
}

TEST(Values, ChecksAgainstTheFunction) {
  auto check = [](ArrayRef<HostTensorType> types, ArrayRef<StringRef> texts) {
    ValueReader reader;
    SmallVector<HostTensor> values;
    for (StringRef text : texts)
      cantFail(reader.read(text, types, values));
    return toString(checkTensors("input", types, values));
  };
  EXPECT_EQ(check({type("2x?xf32"), type("i64")}, {"2x7xf32=0", "i64=1"}), "");
  EXPECT_EQ(check({type("2x?xf32"), type("i64")}, {"2x7xf32=0"}), "expected 2 inputs: 2x?xf32, i64; but got 1");
  EXPECT_EQ(check({}, {"f32=0"}), "expected 0 inputs; but got 1");
  EXPECT_EQ(check({type("f32")}, {"f32=0", "f32=1"}), "expected 1 input: f32; but got 2");
  EXPECT_EQ(check({type("2x?xf32")}, {"3x7xf32=0"}), "input 0: expected 2x?xf32, but got 3x7xf32");
  EXPECT_EQ(check({type("2x?xf32")}, {"2xf32=0"}), "input 0: expected 2x?xf32, but got 2xf32");
  EXPECT_EQ(check({type("f32"), type("f32")}, {"f32=0", "f64=0"}), "input 1: expected f32, but got f64");
  EXPECT_EQ(check({type("i8")}, {"ui8=255"}), "input 0: expected i8, but got ui8");
  HostTensorType anySign = type("i8");
  anySign.anySign = true;
  EXPECT_EQ(check({anySign}, {"ui8=255"}), "");
  EXPECT_EQ(check({anySign}, {"i1=true"}), "input 0: expected i8, but got i1") << "a bool is no integer";
  SmallVector<HostTensor> values = {cantFail(HostTensor::allocate(NNF_U8, {}))};
  values[0].as<uint8_t>()[0] = 255;
  cantFail(checkTensors("input", {anySign}, values));
  EXPECT_EQ(text(values[0]), "i8=-1");
}

namespace {
class ValueFiles : public ::testing::Test {
protected:
  void SetUp() override {
    ASSERT_FALSE(sys::fs::createUniqueDirectory("nnf-values-test", folder));
    std::string contents;
    raw_string_ostream os(contents);
    for (int32_t i = 1; i <= 3; ++i)
      writeNpy(os, HostTensor::borrow(NNF_I32, {1}, &i));
    cantFail(writeFileAtomically(path("three.npy"), contents));
    cantFail(writeFileAtomically(path("raw.bin"), StringRef("\0\0\x80\x3f\0\0\0\x40", 8)));
  }
  void TearDown() override { sys::fs::remove_directories(folder); }
  std::string path(StringRef name) {
    SmallString<128> result(folder);
    sys::path::append(result, name);
    return result.str().str();
  }
  SmallString<128> folder;
};
} // namespace

TEST_F(ValueFiles, ArraysOfOneFile) {
  ValueReader reader;
  SmallVector<HostTensor> values;
  auto add = [&](char how) { return toString(reader.read(how + path("three.npy"), {}, values)); };
  EXPECT_EQ(add('@'), "");
  EXPECT_EQ(add('+'), "");
  EXPECT_EQ(add('*'), "");
  EXPECT_EQ(add('*'), "") << "nothing is left, which is no error";
  EXPECT_EQ(add('@'), "") << "begins anew";
  EXPECT_EQ(add('+'), "");
  EXPECT_EQ(add('+'), "");
  EXPECT_EQ(add('+'), "'" + path("three.npy") + "', array 4: expected another array, but the file has only 3");
  std::string all;
  for (const HostTensor &value : values)
    all += std::to_string(value.as<int32_t>()[0]);
  EXPECT_EQ(all, "123123");
}

TEST_F(ValueFiles, TypedFiles) {
  EXPECT_EQ(read("2xf32=@" + path("raw.bin")), "2xf32=[1, 2]");
  EXPECT_EQ(read("1xi32=@" + path("three.npy")), "1xi32=[1]");
  EXPECT_EQ(read("2xi32=@" + path("three.npy")), "'" + path("three.npy") + "': expected 2xi32, but found 1xi32");
  EXPECT_EQ(read("3xf32=@" + path("raw.bin")),
            "'" + path("raw.bin") + "': expected 12 bytes for 3xf32, but the file has 8");
  EXPECT_EQ(read("8xi1=@" + path("raw.bin")),
            "'" + path("raw.bin") + "': expected bytes 0 and 1 for 8xi1, but byte 2 is 128");
  EXPECT_EQ(read("@" + path("none.npy")), "cannot read '" + path("none.npy") + "': No such file or directory");
}
