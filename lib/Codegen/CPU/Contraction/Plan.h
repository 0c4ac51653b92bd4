//===- Plan.h - how a sum of products is computed ----------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_CODEGEN_CPU_CONTRACTION_PLAN_H
#define NNF_LIB_CODEGEN_CPU_CONTRACTION_PLAN_H

#include "Emit.h"

namespace mlir::nnf::contraction {

/// Where the tile loop reads a factor.
enum class Packing {
  /// From its buffers.
  None,
  /// From panels that every block makes for itself just before it needs them: they stay in the second level cache.
  PerBlock,
  /// From panels made by a loop nest in front of the main one.
  Before
};

/// What a step of the sum multiplies.
enum class Products {
  /// A number for each accumulator.
  Single,
  /// Two neighbours along the sum, bf16 numbers, for each accumulator.
  Pairs,
  /// Tiles of 16 x 32 by 32 x 16 bf16 numbers for each tile of 16 x 16 accumulators.
  Matrices
};

/// Numbers along the sum that one instruction for matrices takes, in pairs; pairs are packed in as many of them.
inline constexpr int64_t matrixDepth = 32, matrixPairs = 16;
/// Rows and columns of such a tile of accumulators.
inline constexpr int64_t matrixRows = 16;

struct Plan {
  Plan(Problem &p, const CpuTarget &target) : p(p), target(target) {}

  Problem &p;
  const CpuTarget &target;

  /// Accumulators are vectors along this loop,
  unsigned lane = 0;
  /// and a tile holds several steps of this one (none: tiles have one row).
  std::optional<unsigned> row;
  /// The other parallel loops of more than one iteration, outermost first.
  SmallVector<unsigned> outer;
  /// The reduction loops of more than one iteration, outermost first, and whether they are unrolled.
  SmallVector<unsigned> reduction;
  SmallVector<bool> unrolled;

  /// The tile: `rows` x (`vectors` * `lanes`).
  int64_t lanes = 1, vectors = 1, rows = 1;
  /// The factor whose values fill the lanes, and the other one.
  Stage *vectorFactor = nullptr, *rowFactor = nullptr;
  Packing packing = Packing::None;
  /// An outer loop that runs inside a block, where what the block has packed or copied serves all its iterations.
  std::optional<unsigned> sweep;
  /// The factor whose part of an image every block copies into a buffer of its own, and how that image was padded.
  Stage *windowFactor = nullptr;
  std::optional<Padding> padding;
  /// Whether the row factor is first copied to the accumulators' type.
  bool widenRows = false;
  /// Where products are not Single, both factors are copied first, filled up with zeros to a multiple of matrixDepth.
  Products products = Products::Single;
  /// Whether the vectors run along this reduction loop instead, and are added up at the end: no packing, for few rows.
  std::optional<unsigned> dotLoop;
  /// Only where there are fewer rows than this when the code runs; 0: always.
  int64_t dotBelow = 0;
  /// Whether the output is contiguous along the row loop, so that tiles are transposed before they are stored.
  bool transposed = false;
  /// Steps of the innermost reduction loop in one iteration.
  int64_t unroll = 1;
  /// How many steps of the innermost reduction loop to prefetch ahead; 0 for not at all.
  int64_t prefetch = 0;

  /// The window factor's only access.
  const Access &windowAccess() const {
    return *llvm::find_if(windowFactor->ins, [](const Access &a) { return static_cast<bool>(a); });
  }
  int64_t panel() const { return vectors * lanes; }
  /// Whether steps of the sum are pairs or more.
  bool pairs() const { return products != Products::Single; }
  Value sizeOf(unsigned loop) const { return p.loops[loop].size; }
};

/// Whether a factor reads constants alone.
bool isConstantFactor(const Stage &factor);

/// Whether a buffer has the same contents in every call: a global, an argument marked as constant, or what linalg ops
/// make of such ones (see Constants.cpp).
bool isConstantBuffer(Value memref);
/// Marks the ops that fill a constant buffer with nnf.init.
void markInit(Value memref);

/// Decides. `e` may be used for index arithmetic.
Plan makePlan(Emit &e, Problem &p, const CpuTarget &target);

/// Whether the factor reads one buffer.
bool readsOneBuffer(const Stage &factor);

/// Emits the group of `plan` at the builder's insertion point,
void emitPlan(Emit &e, Plan &plan);
/// by tiles of accumulators over blocks of the output,
void emitBlocks(Emit &e, Plan &plan);
/// or by dot products along `plan.dotLoop`.
void emitDot(Emit &e, Plan &plan);

} // namespace mlir::nnf::contraction

#endif // NNF_LIB_CODEGEN_CPU_CONTRACTION_PLAN_H
