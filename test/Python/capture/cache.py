# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compiled programs on disk: found again by another process, and never taken from where they should not be."""

import os
import pathlib
import stat
import subprocess
import sys
import tempfile

from common import Case, main

SCRIPT = """
import torch, nnf
torch.manual_seed(0)
model = torch.nn.Sequential(torch.nn.Linear(8, 16), torch.nn.GELU(), torch.nn.Linear(16, 4)).eval()
x = torch.randn(3, 8)
with torch.no_grad():
    f = nnf.jit(model)
    torch.testing.assert_close(f(x), model(x), rtol=1e-4, atol=1e-5)
bound = next(iter(f._entries.values()))[0].bound
print(bound.cached)
"""


class Cache(Case):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.place = pathlib.Path(folder.name, "nnf")

    def run_once(self, place=None):
        """Whether the program came from the disk."""
        done = subprocess.run([sys.executable, "-c", SCRIPT], env={**os.environ, "NNF_CACHE_DIR": str(place or self.place)},
                              check=False, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.strip() == "True"

    def test_found_again_and_damaged(self):
        self.assertFalse(self.run_once())
        self.assertEqual(stat.S_IMODE(self.place.stat().st_mode), 0o700)
        self.assertTrue(self.run_once())
        files = [f for f in self.place.rglob("*") if f.is_file()]
        self.assertTrue(files)
        for damage in (lambda b: b[:len(b) // 2], lambda b: b[:200] + bytes(x ^ 255 for x in b[200:]), lambda b: b""):
            for f in files:
                f.write_bytes(damage(f.read_bytes()))
            self.assertFalse(self.run_once())
        self.assertTrue(self.run_once())

    def test_places_that_are_not_used(self):
        self.place.mkdir(mode=0o777)
        self.place.chmod(0o777)
        self.assertFalse(self.run_once())
        self.assertEqual(list(self.place.iterdir()), [])
        self.place.chmod(0o700)
        if os.geteuid() == 0:
            os.chown(self.place, 12345, -1)
            self.assertFalse(self.run_once())
            self.assertEqual(list(self.place.iterdir()), [])
        file = self.place.with_name("file")
        file.write_text("no directory")
        self.assertFalse(self.run_once(file / "nnf"))


if __name__ == "__main__":
    main()
