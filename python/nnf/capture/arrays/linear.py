# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Products of matrices and Einstein sums: each a sum of products over an iteration space, one operation of the program."""

import numpy

from .array import Array
from .emit import compute_type, ones
from .sizes import broadcast, same
from ..report import Unsupported


def contract(t, x, y, x_labels, y_labels, out_labels, dtype):
    """sum of x[x_labels] * y[y_labels] over the labels that are not in `out_labels`. A dimension of size 1 broadcasts."""
    e = t.emitter
    sizes = {}
    for v, labels in ((x, x_labels), (y, y_labels)):
        for s, l in zip(v.shape, labels):
            if l not in sizes or same(sizes[l], 1):
                sizes[l] = s
            elif not same(s, 1) and s != sizes[l]:
                raise ValueError("the sizes %s and %s of a dimension that is summed over or shared do not agree" % (sizes[l], s))
    space = list(out_labels) + [l for l in sizes if l not in out_labels]
    c = compute_type(dtype)
    ins = []
    for v, labels in ((x, x_labels), (y, y_labels)):
        dims = [None if same(s, 1) and not same(sizes[l], 1) else space.index(l) for s, l in zip(v.shape, labels)]
        ins.append((v.value(), dims))

    def body(b, args):
        u, w = e.converted(e.converted(args[0], dtype), c), e.converted(e.converted(args[1], dtype), c)
        if not u.is_float:
            return [b.add(args[2], b.mul(u, w))]
        product = b.binary("arith.mulf", u, w, " fastmath<contract>")
        return [b.binary("arith.addf", args[2], product, " fastmath<reassoc,contract>")]

    shape = [sizes[l] for l in out_labels]
    n = len(out_labels)
    v = e.generic([sizes[l] for l in space], ins, [(shape, c, list(range(n)), 0)], body, list(range(n, len(space))))[0]
    return Array(t, e.cast(v, dtype), shape, dtype, scalar=not shape)


def _dtype(x, y, ufunc=numpy.multiply):
    return ufunc.resolve_dtypes((x.dtype, y.dtype, None))[-1]


def matmul(t, x, y, out=None, dtype=None, **kwargs):
    if kwargs:
        raise Unsupported("it has no lowering with %s" % ", ".join(kwargs))
    x, y = t.array(x), t.array(y)
    if not x.ndim or not y.ndim:
        raise ValueError("matmul: Input operand %d does not have enough dimensions (has 0, gufunc core with signature "
                         "(n?,k),(k,m?)->(n?,m?) requires 1)" % (0 if not x.ndim else 1))
    d = numpy.matmul(ones((1, 1), x.dtype), ones((1, 1), y.dtype), dtype=dtype).dtype
    inner = x.shape[-1], y.shape[-2 if y.ndim > 1 else 0]
    if not same(*inner) and inner[0] != inner[1]:
        raise ValueError("matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->"
                         "(n?,m?) (size %s is different from %s)" % (inner[1], inner[0]))
    lead = len(broadcast(x.shape[:-2], y.shape[:-2]))
    batch = ["b%d" % i for i in range(lead)]
    x_labels = batch[lead - max(x.ndim - 2, 0):] + (["m"] if x.ndim > 1 else []) + ["k"]
    y_labels = batch[lead - max(y.ndim - 2, 0):] + ["k"] + (["n"] if y.ndim > 1 else [])
    made = contract(t, x, y, x_labels, y_labels, batch + (["m"] if x.ndim > 1 else []) + (["n"] if y.ndim > 1 else []), d)
    t.note("numpy.matmul", [x.value(), y.value()], made)
    if out is not None:
        target = out[0] if isinstance(out, tuple) else out
        if target is not None:
            t.array(target).store(made)
            return target
    return made


def vecdot(t, x, y, out=None, axis=-1, **kwargs):
    if kwargs or axis != -1 or (out is not None and out != (None,)):
        raise Unsupported("it has no lowering with these arguments")
    return numpy.sum(numpy.multiply(x, y), axis=-1)


