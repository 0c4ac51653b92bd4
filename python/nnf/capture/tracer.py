# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs a Python function once on fake tensors and writes down what it calls.

Two modes see the calls. A TorchFunctionMode sees each as its author wrote it: a function of torch.nn.functional that is an
nnf op is emitted as that op. What is none goes on: functions written in Python are entered, all others reach the
TorchDispatchMode as ATen ops, which are lowered to upstream dialects, through PyTorch's own decompositions where there is
no lowering of our own. Shapes and dtypes are always those of PyTorch's fake tensors.
"""

import contextlib
import sys
import types

import sympy
import torch
from torch._subclasses.fake_tensor import DataDependentOutputException, DynamicOutputShapeException, FakeTensor
from torch.fx.experimental.symbolic_shapes import GuardOnDataDependentSymNode
from torch.overrides import TorchFunctionMode, resolve_name
from torch.utils import _pytree as pytree
from torch.utils._python_dispatch import TorchDispatchMode

from . import aten, functional
from .builder import Builder
from .report import Problem, Unsupported
from .types import is_supported
from .values import Value, Values, expr

_DEPENDENT = (DataDependentOutputException, DynamicOutputShapeException, GuardOnDataDependentSymNode)
_OWN = ("/nnf/capture/", "/nnf/_jit", "/nnf/_lint.py", "/nnf/dynamo.py")
_LIBRARY = ("/torch/", "/keras/src/", "/contextlib.py", "<")
# Asked for at capture, answered by the fake tensor itself.
_QUERIES = {"dim", "size", "stride", "numel", "nelement", "ndimension", "storage_offset", "is_contiguous", "is_floating_point",
            "is_complex", "is_signed", "get_device", "element_size", "__len__", "__hash__", "__repr__", "__format__", "__str__",
            "is_same_size", "untyped_storage", "requires_grad_", "register_hook", "__get__", "has_names", "names", "type", "is_inference"}
# Values that Python code would have to see.
_VALUE_READS = {"item", "tolist", "numpy", "__bool__", "__int__", "__float__", "__index__", "__complex__", "__contains__",
                "__array__", "is_nonzero", "equal", "allclose", "data_ptr"}


class Tracer:
    """One capture. `bound` collects the real tensors that the function reached by itself (parameters, buffers, others)."""

    Fake = FakeTensor

    def __init__(self, fake_mode, module_names=None):
        self.fake_mode, self.module_names = fake_mode, module_names or {}
        self.builder = Builder()
        self.values = Values(self.builder)
        self.problems, self.bound, self.inputs = [], [], []
        self.randoms = []  # what is drawn from torch's generator before each call
        self.calls = []  # what was computed, for summaries
        self.speculations = []  # bools that were taken to be False
        self.seeded = 0  # nnf ops that make random numbers from the call's seed
        self.repeatable = False  # all random numbers are PyTorch's own, so that PyTorch can repeat the run
        self._fakes, self._muted, self._entered, self._calling = {}, 0, [], None
        self.keep, self._lost = [], []
        self._settled, self._conditions = 0, set()
        self.places = {}  # SSA name of a mask: the places that it picks
        self.memo = {}  # (op, operands): value, for comparisons, of which masks are made
        self.constants = {}  # id of a tensor that Python made from numbers: (its values, its storage)
        self.functions, self.dispatch = _Functions(self), _Dispatch(self)

    @contextlib.contextmanager
    def running(self):
        with self.fake_mode, self.dispatch, self.functions:
            yield

    @contextlib.contextmanager
    def muted(self):
        """Calls of torch are computed on fake tensors and not written down."""
        self._muted += 1
        try:
            yield
        finally:
            self._muted -= 1

    # -- where the user is ----------------------------------------------------------------------------------------------

    def locate(self):
        """(file, line, module path) of the innermost frame outside of torch and this package."""
        frame, module, found = sys._getframe(1), "", None
        while frame is not None:
            name = frame.f_code.co_filename
            own = any(part in name for part in _OWN)
            if not own:
                if not module and self.module_names and frame.f_code.co_name not in ("_call_impl", "_wrapped_call_impl"):
                    owner = frame.f_locals.get("self")
                    if owner is not None and id(owner) in self.module_names:
                        module = self.module_names[id(owner)]
                if found is None and not any(part in name for part in _LIBRARY):
                    found = (name, frame.f_lineno)
            if found and (module or not self.module_names):
                break
            frame = frame.f_back
        return (*(found or ("<python>", 0)), module)

    def problem(self, function, why, do):
        file, line, module = self.builder.place or self.locate()
        p = Problem(function, file, line, module, why, do)
        if not any(str(p) == str(q) for q in self.problems):
            self.problems.append(p)

    # -- values -----------------------------------------------------------------------------------------------------------

    def fake(self, t):
        """The fake tensor of a tensor of the user; a real one that is seen for the first time is bound to the function."""
        if isinstance(t, FakeTensor) or _is_wrapped(t):
            return t
        known = self._fakes.get(id(t))
        if known is None:
            if t.device.type not in ("cpu", "meta") or t.layout != torch.strided or t.is_quantized or not is_supported(t.dtype):
                raise Unsupported("it reads a tensor of %s on %s with layout %s" % (t.dtype, t.device, t.layout),
                                  "use dense CPU tensors of real numbers")
            with self.muted():
                known = self.fake_mode.from_tensor(t, static_shapes=True)
            self._fakes[id(t)] = known
            self.keep.append(t)
            name = "%%w%d" % len(self.bound)
            value = Value(name, [expr(s) for s in known.shape], t.dtype, aten.MLIR[t.dtype])
            self.values.bind(known, value, input=("bound", len(self.bound)))
            self.bound.append(t)
        return known

    def adopt(self, t, fake):
        """Use `fake` wherever the real tensor `t` is met."""
        self._fakes[id(t)] = fake
        self.keep.append(t)

    def value(self, t):
        """The SSA value of a tensor."""
        t = self.fake(t)
        v = self.values.get(t)
        if v is not None:
            return v
        constant = getattr(t, "constant", None)
        if constant is not None:
            v = self.builder.dense(constant)
            self.values.bind(t, v)
            return v
        if self._lost:
            raise _Unknown("it reads the result of a call that was not captured")
        raise Unsupported("it reads a tensor whose values were not captured")

    def define(self, t, value):
        """The result `t` of the current op has `value`."""
        self.keep.append(t)
        want = tuple(expr(s) for s in t.shape)
        if tuple(value.sizes) != want and len(want) == value.rank:
            # The same sizes, known better on one side.
            if any(isinstance(a, int) != isinstance(b, int) for a, b in zip(value.sizes, want)):
                from .types import tensor_type
                to = tensor_type(want, value.type)
                value = self.builder.op("tensor.cast %s : %s to %s" % (value.name, self.builder.type_of(value), to), want,
                                        value.dtype, value.type)
            else:
                value.sizes = want
        self.values.bind(t, value)

    def define_all(self, outs, values):
        flat = [o for o in pytree.tree_leaves(outs) if isinstance(o, torch.Tensor)]
        for o, v in zip(flat, values):
            if v is not None:
                self.define(o, v)

    def assign(self, t, value):
        """A write in place: `t[...] = value`, with torch's conversion and broadcasting."""
        sizes = tuple(expr(s) for s in t.shape)
        if self.values.get(t) is None:  # memory that was never written, or a constant
            self.value(t)
        self.values.write(t, self.builder.broadcast(self.builder.cast(value, t.dtype), sizes))

    def note(self, op, operands, results, work, alone=None):
        """For summaries and profiles: what is computed, where, on what. `alone`: the op's text, its operands and their types."""
        self.calls.append((self.builder.place or ("", 0, ""), op, [v.sizes for v in operands],
                           [(tuple(expr(s) for s in t.shape), t.dtype) for t in results], work, alone))

    def settle(self):
        """Writes down what the last call of PyTorch took for granted about sizes that values decide: checks at run time, before
        anything is read."""
        known, b = self.fake_mode.shape_env.deferred_runtime_asserts, self.builder
        if sum(map(len, known.values())) == self._settled:
            return
        self._settled = sum(map(len, known.values()))
        for condition in [r.expr for found in known.values() for r in found]:
            if condition in self._conditions:
                continue
            self._conditions.add(condition)
            # Of sizes that only an attempt met, nothing is taken.
            if all(s in b.late or s in b.symbols for s in condition.free_symbols):
                b.check(condition, "sizes {0} and {1} differ" if isinstance(condition, sympy.Eq) else
                        "the sizes do not fulfil %s" % condition)

    # -- random numbers -----------------------------------------------------------------------------------------------------

    def random_seed(self):
        """Operands for an nnf op that makes random numbers: the seed of this call, and an offset of this place."""
        self.seeded += 1
        offset = self.builder.body.constant((self.seeded - 1) << 40, "i64")
        return {"seed": "%seed", "offset": offset.name}

    def draw(self, out, make, dtype=None):
        """A value that PyTorch draws before each call: `make(sizes, dtype)` returns it."""
        sizes, dtype = tuple(expr(s) for s in out.shape), dtype or out.dtype
        name = "%%r%d" % len(self.randoms)
        self.randoms.append((make, sizes, dtype))
        return Value(name, sizes, dtype, aten.MLIR[dtype])

    # -- calls --------------------------------------------------------------------------------------------------------------

    def call_function(self, func, args, kwargs):
        """A call as the user wrote it."""
        name = _name(func)
        base = name.rsplit(".", 2)
        last = base[-1] if base[-1] not in ("__get__", "__set__") else base[-1]
        if last == "__get__" or last in _QUERIES:
            with self.muted():
                args, kwargs = self._to_fakes(args, kwargs)
                out = func(*args, **kwargs)
            if isinstance(out, torch.Tensor) and not self._known(out):
                # .T, .mT, .H, .real and the like are views; .data, .grad
                return self._traced(name, func, args, kwargs)
            return out
        outermost = self.builder.place is None
        if outermost:
            self.builder.place = self.locate()
            self._calling = name
        try:
            args, kwargs = self._to_fakes(args, kwargs)
            if last in _VALUE_READS:
                return self._read_value(name, func, args, kwargs)
            if last == "__setitem__" and _is_masked(*args):  # whose values PyTorch would ask for their number
                return args[0].index_put_((args[1],), args[2])
            wrapped = any(isinstance(x, torch.Tensor) and _is_wrapped(x) for x in pytree.tree_leaves((args, kwargs)))
            handled = NotImplemented if wrapped else functional.call(self, name, func, args, kwargs)
            if handled is not NotImplemented:
                return handled
            inner = _python_function(func)
            if inner is not None and inner not in self._entered:
                self._entered.append(inner)
                try:
                    with self.functions:
                        return _unchecked(inner)(*args, **kwargs)
                finally:
                    self._entered.pop()
            return func(*args, **kwargs)
        except Unsupported as e:
            return self._go_on(name, func, args, kwargs, e)
        except _DEPENDENT as e:
            self._stop(name, e)
        finally:
            if outermost:
                self.builder.place = None

    def _stop(self, name, e):
        """What follows a call depends on values."""
        if isinstance(e, GuardOnDataDependentSymNode):
            self.problem(name, "it decides on a size that depends on the values of tensors (%s)" % e.cond,
                         "express it without this decision, or use fallback=True")
        else:
            self.problem(name, "what it returns depends on the values of tensors (%s)" % e.func,
                         "compute it outside of the captured function, or use fallback=True")
        raise StopCapture() from e

    def _traced(self, name, func, args, kwargs):
        outermost = self.builder.place is None
        if outermost:
            self.builder.place = self.locate()
        try:
            return func(*args, **kwargs)
        except Unsupported as e:
            return self._go_on(name, func, args, kwargs, e)
        finally:
            if outermost:
                self.builder.place = None

    def _go_on(self, name, func, args, kwargs, e):
        """Notes the problem and goes on with results of the right shapes, to find the other problems as well."""
        if not isinstance(e, _Unknown):
            self.problem(name, e.why, e.do)
        try:
            with self.muted():
                outs = func(*args, **kwargs)
        except Exception:  # nor does PyTorch know what it returns
            raise StopCapture() from e
        for o in pytree.tree_leaves(outs):
            if isinstance(o, torch.Tensor):
                self._lost.append(o)
        return outs

    def _known(self, t):
        return t is None or _is_wrapped(t) or id(t) in self.values._entries

    def _to_fakes(self, args, kwargs):
        flat, spec = pytree.tree_flatten((args, kwargs))
        if any(isinstance(x, torch.Tensor) and not isinstance(x, FakeTensor) for x in flat):
            flat = [self.fake(x) if isinstance(x, torch.Tensor) else x for x in flat]
            return pytree.tree_unflatten(flat, spec)
        return args, kwargs

    def _read_value(self, name, func, args, kwargs):
        try:
            with self.muted():
                return func(*args, **kwargs)
        except Exception as e:
            if name.endswith("__bool__") and self._asks_torch():
                # Checks of torch's own functions ("are there negative ones? then raise"): taken to be false, looked at after
                # the run, and the call is PyTorch's where one was true.
                self.speculations.append(self.builder.cast(self.value(args[0]), torch.bool))
                return False
            self.problem(name, "Python code would have to know the values of a tensor",
                         "express the decision with torch.where or arithmetic, or use fallback=True")
            raise StopCapture() from e

    @staticmethod
    def _asks_torch():
        """Whether the innermost frame outside of this package is torch's."""
        frame = sys._getframe(1)
        while frame is not None and any(part in frame.f_code.co_filename for part in _OWN):
            frame = frame.f_back
        return frame is not None and "/torch/" in frame.f_code.co_filename

    def call_aten(self, func, args, kwargs):
        """An ATen op that no nnf op stands for."""
        if self._muted and func is not torch.ops.aten._local_scalar_dense.default:
            return func(*args, **kwargs)
        return aten.call(self, func, args, kwargs)


