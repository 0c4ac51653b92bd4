#!/usr/bin/env python3
# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Every relative link of every Markdown file below a folder leads to a file, and a #part of one to a heading.

    check_links.py FOLDER
"""
import os
import pathlib
import re
import sys


def anchors(document):
    """What a forge makes of the headings: lower case, without punctuation, dashes for spaces."""
    titles = re.findall(r"^#+ +(.*?) *$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", title).lower()).replace(" ", "-")
            for title in titles}


def documents(folder):
    for path, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".git", ".venv", "build")))
        yield from (pathlib.Path(path, name) for name in sorted(files) if name.endswith(".md"))


def main():
    count = broken = 0
    for document in documents(sys.argv[1]):
        text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
        for link in re.findall(r"\]\(([^)\s]+)\)", text):
            if re.match(r"[a-z]+:", link):
                continue
            count += 1
            path, _, part = link.partition("#")
            target = (document.parent / path) if path else document
            if not target.exists():
                problem = "no such file"
            elif part and part not in anchors(target):
                problem = f"no heading '{part}'"
            else:
                continue
            broken += 1
            print(f"{document}: {link}: {problem}")
    print(f"{count} links, {broken} broken")
    sys.exit(1 if broken or not count else 0)


if __name__ == "__main__":
    main()
