# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Samples for the functions that PyTorch's database has none of: at least 20 each, in the database's form."""

import itertools

import torch
from torch.testing._internal.opinfo.core import SampleInput

FLOATS = (torch.float64, torch.float32, torch.bfloat16, torch.float16)
ELEMENTS = (*FLOATS, torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8)
T = torch.nn.functional


class Entry:
    """As much of an OpInfo as conformance.py reads."""

    decorators = ()
    error_inputs_func = None

    def __init__(self, name, make, op=None, dtypes=FLOATS, wrap=None):
        # `wrap` makes what takes a sample from our function, where that is not the function itself.
        self.wrap = wrap
        self.name, self.formatted_name = name, name + " (own cases)"
        self.op, self._make, self._dtypes = op or getattr(T, name), make, dtypes

    def supported_dtypes(self, device):
        return self._dtypes

    def sample_inputs(self, device, dtype):
        generator = torch.Generator().manual_seed(11)

        def tensor(*sizes):
            if dtype.is_floating_point:
                return (torch.randn(sizes, generator=generator, dtype=torch.float64) * 2).to(dtype)
            low = 0 if dtype in (torch.uint8, torch.bool) else -9
            return torch.randint(low, 9, sizes, generator=generator).to(dtype)
        for args, kwargs in self._make(tensor):
            yield SampleInput(args[0], args=tuple(args[1:]), kwargs=kwargs)

    def reference_inputs(self, device, dtype):
        return self.sample_inputs(device, dtype)


SHAPES = [(), (1,), (5,), (3, 4), (1, 6), (6, 1), (2, 3, 4), (2, 1, 3, 5), (0,), (3, 0), (0, 2, 2), (17,), (64,), (4, 33),
          (1, 1, 1), (2, 2, 2, 2, 2), (100,), (7, 9), (31, 3), (128, 2)]


def in_place(attributes):
    """An in-place activation, on all shapes with each set of attributes in turn."""
    def make(tensor):
        for shape, kwargs in zip(SHAPES + SHAPES[1:6], itertools.cycle(attributes)):
            yield (tensor(*shape),), dict(kwargs)
    return make


def pools(n, extra):
    """Windows over n spatial dimensions, batched and not."""
    def make(tensor):
        sizes = [(9, 8, 7)[:n], (5, 6, 5)[:n], (12, 4, 6)[:n]]
        for spatial, lead, kernel, stride in itertools.product(sizes, [(2, 3), (3,), (1, 1)], (2, 3), (None, 1, 2)):
            yield from extra(tensor, (*lead, *spatial), kernel, stride)
    return make


def max_pools(tensor, shape, kernel, stride):
    for padding, dilation, ceil_mode in ((0, 1, False), (1, 1, True), (0, 2, False)):
        if all((kernel - 1) * dilation + 1 <= size for size in shape[-1:]) and padding <= kernel // 2:
            yield (tensor(*shape), kernel), {"stride": stride, "padding": padding, "dilation": dilation,
                                             "ceil_mode": ceil_mode}


def lp_pools(tensor, shape, kernel, stride):
    for norm, ceil_mode in ((2, False), (3.0, True), (1, False)):
        yield (tensor(*shape).abs(), norm, kernel), {"stride": stride, "ceil_mode": ceil_mode}


def adaptive_pools(n):
    def make(tensor):
        for lead, out in itertools.product([(2, 3), (3,), (1, 1), (4, 2)], [1, 2, 3, (5, 3, 2)[:n], (None, 2, 3)[:n]]):
            out = out if not isinstance(out, tuple) or n > 1 else out[0] or 4
            yield (tensor(*lead, *(7, 5, 6)[:n]), out), {}
    return make


