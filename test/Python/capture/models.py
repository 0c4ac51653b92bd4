# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Small models of the usual kinds, end to end."""

import copy

import torch
from common import Case, main
from torch import nn

import nnf


class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(channels)
        self.act = nn.ReLU(inplace=True)

    def forward(self, x):
        y = self.act(self.norm1(self.conv1(x)))
        y = self.norm2(self.conv2(y))
        y += x
        return self.act(y)


class ResNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 16, 3, 2, 1), nn.BatchNorm2d(16), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1))
        self.blocks = nn.Sequential(Block(16), Block(16))
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.head = nn.Linear(16, 10)

    def forward(self, x):
        x = self.blocks(self.stem(x))
        return self.head(torch.flatten(self.pool(x), 1))


def mlp():
    return nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 4), nn.LogSoftmax(-1)).eval()


class Models(Case):
    def test_mlp(self):
        f = self.same(mlp(), torch.randn(3, 8))
        text = f.mlir(torch.randn(3, 8))
        self.assertIn("nnf.linear %a0, %w0 bias = %w1", text)
        self.assertIn("nnf.log_softmax", text)
        self.assertIn("loc(\"0\"(\"", text)

    def test_sizes_that_change_become_open(self):
        model = mlp()
        f = nnf.jit(model)
        with torch.no_grad():
            for n in (3, 5, 7, 2, 64, 1):
                x = torch.randn(n, 8)
                self.close(f(x), model(x))
        self.assertEqual(sum(len(e) for e in f._entries.values()), 3)  # 3 rows, any number of rows, 1 row

    def test_resnet_evaluation(self):
        self.same(ResNet().eval(), torch.randn(2, 3, 32, 32))

    def test_resnet_training_updates_statistics(self):
        mine = ResNet().train()
        theirs = copy.deepcopy(mine)
        x = torch.randn(4, 3, 32, 32)
        f = nnf.jit(mine)
        with torch.no_grad():
            self.close(f(x), theirs(x))
            self.close(f(x), theirs(x))
        self.close(dict(mine.named_buffers()), dict(theirs.named_buffers()))

    def test_parameters_that_change(self):
        model = mlp()
        f = nnf.jit(model)
        x = torch.randn(3, 8)
        with torch.no_grad():
            f(x)
            model[0].weight.mul_(2)
            self.close(f(x), model(x))
            model[2].weight = nn.Parameter(torch.randn(4, 16))
            self.close(f(x), model(x))
            model.load_state_dict(mlp().state_dict())
            self.close(f(x), model(x))
            model[0].bias.data.fill_(3)
            f.refresh()
            self.close(f(x), model(x))

    def test_frozen_parameters_stay(self):
        model = mlp()
        f = nnf.jit(model, freeze=True)
        x = torch.randn(3, 8)
        with torch.no_grad():
            before = model(x)
            f(x)
            model[0].weight.zero_()
            self.close(f(x), before)


if __name__ == "__main__":
    main()
