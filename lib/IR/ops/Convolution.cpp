//===- Convolution.cpp - padding, shape rule and registration of the family -------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Convolution.h"
#include "nnf/IR/OpImpl.h"

using namespace mlir;
using namespace mlir::nnf;

//===-- padding -------------------------------------------------------------------------------------------------===//

ParseResult nnf::detail::parsePadding(OpAsmParser &p, Attribute &padding) {
  std::string text;
  if (succeeded(p.parseOptionalString(&text))) {
    padding = p.getBuilder().getStringAttr(text);
    return success();
  }
  SmallVector<int64_t> values;
  auto one = [&]() -> ParseResult { return p.parseInteger(values.emplace_back()); };
  if (p.parseCommaSeparatedList(OpAsmParser::Delimiter::Square, one, " in padding"))
    return failure();
  padding = p.getBuilder().getDenseI64ArrayAttr(values);
  return success();
}

void nnf::detail::printPadding(OpAsmPrinter &p, Operation *, Attribute padding) {
  if (auto text = dyn_cast<StringAttr>(padding)) {
    p << text;
    return;
  }
  p << '[';
  llvm::interleaveComma(cast<DenseI64ArrayAttr>(padding).asArrayRef(), p);
  p << ']';
}

FailureOr<SmallVector<std::pair<int64_t, int64_t>>>
nnf::resolvePadding(Attribute padding, ArrayRef<int64_t> kernel, ArrayRef<int64_t> dilation) {
  SmallVector<std::pair<int64_t, int64_t>> pads;
  if (auto text = dyn_cast<StringAttr>(padding)) {
    for (auto [k, d] : llvm::zip_equal(kernel, dilation)) {
      if (text.getValue() == "valid") {
        pads.push_back({0, 0});
        continue;
      }
      if (ShapedType::isDynamic(k))
        return failure();
      // A kernel that no memory holds may be written, too.
      uint64_t reach = k > 0 ? llvm::SaturatingMultiply<uint64_t>(d, k - 1) : 0;
      int64_t total = std::min<uint64_t>(reach, kMostSize);
      pads.push_back({total / 2, total - total / 2});
    }
    return pads;
  }
  for (int64_t p : cast<DenseI64ArrayAttr>(padding).asArrayRef())
    pads.push_back({p, p});
  return pads;
}

//===-- shape rule ------------------------------------------------------------------------------------------------===//

