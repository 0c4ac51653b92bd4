# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Calls a module that was compiled ahead of time, from Python with ctypes alone. See README.md.

    python3 call.py ./libclassifier.so
"""
import ctypes as C
import sys

F32, I64 = 12, 8  # nnf_dtype


class Tensor(C.Structure):  # nnf_tensor
    _fields_ = [("data", C.c_void_p), ("shape", C.POINTER(C.c_int64)), ("strides", C.POINTER(C.c_int64)),
                ("rank", C.c_int32), ("dtype", C.c_int32)]


CREATE = C.CFUNCTYPE(C.c_int, C.POINTER(C.c_void_p), C.c_void_p, C.POINTER(Tensor))
CALL = C.CFUNCTYPE(C.c_int, C.c_void_p, C.c_void_p, C.POINTER(Tensor), C.POINTER(Tensor))


class Kernel(C.Structure):  # nnf_kernel
    _fields_ = [("abi_version", C.c_uint32), ("struct_size", C.c_uint32), ("strings", C.c_void_p),
                ("signature", C.c_void_p), ("create", CREATE), ("destroy", C.CFUNCTYPE(None, C.c_void_p)),
                ("shapes", CALL), ("run", CALL)]


class Failure(C.Structure):  # nnf_error
    _fields_ = [("status", C.c_int32), ("op", C.c_char_p), ("location", C.c_char_p), ("message", C.c_char_p)]


def array(shape, values, dtype=F32):
    """Memory for a tensor; the descriptor keeps it alive."""
    count = 1
    for size in shape:
        count *= size
    values = list(values)[:count] if values is not None else [0] * count
    data = ((C.c_float if dtype == F32 else C.c_int64) * max(count, 1))(*values)
    tensor = Tensor(C.cast(data, C.c_void_p), (C.c_int64 * max(len(shape), 1))(*shape), None, len(shape), dtype)
    tensor.memory, tensor.count = data, count
    return tensor


def fill(shape, seed):
    return array(shape, (((i * 37 + seed * 11) % 19 - 9) / 16 for i in range(10**6)))


class Library:
    def __init__(self, path):
        self.library = C.CDLL(path)
        self.library.nnf_context_error.restype = C.POINTER(Failure)
        self.library.nnf_context_error.argtypes = [C.c_void_p]
        self.library.nnf_context_destroy.argtypes = [C.c_void_p]
        self.context = C.c_void_p()
        message = C.create_string_buffer(256)
        if self.library.nnf_context_create(C.byref(self.context), None, message, 256):
            raise RuntimeError(message.value.decode())

    def check(self, status):
        if status:
            error = self.library.nnf_context_error(self.context).contents
            raise RuntimeError(f"{error.op.decode()}: {error.message.decode()}")

    def kernel(self, name):
        return Kernel.in_dll(self.library, name + "_kernel")

    def create(self, name, *parameters):
        handle = C.c_void_p()
        self.check(self.kernel(name).create(C.byref(handle), self.context, (Tensor * len(parameters))(*parameters)))
        return handle

    def run(self, name, handle, rank, *inputs):
        kernel, given = self.kernel(name), (Tensor * len(inputs))(*inputs)
        shape = (C.c_int64 * max(rank, 1))()
        asked = (Tensor * 1)(Tensor(None, shape, None, rank, F32))
        self.check(kernel.shapes(handle, self.context, given, asked))
        result = array(list(shape)[:rank], None)
        self.check(kernel.run(handle, self.context, given, C.pointer(result)))
        return list(shape)[:rank], list(result.memory)[:result.count]


def main():
    library = Library(sys.argv[1])
    weights = [fill((16, 4), 1), fill((16,), 2), fill((3, 16), 3), fill((3,), 4)]
    handle = library.create("classify", *weights)
    for batch in (0, 2, 4):
        shape, values = library.run("classify", handle, 2, fill((batch, 4), 5))
        print("batch", batch)
        for i in range(shape[0]):
            print("  " + " ".join(f"{value:.4f}" for value in values[3 * i:3 * i + 3]))
    library.kernel("classify").destroy(handle)
    logits = array((2, 3), [2, 1, 0, 0, 1, 2])
    try:
        library.run("loss", None, 0, logits, array((2,), [0, 7], I64))
    except RuntimeError as error:
        print("loss:", error)
    _, (mean,) = library.run("loss", None, 0, logits, array((2,), [0, 2], I64))
    print(f"loss {mean:.4f}")
    library.library.nnf_context_destroy(library.context)


main()
