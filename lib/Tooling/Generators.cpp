//===- Generators.cpp - tensors made by rule -----------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/Generators.h"
#include "nnf/Tooling/DidYouMean.h"
#include "nnf/Tooling/Elements.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MathExtras.h"
#include <cmath>

using namespace llvm;
using namespace mlir::nnf;

//===----------------------------------------------------------------------------------------------------------===//
// Random numbers
//===----------------------------------------------------------------------------------------------------------===//

std::array<uint32_t, 4> mlir::nnf::philox4x32(std::array<uint32_t, 4> counter, std::array<uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    uint64_t a = uint64_t(0xD2511F53u) * counter[0], b = uint64_t(0xCD9E8D57u) * counter[2];
    counter = {uint32_t(b >> 32) ^ counter[1] ^ key[0], uint32_t(b), uint32_t(a >> 32) ^ counter[3] ^ key[1],
               uint32_t(a)};
    key[0] += 0x9E3779B9u;
    key[1] += 0xBB67AE85u;
  }
  return counter;
}

namespace {
/// The 64 random bits of every element, a block of four words for two of them at a time.
class RandomBits {
public:
  explicit RandomBits(GeneratorSeed seed) : seed(seed) {}
  uint64_t operator[](int64_t element) {
    if (element / 2 != block) {
      block = element / 2;
      words = philox4x32({uint32_t(block), uint32_t(uint64_t(block) >> 32), seed.stream, 0},
                         {uint32_t(seed.seed), uint32_t(seed.seed >> 32)});
    }
    unsigned first = element % 2 * 2;
    return words[first] | uint64_t(words[first + 1]) << 32;
  }
  /// In (0, 1), never an end of it.
  double uniform(int64_t element) { return (double((*this)[element] >> 11) + 0.5) * 0x1p-53; }

private:
  GeneratorSeed seed;
  int64_t block = -1;
  std::array<uint32_t, 4> words;
};
} // namespace

template <size_t N>
static double polynomial(double x, const double (&coefficients)[N]) {
  double sum = 0;
  for (double c : coefficients)
    sum = sum * x + c;
  return sum;
}

/// The natural logarithm of a normal number in (0, 1) from arithmetic alone: two machines' libraries may differ in the
/// last bit. m 2^e with m in [1/sqrt(2), sqrt(2)), log m = 2 atanh((m-1)/(m+1)) by its series, 22 terms for 53 bits.
static double portableLog(double x) {
  int exponent;
  double m = std::frexp(x, &exponent);
  if (m < 0x1.6a09e667f3bcdp-1) {
    m *= 2;
    --exponent;
  }
  double s = (m - 1) / (m + 1), square = s * s, sum = 0;
  for (int k = 43; k >= 1; k -= 2)
    sum = sum * square + 1.0 / k;
  return 2 * s * sum + exponent * 0x1.62e42fefa39efp-1;
}

double mlir::nnf::inverseNormal(double p) {
  // Coefficients as published, highest power first.
  static constexpr double a[] = {2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4,
                                 4.5921953931549871457e4, 1.3731693765509461125e4, 1.9715909503065514427e3,
                                 1.3314166789178437745e2, 3.3871328727963666080e0};
  static constexpr double b[] = {
      5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
      5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1.0};
  static constexpr double c[] = {7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1,
                                 1.27045825245236838258e0,  3.64784832476320460504e0,  5.76949722146069140550e0,
                                 4.63033784615654529590e0,  1.42343711074968357734e0};
  static constexpr double d[] = {
      1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
      6.89767334985100004550e-1, 1.67638483018380384940e0,  2.05319162663775882187e0,  1.0};
  static constexpr double e[] = {2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3,
                                 2.65321895265761230930e-2, 2.96560571828504891230e-1, 1.78482653991729133580e0,
                                 5.46378491116411436990e0,  6.65790464350110377720e0};
  static constexpr double f[] = {
      2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
      1.48753612908506148525e-2,  1.36929880922735805310e-1, 5.99832206555887937690e-1, 1.0};
  double q = p - 0.5;
  if (std::fabs(q) <= 0.425) {
    double r = 0.180625 - q * q;
    return q * polynomial(r, a) / polynomial(r, b);
  }
  double r = std::sqrt(-portableLog(q < 0 ? p : 1 - p));
  double tail = r <= 5 ? polynomial(r - 1.6, c) / polynomial(r - 1.6, d) : polynomial(r - 5, e) / polynomial(r - 5, f);
  return q < 0 ? -tail : tail;
}

