//===- Einsum.cpp - sums of products as text, compiled, run and compared ------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Einsum.h"

#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/StringExtras.h"
#include <cmath>
#include <random>
#include <set>

using namespace nnf::test;

mlir::nnf::Jit *JitTest::jit = nullptr;

//===--------------------------------------------------------------------------------------------------------===//
// Index expressions
//===--------------------------------------------------------------------------------------------------------===//

std::vector<DimIndex> nnf::test::parseIndex(const std::string &text) {
  std::vector<DimIndex> dims;
  if (text.find(',') == std::string::npos && text.find('+') == std::string::npos) {
    for (char c : text)
      dims.push_back({{{c, 1}}});
    return dims;
  }
  llvm::SmallVector<llvm::StringRef> parts;
  llvm::StringRef(text).split(parts, ',');
  for (llvm::StringRef part : parts) {
    DimIndex dim;
    llvm::SmallVector<llvm::StringRef> terms;
    part.split(terms, '+');
    for (llvm::StringRef term : terms) {
      int64_t factor = 1;
      if (term.contains('*')) {
        term.split('*').first.getAsInteger(10, factor);
        term = term.split('*').second;
      }
      dim.terms.push_back({term[0], factor});
    }
    dims.push_back(dim);
  }
  return dims;
}

std::vector<int64_t> nnf::test::shapeOf(const std::string &index, const std::map<char, int64_t> &sizes) {
  std::vector<int64_t> shape;
  for (const DimIndex &dim : parseIndex(index)) {
    int64_t extent = 1;
    for (auto [loop, factor] : dim.terms)
      extent += factor * (sizes.at(loop) - 1);
    shape.push_back(std::max<int64_t>(extent, 0));
  }
  return shape;
}

/// The loops in the order of the result, then those that are summed over.
static std::string loopsOf(const Einsum &e) {
  std::string loops;
  for (const std::string *index : {&e.c, &e.b, &e.a})
    for (const DimIndex &dim : parseIndex(*index))
      for (auto [loop, factor] : dim.terms)
        if (loops.find(loop) == std::string::npos)
          loops += loop;
  return loops;
}

//===--------------------------------------------------------------------------------------------------------===//
// The module
//===--------------------------------------------------------------------------------------------------------===//

static std::string mapOf(const std::string &index, const std::string &loops) {
  std::string text = "affine_map<(";
  for (size_t i = 0; i < loops.size(); ++i)
    text += std::string(i ? ", " : "") + loops[i];
  text += ") -> (";
  bool first = true;
  for (const DimIndex &dim : parseIndex(index)) {
    text += first ? "" : ", ";
    first = false;
    for (size_t t = 0; t < dim.terms.size(); ++t) {
      text += t ? " + " : "";
      text += dim.terms[t].first;
      if (dim.terms[t].second != 1)
        text += " * " + std::to_string(dim.terms[t].second);
    }
  }
  return text + ")>";
}

/// The first factor's shape as it is given.
static std::vector<int64_t> givenShape(const Einsum &e, const std::map<char, int64_t> &sizes) {
  std::vector<int64_t> shape = shapeOf(e.a, sizes);
  for (size_t d = 0; d < e.low.size(); ++d)
    shape[d] -= e.low[d] + e.high[d];
  return shape;
}

static std::string typeOf(const std::string &index, const std::string &element, const std::string &dynamic,
                          const std::map<char, int64_t> &sizes, std::vector<int64_t> shape = {}) {
  std::string text = "tensor<";
  if (shape.empty())
    shape = shapeOf(index, sizes);
  std::vector<DimIndex> dims = parseIndex(index);
  for (size_t d = 0; d < dims.size(); ++d) {
    bool open = false;
    for (auto [loop, factor] : dims[d].terms)
      open |= dynamic.find(loop) != std::string::npos;
    text += open ? "?x" : std::to_string(shape[d]) + "x";
  }
  return text + element + ">";
}

/// %v in another element type.
static std::string convert(const std::string &v, const std::string &from, const std::string &to, std::string &out,
                           const std::string &name) {
  if (from == to)
    return v;
  bool isFloat = from[0] == 'f' || from[0] == 'b';
  auto width = [](const std::string &t) { return std::stoi(t.substr(t.find_first_of("0123456789"))); };
  std::string op = width(from) < width(to) ? (isFloat ? "arith.extf" : "arith.extsi") : (isFloat ? "arith.truncf" : "arith.trunci");
  out += "    " + name + " = " + op + " " + v + " : " + from + " to " + to + "\n";
  return name;
}

