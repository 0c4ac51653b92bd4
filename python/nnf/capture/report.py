# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What could not be captured: all of it in one report, by the user's file and line."""


class Problem:
    """`function` as the user called it, `file` and `line` of that call, `why`, and what to `do` about it."""

    def __init__(self, function, file, line, module, why, do):
        self.function, self.file, self.line, self.module, self.why, self.do = function, file, line, module, why, do

    def __str__(self):
        where = "%s:%d" % (self.file, self.line) + (" in " + self.module if self.module else "")
        return "%s: %s: %s; %s" % (where, self.function, self.why, self.do)


class CaptureError(RuntimeError):
    """`problems` lists everything that was found, `str()` says it. `complete`: the capture got to the end all the same.
    Without problems `what` is all there is to say."""

    def __init__(self, problems, what, complete=False):
        self.problems, self.complete = list(problems), complete
        lines = ["%s cannot be captured: %d problem%s" % (what, len(self.problems), "s" if len(self.problems) != 1 else "")
                 if self.problems else what]
        super().__init__("\n  ".join(lines + [str(p) for p in self.problems]))


class Unsupported(Exception):
    """Raised by a lowering: `why` in a clause, `do` in another."""

    def __init__(self, why, do="use fallback=True to let PyTorch run it"):
        super().__init__(why)
        self.why, self.do = why, do
