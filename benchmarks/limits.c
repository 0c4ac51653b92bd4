/*===- limits.c - what one core of this machine can do: fused multiply-adds and copies ---------------*- C -*-===*\
|*                                                                                                              *|
|* Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.                                 *|
|* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception                                                      *|
|*                                                                                                              *|
|* Compiled by peers.py with -march=native. Threads are the caller's: each calls in, ctypes drops the lock.     *|
\*===----------------------------------------------------------------------------------------------------------===*/
#include <stddef.h>
#include <string.h>

#if defined(__AVX512F__)
typedef float lane __attribute__((vector_size(64)));
enum { LANES = 16, ACCUMULATORS = 24 };
#else
typedef float lane __attribute__((vector_size(32)));
enum { LANES = 8, ACCUMULATORS = 12 };
#endif

/* `rounds` times ACCUMULATORS independent a = a * x + y; returns the floating-point operations done. */
double nnf_fma(long rounds, float *sink) {
  lane a[ACCUMULATORS], x, y;
  memset(&x, 0, sizeof x);
  x += 0.999f;
  y = x - 0.5f;
  for (int i = 0; i < ACCUMULATORS; ++i)
    a[i] = x * (float)i;
  for (long r = 0; r < rounds; ++r) {
#pragma clang loop unroll(full)
    for (int i = 0; i < ACCUMULATORS; ++i) {
      a[i] = a[i] * x + y;
      __asm__ volatile("" : "+v"(a[i]));
    }
  }
  for (int i = 1; i < ACCUMULATORS; ++i)
    a[0] += a[i];
  *sink = a[0][0];
  return 2.0 * LANES * ACCUMULATORS * (double)rounds;
}

/* Copies with vector loads and stores; bytes read plus bytes written. */
double nnf_copy(float *to, const float *from, size_t n) {
  for (size_t i = 0; i + LANES <= n; i += LANES) {
    lane v;
    memcpy(&v, from + i, sizeof v);
    memcpy(to + i, &v, sizeof v);
  }
  return 2.0 * sizeof(float) * (double)n;
}
