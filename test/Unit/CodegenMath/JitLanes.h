//===- JitLanes.h - one vector function, compiled and callable --------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_UNIT_CODEGENMATH_JITLANES_H
#define NNF_UNIT_CODEGENMATH_JITLANES_H

#include "nnf/Codegen/Math/IRLane.h"

#include "llvm/ADT/STLFunctionalExtras.h"
#include <memory>
#include <string>

namespace mlir::nnf::testing {

/// A function from one value of a type to another of the same type, made by `body` at the place of its operand.
class JitLanes {
public:
  struct Options {
    /// "f32", "vector<16xf32>", ...
    std::string type = "f32";
    MathTarget target;
    /// The type of the result if it is another.
    std::string resultType = {};
  };
  using Body = llvm::function_ref<Value(OpBuilder &, Location, Value)>;

  /// Runs nnf-expand-math with the options' target over what `body` made and compiles it for this machine.
  JitLanes(const Options &options, Body body);
  ~JitLanes();

  /// Reads one value of the type at `in`, writes one at `out`.
  void run(const void *in, void *out) const { function(in, out); }
  /// The IR after the expansion.
  const std::string &getExpanded() const { return expanded; }

private:
  struct Impl;
  std::unique_ptr<Impl> impl;
  void (*function)(const void *, void *) = nullptr;
  std::string expanded;
};

/// Whether this machine runs AVX-512 F and VL.
bool hostHasAvx512();
/// Whether it runs AVX2.
bool hostHasAvx2();

} // namespace mlir::nnf::testing

#endif // NNF_UNIT_CODEGENMATH_JITLANES_H
