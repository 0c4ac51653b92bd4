# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""ATen ops as upstream dialects: the glue between nnf ops.

A lowering is registered under the op's name without its overload, and gets the tracer, the fake results, and the call's
arguments; it returns the results' values. Ops that write in place need none of their own: they are the op without the
underscore and an assignment. What has no lowering goes through PyTorch's own decompositions.
"""

import functools

import torch
from torch._subclasses.fake_tensor import unset_fake_temporarily
from torch.fx.experimental.symbolic_shapes import GuardOnDataDependentSymNode
from torch.utils import _pytree as pytree

from ..report import Unsupported
from ..types import MLIR, is_supported  # noqa: F401 (MLIR is what the tracer asks for)

_LOWERINGS = {}
_REWRITES = {}
# Results that are the input itself.
_IDENTITIES = {"detach", "alias", "lift_fresh", "lift", "detach_", "lift_fresh_copy_"}


# Worth a line in a summary.
_PRODUCTS = {"mm", "bmm", "mv", "dot"}
_COMPARISONS = {"lt", "le", "gt", "ge", "eq", "ne", "logical_not", "isnan", "isfinite", "isinf"}
# Ops whose kernels take operands of one dtype only (the fake ones do not look), and the arguments that they compare.
_STRICT = {"mm": 2, "bmm": 2, "mv": 2, "dot": 2, "vdot": 2, "addmm": 3, "baddbmm": 3, "addmv": 3, "addbmm": 3, "addr": 3, "ger": 2,
           "lerp": 3, "index_put": 3, "_index_put_impl": 3}
# In place, and yet only another view of the same memory.
_SHAPES = {"transpose_", "t_", "squeeze_", "unsqueeze_", "swapaxes_", "swapdims_"}


def overload_of(func):
    """The op without the underscore."""
    packet = getattr(torch.ops.aten, func._schema.name.partition("::")[2][:-1])
    return getattr(packet, func._overloadname if func._overloadname in packet.overloads() else packet.overloads()[0])


def lower(*names):
    """Registers a lowering: `lowering(tracer, outs, *args, **kwargs)` returns a Value or a list of them."""
    def register(function):
        for name in names:
            _LOWERINGS[name] = function
        return function
    return register


def rewrite(*names):
    """Registers what comes before a lowering: `rewriting(tracer, func, *args, **kwargs)` returns the results in terms of other
    ops, or NotImplemented where there is nothing to rewrite."""
    def register(function):
        for name in names:
            _REWRITES[name] = function
        return function
    return register


@functools.lru_cache(maxsize=None)
def _decompositions():
    from torch._decomp import core_aten_decompositions, get_decompositions
    table = dict(core_aten_decompositions())
    aten = torch.ops.aten
    extra = [aten.native_layer_norm, aten.native_group_norm, aten._softmax, aten._log_softmax, aten.native_dropout,
             aten.linalg_vector_norm, aten.var_mean, aten.std_mean, aten.var, aten.norm, aten.index_add, aten.index_copy,
             aten.addmm, aten.addmv, aten.baddbmm, aten.addbmm, aten.mv, aten.dot, aten.lerp, aten.nan_to_num,
             aten.native_batch_norm, aten._native_batch_norm_legit, aten._native_batch_norm_legit_functional,
             aten._native_batch_norm_legit_no_training, aten.grid_sampler_2d, aten.upsample_bilinear2d, aten.upsample_bicubic2d,
             aten.upsample_linear1d, aten.upsample_trilinear3d, aten._adaptive_avg_pool2d, aten._unsafe_view,
             aten.count_nonzero, aten.logsumexp, aten.meshgrid, aten.glu, aten.hardswish, aten.mse_loss, aten.smooth_l1_loss,
             aten.soft_margin_loss, aten.fmax, aten.fmin, aten.unfold_copy, aten.diagonal_scatter, aten.select_scatter,
             aten.slice_scatter, aten.trace, aten.reflection_pad1d, aten.reflection_pad2d, aten.reflection_pad3d,
             aten.replication_pad1d, aten.replication_pad2d, aten.replication_pad3d, aten.pixel_shuffle, aten.pixel_unshuffle,
             aten.im2col, aten.col2im, aten.nll_loss_forward, aten.nll_loss2d_forward, aten.huber_loss,
             aten.multi_margin_loss, aten.multilabel_margin_loss_forward, aten.rms_norm, aten._fused_rms_norm,
             aten.embedding, aten.bucketize, aten.searchsorted, aten.logcumsumexp, aten._weight_norm_interface,
             aten.cosine_similarity, aten._cdist_forward, aten._pdist_forward, aten.max_pool2d_with_indices,
             aten.max_unpool2d, aten.max_unpool3d, aten.sigmoid, aten.logit, aten.std]
    table.update({k: v for k, v in get_decompositions(extra).items() if k not in table})
    table.update(composed.TABLE)
    table.update(picked.TABLE)
    return table


def call(tracer, func, args, kwargs):
    """Runs an ATen op on fake tensors and writes down what it computes."""
    flat, spec = pytree.tree_flatten((args, kwargs))
    real = any(isinstance(x, torch.Tensor) and not isinstance(x, tracer.Fake) for x in flat)
    name = func._schema.name.partition("::")[2]
    if func.namespace == "prim":
        return func(*args, **kwargs)
    if name in ("lift_fresh", "lift_fresh_copy", "lift") and real:
        # A constant of the program: torch.tensor(…) and numbers that Python wrote into a tensor.
        with unset_fake_temporarily():
            value = args[0].detach().clone()
        out = func(*args, **kwargs)
        tracer.define(out, tracer.builder.dense(value) if value.numel() <= 4096 else tracer.value(value))
        _remember(tracer, out, value)
        return out
    if real:
        flat = [tracer.fake(x) if isinstance(x, torch.Tensor) else x for x in flat]
        args, kwargs = pytree.tree_unflatten(flat, spec)
    strict = _STRICT.get(name.removesuffix("_"))
    if strict:
        same_dtypes(name, args[:strict])
    if name == "_local_scalar_dense":
        value = _recall(tracer, args[0])
        if value is None:
            return func(*args, **kwargs)
        with unset_fake_temporarily():
            return value.item()
    if name in _IDENTITIES:
        value = tracer.value(args[0])
        out = func(*args, **kwargs)
        tracer.define(out, value)
        return out
    if func._schema.is_mutable:
        return _write(tracer, func, name, args, kwargs)
    if name in _REWRITES:
        with tracer.dispatch:
            outs = _REWRITES[name](tracer, func, *args, **kwargs)
        if outs is not NotImplemented:
            return outs
    lowering = _LOWERINGS.get(name)
    if lowering is None:
        return _decompose(tracer, func, args, kwargs)
    outs = func(*args, **kwargs)
    tracer.settle()
    for o in pytree.tree_leaves(outs):
        if isinstance(o, torch.Tensor) and not is_supported(o.dtype):
            raise Unsupported("its result is %s" % o.dtype, "use real dtypes of 8 to 64 bits")
    if not any(isinstance(o, torch.Tensor) for o in pytree.tree_leaves(outs)):
        return outs
    folded = _fold(tracer, func, flat, spec, outs)
    values = _compared(tracer, name, lowering, outs, args) if name in _COMPARISONS else lowering(tracer, outs, *args, **kwargs)
    if name in _PRODUCTS:
        first = outs if isinstance(outs, torch.Tensor) else outs[0]
        work = 2 * shape.product(shape.sizes_of(first)) * shape.sizes_of(args[0])[-1]
        tracer.note(name, [tracer.value(a) for a in args[:2]], [first], work)
    tracer.define_all(outs, values if isinstance(values, (list, tuple)) else [values])
    if folded is not None:
        _remember(tracer, outs, folded)
    return outs


def _compared(tracer, name, lowering, out, args):
    """The same comparison twice is one value, and its mask picks one list of places."""
    key = (name, *[tracer.value(x).name if isinstance(x, torch.Tensor) else (type(x), str(x)) for x in args])
    if key not in tracer.memo:
        tracer.memo[key] = lowering(tracer, out, *args)
    return tracer.memo[key]


# Elements up to which the values of tensors are known that Python made from numbers.
_KNOWN = 64


def _remember(tracer, t, value):
    """`t` holds `value` until it is written to: Python may ask for it, as for `torch.tensor(x.shape).prod().item()`."""
    if value.numel() <= _KNOWN:
        tracer.constants[id(t)] = (value, tracer.values.storage(t))


def _recall(tracer, t):
    """The values of a tensor that depend on no input, or None."""
    value, storage = tracer.constants.get(id(t), (None, None))
    return value if storage is not None and storage.version == 0 else None


def _fold(tracer, func, flat, spec, out):
    """The values of `out` where those of all operands are known, or None."""
    if not isinstance(out, torch.Tensor) or not tracer.constants or torch.Tag.nondeterministic_seeded in func.tags:
        return None
    known = [_recall(tracer, x) if isinstance(x, torch.Tensor) else x for x in flat]
    tensors = [k for k, x in zip(known, flat) if isinstance(x, torch.Tensor)]
    if not tensors or any(k is None for k in tensors) or any(isinstance(x, torch.SymInt) for x in flat) or (
            not all(isinstance(s, int) for s in out.shape) or out.numel() > _KNOWN):
        return None
    args, kwargs = pytree.tree_unflatten(known, spec)
    with unset_fake_temporarily():
        return func(*args, **kwargs).clone()


def same_dtypes(name, tensors):
    """Refuses operands of several dtypes, as PyTorch does where the op runs."""
    found = list(dict.fromkeys(str(t.dtype).removeprefix("torch.") for t in tensors if isinstance(t, torch.Tensor)))
    if len(found) > 1:
        raise RuntimeError("%s: expected operands of one dtype, but got %s" % (name, " and ".join(found)))


def _decompose(tracer, func, args, kwargs):
    table = _decompositions()
    decomposition = table.get(func)
    if decomposition is None:
        with tracer.dispatch:
            outs = func.decompose(*args, **kwargs)
        if outs is not NotImplemented:
            return outs
        if not any(isinstance(x, (torch.Tensor, torch.SymInt)) for x in pytree.tree_leaves((args, kwargs))) and (
                torch.Tag.nondeterministic_seeded not in func.tags):
            return _constant(tracer, func, args, kwargs)
        raise Unsupported("%s has no lowering" % func)
    with tracer.dispatch:
        return decomposition(*args, **kwargs)


def _constant(tracer, func, args, kwargs):
    """Made from numbers alone: computed now."""
    with unset_fake_temporarily():
        value = func(*args, **kwargs)
    out = func(*args, **kwargs)
    tracer.define(out, tracer.builder.dense(value) if value.numel() <= 4096 else tracer.value(value))
    return out


def _write(tracer, func, name, args, kwargs):
    """An op that writes to its first argument, or to `out`."""
    schema = func._schema
    targets = [a.name for a in schema.arguments if a.alias_info is not None and a.alias_info.is_write]
    if name in _SHAPES:
        # The tensor itself becomes another view; nothing is written.
        value = _LOWERINGS[name[:-1]](tracer, overload_of(func)(*args, **kwargs), *args, **kwargs)
        out = func(*args, **kwargs)
        tracer.values.turn(args[0], value)
        return out
    own = _LOWERINGS.get(name)
    if own is not None:
        value = own(tracer, args[0], *args, **kwargs)
        out = func(*args, **kwargs)
        tracer.assign(args[0], value)
        return out
    if name.endswith("_") and not name.endswith("__") and targets == [schema.arguments[0].name]:
        packet = getattr(getattr(torch.ops, func.namespace), name[:-1], None)
        overload = packet and getattr(packet, func._overloadname, None)
        if overload is not None:
            with tracer.dispatch:
                functional = overload(*args, **kwargs)
            value = tracer.value(functional)
            try:
                out = func(*args, **kwargs)
            except GuardOnDataDependentSymNode:  # of what the op without the underscore has checked already
                out = args[0]
            tracer.assign(args[0], value)
            return out
    if targets == ["out"] and "out" in kwargs:
        target = kwargs["out"]
        rest = {k: v for k, v in kwargs.items() if k != "out"}
        packet = getattr(torch.ops.aten, name)
        overload = getattr(packet, "default" if func._overloadname == "out" else func._overloadname.removesuffix("_out"), None)
        if overload is not None:
            with tracer.dispatch:
                functional = overload(*args, **rest)
            value = tracer.value(functional)
            out = func(*args, **kwargs)
            if tracer.values.storage(target) is None:
                tracer.define(target, value)
            else:
                tracer.assign(target, value)
            return out
    return _decompose(tracer, func, args, kwargs)


from . import composed, create, index, linear, picked, pointwise, random, reduce, scan, shape  # noqa: E402,F401 (they register themselves)
