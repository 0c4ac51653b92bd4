# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Builds nnf's wheel: the Python files, the compiled library and the op records. Needs nothing but Python (PEP 517, 660).

The library is $NNF_LIBRARY, or the one of the checkout's build folder: libnnf-c-static.so where it was built, which
depends on the C library alone, else libnnf-c.so, which needs LLVM's shared libraries. Where there is no build, one is made
with `cmake --preset release`.
"""

import base64
import csv
import hashlib
import io
import os
import pathlib
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parents[1]
ROOT = HERE.parent


def _project(field):
    """A string of [project] in pyproject.toml (tomllib is not in every Python that is supported)."""
    text = (HERE / "pyproject.toml").read_text(encoding="utf-8").split("[project]")[1]
    return re.search(rf'^{field} = "([^"]*)"', text, re.M).group(1)


def _build():
    """A release build of the library in the checkout."""
    if not (ROOT / "CMakePresets.json").exists():
        sys.exit("nnf: there is no library: build libnnf-c and name it in NNF_LIBRARY")
    if not (ROOT / "build" / "build.ninja").exists():
        if not shutil.which("cmake"):
            sys.exit("nnf: there is no build folder, and no cmake to make one; name a library in NNF_LIBRARY")
        subprocess.run(["cmake", "--preset", "release"], cwd=ROOT, check=True)
    targets = subprocess.run(["ninja", "-C", "build", "-t", "targets", "all"], cwd=ROOT, check=True, text=True,
                             stdout=subprocess.PIPE).stdout
    target = "nnf-c-static" if re.search(r"^nnf-c-static:", targets, re.M) else "nnf-c"
    subprocess.run(["ninja", "-C", "build", target], cwd=ROOT, check=True)


def library():
    """The compiled library that goes into the wheel."""
    if os.environ.get("NNF_LIBRARY"):
        place = pathlib.Path(os.environ["NNF_LIBRARY"])
        if not place.exists():
            sys.exit(f"nnf: NNF_LIBRARY names {place}, which is not there")
        return place
    places = [ROOT / "build" / "lib" / name for name in ("libnnf-c-static.so", "libnnf-c.so")]
    found = next((p for p in places if p.exists()), None)
    if found is None:
        _build()
        found = next(p for p in places if p.exists())
    return found


def _metadata():
    text = (f"Metadata-Version: 2.1\nName: nnf\nVersion: {_project('version')}\nSummary: {_project('description')}\n"
            f"License: {_project('license')}\nRequires-Python: {_project('requires-python')}\n"
            "Requires-Dist: numpy>=1.23\nDescription-Content-Type: text/markdown\n\n")
    return text + (HERE / "README.md").read_text(encoding="utf-8")


def _tag():
    return "py3-none-" + re.sub(r"[-.]", "_", sysconfig.get_platform())


def _sources():
    for path in sorted((HERE / "nnf").rglob("*")):
        if path.is_file() and path.suffix in (".py", ".pyi", ".txt", ".typed") and "__pycache__" not in path.parts:
            yield path


def _stubs(place):
    """functional/__init__.pyi for the ops of this library."""
    made = subprocess.run([sys.executable, "-m", "nnf", "stubs"], check=True, stdout=subprocess.PIPE, cwd=HERE,
                          env={**os.environ, "PYTHONPATH": str(HERE), "NNF_LIBRARY": str(place)})
    return made.stdout


class _Wheel:
    def __init__(self, folder, name):
        self.archive = zipfile.ZipFile(pathlib.Path(folder) / name, "w", zipfile.ZIP_DEFLATED, compresslevel=9)
        self.record = []

    def add(self, name, data, executable=False):
        info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = (0o100755 if executable else 0o100644) << 16
        self.archive.writestr(info, data)
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        self.record.append((name, f"sha256={digest}", len(data)))

    def close(self, info):
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([*self.record, (f"{info}/RECORD", "", "")])
        self.archive.writestr(f"{info}/RECORD", text.getvalue())
        self.archive.close()


def _entry_points():
    """The sections [project.entry-points.GROUP] of pyproject.toml in the format of an installed package."""
    lines, inside = [], False
    for line in (HERE / "pyproject.toml").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            inside = line.startswith("[project.entry-points.")
            lines += ["[%s]" % line[len("[project.entry-points."):].rstrip("]")] if inside else []
        elif inside and "=" in line:
            lines.append(line.replace('"', ""))
    return "\n".join(lines) + "\n"


def _write(folder, editable):
    version = _project("version")
    name, info = f"nnf-{version}-{_tag()}.whl", f"nnf-{version}.dist-info"
    wheel = _Wheel(folder, name)
    if editable:
        wheel.add("nnf.pth", (str(HERE) + "\n").encode())
    else:
        for path in _sources():
            wheel.add(path.relative_to(HERE).as_posix(), path.read_bytes())
        place = library()
        records = place.with_name("nnf-ops.json")
        if not records.exists():
            sys.exit(f"nnf: {records} is missing beside the library: build the target nnf-c")
        wheel.add("nnf/lib/libnnf-c.so", place.read_bytes(), executable=True)
        wheel.add("nnf/lib/nnf-ops.json", records.read_bytes())
        wheel.add("nnf/functional/__init__.pyi", _stubs(place))
        # What nnf.jit reads: the whole table, where the library comes from a build folder.
        table = place.parents[1] / "ops.json"
        if table.exists():
            wheel.add("nnf/ops.json", table.read_bytes())
    license_file = ROOT / "LICENSE"
    if license_file.exists():
        wheel.add(f"{info}/LICENSE", license_file.read_bytes())
    wheel.add(f"{info}/METADATA", _metadata().encode())
    wheel.add(f"{info}/entry_points.txt", _entry_points().encode())
    wheel.add(f"{info}/WHEEL", f"Wheel-Version: 1.0\nGenerator: nnf_build\nRoot-Is-Purelib: false\nTag: {_tag()}\n".encode())
    wheel.close(info)
    return name


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    return _write(wheel_directory, False)


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    return _write(wheel_directory, True)


def build_sdist(sdist_directory, config_settings=None):
    """The Python files alone; the library is named by NNF_LIBRARY when the wheel is made."""
    base = f"nnf-{_project('version')}"
    with tarfile.open(pathlib.Path(sdist_directory) / f"{base}.tar.gz", "w:gz") as archive:
        for name in ("pyproject.toml", "README.md", "backend/nnf_build.py", "records.py"):
            archive.add(HERE / name, f"{base}/{name}")
        for path in _sources():
            archive.add(path, f"{base}/{path.relative_to(HERE).as_posix()}")
        data = _metadata().encode()
        entry = tarfile.TarInfo(f"{base}/PKG-INFO")
        entry.size = len(data)
        archive.addfile(entry, io.BytesIO(data))
    return f"{base}.tar.gz"
