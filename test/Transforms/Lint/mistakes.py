# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Seeds mistakes, and looks whether each is found: with its rule, at its op.

A mistake is a value that an op must not be given. Between the op that makes the value and the op that reads it lies, in turn, every
carrier that facts pass through: nothing, shapes that are forgotten, reshapes and transpositions there and back, calls, branches, loops,
blocks, choices, conversions. The wrong examples of the rules' own explanations come in addition, as they are and inside of a module.

    mistakes.py docs/generated/Lints.md
"""

import pathlib
import re
import sys

from reports import reports

T, OPEN, ROW, SIDE = "tensor<4x10xf32>", "tensor<?x10xf32>", "tensor<40xf32>", "tensor<10x4xf32>"
LOSS = "(%s, tensor<4xi64>) -> tensor<f32>" % T
PAIR = "(%s, %s) -> tensor<f32>" % (T, T)
CLASSES = "%s = nnf.linear %a, %w : (tensor<4x6xf32>, tensor<10x6xf32>) -> tensor<4x10xf32>"

# Rule, what makes the value %p, what reads it ({} is the value); `!` stands before the op that is to be named.
MISTAKES = [
    ("NNF101", "%p = nnf.softmax %x dim = 1 : " + T, "!%l = nnf.cross_entropy {}, %t : " + LOSS),
    ("NNF101", "%i = arith.constant dense<0.5> : " + T + "\n%h = arith.mulf %x, %i : " + T + "\n%p = nnf.softmax %h dim = -1 : " + T,
     "!%l = nnf.cross_entropy {}, %t label_smoothing = 0.1 : " + LOSS),
    ("NNF102", "%p = nnf.log_softmax %x dim = 1 : " + T, "!%l = nnf.cross_entropy {}, %t : " + LOSS),
    ("NNF103", "%p = nnf.sigmoid %x : " + T, "!%l = nnf.binary_cross_entropy_with_logits {}, %y : " + PAIR),
    ("NNF104", CLASSES.replace("%s", "%p"), "!%l = nnf.binary_cross_entropy {}, %y : " + PAIR),
    ("NNF104", "%p = nnf.tanh %x : " + T, "!%l = nnf.binary_cross_entropy {}, %y : " + PAIR),
    ("NNF106", CLASSES.replace("%s", "%p"), "!%l = nnf.nll_loss {}, %t : " + LOSS),
    ("NNF106", "%p = nnf.softmax %x dim = 1 : " + T, "!%l = nnf.nll_loss {}, %t : " + LOSS),
    ("NNF107", "%p = nnf.softmax %x dim = 1 : " + T, "!%l = nnf.kl_div {}, %y reduction = batchmean : " + PAIR),
    ("NNF109", "%p = nnf.log_softmax %x dim = 1 : " + T, "!%l = nnf.kl_div %y, {} reduction = batchmean : " + PAIR),
    ("NNF109", "%p = nnf.softmax %x dim = 1 : " + T, "!%l = nnf.kl_div %y, {} log_target = true reduction = batchmean : " + PAIR),
    ("NNF115", "%p = arith.sitofp %n : tensor<4x10xi64> to " + T, "!%l = nnf.cross_entropy %x, {} : " + PAIR),
    ("NNF118", CLASSES.replace("%s", "%p"), "!%l = nnf.gaussian_nll_loss %y, %y, {} : (" + T + ", " + T + ", " + T + ") -> tensor<f32>"),
    ("NNF201", "%p = nnf.softmax %x dim = 1 : " + T, "!%g = math.log {} : " + T + "\n%l = nnf.mse_loss %g, %y : " + PAIR),
    ("NNF202", "%p = nnf.relu %x : " + T, "!%g = arith.divf %x, {} : " + T + "\n%l = nnf.mse_loss %g, %y : " + PAIR),
]


def plain(_):
    return "", "%p", ""


def shapeless(_):
    return "%%c0 = tensor.cast %%p : %s to %s\n%%c = tensor.cast %%c0 : %s to %s" % (T, OPEN, OPEN, T), "%c", ""


def reshaped(_):
    return ("%%c0 = tensor.expand_shape %%p [[0, 1], [2]] output_shape [2, 2, 10] : %s into tensor<2x2x10xf32>\n"
            "%%c = tensor.collapse_shape %%c0 [[0, 1], [2]] : tensor<2x2x10xf32> into %s" % (T, T)), "%c", ""


def turned(_):
    return ("%%e0 = tensor.empty() : %s\n%%c0 = linalg.transpose ins(%%p : %s) outs(%%e0 : %s) permutation = [1, 0]\n"
            "%%e1 = tensor.empty() : %s\n%%c = linalg.transpose ins(%%c0 : %s) outs(%%e1 : %s) permutation = [1, 0]"
            % (SIDE, T, SIDE, T, SIDE, T)), "%c", ""


def called(_):
    return ("%%c = func.call @through(%%p) : (%s) -> %s" % (T, T), "%c",
            "func.func private @through(%%v: %s) -> %s {\n  return %%v : %s\n}\n" % (T, T, T))


def twice_called(_):
    return ("%%c = func.call @outer(%%p) : (%s) -> %s" % (T, T), "%c",
            "func.func private @through(%%v: %s) -> %s {\n  return %%v : %s\n}\n" % (T, T, T) +
            "func.func private @outer(%%v: %s) -> %s {\n  %%r = call @through(%%v) : (%s) -> %s\n  return %%r : %s\n}\n" % (T, T, T, T, T))


def branched(_):
    return ("%%c = scf.if %%k -> %s {\nscf.yield %%p : %s\n} else {\n%%f = tensor.cast %%p : %s to %s\nscf.yield %%f : %s\n}" % (T, T, T, T, T),
            "%c", "")


def looped(_):
    return ("%%b0 = arith.constant 0 : index\n%%b1 = arith.constant 1 : index\n%%b9 = arith.constant 9 : index\n"
            "%%c = scf.for %%i9 = %%b0 to %%b9 step %%b1 iter_args(%%v = %%p) -> (%s) {\nscf.yield %%v : %s\n}" % (T, T)), "%c", ""


def chosen(_):
    return "%%c = arith.select %%k, %%p, %%p : %s" % T, "%c", ""


def blocks(_):
    return "cf.cond_br %%k, ^bb1, ^bb2(%%p : %s)\n^bb1:\ncf.br ^bb2(%%p : %s)\n^bb2(%%c: %s):" % (T, T, T), "%c", ""


def widened(_):
    wide = T.replace("f32", "f64")
    return "%%c0 = arith.extf %%p : %s to %s\n%%c = arith.truncf %%c0 : %s to %s" % (T, wide, wide, T), "%c", ""


def sliced(_):
    return "%%c0 = tensor.extract_slice %%p[0, 0] [4, 10] [1, 1] : %s to %s\n%%c = tensor.cast %%c0 : %s to %s" % (T, T, T, T), "%c", ""


CARRIERS = [plain, shapeless, reshaped, turned, called, twice_called, branched, looped, chosen, blocks, widened, sliced]


def programs(lints):
    """(rule, text): the op to be named is behind a `!`."""
    for rule, make, read in MISTAKES:
        for carrier in CARRIERS:
            carry, value, functions = carrier(None)
            body = "\n".join([make, carry, read.replace("{}", value), "return %l : tensor<f32>"])
            yield rule, functions + ("func.func @main(%%x: %s, %%y: %s, %%t: tensor<4xi64>, %%n: tensor<4x10xi64>, %%a: tensor<4x6xf32>,"
                                     " %%w: tensor<10x6xf32>, %%k: i1) -> tensor<f32> {\n" % (T, T)) + body + "\n}\n"
    for rule, section in re.findall(r"^## (NNF\d+)\n(.*?)(?=^## |\Z)", lints.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        wrong = re.search(r"Wrong:\n\n```mlir\n(.*?)```", section, re.DOTALL).group(1)
        yield rule, wrong
        if not wrong.startswith("module"):
            yield rule, 'module @model attributes {nnf.note = "inside"} {\n' + wrong + "}\n"


def main():
    seeded = list(programs(pathlib.Path(sys.argv[1])))
    places, texts = [], []
    for _, text in seeded:
        lines = text.split("\n")
        # Locations count from the beginning of the whole file.
        at = [i for i, line in enumerate(lines) if line.startswith("!")]
        places.append(at[0] + 1 if at else None)
        texts.append(text.replace("\n!", "\n"))
    missed, first = [], 0
    for (rule, text), place, report in zip(seeded, places, reports(texts)):
        found = [f for f in report if f["rule"] == rule and (place is None or f["line"] == first + place)]
        if not found:
            missed.append("%s at line %s is not found in\n%s%s" % (rule, place, text, [(f["rule"], f["line"] - first) for f in report]))
        first += text.count("\n") + 2
    print("%d mistakes of %d rules, %d found" % (len(seeded), len({rule for rule, _ in seeded}), len(seeded) - len(missed)))
    sys.exit("\n".join(missed) or len(seeded) < 120)


main()
