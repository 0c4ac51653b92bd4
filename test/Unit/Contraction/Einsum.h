//===- Einsum.h - sums of products as text, compiled, run and compared -------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A case names its loops by letters and says how each operand is indexed: {"mk", "nk", "mn"} is a linear layer,
// {"ncy2u,x2v" ...} would be hard to read, so index expressions are separated by commas where they are longer than a
// letter: "n,c,2*y+u,2*x+v". The same description makes the IR and the reference, which sums in double (or long).
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TEST_UNIT_CONTRACTION_EINSUM_H
#define NNF_TEST_UNIT_CONTRACTION_EINSUM_H

#include "Jit/JitTest.h"
#include <map>
#include <string>

namespace nnf::test {

/// One dimension of an operand: a linear function of loops.
struct DimIndex {
  std::vector<std::pair<char, int64_t>> terms;
};

struct Einsum {
  /// Index expressions of the two factors and of the result.
  std::string a, b, c;
  /// Loops whose sizes are not known to the compiler.
  std::string dynamic = "";
  /// Element types of the factors and of the result; the sum is kept in `sum`.
  std::string aType = "f32", bType = "f32", sumType = "f32", outType = "f32";
  /// Loops that a bias is indexed by, where there is one.
  std::string bias = "";
  bool hasBias = false;
  /// max(x, 0) at the end.
  bool relu = false;
  /// Adds a tensor of the result's shape (before relu).
  bool residual = false;
  /// On the second factor.
  bool constantB = false;
  /// Margins of the first factor: it is given without them and padded with zeros. One number for each dimension, or none.
  std::vector<int64_t> low = {}, high = {};

  /// Whether open sizes of the result are not those of a factor: then a tensor of the result's shape is passed as well.
  bool needsShape() const;
  /// The module's text for loop sizes `sizes`: dynamic loops are left open.
  std::string text(const std::map<char, int64_t> &sizes) const;
};

std::vector<DimIndex> parseIndex(const std::string &text);
std::vector<int64_t> shapeOf(const std::string &index, const std::map<char, int64_t> &sizes);

/// Elements of any of the types that cases use, as doubles.
class Elements {
public:
  Elements(const std::string &type, int64_t count, uint32_t seed);
  double get(int64_t i) const;
  mlir::nnf::TensorView view(llvm::ArrayRef<int64_t> shape);
  bool intact() const { return bytes.intact(); }
  void protect() { bytes.protectFromWrites(); }

private:
  std::string type;
  int64_t width;
  GuardedBuffer<uint8_t> bytes;
};

class EinsumTest : public JitTest {
protected:
  /// Compiles the case for `sizes`, or takes `executable`, runs it and compares every element.
  void check(const Einsum &einsum, const std::map<char, int64_t> &sizes,
             mlir::nnf::Executable *executable = nullptr);
  /// One compilation with open sizes, then many runs.
  void checkDynamic(const Einsum &einsum, llvm::ArrayRef<std::map<char, int64_t>> sizes);
};

} // namespace nnf::test

#endif // NNF_TEST_UNIT_CONTRACTION_EINSUM_H
