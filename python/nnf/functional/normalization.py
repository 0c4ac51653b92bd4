# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Normalisations: running statistics are arrays that training changes."""

from ._binding import adapter, ops, write
from ._common import kind_of, shape


def _update(results, running_mean, running_var):
    """The first result; the others are the statistics' new values."""
    if not isinstance(results, tuple):
        return results
    y, mean, var = results
    for given, new in ((running_mean, mean), (running_var, var)):
        if given is not None:
            write(given, new.detach() if hasattr(new, "detach") else new)
    return y


def _kept(statistics, *arrays):
    """Running statistics as the op gets them: a copy where backward() will look at them after they are written."""
    if statistics is not None and any(getattr(x, "requires_grad", False) for x in arrays):
        return statistics.clone()
    return statistics


@adapter
def batch_norm(input, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-05):
    kind = kind_of(input, "batch_norm", "input")
    if training:
        sizes = shape(input)
        count = 1
        for n in sizes[:1] + sizes[2:]:
            count *= n
        if count == 1:
            raise ValueError(f"Expected more than 1 value per channel when training, got input size {list(sizes)}")
    if shape(input) == (0,):
        # PyTorch takes an empty array without a dimension of channels: there is nothing to normalise.
        return kind.empty((0,), kind.dtype_name(input))
    if eps <= 0 and training:
        raise ValueError(f"batch_norm eps must be positive, but got {eps}")
    mean, var = running_mean, running_var
    if training:
        mean, var = _kept(mean, input, weight, bias), _kept(var, input, weight, bias)
    results = ops.batch_norm(input, mean, var, weight, bias, training=training, momentum=momentum, eps=eps)
    return _update(results, running_mean, running_var)


@adapter
def instance_norm(input, running_mean=None, running_var=None, weight=None, bias=None, use_input_stats=True, momentum=0.1,
                  eps=1e-05):
    kind_of(input, "instance_norm", "input")
    if use_input_stats:
        count = 1
        for n in shape(input)[2:]:
            count *= n
        if count == 1:
            raise ValueError("Expected more than 1 spatial element when training, got input size "
                             f"{list(shape(input))}")
    mean, var = running_mean, running_var
    if use_input_stats:
        mean, var = _kept(mean, input, weight, bias), _kept(var, input, weight, bias)
    results = ops.instance_norm(input, mean, var, weight, bias, use_input_stats=use_input_stats,
                                momentum=momentum, eps=eps)
    return _update(results, running_mean, running_var)


@adapter
def normalize(input, p=2.0, dim=1, eps=1e-12, out=None):
    result = ops.normalize(input, p=p, dim=dim, eps=eps)
    return result if out is None else write(out, result)


@adapter
def local_response_norm(input, size, alpha=0.0001, beta=0.75, k=1.0):
    kind_of(input, "local_response_norm", "input")
    if len(shape(input)) > 2 and 0 in shape(input):
        return input  # as it is, whatever its element type
    return ops.local_response_norm(input, size=size, alpha=alpha, beta=beta, k=k)
