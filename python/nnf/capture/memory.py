# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What memory a compiled program takes, beside the tensors of the model."""

from .table import Table, count


def human(n):
    """12345678 as 12.3 MB."""
    return count(n) + ("B" if n >= 1000 else " B")


class Memory(Table):
    """In bytes:

    parameters: tensors that the program reads where the model has them, without a copy;
    packed: copies in the order in which kernels read them, and what else is computed of parameters once;
    copies: parameters that `freeze=True` keeps as they were (those that packed copies stand for are not kept);
    temporaries: the most that one call uses at once, kept for the next;
    results: of one call, which belong to the caller.

    `total` is what comes on top of the model: all but `parameters`."""

    HEAD = ("memory", "bytes", "")
    FIELDS = ("parameters", "packed", "copies", "temporaries", "results")
    _NOTES = {"parameters": "shared with the model", "packed": "made once", "copies": "frozen", "temporaries": "of a call, at most",
              "results": "of a call"}

    def __init__(self, name, **sizes):
        self.name = name
        for field in self.FIELDS:
            setattr(self, field, sizes[field])

    @property
    def total(self):
        return self.packed + self.copies + self.temporaries + self.results

    def _lines(self):
        for field in self.FIELDS:
            yield field, human(getattr(self, field)), self._NOTES[field]
        yield "total", human(self.total), "on top of the model"
