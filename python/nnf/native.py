# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""libnnf-c through ctypes: compile a module's function, call it on torch tensors or NumPy arrays.

    compiler = Compiler()
    f = compiler.compile(text, "f")           # nnf.native.Error with all diagnostics when it does not compile
    y = f(x)                                  # a tensor of the library that x comes from, or a tuple of them
    run = f.plan(x); run(); run.outputs       # the same without any overhead: descriptors are made once

A call releases the interpreter lock (ctypes does). A Kernel serves one call at a time.
"""

import ctypes
import os
import pathlib

_NAMES = {1: "bool", 2: "int8", 3: "uint8", 4: "int16", 6: "int32", 8: "int64", 10: "float16", 11: "bfloat16",
          12: "float32", 13: "float64"}
_CODES = {name: code for code, name in _NAMES.items()}
_OUTPUT = 2  # nnf_role
_MAX_RANK = 16


class Error(RuntimeError):
    """What the compiler or a running function refused, in its words."""


class _Tensor(ctypes.Structure):
    _fields_ = [("data", ctypes.c_void_p), ("shape", ctypes.POINTER(ctypes.c_int64)),
                ("strides", ctypes.POINTER(ctypes.c_int64)), ("rank", ctypes.c_int32), ("dtype", ctypes.c_int32)]


class _ErrorRecord(ctypes.Structure):
    _fields_ = [("status", ctypes.c_int32), ("op", ctypes.c_char_p), ("location", ctypes.c_char_p),
                ("message", ctypes.c_char_p)]


class CompileOptions(ctypes.Structure):
    """nnf_compile_options of nnf/CAPI/Compiler.h."""
    _fields_ = [("struct_size", ctypes.c_uint32), ("threads", ctypes.c_int32), ("opt_level", ctypes.c_int32),
                ("cache", ctypes.c_int32)]


class _ContextOptions(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_uint32), ("flags", ctypes.c_uint32), ("threads", ctypes.c_int32),
                ("allocate", ctypes.c_void_p), ("release", ctypes.c_void_p), ("user", ctypes.c_void_p),
                ("cache_limit", ctypes.c_uint64)]


class Counters(ctypes.Structure):
    """nnf_counters of nnf/Runtime/Abi.h."""
    _fields_ = [(name, ctypes.c_uint64) for name in (
        "calls", "temporaries", "temporary_bytes", "system_allocations", "system_bytes", "copies", "copied_bytes", "parallel_regions",
        "serial_regions", "live_bytes", "peak_bytes")]


_CALL = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.POINTER(_Tensor), ctypes.POINTER(_Tensor))
_CREATE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_void_p), ctypes.c_void_p, ctypes.POINTER(_Tensor))
_DESTROY = ctypes.CFUNCTYPE(None, ctypes.c_void_p)


class _Kernel(ctypes.Structure):
    _fields_ = [("abi_version", ctypes.c_uint32), ("struct_size", ctypes.c_uint32), ("strings", ctypes.c_void_p),
                ("signature", ctypes.c_void_p), ("create", _CREATE), ("destroy", _DESTROY), ("shapes", _CALL),
                ("run", _CALL)]


class OpRequest(ctypes.Structure):
    """nnf_op_request of nnf/CAPI/Compiler.h."""
    _fields_ = [("struct_size", ctypes.c_uint32), ("threads", ctypes.c_int32), ("opt_level", ctypes.c_int32),
                ("cache", ctypes.c_int32), ("op", ctypes.c_char_p), ("operands", ctypes.c_char_p),
                ("attributes", ctypes.c_char_p), ("gradients", ctypes.POINTER(ctypes.c_int32)),
                ("gradient_count", ctypes.c_int32)]


class ParameterInfo(ctypes.Structure):
    """nnf_parameter_info of nnf/Runtime/Abi.h."""
    _fields_ = [("name", ctypes.c_char_p), ("dtype", ctypes.c_int32), ("any_sign", ctypes.c_int32),
                ("rank", ctypes.c_int32), ("shape", ctypes.POINTER(ctypes.c_int64))]


def find_library(path=None):
    """Where libnnf-c.so is: `path`, $NNF_LIBRARY, in the package, or in the build folders of the checkout this file is
    in. None where it is in none of these places."""
    package = pathlib.Path(__file__).resolve().parent
    root = package.parents[1]
    if path or "NNF_LIBRARY" in os.environ:
        places = [path or os.environ["NNF_LIBRARY"]]
    else:
        places = [package / "lib" / "libnnf-c.so"]
        places += [root / build / "lib" / "libnnf-c.so" for build in ("build", "build-dev")]
    return next((pathlib.Path(place) for place in places if place and os.path.exists(place)), None)


def load(path=None):
    """The library with the types of its functions; Error where it is not found or cannot be loaded."""
    place = find_library(path)
    if place is None:
        raise Error("libnnf-c.so was not found; build it, or say where it is in NNF_LIBRARY")
    try:
        library = ctypes.CDLL(str(place))
    except OSError as error:
        raise Error(f"{place} cannot be loaded: {error}") from None
    pointer, text = ctypes.c_void_p, ctypes.c_char_p
    for name, result, arguments in [
        ("nnf_compiler_create", pointer, [text, text, ctypes.POINTER(pointer)]),
        ("nnf_compiler_destroy", None, [pointer]),
        ("nnf_compile", pointer, [pointer, text, ctypes.c_size_t, text, pointer, ctypes.POINTER(pointer)]),
        ("nnf_compile_shared", ctypes.c_int, [pointer, text, ctypes.c_size_t, text, text, text, ctypes.POINTER(pointer)]),
        ("nnf_compile_op", pointer, [pointer, ctypes.POINTER(OpRequest), ctypes.POINTER(pointer)]),
        ("nnf_executable_kernel", ctypes.POINTER(_Kernel), [pointer]),
        ("nnf_executable_was_cached", ctypes.c_int, [pointer]),
        ("nnf_executable_destroy", None, [pointer]),
        ("nnf_free_text", None, [pointer]),
        ("nnf_context_create", ctypes.c_int, [ctypes.POINTER(pointer), pointer, text, ctypes.c_size_t]),
        ("nnf_context_destroy", None, [pointer]),
        ("nnf_context_error", ctypes.POINTER(_ErrorRecord), [pointer]),
        ("nnf_context_free", None, [pointer, pointer]),
        ("nnf_context_counters", None, [pointer, ctypes.POINTER(Counters)]),
        ("nnf_context_reset_counters", None, [pointer]),
        ("nnf_context_threads", ctypes.c_int32, [pointer]),
        ("nnf_parse", pointer, [pointer, text, ctypes.c_size_t, text, ctypes.POINTER(pointer)]),
        ("nnf_module_destroy", None, [pointer]),
        ("nnf_module_text", pointer, [pointer]),
        ("nnf_module_watch", ctypes.c_int, [pointer, ctypes.POINTER(pointer)]),
        ("nnf_kernel_count", ctypes.c_int32, [ctypes.POINTER(_Kernel), ctypes.c_int]),
        ("nnf_kernel_parameter", ctypes.c_int, [ctypes.POINTER(_Kernel), ctypes.c_int, ctypes.c_int32,
                                                ctypes.POINTER(ParameterInfo)]),
        ("nnf_kernel_reads_parameter", ctypes.c_int32, [ctypes.POINTER(_Kernel), ctypes.c_int32]),
        ("nnf_handle_bytes", ctypes.c_uint64, [pointer]),
        ("nnf_kernel_target", text, [ctypes.POINTER(_Kernel)]),
        ("nnf_kernel_build", text, [ctypes.POINTER(_Kernel)]),
    ]:
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


class Compiler:
    """A compiler for one CPU, and the threads its kernels run on. `threads` 0: one per physical core."""

    def __init__(self, threads=0, cpu="native", library=None):
        self._library = load(library)
        message = ctypes.c_void_p()
        self._compiler = self._library.nnf_compiler_create(cpu.encode(), b"", ctypes.byref(message))
        if not self._compiler:
            raise Error(self._take(message))
        self._context = ctypes.c_void_p()
        options = _ContextOptions(struct_size=ctypes.sizeof(_ContextOptions), threads=threads)
        text = ctypes.create_string_buffer(256)
        if self._library.nnf_context_create(ctypes.byref(self._context), ctypes.byref(options), text, len(text)):
            raise Error(text.value.decode())

    @property
    def threads(self):
        return self._library.nnf_context_threads(self._context)

    def compile(self, text, function=None):
        """The Kernel of `function` (the only public one where None) of a module as text."""
        message, source = ctypes.c_void_p(), text.encode()
        executable = self._library.nnf_compile(self._compiler, source, len(source), function and function.encode(),
                                               None, ctypes.byref(message))
        if not executable:
            raise Error(self._take(message))
        return Kernel(self, executable)

    def save(self, text, path, cpus=()):
        """Compiles all public functions of a module as text into the shared library `path`."""
        message, source = ctypes.c_void_p(), text.encode()
        if self._library.nnf_compile_shared(self._compiler, source, len(source), None, ",".join(cpus).encode(), os.fsencode(path),
                                            ctypes.byref(message)):
            raise Error(self._take(message))

    def peak(self, call):
        """Bytes of temporaries that a call of `call` had in use at most."""
        counters = Counters()
        self._library.nnf_context_reset_counters(self._context)
        call()
        self._library.nnf_context_counters(self._context, ctypes.byref(counters))
        return counters.peak_bytes

    def _take(self, message):
        text = ctypes.cast(message, ctypes.c_char_p).value.decode()
        self._library.nnf_free_text(message)
        return text.strip()

    def _check(self, status):
        if status:
            e = self._library.nnf_context_error(self._context).contents
            place = e.location.decode()
            raise Error((place + ": " if place else "") + e.message.decode())


def _describe(x):
    """The descriptor of a tensor, and what must stay alive with it."""
    torch_like = hasattr(x, "data_ptr")
    rank = x.dim() if torch_like else x.ndim
    name = str(x.dtype).removeprefix("torch.")
    if name not in _CODES:
        raise Error(f"no element type for {name}")
    strides = x.stride() if torch_like else [s // x.itemsize for s in x.strides]
    shape = (ctypes.c_int64 * max(rank, 1))(*x.shape)
    steps = (ctypes.c_int64 * max(rank, 1))(*strides)
    data = x.data_ptr() if torch_like else x.ctypes.data
    return _Tensor(data, shape, steps, rank, _CODES[name]), (x, shape, steps)


class Kernel:
    """A compiled function."""

    def __init__(self, compiler, executable):
        self._compiler, self._executable = compiler, executable
        self._kernel = compiler._library.nnf_executable_kernel(executable).contents
        self._handle = ctypes.c_void_p()
        compiler._check(self._kernel.create(ctypes.byref(self._handle), compiler._context, None))
        self._outputs = compiler._library.nnf_kernel_count(self._kernel, _OUTPUT)

    def __del__(self):
        if getattr(self, "_handle", None):
            self._kernel.destroy(self._handle)
        if getattr(self, "_executable", None):
            self._compiler._library.nnf_executable_destroy(self._executable)

    def plan(self, *inputs):
        """A callable that runs on these very tensors; its results are always the same `outputs`."""
        return _Plan(self, inputs)

    def __call__(self, *inputs):
        run = self.plan(*inputs)
        run()
        return run.outputs[0] if len(run.outputs) == 1 else tuple(run.outputs)


class _Plan:
    def __init__(self, kernel, inputs):
        self._kernel, compiler = kernel, kernel._compiler
        described = [_describe(x) for x in inputs]
        self._keep = [d[1] for d in described]
        self._inputs = (_Tensor * max(len(inputs), 1))(*[d[0] for d in described])
        self._results = (_Tensor * max(kernel._outputs, 1))()
        for result in self._results:
            shape = (ctypes.c_int64 * _MAX_RANK)()
            self._keep.append(shape)
            result.shape = ctypes.cast(shape, ctypes.POINTER(ctypes.c_int64))
        table = kernel._kernel
        compiler._check(table.shapes(kernel._handle, compiler._context, self._inputs, self._results))
        self.outputs = []
        for result in list(self._results)[: kernel._outputs]:
            sizes = [result.shape[d] for d in range(result.rank)]
            y = self._empty(inputs, sizes, _NAMES[result.dtype])
            self.outputs.append(y)
        for result, y in zip(self._results, self.outputs):
            result.data = y.data_ptr() if hasattr(y, "data_ptr") else y.ctypes.data
        self._call = (table.run, kernel._handle, compiler._context, self._inputs, self._results)

    @staticmethod
    def _empty(inputs, sizes, name):
        if any(hasattr(x, "data_ptr") for x in inputs):
            import torch
            return torch.empty(sizes, dtype=getattr(torch, name))
        import numpy
        return numpy.empty(sizes, dtype=name)

    def __call__(self):
        run, *arguments = self._call
        status = run(*arguments)
        if status:
            self._kernel._compiler._check(status)
        return self.outputs
