//===- Profile.cpp - where the time of a call goes ----------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Profile.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Interfaces/CallInterfaces.h"
#include "nnf/IR/Location.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/JSON.h"
#include <chrono>

using namespace llvm;
using namespace mlir;
using namespace mlir::nnf;

namespace {
/// What stands at a place of the source; what comes first in it has the smaller number.
struct Written {
  std::string op;
  size_t number;
};
} // namespace

/// The ops of the source by their places. Calls are none: the ops of the function that is called have places of their own.
static StringMap<Written> opsByPlace(Source &source) {
  StringMap<Written> ops;
  Expected<ModuleOp> module = source.module();
  if (!module) {
    consumeError(module.takeError());
    return ops;
  }
  (*module).walk<WalkOrder::PreOrder>([&](Operation *op) {
    if (op->hasTrait<OpTrait::IsTerminator>() || op->hasTrait<OpTrait::ConstantLike>() || isa<CallOpInterface>(op))
      return;
    op->getLoc()->walk([&](Location part) {
      if (isa<FileLineColLoc>(part))
        ops.try_emplace(formatPlace(part), Written{op->getName().getStringRef().str(), ops.size()});
      return WalkResult::advance();
    });
  });
  return ops;
}

static double median(std::vector<double> values) {
  if (values.empty())
    return 0;
  auto middle = values.begin() + values.size() / 2;
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

namespace {
/// Collects what the calls record.
class Collector {
public:
  explicit Collector(Source &source) : written(opsByPlace(source)) {}

  void add(ArrayRef<nnf_profile_record> records);
  std::vector<KernelProfile> finish();
  std::string trace(ArrayRef<nnf_profile_record> records) const;

private:
  std::vector<KernelOp> opsOf(const char *where) const;

  StringMap<Written> written;
  /// Kernels are told apart by the address of their text.
  llvm::MapVector<const char *, KernelProfile> kernels;
  llvm::DenseMap<const char *, std::vector<double>> times;
  std::vector<nnf_profile_record> work; ///< of the last call
};
} // namespace

/// In the order of the source; places that it does not know are left out, unless it knows none.
std::vector<KernelOp> Collector::opsOf(const char *where) const {
  SmallVector<StringRef> places;
  StringRef(where).split(places, '\n', -1, /*KeepEmpty=*/false);
  SmallVector<std::pair<size_t, KernelOp>> known;
  for (StringRef place : places)
    if (auto it = written.find(place); it != written.end())
      known.push_back({it->second.number, {place.str(), it->second.op}});
  llvm::sort(known, [](auto &a, auto &b) { return a.first < b.first; });
  std::vector<KernelOp> ops;
  for (auto &[number, op] : known)
    ops.push_back(op);
  if (ops.empty())
    for (StringRef place : places)
      ops.push_back({place.str(), ""});
  return ops;
}

void Collector::add(ArrayRef<nnf_profile_record> records) {
  work.clear();
  llvm::DenseMap<const char *, double> spent;
  for (auto &[where, kernel] : kernels)
    kernel.runs = kernel.bytes = 0;
  for (const nnf_profile_record &r : records) {
    if (r.begin < 0) {
      work.push_back(r);
      continue;
    }
    auto [it, isNew] = kernels.try_emplace(r.where);
    KernelProfile &kernel = it->second;
    if (isNew)
      kernel.ops = opsOf(r.where);
    ++kernel.runs;
    kernel.bytes += r.bytes;
    spent[r.where] += double(r.end - r.begin) * 1e-9;
  }
  for (auto [where, seconds] : spent)
    times[where].push_back(seconds);
}

std::vector<KernelProfile> Collector::finish() {
  for (auto &[where, kernel] : kernels)
    kernel.seconds = median(times[where]);
  // Arithmetic belongs to the longest of the kernels that its op has a part in: the others pack or fill for it.
  for (const nnf_profile_record &r : work) {
    KernelProfile *longest = nullptr;
    for (auto &[where, kernel] : kernels)
      if (any_of(kernel.ops, [&](const KernelOp &op) { return op.place == r.where; }) && (!longest || kernel.seconds > longest->seconds))
        longest = &kernel;
    if (longest)
      longest->flops += r.flops;
  }
  std::vector<KernelProfile> list;
  for (auto &[where, kernel] : kernels)
    list.push_back(kernel);
  return list;
}

std::string Collector::trace(ArrayRef<nnf_profile_record> records) const {
  std::string text;
  raw_string_ostream os(text);
  json::OStream json(os, 1);
  int64_t start = 0;
  json.object([&] {
    json.attribute("displayTimeUnit", "ns");
    json.attributeArray("traceEvents", [&] {
      for (const nnf_profile_record &r : records) {
        auto kernel = r.begin < 0 ? kernels.end() : kernels.find(r.where);
        if (kernel == kernels.end())
          continue;
        start = start ? start : r.begin;
        json.object([&] {
          const KernelProfile &k = kernel->second;
          json.attribute("name", k.opNames());
          json.attribute("cat", "kernel");
          json.attribute("ph", "X");
          json.attribute("pid", 1);
          json.attribute("tid", 1);
          json.attribute("ts", double(r.begin - start) * 1e-3);
          json.attribute("dur", double(r.end - r.begin) * 1e-3);
          json.attributeObject("args", [&] {
            json.attribute("bytes", r.bytes);
            json.attributeArray("places", [&] {
              for (const KernelOp &op : k.ops)
                json.value(op.place);
            });
          });
        });
      }
    });
  });
  os << "\n";
  return text;
}

Expected<CallProfile> mlir::nnf::profileFunction(LoadedFunction &function, Source &source, ArrayRef<HostTensor> inputs,
                                                 const BenchmarkOptions &options) {
  using Clock = std::chrono::steady_clock;
  Expected<std::vector<HostTensor>> first = callFunction(function, inputs, HostTensor::allocate);
  if (!first)
    return first.takeError();
  std::vector<HostTensor> outputs = std::move(*first);
  auto secondsSince = [](Clock::time_point from) { return std::chrono::duration<double>(Clock::now() - from).count(); };
  auto time = [&]() -> Expected<double> {
    function.resetProfile();
    Clock::time_point before = Clock::now();
    if (Error error = function.run(inputs, outputs))
      return std::move(error);
    return secondsSince(before);
  };
  for (int64_t i = 0, n = options.warmup < 0 ? 2 : options.warmup; i < n; ++i)
    if (Expected<double> warm = time(); !warm)
      return warm.takeError();

  Collector collector(source);
  CallProfile profile;
  std::vector<double> seconds;
  constexpr int64_t fewest = 10, most = 10000;
  Clock::time_point start = Clock::now();
  auto goOn = [&] {
    int64_t done = seconds.size();
    if (options.repetitions)
      return done < options.repetitions;
    return done < fewest || (done < most && secondsSince(start) < options.minSeconds);
  };
  while (goOn()) {
    Expected<double> taken = time();
    if (!taken)
      return taken.takeError();
    seconds.push_back(*taken);
    collector.add(function.profile());
  }
  profile.name = function.name().str();
  auto types = [](ArrayRef<HostTensor> tensors) {
    return join(map_range(tensors, [](const HostTensor &tensor) { return tensor.typeName(); }), ", ");
  };
  profile.signature = types(inputs) + " -> " + types(outputs);
  profile.threads = function.report().threads;
  profile.calls = seconds.size();
  profile.seconds = median(seconds);
  profile.kernels = collector.finish();
  profile.trace = collector.trace(function.profile());
  profile.limits = measureLimits(profile.threads);
  return profile;
}

/// What the machine would need at least, as a share of the time.
static double shareOfLimit(const KernelProfile &kernel, const MachineLimits &limits) {
  double least = std::max(double(kernel.bytes) / limits.copyBytesPerSecond, double(kernel.flops) / limits.flopsPerSecond);
  return kernel.seconds > 0 ? least / kernel.seconds : 0;
}

std::string KernelProfile::opNames() const {
  llvm::SetVector<StringRef> names;
  for (const KernelOp &op : ops)
    if (!op.name.empty())
      names.insert(op.name);
  return names.empty() ? "kernel" : join(names, ", ");
}

/// The file of all places; empty where there are several.
static StringRef onlyFile(ArrayRef<KernelProfile> kernels) {
  StringRef file;
  for (const KernelProfile &kernel : kernels)
    for (const KernelOp &op : kernel.ops) {
      StringRef of = StringRef(op.place).rsplit(':').first.rsplit(':').first;
      if (!file.empty() && of != file)
        return "";
      file = of;
    }
  return file;
}

void mlir::nnf::printProfile(raw_ostream &os, const CallProfile &profile) {
  double inside = 0;
  for (const KernelProfile &kernel : profile.kernels)
    inside += kernel.seconds;
  os << profile.name << ": " << profile.signature << "\n  " << formatSeconds(profile.seconds) << " a call, "
     << formatSeconds(inside) << " in " << profile.kernels.size() << (profile.kernels.size() == 1 ? " kernel" : " kernels")
     << " (medians of " << profile.calls << (profile.calls == 1 ? " call, " : " calls, ") << profile.threads
     << (profile.threads == 1 ? " thread)\n" : " threads)\n");
  os << "  limits measured now: " << format("%.3g", profile.limits.copyBytesPerSecond * 1e-9) << " GB/s of a copy, "
     << format("%.4g", profile.limits.flopsPerSecond * 1e-9) << " GFLOP/s of multiply-adds in f32\n";
  StringRef file = onlyFile(profile.kernels);
  if (!file.empty())
    os << "  places are lines and columns of " << file << "\n";
  os << "\n        time  share  runs        bytes    GB/s  GFLOP/s  limit  kernel\n";
  std::vector<const KernelProfile *> order;
  for (const KernelProfile &kernel : profile.kernels)
    order.push_back(&kernel);
  llvm::sort(order, [](auto *a, auto *b) { return a->seconds > b->seconds; });
  for (const KernelProfile *k : order) {
    double perSecond = k->seconds > 0 ? 1e-9 / k->seconds : 0;
    os << right_justify(formatSeconds(k->seconds), 12) << format("%6.1f%%", inside > 0 ? 100 * k->seconds / inside : 0)
       << format("%6lld", static_cast<long long>(k->runs)) << right_justify(formatBytes(k->bytes), 13)
       << format("%8.3g", double(k->bytes) * perSecond) << format("%9.4g", double(k->flops) * perSecond)
       << format("%6.0f%%", 100 * shareOfLimit(*k, profile.limits));
    // One file is named once.
    StringRef separator = "  ";
    for (const KernelOp &op : k->ops) {
      StringRef place = op.place;
      if (!file.empty())
        place = place.drop_front(file.size() + 1);
      os << separator << op.name << (op.name.empty() ? "" : " at ") << place;
      separator = ", ";
    }
    os << (k->ops.empty() ? "  ?\n" : "\n");
  }
}
