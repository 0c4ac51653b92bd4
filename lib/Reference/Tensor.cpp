//===- Tensor.cpp - the tensor dialect: shapes, slices, single elements -----------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "Machine.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::reference;

namespace mlir::nnf::reference {
void registerTensor(Handlers &handlers);
} // namespace mlir::nnf::reference

//===-- helpers -------------------------------------------------------------------------------------------------------===//

static Sizes sizesOf(ArrayRef<OpFoldResult> mixed, Machine &m) {
  Sizes sizes;
  for (OpFoldResult s : mixed) {
    if (auto attr = dyn_cast<Attribute>(s))
      sizes.push_back(cast<IntegerAttr>(attr).getInt());
    else
      sizes.push_back(m.integer(cast<Value>(s)));
  }
  return sizes;
}

/// A shape with static sizes from a type and the dynamic ones from operands.
static Sizes shapeOf(RankedTensorType type, ValueRange dynamic, Machine &m) {
  Sizes shape(type.getShape());
  for (int64_t &s : shape)
    if (ShapedType::isDynamic(s)) {
      s = m.integer(dynamic.front());
      dynamic = dynamic.drop_front();
    }
  return shape;
}

static LogicalResult checkSizes(Operation *op, ArrayRef<int64_t> shape, Machine &m) {
  for (int64_t s : shape)
    if (s < 0)
      return m.fail(op, "expects sizes of at least 0, but got " + text(shape));
  return success();
}

/// Indices within the shape, or an error.
static LogicalResult checkIndices(Operation *op, ArrayRef<int64_t> indices, ArrayRef<int64_t> shape, Machine &m) {
  for (auto [d, i, size] : llvm::enumerate(indices, shape))
    if (i < 0 || i >= size)
      return m.fail(op, "index " + Twine(i) + " is outside of dimension " + Twine(d) + ", which has size " + Twine(size));
  return success();
}

namespace {
/// A slice: which elements of a tensor, and the shape that they have together (with the unit dimensions that the slice's
/// type may leave out).
struct Slice {
  Sizes offsets, sizes, strides;

  template <class OpTy>
  static FailureOr<Slice> of(OpTy op, ArrayRef<int64_t> shape, Machine &m) {
    Slice s{sizesOf(op.getMixedOffsets(), m), sizesOf(op.getMixedSizes(), m), sizesOf(op.getMixedStrides(), m)};
    if (failed(checkSizes(op, s.sizes, m)))
      return failure();
    for (int64_t d = 0, n = shape.size(); d < n; ++d) {
      if (s.sizes[d] == 0)
        continue;
      int64_t last = s.offsets[d] + (s.sizes[d] - 1) * s.strides[d];
      if (std::min(s.offsets[d], last) < 0 || std::max(s.offsets[d], last) >= shape[d])
        return LogicalResult(m.fail(op, "the slice of dimension " + Twine(d) + " runs from " + Twine(s.offsets[d]) +
                                            " to " + Twine(last) + ", but its size is " + Twine(shape[d])));
    }
    return s;
  }

  Sizes at(ArrayRef<int64_t> indices) const {
    Sizes source;
    for (auto [i, offset, stride] : llvm::zip(indices, offsets, strides))
      source.push_back(offset + i * stride);
    return source;
  }
};
} // namespace

//===-- ops -----------------------------------------------------------------------------------------------------------===//

static LogicalResult empty(tensor::EmptyOp op, Machine &m) {
  Sizes shape = shapeOf(op.getType(), op.getDynamicSizes(), m);
  if (failed(checkSizes(op, shape, m)))
    return failure();
  return m.set(op.getResult(), Array::undefined(op.getType().getElementType(), shape));
}

static LogicalResult splat(tensor::SplatOp op, Machine &m) {
  auto type = cast<RankedTensorType>(op.getType());
  Sizes shape = shapeOf(type, op.getDynamicSizes(), m);
  if (failed(checkSizes(op, shape, m)))
    return failure();
  Array a(type.getElementType(), shape);
  llvm::fill(a.write(), m.get(op.getInput()).read()[0]);
  return m.set(op.getResult(), a);
}

static LogicalResult fromElements(tensor::FromElementsOp op, Machine &m) {
  Array a(op.getType().getElementType(), op.getType().getShape());
  for (auto [c, v] : llvm::zip_equal(a.write(), op.getElements()))
    c = m.get(v).read()[0];
  return m.set(op.getResult(), a);
}

