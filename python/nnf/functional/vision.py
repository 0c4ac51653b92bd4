# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Images: sizes or scales, modes that take some options and not others."""

import warnings

from ._binding import adapter, ops
from ._common import kind_of, shape

_SMOOTH = ("linear", "bilinear", "bicubic", "trilinear", "lanczos")
# The ranks that a mode takes; the others take 3, 4 and 5.
_RANKS = {"linear": (3,), "bilinear": (4,), "bicubic": (4,), "trilinear": (5,), "lanczos": (4,)}


def _tuple(value, n, name, other):
    """A number or a sequence of n as a tuple of n."""
    if value is None:
        return ()
    if hasattr(value, "__len__") and not hasattr(value, "shape"):
        if len(value) != n:
            raise ValueError(f"Input and output must have the same number of spatial dimensions, but got an input with "
                             f"{n} of them and {name} {list(value)}. Give {other} or {n} numbers.")
        return tuple(value)
    return (value,) * n


@adapter
def interpolate(input, size=None, scale_factor=None, mode="nearest", align_corners=None, recompute_scale_factor=None,
                antialias=False):
    kind_of(input, "interpolate", "input")
    if mode in ("nearest", "area", "nearest-exact"):
        if align_corners is not None:
            raise ValueError("align_corners option can only be set with the interpolating modes: linear | bilinear | "
                             "bicubic | trilinear")
    rank = len(shape(input))
    spatial = rank - 2
    if size is not None and scale_factor is not None:
        raise ValueError("only one of size or scale_factor should be defined")
    if size is None and scale_factor is None:
        raise ValueError("either size or scale_factor should be defined")
    if size is not None:
        if recompute_scale_factor:
            raise ValueError("recompute_scale_factor is not meaningful with an explicit size.")
        size = _tuple(size, spatial, "size", "one number")
        if any(not hasattr(s, "__index__") for s in size):
            raise TypeError(f"expected size to be one of int or Tuple[int] or Tuple[int, int] or Tuple[int, int, int], but "
                            f"got size with types {[type(s) for s in size]}")
        scale_factor = ()
    else:
        size, scale_factor = (), _tuple(scale_factor, spatial, "scale_factor", "one number")
    if rank not in (3, 4, 5) or rank not in _RANKS.get(mode, (3, 4, 5)):
        raise NotImplementedError(f"Input Error: Only 3D, 4D and 5D input Tensors supported (got {rank}D) for the modes: "
                                  f"nearest | linear | bilinear | bicubic | trilinear | area | nearest-exact (got {mode})")
    if antialias and (mode not in ("bilinear", "bicubic", "lanczos") or rank != 4):
        raise ValueError("Anti-alias option is restricted to bilinear, bicubic, and lanczos modes and requires a 4-D tensor "
                         "as input")
    return ops.interpolate(input, size=size, scale_factor=scale_factor, mode=mode, align_corners=bool(align_corners),
                           recompute_scale_factor=bool(recompute_scale_factor), antialias=antialias)


def _deprecated(name):
    warnings.warn(f"`nn.functional.{name}` is deprecated. Use `nn.functional.interpolate` instead.", stacklevel=3)


@adapter
def upsample(input, size=None, scale_factor=None, mode="nearest", align_corners=None):
    _deprecated("upsample")
    return interpolate(input, size, scale_factor, mode, align_corners)


@adapter
def upsample_nearest(input, size=None, scale_factor=None):
    _deprecated("upsample_nearest")
    return interpolate(input, size, scale_factor, mode="nearest")


@adapter
def upsample_bilinear(input, size=None, scale_factor=None):
    _deprecated("upsample_bilinear")
    return interpolate(input, size, scale_factor, mode="bilinear", align_corners=True)


for _function in (upsample, upsample_nearest, upsample_bilinear):
    _function.needs = ("interpolate",)


@adapter
def pad(input, pad, mode="constant", value=None):
    kind_of(input, "pad", "input")
    if mode not in ("constant", "reflect", "replicate", "circular"):
        raise NotImplementedError(f"Unrecognised padding mode {mode}")
    if mode != "constant" and value not in (None, 0):
        raise ValueError(f'Padding mode "{mode}" doesn\'t take in value argument')
    return ops.pad(input, pad=tuple(pad), mode=mode, value=value if mode == "constant" else None)


@adapter
def grid_sample(input, grid, mode="bilinear", padding_mode="zeros", align_corners=None):
    if mode not in ("bilinear", "nearest", "bicubic"):
        raise ValueError("nn.functional.grid_sample(): expected mode to be 'bilinear', 'nearest' or 'bicubic', but got: "
                         f"'{mode}'")
    if padding_mode not in ("zeros", "border", "reflection"):
        raise ValueError("nn.functional.grid_sample(): expected padding_mode to be 'zeros', 'border', or 'reflection', but "
                         f"got: '{padding_mode}'")
    if align_corners is None:
        warnings.warn("Default grid_sample and affine_grid behavior has changed to align_corners=False since 1.3.0. Please "
                      "specify align_corners=True if the old behavior is desired.", stacklevel=2)
        align_corners = False
    return ops.grid_sample(input, grid, mode=mode, padding_mode=padding_mode, align_corners=align_corners)


@adapter
def affine_grid(theta, size, align_corners=None):
    if align_corners is None:
        warnings.warn("Default grid_sample and affine_grid behavior has changed to align_corners=False since 1.3.0. Please "
                      "specify align_corners=True if the old behavior is desired.", stacklevel=2)
        align_corners = False
    kind_of(theta, "affine_grid", "theta")
    size = tuple(int(s) for s in size)
    if len(size) not in (4, 5):
        raise NotImplementedError("affine_grid only supports 4D and 5D sizes, for 2D and 3D affine transforms, "
                                  f"respectively. Got size {size}.")
    rows = len(size) - 2
    if len(shape(theta)) != 3 or shape(theta)[1:] != (rows, rows + 1):
        raise ValueError(f"Expected a batch of {rows}D affine matrices of shape Nx{rows}x{rows + 1} for size {size}. Got "
                         f"{list(shape(theta))}.")
    if min(size) <= 0:
        raise ValueError(f"Expected non-zero, positive output size. Got {size}")
    return ops.affine_grid(theta, size=size, align_corners=align_corners)


@adapter
def native_channel_shuffle(input, groups):
    return (ops.native_channel_shuffle if "native_channel_shuffle" in ops else ops.channel_shuffle)(input, groups=groups)


native_channel_shuffle.needs = ("channel_shuffle",)
