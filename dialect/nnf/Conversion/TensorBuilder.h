//===- TensorBuilder.h - tensors as formulas -------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Decompositions and gradients write linalg through a few verbs (map, sum, max, gather) whose bodies are the scalar
// algebra of the formulas. The verbs take care of compute types (f16 and bf16 in f32), broadcasting and dynamic sizes:
//
//   Value m = t.max({{x, all}}, n, {dim}, [](Scalars s) { return *s[0]; });
//   Value e = t.map({{x, all}, {m, rest}}, n, f, [](Scalars s) { return exp(*s[0] - *s[1]); });
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CONVERSION_TENSORBUILDER_H
#define NNF_CONVERSION_TENSORBUILDER_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "nnf/Formulas/ScalarIR.h"
#include "nnf/IR/ShapeRule.h"

namespace mlir::nnf {

/// A tensor and, for each of its dimensions, the iteration dimension that it runs along. Dimensions of static size 1
/// broadcast. A null tensor stands for an absent operand.
struct Along {
  Value v;
  SmallVector<int64_t> dims;
};

class TensorBuilder {
public:
  using Scalars = ArrayRef<std::optional<scalar::ScalarIR>>;
  using Body = llvm::function_ref<scalar::ScalarIR(Scalars)>;
  using RawBody = llvm::function_ref<SmallVector<Value>(OpBuilder &, Location, ValueRange)>;

  TensorBuilder(OpBuilder &b, Location loc) : b(b), loc(loc) {}

  OpBuilder &b;
  Location loc;

  //===-- types --------------------------------------------------------------------------------------------===//

  /// f16 and bf16 compute in f32, as PyTorch does; every other type in itself.
  static Type computeType(Type element);
  static Type elementType(Value v) { return cast<RankedTensorType>(v.getType()).getElementType(); }
  static Type computeTypeOf(Value v) { return computeType(elementType(v)); }
  static int64_t rank(Value v) { return cast<RankedTensorType>(v.getType()).getRank(); }
  /// Converts a scalar (or vector) between element types: float to float, integer to float (signed unless said).
  static Value convert(OpBuilder &b, Location loc, Value v, Type element, bool isUnsigned = false);
  /// A tensor in another element type; itself where it has that type. Integers count as signed unless said.
  Value cast_(Value tensor, Type element, bool isUnsigned = false);

  //===-- iteration dimensions -------------------------------------------------------------------------------===//

  /// 0, 1, ..., n-1 without those listed.
  static SmallVector<int64_t> range(int64_t n, ArrayRef<int64_t> without = {});
  /// Aligned at the right with an iteration space of rank `rank`: torch's broadcasting.
  static Along aligned(Value v, int64_t rank);
  /// The sizes of the iteration dimensions, from the operands that run along them.
  SmallVector<OpFoldResult> sizesOf(ArrayRef<Along> ins, int64_t rank);
  OpFoldResult sizeOf(Value tensor, int64_t dim) { return tensor::getMixedSize(b, loc, tensor, dim); }
  /// The product of sizes, as an index.
  Value numberOf(ArrayRef<OpFoldResult> sizes);
  /// An index as a scalar of a float type.
  Value toFloat(Value index, Type element);

  //===-- verbs ------------------------------------------------------------------------------------------------===//

