# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A call of torch.nn.functional as the nnf op of that name.

Arguments are matched with the op's operands and attributes by torch's names, so an op that is added to the dialect is
captured without a line here. What is written down is what an op cannot say by itself: other spellings of a function
(torch.relu, Tensor.softmax), arguments that are no operand of it, results that are written back.
"""

import inspect
import math

import torch
import torch.nn.functional as F
from torch._subclasses.fake_tensor import unset_fake_temporarily

from .. import optable
from .report import Unsupported
from .types import MLIR, compute_type, tensor_type
from .aten.shape import product
from .values import Value, expr

# Spellings outside of torch.nn.functional. Their arguments are found by the signature here.
_ALIASES = {"relu": "(input)", "relu_": "(input)", "sigmoid": "(input)", "tanh": "(input)",
            "softmax": "(input, dim, dtype=None)", "log_softmax": "(input, dim, dtype=None)", "selu": "(input)",
            "celu": "(input, alpha=1.0)", "prelu": "(input, weight)", "hardshrink": "(input, lambd=0.5)",
            "threshold": "(input, threshold, value)", "pixel_shuffle": "(input, upscale_factor)",
            "pixel_unshuffle": "(input, downscale_factor)", "sigmoid_": "(input)", "tanh_": "(input)"}
# Signatures of the functions that are built in and tell none.
_BUILTIN = {"conv1d": "(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1)",
            "linear": "(input, weight, bias=None)", "bilinear": "(input1, input2, weight, bias=None)",
            "gelu": "(input, *, approximate='none')", "softplus": "(input, beta=1, threshold=20)",
            "logsigmoid": "(input)", "hardshrink": "(input, lambd=0.5)", "softshrink": "(input, lambd=0.5)",
            "prelu": "(input, weight)", "one_hot": "(input, num_classes=-1)",
            "pairwise_distance": "(x1, x2, p=2.0, eps=1e-6, keepdim=False)", "cosine_similarity": "(x1, x2, dim=1, eps=1e-8)",
            "pdist": "(input, p=2)", "pixel_shuffle": "(input, upscale_factor)",
            "pixel_unshuffle": "(input, downscale_factor)", "channel_shuffle": "(input, groups)",
            "native_channel_shuffle": "(input, groups)",
            "avg_pool1d": "(input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True)",
            "avg_pool2d": "(input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None)",
            "adaptive_avg_pool1d": "(input, output_size)",
            "scaled_dot_product_attention": "(query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None, enable_gqa=False)",
            "conv_transpose1d": "(input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1)",
            "conv_tbc": "(input, weight, bias, pad=0)"}
_BUILTIN["conv2d"] = _BUILTIN["conv3d"] = _BUILTIN["conv1d"]
_BUILTIN["conv_transpose2d"] = _BUILTIN["conv_transpose3d"] = _BUILTIN["conv_transpose1d"]
_BUILTIN["avg_pool3d"] = _BUILTIN["avg_pool2d"]
# Arguments that say how PyTorch computes, not what.
_IGNORED = {"_stacklevel", "options", "inplace", "size_average", "reduce", "dtype"}

_NORMS = {"layer_norm", "batch_norm", "instance_norm", "group_norm"}
# Functions whose kernels take floats of one dtype only, besides products.
_STRICT = {"nll_loss", "binary_cross_entropy", "scaled_dot_product_attention"}

# Families whose functions take operands of several types and promote them; and those of them whose targets are labels.
_PROMOTING = {"LossRegression", "LossDistance", "Distance"}
_LABELLED = {"cosine_embedding_loss", "margin_ranking_loss"}
_ALSO_PROMOTING = {"soft_margin_loss", "hinge_embedding_loss", "multilabel_soft_margin_loss"}
# Of these, the ones with kernels of their own, which have none for whole numbers; the first write to a result like their input.
_LIKE_INPUT, _FLOATS_ONLY = {"huber_loss", "soft_margin_loss"}, {"huber_loss", "soft_margin_loss", "mse_loss", "smooth_l1_loss"}


class _Composed(Exception):
    """A case that the op has not, and PyTorch's own composition has."""


_signatures = {}


