//===- NumPyArchive.cpp - .npz: arrays in a zip archive ---------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The directory at the end of the archive says where each array lies. Every offset and size is checked against the file before it is
// used.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/NumPy.h"
#include "llvm/Support/Endian.h"

using namespace llvm;
using namespace mlir::nnf;

static uint32_t at32(StringRef bytes, size_t i) { return support::endian::read32le(bytes.data() + i); }
static uint16_t at16(StringRef bytes, size_t i) { return support::endian::read16le(bytes.data() + i); }

Expected<std::vector<std::pair<std::string, HostTensor>>> mlir::nnf::readNpz(StringRef path) {
  ErrorOr<std::unique_ptr<MemoryBuffer>> file = MemoryBuffer::getFile(path, /*IsText=*/false, /*RequiresNullTerminator=*/false);
  if (!file)
    return makeError("cannot read '" + path + "': " + file.getError().message());
  StringRef bytes = (*file)->getBuffer();
  auto bad = [&](const Twine &why) { return makeError("'" + path + "': " + why); };
  constexpr size_t endSize = 22, entrySize = 46, localSize = 30;
  // The end record may be followed by a comment.
  size_t end = bytes.rfind(StringRef("PK\5\6", 4));
  if (end == StringRef::npos || bytes.size() - end < endSize)
    return bad("expected an .npz archive, but it has no zip directory");
  uint64_t entries = at16(bytes, end + 10), place = at32(bytes, end + 16);
  if (entries == 0xffff || place == 0xffffffff)
    return bad("expected fewer than 65535 arrays and less than 4 GiB");
  std::vector<std::pair<std::string, HostTensor>> arrays;
  for (uint64_t i = 0; i < entries; ++i) {
    if (place + entrySize > end || bytes.substr(place, 4) != StringRef("PK\1\2", 4))
      return bad("entry " + Twine(i) + " of the zip directory is damaged");
    uint64_t method = at16(bytes, place + 10), size = at32(bytes, place + 20), nameLength = at16(bytes, place + 28);
    uint64_t extra = at16(bytes, place + 30), comment = at16(bytes, place + 32), local = at32(bytes, place + 42);
    if (place + entrySize + nameLength > end)
      return bad("entry " + Twine(i) + " of the zip directory is damaged");
    StringRef name = bytes.substr(place + entrySize, nameLength);
    if (method != 0)
      return bad("'" + name + "' is compressed: expected an archive of numpy.savez");
    if (size == 0xffffffff || local == 0xffffffff)
      return bad("'" + name + "': expected less than 4 GiB");
    if (local + localSize > bytes.size() || bytes.substr(local, 4) != StringRef("PK\3\4", 4))
      return bad("'" + name + "' does not lie where the zip directory says");
    uint64_t data = local + localSize + at16(bytes, local + 26) + at16(bytes, local + 28);
    if (data + size > bytes.size())
      return bad("'" + name + "' is cut short");
    Expected<HostTensor> tensor =
        NpyReader::fromBuffer(MemoryBuffer::getMemBufferCopy(bytes.substr(data, size), name), (path + ":" + name).str()).next();
    if (!tensor)
      return tensor.takeError();
    name.consume_back(".npy");
    arrays.push_back({name.str(), std::move(*tensor)});
    place += entrySize + nameLength + extra + comment;
  }
  return std::move(arrays);
}
