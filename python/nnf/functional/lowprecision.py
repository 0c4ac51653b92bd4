# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Products of groups of rows, and of 8-bit floats with scales."""

from .._arrays import MLIR_TYPES
from .._session import Error
from ._binding import adapter, ops
from ._common import cast, dtype_name, kind_of, name_of_dtype, shape

_FLOAT8 = ("float8_e4m3fn", "float8_e5m2")


def _require(name, holds, text):
    if not holds:
        raise Error(f"{name}(): {text}")


@adapter
def grouped_mm(mat_a, mat_b, *, offs=None, bias=None, out_dtype=None):
    """Products of groups: rows of `mat_a` that belong together times a matrix of their own.

    Parameters:
        mat_a: (M, K), rows in groups, or (G, M, K)
        mat_b: (G, K, N), or (K, N) with columns in groups; where both have rank 2 the groups are parts of K
        offs: where each group ends in the dimension that is cut, int32; None where both have rank 3
        bias: is added to the result
        out_dtype: the result's element type, which is that of `mat_a`

    Returns: (M, N), or (G, M, N) where both have one rank. What lies behind the last group is 0."""
    name = "grouped_mm"
    kind_of(mat_a, name, "mat_a")
    dtype = dtype_name(mat_a)
    _require(name, dtype in ("float32", "float16", "bfloat16"),
             f"expects mat_a of element type float32, bfloat16 or float16, but got {dtype}")
    _require(name, dtype_name(mat_b) == dtype, f"expects mat_b of mat_a's element type {dtype}, but got {dtype_name(mat_b)}")
    wanted = dtype if out_dtype is None else name_of_dtype(out_dtype)
    _require(name, wanted == dtype, f"expects out_dtype to be mat_a's element type {dtype}, but got {wanted}")
    result = ops.grouped_mm(mat_a, mat_b, offs=offs)
    return result if bias is None else result + bias


def _only(name, what, value):
    """The one element of an argument that may be a list of one."""
    if isinstance(value, (list, tuple)):
        _require(name, len(value) == 1, f"expects one {what}, but got {len(value)}")
        return value[0]
    return value


def _recipe(name, what, value):
    """ "TensorWise" or "RowWise"."""
    value = _only(name, what, value)
    recipe = getattr(value, "name", None) or {0: "TensorWise", 1: "RowWise"}.get(value, str(value))
    _require(name, recipe in ("TensorWise", "RowWise"), f"expects {what} to be TensorWise or RowWise, but got {recipe}")
    return recipe


def _scale(name, which, scale, recipe, sizes):
    """A scale as an array that broadcasts to the product."""
    scale = _only(name, which, scale)
    _require(name, dtype_name(scale) == "float32", f"expects {which} of element type float32, but got {dtype_name(scale)}")
    count = 1
    for n in shape(scale):
        count *= n
    wanted = 1
    for n in sizes:
        wanted *= n
    if recipe == "TensorWise":
        _require(name, count == 1, f"expects one number as {which} of a TensorWise scale, but got sizes {list(shape(scale))}")
        return scale.reshape(())
    _require(name, count == wanted, f"expects {which} of sizes {list(sizes)}, but got {list(shape(scale))}")
    return scale.reshape(sizes)


def _check_scaled(name, a, b, swizzles, contraction_dim):
    for which, x in (("mat_a", a), ("mat_b", b)):
        _require(name, dtype_name(x) in _FLOAT8, f"expects {which} of an 8-bit float type, but got {dtype_name(x)}")
    for which, value in zip(("swizzle_a", "swizzle_b"), swizzles):
        value = _only(name, which, value)
        _require(name, value is None or getattr(value, "name", str(value)) in ("NO_SWIZZLE", "0"),
                 f"expects no {which} on the CPU, but got {value}")
    _require(name, not len(contraction_dim), f"expects contraction_dim to be empty, but got {list(contraction_dim)}")


def _result_type(output_dtype, like):
    """The result's element type in the dialect's words."""
    wanted = name_of_dtype(output_dtype) if output_dtype is not None else dtype_name(like)
    if wanted not in ("float32", "float64", "float16", "bfloat16", *_FLOAT8):
        raise TypeError(f"expects output_dtype to be a float type, but got {wanted}")
    return MLIR_TYPES[wanted]


