# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Pooling: names that return indices, sizes that may be left open."""

from .. import _random
from .._ops import checks
from .._session import Error
from ._binding import adapter, adapters, ops
from ._common import kind_of, shape


def _no_empty_sample(name, n):
    def check(shapes, **_):
        sizes = shapes[0]
        if 0 in sizes[-n - 1:]:
            raise Error(f"{name}: expected an input with only the batch dimension empty, if any, got {list(sizes)}")
    return check


for _n in (1, 2, 3):
    checks[f"max_pool{_n}d"] = _no_empty_sample(f"max_pool{_n}d", _n)


def _with_indices(name):
    def function(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False):
        return getattr(ops, name)(input, kernel_size=kernel_size, stride=stride, padding=padding, dilation=dilation,
                                  ceil_mode=ceil_mode, return_indices=True)
    function.__name__ = name + "_with_indices"
    function.needs = (name,)
    adapters[function.__name__] = function


for _n in (1, 2, 3):
    _with_indices(f"max_pool{_n}d")


def open_sizes(name, output_size, input, n):
    """(5, None) with the input's size where None stands, as n integers."""
    kind_of(input, name, "input")
    if output_size is None or isinstance(output_size, int):
        output_size = (output_size,) * n
    output_size = tuple(output_size)
    if len(output_size) == 1:
        output_size *= n
    sizes = shape(input)
    if len(output_size) != n or len(sizes) <= n:
        raise Error(f"{name}: expected output_size of {n} numbers and an input of more dimensions, got {output_size} "
                           f"and {list(sizes)}")
    output_size = tuple(sizes[i - n] if size is None else size for i, size in enumerate(output_size))
    if min(output_size) < 0:
        raise Error(f"{name}: expected elements of output_size to be 0 or more, got {output_size}")
    return output_size


def _adaptive(n):
    average, maximum = f"adaptive_avg_pool{n}d", f"adaptive_max_pool{n}d"

    def avg(input, output_size):
        return getattr(ops, average)(input, output_size=open_sizes(average, output_size, input, n))

    def max_(input, output_size, return_indices=False):
        return getattr(ops, maximum)(input, output_size=open_sizes(maximum, output_size, input, n),
                                     return_indices=return_indices)

    def max_with_indices(input, output_size, return_indices=False):
        return max_(input, output_size, True)

    for function, name in ((avg, average), (max_, maximum), (max_with_indices, maximum + "_with_indices")):
        function.__name__ = name
        function.needs = (name.removesuffix("_with_indices"),)
        adapter(function)


for _n in (1, 2, 3):
    _adaptive(_n)


def _per_dimension(value, n):
    value = (value,) if isinstance(value, int) else tuple(value)
    return value * n if len(value) == 1 else value


def unpooled_size(name, input, kernel_size, stride, padding, output_size, n):
    """The spatial sizes of max_unpool's result: what is asked for, within a stride of what the window gives."""
    kernel = _per_dimension(kernel_size, n)
    stride = kernel if stride is None or stride == () or stride == [] else _per_dimension(stride, n)
    padding = _per_dimension(padding, n)
    spatial = shape(input)[-n:]
    usual = [(size - 1) * s + k - 2 * p for size, s, k, p in zip(spatial, stride, kernel, padding)]
    if output_size is None:
        return tuple(usual)
    output_size = tuple(output_size)
    if len(output_size) == n + 2:
        output_size = output_size[2:]
    if len(output_size) != n:
        raise ValueError(f"output_size should be a sequence containing {n} or {n + 2} elements, but it has a length of "
                         f"'{len(output_size)}'")
    for d, (size, s, wanted) in enumerate(zip(usual, stride, output_size)):
        if not size - s < wanted < size + s:
            raise ValueError(f'invalid output_size "{output_size}" (dim {d} must be between {size - s} and {size + s})')
    return output_size


def _unpool(n):
    name = f"max_unpool{n}d"

    def function(input, indices, kernel_size, stride=None, padding=0, output_size=None):
        kind_of(input, name, "input")
        if len(shape(input)) not in (n + 1, n + 2):
            raise RuntimeError(f"{name}: expected an input of {n + 1} or {n + 2} dimensions, got {list(shape(input))}")
        size = unpooled_size(name, input, kernel_size, stride, padding, output_size, n)
        return getattr(ops, name)(input, indices, kernel_size=kernel_size, stride=stride, padding=padding,
                                  output_size=size)

    function.__name__ = name
    adapter(function)


for _n in (1, 2, 3):
    _unpool(_n)


def _fractional(n):
    name = f"fractional_max_pool{n}d"

    def pooled(input, kernel_size, output_size, output_ratio, return_indices, samples):
        kind = kind_of(input, name, "input")
        if output_size is None and output_ratio is None:
            raise ValueError(f"{name} requires specifying either an output_size or an output_ratio")
        if output_size is None:
            ratio = _per_dimension((output_ratio,) if isinstance(output_ratio, float) else output_ratio, n)
            if len(ratio) != n or any(not 0 < r < 1 for r in ratio):
                raise ValueError(f"{name}: expected output_ratio of {n} numbers between 0 and 1, got {output_ratio}")
            sizes = shape(input)[-n:]
            output_size = tuple(int(size * r) for size, r in zip(sizes, ratio))
        seed, offset = (None, None) if samples is not None else _random.draw(kind)
        return getattr(ops, name)(input, samples, seed, offset, kernel_size=kernel_size, output_size=output_size,
                                  return_indices=return_indices)

    def function(input, kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None):
        return pooled(input, kernel_size, output_size, output_ratio, return_indices, _random_samples)

    def with_indices(input, kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None):
        return pooled(input, kernel_size, output_size, output_ratio, True, _random_samples)

    for made, called in ((function, name), (with_indices, name + "_with_indices")):
        made.__name__ = called
        made.needs = (name,)
        adapter(made)


for _n in (2, 3):
    _fractional(_n)
