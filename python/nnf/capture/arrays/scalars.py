# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""NumPy's ufuncs on scalars inside of a body. Operands come in the type that the ufunc computes in; what comes back is
converted to its result's. Where NumPy warns (division of whole numbers by 0), the value is NumPy's."""

import math

from ..body import WIDTH, Scalar


def number(b, value, x):
    return b.constant(value, x.type, x.unsigned)


def _math(name):
    return lambda b, x: b.unary("math." + name, x)


def _rounding(name):
    return lambda b, x: b.unary("math." + name, x) if x.is_float else x


def divide(b, x, y):
    return b.binary("arith.divf", x, y)


def _abs(b, x):
    if x.is_float:
        return b.unary("math.absf", x)
    return x if x.unsigned or x.is_bool else b.select(b.compare("lt", x, number(b, 0, x)), b.sub(number(b, 0, x), x), x)


def _neg(b, x):
    return b.unary("arith.negf", x) if x.is_float else b.sub(number(b, 0, x), x)


def _sign(b, x):
    zero, one = number(b, 0, x), number(b, 1, x)
    up = b.compare("gt", x, zero)
    if x.unsigned:
        return b.select(up, one, zero)
    found = b.select(up, one, b.select(b.compare("lt", x, zero), number(b, -1, x), zero))
    return b.select(b.is_nan(x), x, found) if x.is_float else found


def _cbrt(b, x):
    return b.unary("math.cbrt", x)


def _reciprocal(b, x):
    if x.is_float:
        return divide(b, number(b, 1, x), x)
    return divide_integers(b, number(b, 1, x), x, "trunc")


def _is_inf(b, x):
    return b.compare("eq", b.unary("math.absf", x), number(b, math.inf, x)) if x.is_float else b.constant(False, "i1")


def _is_finite(b, x):
    return b.compare("lt", b.unary("math.absf", x), number(b, math.inf, x)) if x.is_float else b.constant(True, "i1")


def signbit(b, x):
    if not x.is_float:
        return b.constant(False, "i1") if x.unsigned or x.is_bool else b.compare("lt", x, number(b, 0, x))
    bits = "i%d" % WIDTH[x.type]
    y = b.op("arith.bitcast %s : %s to %s" % (x.name, x.type, bits), bits)
    return b.compare("lt", y, b.constant(0, bits))


def copysign(b, x, y):
    return b.binary("math.copysign", x, y)


def divide_integers(b, x, y, how):
    """x / y down ("floor") or towards 0 ("trunc"), or the remainder with the sign of y ("mod") or x ("fmod"); 0 where y is 0."""
    zero, one = number(b, 0, x), number(b, 1, x)
    nothing = b.compare("eq", y, zero)
    if x.unsigned:
        y = b.select(nothing, one, y)
        return b.select(nothing, zero, b.binary("arith.divui" if how in ("floor", "trunc") else "arith.remui", x, y))
    # The smallest number divided by -1 traps on x86: it is its own negative.
    minus = b.compare("eq", y, number(b, -1, x))
    safe = b.select(b.binary("arith.ori", minus, nothing), one, y)
    quotient = b.select(minus, b.sub(zero, x), b.binary("arith.divsi", x, safe))
    rest = b.select(minus, zero, b.binary("arith.remsi", x, safe))
    if how in ("floor", "mod"):
        signs = b.binary("arith.xori", b.compare("lt", rest, zero), b.compare("lt", y, zero))
        off = b.binary("arith.andi", b.compare("ne", rest, zero), signs)
        quotient, rest = b.select(off, b.sub(quotient, one), quotient), b.select(off, b.add(rest, y), rest)
    return b.select(nothing, zero, quotient if how in ("floor", "trunc") else rest)


def _remainder(b, x, y):
    """Python's: with the sign of y, also where it is 0."""
    if not x.is_float:
        return divide_integers(b, x, y, "mod")
    rest, zero = b.binary("arith.remf", x, y), number(b, 0, x)
    signs = b.binary("arith.xori", b.compare("lt", rest, zero), b.compare("lt", y, zero))
    off = b.binary("arith.andi", b.compare("ne", rest, zero), signs)
    return b.select(b.compare("eq", rest, zero), copysign(b, zero, y), b.select(off, b.add(rest, y), rest))