//===----------------------------------------------------------------------------------------------------------===//
// The generators
//===----------------------------------------------------------------------------------------------------------===//

namespace {
enum class Rule { Zeros, Ones, Iota, Eye, Randn, Uniform };
struct RuleInfo {
  StringLiteral name;
  Rule rule;
  unsigned minArguments, maxArguments;
};
} // namespace
static constexpr RuleInfo rules[] = {{"zeros", Rule::Zeros, 0, 0}, {"ones", Rule::Ones, 0, 0},
                                     {"iota", Rule::Iota, 0, 2},   {"eye", Rule::Eye, 0, 0},
                                     {"randn", Rule::Randn, 0, 2}, {"uniform", Rule::Uniform, 0, 2}};

bool mlir::nnf::isGenerator(StringRef text) {
  StringRef name = text.take_while([](char c) { return isAlpha(c) || c == '_'; });
  return !name.empty() && name != "nan" && name != "inf" && name != "true" && name != "false";
}

/// What a generator computes with: exact for integers, double for floats.
template <class T>
static Error parseArguments(ArrayRef<StringRef> texts, StringRef name, SmallVectorImpl<T> &values) {
  for (StringRef text : texts) {
    T value;
    if (Error error = parseElement(std::is_same_v<T, double> ? NNF_F64 : NNF_I64, text.trim(), &value))
      return makeError(name + ": " + toString(std::move(error)));
    values.push_back(value);
  }
  return Error::success();
}

static Error notInRange(nnf_dtype dtype, StringRef name, const Twine &value) {
  return makeError(name + ": " + value + " is out of the range of " + dtypeName(dtype));
}

static Error fillIntegers(HostTensor &tensor, const RuleInfo &info, ArrayRef<StringRef> texts, GeneratorSeed seed) {
  nnf_dtype dtype = tensor.dtype();
  SmallVector<int64_t> arguments;
  if (Error error = parseArguments(texts, info.name, arguments))
    return error;
  int64_t count = tensor.numElements();
  auto fits = [&](int64_t value) {
    return value >= integerMin(dtype) && (value < 0 || uint64_t(value) <= integerMax(dtype));
  };
  if (info.rule == Rule::Iota) {
    int64_t start = arguments.size() > 0 ? arguments[0] : 0, step = arguments.size() > 1 ? arguments[1] : 1;
    for (int64_t i = 0; i < count; ++i) {
      int64_t value;
      if (MulOverflow(i, step, value) || AddOverflow(value, start, value) || !fits(value))
        return notInRange(dtype, info.name, "element " + Twine(i));
      storeInteger(dtype, tensor.at(i), value);
    }
    return Error::success();
  }
  if (info.rule == Rule::Randn)
    return makeError(Twine("randn: expected a float type, but got ") + dtypeName(dtype));
  int64_t low = 0, high = dtype == NNF_BOOL ? 2 : 10;
  if (!arguments.empty()) {
    low = arguments[0];
    high = arguments[1];
  }
  if (low >= high)
    return makeError("uniform: expected low < high, but got " + Twine(low) + " and " + Twine(high));
  if (!fits(low))
    return notInRange(dtype, info.name, Twine(low));
  if (!fits(high - 1))
    return notInRange(dtype, info.name, Twine(high - 1));
  RandomBits bits(seed);
  uint64_t range = uint64_t(high) - uint64_t(low);
  for (int64_t i = 0; i < count; ++i)
    // The upper word of a 64 x 64 bit product: a bias below 2^-64 times the range.
    storeInteger(dtype, tensor.at(i), int64_t(uint64_t(low) + uint64_t((unsigned __int128)(bits[i]) * range >> 64)));
  return Error::success();
}