def _signature(name, func, text):
    key = (name, text)
    if key not in _signatures:
        if text is None:
            try:
                # The functions with and without indices share one entry that takes anything.
                _signatures[key] = inspect.signature(getattr(F, name + "_with_indices", func))
            except (TypeError, ValueError):
                text = _BUILTIN.get(name)
                _signatures[key] = text and inspect.signature(eval("lambda %s: 0" % text[1:-1]))
        else:
            _signatures[key] = inspect.signature(eval("lambda %s: 0" % text[1:-1]))
    return _signatures[key]


def _find(path):
    """(name of the function, its signature as text or None for its own, whether it writes in place)."""
    scope, _, name = path.rpartition(".")
    if scope in ("torch.nn.functional", "torch._C._nn"):
        return name, None
    if scope in ("torch", "torch.Tensor", "torch._C._TensorBase", "torch._C._VariableFunctions") and name in _ALIASES:
        return name, _ALIASES[name]
    return None, None


def call(tracer, path, func, args, kwargs):
    """The results of a call that is an nnf op, or NotImplemented."""
    name, text = _find(path)
    if name is None:
        return NotImplemented
    inplace = name.endswith("_") and name[:-1] in optable.ops()
    with_indices = name.endswith("_with_indices") and name[:-len("_with_indices")] in optable.ops()
    op = optable.ops().get(name[:-1] if inplace else name[:-len("_with_indices")] if with_indices else name)
    if op is None:
        return NotImplemented
    signature = _signature(name, func, text)
    if signature is None:
        return NotImplemented
    if tracer.repeatable and "seed" in op.operands:
        return NotImplemented
    try:
        bound = signature.bind(*args, **kwargs)
    except TypeError:
        return NotImplemented  # the call itself says what is wrong with it
    bound.apply_defaults()
    given = dict(bound.arguments)
    given.update(given.pop("kwargs", {}))
    for name in [n for n in given if n.startswith("_") and n[1:] in op.operands]:
        given[name[1:]] = given.pop(name)
    if "input" in given and "input" not in op.operands and len(op.operands) == 1:  # one_hot, whose op names it as the docs do
        given[op.operands[0]] = given.pop("input")
    _refuse_unknown(op, signature, given)
    inplace = inplace or given.get("inplace") is True
    with tracer.muted():
        fake = _FAKES.get(op.name)
        outs = NotImplemented if fake is None else fake(given)
        if outs is NotImplemented:
            outs = func(*args, **kwargs)
    tracer.settle()
    if with_indices:
        given["return_indices"] = True
    return _Emitter(tracer, op, given).emit(outs, inplace)


def _refuse_unknown(op, signature, given):
    """An argument that the op does not have changes the result, unless it is known not to."""
    for name, value in given.items():
        if name in op.operands or name in op.attributes or name in _IGNORED or value is None:
            continue
        parameter = signature.parameters.get(name)
        if parameter is None or not isinstance(value, type(parameter.default)) or value != parameter.default:
            raise Unsupported("nnf.%s has no %s" % (op.name, name))


