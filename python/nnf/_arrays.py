# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The kinds of arrays that are taken and returned: NumPy's, torch's, and whatever speaks DLPack.

A kind knows sizes, strides (in elements), element type and address of an array, and makes new ones. nnf imports neither
NumPy nor torch by itself: a kind is found by the type of the first array that comes.
"""

import ctypes
import sys

from . import _pool

# Names of element types, in MLIR's spelling and the codes of nnf/Runtime/Abi.h.
MLIR_TYPES = {"bool": "i1", "int8": "i8", "uint8": "ui8", "int16": "i16", "int32": "i32", "int64": "i64",
              "float16": "f16", "bfloat16": "bf16", "float32": "f32", "float64": "f64",
              "float8_e4m3fn": "f8E4M3FN", "float8_e5m2": "f8E5M2"}
CODES = {"bool": 1, "int8": 2, "uint8": 3, "int16": 4, "uint16": 5, "int32": 6, "uint32": 7, "int64": 8, "uint64": 9,
         "float16": 10, "bfloat16": 11, "float32": 12, "float64": 13, "float8_e4m3fn": 14, "float8_e5m2": 15}
NAMES = {code: name for name, code in CODES.items()}
# Element types that NumPy has by itself, as torch does.
_NUMPY_HAS = ("bool", "int8", "uint8", "int16", "int32", "int64", "float16", "float32", "float64")
FLOATS = ("float16", "bfloat16", "float32", "float64", "float8_e4m3fn", "float8_e5m2")


class NumPy:
    """Arrays of NumPy. bfloat16 and the float8 types are those of ml_dtypes, where it is loaded."""

    name = "numpy"

    def __init__(self, numpy):
        self.module = numpy
        self.array_type = numpy.ndarray
        self._dtypes = {}
        self._empty = numpy.empty
        # The address of an array's elements is the first word of its object after the header that all objects have;
        # asking for it by any public way takes a microsecond. Where it is not there, the public way is taken.
        word, header = ctypes.c_void_p.from_address, object.__basicsize__
        probes = [numpy.empty(3), numpy.empty((2, 2), "int8")[1:], numpy.empty(0)]
        if all(word(id(p) + header).value == p.ctypes.data for p in probes):
            self.address = lambda x: word(id(x) + header).value
        else:
            self.address = lambda x: x.ctypes.data

    def signature(self, x):
        return (x.dtype, x.shape, x.strides)

    def dtype_name(self, x):
        dtype = x.dtype
        if not dtype.isnative:
            raise TypeError(f"an array of {dtype.str} has the other byte order: use x.astype(x.dtype.newbyteorder('='))")
        return dtype.name

    def dtype(self, name):
        found = self._dtypes.get(name)
        if found is None:
            if name in ("bfloat16", "float8_e4m3fn", "float8_e5m2"):
                if "ml_dtypes" not in sys.modules:
                    raise TypeError(f"NumPy has no {name} of its own: import ml_dtypes")
                found = self.module.dtype(getattr(sys.modules["ml_dtypes"], name))
            else:
                found = self.module.dtype(name)
            self._dtypes[name] = found
        return found

    def shape(self, x):
        return x.shape

    def strides(self, x):
        """In elements; None where the array does not lie on whole elements (then it is copied first)."""
        size = x.itemsize
        if any(s % size for s in x.strides) or not x.flags.aligned:
            return None
        return tuple(s // size for s in x.strides)

    def empty(self, shape, name):
        return self._empty(shape, self.dtype(name))

    def maker(self, shape, name, like=None):
        """A function that makes an array of these sizes."""
        empty, dtype = self._empty, self.dtype(name)
        if like is not None and not like.flags.c_contiguous:
            order = self.module.empty_like(like, dtype=dtype)
            return lambda: self.module.empty_like(order)
        size = dtype.itemsize
        for n in shape:
            size *= n
        if size >= _pool.LARGE and dtype.isbuiltin:
            array, block, text = self.module.asarray, _pool.Block, dtype.str
            return lambda: array(block(shape, text, size))
        return lambda: empty(shape, dtype)

    def contiguous(self, x):
        return self.module.require(x, requirements=("C", "A")).reshape(x.shape)

    def is_aligned(self, x):
        return x.flags.aligned

    def cast(self, x, name):
        return x if self.dtype_name(x) == name else x.astype(self.dtype(name))

    def copy_into(self, to, value):
        if not to.flags.writeable:
            raise ValueError("in place: the array is read-only")
        to[...] = value

    def filled(self, shape, value, name):
        return self.module.full(shape, value, self.dtype(name))

    def from_list(self, values, name):
        return self.module.array(values, self.dtype(name))

    def broadcast(self, arrays):
        return self.module.broadcast_arrays(*arrays)

    def expand(self, x, shape):
        return self.module.broadcast_to(x, shape)

    def permute(self, x, dims):
        return x.transpose(dims)

    def reshape(self, x, shape):
        return x.reshape(shape)

    def item(self, x):
        return x.item()

    def requires_grad(self, x):
        return False


class Torch:
    """Tensors of torch on the CPU."""

    name = "torch"

    def __init__(self, torch):
        self.module = torch
        self.array_type = torch.Tensor
        self._names = {getattr(torch, name): name for name in CODES if hasattr(torch, name)}
        self.address = torch.Tensor.data_ptr

    def signature(self, x):
        # What is not on the CPU, or not strided, never gets a plan under this key.
        if x.is_contiguous():
            return (x.dtype, x.shape, x.requires_grad, x.is_cpu)
        return (x.dtype, x.shape, x.stride(), x.requires_grad, x.is_cpu, x.is_neg())

    def check(self, x):
        if not x.is_cpu:
            raise RuntimeError(f"nnf computes on the CPU, but got a tensor on {x.device}")
        if x.layout != self.module.strided:
            raise RuntimeError(f"nnf takes strided tensors, but got one of layout {x.layout}")

    def dtype_name(self, x):
        name = self._names.get(x.dtype)
        return name if name else str(x.dtype).removeprefix("torch.")

    def dtype(self, name):
        return getattr(self.module, name)

    def shape(self, x):
        return tuple(x.shape)

    def strides(self, x):
        return x.stride()

    def empty(self, shape, name):
        return self.module.empty(shape, dtype=self.dtype(name))

    def maker(self, shape, name, like=None):
        torch = self.module
        size = self.dtype(name).itemsize
        for n in shape:
            size *= n
        if size >= _pool.LARGE and (like is None or like.is_contiguous()) and self._can_wrap():
            dtype, block, numpy = self.dtype(name), _pool.Block, sys.modules["numpy"]
            array, wrap = numpy.asarray, torch.from_numpy
            if name in _NUMPY_HAS:
                text = numpy.dtype(name).str
                return lambda: wrap(array(block(shape, text, size)))
            # .data: what is only seen as another type is no view of a tensor that nobody knows.
            text = "<i2" if dtype.itemsize == 2 else "|i1"
            return lambda: wrap(array(block(shape, text, size))).view(dtype).data
        if like is not None:
            sample = torch.empty_like(like.detach(), dtype=self.dtype(name))
        else:
            sample = torch.empty(shape, dtype=self.dtype(name))
        # Only its sizes are of use: making a tensor like another is twice as fast as from sizes and a type.
        sample.untyped_storage().resize_(0)
        make = torch.empty_like
        return lambda: make(sample)

    @staticmethod
    def _can_wrap():
        try:
            import numpy  # noqa: F401
        except ImportError:
            return False
        return True

    def contiguous(self, x):
        return x if x.is_contiguous() and not x.is_neg() else x.resolve_neg().contiguous()

    def is_aligned(self, x):
        return True

    def cast(self, x, name):
        return x.to(self.dtype(name))

    def copy_into(self, to, value):
        to.copy_(value)

    def filled(self, shape, value, name):
        return self.module.full(shape, value, dtype=self.dtype(name))

    def from_list(self, values, name):
        return self.module.tensor(values, dtype=self.dtype(name))

    def broadcast(self, arrays):
        return self.module.broadcast_tensors(*arrays)

    def expand(self, x, shape):
        return x.expand(shape)

    def permute(self, x, dims):
        return x.permute(dims)

    def reshape(self, x, shape):
        return x.reshape(shape)

    def item(self, x):
        return x.item()

    def requires_grad(self, x):
        return x.requires_grad


_KINDS = {}
# The kind of the arrays that a captured function computes with, once there was one.
traced = None


def kind_of_type(cls):
    """The kind of arrays of a type, or None for a type that is none of NumPy's and torch's."""
    kind = _KINDS.get(cls)
    if kind is None:
        torch, numpy = sys.modules.get("torch"), sys.modules.get("numpy")
        if torch is not None and hasattr(torch, "Tensor") and issubclass(cls, torch.Tensor):
            kind = _library("torch", Torch, torch)
        elif numpy is not None and issubclass(cls, numpy.ndarray) and not issubclass(cls, numpy.ma.MaskedArray):
            kind = _library("numpy", NumPy, numpy)
        else:
            return None
        _KINDS[cls] = kind
    return kind


def _library(name, cls, module):
    if name not in _KINDS:
        _KINDS[name] = cls(module)
    return _KINDS[name]


def numpy_kind():
    import numpy
    return _library("numpy", NumPy, numpy)


def is_array(x):
    return kind_of_type(type(x)) is not None or is_foreign(x)


def is_foreign(x):
    """An array of another library: NumPy's scalars, and what has DLPack's methods."""
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(x, numpy.ma.MaskedArray):
        raise TypeError("a masked array cannot be computed with: its mask would be lost; use x.filled()")
    return (numpy is not None and isinstance(x, numpy.generic)) or (
        hasattr(type(x), "__dlpack__") and hasattr(type(x), "__dlpack_device__"))


def adopt(x):
    """A foreign array as one of NumPy's, without a copy, and the function that makes results of x's kind."""
    import numpy
    if isinstance(x, numpy.generic):
        return numpy.asarray(x), lambda y: y
    device = x.__dlpack_device__()
    if device[0] != 1:
        raise RuntimeError(f"nnf computes on the CPU, but got an array on DLPack device {tuple(device)}")
    namespace = x.__array_namespace__() if hasattr(x, "__array_namespace__") else sys.modules[
        type(x).__module__.split(".")[0]]
    back = getattr(namespace, "from_dlpack", None)
    return numpy.from_dlpack(x), back or (lambda y: y)
