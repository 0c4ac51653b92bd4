//===- Scalars.cpp - arith and math on one element ------------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "Scalars.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "llvm/ADT/TypeSwitch.h"
#include <cmath>

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::reference;

/// The signed value of an i1 is 0 or -1.
static int64_t signedOf(Type t, int64_t v) {
  unsigned width = isa<IndexType>(t) ? 64 : t.getIntOrFloatBitWidth();
  return width >= 64 ? v : llvm::SignExtend64(bitsOf(t, v), width);
}

namespace {
using Real = long double;

/// Builders of closures for ops of one shape: so many floats or integers in, one out.
struct Maker {
  Type type; // of the result's elements
  bool exact = false;

  ScalarFunction floats(Real (*f)(Real)) const {
    return [f, t = type](const Cell *in, Cell *out) { out->f = roundTo(t, f(in[0].f)); };
  }
  ScalarFunction floats(Real (*f)(Real, Real)) const {
    if (exact)
      return [f](const Cell *in, Cell *out) { out->f = static_cast<double>(f(in[0].f, in[1].f)); };
    return [f, t = type](const Cell *in, Cell *out) { out->f = roundTo(t, f(in[0].f, in[1].f)); };
  }
  /// Integers by their signed values, and the result wrapped.
  ScalarFunction integers(int64_t (*f)(int64_t, int64_t)) const {
    return [f, t = type](const Cell *in, Cell *out) {
      out->i = wrapTo(t, f(signedOf(t, in[0].i), signedOf(t, in[1].i)));
    };
  }
  /// Integers by their bits.
  ScalarFunction bits(uint64_t (*f)(uint64_t, uint64_t)) const {
    return [f, t = type](const Cell *in, Cell *out) {
      out->i = wrapTo(t, static_cast<int64_t>(f(bitsOf(t, in[0].i), bitsOf(t, in[1].i))));
    };
  }
};
} // namespace

//===-- predicates ----------------------------------------------------------------------------------------------------===//

static bool compareFloats(arith::CmpFPredicate predicate, double a, double b) {
  using P = arith::CmpFPredicate;
  bool unordered = std::isnan(a) || std::isnan(b);
  switch (predicate) {
  case P::AlwaysFalse: return false;
  case P::OEQ: return a == b;
  case P::OGT: return a > b;
  case P::OGE: return a >= b;
  case P::OLT: return a < b;
  case P::OLE: return a <= b;
  case P::ONE: return !unordered && a != b;
  case P::ORD: return !unordered;
  case P::UEQ: return unordered || a == b;
  case P::UGT: return unordered || a > b;
  case P::UGE: return unordered || a >= b;
  case P::ULT: return unordered || a < b;
  case P::ULE: return unordered || a <= b;
  case P::UNE: return a != b;
  case P::UNO: return unordered;
  case P::AlwaysTrue: return true;
  }
  llvm_unreachable("all predicates are listed");
}

static bool compareIntegers(arith::CmpIPredicate predicate, int64_t a, int64_t b, uint64_t ua, uint64_t ub) {
  using P = arith::CmpIPredicate;
  switch (predicate) {
  case P::eq: return ua == ub;
  case P::ne: return ua != ub;
  case P::slt: return a < b;
  case P::sle: return a <= b;
  case P::sgt: return a > b;
  case P::sge: return a >= b;
  case P::ult: return ua < ub;
  case P::ule: return ua <= ub;
  case P::ugt: return ua > ub;
  case P::uge: return ua >= ub;
  }
  llvm_unreachable("all predicates are listed");
}

//===-- tables --------------------------------------------------------------------------------------------------------===//

