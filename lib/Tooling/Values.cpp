//===- Values.cpp - tensors as they are written on a command line --------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/Values.h"
#include "nnf/Tooling/Elements.h"
#include "nnf/Tooling/Generators.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Alignment.h"
#include <cstring>

using namespace llvm;
using namespace mlir::nnf;

//===----------------------------------------------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------------------------------------------===//

bool HostTensorType::accepts(nnf_dtype other) const {
  return other == dtype || (anySign && isInteger(dtype) && isInteger(other) && dtypeBytes(dtype) == dtypeBytes(other));
}

bool HostTensorType::accepts(ArrayRef<int64_t> other) const {
  return other.size() == shape.size() && all_of(zip(shape, other), [](auto pair) {
           return std::get<0>(pair) < 0 || std::get<0>(pair) == std::get<1>(pair);
         });
}

Expected<HostTensorType> mlir::nnf::parseTensorType(StringRef text, bool allowDynamic) {
  StringRef rest = text.trim();
  if (rest.consume_front("tensor<") && !rest.consume_back(">"))
    return makeError("expected '>' at the end of the type '" + text + "'");
  HostTensorType type;
  // Sizes end where an element type begins: "4x8xf32".
  while (!rest.empty() && (isDigit(rest[0]) || rest[0] == '?')) {
    auto [size, after] = rest.split('x');
    int64_t value = NNF_DYNAMIC;
    if (size == "?" ? !allowDynamic : size.getAsInteger(10, value))
      return makeError("expected a size in the type '" + text.take_front(60) + "', but found '" + size.take_front(60) +
                       "'");
    type.shape.push_back(value);
    rest = after;
  }
  std::optional<nnf_dtype> dtype = parseDType(rest);
  if (!dtype) {
    std::string known = join(map_range(allDTypes(), [](nnf_dtype d) { return dtypeName(d); }), ", ");
    return makeError("expected a type such as 4x8xf32, with one of the element types " + known + ", but found '" +
                     text.take_front(60) + "'");
  }
  type.dtype = *dtype;
  return type;
}

//===----------------------------------------------------------------------------------------------------------===//
// Elements in text
//===----------------------------------------------------------------------------------------------------------===//

namespace {
/// Splits "[[1, 2] [3, 4]]" into brackets and elements. Commas and blanks separate and mean nothing else.
class Tokens {
public:
  explicit Tokens(StringRef text) : rest(text) {}
  /// "[", "]", an element, or "" at the end.
  StringRef next() {
    rest = rest.ltrim(", \t\r\n");
    if (rest.empty())
      return rest;
    size_t length = rest[0] == '[' || rest[0] == ']' ? 1 : std::min(rest.find_first_of("[], \t\r\n"), rest.size());
    StringRef token = rest.take_front(length);
    rest = rest.drop_front(length);
    return token;
  }

private:
  StringRef rest;
};
} // namespace

/// The shape of nested brackets, "[[1, 2], [3, 4]]" → 2x2. All brackets of one depth must be equally long.
static Expected<TensorShape> nestedShape(StringRef text) {
  Tokens tokens(text);
  TensorShape shape;
  SmallVector<int64_t> counts;
  size_t depth = 0;
  std::optional<size_t> leafDepth;
  bool closed = false;
  for (StringRef token = tokens.next(); !token.empty(); token = tokens.next()) {
    if (closed)
      return makeError("expected nothing after the last ']', but found '" + token.take_front(60) + "'");
    if (token == "]") {
      if (!depth)
        return makeError("found ']' without '['");
      int64_t count = counts.pop_back_val();
      if (shape[--depth] < 0)
        shape[depth] = count;
      else if (shape[depth] != count)
        return makeError("expected " + Twine(shape[depth]) + " elements in every bracket of depth " + Twine(depth + 1) +
                         ", but found " + Twine(count));
      closed = depth == 0;
      continue;
    }
    if (depth)
      ++counts.back();
    if (token == "[") {
      if (leafDepth && depth >= *leafDepth)
        return makeError("found '[' where numbers stand at that depth");
      counts.push_back(0);
      if (++depth > NNF_MAX_RANK)
        return makeError(Twine("expected at most ") + Twine(NNF_MAX_RANK) + " nested brackets");
      if (shape.size() < depth)
        shape.push_back(-1);
      continue;
    }
    if (!leafDepth)
      leafDepth = depth;
    // A number above the depth of the others, or beside an inner bracket.
    if (depth == 0 || depth != *leafDepth || depth < shape.size())
      return makeError("found the number '" + token.take_front(60) + "' where '[' is expected");
  }
  if (depth)
    return makeError("expected ']' at the end");
  // "[[], []]" is 2x0; "[]" is 0.
  for (int64_t &size : shape)
    size = std::max<int64_t>(size, 0);
  return shape;
}

