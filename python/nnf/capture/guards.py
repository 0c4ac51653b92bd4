# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What a captured program depends on besides its inputs' sizes, and whether a call's sizes fit."""

import sympy
import torch
from torch.utils import _pytree as pytree


def environment():
    """The state of PyTorch that changes what a function computes."""
    cpu = torch.is_autocast_cpu_enabled()
    return (torch.is_grad_enabled(), cpu, torch.get_autocast_dtype("cpu") if cpu else None, torch.get_default_dtype())


def describe(leaf):
    """The part of a cache key for a leaf of the arguments: types of tensors, values of everything else."""
    if isinstance(leaf, torch.Tensor):
        return (torch.Tensor, leaf.dtype, leaf.dim(), leaf.requires_grad, leaf.device.type, leaf.layout, leaf.is_nested)
    if by_address(leaf):
        return (type(leaf), id(leaf))
    # -0.0 == 0.0, True == 1: not the same program.
    return (type(leaf), repr(leaf) if isinstance(leaf, float) else leaf)


def by_address(leaf):
    """Whether a key can only tell which object a leaf is."""
    try:
        hash(leaf)
    except TypeError:
        return True
    return False


class Shapes:
    """The sizes that a program serves: static ones, symbols, and the conditions that its capture met on these."""

    def __init__(self, program, leaves):
        self.tensors = [(i, a.sizes) for a in program.arguments if a.kind == "input" for i in [a.index]]
        self.static = all(isinstance(s, int) for _, sizes in self.tensors for s in sizes)
        self.exact = [(i, torch.Size(sizes)) for i, sizes in self.tensors] if self.static else None
        # The same object passed twice is one input.
        first = {}
        self.same = []
        for i, t in enumerate(leaves):
            if isinstance(t, torch.Tensor):
                if id(t) in first:
                    self.same.append((first[id(t)], i))
                else:
                    first[id(t)] = i
        self.conditions = []
        for g in program.guards:
            symbols = sorted(g.free_symbols, key=str)
            if all(s in program.symbols for s in symbols):
                function = sympy.lambdify(symbols, g, modules=[_FUNCTIONS, "math"])
                self.conditions.append((function, [program.symbols[s] for s in symbols]))

    def fit(self, leaves):
        if self.same and any(leaves[i] is not leaves[j] for i, j in self.same):
            return False
        if self.exact is not None:
            for i, size in self.exact:
                if leaves[i].shape != size:
                    return False
            return True
        for i, sizes in self.tensors:
            for have, want in zip(leaves[i].shape, sizes):
                # What is open is at least 2: a size of 1 broadcasts, and 0 is empty.
                if (have != want) if isinstance(want, int) else have < 2:
                    return False
        return all(f(*[leaves[i].shape[d] for i, d in places]) for f, places in self.conditions)


_FUNCTIONS = {"FloorDiv": lambda a, b: a // b, "CleanDiv": lambda a, b: a // b, "Mod": lambda a, b: a % b,
              "PythonMod": lambda a, b: a % b, "CeilDiv": lambda a, b: -(-a // b), "Max": max, "Min": min}


def open_dimensions(dynamic, args, kwargs, function):
    """(leaf, dimension) pairs from `dynamic={"x": {0: "batch"}}`; names are those of the function's parameters."""
    import inspect
    forward = function.forward if isinstance(function, torch.nn.Module) else function
    bound = inspect.signature(forward).bind(*args, **kwargs)
    position = {}  # id of a leaf's container path is not stable: count leaves per argument instead
    leaves, _ = pytree.tree_flatten((args, kwargs))
    for name, value in bound.arguments.items():
        inner = pytree.tree_leaves(value)
        position[name] = [next(i for i, x in enumerate(leaves) if x is t) for t in inner if isinstance(t, torch.Tensor)]
    found = set()
    for name, dims in dynamic.items():
        if name not in position:
            raise ValueError("nnf.jit: dynamic names the argument %r, the function has %s" % (
                name, ", ".join(map(repr, position))))
        for i in position[name]:
            for d in dims:
                rank = leaves[i].dim()
                if not -rank <= d < rank:
                    raise ValueError("nnf.jit: dynamic names dimension %d of %s, which has %d" % (d, name, rank))
                found.add((i, d % rank))
    return found
