//===- TensorBuilder.cpp - map, sum, max and gather as linalg ----------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/Conversion/TensorBuilder.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace mlir::nnf;
using scalar::Emit;
using scalar::ScalarIR;

//===-- types ---------------------------------------------------------------------------------------------------===//

Type TensorBuilder::computeType(Type element) {
  return element.isF16() || element.isBF16() ? Type(Float32Type::get(element.getContext())) : element;
}

Value TensorBuilder::convert(OpBuilder &b, Location loc, Value v, Type element, bool isUnsigned) {
  Type from = getElementTypeOrSelf(v.getType());
  if (from == element)
    return v;
  Type to = element;
  if (auto vector = dyn_cast<ShapedType>(v.getType()))
    to = vector.clone(element);
  if (isa<FloatType>(from) && isa<FloatType>(element)) {
    if (from.getIntOrFloatBitWidth() == element.getIntOrFloatBitWidth()) // f16 and bf16
      return convert(b, loc, convert(b, loc, v, b.getF32Type()), element);
    if (from.getIntOrFloatBitWidth() < element.getIntOrFloatBitWidth())
      return arith::ExtFOp::create(b, loc, to, v);
    return arith::TruncFOp::create(b, loc, to, v);
  }
  if (isa<IntegerType>(from) && isa<FloatType>(element)) {
    if (isUnsigned)
      return arith::UIToFPOp::create(b, loc, to, v);
    return arith::SIToFPOp::create(b, loc, to, v);
  }
  if (isa<IndexType>(from) || isa<IndexType>(element))
    return arith::IndexCastOp::create(b, loc, to, v);
  assert(isa<IntegerType>(from) && isa<IntegerType>(element) && "no conversion from floats to integers is needed");
  if (from.getIntOrFloatBitWidth() > element.getIntOrFloatBitWidth())
    return arith::TruncIOp::create(b, loc, to, v);
  if (isUnsigned)
    return arith::ExtUIOp::create(b, loc, to, v);
  return arith::ExtSIOp::create(b, loc, to, v);
}

Value TensorBuilder::cast_(Value tensor, Type element, bool isUnsigned) {
  if (elementType(tensor) == element)
    return tensor;
  int64_t n = rank(tensor);
  Along all{tensor, range(n)};
  SmallVector<utils::IteratorType> iterators(n, utils::IteratorType::parallel);
  return generic({all}, {{empty(sizesOf({all}, n), element), range(n)}}, iterators,
                 [&](OpBuilder &nested, Location l, ValueRange args) {
                   return SmallVector<Value>{convert(nested, l, args[0], element, isUnsigned)};
                 })[0];
}

//===-- iteration dimensions ------------------------------------------------------------------------------------===//

SmallVector<int64_t> TensorBuilder::range(int64_t n, ArrayRef<int64_t> without) {
  SmallVector<int64_t> dims;
  for (int64_t i = 0; i < n; ++i)
    if (!llvm::is_contained(without, i))
      dims.push_back(i);
  return dims;
}

Along TensorBuilder::aligned(Value v, int64_t rank) {
  Along a{v, {}};
  if (v)
    for (int64_t i = 0, n = TensorBuilder::rank(v); i < n; ++i)
      a.dims.push_back(rank - n + i);
  return a;
}

SmallVector<OpFoldResult> TensorBuilder::sizesOf(ArrayRef<Along> ins, int64_t rank) {
  SmallVector<OpFoldResult> sizes(rank, b.getIndexAttr(1));
  for (int64_t d = 0; d < rank; ++d) {
    // A static size other than 1 decides; a dynamic one next; static 1 stretches.
    std::optional<int64_t> fixed;
    const Along *dynamic = nullptr;
    int64_t at = 0;
    for (const Along &a : ins) {
      if (!a.v)
        continue;
      for (auto [i, along] : llvm::enumerate(a.dims)) {
        if (along != d)
          continue;
        int64_t size = cast<RankedTensorType>(a.v.getType()).getDimSize(i);
        if (ShapedType::isDynamic(size)) {
          if (!dynamic)
            dynamic = &a, at = i;
        } else if (size != 1) {
          fixed = size;
        }
      }
    }
    if (fixed)
      sizes[d] = b.getIndexAttr(*fixed);
    else if (dynamic)
      sizes[d] = sizeOf(dynamic->v, at);
  }
  return sizes;
}