  /// out[i...] = body(ins[i...]) with element type `element`. Absent operands reach the body as nullopt.
  Value map(ArrayRef<Along> ins, int64_t rank, Type element, Body body);
  /// The sum (or of floats the maximum, NaN wins) of body(ins) over `dims`, in the compute type.
  Value sum(ArrayRef<Along> ins, int64_t rank, ArrayRef<int64_t> dims, Body body);
  Value max(ArrayRef<Along> ins, int64_t rank, ArrayRef<int64_t> dims, Body body);
  /// out[..., i, ...] = the sum of v[..., i - low, ...] to v[..., i + high, ...] along `dim`, zeros beyond the ends.
  Value windowSum(Value v, int64_t dim, int64_t low, int64_t high);
  /// The general form: bodies get the raw elements, inputs then accumulators.
  SmallVector<Value> generic(ArrayRef<Along> ins, ArrayRef<Along> outs, ArrayRef<utils::IteratorType> iterators,
                             RawBody body);
  /// A sum of products over `reduced`, accumulated onto `init` (which runs along `out`): matmuls of all kinds.
  Value contract(Along a, Along c, Value init, ArrayRef<int64_t> out, int64_t rank);
  /// A new tensor filled with a number.
  Value filled(ArrayRef<OpFoldResult> sizes, Type element, double value);
  Value empty(ArrayRef<OpFoldResult> sizes, Type element) { return tensor::EmptyOp::create(b, loc, sizes, element); }
  /// A scalar (or vector) constant of an integer, index or float type.
  Value constant(Type type, double value);
  Value index(int64_t value) { return arith::ConstantIndexOp::create(b, loc, value); }
  /// A 0-d tensor of a scalar.
  Value scalarTensor(Value scalar);
  /// The same elements with one dimension split in two, (groups, size / groups).
  Value splitDim(Value v, int64_t dim, int64_t groups);
  /// `v` with zeros before and behind the dimensions from `first` on, as many as each pair says; itself where all are 0.
  Value padZeros(Value v, int64_t first, ArrayRef<std::pair<int64_t, int64_t>> pads);

  //===-- shapes -------------------------------------------------------------------------------------------------===//

  /// The same elements with dimension `dim` split into `parts`, whose product is its size.
  Value expandDim(Value v, int64_t dim, ArrayRef<OpFoldResult> parts);
  /// The same elements with `count` dimensions from `first` on made one.
  Value collapseDims(Value v, int64_t first, int64_t count);
  /// The same elements with `count` dimensions of size 1 behind the last.
  Value appendUnitDims(Value v, int64_t count);
  /// The same elements with a dimension of size 1 in front.
  Value prependUnitDim(Value v);
  /// Result dimension i is dimension `permutation[i]`: a copy.
  Value transposed(Value v, ArrayRef<int64_t> permutation);
  /// `v` with `fill` before and behind each dimension, as many as the pairs say; a negative number cuts elements off.
  Value padded(Value v, ArrayRef<std::pair<int64_t, int64_t>> pads, Value fill);

  //===-- statistics ----------------------------------------------------------------------------------------------===//

  /// The number of elements that `dims` of `v` have together, as a 0-d tensor.
  Value countOf(Value v, ArrayRef<int64_t> dims, Type type);
  /// The mean over `dims`, and the sum of squared distances from it, in the compute type. The second pass sees centred
  /// values, so that an offset that is large against the spread costs no digits.
  std::pair<Value, Value> centredMoments(Value v, ArrayRef<int64_t> dims, Value count);

  //===-- guards ------------------------------------------------------------------------------------------------===//

  /// Where the first element of a tensor is of which a condition holds.
  struct FirstPlace {
    /// Its linear position, and what stands for it where there is no such element; both i64.
    Value position, none;
    /// Whether there is none, an i1.
    Value absent;
    /// The tensor's sizes, as indices.
    SmallVector<Value> extents;
  };
  FirstPlace findFirst(Value v, llvm::function_ref<Value(OpBuilder &, Location, Value)> condition);

  /// Asserts 0 <= indices[i] < bound for all i, except where indices[i] == *ignored: a reduction that finds the first bad
  /// position and value, then one cf.assert before anything is written. `what` names the op and the operand.
  void checkIndices(Value indices, Value bound, std::optional<int64_t> ignored, const Twine &what);

private:
  enum class Combine { Sum, Max };
  Value reduce(Combine combine, ArrayRef<Along> ins, int64_t rank, ArrayRef<int64_t> dims, Body body);
};

} // namespace mlir::nnf

#endif // NNF_CONVERSION_TENSORBUILDER_H
