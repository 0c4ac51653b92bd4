# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Times the classifier in nnf-runner and in PyTorch eager, in turns, on all images at once.

    compare_with_pytorch.py NNF_RUNNER [ROUNDS]

Both get the same number of threads and their inputs in memory. Of each the best of the rounds' medians counts, so that
what else the machine does in between hits neither.
"""
import json
import statistics
import subprocess
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

from train import HERE, Classifier, load_data


def nnf_seconds(runner, threads):
    """The median time of a call."""
    run = subprocess.run([runner, HERE / "digits.mlir", "--function=classify", f"--input=@{HERE / 'images.npy'}",
                          "--output=", f"--num-threads={threads}", "--benchmark", "--benchmark-format=json"],
                         stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(run.stdout)["median_ns"] * 1e-9


def eager_seconds(model, images, budget=0.5):
    """The median time of a call, over half a second of calls after a tenth as much to warm up."""
    def call():
        began = time.perf_counter()
        F.softmax(model(images), 1)
        return time.perf_counter() - began

    with torch.inference_mode():
        for seconds in (budget / 10, budget):
            times, end = [], time.perf_counter() + seconds
            while time.perf_counter() < end or len(times) < 3:
                times.append(call())
    return statistics.median(times)


def main():
    runner, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3
    threads = torch.get_num_threads()
    model = Classifier().eval()
    model.load_state_dict({name: torch.from_numpy(value) for name, value in np.load(HERE / "weights.npz").items()},
                          strict=False)
    images, _ = load_data()
    times = [(nnf_seconds(runner, threads), eager_seconds(model, images)) for _ in range(rounds)]
    nnf, eager = (min(column) * 1e6 / len(images) for column in zip(*times))
    print(f"{eager:.2f} us an image in PyTorch {torch.__version__} eager, {nnf:.2f} here: {eager / nnf:.2f} times as fast "
          f"({threads} thread{'s' if threads > 1 else ''} each)")


if __name__ == "__main__":
    main()
