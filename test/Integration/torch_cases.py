# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Random cases for every op, with PyTorch's answers: a function of an MLIR module each, and its arrays.

What is expected is computed by PyTorch in float64 from the very inputs (which have the case's own element type), forward
and, where the case asks for gradients, backward. nnf-goldens runs such a module; see compare_torch.py and gen_goldens.py.
"""

import importlib
import math
import os
import random
import warnings

import numpy as np
import torch
import torch.nn.functional as F

# Broadcasting losses and padding of even kernels are what is tested.
warnings.filterwarnings("ignore", category=UserWarning)

MLIR = {torch.float32: "f32", torch.float64: "f64", torch.float16: "f16", torch.bfloat16: "bf16", torch.int64: "i64",
        torch.int32: "i32", torch.int16: "i16", torch.int8: "i8", torch.uint8: "ui8", torch.bool: "i1"}


def to_numpy(t):
    t = t.detach().contiguous()
    if t.dtype == torch.bfloat16:  # as the ml_dtypes package stores it
        return t.view(torch.int16).numpy().view(np.dtype("<V2"))
    return t.numpy()


class Scalar:
    """An i64 argument that is no tensor."""

    def __init__(self, value):
        self.value = value


class Case:
    """One function: `inputs` are tensors or Scalars, `expected` what it returns, `gradients` by argument number."""

    def __init__(self, name, types, results, line, inputs, expected, gradients=(), cotangents=(), derivatives=(),
                 rtol=None, atol=None, error=None):
        self.name, self.types, self.results, self.line = name, types, results, line
        self.inputs, self.expected = inputs, expected
        self.gradients, self.cotangents, self.derivatives = gradients, cotangents, derivatives
        self.rtol, self.atol, self.error = rtol, atol, error

    def text(self):
        attrs = []
        if self.gradients:
            attrs.append("nnf.gradients = [%s]" % ", ".join("%d : i64" % i for i in self.gradients))
        for key, value in (("rtol", self.rtol), ("atol", self.atol)):
            if value is not None:
                attrs.append("nnf.%s = %s : f64" % (key, "%.6e" % value))
        if self.error:
            attrs.append('nnf.error = "%s"' % self.error)
        arguments = ", ".join("%%a%d: %s" % (i, t) for i, t in enumerate(self.types))
        names = ", ".join("%%r%s" % ("#%d" % i if len(self.results) > 1 else "") for i in range(len(self.results)))
        return "func.func @%s(%s) -> (%s)%s {\n  %%r%s = %s\n  return %s : %s\n}\n" % (
            self.name, arguments, ", ".join(self.results), " attributes {%s}" % ", ".join(attrs) if attrs else "",
            ":%d" % len(self.results) if len(self.results) > 1 else "", self.line, names, ", ".join(self.results))

    def arrays(self):
        for v in self.inputs:
            yield np.array(v.value, np.int64) if isinstance(v, Scalar) else to_numpy(v)
        if self.error:
            return
        for group in (self.cotangents, self.expected, self.derivatives):
            for v in group:
                yield to_numpy(v)


class Maker:
    """Draws shapes, attributes and values; every case has a seed of its own."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.gen = torch.Generator().manual_seed(seed)

    # -- values ---------------------------------------------------------------------------------------------------

    def randn(self, shape, dtype=torch.float32, scale=1.0):
        return (torch.randn(shape, generator=self.gen, dtype=torch.float64) * scale).to(dtype)

    def uniform(self, shape, dtype=torch.float32, low=0.0, high=1.0):
        return (torch.rand(shape, generator=self.gen, dtype=torch.float64) * (high - low) + low).to(dtype)

    def integers(self, shape, low, high, dtype=torch.int64):
        return torch.randint(low, max(high, low + 1), shape, generator=self.gen).to(dtype)

    def dim(self):
        return self.rng.choice([1, 2, 3, 4, 5, 7, 8, 13, 16, 17, 33])

    def shape(self, least=0, most=4, empty=0.08):
        shape = [self.dim() for _ in range(self.rng.randint(least, most))]
        while math.prod(shape) > 3000:
            shape[shape.index(max(shape))] = 2
        if shape and self.rng.random() < empty:
            shape[self.rng.randrange(len(shape))] = 0
        return shape

    def dtype(self):
        return self.rng.choice([torch.float32] * 4 + [torch.float64, torch.float16, torch.bfloat16])

    # -- types ----------------------------------------------------------------------------------------------------

    def type(self, t, static=(), dynamic=None):
        """The tensor's type with some sizes open; those in `static`, and sizes of 1 (which broadcast), stay."""
        if isinstance(t, Scalar):
            return "i64"
        p = self.rng.choice([0, 0, 0.5, 1]) if dynamic is None else dynamic
        dims = ["?" if s != 1 and i not in static and self.rng.random() < p else str(s) for i, s in enumerate(t.shape)]
        return "tensor<%s>" % "x".join(dims + [MLIR[t.dtype]])

    # -- cases ----------------------------------------------------------------------------------------------------

    def case(self, name, line, inputs, function, gradients=True, static=None, dtypes=None, rtol=None, atol=None, short=False,
             custom=None, wide=True):
        """`line` gets the operand names and gives the op without its types; `function` works on the inputs. Gradients are
        asked for by all float inputs, or those listed. `static`: by input, the dimensions that must not be open."""
        static = static or {}
        values = [v for v in inputs if v is not None]
        widened, leaves = [], []
        for v in inputs:
            if isinstance(v, torch.Tensor) and v.is_floating_point():
                v = (v.double() if wide else v.clone()).requires_grad_(bool(gradients))
            widened.append(v)
        results = function(*widened)
        results = results if isinstance(results, tuple) else (results,)
        first = next((v for v in values if isinstance(v, torch.Tensor) and v.is_floating_point()), None)
        floats = first.dtype if first is not None else torch.float32
        out_dtypes = dtypes or [floats if r.is_floating_point() else r.dtype for r in results]
        numbers = [i for i, v in enumerate(values) if isinstance(v, torch.Tensor) and v.is_floating_point()]
        wanted = [] if not gradients else numbers if gradients is True else list(gradients)
        cotangents, derivatives = [], []
        if wanted:
            leaves = [v for v in widened if v is not None]
            floating = [(r, d) for r, d in zip(results, out_dtypes) if r.is_floating_point()]
            cotangents = [self.randn(r.shape, d) for r, d in floating]
            parts = [(r, c.double()) for (r, _), c in zip(floating, cotangents) if r.requires_grad]
            grads = torch.autograd.grad([r for r, _ in parts], [leaves[i] for i in wanted], [c for _, c in parts],
                                        allow_unused=True)
            derivatives = [torch.zeros_like(leaves[i]) if g is None else g for i, g in zip(wanted, grads)]
        types = [self.type(v, static.get(i, ())) for i, v in enumerate(values)]
        shells = [torch.empty(r.shape, dtype=d) for r, d in zip(results, out_dtypes)]
        result_types = [self.type(s, dynamic=0) for s in shells]
        if any("?" in t for t in types) and self.rng.random() < 0.5:
            result_types = [self.type(s, dynamic=1) for s in shells]
        if short:  # the result has the operand's type
            result_types = types[:1]
        names = iter("%%a%d" % i for i in range(len(values)))
        text = line(*[None if v is None else next(names) for v in inputs])
        if short:
            text += " : " + types[0]
        elif custom:
            text += " : " + custom(types, result_types)
        else:
            text += " : (%s) -> %s" % (", ".join(types), result_types[0] if len(result_types) == 1
                                       else "(%s)" % ", ".join(result_types))
        inexact = floats in (torch.float16, torch.bfloat16)
        if inexact and atol is None:
            rtol, atol = rtol or (3e-3 if floats == torch.float16 else 2.4e-2), 1e-4 if floats == torch.float16 else 1e-3
        return Case(name, types, result_types, text, values, [r.detach() for r in results], wanted, cotangents, derivatives,
                    rtol, atol)


def clauses(**values):
    """" name = value" for what is not None."""

    def spell(v):
        if isinstance(v, bool):
            return str(v).lower()
        if isinstance(v, float):
            return "%.17e" % v
        if isinstance(v, (list, tuple)):
            return "[%s]" % ", ".join(str(x) for x in v)
        return str(v)

    return "".join(" %s = %s" % (k, spell(v)) for k, v in values.items() if v is not None)


def spelled(v):
    """A float as an attribute, infinities as MLIR writes them."""
    return {math.inf: "0x7FF0000000000000", -math.inf: "0xFFF0000000000000"}.get(v, v)


def loosely(dtype, rtol):
    """Tolerances where rounding adds up over rows: `rtol` in f32."""
    return {torch.float16: dict(rtol=2e-2, atol=2e-2), torch.bfloat16: dict(rtol=6e-2, atol=2e-1),
            torch.float32: dict(rtol=rtol, atol=rtol), torch.float64: {}}[dtype]


def pick(name, choices):
    """The next of the choices, for a case whose name ends in its number: so that a few cases go through all of them."""
    return choices[int(name.rsplit("_", 1)[1]) % len(choices)]


FAMILIES = {}
# How many cases of a family are stored, where that is not 5.
COUNTS = {}


def family(f=None, stored=None):
    def add(f):
        FAMILIES[f.__name__] = f
        if stored:
            COUNTS[f.__name__] = stored
        return f

    return add(f) if f else add


# What F's formulas need in float64 where PyTorch's own float64 has a cut that belongs to float32 is written out here.
SMOOTH = {"elu": ({"alpha": 0.7}, {"alpha": 1.3}, {}), "selu": ({},), "celu": ({"alpha": 0.5}, {"alpha": 2.0}, {}),
          "gelu": ({}, {"approximate": "tanh"}), "silu": ({},), "mish": ({},), "sigmoid": ({},), "tanh": ({},),
          "softplus": ({}, {"beta": 2.0, "threshold": 5.0}), "logsigmoid": ({},), "softsign": ({},), "tanhshrink": ({},)}
LINES = {"relu": ({},), "relu6": ({},), "hardtanh": ({}, {"min_val": -2.0, "max_val": 0.5}),
         "threshold": ({"threshold": 0.125, "value": 20.0},), "leaky_relu": ({}, {"negative_slope": 0.2}), "hardsigmoid": ({},),
         "hardswish": ({},), "hardshrink": ({}, {"lambd": 0.25}), "softshrink": ({}, {"lambd": 0.25})}
KINKS = [0.0, -0.0, 0.125, 0.25, 0.5, -0.25, -0.5, 1.0, -1.0, -2.0, 2.0, 3.0, -3.0, 6.0, 20.0, -20.0, 100.0, -100.0, 1e-6,
         -1e-6, 2.5, 10.0]


def activation(m, name, op, choices):
    attrs = m.rng.choice(choices)
    dtype = m.dtype()
    x = m.randn(m.shape(), dtype, m.rng.choice([0.5, 3, 20]))
    if m.rng.random() < 0.4:  # the places where derivatives jump
        x = torch.tensor(KINKS, dtype=torch.float64).to(dtype)
        if m.rng.random() < 0.5:
            x = torch.cat([x, torch.tensor([math.inf, -math.inf]).to(dtype)])
    call = {"sigmoid": torch.sigmoid, "tanh": torch.tanh}.get(op) or getattr(F, op)
    return m.case(name, lambda a: "nnf.%s %s%s" % (op, a, clauses(**attrs)), [x], lambda v: call(v, **attrs), short=True)


@family
def ActivationSmooth(m, name):
    op = m.rng.choice(list(SMOOTH))
    return activation(m, name + "_" + op, op, SMOOTH[op])


@family
def ActivationPiecewise(m, name):
    op = m.rng.choice(list(LINES))
    return activation(m, name + "_" + op, op, LINES[op])


@family
def ActivationIntegers(m, name):
    op = m.rng.choice(["relu", "relu6", "sigmoid", "tanh", "softsign", "tanhshrink"])
    dtype = m.rng.choice([torch.int8, torch.int32, torch.int64, torch.uint8])
    x = m.integers(m.shape(), 0 if dtype == torch.uint8 else -20, 20, dtype)
    call = {"sigmoid": torch.sigmoid, "tanh": torch.tanh}.get(op) or getattr(F, op)
    return m.case(name + "_" + op, lambda a: "nnf.%s %s" % (op, a), [x], call, gradients=False,
                  custom=lambda types, results: "%s -> %s" % (types[0], results[0]))


@family
def Softmax(m, name):
    op = m.rng.choice(["softmax", "log_softmax"])
    shape = m.shape(1, 4)
    x = m.randn(shape, m.dtype(), m.rng.choice([1, 10]))
    dim = m.rng.randrange(-len(shape), len(shape))
    gradients = True
    if x.numel() and m.rng.random() < 0.25:
        x.view(-1)[m.rng.randrange(x.numel())] = m.rng.choice([math.inf, -math.inf, math.nan])
    return m.case(name + "_" + op, lambda a: "nnf.%s %s dim = %d" % (op, a, dim), [x],
                  lambda v: getattr(F, op)(v, dim), gradients=gradients, short=True)


@family
def Linear(m, name):
    shape, n = m.shape(1, 4), m.dim()
    dtype = m.dtype()
    x, w = m.randn(shape, dtype), m.randn([n, shape[-1]], dtype)
    if m.rng.random() < 0.15:
        w = w[0]
    bias = m.randn(w.shape[:-1], dtype) if m.rng.random() < 0.6 else None
    # Rounding grows with the length of the sum, for gradients by the weight with the number of rows (up to 3000 here).
    half = dtype in (torch.float16, torch.bfloat16)
    return m.case(name, lambda a, b, c: "nnf.linear %s, %s%s" % (a, b, clauses(bias=c)), [x, w, bias],
                  lambda a, b, c: F.linear(a, b, c), atol=5e-2 if half else 1e-4 if dtype == torch.float32 else None,
                  rtol=1e-2 if half else None)


@family
def Convolution(m, name):
    n = m.rng.choice([1, 2, 2, 3])
    groups = m.rng.choice([1, 1, 2, 3])
    inner, outer = groups * m.rng.choice([1, 2, 3]), groups * m.rng.choice([1, 2, 4])
    kernel = [m.rng.choice([1, 2, 3]) for _ in range(n)]
    stride = [m.rng.choice([1, 1, 2, 3]) for _ in range(n)]
    dilation = [m.rng.choice([1, 1, 2]) for _ in range(n)]
    padding = [m.rng.choice([0, 1, 2, 3]) for _ in range(n)]
    words = m.rng.random() < 0.2
    if words:
        padding = m.rng.choice(["same", "valid"])
        stride = [1] * n if padding == "same" else stride
    sizes = [max(m.rng.choice([3, 5, 6, 9]), d * (k - 1) + 1) for d, k in zip(dilation, kernel)]
    dtype = m.rng.choice([torch.float32, torch.float32, torch.float64, torch.float16])
    x = m.randn(([] if m.rng.random() < 0.2 else [m.rng.choice([1, 2, 3])]) + [inner] + sizes, dtype)
    w = m.randn([outer, inner // groups] + kernel, dtype)
    bias = m.randn([outer], dtype) if m.rng.random() < 0.5 else None
    conv = getattr(F, "conv%dd" % n)
    attrs = clauses(stride=stride, padding='"%s"' % padding if words else padding, dilation=dilation, groups=groups)
    half = dtype == torch.float16
    return m.case("%s_%dd" % (name, n), lambda a, b, c: "nnf.conv%dd %s, %s%s%s" % (n, a, b, clauses(bias=c), attrs),
                  [x, w, bias], lambda a, b, c: conv(a, b, c, stride, padding, dilation, groups),
                  static={1: range(2, 2 + n)} if words else {}, rtol=1e-2 if half else None, atol=5e-2 if half else None)


@family
def Pooling(m, name):
    n = m.rng.choice([1, 2, 2, 3])
    kernel = [m.rng.choice([1, 2, 3]) for _ in range(n)]
    stride = None if m.rng.random() < 0.4 else [m.rng.choice([1, 2, 3]) for _ in range(n)]
    padding = [m.rng.choice([0, k // 2]) for k in kernel]
    dilation = [m.rng.choice([1, 1, 2]) for _ in range(n)]
    sizes = [max(m.rng.choice([3, 4, 5, 7]), d * (k - 1) + 1) for d, k in zip(dilation, kernel)]
    ceil, indices = m.rng.random() < 0.5, m.rng.random() < 0.5
    dtype = m.dtype()
    x = m.randn(([] if m.rng.random() < 0.2 else [m.rng.choice([1, 2])]) + [m.rng.choice([1, 3])] + sizes, dtype)
    if m.rng.random() < 0.3:  # ties
        x = x.round()
    pool = getattr(F, "max_pool%dd" % n)
    attrs = clauses(kernel_size=kernel, stride=stride, padding=padding, dilation=dilation, ceil_mode=ceil,
                    return_indices=indices)

    def run(v):
        y, i = pool(v, kernel, stride, padding, dilation, ceil, True)
        return (y, i) if indices else y

    return m.case("%s_%dd" % (name, n), lambda a: "nnf.max_pool%dd %s%s" % (n, a, attrs), [x], run)


@family
def Normalization(m, name):
    dtype = m.rng.choice([torch.float32, torch.float32, torch.float64, torch.float16, torch.bfloat16])
    half = dtype in (torch.float16, torch.bfloat16)
    loose = dict(rtol=2e-2 if dtype == torch.float16 else 6e-2, atol=2e-2 if dtype == torch.float16 else 2e-1) if half else \
        dict(rtol=1e-5, atol=2e-5) if dtype == torch.float32 else {}
    eps = m.rng.choice([1e-5, 1e-3])
    offset = m.rng.choice([0, 0, 100.0]) if not half else 0
    if m.rng.random() < 0.5:
        shape = m.shape(1, 4)
        inner = shape[m.rng.randrange(len(shape)):]
        if not all(shape):
            loose = {}
        x = m.randn(shape, dtype)
        if dtype == torch.float64:
            x = x + offset
        weight = m.randn(inner, dtype) if m.rng.random() < 0.6 else None
        bias = m.randn(inner, dtype) if m.rng.random() < 0.6 else None
        return m.case(name + "_layer", lambda a, b, c: "nnf.layer_norm %s normalized_shape = %s%s" % (
            a, list(inner), clauses(weight=b, bias=c, eps=eps)), [x, weight, bias],
            lambda a, b, c: F.layer_norm(a, inner, b, c, eps), **loose)
    shape = [m.rng.choice([2, 3, 5]), m.rng.choice([1, 3, 4])] + m.shape(0, 2, empty=0)
    c = shape[1]
    x = m.randn(shape, dtype)
    training = m.rng.random() < 0.5
    tracked = not training or m.rng.random() < 0.5
    mean, var = (m.randn([c], dtype), m.uniform([c], dtype, 0.5, 2)) if tracked else (None, None)
    weight = m.randn([c], dtype) if m.rng.random() < 0.6 else None
    bias = m.randn([c], dtype) if m.rng.random() < 0.6 else None
    momentum = 0.3

    def run(a, mean, var, w, b):
        kept = [None if v is None else v.detach().clone() for v in (mean, var)]
        y = F.batch_norm(a, kept[0], kept[1], w, b, training, momentum, eps)
        return (y, kept[0], kept[1]) if training and tracked else y

    # PyTorch has no gradients by the statistics.
    values = [x, mean, var, weight, bias]
    present = [i for i, v in enumerate(values) if v is not None]
    wanted = [present.index(i) for i in (0, 3, 4) if values[i] is not None]
    case = m.case(name + "_batch", lambda a, mean, var, w, b: "nnf.batch_norm %s%s" % (
        a, clauses(running_mean=mean, running_var=var, weight=w, bias=b, training=training, momentum=momentum, eps=eps)),
        values, run, gradients=wanted, **loose)
    if training and tracked:  # nor of them
        case.cotangents = [case.cotangents[0]] + [torch.zeros_like(v) for v in case.cotangents[1:]]
    return case


@family
def LossRegression(m, name):
    op, attrs = m.rng.choice([("mse_loss", {}), ("l1_loss", {}), ("huber_loss", {"delta": 0.7}),
                              ("smooth_l1_loss", {"beta": 0.5}), ("smooth_l1_loss", {"beta": 0.0})])
    shape = m.shape()
    dtype = m.dtype()
    other = [1 if m.rng.random() < 0.2 else s for s in shape][m.rng.choice([0, 0, 0, 1]):]
    x, y = m.randn(shape, dtype), m.randn(other, dtype)
    reduction = m.rng.choice(["none", "mean", "sum"])
    weight = m.uniform(shape, dtype, 0.1, 2) if m.rng.random() < 0.3 and list(other) == list(shape) else None
    fn = {"smooth_l1_loss": lambda a, b, r: F.smooth_l1_loss(a, b, reduction=r, beta=attrs["beta"]),
          "huber_loss": lambda a, b, r: F.huber_loss(a, b, reduction=r, delta=attrs["delta"]),
          "mse_loss": lambda a, b, r: F.mse_loss(a, b, reduction=r),
          "l1_loss": lambda a, b, r: F.l1_loss(a, b, reduction=r)}[op]

    def run(a, b, w):
        if w is None:
            return fn(a, b, reduction)
        terms = w * fn(a, b, "none")
        if reduction == "mean":
            return terms.sum() / w.sum() if op in ("mse_loss", "l1_loss") else terms.mean()
        return terms.sum() if reduction == "sum" else terms

    half = dtype in (torch.float16, torch.bfloat16)
    return m.case(name + "_" + op, lambda a, b, w: "nnf.%s %s, %s%s" % (
        op, a, b, clauses(weight=w, **attrs, reduction=reduction)), [x, y, weight], run,
        rtol=1.6e-2 if half else 2e-6 if dtype == torch.float32 else None, atol=5e-2 if half else None)


@family
def LossClassification(m, name):
    kind = m.rng.choice(["bce", "bce_logits", "nll", "ce", "ce", "ce_soft", "error"])
    dtype = m.dtype()
    half = dtype in (torch.float16, torch.bfloat16)
    loose = dict(rtol=1.6e-2 if half else 3e-6 if dtype == torch.float32 else None, atol=3e-2 if half else None)
    reduction = m.rng.choice(["none", "mean", "sum"])
    if kind.startswith("bce"):
        shape = m.shape()
        x = m.uniform(shape, dtype, 0.05, 0.95) if kind == "bce" else m.randn(shape, dtype, 4)
        y = m.uniform(shape, dtype)
        weight = m.uniform(shape[1:], dtype, 0.1, 2) if m.rng.random() < 0.3 and shape else None
        if kind == "bce":
            return m.case(name + "_bce", lambda a, b, w: "nnf.binary_cross_entropy %s, %s%s" % (
                a, b, clauses(weight=w, reduction=reduction)), [x, y, weight],
                lambda a, b, w: F.binary_cross_entropy(a, b, w.detach().expand(shape) if w is not None else None, reduction=reduction),
                gradients=[0, 1], **loose)
        positive = m.uniform(shape[-1:], dtype, 0.5, 3) if m.rng.random() < 0.4 and shape else None
        return m.case(name + "_bce_logits", lambda a, b, p, w: "nnf.binary_cross_entropy_with_logits %s, %s%s" % (
            a, b, clauses(pos_weight=p, weight=w, reduction=reduction)), [x, y, positive, weight],
            lambda a, b, p, w: F.binary_cross_entropy_with_logits(
                a, b, None if w is None else w.detach(), reduction=reduction, pos_weight=None if p is None else p.detach()),
            gradients=[0, 1], **loose)
    classes, batch = m.rng.choice([1, 2, 5, 10]), m.rng.choice([[], [1], [4], [7], [3, 2], [2, 3, 4], [0]])
    shape = batch[:1] + [classes] + batch[1:]
    x = m.randn(shape, dtype, 2)
    weight = m.uniform([classes], dtype, 0.2, 2) if m.rng.random() < 0.4 else None
    smoothing = m.rng.choice([0.0, 0.0, 0.1, 1.0])
    if kind == "ce_soft":
        target = torch.softmax(m.randn(shape, torch.float64), int(len(shape) > 1)).to(dtype)
        return m.case(name + "_soft", lambda a, t, w: "nnf.cross_entropy %s, %s%s" % (
            a, t, clauses(weight=w, reduction=reduction, label_smoothing=smoothing)), [x, target, weight],
            lambda a, t, w: F.cross_entropy(a, t, w, reduction=reduction, label_smoothing=smoothing), **loose)
    ignored = m.rng.choice([-100, 0, classes - 1])
    target = m.integers(batch, 0, classes, m.rng.choice([torch.int64, torch.int64, torch.int32]))
    if target.numel() and m.rng.random() < 0.4:
        target.view(-1)[0] = ignored
    if kind == "error" and target.numel():
        target.view(-1)[-1] = bad = m.rng.choice([classes, -1, 1000])
        case = m.case(name + "_error", lambda a, t: "nnf.nll_loss %s, %s" % (a, t), [x, target],
                      lambda a, t: a.sum(), gradients=False)
        case.error = "target[%d] is %d, but must be at least 0 and less than %d" % (target.numel() - 1, bad, classes)
        return case
    nll = kind == "nll"
    attrs = dict(ignore_index=ignored, reduction=reduction)
    if not nll:
        attrs["label_smoothing"] = smoothing
    # PyTorch has no gradient by the weight here.
    return m.case(name + ("_nll" if nll else "_index"), lambda a, t, w: "nnf.%s %s, %s%s" % (
        "nll_loss" if nll else "cross_entropy", a, t, clauses(weight=w, **attrs)), [x, target, weight],
        lambda a, t, w: (F.nll_loss if nll else F.cross_entropy)(a, t.long(), None if w is None else w.detach(), **attrs),
        gradients=[0], **loose)


@family
def Embedding(m, name):
    rows, width = m.rng.choice([1, 3, 10]), m.rng.choice([1, 4, 17])
    dtype = m.dtype()
    table = m.randn([rows, width], dtype)
    indices = m.integers(m.shape(0, 3), 0, rows, m.rng.choice([torch.int64, torch.int32]))
    padding = m.rng.choice([None, 0, -1])
    freq = m.rng.random() < 0.4 and indices.numel() > 0
    limit = m.rng.choice([None, None, 1.0])
    norm_type = m.rng.choice([2.0, 1.0, 3.0, math.inf])
    attrs = clauses(padding_idx=padding, max_norm=limit, norm_type=None if limit is None or norm_type == math.inf else norm_type,
                    scale_grad_by_freq=freq)
    norm_type = 2.0 if norm_type == math.inf else norm_type
    half = dtype in (torch.float16, torch.bfloat16)

    def run(i, w):
        if limit is None:
            return F.embedding(i.long(), w, padding, scale_grad_by_freq=freq)
        changed = w.detach().clone()
        torch.embedding_renorm_(changed, i.long().contiguous(), limit, norm_type)
        changed = w + (changed - w).detach()
        return F.embedding(i.long(), changed, padding, scale_grad_by_freq=freq), changed

    return m.case(name, lambda i, w: "nnf.embedding %s, %s%s" % (i, w, attrs), [indices, table], run,
                  static={1: (0,)} if padding is not None else {}, rtol=1.6e-2 if half else None, atol=3e-2 if half else None)


@family
def Attention(m, name):
    batch, heads = m.rng.choice([1, 2]), m.rng.choice([1, 2, 4])
    shared = heads == 4 and m.rng.random() < 0.5
    # Around the blocks of queries and of keys, and vectors.
    queries, keys = m.rng.choice([1, 3, 8, 17, 65]), m.rng.choice([1, 3, 8, 61, 130])
    width, columns = (m.rng.choice([1, 3, 8, 20]) for _ in range(2))
    dtype = m.rng.choice([torch.float32, torch.float32, torch.float64, torch.float16, torch.bfloat16])
    lead = [batch, heads]
    kv = [batch, 2 if shared else heads]
    q, k, v = m.randn(lead + [queries, width], dtype), m.randn(kv + [keys, width], dtype), m.randn(kv + [keys, columns], dtype)
    masking = m.rng.choice([None, "bool", "float", "causal"])
    mask = None
    if masking in ("bool", "float"):
        shape = m.rng.choice([[queries, keys], [batch, 1, queries, keys], [heads, queries, keys], [1, keys], [queries, 1]])
        mask = m.uniform(shape) < 0.7 if masking == "bool" else m.randn(shape, dtype)
    scale = m.rng.choice([None, 0.3])
    half = dtype in (torch.float16, torch.bfloat16)
    return m.case(name, lambda q, k, v, a: "nnf.scaled_dot_product_attention %s, %s, %s%s" % (
        q, k, v, clauses(attn_mask=a, is_causal=masking == "causal", scale=scale, enable_gqa=shared)), [q, k, v, mask],
        lambda q, k, v, a: F.scaled_dot_product_attention(q, k, v, a, 0.0, masking == "causal", scale=scale, enable_gqa=shared),
        static={0: (1,), 1: (1,), 2: (1,), 3: range(4)}, rtol=2e-2 if half else 5e-6 if dtype == torch.float32 else None,
        atol=1e-2 if half else None)


def load():
    """The families of the other files."""
    for file in sorted(os.listdir(os.path.dirname(os.path.abspath(__file__)))):
        if file.startswith("cases_") and file.endswith(".py"):
            importlib.import_module(file[:-3])


def make(families, count, seed):
    """`count` cases of each family."""
    for which in families:
        for i in range(count):
            number = seed * 100003 + i
            m = Maker(hash_name(which) ^ number)
            yield FAMILIES[which](m, "%s_%d_%d" % (which, seed, i))


def hash_name(text):
    """The same in every process, which `hash` is not."""
    h = 0
    for c in text:
        h = (h * 131 + ord(c)) % (1 << 31)
    return h


def write(cases, module_path, arrays_path):
    with open(module_path, "w") as module, open(arrays_path, "wb") as arrays:
        for case in cases:
            module.write(case.text() + "\n")
            for array in case.arrays():
                if array.dtype == np.dtype("V2"):
                    np.lib.format.write_array_header_1_0(
                        arrays, {"descr": "<V2", "fortran_order": False, "shape": array.shape})
                    arrays.write(array.tobytes())
                else:
                    np.save(arrays, array)