Value TensorBuilder::numberOf(ArrayRef<OpFoldResult> sizes) {
  int64_t fixed = 1;
  Value product;
  for (OpFoldResult s : sizes) {
    if (std::optional<int64_t> size = getConstantIntValue(s)) {
      fixed *= *size;
      continue;
    }
    Value v = cast<Value>(s);
    product = product ? arith::MulIOp::create(b, loc, product, v).getResult() : v;
  }
  if (!product)
    return index(fixed);
  return fixed == 1 ? product : arith::MulIOp::create(b, loc, product, index(fixed)).getResult();
}

Value TensorBuilder::toFloat(Value index, Type element) {
  Value i = arith::IndexCastOp::create(b, loc, b.getI64Type(), index);
  return arith::SIToFPOp::create(b, loc, element, i);
}

//===-- verbs -----------------------------------------------------------------------------------------------------===//

Value TensorBuilder::constant(Type type, double value) {
  return ScalarIR(value).value(Emit{b, loc}, type);
}

Value TensorBuilder::filled(ArrayRef<OpFoldResult> sizes, Type element, double value) {
  Value fill = isa<FloatType>(element)
                   ? constant(element, value)
                   : arith::ConstantOp::create(b, loc, b.getIntegerAttr(element, static_cast<int64_t>(value)));
  return linalg::FillOp::create(b, loc, fill, empty(sizes, element)).getResult(0);
}

Value TensorBuilder::scalarTensor(Value scalar) {
  return tensor::FromElementsOp::create(b, loc, RankedTensorType::get({}, scalar.getType()), scalar);
}

SmallVector<Value> TensorBuilder::generic(ArrayRef<Along> ins, ArrayRef<Along> outs,
                                          ArrayRef<utils::IteratorType> iterators, RawBody body) {
  SmallVector<Value> inputs, inits;
  SmallVector<AffineMap> maps;
  // A static 1 stretches along an iteration dimension that some other operand gives a different size. Where all have 1
  // it must not: the dimension would be left without a bound.
  SmallVector<bool> isLarger(iterators.size(), false);
  for (ArrayRef<Along> operands : {ins, outs})
    for (const Along &a : operands)
      for (auto [i, d] : llvm::enumerate(a.dims))
        isLarger[d] = isLarger[d] || cast<RankedTensorType>(a.v.getType()).getDimSize(i) != 1;
  auto add = [&](const Along &a, bool isInput) {
    SmallVector<AffineExpr> exprs;
    for (auto [i, d] : llvm::enumerate(a.dims)) {
      bool stretches = isInput && isLarger[d] && cast<RankedTensorType>(a.v.getType()).getDimSize(i) == 1;
      exprs.push_back(stretches ? b.getAffineConstantExpr(0) : b.getAffineDimExpr(d));
    }
    maps.push_back(AffineMap::get(iterators.size(), 0, exprs, b.getContext()));
    (isInput ? inputs : inits).push_back(a.v);
  };
  for (const Along &a : ins)
    add(a, true);
  for (const Along &a : outs)
    add(a, false);
  auto op = linalg::GenericOp::create(b, loc, ValueRange(inits).getTypes(), inputs, inits, maps, iterators,
                                      [&](OpBuilder &nested, Location l, ValueRange args) {
                                        linalg::YieldOp::create(nested, l, body(nested, l, args));
                                      });
  return SmallVector<Value>(op.getResults());
}

/// The operands that are there.
static SmallVector<Along> present(ArrayRef<Along> ins) {
  return llvm::to_vector(llvm::make_filter_range(ins, [](const Along &a) { return static_cast<bool>(a.v); }));
}

/// The order of a sum is ours to choose; PyTorch's is not left to right either.
static Value plus(OpBuilder &b, Location loc, Value x, Value y) {
  if (isa<IntegerType>(x.getType()))
    return arith::AddIOp::create(b, loc, x, y);
  return arith::AddFOp::create(b, loc, x, y, arith::FastMathFlags::reassoc);
}

/// Body arguments as scalars in their compute types, absent operands as nullopt.
static SmallVector<std::optional<ScalarIR>> scalarsOf(const Emit &e, ArrayRef<Along> ins, ValueRange args) {
  SmallVector<std::optional<ScalarIR>> scalars;
  unsigned next = 0;
  for (const Along &a : ins) {
    if (!a.v) {
      scalars.push_back(std::nullopt);
      continue;
    }
    Value v = args[next++];
    scalars.push_back(ScalarIR(e, TensorBuilder::convert(e.b, e.loc, v, TensorBuilder::computeType(v.getType()))));
  }
  return scalars;
}

