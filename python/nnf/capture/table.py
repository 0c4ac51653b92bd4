# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Tables of a program: text where they are printed, HTML in a notebook."""

import html


class Table:
    """What a class of tables gives: `name`, above it; `HEAD`, the columns, of which the first three hold words and the others
    numbers; `_lines()`, the cells of each line as text."""

    HEAD = ()

    def _lines(self):
        raise NotImplementedError

    def __str__(self):
        lines = [self.HEAD, *self._lines()]
        widths = [max(len(line[i]) for line in lines) for i in range(len(self.HEAD))]
        made = ["  ".join(c.ljust(w) if i < 3 else c.rjust(w) for i, (c, w) in enumerate(zip(line, widths))).rstrip()
                for line in lines]
        return "\n".join([self.name, made[0], "-" * len(made[0]), *made[1:], *self._notes()])

    def _notes(self):
        """Lines below the table."""
        return ()

    __repr__ = __str__

    def _repr_html_(self):
        def row(cells, tag):
            return "<tr>%s</tr>" % "".join("<%s>%s</%s>" % (tag, html.escape(c), tag) for c in cells)
        return "<table>%s%s</table>%s" % (row(self.HEAD, "th"), "".join(row(line, "td") for line in self._lines()),
                                          "".join("<p>%s</p>" % html.escape(n) for n in self._notes()))


def count(n):
    """12345678 as 12.3 M; an open number as its formula."""
    if not isinstance(n, int):
        return str(n)
    for unit, size in (("G", 10 ** 9), ("M", 10 ** 6), ("k", 10 ** 3)):
        if n >= size:
            return "%.1f %s" % (n / size, unit)
    return str(n)
