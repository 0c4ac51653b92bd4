//===- Linalg.cpp - loops around a scalar body --------------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "Linalg.h"
#include "Scalars.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/AffineExprVisitor.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::reference;

//===-- the body ------------------------------------------------------------------------------------------------------===//

namespace {
/// A scalar block made ready to run many times: every value has a place in a frame, and every op is a closure.
///
/// frame: the loop indices, the block's arguments, then constants, values from outside and results.
class Body {
public:
  /// Fails with an error at an op that is not known.
  LogicalResult compile(Block &block, unsigned loops, Machine &m) {
    frame.assign(loops, cell(int64_t(0)));
    for (Value v : block.getArguments())
      newPlace(v);
    for (Operation &op : block.without_terminator())
      if (failed(compile(&op, m)))
        return failure();
    for (Value v : block.getTerminator()->getOperands())
      yielded.push_back(place(v, m));
    return success();
  }

  MutableArrayRef<Cell> loops(unsigned n) { return MutableArrayRef(frame).take_front(n); }
  Cell &argument(unsigned loops, unsigned i) { return frame[loops + i]; }
  Cell yield(unsigned i) const { return frame[yielded[i]]; }
  /// Fails with an error where an element is read from outside of a tensor.
  LogicalResult run(Machine &m) {
    for (const Step &step : steps)
      if (failed(step(*this, m)))
        return failure();
    return success();
  }

private:
  using Step = std::function<LogicalResult(Body &, Machine &)>;

  unsigned newPlace(Value v) {
    places[v] = frame.size();
    frame.push_back(cell(int64_t(0)));
    return frame.size() - 1;
  }
  /// The place of a value; one from outside is brought in.
  unsigned place(Value v, Machine &m) {
    if (auto it = places.find(v); it != places.end())
      return it->second;
    unsigned at = newPlace(v);
    frame[at] = m.get(v).read()[0];
    return at;
  }

  LogicalResult compile(Operation *op, Machine &m) {
    if (auto index = dyn_cast<linalg::IndexOp>(op)) {
      places[index.getResult()] = index.getDim();
      return success();
    }
    Attribute constant;
    if (matchPattern(op, m_Constant(&constant))) {
      unsigned at = newPlace(op->getResult(0));
      if (auto number = dyn_cast<FloatAttr>(constant))
        frame[at] = cell(roundTo(number.getType(), number.getValueAsDouble()));
      else if (auto integer = dyn_cast<IntegerAttr>(constant))
        frame[at] = cell(wrapTo(integer.getType(), integer.getValue().getSExtValue()));
      else
        return m.fail(op, "the reference does not know this constant inside of a body");
      return success();
    }
    SmallVector<unsigned> operands;
    if (auto extract = dyn_cast<tensor::ExtractOp>(op)) {
      for (Value v : extract.getIndices())
        operands.push_back(place(v, m));
      unsigned at = newPlace(extract.getResult());
      steps.push_back([=, source = m.get(extract.getTensor())](Body &body, Machine &machine) -> LogicalResult {
        int64_t offset = 0;
        for (auto [d, p] : llvm::enumerate(operands)) {
          int64_t i = body.frame[p].i;
          if (i < 0 || i >= source.dim(d))
            return machine.fail(op, "index " + Twine(i) + " is outside of dimension " + Twine(d) + ", which has size " +
                                        Twine(source.dim(d)));
          offset = offset * source.dim(d) + i;
        }
        body.frame[at] = source.read()[offset];
        return success();
      });
      return success();
    }
    ScalarFunction f = compileScalar(op);
    if (!f)
      return m.fail(op, "the reference does not know this op inside of a body");
    for (Value v : op->getOperands())
      operands.push_back(place(v, m));
    unsigned at = newPlace(op->getResult(0));
    steps.push_back([=](Body &body, Machine &) {
      Cell in[4];
      for (auto [k, p] : llvm::enumerate(operands))
        in[k] = body.frame[p];
      f(in, &body.frame[at]);
      return success();
    });
    return success();
  }

  llvm::DenseMap<Value, unsigned> places;
  std::vector<Cell> frame;
  std::vector<Step> steps;
  SmallVector<unsigned> yielded;
};

//===-- accesses ------------------------------------------------------------------------------------------------------===//

/// One index of an operand as a sum of loop indices times constants.
struct LinearIndex {
  int64_t constant = 0;
  SmallVector<int64_t> factors;