def fold(tensor):
    for n, (size, kernel, options) in itertools.product((1, 2, None), [
            ((4, 5), (2, 2), {}), ((6, 6), 3, {"padding": 1}), ((5, 7), (2, 3), {"stride": 2}), ((8, 8), 2, {"dilation": 2}),
            ((4, 4), 4, {}), ((7, 6), (3, 2), {"padding": (1, 0), "stride": (2, 1)}), ((5, 5), 1, {})]):
        k = (kernel, kernel) if isinstance(kernel, int) else kernel

        def pair(name, default):
            value = options.get(name, default)
            return (value, value) if isinstance(value, int) else value
        s, p, d = pair("stride", 1), pair("padding", 0), pair("dilation", 1)
        count = 1
        for i in range(2):
            count *= (size[i] + 2 * p[i] - d[i] * (k[i] - 1) - 1) // s[i] + 1
        lead = () if n is None else (n,)
        yield (tensor(*lead, 3 * k[0] * k[1], count), size, kernel), dict(options)


def dropouts(tensor):
    for shape, (p, training) in itertools.product([(2, 3, 4), (3, 5), (1, 1, 7), (0, 2, 3), (8, 16, 2)], [
            (0.5, True), (0.2, False), (0.0, True), (1.0, True)]):
        yield (tensor(*shape),), {"p": p, "training": training}


def gumbel(tensor):
    for shape, (tau, hard) in itertools.product([(2, 5), (7,), (3, 1), (2, 3, 4), (1, 9)], [
            (1, False), (0.5, True), (2.0, False), (1.0, True)]):
        yield (tensor(*shape),), {"tau": tau, "hard": hard, "dim": -1}


def upsample(tensor):
    for shape, kwargs in itertools.product([(1, 2, 4), (2, 1, 5)], [
            {"scale_factor": 2}, {"size": 7}, {"scale_factor": 1.5, "mode": "linear"},
            {"size": 3, "mode": "linear", "align_corners": True}]):
        yield (tensor(*shape),), dict(kwargs)
    for shape, kwargs in itertools.product([(1, 2, 4, 3), (2, 1, 5, 5)], [
            {"scale_factor": 2}, {"size": (7, 2)}, {"scale_factor": (1.5, 2), "mode": "bilinear"},
            {"size": (3, 6), "mode": "bilinear", "align_corners": True}, {"scale_factor": 2, "mode": "bicubic"}]):
        yield (tensor(*shape),), dict(kwargs)
    for shape in [(1, 1, 2, 3, 4), (2, 2, 3, 3, 2)]:
        for kwargs in ({"scale_factor": 2}, {"size": 3, "mode": "trilinear"}):
            yield (tensor(*shape),), dict(kwargs)


def affine(tensor):
    for n, size, corners in itertools.product((1, 2, 3), [(3, 4), (1, 1), (5, 2), (6, 6), (1, 7)], (True, False, None)):
        yield (tensor(n, 2, 3), [n, 2, *size]), {"align_corners": corners}
        if n < 3:
            yield (tensor(n, 3, 4), [n, 1, 2, *size]), {"align_corners": corners}


def shuffles(tensor):
    for (n, c, groups), rest in itertools.product([(1, 4, 2), (2, 6, 3), (1, 6, 2), (3, 8, 4), (2, 5, 1), (1, 5, 5)], [
            (3, 3), (1, 2), (5,), (2, 3, 2)]):
        yield (tensor(n, c, *rest), groups), {}


def conv_tbc(tensor):
    for t, b, c_in, c_out, k, pad in itertools.product((5, 9), (1, 3), (2, 4), (3,), (1, 2, 3), (0, 1)):
        yield (tensor(t, b, c_in), tensor(k, c_in, c_out), tensor(c_out), pad), {}


def fractional(n):
    """Windows at places that the samples say."""
    def make(tensor):
        for lead, kernel, sizes in itertools.product([(2, 3), (1, 1), (1, 4)], [1, 2], [
                {"output_size": 3}, {"output_size": (4, 2, 3)[:n]}, {"output_ratio": 0.5}, {"output_ratio": (0.4, 0.6, 0.7)[:n]}]):
            x = tensor(*lead, *(9, 8, 7)[:n])
            yield (x, kernel), {**sizes, "_random_samples": tensor(*lead, n).double().sigmoid().to(x.dtype)}
    return make


def sharded(tensor):
    for batch, devices, dim in itertools.product((1, 2, 3, 8, 9), (None, [0], [0, 1], [0, 1, 2]), (0, 1)):
        yield (tensor(*((batch, 4) if dim == 0 else (4, batch))),), {"device_ids": devices, "dim": dim}


