# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""nnf.watch: which activations of a model are dead, saturated, sparse, NaN or infinite.

    print(nnf.watch(model)(x))
"""


def watch(function, num_threads=0):
    """A function of the inputs of `function` (a torch.nn.Module or a function of tensors) that runs it, compiled, and returns
    its Activations: a list with an item for each value, which prints as a table. The model's result is not returned, and
    its random numbers are drawn anew."""
    if not callable(function):
        raise TypeError("nnf.watch takes a module or a function, got %s" % type(function).__name__)

    def watched(*args, **kwargs):
        from .capture.activations import watch as run
        return run(getattr(function, "__name__", type(function).__name__), function, args, kwargs, num_threads)
    return watched
