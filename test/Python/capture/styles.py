# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Training code as people write it: classes with a training_step, losses put together by hand, segmentation, several labels, teachers and
students, policies, autoencoders, contrasts. A line with a mistake ends in its rules' ids and is named by them; lines without one are not."""

import inspect
import re

import torch
import torch.nn.functional as F
from common import Case, main
from torch import nn

import nnf

N, D, C = 6, 8, 5


def mlp(out, *tail):
    return nn.Sequential(nn.Linear(D, 16), nn.ReLU(), nn.Linear(16, out), *tail)


def x():
    return torch.randn(N, D)


def labels(n=N, c=C):
    return torch.arange(n) % c


def bits(*shape):
    return (torch.rand(*shape) > 0.5).float()


class Classifier(nn.Module):
    """As frameworks for training want it: forward for inference, training_step for the loss."""

    def __init__(self, net, normalise=None, criterion=None):
        super().__init__()
        self.net, self.normalise = net, normalise
        self.criterion = criterion or nn.CrossEntropyLoss()

    def forward(self, batch):
        y = self.net(batch)
        return self.normalise(y) if self.normalise else y

    def training_step(self, batch, _=0):
        inputs, targets = batch
        logits = self(inputs)
        loss = self.criterion(logits, targets)
        return {"loss": loss, "accuracy": (logits.argmax(1) == targets).float().mean()}


# -- right: each is a function without arguments that runs a step -------------------------------------------------------------
def right_training_step():
    Classifier(mlp(C)).training_step((x(), labels()))


def right_probabilities_only_to_report():
    model = mlp(C)
    logits = model(x())
    loss = F.cross_entropy(logits, labels())
    confidence = F.softmax(logits.detach(), dim=-1).max(dim=-1).values
    return loss, confidence.mean()


def right_label_smoothing_by_hand():
    logp = F.log_softmax(mlp(C)(x()), dim=-1)
    nll = -logp.gather(dim=-1, index=labels().unsqueeze(1)).squeeze(1)
    return (0.9 * nll + 0.1 * -logp.mean(dim=-1)).mean()


def right_distillation():
    student, teacher, heat = mlp(C), mlp(C), 4.0
    batch = x()
    with torch.no_grad():
        soft = F.softmax(teacher(batch) / heat, dim=-1)
    logits = student(batch)
    kd = F.kl_div(F.log_softmax(logits / heat, dim=-1), soft, reduction="batchmean") * heat**2
    return 0.7 * kd + 0.3 * F.cross_entropy(logits, labels())


def right_distillation_of_logarithms():
    student, teacher = mlp(C), mlp(C)
    batch = x()
    return F.kl_div(F.log_softmax(student(batch), 1), F.log_softmax(teacher(batch), 1), reduction="batchmean", log_target=True)


def right_segmentation():
    net = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(), nn.Conv2d(8, C, 1)).train()
    mask = torch.randint(0, C, (2, 12, 12))
    return F.cross_entropy(net(torch.rand(2, 3, 12, 12)), mask, ignore_index=255)


def right_dice_and_binary():
    net = nn.Sequential(nn.Conv2d(3, 4, 3, padding=1), nn.ReLU(), nn.Conv2d(4, 1, 1))
    logits, mask = net(torch.rand(2, 3, 8, 8)), bits(2, 1, 8, 8)
    p = torch.sigmoid(logits)
    overlap = (p * mask).sum(dim=(1, 2, 3))
    dice = 1 - (2 * overlap + 1) / (p.sum(dim=(1, 2, 3)) + mask.sum(dim=(1, 2, 3)) + 1)
    return F.binary_cross_entropy_with_logits(logits, mask) + dice.mean()


def right_focal():
    logits, targets = mlp(1)(x()), bits(N, 1)
    bce = F.binary_cross_entropy_with_logits(logits, targets, reduction="none")
    return ((1 - torch.exp(-bce)) ** 2 * bce).mean()


def right_several_labels():
    return nn.MultiLabelSoftMarginLoss()(mlp(C)(x()), bits(N, C))


def right_weighted_labels():
    return nn.BCEWithLogitsLoss(pos_weight=torch.full((C,), 3.0))(mlp(C)(x()), bits(N, C))