/// Whether the brackets in `text` nest as the shape of `tensor` does.
static Error checkNesting(const HostTensor &tensor, StringRef text) {
  Expected<TensorShape> shape = nestedShape(text);
  if (!shape)
    return shape.takeError();
  // "[]" stands for every shape without elements.
  bool empty = is_contained(*shape, 0) && tensor.numElements() == 0;
  if (empty || ArrayRef<int64_t>(*shape) == tensor.shape())
    return Error::success();
  return makeError("expected brackets that nest as " + tensor.typeName() + ", but they nest as " +
                   tensorTypeName(tensor.dtype(), *shape));
}

/// Reads numbers into `tensor`: as many as it has elements, or one for all. Brackets, where there are any, must nest as
/// the shape does; the outermost pair may be missing, as in "[1 2][3 4]".
static Error parseElements(HostTensor &tensor, StringRef text) {
  text = text.trim();
  if (text.contains('[') || text.contains(']'))
    if (Error error = checkNesting(tensor, text)) {
      if (errorToBool(checkNesting(tensor, ("[" + text + "]").str())))
        return error;
      consumeError(std::move(error));
    }
  int64_t found = 0, count = tensor.numElements();
  Tokens tokens(text);
  uint64_t first = 0;
  for (StringRef token = tokens.next(); !token.empty(); token = tokens.next()) {
    if (token == "[" || token == "]")
      continue;
    uint64_t bits = 0;
    if (Error error = parseElement(tensor.dtype(), token, &bits))
      return error;
    if (found == 0)
      first = bits;
    if (found < count)
      storeBits(tensor.dtype(), tensor.at(found), bits);
    ++found;
  }
  if (found == count)
    return Error::success();
  // One number fills a tensor of any size, also one without elements.
  if (found != 1)
    return makeError("expected " + Twine(count) + " elements for " + tensor.typeName() +
                     ", or one for all of them, but found " + Twine(found));
  for (int64_t i = 0; i < count; ++i)
    storeBits(tensor.dtype(), tensor.at(i), first);
  return Error::success();
}

static Error fill(HostTensor &tensor, StringRef text, GeneratorSeed seed) {
  return isGenerator(text) ? generate(tensor, text, seed) : parseElements(tensor, text);
}

//===----------------------------------------------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------------------------------------------===//

Expected<HostTensor> mlir::nnf::readRaw(StringRef path, nnf_dtype dtype, ArrayRef<int64_t> shape) {
  Expected<int64_t> count = checkedNumElements(dtype, shape);
  if (!count)
    return count.takeError();
  ErrorOr<std::unique_ptr<MemoryBuffer>> file = MemoryBuffer::getFile(
      path, /*IsText=*/false, /*RequiresNullTerminator=*/false, /*IsVolatile=*/false, /*Alignment=*/Align(64));
  if (!file)
    return makeError("cannot read '" + path + "': " + file.getError().message());
  std::shared_ptr<MemoryBuffer> buffer = std::move(*file);
  StringRef bytes = buffer->getBuffer();
  uint64_t expected = uint64_t(*count) * dtypeBytes(dtype);
  if (bytes.size() != expected)
    return makeError("'" + path + "': expected " + Twine(expected) + " bytes for " + tensorTypeName(dtype, shape) +
                     ", but the file has " + Twine(bytes.size()));
  if (dtype == NNF_BOOL)
    for (auto [i, byte] : enumerate(bytes.bytes()))
      if (byte > 1)
        return makeError("'" + path + "': expected bytes 0 and 1 for " + tensorTypeName(dtype, shape) + ", but byte " +
                         Twine(i) + " is " + Twine(unsigned(byte)));
  if (bytes.empty())
    return HostTensor::allocate(dtype, shape);
  return HostTensor::borrow(dtype, shape, const_cast<char *>(bytes.data()), buffer);
}

Expected<HostTensor> ValueReader::readTyped(StringRef typeText, StringRef value, uint32_t position) {
  Expected<HostTensorType> type = parseTensorType(typeText);
  if (!type)
    return type.takeError();
  value = value.trim();
  if (value.consume_front("@")) {
    if (!value.ends_with(".npy"))
      return readRaw(value, type->dtype, type->shape);
    Expected<HostTensor> tensor = readNpy(value, type->dtype);
    if (tensor && (tensor->dtype() != type->dtype || tensor->shape() != ArrayRef<int64_t>(type->shape)))
      return makeError("'" + value + "': expected " + type->name() + ", but found " + tensor->typeName());
    return tensor;
  }
  Expected<HostTensor> tensor = HostTensor::allocate(type->dtype, type->shape);
  if (!tensor)
    return tensor;
  if (Error error = fill(*tensor, value, {seed, position}))
    return std::move(error);
  return tensor;
}

