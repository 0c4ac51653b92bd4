# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Programs with which nothing is wrong, as PyTorch writes them: modules of torch.nn, their losses, common architectures.

    programs.py > Inputs/correct.mlir     captures all of them (needs torch)

The text is checked in, so that the test needs no torch; a program's name stands before it.
"""

import math
import sys
import warnings

import torch
import torch.nn.functional as F
from torch import nn

from nnf.capture.program import capture

PROGRAMS = {}


def program(*shapes, loss=None, target=None, train=False, integers=None):
    """Registers a function that makes the model; `shapes` of its inputs; with `loss`, the program ends in it."""
    def register(make):
        PROGRAMS[make.__name__] = (make, shapes, loss, target, train, integers)
        return make
    return register


def add(name, make, *shapes, loss=None, target=None, train=False, integers=None):
    PROGRAMS[name] = (make, shapes, loss, target, train, integers)


LABELS = lambda n, c: torch.arange(n) % c  # noqa: E731

# -- layers and activations ---------------------------------------------------------------------------------------------
for activation in ("ReLU", "ReLU6", "ELU", "SELU", "CELU", "GELU", "SiLU", "Mish", "Hardswish", "Hardsigmoid", "Hardtanh", "LeakyReLU",
                   "LogSigmoid", "Sigmoid", "Softplus", "Softsign", "Softshrink", "Hardshrink", "Tanh", "Tanhshrink", "PReLU", "RReLU", "GLU"):
    add("act_" + activation, lambda a=activation: nn.Sequential(nn.Linear(8, 16), getattr(nn, a)(), nn.Linear(8 if a == "GLU" else 16, 4)), (5, 8))
add("softmax_head", lambda: nn.Sequential(nn.Linear(8, 4), nn.Softmax(dim=1)), (5, 8))
add("log_softmax_head", lambda: nn.Sequential(nn.Linear(8, 4), nn.LogSoftmax(dim=-1)), (5, 8))
add("softmin_head", lambda: nn.Sequential(nn.Linear(8, 4), nn.Softmin(dim=1)), (5, 8))
add("gumbel", lambda: lambda x: F.softmax(x / 0.5, dim=-1), (5, 8))
add("softmax2d", lambda: nn.Sequential(nn.Conv2d(3, 4, 1), nn.Softmax2d()), (2, 3, 6, 6))
for conv, shape in (("Conv1d", (2, 3, 12)), ("Conv2d", (2, 3, 12, 12)), ("Conv3d", (1, 3, 6, 6, 6)), ("ConvTranspose1d", (2, 3, 6)),
                    ("ConvTranspose2d", (2, 3, 6, 6))):
    add(conv, lambda c=conv: nn.Sequential(getattr(nn, c)(3, 6, 3, padding=1), nn.ReLU()), shape)
for pool, shape in (("MaxPool2d", (1, 3, 8, 8)), ("AvgPool2d", (1, 3, 8, 8)), ("MaxPool1d", (1, 3, 8)), ("AvgPool1d", (1, 3, 8))):
    add(pool, lambda p=pool: getattr(nn, p)(2), shape)
add("AdaptiveAvgPool2d", lambda: nn.AdaptiveAvgPool2d(3), (1, 3, 8, 8))
add("LPPool2d", lambda: nn.LPPool2d(2, 2), (1, 3, 8, 8))
for norm, make, shape in (("BatchNorm1d", lambda: nn.BatchNorm1d(8), (5, 8)), ("BatchNorm2d", lambda: nn.BatchNorm2d(3), (2, 3, 4, 4)),
                          ("LayerNorm", lambda: nn.LayerNorm(8), (5, 8)), ("GroupNorm", lambda: nn.GroupNorm(2, 6), (2, 6, 4, 4)),
                          ("InstanceNorm2d", lambda: nn.InstanceNorm2d(3), (2, 3, 4, 4)), ("RMSNorm", lambda: nn.RMSNorm(8), (5, 8)),
                          ("LocalResponseNorm", lambda: nn.LocalResponseNorm(3), (2, 6, 4, 4))):
    add(norm, make, shape)
add("Embedding", lambda: nn.Sequential(nn.Embedding(20, 8), nn.Linear(8, 4)), (3, 5), integers=20)
add("Bilinear", lambda: nn.Bilinear(4, 6, 3), (5, 4), (5, 6))
add("CosineSimilarity", lambda: nn.CosineSimilarity(), (5, 8), (5, 8))
add("PairwiseDistance", lambda: nn.PairwiseDistance(), (5, 8), (5, 8))
add("PixelShuffle", lambda: nn.Sequential(nn.Conv2d(3, 12, 3, padding=1), nn.PixelShuffle(2)), (1, 3, 6, 6))
add("Upsample", lambda: nn.Upsample(scale_factor=2, mode="bilinear"), (1, 3, 6, 6))
add("Fold", lambda: nn.Unfold(3, padding=1), (1, 3, 6, 6))
add("ZeroPad2d", lambda: nn.ZeroPad2d(2), (1, 3, 6, 6))
add("dropout_off", lambda: nn.Sequential(nn.Linear(8, 8), nn.Dropout(0.3), nn.Linear(8, 4)), (5, 8))
add("dropout_training", lambda: nn.Sequential(nn.Linear(8, 8), nn.ReLU(), nn.Dropout(0.3), nn.Linear(8, 4)), (5, 8), train=True)
add("LSTMCell", lambda: lambda x, h, c, cell=nn.LSTMCell(4, 6): cell(x, (h, c)), (3, 4), (3, 6), (3, 6))
add("GRUCell", lambda: nn.GRUCell(4, 6), (3, 4), (3, 6))
add("MultiheadAttention", lambda: lambda x, m=nn.MultiheadAttention(8, 2, batch_first=True).eval(): m(x, x, x)[0], (2, 5, 8))
add("TransformerEncoderLayer", lambda: nn.TransformerEncoderLayer(8, 2, 16, batch_first=True), (2, 5, 8))

# -- losses that are fed what they take ------------------------------------------------------------------------------------
mlp = lambda c: nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, c))  # noqa: E731
add("loss_cross_entropy", lambda: mlp(4), (5, 8), loss=nn.CrossEntropyLoss(), target=LABELS(5, 4))
add("loss_cross_entropy_smooth", lambda: mlp(4), (5, 8), loss=nn.CrossEntropyLoss(label_smoothing=0.1, ignore_index=3), target=LABELS(5, 4))
add("loss_cross_entropy_soft", lambda: mlp(4), (5, 8), loss=nn.CrossEntropyLoss(), target=torch.softmax(torch.ones(5, 4), 1))
add("loss_nll", lambda: nn.Sequential(mlp(4), nn.LogSoftmax(1)), (5, 8), loss=nn.NLLLoss(), target=LABELS(5, 4))
add("loss_bce", lambda: nn.Sequential(mlp(1), nn.Sigmoid()), (5, 8), loss=nn.BCELoss(), target=torch.ones(5, 1))
add("loss_bce_logits", lambda: mlp(3), (5, 8), loss=nn.BCEWithLogitsLoss(), target=torch.ones(5, 3))
add("loss_mse", lambda: mlp(2), (5, 8), loss=nn.MSELoss(), target=torch.ones(5, 2))
add("loss_l1", lambda: mlp(2), (5, 8), loss=nn.L1Loss(), target=torch.ones(5, 2))
add("loss_huber", lambda: mlp(2), (5, 8), loss=nn.HuberLoss(), target=torch.ones(5, 2))
add("loss_smooth_l1", lambda: mlp(2), (5, 8), loss=nn.SmoothL1Loss(), target=torch.ones(5, 2))
add("loss_kl", lambda: nn.Sequential(mlp(4), nn.LogSoftmax(1)), (5, 8), loss=nn.KLDivLoss(reduction="batchmean"), target=torch.ones(5, 4) / 4)
add("loss_poisson", lambda: mlp(1), (5, 8), loss=nn.PoissonNLLLoss(), target=torch.ones(5, 1))
add("loss_multi_margin", lambda: mlp(4), (5, 8), loss=nn.MultiMarginLoss(), target=LABELS(5, 4))
add("loss_multilabel_soft", lambda: mlp(4), (5, 8), loss=nn.MultiLabelSoftMarginLoss(), target=torch.ones(5, 4))
add("loss_soft_margin", lambda: mlp(1), (5, 8), loss=nn.SoftMarginLoss(), target=torch.ones(5, 1))
add("loss_triplet", lambda: lambda a, p, n, m=mlp(4): F.triplet_margin_loss(m(a), m(p), m(n)), (5, 8), (5, 8), (5, 8))
add("loss_cosine", lambda: lambda a, b, m=mlp(4): F.cosine_embedding_loss(m(a), m(b), torch.ones(5)), (5, 8), (5, 8))
add("loss_margin_ranking", lambda: lambda a, b, m=mlp(1): F.margin_ranking_loss(m(a), m(b), torch.ones(5, 1)), (5, 8), (5, 8))
add("loss_hinge", lambda: lambda a, b: F.hinge_embedding_loss(F.pairwise_distance(a, b), torch.ones(5)), (5, 8), (5, 8))


# -- what looks wrong -------------------------------------------------------------------------------------------------------
@program((5, 8))
def distillation():
    student, teacher = mlp(4), mlp(4)
    return lambda x: F.kl_div(F.log_softmax(student(x) / 2, 1), F.softmax(teacher(x) / 2, 1), reduction="batchmean") * 4


@program((5, 8))
def probabilities_for_show():
    model = mlp(4)
    return lambda x: (F.cross_entropy(model(x), LABELS(5, 4)), F.softmax(model(x), 1))


@program((5, 8))
def entropy_bonus():
    policy = mlp(4)

    def step(x):
        logp = F.log_softmax(policy(x), -1)
        return -(logp.exp() * logp).sum(-1).mean()
    return step


@program((5, 8))
def focal_loss():
    model = mlp(4)

    def loss(x):
        nll = F.cross_entropy(model(x), LABELS(5, 4), reduction="none")
        return ((1 - torch.exp(-nll)) ** 2 * nll).mean()
    return loss


@program((5, 8))
def dice_loss():
    model = mlp(4)

    def loss(x):
        p = torch.sigmoid(model(x))
        t = torch.ones(5, 4)
        return 1 - (2 * (p * t).sum() + 1) / (p.sum() + t.sum() + 1)
    return loss


@program((5, 8), (5, 8))
def contrastive():
    encoder = mlp(6)

    def loss(a, b):
        u, v = F.normalize(encoder(a), dim=1), F.normalize(encoder(b), dim=1)
        return F.cross_entropy(u @ v.T / 0.07, torch.arange(5))
    return loss


@program((5, 8))
def mixture_gate():
    gate, first, second = nn.Linear(8, 2), mlp(4), mlp(4)

    def forward(x):
        g = F.softmax(gate(x), 1)
        return F.cross_entropy(g[:, :1] * first(x) + g[:, 1:] * second(x), LABELS(5, 4))
    return forward


@program((2, 5, 8))
def attention_pooling():
    score, head = nn.Linear(8, 1), nn.Linear(8, 4)

    def forward(x):
        a = F.softmax(score(x), dim=1)
        return F.cross_entropy(head((a * x).sum(1)), LABELS(2, 4))
    return forward


@program((5, 8))
def stable_log_of_probability():
    model = mlp(4)
    return lambda x: torch.log(F.softmax(model(x), 1).clamp(min=1e-7))


@program((5, 8))
def standardise():
    return lambda x: (x - x.mean(0)) / (x.std(0) + 1e-6)


@program((5, 8), train=True)
def norm_with_eps():
    return lambda x: x / torch.sqrt((x * x).sum(1, keepdim=True) + 1e-12)


@program((3, 4, 8))
def per_step_head():
    head = nn.Linear(8, 5)
    return lambda x: F.cross_entropy(head(x.reshape(-1, 8)), torch.arange(12) % 5)


@program((3, 8), loss=nn.MSELoss(), target=torch.zeros(3, 2))
def bounded_regression():
    return nn.Sequential(nn.Linear(8, 4), nn.ReLU(), nn.Linear(4, 2), nn.Tanh())


@program((3, 8))
def low_rank():
    return nn.Sequential(nn.Linear(8, 2, bias=False), nn.Linear(2, 8))


# -- architectures ------------------------------------------------------------------------------------------------------------
@program((2, 1, 16, 16), loss=nn.CrossEntropyLoss(), target=LABELS(2, 10))
def lenet():
    return nn.Sequential(nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
                         nn.Flatten(), nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))


@program((2, 3, 16, 16), loss=nn.CrossEntropyLoss(), target=LABELS(2, 10), train=True)
def vgg_dropout():
    return nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(True), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(512, 32),
                         nn.ReLU(True), nn.Dropout(), nn.Linear(32, 10))


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.a, self.b = nn.Conv2d(channels, channels, 3, padding=1, bias=False), nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.na, self.nb = nn.BatchNorm2d(channels), nn.BatchNorm2d(channels)
        self.relu = nn.ReLU(inplace=True)

    def forward(self, x):
        return self.relu(x + self.nb(self.b(self.relu(self.na(self.a(x))))))


class Classifier(nn.Module):
    def __init__(self, body, width, classes=10):
        super().__init__()
        self.body, self.head = body, nn.Linear(width, classes)

    def forward(self, x):
        return self.head(self.body(x).mean((2, 3)))


@program((2, 3, 8, 8), loss=nn.CrossEntropyLoss(), target=LABELS(2, 10))
def resnet():
    return Classifier(nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), Residual(8), Residual(8)), 8)


@program((2, 3, 8, 8), loss=nn.CrossEntropyLoss(), target=LABELS(2, 10), train=True)
def resnet_training():
    return Classifier(nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), Residual(8)), 8)


@program((1, 3, 8, 8))
def mobilenet_block():
    return nn.Sequential(nn.Conv2d(3, 12, 1, bias=False), nn.BatchNorm2d(12), nn.Hardswish(), nn.Conv2d(12, 12, 3, padding=1, groups=12, bias=False),
                         nn.BatchNorm2d(12), nn.Hardswish(), nn.Conv2d(12, 6, 1))


@program((1, 6, 8, 8))
def squeeze_excite():
    class SE(nn.Module):
        def __init__(self):
            super().__init__()
            self.f = nn.Sequential(nn.Linear(6, 3), nn.ReLU(), nn.Linear(3, 6), nn.Sigmoid())

        def forward(self, x):
            return x * self.f(x.mean((2, 3)))[:, :, None, None]
    return SE()


@program((1, 3, 16, 16))
def unet():
    class UNet(nn.Module):
        def __init__(self):
            super().__init__()
            self.a, self.b, self.c = nn.Conv2d(3, 8, 3, padding=1), nn.Conv2d(8, 8, 3, padding=1), nn.Conv2d(16, 2, 3, padding=1)

        def forward(self, x):
            u = F.relu(self.a(x))
            v = F.interpolate(F.relu(self.b(F.max_pool2d(u, 2))), scale_factor=2, mode="nearest")
            return F.cross_entropy(self.c(torch.cat([u, v], 1)), torch.zeros(1, 16, 16, dtype=torch.long), ignore_index=255)
    return UNet()


@program((3, 7), integers=20)
def decoder_language_model():
    class Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.n, self.q, self.o = nn.LayerNorm(8), nn.Linear(8, 24), nn.Linear(8, 8)
            self.m, self.up, self.down = nn.LayerNorm(8), nn.Linear(8, 32), nn.Linear(32, 8)

        def forward(self, x):
            q, k, v = self.q(self.n(x)).chunk(3, -1)
            x = x + self.o(F.scaled_dot_product_attention(q, k, v, is_causal=True))
            return x + self.down(F.gelu(self.up(self.m(x))))

    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.e, self.b, self.h = nn.Embedding(20, 8), Block(), nn.Linear(8, 20, bias=False)

        def forward(self, t):
            return F.cross_entropy(self.h(self.b(self.e(t)))[:, :-1].reshape(-1, 20), t[:, 1:].reshape(-1))
    return Model()


@program((2, 6, 8))
def llama_block():
    class Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.w, self.g, self.u, self.d = nn.Parameter(torch.ones(8)), nn.Linear(8, 16), nn.Linear(8, 16), nn.Linear(16, 8)

        def forward(self, x):
            y = x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6) * self.w
            return x + self.d(F.silu(self.g(y)) * self.u(y))
    return Block()


@program((2, 6, 8))
def attention_by_hand():
    q, k, v = nn.Linear(8, 8), nn.Linear(8, 8), nn.Linear(8, 8)

    def forward(x):
        s = q(x) @ k(x).transpose(1, 2) / math.sqrt(8)
        s = s.masked_fill(torch.triu(torch.ones(6, 6, dtype=torch.bool), 1), float("-inf"))
        return F.softmax(s, -1) @ v(x)
    return forward


@program((2, 6, 8), (2, 6))
def attention_key_padding():
    q = nn.Linear(8, 8)

    def forward(x, m):
        s = q(x) @ x.transpose(1, 2) / math.sqrt(8)
        return F.softmax(s + torch.where(m > 0, 0.0, -1e9)[:, None, :], -1) @ x
    return forward


@program((2, 3, 16, 16))
def vision_transformer():
    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.p, self.e, self.h = nn.Conv2d(3, 8, 4, 4), nn.TransformerEncoderLayer(8, 2, 16, batch_first=True), nn.Linear(8, 10)

        def forward(self, x):
            return F.cross_entropy(self.h(self.e(self.p(x).flatten(2).transpose(1, 2)).mean(1)), LABELS(2, 10))
    return Model()


@program((4, 8))
def autoencoder():
    encoder, decoder = nn.Sequential(nn.Linear(8, 3), nn.ReLU()), nn.Sequential(nn.Linear(3, 8), nn.Sigmoid())
    return lambda x: F.mse_loss(decoder(encoder(x)), x)


@program((4, 8), (4, 3))
def variational_autoencoder():
    mean, log_variance, decoder = nn.Linear(8, 3), nn.Linear(8, 3), nn.Linear(3, 8)

    def loss(x, noise):
        m, lv = mean(x), log_variance(x)
        y = decoder(m + noise * torch.exp(0.5 * lv))
        return F.binary_cross_entropy_with_logits(y, torch.sigmoid(x)) - 0.5 * (1 + lv - m.pow(2) - lv.exp()).sum(1).mean()
    return loss


@program((4, 8), (4, 8))
def gan_step():
    critic = mlp(1)
    return lambda real, fake: (F.binary_cross_entropy_with_logits(critic(real), torch.ones(4, 1)) +
                               F.binary_cross_entropy_with_logits(critic(fake), torch.zeros(4, 1)))


@program((4, 8), (4, 8))
def siamese():
    encoder = mlp(3)
    return lambda a, b: F.triplet_margin_loss(encoder(a), encoder(b), encoder(a + b))


@program((4, 8))
def q_learning():
    online, target = mlp(3), mlp(3)
    return lambda s: F.smooth_l1_loss(online(s).gather(1, torch.zeros(4, 1, dtype=torch.long)), 1 + 0.9 * target(s).max(1, keepdim=True).values.detach())


@program((4, 8))
def policy_gradient():
    policy = mlp(3)
    return lambda s: -(F.log_softmax(policy(s), 1)[:, 0] * 0.5).mean()


@program((4, 5, 8))
def recurrent():
    cell, head = nn.GRUCell(8, 8), nn.Linear(8, 3)

    def loss(x):
        h = torch.zeros(4, 8)
        for i in range(5):
            h = cell(x[:, i], h)
        return F.cross_entropy(head(h), LABELS(4, 3))
    return loss


def correct(names=()):
    """(name, program text) of every program."""
    for name, (make, shapes, loss, target, train, integers) in PROGRAMS.items():
        if names and name not in names:
            continue
        torch.manual_seed(0)
        model = make()
        if isinstance(model, nn.Module):
            model.train(train)
        args = tuple(torch.randint(0, integers, s) if integers else torch.rand(s) for s in shapes)
        function = model if loss is None else lambda *a, m=model, t=target, f=loss: f(m(*a), t)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                yield name, capture(function, args, {}).text
            except Exception as e:
                raise RuntimeError("the program " + name) from e


if __name__ == "__main__":
    for i, (name, text) in enumerate(correct(sys.argv[1:])):
        # Where in this file a line came from matters to nobody.
        lines = [line for line in text.split("\n") if not line.startswith("#at")]
        print(("// -----\n\n" if i else "") + "// " + name)
        print("\n".join(line.split(" loc(#at")[0] for line in lines).strip() + "\n")
