//===- nnf-ulp.cpp - how exact the vector math library is -------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// Measures functions and activation kernels against references in a wider type and prints a Markdown table: f32 over
// all 2^32 inputs (or every N-th), f64 over samples. Fails when an error exceeds the bound it is held to.
//
//===--------------------------------------------------------------------------------------------------------===//

#include "nnf/Tooling/Accuracy.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <unistd.h>

using namespace mlir::nnf::accuracy;

namespace {

constexpr const char *usage =
    "usage: nnf-ulp [options]\n"
    "\n"
    "Errors of the vector math library in units in the last place, as a Markdown table.\n"
    "\n"
    "  --all              every function and kernel\n"
    "  --function=NAME    only NAME (may be repeated): exp, accurate::silu, ...\n"
    "  --list             the names\n"
    "  --stride=N         every N-th f32 input (default 1: all of them, ten to thirty seconds a function)\n"
    "  --samples=N        f64 samples (default 4000000)\n"
    "  --threads=N        default: one a core\n"
    "  --progress         say on standard error how far it is (default on a terminal)\n";

struct Options {
  bool all = false, list = false, progress = isatty(STDERR_FILENO);
  std::vector<std::string> functions;
  unsigned long stride = 1, samples = 4000000, threads = 0;
};

/// The number after `--name=`, between `lowest` and `highest`; ends the program with a message otherwise.
unsigned long number(const char *argument, const char *value, unsigned long lowest, unsigned long highest) {
  char *end = nullptr;
  unsigned long result = std::strtoul(value, &end, 10);
  if (*value < '0' || *value > '9' || *end || result < lowest || result > highest) {
    std::fprintf(stderr, "nnf-ulp: error: '%s' needs a number from %lu to %lu\n", argument, lowest, highest);
    std::exit(2);
  }
  return result;
}

Options parse(int argc, char **argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const char *a = argv[i];
    auto value = [&](const char *name) -> const char * {
      size_t n = std::strlen(name);
      return std::strncmp(a, name, n) == 0 ? a + n : nullptr;
    };
    if (std::strcmp(a, "--all") == 0) {
      options.all = true;
    } else if (std::strcmp(a, "--list") == 0) {
      options.list = true;
    } else if (std::strcmp(a, "--progress") == 0) {
      options.progress = true;
    } else if (std::strcmp(a, "--help") == 0 || std::strcmp(a, "-h") == 0) {
      std::fputs(usage, stdout);
      std::exit(0);
    } else if (const char *v = value("--function=")) {
      if (!findCase(v)) {
        std::fprintf(stderr, "nnf-ulp: error: no function '%s'; --list shows the names\n", v);
        std::exit(2);
      }
      options.functions.push_back(v);
    } else if (const char *v = value("--stride=")) {
      options.stride = number(a, v, 1, 1ul << 31);
    } else if (const char *v = value("--samples=")) {
      options.samples = number(a, v, 0, 1ul << 40);
    } else if (const char *v = value("--threads=")) {
      options.threads = number(a, v, 1, 1024);
    } else {
      std::fprintf(stderr, "nnf-ulp: error: unknown option '%s'\n%s", a, usage);
      std::exit(2);
    }
  }
  if (!options.all && !options.list && options.functions.empty()) {
    std::fprintf(stderr, "nnf-ulp: error: say --all or --function=NAME\n%s", usage);
    std::exit(2);
  }
  return options;
}

/// "1.234 at -0.5", or what went wrong; with the cancelled part where there is one.
std::string show(const Result &r) {
  char text[160];
  std::snprintf(text, sizeof(text), "%.3f at %.9g", r.worst, r.at);
  std::string all = text;
  if (r.worstCancelled > 0) {
    std::snprintf(text, sizeof(text), "; near the zero %.2f at %.6g", r.worstCancelled, r.cancelledAt);
    all += text;
  }
  return all;
}

/// One row; false if a bound is exceeded. `number` of `count` for who waits.
bool report(const Case &c, const Options &options, size_t number, size_t count) {
  using Clock = std::chrono::steady_clock;
  Clock::time_point start = Clock::now(), said = start;
  auto seconds = [](Clock::duration d) { return std::chrono::duration<double>(d).count(); };
  auto say = [&](double done) {
    Clock::time_point now = Clock::now();
    if (seconds(now - said) < 10)
      return;
    said = now;
    std::fprintf(stderr, "nnf-ulp: %zu of %zu, %s: %.0f %% after %.0f s\n", number, count, c.name, 100 * done,
                 seconds(now - start));
  };
  Result f32 = measureF32(c, unsigned(options.stride), 0, unsigned(options.threads), options.progress ? Progress(say) : Progress());
  Result f64 = measureF64(c, options.samples, unsigned(options.threads));
  bool good = f32.within(c.bound32) && f64.within(c.bound64);
  std::printf("| `%s` | %s | %g | %s | %g | %s |\n", c.name, show(f32).c_str(), c.bound32, show(f64).c_str(), c.bound64,
              good ? "yes" : "**no**");
  std::fflush(stdout);
  if (options.progress)
    std::fprintf(stderr, "nnf-ulp: %zu of %zu, %s: done after %.0f s\n", number, count, c.name, seconds(Clock::now() - start));
  if (f32.standInFails)
    std::fprintf(stderr, "nnf-ulp: %s in f64 is not near enough to its reference at %a\n", c.name, f32.standInFailsAt);
  for (const Result *r : {&f32, &f64})
    if (!good && !(r->worst <= (r == &f32 ? c.bound32 : c.bound64)))
      std::fprintf(stderr, "nnf-ulp: %s(%a) is %a, should be %a\n", c.name, r->at, r->got, r->want);
  return good;
}

} // namespace

int main(int argc, char **argv) {
  Options options = parse(argc, argv);
  if (options.list) {
    for (const Case &c : cases())
      std::printf("%s\n", c.name);
    return 0;
  }
  std::printf("| function | f32: worst ULP | bound | f64: worst ULP | bound | within |\n|---|---|---|---|---|---|\n");
  bool good = true;
  if (options.all) {
    for (const Case &c : cases())
      good = report(c, options, &c - cases().data() + 1, cases().size()) && good;
  } else {
    for (const std::string &name : options.functions)
      good = report(*findCase(name), options, &name - options.functions.data() + 1, options.functions.size()) && good;
  }
  return good ? 0 : 1;
}
