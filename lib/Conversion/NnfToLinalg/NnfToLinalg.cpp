//===- NnfToLinalg.cpp - the pass, the types, and one pattern an interface --------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/Conversion/NnfToLinalg.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Func/Transforms/FuncConversions.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "nnf/Conversion/TensorBuilder.h"
#include "nnf/IR/NnfBase.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_CONVERTNNFTOLINALG
#include "nnf/Conversion/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;
using namespace mlir::nnf;
using scalar::ScalarIR;

//===-- types -----------------------------------------------------------------------------------------------------===//

/// The element type of the linalg stage.
static Type plainElement(Type t) {
  // Bytes that only their ops read as numbers.
  if (isa<Float8E4M3FNType, Float8E5M2Type>(t))
    return IntegerType::get(t.getContext(), 8);
  auto integer = dyn_cast<IntegerType>(t);
  if (!integer)
    return t;
  if (integer.getWidth() == 1)
    return IntegerType::get(t.getContext(), 8);
  return integer.isSignless() ? t : Type(IntegerType::get(t.getContext(), integer.getWidth()));
}

void nnf::populateNnfTypeConversions(TypeConverter &converter) {
  converter.addConversion([](Type t) { return t; });
  converter.addConversion([](RankedTensorType t) { return t.clone(plainElement(t.getElementType())); });
  // Between the two views of a value where an upstream op keeps the old one (arith.cmpf makes tensors of i1).
  auto reinterpret = [](OpBuilder &b, RankedTensorType to, ValueRange inputs, Location loc) -> Value {
    if (inputs.size() != 1)
      return {};
    auto from = dyn_cast<RankedTensorType>(inputs[0].getType());
    if (!from)
      return {};
    if (from.getElementTypeBitWidth() == to.getElementTypeBitWidth())
      return tensor::BitcastOp::create(b, loc, to, inputs[0]);
    if (from.getElementType().isInteger(1))
      return arith::ExtUIOp::create(b, loc, to, inputs[0]);
    return arith::TruncIOp::create(b, loc, to, inputs[0]);
  };
  converter.addSourceMaterialization(reinterpret);
  converter.addTargetMaterialization(reinterpret);
}

//===-- shared by the patterns ---------------------------------------------------------------------------------------===//

FailureOr<SmallVector<Shape>> nnf::emitShapeGuards(Operation *op, ValueRange operands, OpBuilder &b) {
  FailureOr<SmallVector<Shape>> shapes = cast<ShapeRuleOpInterface>(op).emitShapes(b, operands, /*guards=*/true);
  if (failed(shapes))
    return failure();
  ShapeContext c(b, op->getLoc(), op->getName().getStringRef(), /*guards=*/true);
  for (auto [k, result] : llvm::enumerate(op->getResults())) {
    auto type = cast<RankedTensorType>(result.getType());
    for (auto [i, size] : llvm::enumerate(type.getShape()))
      if (!ShapedType::isDynamic(size) && !(*shapes)[k][i].isStatic() &&
          failed(c.requireEqual((*shapes)[k][i], Dim(size), "dimension " + Twine(i) + " of result " + Twine(k),
                                "what its type says")))
        return failure();
  }
  return shapes;
}

void nnf::replaceWithCasts(Operation *op, ValueRange values, const TypeConverter &converter,
                           ConversionPatternRewriter &rw) {
  SmallVector<Value> results;
  for (auto [value, result] : llvm::zip_equal(values, op->getResults())) {
    Type type = converter.convertType(result.getType());
    results.push_back(value.getType() == type ? value : tensor::CastOp::create(rw, op->getLoc(), type, value).getResult());
  }
  rw.replaceOp(op, results);
}

//===-- formulas -------------------------------------------------------------------------------------------------------===//

namespace {
/// A formula op is one linalg.generic; with a reduction, one that sums in the compute type, and a division for the mean.
struct ScalarFormulaToLinalg : OpInterfaceConversionPattern<ScalarFormulaOpInterface> {
  using OpInterfaceConversionPattern::OpInterfaceConversionPattern;

