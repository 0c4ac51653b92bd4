# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""nnf.functional on captured arrays: a kind of arrays for its adapters, and its ops written down as ops."""

import numpy

from . import tracer as tracers
from .array import Array
from .emit import Value, mlir_type, tensor_type
from .sizes import Size
from ..report import Unsupported
from ... import _arrays
from ..._attributes import canonical

_SAME = {"ActivationSmooth", "ActivationPiecewise", "Softmax", "Normalization", "Dropout"}
_SEED = object()


class _Offset(int):
    """Counted from where the call's random numbers begin."""


def _element(dtype):
    """An element type as an op has it: integers have signs."""
    if dtype.kind == "u" and dtype != numpy.uint8:
        raise Unsupported("nnf.functional has no %s" % dtype, "convert it to int64 before")
    return "ui8" if dtype == numpy.uint8 else mlir_type(dtype)


class Traced:
    """What _arrays.NumPy is for arrays, for captured ones."""

    name, array_type, module = "captured", Array, numpy

    def dtype_name(self, x):
        return x.dtype.name

    def dtype(self, name):
        return numpy.dtype(name)

    def shape(self, x):
        return tuple(x.shape)

    def strides(self, x):
        return None

    def empty(self, shape, name):
        return self.filled(shape, 0, name)

    def contiguous(self, x):
        return x

    def is_aligned(self, x):
        return True

    def cast(self, x, name):
        return x.astype(name, copy=False)

    def copy_into(self, to, value):
        to.store(value)

    def filled(self, shape, value, name):
        t = tracers.current()
        v = t.emitter.filled(tuple(shape), numpy.dtype(name), value)
        return Array(t, v, v.sizes, v.dtype)

    def from_list(self, values, name):
        return tracers.current().array(numpy.array(values, name))

    def broadcast(self, arrays):
        return numpy.broadcast_arrays(*arrays)

    def expand(self, x, shape):
        return numpy.broadcast_to(x, shape)

    def permute(self, x, dims):
        return x.transpose(tuple(dims))

    def reshape(self, x, shape):
        return x.reshape(tuple(shape))

    def item(self, x):
        return x.item()

    def requires_grad(self, x):
        return False

    def seed(self):
        """(seed, offset) of an op: the seed of the call, and a place of its own among its random numbers."""
        t = tracers.current()
        t.seeded += 1
        return _SEED, _Offset((t.seeded - 1) << 36)

    def emit(self, op, operands, attributes):
        t = tracers.current()
        if t is None:
            raise RuntimeError("nnf.%s: an array of a capture was kept after it; return it from the function instead" % op.name)
        return t.call("nnf.functional." + op.name, lambda *a: _emit(t, op, a, attributes), operands, {}, lambda *a: op.call(
            tuple(0 if x is _SEED else numpy.ascontiguousarray(x) if isinstance(x, numpy.ndarray) else x for x in a), attributes))


_arrays._KINDS[Array] = _arrays.traced = Traced()


