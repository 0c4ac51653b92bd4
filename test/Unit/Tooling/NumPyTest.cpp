//===- NumPyTest.cpp -----------------------------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/NumPy.h"
#include "nnf/Tooling/AtomicFile.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "gtest/gtest.h"
#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace llvm;
using namespace mlir::nnf;

/// A version 1 file with this header and payload. The header is not padded.
static std::string file(StringRef header, StringRef payload, char version = 1) {
  std::string text = "\x93NUMPY";
  text += version;
  text += '\0';
  text += char(header.size() & 255);
  text += char(header.size() >> 8);
  if (version > 1)
    text += StringRef("\0\0", 2);
  return text + header.str() + payload.str();
}
static std::string header(StringRef descr, StringRef shape, StringRef order = "False") {
  return ("{'descr': '" + descr + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }\n").str();
}
static NpyReader reader(StringRef contents) {
  return NpyReader::fromBuffer(MemoryBuffer::getMemBufferCopy(contents), "x.npy");
}
static HostTensor parsed(StringRef contents, std::optional<nnf_dtype> wanted = std::nullopt) {
  Expected<HostTensor> tensor = reader(contents).next(wanted);
  if (tensor)
    return *tensor;
  ADD_FAILURE() << toString(tensor.takeError());
  return HostTensor();
}
static std::string message(StringRef contents, std::optional<nnf_dtype> wanted = std::nullopt) {
  Expected<HostTensor> tensor = reader(contents).next(wanted);
  if (!tensor)
    return toString(tensor.takeError());
  return "read a tensor " + tensor->typeName();
}
static StringRef bytes(const void *data, size_t size) { return StringRef(static_cast<const char *>(data), size); }

TEST(NumPy, ReadsEveryVersionAndElementType) {
  float values[] = {1, 2, 3};
  for (char version : {1, 2, 3}) {
    HostTensor tensor = parsed(file(header("<f4", "(3,)"), bytes(values, 12), version));
    EXPECT_EQ(tensor.typeName(), "3xf32");
    EXPECT_EQ(tensor.as<float>()[2], 3);
  }
  std::pair<const char *, nnf_dtype> types[] = {{"|b1", NNF_BOOL}, {"|i1", NNF_I8},  {"|u1", NNF_U8},  {"<i2", NNF_I16},
                                                {"<u2", NNF_U16},  {"<i4", NNF_I32}, {"<u4", NNF_U32}, {"<i8", NNF_I64},
                                                {"<u8", NNF_U64},  {"<f2", NNF_F16}, {"<f4", NNF_F32}, {"=f8", NNF_F64},
                                                {"<V2", NNF_BF16}};
  for (auto [descr, dtype] : types)
    EXPECT_EQ(parsed(file(header(descr, "(2, 0)"), "")).dtype(), dtype) << descr;
}

TEST(NumPy, EightBitFloatsMustBeNamed) {
  std::string contents = file(header("|V1", "(1,)"), "\x38");
  EXPECT_EQ(parsed(contents, NNF_F8E4M3FN).dtype(), NNF_F8E4M3FN);
  EXPECT_EQ(parsed(contents, NNF_F8E5M2).dtype(), NNF_F8E5M2);
  EXPECT_EQ(message(contents), "'x.npy': expected numbers, but found 8-bit floats of an unnamed kind: say which, as in "
                               "4x8xf8E5M2=@file.npy");
}

TEST(NumPy, ScalarsEmptyAndOtherSpellings) {
  double value = 2.5;
  HostTensor scalar = parsed(file(header("<f8", "()"), bytes(&value, 8)));
  EXPECT_EQ(scalar.rank(), 0);
  EXPECT_EQ(scalar.as<double>()[0], 2.5);
  EXPECT_EQ(parsed(file(header("<f4", "(0, 7)"), "")).typeName(), "0x7xf32");
  EXPECT_EQ(
      parsed(file("{\"shape\": (1L, 2L), \"fortran_order\":False, \"descr\": \"<f8\"}", std::string(16, 0))).typeName(),
      "1x2xf64")
      << "other quotes, another order, Python 2's long integers";
}

