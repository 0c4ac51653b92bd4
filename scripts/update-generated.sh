#!/usr/bin/env bash
# Renews the files under docs/generated/ that are made from the op records. A test fails when they are stale.
set -euo pipefail
cd "$(dirname "$0")/.."
build=${1:-build}
cmake --build "$build" --target nnf-op-docs
mkdir -p docs/generated
cp "$build/docs/Ops.md" docs/generated/Ops.md
echo "docs/generated/Ops.md renewed"
