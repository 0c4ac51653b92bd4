//===- GlueScalars.cpp - gradients of arith and math ops ----------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "Glue.h"
#include "Vjp.h"
#include "llvm/ADT/StringMap.h"

using namespace mlir;
using namespace mlir::nnf;
using scalar::Dual;
using scalar::Emit;
using scalar::ScalarIR;

namespace {
using In = ArrayRef<ScalarIR>;
/// The partial derivatives of an op by its operands; null: zero everywhere.
using Partials = SmallVector<ScalarIR> (*)(In);
using D = Dual<ScalarIR>;

/// The derivative of a function of one operand, by a dual number.
ScalarIR slope(D (*f)(D), ScalarIR x) { return f(D(x, ScalarIR(1.0))).d.value_or(ScalarIR(0.0)); }

/// d max(a, b) / d a: all of it where a is larger, half where they are equal, as in PyTorch.
ScalarIR larger(ScalarIR a, ScalarIR b) {
  return select(a < b, ScalarIR(0.0), select(equals(a, b), ScalarIR(0.5), ScalarIR(1.0)));
}

constexpr double kLn2 = 0.6931471805599453, kLn10 = 2.302585092994046;

/// What is known, by op.
const llvm::StringMap<Partials> &table() {
  static const llvm::StringMap<Partials> partials = {
      {"arith.addf", [](In) { return SmallVector<ScalarIR>{1.0, 1.0}; }},
      {"arith.subf", [](In) { return SmallVector<ScalarIR>{1.0, -1.0}; }},
      {"arith.mulf", [](In x) { return SmallVector<ScalarIR>{x[1], x[0]}; }},
      {"arith.divf", [](In x) { return SmallVector<ScalarIR>{ScalarIR(1.0) / x[1], -((x[0] / x[1]) / x[1])}; }},
      {"arith.negf", [](In) { return SmallVector<ScalarIR>{-1.0}; }},
      {"arith.maximumf", [](In x) { return SmallVector<ScalarIR>{larger(x[0], x[1]), larger(x[1], x[0])}; }},
      {"arith.maxnumf", [](In x) { return SmallVector<ScalarIR>{larger(x[0], x[1]), larger(x[1], x[0])}; }},
      {"arith.minimumf", [](In x) { return SmallVector<ScalarIR>{larger(-x[0], -x[1]), larger(-x[1], -x[0])}; }},
      {"arith.minnumf", [](In x) { return SmallVector<ScalarIR>{larger(-x[0], -x[1]), larger(-x[1], -x[0])}; }},
      {"math.absf", [](In x) { return SmallVector<ScalarIR>{slope([](D a) { return abs(a); }, x[0])}; }},
      {"math.exp", [](In x) { return SmallVector<ScalarIR>{exp(x[0])}; }},
      {"math.exp2", [](In x) { return SmallVector<ScalarIR>{ScalarIR(kLn2) * exp(ScalarIR(kLn2) * x[0])}; }},
      {"math.expm1", [](In x) { return SmallVector<ScalarIR>{exp(x[0])}; }},
      {"math.log", [](In x) { return SmallVector<ScalarIR>{ScalarIR(1.0) / x[0]}; }},
      {"math.log2", [](In x) { return SmallVector<ScalarIR>{ScalarIR(1 / kLn2) / x[0]}; }},
      {"math.log10", [](In x) { return SmallVector<ScalarIR>{ScalarIR(1 / kLn10) / x[0]}; }},
      {"math.log1p", [](In x) { return SmallVector<ScalarIR>{ScalarIR(1.0) / (ScalarIR(1.0) + x[0])}; }},
      {"math.sqrt", [](In x) { return SmallVector<ScalarIR>{slope([](D a) { return sqrt(a); }, x[0])}; }},
      {"math.rsqrt", [](In x) { return SmallVector<ScalarIR>{ScalarIR(-0.5) / (x[0] * sqrt(x[0]))}; }},
      {"math.tanh", [](In x) { return SmallVector<ScalarIR>{slope([](D a) { return tanh(a); }, x[0])}; }},
      {"math.erf", [](In x) { return SmallVector<ScalarIR>{slope([](D a) { return erf(a); }, x[0])}; }},
      {"math.sin", [](In x) { return SmallVector<ScalarIR>{cos(x[0])}; }},
      {"math.cos", [](In x) { return SmallVector<ScalarIR>{-sin(x[0])}; }},
      {"math.powf", [](In x) {
         // 0 to a power does not change with the power.
         ScalarIR byPower = select(equals(x[0], ScalarIR(0.0)), ScalarIR(0.0), pow(x[0], x[1]) * log(x[0]));
         return SmallVector<ScalarIR>{x[1] * pow(x[0], x[1] - ScalarIR(1.0)), byPower};
       }},
      {"math.fma", [](In x) { return SmallVector<ScalarIR>{x[1], x[0], 1.0}; }},
      {"math.ceil", nullptr},
      {"math.floor", nullptr},
      {"math.round", nullptr},
      {"math.roundeven", nullptr},
      {"math.trunc", nullptr},
  };
  return partials;
}

/// cotangent * (partial derivative `k`), for scalars or for each element.
struct ScalarVjpModel : DifferentiableOpInterface::FallbackModel<ScalarVjpModel> {
  Gradients buildVjp(Operation *op, OpBuilder &b, ValueRange cotangents) const {
    Partials partials = table().lookup(op->getName().getStringRef());
    TensorBuilder t(b, op->getLoc());
    SmallVector<Value> gradients(op->getNumOperands());
    if (!partials) // constant between its jumps
      return gradients;
    auto type = dyn_cast<RankedTensorType>(op->getResult(0).getType());
    for (unsigned k = 0; k < gradients.size(); ++k) {
      auto partial = [&](OpBuilder &at, Location l, ValueRange args) -> Value {
        Emit e{at, l};
        SmallVector<ScalarIR> in;
        for (Value v : args.drop_back())
          in.push_back(ScalarIR(e, v));
        return scaleByCotangent(at, l, partials(in)[k].value(e, args.back().getType()), args.back());
      };
      SmallVector<Value> values(op->getOperands());
      values.push_back(cotangents[0]);
      if (!type) {
        gradients[k] = partial(b, op->getLoc(), values);
        continue;
      }
      SmallVector<Along> ins;
      SmallVector<int64_t> all = t.range(type.getRank());
      for (Value v : values)
        ins.push_back({v, all});
      Type element = type.getElementType(), compute = t.computeType(element);
      Value out = t.empty(t.sizesOf(ins, type.getRank()), element);
      gradients[k] = t.generic(ins, {{out, all}}, parallel(type.getRank()), [&](OpBuilder &at, Location l, ValueRange args) {
        SmallVector<Value> wide;
        for (Value v : args.drop_back())
          wide.push_back(t.convert(at, l, v, compute));
        return SmallVector<Value>{t.convert(at, l, partial(at, l, wide), element)};
      })[0];
    }
    return gradients;
  }
};
} // namespace