TEST(NumPy, ConvertsFortranOrderAndBigEndian) {
  // [[0, 1, 2], [3, 4, 5]] by columns.
  int16_t columns[] = {0, 3, 1, 4, 2, 5};
  HostTensor tensor = parsed(file(header("<i2", "(2, 3)", "True"), bytes(columns, 12)));
  for (int i = 0; i < 6; ++i)
    EXPECT_EQ(tensor.as<int16_t>()[i], i);
  // Three dimensions: element [i, j, k] = 100i + 10j + k stands at i + 2j + 6k.
  int32_t cube[24];
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 3; ++j)
      for (int k = 0; k < 4; ++k)
        cube[i + 2 * j + 6 * k] = 100 * i + 10 * j + k;
  tensor = parsed(file(header("<i4", "(2, 3, 4)", "True"), bytes(cube, 96)));
  EXPECT_EQ(tensor.as<int32_t>()[1 * 12 + 2 * 4 + 3], 123);
  EXPECT_EQ(tensor.as<int32_t>()[1 * 4 + 0], 10);
  tensor = parsed(file(header(">i4", "(2,)"), StringRef("\0\0\0\x01\x7f\0\0\0", 8)));
  EXPECT_EQ(tensor.as<int32_t>()[0], 1);
  EXPECT_EQ(tensor.as<int32_t>()[1], 0x7f000000);
  // Both at once.
  tensor = parsed(file(header(">u2", "(2, 2)", "True"), StringRef("\0\0\0\x02\0\x01\0\x03", 8)));
  for (int i = 0; i < 4; ++i)
    EXPECT_EQ(tensor.as<uint16_t>()[i], i);
}

TEST(NumPy, BoolsBecomeZeroOrOne) {
  HostTensor tensor = parsed(file(header("|b1", "(4,)"), StringRef("\0\1\2\xff", 4)));
  uint8_t expected[] = {0, 1, 1, 1};
  for (int i = 0; i < 4; ++i)
    EXPECT_EQ(tensor.as<uint8_t>()[i], expected[i]);
}

TEST(NumPy, RefusesWhatIsNoTensor) {
  EXPECT_EQ(message(""), "'x.npy': expected an .npy file, but it is empty");
  EXPECT_EQ(message("PK\x03\x04 a zip"), "'x.npy': expected an .npy file, which begins with '\\93NUMPY', but found "
                                         "'PK\\03\\04 a'");
  EXPECT_EQ(message("\x93NUMP"), "'x.npy': expected an .npy file, which begins with '\\93NUMPY', but found '\\93NUMP'");
  EXPECT_EQ(message("\x93NUMPY\x01"), "'x.npy': expected an .npy header, but the file ends after 7 bytes");
  EXPECT_EQ(message(StringRef("\x93NUMPY\x01\0\x01", 9)),
            "'x.npy': expected an .npy header, but the file ends after 9 bytes");
  EXPECT_EQ(message(StringRef("\x93NUMPY\x07\0\x01\0{}", 12)),
            "'x.npy': expected version 1.0, 2.0 or 3.0 of the .npy format, but found 7.0");
  EXPECT_EQ(message(StringRef("\x93NUMPY\x01\0\xff\0{}", 12)),
            "'x.npy': expected a header of 255 bytes, but the file ends after 2");
  EXPECT_EQ(message(StringRef("\x93NUMPY\x02\0\xff\xff\xff\xff{}", 14)),
            "'x.npy': expected a header of at most 65536 bytes, but it claims 4294967295");
}

