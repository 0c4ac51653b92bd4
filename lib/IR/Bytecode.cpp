//===- Bytecode.cpp - the dialect in bytecode: its version, and the attributes of its ops --------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Since version 2 an op's attributes are one dictionary, so that an attribute that an op gets later is absent from
// older files and has its default there. Version 1 wrote them one after the other; BytecodeV1.inc says which those
// were.
//
//===--------------------------------------------------------------------------------------------------===//
#include "mlir/Bytecode/BytecodeImplementation.h"
#include "mlir/IR/Builders.h"
#include "nnf/IR/NnfBase.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir;
using namespace mlir::nnf;

namespace {
struct NnfVersion : DialectVersion {
  explicit NnfVersion(uint64_t number) : number(number) {}
  uint64_t number;
};

/// A newer version than ours is refused with a sentence, an older one is read as it was written.
struct NnfBytecode : BytecodeDialectInterface {
  explicit NnfBytecode(Dialect *dialect) : BytecodeDialectInterface(dialect) {}

  void writeVersion(DialectBytecodeWriter &writer) const override { writer.writeVarInt(NnfDialect::kVersion); }

  std::unique_ptr<DialectVersion> readVersion(DialectBytecodeReader &reader) const override {
    uint64_t number;
    if (failed(reader.readVarInt(number)))
      return nullptr;
    if (number > NnfDialect::kVersion) {
      reader.emitError() << "this bytecode has nnf dialect version " << number
                         << ", but this build reads up to version " << NnfDialect::kVersion;
      return nullptr;
    }
    return std::make_unique<NnfVersion>(number);
  }
};

/// What version 1 holds of an op.
struct Version1 {
  size_t segments;
  StringRef attributes;
};

std::optional<Version1> version1Of(StringRef op) {
  return llvm::StringSwitch<std::optional<Version1>>(op)
#define NNF_V1(OP, SEGMENTS, ATTRIBUTES) .Case("nnf." #OP, Version1{SEGMENTS, ATTRIBUTES})
#include "BytecodeV1.inc"
      .Default(std::nullopt);
}

/// The numbers of operands in each group: an attribute of its own before bytecode version 6.
constexpr uint64_t kSparseSegments = 6;
constexpr StringLiteral kSegments = "operandSegmentSizes";

FailureOr<DictionaryAttr> readVersion1(DialectBytecodeReader &reader, StringRef op) {
  std::optional<Version1> layout = version1Of(op);
  if (!layout)
    return reader.emitError() << "'" << op << "' with attributes is no op of nnf dialect version 1";
  NamedAttrList attributes;
  auto read = [&](StringRef name, bool optional) {
    Attribute value;
    if (failed(optional ? reader.readOptionalAttribute(value) : reader.readAttribute(value)))
      return failure();
    if (value)
      attributes.set(name, value);
    return success();
  };
  bool sparse = layout->segments != 0 && reader.getBytecodeVersion() >= kSparseSegments;
  SmallVector<StringRef> names;
  layout->attributes.split(names, ' ', -1, /*KeepEmpty=*/false);
  if (layout->segments && !sparse)
    names.insert(llvm::find_if(names, [](StringRef name) { return kSegments < name; }), kSegments);
  for (StringRef name : names) {
    bool optional = name.consume_back("?");
    if (failed(read(name, optional)))
      return failure();
  }
  if (sparse) {
    SmallVector<int32_t> sizes(layout->segments);
    if (failed(reader.readSparseArray(MutableArrayRef<int32_t>(sizes))))
      return failure();
    attributes.set(kSegments, DenseI32ArrayAttr::get(reader.getContext(), sizes));
  }
  return attributes.getDictionary(reader.getContext());
}
} // namespace

void nnf::detail::addBytecodeInterface(NnfDialect &dialect) { dialect.addInterfaces<NnfBytecode>(); }

FailureOr<DictionaryAttr> nnf::detail::readAttributes(DialectBytecodeReader &reader, StringRef op) {
  FailureOr<const DialectVersion *> version = reader.getDialectVersion<NnfDialect>();
  if (succeeded(version) && static_cast<const NnfVersion *>(*version)->number < 2)
    return readVersion1(reader, op);
  DictionaryAttr attributes;
  if (failed(reader.readAttribute(attributes)))
    return failure();
  return attributes;
}
