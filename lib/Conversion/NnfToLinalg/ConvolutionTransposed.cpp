//===- ConvolutionTransposed.cpp - transposed convolutions, windows as columns, sequences ------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "ConvolutionProducts.h"
#include "Decomposition.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "nnf/Conversion/Windows.h"
#include "nnf/IR/ops/Convolution.h"

using namespace mlir;
using namespace mlir::nnf;

namespace mlir::nnf {
void registerTransposedConvolutionDecompositions(MLIRContext *context);
}

/// Sizes of the first result, from the shape rule.
template <class OpT>
static FailureOr<SmallVector<OpFoldResult>> resultSizes(OpT op, ValueRange operands, TensorBuilder &t) {
  FailureOr<SmallVector<Shape>> shapes =
      cast<ShapeRuleOpInterface>(op.getOperation()).emitShapes(t.b, operands, /*guards=*/false);
  if (failed(shapes))
    return failure();
  return mixedSizes(t.b, (*shapes)[0]);
}

/// How one spatial dimension splits into phases: the pixels o of the result with (o + padding) mod stride = r, q =
/// (o + padding) div stride, are an ordinary convolution by every stride-th element of the kernel from r on, backwards,
///   out[stride q + r - padding] = sum over j of x[q - j] w[stride j + r].
struct Phases {
  int64_t stride, dilation;
  /// Elements of the kernel that a phase sees; zeros behind the kernel's end fill up the last phases.
  int64_t taps, kernel;
  /// Zeros before and behind the input for the values of q that count, which begin with the first that reaches the result.
  int64_t low, high;
  /// Pixels of the first q that lie before the result.
  int64_t cut;
};

/// The phases of all dimensions, or nothing where they would multiply three times as many numbers, or a kernel's size is not
/// known, or there is more to it than they say.
template <class ConvOp>
static std::optional<SmallVector<Phases>> choosePhases(ConvOp op) {
  SmallVector<Phases> phases;
  double waste = 1;
  auto kernel = cast<RankedTensorType>(op.getWeight().getType()).getShape().drop_front(2);
  for (auto [i, k] : llvm::enumerate(kernel)) {
    int64_t stride = op.getStride()[i], dilation = op.getDilation()[i], padding = op.getPadding()[i];
    if (ShapedType::isDynamic(k) || k == 0 || (stride != 1 && dilation != 1) || k > (1 << 20) || stride > (1 << 20) ||
        dilation > (1 << 20) || padding > (1 << 20))
      return std::nullopt;
    int64_t taps = llvm::divideCeil(k, stride), reach = dilation * (k - 1) + 1 + op.getOutputPadding()[i] - padding;
    Phases p{stride, dilation, taps, k, dilation * (taps - 1) - padding / stride, 0, padding % stride};
    if (p.low < 0 || reach < 1)
      return std::nullopt;
    p.high = llvm::divideCeil(reach, stride) - 1;
    waste *= static_cast<double>(taps) * stride / k;
    phases.push_back(p);
  }
  if (waste > 3)
    return std::nullopt;
  return phases;
}

