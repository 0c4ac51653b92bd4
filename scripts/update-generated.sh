#!/usr/bin/env bash
# Renews the files that are made from the op records and the verifiers: docs/generated/Ops.md, and what functions of the Python
# package require. A test fails when they are stale.
set -euo pipefail
cd "$(dirname "$0")/.."
build=${1:-build}
cmake --build "$build" --target nnf-op-docs nnf-op-table nnf-opt
mkdir -p docs/generated
cp "$build/docs/Ops.md" docs/generated/Ops.md
echo "docs/generated/Ops.md renewed"
examples=$(mktemp)
trap 'rm -f "$examples"' EXIT
python3 test/meta/examples.py "$build/ops.json" >"$examples"
"$build/bin/nnf-opt" --list-requirements "$examples" >python/nnf/functional/requirements.txt
echo "python/nnf/functional/requirements.txt renewed"
