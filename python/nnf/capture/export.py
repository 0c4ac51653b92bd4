# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""nnf.export: a captured program as a file of IR and a file of weights, which nnf-runner runs without Python."""

import pathlib

import numpy
import torch

from .program import capture
from .save import refuse


def _array(t):
    t = t.detach().contiguous()
    if t.dtype == torch.bfloat16:  # as the ml_dtypes package stores it
        return t.view(torch.int16).numpy().view(numpy.dtype("<V2"))
    return t.numpy()


def export(function, args, path, kwargs=None):
    """Writes `path` (m.mlir) and, beside it, the weights one after the other (m.npy).

        nnf-runner m.mlir --input=@x.npy --input=*m.npy

    Inputs come first, in the order of `args`. Returns the paths that were written. What draws from torch's generator, or
    writes to a tensor, has no place in a file and is refused."""
    program = capture(function, tuple(args), dict(kwargs or {}))
    refuse("nnf.export", program)
    path = pathlib.Path(path)
    path.write_text(program.text, encoding="utf-8")
    weights = [a.tensor for a in program.arguments if a.kind == "bound"]
    if not weights:
        return [path]
    beside = path.with_suffix(".npy")
    with open(beside, "wb") as file:
        for t in weights:
            numpy.save(file, _array(t), allow_pickle=False)
    return [path, beside]
