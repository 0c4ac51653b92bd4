//===- Expression.h - an element of a tensor as a formula -----------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A function may be spelled in many ways: `0.5 * x * (1 + erf(x / sqrt(2)))`, `x * (erf(x * 0.7071) + 1) / 2`, as ops on
// tensors, as named linalg ops, as bodies of linalg.generic. Here an element of a tensor becomes a formula of elements of
// other tensors in a normal form: sums and products are flat, sorted, and scaled so that their first term has the factor 1.
// What is equal by the rules of a field is then the same number; nothing is evaluated.
//
// Whoever looks for a function builds its formula of a candidate with the same constructors and compares. Nothing is said
// about roundings: widenings and roundings of floats are not part of a formula.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_ANALYSIS_EXPRESSION_H
#define NNF_ANALYSIS_EXPRESSION_H

#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Value.h"
#include "llvm/ADT/DenseMap.h"
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mlir::nnf {

/// The formulas of one tensor and of all tensors on the way to it. Dimensions of the tensor are 0, 1, ...; those that a sum
/// runs over are numbered from `kFirstBound`.
class Expressions {
public:
  using Id = unsigned;
  static constexpr int64_t kFirstBound = 1000;
  /// An index of a dimension of size 1.
  static constexpr int64_t kUnit = -1;

  enum class Kind {
    /// A number.
    Number,
    /// `tensor[dims]`.
    Element,
    /// number + sum of factor * term.
    Sum,
    /// number * product of term ^ exponent.
    Product,
    /// name(terms...), or a choice "select", or a comparison "lt" and "le".
    Function,
    /// The sum (name "sum") or the maximum ("max") of terms[0] over dimension dims[0], which has number elements (-1: open).
    Total
  };
  struct Node {
    Kind kind;
    double number = 0;
    Value tensor;
    SmallVector<int64_t, 4> dims;
    std::string name;
    SmallVector<std::pair<Id, double>, 4> terms;
  };

  /// The formula of an element of `root`, whose type is a ranked tensor.
  explicit Expressions(Value root);

  Id getRoot() const { return root; }
  RankedTensorType getType() const { return type; }
  const Node &operator[](Id id) const { return nodes[id]; }
  size_t size() const { return nodes.size(); }
  /// Tensors of the root's shape whose element at the root's place is the formula `id`.
  ArrayRef<Value> getValues(Id id) const;
  /// All formulas of which there are such tensors, without the root's own, those nearest to the root first.
  ArrayRef<Id> getCandidates() const { return candidates; }
  /// The constants that were met.
  ArrayRef<double> getNumbers() const { return numbers; }
  /// The functions that the root's formula names.
  bool mentions(StringRef name) const;

  Id number(double v);
  Id element(Value tensor, ArrayRef<int64_t> dims);
  Id add(Id a, Id b);
  Id sub(Id a, Id b) { return add(a, mul(number(-1), b)); }
  Id mul(Id a, Id b);
  Id div(Id a, Id b) { return mul(a, power(b, -1)); }
  Id power(Id a, double exponent);
  Id sqrt(Id a) { return function("sqrt", {a}); }
  Id function(StringRef name, ArrayRef<Id> operands);
  /// The sum or maximum of `body` over `dim`, of `size` elements.
  Id total(StringRef name, Id body, int64_t dim, int64_t size);

  /// The formula is another one for another index of dimension `dim`.
  bool dependsOn(Id id, int64_t dim) const { return occurs(id, dim); }
  /// Equal but for constants that differ by less than a unit of f32's last place.
  bool matches(Id a, Id b) const;

private:
  Id intern(Node node);
  Id normalSum(double constant, ArrayRef<std::pair<Id, double>> terms);
  Id expand(Value tensor, ArrayRef<int64_t> dims, unsigned depth);
  Id expandTensor(Value tensor, ArrayRef<int64_t> dims, unsigned depth);
  std::optional<Id> expandLinalg(Operation *op, ArrayRef<int64_t> dims, unsigned depth);
  std::optional<Id> apply(Operation *scalar, ArrayRef<Id> operands);
  bool occurs(Id id, int64_t dim) const;
  int64_t deepestBound(Id id) const;
  Id rename(Id id, int64_t from, int64_t to);

  RankedTensorType type;
  std::vector<Node> nodes;
  std::map<std::vector<uint64_t>, Id> known;
  std::map<std::pair<void *, SmallVector<int64_t, 4>>, Id> expanded;
  llvm::DenseMap<Id, SmallVector<Value, 1>> values;
  SmallVector<Id> candidates;
  SmallVector<double> numbers;
  unsigned expansions = 0;
  Id root = 0;
};

} // namespace mlir::nnf

#endif // NNF_ANALYSIS_EXPRESSION_H
