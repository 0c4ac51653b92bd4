//===- ScalarIR.h - the scalar that emits arith and math ops -----------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
#ifndef NNF_FORMULAS_SCALARIR_H
#define NNF_FORMULAS_SCALARIR_H

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/Builders.h"
#include "nnf/Formulas/Scalar.h"

namespace mlir::nnf::scalar {

/// Where to build, shared by all scalars of one formula. `isUnsigned` is the signedness of integer elements, which
/// the signless types of the linalg stage no longer tell.
struct Emit {
  OpBuilder &b;
  Location loc;
  bool isUnsigned = false;
};

/// The result of a comparison.
struct BoolIR {
  const Emit *e;
  Value v;
  /// The type of what was compared; literals selected by it take that type.
  Type compared;
};

/// An SSA value (a scalar or a vector of floats or integers), or a literal that takes the type of what it meets.
/// Literals fold among themselves, so generic formulas leave no dead arithmetic in the IR.
class ScalarIR {
public:
  ScalarIR(double c) : c(c) {}
  ScalarIR(const Emit &e, Value v) : e(&e), v(v) {}

  bool isLiteral() const { return !v; }
  /// The value of a literal.
  double literal() const { return c; }
  const Emit *emit() const { return e; }
  /// The SSA value; a literal is materialised in `type`.
  Value value(const Emit &at, Type type) const {
    if (v)
      return v;
    Type element = getElementTypeOrSelf(type);
    TypedAttr attr;
    if (isa<FloatType>(element))
      attr = at.b.getFloatAttr(element, c);
    else
      attr = at.b.getIntegerAttr(element, static_cast<int64_t>(c));
    if (auto shaped = dyn_cast<ShapedType>(type))
      attr = DenseElementsAttr::get(shaped, attr);
    return arith::ConstantOp::create(at.b, at.loc, attr);
  }

  friend ScalarIR operator+(ScalarIR a, ScalarIR b) {
    return binary<arith::AddFOp, arith::AddIOp>(a, b, a.c + b.c);
  }
  friend ScalarIR operator-(ScalarIR a, ScalarIR b) {
    return binary<arith::SubFOp, arith::SubIOp>(a, b, a.c - b.c);
  }
  friend ScalarIR operator*(ScalarIR a, ScalarIR b) {
    if (a.isLiteral(1))
      return b;
    if (b.isLiteral(1))
      return a;
    return binary<arith::MulFOp, arith::MulIOp>(a, b, a.c * b.c);
  }
  friend ScalarIR operator/(ScalarIR a, ScalarIR b) {
    if (b.isLiteral(1))
      return a;
    return binary<arith::DivFOp, arith::DivSIOp>(a, b, a.c / b.c);
  }
  friend ScalarIR operator-(ScalarIR a) {
    if (!a.v)
      return -a.c;
    if (a.isFloat())
      return {*a.e, arith::NegFOp::create(a.e->b, a.e->loc, a.v)};
    return ScalarIR(0.0) - a;
  }
  friend BoolIR operator<(ScalarIR a, ScalarIR b) { return compare(Cmp::LT, a, b); }
  friend BoolIR operator<=(ScalarIR a, ScalarIR b) { return compare(Cmp::LE, a, b); }
  friend BoolIR operator>(ScalarIR a, ScalarIR b) { return compare(Cmp::GT, a, b); }
  friend BoolIR operator>=(ScalarIR a, ScalarIR b) { return compare(Cmp::GE, a, b); }
  friend BoolIR equals(ScalarIR a, ScalarIR b) { return compare(Cmp::EQ, a, b); }
  friend ScalarIR select(BoolIR p, ScalarIR a, ScalarIR b) {
    Type t = a.v ? a.v.getType() : b.v ? b.v.getType() : p.compared;
    return {*p.e, arith::SelectOp::create(p.e->b, p.e->loc, p.v, a.value(*p.e, t), b.value(*p.e, t))};
  }
  friend ScalarIR abs(ScalarIR a) {
    if (!a.v)
      return std::abs(a.c);
    if (!a.isFloat())
      return a.e->isUnsigned ? a : ScalarIR(*a.e, math::AbsIOp::create(a.e->b, a.e->loc, a.v));
    return {*a.e, math::AbsFOp::create(a.e->b, a.e->loc, a.v)};
  }
  friend ScalarIR exp(ScalarIR a) { return a.unary<math::ExpOp>(std::exp(a.c)); }
  friend ScalarIR expm1(ScalarIR a) { return a.unary<math::ExpM1Op>(std::expm1(a.c)); }
  friend ScalarIR log(ScalarIR a) { return a.unary<math::LogOp>(std::log(a.c)); }
  friend ScalarIR log1p(ScalarIR a) { return a.unary<math::Log1pOp>(std::log1p(a.c)); }
  friend ScalarIR sqrt(ScalarIR a) { return a.unary<math::SqrtOp>(std::sqrt(a.c)); }
  /// Integers become f32, as PyTorch promotes them where they meet a real number; floats stay.
  friend ScalarIR real(ScalarIR a) {
    if (!a.v || a.isFloat())
      return a;
    Type to = a.e->b.getF32Type();
    if (auto shaped = dyn_cast<ShapedType>(a.v.getType()))
      to = shaped.clone(to);
    if (a.e->isUnsigned)
      return {*a.e, arith::UIToFPOp::create(a.e->b, a.e->loc, to, a.v)};
    return {*a.e, arith::SIToFPOp::create(a.e->b, a.e->loc, to, a.v)};
  }
  friend ScalarIR tanh(ScalarIR a) { return a.unary<math::TanhOp>(std::tanh(a.c)); }
  friend ScalarIR erf(ScalarIR a) { return a.unary<math::ErfOp>(std::erf(a.c)); }
  friend ScalarIR sin(ScalarIR a) { return a.unary<math::SinOp>(std::sin(a.c)); }
  friend ScalarIR cos(ScalarIR a) { return a.unary<math::CosOp>(std::cos(a.c)); }
  friend ScalarIR pow(ScalarIR a, ScalarIR b) {
    return binary<math::PowFOp, math::IPowIOp>(a, b, std::pow(a.c, b.c));
  }

private:
  enum class Cmp { LT, LE, GT, GE, EQ };

