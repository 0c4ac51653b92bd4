# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Random cases of pooling, vision, transposed convolutions and embedding bags: more families for torch_cases."""

import math

import torch
import torch.nn.functional as F

from torch_cases import clauses, family

HALF = (torch.float16, torch.bfloat16)


def loose(dtype, rtol=1.6e-2, atol=2e-2):
    """Tolerances where a sum is rounded once here and in float64 there."""
    if dtype in HALF:
        return dict(rtol=rtol, atol=atol if dtype == torch.float16 else 4 * atol)
    return dict(rtol=5e-6, atol=2e-5) if dtype == torch.float32 else {}


def image(m, n, sizes, dtype, channels=(1, 2, 3)):
    """(N, C, sizes...) or (C, sizes...)."""
    lead = [] if m.rng.random() < 0.2 else [m.rng.choice([1, 2, 2, 3])]
    return m.randn(lead + [m.rng.choice(channels)] + list(sizes), dtype)


@family
def PoolingAverage(m, name):
    n = m.rng.choice([1, 2, 2, 3])
    kernel = [m.rng.choice([1, 2, 3, 4]) for _ in range(n)]
    stride = None if m.rng.random() < 0.4 else [m.rng.choice([1, 2, 3]) for _ in range(n)]
    padding = [m.rng.choice([0, k // 2]) for k in kernel]
    sizes = [max(m.rng.choice([3, 4, 5, 7]), k) for k in kernel]
    ceil, include = m.rng.random() < 0.5, m.rng.random() < 0.5
    divisor = m.rng.choice([None, None, 3, -2]) if n > 1 else None
    attrs = clauses(kernel_size=kernel, stride=stride, padding=padding, ceil_mode=ceil, count_include_pad=include,
                    divisor_override=divisor)
    pool = getattr(F, "avg_pool%dd" % n)
    more = {} if n == 1 else dict(divisor_override=divisor)
    if m.rng.random() < 0.1:
        x = m.integers([2, 3] + sizes, -20, 20)
        return m.case("%s_%dd_i64" % (name, n), lambda a: "nnf.avg_pool%dd %s%s" % (n, a, attrs), [x],
                      lambda v: pool(v, kernel, stride, padding, ceil, include, **more), gradients=False)
    dtype = m.dtype()
    return m.case("%s_%dd" % (name, n), lambda a: "nnf.avg_pool%dd %s%s" % (n, a, attrs), [image(m, n, sizes, dtype)],
                  lambda v: pool(v, kernel, stride, padding, ceil, include, **more), **loose(dtype))


@family
def PoolingAdaptive(m, name):
    n = m.rng.choice([1, 2, 2, 3])
    sizes = [m.rng.choice([1, 2, 4, 5, 6, 9]) for _ in range(n)]
    out = [m.rng.choice([1, 1, 2, 3, 5, None, max(s // 2, 1)]) for s in sizes]
    if m.rng.random() < 0.3:
        out = [1] * n
    kind = m.rng.choice(["avg", "avg", "max", "max", "max_with"])
    dtype = m.dtype()
    x = image(m, n, sizes, dtype)
    if kind == "max" and m.rng.random() < 0.3:  # ties
        x = x.round()
    op = "adaptive_%s_pool%dd" % (kind[:3], n)
    call = getattr(F, op)
    attrs = clauses(output_size=[-1 if o is None else o for o in out])
    if n == 1:
        out = out if out[0] is not None else [sizes[0]]
    if kind == "avg":
        return m.case("%s_avg_%dd" % (name, n), lambda a: "nnf.%s %s%s" % (op, a, attrs), [x],
                      lambda v: call(v, out), **loose(dtype))
    indices = kind == "max_with" or m.rng.random() < 0.5
    if kind == "max_with":
        op += "_with_indices"
    elif indices:
        attrs += " return_indices = true"
    return m.case("%s_%s_%dd" % (name, kind, n), lambda a: "nnf.%s %s%s" % (op, a, attrs), [x],
                  lambda v: call(v, out, indices), **loose(dtype))


@family
def PoolingNorm(m, name):
    n = m.rng.choice([1, 2, 2, 3])
    kernel = [m.rng.choice([1, 2, 3]) for _ in range(n)]
    stride = None if m.rng.random() < 0.5 else [m.rng.choice([1, 2, 3]) for _ in range(n)]
    sizes = [max(m.rng.choice([3, 4, 5]), k) for k in kernel]
    p = m.rng.choice([1.0, 2.0, 2.0, 3.0, 4.0, 1.5])
    ceil = m.rng.random() < 0.5
    dtype = m.rng.choice([torch.float32, torch.float32, torch.float64, torch.float16])
    x = image(m, n, sizes, dtype)
    if p not in (2.0, 4.0):  # roots of sums that may not be negative
        x = x.abs()
    if p >= 2 and m.rng.random() < 0.3:
        x[..., :2] = 0
    half = dtype in HALF
    # Windows may reach over the end in PyTorch only where `stride` says so.
    return m.case("%s_%dd" % (name, n), lambda a: "nnf.lp_pool%dd %s%s" % (
        n, a, clauses(norm_type=p, kernel_size=kernel, stride=stride, ceil_mode=ceil)), [x],
        lambda v: getattr(F, "lp_pool%dd" % n)(v, p, kernel[0] if n == 1 else kernel, stride, ceil),
        rtol=2e-2 if half else 2e-5 if dtype == torch.float32 else None, atol=5e-2 if half else 2e-5 if dtype == torch.float32 else None)


@family
def PoolingBack(m, name):
    n = m.rng.choice([1, 2, 2, 3])
    kernel = [m.rng.choice([1, 2, 3]) for _ in range(n)]
    stride = None if m.rng.random() < 0.5 else [m.rng.choice([k, k + 1]) for k in kernel]
    steps = stride or kernel
    padding = [m.rng.choice([0, k // 2]) for k in kernel]
    sizes = [max(m.rng.choice([4, 5, 6, 7]), k) for k in kernel]
    dtype = m.dtype()
    y, at = getattr(F, "max_pool%dd" % n)(image(m, n, sizes, torch.float32), kernel, stride, padding, return_indices=True)
    x = m.randn(y.shape, dtype)
    usual = [(s - 1) * t + k - 2 * p for s, t, k, p in zip(y.shape[-n:], steps, kernel, padding)]
    given = list(sizes) if any(a <= b - c or a >= b + c for a, b, c in zip(usual, sizes, steps)) is False else None
    if given is None or (m.rng.random() < 0.3 and list(usual) == list(sizes)):
        given, at = None, at % max(math.prod(usual), 1)
    attrs = clauses(kernel_size=kernel, stride=stride, padding=padding, output_size=given)
    unpool = getattr(F, "max_unpool%dd" % n)
    if m.rng.random() < 0.1:
        at = at.clone()
        at.view(-1)[-1] = bad = math.prod(given or usual) + 2
        case = m.case(name + "_error", lambda a, i: "nnf.max_unpool%dd %s, %s%s" % (n, a, i, attrs), [x, at],
                      lambda a, i: unpool(a, i.clamp(max=bad - 3), kernel, stride, padding, given), gradients=False)
        case.error = "indices[%d] is %d, but must be at least 0 and less than %d" % (at.numel() - 1, bad, bad - 2)
        return case
    # Where elements meet, the last one stays, and PyTorch's gradient is that of each of them.
    return m.case("%s_%dd" % (name, n), lambda a, i: "nnf.max_unpool%dd %s, %s%s" % (n, a, i, attrs), [x, at],
                  lambda a, i: unpool(a, i, kernel, stride, padding, given))


BOOL_AND_INTS = [torch.bool, torch.uint8, torch.int8, torch.int32, torch.int64]


@family
def VisionPad(m, name):
    mode = m.rng.choice(["constant", "constant", "reflect", "replicate", "circular"])
    dtype = m.dtype()
    if mode == "constant":
        shape = m.shape(1, 4)
        pairs = m.rng.randint(1, len(shape))
    else:
        pairs = m.rng.choice([1, 2, 3])
        shape = [m.rng.choice([1, 2, 3]) for _ in range(m.rng.choice([1, 2]))]
        shape += [m.rng.choice([3, 4, 6]) for _ in range(pairs)]
    most = {"constant": 4, "reflect": 2, "replicate": 5, "circular": 3}[mode]
    pad = []
    for size in reversed(shape[-pairs:]):
        before, behind = m.rng.randint(-1, most), m.rng.randint(-1, most)
        if size + min(before, 0) + min(behind, 0) < 0:
            before = behind = 0
        pad += [before, behind]
    value = m.rng.choice([None, 0.5, 2.0, -math.inf]) if mode == "constant" else None
    integers = m.rng.random() < 0.2 and mode in ("constant", "circular")
    x = m.randn(shape, dtype)
    if integers:
        dtype = m.rng.choice(BOOL_AND_INTS)
        x = m.integers(shape, 0, 2 if dtype == torch.bool else 100).to(dtype)
        value = None if value is None or math.isinf(value) else value
    return m.case(name + "_" + mode, lambda a: "nnf.pad %s%s" % (a, clauses(
        pad=pad, mode=mode, value="0xFFF0000000000000" if value == -math.inf else value)), [x],
                  lambda v: F.pad(v, pad, mode, value), gradients=not integers, **(loose(dtype) if not integers else {}))


@family
def VisionShuffle(m, name):
    kind = m.rng.choice(["pixel_shuffle", "pixel_unshuffle", "channel_shuffle", "native_channel_shuffle"])
    r = m.rng.choice([1, 2, 3])
    c, h, w = m.rng.choice([1, 2, 3]), m.rng.choice([1, 2, 4]), m.rng.choice([1, 3, 5])
    lead = [m.rng.choice([1, 2]) for _ in range(m.rng.choice([0, 1, 1, 2]))]
    dtype = m.dtype()
    if kind == "pixel_shuffle":
        shape, attrs = lead + [c * r * r, h, w], clauses(upscale_factor=r)
    elif kind == "pixel_unshuffle":
        shape, attrs = lead + [c, h * r, w * r], clauses(downscale_factor=r)
    else:
        shape, attrs = [m.rng.choice([1, 2]), c * r, h, w][:m.rng.choice([3, 4])], clauses(groups=r)
    x = m.randn(shape, dtype)
    gradients = True
    if m.rng.random() < 0.2:
        dtype = m.rng.choice(BOOL_AND_INTS)
        x, gradients = m.integers(shape, 0, 2 if dtype == torch.bool else 100).to(dtype), False
    return m.case(name + "_" + kind, lambda a: "nnf.%s %s%s" % (kind, a, attrs), [x],
                  lambda v: getattr(F, kind.replace("native_", ""))(v, r), gradients=gradients)


@family
def VisionResize(m, name):
    mode = m.rng.choice(["nearest", "nearest-exact", "linear", "bilinear", "bilinear", "bicubic", "trilinear", "area",
                         "antialias", "antialias"])
    n = {"linear": 1, "bilinear": 2, "bicubic": 2, "trilinear": 3, "antialias": 2}.get(mode) or m.rng.choice([1, 2, 3])
    dtype = m.rng.choice([torch.float32, torch.float64, torch.float64, torch.bfloat16])
    antialias = mode == "antialias"
    if antialias:
        mode = m.rng.choice(["bilinear", "bicubic", "lanczos"])
        dtype = m.rng.choice([torch.float32, torch.float64])
    sizes = [m.rng.choice([1, 3, 4, 7, 10]) for _ in range(n)]
    size = scale = recompute = None
    if m.rng.random() < 0.5:
        size = [m.rng.choice([1, 2, 3, 6, 8, s, 2 * s]) for s in sizes]
    else:
        scale = [m.rng.choice([0.5, 1.3, 2.0, 1.0, 3.1]) for _ in range(n)]
        scale = [1.5 if int(s * f) < 1 else f for s, f in zip(sizes, scale)]
        recompute = m.rng.random() < 0.3
    align = m.rng.random() < 0.4 if mode in ("linear", "bilinear", "bicubic", "trilinear") else None
    attrs = clauses(size=size, scale_factor=scale, mode='"%s"' % mode if "-" in mode else mode, align_corners=align,
                    recompute_scale_factor=recompute, antialias=antialias)
    x = m.randn([m.rng.choice([1, 2]), m.rng.choice([1, 3])] + sizes, dtype)
    old = m.rng.random()
    op, call = "interpolate", lambda v: F.interpolate(v, size, scale, mode, align, recompute, antialias)
    if old < 0.15 and not recompute and not antialias:
        op = "upsample"
        attrs = clauses(size=size, scale_factor=scale, mode='"%s"' % mode if "-" in mode else mode, align_corners=align)
    elif old < 0.3 and mode == "nearest" and not recompute:
        op, attrs = "upsample_nearest", clauses(size=size, scale_factor=scale)
    elif old < 0.4 and mode == "bilinear" and align and not recompute and not antialias:
        op, attrs = "upsample_bilinear", clauses(size=size, scale_factor=scale)
    tolerance = loose(dtype)
    if dtype == torch.float32:  # places are rounded to f32
        tolerance = dict(rtol=1e-4, atol=1e-4)
    return m.case("%s_%s" % (name, mode.replace("-", "_")), lambda a: "nnf.%s %s%s" % (op, a, attrs), [x], call,
                  gradients=True, **tolerance)


@family
def VisionGrid(m, name):
    n = m.rng.choice([2, 2, 3])
    if m.rng.random() < 0.25:
        size = [m.rng.choice([1, 2]), 3] + [m.rng.choice([1, 2, 4, 5]) for _ in range(n)]
        corners = m.rng.random() < 0.5
        dtype = m.dtype()
        return m.case(name + "_affine", lambda a: "nnf.affine_grid %s%s" % (a, clauses(size=size, align_corners=corners)),
                      [m.randn([size[0], n, n + 1], dtype)], lambda v: F.affine_grid(v, size, corners), **loose(dtype))
    mode = m.rng.choice(["bilinear", "bilinear", "nearest"] + ["bicubic"] * (n == 2))
    padding = m.rng.choice(["zeros", "border", "reflection"])
    corners = m.rng.random() < 0.5
    sizes = [m.rng.choice([1, 2, 4, 5]) for _ in range(n)]
    batch = m.rng.choice([1, 2])
    dtype = m.rng.choice([torch.float32, torch.float64, torch.float64])
    x = m.randn([batch, m.rng.choice([1, 3])] + sizes, dtype)
    grid = m.uniform([batch] + [m.rng.choice([1, 2, 3, 6]) for _ in range(n)] + [n], dtype, -1.6, 1.6)
    tolerance = dict(rtol=1e-3, atol=1e-3) if dtype == torch.float32 else {}
    return m.case("%s_%s_%s" % (name, mode, padding), lambda a, g: "nnf.grid_sample %s, %s%s" % (
        a, g, clauses(mode=mode, padding_mode=padding, align_corners=corners)), [x, grid],
        lambda a, g: F.grid_sample(a, g, mode, padding, corners), static={1: (n + 1,)}, **tolerance)


@family
def ConvolutionTransposed(m, name):
    n = m.rng.choice([1, 2, 2, 3])
    groups = m.rng.choice([1, 1, 2, 3])
    inner, outer = groups * m.rng.choice([1, 2]), m.rng.choice([1, 2, 3])
    kernel = [m.rng.choice([1, 2, 3]) for _ in range(n)]
    stride = [m.rng.choice([1, 1, 2, 3]) for _ in range(n)]
    dilation = [m.rng.choice([1, 1, 2]) for _ in range(n)]
    more = [m.rng.randint(0, max(s, d) - 1) for s, d in zip(stride, dilation)]
    sizes = [m.rng.choice([1, 2, 4, 5]) for _ in range(n)]
    padding = [m.rng.choice([0, 1, 2]) for _ in range(n)]
    padding = [p if (i - 1) * s - 2 * p + d * (k - 1) + o + 1 > 0 else 0
               for p, i, s, d, k, o in zip(padding, sizes, stride, dilation, kernel, more)]
    call = getattr(F, "conv_transpose%dd" % n)
    attrs = clauses(stride=stride, padding=padding, output_padding=more, groups=groups, dilation=dilation)
    lead = ([] if m.rng.random() < 0.2 else [m.rng.choice([1, 2, 3])]) + [inner]
    line = lambda a, b, c: "nnf.conv_transpose%dd %s, %s%s%s" % (n, a, b, clauses(bias=c), attrs)
    run = lambda a, b, c: call(a, b, c, stride, padding, more, groups, dilation)
    if m.rng.random() < 0.1:
        x, w = m.integers(lead + sizes, -9, 9), m.integers([inner, outer] + kernel, -9, 9)
        return m.case("%s_%dd_i64" % (name, n), line, [x, w, None], run, gradients=False)
    dtype = m.rng.choice([torch.float32, torch.float32, torch.float64, torch.float16])
    x, w = m.randn(lead + sizes, dtype), m.randn([inner, outer] + kernel, dtype)
    bias = m.randn([outer * groups], dtype) if m.rng.random() < 0.5 else None
    return m.case("%s_%dd" % (name, n), line, [x, w, bias], run, **loose(dtype, 1e-2, 5e-2))


@family
def ConvolutionColumns(m, name):
    kind = m.rng.choice(["unfold", "fold", "conv_tbc"])
    dtype = m.dtype()
    if kind == "conv_tbc":
        t, b, c, k, f = (m.rng.choice([1, 2, 3, 5]) for _ in range(5))
        pad = m.rng.choice([0, 1, 3])
        pad = pad if t + 2 * pad >= k else k
        return m.case(name + "_tbc", lambda x, w, v: "nnf.conv_tbc %s, %s, %s%s" % (x, w, v, clauses(pad=pad)),
                      [m.randn([t, b, c], dtype), m.randn([k, c, f], dtype), m.randn([f], dtype)],
                      lambda x, w, v: torch.conv_tbc(x, w, v, pad), **loose(dtype, atol=5e-2))
    kernel, stride, dilation = ([m.rng.choice(v) for _ in range(2)] for v in ([1, 2, 3], [1, 1, 2, 3], [1, 1, 2]))
    padding = [m.rng.choice([0, 1, 2]) for _ in range(2)]
    size = [max(m.rng.choice([1, 3, 5]), d * (k - 1) + 1) for d, k in zip(dilation, kernel)]
    lead = ([] if m.rng.random() < 0.2 else [m.rng.choice([1, 2])]) + [m.rng.choice([1, 2, 3])]
    options = dict(kernel_size=kernel, dilation=dilation, padding=padding, stride=stride)
    if kind == "unfold":
        return m.case(name + "_unfold", lambda a: "nnf.unfold %s%s" % (a, clauses(**options)), [m.randn(lead + size, dtype)],
                      lambda v: F.unfold(v, **options), **loose(dtype))
    places = math.prod((s + 2 * p - d * (k - 1) - 1) // t + 1
                       for s, p, d, k, t in zip(size, padding, dilation, kernel, stride))
    shape = lead[:-1] + [lead[-1] * math.prod(kernel), places]
    x, gradients = m.randn(shape, dtype), True
    if m.rng.random() < 0.1:
        x, gradients = m.integers(shape, 0, 2).bool(), False
    return m.case(name + "_fold", lambda a: "nnf.fold %s%s" % (a, clauses(output_size=size, **options)), [x],
                  lambda v: F.fold(v, size, **options), gradients=gradients, **(loose(dtype) if gradients else {}))


@family
def EmbeddingBags(m, name):
    rows, width = m.rng.choice([1, 3, 10]), m.rng.choice([1, 4, 17])
    if m.rng.random() < 0.3:
        classes = m.rng.choice([-1, rows, rows + 2])
        index = m.integers(m.shape(0, 3, empty=0), 0, rows)
        if m.rng.random() < 0.2:
            index = index.reshape(-1)
            index[-1] = bad = m.rng.choice([-1, rows + 5])
            case = m.case(name + "_one_hot_error", lambda i: "nnf.one_hot %s%s" % (i, clauses(num_classes=rows)), [index],
                          lambda i: F.one_hot(i.clamp(0, rows - 1), rows), gradients=False)
            case.error = "tensor[%d] is %d, but must be at least 0 and less than %d" % (index.numel() - 1, bad, rows)
            return case
        return m.case(name + "_one_hot", lambda i: "nnf.one_hot %s%s" % (i, clauses(num_classes=classes)), [index],
                      lambda i: F.one_hot(i, classes), gradients=False)
    dtype = m.dtype()
    table = m.randn([rows, width], dtype)
    kind = m.rng.choice([torch.int64, torch.int64, torch.int32])
    offsets, last = None, False
    if m.rng.random() < 0.5:
        index = m.integers([m.rng.choice([1, 2, 3]), m.rng.choice([1, 3, 5])], 0, rows, kind)
    else:
        count, last = m.rng.choice([0, 1, 5, 9]), m.rng.random() < 0.4
        index = m.integers([count], 0, rows, kind)
        starts = sorted(m.rng.randint(0, count) for _ in range(m.rng.choice([0, 1, 3])))
        offsets = torch.tensor([0] + starts + ([count] if last else []), dtype=kind)
    mode = m.rng.choice(["sum", "mean", "max"])
    scales = m.randn(index.shape, dtype) if mode == "sum" and m.rng.random() < 0.5 else None
    padding = m.rng.choice([None, None, 0, -1])
    freq = mode != "max" and m.rng.random() < 0.3
    limit = m.rng.choice([None, None, None, 1.0]) if index.numel() else None
    attrs = clauses(max_norm=limit, scale_grad_by_freq=freq, mode=mode, include_last_offset=last, padding_idx=padding)

    def run(i, w, o, s):
        changed = w
        if limit is not None:
            changed = w.detach().clone()
            torch.embedding_renorm_(changed, i.long().contiguous(), limit, 2.0)
            changed = w + (changed - w).detach()
        y = F.embedding_bag(i.long(), changed, None if o is None else o.long(), mode=mode, scale_grad_by_freq=freq,
                            per_sample_weights=s, include_last_offset=last, padding_idx=padding)
        return y if limit is None else (y, changed)

    return m.case("%s_%s" % (name, mode), lambda i, w, o, s: "nnf.embedding_bag %s, %s%s%s" % (
        i, w, clauses(offsets=o, per_sample_weights=s), attrs), [index, table, offsets, scales], run,
        static={1: (0,)} if padding is not None else {}, **loose(dtype, atol=5e-2))


@family
def PoolingFractional(m, name):
    n = m.rng.choice([2, 3])
    kernel = [m.rng.choice([1, 2, 3]) for _ in range(n)]
    size = ratio = None
    if m.rng.random() < 0.6:
        size = [m.rng.choice([1, 2, 4]) for _ in range(n)]
        sizes = [o + k - 1 + m.rng.choice([n - 2, 1, 4]) for o, k in zip(size, kernel)]
    else:
        ratio = [m.rng.choice([0.5, 0.3]) for _ in range(n)]
        sizes = [m.rng.choice([6, 9]) for _ in range(n)]
    dtype = m.dtype()
    x = image(m, n, sizes, dtype)
    u = m.uniform([x.shape[0] if x.dim() == n + 2 else 1, x.shape[-n - 1], n], torch.float32).to(dtype)
    u = torch.where(u >= 1, torch.zeros_like(u), u)
    op, indices = "fractional_max_pool%dd" % n, m.rng.random() < 0.5
    attrs = clauses(kernel_size=kernel, output_size=size, output_ratio=ratio)
    call = getattr(F, op)
    if indices and m.rng.random() < 0.5:
        op += "_with_indices"
    elif indices:
        attrs += " return_indices = true"
    # The places are those of the image's own type, whatever the values are compared in.
    def run(a, s):
        y, at = call(a.detach().to(dtype), kernel, size, ratio, True, s.detach().to(dtype))
        y = a.flatten(-n).gather(-1, at.flatten(-n)).view(y.shape)
        return (y, at) if indices else y

    return m.case("%s_%dd" % (name, n), lambda a, s: "nnf.%s %s%s%s" % (op, a, attrs, clauses(random_samples=s)), [x, u], run,
                  gradients=[0], **loose(dtype))
