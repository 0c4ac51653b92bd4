# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What the tests of capture share: comparison with PyTorch, values and dtypes and structure."""

import copy
import unittest
import warnings

import torch
from torch.utils import _pytree as pytree

import nnf


class Case(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(0)
        warnings.simplefilter("ignore")

    def close(self, got, want, rtol=1e-4, atol=1e-5):
        """The same structure, and tensors of the same shapes and dtypes with close values."""
        a, spec = pytree.tree_flatten(got)
        b, wanted = pytree.tree_flatten(want)
        self.assertEqual(spec, wanted)
        for x, y in zip(a, b):
            if isinstance(y, torch.Tensor):
                torch.testing.assert_close(x.detach(), y.detach(), rtol=rtol, atol=atol, equal_nan=True, check_stride=False)
            else:
                self.assertEqual(type(x), type(y))
                self.assertEqual(x, y)

    def same(self, function, *args, rtol=1e-4, atol=1e-5, **kwargs):
        """Runs a function by nnf and by PyTorch, each on arguments of its own, and compares results and arguments after it.
        Returns the Jitted."""
        compiled = nnf.jit(function)
        mine, theirs = copy.deepcopy((args, kwargs)), copy.deepcopy((args, kwargs))
        with torch.no_grad():
            got = compiled(*mine[0], **mine[1])
            want = function(*theirs[0], **theirs[1])
        self.close(got, want, rtol, atol)
        self.close(mine, theirs, rtol, atol)
        return compiled


def main():
    unittest.main(verbosity=1)