Value TensorBuilder::map(ArrayRef<Along> ins, int64_t rank, Type element, Body body) {
  SmallVector<Along> operands = present(ins);
  Value init = empty(sizesOf(operands, rank), element);
  SmallVector<utils::IteratorType> iterators(rank, utils::IteratorType::parallel);
  return generic(operands, {{init, range(rank)}}, iterators, [&](OpBuilder &nested, Location l, ValueRange args) {
    Emit e{nested, l};
    Value v = body(scalarsOf(e, ins, args)).value(e, computeType(element));
    return SmallVector<Value>{convert(nested, l, v, element)};
  })[0];
}

Value TensorBuilder::sum(ArrayRef<Along> ins, int64_t rank, ArrayRef<int64_t> dims, Body body) {
  return reduce(Combine::Sum, ins, rank, dims, body);
}
Value TensorBuilder::max(ArrayRef<Along> ins, int64_t rank, ArrayRef<int64_t> dims, Body body) {
  return reduce(Combine::Max, ins, rank, dims, body);
}

Value TensorBuilder::reduce(Combine combine, ArrayRef<Along> ins, int64_t rank, ArrayRef<int64_t> dims, Body body) {
  SmallVector<Along> operands = present(ins);
  SmallVector<OpFoldResult> sizes = sizesOf(operands, rank), kept;
  SmallVector<int64_t> keep = range(rank, dims);
  for (int64_t d : keep)
    kept.push_back(sizes[d]);
  Type type = computeTypeOf(operands.front().v);
  for (const Along &a : operands)
    if (isa<FloatType>(computeTypeOf(a.v)))
      type = computeTypeOf(a.v);
  Value init = filled(kept, type, combine == Combine::Max ? -INFINITY : 0.0);
  SmallVector<utils::IteratorType> iterators(rank, utils::IteratorType::parallel);
  for (int64_t d : dims)
    iterators[d] = utils::IteratorType::reduction;
  return generic(operands, {{init, keep}}, iterators, [&](OpBuilder &nested, Location l, ValueRange args) {
    Emit e{nested, l};
    Value v = body(scalarsOf(e, ins, args)).value(e, type), accumulator = args.back();
    if (combine == Combine::Max)
      return SmallVector<Value>{arith::MaximumFOp::create(nested, l, accumulator, v)};
    return SmallVector<Value>{plus(nested, l, accumulator, v)};
  })[0];
}

Value TensorBuilder::contract(Along a, Along c, Value init, ArrayRef<int64_t> out, int64_t rank) {
  Type type = elementType(init);
  SmallVector<utils::IteratorType> iterators(rank, utils::IteratorType::reduction);
  for (int64_t d : out)
    iterators[d] = utils::IteratorType::parallel;
  return generic({a, c}, {{init, llvm::to_vector(out)}}, iterators, [&](OpBuilder &nested, Location l, ValueRange args) {
    Value x = convert(nested, l, args[0], type), y = convert(nested, l, args[1], type);
    if (!isa<FloatType>(type)) {
      Value product = arith::MulIOp::create(nested, l, x, y);
      return SmallVector<Value>{arith::AddIOp::create(nested, l, args[2], product)};
    }
    using F = arith::FastMathFlags;
    Value product = arith::MulFOp::create(nested, l, x, y, F::contract);
    return SmallVector<Value>{arith::AddFOp::create(nested, l, args[2], product, F::contract | F::reassoc)};
  })[0];
}

