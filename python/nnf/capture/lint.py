# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""nnf.lint: mistakes in the use of torch.nn.functional, found on the captured program by nnf-opt --nnf-lint."""

import dataclasses
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

from .. import native
from .program import capture


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


def _tool():
    """nnf-opt: $NNF_OPT, beside the library, or on PATH."""
    library = native.find_library()
    places = [os.environ.get("NNF_OPT"), library and library.resolve().parents[1] / "bin" / "nnf-opt", shutil.which("nnf-opt")]
    for place in places:
        if place and os.access(place, os.X_OK):
            return str(place)
    raise native.Error("nnf.lint needs nnf-opt: build it, put it on PATH, or say where it is in NNF_OPT")


def lint_text(text, level="warning", rules=()):
    """The findings on a module as text."""
    with tempfile.TemporaryDirectory(prefix="nnf-lint-") as folder:
        report = pathlib.Path(folder, "report.json")
        options = "format=json output=%s fail-on=never level=%s" % (report, level)
        if rules:
            options += " rules=" + ",".join(rules)
        run = subprocess.run([_tool(), "-", "-o", os.devnull, "--nnf-lint=" + options], input=text, text=True, check=False,
                             stderr=subprocess.PIPE)
        if run.returncode or not report.exists():
            raise native.Error(run.stderr.strip() or "nnf-opt failed")
        found = json.loads(report.read_text(encoding="utf-8"))
    return [Finding(f["rule"], f["name"], f["level"], f["message"], f.get("file", ""), f.get("line", 0), f.get("fix") or "",
                    tuple((n["message"], n.get("file", ""), n.get("line", 0)) for n in f.get("notes", ()))) for f in found]


def lint(function, args, kwargs=None, loss=None, target=None, level="warning", rules=()):
    """The findings on `function(*args)`. With `loss` (and what it is given as `target`) the program goes on to
    `loss(function(*args), target)`, where most mistakes show."""
    given = dict(kwargs or {})
    if loss is None:
        return lint_text(capture(function, tuple(args), given).text, level, rules)
    targets = () if target is None else (target,)

    def step(inputs, named, targets):
        return loss(function(*inputs, **named), *targets)

    return lint_text(capture(step, (tuple(args), given, targets), {}).text, level, rules)