TEST(NumPy, RefusesBadHeaders) {
  auto refused = [](StringRef header) { return message(file(header, "")); };
  EXPECT_EQ(refused("no dict"), "'x.npy': expected a dictionary in the header, but found 'no dict'");
  EXPECT_EQ(refused(""), "'x.npy': expected a dictionary in the header, but found its end");
  EXPECT_EQ(refused("{'descr': '<f4'"), "'x.npy': expected ',' or '}' in the header, but found its end");
  EXPECT_EQ(refused("{'descr': '<f4', 'shape': (1,)}"),
            "'x.npy': expected 'fortran_order' in the header, but found its end");
  EXPECT_EQ(refused("{'descr': '<f4', 'descr': '<f4'}"), "'x.npy': expected each of 'descr', 'fortran_order', 'shape' "
                                                         "once, not 'descr' in the header, but found ': '<f4'}'");
  EXPECT_EQ(
      refused("{'color': 1}"),
      "'x.npy': expected each of 'descr', 'fortran_order', 'shape' once, not 'color' in the header, but found ': 1}'");
  EXPECT_EQ(
      refused("{'descr': [('a', '<f4'), ('b', '<i4')], 'fortran_order': False, 'shape': (1,)}"),
      "'x.npy': expected one element type, not a structure in the header, but found '[('a', '<f4'), ('b', '<i4')], "
      "'fortran_order': False, 'shape...'");
  EXPECT_EQ(refused("{'fortran_order': false}"), "'x.npy': expected True or False in the header, but found 'false}'");
  EXPECT_EQ(refused("{'shape': 3}"), "'x.npy': expected a shape such as (3, 4) in the header, but found '3}'");
  EXPECT_EQ(refused("{'shape': (3)}"), "'x.npy': expected ',' after a size in the header, but found ')}'");
  EXPECT_EQ(refused("{'shape': (3 4)}"), "'x.npy': expected ',' after a size in the header, but found '4)}'");
  EXPECT_EQ(refused("{'shape': (-3,)}"), "'x.npy': expected a size in the header, but found '-3,)}'");
  EXPECT_EQ(refused("{'shape': (99999999999999999999,)}"),
            "'x.npy': expected a size in the header, but found '99999999999999999999,)}'");
  EXPECT_EQ(refused("{'shape': (1.5,)}"), "'x.npy': expected ',' after a size in the header, but found '.5,)}'");
  EXPECT_EQ(refused("{'shape': ("), "'x.npy': expected a size in the header, but found its end");
  EXPECT_EQ(refused(header("<f4", "(1,)") + "x"),
            "'x.npy': expected nothing after '}' in the header, but found '\\0Ax'");
}

TEST(NumPy, RefusesElementTypes) {
  auto refused = [](StringRef descr) { return message(file(header(descr, "(1,)"), std::string(64, 0))); };
  EXPECT_EQ(refused("|O"), "'x.npy': expected numbers, but found Python objects, which only Python can read");
  for (StringRef descr : {"<c8", "<U4", "|S3", "<M8[s]", "<f16", "<i3", "V3", "", "<", "float32"})
    EXPECT_EQ(refused(descr), ("'x.npy': expected numbers, but found element type '" + descr +
                               "', expected b1, i1 to i8, u1 to u8, f2, f4, f8, V2 (bf16) or V1 (8-bit floats)")
                                  .str());
}

TEST(NumPy, RefusesLyingSizes) {
  EXPECT_EQ(message(file(header("<f4", "(3,)"), std::string(11, 0))),
            "'x.npy': expected 12 bytes of elements for 3xf32, but the file has 11");
  EXPECT_EQ(message(file(header("<f4", "(4611686018427387904,)"), "abcd")),
            "'x.npy': 4611686018427387904xf32 is larger than any memory");
  EXPECT_EQ(message(file(header("<f4", "(4294967296, 4294967296, 4)"), "abcd")),
            "'x.npy': 4294967296x4294967296x4xf32 is larger than any memory");
  EXPECT_EQ(message(file(header("<f4", "(1000000000000,)"), "abcd")),
            "'x.npy': expected 4000000000000 bytes of elements for 1000000000000xf32, but the file has 4");
  EXPECT_EQ(message(file(header("<f4", "(0, 4611686018427387904)"), "")),
            "'x.npy': 0x4611686018427387904xf32 is larger than any memory");
  EXPECT_EQ(message(file(header("<f4", "(1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1)"), "abcd")),
            "'x.npy': expected a rank of at most 16, but got 17");
}

/// Every prefix of a good file, and every change of one byte of its head, is either read or refused; memory checkers
/// see to the rest.
TEST(NumPy, SurvivesDamage) {
  std::string good = file(header("<f4", "(2, 3)"), std::string(24, 1));
  for (size_t length = 0; length < good.size(); ++length)
    EXPECT_TRUE(StringRef(message(good.substr(0, length))).starts_with("'x.npy': expected ")) << length;
  size_t read = 0, refused = 0;
  for (size_t at = 0; at < good.size() - 24; ++at)
    for (unsigned value = 0; value < 256; ++value) {
      std::string bad = good;
      bad[at] = char(value);
      bool ok = StringRef(message(bad)).starts_with("read a tensor");
      ++(ok ? read : refused);
    }
  EXPECT_GT(read, (good.size() - 24)) << "each byte has at least its own value";
  EXPECT_GT(refused, 100 * read);
}