/// Where the size of a loop can be read: factor 'a' or 'b' and the dimension, or 'r' for neither.
static std::pair<char, size_t> findDim(const Einsum &e, char loop) {
  for (auto [name, index] : {std::pair{'a', e.a}, std::pair{'b', e.b}}) {
    std::vector<DimIndex> dims = parseIndex(index);
    for (size_t i = 0; i < dims.size(); ++i)
      if (dims[i].terms.size() == 1 && dims[i].terms[0] == std::pair<char, int64_t>(loop, 1))
        return {name, i};
  }
  return {'r', 0};
}

bool Einsum::needsShape() const {
  for (const DimIndex &dim : parseIndex(c))
    if (dynamic.find(dim.terms[0].first) != std::string::npos && findDim(*this, dim.terms[0].first).first == 'r')
      return true;
  return false;
}

std::string Einsum::text(const std::map<char, int64_t> &sizes) const {
  std::string loops = loopsOf(*this);
  bool isFloat = sumType[0] != 'i';
  std::string ta = typeOf(a, aType, dynamic, sizes), tb = typeOf(b, bType, dynamic, sizes);
  std::string ts = typeOf(c, sumType, dynamic, sizes), to = typeOf(c, outType, dynamic, sizes);
  std::string tbias = typeOf(bias, outType, dynamic, sizes);
  std::string given = typeOf(a, aType, dynamic, sizes, givenShape(*this, sizes));
  std::string result = "func.func @einsum(%" + std::string(low.empty() ? "a" : "given") + ": " + given + ", %b: " + tb + (constantB ? " {nnf.parameter}" : "") + (hasBias ? ", %bias: " + tbias : "") +
                       (residual || needsShape() ? ", %r: " + to : "") + ") -> " + to + " {\n";
  if (!low.empty()) {
    auto list = [](const std::vector<int64_t> &numbers) {
      std::string out;
      for (int64_t n : numbers)
        out += (out.empty() ? "" : ", ") + std::to_string(n);
      return "[" + out + "]";
    };
    result += "  %margin = arith.constant 0" + std::string(aType[0] == 'i' ? "" : ".0") + " : " + aType + "\n";
    result += "  %a = tensor.pad %given low" + list(low) + " high" + list(high) + " {\n  ^bb0(";
    for (size_t d = 0; d < low.size(); ++d)
      result += std::string(d ? ", " : "") + "%i" + std::to_string(d) + ": index";
    result += "):\n    tensor.yield %margin : " + aType + "\n  } : " + given + " to " + ta + "\n";
  }
  // Open sizes of the result, from the factors, or from a tensor that is there for its shape.
  std::string open;
  std::vector<DimIndex> cDims = parseIndex(c);
  for (size_t d = 0; d < cDims.size(); ++d) {
    char loop = cDims[d].terms[0].first;
    if (dynamic.find(loop) == std::string::npos)
      continue;
    std::string name = std::string("%size_") + loop;
    auto [value, dim] = findDim(*this, loop);
    std::string type = value == 'a' ? ta : value == 'b' ? tb : to;
    result += "  %at_" + std::string(1, loop) + " = arith.constant " + std::to_string(value == 'r' ? d : dim) + " : index\n";
    result += "  " + name + " = tensor.dim %" + value + ", %at_" + loop + " : " + type + "\n";
    open += (open.empty() ? "" : ", ") + name;
  }
  std::string outLoops, parallel, iterators;
  for (const DimIndex &dim : cDims)
    outLoops += dim.terms[0].first;
  std::string identity = mapOf(c, outLoops);
  for (size_t i = 0; i < outLoops.size(); ++i)
    parallel += std::string(i ? ", " : "") + "\"parallel\"";
  for (size_t i = 0; i < loops.size(); ++i)
    iterators += std::string(i ? ", " : "") + (outLoops.find(loops[i]) != std::string::npos ? "\"parallel\"" : "\"reduction\"");

  result += "  %empty = tensor.empty(" + open + ") : " + ts + "\n";
  if (hasBias) {
    result += "  %init = linalg.generic {indexing_maps = [" + mapOf(bias, outLoops) + ", " + identity +
              "], iterator_types = [" + parallel + "]} ins(%bias : " + tbias + ") outs(%empty : " + ts + ") {\n  ^bb0(%x: " +
              outType + ", %y: " + sumType + "):\n";
    std::string v = convert("%x", outType, sumType, result, "%wide");
    result += "    linalg.yield " + v + " : " + sumType + "\n  } -> " + ts + "\n";
  } else {
    result += "  %zero = arith.constant 0" + std::string(isFloat ? ".0" : "") + " : " + sumType + "\n  %init = linalg.fill ins(%zero : " +
              sumType + ") outs(%empty : " + ts + ") -> " + ts + "\n";
  }
  result += "  %sum = linalg.generic {indexing_maps = [" + mapOf(a, loops) + ", " + mapOf(b, loops) + ", " + mapOf(c, loops) +
            "], iterator_types = [" + iterators + "]} ins(%a, %b : " + ta + ", " + tb + ") outs(%init : " + ts +
            ") {\n  ^bb0(%x: " + aType + ", %y: " + bType + ", %s: " + sumType + "):\n";
  std::string x = convert("%x", aType, sumType, result, "%xw"), y = convert("%y", bType, sumType, result, "%yw");
  std::string f = isFloat ? "f" : "i", flags = isFloat ? " fastmath<contract>" : "";
  result += "    %p = arith.mul" + f + " " + x + ", " + y + flags + " : " + sumType + "\n";
  result += "    %t = arith.add" + f + " %s, %p" + (isFloat ? " fastmath<reassoc,contract>" : "") + " : " + sumType + "\n";
  result += "    linalg.yield %t : " + sumType + "\n  } -> " + ts + "\n";
  std::string last = "%sum";
  if (relu || residual || outType != sumType) {
    result += "  %out_empty = tensor.empty(" + open + ") : " + to + "\n";
    result += "  %out = linalg.generic {indexing_maps = [" + identity + ", " + (residual ? identity + ", " : "") + identity +
              "], iterator_types = [" + parallel + "]} ins(%sum" + (residual ? ", %r" : "") + " : " + ts +
              (residual ? ", " + to : "") + ") outs(%out_empty : " + to + ") {\n  ^bb0(%x: " + sumType +
              (residual ? ", %q: " + outType : "") + ", %y: " + outType + "):\n";
    std::string v = "%x";
    if (residual) {
      std::string q = convert("%q", outType, sumType, result, "%qw");
      result += "    %added = arith.add" + f + " %x, " + q + " : " + sumType + "\n";
      v = "%added";
    }
    if (relu) {
      result += "    %null = arith.constant 0" + std::string(isFloat ? ".0" : "") + " : " + sumType + "\n";
      result += "    %max = arith." + std::string(isFloat ? "maximumf" : "maxsi") + " " + v + ", %null : " + sumType + "\n";
      v = "%max";
    }
    v = convert(v, sumType, outType, result, "%narrow");
    result += "    linalg.yield " + v + " : " + outType + "\n  } -> " + to + "\n";
    last = "%out";
  }
  return result + "  return " + last + " : " + to + "\n}\n";
}

