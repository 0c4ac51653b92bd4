# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Jitted.save: a captured program as a shared library with its weights behind it, which nnf.load runs without PyTorch."""

import json
import os
import pathlib
import tempfile

import sympy
import torch

from .._compilers import compiler
from .._saved import ALIGNMENT, FOOTER, MAGIC, OPERATIONS


def refuse(what, program):
    """What has no place in a file: draws from torch's generator, writes to tensors, checks of values."""
    if program.random or program.writes or program.speculations or program.attributes:
        raise ValueError("%s: the function %s" % (
            what, "draws random numbers: call eval() or pass them in" if program.random
            else "writes to its inputs or buffers: call eval()" if program.writes
            else "assigns attributes" if program.attributes else "checks values of its inputs"))


def _tree(spec, leaves):
    """A structure as JSON. Classes that JSON does not have become dicts of their fields."""
    if spec.is_leaf():
        return next(leaves)
    kind, children = spec.type, [_tree(c, leaves) for c in spec.children()]
    context = spec.context
    names = context if isinstance(context, (list, tuple)) and len(context) == len(children) and all(
        isinstance(n, str) for n in context) else None
    if kind in (tuple, torch.Size) or kind is list:
        return {"list" if kind is list else "tuple": children}
    if names is None and isinstance(context, (list, tuple)) and context and isinstance(context[0], (list, tuple)):
        names = context[0]  # a dataclass: the fields that are set, and those that are None
    if names is None and hasattr(context, "_fields"):
        names = context._fields
    if names is None:
        raise ValueError("save: a structure of type %s has no form in a file: use tuples, lists and dicts" % kind.__name__)
    return {"dict": dict(zip(names, children))}


def _constant(x):
    if x is not None and not isinstance(x, (bool, int, float, str)):
        raise ValueError("save: an argument or result of type %s has no form in a file" % type(x).__name__)
    return {"constant": x}


def _output(o, program):
    if o[0] == "constant":
        return _constant(o[1])
    if o[0] == "result":
        return {"result": o[1], "order": None if o[2] is None else list(o[2])}
    if o[0] == "size":
        if isinstance(o[1], int):
            return {"constant": o[1]}
        if isinstance(o[1], sympy.Symbol):
            return {"size": list(program.symbols[o[1]])}
        raise ValueError("save: a result is the size %s: return the sizes that it is made of" % o[1])
    if o[1][0] == "input" and o[2] is None:
        return {"input": o[1][1]}
    raise ValueError("save: a result is a view of an input or a parameter: return a clone()")


def _condition(e, program):
    """A condition on open sizes as JSON: numbers, {"size": [input, dimension]}, and [name of an operation, operands…]."""
    if isinstance(e, int) or e.is_Integer:
        return int(e)
    if e.is_Symbol and e in program.symbols:
        return {"size": list(program.symbols[e])}
    kind = type(e).__name__
    if kind not in OPERATIONS:
        raise ValueError("save: the condition %s on sizes has no form in a file: call the function with fixed sizes" % e)
    return [kind, *[_condition(a, program) for a in e.args]]


def _name(dtype):
    return str(dtype).removeprefix("torch.")


def save(program, leaves, spec, path, cpus=None):
    """Writes `program`, which was captured for arguments of the structure `spec` and the leaves `leaves`, a type in the place
    of each tensor."""
    refuse("save", program)
    given = iter([{"input": i} if isinstance(x, type) and issubclass(x, torch.Tensor) else _constant(x) for i, x in enumerate(leaves)])
    args, kwargs = (_tree(c, given) for c in spec.children())
    bound = [a for a in program.arguments if a.kind == "bound"]
    number = {id(a): k for k, a in enumerate(bound)}
    outputs = iter([_output(o, program) for o in program.outputs])
    header = {
        "version": 1, "kernel": "main", "args": args, "kwargs": kwargs,
        "arguments": [{"weight": number[id(a)]} if a.kind == "bound" else
                      {"input": a.index, "dtype": _name(a.dtype), "sizes": [s if isinstance(s, int) else None for s in a.sizes]}
                      for a in program.arguments if not a.parameter],
        "parameters": [number[id(a)] for a in bound if a.parameter],
        "results": [{"dtype": _name(dtype), "rank": len(sizes)} for sizes, dtype in program.results],
        "conditions": [_condition(g, program) for g in program.guards if g.free_symbols],
        "outputs": _tree(program.out_spec, outputs)}
    path = pathlib.Path(path)
    # Written beside and renamed: a process that has the file mapped keeps what it has.
    with tempfile.TemporaryDirectory(dir=path.resolve().parent, prefix=".nnf-save-") as folder:
        library = pathlib.Path(folder, "m.so")
        compiler(0).save(program.text, library, cpus or ())
        with open(library, "ab") as file:
            header["weights"] = [_append(file, a.tensor) for a in bound]
            text = json.dumps(header, separators=(",", ":")).encode()
            offset = file.tell()
            file.write(text + FOOTER.pack(MAGIC, offset, len(text)))
        os.replace(library, path)
    return path


def _append(file, t):
    t = t.detach().contiguous()
    file.write(bytes(-file.tell() % ALIGNMENT))
    offset = file.tell()
    if t.numel():
        file.write(memoryview(t.reshape(-1).view(torch.uint8).numpy()))
    return {"dtype": _name(t.dtype), "shape": list(t.shape), "offset": offset}
