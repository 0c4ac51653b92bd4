# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Pooling: names that return indices, sizes that may be left open."""

from ._binding import adapter, adapters, ops
from ._common import kind_of, shape


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
        raise RuntimeError(f"{name}: expected output_size of {n} numbers and an input of more dimensions, got {output_size} "
                           f"and {list(sizes)}")
    return tuple(sizes[i - n] if size is None else size for i, size in enumerate(output_size))


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