  int64_t operator()(ArrayRef<Cell> loops) const {
    int64_t at = constant;
    for (auto [factor, i] : llvm::zip(factors, loops))
      at += factor * i.i;
    return at;
  }
};

struct Access {
  std::vector<LinearIndex> indices;

  /// Fails where a map is not linear.
  static FailureOr<Access> of(AffineMap map) {
    Access access;
    for (AffineExpr expr : map.getResults()) {
      bool isLinear = true;
      expr.walk([&](AffineExpr e) {
        isLinear &= !llvm::is_contained({AffineExprKind::Mod, AffineExprKind::FloorDiv, AffineExprKind::CeilDiv,
                                         AffineExprKind::SymbolId},
                                        e.getKind());
      });
      if (!isLinear)
        return failure();
      // Evaluated at the origin and at one step along each loop.
      unsigned n = map.getNumDims();
      AffineMap one = AffineMap::get(n, 0, expr);
      SmallVector<int64_t> at(n, 0);
      LinearIndex index;
      index.constant = one.compose(at)[0];
      for (unsigned d = 0; d < n; ++d) {
        at[d] = 1;
        index.factors.push_back(one.compose(at)[0] - index.constant);
        at[d] = 0;
      }
      access.indices.push_back(std::move(index));
    }
    return access;
  }

  /// The row-major position of the element at the current loop indices, -1 where it lies outside.
  int64_t offset(ArrayRef<int64_t> shape, ArrayRef<Cell> loops) const {
    int64_t at = 0;
    for (auto [index, size] : llvm::zip(indices, shape)) {
      int64_t i = index(loops);
      if (i < 0 || i >= size)
        return -1;
      at = at * size + i;
    }
    return at;
  }
};
} // namespace

//===-- the op --------------------------------------------------------------------------------------------------------===//

LogicalResult reference::runLinalg(Operation *op, Machine &m) {
  auto linalgOp = cast<linalg::LinalgOp>(op);
  if (linalgOp->getNumResults() != linalgOp.getDpsInits().size())
    return m.fail(op, "the reference runs linalg on tensors only");
  unsigned loops = linalgOp.getNumLoops();
  SmallVector<Access> accesses;
  SmallVector<int64_t> flatSizes;
  SmallVector<Array> operands, outs;
  for (OpOperand &operand : op->getOpOperands()) {
    FailureOr<Access> access = Access::of(linalgOp.getMatchingIndexingMap(&operand));
    if (failed(access))
      return m.fail(op, "the reference knows linear indexing maps only");
    accesses.push_back(*access);
    operands.push_back(m.get(operand.get()));
    llvm::append_range(flatSizes, operands.back().shape());
    if (linalgOp.isDpsInit(&operand))
      outs.push_back(operands.back());
  }
  AffineMap toLoops = linalgOp.getShapesToLoopsMap();
  if (!toLoops)
    return m.fail(op, "the sizes of the loops do not follow from the operands");
  SmallVector<int64_t> sizes = toLoops.compose(flatSizes);

  Body body;
  if (failed(body.compile(*linalgOp.getBlock(), loops, m)))
    return failure();
  unsigned inputs = operands.size() - outs.size();
  bool ok = true;
  forEachIndex(sizes, [&](ArrayRef<int64_t> at) {
    if (!ok)
      return;
    MutableArrayRef<Cell> current = body.loops(loops);
    for (auto [i, v] : llvm::zip(current, at))
      i.i = v;
    SmallVector<int64_t, 4> offsets;
    for (auto [k, operand] : llvm::enumerate(operands)) {
      int64_t offset = accesses[k].offset(operand.shape(), current);
      if (offset < 0) {
        std::string where;
        llvm::raw_string_ostream os(where);
        llvm::interleaveComma(at, os);
        ok = succeeded(m.fail(op, "operand " + Twine(k) + " (of shape " + text(operand.shape()) +
                                      ") is accessed outside of its bounds at iteration [" + where + "]"));
        return;
      }
      offsets.push_back(offset);
      body.argument(loops, k) = (k < inputs ? operand : outs[k - inputs]).read()[offset];
    }
    if (failed(body.run(m))) {
      ok = false;
      return;
    }
    for (auto [k, out] : llvm::enumerate(outs))
      out.write()[offsets[inputs + k]] = body.yield(k);
  });
  if (!ok)
    return failure();
  for (auto [result, out] : llvm::zip(op->getResults(), outs)) {
    if (out.isFloat())
      for (Cell &c : out.write())
        c.f = roundTo(out.element(), c.f);
    if (failed(m.set(result, out)))
      return failure();
  }
  return success();
}
