# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Weights from a .safetensors file: a header in JSON, then the elements one tensor after the other.

    weights = nnf.load_safetensors("model.safetensors")                # a dict of NumPy arrays
    model.load_state_dict(nnf.load_safetensors("model.safetensors", "torch"))

The file is mapped, not read: arrays are views of its pages, which are private to this process, so that writing to an array
never reaches the file. Nothing in a file is executed, and everything its header says is checked before an array is made.
"""

import json
import math
import mmap
import os
import struct

# Bytes of an element.
_SIZES = {"BOOL": 1, "U8": 1, "I8": 1, "F8_E5M2": 1, "F8_E4M3": 1, "I16": 2, "U16": 2, "F16": 2, "BF16": 2, "I32": 4, "U32": 4,
          "F32": 4, "I64": 8, "U64": 8, "F64": 8}
_NAMES = {"BOOL": "bool", "U8": "uint8", "I8": "int8", "F8_E5M2": "float8_e5m2", "F8_E4M3": "float8_e4m3fn", "I16": "int16",
          "U16": "uint16", "F16": "float16", "BF16": "bfloat16", "I32": "int32", "U32": "uint32", "F32": "float32",
          "I64": "int64", "U64": "uint64", "F64": "float64"}
_LONGEST_HEADER = 100_000_000


class FormatError(ValueError):
    """A file that is no .safetensors file: what is wrong with it, and where."""


class Weights(dict):
    """Arrays by name, in the file's order. `metadata`: the texts by name that the file carries."""

    metadata = {}


class _Entry:
    """One tensor: `begin` and `end` count from the first byte after the header."""

    def __init__(self, name, dtype, shape, begin, end):
        self.name, self.dtype, self.shape, self.begin, self.end = name, dtype, shape, begin, end


def _unique(pairs):
    found = {}
    for name, value in pairs:
        if name in found:
            raise FormatError("the header has the name %r twice" % name)
        found[name] = value
    return found


def _no_constant(text):
    raise FormatError("the header holds %s, which is no JSON" % text)


def _is_count(x):
    return type(x) is int and x >= 0


def _entry(name, record):
    """One record of the header, checked by itself."""
    if not isinstance(record, dict) or set(record) != {"dtype", "shape", "data_offsets"}:
        raise FormatError("tensor %r: expected an object with dtype, shape and data_offsets, got %s" % (
            name, "one with " + (", ".join(sorted(record)) or "nothing") if isinstance(record, dict) else type(record).__name__))
    dtype, shape, offsets = record["dtype"], record["shape"], record["data_offsets"]
    if not isinstance(dtype, str) or dtype not in _SIZES:
        raise FormatError("tensor %r: dtype is %.40r, expected one of %s" % (name, dtype, ", ".join(_SIZES)))
    if not isinstance(shape, list) or not all(map(_is_count, shape)):
        raise FormatError("tensor %r: shape is %.80r, expected a list of integers from 0" % (name, shape))
    if not isinstance(offsets, list) or len(offsets) != 2 or not all(map(_is_count, offsets)) or offsets[0] > offsets[1]:
        raise FormatError("tensor %r: data_offsets are %.80r, expected [begin, end] with 0 <= begin <= end" % (name, offsets))
    wanted = math.prod(shape) * _SIZES[dtype]
    if offsets[1] - offsets[0] != wanted:
        raise FormatError("tensor %r: data_offsets %s hold %d bytes, but shape %s of %s takes %d" % (
            name, offsets, offsets[1] - offsets[0], shape, dtype, wanted))
    return _Entry(name, dtype, tuple(shape), *offsets)


def _entries(header, size):
    """The tensors of a header for `size` bytes of elements: in bounds, without overlaps and without gaps."""
    try:
        header = json.loads(header, object_pairs_hook=_unique, parse_constant=_no_constant)
    except FormatError:
        raise
    except (ValueError, RecursionError) as e:  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        raise FormatError("the header is no JSON: %s" % str(e).split("\n")[0]) from None
    if not isinstance(header, dict):
        raise FormatError("the header is a JSON %s, expected an object" % type(header).__name__)
    metadata = header.pop("__metadata__", {})
    if not isinstance(metadata, dict) or not all(isinstance(v, str) for v in metadata.values()):
        raise FormatError("__metadata__ is no object of texts")
    entries = [_entry(name, record) for name, record in header.items()]
    at, before = 0, None
    for e in sorted(entries, key=lambda e: (e.begin, e.end)):
        if e.end > size:
            raise FormatError("tensor %r: ends at byte %d of the data, which has %d: the file was cut off" % (e.name, e.end, size))
        if e.begin < at:
            raise FormatError("tensor %r: begins at byte %d, inside of tensor %r, which ends at %d" % (e.name, e.begin, before, at))
        if e.begin > at:
            raise FormatError("bytes %d to %d of the data belong to no tensor" % (at, e.begin))
        at, before = e.end, e.name
    if at != size:
        raise FormatError("bytes %d to %d of the data belong to no tensor" % (at, size))
    return entries, metadata