Value TensorBuilder::windowSum(Value v, int64_t dim, int64_t low, int64_t high) {
  int64_t n = rank(v);
  Type type = computeTypeOf(v);
  SmallVector<OpFoldResult> sizes = sizesOf({{v, range(n)}}, n);
  Value padded, window; // The window's shape gives the loop over it its bound.
  // What a window reaches beyond all elements adds nothing, and may be more than a size can hold.
  constexpr int64_t kAlwaysFits = 1 << 16;
  std::optional<int64_t> fixed = getConstantIntValue(sizes[dim]);
  if (fixed || std::max(low, high) <= kAlwaysFits) {
    int64_t most = fixed ? std::max<int64_t>(*fixed - 1, 0) : kAlwaysFits;
    low = std::min(low, most), high = std::min(high, most);
    padded = padZeros(v, dim, {{low, high}});
    window = empty({b.getIndexAttr(low + high + 1)}, type);
  } else {
    Value last = arith::SubIOp::create(b, loc, getValueOrCreateConstantIndexOp(b, loc, sizes[dim]), index(1));
    last = arith::MaxSIOp::create(b, loc, last, index(0));
    Value before = arith::MinSIOp::create(b, loc, index(low), last);
    Value behind = arith::MinSIOp::create(b, loc, index(high), last);
    SmallVector<OpFoldResult> lows(n, b.getIndexAttr(0)), highs = lows;
    lows[dim] = before, highs[dim] = behind;
    padded = tensor::PadOp::create(b, loc, v.getType(), v, lows, highs, constant(elementType(v), 0));
    Value extent = arith::AddIOp::create(b, loc, arith::AddIOp::create(b, loc, before, behind), index(1));
    window = empty({extent}, type);
  }
  SmallVector<AffineExpr> in, out;
  for (int64_t d = 0; d < n; ++d) {
    out.push_back(b.getAffineDimExpr(d));
    in.push_back(d == dim ? b.getAffineDimExpr(d) + b.getAffineDimExpr(n) : b.getAffineDimExpr(d));
  }
  auto map = [&](ArrayRef<AffineExpr> exprs) { return AffineMap::get(n + 1, 0, exprs, b.getContext()); };
  SmallVector<utils::IteratorType> iterators(n + 1, utils::IteratorType::parallel);
  iterators[n] = utils::IteratorType::reduction;
  Value init = filled(sizes, type, 0);
  return linalg::GenericOp::create(b, loc, TypeRange(init.getType()), ValueRange{padded, window}, ValueRange{init},
                                   {map(in), map(b.getAffineDimExpr(n)), map(out)}, iterators,
                                   [&](OpBuilder &nested, Location l, ValueRange args) {
                                     Value x = convert(nested, l, args[0], type);
                                     linalg::YieldOp::create(nested, l, ValueRange{plus(nested, l, args[2], x)});
                                   })
      .getResult(0);
}

Value TensorBuilder::splitDim(Value v, int64_t dim, int64_t groups) {
  auto type = cast<RankedTensorType>(v.getType());
  SmallVector<OpFoldResult> sizes;
  SmallVector<int64_t> shape;
  SmallVector<ReassociationIndices> reassociation;
  int64_t next = 0;
  for (int64_t d = 0, n = type.getRank(); d < n; ++d) {
    int64_t size = type.getDimSize(d);
    if (d != dim) {
      shape.push_back(size);
      sizes.push_back(sizeOf(v, d));
      reassociation.push_back({next++});
      continue;
    }
    bool dynamic = ShapedType::isDynamic(size);
    shape.append({groups, dynamic ? size : size / groups});
    sizes.push_back(b.getIndexAttr(groups));
    sizes.push_back(dynamic ? OpFoldResult(arith::DivSIOp::create(b, loc, tensor::DimOp::create(b, loc, v, d),
                                                                  index(groups))
                                               .getResult())
                            : OpFoldResult(b.getIndexAttr(size / groups)));
    reassociation.push_back({next, next + 1});
    next += 2;
  }
  auto split = RankedTensorType::get(shape, type.getElementType());
  return tensor::ExpandShapeOp::create(b, loc, split, v, reassociation, sizes);
}

Value TensorBuilder::padZeros(Value v, int64_t first, ArrayRef<std::pair<int64_t, int64_t>> pads) {
  if (llvm::none_of(pads, [](auto p) { return p.first || p.second; }))
    return v;
  Type element = elementType(v);
  SmallVector<OpFoldResult> low(rank(v), b.getIndexAttr(0)), high = low;
  SmallVector<int64_t> shape(cast<RankedTensorType>(v.getType()).getShape());
  for (auto [i, pad] : llvm::enumerate(pads)) {
    low[first + i] = b.getIndexAttr(pad.first);
    high[first + i] = b.getIndexAttr(pad.second);
    if (!ShapedType::isDynamic(shape[first + i]))
      shape[first + i] += pad.first + pad.second;
  }
  return tensor::PadOp::create(b, loc, RankedTensorType::get(shape, element), v, low, high, constant(element, 0));
}

//===-- statistics ----------------------------------------------------------------------------------------------------===//

Value TensorBuilder::countOf(Value v, ArrayRef<int64_t> dims, Type type) {
  SmallVector<OpFoldResult> sizes;
  for (int64_t d : dims)
    sizes.push_back(sizeOf(v, d));
  return scalarTensor(toFloat(numberOf(sizes), type));
}

/// mean = sum x / n; squares = sum (x - mean)^2.
std::pair<Value, Value> TensorBuilder::centredMoments(Value v, ArrayRef<int64_t> dims, Value count) {
  int64_t n = rank(v);
  SmallVector<int64_t> all = range(n), rest = range(n, dims);
  int64_t kept = rest.size();
  Value total = sum({{v, all}}, n, dims, [](Scalars s) { return *s[0]; });
  Value mean = map({{total, range(kept)}, {count, {}}}, kept, computeTypeOf(v), [](Scalars s) { return *s[0] / *s[1]; });
  Value squares = sum({{v, all}, {mean, rest}}, n, dims, [](Scalars s) { return square(*s[0] - *s[1]); });
  return {mean, squares};
}