class _Emitter:
    def __init__(self, tracer, op, given):
        self.tracer, self.op, self.given, self.b = tracer, op, given, tracer.builder

    def emit(self, outs, inplace):
        tracer, op = self.tracer, self.op
        first = outs[0] if isinstance(outs, (tuple, list)) else outs
        adjust = _ADJUST.get(op.name)
        if adjust:
            adjusted = adjust(self, outs)
            if adjusted is NotImplemented:
                return NotImplemented
        self.legacy_reduction()
        try:
            operands = self.operands(first.dtype)
        except _Composed:
            return NotImplemented
        attributes = self.attributes()
        names = {n: v if isinstance(v, str) else v.name for n, v in operands.items()}
        types = ["i64" if isinstance(v, str) else self.boundary_type(v) for n, v in operands.items()]
        flat = [o for o in (outs if isinstance(outs, (tuple, list)) else [outs]) if o is not None]
        results = self.results(flat, operands)
        text = op.spell(names, attributes, types, [t for _, t, _ in results])
        many = "%s:%d" % (self.b.fresh(), len(results)) if len(results) > 1 else self.b.fresh()
        self.b.line("%s = %s" % (many, text))
        tracer.note("nnf." + op.name, [v for v in operands.values() if isinstance(v, Value)],
                    [o for o in flat if isinstance(o, torch.Tensor)], self.work(operands, first), (text, list(operands.values()), types))
        base = many.split(":")[0]
        made = []
        for i, (t, type, dtype) in enumerate(results):
            sizes = t if isinstance(t, tuple) else tuple(expr(s) for s in t.shape)
            v = Value(base + ("#%d" % i if len(results) > 1 else ""), sizes, dtype, MLIR[dtype])
            if dtype == torch.uint8:
                v = self.b.op("tensor.bitcast %s : %s to %s" % (v.name, type, tensor_type(sizes, "i8")), sizes, dtype)
            made.append(v)
        for o, v in zip(flat, made):
            if isinstance(o, torch.Tensor):
                v = self.b.cast(v, o.dtype)
                if inplace:
                    tracer.assign(o, v)
                else:
                    tracer.define(o, v)
        for written, v in zip(self.written, made[len(made) - len(self.written):]):
            if self.share is not None:
                v = self.b.map(v.sizes, v.dtype, [tracer.value(written), v, self.share], _blend)
            tracer.assign(written, v)
        return outs

    written = ()
    share = None  # a value: how much of a new statistic goes into a running one, where that is no number

    def work(self, operands, result):
        """Floating-point operations: two for each multiply-add of a weight or a score, one an element for the rest."""
        weight, count = operands.get("weight"), product([expr(s) for s in result.shape])
        if self.op.family in ("Linear", "Convolution") and weight is not None and weight.rank >= 2:
            if "transpose" in self.op.name:
                count = product(operands["input"].sizes)
            return 2 * count * product(weight.sizes[1:])
        if "out_proj_weight" in operands:
            q, k, v = (operands[n] for n in ("query", "key", "value"))
            projected = (product(q.sizes) + product(k.sizes) + product(v.sizes)) * q.sizes[-1]
            return 2 * projected + 4 * product(q.sizes) * k.sizes[0] + 2 * product(q.sizes) * operands["out_proj_weight"].sizes[0]
        if "query" in operands and "key" in operands:
            q, k = operands["query"], operands["key"]
            return 4 * product(q.sizes) * k.sizes[-2]
        return count

    def legacy_reduction(self):
        """size_average and reduce, which torch still takes."""
        if self.given.get("size_average") is not None or self.given.get("reduce") is not None:
            self.given["reduction"] = F._Reduction.legacy_get_string(self.given.get("size_average"), self.given.get("reduce"),
                                                                     emit_warning=False)

    def operands(self, dtype):
        op, found = self.op, {}
        for name in op.operands:
            x = self.given.get(name)
            if name in ("seed", "offset") and name in op.scalars:
                x = self.seed()[name] if self.is_random() else None
            if x is None:
                if name not in op.optional_operands:
                    raise Unsupported("the operand %s of nnf.%s is not given" % (name, op.name))
                continue
            if isinstance(x, (str, Value)):
                found[name] = x
            elif isinstance(x, torch.Tensor):
                found[name] = self.tracer.value(x)
            elif isinstance(x, (int, float)):
                found[name] = self.b.filled((), torch.float32 if isinstance(x, float) else torch.int64, x)
            else:
                raise Unsupported("%s of type %s is no tensor" % (name, type(x).__name__))
        promoting = self.op.family in _PROMOTING or op.name in _ALSO_PROMOTING
        promoted = self.promoted(found, dtype) if promoting and not torch.is_autocast_enabled("cpu") else found
        return self.same_floats(promoted, dtype)

    def promoted(self, found, dtype):
        """Operands of the functions that promote, whole numbers among them, in the type that they promote to; a float one, as
        the ops take no others."""
        data = {n: v for n, v in found.items() if isinstance(v, Value) and not (n == "target" and self.op.name in _LABELLED)}
        kinds = {v.dtype for v in data.values()}
        if len(kinds) < 2 and all(d.is_floating_point for d in kinds):
            return found
        # Tensors without dimensions count only where no other is of their category.
        common = None
        for v in sorted(data.values(), key=lambda v: v.rank == 0):
            common = v.dtype if common is None else torch.result_type(
                torch.empty(1, dtype=common, device="meta"), torch.empty([1] * min(v.rank, 1), dtype=v.dtype, device="meta"))
        name = self.op.name
        if name in _FLOATS_ONLY | {"multilabel_soft_margin_loss"} and not (found["input"].dtype if name in _LIKE_INPUT | {"multilabel_soft_margin_loss"} else common).is_floating_point:
            raise RuntimeError("nnf.%s: expected operands of floating-point type, but got %s" % (
                name, " and ".join(str(v.dtype).removeprefix("torch.") for v in data.values())))
        if name not in _FLOATS_ONLY and (torch.bool in kinds or not dtype.is_floating_point or (
                name == "hinge_embedding_loss" and not found["input"].dtype.is_floating_point)):
            raise _Composed()  # where PyTorch subtracts, bools are refused
        common = common if common.is_floating_point else dtype
        return {n: self.b.cast(v, common) if n in data else v for n, v in found.items()}

    def same_floats(self, found, dtype):
        """Under autocast, or with parameters of another width, operands are brought to the type of the result: up to the
        widest where they differ without autocast (the result is rounded afterwards)."""
        floats = {v.dtype for v in found.values() if isinstance(v, Value) and v.dtype.is_floating_point}
        wanted = dtype if self.given.get("dtype") is not None or (torch.is_autocast_enabled("cpu") and dtype.is_floating_point) else None
        if wanted is None and len(floats) > 1:
            self.refuse_mixture(found, floats)
            wanted = max(floats, key=lambda d: (torch.finfo(d).bits, d == torch.float32))
        if wanted is None:
            return found
        return {n: self.b.cast(v, wanted) if isinstance(v, Value) and (v.dtype.is_floating_point or (
            n == "input" and self.given.get("dtype") is not None)) else v for n, v in found.items()}

    def refuse_mixture(self, found, floats):
        """PyTorch's kernels take floats of two widths where an input is narrow and the parameters of a norm are float32, and
        in functions that are made of others which promote."""
        name = self.op.name
        if name in _NORMS:
            others = {v.dtype for n, v in found.items() if n != "input" and isinstance(v, Value)}
            if found["input"].dtype in (torch.float16, torch.bfloat16) and others == {torch.float32}:
                return
        elif name == "cross_entropy":
            weight = found.get("weight")  # probabilities as targets are promoted
            if weight is None or weight.dtype == found["input"].dtype:
                return
        elif self.op.family not in ("Linear", "Convolution") and name not in _STRICT:
            return
        raise RuntimeError("nnf.%s: expected operands of one dtype, but got %s" % (name, " and ".join(
            sorted(str(d).removeprefix("torch.") for d in floats))))

    def is_random(self):
        if self.given.get("random_samples") is not None:
            return False
        return bool(self.given.get("training", True)) and self.given.get("p", self.given.get("dropout_p", 1)) != 0

    def seed(self):
        if not hasattr(self, "_seed"):
            self._seed = self.tracer.random_seed()
        return self._seed

    def attributes(self):
        op, texts = self.op, {}
        for name in op.attributes:
            if name not in self.given or self.given[name] is None:
                continue
            value, kind = self.given[name], op.kinds[name]
            if isinstance(value, torch.Tensor):
                raise Unsupported("%s is given as a tensor" % name, "give it as a number")
            if isinstance(value, torch.Size):
                value = tuple(value)
            if isinstance(value, (list, tuple)):
                value = [expr(v) if isinstance(v, torch.SymInt) else v for v in value]
                if any(not isinstance(v, (int, float, str)) for v in value):
                    raise Unsupported("%s depends on an open size" % name)
            if isinstance(value, torch.SymInt):
                value = int(value)
            if isinstance(value, torch.SymFloat):
                value = float(value)
            if name == "scale_factor" and isinstance(value, (int, float)):
                value = [float(value)] * self.spatial()
            if ("Tuple" in kind or "I64Array" in kind or self.is_tuple(name)) and isinstance(value, int):
                value = [value] * self.spatial()
            if self.is_tuple(name) and isinstance(value, (list, tuple)) and len(value) == 1 and self.spatial() > 1:
                value = list(value) * self.spatial()
            if name == "reduction" and isinstance(value, int):
                value = ("none", "mean", "sum")[value]
            texts[name] = optable.spell_attribute(value, kind)
        return texts

    def is_tuple(self, name):
        return name in ("kernel_size", "stride", "padding", "dilation", "output_padding", "output_size") and not isinstance(
            self.given[name], str)

    def spatial(self):
        if self.op.name.startswith(("interpolate", "upsample")):
            return self.given["input"].dim() - 2
        return int(self.op.name[-2]) if self.op.name.endswith("d") and self.op.name[-2].isdigit() else 2

    @staticmethod
    def boundary_type(v):
        return tensor_type(v.sizes, "ui8" if v.dtype == torch.uint8 else v.type)

    def results(self, outs, operands):
        """(tensor or sizes, type, dtype) of each result of the op."""
        floats = [v.dtype for v in operands.values() if isinstance(v, Value) and v.dtype.is_floating_point]
        made = []
        for o in outs:
            if o is None:  # the weights of an attention that was not asked for them
                continue
            dtype = floats[0] if floats and o.dtype.is_floating_point else o.dtype
            made.append((o, tensor_type([expr(s) for s in o.shape], "ui8" if dtype == torch.uint8 else MLIR[dtype]), dtype))
        for w in self.written:
            sizes = tuple(expr(s) for s in w.shape)
            dtype = floats[0] if floats else w.dtype
            made.append((sizes, tensor_type(sizes, MLIR[dtype]), dtype))
        return made


