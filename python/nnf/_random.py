# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Where random functions get their seeds: torch's generator for torch tensors, nnf's own for all others.

Random ops take a seed and an offset: element i is a function of both alone, so that a seed gives the same bits on any
number of threads. Every call has a seed of its own.
"""

import os
import sys

from ._compilers import add_lock

add_lock(sys.modules[__name__])
_seed = int.from_bytes(os.urandom(8), "little") >> 1
_calls = 0


def manual_seed(seed):
    """Makes the random functions on arrays other than torch's repeat from here."""
    global _seed, _calls
    if not hasattr(seed, "__index__"):
        raise TypeError(f"manual_seed(): the seed must be an integer, not {type(seed).__name__}")
    with _lock:
        _seed, _calls = seed.__index__() & 0x7FFFFFFFFFFFFFFF, 0


def initial_seed():
    """The seed that was set last, or drawn at the start."""
    return _seed


def draw(kind):
    """(seed, offset) for one call of a random op on arrays of this kind."""
    global _calls
    if kind.name == "captured":
        return kind.seed()
    if kind.name == "torch":
        torch = kind.module
        return int(torch.empty((), dtype=torch.int64).random_()), 0
    with _lock:
        # Calls are 2^40 counters apart: no two of them share a word.
        offset = _calls << 40 & 0x7FFFFFFFFFFFFFFF
        turn = _calls >> 23
        _calls += 1
        return (_seed + turn) & 0x7FFFFFFFFFFFFFFF, offset
