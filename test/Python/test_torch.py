# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""nnf.functional on torch tensors: no copies, gradients, generator, devices."""

import inspect
import pathlib
import sys
import unittest

import torch

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "python"))
import nnf.functional as F  # noqa: E402

T = torch.nn.functional


class Signatures(unittest.TestCase):
    def test_parameters_are_those_of_torch(self):
        """Names, kinds and defaults, in order; torch's built-in functions do not tell theirs."""
        checked = 0
        for name in set(F.__all__) - {"data_parallel", "gated_delta_rule"}:  # in torch.nn.parallel, and in newer releases
            try:
                theirs = list(inspect.signature(getattr(torch.nn.functional, name)).parameters.values())
            except ValueError:
                continue
            if [p.name for p in theirs] == ["args", "kwargs"]:
                continue
            ours = list(inspect.signature(getattr(F, name)).parameters.values())
            with self.subTest(name):
                self.assertEqual([(p.name, p.kind) for p in ours], [(p.name, p.kind) for p in theirs])
                for a, b in zip(ours, theirs):
                    # An element type is named where torch need not be there.
                    self.assertEqual(str(a.default), str(b.default).removeprefix("torch."), a.name)
            checked += 1
        self.assertGreater(checked, 60)


class Tensors(unittest.TestCase):
    def test_kind_type_and_layout(self):
        x = torch.randn(2, 3, 4, 5).to(memory_format=torch.channels_last)
        y = F.relu(x)
        self.assertIs(type(y), torch.Tensor)
        self.assertEqual(y.stride(), x.stride())
        for dtype in (torch.float64, torch.float32, torch.float16, torch.bfloat16):
            torch.testing.assert_close(F.gelu(x.to(dtype)), T.gelu(x.to(dtype)))

    def test_parameters_and_subclasses(self):
        p = torch.nn.Parameter(torch.randn(3))
        torch.testing.assert_close(F.relu(p), T.relu(p))

    def test_wrong_places(self):
        with self.assertRaisesRegex(RuntimeError, "meta"):
            F.relu(torch.empty(3, device="meta"))
        with self.assertRaisesRegex(RuntimeError, "sparse"):
            F.relu(torch.eye(3).to_sparse())
        import numpy
        with self.assertRaises(TypeError):
            F.mse_loss(torch.ones(3), numpy.ones(3, "float32"))

    def test_negative_views(self):
        z = torch.randn(3, dtype=torch.complex64).conj().imag
        self.assertTrue(z.is_neg())
        torch.testing.assert_close(F.relu(z), T.relu(z))
        one = torch.randn(1, dtype=torch.complex64).conj().imag
        for x in (torch.ones(1), one, torch.ones(1), one):
            torch.testing.assert_close(F.relu(x), T.relu(x))

    def test_large_results(self):
        for dtype in (torch.float32, torch.bfloat16, torch.float64):
            x = torch.randn(1024, 1025).to(dtype)
            torch.testing.assert_close(F.relu(x), T.relu(x))
            torch.testing.assert_close(F.relu(x.T), T.relu(x.T))
            self.assertEqual(F.softmax(x, dim=1).shape, x.shape)
            p = x.clone().requires_grad_()
            F.silu(p).sum().backward()
            q = x.clone().requires_grad_()
            T.silu(q).sum().backward()
            torch.testing.assert_close(p.grad, q.grad)

    def test_in_place(self):
        x = torch.randn(3, 4)
        wanted = T.relu(x)
        self.assertIs(F.relu_(x), x)
        torch.testing.assert_close(x, wanted)
        with self.assertRaises(RuntimeError):
            F.relu_(torch.randn(3, requires_grad=True))


