//===- Vision.cpp - padding, resampling and rearranging images by definition ---------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Vision.h"
#include "Machine.h"
#include <cmath>

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::reference;

namespace mlir::nnf::reference {
void registerVision(Handlers &handlers);
} // namespace mlir::nnf::reference

//===-- padding and rearranging -------------------------------------------------------------------------------------------===//

static LogicalResult pad(PadOp op, Machine &m) {
  const Array &x = m.get(op.getInput());
  int64_t rank = x.rank();
  Sizes before(rank, 0), behind(rank, 0), shape(x.shape());
  for (size_t i = 0; i < op.getPad().size() / 2; ++i) {
    before[rank - 1 - i] = op.getPad()[2 * i];
    behind[rank - 1 - i] = op.getPad()[2 * i + 1];
    shape[rank - 1 - i] += op.getPad()[2 * i] + op.getPad()[2 * i + 1];
  }
  double value = op.getValue().value_or(0);
  Cell fill = x.isFloat() ? cell(roundTo(x.element(), value))
                          : cell(x.element().isInteger(1) ? int64_t(value != 0) : static_cast<int64_t>(value));
  Array y(x.element(), shape);
  int64_t next = 0;
  forEachIndex(shape, [&](ArrayRef<int64_t> out) {
    Sizes at;
    bool inside = true;
    for (int64_t d = 0; d < rank; ++d) {
      int64_t p = out[d] - before[d], size = x.dim(d);
      switch (op.getMode()) {
      case PadMode::Constant:
        inside = inside && p >= 0 && p < size;
        break;
      case PadMode::Reflect:
        p = p < 0 ? -p : p >= size ? 2 * (size - 1) - p : p;
        break;
      case PadMode::Replicate:
        p = std::clamp<int64_t>(p, 0, size - 1);
        break;
      case PadMode::Circular: {
        // The circle is what is left of the image.
        int64_t first = std::max<int64_t>(-before[d], 0), end = size - std::max<int64_t>(-behind[d], 0);
        p = p < first ? p + (end - first) : p >= end ? p - (end - first) : p;
        break;
      }
      }
      at.push_back(p);
    }
    y.write()[next++] = inside ? x.at(at) : fill;
  });
  return m.set(op.getResult(), y);
}

/// y[lead..., c, h r + i, w r + j] = x[lead..., c r r + i r + j, h, w], or the other way round.
static LogicalResult rearrange(Value result, const Array &x, int64_t r, bool shuffles, Machine &m) {
  int64_t c = x.rank() - 3;
  Sizes shape(x.shape());
  shape[c] = shuffles ? shape[c] / (r * r) : shape[c] * r * r;
  for (int64_t d : {c + 1, c + 2})
    shape[d] = shuffles ? shape[d] * r : shape[d] / r;
  Array y(x.element(), shape);
  int64_t next = 0;
  forEachIndex(shape, [&](ArrayRef<int64_t> out) {
    Sizes at(out);
    if (shuffles) {
      at[c] = (out[c] * r + out[c + 1] % r) * r + out[c + 2] % r;
      at[c + 1] = out[c + 1] / r;
      at[c + 2] = out[c + 2] / r;
    } else {
      at[c] = out[c] / (r * r);
      at[c + 1] = out[c + 1] * r + out[c] / r % r;
      at[c + 2] = out[c + 2] * r + out[c] % r;
    }
    y.write()[next++] = x.at(at);
  });
  return m.set(result, y);
}

static LogicalResult pixelShuffle(PixelShuffleOp op, Machine &m) {
  return rearrange(op.getResult(), m.get(op.getInput()), op.getUpscaleFactor(), /*shuffles=*/true, m);
}
static LogicalResult pixelUnshuffle(PixelUnshuffleOp op, Machine &m) {
  return rearrange(op.getResult(), m.get(op.getInput()), op.getDownscaleFactor(), /*shuffles=*/false, m);
}

template <class ShuffleOp>
static LogicalResult channelShuffle(ShuffleOp op, Machine &m) {
  const Array &x = m.get(op.getInput());
  int64_t groups = op.getGroups(), each = x.dim(1) / groups, next = 0;
  Array y(x.element(), x.shape());
  forEachIndex(x.shape(), [&](ArrayRef<int64_t> out) {
    Sizes at(out);
    at[1] = out[1] % groups * each + out[1] / groups;
    y.write()[next++] = x.at(at);
  });
  return m.set(op.getResult(), y);
}

//===-- resampling --------------------------------------------------------------------------------------------------------===//