static Error fillFloats(HostTensor &tensor, const RuleInfo &info, ArrayRef<StringRef> texts, GeneratorSeed seed) {
  nnf_dtype dtype = tensor.dtype();
  SmallVector<double> arguments;
  if (Error error = parseArguments(texts, info.name, arguments))
    return error;
  double first = arguments.size() > 0 ? arguments[0] : 0, second = arguments.size() > 1 ? arguments[1] : 1;
  if (!std::isfinite(first) || !std::isfinite(second))
    return makeError(info.name + ": expected finite numbers");
  int64_t count = tensor.numElements();
  if (info.rule == Rule::Iota) {
    for (int64_t i = 0; i < count; ++i)
      storeDouble(dtype, tensor.at(i), first + double(i) * second);
    return Error::success();
  }
  RandomBits bits(seed);
  if (info.rule == Rule::Randn) {
    if (second < 0)
      return makeError("randn: expected a deviation of at least 0, but got " + texts[1].trim());
    for (int64_t i = 0; i < count; ++i)
      storeDouble(dtype, tensor.at(i), first + second * inverseNormal(bits.uniform(i)));
    return Error::success();
  }
  // The ends as elements of the type: what is drawn lies between them, the upper one excluded.
  uint64_t ends[2] = {0, 0};
  storeDouble(dtype, &ends[0], first);
  storeDouble(dtype, &ends[1], second);
  double low = loadDouble(dtype, &ends[0]), high = loadDouble(dtype, &ends[1]);
  if (!(low < high) || !std::isfinite(high - low))
    return makeError("uniform: expected low < high in " + dtypeName(dtype) + ", but got " +
                     elementText(dtype, &ends[0]) + " and " + elementText(dtype, &ends[1]));
  uint64_t signBit = uint64_t(1) << (8 * dtypeBytes(dtype) - 1);
  uint64_t belowHigh = high > 0 ? ends[1] - 1 : high < 0 ? ends[1] + 1 : signBit | 1;
  for (int64_t i = 0; i < count; ++i) {
    void *element = tensor.at(i);
    storeDouble(dtype, element, low + bits.uniform(i) * (high - low));
    // Rounding may reach the upper end; the number below it is the nearest that is allowed.
    if (loadDouble(dtype, element) >= high)
      storeBits(dtype, element, belowHigh);
  }
  return Error::success();
}

Error mlir::nnf::generate(HostTensor &tensor, StringRef text, GeneratorSeed seed) {
  StringRef name = text.take_while([](char c) { return isAlnum(c) || c == '_'; });
  const RuleInfo *info = find_if(rules, [&](const RuleInfo &rule) { return rule.name == name; });
  if (info == std::end(rules)) {
    SmallVector<StringRef> names(map_range(rules, [](const RuleInfo &rule) { return StringRef(rule.name); }));
    return makeError("expected a generator (" + join(names, ", ") + "), but found '" + name + "'" +
                     didYouMeanSuffix(name, names));
  }
  StringRef rest = text.drop_front(name.size()).trim();
  SmallVector<StringRef> arguments;
  if (!rest.empty()) {
    if (!rest.starts_with("(") || !rest.ends_with(")"))
      return makeError(name + ": expected arguments in parentheses, but found '" + rest + "'");
    rest.drop_front().drop_back().split(arguments, ',');
  }
  // A range has two ends; a mean without a deviation is fine.
  bool halfRange = info->rule == Rule::Uniform && arguments.size() == 1;
  if (arguments.size() < info->minArguments || arguments.size() > info->maxArguments || halfRange)
    return makeError(name + ": expected " +
                     (info->rule == Rule::Uniform ? std::string("no or 2")
                      : info->maxArguments        ? "at most " + std::to_string(info->maxArguments)
                                                  : std::string("no")) +
                     " arguments, but got " + Twine(arguments.size()));

  nnf_dtype dtype = tensor.dtype();
  uint64_t one = 0;
  storeDouble(dtype, &one, 1);
  switch (info->rule) {
  case Rule::Zeros:
  case Rule::Ones:
    for (int64_t i = 0, n = tensor.numElements(); i < n; ++i)
      storeBits(dtype, tensor.at(i), info->rule == Rule::Ones ? one : 0);
    return Error::success();
  case Rule::Eye: {
    if (tensor.rank() < 2)
      return makeError("eye: expected a rank of at least 2, but got " + tensor.typeName());
    int64_t columns = tensor.shape().back(), rows = tensor.shape()[tensor.rank() - 2];
    for (int64_t i = 0, n = tensor.numElements(); i < n; ++i)
      storeBits(dtype, tensor.at(i), i / columns % rows == i % columns ? one : 0);
    return Error::success();
  }
  default:
    return isFloat(dtype) ? fillFloats(tensor, *info, arguments, seed) : fillIntegers(tensor, *info, arguments, seed);
  }
}
