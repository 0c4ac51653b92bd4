# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The compilers of this process, and what a fork does to them and to locks: threads do not survive it, so the child makes
contexts anew, and a lock that another thread held at the fork would never be given back. Code and parameters stay."""

import os
import sys
import threading
import weakref

from . import native

_made, _forks, _owners = {}, [0], weakref.WeakKeyDictionary()


def forks():
    """How many forks lie between the first process and this one."""
    return _forks[0]


def add_lock(owner, kind=threading.Lock):
    """Gives an object or a module the attribute `_lock`, free again in the child of a fork."""
    owner._lock = kind()
    _owners[owner] = kind


def _forked():
    _forks[0] += 1
    for owner, kind in list(_owners.items()):
        owner._lock = kind()


os.register_at_fork(after_in_child=_forked)
add_lock(sys.modules[__name__])


def compiler(threads):
    """The process's compiler for a number of threads. A context serves one call at a time: its `busy` is the lock to hold
    while compiling and running with it."""
    key = (_forks[0], threads)
    with _lock:  # noqa: F821 (made by add_lock)
        found = _made.get(key)
        if found is None:
            found = _made[key] = native.Compiler(threads=threads)
            found.busy = threading.Lock()
        return found