//===--------------------------------------------------------------------------------------------------------===//
// Elements
//===--------------------------------------------------------------------------------------------------------===//

static int64_t widthOf(const std::string &type) { return type == "bf16" || type == "f16" ? 2 : std::stoi(type.substr(1)) / 8; }

static const llvm::fltSemantics &semanticsOf(const std::string &type) {
  return type == "bf16" ? llvm::APFloat::BFloat() : llvm::APFloat::IEEEhalf();
}

Elements::Elements(const std::string &type, int64_t count, uint32_t seed)
    : type(type), width(widthOf(type)), bytes(count * widthOf(type), seed % 2 ? Guard::After : Guard::Before) {
  if (seed == 0)
    return;
  std::mt19937 random(seed);
  for (int64_t i = 0; i < count; ++i) {
    double v = std::uniform_real_distribution<double>(-1, 1)(random);
    void *at = bytes.data() + i * width;
    if (type[0] == 'i') {
      int64_t n = static_cast<int64_t>(random() % 15) - 7;
      std::memcpy(at, &n, width);
    } else if (type == "f32") {
      float f = static_cast<float>(v);
      std::memcpy(at, &f, 4);
    } else if (type == "f64") {
      std::memcpy(at, &v, 8);
    } else {
      llvm::APFloat f(v);
      bool lost;
      f.convert(semanticsOf(type), llvm::APFloat::rmNearestTiesToEven, &lost);
      uint16_t bits = static_cast<uint16_t>(f.bitcastToAPInt().getZExtValue());
      std::memcpy(at, &bits, 2);
    }
  }
}

