# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""data_parallel: a function on shards of the batch, on several workers of this machine."""

import concurrent.futures
import os
import sys

from .. import _arrays
from ._binding import adapter
from ._common import kind_of, shape


def _batch(values, dim):
    """The size of the batch: that of the first array."""
    if isinstance(values, dict):
        values = list(values.values())
    if isinstance(values, (list, tuple)):
        return next((n for n in (_batch(v, dim) for v in values) if n is not None), None)
    if _arrays.is_array(values):
        sizes = shape(values)
        if not -len(sizes) <= dim < len(sizes):
            raise IndexError(f"data_parallel: dimension {dim} is out of range for an array of sizes {list(sizes)}")
        return sizes[dim]
    return None


def _shard(value, dim, start, stop, batch):
    """What a worker gets of a value: a part of an array, all of anything else."""
    if isinstance(value, dict):
        return {k: _shard(v, dim, start, stop, batch) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_shard(v, dim, start, stop, batch) for v in value)
    if not _arrays.is_array(value):
        return value
    if shape(value)[dim] != batch:
        raise RuntimeError(f"data_parallel: expected arrays of {batch} samples, got one of sizes {list(shape(value))}")
    place = [slice(None)] * len(shape(value))
    place[dim] = slice(start, stop)
    return value[tuple(place)]


def _gather(parts, dim):
    first = parts[0]
    if isinstance(first, dict):
        return {k: _gather([p[k] for p in parts], dim) for k in first}
    if isinstance(first, (list, tuple)):
        return type(first)(_gather(list(column), dim) for column in zip(*parts))
    kind = kind_of(first, "data_parallel", "the result")
    if not shape(first):
        # Numbers become a vector, one for each worker.
        parts = [kind.reshape(p, (1,)) for p in parts]
        dim = 0
    return kind.module.concatenate(parts, dim) if kind.name == "numpy" else kind.module.cat(parts, dim)


def _call(module, inputs, keywords, grad):
    torch = sys.modules.get("torch")
    if torch is None or grad is None:
        return module(*inputs, **keywords)
    # Whether gradients are recorded is a property of a thread.
    with torch.set_grad_enabled(grad):
        return module(*inputs, **keywords)


@adapter
def data_parallel(module, inputs, device_ids=None, output_device=None, dim=0, module_kwargs=None):
    """Runs `module`, any function of arrays, on shards of its inputs along `dim` on several workers, and puts the results
    together along `dim`: the numbers of one worker, where a sample's result depends on the sample alone.

    Parameters:
        module: a function, or a torch module
        inputs: an array, or a tuple of arguments; what is no array goes to every worker
        device_ids: one number for each worker; by default as many workers as there are cores, and no more than samples
        output_device: has no meaning on the CPU
        dim: the dimension of the samples
        module_kwargs: arguments by name, sharded as well

    Raises:
        IndexError: `dim` is no dimension of an array among the inputs
        RuntimeError: the arrays have different sizes along `dim`; what `module` raises is passed on
    """
    inputs = inputs if isinstance(inputs, tuple) else (inputs,)
    keywords = dict(module_kwargs or {})
    batch = _batch([*inputs, keywords], dim)
    workers = len(device_ids) if device_ids is not None else os.cpu_count() or 1
    if device_ids is not None and not workers:
        raise ValueError("data_parallel: device_ids must name at least one worker")
    workers = min(workers, batch or 1)
    torch = sys.modules.get("torch")
    grad = torch.is_grad_enabled() if torch is not None else None
    if workers <= 1 or not batch:
        return module(*inputs, **keywords)
    # Shards as PyTorch's chunk makes them: of one size, the last one smaller.
    size = -(-batch // workers)
    cuts = [(start, min(start + size, batch)) for start in range(0, batch, size)]
    with concurrent.futures.ThreadPoolExecutor(len(cuts)) as pool:
        futures = [pool.submit(_call, module, _shard(inputs, dim, a, b, batch), _shard(keywords, dim, a, b, batch), grad)
                   for a, b in cuts]
        return _gather([f.result() for f in futures], dim)


data_parallel.needs = ()
