# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""torch.compile finds the backend by the name that the installed package gives: open sizes, a fallback, gradients."""

import warnings

import torch

assert "nnf" in torch._dynamo.list_backends(), torch._dynamo.list_backends()
warnings.simplefilter("ignore")


def function(x, w):
    y = torch.nn.functional.gelu(x @ w)
    if y.sum() > 1e9:  # the graph splits here
        return y
    return torch.linalg.qr(y)[1].abs().sum() + y.softmax(-1)


compiled = torch.compile(function, backend="nnf")
w = torch.randn(4, 4)
for n in (5, 6, 9):
    x = torch.randn(n, 4)
    torch.testing.assert_close(compiled(x, w), function(x, w), rtol=1e-4, atol=1e-5)
x = torch.randn(5, 4, requires_grad=True)
(compiled(x, w) ** 2).sum().backward()
got, x.grad = x.grad, None
(function(x, w) ** 2).sum().backward()
torch.testing.assert_close(got, x.grad, rtol=1e-3, atol=1e-4)
print("OK")
