//===- NumPy.cpp - .npy files --------------------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/NumPy.h"
#include "nnf/Tooling/AtomicFile.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Alignment.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/raw_ostream.h"
#include <cstring>

using namespace llvm;
using namespace mlir::nnf;

static_assert(sys::IsLittleEndianHost, "elements are used as they lie in the file");

static constexpr StringLiteral magic("\x93NUMPY");
/// Rank 16 with sizes of 20 digits takes 400 bytes. A longer header describes something that is no tensor of ours, or
/// comes from a damaged length field.
static constexpr size_t longestHeader = 1 << 16;

/// For messages: printable, and not longer than a line.
static std::string quoted(StringRef text) {
  std::string out = "'";
  raw_string_ostream os(out);
  printEscapedString(text.take_front(60), os);
  os << (text.size() > 60 ? "...'" : "'");
  return out;
}

//===----------------------------------------------------------------------------------------------------------===//
// The header: a Python dict literal
//===----------------------------------------------------------------------------------------------------------===//

namespace {
struct Header {
  std::string descr;
  bool fortranOrder = false;
  TensorShape shape;
};

/// Reads "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }". `problem` says what was expected where the text
/// is something else.
class HeaderParser {
public:
  explicit HeaderParser(StringRef text) : text(text) {}
  bool parse(Header &header);
  std::string problem;

private:
  bool fail(const Twine &expected) {
    problem = ("expected " + expected + " in the header, but found " + (text.empty() ? "its end" : quoted(text))).str();
    return false;
  }
  bool take(char c) {
    text = text.ltrim(" \t\r\n");
    return text.consume_front(StringRef(&c, 1));
  }
  bool parseString(std::string &value);
  bool parseBool(bool &value);
  bool parseShape(TensorShape &shape);
  StringRef text;
};
} // namespace

bool HeaderParser::parseString(std::string &value) {
  char quote = take('\'') ? '\'' : take('"') ? '"' : 0;
  size_t end = quote ? text.find(quote) : StringRef::npos;
  if (end == StringRef::npos)
    return fail("a string");
  value = text.take_front(end).str();
  text = text.drop_front(end + 1);
  return true;
}

bool HeaderParser::parseBool(bool &value) {
  text = text.ltrim(" \t\r\n");
  value = text.consume_front("True");
  return value || text.consume_front("False") || fail("True or False");
}

bool HeaderParser::parseShape(TensorShape &shape) {
  if (!take('('))
    return fail("a shape such as (3, 4)");
  while (!take(')')) {
    text = text.ltrim(" \t\r\n");
    StringRef digits = text.take_while([](char c) { return isDigit(c) || c == '-'; });
    int64_t size;
    if (digits.empty() || digits.getAsInteger(10, size) || size < 0)
      return fail("a size");
    text = text.drop_front(digits.size());
    // Python 2 marked long integers.
    text.consume_front("L");
    shape.push_back(size);
    bool comma = take(',');
    if (!comma && (shape.size() == 1 || !text.starts_with(")")))
      return fail("',' after a size");
  }
  return true;
}

bool HeaderParser::parse(Header &header) {
  bool hasDescr = false, hasOrder = false, hasShape = false;
  if (!take('{'))
    return fail("a dictionary");
  while (!take('}')) {
    std::string key;
    if (!parseString(key))
      return false;
    bool *seen = StringRef(key) == "descr"           ? &hasDescr
                 : StringRef(key) == "fortran_order" ? &hasOrder
                 : StringRef(key) == "shape"         ? &hasShape
                                                     : nullptr;
    if (!seen || *seen)
      return fail("each of 'descr', 'fortran_order', 'shape' once, not " + quoted(key));
    *seen = true;
    if (!take(':'))
      return fail("':'");
    text = text.ltrim(" \t\r\n");
    if (seen == &hasDescr && text.starts_with("["))
      return fail("one element type, not a structure");
    if (!(seen == &hasDescr   ? parseString(header.descr)
          : seen == &hasOrder ? parseBool(header.fortranOrder)
                              : parseShape(header.shape)))
      return false;
    if (!take(',') && !text.ltrim(" \t\r\n").starts_with("}"))
      return fail("',' or '}'");
  }
  if (!text.trim(" \t\r\n").empty())
    return fail("nothing after '}'");
  if (!hasDescr || !hasOrder || !hasShape)
    return fail(Twine("'") + (!hasDescr ? "descr" : !hasOrder ? "fortran_order" : "shape") + "'");
  return true;
}

//===----------------------------------------------------------------------------------------------------------===//
// Element types
//===----------------------------------------------------------------------------------------------------------===//

