# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The GoogleTest programs, so that lit runs them and counts each case as one test."""

import os

import lit.formats

config.name = "nnf-unit"
config.test_format = lit.formats.GoogleTest(".", "Tests")
config.suffixes = []
config.excludes = ["CMakeFiles"]
config.test_source_root = config.test_exec_root = config.nnf_unit_dir
config.environment["NNF_CACHE_DIR"] = os.path.join(config.nnf_unit_dir, "kernel-cache")
config.environment["TMPDIR"] = os.environ.get("TMPDIR", "/tmp")
if config.nnf_sanitize:
    config.environment["ASAN_OPTIONS"] = "detect_leaks=0"
    config.environment["UBSAN_OPTIONS"] = "print_stacktrace=1:halt_on_error=1"