def _open(path):
    """(mapped file, place of the first element, entries, metadata)."""
    with open(path, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        start = file.read(8)
        if len(start) < 8:
            raise FormatError("the file has %d bytes, expected at least the 8 that give the header's size" % size)
        length, = struct.unpack("<Q", start)
        if length > _LONGEST_HEADER:
            raise FormatError("the header is said to have %d bytes, expected at most %d" % (length, _LONGEST_HEADER))
        if length > size - 8:
            raise FormatError("the header is said to have %d bytes, but only %d follow: the file was cut off" % (length, size - 8))
        header = file.read(length)
        if len(header) != length or not header.startswith(b"{"):
            raise FormatError("the header does not begin with '{'")
        entries, metadata = _entries(header, size - 8 - length)
        # Private pages: what is written to an array stays in this process.
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    return mapped, 8 + length, entries, metadata


def _widened(numpy, bits, dtype):
    """bfloat16 and the float8 types as float32, which has all of their values."""
    if dtype == "BF16":
        return (bits.astype("uint32") << 16).view("float32")
    mantissa, bias = (3, 7) if dtype == "F8_E4M3" else (2, 15)
    code = numpy.arange(256)
    exponent, fraction = (code & 127) >> mantissa, (code & ((1 << mantissa) - 1)) / (1 << mantissa)
    values = numpy.where(exponent == 0, fraction * 2.0 ** (1 - bias), (1 + fraction) * 2.0 ** (exponent - bias))
    if dtype == "F8_E4M3":
        values[code & 127 == 127] = numpy.nan
    else:
        values[exponent == 31] = numpy.nan
        values[code & 127 == 124] = numpy.inf
    table = numpy.copysign(values, numpy.where(code > 127, -1.0, 1.0)).astype("float32")
    return table[bits]


def _numpy_array(mapped, start, e):
    import numpy
    name = _NAMES[e.dtype]
    narrow = name == "bfloat16" or name.startswith("float8")
    dtype = numpy.dtype("uint16" if e.dtype == "BF16" else "uint8" if narrow else name).newbyteorder("<")
    count = math.prod(e.shape)
    flat = numpy.frombuffer(mapped, dtype, count, start + e.begin) if count else numpy.empty(0, dtype)
    if not flat.flags.aligned:
        flat = flat.copy()
    if not dtype.isnative:
        flat = flat.astype(dtype.newbyteorder("="))
    if narrow:
        try:
            import ml_dtypes
        except ImportError:
            flat = _widened(numpy, flat, e.dtype)
        else:
            flat = flat.view(getattr(ml_dtypes, name))
    return flat.reshape(e.shape)


def _torch_tensor(mapped, start, e):
    import torch
    dtype = getattr(torch, _NAMES[e.dtype])
    count = math.prod(e.shape)
    if not count:
        return torch.empty(e.shape, dtype=dtype)
    place, size = start + e.begin, _SIZES[e.dtype]
    if place % size:
        data = bytearray(mapped[place:place + count * size])
        return torch.frombuffer(data, dtype=dtype).reshape(e.shape)
    return torch.frombuffer(mapped, dtype=dtype, count=count, offset=place).reshape(e.shape)


def load_safetensors(path, framework="numpy"):
    """The tensors of a .safetensors file by name, as a dict with the file's texts in `.metadata`.

    framework: "numpy" for arrays, "torch" for tensors. Both are views of the mapped file (a tensor whose elements do not lie
    on whole elements is copied); the file must not be made shorter while they are in use. NumPy has no bfloat16 and float8
    types of its own: where the package ml_dtypes is installed arrays have its types, else they are float32, which has all of
    their values. A file that is not as the format has it is refused with one FormatError (a ValueError)."""
    if framework not in ("numpy", "torch"):
        raise ValueError("load_safetensors: framework is %r, expected 'numpy' or 'torch'" % (framework,))
    make = _numpy_array if framework == "numpy" else _torch_tensor
    path = os.fspath(path)
    try:
        mapped, start, entries, metadata = _open(path)
        weights = Weights()
        for e in entries:
            if e.dtype == "BOOL":
                strange = mapped[start + e.begin:start + e.end].translate(None, b"\0\1")
                if strange:
                    raise FormatError("tensor %r: a bool is the byte %d, expected 0 or 1" % (e.name, strange[0]))
            weights[e.name] = make(mapped, start, e)
    except FormatError as error:
        raise FormatError("%s: %s" % (path, error)) from None
    weights.metadata = metadata
    return weights
