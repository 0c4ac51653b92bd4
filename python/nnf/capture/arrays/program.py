# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Captures one call of a function of NumPy arrays: a module as text, and how its arguments and results belong to those of the
function. The function runs once on arrays that write down what is done with them."""

import dataclasses

import numpy

from . import functions, ops, ordering, shapes  # noqa: F401 (they register themselves)
from .array import Array
from .create import patched
from .emit import Value, mlir_type, tensor_type
from .sizes import Size
from .tracer import StopCapture, Tracer, Unknown
from ..report import CaptureError, Problem, Unsupported


# -- structures of arguments and results ----------------------------------------------------------------------------------


def flatten(tree):
    """(leaves, structure): tuples, lists, dicts and dataclasses hold leaves, everything else is one."""
    leaves = []

    def walk(x):
        if type(x) is numpy.ndarray:
            leaves.append(x)
            return None
        if isinstance(x, (tuple, list)):
            return (type(x), len(x), tuple(map(walk, x)))
        if isinstance(x, dict):
            return (type(x), tuple(x), tuple(map(walk, x.values())))
        if dataclasses.is_dataclass(x) and not isinstance(x, type):
            names = tuple(f.name for f in dataclasses.fields(x) if f.init)
            return (type(x), names, tuple(walk(getattr(x, n)) for n in names))
        leaves.append(x)
        return None

    return leaves, walk(tree)


def unflatten(leaves, spec):
    leaves = iter(leaves)

    def build(spec):
        if spec is None:
            return next(leaves)
        kind, keys, children = spec
        made = [build(c) for c in children]
        if issubclass(kind, dict):
            return kind(zip(keys, made)) if kind is dict else _filled_dict(kind, keys, made)
        if issubclass(kind, (tuple, list)):
            return kind(*made) if hasattr(kind, "_fields") else kind(made)
        return kind(**dict(zip(keys, made)))

    return build(spec)


def _filled_dict(kind, keys, values):
    made = kind()
    made.update(zip(keys, values))
    return made


# -- programs ---------------------------------------------------------------------------------------------------------------


class Program:
    """`text`: the module. `inputs`: leaf numbers of its first arguments; `bound`: arrays that follow, which the function
    reached by itself; `seeded`: whether a seed and an offset end them. `results`: (sizes, dtype) each; `outputs`: how each
    leaf of the function's result is made; `writes`: (owner, number of the result) of arrays to copy into after a run."""

    def __init__(self):
        self.text, self.inputs, self.bound, self.results, self.outputs, self.writes = "", [], [], [], [], []
        self.spec, self.seeded, self.conditions, self.constants, self.calls = None, False, None, [], []


def refuse_input(i, x):
    if type(x) not in (numpy.ndarray, numpy.memmap):
        raise TypeError("nnf.jit: input %d is a %s, expected a plain NumPy array" % (i, type(x).__name__))
    try:
        mlir_type(x.dtype)
    except Unsupported:
        raise TypeError("nnf.jit: input %d has elements of %s, expected bool, integers, float16, float32 or float64 of this "
                        "machine's byte order" % (i, x.dtype)) from None


def is_array(x):
    return isinstance(x, (numpy.ndarray, numpy.generic)) and not isinstance(x, numpy.bool)