def _emit(t, op, operands, attributes):
    e, names, types, values = t.emitter, [], [], []
    attributes = tuple(canonical(op.name, a, v, op.count) for a, v in zip(op.attributes, attributes))
    given = []
    for x, o in zip(operands, op.operands):
        if x is None:
            given.append(None)
        elif o["scalar"]:
            name = "%seed" if x is _SEED else e.body.constant(x, "i64").name
            if isinstance(x, _Offset):
                name = e.body.op("arith.addi %%offset, %s : i64" % name, "i64").name
            names.append(name)
            types.append("i64")
            given.append(0 if x is _SEED else x)
        else:
            v = t.value(x)
            given.append(v)
            type = tensor_type(v.sizes, _element(v.dtype))
            name = v.name
            if v.dtype == numpy.uint8:
                name = e.fresh()
                e.line("%s = tensor.bitcast %s : %s to %s" % (name, v.name, e.type_of(v), type))
            names.append(name)
            types.append(type)
            values.append(v)
    shapes = _results(op, given, dict(zip(op.attribute_names, attributes)), attributes)
    made_types = [tensor_type(s, _element(d)) for s, d in shapes]
    name = e.fresh()
    e.line('%s = "nnf.%s"(%s) %s : (%s) -> (%s)' % (
        name + (":%d" % len(shapes) if len(shapes) > 1 else ""), op.name, ", ".join(names), op.attributes_text(attributes, operands),
        ", ".join(types), ", ".join(made_types)))
    results = []
    for i, ((shape, dtype), type) in enumerate(zip(shapes, made_types)):
        part = name + ("#%d" % i if len(shapes) > 1 else "")
        if dtype == numpy.uint8:
            wide = e.fresh()
            e.line("%s = tensor.bitcast %s : %s to %s" % (wide, part, type, tensor_type(shape, "i8")))
            part = wide
        results.append(Array(t, Value(part, shape, dtype), shape, dtype))
    t.note("nnf." + op.name, values, results[0])
    return results[0] if len(results) == 1 else tuple(results)


def _results(op, given, named, attributes):
    """(shape, dtype) of each result."""
    by_name = dict(zip(op.operand_names, given))
    first, family = given[0], op.record["family"]
    floating = isinstance(first, Value) and first.dtype.kind == "f"
    if len(op.record["results"]) == 1 and floating and not named.get("dtype"):
        if (family in _SAME and op.name != "glu") or (op.record["elementwise"] and sum(isinstance(v, Value) for v in given) == 1):
            return [(first.sizes, first.dtype)]
        if op.name == "linear" and by_name["weight"].rank == 2:
            return [((*first.sizes[:-1], by_name["weight"].sizes[0]), first.dtype)]
        if op.name == "scaled_dot_product_attention":
            return [((*first.sizes[:-1], by_name["value"].sizes[-1]), first.dtype)]
        if family.startswith("Loss") and named.get("reduction") in ("mean", "sum"):
            return [((), first.dtype)]
    return _asked(op, given, attributes)


def _asked(op, given, attributes):
    """Runs the op on zeros, once for the sizes of this call and, where some are open, for others too: a size of the result
    that is an open one plus a number in all of them stays open."""
    open_sizes = list({s.conditions.text(s.terms): s for v in given if isinstance(v, Value) for s in v.sizes
                       if isinstance(s, Size)}.values())

    def run(more):
        with tracers.paused():
            return run_paused(more)

    def run_paused(more):
        def number(s):
            return s.number + more.get(s.conditions.text(s.terms), 0) if isinstance(s, Size) else s
        zeros = [numpy.zeros([number(s) for s in v.sizes], v.dtype) if isinstance(v, Value) else v for v in given]
        made = op.call(tuple(zeros), attributes)
        return made if isinstance(made, tuple) else (made,)

    now = run({})
    shapes = [list(y.shape) for y in now]
    texts = [s.conditions.text(s.terms) for s in open_sizes]
    # All open sizes grow by different numbers: what a size of the result grows by tells which one it follows.
    steps = [{}] + [{text: k * 97 ** i for i, text in enumerate(texts)} for k in (1, 2, 5)] if len(texts) <= 2 else []
    try:
        grown = [[list(y.shape) for y in run(step)] for step in steps[1:]]
    except Exception:  # sizes that the op refuses: it serves this call's alone
        grown = []
    for i, shape in enumerate(shapes):
        for d, n in enumerate(shape):
            follows = [s for s, text in zip(open_sizes, texts) if grown and all(
                g[i][d] - n == step[text] for g, step in zip(grown, steps[1:]))]
            if follows:
                shape[d] = follows[0] + (n - follows[0].number)
            elif open_sizes and not (grown and all(g[i][d] == n for g in grown)):
                for s in open_sizes:
                    s.__index__()
    return [(tuple(shape), numpy.dtype(y.dtype)) for shape, y in zip(shapes, now)]


