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


def short(place, text):
    """A sample and by how much its elements differ, in a cell."""
    found = re.search(r"reatest absolute difference: (\S+)|bsolute difference: (\S+)", text)
    by = f": differs by {found[1] or found[2]}" if found else ""
    return (place[:150] + by).replace("|", "\\|").replace("<", "&lt;")


def percent(part, total):
    return f"{100 * part / max(total, 1):.2f} %"


def by_type(results, torch_names=("float16", "bfloat16")):
    """Samples of 16-bit floats, and of all other types: [agree, all, in float32, nearer] each."""
    sums = {True: [0] * 4, False: [0] * 4}
    for result in results.values():
        for column, counts in result["counts"].items():
            low = column.split(" ")[0] in torch_names
            sums[low] = [a + b for a, b in zip(sums[low], counts)]
    return sums[True], sums[False]


# Why a sum of PyTorch's 16-bit results differs from what its float32 code gives. Each formula was evaluated in PyTorch with
# 16-bit tensors, step by step, and gave the function's very bits (test_rounding.py).
ROUNDING = """\
An op of ours computes 16-bit floats in float32 and rounds once, as PyTorch's compiler does and as PyTorch's own kernels do for
most functions. Where PyTorch's function is several operations on 16-bit tensors, or a kernel keeps a sum, a weight or a coordinate
in 16 bits, its result has two roundings and more, whose error is beyond the tolerance of one. `test_rounding.py` repeats these
steps with 16-bit tensors and gets PyTorch's very bits:

* operations one after another: `gaussian_nll_loss` 0.5 (log(var) + (input - target)^2 / var), `binary_cross_entropy_with_logits`
  (1 - target) input - logsigmoid(input), `soft_margin_loss` log1p(exp(-target input)), whose exponential is infinite from 11.1 on
  in float16, `tanhshrink` input - tanh(input); likewise `poisson_nll_loss`, `hinge_embedding_loss`, `triplet_margin_loss`,
  `cosine_similarity`, `linear_cross_entropy` (the logits), `multi_head_attention_forward` (the projections and the scores);
* kernels with 16-bit sums: `adaptive_avg_pool3d` adds the window's elements and divides by its sizes in turn, `fold` adds
  where windows overlap, `conv_tbc` adds a product of matrices a tap; likewise transposed convolutions and `nll_loss`;
* kernels with 16-bit weights: `interpolate` rounds the two weights, their products and the sum; likewise `grid_sample`.

To give the same numbers, ours would have to round where PyTorch's implementation happens to, and be less exact: {near} of the
{known} samples below that PyTorch also computes in float64 are no further from that with ours than with PyTorch's own result.
The numbers are PyTorch's in every type whose kernels do not round in between, and by the second comparison in these two."""


def nearness(results):
    """How many of the samples that do not agree in the same types are no further from float64 than PyTorch, and of how many."""
    cases = [case[4] for r in results.values() for case in r.get("judged", []) if len(case) > 4 and case[4] is not None]
    return sum(cases), len(cases)


def markdown(results, names, torch_version, limit=None):
    low, other = by_type(results)
    passed, total = low[0] + other[0], low[1] + other[1]
    in_float, nearer = low[2] + other[2], low[3] + other[3]
    total += sum(f[0] == "crash" for r in results.values() for f in r["failures"])
    same, compiled = passed - in_float - nearer, passed - nearer
    lines = ["<!-- Made by test/Conformance/conformance.py; do not edit -->", "", "# Conformance with PyTorch", "",
             f"`nnf.functional` computes the samples of PyTorch {torch_version.split('+')[0]}'s own test database (OpInfo) and is "
             "compared with PyTorch under the database's own tolerances: agreeing / all. Compiled for all sizes of a rank "
             "(dynamic), except in the column *static*, whose samples are compiled for their very sizes. *Strided*: the same "
             "samples with tensors that are not contiguous, all element types. *Errors*: wrong inputs that raise an error of "
             f"PyTorch's class. {len(set(results) & set(names))} of {len(names)} functions were run; a row without numbers was not.", "",
             *([f"This run took at most {limit} samples, evenly spread, of each entry and element type.", ""] if limit else []),
             "The same tolerances throughout, and three things to compare with:", "",
             "| compared with | agree | of all |", "|---|---|---|",
             f"| PyTorch's result in the sample's own types | {same} of {total} | **{percent(same, total)}** |",
             f"| float16 and bfloat16: else PyTorch's result in float32 on the same numbers, rounded to the type | {compiled} of {total} "
             f"| **{percent(compiled, total)}** |",
             f"| else PyTorch's result in float64, which ours is no further from than PyTorch's own | {passed} of {total} | "
             f"**{percent(passed, total)}** |", "",
             "The second is how PyTorch tests its own compiler on this database on CPUs (`reference_in_float`): PyTorch's kernels "
             "round between the steps of a function, an op of ours computes 16-bit floats in float32 and rounds once. The third is how "
             "PyTorch tests its reference implementations (`test_python_ref`). By the first comparison alone "
             f"{other[0] - other[2] - other[3]} of {other[1]} samples of the other types agree "
             f"({percent(other[0] - other[2] - other[3], other[1])}), and {low[0] - low[2] - low[3]} of {low[1]} of the 16-bit floats "
             f"({percent(low[0] - low[2] - low[3], low[1])}).", "",
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
    near, known = nearness(results)
    lines += ["", "## Not within the tolerance of PyTorch's result in the same types", "",
              ROUNDING.format(near=near, known=known), "", "By function and type: how many agree in float32, how many by being no further from float64, and the first of them.",
              "", "| function | type | in float32 | nearer | first of them |", "|---|---|---|---|---|"]
    for name in sorted(results):
        groups = collections.OrderedDict()
        for column, place, how, text, *_ in results[name].get("judged", []):
            groups.setdefault(column.split(" ")[0], []).append((how, place, text))
        for column, cases in groups.items():
            count = collections.Counter(how for how, _, _ in cases)
            lines.append(f"| {name} | {SHORT[column]} | {count['in float32'] or ''} | {count['nearer'] or ''} | {short(cases[0][1], cases[0][2])} |")
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
