# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""docs/generated/conformance.md from the counts of conformance.py."""

import collections
import pathlib
import re

COLUMNS = ("float32", "float64", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "bool")
SHORT = {"float32": "f32", "float64": "f64", "float16": "f16", "bfloat16": "bf16", "int64": "i64", "int32": "i32",
         "int16": "i16", "int8": "i8", "uint8": "u8", "bool": "bool"}


def deviations():
    """deviations.txt: `function | regular expression of the failure | reason`."""
    path = pathlib.Path(__file__).with_name("deviations.txt")
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            name, pattern, reason = (part.strip() for part in line.split(" | ", 2))
            found.append((re.compile(name + "$"), re.compile(pattern), reason))
    return found


def cell(counts):
    return "" if counts is None or not counts[1] else f"{counts[0]}/{counts[1]}"


def add(*many):
    some = [c for c in many if c]
    return [sum(c[i] for c in some) for i in range(4)] if some else None


def markdown(results, names, torch_version, limit=None):
    passed = sum(c[0] for r in results.values() for c in r["counts"].values())
    total = sum(c[1] for r in results.values() for c in r["counts"].values())
    exact = sum(c[2] for r in results.values() for c in r["counts"].values())
    closer = sum(c[3] for r in results.values() for c in r["counts"].values())
    strict = passed - exact - closer
    total += sum(f[0] == "crash" for r in results.values() for f in r["failures"])
    lines = ["<!-- Made by test/Conformance/conformance.py; do not edit -->", "", "# Conformance with PyTorch", "",
             f"`nnf.functional` computes the samples of PyTorch {torch_version.split('+')[0]}'s own test database (OpInfo) and is "
             "compared with PyTorch under the database's own tolerances: agreeing / all. Compiled for all sizes of a rank "
             "(dynamic), except in the column *static*, whose samples are compiled for their very sizes. *Strided*: the same "
             "samples with tensors that are not contiguous, all element types. *Errors*: wrong inputs that raise an error of "
             f"PyTorch's class. {len(set(results) & set(names))} of {len(names)} functions were run; a row without numbers was not.", "",
             *([f"This run took at most {limit} samples, evenly spread, of each entry and element type.", ""] if limit else []),
             f"**{strict} of {total} samples agree with PyTorch's result under the database's own tolerances "
             f"({100 * strict / max(total, 1):.2f} %).** {exact} more agree under the same tolerances with PyTorch's result in float64 on "
             "the same inputs, rounded to the type, and PyTorch's own result does not: it rounds between the steps of a function, an op of "
             f"ours rounds once. For {closer} more neither PyTorch's result nor ours meets the float64 result within the tolerance (terms "
             "that cancel, coordinates rounded to the type), and ours is at most a quarter further from it than PyTorch's. With both the "
             f"cells below count {passed} of {total} ({100 * passed / max(total, 1):.2f} %).", "",
             "| function | " + " | ".join(SHORT[c] for c in COLUMNS) + " | static | strided | errors |",
             "|---|" + "---|" * (len(COLUMNS) + 3)]
    for name in names:
        if name not in results:
            lines.append(f"| {name} | " + " | ".join([""] * (len(COLUMNS) + 3)) + " |")
            continue
        counts = results[name]["counts"]
        strided = add(*[counts.get(c + " strided") for c in COLUMNS])
        cells = [cell(counts.get(c)) for c in COLUMNS]
        cells += [cell(counts.get("float32 static")), cell(strided), cell(counts.get("errors"))]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    lines += ["", "## Deviations", "", "| function | samples | first of them | reason |", "|---|---|---|---|"]
    known = deviations()
    for name in sorted(results):
        groups = collections.OrderedDict()
        for column, place, kind, text in results[name]["failures"]:
            line = f"{column}: {place}: {kind}: {text}"
            reason = next((r for n, p, r in known if n.match(name) and p.search(line)), "to be mended")
            groups.setdefault(reason, []).append(f"{place}: {kind}: {text}")
        for reason, places in groups.items():
            first = places[0][:240].replace("|", "\\|").replace("<", "&lt;")
            lines.append(f"| {name} | {len(places)} | {first} | {reason} |")
    return "\n".join(lines) + "\n"