def groups_of(m, k, n, ends):
    """Operands of grouped_mm of every pair of ranks, as PyTorch's kernels take them: rows of 16 bytes."""
    g = len(ends)
    yield (g, m, k), (g, k, n), None
    yield (ends[-1], k), (g, k, n), ends
    yield (m, ends[-1]), (ends[-1], n), ends
    yield (g, m, k), (k, ends[-1]), ends


def offsets(ends):
    return None if ends is None else torch.tensor(ends, dtype=torch.int32)


def grouped(tensor):
    for m, k, n, ends in [(8, 16, 8, [4, 9, 16]), (1, 8, 16, [8]), (16, 8, 8, [0, 8, 8, 24]), (5, 32, 24, [7, 7, 16]),
                          (9, 24, 8, [1, 2, 3, 5, 8])]:
        for a, b, offs in groups_of(m, k, n, ends):
            yield (tensor(*a), tensor(*b)), {"offs": offsets(offs)}


def scaled(tensor):
    recipes = T.ScalingType
    for (m, k, n), (types, row_wise), out in itertools.product(
            [(16, 32, 48), (1, 16, 16), (5, 64, 32)], itertools.product(
                [(torch.float8_e4m3fn, torch.float8_e4m3fn), (torch.float8_e5m2, torch.float8_e4m3fn)], (False, True)),
            (torch.bfloat16, torch.float32)):
        a, b = tensor(m, k).to(types[0]), tensor(n, k).to(types[1]).t()
        sizes = ((m, 1), (1, n)) if row_wise else ((), ())
        recipe = recipes.RowWise if row_wise else recipes.TensorWise
        # Powers of two: PyTorch scales before it adds, we scale the sum.
        scales = [tensor(*size).float().round().exp2() for size in sizes]
        yield (a, b, scales[0], recipe, scales[1], recipe), {"output_dtype": out}


def scaled_groups(tensor):
    recipe = T.ScalingType.RowWise
    for m, k, n, ends in [(16, 32, 16, [16, 32]), (16, 16, 32, [16, 16, 48]), (32, 64, 16, [8, 24, 32, 64]), (4, 8, 8, [3, 5]),
                          (1, 8, 4, [1])]:
        for a, b, offs in groups_of(m, k, n, ends):
            rows = a[:1] if offs and len(b) == 3 else (len(ends), a[-2])
            columns = b[1:] if offs and len(a) == 3 else (len(ends), b[-1])
            yield (tensor(*a).to(torch.float8_e4m3fn), tensor(*b).to(torch.float8_e4m3fn), tensor(*rows).abs().float(), recipe,
                   tensor(*columns).abs().float(), recipe), {"offs": offsets(offs)}


def dequantised_groups(a, b, scale_a, _ra, scale_b, _rb, offs=None):
    """scaled_grouped_mm, which PyTorch has no CPU kernel for: each group's matrices times their scales, in float64."""
    a, b = a.double(), b.double()
    if a.dim() == b.dim() == 3:
        return torch.stack([(x * s[:, None]) @ (y * t) for x, y, s, t in zip(a, b, scale_a, scale_b)]).bfloat16()
    places = list(zip([0, *offs.tolist()[:-1]], offs.tolist()))
    if b.dim() == 3:
        return torch.cat([(a[i:j] * scale_a[i:j, None]) @ (b[g] * scale_b[g]) for g, (i, j) in enumerate(places)]).bfloat16()
    if a.dim() == 3:
        return torch.cat([(a[g] * scale_a[g][:, None]) @ (b[:, i:j] * scale_b[i:j]) for g, (i, j) in enumerate(places)],
                         1).bfloat16()
    return torch.stack([(a[:, i:j] * scale_a[g][:, None]) @ (b[i:j] * scale_b[g])
                        for g, (i, j) in enumerate(places)]).bfloat16()