/// The transposed convolution as an ordinary one with a result for each phase, whose pixels are then interleaved:
///   y[r..., n, g, f, q...] = bias[g, f] + sum over c, j... of x[n, g, c, q + j...] w[g, c, f, stride (taps - 1 - j) + r...]
///   out[n, g, f, (q, r)...] = y[r..., n, g, f, q...], without what lies before and behind the result.
template <class ConvOp>
static Values convTransposeByPhases(ConvOp op, typename ConvOp::Adaptor adaptor, TensorBuilder &t,
                                    ArrayRef<Phases> phases) {
  OpBuilder &b = t.b;
  Value x = adaptor.getInput(), w = adaptor.getWeight(), bias = adaptor.getBias();
  constexpr int64_t n = ConvOp::spatialRank;
  int64_t groups = op.getGroups(), first = t.rank(x) - n;
  bool batched = first == 2, grouped = groups != 1;
  Type element = t.elementType(x), compute = t.computeType(element);
  FailureOr<SmallVector<OpFoldResult>> sizes = resultSizes(op, adaptor.getOperands(), t);
  if (failed(sizes))
    return failure();
  SmallVector<std::pair<int64_t, int64_t>> xPads, wPads;
  for (const Phases &p : phases) {
    xPads.push_back({p.low, p.high});
    wPads.push_back({0, p.stride * p.taps - p.kernel});
  }
  w = t.padZeros(w, 2, wPads);
  if (grouped) {
    x = t.splitDim(x, first - 1, groups);
    w = t.splitDim(w, 0, groups);
  }
  x = t.padZeros(x, first + grouped, xPads);

  // The kernels of the phases: [r...] [g] f c j...
  MLIRContext *context = b.getContext();
  auto d = [&](int64_t i) { return b.getAffineDimExpr(i); };
  SmallVector<OpFoldResult> kernelSizes;
  SmallVector<AffineExpr> from, to;
  int64_t wRank = 2 * n + grouped + 2, wFeature = n + grouped;
  for (const Phases &p : phases)
    kernelSizes.push_back(b.getIndexAttr(p.stride));
  if (grouped) {
    kernelSizes.push_back(t.sizeOf(w, 0));
    from.push_back(d(n));
  }
  kernelSizes.append({t.sizeOf(w, grouped + 1), t.sizeOf(w, grouped)});
  from.append({d(wFeature + 1), d(wFeature)});
  for (auto [i, p] : llvm::enumerate(phases)) {
    kernelSizes.push_back(b.getIndexAttr(p.taps));
    from.push_back(d(i) + p.stride * (p.taps - 1) - d(wFeature + 2 + i) * p.stride);
  }
  for (int64_t i = 0; i < wRank; ++i)
    to.push_back(d(i));
  Value kernels = t.empty(kernelSizes, element);
  kernels = linalg::GenericOp::create(
                b, t.loc, TypeRange(kernels.getType()), ValueRange{w}, ValueRange{kernels},
                {AffineMap::get(wRank, 0, from, context), AffineMap::get(wRank, 0, to, context)},
                SmallVector<utils::IteratorType>(wRank, utils::IteratorType::parallel),
                [&](OpBuilder &nested, Location l, ValueRange args) { linalg::YieldOp::create(nested, l, args[0]); })
                .getResult(0);

  // [r...] [n] features q...
  SmallVector<OpFoldResult> ySizes;
  for (const Phases &p : phases)
    ySizes.push_back(b.getIndexAttr(p.stride));
  ySizes.append(sizes->begin(), sizes->end() - n);
  for (auto [i, p] : llvm::enumerate(phases)) {
    // The input's size with its zeros, less what the last window reaches over.
    OpFoldResult size = t.sizeOf(x, first + grouped + i);
    ySizes.push_back(affine::makeComposedFoldedAffineApply(b, t.loc, d(0) - p.dilation * (p.taps - 1), {size}));
  }
  int64_t yRank = ySizes.size(), feature = yRank - n - 1;
  Value init = startOfSums(t, bias, ySizes, compute, feature);
  if (grouped)
    init = t.splitDim(init, feature, groups);

  // Iteration: r... [n] [g] f q... c j...
  int64_t next = n, batchDim = batched ? next++ : -1, groupDim = grouped ? next++ : -1, featureDim = next++;
  int64_t pixel = next, channelDim = pixel + n, tap = channelDim + 1, rank = tap + n;
  SmallVector<AffineExpr> xExprs, wExprs, yExprs;
  for (int64_t i = 0; i < n; ++i)
    wExprs.push_back(d(i)), yExprs.push_back(d(i));
  if (batched)
    xExprs.push_back(d(batchDim)), yExprs.push_back(d(batchDim));
  if (grouped)
    xExprs.push_back(d(groupDim)), wExprs.push_back(d(groupDim)), yExprs.push_back(d(groupDim));
  xExprs.push_back(d(channelDim));
  wExprs.append({d(featureDim), d(channelDim)});
  yExprs.push_back(d(featureDim));
  for (auto [i, p] : llvm::enumerate(phases)) {
    xExprs.push_back(d(pixel + i) + d(tap + i) * p.dilation);
    wExprs.push_back(d(tap + i));
    yExprs.push_back(d(pixel + i));
  }
  SmallVector<AffineMap> maps;
  for (auto &exprs : {xExprs, wExprs, yExprs})
    maps.push_back(AffineMap::get(rank, 0, exprs, context));
  Value y = addProducts(t, x, kernels, init, maps, channelDim);
  if (grouped)
    y = t.collapseDims(y, feature, 2);
  y = t.cast_(y, element);
  // out[[n], features, q0, r0, q1, r1, ...]
  SmallVector<int64_t> order = llvm::to_vector(llvm::seq<int64_t>(n, yRank - n));
  for (int64_t i = 0; i < n; ++i)
    order.append({yRank - n + i, i});
  y = t.transposed(y, order);
  SmallVector<OpFoldResult> offsets(sizes->size(), b.getIndexAttr(0)), strides(sizes->size(), b.getIndexAttr(1));
  for (auto [i, p] : llvm::enumerate(phases)) {
    y = t.collapseDims(y, first + i, 2);
    offsets[first + i] = b.getIndexAttr(p.cut);
  }
  auto type = cast<RankedTensorType>(y.getType());
  auto wanted = tensor::ExtractSliceOp::inferResultType(type, *sizes);
  if (type == wanted && llvm::all_of(phases, [](const Phases &p) { return p.cut == 0; }) && type.hasStaticShape())
    return SmallVector<Value>{y};
  return SmallVector<Value>{tensor::ExtractSliceOp::create(b, t.loc, y, offsets, *sizes, strides).getResult()};
}