/// select(c, a, b): the cotangent goes to the one that was chosen.
static Gradients select(arith::SelectOp op, ValueRange cotangents, TensorBuilder &t) {
  Value dy = cotangents[0], c = op.getCondition();
  auto choose = [&](bool first) -> Value {
    auto type = dyn_cast<RankedTensorType>(dy.getType());
    auto pick = [&](OpBuilder &b, Location l, Value condition, Value g) -> Value {
      Value zero = TensorBuilder(b, l).constant(g.getType(), 0);
      return arith::SelectOp::create(b, l, condition, first ? g : zero, first ? zero : g);
    };
    if (!type)
      return pick(t.b, t.loc, c, dy);
    SmallVector<int64_t> all = t.range(type.getRank());
    SmallVector<Along> ins{{dy, all}};
    bool perElement = isa<RankedTensorType>(c.getType());
    if (perElement)
      ins.push_back({c, all});
    return t.generic(ins, {{t.empty(t.sizesOf(ins, type.getRank()), type.getElementType()), all}}, parallel(type.getRank()),
                     [&](OpBuilder &b, Location l, ValueRange args) {
                       return SmallVector<Value>{pick(b, l, perElement ? args[1] : c, args[0])};
                     })[0];
  };
  return SmallVector<Value>{Value(), choose(true), choose(false)};
}

/// A change of precision: the cotangent in the operand's type.
template <class OpTy>
static Gradients changePrecision(OpTy op, ValueRange cotangents, TensorBuilder &t) {
  Type element = getElementTypeOrSelf(op.getIn().getType());
  if (isa<RankedTensorType>(op.getIn().getType()))
    return SmallVector<Value>{t.cast_(cotangents[0], element)};
  return SmallVector<Value>{t.convert(t.b, t.loc, cotangents[0], element)};
}

void nnf::attachScalarVjps(MLIRContext *context, const char *dialect) {
  for (const auto &entry : table())
    if (entry.getKey().starts_with(dialect))
      if (auto name = RegisteredOperationName::lookup(entry.getKey(), context))
        name->attachInterface<ScalarVjpModel>();
  if (StringRef(dialect) != "arith.")
    return;
  attachVjp<arith::SelectOp, select>(context);
  attachVjp<arith::ExtFOp, changePrecision<arith::ExtFOp>>(context);
  attachVjp<arith::TruncFOp, changePrecision<arith::TruncFOp>>(context);
}