def matvec(t, x, y, **kwargs):
    return matmul(t, x, numpy.expand_dims(t.array(y), -1), **kwargs)[..., 0]


def vecmat(t, x, y, **kwargs):
    return matmul(t, numpy.expand_dims(t.array(x), -2), y, **kwargs)[..., 0, :]


GUFUNCS = {"matmul": matmul, "vecdot": vecdot, "matvec": matvec, "vecmat": vecmat}


def dot(t, x, y, out=None):
    x, y = t.array(x), t.array(y)
    if not x.ndim or not y.ndim:
        made = numpy.multiply(x, y)
    elif x.ndim <= 2 and y.ndim <= 2:
        made = matmul(t, x, y)
    else:
        made = tensordot(t, x, y, axes=([-1], [-2 if y.ndim > 1 else 0]))
    if out is not None:
        t.array(out).store(made)
        return out
    return made


def tensordot(t, x, y, axes=2):
    x, y = t.array(x), t.array(y)
    if isinstance(axes, (tuple, list)):
        a, b = ([v] if isinstance(v, int) else list(v) for v in axes)
    else:
        a, b = list(range(x.ndim - axes, x.ndim)), list(range(axes))
    a, b = [i % x.ndim for i in a], [i % y.ndim for i in b]
    if len(a) != len(b) or any(not same(x.shape[i], y.shape[j]) and x.shape[i] != y.shape[j] for i, j in zip(a, b)):
        raise ValueError("shape-mismatch for sum")
    x_labels = ["x%d" % i for i in range(x.ndim)]
    y_labels = ["y%d" % i for i in range(y.ndim)]
    for i, j in zip(a, b):
        y_labels[j] = x_labels[i]
    out = [l for i, l in enumerate(x_labels) if i not in a] + [l for j, l in enumerate(y_labels) if j not in b]
    made = contract(t, x, y, x_labels, y_labels, out, _dtype(x, y))
    t.note("numpy.tensordot", [x.value(), y.value()], made)
    return _plain(made)


def _plain(x):
    x.scalar = False
    return x


def inner(t, x, y):
    x, y = t.array(x), t.array(y)
    return numpy.multiply(x, y) if not x.ndim or not y.ndim else _scalar(tensordot(t, x, y, axes=([-1], [-1])))


def _scalar(x):
    x.scalar = not x.shape
    return x


def outer(t, x, y, out=None):
    made = numpy.multiply(numpy.expand_dims(t.array(x).reshape(-1), 1), t.array(y).reshape(-1))
    if out is not None:
        t.array(out).store(made)
        return out
    return made


def vdot(t, x, y):
    return matmul(t, t.array(x).reshape(-1), t.array(y).reshape(-1))


def _parse(text, ranks):
    """(labels of each operand, labels of the result) of subscripts, with '...' written out."""
    text = text.replace(" ", "")
    ins, arrow, out = text.partition("->")
    ins = ins.split(",")
    if len(ins) != len(ranks):
        raise ValueError("more operands provided to einsum function than specified in the subscripts string" if len(ranks) > len(ins)
                         else "fewer operands provided to einsum function than specified in the subscripts string")
    for term in ins + [out]:
        if not all(ch.isalpha() for ch in term.replace("...", "")) or term.count(".") not in (0, 3):
            raise ValueError("einstein sum subscripts string contains a character that is no letter: %r" % text)
    extra = [r - len(term.replace("...", "")) for r, term in zip(ranks, ins)]
    widest = max([n for n, term in zip(extra, ins) if "..." in term], default=0)
    labels = []
    for n, term in zip(extra, ins):
        if n < 0 or (n and "..." not in term):
            raise ValueError("einstein sum subscripts string %r does not fit an operand of %d dimensions" % (
                term, n + len(term.replace("...", ""))))
        before, dots, after = term.partition("...")
        labels.append(list(before) + (["…%d" % i for i in range(widest - n, widest)] if dots else []) + list(after))
    whole = ["…%d" % i for i in range(widest)]
    if arrow:
        before, dots, after = out.partition("...")
        result = list(before) + (whole if dots else []) + list(after)
    else:
        flat = [l for ls in labels for l in ls if not l.startswith("…")]
        result = whole + sorted(l for l in set(flat) if flat.count(l) == 1)
    known = {l for ls in labels for l in ls}
    if len(set(result)) != len(result) or not set(result) <= known:
        raise ValueError("einstein sum subscripts string %r: the result has a label twice, or one that no operand has" % text)
    return labels, result