@adapter
def scaled_mm(mat_a, mat_b, scale_a, scale_recipe_a, scale_b, scale_recipe_b, swizzle_a=None, swizzle_b=None, bias=None,
              output_dtype="bfloat16", contraction_dim=(), use_fast_accum=False):
    """The product of two matrices of 8-bit floats that stand for themselves times a scale.

    Parameters:
        mat_a, mat_b: (M, K) and (K, N) of float8_e4m3fn or float8_e5m2
        scale_a, scale_b: float32: one number each for TensorWise; (M, 1) and (1, N) for RowWise
        scale_recipe_a, scale_recipe_b: TensorWise or RowWise, of torch.nn.functional.ScalingType
        swizzle_a, swizzle_b: no swizzle
        bias: (N), added to the scaled product
        output_dtype: the result's element type; None: that of `mat_a`
        contraction_dim: empty
        use_fast_accum: has no meaning on the CPU, where sums are float32

    Returns: (M, N)."""
    name = "scaled_mm"
    kind = kind_of(mat_a, name, "mat_a")
    _check_scaled(name, mat_a, mat_b, (swizzle_a, swizzle_b), contraction_dim)
    for which, x in (("mat_a", mat_a), ("mat_b", mat_b)):
        _require(name, len(shape(x)) == 2, f"expects {which} to have rank 2, but got rank {len(shape(x))}")
    (m, k), (inner, n) = shape(mat_a), shape(mat_b)
    _require(name, k == inner, f"expects dimension 1 of mat_a to equal dimension 0 of mat_b, but got {k} and {inner}")
    recipes = _recipe(name, "scale_recipe_a", scale_recipe_a), _recipe(name, "scale_recipe_b", scale_recipe_b)
    scales = _scale(name, "scale_a", scale_a, recipes[0], (m, 1)), _scale(name, "scale_b", scale_b, recipes[1], (1, n))
    return ops.scaled_mm(mat_a, mat_b, *scales, bias=bias, scale_recipe_a=recipes[0].lower(),
                         scale_recipe_b=recipes[1].lower(), output_dtype=_result_type(output_dtype, mat_a))


@adapter
def scaled_grouped_mm(mat_a, mat_b, scale_a, scale_recipe_a, scale_b, scale_recipe_b, swizzle_a=None, swizzle_b=None,
                      bias=None, offs=None, output_dtype="bfloat16", contraction_dim=(), use_fast_accum=False):
    """grouped_mm of matrices of 8-bit floats that stand for themselves times a scale.

    Parameters:
        mat_a, mat_b, offs: as in grouped_mm, of float8_e4m3fn or float8_e5m2
        scale_a, scale_b: float32, RowWise: a number for each row of `mat_a` (G * M where groups are parts of K) and each
            column of `mat_b`
        scale_recipe_a, scale_recipe_b: RowWise, of torch.nn.functional.ScalingType
        swizzle_a, swizzle_b: no swizzle
        bias: is added to the scaled product
        output_dtype: the result's element type; None: that of `mat_a`
        contraction_dim: empty
        use_fast_accum: has no meaning on the CPU, where sums are float32

    Returns: as grouped_mm."""
    name = "scaled_grouped_mm"
    kind = kind_of(mat_a, name, "mat_a")
    _check_scaled(name, mat_a, mat_b, (swizzle_a, swizzle_b), contraction_dim)
    for which, value in (("scale_recipe_a", scale_recipe_a), ("scale_recipe_b", scale_recipe_b)):
        recipe = _recipe(name, which, value)
        _require(name, recipe == "RowWise", f"expects {which} to be RowWise, but got {recipe}")
    ranks = len(shape(mat_a)), len(shape(mat_b))
    for which, rank in zip(("mat_a", "mat_b"), ranks):
        _require(name, rank in (2, 3), f"expects {which} to have rank 2 or 3, but got rank {rank}")
    _require(name, offs is not None or ranks == (3, 3), "expects offs where an operand has rank 2")
    groups = shape(mat_a)[0] if ranks[0] == 3 else shape(mat_b)[0] if ranks[1] == 3 else shape(offs)[0]
    rows, columns = shape(mat_a)[-2], shape(mat_b)[-1]
    scale_a = _scale(name, "scale_a", scale_a, "RowWise", (rows,) if ranks == (2, 3) else (groups, rows))
    scale_b = _scale(name, "scale_b", scale_b, "RowWise", (columns,) if ranks == (3, 2) else (groups, columns))
    element = _result_type(output_dtype, mat_a)
    if bias is None:
        return ops.scaled_grouped_mm(mat_a, mat_b, scale_a, scale_b, offs=offs, output_dtype=element)
    product = ops.scaled_grouped_mm(mat_a, mat_b, scale_a, scale_b, offs=offs, output_dtype="f32")
    return cast(product + cast(bias, "float32"), name_of_dtype(output_dtype) if output_dtype is not None else dtype_name(mat_a))


grouped_mm.needs = ("grouped_mm",)
scaled_mm.needs = ("scaled_mm",)
scaled_grouped_mm.needs = ("scaled_grouped_mm",)
