# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""nnf.load: a function that Jitted.save compiled into a shared library with its weights.

    f = nnf.load("m.so")
    y = f(x)              # NumPy arrays or torch tensors, as the function was called; neither PyTorch nor a compiler is needed

The file is a shared library, whose system loader ignores what lies behind its last section: there are the weights, a header
in JSON (what the arguments and results are) and a footer that says where. Weights are mapped, not read. Loading runs the
file's code, as loading any library does: load none from a source that you do not trust.
"""

import ctypes
import json
import math
import mmap
import operator
import os
import struct
import sys
import tempfile

import numpy

from . import native
from ._compilers import add_lock
from ._session import Error

MAGIC = b"NNFSAVED"
FOOTER = struct.Struct("<8sQQ")  # magic, offset and length of the header
ALIGNMENT = 64
_BYTES = {"bool": 1, "int8": 1, "uint8": 1, "int16": 2, "int32": 4, "int64": 8, "float16": 2, "bfloat16": 2, "float32": 4,
          "float64": 8}
# Conditions on open sizes, by sympy's names.
OPERATIONS = {"Equality": operator.eq, "Unequality": operator.ne, "StrictLessThan": operator.lt, "LessThan": operator.le,
              "StrictGreaterThan": operator.gt, "GreaterThan": operator.ge, "And": lambda *x: all(x), "Or": lambda *x: any(x),
              "Not": operator.not_, "Add": lambda *x: sum(x), "Mul": lambda *x: math.prod(x), "Max": max, "Min": min,
              "Mod": operator.mod, "PythonMod": operator.mod, "FloorDiv": operator.floordiv, "CleanDiv": operator.floordiv}


def _evaluate(e, found):
    if isinstance(e, int):
        return e
    if isinstance(e, dict):
        leaf, d = e["size"]
        return found[leaf].shape[d]
    return OPERATIONS[e[0]](*[_evaluate(x, found) for x in e[1:]])


def _read(path):
    """(header, offset of the first weight)."""
    size = os.path.getsize(path)
    with open(path, "rb") as file:
        file.seek(max(size - FOOTER.size, 0))
        footer = file.read()
        if len(footer) != FOOTER.size or footer[:8] != MAGIC:
            raise Error("nnf.load: %s was not made by save: its footer is missing" % path)
        _, offset, length = FOOTER.unpack(footer)
        if offset + length + FOOTER.size != size:
            raise Error("nnf.load: %s is damaged: its header is said to end at byte %d, expected %d" % (
                path, offset + length, size - FOOTER.size))
        file.seek(offset)
        try:
            header = json.loads(file.read(length))
        except ValueError as e:
            raise Error("nnf.load: %s is damaged: %s" % (path, e)) from None
    for k, w in enumerate(header["weights"]):
        if w["offset"] + _BYTES[w["dtype"]] * math.prod(w["shape"]) > offset:
            raise Error("nnf.load: %s is damaged: weight %d ends behind the weights" % (path, k))
    return header


def load(path, num_threads=0):
    """The function in a file that Jitted.save wrote. num_threads: 0 for one per physical core."""
    path = os.path.abspath(os.fspath(path))
    if not os.path.exists(path):
        raise FileNotFoundError("nnf.load: there is no file %s" % path)
    header = _read(path)
    # By a name of its own: the system's loader takes a name that it knows for the library that it has, whatever the file is now.
    with tempfile.TemporaryDirectory(prefix="nnf-load-") as folder:
        link = os.path.join(folder, os.path.basename(path))
        os.symlink(path, link)
        try:
            library = ctypes.CDLL(link)
        except OSError as e:
            raise Error("nnf.load: %s cannot be loaded: %s" % (path, e)) from None
    return Loaded(path, header, library, num_threads)


def _is_torch(x):
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(x, torch.Tensor)


class Loaded:
    """Call it as the function that was saved. Calls from several threads wait for each other."""

    def __init__(self, path, header, library, threads):
        self.path, self._header, self._library, self._threads = path, header, library, threads
        library.nnf_context_error.restype = ctypes.POINTER(native._ErrorRecord)
        library.nnf_context_error.argtypes = [ctypes.c_void_p]
        library.nnf_context_free.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
        self._kernel = native._Kernel.in_dll(library, header["kernel"] + "_kernel")
        mapped = numpy.memmap(path, mode="r", dtype=numpy.uint8)
        self._weights = [mapped[w["offset"]:w["offset"] + _BYTES[w["dtype"]] * math.prod(w["shape"])] for w in header["weights"]]
        self._handle = ctypes.c_void_p()
        add_lock(self)
        self._enter()
        described = [self._weight(k) for k in header["parameters"]]
        array = (native._Tensor * max(len(described), 1))(*[d for d, _ in described])
        self._keep = [k for _, k in described]
        self._check(self._kernel.create(ctypes.byref(self._handle), self._context, array if described else None))
        self._release(mapped)

    def _release(self, mapped):
        """Pages of the file whose weights were packed are not read again: the system gets them back."""
        reads = self._library.nnf_kernel_reads_parameter
        reads.restype, reads.argtypes = ctypes.c_int32, [ctypes.c_void_p, ctypes.c_int32]
        for i, k in enumerate(self._header["parameters"]):
            w = self._header["weights"][k]
            begin = -(-w["offset"] // mmap.PAGESIZE) * mmap.PAGESIZE
            end = (w["offset"] + self._weights[k].size) // mmap.PAGESIZE * mmap.PAGESIZE
            if begin < end and not reads(ctypes.byref(self._kernel), i) and hasattr(mmap, "MADV_DONTNEED"):
                mapped._mmap.madvise(mmap.MADV_DONTNEED, begin, end - begin)

    def _enter(self):
        """A context of this process: threads do not survive a fork."""
        self._process, self._context = os.getpid(), ctypes.c_void_p()
        options = native._ContextOptions(struct_size=ctypes.sizeof(native._ContextOptions), threads=self._threads)
        text = ctypes.create_string_buffer(256)
        if self._library.nnf_context_create(ctypes.byref(self._context), ctypes.byref(options), text, ctypes.c_size_t(len(text))):
            raise Error(text.value.decode())

    def _check(self, status):
        if status:
            e = self._library.nnf_context_error(self._context).contents
            raise Error(e.message.decode())

    def _weight(self, k):
        w = self._header["weights"][k]
        shape = (ctypes.c_int64 * max(len(w["shape"]), 1))(*w["shape"])
        memory = self._weights[k]
        address = memory.ctypes.data if memory.size else ctypes.addressof(shape)
        return native._Tensor(address, shape, None, len(w["shape"]), native._CODES[w["dtype"]]), (memory, shape)

    # -- arguments ------------------------------------------------------------------------------------------------------

    def _pick(self, tree, x, where, found):
        """Collects the tensors of `x`, which must be built as `tree` says."""
        if "input" in tree:
            found[tree["input"]] = self._tensor(x, where)
        elif "constant" in tree:
            if type(x) is not type(tree["constant"]) or x != tree["constant"]:
                raise ValueError("%s: it was saved for %s = %r, got %r" % (self.path, where, tree["constant"], x))
        elif "dict" in tree:
            if not hasattr(x, "keys") or set(x.keys()) != set(tree["dict"]):
                raise TypeError("%s: expected %s with %s, got %s" % (self.path, where, ", ".join(tree["dict"]) or "nothing",
                                ", ".join(map(str, x.keys())) or "nothing" if hasattr(x, "keys") else type(x).__name__))
            for name, inner in tree["dict"].items():
                self._pick(inner, x[name], name if where == "keyword arguments" else "%s[%r]" % (where, name), found)
        else:
            inner = tree.get("tuple", tree.get("list"))
            if not isinstance(x, (tuple, list)) or len(x) != len(inner):
                raise TypeError("%s: expected %d %s, got %s" % (self.path, len(inner), where, len(x) if isinstance(
                    x, (tuple, list)) else type(x).__name__))
            for i, (t, y) in enumerate(zip(inner, x)):
                self._pick(t, y, "%s %d" % (where, i), found)

    def _tensor(self, x, where):
        if _is_torch(x):
            torch = sys.modules["torch"]
            if x.device.type != "cpu" or x.layout != torch.strided or x.is_quantized:
                raise TypeError("%s: %s is on %s with layout %s, expected a dense tensor on the CPU" % (
                    self.path, where, x.device, x.layout))
            if x.requires_grad and torch.is_grad_enabled():
                raise RuntimeError("%s: %s requires gradients, which a saved function has not: call it under torch.no_grad()" % (
                    self.path, where))
            return x.resolve_neg()
        if not isinstance(x, (numpy.ndarray, numpy.generic)):
            raise TypeError("%s: %s is of type %s, expected a NumPy array or a torch tensor" % (self.path, where, type(x).__name__))
        return numpy.asarray(x)

    # -- a call ---------------------------------------------------------------------------------------------------------

    def __call__(self, *args, **kwargs):
        header, found = self._header, {}
        self._pick(header["args"], args, "positional arguments", found)
        self._pick(header["kwargs"], kwargs, "keyword arguments", found)
        given = []
        for a in header["arguments"]:
            if "weight" in a:
                given.append(self._weight(a["weight"]))
                continue
            x = found[a["input"]]
            have = str(x.dtype).removeprefix("torch.")
            if have != a["dtype"]:
                raise TypeError("%s: tensor %d is %s, expected %s" % (self.path, a["input"], have, a["dtype"]))
            if len(x.shape) != len(a["sizes"]) or any(s is not None and s != n for s, n in zip(a["sizes"], x.shape)):
                raise ValueError("%s: tensor %d is %s, expected %s" % (self.path, a["input"], "x".join(map(str, x.shape)) or "a scalar",
                                 "x".join("?" if s is None else str(s) for s in a["sizes"]) or "a scalar"))
            if any(s is None and n < 2 for s, n in zip(a["sizes"], x.shape)):
                raise ValueError("%s: an open size of tensor %d is %d, but must be at least 2: save the function for it" % (
                    self.path, a["input"], min(x.shape)))
            given.append(native._describe(x))
        if not all(_evaluate(e, found) for e in header["conditions"]):
            raise ValueError("%s: these sizes take another branch of the function: save it for them" % self.path)
        as_torch = any(_is_torch(x) for x in found.values())
        inputs = (native._Tensor * max(len(given), 1))(*[d for d, _ in given])
        with self._lock:
            if self._process != os.getpid():
                self._enter()
            results = self._run(inputs, as_torch)
        return self._build(header["outputs"], results, found, as_torch)

    def _run(self, inputs, as_torch):
        listed = self._header["results"]
        views, keep = (native._Tensor * max(len(listed), 1))(), []
        for view, r in zip(views, listed):
            shape = (ctypes.c_int64 * max(r["rank"], 1))()
            keep.append(shape)
            view.shape = ctypes.cast(shape, ctypes.POINTER(ctypes.c_int64))
            view.rank, view.dtype = r["rank"], native._CODES[r["dtype"]]
        self._check(self._kernel.shapes(self._handle, self._context, inputs, views))
        made = []
        for view, r, shape in zip(views, listed, keep):
            if -1 in list(shape)[:r["rank"]]:  # depends on values: the context makes it
                view.data = None
                made.append(None)
                continue
            y = _empty(list(shape)[:r["rank"]], r["dtype"], as_torch)
            view.data = (y.data_ptr() if as_torch else y.ctypes.data) or ctypes.addressof(shape)
            made.append(y)
        self._check(self._kernel.run(self._handle, self._context, inputs, views))
        for i, (view, r, shape) in enumerate(zip(views, listed, keep)):
            if made[i] is None:
                made[i] = y = _empty(list(shape)[:r["rank"]], r["dtype"], as_torch)
                size = y.numel() * y.element_size() if as_torch else y.nbytes
                ctypes.memmove(y.data_ptr() if as_torch else y.ctypes.data, view.data, size)
                self._library.nnf_context_free(self._context, view.data)
        return made

    def _build(self, tree, results, found, as_torch):
        again = lambda t: self._build(t, results, found, as_torch)  # noqa: E731
        if "result" in tree:
            y, order = results[tree["result"]], tree["order"]
            return y if order is None else y.permute(order) if as_torch else y.transpose(order)
        if "input" in tree:
            return found[tree["input"]]
        if "size" in tree:
            leaf, d = tree["size"]
            return int(found[leaf].shape[d])
        if "constant" in tree:
            return tree["constant"]
        if "dict" in tree:
            return {k: again(t) for k, t in tree["dict"].items()}
        return tuple(map(again, tree["tuple"])) if "tuple" in tree else list(map(again, tree["list"]))

    def __repr__(self):
        return "nnf.load(%r)" % self.path

    def __del__(self):
        if getattr(self, "_handle", None):
            self._kernel.destroy(self._handle)


def _empty(sizes, dtype, as_torch):
    if as_torch:
        torch = sys.modules["torch"]
        return torch.empty(sizes, dtype=getattr(torch, dtype))
    if dtype == "bfloat16":
        try:
            import ml_dtypes
        except ImportError:
            raise Error("a result is bfloat16, which NumPy has with the package ml_dtypes only") from None
        return numpy.empty(sizes, ml_dtypes.bfloat16)
    return numpy.empty(sizes, dtype)
