# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""`python -m nnf doctor`: what was found and what is missing. `python -m nnf stubs`: the type stubs' text."""

import importlib
import platform
import sys
import time


def _line(good, text):
    print(("ok       " if good else "MISSING  ") + text)
    return good


def doctor():
    from . import __version__, native
    good = _line(True, f"nnf {__version__} for Python {platform.python_version()} on {platform.platform()}")
    for name, needed in (("numpy", True), ("torch", False)):
        try:
            module = importlib.import_module(name)
            _line(True, f"{name} {module.__version__}")
        except ImportError as error:
            if needed:
                good = _line(False, f"{name}: {error}")
            else:
                print(f"         {name} is not installed (it is not needed)")
    place = native.find_library()
    if place is None:
        return _line(False, "libnnf-c.so: build it, or say where it is in NNF_LIBRARY")
    good &= _line(place.with_name("nnf-ops.json").exists(), f"{place.with_name('nnf-ops.json')} (the op records)")
    try:
        began = time.perf_counter()
        from . import functional
        from ._session import cache_directory, session
        started = session()
        _line(True, f"{place}, loaded in {1e3 * (time.perf_counter() - began):.0f} ms")
    except Exception as error:  # noqa: BLE001 (whatever is wrong is what doctor reports)
        return _line(False, f"{place}: {error}")
    path, reason = cache_directory()
    if reason:
        print(f"         no cache of compiled code: {path}: {reason}")
    else:
        _line(True, f"cache of compiled code in {path}")
    missing = len(functional._missing)
    _line(True, f"{len(functional.__all__)} functions" + (f", {missing} without an op" if missing else ""))
    try:
        import numpy
        x = numpy.array([-1.0, 0.0, 2.0], "float32")
        began = time.perf_counter()
        y = functional.relu(x)
        spent = 1e3 * (time.perf_counter() - began)
        good &= _line(bool((y == numpy.maximum(x, 0)).all()), f"relu of three numbers, compiled and run in {spent:.0f} ms")
        kernel = next(iter(started.kernels.values()))
        print("         for " + started.library.nnf_kernel_target(kernel.table).decode()[:100])
        print(f"         {started.library.nnf_context_threads(started.idle[-1])} threads; build "
              + started.library.nnf_kernel_build(kernel.table).decode())
    except Exception as error:  # noqa: BLE001
        good = _line(False, f"relu does not run: {error}")
    return good


def main():
    command = sys.argv[1:]
    if command == ["doctor"]:
        sys.exit(0 if doctor() else 1)
    if command == ["stubs"]:
        from .functional import _docs, _signatures
        print(_docs.stub(_signatures), end="")
        return
    sys.exit("usage: python -m nnf doctor | stubs")


main()