/// A product of the input and the weight for every channel, kernel position and pixel, which is one contraction over the
/// input's channels, and then for each pixel of the result the sum of those that fall on it:
///   columns[n, g, f, k..., i...] = sum over c of x[n, g, c, i...] w[g, c, f, k...]
///   out[n, g, f, o...] = bias[g, f] + sum over k... of columns[n, g, f, k..., i...] with i * stride + k * dilation - padding = o
template <class ConvOp>
static Values convTranspose(ConvOp op, typename ConvOp::Adaptor adaptor, TensorBuilder &t) {
  if (std::optional<SmallVector<Phases>> phases = choosePhases(op))
    return convTransposeByPhases(op, adaptor, t, *phases);
  Value x = adaptor.getInput(), w = adaptor.getWeight(), bias = adaptor.getBias();
  constexpr int64_t n = ConvOp::spatialRank;
  int64_t groups = op.getGroups();
  bool batched = t.rank(x) == n + 2, grouped = groups != 1;
  Type element = t.elementType(x), compute = t.computeType(element);
  FailureOr<SmallVector<OpFoldResult>> sizes = resultSizes(op, adaptor.getOperands(), t);
  if (failed(sizes))
    return failure();
  if (grouped) {
    x = t.splitDim(x, batched, groups);
    w = t.splitDim(w, 0, groups);
  }
  // Iteration: [n] [g] f k... i... c
  int64_t next = 0, batchDim = batched ? next++ : -1, groupDim = grouped ? next++ : -1, featureDim = next++;
  int64_t kernel = next, pixel = kernel + n, channelDim = pixel + n, rank = channelDim + 1;
  SmallVector<int64_t> xDims, wDims;
  if (batched)
    xDims.push_back(batchDim);
  if (grouped)
    xDims.push_back(groupDim), wDims.push_back(groupDim);
  xDims.push_back(channelDim);
  wDims.append({channelDim, featureDim});
  for (int64_t i = 0; i < n; ++i) {
    xDims.push_back(pixel + i);
    wDims.push_back(kernel + i);
  }
  SmallVector<OpFoldResult> columnSizes(rank - 1), counts, extents;
  for (auto [i, d] : llvm::enumerate(xDims))
    if (d != channelDim)
      columnSizes[d] = t.sizeOf(x, i);
  for (auto [i, d] : llvm::enumerate(wDims))
    if (d != channelDim)
      columnSizes[d] = t.sizeOf(w, i);
  for (int64_t i = 0; i < n; ++i) {
    extents.push_back(columnSizes[kernel + i]);
    counts.push_back(columnSizes[pixel + i]);
  }
  Value columns = t.contract({x, xDims}, {w, wDims}, t.filled(columnSizes, compute, 0), t.range(rank - 1), rank);

  int64_t features = sizes->size() - n - 1;
  Value init = startOfSums(t, bias, *sizes, compute, features);
  if (grouped)
    init = t.splitDim(init, features, groups);
  int64_t lead = t.rank(init) - n;
  Windows windows{lead, SmallVector<int64_t>(n, 1), llvm::to_vector(op.getStride()), llvm::to_vector(op.getPadding()),
                  llvm::to_vector(op.getDilation())};
  Value y = gatherFromWindows(
      t, init, windows, counts,
      [&](OpBuilder &nested, Location l, ValueRange outer, ValueRange k, ValueRange i) -> Value {
        SmallVector<Value> at(outer);
        llvm::append_range(at, k);
        llvm::append_range(at, i);
        return tensor::ExtractOp::create(nested, l, columns, at);
      },
      extents);
  if (grouped)
    y = t.collapseDims(y, features, 2);
  return SmallVector<Value>{t.cast_(y, element)};
}

//===-- windows as columns ----------------------------------------------------------------------------------------===//