TEST(NumPy, SeveralArraysInOneFile) {
  std::string one = file(header("<i4", "(1,)"), StringRef("\1\0\0\0", 4));
  std::string two = file(header("<i4", "(1,)"), StringRef("\2\0\0\0", 4));
  NpyReader both = reader(one + two);
  EXPECT_EQ(cantFail(both.next()).as<int32_t>()[0], 1);
  EXPECT_FALSE(both.atEnd());
  EXPECT_EQ(cantFail(both.next()).as<int32_t>()[0], 2);
  EXPECT_TRUE(both.atEnd());
  EXPECT_EQ(toString(both.next().takeError()), "'x.npy', array 3: expected another array, but the file has only 2");
  NpyReader damaged = reader(one + "rest");
  (void)cantFail(damaged.next());
  EXPECT_EQ(toString(damaged.next().takeError()),
            "'x.npy', array 2: expected an .npy file, which begins with '\\93NUMPY', but found 'rest'");
}

//===----------------------------------------------------------------------------------------------------------===//
// Files
//===----------------------------------------------------------------------------------------------------------===//

namespace {
/// A folder of its own for every test.
class NumPyFiles : public ::testing::Test {
protected:
  void SetUp() override { ASSERT_FALSE(sys::fs::createUniqueDirectory("nnf-npy-test", folder)); }
  void TearDown() override { sys::fs::remove_directories(folder); }
  std::string path(StringRef name) {
    SmallString<128> result(folder);
    sys::path::append(result, name);
    return result.str().str();
  }
  /// Names of all files, so that a temporary one that stays behind shows.
  SmallVector<std::string> files() {
    SmallVector<std::string> names;
    std::error_code code;
    for (sys::fs::directory_iterator it(folder, code), end; it != end && !code; it.increment(code))
      names.push_back(sys::path::filename(it->path()).str());
    llvm::sort(names);
    return names;
  }
  SmallString<128> folder;
};
} // namespace

TEST_F(NumPyFiles, WritesWhatItReads) {
  for (nnf_dtype dtype : allDTypes())
    for (TensorShape shape :
         {TensorShape{}, TensorShape{3}, TensorShape{2, 3}, TensorShape{0, 4}, TensorShape{1, 2, 3, 4}}) {
      HostTensor tensor = cantFail(HostTensor::allocate(dtype, shape));
      for (int64_t i = 0; i < tensor.numElements(); ++i)
        storeBits(dtype, tensor.at(i), dtype == NNF_BOOL ? i & 1 : i + 1);
      ASSERT_EQ(toString(writeNpyFile(path("t.npy"), tensor)), "");
      Expected<HostTensor> back = readNpy(path("t.npy"), dtype);
      ASSERT_TRUE(bool(back)) << toString(back.takeError());
      EXPECT_EQ(back->typeName(), tensor.typeName());
      EXPECT_EQ(bytes(back->data(), back->numBytes()), bytes(tensor.data(), tensor.numBytes()));
    }
  EXPECT_EQ(files(), SmallVector<std::string>{"t.npy"});
}

TEST_F(NumPyFiles, HeaderIsNumPysOwn) {
  HostTensor tensor = cantFail(HostTensor::allocate(NNF_F32, {3}));
  std::string text;
  raw_string_ostream os(text);
  writeNpy(os, tensor);
  EXPECT_EQ(text.size(), 128u + 12u) << "elements begin at a multiple of 64";
  EXPECT_EQ(text[127], '\n');
  EXPECT_EQ(StringRef(text).substr(10).take_front(60).rtrim(' '),
            "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }");
}

TEST_F(NumPyFiles, MapsWithoutCopying) {
  // Large enough that it is mapped, not read: then the elements are pages of the file and can not be written.
  HostTensor tensor = cantFail(HostTensor::allocate(NNF_F64, {100000}));
  tensor.as<double>()[99999] = 7;
  ASSERT_EQ(toString(writeNpyFile(path("big.npy"), tensor)), "");
  struct rusage before, after;
  getrusage(RUSAGE_SELF, &before);
  HostTensor mapped = cantFail(readNpy(path("big.npy")));
  EXPECT_EQ(mapped.as<double>()[99999], 7);
  EXPECT_EQ(reinterpret_cast<uintptr_t>(mapped.data()) % 64, 0u);
  getrusage(RUSAGE_SELF, &after);
  EXPECT_LT(after.ru_minflt - before.ru_minflt, 100) << "a copy would touch 196 pages twice";
  // A second reader of the same file sees the same pages; and a removed file stays readable while it is mapped.
  ASSERT_FALSE(sys::fs::remove(path("big.npy")));
  EXPECT_EQ(mapped.as<double>()[99999], 7);
}

