//===- Watch.cpp - what the activations of a function are like ----------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Watch.h"
#include "Rewritten.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/Pass/PassManager.h"
#include "nnf/Tooling/Benchmark.h"
#include "nnf/Transforms/Passes.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"
#include <cmath>

using namespace llvm;
using namespace mlir;
using namespace mlir::nnf;

/// A slope below this hardly lets a gradient through: a hundredth of what it is in the middle of a tanh.
static constexpr double kSaturated = 0.01;

Expected<WatchedSource> mlir::nnf::watchedSource(Source &source, StringRef function, RegisterDialectsFn registerDialects) {
  Expected<ParsedFunction> parsed = parsedFunction(source, function);
  if (!parsed)
    return parsed.takeError();
  OwningOpRef<ModuleOp> copy = parsed->module.clone();
  auto watched = copy->lookupSymbol<func::FuncOp>(parsed->info->name);
  if (!watched)
    return makeError("@" + parsed->info->name + ": expected a func.func");
  for (auto other : copy->getOps<func::FuncOp>())
    if (other != watched)
      other.setPrivate();
  WatchedSource result;
  PassManager passes(copy->getContext(), ModuleOp::getOperationName());
  passes.addNestedPass<func::FuncOp>(createWatchValues());
  if (failed(passes.run(*copy)))
    return source.reportedError() ? reported() : makeError("cannot watch @" + parsed->info->name);
  for (unsigned i = 0, n = watched.getNumResults(); i < n; ++i) {
    auto slope = watched.getResultAttrOfType<IntegerAttr>(i, "nnf.slope_of");
    auto label = watched.getResultAttrOfType<StringAttr>(i, "nnf.watch");
    result.slopeOf.push_back(slope ? slope.getInt() : -1);
    result.labels.push_back(label ? label.str() : "");
    if (auto place = watched.getResultAttrOfType<StringAttr>(i, "nnf.place"))
      result.labels.back() += (" at " + place.getValue()).str();
  }
  // The labels are known: attributes of results are nothing to the compiler.
  watched.setResAttrsAttr(nullptr);
  result.source = rewrittenSource(*copy, watched, (source.name() + " (watch of @" + parsed->info->name + ")").str(),
                                  registerDialects);
  return std::move(result);
}

namespace {
struct Statistics {
  int64_t elements = 0, zeros = 0, nans = 0, infinities = 0;
  double low = 0, high = 0;
  /// Of the slope, where there is one.
  int64_t dead = 0, saturated = 0;
};
} // namespace

static Statistics statisticsOf(const HostTensor &tensor) {
  Statistics s;
  s.elements = tensor.numElements();
  bool any = false;
  for (int64_t i = 0; i < s.elements; ++i) {
    double v = loadDouble(tensor.dtype(), tensor.at(i));
    s.zeros += v == 0;
    s.nans += std::isnan(v);
    s.infinities += std::isinf(v);
    if (!std::isfinite(v))
      continue;
    s.low = any ? std::min(s.low, v) : v;
    s.high = any ? std::max(s.high, v) : v;
    any = true;
  }
  return s;
}

static std::string share(int64_t part, int64_t whole) {
  std::string text;
  raw_string_ostream os(text);
  os << format("%.1f%%", whole ? 100 * double(part) / double(whole) : 0.0);
  return text;
}

void mlir::nnf::printWatch(raw_ostream &os, const WatchedSource &watched, StringRef function, ArrayRef<HostTensor> values) {
  std::vector<Statistics> all(values.size());
  int64_t count = 0, total = 0;
  for (auto [i, value] : enumerate(values)) {
    int64_t of = watched.slopeOf[i];
    if (of < 0) {
      all[i] = statisticsOf(value);
      ++count;
      total += static_cast<int64_t>(value.numBytes());
      continue;
    }
    for (int64_t k = 0, n = value.numElements(); k < n; ++k) {
      double slope = std::fabs(loadDouble(value.dtype(), value.at(k)));
      all[of].dead += slope == 0;
      all[of].saturated += slope > 0 && slope < kSaturated;
    }
  }
  os << "watch of @" << function << ": " << count << (count == 1 ? " value, " : " values, ") << formatBytes(total)
     << " beside one another\n"
     << "  dead: the slope is 0; saturated: it is below " << format("%g", kSaturated) << "\n\n"
     << "         bytes    zero    dead  saturated      nan      inf         min         max  value\n";
  for (auto [i, s] : enumerate(all)) {
    if (watched.slopeOf[i] >= 0)
      continue;
    bool sloped = i + 1 < watched.slopeOf.size() && watched.slopeOf[i + 1] == static_cast<int64_t>(i);
    os << right_justify(formatBytes(values[i].numBytes()), 14) << right_justify(share(s.zeros, s.elements), 8)
       << right_justify(sloped ? share(s.dead, s.elements) : "-", 8)
       << right_justify(sloped ? share(s.saturated, s.elements) : "-", 11) << format("%9lld", (long long)s.nans)
       << format("%9lld", (long long)s.infinities) << format("%12.5g", s.low) << format("%12.5g", s.high) << "  "
       << watched.labels[i] << "\n";
  }
}