using Taps = std::vector<std::pair<int64_t, long double>>;

/// Keys' cubic kernel.
static long double cubic(long double x, long double a) {
  x = std::fabs(x);
  if (x < 1)
    return ((a + 2) * x - (a + 3)) * x * x + 1;
  if (x < 2)
    return ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
  return std::isnan(x) ? x : 0;
}

static long double antialiasFilter(InterpolateMode mode, long double x) {
  x = std::fabs(x);
  if (mode == InterpolateMode::Bilinear)
    return x < 1 ? 1 - x : 0;
  if (mode == InterpolateMode::Bicubic)
    return cubic(x, -0.5L);
  long double angle = x * M_PIl;
  return x == 0 ? 1 : x < 3 ? std::sin(angle) / angle * (std::sin(angle / 3) / (angle / 3)) : 0;
}

/// The pixels that output position `o` reads. Places are numbers of type T: which pixel is meant depends on how they are rounded.
template <class T>
static Taps tapsOf(const ResizeOptions &options, int64_t i, int64_t o, int64_t in, int64_t out) {
  std::optional<double> factor = options.factor(i);
  T plain = factor ? static_cast<T>(1 / *factor) : static_cast<T>(in) / static_cast<T>(out);
  T scale = !options.alignCorners ? plain : out > 1 ? static_cast<T>(in - 1) / static_cast<T>(out - 1) : T(0);
  T at = static_cast<T>(o);
  auto clamped = [&](int64_t p) { return std::clamp<int64_t>(p, 0, in - 1); };
  if (options.mode == InterpolateMode::Nearest)
    return {{in == out ? o : out == 2 * in ? o / 2 : clamped(static_cast<int64_t>(std::floor(at * plain))), 1}};
  if (options.mode == InterpolateMode::NearestExact)
    return {{clamped(static_cast<int64_t>(std::floor((at + T(0.5)) * plain))), 1}};
  Taps taps;
  if (options.antialias && in == out)
    return {{o, 1}};
  if (options.antialias) {
    T width = options.mode == InterpolateMode::Bilinear ? T(1) : options.mode == InterpolateMode::Bicubic ? T(2) : T(3);
    T support = scale >= 1 ? width * scale : width, centre = scale * (at + T(0.5));
    int64_t from = std::max<int64_t>(static_cast<int64_t>(centre - support + T(0.5)), 0);
    int64_t to = std::min<int64_t>(static_cast<int64_t>(centre + support + T(0.5)), in);
    long double total = 0;
    for (int64_t p = from; p < to; ++p) {
      taps.push_back({p, antialiasFilter(options.mode, (static_cast<long double>(p) - centre + 0.5L) /
                                                           std::max<long double>(scale, 1))});
      total += taps.back().second;
    }
    for (auto &tap : taps)
      tap.second = total == 0 ? 0 : tap.second / total;
    return taps;
  }
  bool isCubic = options.mode == InterpolateMode::Bicubic;
  T place = options.alignCorners ? scale * at : std::fma(scale, at + T(0.5), T(-0.5));
  if (!isCubic && place < 0)
    place = 0;
  int64_t low = std::min<int64_t>(static_cast<int64_t>(std::floor(place)), in - 1);
  long double part = std::clamp<long double>(static_cast<long double>(place) - low, 0, 1);
  if (!isCubic)
    return in == out ? Taps{{o, 1}, {o, 0}} : Taps{{low, 1 - part}, {clamped(low + 1), part}};
  for (int64_t k = -1; k <= 2; ++k)
    taps.push_back({clamped(low + k), cubic(part - k, -0.75L)});
  return taps;
}

/// The sum over the taps of dimensions `i` and up.
static long double sumTaps(const Array &x, ArrayRef<Taps> taps, Sizes &at) {
  if (at.size() == static_cast<size_t>(x.rank()))
    return x.numberAt(at);
  const Taps &own = taps[at.size() - 2];
  long double sum = 0;
  for (auto [p, weight] : own) {
    at.push_back(p);
    long double v = sumTaps(x, taps, at);
    at.pop_back();
    if (own.size() == 1)
      return v;
    sum += weight * v;
  }
  return sum;
}