class Gradients(unittest.TestCase):
    def check(self, ours, theirs, *inputs):
        inputs = [x.clone().requires_grad_(x.is_floating_point()) for x in inputs]
        copies = [x.detach().clone().requires_grad_(x.is_floating_point()) for x in inputs]
        a, b = ours(*inputs), theirs(*copies)
        torch.testing.assert_close(a, b)
        weight = torch.randn_like(a)
        (a * weight).sum().backward()
        (b * weight).sum().backward()
        for x, y in zip(inputs, copies):
            if x.requires_grad:
                torch.testing.assert_close(x.grad, y.grad)

    def test_values_and_gradients(self):
        torch.manual_seed(0)
        x, y = torch.randn(4, 5), torch.randn(4, 5)
        for name in ("relu", "gelu", "silu", "elu", "softplus", "hardswish", "tanh", "logsigmoid", "mish"):
            self.check(getattr(F, name), getattr(T, name), x)
        self.check(lambda x: F.softmax(x, dim=1), lambda x: T.softmax(x, dim=1), x)
        self.check(F.mse_loss, T.mse_loss, x, y)
        self.check(F.mse_loss, T.mse_loss, x, y[:1].clone().expand(4, 5))
        labels = torch.tensor([0, 4, 2, 1])
        self.check(lambda x: F.cross_entropy(x, labels, torch.arange(1.0, 6.0), label_smoothing=0.1),
                   lambda x: T.cross_entropy(x, labels, torch.arange(1.0, 6.0), label_smoothing=0.1), x)
        self.check(F.linear, T.linear, x, torch.randn(3, 5), torch.randn(3))
        self.check(lambda *a: F.conv2d(*a, stride=2, padding=1), lambda *a: T.conv2d(*a, stride=2, padding=1),
                   torch.randn(1, 2, 6, 6), torch.randn(3, 2, 3, 3), torch.randn(3))
        self.check(lambda *a: F.layer_norm(a[0], (5,), *a[1:]), lambda *a: T.layer_norm(a[0], (5,), *a[1:]), x,
                   torch.randn(5), torch.randn(5))

    def test_groups(self):
        torch.manual_seed(2)
        offs = torch.tensor([3, 3, 8], dtype=torch.int32)

        def theirs(a, b):
            # Without torch's own gradient, which wants aligned rows.
            bounds = [(0, 3), (3, 3), (3, 8)]
            if a.dim() == 2 and b.dim() == 3:
                return torch.cat([a[i:j] @ b[g] for g, (i, j) in enumerate(bounds)] + [torch.zeros(2, b.shape[2])])
            if a.dim() == 3 and b.dim() == 2:
                return torch.cat([a[g] @ b[:, i:j] for g, (i, j) in enumerate(bounds)] + [torch.zeros(a.shape[1], 2)], 1)
            return torch.stack([a[:, i:j] @ b[i:j] for i, j in bounds])
        for a, b in (((10, 4), (3, 4, 5)), ((3, 6, 4), (4, 10)), ((6, 10), (10, 5))):
            self.check(lambda a, b: F.grouped_mm(a, b, offs=offs), theirs, torch.randn(a), torch.randn(b))
        self.check(F.grouped_mm, torch.matmul, torch.randn(3, 6, 4), torch.randn(3, 4, 5))

    def test_gated_delta_rule(self):
        torch.manual_seed(4)

        def theirs(q, k, v, g, beta, state):
            out = []
            for t in range(q.shape[-2]):
                state = state * g[..., t, None, None].exp()
                wrong = v[..., t, :] - torch.einsum("...kv,...k->...v", state, k[..., t, :])
                state = state + torch.einsum("...,...k,...v->...kv", beta[..., t], k[..., t, :], wrong)
                out.append(torch.einsum("...kv,...k->...v", state, q[..., t, :]) / q.shape[-1] ** 0.5)
            return torch.stack(out, -2)
        for batch, length, width, columns in (((2, 3), 5, 4, 6), ((), 1, 3, 1), ((1,), 7, 1, 2)):
            q, k = T.normalize(torch.randn(2, *batch, length, width), dim=-1)
            self.check(lambda *x: F.gated_delta_rule(*x[:5], initial_state=x[5]), theirs, q, k,
                       torch.randn(*batch, length, columns), -torch.rand(*batch, length), torch.rand(*batch, length),
                       torch.randn(*batch, width, columns))

    def test_only_what_needs_one(self):
        x, w = torch.randn(2, 3), torch.randn(4, 3, requires_grad=True)
        F.linear(x, w).sum().backward()
        torch.testing.assert_close(w.grad, x.sum(0).expand(4, 3))

    def test_no_grad_and_detach(self):
        x = torch.randn(3, requires_grad=True)
        with torch.no_grad():
            self.assertFalse(F.relu(x).requires_grad)
        self.assertTrue(F.relu(x).requires_grad)
        self.assertFalse(F.relu(x.detach()).requires_grad)

    def test_in_place_on_a_value(self):
        x = torch.randn(5, requires_grad=True)
        y = x * 2
        F.leaky_relu_(y, 0.2)
        y.sum().backward()
        torch.testing.assert_close(x.grad, torch.where(x > 0, 2.0, 0.4))

    def test_twice_is_refused(self):
        x = torch.randn(3, requires_grad=True)
        with self.assertRaisesRegex(RuntimeError, "nnf.silu: there is no second derivative"):
            torch.autograd.grad(F.silu(x).sum(), x, create_graph=True)


class Generator(unittest.TestCase):
    def test_manual_seed(self):
        x = torch.ones(1000)
        torch.manual_seed(5)
        a, b = F.dropout(x), F.dropout(x)
        torch.manual_seed(5)
        c = F.dropout(x)
        self.assertTrue(torch.equal(a, c))
        self.assertFalse(torch.equal(a, b))

    def test_gradient_of_dropout_has_its_mask(self):
        x = torch.ones(1000, requires_grad=True)
        y = F.dropout(x, 0.25)
        y.sum().backward()
        self.assertTrue(torch.equal(x.grad, y.detach()))


class Statistics(unittest.TestCase):
    def test_batch_norm_updates(self):
        x = torch.randn(6, 3, 4)
        ours, theirs = [torch.zeros(3), torch.ones(3)], [torch.zeros(3), torch.ones(3)]
        torch.testing.assert_close(F.batch_norm(x, *ours, training=True), T.batch_norm(x, *theirs, training=True))
        torch.testing.assert_close(ours, theirs)
        gradients = []
        for module, statistics in ((F, ours), (T, theirs)):
            a, w = x.clone().requires_grad_(), torch.arange(3.0).requires_grad_()
            y = module.batch_norm(a, *statistics, w, training=True)
            (y * torch.arange(72.0).reshape(6, 3, 4)).sum().backward()
            gradients.append((a.grad, w.grad))
        torch.testing.assert_close(*gradients, rtol=1e-4, atol=1e-4)
        torch.testing.assert_close(ours, theirs)
        with self.assertRaises(ValueError):
            F.batch_norm(torch.randn(1, 3), None, None, training=True)


if __name__ == "__main__":
    unittest.main()
