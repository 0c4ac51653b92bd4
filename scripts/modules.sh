#!/usr/bin/env bash
# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Random modules through everything: parse, lint, canonicalise, fuse, compile, run, compared with the reference. What fails is kept in
# build/modules and made small by nnf-reduce.
#
#   scripts/modules.sh [COUNT] [FIRST]      100000 modules from number 0
set -uo pipefail
cd "$(dirname "$0")/.."
count=${1:-100000} first=${2:-0} build=${BUILD:-build} kept=${BUILD:-build}/modules
cmake --build "$build" --target nnf-generate nnf-reduce nnf-runner nnf-opt || exit 2
mkdir -p "$kept"
"$build/bin/nnf-generate" --check --seed="$first" --count="$count" --keep="$kept" && exit 0
for module in "$kept"/module-*[0-9].mlir; do
  small=${module%.mlir}.small.mlir
  "$build/bin/nnf-reduce" "$module" --check --timeout=120 -o "$small" || { echo "$module: not reduced"; continue; }
  echo "$small:"
  cat "$small"
  "$build/bin/nnf-generate" --check "$small"
done
exit 1
