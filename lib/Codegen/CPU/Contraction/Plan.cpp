//===- Plan.cpp - the choices: lanes, tile, packing ----------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// All sizes that steer a choice are static ones; a dynamic size counts as large.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Plan.h"

#include "Pairs.h"
#include "Window.h"
#include "nnf/Codegen/CPU/Contraction.h"
#include "nnf/Codegen/CPU/Views.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::contraction;

/// What a dynamic size is taken for.
static constexpr int64_t large = 1024;

/// How far ahead to ask for weights.
static constexpr int64_t prefetchBytes = 16 << 10;
/// Rows up to which weights that are not packed beforehand are better not packed at all.
static constexpr int64_t mostDotRows = 16;

static int64_t estimate(const Plan &plan, unsigned loop) { return Emit::known(plan.sizeOf(loop)).value_or(large); }

bool contraction::isConstantFactor(const Stage &factor) {
  return llvm::all_of(factor.ins, [](const Access &in) { return !in || isConstantBuffer(in.memref); });
}

static bool contiguousAlong(const Stage &factor, unsigned loop) {
  return llvm::all_of(factor.ins, [&](const Access &in) { return !in || !in.uses(loop) || isContiguous(in, loop); });
}

/// The loop whose vectors become lanes: the one along which the output is contiguous.
static unsigned chooseLane(const Problem &p, ArrayRef<unsigned> parallel) {
  for (unsigned l : parallel)
    if (isContiguous(p.out, l))
      return l;
  return parallel.back();
}

/// Convolutions: along the pixels of a row, windows overlap, and rows are short and seldom a multiple of a vector. Output
/// channels make better lanes, though the output is not contiguous along them: tiles of pixels x channels are transposed
/// before they are stored. Returns those channels, or nothing where `lane` is better.
static std::optional<unsigned> chooseChannels(const Plan &plan, unsigned lane, ArrayRef<unsigned> parallel) {
  const Problem &p = plan.p;
  const Stage &image = p.a.uses(lane) ? p.a : p.b, &filter = p.a.uses(lane) ? p.b : p.a;
  bool window = llvm::any_of(image.ins, [&](const Access &in) {
    return in && llvm::any_of(in.index, [&](const Linear &l) {
             return l.factor(lane) && (l.terms.size() > 1 || l.factor(lane) != 1) &&
                    llvm::all_of(l.terms, [&](const Term &t) { return t.loop == lane || p.loops[t.loop].reduction; });
           });
  });
  if (!window || filter.uses(lane))
    return std::nullopt;
  std::optional<unsigned> best;
  for (unsigned l : parallel)
    if (!image.uses(l) && filter.uses(l) && estimate(plan, l) >= plan.lanes &&
        (!best || estimate(plan, l) > estimate(plan, *best)))
      best = l;
  return best;
}

/// The loop of the rows of a tile: one that only the other factor depends on, so that a vector serves all rows and a
/// scalar all vectors. Where there is none (depthwise convolutions), one along which the vector factor's loads overlap.
static std::optional<unsigned> chooseRow(const Plan &plan, ArrayRef<unsigned> candidates) {
  std::optional<unsigned> best;
  for (unsigned l : candidates)
    if (!plan.vectorFactor->uses(l) && plan.rowFactor->uses(l) && (!best || estimate(plan, l) >= 4))
      best = l;
  if (best)
    return best;
  for (unsigned l : candidates)
    if (plan.vectorFactor->uses(l) && !plan.rowFactor->uses(l))
      best = l;
  return best;
}

bool contraction::readsOneBuffer(const Stage &factor) {
  return llvm::count_if(factor.ins, [](const Access &in) { return static_cast<bool>(in); }) == 1;
}

/// Whether some dimension is walked by a parallel and a reduction loop: the input of a convolution.
static bool hasWindow(const Problem &p, const Stage &factor) {
  for (const Access &in : factor.ins)
    for (const Linear &l : in.index) {
      bool parallel = false, reduction = false;
      for (const Term &t : l.terms)
        (p.loops[t.loop].reduction ? reduction : parallel) = true;
      // Groups of channels are no window: they do not overlap.
      if (parallel && reduction && llvm::any_of(l.terms, [&](const Term &t) {
            auto size = Emit::known(p.loops[t.loop].size);
            return p.loops[t.loop].reduction &&
                   llvm::none_of(l.terms, [&](const Term &o) { return !p.loops[o.loop].reduction && size && o.factor >= *size * t.factor; });
          }))
        return true;
    }
  return false;
}