/// Functions of one float.
static Real (*unaryFunction(Operation *op))(Real) {
  using F = Real (*)(Real);
  return llvm::TypeSwitch<Operation *, F>(op)
      .Case<arith::NegFOp>([](auto) -> F { return [](Real x) { return -x; }; })
      .Case<math::AbsFOp>([](auto) -> F { return [](Real x) { return std::fabs(x); }; })
      .Case<math::CeilOp>([](auto) -> F { return [](Real x) { return std::ceil(x); }; })
      .Case<math::FloorOp>([](auto) -> F { return [](Real x) { return std::floor(x); }; })
      .Case<math::RoundOp>([](auto) -> F { return [](Real x) { return std::round(x); }; })
      .Case<math::RoundEvenOp>([](auto) -> F { return [](Real x) { return std::nearbyint(x); }; })
      .Case<math::TruncOp>([](auto) -> F { return [](Real x) { return std::trunc(x); }; })
      .Case<math::SqrtOp>([](auto) -> F { return [](Real x) { return std::sqrt(x); }; })
      .Case<math::RsqrtOp>([](auto) -> F { return [](Real x) { return 1 / std::sqrt(x); }; })
      .Case<math::CbrtOp>([](auto) -> F { return [](Real x) { return std::cbrt(x); }; })
      .Case<math::ExpOp>([](auto) -> F { return [](Real x) { return std::exp(x); }; })
      .Case<math::Exp2Op>([](auto) -> F { return [](Real x) { return std::exp2(x); }; })
      .Case<math::ExpM1Op>([](auto) -> F { return [](Real x) { return std::expm1(x); }; })
      .Case<math::LogOp>([](auto) -> F { return [](Real x) { return std::log(x); }; })
      .Case<math::Log2Op>([](auto) -> F { return [](Real x) { return std::log2(x); }; })
      .Case<math::Log10Op>([](auto) -> F { return [](Real x) { return std::log10(x); }; })
      .Case<math::Log1pOp>([](auto) -> F { return [](Real x) { return std::log1p(x); }; })
      .Case<math::SinOp>([](auto) -> F { return [](Real x) { return std::sin(x); }; })
      .Case<math::CosOp>([](auto) -> F { return [](Real x) { return std::cos(x); }; })
      .Case<math::TanOp>([](auto) -> F { return [](Real x) { return std::tan(x); }; })
      .Case<math::AsinOp>([](auto) -> F { return [](Real x) { return std::asin(x); }; })
      .Case<math::AcosOp>([](auto) -> F { return [](Real x) { return std::acos(x); }; })
      .Case<math::AtanOp>([](auto) -> F { return [](Real x) { return std::atan(x); }; })
      .Case<math::SinhOp>([](auto) -> F { return [](Real x) { return std::sinh(x); }; })
      .Case<math::CoshOp>([](auto) -> F { return [](Real x) { return std::cosh(x); }; })
      .Case<math::TanhOp>([](auto) -> F { return [](Real x) { return std::tanh(x); }; })
      .Case<math::AsinhOp>([](auto) -> F { return [](Real x) { return std::asinh(x); }; })
      .Case<math::AcoshOp>([](auto) -> F { return [](Real x) { return std::acosh(x); }; })
      .Case<math::AtanhOp>([](auto) -> F { return [](Real x) { return std::atanh(x); }; })
      .Case<math::ErfOp>([](auto) -> F { return [](Real x) { return std::erf(x); }; })
      .Case<math::ErfcOp>([](auto) -> F { return [](Real x) { return std::erfc(x); }; })
      .Default([](Operation *) -> F { return nullptr; });
}

/// Functions of two floats.
static Real (*binaryFunction(Operation *op))(Real, Real) {
  using F = Real (*)(Real, Real);
  return llvm::TypeSwitch<Operation *, F>(op)
      .Case<arith::AddFOp>([](auto) -> F { return [](Real a, Real b) { return a + b; }; })
      .Case<arith::SubFOp>([](auto) -> F { return [](Real a, Real b) { return a - b; }; })
      .Case<arith::MulFOp>([](auto) -> F { return [](Real a, Real b) { return a * b; }; })
      .Case<arith::DivFOp>([](auto) -> F { return [](Real a, Real b) { return a / b; }; })
      .Case<arith::RemFOp>([](auto) -> F { return [](Real a, Real b) { return std::fmod(a, b); }; })
      .Case<arith::MaximumFOp>([](auto) -> F {
        return [](Real a, Real b) {
          if (std::isnan(a) || std::isnan(b))
            return std::numeric_limits<Real>::quiet_NaN();
          return a == b ? (std::signbit(a) ? b : a) : std::max(a, b);
        };
      })
      .Case<arith::MinimumFOp>([](auto) -> F {
        return [](Real a, Real b) {
          if (std::isnan(a) || std::isnan(b))
            return std::numeric_limits<Real>::quiet_NaN();
          return a == b ? (std::signbit(a) ? a : b) : std::min(a, b);
        };
      })
      .Case<arith::MaxNumFOp>([](auto) -> F { return [](Real a, Real b) { return std::fmax(a, b); }; })
      .Case<arith::MinNumFOp>([](auto) -> F { return [](Real a, Real b) { return std::fmin(a, b); }; })
      .Case<math::PowFOp>([](auto) -> F { return [](Real a, Real b) { return std::pow(a, b); }; })
      .Case<math::Atan2Op>([](auto) -> F { return [](Real a, Real b) { return std::atan2(a, b); }; })
      .Case<math::CopySignOp>([](auto) -> F { return [](Real a, Real b) { return std::copysign(a, b); }; })
      .Default([](Operation *) -> F { return nullptr; });
}