/// Taps on one pixel as one tap, weights in units of 2^-precision: the largest for which the largest weight is below 2^15.
static int quantise(std::vector<Taps> &table) {
  long double most = 0;
  for (Taps &taps : table) {
    Taps merged;
    for (auto [p, weight] : taps)
      if (!merged.empty() && merged.back().first == p)
        merged.back().second += weight;
      else
        merged.push_back({p, weight});
    taps = merged;
    for (auto [p, weight] : taps)
      most = std::max(most, weight);
  }
  int precision = 0;
  while (precision < 22 && std::floor(0.5L + std::ldexp(most, precision + 1)) < 32768)
    ++precision;
  for (Taps &taps : table)
    for (auto &[p, weight] : taps)
      weight = std::trunc(std::ldexp(weight, precision) + (weight < 0 ? -0.5L : 0.5L));
  return precision;
}

/// An image of bytes along dimension `d`: bytes again.
static Array resampleBytes(const Array &x, int64_t d, std::vector<Taps> table) {
  int precision = quantise(table);
  Sizes shape(x.shape());
  shape[d] = table.size();
  Array y(x.element(), shape);
  int64_t next = 0;
  forEachIndex(shape, [&](ArrayRef<int64_t> out) {
    Sizes at(out);
    int64_t sum = precision ? int64_t(1) << (precision - 1) : 0;
    for (auto [p, weight] : table[out[d]]) {
      at[d] = p;
      sum += static_cast<int64_t>(weight) * static_cast<int64_t>(x.numberAt(at));
    }
    y.store(next++, std::clamp<int64_t>(sum >> precision, 0, 255));
  });
  return y;
}

template <class ResizeOpT>
static LogicalResult resample(ResizeOpT op, Machine &m) {
  const Array &x = m.get(op.getInput());
  ResizeOptions options = ResizeOptions::of(op);
  Sizes shape(x.shape());
  for (int64_t d = 2; d < x.rank(); ++d)
    shape[d] = options.size.empty() ? static_cast<int64_t>(static_cast<double>(x.dim(d)) * options.scaleFactor[d - 2])
                                    : options.size[d - 2];
  bool copies = options.mode == InterpolateMode::Nearest || options.mode == InterpolateMode::NearestExact;
  std::vector<std::vector<Taps>> tables;
  for (int64_t d = 2; d < x.rank(); ++d) {
    auto &table = tables.emplace_back();
    for (int64_t o = 0; o < shape[d]; ++o) {
      if (options.mode == InterpolateMode::Area) {
        int64_t from = o * x.dim(d) / shape[d], to = ((o + 1) * x.dim(d) + shape[d] - 1) / shape[d];
        Taps taps;
        for (int64_t p = from; p < to; ++p)
          taps.push_back({p, 1.0L / (to - from)});
        // Two taps, lest one of a single element be taken for a copy.
        taps.push_back({from, 0});
        table.push_back(taps);
      } else if (!copies && (x.element().isF64() || !x.isFloat())) {
        table.push_back(tapsOf<double>(options, d - 2, o, x.dim(d), shape[d]));
      } else {
        table.push_back(tapsOf<float>(options, d - 2, o, x.dim(d), shape[d]));
      }
    }
  }
  if (!x.isFloat() && !copies && options.mode != InterpolateMode::Area) {
    Array bytes = x;
    for (int64_t d = x.rank() - 1; d >= 2; --d)
      bytes = resampleBytes(bytes, d, tables[d - 2]);
    return m.set(op.getResult(), bytes);
  }
  Array y(x.element(), shape);
  int64_t next = 0;
  forEachIndex(shape, [&](ArrayRef<int64_t> out) {
    SmallVector<Taps> taps;
    for (int64_t d = 2; d < x.rank(); ++d)
      taps.push_back(tables[d - 2][out[d]]);
    Sizes at(out.take_front(2));
    if (copies) {
      for (const Taps &tap : taps)
        at.push_back(tap.front().first);
      y.write()[next++] = x.at(at);
      return;
    }
    y.store(next++, sumTaps(x, taps, at));
  });
  return m.set(op.getResult(), y);
}

//===-- grids -------------------------------------------------------------------------------------------------------------===//

/// A place moved into the image.
template <class T>
static T inside(T place, int64_t size, GridPadding padding, bool corners) {
  if (padding == GridPadding::Zeros)
    return place;
  if (padding == GridPadding::Reflection) {
    T low = corners ? T(0) : T(-0.5), span = static_cast<T>(corners ? size - 1 : size);
    if (span == 0)
      return 0;
    T away = std::fabs(place - low), turns = std::floor(away / span), extra = away - turns * span;
    place = std::fmod(turns, T(2)) == 0 ? extra + low : span - extra + low;
  }
  return std::fmin(std::fmax(place, T(0)), static_cast<T>(size - 1));
}