def right_policy_gradient():
    logits, returns = mlp(3)(x()), torch.randn(N)
    chosen = F.log_softmax(logits, -1).gather(1, labels(N, 3).view(-1, 1)).squeeze(1)
    entropy = -(F.softmax(logits, -1) * F.log_softmax(logits, -1)).sum(-1)
    return -(chosen * returns).mean() - 0.01 * entropy.mean()


def right_clipped_policy():
    new, old, gain = mlp(3)(x()).log_softmax(-1)[:, 0], torch.randn(N), torch.randn(N)
    ratio = (new - old).exp()
    return -torch.min(ratio * gain, ratio.clamp(0.8, 1.2) * gain).mean()


def right_temporal_difference():
    q, target = mlp(3), mlp(3)
    batch = x()
    value = q(batch).gather(1, labels(N, 3).unsqueeze(1)).squeeze(1)
    with torch.no_grad():
        best = torch.rand(N) + 0.99 * target(batch).max(1).values
    return F.smooth_l1_loss(value, best)


def right_autoencoder():
    mean, log_var, decode = mlp(3), mlp(3), nn.Linear(3, D)
    batch = torch.rand(N, D)
    m, v = mean(batch), log_var(batch)
    z = m + torch.exp(0.5 * v) * torch.randn(N, 3)
    rebuilt = F.binary_cross_entropy_with_logits(decode(z), batch, reduction="none").sum(-1).mean()
    return rebuilt - 0.5 * (1 + v - m.pow(2) - v.exp()).sum(-1).mean()


def right_contrast():
    a, b = F.normalize(mlp(4)(x()), dim=-1), F.normalize(mlp(4)(x()), dim=-1)
    scores = a @ b.t() / 0.07
    where = torch.arange(N)
    return (F.cross_entropy(scores, where) + F.cross_entropy(scores.t(), where)) / 2


def right_triplets():
    net = mlp(4)
    return F.triplet_margin_loss(net(x()), net(x()), net(x()), margin=0.5)


def right_uncertain_regression():
    net = mlp(2)
    out = net(x())
    return F.gaussian_nll_loss(out[:, 0], torch.randn(N), F.softplus(out[:, 1]) + 1e-6)


def right_counts():
    return F.poisson_nll_loss(mlp(1)(x()).squeeze(1), torch.arange(N).float())


def right_language_model():
    embed, head = nn.Embedding(20, D), nn.Linear(D, 20)
    tokens = torch.randint(0, 20, (2, 7))
    logits = head(F.gelu(embed(tokens[:, :-1])))
    return F.cross_entropy(logits.reshape(-1, 20), tokens[:, 1:].reshape(-1))


def right_adversarial():
    judge, batch = mlp(1), x()
    real = F.binary_cross_entropy_with_logits(judge(batch), torch.ones(N, 1))
    fake = F.binary_cross_entropy_with_logits(judge(batch.flip(0)), torch.zeros(N, 1))
    return (real + fake) / 2


def right_attention_pool():
    score, value, head = nn.Linear(D, 1), nn.Linear(D, D), nn.Linear(D, C)
    seq = torch.randn(N, 7, D)
    share = F.softmax(score(seq), dim=1)
    return F.cross_entropy(head((share * value(seq)).sum(1)), labels())


def right_two_heads():
    body, kind, size = mlp(D), nn.Linear(D, C), nn.Linear(D, 1)
    h = body(x())
    return F.cross_entropy(kind(h), labels()) + 0.5 * F.mse_loss(size(h).squeeze(-1), torch.randn(N))


def right_pairs():
    a, b = mlp(1)(x()), mlp(1)(x())
    kernel = torch.exp(-(a - b.t()) ** 2).mean()
    steps = torch.randn(N)
    return kernel + (steps.unsqueeze(1) - steps).abs().mean()


def right_softmax_by_hand():
    scores = mlp(C)(x())
    e = torch.exp(scores - scores.max(dim=1, keepdim=True).values)
    return F.nll_loss(torch.log(e / e.sum(dim=1, keepdim=True) + 1e-8), labels())


