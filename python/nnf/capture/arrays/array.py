# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The arrays that a captured function computes with: they look like NumPy's and write down what is done with them.

A view knows the array that it is a part of, how to read itself from the other's value, and how the other's value looks after
a write to it: writes through views become values, in any order.
"""

import numpy
from numpy.lib.mixins import NDArrayOperatorsMixin

from .sizes import Size, product, same
from .tracer import Unknown, current
from ..report import Unsupported


class Array(NDArrayOperatorsMixin):
    """`shape` of ints and Sizes, `dtype`; `scalar`: NumPy would have a scalar here. `contiguous`: True where the elements are
    known to lie in row-major order."""

    __array_priority__ = 1000

    def __init__(self, tracer, value, shape, dtype, scalar=False, contiguous=True):
        self.tracer, self.shape, self.dtype, self.scalar = tracer, tuple(shape), numpy.dtype(dtype), scalar
        self.contiguous, self.owner = contiguous, None
        self._value, self._parent, self._seen, self._read, self._write = value, None, None, None, None
        self.why_not = None  # why nothing may be written to it
        self.written = False

    # -- values -----------------------------------------------------------------------------------------------------------

    def part(self, shape, read, write, contiguous=False, why_not=None):
        """A part of this array: `read(value)` is its value, `write(value, part)` this array's after a write to it."""
        made = Array(self.tracer, None, shape, self.dtype, contiguous=contiguous)
        made._parent, made._read, made._write = self, read, write
        made.why_not = why_not or self.why_not
        return made

    def value(self):
        if self._parent is None:
            if self._value is None:
                raise Unknown()
            return self._value
        whole = self._parent.value()
        if self._seen is not whole:
            if self._seen is not None and self.why_not:
                raise Unsupported("it reads an array whose elements were written elsewhere, and " + self.why_not, "use a copy")
            self._value, self._seen = self._read(whole), whole
        return self._value

    def assign(self, value):
        """All elements become those of `value`, which has this shape and dtype."""
        if self.why_not:
            raise Unsupported("it writes to an array, and " + self.why_not, "write to a copy, x = x.copy(), or pass it as an argument")
        if self._parent is None:
            self._value, self.written = value, True
        else:
            self._parent.assign(self._write(self._parent.value(), value))
            self._value, self._seen = value, self._parent.value()

    def store(self, x, casting="unsafe"):
        """`self[...] = x`, with NumPy's conversion and broadcasting."""
        e, x = self.tracer.emitter, self.tracer.array(x)
        v = x.value()
        shape = list(x.shape)
        while len(shape) > self.ndim and not isinstance(shape[0], Size) and shape[0] == 1:
            del shape[0]
        pairs = zip(reversed(shape), reversed(self.shape))
        if len(shape) > self.ndim or not all(same(s, 1) or same(s, size) or s == size for s, size in pairs):
            raise ValueError("could not broadcast input array from shape %s into shape %s" % (x.shape, self.shape))
        v = e.cast(e.reshape(v, shape), self.dtype)
        self.assign(e.broadcast(v, self.shape))

    # -- what NumPy asks --------------------------------------------------------------------------------------------------

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        from .ufuncs import call
        t, name = self.tracer, "numpy." + ufunc.__name__ + ("" if method == "__call__" else "." + method)
        self._must_run(name)
        real = ufunc if method == "__call__" else getattr(ufunc, method)
        return t.call(name, lambda *a, **k: call(t, ufunc, method, a, k), inputs, kwargs, real)

    def __array_function__(self, func, types, args, kwargs):
        from .registry import FUNCTIONS
        t = self.tracer
        name = "numpy.%s" % (func.__module__.removeprefix("numpy.") + "." + func.__name__ if "linalg" in (func.__module__ or "") else
                             func.__name__)
        self._must_run(name)
        lowering = FUNCTIONS.get(func)
        if lowering is None:
            def lowering(t, *args, **kwargs):
                raise Unsupported("it has no lowering", "compose it of others, or compute it outside of the function")
        return t.call(name, lambda *a, **k: lowering(t, *a, **k), args, kwargs, func)

    def _must_run(self, name):
        if current() is not self.tracer:
            raise RuntimeError("%s: an array of a capture was kept after it; return it from the function instead" % name)

    def _method(self, name, *args, **kwargs):
        from .registry import METHODS
        t = self.tracer
        self._must_run("numpy.ndarray." + name)
        return t.call("numpy.ndarray." + name, lambda *a, **k: METHODS[name](t, *a, **k), (self, *args), kwargs,
                      lambda x, *a, **k: getattr(x, name)(*a, **k))

    def __getitem__(self, key):
        from .indexing import get
        t = self.tracer
        return t.call("numpy.ndarray.__getitem__", lambda x, k: get(t, x, k), (self, key), {}, lambda x, k: x[k])

    def __setitem__(self, key, value):
        from .indexing import put
        t = self.tracer
        t.call("numpy.ndarray.__setitem__", lambda x, k, v: put(t, x, k, v), (self, key, value), {}, lambda x, k, v: None)

    # -- plain properties -------------------------------------------------------------------------------------------------

    @property
    def ndim(self):
        return len(self.shape)

    @property
    def size(self):
        return product(self.shape)

    @property
    def itemsize(self):
        return self.dtype.itemsize

    @property
    def nbytes(self):
        return self.size * self.itemsize

    @property
    def T(self):  # noqa: N802 (NumPy's name)
        return self._method("transpose")

    @property
    def mT(self):  # noqa: N802
        return self._method("swapaxes", -1, -2)

    @property
    def real(self):
        return self

    @property
    def flat(self):
        return self._method("flatten")

    def __len__(self):
        if not self.shape:
            raise TypeError("len() of unsized object")
        return int(self.shape[0])

    def __iter__(self):
        if not self.shape:
            raise TypeError("iteration over a 0-d array")
        return iter([self[i] for i in range(len(self))])

    def __repr__(self):
        return "<captured array of shape %s, %s>" % (self.shape, self.dtype)

    __str__ = __repr__

    def __format__(self, spec):
        return repr(self)

    __hash__ = None

    def __pow__(self, other):
        """NumPy takes faster ways for some exponents."""
        if isinstance(other, (int, float)) and not isinstance(other, bool):
            if other == 2:
                return numpy.square(self) if isinstance(other, int) or self.dtype.kind == "f" else numpy.power(self, other)
            if self.dtype.kind == "f" and other in (0.5, -1):
                return numpy.sqrt(self) if other == 0.5 else numpy.reciprocal(self)
        return numpy.power(self, other)

    def __getattr__(self, name):
        from .registry import METHODS
        if name in METHODS:
            return lambda *args, **kwargs: self._method(name, *args, **kwargs)
        if hasattr(numpy.ndarray, name) and not name.startswith("_"):
            self.tracer.problem("numpy.ndarray." + name, "it has no lowering", "compose it of others")
            from .tracer import StopCapture
            raise StopCapture()
        raise AttributeError("'numpy.ndarray' object has no attribute '%s'" % name)


def _asks(name):
    def method(self, *args, **kwargs):
        self.tracer.needs_values("numpy.ndarray." + name)
    method.__name__ = name
    return method


def _as_ndarray(self, dtype=None, copy=None):
    from .tracer import StopCapture
    self.tracer.problem("numpy.ndarray.__array__", "a function that does not know captured arrays asks for its elements, or gets a list of arrays",
                        "give functions one array, as of numpy.stack, or call this one outside of the function")
    raise StopCapture()


Array.__array__ = _as_ndarray
for _name in ("__bool__", "__int__", "__float__", "__index__", "__complex__", "__contains__", "item", "tolist", "tobytes",
              "nonzero", "tofile", "dump", "dumps"):
    setattr(Array, _name, _asks(_name))


def joined(tracer, items):
    """numpy.array of nested lists that hold Arrays."""
    from .shapes import stack
    return stack(tracer, [tracer.array(x) for x in items])