template <class T>
static LogicalResult gridSampleIn(GridSampleOp op, Machine &m) {
  const Array &x = m.get(op.getInput()), &grid = m.get(op.getGrid());
  int64_t n = x.rank() - 2;
  bool corners = op.getAlignCorners();
  Sizes shape(x.shape().take_front(2));
  llvm::append_range(shape, grid.shape().drop_front().drop_back());
  Array y(x.element(), shape);
  int64_t next = 0;
  forEachIndex(shape, [&](ArrayRef<int64_t> out) {
    Sizes where{out[0]};
    llvm::append_range(where, out.drop_front(2));
    where.push_back(0);
    std::vector<std::vector<std::pair<T, long double>>> axes;
    for (int64_t i = 0; i < n; ++i) {
      where.back() = n - 1 - i;
      int64_t size = x.dim(2 + i);
      T g = static_cast<T>(grid.numberAt(where));
      T place = corners ? (g + 1) * T(0.5) * (size - 1) : ((g + 1) * size - 1) * T(0.5);
      auto &taps = axes.emplace_back();
      if (op.getMode() != GridMode::Bicubic)
        place = inside(place, size, op.getPaddingMode(), corners);
      T low = std::floor(place);
      long double part = place - low;
      if (op.getMode() == GridMode::Nearest)
        taps = {{std::nearbyint(place), 1}};
      else if (op.getMode() == GridMode::Bilinear)
        taps = {{low, 1 - part}, {low + 1, part}};
      else
        for (int64_t k = -1; k <= 2; ++k)
          taps.push_back({inside(low + k, size, op.getPaddingMode(), corners), cubic(part - k, -0.75L)});
    }
    Sizes counts;
    for (const auto &taps : axes)
      counts.push_back(taps.size());
    long double sum = 0;
    forEachIndex(counts, [&](ArrayRef<int64_t> k) {
      Sizes at(out.take_front(2));
      long double weight = 1;
      bool isInside = true;
      for (int64_t i = 0; i < n; ++i) {
        auto [p, w] = axes[i][k[i]];
        isInside = isInside && p >= 0 && p <= x.dim(2 + i) - 1;
        at.push_back(isInside ? static_cast<int64_t>(p) : 0);
        weight *= w;
      }
      sum += weight * (isInside ? x.numberAt(at) : 0);
    });
    y.store(next++, sum);
  });
  return m.set(op.getResult(), y);
}

static LogicalResult gridSample(GridSampleOp op, Machine &m) {
  return m.get(op.getInput()).element().isF64() ? gridSampleIn<double>(op, m) : gridSampleIn<float>(op, m);
}

static LogicalResult affineGrid(AffineGridOp op, Machine &m) {
  const Array &theta = m.get(op.getTheta());
  int64_t n = theta.dim(1);
  Sizes shape{theta.dim(0)};
  llvm::append_range(shape, op.getSize().drop_front(2));
  shape.push_back(n);
  Array y(theta.element(), shape);
  int64_t next = 0;
  forEachIndex(shape, [&](ArrayRef<int64_t> out) {
    long double sum = theta.numberAt({out[0], out[n + 1], n});
    for (int64_t j = 0; j < n; ++j) {
      int64_t size = shape[n - j];
      long double i = out[n - j], last = size - 1;
      long double base = size == 1 ? 0 : (2 * i - last) / (op.getAlignCorners() ? last : size);
      sum += base * theta.numberAt({out[0], out[n + 1], j});
    }
    y.store(next++, sum);
  });
  return m.set(op.getResult(), y);
}

void reference::registerVision(Handlers &handlers) {
  handlers.add<PadOp, pad>();
  handlers.add<PixelShuffleOp, pixelShuffle>();
  handlers.add<PixelUnshuffleOp, pixelUnshuffle>();
  handlers.add<ChannelShuffleOp, channelShuffle<ChannelShuffleOp>>();
  handlers.add<NativeChannelShuffleOp, channelShuffle<NativeChannelShuffleOp>>();
  handlers.add<InterpolateOp, resample<InterpolateOp>>();
  handlers.add<UpsampleOp, resample<UpsampleOp>>();
  handlers.add<UpsampleNearestOp, resample<UpsampleNearestOp>>();
  handlers.add<UpsampleBilinearOp, resample<UpsampleBilinearOp>>();
  handlers.add<GridSampleOp, gridSample>();
  handlers.add<AffineGridOp, affineGrid>();
}
