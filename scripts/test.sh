#!/usr/bin/env bash
# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Sets up, builds and runs every test; the last line is "N passed, N failed". With --torch it first makes .venv with
# PyTorch, so that the tests that compare with it live run too.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

for option; do
  case $option in
  --torch) with_torch=1 ;;
  -h | --help)
    echo "usage: scripts/test.sh [--torch]"
    exit
    ;;
  *) fail "unknown option '$option'; usage: scripts/test.sh [--torch]" ;;
  esac
done

set_up_packages
check_versions
[ -z "${with_torch:-}" ] || set_up_torch
build_targets
say "tests"
exec python3 test/count.py --build "$build/test"