double Elements::get(int64_t i) const {
  const void *at = const_cast<Elements *>(this)->bytes.data() + i * width;
  if (type == "f32") {
    float f;
    std::memcpy(&f, at, 4);
    return f;
  }
  if (type == "f64") {
    double d;
    std::memcpy(&d, at, 8);
    return d;
  }
  uint64_t bits = 0;
  std::memcpy(&bits, at, width);
  llvm::APInt integer(width * 8, bits);
  if (type[0] == 'i')
    return static_cast<double>(integer.getSExtValue());
  llvm::APFloat f(semanticsOf(type), integer);
  bool lost;
  f.convert(llvm::APFloat::IEEEdouble(), llvm::APFloat::rmNearestTiesToEven, &lost);
  return f.convertToDouble();
}

mlir::nnf::TensorView Elements::view(llvm::ArrayRef<int64_t> shape) {
  static const std::map<std::string, nnf_dtype> dtypes{{"f32", NNF_F32}, {"f64", NNF_F64}, {"bf16", NNF_BF16},
                                                       {"f16", NNF_F16}, {"i8", NNF_I8},   {"i32", NNF_I32},
                                                       {"i64", NNF_I64}};
  return {bytes.data(), llvm::SmallVector<int64_t, 4>(shape), {}, dtypes.at(type)};
}

//===--------------------------------------------------------------------------------------------------------===//
// Run and compare
//===--------------------------------------------------------------------------------------------------------===//

/// How far an operand's linear offset moves with each loop of `loops`.
static std::vector<int64_t> strides(const std::string &index, const std::map<char, int64_t> &sizes, const std::string &loops) {
  std::vector<int64_t> shape = shapeOf(index, sizes), result(loops.size());
  std::vector<DimIndex> dims = parseIndex(index);
  int64_t stride = 1;
  for (size_t d = dims.size(); d-- > 0; stride *= shape[d])
    for (auto [loop, factor] : dims[d].terms)
      if (size_t at = loops.find(loop); at != std::string::npos)
        result[at] += factor * stride;
  return result;
}

namespace {
/// An operand's offset while loops run.
struct Cursor {
  std::vector<int64_t> strides;
  int64_t offset = 0;
};
} // namespace

/// Calls `fn` for all indices of `loops`, with the cursors where they belong.
static void forAll(const std::vector<int64_t> &sizes, std::vector<Cursor *> cursors, llvm::function_ref<void()> fn,
                   size_t depth = 0) {
  if (depth == sizes.size())
    return fn();
  for (int64_t i = 0; i < sizes[depth]; ++i) {
    forAll(sizes, cursors, fn, depth + 1);
    for (Cursor *c : cursors)
      c->offset += c->strides[depth];
  }
  for (Cursor *c : cursors)
    c->offset -= sizes[depth] * c->strides[depth];
}

static int64_t countOf(const std::vector<int64_t> &shape) {
  int64_t n = 1;
  for (int64_t s : shape)
    n *= s;
  return n;
}

static double epsilonOf(const std::string &type) {
  return type == "f64" ? 0x1p-53 : type == "f32" ? 0x1p-24 : type == "f16" ? 0x1p-11 : type == "bf16" ? 0x1p-8 : 0;
}

