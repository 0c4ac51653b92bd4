# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Functions in files: Jitted.save and nnf.load."""

import dataclasses
import pathlib
import subprocess
import sys
import tempfile
import threading

import numpy
import torch
from common import Case, main
from torch import nn

import nnf


@dataclasses.dataclass
class Output:
    logits: object
    other: object = None


def mlp():
    return nn.Sequential(nn.Linear(8, 16), nn.GELU(), nn.LayerNorm(16), nn.Linear(16, 4)).eval()


class Files(Case):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name, "m.so")

    def saved(self, function, *args, **kwargs):
        with torch.no_grad():
            nnf.jit(function).save(self.path, *args, **kwargs)
        return nnf.load(self.path)

    def test_a_model_without_pytorch(self):
        model, x = mlp(), torch.randn(3, 8)
        with torch.no_grad():
            want = model(x)
            f = nnf.jit(model)
            with self.assertRaisesRegex(ValueError, "was not called yet"):
                f.save(self.path)
            f(x)
            f.save(self.path)
            self.close(nnf.load(self.path)(x), want)
        numpy.save(self.path.with_name("x.npy"), x.numpy())
        numpy.save(self.path.with_name("y.npy"), want.numpy())
        script = ("import sys, numpy, nnf; f = nnf.load(sys.argv[1] + '/m.so'); y = f(numpy.load(sys.argv[1] + '/x.npy'));"
                  "assert numpy.allclose(y, numpy.load(sys.argv[1] + '/y.npy'), atol=1e-5) and 'torch' not in sys.modules")
        subprocess.run([sys.executable, "-c", script, str(self.path.parent)], check=True)

    def test_open_sizes_and_conditions(self):
        def function(x):
            return x.reshape(-1) * 2 if x.shape[0] > 3 else x
        with torch.no_grad():
            nnf.jit(function, dynamic={"x": {0: "n"}}).save(self.path, torch.randn(5, 4))
        f = nnf.load(self.path)
        for n in (4, 9):
            x = torch.randn(n, 4)
            self.close(f(x), function(x))
        with self.assertRaisesRegex(ValueError, "another branch"):
            f(torch.randn(3, 4))
        with self.assertRaisesRegex(ValueError, "must be at least 2"):
            f(torch.randn(1, 4))

    def test_structures(self):
        def function(batch, scale, *, mask=None, flip=False):
            y = batch["x"] * scale
            if mask is not None:
                y = y.masked_fill(mask, 0.0)
            return Output(logits=y.t(), other=[batch["x"], (y.sum(), "text"), None])
        x, mask = torch.randn(2, 3), torch.tensor([[True, False, True]] * 2)
        f = self.saved(function, {"x": x}, 2.5, mask=mask)
        got, want = f({"x": x}, 2.5, mask=mask), function({"x": x}, 2.5, mask=mask)
        self.close(got, {"logits": want.logits, "other": want.other})
        got = f({"x": x.numpy()}, 2.5, mask=mask.numpy())
        numpy.testing.assert_allclose(got["logits"], want.logits.numpy(), rtol=1e-6)
        for args, kwargs, words in ((({"x": x}, 3.0), {"mask": mask}, "2.5, got 3.0"), (({"y": x}, 2.5), {"mask": mask}, "with x, got y"),
                                    (({"x": x}, 2.5), {}, "keyword arguments with mask, got nothing"),
                                    (({"x": x},), {"mask": mask}, "expected 2 positional arguments, got 1")):
            with self.assertRaisesRegex((TypeError, ValueError), words):
                f(*args, **kwargs)

    def test_element_types(self):
        for dtype in (torch.bfloat16, torch.float16, torch.float64, torch.int32, torch.uint8, torch.bool):
            x, w = torch.ones(2, 3).to(dtype), torch.tensor([1, 0, 1]).to(dtype)
            function = (lambda x: x & w) if dtype == torch.bool else (lambda x: x + w)
            self.close(self.saved(function, x)(x), function(x))

    def test_inputs_that_are_refused(self):
        f, x = self.saved(mlp(), torch.randn(3, 8)), torch.randn(3, 8)
        for bad, words in ((x.double(), "is float64, expected float32"), (torch.randn(3, 9), "is 3x9, expected 3x8"),
                           ([1.0], "is of type list"), (x.to_sparse(), "layout torch.sparse_coo"),
                           (x.clone().requires_grad_(), "requires gradients")):
            with self.assertRaisesRegex((TypeError, ValueError, RuntimeError), words):
                f(bad)
        for layout in (x.t().contiguous().t(), x.repeat(1, 2)[:, ::2]):
            self.close(f(layout), f(layout.contiguous()))

    def test_what_has_no_form_in_a_file(self):
        x = torch.randn(3, 8)
        for function, words in ((nn.Dropout(), "draws random numbers"), (lambda x: x.add_(1), "writes to its inputs"),
                                (lambda x: x[1:], "is a view of an input"), (lambda x: {"y": x, "z": object()}, "of type object")):
            with self.assertRaisesRegex(ValueError, words):
                nnf.jit(function).save(self.path, x)
            self.assertFalse(self.path.exists())

    def test_damaged_files(self):
        self.saved(mlp(), torch.randn(3, 8))
        whole, path = self.path.read_bytes(), self.path.with_name("damaged.so")
        for damaged, words in ((whole[:-100], "its footer is missing"), (whole[:-10] + b"\x7f" + whole[-9:], "is damaged"),
                               (b"", "its footer is missing"), (b"x" + whole, "is damaged")):
            path.write_bytes(damaged)
            with self.assertRaisesRegex(nnf.Error, words):
                nnf.load(path)
        with self.assertRaises(FileNotFoundError):
            nnf.load(self.path.with_name("none.so"))

    def test_threads(self):
        f, results = self.saved(mlp(), torch.randn(3, 8)), []

        def work(k):
            x = torch.full((3, 8), float(k))
            want = f(x)
            results.append(all(torch.equal(f(x), want) for _ in range(100)))
        workers = [threading.Thread(target=work, args=(k,)) for k in range(4)]
        for w in workers:
            w.start()
        for w in workers:
            w.join()
        self.assertEqual(results, [True] * 4)


if __name__ == "__main__":
    main()
