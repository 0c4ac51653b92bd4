#!/usr/bin/env bash
# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Sets up, builds the tools, compiles the digit classifier of examples/digits and runs it on 1,797 handwritten digits.
# With --torch it first makes .venv with PyTorch, to be timed beside it; a Python with PyTorch that is here already is
# used without being asked for.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

usage="usage: scripts/demo.sh [--torch]"
for option; do
  case $option in
  --torch) with_torch=1 ;;
  -h | --help)
    echo "$usage"
    exit
    ;;
  *) fail "unknown option '$option'; $usage" ;;
  esac
done

set_up_packages
check_versions
[ -z "${with_torch:-}" ] || set_up_torch
# shellcheck disable=SC2046 # a list of names
build_targets $(tools)

digits=examples/digits
out=$build/digits
opt=$build/bin/nnf-opt
runner=$build/bin/nnf-runner
mkdir -p "$out"
row() { printf '   %-22s %s\n' "$1" "$2"; }

# Runs a tool; fails with the first line that it says.
tool() { "$@" 2>"$out/errors" || fail "$(head -1 "$out/errors")"; }

# ops FILE DIALECT...: how many ops of these dialects, without constants and yields, and the most frequent ones.
ops() {
  local file=$1 dialects
  shift
  dialects=$(IFS='|' && echo "$*")
  sed 's/"[^"]*"//g' "$file" | grep -oE "(^|= ) *($dialects)\.[a-z_0-9.]+" | sed 's/^[= ]*//' |
    grep -vE 'yield|constant' | sort | uniq -c | sort -k1,1nr -k2 | awk '
      { n += $1; if (NR <= 5) names = names ", " $1 " " $2 }
      END { printf "%d ops: %s%s", n, substr(names, 3), (NR > 5 ? ", ..." : "") }'
}

if [ "$out/machine.o" -nt "$opt" ] && [ "$out/machine.o" -nt "$digits/digits.mlir" ]; then
  say "stages of @classify in $digits/digits.mlir: compiled before, nothing to do (in $out)"
else
  say "stages of @classify in $digits/digits.mlir, compiled by nnf-opt into $out"
  tool "$opt" "$digits/digits.mlir" --inline --symbol-privatize=exclude=classify --symbol-dce -o "$out/nnf.mlir"
  for stage in linalg bufferized vector llvm; do
    tool "$opt" "$out/nnf.mlir" "--nnf-to-cpu=stop-after=$stage" -o "$out/$stage.mlir"
  done
  tool "$runner" "$out/nnf.mlir" --emit=obj -o "$out/machine.o"
fi
row nnf "$(ops "$out/nnf.mlir" nnf)"
row linalg "$(ops "$out/linalg.mlir" linalg tensor)"
row bufferized "$(ops "$out/bufferized.mlir" linalg memref)"
row vector "$(ops "$out/vector.mlir" scf vector memref arith math)"
row llvm "$(ops "$out/llvm.mlir" llvm)"
row "machine code" "$(($(stat -c %s "$out/machine.o") / 1024)) KiB"

# call FUNCTION ARGUMENT...: @FUNCTION of the classifier on the images.
call() {
  local name=$1
  shift
  tool "$runner" "$digits/digits.mlir" "--function=$name" "--input=@$digits/images.npy" "$@"
}
labels=--input=@$digits/labels.npy
# The number in "result[0]: f32=0.5"; the same as a percentage.
number() { awk -F= '{ print $NF }'; }
percent() { awk -F= '{ printf "%.2f %%", 100 * $NF }'; }
# agrees FUNCTION ARGUMENT...: fails where a result is not as expected.
agrees() {
  "$runner" "$digits/digits.mlir" "--function=$1" "--input=@$digits/images.npy" --output= "${@:2}" >"$out/check" 2>&1 ||
    fail "$1 is not what PyTorch computed: $(head -1 "$out/check")"
}

say "1797 handwritten digits (UCI), 8x8 pixels each, run by nnf-runner"
call classify "--output=@$out/probabilities.npy"
all=$(call accuracy "$labels" | percent)
unseen=$(call accuracy_unseen "$labels" | percent)
row accuracy "$all, and $unseen of the 600 that training never saw"
loss=$(call loss "$labels" | number)
row "mean cross-entropy" "$loss"

agrees logits "--expected-output=@$digits/expected_logits.npy"
agrees classify "--expected-output=@$digits/expected_probabilities.npy"
agrees loss "$labels" "--expected-output=@$digits/expected_loss.npy"
row "PyTorch's outputs" "17970 logits, as many probabilities and the loss agree with the stored ones"

call classify --output= --benchmark --benchmark-format=json >"$out/benchmark.json"
row time "$(awk -F '[:,]' '
  /"median_ns"/ { ns = $2 } /"threads"/ { threads = $2 + 0 } /"compile_ms"/ { ms = $2 } /"cached": true/ { cached = 1 }
  END {
    printf "%.2f us an image, %d thread%s, ", ns / 1797000, threads, (threads > 1 ? "s" : "")
    if (cached) print "compiled before"; else printf "compiled in %.0f ms", ms
  }' "$out/benchmark.json")"

if python=$(python_with_torch); then
  ratio=$("$python" "$digits/compare_with_pytorch.py" "$runner" 2>"$out/errors") || fail "$(tail -1 "$out/errors")"
  row "against PyTorch" "$ratio"
else
  row "against PyTorch" "left out: no Python with torch and numpy here (scripts/demo.sh --torch makes one)"
fi
