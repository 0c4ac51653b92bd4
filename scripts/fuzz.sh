#!/usr/bin/env bash
# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Builds a fuzzer with AddressSanitizer and UndefinedBehaviorSanitizer and runs it:
#
#   scripts/fuzz.sh npy|values|module [RUNS [FLAGS OF LIBFUZZER...]]
#
# RUNS is 1,000,000 for the parsers and 100,000 for modules unless said otherwise; 0 is without end. What makes it crash, hang (20 s) or take
# 4 GiB is left in build-fuzz/NAME as crash-*, timeout-* or oom-*; new inputs stay in build-fuzz/NAME/corpus.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

name=${1:-}
case $name in
npy | values) runs=1000000 ;;
module) runs=100000 ;;
*) fail "usage: scripts/fuzz.sh npy|values|module [RUNS [FLAGS OF LIBFUZZER...]]" ;;
esac
runs=${2:-$runs}
[[ $runs =~ ^[0-9]+$ ]] || fail "RUNS: expected a whole number, but got '$runs'"
[ "$runs" -gt 0 ] || runs=-1

set_up_packages
build=build-fuzz
log=$build/setup.log
mkdir -p "$build"
if [ ! -f "$build/build.ninja" ]; then
  say "configure: cmake --preset fuzz"
  : >"$log"
  quietly "cmake --preset fuzz" cmake --preset fuzz
fi
targets=("nnf-fuzz-$name")
[ "$name" != module ] || targets+=(nnf-op-table)
build_targets "${targets[@]}"
python3 test/Fuzz/seeds.py "$name" "$build/ops.json" "$build/$name/corpus"
say "nnf-fuzz-$name, $runs runs"
# Debian's libMLIR and libLLVM are not instrumented: what they keep for the life of the process looks like leaks, and their containers
# like overflows.
export ASAN_OPTIONS=detect_leaks=0:detect_container_overflow=0:allocator_may_return_null=0 UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
exec "$build/test/Fuzz/nnf-fuzz-$name" "-runs=$runs" -timeout=20 -rss_limit_mb=4096 -malloc_limit_mb=2048 -detect_leaks=0 \
  -print_final_stats=1 "-artifact_prefix=$build/$name/" "${@:3}" "$build/$name/corpus"
