//===- Elements.cpp - one element of a tensor as text --------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/Elements.h"
#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include <charconv>
#include <cmath>
#include <cstring>

using namespace llvm;
using namespace mlir::nnf;

//===----------------------------------------------------------------------------------------------------------===//
// Parsing
//===----------------------------------------------------------------------------------------------------------===//

static Error notA(nnf_dtype dtype, StringRef text) {
  StringRef article = dtype == NNF_BOOL ? "a bool (true, false, 1 or 0)" : isFloat(dtype) ? "a number" : "an integer";
  std::string type = dtype == NNF_BOOL ? "" : (" of type " + dtypeName(dtype)).str();
  return makeError("expected " + article + type + ", but found '" + text.take_front(60) + "'");
}
static Error outOfRange(nnf_dtype dtype, StringRef text) {
  std::string range =
      isFloat(dtype) ? "" : " (" + std::to_string(integerMin(dtype)) + " to " + std::to_string(integerMax(dtype)) + ")";
  return makeError("'" + text.take_front(60) + "' is out of the range of " + dtypeName(dtype) + range);
}

static Error parseIntegerElement(nnf_dtype dtype, StringRef text, void *element) {
  StringRef digits = text;
  bool negative = digits.consume_front("-");
  if (!negative)
    digits.consume_front("+");
  unsigned radix = digits.consume_front("0x") || digits.consume_front("0X") ? 16 : 10;
  bool spelled = !digits.empty() && all_of(digits, [&](char c) { return radix == 16 ? isHexDigit(c) : isDigit(c); });
  if (!spelled)
    return notA(dtype, text);
  uint64_t magnitude;
  if (digits.getAsInteger(radix, magnitude))
    return outOfRange(dtype, text);
  uint64_t limit = negative ? uint64_t(0) - uint64_t(integerMin(dtype)) : integerMax(dtype);
  if (magnitude > limit)
    return outOfRange(dtype, text);
  storeBits(dtype, element, negative ? uint64_t(0) - magnitude : magnitude);
  return Error::success();
}

/// True for what APFloat would also read, minus the words that it knows and we spell ourselves.
static bool looksLikeNumber(StringRef text) {
  text.consume_front("-") || text.consume_front("+");
  bool hex = text.consume_front("0x") || text.consume_front("0X");
  bool digit = false;
  while (!text.empty() && (text[0] == '.' || (hex ? isHexDigit(text[0]) : isDigit(text[0])))) {
    digit |= text[0] != '.';
    text = text.drop_front();
  }
  if (!digit)
    return false;
  bool exponent = hex ? text.consume_front_insensitive("p") : text.consume_front_insensitive("e");
  if (!exponent)
    return text.empty() && !hex;
  text.consume_front("-") || text.consume_front("+");
  return !text.empty() && all_of(text, isDigit);
}

static Error parseFloatElement(nnf_dtype dtype, StringRef text, void *element) {
  // from_chars is several times as fast, and most elements are plain numbers of the two wide types.
  StringRef plain = text;
  plain.consume_front("+");
  auto parseFast = [&](auto value) {
    auto [end, code] = std::from_chars(plain.begin(), plain.end(), value);
    // Its words ("infinity", "nan(…)") are not ours, and neither is "+-1".
    bool number = code == std::errc() && end == plain.end() && std::isfinite(value) &&
                  (plain.size() == text.size() || !plain.starts_with("-"));
    if (number)
      std::memcpy(element, &value, sizeof(value));
    return number;
  };
  if ((dtype == NNF_F32 && parseFast(0.0f)) || (dtype == NNF_F64 && parseFast(0.0)))
    return Error::success();

  const fltSemantics &semantics = floatSemantics(dtype);
  unsigned width = 8 * dtypeBytes(dtype);
  StringRef bits = text;
  if ((bits.consume_front("0x") || bits.consume_front("0X")) && bits.size() == width / 4 && all_of(bits, isHexDigit)) {
    uint64_t value = 0;
    bool failed = bits.getAsInteger(16, value);
    assert(!failed && "sixteen hexadecimal digits at most");
    (void)failed;
    storeBits(dtype, element, value);
    return Error::success();
  }
  StringRef word = text;
  bool negative = word.consume_front("-");
  if (!negative)
    word.consume_front("+");
  std::optional<APFloat> value;
  if (word == "nan")
    value = APFloat::getNaN(semantics, negative);
  else if (word == "inf" && dtype != NNF_F8E4M3FN)
    value = APFloat::getInf(semantics, negative);
  else if (word == "inf")
    return outOfRange(dtype, text);
  if (!value) {
    if (!looksLikeNumber(text))
      return notA(dtype, text);
    value = APFloat(semantics);
    Expected<APFloat::opStatus> status = value->convertFromString(text, APFloat::rmNearestTiesToEven);
    if (!status) {
      consumeError(status.takeError());
      return notA(dtype, text);
    }
    if ((*status & APFloat::opOverflow) || !value->isFinite())
      return outOfRange(dtype, text);
  }
  storeBits(dtype, element, value->bitcastToAPInt().getZExtValue());
  return Error::success();
}

