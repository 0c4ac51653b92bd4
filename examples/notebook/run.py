# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs the code cells of a notebook with plain Python, without Jupyter, and compares what they print with what is stored.

    python3 run.py tour.ipynb             # exit status 1 and the differences where a cell prints something else
    python3 run.py tour.ipynb --update    # stores what the cells print
"""

import argparse
import ast
import contextlib
import difflib
import io
import json
import os
import pathlib
import sys
import tempfile


def run_cell(source, namespace, name):
    """What a cell prints, and the representation of its last expression."""
    tree, printed, value = ast.parse(source, name), io.StringIO(), None
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, name, "exec"), namespace)  # noqa: S102 (a notebook of this project)
        if last is not None:
            value = eval(compile(ast.Expression(last.value), name, "eval"), namespace)  # noqa: S307
    return printed.getvalue(), value


def outputs_of(printed, value, count):
    """A cell's outputs in the notebook's format."""
    made = []
    if printed:
        made.append({"name": "stdout", "output_type": "stream", "text": printed.splitlines(keepends=True)})
    if value is not None:
        data = {"text/plain": repr(value).splitlines(keepends=True)}
        if hasattr(type(value), "_repr_html_"):
            data["text/html"] = value._repr_html_().splitlines(keepends=True)
        made.append({"data": data, "execution_count": count, "metadata": {}, "output_type": "execute_result"})
    return made


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("notebook", type=pathlib.Path)
    parser.add_argument("--update", action="store_true", help="store what the cells print")
    options = parser.parse_args()
    path = options.notebook.resolve()
    notebook = json.loads(path.read_text(encoding="utf-8"))
    namespace, count, differ = {"__name__": "__main__"}, 0, False
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # files that cells write
        for cell in notebook["cells"]:
            if cell["cell_type"] != "code":
                continue
            count += 1
            printed, value = run_cell("".join(cell["source"]), namespace, "cell %d" % count)
            outputs = outputs_of(printed, value, count)
            if options.update:
                cell["outputs"], cell["execution_count"] = outputs, count
                continue
            want, got = (json.dumps(o, indent=1, ensure_ascii=False).splitlines() for o in (cell["outputs"], outputs))
            for line in difflib.unified_diff(want, got, "cell %d, stored" % count, "cell %d, now" % count, lineterm=""):
                differ = True
                print(line)
    if options.update:
        path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print("%d cells" % count)
    return int(differ)


if __name__ == "__main__":
    sys.exit(main())