def _floor_divide(b, x, y):
    if not x.is_float:
        return divide_integers(b, x, y, "floor")
    zero, one = number(b, 0, x), number(b, 1, x)
    rest = b.binary("arith.remf", x, y)
    quotient = divide(b, b.sub(x, rest), y)
    signs = b.binary("arith.xori", b.compare("lt", rest, zero), b.compare("lt", y, zero))
    off = b.binary("arith.andi", b.compare("ne", rest, zero), signs)
    quotient = b.select(off, b.sub(quotient, one), quotient)
    down = b.unary("math.floor", quotient)
    down = b.select(b.compare("gt", b.sub(quotient, down), number(b, 0.5, x)), b.add(down, one), down)
    plain = divide(b, x, y)
    down = b.select(b.compare("eq", quotient, zero), copysign(b, zero, plain), down)
    return b.select(b.compare("eq", y, zero), plain, down)


def _fmod(b, x, y):
    return b.binary("arith.remf", x, y) if x.is_float else divide_integers(b, x, y, "fmod")


def _power(b, x, y):
    if x.is_float:
        return b.binary("math.powf", x, y)
    # By squaring, with the bits of the exponent, which is not negative.
    one, zero = number(b, 1, x), number(b, 0, x)
    result, base, bits = one, x, WIDTH[x.type] - (not x.unsigned)
    for bit in range(bits):
        picked = b.binary("arith.andi", b.binary("arith.shrui", y, number(b, bit, x)), one)
        result = b.select(b.compare("ne", picked, zero), b.mul(result, base), result)
        if bit < bits - 1:
            base = b.mul(base, base)
    return result


def _hypot(b, x, y):
    x, y, zero, one = b.unary("math.absf", x), b.unary("math.absf", y), number(b, 0, x), number(b, 1, x)
    large, small = b.binary("arith.maximumf", x, y), b.binary("arith.minimumf", x, y)
    ratio = divide(b, small, large)  # squares neither overflow nor vanish
    length = b.mul(large, b.unary("math.sqrt", b.add(one, b.mul(ratio, ratio))))
    length = b.select(b.compare("eq", large, zero), zero, length)
    infinite = number(b, math.inf, x)
    either = b.binary("arith.ori", b.compare("eq", x, infinite), b.compare("eq", y, infinite))
    return b.select(either, infinite, length)


def pick(how):
    """The larger ("gt") or smaller ("lt"); NaN wins."""
    def body(b, x, y):
        if x.is_float:
            return b.binary("arith.maximumf" if how == "gt" else "arith.minimumf", x, y)
        return b.select(b.compare(how, x, y), x, y)
    return body


def _pick_number(how):
    def body(b, x, y):
        if x.is_float:
            return b.select(b.is_nan(x), y, b.select(b.is_nan(y), x, pick(how)(b, x, y)))
        return pick(how)(b, x, y)
    return body


def _compare(how):
    return lambda b, x, y: b.compare(how, x, y)


def _logic(op):
    return lambda b, x, y: b.binary(op, b.convert(x, "i1"), b.convert(y, "i1"))


def _shift(left):
    def body(b, x, n):
        # A count of the width or more is not defined in the IR; NumPy shifts everything out.
        width, one = number(b, WIDTH[x.type], x), number(b, 1, x)
        good = b.compare("lt", Scalar(n.name, n.type, True), Scalar(width.name, width.type, True))
        last = b.sub(width, one)
        shifted = b.binary("arith.shli" if left else "arith.shrui" if x.unsigned else "arith.shrsi", x, b.select(good, n, last))
        return shifted if not left and not x.unsigned else b.select(good, shifted, number(b, 0, x))
    return body