class _Unknown(Unsupported):
    """A consequence of an earlier problem."""


# A tensor inside of torch.vmap or torch.func.grad: what it wraps comes to the dispatch mode.
_is_wrapped = torch._C._functorch.is_functorch_wrapped_tensor


def _is_masked(x, index, value):
    """Whether x[index] = value writes a list of values to the places of a mask."""
    return isinstance(index, torch.Tensor) and index.dtype == torch.bool and index.dim() and isinstance(
        value, torch.Tensor) and value.dim() and x.dtype == value.dtype


class StopCapture(Exception):
    """What follows depends on values: the capture ends here."""


class _Functions(TorchFunctionMode):
    def __init__(self, tracer):
        super().__init__()
        self.tracer = tracer

    def __torch_function__(self, func, types, args=(), kwargs=None):
        if self.tracer._muted:
            return func(*args, **(kwargs or {}))
        return self.tracer.call_function(func, args, kwargs or {})


class _Dispatch(TorchDispatchMode):
    supports_higher_order_operators = True

    def __init__(self, tracer):
        super().__init__()
        self.tracer = tracer

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        if isinstance(func, torch._ops.HigherOrderOperator):
            self.tracer.problem("torch." + func.name(), "it takes functions and decides on values which one runs",
                                "compute both and choose with torch.where, or use fallback=True")
            raise StopCapture()
        return self.tracer.call_aten(func, args, kwargs or {})


_names = {}


def _name(func):
    name = _names.get(func)
    if name is None:
        try:
            name = resolve_name(func)
        except Exception:
            name = None
        name = name or getattr(func, "__module__", "") + "." + getattr(func, "__name__", str(func))
        _names[func] = name
    return name


def _python_function(func):
    """The function to enter: written in Python and a part of torch."""
    if isinstance(func, types.FunctionType) and func.__module__ and func.__module__.startswith("torch"):
        return func
    return None


_copies = {}


def _unchecked(func):
    """A copy of a function of torch that does not hand itself to the mode again: what it calls does."""
    copy = _copies.get(func)
    if copy is None:
        names = dict(func.__globals__)
        for check in ("has_torch_function", "has_torch_function_unary", "has_torch_function_variadic"):
            if check in names:
                names[check] = lambda *args: False
        copy = types.FunctionType(func.__code__, names, func.__name__, func.__defaults__, func.__closure__)
        copy.__kwdefaults__ = func.__kwdefaults__
        _copies[func] = copy
    return copy