void EinsumTest::check(const Einsum &e, const std::map<char, int64_t> &sizes, mlir::nnf::Executable *executable) {
  std::string what = e.a + " " + e.b + " -> " + e.c;
  for (auto [loop, size] : sizes)
    what += std::string(" ") + loop + "=" + std::to_string(size);
  SCOPED_TRACE(what + " " + e.aType + (e.dynamic.empty() ? "" : " dynamic " + e.dynamic));
  std::unique_ptr<mlir::nnf::Executable> own;
  if (!executable) {
    own = compile(e.text(sizes));
    ASSERT_TRUE(own) << e.text(sizes);
    executable = own.get();
  }
  std::vector<int64_t> sa = shapeOf(e.a, sizes), sb = shapeOf(e.b, sizes), sc = shapeOf(e.c, sizes);
  std::vector<int64_t> sbias = e.hasBias ? shapeOf(e.bias, sizes) : std::vector<int64_t>();
  std::vector<int64_t> given = givenShape(e, sizes);
  Elements a(e.aType, countOf(given), 1), b(e.bType, countOf(sb), 2), bias(e.outType, countOf(sbias), 3);
  Elements residual(e.outType, countOf(sc), 4), out(e.outType, countOf(sc), 0);
  a.protect();
  b.protect();
  std::vector<mlir::nnf::TensorView> inputs{a.view(given)};
  std::string error;
  if (e.constantB)
    ASSERT_TRUE(executable->bind(*runtime, b.view(sb), &error)) << error;
  else
    inputs.push_back(b.view(sb));
  if (e.hasBias)
    inputs.push_back(bias.view(sbias));
  if (e.residual || e.needsShape())
    inputs.push_back(residual.view(sc));
  mlir::nnf::TensorView result = out.view(sc);
  ASSERT_TRUE(executable->run(*runtime, inputs, result, &error)) << error;
  EXPECT_TRUE(out.intact()) << "wrote outside of the result";

  std::string loops = loopsOf(e), outLoops, sumLoops;
  for (const DimIndex &dim : parseIndex(e.c))
    outLoops += dim.terms[0].first;
  for (char loop : loops)
    if (outLoops.find(loop) == std::string::npos)
      sumLoops += loop;
  // The first factor with its margins.
  std::vector<double> padded(countOf(sa));
  for (int64_t i = 0; i < countOf(given); ++i) {
    int64_t rest = i, at = 0, stride = 1;
    for (size_t d = sa.size(); d-- > 0;) {
      at += (rest % given[d] + (e.low.empty() ? 0 : e.low[d])) * stride;
      rest /= given[d];
      stride *= sa[d];
    }
    padded[at] = a.get(i);
  }
  auto sizesOf = [&](const std::string &some) {
    std::vector<int64_t> result;
    for (char loop : some)
      result.push_back(sizes.at(loop));
    return result;
  };
  Cursor outerA{strides(e.a, sizes, outLoops)}, outerB{strides(e.b, sizes, outLoops)}, atC{strides(e.c, sizes, outLoops)};
  Cursor atBias{strides(e.bias, sizes, outLoops)};
  Cursor atA{strides(e.a, sizes, sumLoops)}, atB{strides(e.b, sizes, sumLoops)};
  int64_t bad = 0;
  forAll(sizesOf(outLoops), {&outerA, &outerB, &atC, &atBias}, [&] {
    double sum = e.hasBias ? bias.get(atBias.offset) : 0, magnitude = std::fabs(sum);
    int64_t terms = 1;
    atA.offset = outerA.offset;
    atB.offset = outerB.offset;
    forAll(sizesOf(sumLoops), {&atA, &atB}, [&] {
      double product = padded[atA.offset] * b.get(atB.offset);
      sum += product;
      magnitude += std::fabs(product);
      ++terms;
    });
    int64_t offset = atC.offset;
    if (e.residual) {
      sum += residual.get(offset);
      magnitude += std::fabs(residual.get(offset));
    }
    if (e.relu)
      sum = std::max(sum, 0.0);
    // Random signs: the error of a sum grows with the root of its length.
    double allowed = magnitude * epsilonOf(e.sumType) * (2 + std::sqrt(static_cast<double>(terms))) +
                     std::fabs(sum) * epsilonOf(e.outType) * 1.01;
    double got = out.get(offset);
    if (!(std::fabs(got - sum) <= allowed) && ++bad <= 3)
      ADD_FAILURE() << "element " << offset << " is " << got << ", not " << sum;
  });
  EXPECT_EQ(bad, 0);
}

void EinsumTest::checkDynamic(const Einsum &e, llvm::ArrayRef<std::map<char, int64_t>> sizes) {
  auto executable = compile(e.text(sizes.front()));
  ASSERT_TRUE(executable) << e.text(sizes.front());
  for (const std::map<char, int64_t> &s : sizes)
    check(e, s, executable.get());
}