static LogicalResult dim(tensor::DimOp op, Machine &m) {
  const Array &a = m.get(op.getSource());
  int64_t d = m.integer(op.getIndex());
  if (d < 0 || d >= a.rank())
    return m.fail(op, "there is no dimension " + Twine(d) + " in a tensor of rank " + Twine(a.rank()));
  return m.set(op.getResult(), Array::scalar(op.getType(), cell(a.dim(d))));
}

static LogicalResult rank(tensor::RankOp op, Machine &m) {
  return m.set(op.getResult(), Array::scalar(op.getType(), cell(m.get(op.getTensor()).rank())));
}

/// A cast to a type that says more is checked by `set`.
static LogicalResult castOp(tensor::CastOp op, Machine &m) { return m.set(op.getResult(), m.get(op.getSource())); }

static LogicalResult bitcast(tensor::BitcastOp op, Machine &m) {
  const Array &a = m.get(op.getSource());
  Array b(cast<RankedTensorType>(op.getType()).getElementType(), a.shape());
  if (a.isFloat() || b.isFloat())
    return m.fail(op, "the reference knows bitcasts between integers only");
  for (auto [to, from] : llvm::zip_equal(b.write(), a.read()))
    to.i = wrapTo(b.element(), from.i);
  return m.set(op.getResult(), b);
}

static LogicalResult extract(tensor::ExtractOp op, Machine &m) {
  const Array &a = m.get(op.getTensor());
  Sizes indices = llvm::map_to_vector<4>(op.getIndices(), [&](Value v) { return m.integer(v); });
  if (failed(checkIndices(op, indices, a.shape(), m)))
    return failure();
  return m.set(op.getResult(), Array::scalar(a.element(), a.at(indices)));
}

static LogicalResult insert(tensor::InsertOp op, Machine &m) {
  Array a = m.take(op.getDest(), op);
  Sizes indices = llvm::map_to_vector<4>(op.getIndices(), [&](Value v) { return m.integer(v); });
  if (failed(checkIndices(op, indices, a.shape(), m)))
    return failure();
  a.write()[a.offset(indices)] = m.get(op.getScalar()).read()[0];
  return m.set(op.getResult(), std::move(a));
}

static LogicalResult extractSlice(tensor::ExtractSliceOp op, Machine &m) {
  const Array &a = m.get(op.getSource());
  FailureOr<Slice> slice = Slice::of(op, a.shape(), m);
  if (failed(slice))
    return failure();
  Array out(a.element(), slice->sizes);
  int64_t next = 0;
  MutableArrayRef<Cell> cells = out.write();
  forEachIndex(slice->sizes, [&](ArrayRef<int64_t> at) { cells[next++] = a.at(slice->at(at)); });
  // The type may leave out unit dimensions.
  llvm::SmallBitVector dropped = op.getDroppedDims();
  Sizes shape;
  for (auto [d, size] : llvm::enumerate(slice->sizes))
    if (!dropped.test(d))
      shape.push_back(size);
  return m.set(op.getResult(), out.reshaped(shape));
}

static LogicalResult insertSlice(tensor::InsertSliceOp op, Machine &m) {
  Array a = m.take(op.getDest(), op);
  const Array &source = m.get(op.getSource());
  FailureOr<Slice> slice = Slice::of(op, a.shape(), m);
  if (failed(slice))
    return failure();
  if (product(slice->sizes) != source.count())
    return m.fail(op, "expects a source of " + text(slice->sizes) + ", but got " + text(source.shape()));
  int64_t next = 0;
  MutableArrayRef<Cell> cells = a.write();
  forEachIndex(slice->sizes, [&](ArrayRef<int64_t> at) { cells[a.offset(slice->at(at))] = source.read()[next++]; });
  return m.set(op.getResult(), std::move(a));
}

static LogicalResult collapse(tensor::CollapseShapeOp op, Machine &m) {
  const Array &a = m.get(op.getSrc());
  Sizes shape;
  for (const ReassociationIndices &group : op.getReassociationIndices()) {
    shape.push_back(1);
    for (int64_t d : group)
      shape.back() *= a.dim(d);
  }
  return m.set(op.getResult(), a.reshaped(shape));
}