def _blend(b, old, new, share):
    share = b.convert(share, old.type)
    return b.binary("arith.addf", old, b.binary("arith.mulf", share, b.binary("arith.subf", new, old)))


# -- results that PyTorch's fake kernels do not know: arguments -> a fake tensor, or NotImplemented --------------------


def _fake_batch_norm(given):
    if not isinstance(given.get("momentum"), torch.Tensor):
        return NotImplemented
    given = dict(given, momentum=0.5)
    return F.batch_norm(**given)


def _fake_ctc_loss(given):
    x = given["log_probs"]
    if given["reduction"] != "none" or x.dim() == 2:
        return x.new_empty(())
    return x.new_empty((x.shape[1],))


def _fake_gaussian_nll_loss(given):
    x, var = given["input"], given["var"]
    if isinstance(var, torch.Tensor):
        if var.shape != x.shape and x.shape[:-1] == var.shape:
            var = var.unsqueeze(-1)
        elif var.shape != x.shape and not (var.dim() == x.dim() and sum(v for n, v in zip(x.shape, var.shape) if n != v) == 1):
            raise ValueError("var is of incorrect size")
    loss = (x - given["target"]) ** 2 / var
    return loss if given["reduction"] == "none" else loss.sum()


def _fake_of_input(name):
    """Losses whose result has the type of the input, not that of both: PyTorch's kernels write to a result made like it."""
    def fake(given):
        x, target = given["input"], given["target"]
        if x.dtype == target.dtype or not x.dtype.is_floating_point or torch.is_autocast_enabled("cpu"):
            return NotImplemented
        options = {k: v for k, v in given.items() if k not in ("input", "target")}
        return getattr(F, name)(x, target.to(x.dtype), **options)
    return fake