def right_mixture_of_labels():
    share, logits = 0.3, mlp(C)(x())
    mixed = share * F.one_hot(labels(), C) + (1 - share) * F.one_hot(labels().flip(0), C)
    return F.cross_entropy(logits, mixed)


def right_gates():
    gate, experts = nn.Linear(D, 3), nn.ModuleList(nn.Linear(D, C) for _ in range(3))
    batch = x()
    share = gate(batch).softmax(-1)
    return F.cross_entropy(sum(share[:, i:i + 1] * e(batch) for i, e in enumerate(experts)), labels())


# -- wrong --------------------------------------------------------------------------------------------------------------------
def wrong_training_step():
    model = Classifier(mlp(C), normalise=nn.Softmax(dim=1))
    logits = model(x())
    return model.criterion(logits, labels())  # NNF101


def wrong_sequential_head():
    model = mlp(C, nn.Softmax(dim=-1))
    return nn.CrossEntropyLoss(label_smoothing=0.1)(model(x()), labels())  # NNF101


def wrong_temperature():
    p = F.softmax(mlp(C)(x()) / 2.0, dim=1)
    return F.cross_entropy(p, labels())  # NNF101


def wrong_segmentation():
    net = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.ReLU(), nn.Conv2d(8, C, 1), nn.Softmax2d())
    return F.cross_entropy(net(torch.rand(2, 3, 12, 12)), torch.randint(0, C, (2, 12, 12)))  # NNF101


def wrong_language_model():
    embed, head = nn.Embedding(20, D), nn.Linear(D, 20)
    p = head(embed(torch.randint(0, 20, (2, 7)))).softmax(dim=-1)
    return F.cross_entropy(p.view(-1, 20), torch.randint(0, 20, (14,)))  # NNF101


def wrong_clamped_probabilities():
    p = F.softmax(mlp(C)(x()), dim=1).clamp(1e-7, 1.0)
    return F.cross_entropy(p, labels())  # NNF101


def wrong_choice_of_probabilities():
    a, b, batch = mlp(C), mlp(C), x()
    p = torch.where(batch[:, :1] > 0, F.softmax(a(batch), dim=1), F.softmax(b(batch), dim=1))
    return F.cross_entropy(p, labels())  # NNF101


def wrong_averaged_weights():
    model = torch.optim.swa_utils.AveragedModel(mlp(C, nn.Softmax(1)))
    return F.cross_entropy(model(x()), labels(), weight=torch.ones(C))  # NNF101


def wrong_sigmoid_twice():
    model = mlp(1, nn.Sigmoid())
    return F.binary_cross_entropy_with_logits(model(x()), bits(N, 1))  # NNF103


def wrong_sigmoid_twice_by_method():
    y = mlp(C)(x()).sigmoid()
    return nn.BCEWithLogitsLoss(pos_weight=torch.ones(C))(y, bits(N, C))  # NNF103


def wrong_binary_of_scores():
    return F.binary_cross_entropy(mlp(1)(x()), bits(N, 1))  # NNF104


def wrong_binary_of_tanh():
    return nn.BCELoss()(torch.tanh(mlp(1)(x())), bits(N, 1))  # NNF104


def wrong_adversarial_head():
    judge = nn.Sequential(nn.Conv2d(3, 4, 3), nn.LeakyReLU(0.2), nn.Flatten(), nn.Linear(4 * 36, 1))
    return F.binary_cross_entropy(judge(torch.rand(2, 3, 8, 8)), torch.ones(2, 1))  # NNF104


def wrong_nll_of_probabilities():
    return F.nll_loss(F.softmax(mlp(C)(x()), dim=1), labels())  # NNF106


def wrong_nll_of_scores():
    return nn.NLLLoss()(mlp(C)(x()), labels())  # NNF106


def wrong_logarithm_of_softmax():
    p = F.softmax(mlp(C)(x()), dim=1)
    return F.nll_loss(torch.log(p), labels())  # NNF105 NNF201


def wrong_distillation_input():
    student, teacher, batch = mlp(C), mlp(C), x()
    p = F.softmax(student(batch) / 3, 1)
    q = F.softmax(teacher(batch) / 3, 1)
    return F.kl_div(p, q, reduction="batchmean")  # NNF107


