# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A trace has the kernels of the names given, in this order, one after the other.

    check_trace.py TRACE.JSON NAME...
"""
import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    events = json.load(file)["traceEvents"]
names = [e["name"] for e in events]
if names != sys.argv[2:]:
    sys.exit(f"expected kernels {sys.argv[2:]}, but got {names}")
end = 0
for e in events:
    if e["ph"] != "X" or e["dur"] <= 0 or e["ts"] < end or not e["args"]["places"] or e["args"]["bytes"] <= 0:
        sys.exit(f"a bad event: {e}")
    end = e["ts"] + e["dur"]
