//===- Windows.h - sums over windows, and the sums that go the other way ----------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Pooling, unfold, fold, transposed convolutions, interpolation and their gradients read windows of a tensor: regular ones
// (start o * stride - padding, elements `dilation` apart) and adaptive ones (from floor(o I / O) to ceil((o + 1) I / O)).
// Whoever would add into overlapping windows gathers instead: each element sums what lies over it, in a fixed order.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CONVERSION_WINDOWS_H
#define NNF_CONVERSION_WINDOWS_H

#include "nnf/Conversion/TensorBuilder.h"

namespace mlir::nnf {

/// Regular windows over the dimensions of a tensor from `first` on.
struct Windows {
  int64_t first;
  SmallVector<int64_t> kernel, stride, padding, dilation;

  int64_t rank() const { return kernel.size(); }
  /// From the first to behind the last element of a window in dimension `i`.
  int64_t reach(int64_t i) const { return dilation[i] * (kernel[i] - 1) + 1; }
};

/// `v` with `fill` around it, so that the windows of an output of these `sizes` lie inside. `ceilMode`: the last window may
/// run over the padding by up to stride - 1.
Value padForWindows(TensorBuilder &t, Value v, const Windows &w, ArrayRef<OpFoldResult> sizes, bool ceilMode, Value fill);

/// out[lead..., o...] = sum over k... of v[lead..., o * stride + k * dilation], in the compute type; `v` is padded already.
Value sumWindows(TensorBuilder &t, Value v, const Windows &w, ArrayRef<OpFoldResult> sizes);

/// out[lead..., i...] = init[lead..., i...] + the sum of element(lead, k, o) over all k and o with
/// o * stride + k * dilation - padding = i and 0 <= o < counts. `element` gives a scalar of the type of `init`; it is asked
/// for valid o only, or for o = 0 where its answer is not used. `kernel` takes the place of the windows' own where it is given.
Value gatherFromWindows(TensorBuilder &t, Value init, const Windows &w, ArrayRef<OpFoldResult> counts,
                        function_ref<Value(OpBuilder &, Location, ValueRange lead, ValueRange k, ValueRange o)> element,
                        ArrayRef<OpFoldResult> kernel = {});

/// The image ([N,] C, I...) of `sizes` that is the sum of its windows, columns ([N,] C K..., O...) with the kernel positions and
/// the places of the windows flattened: fold, and the gradient of unfold. In the columns' compute type, or i32 for bytes that
/// are bools.
Value foldColumns(TensorBuilder &t, Value columns, const Windows &w, ArrayRef<OpFoldResult> sizes, bool isBool = false);

/// The first element of adaptive window `o` of `out` over `in` elements, and the one behind the last.
Value adaptiveStart(OpBuilder &b, Location loc, Value o, Value in, Value out);
Value adaptiveEnd(OpBuilder &b, Location loc, Value o, Value in, Value out);
/// The largest size of an adaptive window: exact where both sizes are known, else an upper bound.
OpFoldResult adaptiveReach(TensorBuilder &t, OpFoldResult in, OpFoldResult out);

/// Where the adaptive windows start, or (`sizes`) how many elements each has: `out` numbers, as i64.
Value adaptiveTable(TensorBuilder &t, OpFoldResult in, OpFoldResult out, bool sizes);

/// The sums over adaptive windows of the dimensions from `first` on, in the compute type; `sizes` are those of the result.
/// Its own adjoint, with the sizes exchanged.
Value sumAdaptive(TensorBuilder &t, Value v, int64_t first, ArrayRef<OpFoldResult> sizes);

/// v / (the number of elements of its adaptive window over `in`), element by element, as `element`. `v` has `sizes`.
Value divideByAdaptiveCount(TensorBuilder &t, Value v, int64_t first, ArrayRef<OpFoldResult> in, Type element);

/// out[..., i, ...] = the sum over k < count of those v[..., o, ...] * weight that `source` names for (i, k): a position along
/// `dim`, whether it counts, and a weight (null: 1). The position is in range or does not count. In the compute type.
struct Source {
  Value position, counts, weight;
};
Value gatherAlong(TensorBuilder &t, Value v, int64_t dim, OpFoldResult size, OpFoldResult count,
                  function_ref<Source(OpBuilder &, Location, Value i, Value k)> source);

/// The rows of a tensor and the flattened dimensions from `first` on, (rows, positions).
Value asRows(TensorBuilder &t, Value v, int64_t first);

/// `rows` (R, P) with values[r, k] stored at (or, with `adds`, added to) its element (r, positions[r, k]), one after another.
/// The positions are in range.
Value scatterInRows(TensorBuilder &t, Value rows, Value positions, Value values, bool adds);

} // namespace mlir::nnf

#endif // NNF_CONVERSION_WINDOWS_H