def wrong_distillation_mean():
    student, teacher, batch = mlp(C), mlp(C), x()
    p = F.log_softmax(student(batch), 1)
    q = F.softmax(teacher(batch), 1)
    return F.kl_div(p, q, reduction="mean")  # NNF108


def wrong_distillation_target():
    student, teacher, batch = mlp(C), mlp(C), x()
    p = F.log_softmax(student(batch), 1)
    q = F.log_softmax(teacher(batch), 1)
    return F.kl_div(p, q, reduction="batchmean")  # NNF109


def wrong_one_class():
    return F.cross_entropy(mlp(1)(x()), torch.zeros(N, dtype=torch.long))  # NNF110


def wrong_share_of_one():
    return F.softmax(mlp(1)(x()), dim=1).sum()  # NNF111


def wrong_relu_head():
    logits = F.relu(mlp(C)(x()))
    return F.cross_entropy(logits, labels())  # NNF114


def wrong_tanh_head():
    return F.cross_entropy(torch.tanh(mlp(C)(x())), labels())  # NNF114


def wrong_sigmoid_head():
    return F.cross_entropy(mlp(C, nn.Sigmoid())(x()), labels())  # NNF114


def wrong_float_labels():
    return F.cross_entropy(mlp(C)(x()), F.one_hot(labels(), C).argmax(1).float().unsqueeze(1).expand(N, C))  # NNF115


def wrong_variance():
    out = mlp(2)(x())
    return F.gaussian_nll_loss(out[:, :1], torch.randn(N, 1), out[:, 1:])  # NNF118


def wrong_rate():
    return F.poisson_nll_loss(torch.exp(mlp(1)(x())), torch.ones(N, 1))  # NNF118


def wrong_broadcast():
    return F.mse_loss(mlp(C)(x()), torch.randn(N, 1))  # NNF121


def wrong_pairs():
    return F.smooth_l1_loss(mlp(1)(x()), torch.randn(N))  # NNF122


def wrong_broadcast_by_hand():
    prediction, target = mlp(1)(x()), torch.randn(N)
    return ((prediction - target) ** 2).mean()  # NNF122


def wrong_entropy():
    p = F.softmax(mlp(C)(x()), dim=1)
    return -(p * torch.log(p)).sum(1).mean()  # NNF201


def wrong_reciprocal():
    weight = F.relu(mlp(C)(x()))
    return (torch.randn(N, C) / weight).mean()  # NNF202


def wrong_softmax_by_hand():
    e = torch.exp(mlp(C)(x()))
    return e / e.sum(dim=1, keepdim=True)  # NNF205


def wrong_linear_layers():
    return nn.Sequential(nn.Linear(D, 16), nn.Linear(16, C))(x())  # NNF401


def wrong_activation_twice():
    return F.relu(F.relu(mlp(C)(x())))  # NNF402


def expected(function):
    """(rule, line) of the lines that end in a rule's id."""
    lines, first = inspect.getsourcelines(function)
    return {(rule, first + i) for i, line in enumerate(lines) if (m := re.search(r"# (NNF[NF0-9 ]+)$", line)) for rule in m.group(1).split()}


class Styles(Case):
    def test_right(self):
        functions = [f for name, f in sorted(globals().items()) if name.startswith("right_")]
        self.assertGreaterEqual(len(functions), 20)
        for function in functions:
            with self.subTest(function.__name__):
                torch.manual_seed(0)
                self.assertEqual([str(f) for f in nnf.lint(function)], [])

    def test_wrong(self):
        functions = [f for name, f in sorted(globals().items()) if name.startswith("wrong_")]
        self.assertGreaterEqual(len(functions), 30)
        for function in functions:
            with self.subTest(function.__name__):
                torch.manual_seed(0)
                remarks = any(rule in ("NNF105",) for rule, _ in expected(function))
                found = {(f.rule, f.line) for f in nnf.lint(function, level="remark" if remarks else "warning") if f.file == __file__}
                self.assertEqual(found & expected(function), expected(function), "expected %s, found %s" % (expected(function), found))
                self.assertEqual(found - expected(function), set())


if __name__ == "__main__":
    main()