//===-- guards ------------------------------------------------------------------------------------------------------===//

/// first = min over all i with condition(v[i]) of the linear position, or INT64_MAX
TensorBuilder::FirstPlace TensorBuilder::findFirst(Value v,
                                                   llvm::function_ref<Value(OpBuilder &, Location, Value)> condition) {
  int64_t n = rank(v);
  Type i64 = b.getI64Type();
  SmallVector<int64_t> all = range(n);
  FirstPlace first;
  first.none = arith::ConstantOp::create(b, loc, b.getI64IntegerAttr(INT64_MAX));
  for (OpFoldResult s : sizesOf({{v, all}}, n))
    first.extents.push_back(getValueOrCreateConstantIndexOp(b, loc, s));
  Value init = linalg::FillOp::create(b, loc, first.none, empty({}, i64)).getResult(0);
  SmallVector<utils::IteratorType> iterators(n, utils::IteratorType::reduction);
  Value least = generic({{v, all}}, {{init, {}}}, iterators, [&](OpBuilder &nested, Location l, ValueRange args) {
    Value holds = condition(nested, l, args[0]);
    Value position = arith::ConstantIndexOp::create(nested, l, 0);
    for (int64_t d = 0; d < n; ++d) {
      Value scaled = arith::MulIOp::create(nested, l, position, first.extents[d]);
      position = arith::AddIOp::create(nested, l, scaled, linalg::IndexOp::create(nested, l, d));
    }
    Value p = arith::IndexCastOp::create(nested, l, i64, position);
    Value here = arith::SelectOp::create(nested, l, holds, p, first.none);
    return SmallVector<Value>{arith::MinSIOp::create(nested, l, args[1], here)};
  })[0];
  first.position = tensor::ExtractOp::create(b, loc, least, ValueRange{});
  first.absent = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq, first.position, first.none);
  return first;
}

/// for all i: bad(i) = indices[i] outside [0, bound) and not ignored
///   first = where the first bad i is
///   value = there is none ? 0 : indices[first]
///   cf.assert there is none, with first, value and bound for the error's text
void TensorBuilder::checkIndices(Value indices, Value bound, std::optional<int64_t> ignored, const Twine &what) {
  auto type = cast<RankedTensorType>(indices.getType());
  int64_t n = type.getRank();
  Type i64 = b.getI64Type(), element = type.getElementType();
  Value limit = arith::IndexCastOp::create(b, loc, i64, bound);
  FirstPlace first = findFirst(indices, [&](OpBuilder &nested, Location l, Value index) {
    // Unsigned: one comparison for both ends.
    Value v = convert(nested, l, index, i64);
    Value bad = arith::CmpIOp::create(nested, l, arith::CmpIPredicate::uge, v, limit);
    if (!ignored)
      return bad;
    Value skip = arith::ConstantOp::create(nested, l, nested.getIntegerAttr(element, *ignored));
    Value counts = arith::CmpIOp::create(nested, l, arith::CmpIPredicate::ne, index, skip);
    return arith::AndIOp::create(nested, l, bad, counts).getResult();
  });
  // The value at the first bad position; nothing is read where there is none.
  auto value = scf::IfOp::create(
      b, loc, first.absent,
      [&](OpBuilder &nested, Location l) {
        Value zero = arith::ConstantOp::create(nested, l, nested.getI64IntegerAttr(0));
        scf::YieldOp::create(nested, l, zero);
      },
      [&](OpBuilder &nested, Location l) {
        Value rest = arith::IndexCastOp::create(nested, l, nested.getIndexType(), first.position);
        SmallVector<Value> position(n);
        for (int64_t d = n - 1; d >= 0; --d) {
          position[d] = arith::RemUIOp::create(nested, l, rest, first.extents[d]);
          rest = arith::DivUIOp::create(nested, l, rest, first.extents[d]);
        }
        Value v = tensor::ExtractOp::create(nested, l, indices, position);
        scf::YieldOp::create(nested, l, convert(nested, l, v, i64));
      });
  // Always true where all is fine (0 <= bound); it is there to carry value and bound into the error's text.
  Value shown = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::sle, value.getResult(0), limit);
  Value holds = arith::AndIOp::create(b, loc, first.absent, shown);
  cf::AssertOp::create(b, loc, holds, (what + "[{0}] is {2}, but must be at least 0 and less than {3}").str());
}
