# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Trains the digit classifier with PyTorch on one thread from a fixed seed and writes weights.npz (ten seconds).

The first 1197 images are learned from; the last 600 are only ever used to measure. export.py turns the weights into
digits.mlir.
"""
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

HERE = pathlib.Path(__file__).resolve().parent
TRAINED_ON = 1197
DROPOUT = 0.25


class Classifier(nn.Module):
    """1x8x8 -> 16x4x4 -> 32x2x2 -> 64 -> 10 logits; 13,930 parameters."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.norm1 = nn.BatchNorm2d(16)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.norm2 = nn.BatchNorm2d(32)
        self.hidden = nn.Linear(128, 64)
        self.norm3 = nn.LayerNorm(64)
        self.head = nn.Linear(64, 10)

    def forward(self, images):
        x = F.max_pool2d(F.relu(self.norm1(self.conv1(images))), 2)
        x = F.max_pool2d(F.relu(self.norm2(self.conv2(x))), 2)
        x = F.dropout(x, DROPOUT, self.training).flatten(1)
        x = F.gelu(self.norm3(self.hidden(x)))
        return self.head(x)


def load_data():
    """The images as float32 of shape 1797x1x8x8 in 0..1 and the digits as int64."""
    images, labels = (torch.from_numpy(np.load(HERE / f"{name}.npy")) for name in ("images", "labels"))
    return images, labels


def shifted(images):
    """All images moved by the same random step of at most one pixel each way."""
    down, right = torch.randint(-1, 2, (2,)).tolist()
    return torch.roll(F.pad(images, (1, 1, 1, 1)), (down, right), (2, 3))[:, :, 1:-1, 1:-1]


def train(images, labels, epochs=30, batch=32):
    model = Classifier()
    optimizer = torch.optim.AdamW(model.parameters(), weight_decay=1e-2)
    steps = (len(images) + batch - 1) // batch
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 6e-3, epochs=epochs, steps_per_epoch=steps)
    for epoch in range(epochs):
        total = 0.0
        for chosen in torch.randperm(len(images)).split(batch):
            loss = F.cross_entropy(model(shifted(images[chosen])), labels[chosen], label_smoothing=0.05)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1:2}  loss {total / steps:.4f}")
    return model.eval()


def accuracy(model, images, labels):
    with torch.no_grad():
        return (model(images).argmax(1) == labels).double().mean().item()


def main():
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(1)
    images, labels = load_data()
    model = train(images[:TRAINED_ON], labels[:TRAINED_ON])
    print(f"accuracy: {accuracy(model, images[:TRAINED_ON], labels[:TRAINED_ON]):.2%} of the images learned from, "
          f"{accuracy(model, images[TRAINED_ON:], labels[TRAINED_ON:]):.2%} of the others")
    np.savez(HERE / "weights.npz", **{name: value.numpy() for name, value in model.state_dict().items()
                                      if not name.endswith("num_batches_tracked")})


if __name__ == "__main__":
    main()