/// A copy from the padded image with one loop a dimension, seen as columns.
static Values unfold(UnfoldOp op, UnfoldOp::Adaptor adaptor, TensorBuilder &t) {
  OpBuilder &b = t.b;
  Value x = adaptor.getInput();
  int64_t first = t.rank(x) - 2, rank = t.rank(x) + 2;
  Type element = t.elementType(x);
  SmallVector<int64_t> kernel = llvm::to_vector(op.getKernelSize());
  SmallVector<OpFoldResult> sizes;
  ShapeContext c(b, t.loc, "nnf.unfold", /*guards=*/false);
  Shape image = c.shape(x);
  for (int64_t d = 0; d < first; ++d)
    sizes.push_back(image[d].mixed(b));
  for (int64_t k : kernel)
    sizes.push_back(b.getIndexAttr(k));
  SmallVector<std::pair<int64_t, int64_t>> pads(first, {0, 0});
  for (int64_t i = 0; i < 2; ++i) {
    int64_t padding = op.getPadding()[i];
    Dim slack = image[first + i] + Dim(2 * padding - op.getDilation()[i] * (kernel[i] - 1) - 1);
    sizes.push_back((floorDiv(slack, op.getStride()[i]) + Dim(1)).mixed(b));
    pads.push_back({padding, padding});
  }
  x = t.padded(x, pads, arith::ConstantOp::create(b, t.loc, b.getZeroAttr(element)));
  SmallVector<AffineExpr> from, to;
  for (int64_t d = 0; d < rank; ++d)
    to.push_back(b.getAffineDimExpr(d));
  from.append(to.begin(), to.begin() + first);
  for (int64_t i = 0; i < 2; ++i)
    from.push_back(to[first + 2 + i] * op.getStride()[i] + to[first + i] * op.getDilation()[i]);
  Value init = t.empty(sizes, element);
  SmallVector<utils::IteratorType> parallel(rank, utils::IteratorType::parallel);
  auto copy = linalg::GenericOp::create(
      b, t.loc, TypeRange(init.getType()), ValueRange{x}, ValueRange{init},
      {AffineMap::get(rank, 0, from, b.getContext()), AffineMap::get(rank, 0, to, b.getContext())}, parallel,
      [&](OpBuilder &nested, Location l, ValueRange args) { linalg::YieldOp::create(nested, l, args[0]); });
  Value columns = t.collapseDims(copy.getResult(0), rank - 2, 2);
  return SmallVector<Value>{t.collapseDims(columns, first - 1, 3)};
}

static Values fold(FoldOp op, FoldOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = adaptor.getInput();
  FailureOr<SmallVector<OpFoldResult>> sizes = resultSizes(op, adaptor.getOperands(), t);
  if (failed(sizes))
    return failure();
  int64_t lead = sizes->size() - 2;
  Windows w{lead, llvm::to_vector(op.getKernelSize()), llvm::to_vector(op.getStride()), llvm::to_vector(op.getPadding()),
            llvm::to_vector(op.getDilation())};
  bool isBool = getElementTypeOrSelf(op.getInput().getType()).isInteger(1);
  Type element = t.elementType(x);
  Value y = foldColumns(t, x, w, *sizes, isBool);
  if (!isBool)
    return SmallVector<Value>{t.cast_(y, element)};
  int64_t rank = sizes->size();
  SmallVector<utils::IteratorType> parallel(rank, utils::IteratorType::parallel);
  return t.generic({{y, t.range(rank)}}, {{t.empty(*sizes, element), t.range(rank)}}, parallel,
                   [&](OpBuilder &nested, Location l, ValueRange args) {
                     Value zero = arith::ConstantOp::create(nested, l, nested.getI32IntegerAttr(0));
                     Value any = arith::CmpIOp::create(nested, l, arith::CmpIPredicate::ne, args[0], zero);
                     return SmallVector<Value>{arith::ExtUIOp::create(nested, l, element, any)};
                   });
}

//===-- sequences -------------------------------------------------------------------------------------------------===//

/// A 1-d convolution with time as the last dimension.
static Values convTbc(ConvTbcOp op, ConvTbcOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = t.transposed(adaptor.getInput(), {1, 2, 0}), w = t.transposed(adaptor.getWeight(), {2, 1, 0});
  auto type = cast<RankedTensorType>(op.getResult().getType());
  auto wanted = RankedTensorType::get({type.getDimSize(1), type.getDimSize(2), type.getDimSize(0)}, t.elementType(x));
  Value y = Conv1dOp::create(t.b, t.loc, wanted, x, w, adaptor.getBias(), t.b.getDenseI64ArrayAttr({1}),
                             t.b.getDenseI64ArrayAttr({op.getPad()}), t.b.getDenseI64ArrayAttr({1}),
                             t.b.getI64IntegerAttr(1));
  return SmallVector<Value>{t.transposed(y, {2, 0, 1})};
}

void nnf::registerTransposedConvolutionDecompositions(MLIRContext *context) {
  attach<ConvTranspose1dOp, convTranspose<ConvTranspose1dOp>>(context);
  attach<ConvTranspose2dOp, convTranspose<ConvTranspose2dOp>>(context);
  attach<ConvTranspose3dOp, convTranspose<ConvTranspose3dOp>>(context);
  attach<UnfoldOp, unfold>(context);
  attach<FoldOp, fold>(context);
  attach<ConvTbcOp, convTbc>(context);
}
