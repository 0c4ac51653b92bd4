# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What changes after a compilation: parts and attributes of models, states of PyTorch, kinds of inputs; and interruptions."""

import dataclasses
import logging
import os
import threading

import torch
from common import Case, main
from torch import nn

import nnf


@dataclasses.dataclass
class Pair:
    left: object
    right: object


class Scaled(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale, self.twice = 2.0, False
        self.inner = nn.Linear(4, 4)

    def forward(self, x):
        y = self.inner(x) * self.scale
        return y * 2 if self.twice else y


def programs(f):
    return sum(map(len, f._entries.values()))


class Changes(Case):
    def test_replaced_submodules(self):
        model = nn.Sequential(nn.Linear(4, 4), nn.ReLU(), nn.Dropout(0.5)).eval()
        f, x = nnf.jit(model), torch.randn(3, 4)
        with torch.no_grad():
            self.close(f(x), model(x))
            model[0] = nn.Linear(4, 2)
            self.close(f(x), model(x))
            model[1] = nn.Tanh()
            self.close(f(x), model(x))
            model.append(nn.Softmax(-1))
            self.close(f(x), model(x))
            model[2].train()
            self.assertTrue((f(x) == 0).any() or (f(x) == 0).any() or (f(x) != model.eval()(x)).any())

    def test_attributes_and_hooks(self):
        model = Scaled()
        f, x = nnf.jit(model), torch.randn(3, 4)
        with torch.no_grad():
            for change in ({"scale": 3.0}, {"twice": True}, {"scale": 0.5, "twice": False}):
                for name, value in change.items():
                    setattr(model, name, value)
                self.close(f(x), model(x))
                self.close(f(x), model(x))
            hook = model.inner.register_forward_hook(lambda module, args, out: out + 1)
            self.close(f(x), model(x))
            hook.remove()
            self.close(f(x), model(x))

    def test_types_and_sizes_of_parameters(self):
        model = nn.Sequential(nn.Embedding(5, 4), nn.Linear(4, 3), nn.BatchNorm1d(2))
        f, ids = nnf.jit(model), torch.tensor([[0, 1], [3, 2]])
        with torch.no_grad():
            for _ in range(2):
                for change in (model.double, model.float, model.bfloat16, model.float):
                    change()
                    before = {n: b.clone() for n, b in model.named_buffers()}
                    got, kept = f(ids), {n: b.clone() for n, b in model.named_buffers()}
                    for n, b in model.named_buffers():
                        b.copy_(before[n])
                    self.close((got, kept), (model(ids), dict(model.named_buffers())), rtol=2e-2, atol=2e-2)
            model[1].weight.data, model[1].bias.data = torch.randn(6, 4), torch.randn(6)
            self.close(f(ids), model(ids), rtol=1e-3, atol=1e-3)

    def test_variables_of_a_function(self):
        model, factor = Scaled(), 2.0

        def function(x):
            return model(x) * factor
        f, x = nnf.jit(function), torch.randn(3, 4)
        with torch.no_grad():
            self.close(f(x), function(x))
            factor = 5.0
            self.close(f(x), function(x))
            model.inner = nn.Linear(4, 3)
            self.close(f(x), function(x))
            model = nn.Dropout(1.0)
            self.close(f(x), function(x))
            model.eval()
            self.close(f(x), function(x))

    def test_gradients_through_a_closure(self):
        model = nn.Linear(4, 2)
        f, x = nnf.jit(lambda x: model(x).relu()), torch.randn(3, 4)
        for trains in (True, False, True):
            model.requires_grad_(trains)
            self.assertEqual(f(x).requires_grad, trains)
        f(x).sum().backward()
        got, model.weight.grad = model.weight.grad, None
        model(x).relu().sum().backward()
        self.close(got, model.weight.grad)
        weight = torch.randn(4, requires_grad=True)  # no module's
        g = nnf.jit(lambda x: (x * weight).sum())
        g(x).backward()
        self.close(weight.grad, x.sum(0))

    def test_second_derivatives_are_refused(self):
        x = torch.randn(3, requires_grad=True)
        y = nnf.jit(lambda x: (x ** 3).sum())(x)
        with self.assertRaisesRegex(RuntimeError, "no second derivatives"):
            torch.autograd.grad(y, x, create_graph=True)

    def test_gradients_through_a_fallback(self):
        def function(x, w):
            y = nn.functional.gelu(x @ w)
            return y if y.sum() > 1e9 else torch.linalg.qr(y)[1].abs().sum() + y.softmax(-1)
        x, w = torch.randn(5, 4), torch.randn(4, 4, requires_grad=True)
        nnf.jit(function, fallback=True)(x, w).pow(2).mean().backward()
        got, w.grad = w.grad, None
        function(x, w).pow(2).mean().backward()
        self.close(got, w.grad, rtol=1e-3, atol=1e-3)

    def test_gradients_under_autocast(self):
        model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Dropout(0.3), nn.Linear(8, 2))
        x, found = torch.randn(5, 4), []
        for call in (nnf.jit(model), model):
            model.zero_grad()
            torch.manual_seed(0)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                y = call(x)
            y.float().pow(2).sum().backward()
            found.append((y, [p.grad.clone() for p in model.parameters()]))
        self.close(found[0], found[1], rtol=2e-2, atol=2e-2)

    def test_autocast_and_default_dtype(self):
        model = nn.Sequential(nn.Linear(8, 8), nn.ReLU(), nn.LayerNorm(8))
        f, x = nnf.jit(model), torch.randn(3, 8)
        with torch.no_grad():
            for dtype in (None, torch.bfloat16, None, torch.float16, torch.bfloat16):
                with torch.autocast("cpu", dtype=dtype or torch.bfloat16, enabled=dtype is not None):
                    self.close(f(x), model(x), rtol=2e-2, atol=2e-2)
        g = nnf.jit(lambda x: x.long() * torch.tensor(0.5) + torch.ones(3))
        self.close(g(x[0, :3]), torch.ones(3) + 0.5 * x[0, :3].long())
        torch.set_default_dtype(torch.float64)
        try:
            self.assertEqual(g(x[0, :3]).dtype, torch.float64)
        finally:
            torch.set_default_dtype(torch.float32)

    def test_seeds(self):
        f, x = nnf.jit(lambda x: nn.functional.dropout(x, 0.5)), torch.ones(100)
        torch.manual_seed(5)
        first = f(x)
        with torch.random.fork_rng():
            f(x)
        second = f(x)
        torch.manual_seed(5)
        self.close((f(x), f(x)), (first, second))

    def test_attributes_that_the_forward_assigns(self):
        class Keeper(nn.Module):
            def forward(self, x):
                self.last = {"twice": x * 2, "name": "x"}
                return self.last["twice"] + 1
        model = Keeper()
        f = nnf.jit(model)
        for k in range(3):
            x = torch.full((2,), float(k))
            self.close(f(x), 2 * x + 1)
            self.close(model.last, {"twice": 2 * x, "name": "x"})
        self.assertEqual(programs(f), 1)
        x = torch.ones(2, requires_grad=True)
        f(x).sum().backward()
        self.close(x.grad, torch.full((2,), 2.0))
        self.assertTrue(model.last["twice"].requires_grad)

        class State(nn.Module):
            def __init__(self):
                super().__init__()
                self.state = torch.zeros(2)

            def forward(self, x):
                self.state = self.state + x
                return self.state
        state = State()
        with self.assertRaisesRegex(nnf.CaptureError, "state: the forward reads and assigns this attribute"):
            nnf.jit(state)(torch.ones(2))
        self.close(state.state, torch.zeros(2))

        class Counter(nn.Module):
            calls = 0

            def __init__(self):
                super().__init__()
                self.calls = 0

            def forward(self, x):
                self.calls += 1
                return x + 1
        with self.assertWarnsRegex(UserWarning, "changes Counter.calls"):
            nnf.jit(Counter())(torch.ones(2))

    def test_dataclasses(self):
        f = nnf.jit(lambda pair: Pair(pair.left + 1, {"x": pair.right, "n": None}))
        got = f(Pair(torch.zeros(2), torch.ones(3)))
        self.assertIsInstance(got, Pair)
        self.close(got.left, torch.ones(2))
        self.close(got.right["x"], torch.ones(3))

        class Box:
            def __init__(self, x):
                self.x = x
        with self.assertRaisesRegex(TypeError, "input 0 is an object of type Box that holds tensors"):
            nnf.jit(lambda box: box.x + 1)(Box(torch.ones(2)))
        with self.assertRaisesRegex(nnf.CaptureError, "returns an object of type Box that holds tensors"):
            nnf.jit(lambda x: Box(x + 1))(torch.ones(2))

    def test_inputs_that_share_memory(self):
        def f(a, b):
            a.add_(1)
            return b * 2
        x, g = torch.arange(4.0), nnf.jit(f)
        self.close(g(x.clone(), x.clone()), 2 * x)
        with self.assertRaisesRegex(nnf.CaptureError, "writes to input 0 and input 1, which share memory"):
            g(x, x[:])
        self.close(nnf.jit(lambda a, b: a[1:] + b)(x, x[:3]), x[1:] + x[:3])
        self.close(nnf.jit(lambda a: a[1:])(x[2:]), x[3:])

    def test_kinds_of_inputs_after_a_compilation(self):
        f, x = nnf.jit(lambda x: x * 2 + 1), torch.eye(4)
        f(x)
        for bad, words in ((x.to_sparse(), "sparse"), (torch.zeros(4, 4, device="meta"), "is on meta"),
                           (torch.nested.nested_tensor([torch.ones(2), torch.ones(3)]), "nested"),
                           (torch.quantize_per_tensor(x, 0.1, 0, torch.qint8), "quantised")):
            with self.assertRaisesRegex(TypeError, words):
                f(bad)
        negative = torch.complex(x, x).conj().imag
        self.assertTrue(negative.is_neg())
        for good in (x, negative, x.double(), x.long(), x.t(), torch.empty(0, 4), x[::2], x.expand(3, 4, 4)):
            self.close(f(good), good * 2 + 1)
        model = nn.Linear(4, 2)
        g = nnf.jit(model)
        with torch.no_grad():
            g(x)
            for bad in (torch.ones(4, 5), torch.ones(4, 4, dtype=torch.float64), "text"):
                with self.assertRaises((RuntimeError, TypeError)):
                    g(bad)
            self.close(g(x), model(x))

    def test_nan_weights(self):
        model = nn.Sequential(nn.Linear(4, 4), nn.ReLU(), nn.LayerNorm(4))
        f, x = nnf.jit(model), torch.randn(3, 4)
        with torch.no_grad():
            f(x)
            model[0].weight[1, 2] = float("nan")
            self.close(f(x), model(x))

    def test_an_argument_that_never_repeats(self):
        f, x = nnf.jit(lambda x, k: x * k), torch.ones(3)
        with self.assertLogs("nnf.jit", logging.WARNING) as logged:
            for k in range(40):
                self.close(f(x, float(k)), x * k)
        self.assertEqual(len(logged.output), 1)
        self.assertLessEqual(programs(f), 32)

    def test_the_first_call_from_many_threads(self):
        model = nn.Sequential(nn.Linear(16, 16), nn.GELU()).eval()
        f, results = nnf.jit(model), []

        def work(k):
            with torch.no_grad():
                x = torch.full((k + 2, 16), float(k))
                results.append(torch.allclose(f(x), model(x), atol=1e-5))
        workers = [threading.Thread(target=work, args=(k,)) for k in range(6)]
        for w in workers:
            w.start()
        for w in workers:
            w.join()
        self.assertEqual(results, [True] * 6)

    def test_a_fork_while_a_thread_compiles(self):
        inside, go_on = threading.Event(), threading.Event()

        def slow(x):
            if threading.current_thread() is not threading.main_thread():
                inside.set()
                go_on.wait(20)
            return x + 1
        f = nnf.jit(slow)
        worker = threading.Thread(target=f, args=(torch.ones(2),))
        worker.start()
        inside.wait(20)
        child = os.fork()
        if child == 0:
            os._exit(0 if torch.equal(f(torch.zeros(3)), torch.ones(3)) else 1)
        go_on.set()
        worker.join()
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 0)

    def test_an_interrupted_capture(self):
        interrupt = [True]

        def function(x):
            y = torch.tanh(x)
            if interrupt.pop() if interrupt else False:
                raise KeyboardInterrupt
            return y + 1
        f, x = nnf.jit(function), torch.randn(3)
        with self.assertRaises(KeyboardInterrupt):
            f(x)
        self.close(torch.tanh(x), x.tanh())  # no mode was left on
        self.close(f(x), torch.tanh(x) + 1)


if __name__ == "__main__":
    main()
