# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Benchmark cases: each is a PyTorch function of tensors or a module. Where there is nnf IR for it, nnf runs that, weights
and all as arguments; otherwise it captures the function, with weights as constants, as peers have them.

`mem` sizes are larger than the last-level cache of most machines, `l2` sizes fit in it. `bytes` counts every input and
output once, `flops` a multiply-add twice; either may be None.
"""

import dataclasses
import typing

import torch
import torch.nn.functional as F
from torch import nn


@dataclasses.dataclass
class Case:
    name: str
    function: typing.Callable
    inputs: list
    text: typing.Optional[str]
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


class Encoder(nn.Module):
    """A layer of a transformer's encoder."""

    def __init__(self, features=768, heads=12):
        super().__init__()
        self.heads = heads
        self.qkv, self.out = nn.Linear(features, 3 * features), nn.Linear(features, features)
        self.up, self.down = nn.Linear(features, 4 * features), nn.Linear(4 * features, features)
        self.norm1, self.norm2 = nn.LayerNorm(features), nn.LayerNorm(features)

    def forward(self, x):
        b, t, d = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        a = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(b, t, d)
        x = self.norm1(x + self.out(a))
        return self.norm2(x + self.down(F.gelu(self.up(x))))


class Bottleneck(nn.Module):
    """A block of a residual network."""

    def __init__(self, outer=256, inner=64):
        super().__init__()
        self.convolutions = nn.ModuleList([nn.Conv2d(outer, inner, 1, bias=False), nn.Conv2d(inner, inner, 3, padding=1, bias=False),
                                           nn.Conv2d(inner, outer, 1, bias=False)])
        self.norms = nn.ModuleList([nn.BatchNorm2d(inner), nn.BatchNorm2d(inner), nn.BatchNorm2d(outer)])

    def forward(self, x):
        y = x
        for i in range(2):
            y = F.relu(self.norms[i](self.convolutions[i](y)))
        return F.relu(self.norms[2](self.convolutions[2](y)) + x)


def perceptron():
    return nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 256), nn.ReLU(), nn.Linear(256, 10), nn.LogSoftmax(-1))