/// Functions of two integers by value; overflow wraps.
static int64_t (*signedFunction(Operation *op))(int64_t, int64_t) {
  using F = int64_t (*)(int64_t, int64_t);
  using I = int64_t;
  using U = uint64_t;
  return llvm::TypeSwitch<Operation *, F>(op)
      .Case<arith::AddIOp>([](auto) -> F { return [](I a, I b) { return I(U(a) + U(b)); }; })
      .Case<arith::SubIOp>([](auto) -> F { return [](I a, I b) { return I(U(a) - U(b)); }; })
      .Case<arith::MulIOp>([](auto) -> F { return [](I a, I b) { return I(U(a) * U(b)); }; })
      .Case<arith::AndIOp>([](auto) -> F { return [](I a, I b) { return a & b; }; })
      .Case<arith::OrIOp>([](auto) -> F { return [](I a, I b) { return a | b; }; })
      .Case<arith::XOrIOp>([](auto) -> F { return [](I a, I b) { return a ^ b; }; })
      .Case<arith::MaxSIOp>([](auto) -> F { return [](I a, I b) { return std::max(a, b); }; })
      .Case<arith::MinSIOp>([](auto) -> F { return [](I a, I b) { return std::min(a, b); }; })
      // Division by zero has no meaning; 0 is as good as any and stops nobody.
      .Case<arith::DivSIOp>([](auto) -> F { return [](I a, I b) { return b == 0 ? 0 : b == -1 ? I(-U(a)) : a / b; }; })
      .Case<arith::RemSIOp>([](auto) -> F { return [](I a, I b) { return b == 0 || b == -1 ? 0 : a % b; }; })
      .Case<arith::FloorDivSIOp>([](auto) -> F {
        return [](I a, I b) { return b == 0 ? 0 : b == -1 ? I(-U(a)) : a / b - (a % b != 0 && (a < 0) != (b < 0)); };
      })
      .Case<arith::CeilDivSIOp>([](auto) -> F {
        return [](I a, I b) { return b == 0 ? 0 : b == -1 ? I(-U(a)) : a / b + (a % b != 0 && (a < 0) == (b < 0)); };
      })
      .Case<arith::ShRSIOp>([](auto) -> F { return [](I a, I b) { return a >> std::min<U>(b, 63); }; })
      .Case<math::IPowIOp>([](auto) -> F {
        return [](I a, I b) {
          U power = 1;
          if (b < 0)
            return a == 1 ? I(1) : a == -1 ? I(b % 2 ? -1 : 1) : I(0);
          for (U base = a; b; b >>= 1, base *= base)
            power *= b & 1 ? base : 1;
          return I(power);
        };
      })
      .Default([](Operation *) -> F { return nullptr; });
}

/// Functions of two integers by their bits.
static uint64_t (*unsignedFunction(Operation *op))(uint64_t, uint64_t) {
  using F = uint64_t (*)(uint64_t, uint64_t);
  using U = uint64_t;
  return llvm::TypeSwitch<Operation *, F>(op)
      .Case<arith::MaxUIOp>([](auto) -> F { return [](U a, U b) { return std::max(a, b); }; })
      .Case<arith::MinUIOp>([](auto) -> F { return [](U a, U b) { return std::min(a, b); }; })
      .Case<arith::DivUIOp>([](auto) -> F { return [](U a, U b) { return b ? a / b : 0; }; })
      .Case<arith::RemUIOp>([](auto) -> F { return [](U a, U b) { return b ? a % b : 0; }; })
      .Case<arith::CeilDivUIOp>([](auto) -> F { return [](U a, U b) { return b ? a / b + (a % b != 0) : 0; }; })
      .Case<arith::ShLIOp>([](auto) -> F { return [](U a, U b) { return b > 63 ? 0 : a << b; }; })
      .Case<arith::ShRUIOp>([](auto) -> F { return [](U a, U b) { return b > 63 ? 0 : a >> b; }; })
      .Default([](Operation *) -> F { return nullptr; });
}