Expected<HostTensor> ValueReader::readUntyped(StringRef value, const HostTensorType &type, uint32_t position) {
  TensorShape shape = type.shape;
  if (value.contains('[')) {
    Expected<TensorShape> nested = nestedShape(value);
    if (!nested)
      return nested.takeError();
    shape = std::move(*nested);
  } else if (is_contained(shape, NNF_DYNAMIC)) {
    return makeError("expected a type, as in 4x8xf32=" + value.take_front(20) +
                     ", because the function leaves a size open: " + type.name());
  }
  Expected<HostTensor> tensor = HostTensor::allocate(type.dtype, shape);
  if (!tensor)
    return tensor;
  if (Error error = fill(*tensor, value, {seed, position}))
    return std::move(error);
  return tensor;
}

Error ValueReader::readFile(char how, StringRef path, ArrayRef<HostTensorType> types,
                            SmallVectorImpl<HostTensor> &values) {
  auto known = files.find(path);
  // "@" begins anew; "+" and "*" go on, or begin where the file was not read yet.
  if (known == files.end() || how == '@') {
    Expected<NpyReader> reader = NpyReader::open(path);
    if (!reader)
      return reader.takeError();
    if (known != files.end())
      files.erase(known);
    known = files.try_emplace(path, std::move(*reader)).first;
  }
  NpyReader &reader = known->second;
  do {
    if (how == '*' && reader.atEnd())
      break;
    std::optional<nnf_dtype> wanted;
    if (values.size() < types.size())
      wanted = types[values.size()].dtype;
    Expected<HostTensor> tensor = reader.next(wanted);
    if (!tensor)
      return tensor.takeError();
    values.push_back(std::move(*tensor));
  } while (how == '*');
  return Error::success();
}

Error ValueReader::read(StringRef text, ArrayRef<HostTensorType> types, SmallVectorImpl<HostTensor> &values) {
  StringRef trimmed = text.trim();
  char first = trimmed.empty() ? 0 : trimmed[0];
  // "+1" is a number.
  bool number = trimmed.size() > 1 && (isDigit(trimmed[1]) || trimmed[1] == '.') && !trimmed.ends_with(".npy");
  if (first == '@' || first == '*' || (first == '+' && !number))
    return readFile(first, trimmed.drop_front().trim(), types, values);

  Expected<HostTensor> tensor = [&]() -> Expected<HostTensor> {
    uint32_t position = values.size();
    size_t equals = trimmed.find('=');
    if (equals != StringRef::npos)
      return readTyped(trimmed.take_front(equals), trimmed.drop_front(equals + 1), position);
    // A bare type is a slip for "type=something" more often than a value.
    if (position >= types.size() || !errorToBool(parseTensorType(trimmed).takeError()))
      return makeError("expected a value such as 4x8xf32=0.5 or @file.npy");
    return readUntyped(trimmed, types[position], position);
  }();
  // A message about a file has the name of the file in it.
  if (!tensor && trimmed.contains('@'))
    return tensor.takeError();
  if (!tensor)
    return makeError("'" + trimmed.take_front(60) + (trimmed.size() > 60 ? "..." : "") +
                     "': " + toString(tensor.takeError()));
  values.push_back(std::move(*tensor));
  return Error::success();
}

Error mlir::nnf::checkTensors(StringRef what, ArrayRef<HostTensorType> types, MutableArrayRef<HostTensor> values) {
  if (types.size() != values.size()) {
    std::string list =
        types.empty() ? ""
                      : ": " + join(map_range(types, [](const HostTensorType &type) { return type.name(); }), ", ");
    return makeError("expected " + Twine(types.size()) + " " + what + (types.size() == 1 ? "" : "s") + list +
                     "; but got " + Twine(values.size()));
  }
  for (auto [i, type, value] : enumerate(types, values)) {
    if (!type.accepts(value.dtype()) || !type.accepts(value.shape()))
      return makeError(what + " " + Twine(i) + ": expected " + type.name() + ", but got " + value.typeName());
    if (value.dtype() != type.dtype)
      value = value.bitcast(type.dtype);
  }
  return Error::success();
}