namespace mlir::nnf::detail {
/// out = (in + pads - dilation (kernel - 1) - 1) / stride + 1, rounded down.
template <class Adaptor>
static LogicalResult convShape(ShapeContext &c, Adaptor adaptor, int64_t n, SmallVectorImpl<Shape> &results) {
  Shape x = c.shape(adaptor.getInput()), w = c.shape(adaptor.getWeight());
  ArrayRef<int64_t> stride = adaptor.getStride(), dilation = adaptor.getDilation();
  int64_t groups = adaptor.getGroups();
  if (failed(c.requireRank(x, n + 1, n + 2, "input")) || failed(c.requireRank(w, n + 2, n + 2, "weight")) ||
      failed(c.requireEntries(stride, n, 1, "stride")) || failed(c.requireEntries(dilation, n, 1, "dilation")) ||
      failed(c.require(groups >= 1, "expects groups to be at least 1, but got " + Twine(groups))) ||
      failed(c.requireSameElements(adaptor.getOperands())))
    return failure();
  Attribute padding = adaptor.getPaddingAttr();
  if (auto text = dyn_cast<StringAttr>(padding)) {
    bool unit = llvm::all_of(stride, [](int64_t s) { return s == 1; });
    if (failed(c.require(text == "same" || text == "valid",
                         "expects padding to be \"same\" or \"valid\", but got \"" + text.getValue() + "\"")) ||
        failed(c.require(text == "valid" || unit, "expects stride to be 1 with padding \"same\"")))
      return failure();
  } else if (failed(c.requireEntries(cast<DenseI64ArrayAttr>(padding).asArrayRef(), n, 0, "padding"))) {
    return failure();
  }
  SmallVector<int64_t> kernel = staticSizes(ArrayRef(w).drop_front(2));
  auto pads = resolvePadding(padding, kernel, dilation);
  if (failed(pads))
    return c.require(false, "expects a static kernel size with padding \"same\"");

  size_t first = x.size() - n;
  Dim channels = x[first - 1];
  if (failed(c.requireEqual(channels, w[1] * Dim(groups), "the number of input channels",
                            "groups times dimension 1 of weight")))
    return failure();
  if (w[0].isStatic() && failed(c.require(w[0].getSize() % groups == 0,
                                          "expects dimension 0 of weight to be a multiple of groups, but got " +
                                              Twine(w[0].getSize()) + " and " + Twine(groups))))
    return failure();
  if (Value bias = adaptor.getBias()) {
    Shape b = c.shape(bias);
    if (failed(c.requireRank(b, 1, 1, "bias")) ||
        failed(c.requireEqual(b[0], w[0], "dimension 0 of bias", "dimension 0 of weight")))
      return failure();
  }
  Shape result;
  if (first == 2)
    result.push_back(x[0]);
  result.push_back(w[0]);
  for (int64_t i = 0; i < n; ++i) {
    auto [low, high] = (*pads)[i];
    Dim reach = (w[2 + i] - Dim(1)) * Dim(dilation[i]) + Dim(1);
    Dim slack = x[first + i] + Dim(low + high) - reach;
    if (failed(c.requireAtLeast(w[2 + i], 1, "kernel dimension " + Twine(i))) ||
        failed(c.requireAtLeast(slack, 0, "padded input dimension " + Twine(i) + " minus the kernel's reach")))
      return failure();
    result.push_back(floorDiv(slack, stride[i]) + Dim(1));
  }
  results.push_back(result);
  return success();
}

/// out = (in - 1) stride - 2 padding + dilation (kernel - 1) + output_padding + 1.
template <class Adaptor>
static LogicalResult convTransposeShape(ShapeContext &c, Adaptor adaptor, int64_t n, SmallVectorImpl<Shape> &results) {
  Shape x = c.shape(adaptor.getInput()), w = c.shape(adaptor.getWeight());
  ArrayRef<int64_t> stride = adaptor.getStride(), dilation = adaptor.getDilation(), padding = adaptor.getPadding(),
                    more = adaptor.getOutputPadding();
  int64_t groups = adaptor.getGroups();
  if (failed(c.requireRank(x, n + 1, n + 2, "input")) || failed(c.requireRank(w, n + 2, n + 2, "weight")) ||
      failed(c.requireEntries(stride, n, 1, "stride")) || failed(c.requireEntries(dilation, n, 1, "dilation")) ||
      failed(c.requireEntries(padding, n, 0, "padding")) || failed(c.requireEntries(more, n, 0, "output_padding")) ||
      failed(c.require(groups >= 1, "expects groups to be at least 1, but got " + Twine(groups))) ||
      failed(c.requireSameElements(adaptor.getOperands())))
    return failure();
  size_t first = x.size() - n;
  if (failed(c.requireEqual(x[first - 1], w[0], "the number of input channels", "dimension 0 of weight")) ||
      failed(c.requireEqual(floorDiv(w[0], groups) * Dim(groups), w[0], "groups times the channels of a group",
                            "dimension 0 of weight")))
    return failure();
  Dim features = w[1] * Dim(groups);
  if (Value bias = adaptor.getBias()) {
    Shape b = c.shape(bias);
    if (failed(c.requireRank(b, 1, 1, "bias")) ||
        failed(c.requireEqual(b[0], features, "dimension 0 of bias", "groups times dimension 1 of weight")))
      return failure();
  }
  Shape result;
  if (first == 2)
    result.push_back(x[0]);
  result.push_back(features);
  for (int64_t i = 0; i < n; ++i) {
    if (failed(c.require(more[i] < std::max(stride[i], dilation[i]),
                         "expects output_padding to be less than stride or dilation, but got " + Twine(more[i]))) ||
        failed(c.requireAtLeast(w[2 + i], 1, "kernel dimension " + Twine(i))) ||
        failed(c.requireAtLeast(x[first + i], 1, "spatial dimension " + Twine(i) + " of input")))
      return failure();
    Dim size = (x[first + i] - Dim(1)) * Dim(stride[i]) + (w[2 + i] - Dim(1)) * Dim(dilation[i]) +
               Dim(more[i] + 1 - 2 * padding[i]);
    if (failed(c.requireAtLeast(size, 1, "spatial dimension " + Twine(i) + " of the result")))
      return failure();
    result.push_back(size);
  }
  results.push_back(result);
  return success();
}
} // namespace mlir::nnf::detail

