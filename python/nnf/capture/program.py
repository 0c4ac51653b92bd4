# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Captures one call of a function: a module as text, and how its arguments and results belong to those of the function."""

import dataclasses
import warnings

import torch
from torch._subclasses.fake_tensor import FakeTensor, FakeTensorMode
from torch.fx.experimental.symbolic_shapes import DimDynamic, GuardOnDataDependentSymNode, ShapeEnv, StatelessSymbolicContext
from torch.utils import _pytree as pytree

from .plain import plain_modules
from .report import CaptureError, Problem
from .tracer import StopCapture, Tracer
from .types import MLIR, is_supported, tensor_type
from .values import Layout, Value, expr
from .watch import Reached


class Argument:
    """One argument of the compiled function. `kind`: "input" (leaf number `index` of the call), "bound" (`tensor`, which the
    function reached by itself), "random" (drawn by `make`), "seed"."""

    def __init__(self, kind, name, type, sizes, dtype, index=None, tensor=None, make=None):
        self.kind, self.name, self.type, self.sizes, self.dtype = kind, name, type, sizes, dtype
        self.index, self.tensor, self.make = index, tensor, make
        self.parameter = False


class Program:
    """`text`: the module. `arguments` and `results` (sizes, dtype) in order; `outputs`: how each leaf of the function's
    result is made; `writes`: inputs that take a result's values after the call."""

    def __init__(self):
        self.text, self.arguments, self.results, self.outputs, self.writes = "", [], [], [], []
        self.out_spec = None
        self.attributes = []  # (dictionary, name, structure, number of its first output) of attributes to assign
        self.symbols = {}  # symbol: (leaf number, dimension)
        self.guards = []
        self.random = False
        self.late = []  # results whose sizes depend on values
        self.speculations = []  # results that must be False for the others to be right
        self.calls = []  # (place, op, sizes of operands, (sizes, dtype) of results, operations, the op's text) in order


def module_names(root):
    if not isinstance(root, torch.nn.Module):
        return {}
    if hasattr(root, "_flatten_layers"):  # a model of Keras, whose layers have paths of their own
        return {id(m): getattr(m, "path", None) or type(m).__name__ for m in root._flatten_layers()}
    return {id(m): name or type(m).__name__ for name, m in root.named_modules()}


def _fake_input(mode, t, open_dims):
    context = StatelessSymbolicContext(dynamic_sizes=[
        DimDynamic.DYNAMIC if d in open_dims else DimDynamic.STATIC for d in range(t.dim())])
    # A storage of its own, whatever else shares t's: which inputs overlap differs from call to call.
    alone = torch.empty_strided(t.shape, t.stride(), dtype=t.dtype)
    return mode.from_tensor(alone, symbolic_context=context)


def flatten(tree):
    """Leaves and structure; dataclasses count as structure."""
    while True:
        leaves, spec = pytree.tree_flatten(tree)
        kinds = {type(x) for x in leaves if dataclasses.is_dataclass(x) and not isinstance(x, type)}
        if not kinds:
            return leaves, spec
        for kind in kinds:
            pytree.register_dataclass(kind)


class _Attributes:
    """The attributes of modules before a capture. Where the forward keeps a tensor in one, the capture kept a fake one: the
    attribute gets its value back, and the program is to assign it after each run."""

    def __init__(self, modules):
        self.before = [(m, d, dict(d)) for m in modules for d in (vars(m), m._parameters, m._buffers)]

    def restore(self):
        """[(dictionary, name, value, what it was before)] of attributes that hold fake tensors, and the names of those
        that hold other numbers than before."""
        kept, changed = [], []
        for m, d, old in self.before:
            for name, value in list(d.items()):
                before = old.get(name)
                if value is before:
                    continue
                if any(isinstance(t, FakeTensor) for t in pytree.tree_leaves(value)):
                    kept.append((d, name, value, before))
                    if name in old:
                        d[name] = before
                    else:
                        del d[name]
                elif isinstance(value, (bool, int, float, str)) and type(value) is type(before) and value != before:
                    changed.append("%s.%s" % (type(m).__name__, name))
        return kept, changed


def _holds_tensors(x):
    return any(isinstance(t, torch.Tensor) for t in pytree.tree_leaves(list(getattr(x, "__dict__", {}).values())))


