//===- VariantsTest.cpp - which variant of a function serves ----------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/Runtime/CpuFeatures.h"
#include "nnf/Runtime/Support.h"
#include "gtest/gtest.h"

#include <fstream>
#include <set>
#include <sstream>
#include <string>

using namespace nnf::runtime;

namespace {
constexpr uint64_t kMissing = uint64_t(1) << 63; // no feature: no processor has it

struct Variants {
  const char *names;
  int64_t count;
  nnf_rt_variant variant[3];
  const nnf_rt_variants *get() const { return reinterpret_cast<const nnf_rt_variants *>(this); }
};

template <int Answer>
nnf_kernel makeKernel() {
  nnf_kernel kernel = {};
  kernel.strings = "f\0target\0build\0";
  kernel.create = [](nnf_handle **, nnf_context *, const nnf_tensor *) { return nnf_status(Answer); };
  kernel.shapes =
      kernel.run = [](nnf_handle *, nnf_context *, const nnf_tensor *, nnf_tensor *) { return nnf_status(Answer); };
  return kernel;
}
const nnf_kernel first = makeKernel<101>(), second = makeKernel<102>(), third = makeKernel<103>();
} // namespace

TEST(VariantsTest, TheFirstThatFitsServesEveryEntry) {
  Variants variants = {"a, b, c", 3, {{kMissing, &first}, {hostCpuFeatures(), &second}, {0, &third}}};
  EXPECT_EQ(nnf_rt_variant_create(nullptr, nullptr, nullptr, variants.get()), 102);
  EXPECT_EQ(nnf_rt_variant_shapes(nullptr, nullptr, nullptr, nullptr, variants.get()), 102);
  EXPECT_EQ(nnf_rt_variant_run(nullptr, nullptr, nullptr, nullptr, variants.get()), 102);
}

#if defined(__x86_64__)
TEST(VariantsTest, NoneFits) {
  nnf_context *context;
  ASSERT_EQ(nnf_context_create(&context, nullptr, nullptr, 0), NNF_OK);
  // Of xop and amx-tile every processor lacks one.
  uint64_t both = 0;
  for (int i = 0; i < kX86FeatureCount; ++i)
    for (const char *name : {"xop", "amx-tile"})
      both |= uint64_t(std::string(kX86Features[i].name) == name) << i;
  Variants variants = {"a, b", 2, {{kMissing, &first}, {both, &second}}};
  EXPECT_EQ(nnf_rt_variant_run(nullptr, context, nullptr, nullptr, variants.get()), NNF_UNSUPPORTED_CPU);
  std::string message = nnf_context_error(context)->message;
  EXPECT_EQ(message.find("f: compiled for a, b; this processor lacks "), 0u) << message;
  EXPECT_EQ(nnf_context_error(context)->status, NNF_UNSUPPORTED_CPU);
  EXPECT_EQ(nnf_rt_variant_create(nullptr, nullptr, nullptr, variants.get()), NNF_INVALID_ARGUMENT);
  nnf_context_destroy(context);
}

/// The system reads the same processor.
TEST(VariantsTest, AgreesWithTheSystem) {
  std::ifstream file("/proc/cpuinfo");
  std::set<std::string> flags;
  for (std::string line; std::getline(file, line);)
    if (line.rfind("flags", 0) == 0) {
      std::istringstream words(line.substr(line.find(':') + 1));
      for (std::string word; words >> word;)
        flags.insert(word);
      break;
    }
  if (flags.empty())
    GTEST_SKIP() << "no flags in /proc/cpuinfo";
  const std::pair<const char *, const char *> names[] = {{"ssse3", "ssse3"},
                                                         {"sse4.1", "sse4_1"},
                                                         {"popcnt", "popcnt"},
                                                         {"avx", "avx"},
                                                         {"f16c", "f16c"},
                                                         {"fma", "fma"},
                                                         {"avx2", "avx2"},
                                                         {"bmi", "bmi1"},
                                                         {"bmi2", "bmi2"},
                                                         {"lzcnt", "abm"},
                                                         {"avx512f", "avx512f"},
                                                         {"avx512bw", "avx512bw"},
                                                         {"avx512vl", "avx512vl"},
                                                         {"avx512dq", "avx512dq"},
                                                         {"avx512bf16", "avx512_bf16"},
                                                         {"amx-tile", "amx_tile"},
                                                         {"gfni", "gfni"},
                                                         {"vaes", "vaes"},
                                                         {"avx512fp16", "avx512_fp16"},
                                                         {"sse4a", "sse4a"}};
  for (auto [name, flag] : names)
    for (int i = 0; i < kX86FeatureCount; ++i)
      if (std::string(kX86Features[i].name) == name)
        EXPECT_EQ(hostCpuFeatures() >> i & 1, flags.count(flag)) << name;
}
#endif

TEST(VariantsTest, NamesAreDistinct) {
  std::set<std::string> names;
  for (const CpuFeature &feature : kX86Features)
    EXPECT_TRUE(names.insert(feature.name).second) << feature.name;
}
