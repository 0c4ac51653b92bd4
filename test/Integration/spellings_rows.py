# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Softmax, norms, cross entropy and attention as someone may write them, on hard rows: what nnf-recognize-functions makes of them stays
within the bound that stands beside its pattern, against float64.

    spellings_rows.py FOLDER
"""
import pathlib
import subprocess
import sys

import numpy as np

U = 2.0**-24
# Exp of -104 is the last that is not 0 (f32).
TINY = 2.0**-126


class Program:
    """A function of f32 tensors of fixed shapes, op by op; values are names with their shapes."""

    def __init__(self, shapes):
        self.lines, self.count = [], 0
        self.arguments = [(f"%a{i}", tuple(s)) for i, s in enumerate(shapes)]

    @staticmethod
    def type(shape, element="f32"):
        return "tensor<" + "".join(f"{n}x" for n in shape) + element + ">"

    def put(self, text, shape):
        self.count += 1
        self.lines.append(f"  %v{self.count} = {text}")
        return f"%v{self.count}", tuple(shape)

    def constant(self, value, shape):
        return self.put(f"arith.constant dense<{value:.17e}> : {self.type(shape)}", shape)

    def op(self, name, *operands):
        return self.put(f"{name} {', '.join(o[0] for o in operands)} : {self.type(operands[0][1])}", operands[0][1])

    def filled(self, value, shape):
        scalar = self.put(f"arith.constant {value} : f32", ())
        empty = self.put(f"tensor.empty() : {self.type(shape)}", shape)
        return self.put(f"linalg.fill ins({scalar[0]} : f32) outs({empty[0]} : {self.type(shape)}) -> {self.type(shape)}", shape)

    def total(self, kind, x):
        """The sum ("addf") or maximum ("maximumf") of the last dimension, once for each of its elements."""
        shape = x[1]
        start = self.filled("0.0" if kind == "addf" else "0xFF800000", shape[:-1])
        last = len(shape) - 1
        rows = self.put(f"linalg.reduce {{ arith.{kind} }} ins({x[0]} : {self.type(shape)}) outs({start[0]} : {self.type(shape[:-1])}) "
                        f"dimensions = [{last}]", shape[:-1])
        empty = self.put(f"tensor.empty() : {self.type(shape)}", shape)
        return self.put(f"linalg.broadcast ins({rows[0]} : {self.type(shape[:-1])}) outs({empty[0]} : {self.type(shape)}) "
                        f"dimensions = [{last}]", shape)

    def matmul(self, a, b, turned):
        (n, rows, k), columns = a[1], b[1][1 if turned else 2]
        maps = ["(d0, d1, d3)", "(d0, d2, d3)" if turned else "(d0, d3, d2)", "(d0, d1, d2)"]
        start = self.filled("0.0", (n, rows, columns))
        return self.put("linalg.batch_matmul indexing_maps = [" + ", ".join(f"affine_map<(d0, d1, d2, d3) -> {m}>" for m in maps) +
                        f"] ins({a[0]}, {b[0]} : {self.type(a[1])}, {self.type(b[1])}) outs({start[0]} : {self.type(start[1])}) "
                        f"-> {self.type(start[1])}", start[1])

    def text(self, result):
        arguments = ", ".join(f"{n}: {self.type(s, 'i1' if n.startswith('%mask') else 'f32')}" for n, s in self.arguments)
        return (f"func.func @main({arguments}) -> {self.type(result[1])} {{\n" + "\n".join(self.lines) +
                f"\n  return {result[0]} : {self.type(result[1])}\n}}\n")


def softmax(p, x, shifted, log):
    y = p.op("arith.subf", x, p.total("maximumf", x)) if shifted else x
    e = p.op("math.exp", y)
    s = p.total("addf", e)
    if log == "quotient":
        return p.op("math.log", p.op("arith.divf", e, s))
    return p.op("arith.subf", y, p.op("math.log", s)) if log else p.op("arith.divf", e, s)


def norm(p, x, centred, weight, bias, eps):
    n = p.constant(x[1][-1], x[1])
    if centred:
        x = p.op("arith.subf", x, p.op("arith.divf", p.total("addf", x), n))
    variance = p.op("arith.divf", p.total("addf", p.op("arith.mulf", x, x)), n)
    y = p.op("arith.divf", x, p.op("math.sqrt", p.op("arith.addf", variance, p.constant(eps, x[1]))))
    for name, v in (("arith.mulf", weight), ("arith.addf", bias)):
        if v:
            empty = p.put(f"tensor.empty() : {p.type(x[1])}", x[1])
            spread = p.put(f"linalg.broadcast ins({v[0]} : {p.type(v[1])}) outs({empty[0]} : {p.type(x[1])}) dimensions = [0]", x[1])
            y = p.op(name, y, spread)
    return y


def masked(p, s, mask, kind):
    """Scores with a mask of (queries, keys): added, or chosen by a bool, true where a key is kept ("keep") or shut out ("drop")."""
    shape = s[1]
    maps = ["(d0, d1, d2)", "(d1, d2)", "(d0, d1, d2)"]
    empty = p.put(f"tensor.empty() : {p.type(shape)}", shape)
    body = {"add": "%z = arith.addf %s, %m : f32", "keep": "%z = arith.select %m, %s, %i : f32",
            "drop": "%z = arith.select %m, %i, %s : f32", "fill": "%z = arith.select %m, %s, %j : f32"}[kind]
    return p.put("linalg.generic {indexing_maps = [" + ", ".join(f"affine_map<(d0, d1, d2) -> {m}>" for m in maps) +
                 f'], iterator_types = ["parallel", "parallel", "parallel"]}} ins({s[0]}, {mask[0]} : {p.type(shape)}, '
                 f'{p.type(mask[1], "f32" if kind == "add" else "i1")}) outs({empty[0]} : {p.type(shape)}) {{\n'
                 f"  ^bb0(%s: f32, %m: {'f32' if kind == 'add' else 'i1'}, %o: f32):\n"
                 "    %i = arith.constant 0xFF800000 : f32\n    %j = arith.constant -1.0e+09 : f32\n"
                 f"    {body}\n    linalg.yield %z : f32\n  }} -> {p.type(shape)}", shape)


def rows(columns, rng):
    """Rows that are hard: large, saturated, tiny, equal, far from 0, with infinities."""
    x = [rng.standard_normal(columns), 1e4 * rng.standard_normal(columns), 80 + 8 * rng.standard_normal(columns),
         -100 + 8 * rng.standard_normal(columns), 1e-39 * rng.standard_normal(columns), np.full(columns, 3.5),
         1e5 + rng.standard_normal(columns), np.where(np.arange(columns) % 2, -104, 0.0), 1e-20 * rng.standard_normal(columns)]
    return np.asarray(x, dtype=np.float32)


def true_softmax(x, log):
    x = x.astype(np.longdouble)
    d = x - x.max(-1, keepdims=True)
    s = np.exp(d).sum(-1, keepdims=True)
    # exp carries the rounding of its operand: |d| units; sums are blocked.
    n = x.shape[-1] / 64 + 6
    if log:
        return d - np.log(s), (2 * U) * np.maximum(np.abs(d), np.log(s)) + n * U
    y = np.exp(d) / s
    return y, (np.abs(d) + n) * U * y + TINY


def true_norm(x, centred, weight, bias, eps):
    x = x.astype(np.longdouble)
    n = x.shape[-1] / 64 + 6
    size = np.abs(x).mean(-1, keepdims=True)
    if centred:
        x = x - x.mean(-1, keepdims=True)
    sigma = np.sqrt((x * x).mean(-1, keepdims=True) + np.longdouble(eps))
    y = x / sigma
    # The mean is off by n roundings of the mean of |x|, which sigma then divides; the rest is relative.
    error = n * U * (np.abs(y) + (size / sigma if centred else 0)) + TINY
    if centred:
        error *= 1 + size / sigma * n * U
    if weight is not None:
        y, error = y * weight, error * np.abs(weight)
    if bias is not None:
        y, error = y + bias, error + U * np.abs(bias)
    return y, error + 2 * U * np.abs(y)


def cases(rng):
    """(name, program's text, the op that it becomes or None, inputs, truth, bound)."""
    for columns in (1, 2, 7, 64, 1000):
        x = rows(columns, rng)
        for shifted in (True, False):
            for log in (None, "sum", "quotient"):
                p = Program([x.shape])
                text = p.text(softmax(p, p.arguments[0], shifted, log))
                truth, bound = true_softmax(x, log)
                yield f"{'log_' if log else ''}softmax {shifted} {log} {columns}", text, "nnf.log_softmax" if log else "nnf.softmax", [x], truth, bound
        weight, bias = (rng.standard_normal(columns).astype(np.float32) for _ in range(2))
        for centred, w, b in ((True, weight, bias), (True, None, None), (False, weight, None)):
            given = [v for v in (x, w, b) if v is not None]
            p = Program([v.shape for v in given])
            names = iter(p.arguments[1:])
            y = norm(p, p.arguments[0], centred, next(names) if w is not None else None, next(names) if b is not None else None, 1e-5)
            truth, bound = true_norm(x, centred, w, b, 1e-5)
            yield f"norm {centred} {len(given)} {columns}", p.text(y), "nnf.layer_norm" if centred else "nnf.rms_norm", given, truth, bound
    for queries, keys in ((1, 1), (5, 6), (33, 70)):
        for scale in (0.35, 30.0):
            for kind in (None, "add", "keep", "drop", "fill"):
                q, k, v = (rng.standard_normal((3, n, 8)).astype(np.float32) for n in (queries, keys, keys))
                keep = rng.random((queries, keys)) < 0.6
                # A query without a key; the others have one.
                keep[:, 0] = True
                keep[queries // 2] = queries == 1
                p = Program([q.shape, k.shape, v.shape])
                s = p.matmul(*p.arguments[:2], True)
                s = p.op("arith.mulf", s, p.constant(scale, s[1]))
                inputs = [q, k, v]
                true = scale * np.einsum("bik,bjk->bij", *(t.astype(np.longdouble) for t in (q, k)))
                size = scale * np.einsum("bik,bjk->bij", *(np.abs(t.astype(np.longdouble)) for t in (q, k)))
                if kind:
                    mask = ("%mask" if kind != "add" else "%added", keep.shape)
                    p.arguments.append(mask)
                    s = masked(p, s, mask, kind)
                    added = np.where(keep, rng.standard_normal(keep.shape), -np.inf).astype(np.float32)
                    inputs.append(added if kind == "add" else keep != (kind == "drop"))
                    true = true + added if kind == "add" else np.where(keep, true, -1e9 if kind == "fill" else -np.inf)
                    if kind == "add":
                        size = size + np.where(keep, np.abs(added), 0)
                y = p.matmul(softmax(p, s, True, None), p.arguments[2], False)
                with np.errstate(invalid="ignore"):
                    d = true - true.max(-1, keepdims=True)
                    e = np.exp(d)
                    share = e / e.sum(-1, keepdims=True)
                # A score is off by 8 products and the scale, and carries that into its share, as the largest one does; and see softmax.
                off = 12 * U * (size + size.max(-1, keepdims=True)) + (np.abs(np.maximum(d, -200)) + keys / 64 + 8) * U
                values = v.astype(np.longdouble)
                bound = np.einsum("bij,bjk->bik", share * (off + keys * U), np.abs(values)) + TINY
                yield (f"attention {kind} {queries}x{keys} {scale}", p.text(y), None if kind == "fill" else "nnf.scaled_dot_product_attention",
                       inputs, np.einsum("bij,bjk->bik", share, values), bound)


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(" ".join(command) + "\n" + done.stdout + done.stderr)
    return done.stdout


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(3)
    wrong = count = 0
    worst = {}
    for name, text, op, inputs, truth, bound in cases(rng):
        count += 1
        program, result = folder / "program.mlir", folder / "y.npy"
        program.write_text(text)
        recognized = run("nnf-opt", str(program), "--nnf-recognize-functions")
        if (op + " ") not in recognized if op else "nnf.scaled" in recognized:
            wrong += 1
            print(f"{name}: {'is no ' + op if op else 'is an attention'}\n{recognized}")
            continue
        arguments = []
        for i, x in enumerate(inputs):
            np.save(folder / f"x{i}.npy", x)
            arguments.append(f"--input=@{folder / f'x{i}.npy'}")
        run("nnf-runner", str(program), "--lint=off", "--no-cache", f"--output=@{result}", *arguments)
        y = np.load(result).astype(np.longdouble)
        with np.errstate(invalid="ignore"):
            off = np.abs(y - truth) / bound
            bad = ~((np.isnan(y) & np.isnan(truth)) | (y == truth) | (off <= 1))
        if bad.any():
            wrong += 1
            at = tuple(np.argwhere(bad)[0])
            print(f"{name}: {bad.sum()} elements, first {at}: {y[at]}, truly {truth[at]}, {off[at]:.3g} of the bound")
        kind = op or "attention, filled"
        worst[kind] = max(worst.get(kind, 0), np.nanmax(np.where(y == truth, 0, off), initial=0))
    for kind, part in worst.items():
        print(f"{kind}: at most {part:.2f} of its bound")
    print(f"{count} spellings, {wrong} outside of their bounds or not recognized")
    return wrong != 0


if __name__ == "__main__":
    sys.exit(main())
