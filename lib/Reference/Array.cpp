//===- Array.cpp - the values of the reference evaluator --------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "Array.h"
#include "llvm/ADT/APFloat.h"
#include <cmath>
#include <limits>
#include <numeric>

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::reference;

//===-- elements ------------------------------------------------------------------------------------------------------===//

/// Round to odd: the double next to `v` towards zero, its last bit set where it is not exact. Rounding that to a format
/// with at most 51 bits gives what rounding `v` itself would.
static double toOddDouble(long double v) {
  double d = static_cast<double>(v);
  if (!std::isfinite(d) || static_cast<long double>(d) == v)
    return d;
  uint64_t bits = llvm::bit_cast<uint64_t>(d);
  // Towards zero, then the sticky bit.
  if (std::fabs(static_cast<long double>(d)) > std::fabs(v))
    --bits;
  return llvm::bit_cast<double>(bits | 1);
}

double reference::roundTo(Type element, long double v) {
  if (element.isF64())
    return static_cast<double>(v);
  if (element.isF32())
    return static_cast<float>(v);
  if (std::isnan(v))
    return std::numeric_limits<double>::quiet_NaN();
  if (std::isinf(v))
    return static_cast<double>(v);
  // A long double beyond the range of doubles is beyond that of any narrower type.
  APFloat value(toOddDouble(v));
  bool loses;
  value.convert(cast<FloatType>(element).getFloatSemantics(), APFloat::rmNearestTiesToEven, &loses);
  value.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven, &loses);
  return value.convertToDouble();
}

static bool zeroExtends(Type element) { return element.isInteger(1) || element.isUnsignedInteger(); }

int64_t reference::wrapTo(Type element, int64_t v) {
  if (isa<IndexType>(element))
    return v;
  unsigned width = element.getIntOrFloatBitWidth();
  if (width >= 64)
    return v;
  uint64_t low = static_cast<uint64_t>(v) & llvm::maskTrailingOnes<uint64_t>(width);
  return zeroExtends(element) ? static_cast<int64_t>(low) : llvm::SignExtend64(low, width);
}

/// Twice the digits of the widest elements: exact for one operation on two of them.
static long double wrapped(Type element, __int128 v) { return wrapTo(element, static_cast<int64_t>(v)); }

long double reference::minusIn(Type element, long double x, long double y) {
  return isa<FloatType>(element) ? x - y : wrapped(element, static_cast<__int128>(x) - static_cast<__int128>(y));
}

long double reference::timesIn(Type element, long double x, long double y) {
  return isa<FloatType>(element) ? x * y : wrapped(element, static_cast<__int128>(x) * static_cast<__int128>(y));
}

uint64_t reference::bitsOf(Type element, int64_t v) {
  unsigned width = isa<IndexType>(element) ? 64 : element.getIntOrFloatBitWidth();
  return static_cast<uint64_t>(v) & llvm::maskTrailingOnes<uint64_t>(std::min(width, 64u));
}

Cell reference::numberTo(Type element, long double v) {
  if (isa<FloatType>(element))
    return cell(roundTo(element, v));
  return cell(wrapTo(element, static_cast<int64_t>(v)));
}

//===-- arrays --------------------------------------------------------------------------------------------------------===//

int64_t reference::product(ArrayRef<int64_t> sizes) {
  return std::accumulate(sizes.begin(), sizes.end(), int64_t(1), std::multiplies<int64_t>());
}

Sizes reference::stridesOf(ArrayRef<int64_t> shape) {
  Sizes strides(shape.size(), 1);
  for (int64_t d = static_cast<int64_t>(shape.size()) - 2; d >= 0; --d)
    strides[d] = strides[d + 1] * shape[d + 1];
  return strides;
}

std::string reference::text(ArrayRef<int64_t> shape) {
  std::string s;
  llvm::raw_string_ostream os(s);
  llvm::interleave(shape, os, "x");
  return shape.empty() ? "rank 0" : s;
}

