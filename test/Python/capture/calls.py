# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Calls of a compiled function: open sizes, gradients, threads, forks, what is refused, TorchDynamo."""

import copy
import os
import threading

import torch
from common import Case, main
from torch import nn

import nnf
import nnf.dynamo


class Calls(Case):
    def count(self, f):
        return sum(len(e) for e in f._entries.values())

    def test_open_sizes_by_name(self):
        class Model(nn.Module):
            def __init__(self):
                super().__init__()
                self.embed, self.out = nn.Embedding(50, 16), nn.Linear(16, 3)

            def forward(self, x):
                batch, time = x.shape
                y = self.embed(x) + torch.arange(time)[None, :, None] * 0.1
                scores = y @ y.transpose(1, 2) / time
                return self.out(torch.softmax(scores, -1) @ y).reshape(batch * time, 3), time

        model = Model().eval()
        f = nnf.jit(model, dynamic={"x": {0: "batch", 1: "time"}})
        with torch.no_grad():
            for sizes in ((2, 7), (3, 9), (5, 2), (4, 33)):
                x = torch.randint(0, 50, sizes)
                self.close(f(x), model(x))
        self.assertEqual(self.count(f), 1)
        with self.assertRaisesRegex(ValueError, "names the argument 'y', the function has 'x'"):
            nnf.jit(model, dynamic={"y": {0: "batch"}})(x)

    def test_a_size_that_python_looks_at_is_a_condition(self):
        def f(x):
            return x * 2 if x.shape[0] > 4 else x + 1
        g = nnf.jit(f, dynamic={"x": {0: "n"}})
        for n in (3, 4, 5, 9, 2):
            x = torch.randn(n)
            self.close(g(x), f(x))
        self.assertEqual(self.count(g), 2)

    def test_large_results_take_memory_that_was_given_back(self):
        for dtype in (torch.float32, torch.bfloat16, torch.bool):
            f = nnf.jit(lambda x: x > 0 if dtype is torch.bool else torch.relu(x))
            x = torch.randn(1 << 20).to(torch.float32 if dtype is torch.bool else dtype)
            with torch.no_grad():
                y = f(x)
                self.close(y, f.function(x))
                self.assertFalse(y._is_view())
                place = y.data_ptr()
                self.assertNotEqual(f(x).data_ptr(), place)
                view = y[3:7]
                del y
                self.assertNotEqual(f(x).data_ptr(), place)
                self.close(view, f.function(x)[3:7])
                del view
                self.assertEqual(f(x).data_ptr(), place)

    def test_large_results_of_open_sizes(self):
        f = nnf.jit(lambda x: torch.relu(x) * 2, dynamic={"x": {0: "n"}})
        places = set()
        with torch.no_grad():
            for n in (1 << 20, 1 << 20, 7, 1 << 20):
                x = torch.randn(n)
                y = f(x)
                self.close(y, f.function(x))
                if n > 7:
                    places.add(y.data_ptr())
                del y
        self.assertEqual(len(places), 1)

    def test_training_gives_pytorchs_gradients(self):
        mine = nn.Sequential(nn.Linear(8, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Dropout(0.5), nn.Linear(16, 4))
        theirs = copy.deepcopy(mine)

        def train(call, model):
            torch.manual_seed(1)
            optimizer = torch.optim.SGD(model.parameters(), 0.1)
            for _ in range(4):
                x, target = torch.randn(6, 8), torch.randint(0, 4, (6,))
                loss = nn.functional.cross_entropy(call(x), target)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            return loss
        self.close(train(nnf.jit(mine), mine), train(theirs, theirs))
        self.close(mine.state_dict(), theirs.state_dict())

    def test_gradients_of_inputs(self):
        f = nnf.jit(lambda x, y: ((x * y).sum(1), x.long(), y))
        x, y = torch.randn(3, 4, requires_grad=True), torch.randn(3, 4, requires_grad=True)
        with self.assertWarnsRegex(UserWarning, "computed by PyTorch"):
            total, whole, same = f(x, y)
        self.assertFalse(whole.requires_grad)
        self.assertIs(same, y)
        total.sum().backward()
        self.close(x.grad, y.detach())
        self.close(y.grad, x.detach())

    def test_random_functions_follow_the_seed(self):
        model = nn.Dropout(0.5)
        f = nnf.jit(model)
        x = torch.ones(1000)
        with torch.no_grad():
            torch.manual_seed(3)
            a, b = f(x), f(x)
            torch.manual_seed(3)
            c = f(x)
        self.assertTrue(torch.equal(a, c))
        self.assertFalse(torch.equal(a, b))
        self.assertLess(abs(a.mean().item() - 1), 0.2)
        g = nnf.jit(lambda x: torch.rand(5) + torch.randn(5) + torch.randint(0, 9, (5,)) + x)
        torch.manual_seed(4)
        got = g(torch.zeros(5))
        torch.manual_seed(4)
        self.close(got, torch.rand(5) + torch.randn(5) + torch.randint(0, 9, (5,)))

    def test_threads(self):
        model = nn.Sequential(nn.Linear(64, 64), nn.Tanh()).eval()
        f, results = nnf.jit(model), {}

        def work(k):
            with torch.no_grad():
                x = torch.full((4, 64), float(k))
                results[k] = all(torch.allclose(f(x), model(x), atol=1e-5) for _ in range(50))
        workers = [threading.Thread(target=work, args=(k,)) for k in range(4)]
        for w in workers:
            w.start()
        for w in workers:
            w.join()
        self.assertEqual(results, {k: True for k in range(4)})

    def test_fork(self):
        f = nnf.jit(lambda x: torch.tanh(x) + 1)
        x = torch.randn(300000)
        want = f(x)
        child = os.fork()
        if child == 0:
            os._exit(0 if torch.equal(f(x), want) else 1)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 0)

    def test_inputs_that_are_refused(self):
        f = nnf.jit(lambda x: x + 1)
        for bad, words in ((torch.eye(3).to_sparse(), "sparse"), (torch.zeros(2, device="meta"), "is on meta"),
                           (torch.zeros(2, dtype=torch.complex64), "complex64")):
            with self.assertRaisesRegex(TypeError, words):
                f(bad)
        with self.assertRaisesRegex(RuntimeError, "broadcast"):
            nnf.jit(lambda x, y: x + y)(torch.zeros(2), torch.zeros(3))

    def test_one_report_of_all_problems(self):
        def f(x):
            y = torch.linalg.svd(x)[1]
            z = torch.linalg.qr(x)[0]
            if y.sum() > 0:
                return y
            return z
        with self.assertRaises(nnf.CaptureError) as caught:
            nnf.jit(f)(torch.randn(3, 3))
        problems = caught.exception.problems
        self.assertEqual([p.function for p in problems], ["torch.linalg.svd", "torch.linalg.qr", "torch.Tensor.__bool__"])
        line = f.__code__.co_firstlineno
        self.assertEqual([p.line for p in problems], [line + 1, line + 2, line + 3])
        self.assertTrue(all(p.file == __file__ for p in problems))
        x = torch.randn(3, 3)
        self.close(nnf.jit(f, fallback=True)(x), f(x))

    def test_torch_compile(self):
        model = nn.Sequential(nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 2)).eval()
        compiled = torch.compile(model, backend=nnf.dynamo.backend)
        with torch.no_grad():
            for n in (3, 5, 7):
                x = torch.randn(n, 8)
                self.close(compiled(x), model(x))
        x = torch.randn(4, 8, requires_grad=True)
        compiled(x).sum().backward()
        y = x.detach().clone().requires_grad_()
        model(y).sum().backward()
        self.close(x.grad, y.grad)


if __name__ == "__main__":
    main()
