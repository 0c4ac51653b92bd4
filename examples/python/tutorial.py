# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What the usual tutorials of torch.nn.functional show, with NumPy and nnf alone: `python examples/python/tutorial.py`."""

import numpy as np

import nnf.functional as F

np.set_printoptions(precision=4, suppress=True, floatmode="fixed")


def show(title, value):
    print(f"{title}\n{np.asarray(value)}\n")


# Scores to probabilities.
logits = np.array([2.0, 1.0, 0.1], dtype="float32")
show("F.softmax(logits, dim=0)", F.softmax(logits, dim=0))
show("F.log_softmax(logits, dim=0)", F.log_softmax(logits, dim=0))

# Activations.
x = np.array([-2.0, -0.5, 0.0, 1.5], dtype="float32")
show("F.relu(x)", F.relu(x))
show("F.leaky_relu(x, negative_slope=0.1)", F.leaky_relu(x, negative_slope=0.1))
show("F.gelu(x)", F.gelu(x))

# Losses.
batch = np.array([[2.0, 1.0, 0.1], [0.5, 2.5, 0.3]], dtype="float32")
labels = np.array([0, 1])
show("F.cross_entropy(batch, labels)", F.cross_entropy(batch, labels))
show("F.mse_loss(x, 0 * x)", F.mse_loss(x, 0 * x))
log_p, q = F.log_softmax(batch, dim=1), F.softmax(batch[::-1].copy(), dim=1)
show('F.kl_div(log_p, q, reduction="batchmean")', F.kl_div(log_p, q, reduction="batchmean"))

# Labels as vectors.
show("F.one_hot(labels, num_classes=3)", F.one_hot(labels, num_classes=3).astype("float32"))

# Images.
image = np.arange(4, dtype="float32").reshape(1, 1, 2, 2)
show("F.conv2d(image, ones)", F.conv2d(image, np.ones((1, 1, 2, 2), "float32")))
show("F.max_pool2d(image, 2)", F.max_pool2d(image, 2))
show('F.interpolate(image, scale_factor=2, mode="bilinear")', F.interpolate(image, scale_factor=2, mode="bilinear"))
show("F.pad(logits, pad=(1, 1))", F.pad(logits, pad=(1, 1)))

# The same functions take torch tensors, and give them back.
try:
    import torch
except ImportError:
    pass
else:
    show("F.one_hot(torch.tensor([0, 1]), num_classes=3).float()", F.one_hot(torch.tensor([0, 1]), num_classes=3).float())
