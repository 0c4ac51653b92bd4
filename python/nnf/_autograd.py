# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Gradients of torch tensors: an op's own vector-Jacobian product, compiled when backward() first asks for it."""

import torch

from . import _arrays


class _Apply(torch.autograd.Function):
    @staticmethod
    def forward(ctx, op, attributes, plain, *operands):
        results = plain(*operands)
        listed = results if isinstance(results, tuple) else (results,)
        ctx.op, ctx.attributes = op, attributes
        ctx.numbers = [None if isinstance(x, torch.Tensor) else x for x in operands]
        ctx.tensors = [isinstance(x, torch.Tensor) for x in operands]
        ctx.save_for_backward(*[x for x in operands if isinstance(x, torch.Tensor)])
        ctx.mark_non_differentiable(*[y for y in listed if not y.is_floating_point()])
        ctx.results = [(y.shape, y.dtype, y.is_floating_point()) for y in listed]
        ctx.set_materialize_grads(False)
        return results

    @staticmethod
    def backward(ctx, *cotangents):
        if torch.is_grad_enabled():
            raise RuntimeError("nnf.%s: there is no second derivative (create_graph=True): use torch.nn.functional for it" %
                               ctx.op.name)
        saved = iter(ctx.saved_tensors)
        operands = [next(saved).detach() if tensor else number for tensor, number in zip(ctx.tensors, ctx.numbers)]
        given = []
        for cotangent, (shape, dtype, differentiable) in zip(cotangents, ctx.results):
            if differentiable:
                given.append(torch.zeros(shape, dtype=dtype) if cotangent is None else cotangent.detach())
        wanted = [i for i, needed in enumerate(ctx.needs_input_grad[3:]) if needed]
        kind = _arrays.kind_of_type(torch.Tensor)
        found = dict(zip(wanted, ctx.op.gradients(kind, operands, ctx.attributes, given, wanted)))
        return (None, None, None, *[found.get(i) for i in range(len(operands))])


def differentiable_plan(op, attributes, plain):
    """A plan that records the op for backward() where gradients are enabled."""
    enabled, apply = torch.is_grad_enabled, _Apply.apply

    def call(*operands):
        if enabled():
            return apply(op, attributes, plain, *operands)
        return plain(*operands)

    return call
