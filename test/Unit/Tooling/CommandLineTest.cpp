//===- CommandLineTest.cpp -----------------------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/CommandLine.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace mlir::nnf;

static cl::OptionCategory category("options of this test");
static cl::opt<std::string> testFunction("test-function", cl::cat(category));
static cl::opt<int> testCount("test-count", cl::cat(category));
enum class Colour { Red, Blue };
static cl::opt<Colour, false, ChoiceParser<Colour>>
    testColour("test-colour", cl::values(clEnumValN(Colour::Red, "red", ""), clEnumValN(Colour::Blue, "blue", "")),
               cl::cat(category));
static cl::opt<char> testLevel("T", cl::Prefix, cl::cat(category));
static cl::opt<bool> testOther("test-hidden", cl::Hidden);

static std::string parse(ArrayRef<const char *> arguments) {
  std::string problem;
  testing::internal::CaptureStderr();
  bool parsed = parseCommandLine("program", arguments, {&category}, "overview", problem);
  std::string printed = testing::internal::GetCapturedStderr();
  EXPECT_EQ(parsed, problem.empty() && printed.empty());
  EXPECT_TRUE(problem.empty() || printed.empty()) << "said twice";
  return problem + printed;
}

TEST(CommandLine, Parses) {
  cl::ResetAllOptionOccurrences();
  EXPECT_EQ(parse({"--test-function=f", "--test_count=3", "-T2", "--test-hidden"}), "");
  EXPECT_EQ(testFunction, "f");
  EXPECT_EQ(testCount, 3) << "an underscore is as good";
  EXPECT_EQ(testLevel, '2');
  EXPECT_TRUE(testOther);
  cl::ResetAllOptionOccurrences();
  EXPECT_EQ(parse({"--test-function", "-x"}), "") << "a value may look like a flag";
  EXPECT_EQ(testFunction, "-x");
  cl::ResetAllOptionOccurrences();
}

TEST(CommandLine, SaysWhatIsWrong) {
  EXPECT_EQ(parse({"--test-fucntion=f"}), "unknown flag '--test-fucntion', did you mean '--test-function'?");
  EXPECT_EQ(parse({"-test_funktion"}), "unknown flag '-test_funktion', did you mean '--test-function'?");
  EXPECT_EQ(parse({"--test-hiden"}), "unknown flag '--test-hiden'") << "hidden flags are not suggested";
  EXPECT_EQ(parse({"--quite-different"}), "unknown flag '--quite-different'");
  cl::ResetAllOptionOccurrences();
  EXPECT_EQ(parse({"--test-count=many"}),
            "program: error: for the --test-count option: 'many' value invalid for integer argument!\n");
  cl::ResetAllOptionOccurrences();
  EXPECT_EQ(parse({"--test-count"}), "program: error: for the --test-count option: requires a value!\n");
  cl::ResetAllOptionOccurrences();
  EXPECT_EQ(parse({"positional"}), "Unknown command line argument 'positional'");
}

TEST(CommandLine, SaysWhatAValueShouldBe) {
  cl::ResetAllOptionOccurrences();
  EXPECT_EQ(parse({"--test-colour=blue"}), "");
  EXPECT_EQ(testColour, Colour::Blue);
  cl::ResetAllOptionOccurrences();
  EXPECT_EQ(parse({"--test-colour=bleu"}), "--test-colour: expected red or blue, but got 'bleu', did you mean 'blue'?");
  cl::ResetAllOptionOccurrences();
  EXPECT_EQ(parse({"--test-colour=red"}), "") << "an error is forgotten";
  cl::ResetAllOptionOccurrences();
}

TEST(CommandLine, ClaimsNamesOfOthers) {
  static cl::opt<bool> theirs("test-claimed", cl::Hidden);
  claimFlags({"test-claimed", "test-no-flag"});
  EXPECT_EQ(findUnknownFlag({"--test-claimed"}), "unknown flag '--test-claimed'");
  static cl::opt<int> ours("test-claimed", cl::cat(category));
  EXPECT_EQ(parse({"--test-claimed=5"}), "");
  EXPECT_EQ(ours, 5);
  EXPECT_FALSE(theirs);
  cl::ResetAllOptionOccurrences();
}

TEST(CommandLine, FindsUnknownFlagsOfAnyTool) {
  EXPECT_EQ(findUnknownFlag({"input", "-", "--test-count=1", "--", "--no-flag"}), std::nullopt);
  EXPECT_EQ(findUnknownFlag({"--test-cuont=1"}), "unknown flag '--test-cuont', did you mean '--test-count'?");
}
