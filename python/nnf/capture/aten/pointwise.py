# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Arithmetic, comparisons, functions of one number, choices and casts, with torch's promotion and broadcasting.

The result's dtype is the fake tensor's; operands are brought to it (to what they promote to, where the result is a bool),
f16 and bf16 compute in f32.
"""

import math

import torch

from . import lower
from ..body import Scalar
from ..report import Unsupported
from ..types import MLIR, WIDTH, compute_type
from ..values import expr


def pointwise(t, out, operands, body, dtype=None):
    """The value of `body(b, *scalars)` for each element; `operands` are tensors and numbers, in `dtype` or that of `out`."""
    c = compute_type(dtype or out.dtype)
    type, unsigned = MLIR[c], c == torch.uint8
    if not all(isinstance(x, torch.Tensor) or isinstance(x, (bool, int, float, torch.SymInt)) for x in operands):
        raise Unsupported("an operand is no real number", "use real numbers")
    values = [t.value(x) for x in operands if isinstance(x, torch.Tensor)]
    for x in operands:
        if isinstance(x, torch.SymInt):
            t.builder.size(expr(x))

    def inside(b, *args):
        args, scalars = list(args), []
        for x in operands:
            if isinstance(x, torch.Tensor):
                scalars.append(b.convert(args.pop(0), type, unsigned))
            elif isinstance(x, torch.SymInt):
                scalars.append(b.convert(b.convert(Scalar(t.builder.size(expr(x)), "index"), "i64"), type, unsigned))
            else:
                scalars.append(b.constant(x, type, unsigned))
        return body(b, *scalars)

    return t.builder.map([expr(s) for s in out.shape], out.dtype, values, inside)


# -- one number ---------------------------------------------------------------------------------------------------------


def _math(name):
    return lambda b, x: b.unary("math." + name, x)


def _f(b, value, x):
    return b.constant(value, x.type, x.unsigned)


def _rounding(name):
    return lambda b, x: b.unary("math." + name, x) if x.is_float else x


def _abs(b, x):
    if x.is_float:
        return b.unary("math.absf", x)
    return x if x.unsigned or x.is_bool else b.select(b.compare("lt", x, _f(b, 0, x)), b.sub(_f(b, 0, x), x), x)


def _sign(b, x):
    if x.is_bool:
        return x
    zero, one = _f(b, 0, x), _f(b, 1, x)
    up, down = b.compare("gt", x, zero), b.compare("lt", x, zero)
    return b.select(up, one, zero) if x.unsigned else b.select(up, one, b.select(down, _f(b, -1, x), zero))


def _neg(b, x):
    return b.unary("arith.negf", x) if x.is_float else b.sub(_f(b, 0, x), x)


def _sigmoid(b, x):
    one = _f(b, 1, x)
    return b.binary("arith.divf", one, b.add(one, b.unary("math.exp", b.unary("arith.negf", x))))


def _log10(b, x):
    return b.unary("math.log10", x)


_UNARY = {name: _math(name) for name in ("exp", "exp2", "expm1", "log", "log2", "log1p", "log10", "sin", "cos", "tan", "asin", "acos",
                                         "atan", "sinh", "cosh", "asinh", "acosh", "atanh", "tanh", "sqrt", "rsqrt", "erf", "erfc")}
_UNARY.update({"floor": _rounding("floor"), "ceil": _rounding("ceil"), "round": _rounding("roundeven"),
               "trunc": _rounding("trunc"), "abs": _abs, "neg": _neg, "sign": _sign, "sgn": _sign, "sigmoid": _sigmoid,
               "reciprocal": lambda b, x: b.binary("arith.divf", _f(b, 1, x), x),
               "relu": lambda b, x: b.binary("arith.maximumf", x, _f(b, 0, x)) if x.is_float else b.select(
                   b.compare("gt", x, _f(b, 0, x)), x, _f(b, 0, x)),
               "positive": lambda b, x: x, "bitwise_not": lambda b, x: b.not_(x)})


def _register_unary(name, body):
    @lower(name)
    def lowering(t, out, x, *args, **kwargs):
        if name == "round" and (kwargs.get("decimals") or (args and args[0])):
            raise Unsupported("it rounds to decimals", "scale, round and scale back")
        return pointwise(t, out, [x], body)


for _name, _body in _UNARY.items():
    _register_unary(_name, _body)


@lower("logical_not")
def _logical_not(t, out, x):
    return pointwise(t, out, [x], lambda b, v: b.not_(b.convert(v, "i1")), dtype=x.dtype)


@lower("isnan")
def _isnan(t, out, x):
    return pointwise(t, out, [x], lambda b, v: b.is_nan(v) if v.is_float else b.constant(False, "i1"), dtype=x.dtype)


@lower("isinf")
def _isinf(t, out, x):
    def body(b, v):
        return b.compare("eq", b.unary("math.absf", v), _f(b, math.inf, v)) if v.is_float else b.constant(False, "i1")
    return pointwise(t, out, [x], body, dtype=x.dtype)


@lower("_to_copy", "clone", "to_copy", "contiguous", "lift_fresh_copy", "_conj", "_neg_view", "prims.convert_element_type",
       "convert_element_type")
def _to_copy(t, out, x, *args, **kwargs):
    return t.builder.cast(t.value(x), out.dtype)


@lower("copy")
def _copy(t, out, x, source, non_blocking=False):
    return t.builder.broadcast(t.builder.cast(t.value(source), out.dtype), [expr(s) for s in out.shape])


# -- two numbers ----------------------------------------------------------------------------------------------------------


def _scaled(b, y, alpha):
    return y if alpha == 1 else b.mul(y, b.constant(alpha, y.type, y.unsigned))


@lower("add")
def _add(t, out, x, y, alpha=1):
    return pointwise(t, out, [x, y], lambda b, u, v: b.add(u, _scaled(b, v, alpha)))


@lower("sub")
def _sub(t, out, x, y, alpha=1):
    if any(isinstance(z, bool) or isinstance(z, torch.Tensor) and z.dtype == torch.bool for z in (x, y)):
        raise RuntimeError("Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to invert a mask, "
                           "use the `~` or `logical_not()` operator instead.")
    return pointwise(t, out, [x, y], lambda b, u, v: b.sub(u, _scaled(b, v, alpha)))


@lower("rsub")
def _rsub(t, out, x, y, alpha=1):
    return pointwise(t, out, [x, y], lambda b, u, v: b.sub(v, _scaled(b, u, alpha)))


@lower("mul")
def _mul(t, out, x, y):
    return pointwise(t, out, [x, y], lambda b, u, v: b.mul(u, v))


def no_zero(t, x, name):
    """Refuses, at run time and before anything is computed, an integer divisor that holds a 0."""
    if not isinstance(x, torch.Tensor):
        if x == 0:
            raise Unsupported("an integer is divided by 0")
        return
    v = t.value(x)
    zeros = t.builder.generic(v.sizes, [(v, list(range(v.rank)))], [((), torch.int64, [], 0)], lambda b, args: [
        b.add(args[1], b.convert(b.compare("eq", args[0], b.constant(0, args[0].type)), "i64"))], reductions=range(v.rank))[0]
    b = t.builder.body
    count = b.op("tensor.extract %s[] : tensor<i64>" % zeros.name, "i64")
    good = b.compare("eq", count, b.constant(0, "i64"))
    t.builder.line('cf.assert %s, "%s: the divisor is 0 in {0} places, expected {1}"' % (good.name, name))


def divide_integers(b, x, y, how):
    """x / y towards 0 ("trunc") or down ("floor"), or the remainder with the sign of y ("remainder") or x ("fmod")."""
    zero, one = _f(b, 0, x), _f(b, 1, x)
    if x.unsigned or x.is_bool:
        y = b.select(b.compare("eq", y, zero), one, y)
        return b.binary("arith.divui" if how in ("trunc", "floor") else "arith.remui", x, y)
    # The smallest number divided by -1 traps on x86; a divisor of 0 was refused before.
    minus = b.compare("eq", y, _f(b, -1, x))
    safe = b.select(b.binary("arith.ori", minus, b.compare("eq", y, zero)), one, y)
    quotient = b.select(minus, b.sub(zero, x), b.binary("arith.divsi", x, safe))
    rest = b.binary("arith.remsi", x, safe)
    rest = b.select(minus, zero, rest)
    if how == "trunc":
        return quotient
    if how == "fmod":
        return rest
    signs = b.binary("arith.xori", b.compare("lt", rest, zero), b.compare("lt", y, zero))
    off = b.binary("arith.andi", b.compare("ne", rest, zero), signs)
    return b.select(off, b.sub(quotient, one), quotient) if how == "floor" else b.select(off, b.add(rest, y), rest)


def remainder_floats(b, x, y):
    rest, zero = b.binary("arith.remf", x, y), _f(b, 0, x)
    signs = b.binary("arith.xori", b.compare("lt", rest, zero), b.compare("lt", y, zero))
    off = b.binary("arith.andi", b.compare("ne", rest, zero), signs)
    return b.select(off, b.add(rest, y), rest)


def floor_divide_floats(b, x, y):
    """As torch.div(…, rounding_mode="floor"): exact where the quotient is a whole number."""
    zero, one = _f(b, 0, x), _f(b, 1, x)
    rest = b.binary("arith.remf", x, y)
    quotient = b.binary("arith.divf", b.sub(x, rest), y)
    signs = b.binary("arith.xori", b.compare("lt", rest, zero), b.compare("lt", y, zero))
    off = b.binary("arith.andi", b.compare("ne", rest, zero), signs)
    quotient = b.select(off, b.sub(quotient, one), quotient)
    down = b.unary("math.floor", quotient)
    down = b.select(b.compare("gt", b.sub(quotient, down), _f(b, 0.5, x)), b.add(down, one), down)
    plain = b.binary("arith.divf", x, y)
    signed_zero = b.op("math.copysign %s, %s : %s" % (zero.name, plain.name, x.type), x.type)
    down = b.select(b.compare("ne", quotient, zero), down, signed_zero)
    return b.select(b.compare("eq", y, zero), plain, down)


@lower("div", "true_divide")
def _div(t, out, x, y, rounding_mode=None):
    if rounding_mode is None:
        return pointwise(t, out, [x, y], lambda b, u, v: b.binary("arith.divf", u, v))
    if not out.dtype.is_floating_point:
        no_zero(t, y, "torch.div")
        return pointwise(t, out, [x, y], lambda b, u, v: divide_integers(b, u, v, rounding_mode))
    if rounding_mode == "trunc":
        return pointwise(t, out, [x, y], lambda b, u, v: b.unary("math.trunc", b.binary("arith.divf", u, v)))
    return pointwise(t, out, [x, y], floor_divide_floats)


@lower("floor_divide")
def _floor_divide(t, out, x, y):
    return _div(t, out, x, y, rounding_mode="floor")


@lower("remainder")
def _remainder(t, out, x, y):
    if out.dtype.is_floating_point:
        return pointwise(t, out, [x, y], remainder_floats)
    no_zero(t, y, "torch.remainder")
    return pointwise(t, out, [x, y], lambda b, u, v: divide_integers(b, u, v, "remainder"))


@lower("fmod")
def _fmod(t, out, x, y):
    if out.dtype.is_floating_point:
        return pointwise(t, out, [x, y], lambda b, u, v: b.binary("arith.remf", u, v))
    no_zero(t, y, "torch.fmod")
    return pointwise(t, out, [x, y], lambda b, u, v: divide_integers(b, u, v, "fmod"))


def _power(b, x, n):
    """x to a small power, as PyTorch unrolls it."""
    if n in (2, 3):
        square = b.mul(x, x)
        return square if n == 2 else b.mul(square, x)
    one = _f(b, 1, x)
    if n == 0.5:
        return b.unary("math.sqrt", x)
    if n == -0.5:
        return b.unary("math.rsqrt", x)
    if n == -1:
        return b.binary("arith.divf", one, x)
    if n == -2:
        return b.binary("arith.divf", one, b.mul(x, x))
    return None


def _integer_power(b, x, y):
    """By squaring, with the bits of the exponent; a negative exponent gives 0 except for 1 and -1."""
    one, zero = _f(b, 1, x), _f(b, 0, x)
    result, base = one, x
    for bit in range(6):
        mask = b.binary("arith.andi", b.binary("arith.shrui", y, _f(b, bit, x)), one)
        result = b.select(b.compare("ne", mask, zero), b.mul(result, base), result)
        base = b.mul(base, base)
    if x.unsigned:
        return result
    odd = b.compare("ne", b.binary("arith.andi", y, one), zero)
    minus = _f(b, -1, x)
    negative = b.select(b.compare("eq", x, one), one, b.select(b.compare("eq", x, minus), b.select(odd, minus, one), zero))
    return b.select(b.compare("lt", y, zero), negative, result)


@lower("pow")
def _pow(t, out, x, y):
    if not out.dtype.is_floating_point:
        if isinstance(y, int) and y in (2, 3):
            return pointwise(t, out, [x], lambda b, v: _power(b, v, y))
        return pointwise(t, out, [x, y], _integer_power)
    if isinstance(y, (int, float)) and y in (2, 3, 0.5, -0.5, -1, -2):
        return pointwise(t, out, [x], lambda b, v: _power(b, v, y))
    if isinstance(y, (int, float)) and y in (0, 1):
        return pointwise(t, out, [x], lambda b, v: v if y else _f(b, 1, v))
    return pointwise(t, out, [x, y], lambda b, u, v: b.binary("math.powf", u, v))


@lower("atan2")
def _atan2(t, out, x, y):
    return pointwise(t, out, [x, y], lambda b, u, v: b.binary("math.atan2", u, v))


@lower("hypot")
def _hypot(t, out, x, y):
    def body(b, u, v):
        u, v, zero, one = b.unary("math.absf", u), b.unary("math.absf", v), _f(b, 0, u), _f(b, 1, u)
        large, small = b.binary("arith.maximumf", u, v), b.binary("arith.minimumf", u, v)
        # Scaled by the larger, so that squares neither overflow nor vanish.
        ratio = b.binary("arith.divf", small, large)
        length = b.mul(large, b.unary("math.sqrt", b.add(one, b.mul(ratio, ratio))))
        length = b.select(b.compare("eq", large, zero), zero, length)
        infinite = _f(b, math.inf, u)
        either = b.binary("arith.ori", b.compare("eq", u, infinite), b.compare("eq", v, infinite))
        return b.select(either, infinite, length)
    return pointwise(t, out, [x, y], body)


@lower("copysign")
def _copysign(t, out, x, y):
    return pointwise(t, out, [x, y], lambda b, u, v: b.binary("math.copysign", u, v))


def pick(b, how, x, y):
    """The larger or smaller; NaN wins."""
    if x.is_float:
        return b.binary("arith.maximumf" if how == "gt" else "arith.minimumf", x, y)
    return b.select(b.compare(how, x, y), x, y)


@lower("maximum")
def _maximum(t, out, x, y):
    return pointwise(t, out, [x, y], lambda b, u, v: pick(b, "gt", u, v))


@lower("minimum")
def _minimum(t, out, x, y):
    return pointwise(t, out, [x, y], lambda b, u, v: pick(b, "lt", u, v))


@lower("fmax")
def _fmax(t, out, x, y):
    return pointwise(t, out, [x, y], lambda b, u, v: b.binary("arith.maxnumf", u, v) if u.is_float else pick(b, "gt", u, v))


@lower("fmin")
def _fmin(t, out, x, y):
    return pointwise(t, out, [x, y], lambda b, u, v: b.binary("arith.minnumf", u, v) if u.is_float else pick(b, "lt", u, v))


@lower("clamp", "clamp_min", "clamp_max", "clip")
def _clamp(t, out, x, low=None, high=None, **kwargs):
    low, high = kwargs.get("min", low), kwargs.get("max", high)
    given = [v for v in (low, high) if v is not None]

    def body(b, v, *limits):
        limits = list(limits)
        if low is not None:
            v = pick(b, "gt", v, limits.pop(0))
        return pick(b, "lt", v, limits.pop(0)) if high is not None else v

    return pointwise(t, out, [x, *given], body)


@lower("clamp_max")
def _clamp_max(t, out, x, high):
    return _clamp(t, out, x, None, high)


# -- comparisons and logic ----------------------------------------------------------------------------------------------


def _register_comparison(how):
    @lower(how)
    def lowering(t, out, x, y):
        return pointwise(t, out, [x, y], lambda b, u, v: b.compare(how, u, v), dtype=torch.result_type(x, y))


for _name in ("eq", "ne", "lt", "le", "gt", "ge"):
    _register_comparison(_name)


def _register_logic(name, op):
    @lower("logical_" + name)
    def logical(t, out, x, y):
        c = torch.result_type(x, y)
        return pointwise(t, out, [x, y], lambda b, u, v: b.binary(op, b.convert(u, "i1"), b.convert(v, "i1")), dtype=c)

    @lower("bitwise_" + name, "__%s__" % name)
    def bitwise(t, out, x, y):
        return pointwise(t, out, [x, y], lambda b, u, v: b.binary(op, u, v))


for _name, _op in (("and", "arith.andi"), ("or", "arith.ori"), ("xor", "arith.xori")):
    _register_logic(_name, _op)


def _shift(left):
    def body(b, x, n):
        # A count of the width or more is not defined in the IR; torch shifts everything out.
        width = _f(b, WIDTH[x.type], x)
        good = b.compare("lt", Scalar(n.name, n.type, True), Scalar(width.name, width.type, True))
        last = b.sub(width, _f(b, 1, x))
        shifted = b.binary("arith.shli" if left else "arith.shrui" if x.unsigned else "arith.shrsi", x, b.select(good, n, last))
        if not left and not x.unsigned:
            return shifted
        return b.select(good, shifted, _f(b, 0, x))
    return body


@lower("bitwise_left_shift", "__lshift__")
def _left(t, out, x, y):
    return pointwise(t, out, [x, y], _shift(True))


@lower("bitwise_right_shift", "__rshift__")
def _right(t, out, x, y):
    return pointwise(t, out, [x, y], _shift(False))


# -- choices --------------------------------------------------------------------------------------------------------------


@lower("where")
def _where(t, out, condition, x, y):
    b, sizes = t.builder, [expr(s) for s in out.shape]
    operands = [condition] + [v for v in (x, y) if isinstance(v, torch.Tensor)]

    def body(b, c, *rest):
        rest, picked = list(rest), []
        for v in (x, y):
            picked.append(b.convert(rest.pop(0), MLIR[out.dtype], out.dtype == torch.uint8) if isinstance(v, torch.Tensor)
                          else b.constant(v, MLIR[out.dtype]))
        return b.select(b.convert(c, "i1"), *picked)

    return b.map(sizes, out.dtype, [t.value(v) for v in operands], body)


@lower("masked_fill")
def _masked_fill(t, out, x, mask, value):
    return _where(t, out, mask, value, x)


@lower("addcmul")
def _addcmul(t, out, x, y, z, value=1):
    return pointwise(t, out, [x, y, z], lambda b, u, v, w: b.add(u, b.mul(_scaled(b, v, value), w)))


@lower("addcdiv")
def _addcdiv(t, out, x, y, z, value=1):
    return pointwise(t, out, [x, y, z], lambda b, u, v, w: b.add(u, b.binary("arith.divf", _scaled(b, v, value), w)))
