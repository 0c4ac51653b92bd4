//===- Array.h - the values of the reference evaluator ------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_REFERENCE_ARRAY_H
#define NNF_LIB_REFERENCE_ARRAY_H

#include "mlir/IR/BuiltinTypes.h"
#include "mlir/Support/LLVM.h"
#include "nnf/Tooling/HostTensor.h"
#include <memory>
#include <vector>

namespace mlir::nnf::reference {

/// One element. Floats of every width are doubles that the width can hold. Integers are sign extended, those of an
/// unsigned type and i1 zero extended; an index is an integer.
union Cell {
  double f;
  int64_t i;
};
inline Cell cell(double f) {
  Cell c;
  c.f = f;
  return c;
}
inline Cell cell(int64_t i) {
  Cell c;
  c.i = i;
  return c;
}

/// Round to nearest even, once.
double roundTo(Type element, long double v);
/// Wrap around, in the representation above.
int64_t wrapTo(Type element, int64_t v);
/// x - y and x * y of elements of a type: integers wrap around in it.
long double minusIn(Type element, long double x, long double y);
long double timesIn(Type element, long double x, long double y);
/// The bits of an integer of this type without a sign.
uint64_t bitsOf(Type element, int64_t v);
/// A number of either kind as an element of the type.
Cell numberTo(Type element, long double v);

using Sizes = SmallVector<int64_t, 4>;

/// A tensor (row-major, dense) or, with rank 0, a scalar. Copies share the elements until one is written.
class Array {
public:
  Array() = default;
  /// All zero.
  Array(Type element, ArrayRef<int64_t> shape);
  static Array scalar(Type element, Cell value);
  /// What is in memory that nobody wrote: NaN, or a number that stands out.
  static Array undefined(Type element, ArrayRef<int64_t> shape);

  Type element() const { return type; }
  bool isFloat() const { return isa<FloatType>(type); }
  ArrayRef<int64_t> shape() const { return sizes; }
  int64_t rank() const { return sizes.size(); }
  int64_t dim(int64_t i) const { return sizes[i]; }
  int64_t count() const { return cells ? cells->size() : 0; }

  ArrayRef<Cell> read() const { return *cells; }
  MutableArrayRef<Cell> write();
  /// The row-major position of an element; the indices must be in range.
  int64_t offset(ArrayRef<int64_t> indices) const;
  Cell at(ArrayRef<int64_t> indices) const { return (*cells)[offset(indices)]; }
  /// Element `i` as a number.
  long double number(int64_t i) const { return isFloat() ? (long double)(*cells)[i].f : (long double)(*cells)[i].i; }
  long double numberAt(ArrayRef<int64_t> indices) const { return number(offset(indices)); }
  /// Store a number as element `i`, rounded to the element type.
  void store(int64_t i, long double v) { write()[i] = numberTo(type, v); }

  /// The same elements under another shape of as many, or with an element type of the same representation.
  Array reshaped(ArrayRef<int64_t> shape) const;

private:
  Type type;
  Sizes sizes;
  std::shared_ptr<std::vector<Cell>> cells;
};

/// All index tuples of a shape, in row-major order; one empty tuple for rank 0.
void forEachIndex(ArrayRef<int64_t> shape, llvm::function_ref<void(ArrayRef<int64_t>)> visit);
/// The product of sizes.
int64_t product(ArrayRef<int64_t> sizes);
/// Row-major strides.
Sizes stridesOf(ArrayRef<int64_t> shape);
/// "4x3"
std::string text(ArrayRef<int64_t> shape);

/// The element type as it lies in memory outside; an error for a type that has none.
llvm::Expected<nnf_dtype> dtypeOf(Type element);
llvm::Expected<Array> fromHost(Type element, const HostTensor &tensor);
llvm::Expected<HostTensor> toHost(const Array &array);

} // namespace mlir::nnf::reference

#endif // NNF_LIB_REFERENCE_ARRAY_H
