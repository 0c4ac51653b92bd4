//===- Limits.h - how fast this machine can be at all -----------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_LIMITS_H
#define NNF_TOOLING_LIMITS_H

namespace mlir::nnf {

/// Measured, not looked up: what this machine does at this moment.
struct MachineLimits {
  double copyBytesPerSecond;  ///< bytes read plus bytes written by memcpy of more than the caches hold
  double flopsPerSecond;      ///< of multiply-adds of f32 in registers, in the widest vectors, two for each
};

/// With so many threads at once; takes about a quarter of a second.
MachineLimits measureLimits(int threads);

} // namespace mlir::nnf

#endif // NNF_TOOLING_LIMITS_H
