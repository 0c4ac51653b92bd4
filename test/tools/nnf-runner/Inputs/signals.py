# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""signals.py folder command...: interrupts the command while it writes, and runs two of it at once."""
import os
import signal
import subprocess
import sys
import time

folder, command = sys.argv[1], sys.argv[2:]


def start(*arguments):
    """The command, with interrupts on: a shell turns them off for what it runs in the background."""
    return subprocess.Popen(command + list(arguments), preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))


def files():
    return sorted(os.listdir(folder))


# A pipe that nobody reads blocks the second output; the first has been written or not, but whole.
pipe = os.path.join(folder, "pipe")
for number in (signal.SIGINT, signal.SIGTERM):
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    run = start("--input=400x1000xf32=1", "--output=@" + pipe)
    # The pipe holds 64 KiB of the 1.6 MB.
    deadline = time.time() + 60
    while time.time() < deadline:
        try:
            if os.read(reader, 16):
                break
        except BlockingIOError:
            pass
        time.sleep(0.01)
    run.send_signal(number)
    status = run.wait(timeout=60)
    assert status == -number, f"expected the signal {number}, got status {status}"
    os.close(reader)
    os.remove(pipe)
assert files() == [], files()

# A file system that is slow is a temporary file that grows: interrupt as soon as it is there.
target = os.path.join(folder, "y.npy")
interrupted = 0
for _ in range(8):
    run = start("--input=2000x2000xf32=1", "--output=@" + target)
    deadline = time.time() + 60
    while not files() and run.poll() is None and time.time() < deadline:
        time.sleep(0.0002)
    run.send_signal(signal.SIGINT)
    status = run.wait(timeout=60)
    names = files()
    assert names in ([], ["y.npy"]), names
    if names:
        assert os.path.getsize(target) == 128 + 4 * 2000 * 2000, os.path.getsize(target)
        os.remove(target)
    interrupted += status == -signal.SIGINT
assert interrupted, "no run was interrupted: nothing was tested"

runs = [start(f"--input=500x500xf32={value}", "--output=@" + target) for value in (1, 2, 1, 2)]
assert [run.wait(timeout=60) for run in runs] == [0] * 4
assert files() == ["y.npy"], files()
with open(target, "rb") as f:
    elements = f.read()[128:]
assert len(elements) == 1000000 and len({elements[i : i + 4] for i in range(0, len(elements), 4)}) == 1