def _log_add_exp(exp, factor):
    def body(b, x, y):
        large, small = b.binary("arith.maximumf", x, y), b.binary("arith.minimumf", x, y)
        tail = b.unary("math.log1p", b.unary(exp, b.sub(small, large)))
        if factor != 1:
            tail = b.mul(tail, number(b, factor, x))
        same = b.compare("eq", x, y)  # equal infinities have no difference
        return b.select(same, b.add(x, number(b, math.log(2) * factor, x)), b.add(large, tail))
    return body


def _heaviside(b, x, y):
    zero = number(b, 0, x)
    found = b.select(b.compare("lt", x, zero), zero, b.select(b.compare("gt", x, zero), number(b, 1, x), y))
    return b.select(b.is_nan(x), x, found)


def _scaled(factor):
    return lambda b, x: b.mul(x, number(b, factor, x))


UFUNCS = {name: _math(inner) for name, inner in (
    ("exp", "exp"), ("exp2", "exp2"), ("expm1", "expm1"), ("log", "log"), ("log2", "log2"), ("log10", "log10"), ("log1p", "log1p"),
    ("sin", "sin"), ("cos", "cos"), ("tan", "tan"), ("arcsin", "asin"), ("arccos", "acos"), ("arctan", "atan"), ("sinh", "sinh"),
    ("cosh", "cosh"), ("tanh", "tanh"), ("arcsinh", "asinh"), ("arccosh", "acosh"), ("arctanh", "atanh"), ("sqrt", "sqrt"),
    ("fabs", "absf"))}
UFUNCS.update({
    "floor": _rounding("floor"), "ceil": _rounding("ceil"), "trunc": _rounding("trunc"), "rint": _rounding("roundeven"),
    "absolute": _abs, "negative": _neg, "positive": lambda b, x: x, "sign": _sign, "cbrt": _cbrt, "reciprocal": _reciprocal,
    "square": lambda b, x: b.mul(x, x), "conjugate": lambda b, x: x,
    "isnan": lambda b, x: b.is_nan(x) if x.is_float else b.constant(False, "i1"), "isinf": _is_inf, "isfinite": _is_finite,
    "signbit": signbit, "logical_not": lambda b, x: b.not_(b.convert(x, "i1")), "invert": lambda b, x: b.not_(x),
    "deg2rad": _scaled(math.pi / 180), "radians": _scaled(math.pi / 180), "rad2deg": _scaled(180 / math.pi),
    "degrees": _scaled(180 / math.pi),
    "add": lambda b, x, y: b.add(x, y), "subtract": lambda b, x, y: b.sub(x, y), "multiply": lambda b, x, y: b.mul(x, y),
    "divide": divide, "floor_divide": _floor_divide, "remainder": _remainder, "fmod": _fmod, "power": _power,
    "float_power": _power, "arctan2": lambda b, x, y: b.binary("math.atan2", x, y), "hypot": _hypot, "copysign": copysign,
    "maximum": pick("gt"), "minimum": pick("lt"), "fmax": _pick_number("gt"), "fmin": _pick_number("lt"),
    "equal": _compare("eq"), "not_equal": _compare("ne"), "less": _compare("lt"), "less_equal": _compare("le"),
    "greater": _compare("gt"), "greater_equal": _compare("ge"), "logical_and": _logic("arith.andi"),
    "logical_or": _logic("arith.ori"), "logical_xor": _logic("arith.xori"),
    "bitwise_and": lambda b, x, y: b.binary("arith.andi", x, y), "bitwise_or": lambda b, x, y: b.binary("arith.ori", x, y),
    "bitwise_xor": lambda b, x, y: b.binary("arith.xori", x, y), "left_shift": _shift(True), "right_shift": _shift(False),
    "logaddexp": _log_add_exp("math.exp", 1), "logaddexp2": _log_add_exp("math.exp2", 1 / math.log(2)),
    "heaviside": _heaviside,
    "divmod": lambda b, x, y: (_floor_divide(b, x, y), _remainder(b, x, y)),
})
COMPARISONS = {"equal", "not_equal", "less", "less_equal", "greater", "greater_equal"}
