# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What one may ask of a captured program: its text, a summary, lints, a file that nnf-runner runs."""

import pathlib
import subprocess
import tempfile

import numpy
import torch
from common import Case, main
from torch import nn

import nnf
from nnf import native


def tool(name):
    return str(native.find_library().resolve().parents[1] / "bin" / name)


class Tools(Case):
    def test_summary(self):
        model = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU(), nn.Flatten(), nn.Linear(288, 10)).eval()
        table = nnf.jit(model).summary(torch.randn(2, 3, 8, 8))
        self.assertEqual([r[:4] for r in table.rows], [("0", "nnf.conv2d", "2x8x6x6", 224), ("1", "nnf.relu", "2x8x6x6", None),
                                                       ("3", "nnf.linear", "2x10", 2890)])
        self.assertEqual([r[4] for r in table.rows], [2 * 576 * 27, 576, 2 * 20 * 288])
        self.assertEqual(table.parameters, 224 + 2890)
        self.assertIn("nnf.conv2d", str(table))
        self.assertIn("<td>nnf.linear</td>", table._repr_html_())

    @staticmethod
    def bound(f, grad, x):
        with torch.set_grad_enabled(grad):
            f(x)
            f(x)
        return next(iter(reversed(f._entries.values())))[0].bound

    def test_memory(self):
        model = nn.Sequential(nn.Embedding(1000, 256), nn.Softmax(-1), nn.Linear(256, 512)).eval()
        x, table, weight = torch.randint(0, 1000, (4, 64)), 1000 * 256 * 4, (256 * 512 + 512) * 4
        f, frozen = nnf.jit(model), nnf.jit(model, freeze=True)
        state = torch.get_rng_state()
        with torch.no_grad():
            plain, copied = f.memory(x), frozen.memory(x)
            want = model(x)
            model[2].weight.mul_(2.0)
            self.close(frozen(x), want)  # reads nothing of what was packed
            self.close(f(x), model(x))
        self.assertTrue(torch.equal(state, torch.get_rng_state()))
        for m in (plain, copied):
            self.assertEqual(m.parameters, table + weight)
            self.assertTrue(256 * 512 * 4 <= m.packed <= 256 * 512 * 5, m)
            self.assertEqual(m.results, 4 * 64 * 512 * 4)
            self.assertTrue(4 * 64 * 256 * 4 <= m.temporaries < 4 << 20, m)
            self.assertEqual(m.total, m.packed + m.copies + m.temporaries + m.results)
        self.assertEqual(plain.copies, 0)
        self.assertIs(self.bound(f, False, x), self.bound(f, True, x))  # one copy, with gradients and without
        self.assertEqual(copied.copies, table + 512 * 4)  # the bias is read in each call, too
        self.assertIn("packed", str(plain))
        self.assertIn("<td>packed</td>", plain._repr_html_())
        summary = f.summary(x)
        self.assertEqual(summary.memory["packed"], plain.packed)
        self.assertIn("packed copies 524.", str(summary))

    def test_profile(self):
        model = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU(), nn.Flatten(), nn.Linear(288, 10), nn.Dropout(0.5))
        f, x = nnf.jit(model, dynamic={"input": {0: "n"}}), torch.randn(2, 3, 8, 8)
        with torch.no_grad():
            table = f.profile(x)
            self.close(f(x).shape, model(x).shape)
        self.assertEqual([r[:3] for r in table.rows], [("0", "nnf.conv2d", "2x8x6x6"), ("1", "nnf.relu", "2x8x6x6"),
                                                       ("3", "nnf.linear", "2x10"), ("4", "nnf.dropout", "2x10")])
        self.assertTrue(all(0 < r[3] < 1 for r in table.rows) and 0 < table.seconds < 1)
        self.assertIn("whole program", str(table))
        self.assertIn("<td>nnf.linear</td>", table._repr_html_())
        attention = nn.MultiheadAttention(16, 4).eval()
        with torch.no_grad():
            table = nnf.jit(attention).profile(*[torch.randn(5, 2, 16)] * 3)
        self.assertEqual(table.rows[0][4], 2 * 3 * 160 * 16 + 4 * 160 * 5 + 2 * 160 * 16)

    def test_watch(self):
        model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 8), nn.Tanh(), nn.Hardtanh(inplace=True)).eval()
        with torch.no_grad():
            model[0].weight.zero_()
            model[0].bias.copy_(torch.tensor([-1.0, 1, -1, 1, -1, 1, 0, float("nan")]))
            model[2].weight.zero_()
            model[2].bias.copy_(torch.tensor([0.0, 100, 0, 100, 5, 0, float("inf"), 0]))
            model[2].weight[:, 7] = 0
        table = nnf.watch(model)(torch.randn(3, 4))
        rows = {r.module: r for r in table}
        self.assertEqual([r.op for r in table], ["nnf.linear", "nnf.relu", "nnf.linear", "nnf.tanh", "nnf.hardtanh"])
        self.assertEqual((rows["1"].shape, rows["1"].bytes, rows["1"].nans), ((3, 8), 96, 3))
        self.assertEqual((rows["1"].sparsity, rows["1"].dead, rows["1"].saturated), (0.5, 0.5, 0.0))
        self.assertEqual((rows["0"].dead, rows["0"].low, rows["0"].high), (None, -1.0, 1.0))
        # 0 times NaN: all of the second layer is.
        self.assertEqual(rows["2"].nans, 24)
        self.assertIn("nnf.tanh", str(table))
        self.assertIn("<td>nnf.relu</td>", table._repr_html_())

    def test_watch_slopes(self):
        x = torch.tensor([-200.0, -8, -0.5, 0, 0.5, 8, 200, float("inf")])
        rows = nnf.watch(lambda x: (torch.tanh(x), torch.sigmoid(x), nn.functional.hardtanh(x), torch.relu(x)))(x)
        tanh, sigmoid, hardtanh, relu = rows
        self.assertEqual((tanh.saturated, sigmoid.saturated), (2 / 8, 2 / 8))
        self.assertEqual((tanh.dead, hardtanh.dead, relu.dead), (3 / 8, 5 / 8, 4 / 8))
        self.assertEqual((relu.infinities, relu.high, tanh.sparsity), (1, 200.0, 1 / 8))
        # All four beside one another take as much as the results of the program: nothing is saved.
        self.assertEqual(rows.fused, 0)
        half = nnf.watch(lambda x: torch.tanh(torch.relu(x) * 2))(torch.randn(64, 1024).bfloat16())
        self.assertEqual([r.bytes for r in half], [1 << 17, 1 << 17])
        self.assertEqual(half.fused, 1 << 17)

    def test_ir_in_a_notebook(self):
        text = nnf.jit(lambda x: torch.tanh(x) < 1).mlir(torch.ones(3))
        self.assertIn("nnf.tanh", text)
        shown = text._repr_html_()
        self.assertRegex(shown, r"<span style=[^>]*>nnf.tanh</span>")
        self.assertRegex(shown, r"<span style=[^>]*>tensor&lt;3xf32&gt;</span>")
        self.assertNotIn("<3x", shown)

    def test_names_and_lines(self):
        class Outer(nn.Module):
            def __init__(self):
                super().__init__()
                self.layers = nn.ModuleList([nn.Linear(4, 4)])

            def forward(self, x):
                return torch.tanh(self.layers[0](x))
        text = nnf.jit(Outer()).mlir(torch.randn(1, 4))
        line = Outer.forward.__code__.co_firstlineno + 1
        self.assertIn('loc("layers.0"("%s":%d:1))' % (__file__, line), text)
        self.assertIn("nnf.tanh", text)

    def test_lint_sees_across_the_loss(self):
        model = nn.Sequential(nn.Linear(8, 3), nn.Softmax(-1))
        x, target = torch.randn(4, 8), torch.tensor([0, 1, 2, 0])
        self.assertEqual(nnf.lint(model, (x,)), [])
        found = nnf.lint(model, (x,), loss=nn.CrossEntropyLoss(), target=target)
        self.assertEqual([f.rule for f in found], ["NNF101"])
        self.assertIn("takes logits", found[0].message)
        self.assertTrue(found[0].fix)
        self.assertEqual(nnf.lint(model[0], (x,), loss=nn.CrossEntropyLoss(), target=target), [])

    def test_export_runs_without_python(self):
        model = nn.Sequential(nn.Linear(8, 16), nn.GELU(), nn.LayerNorm(16), nn.Linear(16, 4)).eval()
        x = torch.randn(3, 8)
        with tempfile.TemporaryDirectory() as folder, torch.no_grad():
            folder = pathlib.Path(folder)
            paths = nnf.export(model, (x,), folder / "m.mlir")
            self.assertEqual([p.name for p in paths], ["m.mlir", "m.npy"])
            numpy.save(folder / "x.npy", x.numpy())
            subprocess.run([tool("nnf-runner"), str(paths[0]), "--input=@%s" % (folder / "x.npy"), "--input=*%s" % paths[1],
                            "--output=@%s" % (folder / "y.npy")], check=True)
            self.close(torch.from_numpy(numpy.load(folder / "y.npy")), model(x))
            with self.assertRaisesRegex(ValueError, "draws random numbers"):
                nnf.export(nn.Dropout(), (x,), folder / "d.mlir")


if __name__ == "__main__":
    main()
