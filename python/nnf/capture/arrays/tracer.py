# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""One capture of a function of NumPy arrays: what was found on the way, and where the user's code is."""

import contextlib
import os
import sys
import threading

import numpy

from .emit import Emitter, Value, mlir_type, ones
from .sizes import Conditions, Size
from ..report import Problem, Unsupported

# Files whose code is not the user's.
LIBRARIES = (os.path.dirname(os.path.abspath(numpy.__file__)) + os.sep,
            os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))) + os.sep,
             "<frozen ", "<__array_function__ ")
_current = threading.local()


class StopCapture(Exception):
    """What follows depends on values: the capture ends here."""


class Unknown(Unsupported):
    """A consequence of an earlier problem."""

    def __init__(self):
        super().__init__("it reads the result of a call that was not captured")


def current():
    """The tracer of the capture that this thread is in, or None."""
    return getattr(_current, "tracer", None)


@contextlib.contextmanager
def paused():
    """NumPy is as it always is."""
    tracer, _current.tracer = current(), None
    try:
        yield
    finally:
        _current.tracer = tracer


def locate():
    """(file, line) of the innermost frame outside of NumPy and this package."""
    frame = sys._getframe(1)
    while frame is not None:
        if not frame.f_code.co_filename.startswith(LIBRARIES):
            return frame.f_code.co_filename, frame.f_lineno
        frame = frame.f_back
    return "<python>", 0


class Tracer:
    def __init__(self):
        self.emitter, self.conditions = Emitter(), Conditions()
        self.problems = []
        self.bound = []  # (array, its Array) of arrays that the function reaches by itself
        self.constants = {}  # id: array that was made in the capture
        self.constant_indices = []  # (array, what it held) of arrays whose values shaped the program
        self.calls = []  # (place, op, sizes of operands, sizes and dtype of the result)
        self.seeded, self._known = 0, {}

    @contextlib.contextmanager
    def running(self):
        _current.tracer = self
        try:
            yield
        finally:
            _current.tracer = None

    # -- calls ------------------------------------------------------------------------------------------------------------

    def call(self, name, function, args, kwargs, real=None):
        """`function(*args, **kwargs)`, which captures. Where it cannot be captured the problem is noted, and the results are
        unknown arrays of the shapes that `real`, the function of NumPy, gives."""
        outermost = self.emitter.place is None
        if outermost:
            self.emitter.place = locate()
        try:
            return function(*args, **kwargs)
        except Unsupported as e:
            if not outermost:
                raise
            if not isinstance(e, Unknown):
                self.problem(name, e.why, e.do)
            return self._pretend(real, args, kwargs)
        finally:
            if outermost:
                self.emitter.place = None

    def problem(self, function, why, do):
        file, line = self.emitter.place or locate()
        do = do.replace("to let PyTorch run it", "to run the function as it is")
        p = Problem(function, file, line, "", why, do)
        if not any(str(p) == str(q) for q in self.problems):
            self.problems.append(p)

    def needs_values(self, name):
        """Python code asks for what an array holds."""
        self.problem(name, "Python code would have to know the values of an array",
                     "express the decision with numpy.where or arithmetic, or compute it outside of the function")
        raise StopCapture()

    def _pretend(self, real, args, kwargs):
        from .array import Array

        def stand_in(x):
            if isinstance(x, Array):
                shape = tuple(s.number if isinstance(s, Size) else s for s in x.shape)
                return stand_ins(shape).astype(x.dtype)
            if isinstance(x, (tuple, list)):
                return type(x)(map(stand_in, x))
            return x.number if isinstance(x, Size) else x

        def unknown(y):
            if isinstance(y, (tuple, list)):
                return tuple(map(unknown, y))
            if isinstance(y, (numpy.ndarray, numpy.generic)):
                return Array(self, None, y.shape, y.dtype)
            return y

        if real is None:
            raise StopCapture()
        for stand_ins in (lambda shape: numpy.random.default_rng(0).random(shape) + 0.5,
                          lambda shape: numpy.broadcast_to(numpy.eye(*shape[-2:]) if len(shape) > 1 else ones(shape), shape)):
            try:
                with paused(), numpy.errstate(all="ignore"):
                    return unknown(real(*map(stand_in, args), **{k: stand_in(v) for k, v in kwargs.items()}))
            except Exception as e:  # whatever it has against these values
                reason = e
        raise StopCapture() from reason

    # -- values -----------------------------------------------------------------------------------------------------------

    def array(self, x):
        """Anything that NumPy takes as an array, as an Array of this capture."""
        from .array import Array, joined
        if isinstance(x, Array):
            return x
        if isinstance(x, Size):
            e = self.emitter
            e.size(x)
            v = e.map((), numpy.dtype("int64"), [], lambda b: b.convert(e.index(x), "i64"))
            return Array(self, v, (), v.dtype)
        if isinstance(x, (list, tuple)) and holds_arrays(x):
            return joined(self, x)
        if not isinstance(x, (numpy.ndarray, numpy.generic)):
            x = numpy.asarray(x)
            self.constants[id(x)] = x
        if isinstance(x, numpy.generic):
            x = numpy.asarray(x)
            self.constants[id(x)] = x
        known = self._known.get(id(x))
        if known is not None:
            return known
        if type(x) not in (numpy.ndarray, numpy.memmap):
            raise Unsupported("it reads a %s" % type(x).__name__, "use plain NumPy arrays")
        mlir_type(x.dtype)
        if id(x) in self.constants and x.size <= 4096:
            v = self.emitter.dense(x)
            made = Array(self, v, x.shape, x.dtype)
        else:
            v = Value("%%w%d" % len(self.bound), x.shape, x.dtype)
            made = Array(self, v, x.shape, x.dtype, contiguous=x.flags.c_contiguous)
            made.owner = ("bound", len(self.bound))
            self.bound.append((x, made))
        self._known[id(x)] = made
        made.why_not = "it is no argument of the function: what reads it afterwards would not see that"
        return made

    def value(self, x):
        return self.array(x).value()

    def constant_of(self, x):
        """A real array whose values shape the program: calls check that it still holds them."""
        x = numpy.asarray(x)
        if id(x) not in self.constants:
            if x.size > 4096:
                raise Unsupported("the values of an array of %d elements shape the program" % x.size,
                                  "pass it as an argument or make it smaller than 4096")
            self.constant_indices.append((x, x.copy()))
        return x

    def note(self, op, operands, result):
        self.calls.append((self.emitter.place or ("", 0), op, [v.sizes for v in operands], result.shape, result.dtype))


def holds_arrays(x):
    from .array import Array
    return any(isinstance(y, (Array, Size)) or (isinstance(y, (list, tuple)) and holds_arrays(y)) for y in x)