def refuse_inputs(leaves):
    """A sentence for an input that no compiled function takes."""
    for i, t in enumerate(leaves):
        where = "input %d" % i
        if not isinstance(t, torch.Tensor):
            if not isinstance(t, (torch.nn.Module, type)) and _holds_tensors(t):
                raise TypeError("nnf.jit: %s is an object of type %s that holds tensors: pass these, or tuples, lists, dicts or "
                                "dataclasses of them" % (where, type(t).__name__))
            continue
        if t.is_nested:
            raise TypeError("nnf.jit: %s is a nested tensor, expected a dense tensor" % where)
        if t.layout != torch.strided or t.is_quantized:
            raise TypeError("nnf.jit: %s is %s, expected a dense tensor" % (where, "quantised" if t.is_quantized else t.layout))
        if t.device.type != "cpu":
            raise TypeError("nnf.jit: %s is on %s, expected a tensor on the CPU" % (where, t.device))
        if not is_supported(t.dtype):
            raise TypeError("nnf.jit: %s is %s, expected one of %s" % (where, t.dtype, ", ".join(
                str(d).removeprefix("torch.") for d in MLIR)))


def capture(function, args, kwargs, open_dims=(), repeatable=False, name="main", what=None, observe=None):
    """The Program of `function(*args, **kwargs)`. `open_dims`: (leaf, dimension) of sizes that are left open. `repeatable`:
    random numbers come from torch's generator one by one. `observe` gets the tracer before it starts. A CaptureError says
    all that cannot be captured."""
    leaves, spec = flatten((args, kwargs))
    refuse_inputs(leaves)
    env = ShapeEnv(duck_shape=False, allow_scalar_outputs=False, allow_dynamic_output_shape_ops=True)
    mode = FakeTensorMode(shape_env=env, allow_non_fake_inputs=True)
    tracer = Tracer(mode, module_names(function))
    tracer.repeatable = repeatable
    if observe:
        observe(tracer)
    program, fakes, seen = Program(), list(leaves), {}
    with tracer.muted():
        for i, t in enumerate(leaves):
            if not isinstance(t, torch.Tensor):
                continue
            if id(t) in seen:
                fakes[i] = seen[id(t)]
                continue
            fake = _fake_input(mode, t, {d for leaf, d in open_dims if leaf == i})
            fakes[i] = seen[id(t)] = fake
            tracer.adopt(t, fake)
            sizes = [expr(s) for s in fake.shape]
            value = Value("%%a%d" % len(program.arguments), sizes, t.dtype, MLIR[t.dtype])
            for d, s in enumerate(sizes):
                if not isinstance(s, int) and s.is_Symbol and s not in program.symbols:
                    program.symbols[s] = (i, d)
            tracer.values.bind(fake, value, input=("input", i))
            program.arguments.append(Argument("input", value.name, tensor_type(sizes, MLIR[t.dtype]), sizes, t.dtype, index=i))
    by_leaf = {a.index: a for a in program.arguments}
    for symbol, (leaf, d) in program.symbols.items():
        b, a = tracer.builder, by_leaf[leaf]
        c = b.size(d)
        tracer.builder.symbols[symbol] = b._index_op("tensor.dim %s, %s : %s" % (a.name, c, a.type))
    fake_args, fake_kwargs = pytree.tree_unflatten(fakes, spec)
    what = what or getattr(function, "__name__", None) or type(function).__name__
    result, kept = _run(tracer, function, fake_args, fake_kwargs, what)
    _finish(tracer, program, result, kept, name)
    program.guards = [g.expr for g in env.guards]
    program.env = env
    return program


def _run(tracer, function, args, kwargs, what):
    """What the function returns, and the attributes that it assigned tensors to."""
    attributes, kept = _Attributes(Reached(function).modules), []
    try:
        try:
            with plain_modules(), tracer.running():
                result = function(*args, **kwargs)
        finally:
            kept, changed = attributes.restore()
        for d, name, value, before in kept:
            if any(t is b for t in pytree.tree_leaves(before) for b in tracer.bound):
                tracer.problem(name, "the forward reads and assigns this attribute, a state from one call to the next",
                               "make it a buffer and write to it in place")
        if changed:
            warnings.warn("nnf.jit: %s changes %s, which calls of the compiled function do not do again" % (
                what, ", ".join(sorted(set(changed)))), stacklevel=6)
    except GuardOnDataDependentSymNode as e:  # in the function's own code
        tracer.problem("a decision", "it depends on a size that depends on the values of tensors (%s)" % e.cond,
                       "express it with torch.where or arithmetic, or use fallback=True")
        raise CaptureError(tracer.problems, what) from None
    except StopCapture:
        raise CaptureError(tracer.problems, what) from None
    except CaptureError:
        raise
    except Exception as e:
        if not tracer.problems:
            raise
        # After a call that could not be captured, what follows may fail for that reason alone.
        tracer.problems.append(Problem("(the rest)", *tracer.locate()[:2], "", "the capture ended here: %s: %s" % (
            type(e).__name__, str(e).split("\n")[0]), "solve the problems above first"))
        raise CaptureError(tracer.problems, what) from e
    if tracer.problems:
        raise CaptureError(tracer.problems, what, complete=True)
    return result, kept