  bool isLiteral(double x) const { return !v && c == x; }
  bool isFloat() const { return isa<FloatType>(getElementTypeOrSelf(v.getType())); }

  template <class FloatOp, class IntOp>
  static ScalarIR binary(ScalarIR a, ScalarIR b, double folded) {
    if (!a.v && !b.v)
      return folded;
    const Emit &e = a.v ? *a.e : *b.e;
    Type t = (a.v ? a.v : b.v).getType();
    Value x = a.value(e, t), y = b.value(e, t);
    if (isa<FloatType>(getElementTypeOrSelf(t)))
      return {e, FloatOp::create(e.b, e.loc, x, y)};
    return {e, IntOp::create(e.b, e.loc, x, y)};
  }
  template <class OpTy>
  ScalarIR unary(double folded) const {
    if (!v)
      return folded;
    return {*e, OpTy::create(e->b, e->loc, v)};
  }
  static BoolIR compare(Cmp cmp, ScalarIR a, ScalarIR b) {
    using F = arith::CmpFPredicate;
    using I = arith::CmpIPredicate;
    static constexpr F floats[] = {F::OLT, F::OLE, F::OGT, F::OGE, F::OEQ};
    static constexpr I signedInts[] = {I::slt, I::sle, I::sgt, I::sge, I::eq};
    static constexpr I unsignedInts[] = {I::ult, I::ule, I::ugt, I::uge, I::eq};
    const Emit *e = a.v ? a.e : b.e;
    Type t = (a.v ? a.v : b.v).getType();
    Value x = a.value(*e, t), y = b.value(*e, t);
    unsigned i = static_cast<unsigned>(cmp);
    if (isa<FloatType>(getElementTypeOrSelf(t)))
      return {e, arith::CmpFOp::create(e->b, e->loc, floats[i], x, y), t};
    return {e, arith::CmpIOp::create(e->b, e->loc, e->isUnsigned ? unsignedInts[i] : signedInts[i], x, y), t};
  }

  const Emit *e = nullptr;
  Value v;
  double c = 0;
};

} // namespace mlir::nnf::scalar

#endif // NNF_FORMULAS_SCALARIR_H
