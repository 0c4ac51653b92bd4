# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What a captured program depends on besides its arguments: parts and attributes of modules, variables of a function.

Found from the function itself: the module that it is or is bound to, and what its code names in closures, globals and
defaults, with functions of the same file among these followed in turn. Compared by identity before each call, in a few steps of C.
"""

import functools
import operator
import types

import torch

# What a module keeps for torch.nn itself: the tables are watched by entry or by size.
_PARTS = ("_parameters", "_buffers", "_modules")
_HOOKS = ("_forward_hooks", "_forward_pre_hooks")
# Containers of more things than these hold data, not parts of a model.
_FEW = 1000
_OWN = frozenset(vars(torch.nn.Module())) - {"training"}


def _names(code):
    """The names that a code object and those inside of it use."""
    found = set(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            found |= _names(constant)
    return found


class Reached:
    """`modules`: all that a function gets at, with their children. `cells` and `variables`: (cell, value) and (dictionary,
    name, value) of its closure and globals."""

    def __init__(self, function):
        self.modules, self.cells, self.variables = [], [], []
        self._seen, self._globals = set(), None
        self._look(function)

    def _look(self, x):
        if id(x) in self._seen:
            return
        self._seen.add(id(x))
        if isinstance(x, torch.nn.Module):
            for m in x.modules():
                if m is x or id(m) not in self._seen:
                    self.modules.append(m)
                self._seen.add(id(m))
        elif isinstance(x, functools.partial):
            for y in (x.func, *x.args, *x.keywords.values()):
                self._look(y)
        elif isinstance(x, types.MethodType):
            self._look(x.__self__)
            self._look(x.__func__)
        elif isinstance(x, (list, tuple, dict)) and len(x) <= _FEW:
            for y in x.values() if isinstance(x, dict) else x:
                self._look(y)
        elif isinstance(x, types.FunctionType) and self._globals in (None, id(x.__globals__)):
            self._globals = id(x.__globals__)
            self._look_inside(x)

    def _look_inside(self, function):
        for cell in function.__closure__ or ():
            try:
                self.cells.append((cell, cell.cell_contents))
            except ValueError:  # not assigned yet
                continue
            self._look(cell.cell_contents)
        table = function.__globals__
        for name in sorted(_names(function.__code__)):
            if name in table:
                self.variables.append((table, name, table[name]))
                self._look(table[name])
        for value in (*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()):
            self._look(value)

    def parameters(self):
        """Each parameter once."""
        found = {}
        for m in self.modules:
            for p in m._parameters.values():
                if p is not None:
                    found[id(p)] = p
        return list(found.values())


class Watch:
    """The state of a `Reached` now. `written`: (dictionary, name) of attributes that the program itself assigns."""

    def __init__(self, reached, written=()):
        skipped, grows = {(id(d), n) for d, n in written}, {id(d) for d, _ in written}
        found = list(reached.variables)
        sized = [torch.nn.modules.module._global_forward_hooks, torch.nn.modules.module._global_forward_pre_hooks]
        for m in reached.modules:
            own = vars(m)
            found += [(own, n, v) for n, v in own.items() if n not in _OWN]
            found += [(own[part], n, v) for part in _PARTS for n, v in own[part].items()]
            sized += [own, *(own[part] for part in _PARTS), *(own[hooks] for hooks in _HOOKS)]
        found = [(d, n, v) for d, n, v in found if (id(d), n) not in skipped]
        self._dicts, self._keys, self._values = zip(*found) if found else ((), (), ())
        self._sized = [d for d in sized if id(d) not in grows]
        self._sizes = list(map(len, self._sized))
        self._cells = reached.cells

    def same(self):
        """Whether all of it is what it was."""
        return (all(map(operator.is_, map(dict.get, self._dicts, self._keys), self._values))
                and list(map(len, self._sized)) == self._sizes and all([c.cell_contents is v for c, v in self._cells]))
