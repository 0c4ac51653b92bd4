# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Softmax and its kin: the implicit dimension, results of another element type, and random scores."""

import warnings

from .. import _random
from .._arrays import MLIR_TYPES
from .._ops import signatures
from ._binding import adapter, ops
from ._common import cast, dtype_name, kind_of, name_of_dtype, shape


def _dim(name, input, stacklevel):
    warnings.warn(f"Implicit dimension choice for {name} has been deprecated. Change the call to include dim=X as an "
                  "argument.", stacklevel=stacklevel + 1)
    return 0 if len(shape(input)) in (0, 1, 3) else 1


def _call(name, input, dim, stacklevel, dtype):
    op = getattr(ops, name)
    kind_of(input, name, "input")
    if dim is None:
        dim = _dim(name, input, stacklevel + 1)
    if dtype is None:
        return op(input, dim=dim)
    if name == "softmin" and not dtype_name(input).startswith(("float", "bfloat", "bool")):
        # PyTorch negates integers in their own type, where the negative of an unsigned or the least number wraps around.
        return _call("softmax", -input, dim, stacklevel, dtype)
    if "dtype" in op.attribute_names and name_of_dtype(dtype) in ("float16", "bfloat16", "float32", "float64"):
        return op(input, dim=dim, dtype=MLIR_TYPES[name_of_dtype(dtype)])
    return op(cast(input, dtype), dim=dim)


def _make(name):
    if name not in ops:
        return
    op = getattr(ops, name)
    plans, rest = op.plans, tuple(op.defaults[a] for a in op.attribute_names[1:])

    def function(input, dim=None, _stacklevel=3, dtype=None):
        if dtype is None:
            try:
                plan = plans[(dim, *rest), signatures[type(input)](input)]
            except (KeyError, TypeError, AttributeError, RuntimeError, ValueError):
                plan = None
            if plan is not None:
                return plan(input)
        return _call(name, input, dim, _stacklevel, dtype)

    function.__name__ = name
    adapter(function)


for _name in ("softmax", "log_softmax", "softmin"):
    _make(_name)


@adapter
def gumbel_softmax(logits, tau=1, hard=False, eps=1e-10, dim=-1):
    if eps != 1e-10:
        warnings.warn("`eps` parameter is deprecated and has no effect.", stacklevel=2)
    seed, offset = _random.draw(kind_of(logits, "gumbel_softmax", "logits"))
    return ops.gumbel_softmax(logits, seed=seed, offset=offset, tau=tau, hard=hard, dim=dim)