/// The element type of '<f4' and the like; `swapped` where its bytes are in the other order. On failure `reason` says
/// why.
static std::optional<nnf_dtype> parseDescr(StringRef descr, std::optional<nnf_dtype> wanted, bool &swapped,
                                           std::string &reason) {
  static constexpr StringLiteral known = "b1, i1 to i8, u1 to u8, f2, f4, f8, V2 (bf16) or V1 (8-bit floats)";
  StringRef name = descr;
  char order = name.empty() ? 0 : name.front();
  if (order == '<' || order == '>' || order == '|' || order == '=')
    name = name.drop_front();
  swapped = order == '>';
  if (name.starts_with("O")) {
    reason = "Python objects, which only Python can read";
    return std::nullopt;
  }
  static constexpr std::pair<StringLiteral, nnf_dtype> types[] = {
      {"b1", NNF_BOOL}, {"?", NNF_BOOL}, {"i1", NNF_I8},  {"u1", NNF_U8},  {"i2", NNF_I16},
      {"u2", NNF_U16},  {"i4", NNF_I32}, {"u4", NNF_U32}, {"i8", NNF_I64}, {"u8", NNF_U64},
      {"f2", NNF_F16},  {"f4", NNF_F32}, {"f8", NNF_F64}, {"V2", NNF_BF16}};
  for (auto &[text, dtype] : types)
    if (name == text) {
      swapped &= dtypeBytes(dtype) > 1;
      return dtype;
    }
  if (name == "V1") {
    swapped = false;
    if (wanted == NNF_F8E4M3FN || wanted == NNF_F8E5M2)
      return wanted;
    reason = "8-bit floats of an unnamed kind: say which, as in 4x8xf8E5M2=@file.npy";
    return std::nullopt;
  }
  reason = "element type " + quoted(descr) + ", expected " + known.str();
  return std::nullopt;
}

static StringRef descrOf(nnf_dtype dtype) {
  switch (dtype) {
  case NNF_BOOL:
    return "|b1";
  case NNF_I8:
    return "|i1";
  case NNF_U8:
    return "|u1";
  case NNF_I16:
    return "<i2";
  case NNF_U16:
    return "<u2";
  case NNF_I32:
    return "<i4";
  case NNF_U32:
    return "<u4";
  case NNF_I64:
    return "<i8";
  case NNF_U64:
    return "<u8";
  case NNF_F16:
    return "<f2";
  case NNF_BF16:
    return "<V2";
  case NNF_F32:
    return "<f4";
  case NNF_F64:
    return "<f8";
  case NNF_F8E4M3FN:
  case NNF_F8E5M2:
    return "|V1";
  }
  llvm_unreachable("no element type");
}

//===----------------------------------------------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------------------------------------------===//

/// Copies column-major elements to row-major order.
static void transposeInto(char *out, const char *in, ArrayRef<int64_t> shape, unsigned width) {
  SmallVector<int64_t> index(shape.size()), stride(shape.size());
  int64_t count = 1;
  for (size_t d = 0; d < shape.size(); ++d) {
    stride[d] = count;
    count *= shape[d];
  }
  int64_t offset = 0;
  for (int64_t i = 0; i < count; ++i) {
    std::memcpy(out + i * width, in + offset * width, width);
    // Counts up in row-major order, keeping the column-major offset in step.
    for (size_t d = shape.size(); d-- > 0;) {
      offset += stride[d];
      if (++index[d] < shape[d])
        break;
      offset -= stride[d] * shape[d];
      index[d] = 0;
    }
  }
}

static void swapBytes(char *data, int64_t count, unsigned width) {
  for (int64_t i = 0; i < count; ++i)
    std::reverse(data + i * width, data + (i + 1) * width);
}

Expected<NpyReader> NpyReader::open(StringRef path) {
  ErrorOr<std::unique_ptr<MemoryBuffer>> buffer = MemoryBuffer::getFile(
      path, /*IsText=*/false, /*RequiresNullTerminator=*/false, /*IsVolatile=*/false, /*Alignment=*/Align(64));
  if (!buffer)
    return makeError("cannot read '" + path + "': " + buffer.getError().message());
  return fromBuffer(std::move(*buffer), path);
}

NpyReader NpyReader::fromBuffer(std::unique_ptr<MemoryBuffer> buffer, StringRef name) {
  NpyReader reader;
  reader.name = name.str();
  reader.buffer = std::move(buffer);
  return reader;
}

Error NpyReader::error(const Twine &message) const {
  std::string where = arrays == 0 ? std::string() : ", array " + std::to_string(arrays + 1);
  return makeError("'" + name + "'" + where + ": " + message);
}

