# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Benchmark cases: each is a PyTorch function of tensors and the same function as nnf IR.

`mem` sizes are larger than the last-level cache of most machines, `l2` sizes fit in it. `bytes` counts every input and
output once, `flops` a multiply-add twice; either may be None.
"""

import dataclasses
import typing

import torch
import torch.nn.functional as F


@dataclasses.dataclass
class Case:
    name: str
    function: typing.Callable
    inputs: list
    text: str
    bytes: typing.Optional[int] = None
    flops: typing.Optional[int] = None
    weights: int = 0  # how many of the last inputs are weights, which peers may prepare beforehand


def _type(x):
    names = {torch.float32: "f32", torch.bfloat16: "bf16", torch.int64: "i64"}
    return "tensor<" + "".join(f"{s}x" for s in x.shape) + names[x.dtype] + ">"


def _module(body, inputs, result):
    """`body` has {0}, {1}, ... for operand names and {t0}, ... {r} for types."""
    names = {f"t{i}": _type(x) for i, x in enumerate(inputs)}
    arguments = ", ".join(f"%a{i}: {_type(x)}" for i, x in enumerate(inputs))
    text = body.format(*[f"%a{i}" for i in range(len(inputs))], r=_type(result), **names)
    return f"func.func @f({arguments}) -> {_type(result)} {{\n  %r = {text}\n  return %r : {_type(result)}\n}}\n"


def _size(*xs):
    return sum(x.numel() * x.element_size() for x in xs)


def cases():
    torch.manual_seed(0)
    found = []

    def add(name, function, inputs, body, flops=None, memory=True, weights=0):
        with torch.inference_mode():
            result = function(*inputs)
        found.append(Case(name, function, inputs, _module(body, inputs, result),
                          _size(*inputs, result) if memory else None, flops, weights))

    r = torch.randn
    unary = {"relu": F.relu, "gelu": F.gelu, "silu": F.silu, "tanh": torch.tanh, "sigmoid": torch.sigmoid,
             "softplus": F.softplus, "elu": F.elu, "mish": F.mish, "softsign": F.softsign}
    for name, function in unary.items():
        add(f"{name}/l2", function, [r(64, 1024)], f"nnf.{name} {{0}} : {{t0}}")
    for name in ("relu", "gelu", "silu", "tanh", "mish"):
        add(f"{name}/mem", unary[name], [r(4096, 4096)], f"nnf.{name} {{0}} : {{t0}}")
    add("gelu_bf16/mem", F.gelu, [r(4096, 4096).bfloat16()], "nnf.gelu {0} : {t0}")

    softmax = "nnf.softmax {0} dim = 1 : {t0}"
    for shape in ((4096, 1000), (512, 32000)):
        add(f"softmax/{shape[0]}x{shape[1]}", lambda x: F.softmax(x, 1), [r(*shape)], softmax)
    for name in ("softmax", "log_softmax"):
        add(f"{name}/65536x10", lambda x, f=getattr(F, name): f(x, 1), [r(65536, 10)], f"nnf.{name} {{0}} dim = 1 : {{t0}}")
    add("softmax_dim1/32x81x1513", lambda x: F.softmax(x, 1), [r(32, 81, 1513)], softmax)
    add("log_softmax/4096x1000", lambda x: F.log_softmax(x, 1), [r(4096, 1000)], "nnf.log_softmax {0} dim = 1 : {t0}")
    for rows in (4096, 64):
        add(f"layer_norm/{rows}x768", lambda x, w, b: F.layer_norm(x, (768,), w, b), [r(rows, 768), r(768), r(768)],
            "nnf.layer_norm {0} normalized_shape = [768] weight = {1} bias = {2} : ({t0}, {t1}, {t2}) -> {r}")
    add("layer_norm/65536x10", lambda x, w, b: F.layer_norm(x, (10,), w, b), [r(65536, 10), r(10), r(10)],
        "nnf.layer_norm {0} normalized_shape = [10] weight = {1} bias = {2} : ({t0}, {t1}, {t2}) -> {r}")
    add("batch_norm_eval/8x64x56x56", lambda x, m, v, w, b: F.batch_norm(x, m, v, w, b),
        [r(8, 64, 56, 56), r(64), torch.rand(64) + 0.5, r(64), r(64)],
        "nnf.batch_norm {0} running_mean = {1} running_var = {2} weight = {3} bias = {4} : "
        "({t0}, {t1}, {t2}, {t3}, {t4}) -> {r}")
    for shape in ((4096, 1000), (512, 32000), (65536, 10)):
        add(f"cross_entropy/{shape[0]}x{shape[1]}", F.cross_entropy, [r(*shape), torch.randint(0, shape[1], shape[:1])],
            "nnf.cross_entropy {0}, {1} : ({t0}, {t1}) -> {r}")
    add("mse_loss/mem", F.mse_loss, [r(4096, 4096), r(4096, 4096)], "nnf.mse_loss {0}, {1} : ({t0}, {t1}) -> {r}")

    for m, k, n in ((512, 768, 3072), (512, 3072, 768), (1024, 1024, 1024), (64, 784, 512), (1, 4096, 4096), (16, 4096, 4096)):
        add(f"linear/{m}x{k}x{n}", F.linear, [r(m, k), r(n, k), r(n)],
            "nnf.linear {0}, {1} bias = {2} : ({t0}, {t1}, {t2}) -> {r}", 2 * m * n * k, m < 32, 2)
    for n, c, hw, f, k, s, p in ((8, 64, 56, 64, 3, 1, 1), (8, 256, 14, 256, 3, 1, 1), (8, 256, 56, 64, 1, 1, 0),
                                 (1, 3, 224, 64, 7, 2, 3)):
        out = (hw + 2 * p - k) // s + 1
        add(f"conv2d/{n}x{c}x{hw}x{hw}_{k}x{k}s{s}_{f}", lambda x, w, b, s=s, p=p: F.conv2d(x, w, b, s, p),
            [r(n, c, hw, hw), r(f, c, k, k), r(f)],
            f"nnf.conv2d {{0}}, {{1}} bias = {{2}} stride = [{s}, {s}] padding = [{p}, {p}] : ({{t0}}, {{t1}}, {{t2}}) -> {{r}}",
            2 * n * f * out * out * c * k * k, False, 2)
    for (b, h, length, d), causal in (((1, 12, 512, 64), False), ((1, 12, 1024, 64), True)):
        add(f"sdpa{'_causal' * causal}/{b}x{h}x{length}x{d}",
            lambda q, k, v, causal=causal: F.scaled_dot_product_attention(q, k, v, is_causal=causal),
            [r(b, h, length, d) for _ in range(3)],
            f"nnf.scaled_dot_product_attention {{0}}, {{1}}, {{2}} is_causal = {str(causal).lower()} : ({{t0}}, {{t1}}, {{t2}}) -> {{r}}",
            4 * b * h * length * (length + 1 if causal else 2 * length) * d // 2, False)
    add("conv2d_depthwise/8x96x56x56_3x3", lambda x, w: F.conv2d(x, w, None, 1, 1, 1, 96), [r(8, 96, 56, 56), r(96, 1, 3, 3)],
        "nnf.conv2d {0}, {1} padding = [1, 1] groups = 96 : ({t0}, {t1}) -> {r}", 2 * 8 * 96 * 56 * 56 * 9, True, 1)
    add("max_pool2d/8x64x112x112_k3s2", lambda x: F.max_pool2d(x, 3, 2, 1), [r(8, 64, 112, 112)],
        "nnf.max_pool2d {0} kernel_size = [3, 3] stride = [2, 2] padding = [1, 1] : ({t0}) -> {r}")
    add("embedding/64x512_30522x768", F.embedding, [torch.randint(0, 30522, (64, 512)), r(30522, 768)],
        "nnf.embedding {0}, {1} : ({t0}, {t1}) -> {r}", None, False, 1)
    return found
