# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Calls of ufuncs: NumPy itself says in which types a ufunc computes for operands of given types (numbers of Python are weak),
scalars.py what it computes."""

import numpy

from . import scalars
from .array import Array
from .emit import compute_type, is_unsigned, mlir_type
from .reduce import accumulate, reduce_by
from .sizes import Size, broadcast
from ..report import Unsupported

_POWERS = ("power", "float_power")


def call(t, ufunc, method, inputs, kwargs):
    """__array_ufunc__."""
    if method == "__call__":
        if ufunc.signature is not None:
            from .linear import GUFUNCS
            if ufunc.__name__ not in GUFUNCS:
                raise Unsupported("it has no lowering")
            return GUFUNCS[ufunc.__name__](t, *inputs, **kwargs)
        return elementwise(t, ufunc, inputs, **kwargs)
    if method == "reduce":
        return reduce_by(t, ufunc.__name__, *inputs, **kwargs)
    if method == "accumulate":
        return accumulate(t, ufunc.__name__, *inputs, **kwargs)
    if method == "outer":
        x, y = (t.array(v) for v in inputs)
        return elementwise(t, ufunc, (x[(Ellipsis,) + (None,) * y.ndim], y), **kwargs)
    raise Unsupported("ufuncs have no lowering of their method %s" % method)


def operand(t, x):
    """(what it is in a computation, what NumPy takes it for when it looks for types)."""
    if isinstance(x, (bool, numpy.bool)):
        return bool(x), numpy.dtype("bool")
    if isinstance(x, Size):
        return x, int
    if isinstance(x, numpy.generic):
        mlir_type(x.dtype)
        return x.item(), x.dtype
    if isinstance(x, (int, float)):
        return x, type(x)
    if isinstance(x, complex):
        raise Unsupported("it computes with complex numbers", "use real numbers")
    x = t.array(x)
    return x, x.dtype


def loop_types(ufunc, kinds, dtype=None):
    """dtypes of operands and results."""
    if any(isinstance(k, numpy.dtype) and k.kind not in "biuf" for k in kinds):
        raise Unsupported("its operands are no real numbers", "use bool, integers, float16, float32 or float64")
    more = {} if dtype is None else {"signature": (None,) * ufunc.nin + (numpy.dtype(dtype),) * ufunc.nout}
    found = ufunc.resolve_dtypes((*kinds, *(None,) * ufunc.nout), **more)
    for d in found:
        mlir_type(d)
    return found[:ufunc.nin], found[ufunc.nin:]


def elementwise(t, ufunc, inputs, out=None, where=True, dtype=None, casting="same_kind", order="K", subok=True):
    name = ufunc.__name__
    body = scalars.UFUNCS.get(name)
    if body is None:
        raise Unsupported("it has no lowering", "compose it of others, or compute it outside of the function")
    operands = [operand(t, x) for x in inputs]
    types, result_types = loop_types(ufunc, [k for _, k in operands], dtype)
    operands = [x for x, _ in operands]
    if name in scalars.COMPARISONS:
        told = _out_of_range(ufunc, operands, types)
        if told is not None:
            operands, types = told
    constants = {}
    for i, (x, d) in enumerate(zip(operands, types)):
        if not isinstance(x, (Array, Size)):
            with numpy.errstate(over="ignore"):
                constants[i] = numpy.asarray(x, d).item()  # an int that is too large is refused as NumPy does
    if name in _POWERS and types[0].kind in "iu":
        _no_negative_power(t, operands[1])
    arrays = [x for x in operands if isinstance(x, Array)]
    shape = broadcast(*[x.shape for x in arrays])
    e = t.emitter
    for x in operands:
        if isinstance(x, Size):
            e.size(x)

    def inside(b, *args):
        args, made = list(args), []
        for i, (x, d) in enumerate(zip(operands, types)):
            c = compute_type(d)
            if i in constants:
                s = e.constant(constants[i], c)
            else:
                s = args.pop(0) if isinstance(x, Array) else b.convert(e.index(x), "i64")
                s = e.converted(e.converted(s, d), c)
            made.append(s)
        return body(b, *made)

    values = [x.value() for x in arrays]
    dims = list(range(len(shape)))
    # NumPy lays results out as operands lie.
    plain = all(x.contiguous for x in arrays if x.ndim == len(shape))
    made = e.generic(shape, [(v, e.aligned(v, shape)) for v in values], [(shape, d, dims, None) for d in result_types],
                     lambda b, args: _as_list(inside(b, *args[:len(values)])))
    results = [Array(t, v, shape, v.dtype, scalar=not shape, contiguous=plain) for v in made]
    t.note("numpy." + name, values, results[0])
    if out is not None:
        results = [r if o is None else _into(t, ufunc, r, o, where, casting) for r, o in zip(results, out)]
    elif where is not True:
        raise Unsupported("where= without out= leaves elements undefined", "use numpy.where")
    return results[0] if len(results) == 1 else tuple(results)


def _as_list(x):
    return list(x) if isinstance(x, tuple) else [x]


def _into(t, ufunc, result, out, where, casting):
    if not numpy.can_cast(result.dtype, out.dtype, casting):
        raise TypeError("Cannot cast ufunc '%s' output from %r to %r with casting rule '%s'" % (
            ufunc.__name__, result.dtype, out.dtype, casting))
    target = t.array(out)
    if where is not True:
        result = numpy.where(where, result, target)
    if len(result.shape) > target.ndim:
        raise ValueError("non-broadcastable output operand with shape %s doesn't match the broadcast shape %s" % (
            target.shape, result.shape))
    target.store(result)
    return out


def _out_of_range(ufunc, operands, types):
    """A comparison with a whole number that the array's type does not hold has one answer: operands that give it."""
    for i, (x, d) in enumerate(zip(operands, types)):
        if type(x) is int and d.kind in "iu" and not numpy.iinfo(d).min <= x <= numpy.iinfo(d).max:
            info = numpy.iinfo(d)
            y, z = (info.max, info.min) if x > info.max else (info.min, info.max)
            # The number's side stands at the limit, the array's at the other one.
            other = operands[1 - i]
            zeros = numpy.bitwise_and(other, 0) if isinstance(other, Array) else 0
            fixed = [None, None]
            fixed[i], fixed[1 - i] = y, numpy.bitwise_or(zeros, z) if isinstance(zeros, Array) else z
            return fixed, types
    return None


def _no_negative_power(t, y):
    text = "Integers to negative integer powers are not allowed."
    if isinstance(y, Size) or (not isinstance(y, Array) and y >= 0):
        return
    if not isinstance(y, Array):
        raise ValueError(text)
    if is_unsigned(y.dtype) or y.dtype.kind == "b":
        return
    e = t.emitter
    v = e.cast(y.value(), "int64")
    low = e.generic(v.sizes, [(v, list(range(v.rank)))], [((), v.dtype, [], 0)],
                    lambda b, a: [scalars.pick("lt")(b, a[0], a[1])], range(v.rank))[0]
    s = e.body.op("tensor.extract %s[] : tensor<i64>" % low.name, "i64")
    good = e.body.compare("ge", s, e.body.constant(0, "i64"))
    e.line('cf.assert %s, "numpy.power: integers to negative integer powers are not allowed: the least exponent is {0}, expected '
           'at least {1}"' % good.name)
