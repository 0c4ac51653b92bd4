# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Makes images.npy and labels.npy from the digits.csv.gz that every scikit-learn wheel carries.

    pip download scikit-learn --no-deps
    unzip scikit_learn-*.whl sklearn/datasets/data/digits.csv.gz
    python data.py sklearn/datasets/data/digits.csv.gz

The two files are in the repository; this is how they came about. A row of the CSV is 64 pixels, each 0..16, and the
digit. The order of the rows is kept.
"""
import gzip
import pathlib
import sys

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent


def main():
    if len(sys.argv) != 2:
        sys.exit(f"usage: {sys.argv[0]} digits.csv.gz")
    with gzip.open(sys.argv[1], "rt") as file:
        rows = np.loadtxt(file, delimiter=",")
    if rows.shape != (1797, 65):
        sys.exit(f"expected 1797 rows of 65 numbers, got an array of shape {rows.shape}")
    np.save(HERE / "images.npy", (rows[:, :64] / 16).astype(np.float32).reshape(-1, 1, 8, 8))
    np.save(HERE / "labels.npy", rows[:, 64].astype(np.int64))


if __name__ == "__main__":
    main()
