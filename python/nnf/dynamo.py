# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The backend of torch.compile(model, backend="nnf").

TorchDynamo splits a program where it cannot follow it and hands over graphs of functions as they were written. A graph is
captured as nnf.jit captures a function; what nnf has no op or lowering for is split off and run by PyTorch.
"""

import logging

import torch

from ._jit import Jitted
from .capture import CaptureError

log = logging.getLogger("nnf.dynamo")


def compile_graph(graph, example_inputs, num_threads=0, **options):
    """A callable for a torch.fx.GraphModule."""
    return Graph(graph, num_threads)


class Graph:
    """Runs a graph of TorchDynamo: by nnf as a whole, or in parts where some of its calls have no lowering.

    Open sizes come to a graph as numbers beside its tensors. Here they are read from the tensors again, so that one program
    serves all of them."""

    def __init__(self, graph, num_threads=0):
        self.graph, self.num_threads = graph, num_threads
        self.sizes, self.open = _open_sizes(graph)
        self.run = self._jit(graph)

    def _jit(self, graph):
        if not self.sizes:
            return Jitted(graph, False, None, self.num_threads, False)
        jitted = Jitted(_Sized(graph, self.sizes), False, None, self.num_threads, False)
        jitted.open_dims = self.open
        return jitted

    def __call__(self, *args):
        given = [a for i, a in enumerate(args) if i not in self.sizes]
        try:
            return self.run(*given)
        except CaptureError as e:
            names = sorted({p.function for p in e.problems})
            log.info("PyTorch runs %s of a graph: %s", ", ".join(names), e.problems[0].why if e.problems else e)
            parts = split(self.graph, args, self.num_threads)
            self.sizes, self.run = {}, parts
            return self.run(*args)


class _Sized(torch.nn.Module):
    """A graph without its numbers: each is a size of one of the tensors."""

    def __init__(self, graph, sizes):
        super().__init__()
        self.graph, self.sizes = graph, sizes

    def forward(self, *tensors):
        rest, args = iter(tensors), []
        for i in range(len(tensors) + len(self.sizes)):
            if i in self.sizes:
                leaf, d = self.sizes[i]
                args.append(tensors[leaf].shape[d])
            else:
                args.append(next(rest))
        return self.graph(*args)


def _open_sizes(graph):
    """({number of an argument: (number among the others, dimension) whose size it is}, open dimensions of the others)."""
    examples = [n.meta.get("example_value") for n in graph.graph.nodes if n.op == "placeholder"]
    tensors = [e for e in examples if not isinstance(e, torch.SymInt)]
    where, open_dims = {}, set()
    for leaf, e in enumerate(tensors):
        for d, s in enumerate(e.shape if isinstance(e, torch.Tensor) else ()):
            if isinstance(s, torch.SymInt) and not s.node.expr.is_Integer:
                where.setdefault(s.node.expr, (leaf, d))
                open_dims.add((leaf, d))
    sizes = {i: where.get(e.node.expr) for i, e in enumerate(examples) if isinstance(e, torch.SymInt)}
    return ({}, set()) if None in sizes.values() else (sizes, open_dims)


class _Probe(torch.fx.Interpreter):
    """Finds the nodes that are not captured: runs a graph under a tracer, one node after the other."""

    def __init__(self, graph, tracer):
        super().__init__(graph)
        self.tracer, self.bad = tracer, set()

    def run_node(self, n):
        before = len(self.tracer.problems)
        result = super().run_node(n)
        if len(self.tracer.problems) > before:
            self.bad.add(n)
        return result


def _bad_nodes(graph, args):
    """The nodes without a lowering, or None where the capture does not get to the end."""
    from .capture import program
    found = {}

    def run(*inputs):
        probe = _Probe(graph, found["tracer"])
        try:
            return probe.run(*inputs)
        finally:
            found["bad"] = probe.bad

    try:
        program.capture(run, args, {}, observe=lambda tracer: found.update(tracer=tracer))
    except CaptureError as e:
        return found.get("bad") if e.complete else None
    return found.get("bad")


def split(graph, args, num_threads):
    """The graph as parts in order, those without a lowering run by PyTorch."""
    from torch.fx.passes.split_module import split_module
    bad = _bad_nodes(graph, args)
    if not bad:
        return graph
    number, part, last = {}, 0, None
    for node in graph.graph.nodes:
        if node.op in ("placeholder", "get_attr", "output"):
            continue
        kind = node in bad
        if last is not None and kind != last:
            part += 1
        number[node], last = part, kind
    eager = {number[n] for n in bad if n in number}
    whole = split_module(graph, None, lambda node: number.get(node, 0))
    for name, child in list(whole.named_children()):
        if name.startswith("submod_") and int(name[len("submod_"):]) not in eager:
            whole.add_module(name, _Part(child, num_threads))
    return whole


class _Part(torch.nn.Module):
    """A part of a graph that nnf runs; PyTorch does where it cannot be captured after all."""

    def __init__(self, graph, num_threads):
        super().__init__()
        self.graph, self.failed = graph, False
        self.compiled = Jitted(graph, False, None, num_threads, False)

    def forward(self, *args):
        if self.failed:
            return self.graph(*args)
        try:
            return self.compiled(*args)
        except CaptureError as e:
            log.info("PyTorch runs a part of a graph: %s", e)
            self.failed = True
            return self.graph(*args)


def backend(graph, example_inputs, **options):
    """What the entry point torch_dynamo_backends names."""
    return compile_graph(graph, example_inputs, **options)
