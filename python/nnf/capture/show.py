# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Text of a module that shows well in a notebook."""

import html
import re

_PARTS = re.compile(r'(?P<string>"[^"]*")|(?P<op>\b(?:nnf|linalg|tensor|arith|math|scf|func)\.[\w.]+)|(?P<value>%[\w#]+)|'
                    r'(?P<place>\bloc\(#at\d+\)|#at\d+)|(?P<type>\b(?:tensor|memref|vector)<[^<>]*>)')
_COLOURS = {"string": "#0a3069", "op": "#8250df", "value": "#953800", "place": "#8c959f", "type": "#116329"}


class Text(str):
    """A str; `_repr_html_` colours ops, values, types and locations."""

    def _repr_html_(self):
        made, at = [], 0
        for m in _PARTS.finditer(self):
            made.append(html.escape(self[at:m.start()]))
            style = "color:%s%s" % (_COLOURS[m.lastgroup], ";font-weight:600" if m.lastgroup == "op" else "")
            made.append('<span style="%s">%s</span>' % (style, html.escape(m.group())))
            at = m.end()
        made.append(html.escape(self[at:]))
        return '<pre style="overflow-x:auto;line-height:1.35">%s</pre>' % "".join(made)
