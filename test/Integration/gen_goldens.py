# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes Inputs/<Family>.mlir and .npy: a few cases of each family with PyTorch's answers, for tests without PyTorch.

    python test/Integration/gen_goldens.py [Family...]
"""

import os
import sys

import torch_cases
import spatial_cases  # noqa: F401, adds families


def main():
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs")
    os.makedirs(folder, exist_ok=True)
    torch_cases.load()
    for name in sys.argv[1:] or torch_cases.FAMILIES:
        base = os.path.join(folder, name)
        torch_cases.write(torch_cases.make([name], torch_cases.COUNTS.get(name, 5), 11), base + ".mlir", base + ".npy")


if __name__ == "__main__":
    main()
