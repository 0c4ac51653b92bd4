# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""torch.nn.functional, compiled.

    import numpy, nnf
    nnf.functional.relu(numpy.array([-1.0, 2.0], "float32"))     # the functions, on NumPy arrays and torch tensors
    fast = nnf.jit(module)                                       # a PyTorch module or function as one program

NNF_LOG=1 says what is compiled; `python -m nnf doctor` says what was found and what is missing. Names are imported when
they are first used.
"""

__version__ = "0.1.0"

_WHERE = {"jit": "._jit_arrays", "export": ".capture.export", "load": "._saved", "lint": "._lint", "watch": "._watch", "lint_step": "._lint",
          "Finding": "._lint", "LintWarning": "._lint",
          "CaptureError": ".capture", "Error": "._session", "OutOfRange": "._session", "UnsupportedType": "._session", "set_num_threads": "._session", "manual_seed": "._random",
          "initial_seed": "._random", "load_safetensors": "._safetensors"}
_MODULES = ("functional", "native")

__all__ = [*_WHERE, "functional"]


def __getattr__(name):
    import importlib
    if name in _MODULES:
        return importlib.import_module("." + name, __name__)
    if name in _WHERE:
        return getattr(importlib.import_module(_WHERE[name], __name__), name)
    raise AttributeError("module 'nnf' has no attribute %r" % name)
