//===- Expression.cpp - the algebra of formulas -------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Analysis/Expression.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>
#include <cstring>

using namespace mlir;
using namespace mlir::nnf;
using Id = Expressions::Id;

//===-- nodes -----------------------------------------------------------------------------------------------------===//

static uint64_t bits(double v) {
  // One zero.
  v = v == 0 ? 0 : v;
  uint64_t r;
  std::memcpy(&r, &v, sizeof r);
  return r;
}

Id Expressions::intern(Node node) {
  std::vector<uint64_t> key{static_cast<uint64_t>(node.kind), bits(node.number),
                            reinterpret_cast<uint64_t>(node.tensor.getAsOpaquePointer()), node.dims.size()};
  key.insert(key.end(), node.dims.begin(), node.dims.end());
  key.push_back(node.name.size());
  key.insert(key.end(), node.name.begin(), node.name.end());
  for (auto [term, factor] : node.terms)
    key.insert(key.end(), {term, bits(factor)});
  auto [it, inserted] = known.try_emplace(std::move(key), nodes.size());
  if (inserted)
    nodes.push_back(std::move(node));
  return it->second;
}

Id Expressions::number(double v) { return intern({Kind::Number, v, {}, {}, {}, {}}); }

Id Expressions::element(Value tensor, ArrayRef<int64_t> dims) {
  return intern({Kind::Element, 0, tensor, SmallVector<int64_t, 4>(dims), {}, {}});
}

Id Expressions::function(StringRef name, ArrayRef<Id> operands) {
  Node node{Kind::Function, 0, {}, {}, name.str(), {}};
  for (Id operand : operands)
    node.terms.push_back({operand, 1});
  // The order does not matter to these.
  if (name == "max" || name == "min")
    llvm::sort(node.terms);
  return intern(std::move(node));
}

//===-- sums and products -----------------------------------------------------------------------------------------===//

/// Adds up what occurs twice.
template <class Pairs>
static void collect(Pairs &pairs) {
  llvm::sort(pairs);
  unsigned kept = 0;
  for (unsigned i = 0; i < pairs.size(); ++i)
    if (kept && pairs[kept - 1].first == pairs[i].first)
      pairs[kept - 1].second += pairs[i].second;
    else
      pairs[kept++] = pairs[i];
  pairs.truncate(kept);
}

Id Expressions::add(Id a, Id b) {
  double constant = 0;
  SmallVector<std::pair<Id, double>, 4> terms;
  auto take = [&](Id id, double scale, auto &&self) -> void {
    Node node = nodes[id];
    if (node.kind == Kind::Number) {
      constant += scale * node.number;
    } else if (node.kind == Kind::Sum) {
      constant += scale * node.number;
      for (auto [term, factor] : node.terms)
        self(term, scale * factor, self);
    } else if (node.kind == Kind::Product && node.number != 1) {
      double factor = node.number;
      node.number = 1;
      bool single = node.terms.size() == 1 && node.terms[0].second == 1;
      self(single ? node.terms[0].first : intern(node), scale * factor, self);
    } else {
      terms.push_back({id, scale});
    }
  };
  take(a, 1, take);
  take(b, 1, take);
  collect(terms);
  return normalSum(constant, terms);
}

/// The first term's factor is 1; a factor in front is a product's.
Id Expressions::normalSum(double constant, ArrayRef<std::pair<Id, double>> terms) {
  if (terms.empty())
    return number(constant);
  double scale = terms[0].second;
  if (scale == 0 || !std::isfinite(scale))
    scale = 1;
  Id sum;
  if (terms.size() == 1 && constant == 0) {
    sum = terms[0].first;
    scale = terms[0].second;
  } else {
    Node node{Kind::Sum, constant / scale, {}, {}, {}, {}};
    for (auto [term, factor] : terms)
      node.terms.push_back({term, factor / scale});
    sum = intern(std::move(node));
  }
  return scale == 1 ? sum : mul(number(scale), sum);
}

