# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What a captured program computes, as a table: one line a call."""

import torch

from .memory import human
from .table import Table, count


class Summary(Table):
    """`rows`: (module, op, shape of the result, parameters, operations, bytes) each. Prints as text, shows as a table in a
    notebook."""

    HEAD = ("module", "op", "result", "parameters", "operations", "bytes")

    def __init__(self, name, rows, parameters, memory=None):
        self.name, self.rows, self.parameters, self.memory = name, rows, parameters, memory

    def _lines(self):
        for module, op, shape, parameters, work, size in self.rows:
            yield (module, op, shape, "" if parameters is None else count(parameters), count(work), count(size))
        known = [r[4] for r in self.rows if isinstance(r[4], int)]
        yield ("total", "%d calls" % len(self.rows), "", count(self.parameters), count(sum(known)), "")

    def _notes(self):
        if self.memory:
            yield "memory: parameters %s, packed copies %s" % (human(self.memory["parameters"]), human(self.memory["packed"]))


def summary(name, program, function, memory=None):
    from .aten.shape import product
    modules = dict(function.named_modules()) if isinstance(function, torch.nn.Module) else {}
    counted, rows = set(), []
    for (_, _, module), op, operands, results, work, _ in program.calls:
        owner, parameters = modules.get(module), None
        if owner is not None and module not in counted:
            own = [p.numel() for p in owner.parameters(recurse=False)]
            parameters = sum(own) if own else None
            counted.add(module)
        sizes, dtype = results[0]
        elements = sum(product(s) for s in operands) + product(sizes)
        size = elements * torch.empty(0, dtype=dtype).element_size()
        rows.append((module or "", op, "x".join(map(str, sizes)) or "scalar", parameters, work, size))
    return Summary(name, rows, sum(p.numel() for p in function.parameters()) if modules else 0, memory)