//===-- conversions and the rest --------------------------------------------------------------------------------------===//

/// Saturates, as the vector units of no two machines agree beyond the range.
static int64_t floatToInteger(double v, unsigned width, bool isSigned) {
  if (std::isnan(v))
    return 0;
  double low = isSigned ? -std::ldexp(1.0, width - 1) : 0, high = std::ldexp(1.0, isSigned ? width - 1 : width);
  if (v <= low)
    return static_cast<int64_t>(low);
  if (v >= high)
    return isSigned ? llvm::maxIntN(width) : static_cast<int64_t>(llvm::maxUIntN(width));
  return isSigned ? static_cast<int64_t>(v) : static_cast<int64_t>(static_cast<uint64_t>(v));
}

static uint64_t floatBits(Type t, double v) {
  bool loses;
  APFloat value(v);
  value.convert(cast<FloatType>(t).getFloatSemantics(), APFloat::rmNearestTiesToEven, &loses);
  return value.bitcastToAPInt().getZExtValue();
}

static Cell bitcastCell(Type from, Type to, Cell c) {
  uint64_t bits = isa<FloatType>(from) ? floatBits(from, c.f) : bitsOf(from, c.i);
  if (!isa<FloatType>(to))
    return cell(wrapTo(to, static_cast<int64_t>(bits)));
  const llvm::fltSemantics &format = cast<FloatType>(to).getFloatSemantics();
  APFloat value(format, APInt(APFloat::getSizeInBits(format), bits));
  bool loses;
  value.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven, &loses);
  return cell(value.convertToDouble());
}

static ScalarFunction conversion(Operation *op, Type from, Type to) {
  using S = ScalarFunction;
  return llvm::TypeSwitch<Operation *, S>(op)
      .Case<arith::ExtFOp>([](auto) -> S { return [](const Cell *in, Cell *out) { *out = *in; }; })
      .Case<arith::TruncFOp>([=](auto) -> S {
        return [to](const Cell *in, Cell *out) { out->f = roundTo(to, in->f); };
      })
      .Case<arith::ExtSIOp, arith::IndexCastOp>([=](auto) -> S {
        return [from, to](const Cell *in, Cell *out) { out->i = wrapTo(to, signedOf(from, in->i)); };
      })
      .Case<arith::ExtUIOp, arith::IndexCastUIOp>([=](auto) -> S {
        return [from, to](const Cell *in, Cell *out) { out->i = wrapTo(to, static_cast<int64_t>(bitsOf(from, in->i))); };
      })
      .Case<arith::TruncIOp>([=](auto) -> S { return [to](const Cell *in, Cell *out) { out->i = wrapTo(to, in->i); }; })
      .Case<arith::SIToFPOp>([=](auto) -> S {
        return [from, to](const Cell *in, Cell *out) { out->f = roundTo(to, signedOf(from, in->i)); };
      })
      .Case<arith::UIToFPOp>([=](auto) -> S {
        return [from, to](const Cell *in, Cell *out) { out->f = roundTo(to, bitsOf(from, in->i)); };
      })
      .Case<arith::FPToSIOp>([=](auto) -> S {
        return [to](const Cell *in, Cell *out) {
          out->i = wrapTo(to, floatToInteger(in->f, to.getIntOrFloatBitWidth(), true));
        };
      })
      .Case<arith::FPToUIOp>([=](auto) -> S {
        return [to](const Cell *in, Cell *out) {
          out->i = wrapTo(to, floatToInteger(in->f, to.getIntOrFloatBitWidth(), false));
        };
      })
      .Case<arith::BitcastOp>([=](auto) -> S {
        return [from, to](const Cell *in, Cell *out) { *out = bitcastCell(from, to, *in); };
      })
      .Default([](Operation *) -> S { return nullptr; });
}

