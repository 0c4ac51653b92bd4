# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""nnf.lint: mistakes in the use of torch.nn.functional, found on the captured program; what the rules mean: docs/Lints.md.

    nnf.lint(model, (x,))                                     # findings in the model
    nnf.lint(model, (x,), loss=criterion, target=t)           # and at the loss that the training loop puts behind it
    with nnf.lint_step():                                     # the same for a step of ordinary PyTorch
        loss = criterion(model(x), t)
        loss.backward()
"""

import ctypes
import dataclasses
import json
import os
import sys
import warnings

import torch
from torch.overrides import TorchFunctionMode, resolve_name
from torch.utils import _pytree as pytree

from . import native
from ._compilers import compiler


class LintWarning(UserWarning):
    """A finding of nnf-lint, with the user's file and line. `finding` has the parts."""

    def __init__(self, finding):
        super().__init__("%s [%s]" % (finding.message, finding.rule))
        self.finding = finding


@dataclasses.dataclass(frozen=True)
class Finding:
    """`rule` such as "NNF101", `level`, `message`, `file` and `line` of the user's call, `fix` in words or ""."""

    rule: str
    name: str
    level: str
    message: str
    file: str
    line: int
    fix: str
    notes: tuple

    def __str__(self):
        return "%s:%d: %s: %s [%s]" % (self.file, self.line, self.level, self.message, self.rule)


# -- on text --------------------------------------------------------------------------------------------------------------


def lint_text(text, level="warning", rules=()):
    """The findings on a module as text."""
    c = compiler(1)
    lint = c._library.nnf_lint_text
    lint.restype = ctypes.c_void_p
    lint.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_char_p, ctypes.POINTER(ctypes.c_void_p)]
    message, source = ctypes.c_void_p(), text.encode()
    with c.busy:
        report = lint(c._compiler, source, len(source), level.encode(), ",".join(rules).encode(), ctypes.byref(message))
        if not report:
            raise native.Error(c._take(message))
        found = json.loads(c._take(ctypes.c_void_p(report)))
    return [Finding(f["rule"], f["name"], f["level"], f["message"], f.get("file", ""), f.get("line", 0), f.get("fix") or "",
                    tuple((n["message"], n.get("file", ""), n.get("line", 0)) for n in f.get("notes", ()))) for f in found]


# -- what only the importer sees -------------------------------------------------------------------------------------------

_LEVELS = ("remark", "warning", "error")
# A warning of PyTorch's own, and the rule that it stands for.
_IMPORTER = [("Implicit dimension choice", "NNF112", "softmax-without-dim", "error",
              "a softmax without dim takes dimension 0 of 1 or 3 dimensions and dimension 1 of others: say which one is meant", "dim = -1")]


def _captured(function, args, kwargs):
    """The text of the program, and the findings on the way to it."""
    from .capture.program import capture
    tracers, found, show = [], [], warnings.showwarning

    def heard(message, category, *rest, **named):
        for text, rule, name, level, sentence, fix in _IMPORTER:
            if text in str(message):
                file, line, _ = tracers[0].builder.place or tracers[0].locate()
                return found.append(Finding(rule, name, level, sentence, file, line, fix, ()))
        show(message, category, *rest, **named)

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = heard
        text = capture(function, args, kwargs, observe=tracers.append).text
    return text, found


def _all(text, found, level, rules):
    wanted = [f for f in found if _LEVELS.index(f.level) >= _LEVELS.index(level) and (not rules or f.rule in rules or f.name in rules)]
    known = [r for r in rules if r not in {i[1] for i in _IMPORTER} | {i[2] for i in _IMPORTER}]
    return wanted + ([] if rules and not known else lint_text(text, level, known))


def lint(function, args=(), kwargs=None, loss=None, target=None, level="warning", rules=()):
    """The findings on `function(*args)`. With `loss` (and what it is given as `target`) the program goes on to
    `loss(function(*args), target)`, where most mistakes show. `function` may also be the text of a module."""
    if level not in _LEVELS:
        raise ValueError("nnf.lint: expected level to be remark, warning or error, got %r" % (level,))
    if isinstance(function, str):
        return lint_text(function, level, rules)
    args = args if isinstance(args, (tuple, list)) else (args,)
    given = dict(kwargs or {})
    if loss is None:
        return _all(*_captured(function, tuple(args), given), level, rules)
    targets = () if target is None else (target,)

    def step(inputs, named, targets):
        return loss(function(*inputs, **named), *targets)

    return _all(*_captured(step, (tuple(args), given, targets), {}), level, rules)