def _fake_multilabel_margin_loss(given):
    x = given["input"]
    return x.new_empty(()) if x.dim() < 2 else NotImplemented


_FAKES = {"batch_norm": _fake_batch_norm, "ctc_loss": _fake_ctc_loss, "gaussian_nll_loss": _fake_gaussian_nll_loss,
          "multilabel_margin_loss": _fake_multilabel_margin_loss, "huber_loss": _fake_of_input("huber_loss"),
          "soft_margin_loss": _fake_of_input("soft_margin_loss")}

# -- what an op cannot say by itself: (emitter, results) -> None, or NotImplemented ------------------------------------


def _softmax(e, outs):
    dim = e.given.get("dim")
    rank = outs.dim()
    if dim is None:
        dim = 0 if rank in (0, 1, 3) else 1  # PyTorch's implicit choice
    e.given["dim"] = dim
    if rank == 0:
        return NotImplemented


def _batch_norm(e, outs):
    training = bool(e.given.get("training"))
    if training and e.given["input"].numel() == 0:
        return NotImplemented
    mean = e.given.get("running_mean")
    if mean is None and not training:
        raise Unsupported("batch_norm in evaluation needs running statistics", "give running_mean and running_var")
    if isinstance(e.given.get("momentum"), torch.Tensor):
        e.share, e.given["momentum"] = e.tracer.value(e.given["momentum"]), 1.0
    if training and mean is not None:
        e.written = (mean, e.given["running_var"])
    return None