def capture(function, args, kwargs, open_dims=()):
    """The Program of `function(*args, **kwargs)`. `open_dims`: (leaf, dimension) of sizes that are left open. One CaptureError
    says all that cannot be captured."""
    what = getattr(function, "__name__", type(function).__name__)
    leaves, spec = flatten((args, kwargs))
    t, program, fakes, declared, first = Tracer(), Program(), list(leaves), [], {}
    e = t.emitter
    for i, x in enumerate(leaves):
        if not is_array(x):
            continue
        if not isinstance(x, numpy.generic):
            refuse_input(i, x)
            if id(x) in first:
                fakes[i] = first[id(x)]
                continue
        name = "%%a%d" % len(program.inputs)
        shape = tuple(t.conditions.symbol((i, d), s) if (i, d) in open_dims else s for d, s in enumerate(x.shape))
        made = Array(t, Value(name, shape, x.dtype), shape, x.dtype, scalar=isinstance(x, numpy.generic),
                     contiguous=x.flags.c_contiguous or None)
        made.owner = ("input", i)
        fakes[i] = first[id(x)] = made
        if isinstance(x, numpy.ndarray):
            t._known[id(x)] = made
        program.inputs.append(i)
        declared.append((name, shape, x.dtype))
        for d, s in enumerate(shape):
            if isinstance(s, Size):
                symbol, = s.terms
                e.symbols[symbol[0]] = e.op("tensor.dim %s, %s : %s" % (name, e.size(d), tensor_type(shape, mlir_type(x.dtype))), (),
                                            "int64").name
    fake_args, fake_kwargs = unflatten(fakes, spec)
    try:
        with patched(), t.running():
            result = function(*fake_args, **fake_kwargs)
            made, program.spec = flatten(result)
            _results(t, program, made, [f for f in first.values()])
    except StopCapture:
        raise CaptureError(t.problems, what) from None
    except Unsupported as u:
        if not isinstance(u, Unknown):
            t.problem("return", u.why, u.do)
        raise CaptureError(t.problems, what) from None
    except CaptureError:
        raise
    except Exception as error:
        if not t.problems:
            raise
        from .tracer import locate
        t.problems.append(Problem("(the rest)", *locate(), "", "the capture ended here: %s: %s" % (
            type(error).__name__, str(error).split("\n")[0]), "solve the problems above first"))
        raise CaptureError(t.problems, what) from error
    if t.problems:
        raise CaptureError(t.problems, what, complete=True)
    declared += [("%%w%d" % k, x.shape, x.dtype) for k, (x, _) in enumerate(t.bound)]
    program.bound = [x for x, _ in t.bound]
    program.seeded, program.conditions, program.constants, program.calls = bool(t.seeded), t.conditions, t.constant_indices, t.calls
    program.text = _module(t, declared, program)
    return program


def _results(t, program, made, inputs):
    returned, numbers = [], {}

    def give_back(x):
        v = x.value()
        if v.name not in numbers:
            numbers[v.name] = len(returned)
            returned.append(v)
        return numbers[v.name]

    for x in made:
        if isinstance(x, Size):
            program.outputs.append(("size", x.conditions.text(x.terms)))
        elif isinstance(x, Array):
            if x.owner is not None and x._parent is None:
                program.outputs.append(("given", x.owner))
            else:
                if x.owner is None and x._parent is not None:
                    root = x
                    while root._parent is not None:
                        root = root._parent
                    if root.owner is not None and root.written:
                        raise Unsupported("a part of an input that was written to is returned", "return a copy: x.copy()")
                program.outputs.append(("result", give_back(x), x.scalar and not x.shape, x.dtype))
        else:
            program.outputs.append(("constant", x))
    for x in [*inputs, *[a for _, a in t.bound]]:
        if x.written:
            program.writes.append((x.owner, give_back(x)))
    program.results = [(v.sizes, v.dtype) for v in returned]
    program.returned = returned


def _module(t, declared, program):
    e = t.emitter
    arguments = ["%s: %s" % (n, tensor_type(s, mlir_type(d))) for n, s, d in declared]
    if program.seeded:
        arguments += ["%seed: i64", "%offset: i64"]
    types = [e.type_of(v) for v in program.returned]
    lines = ["func.func @main(%s) -> (%s) {" % (", ".join(arguments), ", ".join(types)), *e.lines]
    lines.append("  return" + (" %s : %s" % (", ".join(v.name for v in program.returned), ", ".join(types)) if types else ""))
    return "\n".join([*lines, "}", *e.location_aliases(), ""])