static ScalarFunction special(Operation *op, Type from, Type to) {
  using S = ScalarFunction;
  return llvm::TypeSwitch<Operation *, S>(op)
      .Case<arith::CmpFOp>([](arith::CmpFOp cmp) -> S {
        return [p = cmp.getPredicate()](const Cell *in, Cell *out) { out->i = compareFloats(p, in[0].f, in[1].f); };
      })
      .Case<arith::CmpIOp>([=](arith::CmpIOp cmp) -> S {
        return [p = cmp.getPredicate(), from](const Cell *in, Cell *out) {
          out->i = compareIntegers(p, signedOf(from, in[0].i), signedOf(from, in[1].i), bitsOf(from, in[0].i),
                                   bitsOf(from, in[1].i));
        };
      })
      .Case<arith::SelectOp>([](auto) -> S {
        return [](const Cell *in, Cell *out) { *out = in[0].i ? in[1] : in[2]; };
      })
      .Case<math::AbsIOp>([=](auto) -> S {
        return [to](const Cell *in, Cell *out) { out->i = wrapTo(to, in->i < 0 ? int64_t(-uint64_t(in->i)) : in->i); };
      })
      .Case<math::FmaOp>([=](auto) -> S {
        // The product is exact for f32 and narrower, and the sum is rounded to 64 bits before the type.
        if (to.isF64())
          return [](const Cell *in, Cell *out) { out->f = std::fma(in[0].f, in[1].f, in[2].f); };
        return [to](const Cell *in, Cell *out) { out->f = roundTo(to, Real(in[0].f) * in[1].f + in[2].f); };
      })
      .Case<math::FPowIOp>([=](auto) -> S {
        return [to](const Cell *in, Cell *out) { out->f = roundTo(to, std::pow(Real(in[0].f), Real(in[1].i))); };
      })
      .Case<math::IsNaNOp>([](auto) -> S { return [](const Cell *in, Cell *out) { out->i = std::isnan(in->f); }; })
      .Case<math::IsInfOp>([](auto) -> S { return [](const Cell *in, Cell *out) { out->i = std::isinf(in->f); }; })
      .Case<math::IsFiniteOp>([](auto) -> S {
        return [](const Cell *in, Cell *out) { out->i = std::isfinite(in->f); };
      })
      .Default([](Operation *) -> S { return nullptr; });
}

//===-- entry points --------------------------------------------------------------------------------------------------===//

static bool mayStayExact(Operation *op) {
  if (auto add = dyn_cast<arith::AddFOp>(op))
    return arith::bitEnumContainsAny(add.getFastmath(), arith::FastMathFlags::reassoc);
  if (auto mul = dyn_cast<arith::MulFOp>(op))
    return arith::bitEnumContainsAny(mul.getFastmath(), arith::FastMathFlags::contract);
  return false;
}

ScalarFunction reference::compileScalar(Operation *op) {
  if (op->getNumResults() != 1 || op->getNumOperands() == 0)
    return nullptr;
  Type from = getElementTypeOrSelf(op->getOperand(0).getType()), to = getElementTypeOrSelf(op->getResult(0).getType());
  if (!from.isIntOrIndexOrFloat() || !to.isIntOrIndexOrFloat())
    return nullptr;
  Maker make{to, mayStayExact(op)};
  if (auto f = unaryFunction(op))
    return make.floats(f);
  if (auto f = binaryFunction(op))
    return make.floats(f);
  if (auto f = signedFunction(op))
    return make.integers(f);
  if (auto f = unsignedFunction(op))
    return make.bits(f);
  if (ScalarFunction f = conversion(op, from, to))
    return f;
  return special(op, from, to);
}

bool reference::isScalarOp(Operation *op) { return static_cast<bool>(compileScalar(op)); }

LogicalResult reference::runElementwise(Operation *op, Machine &m) {
  ScalarFunction f = compileScalar(op);
  const Array *shaped = nullptr;
  for (Value v : op->getOperands()) {
    if (!isa<ShapedType>(v.getType()))
      continue;
    const Array &a = m.get(v);
    if (shaped && a.shape() != shaped->shape())
      return m.fail(op, "expects operands of one shape, but got " + text(shaped->shape()) + " and " + text(a.shape()));
    shaped = &a;
  }
  Array result(getElementTypeOrSelf(op->getResult(0).getType()), shaped ? shaped->shape() : ArrayRef<int64_t>());
  MutableArrayRef<Cell> out = result.write();
  SmallVector<Cell> in(op->getNumOperands());
  for (int64_t i = 0; i < result.count(); ++i) {
    for (auto [k, v] : llvm::enumerate(op->getOperands())) {
      const Array &a = m.get(v);
      in[k] = a.read()[isa<ShapedType>(v.getType()) ? i : 0];
    }
    f(in.data(), &out[i]);
    // Only inside a larger op may more digits be kept than the type has.
    if (result.isFloat())
      out[i].f = roundTo(result.element(), out[i].f);
  }
  return m.set(op->getResult(0), result);
}