def _diagonal(t, x, labels):
    """`x` with one dimension for each label."""
    while len(set(labels)) != len(labels):
        l = next(l for l in labels if labels.count(l) > 1)
        i, j = [k for k, m in enumerate(labels) if m == l][:2]
        x = t.array(numpy.diagonal(x, axis1=i, axis2=j))
        labels = [m for k, m in enumerate(labels) if k not in (i, j)] + [l]
    return x, labels


def einsum(t, text, *operands, out=None, dtype=None, optimize=False, **kwargs):
    if kwargs or not isinstance(text, str):
        raise Unsupported("einsum has a lowering for subscripts as text and without order= and casting=")
    arrays = [t.array(x) for x in operands]
    labels, result = _parse(text, [x.ndim for x in arrays])
    d = numpy.result_type(*[x.dtype for x in arrays]) if dtype is None else numpy.dtype(dtype)
    arrays, labels = (list(z) for z in zip(*[_diagonal(t, x, l) for x, l in zip(arrays, labels)]))
    x, x_labels = arrays[0], labels[0]
    for k in range(1, len(arrays)):
        later = {l for ls in labels[k + 1:] for l in ls}
        both = list(dict.fromkeys(x_labels + labels[k]))
        keep = result if k == len(arrays) - 1 else [l for l in both if l in later or l in result]
        x, x_labels = contract(t, x, arrays[k], x_labels, labels[k], keep, d), keep
    if len(arrays) == 1:
        gone = tuple(i for i, l in enumerate(x_labels) if l not in result)
        if gone:
            x = numpy.sum(x, axis=gone, dtype=d)
            x_labels = [l for l in x_labels if l in result]
        elif x.dtype != d:
            x = x.astype(d)
        x = t.array(numpy.transpose(x, [x_labels.index(l) for l in result]))
    _scalar(x)
    t.note("numpy.einsum", [a.value() for a in arrays], x)
    if out is not None:
        t.array(out).store(x)
        return out
    return x


def norm(t, x, ord=None, axis=None, keepdims=False):
    x = t.array(x)
    x = x if x.dtype.kind == "f" else t.array(x.astype("float64"))
    if axis is None and (ord is None or x.ndim == 1):
        axis = tuple(range(x.ndim)) if ord is None else 0
    if axis is not None and (isinstance(axis, int) or len(axis) == 1 or ord in (None, "fro")):
        if ord in (None, 2, "fro"):
            return numpy.sqrt(numpy.sum(numpy.square(x), axis=axis, keepdims=keepdims))
        size = numpy.abs(x)
        if ord == numpy.inf:
            return numpy.max(size, axis=axis, keepdims=keepdims)
        if ord == -numpy.inf:
            return numpy.min(size, axis=axis, keepdims=keepdims)
        if ord == 1:
            return numpy.sum(size, axis=axis, keepdims=keepdims)
        if ord == 0:
            return numpy.sum((x != 0).astype(x.dtype), axis=axis, keepdims=keepdims)
        if isinstance(ord, (int, float)):
            return numpy.power(numpy.sum(numpy.power(size, x.dtype.type(ord)), axis=axis, keepdims=keepdims), x.dtype.type(1 / ord))
    if x.ndim == 2 and axis is None and ord == "fro":
        return norm(t, x, None, None, keepdims)
    raise Unsupported("this norm has no lowering", "use norms of vectors, or the Frobenius norm")


def trace(t, x, offset=0, axis1=0, axis2=1, dtype=None, out=None):
    return numpy.sum(numpy.diagonal(x, offset, axis1, axis2), axis=-1, dtype=dtype, out=out)


