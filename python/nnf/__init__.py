# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""nnf: torch.nn.functional compiled. Names are imported when they are first used."""

_WHERE = {"jit": "._jit", "CaptureError": ".capture"}


def __getattr__(name):
    if name in _WHERE:
        import importlib
        return getattr(importlib.import_module(_WHERE[name], __name__), name)
    raise AttributeError("module 'nnf' has no attribute %r" % name)