TEST_F(NumPyFiles, MissingFilesAndFolders) {
  EXPECT_EQ(toString(readNpy(path("none.npy")).takeError()),
            "cannot read '" + path("none.npy") + "': No such file or directory");
  EXPECT_EQ(toString(readNpy(path("")).takeError()), "cannot read '" + path("") + "': Is a directory");
  HostTensor tensor = cantFail(HostTensor::allocate(NNF_F32, {3}));
  EXPECT_EQ(toString(writeNpyFile(path("no/x.npy"), tensor)),
            "cannot write '" + path("no/x.npy") + "': No such file or directory");
  EXPECT_EQ(toString(writeNpyFile(path(""), tensor)), "cannot write '" + path("") + "': Is a directory");
  EXPECT_TRUE(files().empty());
}

/// A write that fails leaves the old file and no other.
TEST_F(NumPyFiles, FullDiskLeavesTheOldFile) {
  HostTensor small = cantFail(HostTensor::allocate(NNF_F32, {3}));
  ASSERT_EQ(toString(writeNpyFile(path("x.npy"), small)), "");
  // A limit on the size of files stands for a full disk; the signal that comes with it is ignored as in nnf-runner.
  struct rlimit old, limit;
  getrlimit(RLIMIT_FSIZE, &old);
  limit = old;
  limit.rlim_cur = 4096;
  auto handler = std::signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &limit);
  HostTensor large = cantFail(HostTensor::allocate(NNF_F32, {100000}));
  std::string failure = toString(writeNpyFile(path("x.npy"), large));
  std::string fresh = toString(writeNpyFile(path("y.npy"), large));
  setrlimit(RLIMIT_FSIZE, &old);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(failure, "cannot write '" + path("x.npy") + "': File too large");
  EXPECT_EQ(fresh, "cannot write '" + path("y.npy") + "': File too large");
  EXPECT_EQ(files(), SmallVector<std::string>{"x.npy"});
  EXPECT_EQ(cantFail(readNpy(path("x.npy"))).typeName(), "3xf32");
  // What is no regular file is written directly: /dev/full refuses every byte.
  EXPECT_EQ(toString(writeNpyFile("/dev/full", large)), "cannot write '/dev/full': No space left on device");
  EXPECT_EQ(toString(writeNpyFile("/dev/null", large)), "");
}

TEST_F(NumPyFiles, FollowsLinksAndKeepsPermissions) {
  HostTensor tensor = cantFail(HostTensor::allocate(NNF_F32, {3}));
  ASSERT_EQ(toString(writeFileAtomically(path("real.npy"), "old")), "");
  ASSERT_EQ(chmod(path("real.npy").c_str(), 0640), 0);
  ASSERT_EQ(symlink(path("real.npy").c_str(), path("link.npy").c_str()), 0);
  ASSERT_EQ(toString(writeNpyFile(path("link.npy"), tensor)), "");
  EXPECT_TRUE(sys::fs::is_symlink_file(path("link.npy")));
  EXPECT_EQ(cantFail(readNpy(path("real.npy"))).typeName(), "3xf32");
  struct stat status;
  ASSERT_EQ(stat(path("real.npy").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0640u);
}

TEST_F(NumPyFiles, AnUncommittedFileLeavesNothing) {
  {
    Expected<AtomicFile> file = AtomicFile::create(path("x.npy"));
    ASSERT_TRUE(bool(file));
    file->os() << "half";
  }
  EXPECT_TRUE(files().empty());
}

TEST_F(NumPyFiles, ReadsPipes) {
  ASSERT_EQ(mkfifo(path("pipe").c_str(), 0600), 0);
  pid_t child = fork();
  if (child == 0) {
    HostTensor tensor = cantFail(HostTensor::allocate(NNF_F32, {50000}));
    consumeError(writeNpyFile(path("pipe"), tensor));
    _exit(0);
  }
  Expected<HostTensor> tensor = readNpy(path("pipe"));
  ASSERT_TRUE(bool(tensor)) << toString(tensor.takeError());
  EXPECT_EQ(tensor->typeName(), "50000xf32");
}