Array::Array(Type element, ArrayRef<int64_t> shape)
    : type(element), sizes(shape.begin(), shape.end()),
      cells(std::make_shared<std::vector<Cell>>(product(shape), cell(int64_t(0)))) {}

Array Array::scalar(Type element, Cell value) {
  Array a(element, {});
  a.write()[0] = value;
  return a;
}

Array Array::undefined(Type element, ArrayRef<int64_t> shape) {
  Array a(element, shape);
  Cell nothing = isa<FloatType>(element) ? cell(std::numeric_limits<double>::quiet_NaN())
                                         : cell(wrapTo(element, 0x5A5A5A5A5A5A5A5A));
  llvm::fill(a.write(), nothing);
  return a;
}

MutableArrayRef<Cell> Array::write() {
  if (cells.use_count() > 1)
    cells = std::make_shared<std::vector<Cell>>(*cells);
  return *cells;
}

int64_t Array::offset(ArrayRef<int64_t> indices) const {
  assert(indices.size() == sizes.size() && "one index a dimension");
  int64_t at = 0;
  for (auto [i, size] : llvm::zip(indices, sizes)) {
    assert(i >= 0 && i < size && "index out of range");
    at = at * size + i;
  }
  return at;
}

Array Array::reshaped(ArrayRef<int64_t> shape) const {
  assert(product(shape) == count() && "as many elements");
  Array a = *this;
  a.sizes.assign(shape.begin(), shape.end());
  return a;
}

void reference::forEachIndex(ArrayRef<int64_t> shape, llvm::function_ref<void(ArrayRef<int64_t>)> visit) {
  if (product(shape) == 0)
    return;
  Sizes at(shape.size(), 0);
  while (true) {
    visit(at);
    int64_t d = static_cast<int64_t>(shape.size()) - 1;
    while (d >= 0 && ++at[d] == shape[d])
      at[d--] = 0;
    if (d < 0)
      return;
  }
}

//===-- outside -------------------------------------------------------------------------------------------------------===//

llvm::Expected<nnf_dtype> reference::dtypeOf(Type element) {
  if (isa<IndexType>(element))
    return NNF_I64;
  std::string name;
  llvm::raw_string_ostream(name) << element;
  if (std::optional<nnf_dtype> dtype = parseDType(name))
    return *dtype;
  return makeError("the reference has no element type " + name);
}

llvm::Expected<Array> reference::fromHost(Type element, const HostTensor &tensor) {
  llvm::Expected<nnf_dtype> dtype = dtypeOf(element);
  if (!dtype)
    return dtype.takeError();
  // A signless integer says nothing about its sign.
  bool fits = *dtype == tensor.dtype() || (element.isSignlessInteger() && isInteger(*dtype) && isInteger(tensor.dtype()) &&
                                           dtypeBytes(*dtype) == dtypeBytes(tensor.dtype()));
  if (!fits)
    return makeError("expected element type " + dtypeName(*dtype) + ", but got " + dtypeName(tensor.dtype()));
  Array a(element, tensor.shape());
  MutableArrayRef<Cell> cells = a.write();
  for (int64_t i = 0; i < a.count(); ++i)
    cells[i] = a.isFloat() ? cell(loadDouble(*dtype, tensor.at(i))) : cell(loadInteger(*dtype, tensor.at(i)));
  return a;
}

llvm::Expected<HostTensor> reference::toHost(const Array &array) {
  llvm::Expected<nnf_dtype> dtype = dtypeOf(array.element());
  if (!dtype)
    return dtype.takeError();
  llvm::Expected<HostTensor> tensor = HostTensor::allocate(*dtype, array.shape());
  if (!tensor)
    return tensor;
  for (int64_t i = 0; i < array.count(); ++i) {
    if (array.isFloat())
      storeDouble(*dtype, tensor->at(i), array.read()[i].f);
    else
      storeInteger(*dtype, tensor->at(i), array.read()[i].i);
  }
  return tensor;
}