def _finish(tracer, program, result, kept, name):
    b, values = tracer.builder, tracer.values
    tracer.settle()
    for k, t in enumerate(tracer.bound):
        sizes = tuple(t.shape)
        a = Argument("bound", "%%w%d" % k, tensor_type(sizes, MLIR[t.dtype]), sizes, t.dtype, tensor=t)
        a.parameter = ("bound", k) not in values.written and t.is_contiguous()
        program.arguments.append(a)
    for k, (make, sizes, dtype) in enumerate(tracer.randoms):
        program.arguments.append(Argument("random", "%%r%d" % k, tensor_type(sizes, MLIR[dtype]), sizes, dtype, make=make))
    if tracer.seeded:
        program.arguments.append(Argument("seed", "%seed", "i64", (), torch.int64))
    program.random = bool(tracer.randoms or tracer.seeded)

    leaves, program.out_spec = flatten(result)
    for d, attribute, value, _ in kept:
        more, spec = flatten(value)
        program.attributes.append((d, attribute, spec, len(leaves)))
        leaves += more
    returned, made = [], {}

    def give_back(value):
        key = value.name
        if key not in made:
            made[key] = len(returned)
            returned.append(value)
        return made[key]

    for t in leaves:
        program.outputs.append(_output(tracer, t, give_back))
    for o in program.outputs:
        if o[0] == "size" and b.is_late(o[1]):
            raise CaptureError([Problem("return", *tracer.locate(), "it returns a size that depends on the values of tensors",
                                        "return the tensor, or its number of elements as torch.sum of the mask")], "the function")
    for owner, storage in values.written.items():
        program.writes.append((owner, give_back(storage.value)))
    program.speculations = [give_back(v) for v in tracer.speculations]
    program.results = [(v.sizes, v.dtype) for v in returned]
    program.late = [i for i, v in enumerate(returned) if any(map(b.is_late, v.sizes))]
    program.calls = tracer.calls
    program.text = _module(b, program, returned, name)


def _output(tracer, t, give_back):
    if isinstance(t, (torch.SymInt,)):
        return ("size", expr(t))
    if isinstance(t, (torch.SymFloat, torch.SymBool)):
        return ("constant", float(t) if isinstance(t, torch.SymFloat) else bool(t))
    if not isinstance(t, torch.Tensor):
        if _holds_tensors(t):
            raise CaptureError([Problem("return", *tracer.locate(), "it returns an object of type %s that holds tensors" %
                                        type(t).__name__, "return tuples, lists, dicts or dataclasses")], "the function")
        return ("constant", t)
    if not isinstance(t, tracer.Fake):
        tracer.fake(t)
        t = tracer.fake(t)
    storage = tracer.values.storage(t)
    if storage is not None and storage.input is not None:
        layout = Layout(t)
        if layout == storage.base:
            return ("alias", storage.input, None)
        layout.offset = layout.offset - storage.base.offset
        return ("alias", storage.input, layout)
    value = tracer.value(t)
    if value.permuted is not None:
        source, order = value.permuted
        return ("result", give_back(source), order)
    return ("result", give_back(value), None)


def _attributes(pairs):
    text = ", ".join(pairs)
    return " {%s}" % text if text else ""


def _module(b, program, returned, name):
    arguments = []
    for a in program.arguments:
        pairs = []
        if a.parameter:
            pairs.append("nnf.parameter")
        if a.dtype == torch.uint8:
            pairs.append("nnf.type = ui8")
        arguments.append("%s: %s%s" % (a.name, a.type, _attributes(pairs)))
    results = ["%s%s" % (b.type_of(v), _attributes(["nnf.type = ui8"] if v.dtype == torch.uint8 else [])) for v in returned]
    lines = ["func.func @%s(%s) -> (%s) {" % (name, ", ".join(arguments), ", ".join(results))]
    lines += b.lines
    lines.append("  return%s" % (" %s : %s" % (", ".join(v.name for v in returned), ", ".join(b.type_of(v) for v in returned))
                                 if returned else ""))
    lines.append("}")
    return "\n".join([*lines, *b.location_aliases(), ""])
