//===- Tokens.cpp - mutations of programs that leave most of them whole ===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Tokens.h"

#include <cctype>
#include <cstring>
#include <random>

using namespace nnf::fuzz;

namespace {
enum Kind { Number, Value, Name, Word, Punctuation, Space };

struct Token {
  Kind kind;
  std::string text;
};

using Random = std::minstd_rand;
} // namespace

static std::vector<std::string> &names() {
  static std::vector<std::string> list;
  return list;
}

void nnf::fuzz::addNames(std::vector<std::string> list) { names() = std::move(list); }

static size_t pick(Random &random, size_t count) { return random() % count; }

static bool isWordByte(unsigned char c) { return std::isalnum(c) || c == '_' || c == '.' || c == '$'; }

/// Sizes and element types of "4x8xf32" are tokens of their own.
static std::vector<Token> split(const std::string &text) {
  std::vector<Token> tokens;
  size_t at = 0;
  auto take = [&](Kind kind, size_t end) {
    tokens.push_back({kind, text.substr(at, end - at)});
    at = end;
  };
  while (at < text.size()) {
    unsigned char c = text[at];
    size_t end = at + 1;
    bool inShape = !tokens.empty() && (tokens.back().kind == Number || tokens.back().text == "?");
    if (std::isspace(c)) {
      while (end < text.size() && std::isspace((unsigned char)text[end]))
        ++end;
      take(Space, end);
    } else if (std::isdigit(c)) {
      while (end < text.size() && (std::isdigit((unsigned char)text[end]) || text[end] == '.'))
        ++end;
      take(Number, end);
    } else if (c == '%' || c == '@' || c == '^') {
      while (end < text.size() && isWordByte(text[end]))
        ++end;
      take(Value, end);
    } else if (c == 'x' && inShape) {
      take(Punctuation, end);
    } else if (isWordByte(c)) {
      while (end < text.size() && isWordByte(text[end]))
        ++end;
      take(text.find('.', at) < end ? Name : Word, end);
    } else {
      take(Punctuation, end);
    }
  }
  return tokens;
}

static const char *const extremes[] = {
    "0",       "1",          "-1",         "2",          "3",          "5",    "16",       "17",  "1000",
    "65536",   "?",          "4294967296", "1000000007", "2147483647", "1e30", "-1.0e-40", "0.5", "9223372036854775807",
    "1.0e400", "0x7FC00000", "-0.0",       "0xFF",       "-2147483648", "4611686018427387904", "-9223372036854775808"};
static const char *const words[] = {"f32",    "f16",    "bf16",   "f64",   "i1",      "i8",      "ui8",
                                    "i32",    "i64",    "none",   "mean",  "sum",     "true",    "false",
                                    "index",  "si16",   "unit",   "dense", "tanh",    "func",    "tensor",
                                    "memref", "vector", "f8E5M2", "zeros", "reflect", "f8E4M3FN"};

/// Another token of the kind: out of a pool, or from elsewhere in the text.
static void replaceToken(std::vector<Token> &tokens, size_t at, Random &random) {
  Token &token = tokens[at];
  if (token.kind == Number && pick(random, 2)) {
    token.text = extremes[pick(random, sizeof(extremes) / sizeof(extremes[0]))];
    return;
  }
  if (token.kind == Word && pick(random, 2)) {
    token.text = words[pick(random, sizeof(words) / sizeof(words[0]))];
    return;
  }
  if (token.kind == Name && !names().empty() && pick(random, 2)) {
    token.text = names()[pick(random, names().size())];
    return;
  }
  for (int tries = 0; tries < 20; ++tries) {
    const Token &other = tokens[pick(random, tokens.size())];
    if (other.kind == token.kind && other.text != token.text) {
      token.text = other.text;
      return;
    }
  }
}

/// One token becomes another wherever it stands: sizes and element types that must agree go on agreeing.
static void replaceEverywhere(std::vector<Token> &tokens, size_t at, Random &random) {
  Token before = tokens[at];
  replaceToken(tokens, at, random);
  for (Token &token : tokens)
    if (token.kind == before.kind && token.text == before.text)
      token.text = tokens[at].text;
}

/// Leaves out, doubles or moves a line.
static void mutateLines(std::string &text, Random &random) {
  std::vector<std::string> lines;
  for (size_t at = 0; at <= text.size();) {
    size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  size_t one = pick(random, lines.size()), other = pick(random, lines.size());
  switch (pick(random, 3)) {
  case 0:
    lines.erase(lines.begin() + one);
    break;
  case 1: {
    std::string copy = lines[one];
    lines.insert(lines.begin() + other, copy);
    break;
  }
  default:
    std::swap(lines[one], lines[other]);
  }
  text.clear();
  for (const std::string &line : lines)
    text += line + "\n";
}

static void mutateTokens(std::string &text, Random &random) {
  std::vector<Token> tokens = split(text);
  if (tokens.empty())
    return;
  // Most of what is changed more than once is no program any more.
  for (size_t count = pick(random, 4) ? 1 : 1 + pick(random, 3); count; --count) {
    size_t at = pick(random, tokens.size());
    while ((tokens[at].kind == Space || tokens[at].kind == Punctuation) && pick(random, 4))
      at = pick(random, tokens.size());
    switch (pick(random, 16)) {
    case 0:
      tokens[at].text.clear();
      break;
    case 1:
      tokens[at].text += " " + tokens[pick(random, tokens.size())].text;
      break;
    case 2:
      std::swap(tokens[at], tokens[pick(random, tokens.size())]);
      break;
    case 3:
    case 4:
    case 5:
      replaceToken(tokens, at, random);
      break;
    default:
      replaceEverywhere(tokens, at, random);
    }
  }
  text.clear();
  for (const Token &token : tokens)
    text += token.text;
}

/// All sizes of tensors become open, so that no attribute is wrong by the sizes alone.
static void openSizes(std::string &text) {
  std::vector<Token> tokens = split(text);
  text.clear();
  for (size_t i = 0; i < tokens.size(); ++i)
    text += tokens[i].kind == Number && i + 1 < tokens.size() && tokens[i + 1].text == "x" ? "?" : tokens[i].text;
}

size_t nnf::fuzz::mutateText(uint8_t *data, size_t size, size_t capacity, unsigned seed) {
  Random random(seed + 1);
  unsigned how = pick(random, 20);
  if (how == 0 || size == 0)
    return LLVMFuzzerMutate(data, size, capacity);
  std::string text(reinterpret_cast<char *>(data), size);
  if (pick(random, 8) == 0)
    openSizes(text);
  if (how <= 2)
    mutateLines(text, random);
  else
    mutateTokens(text, random);
  size_t length = std::min(text.size(), capacity);
  std::memcpy(data, text.data(), length);
  return length;
}