Id Expressions::mul(Id a, Id b) {
  double constant = 1;
  SmallVector<std::pair<Id, double>, 4> terms;
  for (Id id : {a, b}) {
    const Node &node = nodes[id];
    if (node.kind == Kind::Number) {
      constant *= node.number;
    } else if (node.kind == Kind::Product) {
      constant *= node.number;
      terms.append(node.terms.begin(), node.terms.end());
    } else {
      terms.push_back({id, 1});
    }
  }
  collect(terms);
  // x / x stays away; 1 * x is x.
  llvm::erase_if(terms, [](auto &term) { return term.second == 0; });
  if (terms.empty())
    return number(constant);
  if (constant == 1 && terms.size() == 1 && terms[0].second == 1)
    return terms[0].first;
  return intern({Kind::Product, constant, {}, {}, {}, terms});
}

Id Expressions::power(Id a, double exponent) {
  Node node = nodes[a];
  if (exponent == 1)
    return a;
  if (node.kind == Kind::Number)
    return number(std::pow(node.number, exponent));
  if (node.kind != Kind::Product)
    return intern({Kind::Product, 1, {}, {}, {}, {{a, exponent}}});
  node.number = std::pow(node.number, exponent);
  for (auto &[term, power] : node.terms)
    power *= exponent;
  return intern(std::move(node));
}

//===-- totals ----------------------------------------------------------------------------------------------------===//

bool Expressions::occurs(Id id, int64_t dim) const {
  const Node &node = nodes[id];
  if (node.kind == Kind::Total && node.dims[0] == dim)
    return false;
  if (node.kind == Kind::Element && llvm::is_contained(node.dims, dim))
    return true;
  return llvm::any_of(node.terms, [&](auto &term) { return occurs(term.first, dim); });
}

int64_t Expressions::deepestBound(Id id) const {
  const Node &node = nodes[id];
  int64_t deepest = node.kind == Kind::Total ? node.dims[0] : kFirstBound - 1;
  for (auto [term, factor] : node.terms)
    deepest = std::max(deepest, deepestBound(term));
  return deepest;
}

Id Expressions::rename(Id id, int64_t from, int64_t to) {
  if (!occurs(id, from))
    return id;
  Node node = nodes[id];
  if (node.kind == Kind::Element) {
    llvm::replace(node.dims, from, to);
    return intern(std::move(node));
  }
  if (node.kind == Kind::Sum) {
    Id sum = number(node.number);
    for (auto [term, factor] : node.terms)
      sum = add(sum, mul(number(factor), rename(term, from, to)));
    return sum;
  }
  if (node.kind == Kind::Product) {
    Id product = number(node.number);
    for (auto [term, exponent] : node.terms)
      product = mul(product, power(rename(term, from, to), exponent));
    return product;
  }
  for (auto &[term, factor] : node.terms)
    term = rename(term, from, to);
  if (node.name == "max" || node.name == "min")
    llvm::sort(node.terms);
  return intern(std::move(node));
}

Id Expressions::total(StringRef name, Id body, int64_t dim, int64_t size) {
  // A number that no total inside uses: equal totals then get equal numbers.
  int64_t bound = deepestBound(body) + 1;
  return intern({Kind::Total, static_cast<double>(size), {}, {bound}, name.str(), {{rename(body, dim, bound), 1}}});
}

//===-- comparing -------------------------------------------------------------------------------------------------===//

static bool near(double a, double b) { return a == b || std::abs(a - b) <= 1.2e-7 * std::max(std::abs(a), std::abs(b)); }

bool Expressions::matches(Id a, Id b) const {
  if (a == b)
    return true;
  const Node &x = nodes[a], &y = nodes[b];
  if (x.kind != y.kind || !near(x.number, y.number) || x.tensor != y.tensor || x.dims != y.dims || x.name != y.name ||
      x.terms.size() != y.terms.size())
    return false;
  // Terms are sorted by number, and terms that are only nearly equal have different numbers.
  SmallVector<bool> taken(y.terms.size());
  bool ordered = x.kind == Kind::Function && x.name != "max" && x.name != "min";
  for (auto [i, term] : llvm::enumerate(x.terms)) {
    bool found = false;
    for (size_t j = 0; j < y.terms.size() && !found; ++j) {
      if (taken[j] || (ordered && i != j) || !near(term.second, y.terms[j].second) || !matches(term.first, y.terms[j].first))
        continue;
      taken[j] = found = true;
    }
    if (!found)
      return false;
  }
  return true;
}