def _instance_norm(e, outs):
    if e.given.get("use_input_stats") and e.given.get("running_mean") is not None:
        e.written = (e.given["running_mean"], e.given["running_var"])


def _normalize(e, outs):
    if e.given.get("out") is not None:
        raise Unsupported("normalize writes to the tensor given as out", "assign its result instead")
    if isinstance(e.given["dim"], int):
        e.given["dim"] = (e.given["dim"],)


def _fractional_max_pool3d(e, outs):
    samples = e.given.get("random_samples")
    if samples is not None and e.given["input"].dim() == 4 and samples.shape[0] > 1:
        e.given["random_samples"] = samples[:1]  # PyTorch reads as many as there are


def _embedding(e, outs):
    if e.given.get("max_norm") is not None:
        e.written = (e.given["weight"],)
    padding = e.given.get("padding_idx")
    if padding is not None and padding < 0:
        e.given["padding_idx"] = int(padding + e.given["weight"].shape[0])


def _pool(e, outs):
    stride = e.given.get("stride")
    if stride is not None and not isinstance(stride, int) and len(stride) == 0:
        e.given["stride"] = None


def _avg_pool(e, outs):
    """A single window is no larger than what it is laid on: some models pool whole images with windows of any size."""
    _pool(e, outs)
    n = e.spatial()
    each = lambda x: [x] * n if isinstance(x, int) else list(x) * (n if len(x) == 1 else 1)  # noqa: E731
    kernel = each(e.given["kernel_size"])
    e.given["stride"] = kernel if e.given.get("stride") is None else each(e.given["stride"])
    there = zip(kernel, each(e.given["padding"]), e.given["input"].shape[-n:], outs.shape[-n:])
    e.given["kernel_size"] = [min(k, size + 2 * p) if isinstance(size, int) and out == 1 else k for k, p, size, out in there]


def _cross_entropy(e, outs):
    target = e.given["target"]
    if not target.dtype.is_floating_point and target.dtype != torch.int64:
        raise Unsupported("class indices are %s" % target.dtype, "convert them with .long()")


def _adaptive(e, outs):
    """None stands for the size that is there."""
    sizes = e.given["output_size"]
    if isinstance(sizes, (tuple, list)) and None in sizes:
        there = e.given["input"].shape[-len(sizes):]
        e.given["output_size"] = tuple(t if s is None else s for s, t in zip(sizes, there))


def _ctc_loss(e, outs):
    if e.given["targets"].dtype.is_floating_point:  # PyTorch takes labels stored as floats, and uses their whole parts
        e.given["targets"] = e.b.cast(e.tracer.value(e.given["targets"]), torch.int64)
    for name in ("input_lengths", "target_lengths"):
        if not isinstance(e.given[name], torch.Tensor):
            with e.tracer.muted(), unset_fake_temporarily():
                e.given[name] = e.b.dense(torch.tensor(e.given[name], dtype=torch.int64))


def _gaussian_nll_loss(e, outs):
    if not isinstance(e.given["var"], torch.Tensor):
        x = e.tracer.value(e.given["input"])
        e.given["var"] = e.b.filled(x.sizes, x.dtype, e.given["var"])


def _multilabel_soft_margin_loss(e, outs):
    if not e.given["target"].dtype.is_floating_point:
        e.given["target"] = e.b.cast(e.tracer.value(e.given["target"]), e.given["input"].dtype)


_ADJUST = {"softmax": _softmax, "log_softmax": _softmax, "softmin": _softmax, "batch_norm": _batch_norm,
           "instance_norm": _instance_norm, "normalize": _normalize,
           "embedding": _embedding, "max_pool1d": _pool, "max_pool2d": _pool, "max_pool3d": _pool,
           "avg_pool1d": _avg_pool, "avg_pool2d": _avg_pool, "avg_pool3d": _avg_pool,
           "cross_entropy": _cross_entropy, "ctc_loss": _ctc_loss,
           "fractional_max_pool3d": _fractional_max_pool3d, "gaussian_nll_loss": _gaussian_nll_loss,
           "multilabel_soft_margin_loss": _multilabel_soft_margin_loss,
           **{"adaptive_%s_pool%dd" % (kind, n): _adaptive for kind in ("avg", "max") for n in (2, 3)}}
