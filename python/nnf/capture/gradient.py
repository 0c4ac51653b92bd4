# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Gradients of a captured region: the forward runs in nnf, the backward repeats the region in PyTorch.

The repetition draws the same random numbers (a program that is captured for gradients takes all of them from torch's
generator, in the same order), under the same autocast, and leaves buffers as they are.
"""

import contextlib

import torch
from torch.utils import _pytree as pytree


class Region(torch.autograd.Function):
    """apply(call, *tensors): `tensors` are what gradients may be asked for, first the leaves and then the parameters."""

    @staticmethod
    def forward(ctx, call, *tensors):
        ctx.call = call
        ctx.save_for_backward(*tensors)
        ctx.set_materialize_grads(False)
        results = call.forward()
        ctx.mark_non_differentiable(*[r for r in results if not r.is_floating_point()])
        return tuple(results)

    @staticmethod
    def backward(ctx, *gradients):
        if torch.is_grad_enabled():
            raise RuntimeError("nnf.jit: there are no second derivatives (create_graph=True) of %s: call the function itself "
                               "for them" % ctx.call.jitted.__name__)
        tensors = ctx.saved_tensors  # refuses what was changed in the meantime
        return (None, *ctx.call.backward(tensors, gradients, ctx.needs_input_grad[1:]))


class Call:
    """One call of a compiled program whose results need gradients."""

    def __init__(self, jitted, entry, leaves, spec):
        self.jitted, self.entry, self.leaves, self.spec = jitted, entry, list(leaves), spec
        self.inputs = [i for i, t in enumerate(leaves) if isinstance(t, torch.Tensor)]
        self.parameters = [a.tensor for a in entry.program.arguments if a.kind == "bound" and a.tensor.requires_grad]
        self.random = torch.get_rng_state() if entry.program.random else None
        self.autocast = torch.is_autocast_enabled("cpu"), torch.get_autocast_dtype("cpu")
        self.results = None

    def tensors(self):
        return [self.leaves[i] for i in self.inputs] + self.parameters

    def forward(self):
        with torch.no_grad():
            self.results = self.entry.bound.run(self.leaves)
        wanted = {o[1] for o in self.entry.program.outputs if o[0] == "result"}
        return [self.results[k] for k in sorted(wanted)]

    @contextlib.contextmanager
    def _again(self):
        """The state that the forward ran in."""
        written = [a.tensor for a in self.entry.program.arguments if a.kind == "bound" and not a.parameter]
        before = [t.detach().clone() for t in written]
        with contextlib.ExitStack() as stack:
            if self.random is not None:
                stack.enter_context(torch.random.fork_rng(devices=[]))
                torch.set_rng_state(self.random)
            enabled, dtype = self.autocast
            stack.enter_context(torch.autocast("cpu", dtype=dtype, enabled=enabled))
            stack.enter_context(torch.enable_grad())
            try:
                yield
            finally:
                with torch.no_grad():
                    for t, old in zip(written, before):
                        t.detach().copy_(old)

    def backward(self, tensors, gradients, needed):
        inputs = [t.detach().requires_grad_(t.requires_grad) for t in tensors[: len(self.inputs)]]
        leaves = list(self.leaves)
        for i, t in zip(self.inputs, inputs):
            leaves[i] = t
        program = self.entry.program
        with self._again():
            args, kwargs = pytree.tree_unflatten(leaves, self.spec)
            before = [(d, name, name in d, d.get(name)) for d, name, _, _ in program.attributes]
            outputs = pytree.tree_leaves(self.jitted.function(*args, **kwargs))
            for d, name, there, old in before:
                outputs += pytree.tree_leaves(d[name])
                if there:
                    d[name] = old
                else:
                    del d[name]
            by_result = {}
            for o, y in zip(program.outputs, outputs):
                if o[0] == "result":
                    by_result.setdefault(o[1], y if o[2] is None else y.permute(_inverse(o[2])))
            pairs = [(by_result[k], g) for k, g in zip(sorted(by_result), gradients) if g is not None and by_result[k].requires_grad]
            if not pairs:
                return tuple(None for _ in needed)
            asked = [t for t, need in zip(inputs + self.parameters, needed) if need]
            found = iter(torch.autograd.grad([y for y, _ in pairs], asked, [g for _, g in pairs], allow_unused=True))
        return tuple(next(found) if need else None for need in needed)


def _inverse(order):
    return [order.index(i) for i in range(len(order))]