static LogicalResult expand(tensor::ExpandShapeOp op, Machine &m) {
  const Array &a = m.get(op.getSrc());
  Sizes shape = sizesOf(op.getMixedOutputShape(), m);
  if (failed(checkSizes(op, shape, m)))
    return failure();
  for (auto [d, group] : llvm::enumerate(op.getReassociationIndices())) {
    int64_t size = 1;
    for (int64_t i : group)
      size *= shape[i];
    if (size != a.dim(d))
      return m.fail(op, "dimension " + Twine(d) + " has size " + Twine(a.dim(d)) + ", but is split into " + Twine(size));
  }
  return m.set(op.getResult(), a.reshaped(shape));
}

static LogicalResult reshape(tensor::ReshapeOp op, Machine &m) {
  const Array &a = m.get(op.getSource()), &sizes = m.get(op.getShape());
  Sizes shape = llvm::map_to_vector<4>(sizes.read(), [](Cell c) { return c.i; });
  if (failed(checkSizes(op, shape, m)))
    return failure();
  if (product(shape) != a.count())
    return m.fail(op, "expects as many elements, but got " + text(a.shape()) + " and " + text(shape));
  return m.set(op.getResult(), a.reshaped(shape));
}

static LogicalResult pad(tensor::PadOp op, Machine &m) {
  const Array &a = m.get(op.getSource());
  Value fill = op.getConstantPaddingValue();
  if (!fill)
    return m.fail(op, "the reference knows padding by one value only");
  // A constant may lie inside of the region, which is not run.
  if (Operation *constant = fill.getDefiningOp(); constant && constant->getParentOp() == op && failed(m.run(constant)))
    return failure();
  Sizes low = sizesOf(op.getMixedLowPad(), m), high = sizesOf(op.getMixedHighPad(), m), shape;
  for (int64_t d = 0; d < a.rank(); ++d)
    shape.push_back(low[d] + a.dim(d) + high[d]);
  if (failed(checkSizes(op, shape, m)))
    return failure();
  Array out(a.element(), shape);
  MutableArrayRef<Cell> cells = out.write();
  llvm::fill(cells, m.get(fill).read()[0]);
  forEachIndex(a.shape(), [&](ArrayRef<int64_t> at) {
    Sizes to;
    for (int64_t d = 0; d < a.rank(); ++d) {
      to.push_back(at[d] + low[d]);
      if (to.back() < 0 || to.back() >= shape[d])
        return; // negative padding cuts off
    }
    cells[out.offset(to)] = a.at(at);
  });
  return m.set(op.getResult(), out);
}

static LogicalResult concat(tensor::ConcatOp op, Machine &m) {
  int64_t along = op.getDim(), at = 0;
  Sizes shape(m.get(op.getInputs().front()).shape());
  shape[along] = 0;
  for (Value v : op.getInputs()) {
    const Array &a = m.get(v);
    for (int64_t d = 0; d < a.rank(); ++d)
      if (d != along && a.dim(d) != shape[d])
        return m.fail(op, "expects dimension " + Twine(d) + " to be " + Twine(shape[d]) + ", but got " + Twine(a.dim(d)));
    shape[along] += a.dim(along);
  }
  Array out(op.getType().getElementType(), shape);
  MutableArrayRef<Cell> cells = out.write();
  for (Value v : op.getInputs()) {
    const Array &a = m.get(v);
    forEachIndex(a.shape(), [&](ArrayRef<int64_t> from) {
      Sizes to(from);
      to[along] += at;
      cells[out.offset(to)] = a.at(from);
    });
    at += a.dim(along);
  }
  return m.set(op.getResult(), out);
}

void reference::registerTensor(Handlers &handlers) {
  handlers.add<tensor::EmptyOp, empty>();
  handlers.add<tensor::SplatOp, splat>();
  handlers.add<tensor::FromElementsOp, fromElements>();
  handlers.add<tensor::DimOp, dim>();
  handlers.add<tensor::RankOp, rank>();
  handlers.add<tensor::CastOp, castOp>();
  handlers.add<tensor::BitcastOp, bitcast>();
  handlers.add<tensor::ExtractOp, extract>();
  handlers.add<tensor::InsertOp, insert>();
  handlers.add<tensor::ExtractSliceOp, extractSlice>();
  handlers.add<tensor::InsertSliceOp, insertSlice>();
  handlers.add<tensor::CollapseShapeOp, collapse>();
  handlers.add<tensor::ExpandShapeOp, expand>();
  handlers.add<tensor::ReshapeOp, reshape>();
  handlers.add<tensor::PadOp, pad>();
  handlers.add<tensor::ConcatOp, concat>();
}