/// A block's copy of the image it reads, where the image is padded or has another type than the sum. And the outer loop
/// that runs inside a block: next to the rows that are in cache already, or over the same packed panels.
static void chooseWindow(Plan &plan) {
  Problem &p = plan.p;
  Stage *image = hasWindow(p, p.a) ? &p.a : hasWindow(p, p.b) ? &p.b : nullptr;
  if (!plan.outer.empty() && !plan.vectorFactor->uses(plan.outer.back()))
    plan.sweep = plan.outer.back();
  if (!image || !readsOneBuffer(*image) || plan.packing == Packing::PerBlock)
    return;
  bool inVectors = image == plan.vectorFactor;
  // Packed panels hold a copy already.
  if (inVectors && plan.packing != Packing::None)
    return;
  const Access &in = *llvm::find_if(image->ins, [](const Access &a) { return static_cast<bool>(a); });
  std::optional<unsigned> sweep = plan.sweep;
  if (!plan.outer.empty() && image->uses(plan.outer.back()))
    sweep = plan.outer.back();
  auto isMoving = [&](unsigned l) { return p.loops[l].reduction || l == plan.lane || l == plan.row || l == sweep; };
  // A channel in the last dimension would walk several images.
  if (!allowsWindow(in, isMoving))
    return;
  std::optional<Padding> padding = findPadding(p, in);
  if (!padding && image->isLoad())
    return;
  plan.windowFactor = image;
  plan.padding = std::move(padding);
  // Only what overlaps is worth sharing.
  if (sweep && llvm::any_of(in.index, [&](const Linear &l) { return l.factor(*sweep) && l.terms.size() > 1; }))
    plan.sweep = sweep;
}

static void chooseTile(Plan &plan) {
  int64_t registers = plan.target.vectorRegisters;
  int64_t rows = plan.row ? estimate(plan, *plan.row) : 1;
  int64_t columns = estimate(plan, plan.lane);
  if (plan.products == Products::Matrices) {
    // Four tiles of accumulators, of eight: fewer do not cover the latency of a product.
    plan.rows = std::min<int64_t>(rows, 2 * matrixRows);
    plan.vectors = std::min<int64_t>(rows <= matrixRows ? 4 : 2, llvm::divideCeil(columns, plan.lanes));
    return;
  }
  // Accumulators that leave room for a vector of each column and one broadcast value.
  int64_t budget = registers >= 32 ? 24 : registers - 4;
  plan.vectors = std::clamp<int64_t>(llvm::bit_floor<uint64_t>(budget / std::max<int64_t>(rows, 1)), 2, 8);
  plan.vectors = std::min<int64_t>(plan.vectors, llvm::divideCeil(columns, plan.lanes));
  plan.rows = plan.vectors == 1 ? std::min<int64_t>(16, registers - 4) : budget / plan.vectors;
  // Pixels that windows share stay in registers from one product to the next. With 16 registers, 4 rows have no more
  // products at a time than the latency of one asks for, and 6 leave no room for pixels.
  if (plan.transposed)
    plan.rows = std::min<int64_t>(plan.rows, registers >= 32 ? 10 : 5);
  // One vector of weights for all: its window stays in registers beside the accumulators.
  if (plan.row && !plan.rowFactor->uses(*plan.row) && plan.vectorFactor->uses(*plan.row)) {
    plan.vectors = 1;
    plan.rows = registers >= 32 ? 8 : 4;
  }
  // 4 KiB from row to row put the elements of all rows into one set of the first level cache.
  if (plan.row && plan.vectors == 2 && !plan.pairs()) {
    for (const Access &in : plan.rowFactor->ins) {
      if (!in)
        continue;
      std::optional<int64_t> stride = in.stride(*plan.row);
      if (stride && *stride != 0 && *stride * CpuTarget::bits(in.type().getElementType()) / 8 % 4096 == 0)
        plan.rows = std::min<int64_t>(plan.rows, 8);
    }
  }
  // One tile rather than two halves.
  if (!plan.transposed && rows <= plan.rows + 2 && (rows + 1) * plan.vectors + 1 <= registers)
    plan.rows = std::max(rows, plan.rows);
  // Tiles of one size rather than two: half the code.
  for (int64_t r = plan.rows; r >= plan.rows * 7 / 12 && (r == plan.rows || r * plan.vectors >= 10); --r)
    if (rows % r == 0) {
      plan.rows = r;
      break;
    }
  if (rows < plan.rows)
    plan.rows = rows;
}

static void choosePacking(Plan &plan) {
  const Stage &v = *plan.vectorFactor;
  int64_t rows = plan.row ? estimate(plan, *plan.row) : 1;
  bool usesRow = plan.row && v.uses(*plan.row);
  if (usesRow || !v.uses(plan.lane))
    return;
  bool inLanes = contiguousAlong(v, plan.lane) && !plan.pairs();
  // A vector that is used once is best read where it is; windows overlap, and would be packed many times.
  if (inLanes && (rows <= plan.rows || hasWindow(plan.p, v)))
    return;
  bool reread = llvm::any_of(plan.outer, [&](unsigned l) { return !v.uses(l); });
  plan.packing = reread || isConstantFactor(v) ? Packing::Before : Packing::PerBlock;
}

