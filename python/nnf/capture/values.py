# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Which SSA value a tensor of the captured program holds, through views and writes in place.

A tensor is a view of a storage: offset, sizes and strides in elements. While nobody writes, each tensor simply has the
value that its op made. A write through one of them makes the values of all others with the same storage stale: the
storage's contents become the value of its *base* (the tensor that made the storage), changed where the written view lies,
and a stale view is read from there again, by its offset, sizes and strides.
"""

import sympy
import torch


class Value:
    """An SSA value: `name` (or a function that makes the value when its name is asked for), `sizes` (ints and sympy
    expressions), `dtype` of torch, and the element type in the IR. `permuted`: the value and the order of its dimensions
    that this is a transposition of, or None."""

    __slots__ = ("_name", "sizes", "dtype", "type", "permuted")

    def __init__(self, name, sizes, dtype, type):
        self._name, self.sizes, self.dtype, self.type, self.permuted = name, tuple(sizes), dtype, type, None

    @property
    def name(self):
        if not isinstance(self._name, str):
            self._name = self._name()
        return self._name

    @property
    def rank(self):
        return len(self.sizes)


def expr(size):
    """An int where the size is known, else a sympy expression of the capture's symbols."""
    if isinstance(size, int):
        return size
    if isinstance(size, torch.SymInt):
        size = size.node.expr
    if isinstance(size, sympy.Basic):
        return int(size) if size.is_Integer else size
    return int(size)


class Layout:
    """Offset, sizes and strides of a tensor in its storage, in elements."""

    def __init__(self, t):
        self.offset = expr(t.storage_offset())
        self.sizes = tuple(expr(s) for s in t.shape)
        self.strides = tuple(expr(s) for s in t.stride())

    def __eq__(self, other):
        return (self.offset, self.sizes, self.strides) == (other.offset, other.sizes, other.strides)


class Storage:
    """What the tracker knows of one storage."""

    def __init__(self, base, value):
        self.base, self.value, self.version = Layout(base), value, 0
        self.input = None  # the number of the input that owns it


class Values:
    """The tensors of one capture. `builder` reads and writes views."""

    def __init__(self, builder):
        self.builder = builder
        self._entries = {}  # id of a tensor: (the tensor, its value, version of its storage)
        self._storages = {}
        self._keep = []
        self.written = {}  # inputs whose storage was written: number -> Storage

    @staticmethod
    def _key(t):
        return t.untyped_storage()._cdata

    def bind(self, t, value, input=None):
        """`t` holds `value` from now on; a storage that is seen for the first time has `t` as its base."""
        key = self._key(t)
        storage = self._storages.get(key)
        if storage is None:
            storage = self._storages[key] = Storage(t, value)
            self._keep.append(t.untyped_storage())
        if input is not None and storage.input is None:
            storage.input = input
        self._entries[id(t)] = (t, value, storage.version)

    def knows(self, t):
        return id(t) in self._entries or self._key(t) in self._storages

    def storage(self, t):
        return self._storages.get(self._key(t))

    def get(self, t):
        """The value of `t` now, or None for a tensor that nothing here made."""
        storage = self._storages.get(self._key(t))
        entry = self._entries.get(id(t))
        if storage is None:
            return None
        if entry is not None and entry[2] == storage.version:
            return entry[1]
        layout = Layout(t)
        value = storage.value
        if layout != storage.base or value.dtype != t.dtype:
            value = self.builder.read_view(storage.value, storage.base, layout)
        self._entries[id(t)] = (t, value, storage.version)
        return value

    def turn(self, t, value):
        """`t` itself became another view of its storage, with `value`."""
        self._entries[id(t)] = (t, value, self._storages[self._key(t)].version)

    def write(self, t, value):
        """An assignment to all elements of `t`; `value` has its sizes and element type."""
        storage = self._storages[self._key(t)]
        layout = Layout(t)
        if layout == storage.base:
            storage.value = value
        else:
            storage.value = self.builder.write_view(storage.value, storage.base, layout, value)
        storage.version += 1
        self._entries[id(t)] = (t, value, storage.version)
        if storage.input is not None:
            self.written[storage.input] = storage
