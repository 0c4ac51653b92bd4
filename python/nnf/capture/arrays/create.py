# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Functions of NumPy that take no array and so cannot dispatch on one: while a capture runs, numpy.zeros and the like make
captured arrays in its thread (which may be written to, and have open sizes), numpy.array sees captured arrays in lists, and
random numbers are refused."""

import contextlib
import functools
import operator
import sys
import threading

import numpy

from .array import Array
from .emit import mlir_type
from .sizes import Size
from .tracer import LIBRARIES, current, holds_arrays
from ..report import Unsupported
from ..._compilers import add_lock

_users, _originals = [0], {}
add_lock(sys.modules[__name__], threading.RLock)


def _shape(shape):
    shape = shape if isinstance(shape, (tuple, list)) else (shape,)
    return tuple(s if isinstance(s, Size) else operator.index(s) for s in shape)


def _filled(value):
    def make(t, shape, dtype=float, order="C", **kwargs):
        dtype = numpy.dtype(dtype)
        mlir_type(dtype)
        return _made(t, t.emitter.filled(_shape(shape), dtype, value), order)
    return make


def _made(t, v, order="C"):
    return Array(t, v, v.sizes, v.dtype, contiguous=True if order == "C" else None)


def _full(t, shape, fill_value, dtype=None, order="C", **kwargs):
    if dtype is None:
        dtype = fill_value.dtype if isinstance(fill_value, Array) else numpy.asarray(fill_value).dtype
    made = _filled(0)(t, shape, dtype, order)
    made.store(fill_value)
    return made


def _eye(t, N, M=None, k=0, dtype=float, order="C", **kwargs):  # noqa: N803 (NumPy's names)
    e, dtype, sizes = t.emitter, numpy.dtype(dtype), _shape((N, N if M is None else M))

    def body(b, args):
        row, column = b.convert(b.index(0), "i64"), b.convert(b.index(1), "i64")
        return [b.compare("eq", column, b.add(row, b.constant(operator.index(k), "i64")))]

    return _made(t, e.generic(sizes, [], [(sizes, dtype, [0, 1], None)], body)[0], order)


def _arange(t, *args, dtype=None, **kwargs):
    """Only for open ends: everything else is a constant."""
    start, stop, step = (0, args[0], 1) if len(args) == 1 else (*args, 1)[:3]
    if kwargs or isinstance(start, (Size, float)) or isinstance(step, (Size, float)) or step <= 0:
        raise Unsupported("a range with an open size has a lowering for a whole start and step only", "scale and shift numpy.arange(n)")
    n = (stop - start + (step - 1)) // step
    e, d = t.emitter, numpy.dtype(dtype or "int64")
    return _made(t, e.generic((n,), [], [((n,), d, [0], None)], lambda b, a: [e.converted(b.add(b.mul(
        b.convert(b.index(0), "i64"), b.constant(step, "i64")), b.constant(start, "i64")), d)])[0])


def _array(copies):
    def make(t, a, dtype=None, *args, **kwargs):
        made = t.array(a)
        if dtype is not None:
            made = made.astype(dtype, copy=False)
        return made.copy() if copies and kwargs.get("copy", True) and made is a else made
    return make


# name: (what makes a captured array, whether a call is one for it)
_always = lambda args, kwargs: True  # noqa: E731


def _with_size(args, kwargs):
    return any(isinstance(a, Size) for a in (*args, *kwargs.values()))


def _with_array(args, kwargs):
    first = args[0] if args else kwargs.get("object", kwargs.get("a"))
    return isinstance(first, (Array, Size)) or (isinstance(first, (list, tuple)) and holds_arrays(first))


_MAKERS = {"zeros": (_filled(0), _always), "empty": (_filled(0), _always), "ones": (_filled(1), _always), "full": (_full, _always),
           "eye": (_eye, _always), "identity": (lambda t, n, dtype=float, **kwargs: _eye(t, n, dtype=dtype), _always),
           "arange": (_arange, _with_size), "array": (_array(True), _with_array), "asarray": (_array(False), _with_array),
           "asanyarray": (_array(False), _with_array), "ascontiguousarray": (_array(False), _with_array)}
_RANDOM = ("random", "rand", "randn", "randint", "normal", "uniform", "standard_normal", "choice", "permutation", "shuffle", "default_rng",
           "random_sample", "binomial", "seed", "exponential", "poisson")


def _wrapped(name, original, make, wanted):
    @functools.wraps(original)
    def function(*args, **kwargs):
        t = current()
        if t is None or sys._getframe(1).f_code.co_filename.startswith(LIBRARIES):
            return original(*args, **kwargs)
        if wanted(args, kwargs):
            return t.call("numpy." + name, lambda *a, **k: make(t, *a, **k), args, kwargs, original)
        made = original(*args, **kwargs)
        if isinstance(made, numpy.ndarray) and made.base is None and not any(made is a for a in args):
            t.constants[id(made)] = made  # its values belong to the program
        return made
    return function


def _refused(name, original):
    @functools.wraps(original)
    def function(*args, **kwargs):
        t = current()
        if t is not None and not sys._getframe(1).f_code.co_filename.startswith(LIBRARIES):
            t.problem("numpy.random." + name, "random numbers would be the same in every call",
                      "draw them outside and pass them in, or use nnf.functional.dropout")
        return original(*args, **kwargs)
    return function


@contextlib.contextmanager
def patched():
    """NumPy's functions see captures. Other threads get what they always got."""
    with _lock:
        _users[0] += 1
        if _users[0] == 1:
            for name, (make, wanted) in _MAKERS.items():
                _originals[numpy, name] = getattr(numpy, name)
                setattr(numpy, name, _wrapped(name, getattr(numpy, name), make, wanted))
            for name in _RANDOM:
                _originals[numpy.random, name] = getattr(numpy.random, name)
                setattr(numpy.random, name, _refused(name, getattr(numpy.random, name)))
    try:
        yield
    finally:
        with _lock:
            _users[0] -= 1
            if not _users[0]:
                for (module, name), original in _originals.items():
                    setattr(module, name, original)
                _originals.clear()