def cases():
    torch.manual_seed(0)
    found = []

    def add(name, function, inputs, body=None, flops=None, memory=True, weights=0):
        with torch.inference_mode():
            result = function(*inputs)
        found.append(Case(name, function, inputs, body and _module(body, inputs, result),
                          _size(*inputs, result) if memory else None, flops, weights))

    r = torch.randn
    unary = {"relu": F.relu, "gelu": F.gelu, "silu": F.silu, "tanh": torch.tanh, "sigmoid": torch.sigmoid,
             "softplus": F.softplus, "elu": F.elu, "mish": F.mish, "softsign": F.softsign, "leaky_relu": F.leaky_relu,
             "hardswish": F.hardswish, "hardsigmoid": F.hardsigmoid, "selu": F.selu, "celu": F.celu, "logsigmoid": F.logsigmoid,
             "tanhshrink": F.tanhshrink}
    for name, function in unary.items():
        add(f"{name}/l2", function, [r(64, 1024)], f"nnf.{name} {{0}} : {{t0}}")
    add("gelu_tanh/l2", lambda x: F.gelu(x, approximate="tanh"), [r(64, 1024)], 'nnf.gelu {0} approximate = "tanh" : {t0}')
    for name in ("relu", "gelu", "silu", "tanh", "mish", "softplus", "elu"):
        add(f"{name}/mem", unary[name], [r(4096, 4096)], f"nnf.{name} {{0}} : {{t0}}")
    add("gelu_bf16/mem", F.gelu, [r(4096, 4096).bfloat16()], "nnf.gelu {0} : {t0}")
    add("relu_times_sigmoid/mem", lambda x: F.relu(x) * torch.sigmoid(x), [r(4096, 4096)])
    add("glu/mem", F.glu, [r(4096, 4096)])

    softmax = "nnf.softmax {0} dim = 1 : {t0}"
    for shape in ((4096, 1000), (512, 32000)):
        add(f"softmax/{shape[0]}x{shape[1]}", lambda x: F.softmax(x, 1), [r(*shape)], softmax)
    add("softmax/12x384x384", lambda x: F.softmax(x, 2), [r(12, 384, 384)], "nnf.softmax {0} dim = 2 : {t0}")
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
    add("rms_norm/4096x4096", lambda x, w: F.rms_norm(x, (4096,), w), [r(4096, 4096), r(4096)], weights=1)
    add("group_norm/8x256x28x28", lambda x, w, b: F.group_norm(x, 32, w, b), [r(8, 256, 28, 28), r(256), r(256)], weights=2)
    add("normalize/4096x768", lambda x: F.normalize(x, dim=1), [r(4096, 768)])
    labels = torch.randint(0, 1000, (4096,))
    add("cross_entropy_smooth/4096x1000", lambda x, t: F.cross_entropy(x, t, label_smoothing=0.1), [r(4096, 1000), labels])
    add("cross_entropy_images/4x21x128x128", lambda x, t: F.cross_entropy(x, t, ignore_index=255),
        [r(4, 21, 128, 128), torch.randint(0, 21, (4, 128, 128))])
    add("smooth_l1_loss/mem", F.smooth_l1_loss, [r(4096, 4096), r(4096, 4096)])
    add("bce_with_logits/mem", F.binary_cross_entropy_with_logits, [r(4096, 4096), torch.rand(4096, 4096)])
    add("kl_div/4096x1000", lambda x, t: F.kl_div(x, t, reduction="batchmean"),
        [F.log_softmax(r(4096, 1000), 1), F.softmax(r(4096, 1000), 1)])
    add("triplet_margin/4096x256", F.triplet_margin_loss, [r(4096, 256) for _ in range(3)])
    add("cosine_similarity/4096x768", lambda a, b: F.cosine_similarity(a, b, dim=1), [r(4096, 768), r(4096, 768)])
    add("mse_loss/mem", F.mse_loss, [r(4096, 4096), r(4096, 4096)], "nnf.mse_loss {0}, {1} : ({t0}, {t1}) -> {r}")

    for m, k, n in ((512, 768, 3072), (512, 3072, 768), (1024, 1024, 1024), (64, 784, 512), (1, 4096, 4096), (16, 4096, 4096)):
        add(f"linear/{m}x{k}x{n}", F.linear, [r(m, k), r(n, k), r(n)],
            "nnf.linear {0}, {1} bias = {2} : ({t0}, {t1}, {t2}) -> {r}", 2 * m * n * k, m < 32, 2)
    add("linear_gelu/512x768x3072", lambda x, w, b: F.gelu(F.linear(x, w, b)), [r(512, 768), r(3072, 768) / 28, r(3072)],
        None, 2 * 512 * 768 * 3072, False, 2)
    add("linear_bf16/512x768x3072", F.linear, [x.bfloat16() for x in (r(512, 768), r(3072, 768) / 28, r(3072))],
        None, 2 * 512 * 768 * 3072, False, 2)
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
    add("conv2d_relu/8x64x56x56_3x3_64", lambda x, w, b: F.relu(F.conv2d(x, w, b, padding=1)),
        [r(8, 64, 56, 56), r(64, 64, 3, 3) / 24, r(64)], None, 2 * 8 * 64 * 56 * 56 * 64 * 9, False, 2)
    add("conv1d/16x64x4000_k5_64", lambda x, w: F.conv1d(x, w, padding=2), [r(16, 64, 4000), r(64, 64, 5) / 18],
        None, 2 * 16 * 64 * 4000 * 64 * 5, False, 1)
    add("conv_transpose2d/4x64x32x32_4x4s2_32", lambda x, w: F.conv_transpose2d(x, w, stride=2, padding=1),
        [r(4, 64, 32, 32), r(64, 32, 4, 4) / 32], None, 2 * 4 * 64 * 32 * 32 * 32 * 16, False, 1)
    add("avg_pool2d/8x64x112x112_k3s2", lambda x: F.avg_pool2d(x, 3, 2, 1), [r(8, 64, 112, 112)])
    add("adaptive_avg_pool2d/8x512x14x14_7", lambda x: F.adaptive_avg_pool2d(x, 7), [r(8, 512, 14, 14)])
    add("interpolate_bilinear/8x64x56x56_x2", lambda x: F.interpolate(x, scale_factor=2.0, mode="bilinear"), [r(8, 64, 56, 56)])
    add("grid_sample/4x32x64x64", lambda x, g: F.grid_sample(x, g, align_corners=False),
        [r(4, 32, 64, 64), torch.rand(4, 64, 64, 2) * 2 - 1])
    add("pixel_shuffle/4x256x64x64", lambda x: F.pixel_shuffle(x, 2), [r(4, 256, 64, 64)])
    add("pad_reflect/8x64x56x56", lambda x: F.pad(x, (1, 1, 1, 1), mode="reflect"), [r(8, 64, 56, 56)])
    add("max_pool2d/8x64x112x112_k3s2", lambda x: F.max_pool2d(x, 3, 2, 1), [r(8, 64, 112, 112)],
        "nnf.max_pool2d {0} kernel_size = [3, 3] stride = [2, 2] padding = [1, 1] : ({t0}) -> {r}")
    add("embedding/64x512_30522x768", F.embedding, [torch.randint(0, 30522, (64, 512)), r(30522, 768)],
        "nnf.embedding {0}, {1} : ({t0}, {t1}) -> {r}", None, False, 1)
    for name, make, shape in (("mlp/64x784", perceptron, (64, 784)), ("mlp/1x784", perceptron, (1, 784)),
                              ("encoder/1x128x768", Encoder, (1, 128, 768)), ("encoder/8x128x768", Encoder, (8, 128, 768)),
                              ("bottleneck/4x256x56x56", Bottleneck, (4, 256, 56, 56))):
        add(name, make().eval(), [r(*shape)], memory=False)
    return found