Expected<HostTensor> NpyReader::next(std::optional<nnf_dtype> wanted) {
  StringRef rest = buffer->getBuffer().drop_front(position);
  if (rest.empty())
    return arrays ? error("expected another array, but the file has only " + Twine(arrays))
                  : error("expected an .npy file, but it is empty");
  if (!rest.starts_with(magic))
    return error("expected an .npy file, which begins with " + quoted(magic) + ", but found " +
                 quoted(rest.take_front(magic.size())));
  if (rest.size() < 8)
    return error("expected an .npy header, but the file ends after " + Twine(rest.size()) + " bytes");
  unsigned major = static_cast<uint8_t>(rest[6]), minor = static_cast<uint8_t>(rest[7]);
  if (major < 1 || major > 3 || minor != 0)
    return error("expected version 1.0, 2.0 or 3.0 of the .npy format, but found " + Twine(major) + "." + Twine(minor));
  size_t prefix = major == 1 ? 10 : 12;
  if (rest.size() < prefix)
    return error("expected an .npy header, but the file ends after " + Twine(rest.size()) + " bytes");
  size_t length = major == 1 ? support::endian::read16le(rest.data() + 8) : support::endian::read32le(rest.data() + 8);
  if (length > longestHeader)
    return error("expected a header of at most " + Twine(longestHeader) + " bytes, but it claims " + Twine(length));
  if (rest.size() - prefix < length)
    return error("expected a header of " + Twine(length) + " bytes, but the file ends after " +
                 Twine(rest.size() - prefix));

  Header header;
  HeaderParser parser(rest.substr(prefix, length));
  if (!parser.parse(header))
    return error(parser.problem);
  bool swapped;
  std::string reason;
  std::optional<nnf_dtype> dtype = parseDescr(header.descr, wanted, swapped, reason);
  if (!dtype)
    return error("expected numbers, but found " + reason);
  Expected<int64_t> count = checkedNumElements(*dtype, header.shape);
  if (!count)
    return error(toString(count.takeError()));
  uint64_t bytes = uint64_t(*count) * dtypeBytes(*dtype);
  StringRef payload = rest.drop_front(prefix + length);
  if (payload.size() < bytes)
    return error("expected " + Twine(bytes) + " bytes of elements for " + tensorTypeName(*dtype, header.shape) +
                 ", but the file has " + Twine(payload.size()));
  payload = payload.take_front(bytes);

  // A bool must be 0 or 1 for compiled code; NumPy takes any byte but 0 for true.
  bool strange = *dtype == NNF_BOOL && any_of(payload.bytes(), [](uint8_t byte) { return byte > 1; });
  bool transposed = header.fortranOrder && header.shape.size() > 1 && *count > 0;
  bool aligned = reinterpret_cast<uintptr_t>(payload.data()) % dtypeBytes(*dtype) == 0;
  Expected<HostTensor> tensor =
      transposed || swapped || strange || !aligned || bytes == 0
          ? HostTensor::allocate(*dtype, header.shape)
          : HostTensor::borrow(*dtype, header.shape, const_cast<char *>(payload.data()), buffer);
  if (!tensor)
    return error(toString(tensor.takeError()));
  if (tensor->data() != payload.data() && bytes) {
    char *out = static_cast<char *>(tensor->data());
    if (transposed)
      transposeInto(out, payload.data(), header.shape, dtypeBytes(*dtype));
    else
      std::memcpy(out, payload.data(), bytes);
    if (swapped)
      swapBytes(out, *count, dtypeBytes(*dtype));
    if (strange)
      for (char &byte : tensor->as<char>())
        byte = byte != 0;
  }
  position += prefix + length + bytes;
  ++arrays;
  return tensor;
}

Expected<HostTensor> mlir::nnf::readNpy(StringRef path, std::optional<nnf_dtype> wanted) {
  Expected<NpyReader> reader = NpyReader::open(path);
  if (!reader)
    return reader.takeError();
  return reader->next(wanted);
}

//===----------------------------------------------------------------------------------------------------------===//
// Writing
//===----------------------------------------------------------------------------------------------------------===//

void mlir::nnf::writeNpy(raw_ostream &os, const HostTensor &tensor) {
  std::string header = ("{'descr': '" + descrOf(tensor.dtype()) + "', 'fortran_order': False, 'shape': (").str();
  for (int64_t size : tensor.shape())
    header += std::to_string(size) + ", ";
  // (3,) and (3, 4): a comma ends only a tuple of one.
  if (tensor.rank() > 1)
    header.resize(header.size() - 2);
  else if (tensor.rank() == 1)
    header.pop_back();
  header += "), }";
  // NumPy itself pads with spaces so that the elements can be mapped.
  constexpr size_t prefix = 10;
  header.append(alignTo(prefix + header.size() + 1, 64) - prefix - header.size() - 1, ' ');
  header += '\n';
  char length[2];
  support::endian::write16le(length, static_cast<uint16_t>(header.size()));
  os << magic << '\x01' << '\0' << StringRef(length, 2) << header;
  os.write(static_cast<const char *>(tensor.data()), tensor.numBytes());
}

Error mlir::nnf::writeNpyFile(StringRef path, const HostTensor &tensor) {
  Expected<AtomicFile> file = AtomicFile::create(path);
  if (!file)
    return file.takeError();
  writeNpy(file->os(), tensor);
  return file->commit();
}
