# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Memory of large results: kept when a result is dropped, and given to the next one of its size.

Fresh memory of the system costs a fault for each page that is written first, which takes longer than most functions take
for the elements of a page. Small results come from NumPy's and torch's own allocators, which keep memory themselves.
"""

import ctypes
import mmap

# Bytes from which on a result comes from here, and how many bytes are kept for the next ones.
LARGE = 1 << 18
LIMIT = 1 << 30

_kept = {}
_total = 0


def _size_class(size):
    """Sizes are rounded up to an eighth of a power of two: what is kept serves neighbouring sizes too."""
    step = max(1 << (size.bit_length() - 4), mmap.PAGESIZE)
    return (size + step - 1) // step * step


class Block:
    """Memory that goes back when the last array on it is gone; NumPy makes arrays of it by __array_interface__."""

    __slots__ = ("memory", "size", "__array_interface__", "__weakref__")

    def __init__(self, shape, typestr, size):
        global _total
        self.size = _size_class(size)
        try:
            self.memory, address = _kept[self.size].pop()
            _total -= self.size
        except (KeyError, IndexError):
            self.memory = mmap.mmap(-1, self.size)
            if hasattr(mmap, "MADV_HUGEPAGE"):
                self.memory.madvise(mmap.MADV_HUGEPAGE)
            address = ctypes.addressof(ctypes.c_char.from_buffer(self.memory))
        self.__array_interface__ = {"data": (address, False), "shape": shape, "typestr": typestr, "version": 3}

    def __del__(self):
        global _total
        # At exit the module's names may be gone already.
        if _kept is None or _total + self.size > LIMIT:
            return
        _total += self.size
        _kept.setdefault(self.size, []).append((self.memory, self.__array_interface__["data"][0]))


def trim():
    """Gives what is kept back to the system."""
    global _total
    _kept.clear()
    _total = 0
