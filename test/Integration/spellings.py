# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Activations as someone may write them, and how far what is made of them is from the truth.

    spellings.py mlir      the functions as ops on tensors, with what nnf-recognize-functions makes of them as checks:
                           test/Transforms/recognize-activations.mlir
    spellings.py run       runs what is made of each on hard numbers, next to its spelling in f32, against f64 and more
"""

import ast
import subprocess
import sys
import tempfile

# (name, spelling, the op that it becomes or None)
FORMS = [
    ("sigmoid_a", "1/(1+exp(-x))", "nnf.sigmoid %arg0"),
    ("sigmoid_b", "exp(x)/(exp(x)+1)", "nnf.sigmoid %arg0"),
    ("silu_a", "x*(1/(1+exp(-x)))", "nnf.silu %arg0"),
    ("silu_b", "x/(exp(-x)+1)", "nnf.silu %arg0"),
    ("tanh_a", "(exp(x)-exp(-x))/(exp(x)+exp(-x))", "nnf.tanh %arg0"),
    ("tanh_b", "(exp(x*2)-1)/(exp(2*x)+1)", "nnf.tanh %arg0"),
    ("tanh_c", "2/(1+exp(-2*x))-1", "nnf.tanh %arg0"),
    ("logsigmoid_a", "log(1/(1+exp(-x)))", "nnf.logsigmoid %arg0"),
    ("logsigmoid_b", "-log(1+exp(-x))", "nnf.logsigmoid %arg0"),
    ("softplus", "log(1+exp(x))", "nnf.logsigmoid"),
    ("softplus_log1p", "log1p(exp(x))", "nnf.logsigmoid"),
    ("mish", "x*tanh(log(1+exp(x)))", "nnf.mish %arg0"),
    ("gelu_erf_a", "0.5*x*(1+erf(x*0.7071067811865476))", "nnf.gelu %arg0 :"),
    ("gelu_erf_b", "x*(0.5+0.5*erf(x/1.4142135))", "nnf.gelu %arg0 :"),
    ("gelu_erf_c", "x*(1+erf(x/1.4142135623730951))/2", "nnf.gelu %arg0 :"),
    ("gelu_tanh_a", "0.5*x*(1+tanh(0.7978845608*(x+0.044715*x*x*x)))", "nnf.gelu %arg0 approximate = tanh"),
    ("gelu_tanh_b", "x*0.5*(tanh(x*0.7978845608*(1+0.044715*x*x))+1)", "nnf.gelu %arg0 approximate = tanh"),
    ("gelu_sigmoid", "x/(1+exp(-1.5957691216057308*(x+0.044715*x*x*x)))", "nnf.gelu %arg0 approximate = tanh"),
    ("elu", "select(x>0,x,exp(x)-1)", "nnf.elu %arg0 :"),
    ("elu_b", "select(x>0,x,0.25*(exp(x)-1))", "nnf.elu %arg0 alpha = 2.5"),
    ("elu_c", "max(x,0)+min(0,exp(x)-1)", "nnf.elu %arg0 :"),
    ("softsign", "x/(1+abs(x))", "nnf.softsign %arg0"),
    ("hardswish", "x*min(max(x+3,0),6)/6", "nnf.hardswish %arg0"),
    ("hardsigmoid", "max(min(x/6+0.5,1),0)", "nnf.hardsigmoid %arg0"),
    ("relu6", "min(max(x,0),6)", "nnf.relu6 %arg0"),
    ("hardtanh", "max(min(x,2),-1)", "nnf.hardtanh %arg0 max_val = 2.0"),
    ("relu_a", "max(x,0)", "nnf.relu %arg0"),
    ("relu_b", "select(x>0,x,0)", "nnf.relu %arg0"),
    ("relu_c", "select(x<0,0,x)", "nnf.relu %arg0"),
    ("leaky_a", "select(x>0,x,0.25*x)", "nnf.leaky_relu %arg0 negative_slope = 2.5"),
    ("leaky_b", "max(x,0.25*x)", "nnf.leaky_relu %arg0 negative_slope = 2.5"),
    ("leaky_c", "max(x,0)+0.25*min(x,0)", "nnf.leaky_relu %arg0 negative_slope = 2.5"),
    ("log1p", "log(1+x)", "math.log1p %arg0"),
    ("expm1", "exp(x)-1", "math.expm1 %arg0"),
    # Only looks like one.
    ("no_sigmoid", "1/(1+exp(x)*2)", None),
    ("no_gelu", "0.5*x*(1+erf(x*0.70711))", None),
    ("no_leaky", "max(x,2*x)", None),
    ("no_relu", "select(x>0,x,1)", None),
    ("no_tanh", "(exp(x)-exp(-x))/(exp(x)+1)", None),
    ("no_elu", "select(x>1,x,exp(x)-1)", None),
    ("no_softplus", "log(2+exp(x))", None),
    ("no_hardswish", "x*min(max(x+3,0),6)/5", "nnf.relu6"),
]


SCALARS = {ast.Add: "addf", ast.Sub: "subf", ast.Mult: "mulf", ast.Div: "divf"}
NAMES = {"max": "arith.maximumf", "min": "arith.minimumf", "abs": "math.absf"}


class Writer:
    """An expression as ops on tensors."""

    def __init__(self, type):
        self.type, self.lines, self.count, self.constants = type, [], 0, {}

    def fresh(self):
        self.count += 1
        return "%%v%d" % self.count

    def constant(self, v):
        if float(v) not in self.constants:
            self.constants[float(v)] = c = self.fresh()
            self.lines.append("  %s = arith.constant dense<%s> : %s" % (c, repr(float(v)) if "e" not in repr(float(v)) else "%e" % v, self.type))
        return self.constants[float(v)]

    def op(self, name, *operands):
        r = self.fresh()
        self.lines.append("  %s = %s %s : %s" % (r, name, ", ".join(operands), self.type))
        return r

    def write(self, e):
        if isinstance(e, ast.Constant):
            return self.constant(e.value)
        if isinstance(e, ast.Name):
            return "%x"
        if isinstance(e, ast.UnaryOp):
            return self.constant(-e.operand.value) if isinstance(e.operand, ast.Constant) else self.op("arith.negf", self.write(e.operand))
        if isinstance(e, ast.BinOp):
            a = self.write(e.left)
            return self.op("arith." + SCALARS[type(e.op)], a, self.write(e.right))
        if e.func.id != "select":
            return self.op(NAMES.get(e.func.id, "math." + e.func.id), *[self.write(a) for a in e.args])
        condition = e.args[0]
        a, b, c = self.write(condition.left), self.write(condition.comparators[0]), self.fresh()
        self.lines.append("  %s = arith.cmpf %s, %s, %s : %s" % (c, {ast.Gt: "ogt", ast.Lt: "olt"}[type(condition.ops[0])], a, b, self.type))
        u, v, r = self.write(e.args[1]), self.write(e.args[2]), self.fresh()
        self.lines.append("  %s = arith.select %s, %s, %s : %s, %s" % (r, c, u, v, self.type.replace("f32", "i1"), self.type))
        return r


def function(name, text, size="8"):
    w = Writer("tensor<%sxf32>" % size)
    result = w.write(ast.parse(text, mode="eval").body)
    return "func.func @%s(%%x: %s) -> %s {\n%s\n  return %s : %s\n}" % (name, w.type, w.type, "\n".join(w.lines), result, w.type)


def print_mlir():
    print("// Activations as someone may write them, and what only looks like one: test/Integration/spellings.py mlir")
    print("// RUN: nnf-opt %s --nnf-recognize-functions | FileCheck %s\n")
    for name, text, op in FORMS:
        print("// %s\n// CHECK-LABEL: @%s" % (text, name))
        if op == "nnf.logsigmoid":
            print("// CHECK-NEXT: %[[N:.*]] = arith.negf %arg0\n// CHECK-NEXT: %[[L:.*]] = nnf.logsigmoid %[[N]]")
            print("// CHECK-NEXT: %[[R:.*]] = arith.negf %[[L]]\n// CHECK-NEXT: return %[[R]]")
        elif name.startswith("no_"):
            print("// CHECK-NOT: nnf.%s" % name[3:])
        else:
            print("// CHECK-NEXT: %%[[R:.*]] = %s\n// CHECK-NEXT: return %%[[R]]" % op)
        print(function(name, text) + "\n")


def run():
    import numpy as np
    rng = np.random.default_rng(0)
    hard = [0.0, -0.0, 1e-45, -1e-45, 1e-38, -1e-38, 1e-20, -1e-20, 1e-8, -1e-8, 1e-4, -1e-4, 17.0, -17.0, 20.5, -20.5, 44.5, -44.5, 88.5,
            -88.5, 90.0, -90.0, 104.0, -104.0, 1e4, -1e4, 1e30, -1e30, 3.0, -3.0, 6.0, -6.0, 1.0, -1.0]
    x = np.concatenate([np.array(hard, np.float32), rng.normal(0, 3, 2000).astype(np.float32), rng.normal(0, 30, 2000).astype(np.float32),
                        rng.normal(0, 1e-4, 500).astype(np.float32)])

    def value(text, x, t):
        """The spelling, with all numbers of type t."""
        from math import erf as erf64
        names = {"exp": np.exp, "log": np.log, "log1p": np.log1p, "tanh": np.tanh, "abs": np.abs, "max": np.maximum, "min": np.minimum,
                 "erf": lambda v: np.array([erf64(float(u)) for u in v], t), "select": np.where}

        class Typed(ast.NodeTransformer):
            def visit_Constant(self, node):
                return ast.Call(ast.Name("t", ast.Load()), [node], [])
        tree = ast.fix_missing_locations(Typed().visit(ast.parse(text, mode="eval")))
        with np.errstate(all="ignore"):
            return eval(compile(tree, "<spelling>", "eval"), {**names, "x": x.astype(t), "t": t})

    def truth(name, x):
        """What the function is, in extended precision and in a form that neither overflows nor cancels."""
        from math import erfc
        v = x.astype(np.longdouble)
        with np.errstate(all="ignore"):
            sigmoid = np.where(v < 0, np.exp(v) / (1 + np.exp(v)), 1 / (1 + np.exp(-v)))
            log = np.where(v > 0, v, 0) + np.log1p(np.exp(-np.abs(v)))  # log(1 + exp(x))
            cubic = np.longdouble(0.7978845608028654) * (v + np.longdouble(0.044715) * v ** 3)
            table = {"sigmoid": sigmoid, "silu": v * sigmoid, "tanh": np.tanh(v), "logsigmoid": v - log, "softplus": log, "mish": v * np.tanh(log),
                     "gelu_tanh": v / (1 + np.exp(-2 * cubic)), "gelu_sigmoid": v / (1 + np.exp(-2 * cubic)),
                     "gelu_erf": v * np.array([erfc(-float(u) / 2 ** 0.5) for u in v]) / 2, "log1p": np.log1p(v), "expm1": np.expm1(v),
                     "elu": np.where(v > 0, v, np.expm1(v)), "elu_b": np.where(v > 0, v, np.expm1(v) / 4)}
        table["logsigmoid"] = np.where(v > 0, -np.log1p(np.exp(-np.abs(v))), v - np.log1p(np.exp(-np.abs(v))))
        for key in sorted(table, key=len, reverse=True):
            if name.startswith(key):
                return table[key]
        return value({f[0]: f[1] for f in FORMS}[name], x, np.longdouble)

    def errors(y, wanted):
        """In units of f32's last place at the wanted number; a NaN or a wrong infinity is far off."""
        with np.errstate(over="ignore"):
            w32 = wanted.astype(np.float32)
        unit = np.maximum(np.spacing(np.abs(w32)).astype(np.float64), 2.0 ** -149)
        with np.errstate(all="ignore"):
            e = np.abs(y.astype(np.longdouble) - wanted) / unit
        e = np.where(np.isinf(w32) & (y == w32), 0, e)
        e = np.where(np.isnan(w32) & np.isnan(y), 0, e)
        return np.where(np.isfinite(e), e, 1e30).astype(float)

    worse = 0
    with tempfile.TemporaryDirectory() as folder:
        np.save(folder + "/x.npy", x)
        chosen = [f for f in FORMS if f[2] and not f[0].startswith("no_")]
        with open(folder + "/all.mlir", "w", encoding="utf-8") as out:
            out.write("\n".join(function(name, text, str(len(x))) for name, text, _ in chosen))
        made = subprocess.run(["nnf-opt", folder + "/all.mlir", "--nnf-recognize-functions"], capture_output=True, text=True, check=True).stdout
        for left in ("math.exp ", "math.erf ", "math.log ", "math.tanh "):
            assert left not in made, "%s is left" % left
        for name, text, op in chosen:
            subprocess.run(["nnf-runner", folder + "/all.mlir", "-e", name, "--input=@%s/x.npy" % folder, "--output=@%s/y.npy" % folder],
                           check=True)
            wanted = truth(name, x)
            good, spelled = errors(np.load(folder + "/y.npy"), wanted), errors(value(text, x, np.float32), wanted)
            # 4 units where the op's mark is 2 and the constants of the spelling are rounded to f32 as well.
            ok = good.max() <= max(4, spelled.max()) and np.sum(good) <= np.sum(np.minimum(spelled, 1e30)) + 4 * len(x)
            print("%-16s %-16s at most %.2g units of the last place, as spelled %.2g%s" % (
                name, op.split(" ")[0], good.max(), spelled.max(), "" if ok else "  WORSE"))
            worse += not ok
    print("%d spellings, %d worse than as they are spelled" % (len(chosen), worse))
    sys.exit(worse)


if __name__ == "__main__":
    {"mlir": print_mlir, "run": run}[sys.argv[1]]()
