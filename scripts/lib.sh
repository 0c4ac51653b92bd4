# shellcheck shell=bash
# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What demo.sh and test.sh share: packages, versions, the build, Python. To be sourced. Each step looks first whether
# its work is done already and says so in a line; what fails ends the script with one line that says what to do.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
build=build
llvm=/usr/lib/llvm-22
log=$build/setup.log

say() { printf '== %s\n' "$*"; }
fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# quietly WHAT COMMAND...: runs it with its output in the log; fails with "WHAT: last line of the output".
quietly() {
  local what=$1
  shift
  if ! "$@" >>"$log" 2>&1 </dev/null; then
    local reason
    reason=$(grep -v '^ *$' "$log" | grep -E '^(E:|ERROR|error|CMake Error)' | tail -1 || true)
    [ -n "$reason" ] || reason=$(grep -v '^ *$' "$log" | tail -1)
    fail "$what: $reason (all of it: $log)"
  fi
}

# at_least HAVE WANT: whether version HAVE is WANT or later.
at_least() { [ "$(printf '%s\n' "$2" "$1" | sort -V | head -1)" = "$2" ]; }

wanted_packages() { sed 's/#.*//' scripts/packages.txt | awk 'NF { print $1 }'; }

missing_packages() {
  local package
  for package in $(wanted_packages); do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || printf '%s ' "$package"
  done
}

set_up_packages() {
  mkdir -p "$build"
  command -v dpkg-query >/dev/null && command -v apt-get >/dev/null ||
    fail "this is not Debian (no apt-get here); install what scripts/packages.txt lists and run: cmake --preset release"
  local missing apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q)
  missing=$(missing_packages)
  missing=${missing% }
  if [ -z "$missing" ]; then
    say "packages: all $(wanted_packages | wc -l) are installed, nothing to do"
    return
  fi
  say "packages: installing $missing"
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "installing needs root: run 'apt-get install $missing' as root, then this again"
    apt=(sudo "${apt[@]}")
    # Ask for the password while the terminal is still there to type it.
    if [ -t 0 ]; then sudo -v || fail "sudo refused"; else apt=(sudo -n "${apt[@]:1}"); fi
  fi
  : >"$log"
  quietly "no fresh package lists (is there a network?)" "${apt[@]}" -o APT::Update::Error-Mode=any update
  # shellcheck disable=SC2086 # a list of names
  quietly "could not install $missing" "${apt[@]}" install -y --no-install-recommends $missing
}

check_versions() {
  local tool version
  for tool in cmake ninja clang++-22 "$llvm/bin/mlir-tblgen" "$llvm/bin/llvm-config"; do
    command -v "$tool" >/dev/null || fail "$tool is not on PATH, though its package is installed"
  done
  version=$("$llvm/bin/llvm-config" --version)
  case $version in
  22.1.*) ;;
  *) fail "LLVM 22.1 is needed, $llvm holds $version" ;;
  esac
  [ -f "$llvm/lib/cmake/mlir/MLIRConfig.cmake" ] || fail "MLIR is missing in $llvm: reinstall libmlir-22-dev"
  version=$(cmake --version | awk 'NR == 1 { print $3 }')
  at_least "$version" 3.25 || fail "CMake 3.25 or later is needed, $(command -v cmake) is $version"
}

# A job for every core, but no more than fit into memory at 1.5 GiB each.
job_count() {
  awk -v cores="$(nproc)" '
    /^MemAvailable:/ { fit = int($2 / 1572864) }
    END { n = fit < cores ? fit : cores; print n < 1 ? 1 : n }' /proc/meminfo
}

# Ninja's output cut down to a line for each tenth of the work; all else (warnings, errors) passes.
progress() {
  awk -v terminal="$([ -t 1 ] && echo 1 || echo 0)" '
    /^\[[0-9]+\/[0-9]+\] Re-checking globbed/ { next }
    /^\[[0-9]+\/[0-9]+\]/ {
      split(substr($1, 2), n, /[\/\]]/)
      if (!begun++) print "== build: " n[2] " steps"
      if (terminal) { printf "\r   %d of %d steps ", n[1], n[2]; open = 1 }
      else if (n[2] >= 10 && int(10 * n[1] / n[2]) > tenth) {
        tenth = int(10 * n[1] / n[2])
        printf "   %d of %d steps\n", n[1], n[2]
      }
      fflush(); next
    }
    /^ninja: (no work to do|Entering directory)/ { next }
    { if (open) { print ""; open = 0 } print; fflush() }
    END { if (open) print "" }'
}

# build_targets TARGET...: the release build of these, into build/bin.
build_targets() {
  if [ ! -f "$build/build.ninja" ]; then
    say "configure: cmake --preset release"
    : >"$log"
    quietly "cmake --preset release" cmake --preset release
  fi
  local began=$SECONDS
  ninja -C "$build" "-j$(job_count)" "$@" 2>&1 </dev/null | tee "$build/build.log" | progress ||
    fail "the build failed (all of it: $build/build.log)"
  if grep -q 'no work to do' "$build/build.log"; then
    say "build: up to date, nothing to do"
  else
    say "build: done in $((SECONDS - began)) s"
  fi
}

# The tools are the folders of tools/.
tools() { find tools -mindepth 2 -maxdepth 2 -name CMakeLists.txt -printf '%h\n' | sed 's|.*/||' | sort; }

# .venv with PyTorch, for those who ask for it.
set_up_torch() {
  if cmp -s scripts/requirements.txt .venv/requirements.txt; then
    say "PyTorch: in .venv, nothing to do"
    return
  fi
  say "PyTorch: installing scripts/requirements.txt into .venv"
  : >"$log"
  quietly "could not make .venv (is python3-venv installed?)" python3 -m venv .venv
  quietly "could not install scripts/requirements.txt (is there a network?)" \
    .venv/bin/pip install -r scripts/requirements.txt
  cp scripts/requirements.txt .venv/
}

# Prints the first Python here that has torch: $NNF_PYTHON, .venv, python3. Fails where none has.
python_with_torch() {
  local python has='from importlib.util import find_spec as f; raise SystemExit(not (f("torch") and f("numpy")))'
  for python in ${NNF_PYTHON:+"$NNF_PYTHON"} .venv/bin/python python3; do
    if "$python" -c "$has" 2>/dev/null; then
      command -v "$python"
      return
    fi
  done
  return 1
}
