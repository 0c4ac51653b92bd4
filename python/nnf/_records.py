# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The op records of the library at hand: the file nnf-ops.json beside it, which python/records.py makes."""

import functools
import json

from . import native


@functools.lru_cache(maxsize=None)
def records():
    """Operands, attributes, results and texts of every op, by its name; {} where there is no library."""
    place = native.find_library()
    if place is None:
        return {}
    path = place.with_name("nnf-ops.json")
    if not path.exists():
        return {}
    return json.loads(path.read_text(encoding="utf-8"))
