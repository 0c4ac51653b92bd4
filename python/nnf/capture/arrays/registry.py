# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Where functions of NumPy and methods of arrays are found, and what their lowerings share."""

import numpy

from .array import Array

FUNCTIONS, METHODS = {}, {}
LAYOUT = "whether it is a view depends on how the array lies in memory"
NOTHING = numpy._NoValue


def lower(*functions, method=None):
    """Registers a lowering for functions of NumPy and for methods by name; it gets the tracer and the arguments of the call."""
    def register(f):
        for g in functions:
            FUNCTIONS[g] = f
        for name in ([method] if isinstance(method, str) else method or []):
            METHODS[name] = f
        return f
    return register


def fresh(t, v, dtype=None, scalar=False):
    """A new array of a value."""
    return Array(t, v, v.sizes, dtype or v.dtype, scalar=scalar)


def given(**kwargs):
    """Arguments that were given."""
    return {k: v for k, v in kwargs.items() if v is not NOTHING and v is not None}


def stored(t, x, out):
    t.array(out).store(x)
    return out


@lower(numpy.copy, method=["copy", "__copy__"])
def copy(t, a, order="K", subok=False):
    a = t.array(a)
    return Array(t, a.value(), a.shape, a.dtype, scalar=False, contiguous=True if order == "C" else a.contiguous)


METHODS["__deepcopy__"] = lambda t, a, memo=None: copy(t, a)
