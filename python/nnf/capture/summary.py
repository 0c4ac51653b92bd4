# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What a captured program computes, as a table: one line a call."""

import html

import torch


class Summary:
    """`rows`: (module, op, shape of the result, parameters, operations, bytes) each. Prints as text, shows as a table in a
    notebook."""

    HEAD = ("module", "op", "result", "parameters", "operations", "bytes")

    def __init__(self, name, rows, parameters):
        self.name, self.rows, self.parameters = name, rows, parameters

    def _lines(self):
        for module, op, shape, parameters, work, size in self.rows:
            yield (module, op, shape, "" if parameters is None else _count(parameters), _count(work), _count(size))
        known = [r[4] for r in self.rows if isinstance(r[4], int)]
        yield ("total", "%d calls" % len(self.rows), "", _count(self.parameters), _count(sum(known)), "")

    def __str__(self):
        lines = [self.HEAD, *self._lines()]
        widths = [max(len(line[i]) for line in lines) for i in range(len(self.HEAD))]
        made = ["  ".join(c.ljust(w) if i < 3 else c.rjust(w) for i, (c, w) in enumerate(zip(line, widths))).rstrip()
                for line in lines]
        return "\n".join([self.name, made[0], "-" * len(made[0]), *made[1:]])

    __repr__ = __str__

    def _repr_html_(self):
        def row(cells, tag):
            return "<tr>%s</tr>" % "".join("<%s>%s</%s>" % (tag, html.escape(c), tag) for c in cells)
        return "<table>%s%s</table>" % (row(self.HEAD, "th"), "".join(row(line, "td") for line in self._lines()))


def _count(n):
    """12345678 as 12.3 M; an open number as its formula."""
    if not isinstance(n, int):
        return str(n)
    for unit, size in (("G", 10 ** 9), ("M", 10 ** 6), ("k", 10 ** 3)):
        if n >= size:
            return "%.1f %s" % (n / size, unit)
    return str(n)


def summary(name, program, function):
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
        rows.append((module or "", op, "x".join(map(str, sizes)) or "scalar", parameters, work,
                     size if isinstance(size, int) else size))
    return Summary(name, rows, sum(p.numel() for p in function.parameters()) if modules else 0)
