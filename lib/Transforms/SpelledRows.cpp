//===- SpelledRows.cpp - softmax and norms as someone may write them -------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Spelling.h"
#include "nnf/IR/ops/Normalization.h"
#include "nnf/IR/ops/Softmax.h"

using namespace mlir;
using namespace mlir::nnf;
using Id = Expressions::Id;
using Kind = Expressions::Kind;

/// Without the maximum subtracted exp overflows at 89 (f32) and the quotient is NaN; with it, the op computes the same. The
/// logarithm of the quotient is -inf where that underflows.
static std::optional<Recognized> recognizeSoftmax(Expressions &f, Id x, Value value) {
  RankedTensorType type = f.getType();
  for (int64_t dim = 0; dim < type.getRank(); ++dim) {
    int64_t size = type.isDynamicDim(dim) ? -1 : type.getDimSize(dim);
    Id shifted = f.sub(x, f.total("max", x, dim, size));
    for (Id y : {shifted, x}) {
      Id e = f.function("exp", {y}), sum = f.total("sum", e, dim, size), quotient = f.div(e, sum);
      if (f.matches(f.getRoot(), quotient))
        return Recognized{"nnf.softmax", [=](OpBuilder &b, Location loc) -> Value {
                            return SoftmaxOp::create(b, loc, type, value, dim, EmptyRow::Nan, TypeAttr());
                          }};
      Id log = f.function("log", {sum});
      if (f.matches(f.getRoot(), f.sub(y, log)) || f.matches(f.getRoot(), f.function("log", {quotient})) ||
          f.matches(f.getRoot(), f.sub(x, log)))
        if (y == x || !f.matches(f.getRoot(), f.sub(x, log)))
          return Recognized{"nnf.log_softmax", [=](OpBuilder &b, Location loc) -> Value {
                              return LogSoftmaxOp::create(b, loc, type, value, dim, TypeAttr());
                            }};
    }
  }
  return std::nullopt;
}

/// Tensors with the shape of the last `count` dimensions that the formula reads there: weights and biases.
static SmallVector<Value> parameters(const Expressions &f, int64_t count) {
  RankedTensorType type = f.getType();
  SmallVector<int64_t> dims = llvm::to_vector(llvm::seq<int64_t>(type.getRank() - count, type.getRank()));
  SmallVector<Value> found{Value()};
  for (Id id = 0; id < f.size() && found.size() < 6; ++id) {
    const auto &node = f[id];
    if (node.kind != Kind::Element || ArrayRef<int64_t>(node.dims) != ArrayRef(dims))
      continue;
    auto own = dyn_cast<RankedTensorType>(node.tensor.getType());
    if (own && own.getElementType() == type.getElementType() && own.getShape() == type.getShape().take_back(count))
      found.push_back(node.tensor);
  }
  return found;
}

/// The op's mean is exact to rounding before squares are taken, as in the spelling; its sums run in f32 for f16 and bf16, and are
/// blocked: the error of a sum of n terms grows like n / 64 at most, that of a loop like n.
static std::optional<Recognized> recognizeNorm(Expressions &f, Id x, Value value) {
  RankedTensorType type = f.getType();
  auto shape = type.getShape();
  auto totalOver = [&](Id id, int64_t count) {
    for (int64_t i = 0; i < count; ++i)
      id = f.total("sum", id, type.getRank() - 1 - i, type.getDimSize(type.getRank() - 1 - i));
    return id;
  };
  for (int64_t count = 1; count <= std::min<int64_t>(type.getRank(), 3); ++count) {
    int64_t elements = 1;
    for (int64_t size : shape.take_back(count))
      elements = ShapedType::isDynamic(size) ? 0 : elements * size;
    if (elements < 1)
      break;
    SmallVector<int64_t> normalized(shape.take_back(count));
    Id share = f.number(1.0 / elements);
    Id mean = f.mul(share, totalOver(x, count)), centred = f.sub(x, mean);
    Id variance = f.mul(share, totalOver(f.power(centred, 2), count));
    Id squares = f.mul(share, totalOver(f.power(x, 2), count));
    SmallVector<double> bounds(f.getNumbers());
    SmallVector<Value> given = parameters(f, count);
    SmallVector<int64_t> dims = llvm::to_vector(llvm::seq<int64_t>(type.getRank() - count, type.getRank()));
    for (double eps : bounds) {
      if (!(eps > 0) || eps > 0.1)
        continue;
      Id normal = f.div(centred, f.sqrt(f.add(variance, f.number(eps))));
      Id root = f.div(x, f.sqrt(f.add(squares, f.number(eps))));
      for (Value weight : given) {
        auto weighted = [&](Id id) { return weight ? f.mul(id, f.element(weight, dims)) : id; };
        if (f.matches(f.getRoot(), weighted(root)))
          return Recognized{"nnf.rms_norm", [=](OpBuilder &b, Location loc) -> Value {
                              return RmsNormOp::create(b, loc, type, value, weight, b.getDenseI64ArrayAttr(normalized),
                                                       b.getF64FloatAttr(eps));
                            }};
        for (Value bias : given) {
          Id shifted = bias ? f.add(weighted(normal), f.element(bias, dims)) : weighted(normal);
          if (f.matches(f.getRoot(), shifted))
            return Recognized{"nnf.layer_norm", [=](OpBuilder &b, Location loc) -> Value {
                                return LayerNormOp::create(b, loc, type, value, weight, bias, b.getDenseI64ArrayAttr(normalized),
                                                           b.getF64FloatAttr(eps));
                              }};
        }
      }
    }
  }
  return std::nullopt;
}

std::optional<Recognized> nnf::recognizeRows(Expressions &f) {
  bool hasExp = f.mentions("exp"), hasRoot = f.mentions("sqrt");
  if (!f.mentions("sum") || (!hasExp && !hasRoot))
    return std::nullopt;
  for (Id x : nearestCandidates(f)) {
    Value value = valueOfRootsType(f, x);
    if (!value || f[x].kind == Kind::Number)
      continue;
    if (std::optional<Recognized> found = hasExp ? recognizeSoftmax(f, x, value) : std::nullopt)
      return found;
    if (std::optional<Recognized> found = hasRoot ? recognizeNorm(f, x, value) : std::nullopt)
      return found;
  }
  return std::nullopt;
}