/// Dot products along a reduction loop that both factors walk contiguously: nothing is packed, but the lanes must be
/// added up at the end, and every vector of the row factor is loaded once per column. Where the number of rows is not
/// known, that is decided when it is.
static void chooseDot(Plan &plan) {
  // Zeros stand behind the end of the vectors: they must stay zeros.
  if (!isa<FloatType>(plan.p.accumulator) || !plan.p.a.isConversion() || !plan.p.b.isConversion())
    return;
  auto rows = plan.row ? Emit::known(plan.sizeOf(*plan.row)) : std::optional<int64_t>(1);
  int64_t columns = estimate(plan, plan.lane);
  for (unsigned l : plan.reduction) {
    if (!plan.vectorFactor->uses(l) || !plan.rowFactor->uses(l) || !contiguousAlong(*plan.vectorFactor, l) ||
        !contiguousAlong(*plan.rowFactor, l) || contiguousAlong(*plan.vectorFactor, plan.lane))
      continue;
    if (plan.row && plan.vectorFactor->uses(*plan.row))
      continue;
    if (estimate(plan, l) < 2 * plan.lanes)
      continue;
    bool constant = isConstantFactor(*plan.vectorFactor);
    if (columns < plan.lanes || (rows && *rows <= (constant ? 2 : mostDotRows))) {
      plan.dotLoop = l;
    } else if (!rows && !constant && plan.outer.empty()) {
      plan.dotLoop = l;
      plan.dotBelow = mostDotRows + 1;
    }
  }
}

/// Weights that are read once come from memory: the hardware's prefetchers stop at pages, and start late.
static void choosePrefetch(Plan &plan) {
  if (plan.packing != Packing::Before || plan.reduction.size() != 1 || !plan.row)
    return;
  int64_t bytes = CpuTarget::bits(plan.p.accumulator) / 8;
  int64_t weights = estimate(plan, plan.lane) * estimate(plan, plan.reduction[0]) * bytes;
  if (estimate(plan, *plan.row) <= 2 * plan.rows && weights > plan.target.l2Bytes)
    plan.prefetch = std::max<int64_t>(1, prefetchBytes / bytes / plan.panel());
}

/// Windows of a convolution are unrolled, so that shifted pixels are seen to be the same ones; a long loop by four.
static void chooseUnrolling(Plan &plan) {
  plan.unrolled.assign(plan.reduction.size(), false);
  // Multiply-adds in the loop's body.
  int64_t work = plan.rows * plan.vectors;
  for (size_t i = plan.reduction.size(); i-- > 0;) {
    auto size = Emit::known(plan.sizeOf(plan.reduction[i]));
    if (!size || *size * work > 192 || plan.pairs())
      break;
    plan.unrolled[i] = true;
    work *= *size;
  }
  // Fewer branches and counters beside the multiply-adds: some cores issue both through the same ports.
  if (!plan.reduction.empty() && !plan.unrolled.back() && work > 4 && estimate(plan, plan.reduction.back()) >= 32)
    plan.unroll = 4;
}

Plan contraction::makePlan(Emit &e, Problem &p, const CpuTarget &target) {
  Plan plan(p, target);
  SmallVector<unsigned> parallel;
  for (unsigned l = 0; l < p.loops.size(); ++l) {
    if (Emit::known(p.loops[l].size) == 1)
      continue;
    (p.loops[l].reduction ? plan.reduction : parallel).push_back(l);
  }
  plan.lanes = target.lanes(p.accumulator);
  plan.lane = chooseLane(p, parallel);
  if (std::optional<unsigned> channels = chooseChannels(plan, plan.lane, parallel)) {
    plan.transposed = true;
    plan.row = plan.lane;
    plan.lane = *channels;
  }
  bool aInLanes = p.a.uses(plan.lane);
  plan.vectorFactor = aInLanes ? &p.a : &p.b;
  plan.rowFactor = aInLanes ? &p.b : &p.a;
  llvm::erase(parallel, plan.lane);
  if (!plan.row)
    plan.row = chooseRow(plan, parallel);
  if (plan.row)
    llvm::erase(parallel, *plan.row);
  plan.outer = parallel;
  plan.products = chooseProducts(plan);
  chooseTile(plan);
  choosePacking(plan);
  chooseDot(plan);
  choosePrefetch(plan);
  if (!plan.dotLoop)
    chooseWindow(plan);
  plan.widenRows = !plan.pairs() && plan.windowFactor != plan.rowFactor && !plan.rowFactor->isLoad() &&
                   !plan.rowFactor->uses(plan.lane) && readsOneBuffer(*plan.rowFactor) &&
                   // A buffer of rank 0 has no dimension to run a loop along.
                   llvm::none_of(plan.rowFactor->ins, [](const Access &in) { return in && in.index.empty(); });
  chooseUnrolling(plan);
  return plan;
}
