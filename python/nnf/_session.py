# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The process's compiler, its contexts and its kernels.

A kernel is compiled once for an op, its attributes, and the element types, ranks and size-1 dimensions of its operands;
the library keeps the code on disk, under a key that holds the CPU and the build too. A context serves one call at a time,
so calls take one from a list of idle ones: there are as many as there were calls at once.
"""

import atexit
import ctypes
import os
import pathlib
import stat
import sys
import threading
import time

from . import native

INPUT, OUTPUT = 1, 2


class Error(RuntimeError, ValueError):
    """What an op or the compiler refused, in its words. PyTorch raises RuntimeError for some of these mistakes and
    ValueError for others; this is both."""


class OutOfRange(Error, IndexError):
    """A dimension, label or index that is not there."""


class UnsupportedType(TypeError, NotImplementedError):
    """An element type that nnf or the function does not have. (NotImplementedError is a RuntimeError.)"""


def log_level():
    """$NNF_LOG: 0 or unset says nothing, 1 what is compiled, 2 also copies of arrays and what is read from the cache."""
    text = os.environ.get("NNF_LOG", "")
    return int(text) if text.isdigit() else 1 if text else 0


def log(level, text):
    if log_level() >= level:
        print("nnf: " + text, file=sys.stderr)


def cache_directory():
    """Where compiled code is kept, and why the library would not use it: "" where it does."""
    place = os.environ.get("NNF_CACHE_DIR")
    if place is None:
        base = os.environ.get("XDG_CACHE_HOME") or (os.environ.get("HOME") and os.path.join(os.environ["HOME"], ".cache"))
        if not base:
            return None, "neither HOME nor XDG_CACHE_HOME is set"
        place = os.path.join(base, "nnf")
    path = pathlib.Path(place)
    if not path.exists():
        return path, ""
    found = path.stat()
    if found.st_uid != os.geteuid():
        return path, f"it belongs to user {found.st_uid}, not to {os.geteuid()}"
    if stat.S_IMODE(found.st_mode) & 0o022:
        return path, f"others may write to it (mode {stat.S_IMODE(found.st_mode):o}): chmod 700 {path}"
    return path, ""


class Kernel:
    """Compiled code and its handle. Lives as long as the process."""

    __slots__ = ("run", "shapes", "handle", "outputs", "table", "executable")

    def __init__(self, session, executable):
        library = session.library
        pointer = library.nnf_executable_kernel(executable)
        table = pointer.contents
        self.executable, self.table = executable, pointer
        # Addresses instead of typed pointers: a call converts nothing.
        call = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
        self.run = call(ctypes.cast(table.run, ctypes.c_void_p).value)
        self.shapes = call(ctypes.cast(table.shapes, ctypes.c_void_p).value)
        handle = ctypes.c_void_p()
        context = session.take_context()
        status = table.create(ctypes.byref(handle), context, None)
        if status:
            raise Error(session.error(context))
        session.idle.append(context)
        self.handle = handle.value
        info = native.ParameterInfo()
        self.outputs = []
        for i in range(library.nnf_kernel_count(pointer, OUTPUT)):
            library.nnf_kernel_parameter(pointer, OUTPUT, i, ctypes.byref(info))
            self.outputs.append((info.dtype, info.rank))


class Session:
    def __init__(self, threads=0):
        self.threads = threads
        self.library = native.load()
        self.lock = threading.RLock()
        self.idle = []
        self.kernels = {}
        self.compiled = 0
        message = ctypes.c_void_p()
        self._compiler = self.library.nnf_compiler_create(b"native", b"", ctypes.byref(message))
        if not self._compiler:
            raise Error(self._take_text(message))
        self.idle.append(self._make_context(0))
        place, reason = cache_directory()
        if reason:
            log(1, f"the cache of compiled code {place} is not used: {reason}")

    def _make_context(self, flags):
        context = ctypes.c_void_p()
        options = native._ContextOptions(struct_size=ctypes.sizeof(native._ContextOptions), threads=self.threads,
                                         flags=flags)
        text = ctypes.create_string_buffer(256)
        if self.library.nnf_context_create(ctypes.byref(context), ctypes.byref(options), text, len(text)):
            raise Error(text.value.decode())
        return context.value

    def take_context(self):
        try:
            return self.idle.pop()
        except IndexError:
            # A second call at the same time: its threads are left to the system, the first one's have the cores.
            return self._make_context(2)

    def error(self, context):
        """Why the last call on a context failed; the context is idle again."""
        record = self.library.nnf_context_error(context).contents
        text = record.message.decode()
        self.idle.append(context)
        return text

    def _take_text(self, message):
        text = ctypes.cast(message, ctypes.c_char_p).value.decode()
        self.library.nnf_free_text(message)
        return text.strip()

    def kernel(self, op, operands, attributes, gradients=()):
        """The kernel of `op` ("leaky_relu") for operand types and attributes as text; Error with what the op says."""
        key = (op, operands, attributes, gradients)
        found = self.kernels.get(key)
        if found is not None:
            return found
        with self.lock:
            found = self.kernels.get(key)
            if found is None:
                found = self.kernels[key] = self._compile(*key)
            return found

    def _compile(self, op, operands, attributes, gradients):
        wanted = (ctypes.c_int32 * len(gradients))(*gradients)
        request = native.OpRequest(struct_size=ctypes.sizeof(native.OpRequest), threads=1, opt_level=1, cache=1,
                                   op=b"nnf." + op.encode(), operands=operands.encode(),
                                   attributes=attributes.encode(), gradients=wanted, gradient_count=len(gradients))
        message = ctypes.c_void_p()
        began = time.perf_counter()
        executable = self.library.nnf_compile_op(self._compiler, ctypes.byref(request), ctypes.byref(message))
        if not executable:
            raise Error(self._take_text(message))
        kernel = Kernel(self, executable)
        cached = self.library.nnf_executable_was_cached(executable)
        self.compiled += not cached
        if log_level():
            log(2 if cached else 1, "%s nnf.%s(%s) %s%s in %.1f ms" % (
                "read from the cache" if cached else "compiled", op, operands, attributes,
                " gradients of " + ", ".join(map(str, gradients)) if gradients else "",
                1e3 * (time.perf_counter() - began)))
        return kernel

    def after_fork(self):
        """In a child process: the contexts' threads are not there, and a lock may be held by a thread that is not either."""
        self.lock = threading.RLock()
        self.idle.clear()

    def close(self):
        while self.idle:
            self.library.nnf_context_destroy(self.idle.pop())


_session = None
_making = threading.Lock()
_threads = 0


def session():
    """The process's session, made when it is first needed."""
    global _session
    if _session is None:
        with _making:
            if _session is None:
                _session = Session(_threads)
                atexit.register(_session.close)
                if hasattr(os, "register_at_fork"):
                    os.register_at_fork(after_in_child=_session.after_fork)
    return _session


def set_num_threads(n):
    """Threads that work on a call: 0 for one per physical core. Call it before the first function is called."""
    global _threads
    if n < 0 or int(n) != n:
        raise ValueError(f"the number of threads must be 0 or more, got {n}")
    if _session is not None and _session.threads != n:
        raise RuntimeError("set_num_threads must come before the first call of a function")
    _threads = int(n)