  LogicalResult matchAndRewrite(ScalarFormulaOpInterface op, ArrayRef<Value> operands,
                                ConversionPatternRewriter &rw) const override {
    if (op->getNumResults() != 1)
      return rw.notifyMatchFailure(op, "a formula op has one result");
    if (failed(emitShapeGuards(op, operands, rw)))
      return failure();
    TensorBuilder t(rw, op.getLoc());
    int64_t rank = 0;
    for (Value v : operands)
      rank = std::max(rank, t.rank(v));
    auto resultType = cast<RankedTensorType>(getTypeConverter()->convertType(op->getResult(0).getType()));
    Type element = resultType.getElementType(), compute = t.computeType(element);
    auto elementOf = [](Value v) { return getElementTypeOrSelf(v.getType()); };
    bool isUnsigned = elementOf(op->getOperand(0)).isUnsignedInteger();
    // A loss of integers alone computes in their type until its formula says otherwise.
    bool staysInteger = !op.promotesIntegers() && llvm::all_of(op.getFormulaOperands(), [&](int64_t i) {
      return i < 0 || isa<IntegerType>(elementOf(op->getOperand(i)));
    });

    SmallVector<Along> ins;
    for (int64_t i : op.getFormulaOperands())
      ins.push_back(i < 0 ? Along{} : t.aligned(operands[i], rank));
    size_t arity = ins.size();
    auto loss = dyn_cast<ReducingLossOpInterface>(*op);
    Value weight = loss && loss.getWeightIndex() >= 0 ? operands[loss.getWeightIndex()] : Value();
    ins.push_back(weight ? t.aligned(weight, rank) : Along{});
    SmallVector<Along> operandsThere;
    for (const Along &a : ins)
      if (a.v)
        operandsThere.push_back(a);

    // The loss (or activation) of one element, in the compute type.
    auto term = [&](OpBuilder &b, Location l, ValueRange args) -> Value {
      SmallVector<Value> scalars;
      unsigned next = 0;
      for (auto [k, a] : llvm::enumerate(ins)) {
        if (!a.v || (staysInteger && k < arity)) {
          scalars.push_back(a.v ? args[next++] : Value());
          continue;
        }
        int64_t operand = k < arity ? op.getFormulaOperands()[k] : loss.getWeightIndex();
        scalars.push_back(t.convert(b, l, args[next++], compute, elementOf(op->getOperand(operand)).isUnsignedInteger()));
      }
      Value v = op.emitFormula(b, l, ArrayRef(scalars).take_front(arity), isUnsigned);
      return weight ? arith::MulFOp::create(b, l, v, scalars.back()).getResult() : v;
    };
    SmallVector<OpFoldResult> sizes = t.sizesOf(operandsThere, rank);
    if (!loss || loss.getReduction() == Reduction::None) {
      SmallVector<utils::IteratorType> iterators(rank, utils::IteratorType::parallel);
      Value y = t.generic(operandsThere, {{t.empty(sizes, element), t.range(rank)}}, iterators,
                          [&](OpBuilder &b, Location l, ValueRange args) {
                            return SmallVector<Value>{t.convert(b, l, term(b, l, args), element)};
                          })[0];
      replaceWithCasts(op, y, *getTypeConverter(), rw);
      return success();
    }
    SmallVector<utils::IteratorType> iterators(rank, utils::IteratorType::reduction);
    Value sum = t.generic(operandsThere, {{t.filled({}, compute, 0), {}}}, iterators,
                          [&](OpBuilder &b, Location l, ValueRange args) {
                            return SmallVector<Value>{arith::AddFOp::create(b, l, args.back(), term(b, l, args),
                                                                            arith::FastMathFlags::reassoc)};
                          })[0];
    Value denominator;
    if (loss.getReduction() == Reduction::Mean) {
      if (weight && loss.meanDividesByWeight())
        denominator = t.sum({{weight, t.range(t.rank(weight))}}, t.rank(weight), t.range(t.rank(weight)),
                            [](auto s) { return *s[0]; });
      else
        denominator = t.scalarTensor(t.toFloat(t.numberOf(sizes), compute));
    } else if (loss.getReduction() == Reduction::BatchMean && t.rank(operands[0]) > 0) {
      denominator = t.countOf(operands[0], {0}, compute);
    }
    Value y = t.map({{sum, {}}, {denominator, {}}}, 0, element, [](auto s) { return s[1] ? *s[0] / *s[1] : *s[0]; });
    replaceWithCasts(op, y, *getTypeConverter(), rw);
    return success();
  }
};

/// Everything else builds what it stands for, which may hold simpler nnf ops (softmin is a softmax).
struct DecomposeToLinalg : OpInterfaceConversionPattern<DecomposableOpInterface> {
  using OpInterfaceConversionPattern::OpInterfaceConversionPattern;

  void initialize() { setHasBoundedRewriteRecursion(); }

  LogicalResult matchAndRewrite(DecomposableOpInterface op, ArrayRef<Value> operands,
                                ConversionPatternRewriter &rw) const override {
    if (failed(emitShapeGuards(op, operands, rw)))
      return failure();
    FailureOr<SmallVector<Value>> values = op.decompose(rw, operands);
    if (failed(values))
      return rw.notifyMatchFailure(op, "the op declined to decompose");
    replaceWithCasts(op, *values, *getTypeConverter(), rw);
    return success();
  }
};

struct ConvertNnfToLinalgPass : nnf::impl::ConvertNnfToLinalgBase<ConvertNnfToLinalgPass> {
  explicit ConvertNnfToLinalgPass(PopulateFn more = nullptr) : more(std::move(more)) {}

  void runOnOperation() override {
    MLIRContext *context = &getContext();
    TypeConverter converter;
    populateNnfTypeConversions(converter);
    ConversionTarget target(*context);
    RewritePatternSet patterns(context);
    populateNnfToLinalgPatterns(converter, patterns);
    if (more)
      more(converter, patterns);
    populateFunctionOpInterfaceTypeConversionPattern<func::FuncOp>(patterns, converter);
    populateCallOpTypeConversionPattern(patterns, converter);
    populateReturnOpTypeConversionPattern(patterns, converter);

    target.addIllegalDialect<NnfDialect>();
    target.addDynamicallyLegalOp<func::FuncOp>([&](func::FuncOp f) {
      return converter.isSignatureLegal(f.getFunctionType()) && (f.isExternal() || converter.isLegal(&f.getBody()));
    });
    target.addDynamicallyLegalOp<func::CallOp, func::ReturnOp>([&](Operation *op) { return converter.isLegal(op); });
    populatePlainElementPatterns(converter, patterns, target);
    if (failed(applyPartialConversion(getOperation(), target, std::move(patterns))))
      signalPassFailure();
  }

  PopulateFn more;
};
} // namespace

std::unique_ptr<Pass> nnf::createConvertNnfToLinalgWith(PopulateFn more) {
  return std::make_unique<ConvertNnfToLinalgPass>(std::move(more));
}

void nnf::populateNnfToLinalgPatterns(const TypeConverter &converter, RewritePatternSet &patterns) {
  patterns.add<ScalarFormulaToLinalg, DecomposeToLinalg>(converter, patterns.getContext());
}