#define GET_OP_CLASSES
#include "nnf/IR/ops/Convolution.cpp.inc"

void NnfDialect::registerConvolutionOps() {
  addOperations<
#define GET_OP_LIST
#include "nnf/IR/ops/Convolution.cpp.inc"
      >();
}

/// How many windows lie in each of the two dimensions of an image.
static FailureOr<Shape> countWindows(ShapeContext &c, ArrayRef<Dim> image, ArrayRef<int64_t> kernel,
                                     ArrayRef<int64_t> dilation, ArrayRef<int64_t> padding, ArrayRef<int64_t> stride) {
  if (failed(c.requireEntries(kernel, 2, 1, "kernel_size")) ||
      failed(c.requireEntries(dilation, 2, 1, "dilation")) ||
      failed(c.requireEntries(padding, 2, 0, "padding")) || failed(c.requireEntries(stride, 2, 1, "stride")))
    return failure();
  Shape counts;
  for (int64_t i = 0; i < 2; ++i) {
    Dim slack = image[i] + Dim(2 * padding[i] - dilation[i] * (kernel[i] - 1) - 1);
    if (failed(c.requireAtLeast(slack, 0, "padded image dimension " + Twine(i) + " minus the kernel's reach")))
      return failure();
    counts.push_back(floorDiv(slack, stride[i]) + Dim(1));
  }
  return counts;
}

LogicalResult UnfoldOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape x = c.shape(adaptor.getInput());
  if (failed(c.requireRank(x, 3, 4, "input")))
    return failure();
  ArrayRef<int64_t> kernel = adaptor.getKernelSize();
  FailureOr<Shape> counts = countWindows(c, ArrayRef(x).take_back(2), kernel, adaptor.getDilation(), adaptor.getPadding(),
                                         adaptor.getStride());
  if (failed(counts))
    return failure();
  Shape result(x.begin(), x.end() - 3);
  result.append({x[x.size() - 3] * Dim(kernel[0] * kernel[1]), (*counts)[0] * (*counts)[1]});
  results.push_back(result);
  return success();
}

LogicalResult FoldOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape x = c.shape(adaptor.getInput());
  ArrayRef<int64_t> size = adaptor.getOutputSize(), kernel = adaptor.getKernelSize();
  if (failed(c.requireRank(x, 2, 3, "input")) || failed(c.requireEntries(size, 2, 1, "output_size", kMostSize)))
    return failure();
  Shape image{Dim(size[0]), Dim(size[1])};
  FailureOr<Shape> counts =
      countWindows(c, image, kernel, adaptor.getDilation(), adaptor.getPadding(), adaptor.getStride());
  if (failed(counts))
    return failure();
  Dim rows = x[x.size() - 2];
  int64_t window = kernel[0] * kernel[1];
  if (failed(c.requireEqual(floorDiv(rows, window) * Dim(window), rows, "channels times the size of the kernel",
                            "the next to last dimension of input")) ||
      failed(c.requireEqual(x.back(), (*counts)[0] * (*counts)[1], "the last dimension of input", "the number of windows")))
    return failure();
  Shape result(x.begin(), x.end() - 2);
  result.append({floorDiv(rows, window), image[0], image[1]});
  results.push_back(result);
  return success();
}

LogicalResult ConvTbcOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape x = c.shape(adaptor.getInput()), w = c.shape(adaptor.getWeight()), b = c.shape(adaptor.getBias());
  int64_t pad = adaptor.getPad();
  if (failed(c.requireRank(x, 3, 3, "input")) || failed(c.requireRank(w, 3, 3, "weight")) ||
      failed(c.requireRank(b, 1, 1, "bias")) || failed(c.requireSameElements(adaptor.getOperands())) ||
      failed(c.requireEntries(pad, 1, 0, "pad")) ||
      failed(c.requireEqual(x[2], w[1], "dimension 2 of input", "dimension 1 of weight")) ||
      failed(c.requireEqual(b[0], w[2], "dimension 0 of bias", "dimension 2 of weight")) ||
      failed(c.requireAtLeast(w[0], 1, "dimension 0 of weight")))
    return failure();
  Dim slack = x[0] + Dim(2 * pad) - w[0];
  if (failed(c.requireAtLeast(slack, 0, "the padded length of input minus that of the kernel")))
    return failure();
  results.push_back({slack + Dim(1), x[1], w[2]});
  return success();
}
