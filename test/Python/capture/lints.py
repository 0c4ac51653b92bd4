# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""nnf.lint, nnf.lint_step, and the warnings of nnf.jit: with the user's file and line."""

import inspect
import warnings

import torch
import torch.nn.functional as F
from common import Case, main
from torch import nn

import nnf


def here():
    return inspect.currentframe().f_back.f_lineno


class Lints(Case):
    def setUp(self):
        torch.manual_seed(0)
        self.double = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 3), nn.Softmax(-1))
        self.right = self.double[:3]
        self.x, self.target = torch.randn(4, 8), torch.tensor([0, 1, 2, 0])

    def test_findings_have_places(self):
        def wrong(x, t):
            p = F.softmax(x, 1)
            return F.cross_entropy(p, t)
        [finding] = nnf.lint(wrong, (torch.randn(4, 3), self.target))
        first = wrong.__code__.co_firstlineno
        self.assertEqual((finding.rule, finding.level, finding.file, finding.line), ("NNF101", "warning", __file__, first + 2))
        self.assertEqual(finding.notes[0][1:], (__file__, first + 1))
        self.assertTrue(finding.fix)
        self.assertIn("NNF101", str(finding))

    def test_loss_beside_the_model(self):
        criterion = nn.CrossEntropyLoss()
        self.assertEqual(nnf.lint(self.double, (self.x,)), [])
        [finding] = nnf.lint(self.double, (self.x,), loss=criterion, target=self.target); line = here()  # noqa: E702
        self.assertEqual((finding.rule, finding.file, finding.line), ("NNF101", __file__, line))
        self.assertEqual(nnf.lint(self.right, self.x, loss=criterion, target=self.target), [])

    def test_text_levels_and_rules(self):
        text = nnf.jit(lambda x: F.dropout(torch.relu(torch.relu(x)), 0.9)).mlir(torch.randn(3))
        self.assertEqual({f.rule for f in nnf.lint(text)}, {"NNF402"})
        self.assertEqual({f.rule for f in nnf.lint(text, level="remark")}, {"NNF402", "NNF307"})
        self.assertEqual([f.rule for f in nnf.lint(text, level="remark", rules=("NNF307",))], ["NNF307"])
        with self.assertRaisesRegex(nnf.native.Error, "did you mean 'NNF301'"):
            nnf.lint(text, rules=("NNF30T",))
        with self.assertRaisesRegex(ValueError, "expected level"):
            nnf.lint(self.right, (self.x,), level="warnings")

    def test_softmax_without_dim(self):
        def wrong(x):
            return F.softmax(x)
        [finding] = nnf.lint(wrong, (self.x,))
        self.assertEqual((finding.rule, finding.level, finding.line), ("NNF112", "error", wrong.__code__.co_firstlineno + 1))
        self.assertEqual(nnf.lint(lambda x: F.softmax(x, dim=1), (self.x,)), [])

    def step(self, model, criterion, target=None, **given):
        optimizer = torch.optim.Adam(model.parameters())
        with nnf.lint_step(**given) as step:
            optimizer.zero_grad()
            loss = criterion(model(self.x), self.target if target is None else target)
            loss.backward()
            optimizer.step()
        return step.findings

    def test_step(self):
        before = [p.clone() for p in self.double.parameters()]
        with self.assertWarns(nnf.LintWarning) as caught:
            [finding] = self.step(self.double, nn.CrossEntropyLoss())
        # PyTorch did what it does.
        self.assertTrue(any(not torch.equal(a, b) for a, b in zip(before, self.double.parameters())))
        self.assertEqual((finding.rule, finding.file), ("NNF101", __file__))
        self.assertEqual((caught.filename, caught.lineno), (__file__, finding.line))
        self.assertEqual(caught.warning.finding, finding)

    def test_right_steps(self):
        with warnings.catch_warnings():
            warnings.simplefilter("error", nnf.LintWarning)
            self.assertEqual(self.step(self.right, nn.CrossEntropyLoss()), [])
            self.assertEqual(self.step(nn.Sequential(self.right, nn.LogSoftmax(1)), nn.NLLLoss()), [])
            self.assertEqual(self.step(nn.Sequential(self.right, nn.Sigmoid()), nn.BCELoss(), torch.rand(4, 3)), [])
            # A GAN's two losses, a value that Python looks at, a call that cannot be captured.
            with nnf.lint_step() as step:
                for p in (0.0, 1.0):
                    score = self.right(self.x)[:, 0]
                    loss = F.binary_cross_entropy_with_logits(score, torch.full((4,), p))
                    loss.backward()
                    if loss.item() > 1e9 or torch.linalg.svdvals(self.x).sum() < 0:
                        raise AssertionError
            self.assertEqual(step.findings, [])

    def test_step_without_warnings_and_with_an_error(self):
        with warnings.catch_warnings():
            warnings.simplefilter("error", nnf.LintWarning)
            self.assertEqual([f.rule for f in self.step(self.double, nn.CrossEntropyLoss(), warn=False)], ["NNF101"])
            with self.assertRaisesRegex(RuntimeError, "of the user"), nnf.lint_step():
                F.cross_entropy(self.double(self.x), self.target)
                raise RuntimeError("of the user")

    def test_jit_warns_once_at_the_users_line(self):
        def wrong(x, t):
            return F.cross_entropy(torch.softmax(x, 1), t)
        f = nnf.jit(wrong)
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            for n in (4, 5, 6):
                f(torch.randn(n, 3), torch.zeros(n, dtype=torch.long))
        [mine] = [w for w in caught if w.category is nnf.LintWarning]
        self.assertEqual((mine.filename, mine.lineno), (__file__, wrong.__code__.co_firstlineno + 1))
        self.assertIn("[NNF101]", str(mine.message))


if __name__ == "__main__":
    main()
