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
      int64_t total = std::max<int64_t>(d * (k - 1), 0);
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
} // namespace mlir::nnf::detail

#define GET_OP_CLASSES
#include "nnf/IR/ops/Convolution.cpp.inc"

void NnfDialect::registerConvolutionOps() {
  addOperations<
#define GET_OP_LIST
#include "nnf/IR/ops/Convolution.cpp.inc"
      >();
}