def warn(findings, told=None):
    """Raises a LintWarning for each; those in `told` not again."""
    for f in findings:
        key = (f.rule, f.file, f.line)
        if told is not None:
            if key in told:
                continue
            told.add(key)
        warnings.warn_explicit(LintWarning(f), None, f.file or "<nnf>", f.line, registry={})


def warn_about(text, told):
    """What nnf.jit says when it compiles; NNF_LINT=off keeps it quiet."""
    if os.environ.get("NNF_LINT", "warn") == "off":
        return
    try:
        warn(lint_text(text), told)
    except (native.Error, AttributeError):
        # The compiler says by itself what is wrong with a program; a library without lints has none.
        return


# -- a step of PyTorch -------------------------------------------------------------------------------------------------------

_OWN = os.path.dirname(os.path.abspath(__file__))
_TORCH = os.path.dirname(os.path.abspath(torch.__file__))


def _place():
    """(file, line, "") of the innermost frame of the user; None inside of an optimizer or a backward pass."""
    frame = sys._getframe(2)
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith(os.path.join(_TORCH, "optim")) or file.startswith(os.path.join(_TORCH, "autograd")):
            return None
        if not file.startswith((_OWN, _TORCH)):
            return file, frame.f_lineno, ""
        frame = frame.f_back
    return None


class lint_step(TorchFunctionMode):
    """A context in which PyTorch runs as always, and after which the calls that were made are looked at as one program: `findings`.
    Each is raised as a LintWarning as well, unless `warn` is False."""

    def __init__(self, level="warning", rules=(), warn=True):
        super().__init__()
        if level not in _LEVELS:
            raise ValueError("nnf.lint_step: expected level to be remark, warning or error, got %r" % (level,))
        self.level, self.rules, self._warns = level, rules, warn
        self.findings, self._calls = [], []

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        out = func(*args, **kwargs)
        outs = [t for t in pytree.tree_leaves(out) if isinstance(t, torch.Tensor)]
        if outs and not self._is_gradient(func):
            place = _place()
            if place is not None:
                self._calls.append((func, args, kwargs, out, place))
        return out

    @staticmethod
    def _is_gradient(func):
        name = resolve_name(func) or ""
        return name.endswith(("grad.__get__", "backward", "requires_grad_"))

    def __exit__(self, kind, error, trace):
        super().__exit__(kind, error, trace)
        calls, self._calls = self._calls, []
        if kind is None and calls:
            self.findings = _replayed(calls, self.level, self.rules)
            if self._warns:
                warn(self.findings)


def _replayed(calls, level, rules):
    """The findings on the calls as one program: each is made again on tensors without data. What cannot be captured is an input of
    what follows."""
    from .capture.program import capture
    tracers = []

    def replay():
        made, tracer = {}, tracers[0]
        with torch.no_grad():
            for func, args, kwargs, out, place in calls:
                flat, spec = pytree.tree_flatten((args, kwargs))
                flat = [made.get(id(x), x) if isinstance(x, torch.Tensor) else x for x in flat]
                again, named = pytree.tree_unflatten(flat, spec)
                tracer.builder.place = place
                try:
                    result = func(*again, **named)
                except Exception:  # whatever it is, PyTorch has run it
                    continue
                finally:
                    tracer.builder.place = None
                before, after = (pytree.tree_leaves(o) for o in (out, result))
                if len(before) == len(after):
                    made.update({id(a): b for a, b in zip(before, after) if isinstance(a, torch.Tensor)})
            tracer.problems.clear()
        return None

    found = []

    def observe(tracer):
        tracers.append(tracer)

    text = capture(replay, (), {}, observe=observe).text
    found += _all(text, [], level, rules)
    return found