Error mlir::nnf::parseElement(nnf_dtype dtype, StringRef text, void *element) {
  if (isFloat(dtype))
    return parseFloatElement(dtype, text, element);
  if (dtype != NNF_BOOL)
    return parseIntegerElement(dtype, text, element);
  if (text != "true" && text != "false" && text != "1" && text != "0")
    return notA(dtype, text);
  storeBits(dtype, element, text == "true" || text == "1");
  return Error::success();
}

//===----------------------------------------------------------------------------------------------------------===//
// Printing
//===----------------------------------------------------------------------------------------------------------===//

/// The fewest digits that name this element among the elements of its type.
static std::string shortestNarrow(nnf_dtype dtype, const void *element) {
  uint64_t bits = loadBits(dtype, element);
  double value = loadDouble(dtype, element);
  char text[40];
  // Nine digits name every f32, hence every narrower number.
  for (int digits = 1; digits < 9; ++digits) {
    snprintf(text, sizeof(text), "%.*g", digits, value);
    uint64_t back = 0;
    // A number next to the largest may round out of range with few digits.
    if (Error error = parseElement(dtype, text, &back))
      consumeError(std::move(error));
    else if (back == bits)
      return text;
  }
  snprintf(text, sizeof(text), "%.9g", value);
  return text;
}

template <class T>
static void printShortest(raw_ostream &os, T value) {
  char text[40];
  auto [end, code] = std::to_chars(text, text + sizeof(text), value);
  assert(code == std::errc() && "24 characters hold every double");
  os << StringRef(text, end - text);
}

void mlir::nnf::printElement(raw_ostream &os, nnf_dtype dtype, const void *element) {
  if (dtype == NNF_BOOL) {
    os << (loadInteger(dtype, element) ? "true" : "false");
    return;
  }
  if (!isFloat(dtype)) {
    if (isUnsigned(dtype))
      os << loadBits(dtype, element);
    else
      os << loadInteger(dtype, element);
    return;
  }
  double value = loadDouble(dtype, element);
  if (std::isnan(value))
    os << "nan";
  else if (std::isinf(value))
    os << (value < 0 ? "-inf" : "inf");
  else if (dtype == NNF_F64)
    printShortest(os, value);
  else if (dtype == NNF_F32)
    printShortest(os, static_cast<float>(value));
  else
    os << shortestNarrow(dtype, element);
}

std::string mlir::nnf::elementText(nnf_dtype dtype, const void *element) {
  std::string text;
  raw_string_ostream os(text);
  printElement(os, dtype, element);
  return text;
}

/// An element as MLIR reads it inside dense<…>: a float needs a point, and what is not finite is spelled in bits.
static void printDenseElement(raw_ostream &os, nnf_dtype dtype, const void *element) {
  if (!isFloat(dtype))
    return printElement(os, dtype, element);
  if (!std::isfinite(loadDouble(dtype, element))) {
    os << format_hex(loadBits(dtype, element), 2 + 2 * dtypeBytes(dtype), /*Upper=*/true);
    return;
  }
  std::string text = elementText(dtype, element);
  size_t exponent = text.find('e');
  if (text.find('.') == std::string::npos)
    text.insert(exponent == std::string::npos ? text.size() : exponent, ".0");
  os << text;
}

namespace {
/// Walks the dimensions and writes nested brackets, up to a number of elements.
struct NestedPrinter {
  raw_ostream &os;
  const HostTensor &tensor;
  int64_t left; ///< elements that may still be printed
  bool dense;
  int64_t next = 0;

  /// False once the limit was reached: "..." is out and only brackets remain to be closed.
  bool print(size_t dim) {
    if (dim == tensor.shape().size()) {
      if (left-- == 0) {
        os << "...";
        return false;
      }
      (dense ? printDenseElement : printElement)(os, tensor.dtype(), tensor.at(next++));
      return true;
    }
    os << "[";
    bool more = true;
    for (int64_t i = 0; more && i < tensor.shape()[dim]; ++i) {
      if (i)
        os << ", ";
      more = print(dim + 1);
    }
    os << "]";
    return more;
  }
};
} // namespace

void mlir::nnf::printTensor(raw_ostream &os, const HostTensor &tensor, const PrintOptions &options) {
  if (options.dense) {
    os << "dense<";
    // MLIR writes no nested brackets for a tensor without elements.
    if (tensor.numElements())
      NestedPrinter{os, tensor, -1, true}.print(0);
    os << "> : tensor<" << tensor.typeName() << ">";
    return;
  }
  os << tensor.typeName() << "=";
  if (!tensor.numElements()) {
    os << "[]";
    return;
  }
  NestedPrinter{os, tensor, options.maxElements < 0 ? -1 : options.maxElements, false}.print(0);
}
