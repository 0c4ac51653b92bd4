#!/usr/bin/env python3
# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""docs/Architecture.md links to every folder in lib, in lib/Codegen and in tools.

    check_code_map.py FOLDER
"""
import os
import pathlib
import re
import sys


def main():
    root = pathlib.Path(sys.argv[1])
    map_file = root / "docs" / "Architecture.md"
    linked = {os.path.normpath(map_file.parent / link)
              for link in re.findall(r"\]\(([^)#]+)\)", map_file.read_text(encoding="utf-8"))}
    folders = sorted(path for parent in ("lib", "lib/Codegen", "tools") for path in (root / parent).iterdir()
                     if path.is_dir() and not path.name.startswith((".", "_")))
    missing = [folder for folder in folders if os.path.normpath(folder) not in linked]
    # lib/Codegen may be there by its folders alone.
    missing = [folder for folder in missing if not any(os.path.dirname(link) == str(folder) for link in linked)]
    for folder in missing:
        print(f"docs/Architecture.md does not link to {folder.relative_to(root)}")
    print(f"{len(folders)} folders, {len(missing)} missing")
    sys.exit(1 if missing or not folders else 0)


if __name__ == "__main__":
    main()
