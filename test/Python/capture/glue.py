# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What stands between functions of torch.nn.functional: each expression by nnf and by PyTorch, types included."""

import torch
from common import Case, main

import nnf

INF, NAN = float("inf"), float("nan")


class Glue(Case):
    def each(self, functions, *args, rtol=1e-4, atol=1e-5):
        """All results of many functions of the same arguments in one program."""
        def run(*xs):
            return [f(*xs) for f in functions]
        self.same(run, *args, rtol=rtol, atol=atol)

    def test_values_that_depend_on_no_input_are_known(self):
        x = torch.randn(2, 3)
        self.same(lambda x: x.reshape(int(torch.tensor(x.shape).prod())) + torch.tensor([1, 2]).sum().item(), x)
        self.same(lambda x: x @ torch.eye(torch.tensor(x.shape[-1:]).prod(), 4), x)

        def changed(x):
            n = torch.tensor([1, 2])
            n += 1
            return x * n.sum().item()

        with self.assertRaisesRegex(nnf.CaptureError, "would have to know the values of a tensor"):
            nnf.jit(changed)(x)

    def test_ctc_loss_and_one_hot(self):
        x, t = torch.randn(12, 6, 10).log_softmax(-1), torch.randint(1, 10, (6, 4))
        lengths, targets = torch.full((6,), 12), torch.tensor([4, 3, 2, 4, 1, 0])
        F = torch.nn.functional
        for reduction in ("none", "mean", "sum"):
            for a, b in ((lengths, targets), (tuple(lengths.tolist()), tuple(targets.tolist()))):
                self.same(lambda x, t: F.ctc_loss(x, t, a, b, reduction=reduction, zero_infinity=True), x, t)
        self.same(lambda x, t: F.ctc_loss(x[:, 0], t[0], torch.tensor(12), torch.tensor(4)), x, t)
        self.same(lambda t: F.one_hot(t, 10), t)
        self.same(lambda t: F.one_hot(input=t, num_classes=12), t)

    def test_arithmetic_and_promotion(self):
        x = torch.randn(3, 4)
        i = torch.tensor([[-7, 2, 0, 5], [3, -2, 9, 1], [4, -4, 8, -1]])
        u = torch.tensor([1, 200, 255, 7], dtype=torch.uint8)
        b = torch.tensor([True, False, True, True])
        self.each([lambda x, i, u, b: x + i, lambda x, i, u, b: i + u, lambda x, i, u, b: u + b, lambda x, i, u, b: b + b,
                   lambda x, i, u, b: i / 2, lambda x, i, u, b: i // 3, lambda x, i, u, b: i % 3, lambda x, i, u, b: -i % 3,
                   lambda x, i, u, b: 1 - x, lambda x, i, u, b: 2 ** x, lambda x, i, u, b: i * 0.5, lambda x, i, u, b: u * 3,
                   lambda x, i, u, b: x.double() * x, lambda x, i, u, b: x.half() + i, lambda x, i, u, b: x.bfloat16() * x,
                   lambda x, i, u, b: u // 7, lambda x, i, u, b: u - 3, lambda x, i, u, b: ~b, lambda x, i, u, b: ~i,
                   lambda x, i, u, b: i & 6, lambda x, i, u, b: b | (x[0] > 0), lambda x, i, u, b: i ** 2,
                   lambda x, i, u, b: torch.add(x, i, alpha=2), lambda x, i, u, b: torch.sub(i, 3, alpha=4),
                   lambda x, i, u, b: i << 2, lambda x, i, u, b: i >> 1, lambda x, i, u, b: torch.fmod(i, 3),
                   lambda x, i, u, b: torch.div(i, 3, rounding_mode="trunc"), lambda x, i, u, b: x.to(torch.int32),
                   lambda x, i, u, b: x.bool(), lambda x, i, u, b: i.to(torch.uint8), lambda x, i, u, b: i.type_as(x)],
                  x, i, u, b, rtol=1e-3)

    def test_functions_of_one_number(self):
        x = torch.tensor([0.0, -0.0, 0.5, -0.5, 1.0, 1.5, 2.5, -2.5, 3.7, -100.0, 1e-30, INF, -INF, NAN])
        names = ("abs exp expm1 log log2 log10 log1p sqrt rsqrt sin cos tan asin acos atan sinh cosh asinh acosh atanh tanh "
                 "floor ceil round trunc neg sign erf erfc reciprocal square sigmoid frac isnan isinf isfinite").split()
        for name in names:
            with self.subTest(name):
                self.same(getattr(torch, name), x)

    def test_two_numbers(self):
        x = torch.tensor([5.5, -5.5, 5.5, -5.5, 0.0, INF, NAN, 1.0, -3.0])
        y = torch.tensor([2.0, 2.0, -2.0, -2.0, 3.0, 2.0, 1.0, 0.0, INF])
        self.each([torch.fmod, torch.remainder, torch.floor_divide, torch.maximum, torch.minimum, torch.fmax, torch.fmin,
                   torch.pow, torch.atan2, torch.copysign, torch.eq, torch.ne, torch.lt, torch.ge, torch.logical_and,
                   torch.hypot, lambda a, b: torch.lerp(a, b, 0.3), lambda a, b: torch.clamp(a, -1, 2),
                   lambda a, b: torch.clamp(a, min=b), lambda a, b: torch.where(a > b, a, 0.0),
                   lambda a, b: torch.addcmul(a, a, b, value=0.5), lambda a, b: torch.nan_to_num(a)], x, y)

    def test_integer_division_by_zero_is_refused(self):
        f = nnf.jit(lambda a, b: a // b)
        with self.assertRaisesRegex(RuntimeError, "the divisor is 0 in 1 places"):
            f(torch.tensor([1, 2]), torch.tensor([1, 0]))

    def test_reductions(self):
        x = torch.randn(3, 4, 5)
        x[1, 2, 3] = NAN
        y = torch.randn(3, 4, 5)
        i = torch.randint(-5, 5, (3, 4, 5))
        self.each([lambda x, y, i: y.sum(), lambda x, y, i: y.sum((0, 2)), lambda x, y, i: y.mean(-1, keepdim=True),
                   lambda x, y, i: i.sum(1), lambda x, y, i: (i > 0).sum(), lambda x, y, i: y.prod(0), lambda x, y, i: x.amax(1),
                   lambda x, y, i: x.max(), lambda x, y, i: y.min(1), lambda x, y, i: x.max(2), lambda x, y, i: y.argmax(),
                   lambda x, y, i: i.argmin(1, keepdim=True), lambda x, y, i: y.var(), lambda x, y, i: y.std(1, unbiased=False),
                   lambda x, y, i: y.norm(), lambda x, y, i: y.norm(dim=1), lambda x, y, i: torch.linalg.vector_norm(y, 1, dim=-1),
                   lambda x, y, i: y.logsumexp(1), lambda x, y, i: (y > 0).any(1), lambda x, y, i: (y > 0).all(),
                   lambda x, y, i: torch.var_mean(y, 2), lambda x, y, i: torch.count_nonzero(i, 1), lambda x, y, i: y.half().sum(1),
                   lambda x, y, i: i.float().mean()], x, y, i, rtol=1e-3)

    def test_along_a_dimension(self):
        x, i = torch.randn(3, 5), torch.tensor([[3, 1, 2, 1, 9], [0, 0, 0, 0, 0], [5, 4, 3, 2, 1]])
        self.each([lambda x, i: x.cumsum(1), lambda x, i: i.cumsum(0), lambda x, i: x.cumprod(-1), lambda x, i: x.sort(1),
                   lambda x, i: torch.sort(i, dim=1, descending=True, stable=True), lambda x, i: x.topk(2), lambda x, i: x.argsort(0),
                   lambda x, i: x.topk(3, 1, largest=False)], x, i)

    def test_views_and_indexing(self):
        x = torch.randn(4, 6, 5)
        j, m = torch.tensor([2, 0, -1]), torch.tensor([True, False, True, True])
        self.each([lambda x, j, m: x[1], lambda x, j, m: x[-1, ..., 2], lambda x, j, m: x[:, 1:5:2], lambda x, j, m: x[..., -3:],
                   lambda x, j, m: x[None, :, 0], lambda x, j, m: x[j], lambda x, j, m: x[:, j], lambda x, j, m: x[j, :, j],
                   lambda x, j, m: x[j, j], lambda x, j, m: x[:, [0, 2]], lambda x, j, m: x.transpose(0, 2).reshape(-1),
                   lambda x, j, m: x.permute(2, 0, 1).contiguous().view(5, 24), lambda x, j, m: x.flatten(1),
                   lambda x, j, m: x.unsqueeze(1).expand(-1, 3, -1, -1), lambda x, j, m: x.split(4, 1), lambda x, j, m: x.chunk(3, 2),
                   lambda x, j, m: x.unbind(0), lambda x, j, m: x.narrow(1, 2, 3), lambda x, j, m: x.diagonal(0, 0, 1),
                   lambda x, j, m: x.unfold(1, 3, 2), lambda x, j, m: x.squeeze(), lambda x, j, m: x.mT, lambda x, j, m: x[0].T,
                   lambda x, j, m: x.as_strided((2, 3), (7, 2), 1), lambda x, j, m: x[:0]], x, j, m)

    def test_index_out_of_range_is_refused(self):
        f = nnf.jit(lambda x, i: x[i])
        f(torch.randn(4), torch.tensor([3, -4]))
        with self.assertRaisesRegex(RuntimeError, "indices from 0 to 4, expected them in \\[-4, 4\\)"):
            f(torch.randn(4), torch.tensor([0, 4]))

    def test_joining_and_moving(self):
        x, y = torch.randn(2, 3, 4), torch.randn(2, 1, 4)
        self.each([lambda x, y: torch.cat([x, y, x], 1), lambda x, y: torch.stack([x, x * 2], -1), lambda x, y: x.flip(0, 2),
                   lambda x, y: x.roll(1), lambda x, y: x.roll((1, -1), (1, 2)), lambda x, y: x.repeat(2, 1, 2),
                   lambda x, y: x.repeat_interleave(2, 1), lambda x, y: x.tril(), lambda x, y: x.triu(1), lambda x, y: torch.hstack([x, y]),
                   lambda x, y: torch.nn.functional.pad(x, (1, -1, 2, 0), value=3.0), lambda x, y: x.masked_fill(x > 0, -INF),
                   lambda x, y: torch.meshgrid(x[0, 0], y[0, 0], indexing="ij"), lambda x, y: torch.tile(x, (2, 1))], x, y)

    def test_gather_and_scatter(self):
        x, i = torch.randn(3, 5), torch.tensor([[0, 4], [1, 1], [2, 0]])
        s = torch.randn(3, 2)
        self.each([lambda x, i, s: x.gather(1, i), lambda x, i, s: x.scatter(1, i, s), lambda x, i, s: x.scatter_add(1, i, s),
                   lambda x, i, s: x.scatter(1, i, 2.0), lambda x, i, s: x.index_select(1, i[0]), lambda x, i, s: x.take_along_dim(i, 1),
                   lambda x, i, s: torch.zeros(3, 4).scatter_(1, i.clamp(max=3), 1.0), lambda x, i, s: x.index_add(1, i[0], s),
                   lambda x, i, s: torch.scatter_reduce(x, 1, i, s, "amax")], x, i, s)

    def test_products(self):
        a, b, c, v = torch.randn(3, 4), torch.randn(4, 5), torch.randn(3, 5), torch.randn(4)
        p, q = torch.randn(2, 3, 3, 4), torch.randn(2, 1, 5, 4)
        self.each([lambda a, b, c, v, p, q: a @ b, lambda a, b, c, v, p, q: a @ v, lambda a, b, c, v, p, q: v @ v,
                   lambda a, b, c, v, p, q: torch.addmm(c, a, b, beta=0.5, alpha=2), lambda a, b, c, v, p, q: p @ q.transpose(-1, -2),
                   lambda a, b, c, v, p, q: torch.bmm(p[0], q[0].expand(3, 5, 4).mT), lambda a, b, c, v, p, q: torch.einsum("bhij,bkj->bhik", p, q[:, 0]),
                   lambda a, b, c, v, p, q: torch.einsum("ij,jk,ik->i", a, b, c), lambda a, b, c, v, p, q: torch.outer(v, v),
                   lambda a, b, c, v, p, q: torch.baddbmm(c.expand(3, 3, 5), p[0], q[0].expand(3, 5, 4).mT),
                   lambda a, b, c, v, p, q: torch.tensordot(a, b, 1), lambda a, b, c, v, p, q: (a * 10).long() @ (b * 10).long()],
                  a, b, c, v, p, q)

    def test_made_from_nothing(self):
        x = torch.randn(3, 4)
        self.each([lambda x: torch.arange(5), lambda x: torch.arange(2, 9, 3), lambda x: torch.arange(0, 1, 0.25), lambda x: torch.eye(3, 4),
                   lambda x: torch.full((2, 3), 7), lambda x: torch.zeros_like(x, dtype=torch.int32), lambda x: x.new_ones(2),
                   lambda x: torch.linspace(-1, 1, 7), lambda x: torch.tensor([[1, 2], [3, 4]]), lambda x: torch.full_like(x, 0.5),
                   lambda x: torch.ones(2, dtype=torch.bool), lambda x: torch.tril_indices(3, 3), lambda x: torch.tensor(2.5) * x], x)

    def test_writes_in_place(self):
        def aliases(x):
            y = x * 1
            row, part = y[1], y[:, 1:3]
            part.add_(10)
            row.mul_(2)
            y[0, 0] = 5.0
            y[:, -1] = row.sum()
            return y, row, part, y.t()

        def masks(x):
            y = x.clone()
            y[y > 0] = 0.0
            y.masked_fill_(y < -1, -1.0)
            y.clamp_(min=-0.5)
            z = torch.zeros(5)
            z[torch.tensor([1, 3])] = torch.tensor([2.0, 4.0])
            z[::2] += 1
            z.view(5, 1).neg_()
            return y, z

        def shapes(x):
            y = x.clone()
            view = y.view(-1)
            y.transpose_(0, 1)
            y.unsqueeze_(0)
            view[0] = 9.0
            return y, view

        for f in (aliases, masks, shapes):
            with self.subTest(f.__name__):
                self.same(f, torch.randn(3, 4))

    def test_writes_to_inputs_are_done(self):
        def f(x, y):
            x.add_(1)
            y[:, 0] = x[0, 0]
            return x * 2
        self.same(f, torch.randn(3, 4), torch.randn(2, 2))

    def test_results_that_are_inputs(self):
        x = torch.randn(3, 4)
        f = nnf.jit(lambda x: (x, x.t(), x[1:]))
        whole, turned, part = f(x)
        self.assertIs(whole, x)
        part.zero_()
        self.assertEqual(x[1:].abs().sum().item(), 0)
        self.assertEqual(turned.shape, (4, 3))

    def test_structures(self):
        def f(pair, *, scale, options=None):
            a, b = pair["a"], pair["b"][0]
            return {"sum": (a + b) * scale, "none": None, "list": [a, (b, 3)], "text": "x"}
        self.same(f, {"a": torch.randn(3), "b": [torch.randn(3)]}, scale=2.0)

    def test_autocast_and_default_dtype(self):
        linear = torch.nn.Linear(8, 8)

        def f(x):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                y = linear(x)
                return y, torch.nn.functional.softmax(y, -1), y @ y.t(), torch.nn.functional.layer_norm(y, (8,))
        self.same(f, torch.randn(4, 8), rtol=3e-2, atol=3e-2)
        compiled = nnf.jit(lambda x: linear(x))
        with torch.no_grad():
            self.assertEqual(compiled(torch.randn(4, 8)).dtype, torch.float32)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                self.assertEqual(compiled(torch.randn(4, 8)).dtype, torch.bfloat16)
        zeros = nnf.jit(lambda x: torch.zeros(2) + 1)
        try:
            zeros(torch.randn(1))
            torch.set_default_dtype(torch.float64)
            self.assertEqual(zeros(torch.randn(1, dtype=torch.float32)).dtype, torch.float64)
        finally:
            torch.set_default_dtype(torch.float32)


    def test_ops_made_of_others(self):
        x, y = torch.randn(4, 7), torch.randn(5, 7)
        x[1, 2], nan = 2.0, float("nan")
        for bins, low, high in ((5, -1, 2), (4, 0, 0), (3, 1, 1)):
            self.same(lambda x: torch.histc(x, bins, low, high), x)
        self.same(lambda x: torch.histc(x, 3), torch.ones(6))
        self.same(lambda x: (x.median(), x[0, :4].median()), x)
        self.same(lambda x: x.median(), torch.tensor([1.0, nan, 0.0]))
        for p in (0.0, 1.0, 2.0, 3.0, float("inf")):
            self.same(lambda x, y: (torch.cdist(x, y, p), torch.dist(x[0], y[0], p)), x, y)
        self.same(torch.ldexp, x, torch.tensor([1, -2, 0, 3, 4, -5, 6]))
        rows, values = x.sort(-1)[0], torch.tensor([[-1.0, 0.0, nan, 2.0, float("inf")]] * 4)
        for right in (False, True):
            self.same(lambda r, v: (torch.searchsorted(r, v, right=right), torch.searchsorted(r[1], v, right=right, out_int32=True)),
                      rows, values)


if __name__ == "__main__":
    main()