def delta(tensor):
    """The gated delta rule on sequences of several lengths and widths, with and without a state to begin with."""
    for (batch, length, width, columns), begins, options in itertools.product(
            [((2, 3), 5, 4, 6), ((), 4, 3, 2), ((1,), 7, 1, 3), ((2, 1), 1, 8, 8), ((3,), 16, 5, 1), ((2,), 0, 3, 2)],
            (False, True), ({}, {"scale": 0.5, "output_final_state": True})):
        key = tensor(*batch, length, width)
        key = (key / (key.norm(dim=-1, keepdim=True) + 1)).to(key.dtype)
        state = {"initial_state": tensor(*batch, width, columns)} if begins else {}
        yield (tensor(*batch, length, width), key, tensor(*batch, length, columns), -tensor(*batch, length).abs(),
               tensor(*batch, length).sigmoid()), {**state, **options}


def delta_rule(q, k, v, g, beta, *, initial_state=None, scale=None, output_final_state=False):
    """gated_delta_rule, which this PyTorch does not have: the recurrence, in float32 at least, rounded at the end."""
    wide = torch.promote_types(q.dtype, torch.float32)
    kind, (q, k, v, g, beta) = v.dtype, (x.to(wide) for x in (q, k, v, g, beta))
    scale = q.shape[-1] ** -0.5 if scale is None else scale
    begin = q.new_zeros(*q.shape[:-2], q.shape[-1], v.shape[-1])
    state, rows = begin if initial_state is None else initial_state.to(wide), []
    for t in range(q.shape[-2]):
        state = state * g[..., t, None, None].exp()
        wrong = v[..., t, :] - (state * k[..., t, :, None]).sum(-2)
        state = state + beta[..., t, None, None] * k[..., t, :, None] * wrong[..., None, :]
        rows.append(scale * (state * q[..., t, :, None]).sum(-2))
    out = (torch.stack(rows, -2) if rows else v).to(kind)
    return (out, state) if output_final_state else out


def entries():
    """Entries by function."""
    slopes, alphas = [{}, {"negative_slope": 0.2}, {"negative_slope": -0.5}], [{}, {"alpha": 0.5}, {"alpha": 2.0}]
    found = [
        Entry("threshold_", in_place([{"threshold": 0.1, "value": 20.0}, {"threshold": -1.0, "value": 0.0}]), dtypes=ELEMENTS),
        Entry("relu_", in_place([{}]), dtypes=ELEMENTS),
        Entry("hardtanh_", in_place([{}, {"min_val": -0.5, "max_val": 0.25}]), dtypes=ELEMENTS[:-1]),
        Entry("leaky_relu_", in_place(slopes)), Entry("elu_", in_place(alphas)), Entry("celu_", in_place(alphas)),
        Entry("selu_", in_place([{}])), Entry("rrelu_", in_place([{}, {"lower": 0.1, "upper": 0.4}]), dtypes=FLOATS[:3]),
        Entry("fold", fold), Entry("dropout1d", dropouts), Entry("gumbel_softmax", gumbel), Entry("upsample", upsample),
        Entry("affine_grid", affine, dtypes=FLOATS[:2]), Entry("native_channel_shuffle", shuffles),
        Entry("conv_tbc", conv_tbc), Entry("grouped_mm", grouped, dtypes=FLOATS[1:]),
        Entry("gated_delta_rule", delta, delta_rule),
        Entry("scaled_mm", scaled, dtypes=FLOATS[1:2]),
        Entry("scaled_grouped_mm", scaled_groups, dequantised_groups, dtypes=FLOATS[1:2]),
        Entry("data_parallel", sharded, lambda x, **_: T.gelu(x), FLOATS[1:2],
              lambda ours: lambda x, **options: ours(T.gelu, x, **options))]
    for n in (2, 3):
        found.append(Entry(f"fractional_max_pool{n}d_with_indices", fractional(n), dtypes=FLOATS[:2]))
    for n in (1, 2, 3):
        found += [Entry(f"lp_pool{n}d", pools(n, lp_pools), dtypes=FLOATS[:3] if n < 3 else FLOATS[:2]),
                  Entry(f"max_pool{n}d_with_indices", pools(n, max_pools)),
                  Entry(f"adaptive_max_pool{n}d_with_indices", adaptive_pools(n))]
    return {entry.name: [entry] for entry in found}
