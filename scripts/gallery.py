#!/usr/bin/env python3
# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Draws docs/activations.svg: every activation and its derivative over [-6, 6], computed by nnf.

    scripts/gallery.py                  # writes docs/activations.svg; needs NumPy and the built library
    scripts/gallery.py --output x.svg

The functions are those of the activation families that take one array and have defaults for all else; the derivative is
the difference quotient in float64.
"""

import argparse
import pathlib
import sys

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[1]
LOW, HIGH, POINTS = -6.0, 6.0, 241
WIDTH, HEIGHT, COLUMNS, MARGIN = 190, 150, 5, 26
# What an activation needs beyond its defaults.
EXTRA = {"threshold": {"threshold": 1.0, "value": -1.0}, "prelu": {"weight": np.array([0.25])}}


def activations():
    sys.path.insert(0, str(ROOT / "python"))
    import nnf.functional as F
    from nnf.functional import _signatures
    for name, signature in _signatures.items():
        if not signature.family.startswith("Activation") or name.endswith("_") or not hasattr(F, name):
            continue
        needed = [p for p in list(signature.signature.parameters.values())[1:] if p.default is p.empty]
        if name == "glu" or {p.name for p in needed} - set(EXTRA.get(name, ())):
            continue
        yield name, lambda x, f=getattr(F, name), extra=EXTRA.get(name, {}): f(x, **extra)


def derivative(f, x):
    # Halves of the grid's step on both sides: a kink shows as a step and not as a slope across it.
    h = 1e-6
    return (f(x + h) - f(x - h)) / (2 * h)


def polyline(x, y, low, high, left, top, color, width):
    points, lines = [], []
    previous = None
    for a, b in zip(x, y):
        px = left + (a - LOW) / (HIGH - LOW) * WIDTH
        py = top + (high - b) / (high - low) * HEIGHT
        # A jump is a gap, not a steep line.
        if previous is not None and abs(b - previous) > 0.4 or not low <= b <= high:
            lines.append(points)
            points = []
        if low <= b <= high:
            points.append(f"{px:.1f},{py:.1f}")
        previous = b
    lines.append(points)
    return "".join(f'<polyline points="{" ".join(p)}" stroke="{color}" stroke-width="{width}"/>' for p in lines if len(p) > 1)


def panel(name, f, left, top):
    x = np.linspace(LOW, HIGH, POINTS)
    y, slope = f(x), derivative(f, x)
    low, high = -2.0, 3.0
    zero_x, zero_y = left - LOW / (HIGH - LOW) * WIDTH, top + high / (high - low) * HEIGHT
    return (f'<g fill="none"><rect x="{left}" y="{top}" width="{WIDTH}" height="{HEIGHT}" stroke="#ddd" fill="#fff"/>'
            f'<path d="M{left} {zero_y:.1f}h{WIDTH}M{zero_x:.1f} {top}v{HEIGHT}" stroke="#ddd"/>'
            + polyline(x, slope, low, high, left, top, "#d98c00", 1.2) + polyline(x, y, low, high, left, top, "#1f5fbf", 1.8)
            + f'</g><text x="{left + 5}" y="{top - 6}" font-size="13">{name}</text>')


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", default=ROOT / "docs" / "activations.svg", type=pathlib.Path)
    options = parser.parse_args()
    shown = list(activations())
    rows = (len(shown) + COLUMNS - 1) // COLUMNS
    panels = [panel(name, f, MARGIN + i % COLUMNS * (WIDTH + MARGIN), 58 + i // COLUMNS * (HEIGHT + 34))
              for i, (name, f) in enumerate(shown)]
    width, height = MARGIN + COLUMNS * (WIDTH + MARGIN), 58 + rows * (HEIGHT + 34)
    options.output.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif"><!-- Made by scripts/gallery.py -->'
        f'<rect width="{width}" height="{height}" fill="#fafafa"/>'
        f'<text x="{MARGIN}" y="26" font-size="15">The activations over [-6, 6] (<tspan fill="#1f5fbf">value</tspan>, '
        '<tspan fill="#d98c00">derivative</tspan>), from -2 to 3</text>\n' + "\n".join(panels) + "\n</svg>\n", encoding="utf-8")
    print(f"{options.output}: {len(shown)} activations")


if __name__ == "__main__":
    main()
