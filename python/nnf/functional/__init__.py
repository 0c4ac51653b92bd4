# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The functions of torch.nn.functional on NumPy arrays, torch tensors and whatever speaks DLPack.

    import nnf.functional as F
    F.softmax(logits, dim=0)

Names, parameters, defaults and results are PyTorch's. A function returns arrays of the kind it is given; it is compiled
when it is first called for an element type and a rank, and works for all sizes from then on.
"""

import importlib
import pathlib

from . import _binding

_folder = pathlib.Path(__file__).parent
for _file in sorted(_folder.glob("*.py")):
    if not _file.stem.startswith("_"):
        importlib.import_module("." + _file.stem, __name__)

_signatures = _binding.read((_folder / "signatures.txt").read_text(encoding="utf-8"))
_missing = {}
for _name, _signature in _signatures.items():
    _function = _binding.make(_signature)
    if isinstance(_function, str):
        _missing[_name] = _function
    else:
        globals()[_name] = _function

__all__ = [name for name in _signatures if name not in _missing]


def __getattr__(name):
    if name in _missing:
        raise AttributeError(f"nnf.functional.{name} is not there: {_missing[name]}")
    raise AttributeError(f"module 'nnf.functional' has no attribute '{name}'")


def __dir__():
    return sorted(__all__)
